"""What holds for every format: line ends, encodings, limits, and any bytes at all."""

import warnings
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from codebook_samples import FILES, patterns_by_theme
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError, read_codebook
from analysis.codebook import formats


@pytest.mark.parametrize(
    "name", ["liwc.dic", "wordstat.cat", "lexicoder.lc3", "quanteda.yml", "table.csv"]
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path, name, end, mark):
    data = (FILES / name).read_bytes().removeprefix(b"\xef\xbb\xbf")
    (tmp_path / name).write_bytes(mark + data.replace(b"\r\n", b"\n").replace(b"\n", end))
    same, other = read_codebook(FILES / name), read_codebook(tmp_path / name)
    pd.testing.assert_frame_equal(same.themes, other.themes)
    pd.testing.assert_frame_equal(same.patterns, other.patterns)
    assert same.notes == other.notes


def test_xml_is_read_in_an_encoding_with_two_bytes_per_character(tmp_path):
    text = '<?xml version="1.0" encoding="shift_jis"?>\n<dictionary><cnode name="権利"><pnode name=" 人権 "/></cnode></dictionary>'
    (tmp_path / "a.lcd").write_bytes(text.encode("shift_jis"))
    assert patterns_by_theme(read_codebook(tmp_path / "a.lcd")) == [("権利", "人権")]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-15", "windows-1252"]
)
def test_xml_is_read_in_the_encoding_that_it_declares(tmp_path, encoding):
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n<dictionary><cnode name="café"><pnode name=" thé "/></cnode></dictionary>'
    (tmp_path / "a.lcd").write_bytes(text.encode(encoding))
    assert patterns_by_theme(read_codebook(tmp_path / "a.lcd")) == [("café", "thé")]


def test_a_file_of_more_than_20_mb_is_refused(tmp_path):
    with (tmp_path / "a.dic").open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(
        InputError,
        match=r"a\.dic: found a file of 21 MB; expected at most 20 MB",
    ):
        read_codebook(tmp_path / "a.dic")


ENDINGS = ["yaml", "yml", "csv", "xlsx", "dic", "cat", "lcd", "lc3", "ykd", "qdc", "txt"]
SEEDS = [
    (FILES / name).read_bytes()
    for name in ("liwc.dic", "wordstat.cat", "lexicoder.lcd", "codes.qdc", "quanteda.yml")
]


def test_every_module_of_the_folder_is_named_in_the_table():
    folder = Path(formats.__file__).parent
    modules = {path.stem for path in folder.glob("[!_]*.py")}
    readers = {each.reader for each in formats.FORMATS.values()}
    writers = {each.writer for each in formats.FORMATS.values()}
    assert modules == readers | writers


def _sheet() -> bytes:
    data, book = BytesIO(), openpyxl.Workbook()
    book.active.append(["theme", "pattern"])
    book.save(data)
    return data.getvalue()


SEEDS.append(_sheet())


@st.composite
def damaged(draw) -> bytes:
    """A file of some format in which some bytes are replaced by others."""
    data = draw(st.sampled_from(SEEDS))
    start = draw(st.integers(0, len(data)))
    return data[:start] + draw(st.binary(max_size=8)) + data[start + draw(st.integers(0, 40)) :]


@pytest.mark.parametrize("ending", ENDINGS)
@given(
    data=st.binary(max_size=60)
    | st.text(st.sampled_from('%\t\n1a*?<>/"=@+,_() :-[]{}&;#'), max_size=60).map(str.encode)
    | damaged()
)
def test_any_bytes_give_a_codebook_or_a_fault(tmp_path_factory, ending, data):
    path = tmp_path_factory.getbasetemp() / f"any.{ending}"
    path.write_bytes(data)
    try:
        with warnings.catch_warnings(record=True):
            warnings.simplefilter("always")  # codes without patterns cause warnings
            codebook = read_codebook(path)
    except InputError as error:
        assert error.faults  # and nothing else is raised
    else:
        assert len(codebook.themes)
        assert not codebook.themes["theme"].duplicated().any()
        assert set(codebook.themes["parent"]) <= {"", *codebook.themes["theme"]}
        assert set(codebook.patterns["theme"]) <= set(codebook.themes["theme"])
