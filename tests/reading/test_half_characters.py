"""No route leads half a character (a lone surrogate) into a table: it is a fault, or written out."""

import io
import json
import zipfile

import pytest
from openpyxl import Workbook

from analysis import InputError, read_documents

HALVES = ["\\ud800", "\\udfff", "\\udc00\\ud800"]


def read(study):
    """The documents, whose cells are whole characters; or the faults."""
    try:
        documents = read_documents(study)
    except InputError as error:
        return [str(fault) for fault in error.faults]
    for column in documents:
        "".join(map(str, documents[column])).encode()
    return documents


def xlsx(cell):
    """A spreadsheet in whose XML a cell is written as given."""
    book = Workbook()
    book.active.append(["doc_id", "who", "text"])
    book.active.append(["a", "CELL", "Text."])
    file = io.BytesIO()
    book.save(file)
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"CELL", cell))
    return made.getvalue()


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize(
    "row", ['{{"text": "{}"}}', '{{"text": "a", "{}": "b"}}', '{{"text": "a", "x": ["{}"]}}']
)
def test_in_json_lines_it_is_a_fault(write, half, row):
    faults = read(write("a.jsonl", row.format(half)))
    assert faults[0].startswith("a.jsonl, line 1: found a line that is not a JSON object")


@pytest.mark.parametrize("name", ["metadata.xlsx", "b.xlsx"])
@pytest.mark.parametrize(
    "cell", [b"_xD800_", b"_xDFFF_x", b"_xDC00__xD800_", b"&#xD800;", b"\xed\xa0\x80"]
)
def test_in_a_spreadsheet_it_is_written_out_or_a_fault(write, name, cell):
    found = read(write("a.txt" if name.startswith("m") else "c.txt", "Text.", name, xlsx(cell)))
    assert len(found)


@pytest.mark.parametrize("name", ["metadata.csv", "metadata.tsv", "b.csv"])
@pytest.mark.parametrize("encoding", ["", "utf-16-le", "utf-32-le", "cp1252", "gb18030", "utf-7"])
def test_in_a_table_of_text_it_is_a_fault_or_other_letters(write, name, encoding):
    table = "doc_id,who,text\na,\ud800,Text.\n".replace(",", "\t" if "tsv" in name else ",")
    data = table.encode(encoding if encoding.startswith("utf") else "utf-8", "surrogatepass")
    settings = f"encoding: {encoding}" if encoding else ""
    found = read(
        write(
            "a.txt" if name.startswith("m") else "c.txt",
            "Text.",
            name,
            data,
            "study.yaml",
            settings,
        )
    )
    assert len(found)


@pytest.mark.parametrize(
    "page", ["<p>&#xD800;b", "<p>&#55296;&#57343;", "<p title='&#xDFFF;'>b", "<p>\\ud800"]
)
def test_in_a_page_it_is_a_sign_for_it(write, page):
    assert len(read(write("a.html", page))) == 1


@pytest.mark.parametrize("half", HALVES)
def test_in_front_matter_it_is_a_fault(write, half):
    (fault,) = read(write("a.md", f'---\nwho: "{half}"\n---\nText.'))
    assert fault.startswith("a.md, line 2: found half a character")


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("key", ["groups", "drop", "names", "text", "time", "split", "leave_out"])
def test_in_the_settings_it_is_a_fault(write, half, key):
    value = json.dumps("x").replace("x", half)
    (fault,) = read(write("a.txt", "Text.", "study.yaml", f"{key}: [{value}]"))
    assert fault.startswith("study.yaml, line 1: found half a character")
