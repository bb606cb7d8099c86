"""Whatever a reader raises about a file becomes a fault that names the file."""

import struct
import zlib
from types import SimpleNamespace
from unittest import mock

import pytest
from lxml import etree

from analysis import open_study, read_codebook
from analysis.codebook.formats import FORMATS
from analysis.faults import InputError
from analysis.reading import formats
from analysis.reading.formats import READERS, TABLE_READERS
from analysis.reading.guard import guard
from analysis.reading.layout_writer import ExtractedText
from analysis.reading.table_files import Row

# What libraries raise about a damaged file, and what the message says of it.
RAISED = {
    "division by zero": ZeroDivisionError("division by zero"),
    "math range error": OverflowError("math range error"),
    "there is not enough memory for it": MemoryError(),
    "it is nested too deeply": RecursionError("maximum recursion depth exceeded"),
    "Error -3": zlib.error("Error -3"),
    "bad char in struct format": struct.error("bad char in struct format"),
    "'NoneType' object is not iterable": TypeError("'NoneType' object is not iterable"),
    "list index out of range": IndexError("list index out of range"),
    "AssertionError": AssertionError(),
    "two lines": ValueError("two\n  lines"),
    "no node": etree.LxmlError("no node"),
    "it contains half a character, U+D800": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "no"),
}


@pytest.fixture
def study(tmp_path):
    (tmp_path / "codebook.yaml").write_text(
        'name: A\nversion: "1"\nthemes:\n  a: {patterns: [b]}\n'
    )
    return tmp_path


def found(study, part="documents"):
    with pytest.raises(InputError) as raised:
        getattr(open_study(study), part)
    return [str(fault) for fault in raised.value.faults]


def raising(error):
    return SimpleNamespace(read=mock.Mock(side_effect=error))


@pytest.mark.parametrize("reason", RAISED)
def test_what_a_library_raises_is_a_reason(reason):
    with pytest.raises(InputError) as raised, guard("b.docx"):
        raise RAISED[reason]
    (fault,) = raised.value.faults
    assert str(fault).startswith(f"b.docx: found a file that cannot be read ({reason})")
    assert raised.value.__cause__ is RAISED[reason]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_an_interrupt_passes(stop):
    with pytest.raises(stop), guard("b.docx"):
        raise stop


def test_a_long_reason_is_cut():
    with pytest.raises(InputError) as raised, guard("b.docx"):
        raise ValueError("x" * 100_000)
    assert len(str(raised.value)) < 500


@pytest.mark.parametrize("ending", READERS)
def test_every_reader_of_texts_is_guarded(study, ending):
    (study / f"b{ending}").write_text("Text.")
    with mock.patch.object(formats, "import_module", return_value=raising(ArithmeticError("odd"))):
        (fault,) = found(study)
    expected = f"an undamaged {ending} file: save it again with the program that made it"
    assert fault == f"b{ending}: found a file that cannot be read (odd); expected {expected}"


@pytest.mark.parametrize("ending", READERS)
def test_half_a_character_of_a_reader_is_a_fault(study, ending):
    (study / f"b{ending}").write_text("Text.")
    reader = SimpleNamespace(read=lambda *_: ExtractedText("a \udfff"))
    with mock.patch.object(formats, "import_module", return_value=reader):
        (fault,) = found(study)
    assert fault.startswith(f"b{ending}: found a file that cannot be read (it contains half a ch")


@pytest.mark.parametrize("ending", TABLE_READERS)
def test_every_reader_of_tables_is_guarded(study, ending):
    (study / f"b{ending}").write_text("text\nText.")
    with mock.patch.object(formats, "import_module", return_value=raising(MemoryError)):
        (fault,) = found(study)
    assert fault.startswith(f"b{ending}: found a file that cannot be read (there is not enough")


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx"])
@pytest.mark.parametrize("name", ["metadata", "coding"])
def test_every_reader_of_side_tables_is_guarded(study, name, ending):
    (study / "a.txt").write_text("Text.")
    (study / f"{name}{ending}").write_text("doc_id\na\n")
    part = "codings" if name == "coding" else "documents"

    def import_reader(module):
        return plain_reader() if module.endswith("plain") else raising(KeyError("odd"))

    with mock.patch.object(formats, "import_module", side_effect=import_reader):
        (fault,) = found(study, part)
    assert fault.startswith(f"{name}{ending}: found a file that cannot be read ('odd')")


def plain_reader():
    return SimpleNamespace(read=lambda data, file, encoding: ExtractedText(data.decode()))


def test_a_fault_after_some_rows_is_one_of_the_table(study):
    def read(*_):
        yield Row(1, ["text"])
        yield Row(2, ["One."])
        raise struct.error("odd")

    (study / "b.csv").write_text("text\nOne.\n")
    reader = SimpleNamespace(read=read)
    with mock.patch.object(formats, "import_module", return_value=reader):
        (fault,) = found(study)
    assert fault.startswith("b.csv: found a file that cannot be read (odd)")


@pytest.mark.parametrize("ending", FORMATS)
def test_every_reader_of_codebooks_is_guarded(tmp_path, ending):
    (tmp_path / f"c{ending}").write_text("a")
    read = mock.Mock(side_effect=struct.error("odd"))
    with (
        mock.patch("analysis.codebook.formats._function", return_value=read),
        pytest.raises(InputError) as raised,
    ):
        read_codebook(tmp_path / f"c{ending}")
    assert str(raised.value).startswith(f"c{ending}: found a file that cannot be read (odd)")
