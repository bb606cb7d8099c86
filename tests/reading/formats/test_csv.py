"""Tables as text: commas, semicolons or tabs; quotes, line ends and encodings."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_samples import faults_of, read_rows

from analysis.faults import Report
from analysis.reading.formats.csv import find_delimiter
from analysis.reading.table_files import rows_of_texts


def test_cells_are_unchanged():
    row = {"id": "007", "text": "Line,\none", "note": "NA"}
    assert read_rows('id,text,note\n\n007,"Line,\none",NA\n8,Two.,\n') == (
        {3: row, 5: {"id": "8", "text": "Two.", "note": ""}},
        [],
    )
    assert read_rows("\ufeffid\ttext\r\n007\ta,b\r\n", ".tsv") == (
        {2: {"id": "007", "text": "a,b"}},
        [],
    )
    assert read_rows("speech \nOne.", text="speech") == ({2: {"speech": "One."}}, [])
    legacy = io.BytesIO("text\ncafé".encode("cp1252"))
    assert list(rows_of_texts(legacy, "a.csv", "text", "windows-1252", Report())) == [
        (2, {"text": "café"})
    ]


def test_a_long_text_is_not_a_fault():
    assert read_rows(f"text\n{'a' * 200_000}")[0][2]["text"] == "a" * 200_000


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ('id;"post, cleaned";text', ";"),
        ("id;post, cleaned;text", ";"),
        ("id\tpost, cleaned\ttext", "\t"),
        ('id|"a, b, c"|text', "|"),
        ("id|a, b, c|Text ", "|"),
        ('"id","a;b;c;d","text"', ","),
        ('"post\nid; or, so";text;"x,y,z"', ";"),
        ("text", ","),
        ("speech;id", ";"),
        ("", ","),
    ],
)
def test_the_delimiter_is_what_gives_the_needed_column(header, delimiter):
    assert find_delimiter(header, "text") == delimiter


@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_quoted_cells_may_hold_any_delimiter_and_line_ends(delimiter):
    row = ["7", "a, b; c\td|e", "Line,\none"]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([["id", "post, cleaned;\nand |", "text"], row])
    ((line, cells),) = read_rows(out.getvalue())[0].items()
    assert line == 3
    assert list(cells.values()) == row


@given(
    st.sampled_from(",;\t|"),
    st.lists(st.text(st.sampled_from('ab ,;\t|"\né'), max_size=8), min_size=1, max_size=4),
)
def test_any_header_that_is_quoted_is_read_back(delimiter, names):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow([*names, "text"])
    assert find_delimiter(out.getvalue(), "text") == delimiter


@pytest.mark.parametrize(
    ("top", "delimiter"),
    [("sep=;", ";"), ("sep=\t", "\t"), ('"sep=,"', ","), ("SEP=|", "|"), ("sep=^", "^")],
)
def test_a_first_line_that_names_the_delimiter_is_no_header(top, delimiter):
    data = f"\ufeff{top}\r\nid{delimiter}text\r\n1{delimiter}One.\r\n"
    assert read_rows(data) == ({3: {"id": "1", "text": "One."}}, [])


def test_unicode_text_of_excel_is_read():
    data = "id\ttext\r\n1\tMüller, or so\r\n".encode("utf-16")
    for ending in (".csv", ".tsv"):
        assert read_rows(data, ending)[0] == {2: {"id": "1", "text": "Müller, or so"}}


def test_commas_in_numbers_stay_as_they_are():
    assert read_rows("id;weight;text\n1;0,5;One.\n")[0][2]["weight"] == "0,5"


def test_a_spreadsheet_that_is_called_csv_is_named():
    assert faults_of(b"PK\x03\x04 ... xl/workbook.xml") == [
        "a.csv: found a spreadsheet; expected a name that ends in .xlsx"
    ]


def test_a_quote_is_a_letter_in_a_tsv():
    data = 'text\tyear\n"One said.\t2020\nTwo "said".\t2021\nThree said."\t2022\n'
    rows, left = read_rows(data, ".tsv")
    assert [row["text"] for row in rows.values()] == ['"One said.', 'Two "said".', 'Three said."']
    assert left == []


def test_cells_that_a_program_put_in_quotes_are_named():
    data = 'text\tyear\n"One said ""so""."\t2020\n"Yes," he said, "no"\t"2021"\n'
    rows, left = read_rows(data, ".tsv")
    assert rows[2]["text"] == '"One said ""so""."'
    assert left == ["2 cells in quotes"]


@pytest.mark.parametrize(
    "data",
    [
        '"year"\t"text"\n2020\t"One said ""so""."\n',
        'year\ttext\n2020\t"One said ""so""."\n2021\t"Two\nlines"\n',
    ],
)
def test_a_tsv_whose_header_or_lines_need_quotes_has_them(data):
    rows, left = read_rows(data, ".tsv")
    assert (rows[2]["text"], left) == ('One said "so".', [])


@pytest.mark.parametrize(
    "data",
    [
        'text\tyear\n"One said.\t2020\nTwo said.\nThree said."\t2022\n',
        'text\tyear\n"One said.\t2020\t\nTwo said."\t2021\t\n',
        '"text"\tyear\n"One said.\t2020\nTwo said."\t2021\n',
    ],
)
def test_stray_quotes_join_no_rows_of_a_tsv(data):
    (said,) = faults_of(data, ".tsv")
    assert said == (
        "a.tsv, line 2: found a tab between quotes, which may have made one row of several; "
        "expected lines with as many tabs each as the header, or a table that is saved as .csv"
    )


def test_a_row_of_a_tsv_that_is_too_short():
    assert faults_of("text\tyear\nOne\n", ".tsv") == [
        "a.tsv, line 2: found 1 cell; expected 2, as in the header"
    ]


def test_a_tsv_with_commas_has_quotes():
    assert read_rows('id,text\n1,"One, two."\n', ".tsv")[0] == {2: {"id": "1", "text": "One, two."}}


@pytest.mark.parametrize(
    "header", [",".join(f"c{number}" for number in range(100_000)), "," * 100_000]
)
def test_a_table_of_very_many_columns_is_refused(header):
    assert faults_of(f"text,{header}\n" + "," * 100_000 + "\n") == [
        f"a.csv, line 1: found {header.count(',') + 2:,} columns; "
        "expected at most 5,000: delete those that are not needed"
    ]


def test_a_cell_longer_than_any_text_is_refused():
    cell = "word " * 2_100_000
    assert faults_of(f'text\n"{cell}"\n') == [
        "a.csv, line 2: found a row that cannot be read (field larger than field limit (10000000)); "
        "expected a closing quote for every quoted cell"
    ]
