"""Decoding is strict, and gives the same text line by line as all at once."""

import codecs
import encodings
import io
import pkgutil
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError, read_codebook, read_documents
from analysis.reading import encodings as module
from analysis.reading.encodings import ENCODINGS as ENCODINGS_OF_TEXT
from analysis.reading.encodings import codec_of, decode, decode_lines, is_encoding
from analysis.reading.settings import read_settings

TEXTS = st.text(st.sampled_from("ab \ré\n\u2028国"), max_size=30)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"])


@given(TEXTS, ENCODINGS, st.sampled_from(["", "latin-1"]))
def test_a_file_read_by_line_gives_the_same_text_as_read_whole(text, encoding, stated):
    data = text.encode(encoding, "replace")
    try:
        expected = decode(data, "a.txt", stated)
    except InputError as error:
        with pytest.raises(InputError) as caught:
            list(decode_lines(io.BytesIO(data), "a.txt", stated))
        assert caught.value.faults == error.faults
    else:
        lines = list(decode_lines(io.BytesIO(data), "a.txt", stated))
        assert "".join(lines) == expected


@pytest.mark.parametrize(
    ("chunks", "stated", "expected"),
    [
        ([b"\xff\xfea\x00"], "latin-1", "utf-16"),
        ([b"\xef\xbb\xbfcaf\xe9"], "latin-1", "utf-8"),
        ([b"\xc3", b"\xa9"], "latin-1", "utf-8"),
        ([b"a\x00b\x00"], "utf-16-le", "utf-16-le"),
        ([b"\x1b$B"], "iso-2022-jp", "iso-2022-jp"),
        ([], "latin-1", "utf-8"),
    ],
)
def test_a_stated_encoding_applies_only_to_files_that_are_not_utf_8(chunks, stated, expected):
    assert codec_of(chunks, stated) == expected


def test_a_file_with_nul_that_is_not_utf_8_is_binary():
    with pytest.raises(
        InputError, match=r"found a binary file \(byte 0xff at offset 1 is not UTF-8"
    ):
        decode(b"\x00\xff", "a.bin")


# Encodings of Python's that are no encodings of texts.
ODD = [
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
    "utf-7",
    "idna",
    "punycode",
    "charmap",
    "palmos",
    "mbcs",
    "oem",
    "base64",
    "hex",
    "rot13",
    "zlib",
    "bz2",
    "uu",
    "quopri",
]
NO_NAMES = [
    "",
    " ",
    "a\x00b",
    "utf-8\x00",
    "../utf_8",
    "é",
    "utf-8\n",
    "a" * 10_000,
    "os.path",
    None,
    8,
]


@pytest.mark.parametrize("name", [*ODD, *NO_NAMES])
def test_what_is_no_encoding_of_text_is_none(name):
    assert not is_encoding(name)


def test_every_encoding_of_python_is_allowed_or_odd():
    names = {module.name for module in pkgutil.iter_modules(encodings.__path__)} - {"aliases"}
    odd = {codecs.lookup(name).name for name in ODD if name not in ("mbcs", "oem")}
    known = {codecs.lookup(name).name for name in names - {"mbcs", "oem"}}
    assert known == odd | ENCODINGS_OF_TEXT


@pytest.mark.parametrize("name", ["windows-1252", "ISO-8859-1", "UTF-16", "Shift JIS", "KOI8-R"])
def test_names_are_written_in_many_ways(name):
    assert is_encoding(name)


@given(st.binary(max_size=30), st.sampled_from(sorted(ENCODINGS_OF_TEXT)))
def test_an_encoding_gives_whole_characters_or_a_fault(data, name):
    try:
        text = decode(b"\xff" + data, "a.txt", name)
    except InputError as error:
        assert error.faults
    else:
        assert text.encode().decode() == text


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("setting", ["encoding: {0}", 'encoding: {{"*.txt": {0}}}'])
def test_an_odd_encoding_in_the_settings_is_a_fault(write, name, setting):
    folder = write("study.yaml", setting.format(name), "a.txt", "Text.")
    with pytest.raises(InputError) as caught:
        read_settings(folder)
    (fault,) = caught.value.faults
    assert str(fault).startswith(
        f"study.yaml, line 1, encoding: found '{name}'; expected an encoding of text, such as "
    )


@pytest.mark.parametrize("key", ["[a]", "{a: b}", "''"])
def test_a_pattern_of_files_that_is_no_text_is_a_fault(write, key):
    folder = write("study.yaml", f"encoding:\n  ? {key}\n  : cp1252\n")
    with pytest.raises(InputError, match=r"study.yaml, line 1, encoding: found "):
        read_settings(folder)


@pytest.mark.parametrize(
    "declaration",
    [
        b'<meta charset="%s">',
        b"<meta charset=%s>",
        b'<?xml version="1.0" encoding="%s"?>',
        b'<meta http-equiv="Content-Type" content="text/html; charset=%s">',
    ],
)
@pytest.mark.parametrize(
    "name",
    [b"a\x00b", b"unicode_escape", b"undefined", b"idna", b"utf-7", b"hex", b"x" * 9000, b"\xe9"],
)
def test_an_odd_encoding_of_a_page_is_a_fault(tmp_path, declaration, name):
    (tmp_path / "a.html").write_bytes(declaration % name + b"<p>Caf\xe9.")
    with pytest.raises(InputError) as caught:
        read_documents(tmp_path)
    (fault,) = caught.value.faults
    assert fault.file == "a.html"
    assert len(str(fault)) < 400


@pytest.mark.parametrize("name", [b"a\x00b", b"unicode_escape", b"idna", b"hex", b"-"])
@pytest.mark.parametrize("ending", [".lcd", ".lc3", ".ykd", ".qdc"])
def test_an_odd_encoding_of_a_dictionary_is_a_fault(tmp_path, ending, name):
    path = tmp_path / f"codebook{ending}"
    path.write_bytes(b'<?xml version="1.0" encoding="%s"?><dictionary name="a\xe9"/>' % name)
    with pytest.raises(InputError) as caught:
        read_codebook(path)
    (fault,) = caught.value.faults
    assert fault.file == path.name


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_lines_up_to_a_length_are_read(monkeypatch, end):
    monkeypatch.setattr(module, "LONGEST_LINE", 20_000)
    text = f"{'a' * 5_000}{end}" * 20
    lines = list(decode_lines(io.BytesIO(text.encode()), "a.csv"))
    assert lines == [f"{'a' * 5_000}\n"] * 20
    with pytest.raises(InputError, match=r"a.csv: found a line of more than 0 MB; expected one te"):
        list(decode_lines(io.BytesIO(text.encode() + b"a" * 30_000), "a.csv"))


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl"])
def test_a_table_without_end_or_lines_is_a_fault(tmp_path, monkeypatch, name):
    monkeypatch.setattr(module, "LONGEST_LINE", 1_000_000)
    with (tmp_path / name).open("wb") as file:
        file.truncate(30_000_000)
    with pytest.raises(InputError) as caught:
        read_documents(tmp_path)
    assert caught.value.faults[0].file == name


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl", "a.xlsx", "a.parquet"])
def test_a_table_of_a_terabyte_without_lines_is_a_fault_before_all_of_it_is_read(tmp_path, name):
    with (tmp_path / name).open("wb") as file:
        file.truncate(10**12)
    script = f"from analysis import read_documents; read_documents({str(tmp_path)!r})"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=20, check=False
    )
    assert f"InputError: {name}: found " in ended.stderr
