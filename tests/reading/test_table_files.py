"""Tables of texts: every fault of a table at once, and what is left out."""

import io
from contextlib import suppress
from importlib.util import find_spec

import pytest
import same_article
from hypothesis import given
from hypothesis import strategies as st
from table_samples import faults_of, read_rows, xlsx

from analysis import InputError
from analysis.faults import LeftOut, Report
from analysis.reading.table_files import TABLE_ENDINGS, read_table, rows_of_texts


def test_rows_without_a_text_are_left_out_with_a_warning():
    assert read_rows("text,n\na,1\n,2\n \t,3\nb,4\n") == (
        {2: {"text": "a", "n": "1"}, 5: {"text": "b", "n": "4"}},
        ["2 rows without a text (lines 3, 4)"],
    )


def test_what_is_left_out_of_a_table_is_listed():
    data = xlsx([("Notes",), ("x",)], [("text", "n"), ("One.", 1), (None, 2), (" ", 3)])
    report = Report()
    rows = list(rows_of_texts(io.BytesIO(data), "a.xlsx", "text", "", report))
    assert [row.line for row in rows] == [2]
    assert report.left_out == [
        LeftOut("a.xlsx", "the sheet 'Sheet 1' (2 rows)"),
        LeftOut("a.xlsx", "a row without a text", 3),
        LeftOut("a.xlsx", "a row without a text", 4),
    ]
    (warning,) = report.warnings
    assert str(warning) == (
        "a.xlsx: found the sheet 'Sheet 1' (2 rows), 2 rows without a text (lines 3, 4); "
        "expected texts; these are left out"
    )


def test_a_table_is_read_whole_without_the_rows_that_are_wrong():
    report = Report()
    data = b"doc_id,n,n\na,1,2\nb,1\nc,3,4\n"
    table, left_out = read_table(data, "metadata.csv", ["doc_id"], "", report)
    assert table.to_dict("index") == {2: {"doc_id": "a", "n": "1"}, 4: {"doc_id": "c", "n": "3"}}
    assert left_out == []
    assert [str(fault) for fault in report.errors] == [
        "metadata.csv, line 1: found the column 'n' more than once; expected each column once",
        "metadata.csv, line 3: found 2 cells; expected 3, as in the header",
    ]


@pytest.mark.parametrize(
    ("data", "ending", "found"),
    [
        ("", ".csv", ["a.csv: found an empty table; expected the column text"]),
        (
            "text,n\n",
            ".csv",
            ["a.csv, text: found no row with a text; expected one text per row"],
        ),
        (
            "text\n \n\t\n",
            ".csv",
            ["a.csv, text: found no row with a text; expected one text per row"],
        ),
        (
            'text\n""\n',
            ".csv",
            ["a.csv, text: found no row with a text; expected one text per row"],
        ),
        (
            "text,n\n,1",
            ".csv",
            ["a.csv, text: found no row with a text; expected one text per row"],
        ),
        (
            "Txt,n\na,1",
            ".csv",
            [
                "a.csv, line 1: found no column 'text' among 'Txt', 'n'; expected that column, or the name of another in study.yaml (`text: …`)"
            ],
        ),
        (
            "Report of 2023,\n,\nn,Text\n1,a",
            ".csv",
            [
                "a.csv, line 1: found the header in line 3; expected the header at the top: delete what is above it"
            ],
        ),
        (
            "n,n,,text\n1,2,3\n1,2,3,4,5",
            ".csv",
            [
                "a.csv, line 1: found the column 'n' more than once; expected each column once",
                "a.csv, line 2: found 3 cells; expected 4, as in the header",
                "a.csv, line 3: found 5 cells; expected 4, as in the header; a cell with a delimiter in it needs quotes",
            ],
        ),
        (
            'text\na\n"b',
            ".csv",
            [
                "a.csv, line 3: found a row that cannot be read (unexpected end of data); expected a closing quote for every quoted cell"
            ],
        ),
        (
            '[1]\n{"text": "a", "text": "b"}\n{"text": \n{"text": "\\ud800"}',
            ".jsonl",
            [
                'a.jsonl: found 4 lines that are not JSON objects (line 1: it is a list; line 2: the key \'text\' occurs 2 times; line 3: Expecting value: line 1 column 10 (char 9)); expected one object per line: {"text": "…", …}',
            ],
        ),
        (
            xlsx([("text",), ("a", "b")]),
            ".xlsx",
            ["a.xlsx, line 2: found 2 cells; expected 1, as in the header"],
        ),
        (
            b"no zip",
            ".xlsx",
            [
                "a.xlsx: found a file that cannot be read (File is not a zip file); expected a spreadsheet (.xlsx): save it again in that format, without a password"
            ],
        ),
    ],
)
def test_every_fault_of_a_table_is_named(data, ending, found):
    assert faults_of(data, ending) == found


