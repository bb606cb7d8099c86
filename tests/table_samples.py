"""Helpers for the tests of table formats: read a table or its faults, make a spreadsheet."""

import io

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
