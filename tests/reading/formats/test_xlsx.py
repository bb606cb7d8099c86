"""Spreadsheets: cells as a spreadsheet program shows them, and which sheet is read."""

import io
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment
from table_samples import faults_of, raw_row, raw_xlsx, read_rows, xlsx

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


HUNDRED = raw_row(1, "text", "year") + "".join(
    raw_row(number, f"Text {number}.", "2020") for number in range(2, 102)
)


@pytest.mark.parametrize(
    "stated", ["A1:B10", "A1", "A1:A101", "A1:XFD1048576", "B50:C60", "nonsense", "", "A1:B101"]
)
def test_a_sheet_is_read_and_not_the_size_that_it_states(stated):
    data = raw_xlsx(f'<dimension ref="{stated}"/><sheetData>{HUNDRED}</sheetData>')
    rows, left = read_rows(data, ".xlsx")
    assert (len(rows), rows[101], left) == (100, {"text": "Text 101.", "year": "2020"}, [])


def test_a_row_far_below_and_blank_cells_far_to_the_right_take_no_time():
    blank = "".join(
        f'<row r="{number}"><c r="XFD{number}" s="0"/></row>' for number in range(200, 3000)
    )
    data = raw_xlsx(f"<sheetData>{HUNDRED}{blank}{raw_row(1_048_576, 'Last.', '1')}</sheetData>")
    rows, left = read_rows(data, ".xlsx")
    assert (len(rows), rows[1_048_576]["text"], left) == (101, "Last.", [])


def test_cells_without_a_place_follow_the_one_before():
    cells = '<row><c t="str"><v>text</v></c><c t="str"><v>n</v></c></row><row><c r="B2"><v>1.50</v></c><c r="A2" t="str"><v>One.</v></c></row>'
    assert read_rows(raw_xlsx(f"<sheetData>{cells}</sheetData>"), ".xlsx")[0] == {
        2: {"text": "One.", "n": "1.5"}
    }


def test_many_rows_with_a_cell_in_the_last_column_are_one_fault():
    far = '<row r="{0}"><c r="XFD{0}" t="str"><v>x</v></c></row>'
    rows = HUNDRED + "".join(far.format(number) for number in range(200, 2200))
    (said,) = faults_of(raw_xlsx(f"<sheetData>{rows}</sheetData>"), ".xlsx")
    assert said.startswith("a.xlsx: found 2,000 rows that are longer than the header (line 200:")


def test_a_header_in_the_last_column_has_too_many_columns():
    header = '<row r="1"><c r="A1" t="str"><v>text</v></c><c r="XFD1" t="str"><v>x</v></c></row>'
    assert faults_of(raw_xlsx(f"<sheetData>{header}{raw_row(2, 'One.')}</sheetData>"), ".xlsx") == [
        "a.xlsx, line 1: found 16,384 columns; expected at most 5,000: delete those that are not needed"
    ]


def test_a_wide_sheet_with_hardly_a_cell_filled_is_refused(monkeypatch):
    monkeypatch.setattr("analysis.reading.formats.xlsx.MOST_ADDED", 1000)
    header = '<row r="1"><c r="A1" t="str"><v>text</v></c><c r="CV1" t="str"><v>x</v></c></row>'
    rows = "".join(raw_row(number, "One.") for number in range(2, 20))
    (said,) = faults_of(raw_xlsx(f"<sheetData>{header}{rows}</sheetData>"), ".xlsx")
    assert said == (
        "a.xlsx: found a sheet of 100 columns with hardly a cell filled; "
        "expected a smaller sheet: save it as .csv, which may be of any size"
    )


@pytest.mark.parametrize("place", ["XFE1", "ZZZZZZ1", "1", "?"])
def test_a_cell_that_is_nowhere_is_a_fault(place):
    data = raw_xlsx(f'<sheetData><row><c r="{place}"><v>1</v></c></row></sheetData>')
    (said,) = faults_of(data, ".xlsx")
    assert f"found a file that cannot be read (a cell at '{place}')" in said


def test_one_text_in_very_many_cells_is_refused():
    cells = '<row><c t="s"><v>0</v></c></row>' + '<row><c t="s"><v>1</v></c></row>' * 1100
    strings = f"<si><t>text</t></si><si><t>{'word ' * 20_000}</t></si>"
    assert faults_of(raw_xlsx(f"<sheetData>{cells}</sheetData>", strings), ".xlsx") == [
        "a.xlsx: found more than 100,000,000 characters in a sheet; "
        "expected a smaller sheet: save it as .csv, which may be of any size"
    ]


@pytest.mark.parametrize("part", ["xl__worksheets__sheet1_xml", "xl__sharedStrings_xml"])
def test_a_part_that_unpacks_to_too_much_is_refused(part):
    data = raw_xlsx("", **{part: f"<a>{'<row/>' * 9_000_000}</a>"})
    assert faults_of(data, ".xlsx") == [
        "a.xlsx: found more than 50 MB of XML once unpacked; "
        "expected a smaller sheet: save it as .csv, which may be of any size"
    ]


@pytest.mark.parametrize("part", ["xl__worksheets__sheet1_xml", "xl__sharedStrings_xml"])
def test_entities_of_a_spreadsheet_are_refused(part):
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
    (said,) = faults_of(raw_xlsx("", **{part: bomb}), ".xlsx")
    assert "found a DOCTYPE" in said


def test_a_date_beyond_all_dates_stays_a_number():
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    relation = '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/styles" Target="styles.xml"/></Relationships>'
    rows = f'{raw_row(1, "day", "text")}<row r="2"><c r="A2" s="1"><v>99999999</v></c><c r="B2" t="str"><v>One.</v></c></row>'
    rows += '<row r="3"><c r="A3" s="1"><v>45000</v></c><c r="B3" t="str"><v>Two.</v></c></row>'
    parts = {"xl__styles_xml": styles, "xl___rels__workbook_xml.rels": relation}
    found, _ = read_rows(raw_xlsx(f"<sheetData>{rows}</sheetData>", **parts), ".xlsx")
    assert [row["day"] for row in found.values()] == ["99999999", "2023-03-15"]


def test_hidden_rows_are_read_and_what_is_beside_the_cells_is_counted():
    book = load_workbook(io.BytesIO(xlsx([("text", "n"), ("One.", 1), ("Two.", 2)])))
    sheet = book.active
    sheet.row_dimensions[2].hidden = True
    sheet.merge_cells("B2:B3")
    sheet["A1"].comment = Comment("Whose?", "me")
    book.create_sheet("More").append(["x"])
    book["More"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    rows, left = read_rows(out.getvalue(), ".xlsx")
    assert list(rows) == [2, 3]
    assert left == [
        "the sheet 'More' (1 row), 1 file of comments, "
        "1 group of merged cells (only the first cell of each has the value)"
    ]
