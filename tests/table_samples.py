"""Helpers for the tests of table formats: read a table or its faults, make a spreadsheet."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from analysis import InputError
from analysis.faults import Report
from analysis.reading.table_files import rows_of_texts


def read_rows(
    data: str | bytes, ending: str = ".csv", text: str = "text"
) -> tuple[dict[int, dict[str, str]], list[str]]:
    """The rows that have a text, by line, and what was left out, in the words of the warnings."""
    report = Report()
    handle = io.BytesIO(data.encode() if isinstance(data, str) else data)
    rows = dict(rows_of_texts(handle, f"a{ending}", text, "", report))
    for cells in rows.values():
        assert all(type(cell) is str for cell in cells.values())
    return rows, [warning.found for warning in report.warnings]


def faults_of(data: str | bytes, ending: str = ".csv", text: str = "text") -> list[str]:
    """Every fault of a table."""
    with pytest.raises(InputError) as caught:
        read_rows(data, ending, text)
    return [str(fault) for fault in caught.value.faults]


def xlsx(*sheets: list[tuple]) -> bytes:
    """A spreadsheet of these sheets, each a list of rows."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def raw_xlsx(sheet: str, strings: str = "", **parts: str) -> bytes:
    """A spreadsheet of one sheet, whose XML is given; `strings` are those that its cells refer to.

    `__` in the name of a further part is `/`, `_xml` at its end `.xml`.
    """
    written = {
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{TYPES}"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}>{sheet}</worksheet>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>",
    }
    for name, content in parts.items():
        written[name.replace("__", "/").replace("_xml", ".xml")] = content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in written.items():
            archive.writestr(name, content)
    return out.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    written = [
        f'<Relationship Id="r{number}" Type="{TYPES}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    ]
    return f"<Relationships>{''.join(written)}</Relationships>"


def raw_row(number: int, *cells: str) -> str:
    """The XML of a row of a sheet."""
    written = [
        f'<c r="{chr(ord("A") + column)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for column, cell in enumerate(cells)
    ]
    return f'<row r="{number}">{"".join(written)}</row>'