def test_many_rows_of_the_wrong_length_are_one_error_with_a_count_and_the_first_places():
    rows = "".join(f"{n},One, two\n" for n in range(86))
    with pytest.raises(InputError) as caught:
        read_rows(f"id,text\n{rows}x\ny\n")
    long, short = caught.value.faults
    assert str(long) == (
        "a.csv: found 86 rows that are longer than the header "
        "(line 2: 3 cells; line 3: 3 cells; line 4: 3 cells); expected 2, as in the header; a cell with a delimiter in it needs quotes"
    )
    assert (long.n, short.n) == (86, 2)
    assert short.places == ("line 88: 1 cell", "line 89: 1 cell")


def test_lines_that_are_no_objects_are_one_error_with_the_first_places():
    with pytest.raises(InputError) as caught:
        read_rows('{"text": "a", "text": "b"}\n[1]\n{"text": \n{"text": "\\ud800"}', ".jsonl")
    (fault,) = caught.value.faults
    assert fault.n == 4
    assert fault.places == (
        "line 1: the key 'text' occurs 2 times",
        "line 2: it is a list",
        "line 3: Expecting value: line 1 column 10 (char 9)",
    )


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (",text,year\n0,One.,2020\n1,Two.,2021\n", "(1)"),
        ("text,,year\nOne.,0,2020\nTwo.,1,2021\n", "(2)"),
        (xlsx([(None, "text", "year"), (0, "One.", 2020), (1, "Two.", 2021)]), "(1)"),
    ],
)
def test_a_column_without_a_name_is_called_by_its_number(data, name):
    report = Report()
    data = data.encode() if isinstance(data, str) else data
    file = "a.xlsx" if data.startswith(b"PK") else "a.csv"
    rows = list(rows_of_texts(io.BytesIO(data), file, "text", "", report))
    assert [row.cells[name] for row in rows] == ["0", "1"]
    assert [row.cells["text"] for row in rows] == ["One.", "Two."]
    assert [row.cells["year"] for row in rows] == ["2020", "2021"]
    assert [str(fault) for fault in report.warnings] == [
        f"{file}, line 1: found a column without a name; "
        f"expected a name for every column; here it is called {name!r}"
    ]
    table, _ = read_table(data, file, ["text"], "", report)
    assert name in table
    assert len(report.warnings) == 2


@pytest.mark.parametrize(
    "data",
    [
        "id,text,\n1,One.,\n2,Two.,\n",  # in the header, too
        "id,text\n1,One.,\n2,Two.,\n",  # not in the header
        "id;text;;\n1;One.;;\n2;Two.;;\n",
    ],
)
def test_a_delimiter_at_the_end_of_every_row_is_no_column(data):
    rows, warnings = read_rows(data)
    assert rows == {2: {"id": "1", "text": "One."}, 3: {"id": "2", "text": "Two."}}
    assert warnings == []
    table, _ = read_table(data.encode(), "a.csv", ["text"], "", Report())
    assert list(table) == ["id", "text"]


def test_a_comma_at_the_end_of_some_rows_may_belong_to_the_text():
    assert faults_of("id,text\n1,One,\n2,Two.\n3,Three, or more\n") == [
        "a.csv: found 2 rows that are longer than the header (line 2: 3 cells; line 4: 3 cells); "
        "expected 2, as in the header; a cell with a delimiter in it needs quotes"
    ]


WITHOUT_EXTRAS = [
    ending for ending in TABLE_ENDINGS if ending != ".parquet" or find_spec("pyarrow")
]


TABLES = {ending: same_article.table(ending) for ending in WITHOUT_EXTRAS}


@given(st.data())
def test_a_damaged_table_gives_rows_or_a_fault(data):
    ending = data.draw(st.sampled_from(list(TABLES)))
    content = TABLES[ending]
    at = data.draw(st.integers(0, len(content)))
    damage = data.draw(st.binary(max_size=20))
    cut = data.draw(st.booleans())
    with suppress(InputError):
        read_rows(content[:at] + damage + (b"" if cut else content[at + len(damage) :]), ending)
