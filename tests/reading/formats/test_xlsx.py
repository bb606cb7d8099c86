"""Spreadsheets: cells as a spreadsheet program shows them, and which sheet is read."""

from datetime import date, datetime, time

from table_samples import read_rows, xlsx


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
