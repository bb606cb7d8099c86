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
            "id|text\n1|a",
            ".csv",
            [
                "a.csv, line 1: found one column, 'id|text'; expected commas between the columns (tabs in a .tsv file)"
            ],
        ),
        (
            "n,n,,text\n1,2,3\n1,2,3,4,5",
            ".csv",
            [
                "a.csv, line 1: found the column 'n' more than once; expected each column once",
                "a.csv, line 1: found a column without a name; expected a name",
                "a.csv, line 2: found 3 cells; expected 4, as in the header",
                "a.csv, line 3: found 5 cells; expected 4, as in the header",
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
                'a.jsonl, line 1: found a line that is not a JSON object (it is a list); expected one object per line: {"text": "…", …}',
                'a.jsonl, line 2: found a line that is not a JSON object (the key \'text\' occurs 2 times); expected one object per line: {"text": "…", …}',
                'a.jsonl, line 3: found a line that is not a JSON object (Expecting value: line 1 column 10 (char 9)); expected one object per line: {"text": "…", …}',
                "a.jsonl, line 4: found a line that is not a JSON object ('utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed); expected one object per line: {\"text\": \"…\", …}",
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
