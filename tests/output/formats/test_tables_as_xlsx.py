"""Tables as Excel files, opened again with another library."""

import io
import sys
import zipfile

import numpy as np
import pandas as pd
import pytest
from hostile_cells import HOSTILE
from lxml import etree
from openpyxl import load_workbook

from analysis import InputError
from analysis.output.formats import xlsx
from analysis.output.formats.cells import CANNOT_BE_HELD

pytest.importorskip("xlsxwriter", reason="the extra `office` is not installed")


def opened(content: bytes):
    return load_workbook(io.BytesIO(content))


def rows(sheet) -> list[tuple]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def notes(book) -> list[str]:
    return [row[0] for row in rows(book[xlsx.NOTES])] if xlsx.NOTES in book.sheetnames else []


def test_numbers_stay_numbers_and_text_stays_text():
    table = pd.DataFrame(
        {
            "theme": ["NA", "007"],
            "n": [1, 2**53 + 1],
            "share": [0.1, np.nan],
            "gaps": pd.array([3, pd.NA], dtype="Int64"),
            "is_clear": [True, False],
            "day": pd.to_datetime(["2026-03-31", None]),
            "ratio": [np.inf, -0.5],
        }
    )
    book = opened(xlsx.write_xlsx("shares", table))
    assert book.sheetnames == ["shares"]
    assert rows(book["shares"]) == [
        tuple(table.columns),
        ("NA", 1, 0.1, 3, True, "2026-03-31", "inf"),
        ("007", "9007199254740993", None, None, False, None, -0.5),
    ]


def test_hostile_text_is_shown_and_never_a_formula_or_a_link():
    table = pd.DataFrame({"odd": pd.Series(HOSTILE, dtype=object), "=1+1": range(len(HOSTILE))})
    content = xlsx.write_xlsx("odd", table)
    book = opened(content)
    sheet = book["odd"]
    read = {row[0].row: row[0] for row in sheet.iter_rows(min_row=2)}
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    assert all(cell.hyperlink is None for cell in read.values())
    for number, text in enumerate(HOSTILE, start=2):
        expected = CANNOT_BE_HELD.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
        found = read[number].value or ""
        assert found.replace("_x005F_", "_") == expected
    assert notes(book) == ["9 characters that this format cannot hold are shown as \ufffd."]
    for name in zipfile.ZipFile(io.BytesIO(content)).namelist():
        etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))  # well-formed


def test_the_same_bytes_whenever_they_are_written(monkeypatch):
    import time

    table = pd.DataFrame({"a": ["x"]})
    once = xlsx.write_xlsx("t", table)
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert xlsx.write_xlsx("t", table) == once
    assert b"1980-01-01T00:00:00Z" in zipfile.ZipFile(io.BytesIO(once)).read("docProps/core.xml")


def test_rows_go_on_in_a_further_sheet(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)
    book = opened(xlsx.write_xlsx("hits", pd.DataFrame({"n": range(7)})))
    assert book.sheetnames == ["hits", "hits (2)", "hits (3)", xlsx.NOTES]
    assert [row[0] for name in book.sheetnames[:3] for row in rows(book[name])[1:]] == list(
        range(7)
    )
    assert all(rows(book[name])[0] == ("n",) for name in book.sheetnames[:3])
    assert notes(book) == ["The rows go on in further sheets: 3 in all."]


@pytest.mark.parametrize("letter", ["a", "😀"])
def test_a_long_text_is_cut_and_says_so(letter):
    longest = xlsx.LONGEST // xlsx.count_units(letter)
    table = pd.DataFrame({"text": [letter * longest, letter * (longest + 1)]})
    book = opened(xlsx.write_xlsx("documents", table))
    (_, (whole,), (cut,)) = rows(book["documents"])
    assert whole == letter * longest
    assert cut.startswith(letter * 1000)
    assert cut.endswith(f" … (cut here; {longest + 1:,} characters in all: see documents.csv)")
    assert xlsx.count_units(cut) <= xlsx.LONGEST
    assert notes(book) == ["1 cell is cut; documents.csv has the whole text."]


def test_more_columns_than_excel_has_are_noted(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_COLUMNS", 2)
    book = opened(xlsx.write_xlsx("wide", pd.DataFrame([[1, 2, 3]], columns=["a", "b", "c"])))
    assert rows(book["wide"]) == [("a", "b"), (1, 2)]
    assert notes(book) == ["The first 2 of 3 columns; wide.csv has all of them."]


@pytest.mark.parametrize("table", [pd.DataFrame(), pd.DataFrame({"a": []})])
def test_an_empty_table(table):
    book = opened(xlsx.write_xlsx("left-out", table))
    assert book.sheetnames == ["left-out"]


def test_an_index_with_a_name_is_a_column():
    table = pd.DataFrame({"n": [1]}, index=pd.Index(["x"], name="theme"))
    assert rows(opened(xlsx.write_xlsx("t", table))["t"]) == [("theme", "n"), ("x", 1)]


def test_without_the_library_the_message_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(InputError, match=r"t\.xlsx: found no XlsxWriter .* the extra `office`"):
        xlsx.write_xlsx("t", pd.DataFrame())
