"""Spreadsheets: cells as a spreadsheet program shows them, and which sheet is read."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_samples import faults_of, read_rows, xlsx

from analysis.reading.formats.xlsx import unescape


def test_cells_are_read_as_a_spreadsheet_program_shows_them():
    header = ("n", "x", "day", "at", "hour", "yes", "text", None)
    row = (
        2019.0,
        0.5,
        datetime(2024, 3, 5),
        datetime(2024, 3, 5, 9, 30),
        time(9, 30),
        True,
        "One.",
        None,
    )
    cells, left = read_rows(
        xlsx([(), header, row, (), (7, None, date(2024, 3, 6), None, None, None, "007")]), ".xlsx"
    )
    assert [list(each.values()) for each in cells.values()] == [
        ["2019", "0.5", "2024-03-05", "2024-03-05 09:30:00", "09:30:00", "true", "One."],
        ["7", "", "2024-03-06", "", "", "", "007"],
    ]
    assert (list(cells), left) == ([3, 5], [])


def test_the_sheet_with_the_texts_is_read_and_the_others_are_named():
    data = xlsx([("Notes",), ("x",)], [], [("id", "text"), (1, "One."), (2, "=A2")])
    assert read_rows(data, ".xlsx") == (
        {2: {"id": "1", "text": "One."}},
        [
            "the sheet 'Sheet 1' (2 rows), "
            "1 formula without a value (save the file in a spreadsheet program), "
            "1 row without a text (line 3)",
        ],
    )


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("The street lights_x000D_\nare broken", "The street lights\nare broken"),
        ("The street lights_x000d_are broken", "The street lights\nare broken"),
        ("one_x000A_two_x0009_three", "one\ntwo\tthree"),
        ("a_x005F_x000D_b", "a_x000D_b"),
        ("snake_x_case and _x12_ and _xyz_", "snake_x_case and _x12_ and _xyz_"),
        ("so_xD83D__xDE00_", "so\U0001f600"),
        ("half_xD83D_", "half_xD83D_"),
        ("first\nsecond\n\nthird", "first\nsecond\n\nthird"),
    ],
)
def test_escaped_characters_of_a_cell_are_read(cell, text):
    rows, _ = read_rows(xlsx([("text", "note_x000D_"), (cell, cell)]), ".xlsx")
    assert rows[2] == {"text": text, "note": text}


@given(st.text())
def test_any_text_that_is_escaped_is_read_back(text):
    escaped = "".join(f"_x{ord(letter):04X}_" if letter in "\r\n_" else letter for letter in text)
    assert unescape(escaped) == text


def test_blank_rows_and_columns_at_the_end_are_no_cells():
    sheet = [("text", "n", None, None), ("One.", 1, None, " "), (None, None, "", None), (), ()]
    assert read_rows(xlsx(sheet), ".xlsx") == ({2: {"text": "One.", "n": "1"}}, [])


def test_a_header_in_the_third_row_is_named():
    sheet = [("Answers to the survey",), (), ("n", "text"), (1, "One.")]
    assert faults_of(xlsx(sheet), ".xlsx") == [
        "a.xlsx, line 1: found the header in line 3; expected the header at the top: delete what is above it"
    ]
