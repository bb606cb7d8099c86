"""Rows are added at the end of sheets, and nothing else changes."""

import io
import zipfile

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from tiny import CODEBOOK, SENTENCES_AB

from analysis.coding.sheet_form import make_sheet
from analysis.faults import InputError
from analysis.output.coding_sheets import to_csv, to_xlsx
from analysis.output.sheet_additions import add_rows, missing_rows

SHEET = make_sheet(SENTENCES_AB, SENTENCES_AB, "A")
OLD = SHEET.head(4).assign(
    theme_1=["Rights", "", "Tone", ""], memo=["=1", "_x0041_", "é\nü", "'=1"]
)
NEW = SHEET.tail(2)

CSV = to_csv(OLD)
SAVED = {
    "as it was written": CSV,
    "LF, no byte-order mark": CSV.decode("utf-8-sig").replace("\r\n", "\n").encode(),
    "no line end at the end": CSV.rstrip(b"\r\n"),
    "semicolons": OLD.to_csv(index=False, sep=";").encode(),
    "the delimiter named": b"sep=;\r\n" + OLD.to_csv(index=False, sep=";").encode(),
    "blank rows at the end": CSV + b",,,,,,,,,,,,\r\n",
    "moved and further columns": OLD[OLD.columns[::-1]].assign(note="x").to_csv(index=False).encode(),
}  # fmt: skip


@pytest.mark.parametrize("how", SAVED)
def test_a_csv_file_stays_and_rows_follow(how):
    content = add_rows(SAVED[how], "A.csv", NEW)
    assert content.startswith(SAVED[how])
    assert missing_rows(content, "A.csv", SHEET).empty
    assert missing_rows(SAVED[how], "A.csv", SHEET)["row"].tolist() == [5, 6]


def _save(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_spreadsheet_keeps_its_cells_and_lists_cover_the_new_rows():
    book = load_workbook(io.BytesIO(to_xlsx(OLD, CODEBOOK)))
    page = book["coding"]
    page["P2"].comment = Comment("Ask.", "A")
    page["Q1"] = "notes"
    page["Q3"] = "a note of my own"
    other = DataValidation("list", '"1,2"')
    other.add("Q2:Q9")
    page.add_data_validation(other)
    content = add_rows(_save(book), "A.xlsx", NEW)
    after = load_workbook(io.BytesIO(content))["coding"]
    before = [[cell.value for cell in row] for row in page.iter_rows(max_row=5)]
    assert [[cell.value for cell in row] for row in after.iter_rows(max_row=5)] == before
    assert [cell.value for cell in after["E"][5:]] == NEW["sentence"].tolist()
    assert after["P2"].comment.text == "Ask."
    ranges = [str(rule.sqref) for rule in after.data_validations.dataValidation]
    assert ranges == ["Q2:Q9", " ".join(f"{column}2:{column}7" for column in "GHIJKLMN"), "O2:O7"]


TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=4, max_size=4)


@settings(max_examples=15)
@given(TEXTS)
def test_whatever_a_coder_wrote_stays(memos):
    old = OLD.assign(memo=memos)
    for file, content in (("A.csv", to_csv(old)), ("A.xlsx", to_xlsx(old, CODEBOOK))):
        try:
            added = add_rows(content, file, NEW)
        except InputError as error:  # never for what a CSV file holds
            assert file.endswith("xlsx"), error
        else:
            assert missing_rows(added, file, SHEET).empty


def _with_part(name: str) -> bytes:
    file = io.BytesIO(to_xlsx(OLD, CODEBOOK))
    with zipfile.ZipFile(file, "a") as package:
        package.writestr(name, b"x")
    return file.getvalue()


def _with_formula() -> bytes:
    book = load_workbook(io.BytesIO(to_xlsx(OLD, CODEBOOK)))
    book["coding"]["M3"] = "=1+1"
    saved = _save(book)
    parts = {}
    with zipfile.ZipFile(io.BytesIO(saved)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(
                name, content.replace(b"<v></v>", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>")
            )
    return file.getvalue()


REFUSED = {
    "a picture": ("A.xlsx", _with_part("xl/media/image1.png"), "xl/media/image1.png, which would be lost"),
    "macros": ("A.xlsx", _with_part("xl/vbaProject.bin"), "xl/vbaProject.bin, which would be lost"),
    "a formula with its value": ("A.xlsx", _with_formula(), "cells that would read differently"),
    "tabs": ("A.tsv", OLD.drop(columns="memo").to_csv(sep="\t", index=False).encode(), "a file with tabs"),
    "UTF-16": ("A.csv", CSV.decode("utf-8-sig").encode("utf-16"), "a file that is not UTF-8"),
    "a list": ("A.csv", b"doc_id,sent_id,theme\na,1,tone\n", "a list with a row per theme"),
    "no sentences": ("A.csv", to_csv(OLD.drop(columns="sentence")), "no column 'sentence'"),
    "no file": ("A.csv", b"", "an empty table"),
    "no spreadsheet": ("A.xlsx", b"x", "found"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_done_safely_is_refused(what):
    file, content, message = REFUSED[what]
    with pytest.raises(InputError, match=message):
        add_rows(content, file, NEW)


def test_nothing_is_missing_in_any_order():
    shuffled = pd.concat([NEW, OLD]).astype(str)
    assert missing_rows(shuffled.to_csv(index=False).encode(), "A.csv", SHEET).empty
