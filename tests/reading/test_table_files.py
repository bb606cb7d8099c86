"""Tables of texts: every cell as it is written, every fault of a table at once, and what is left out."""

import io
import sys
from contextlib import suppress
from datetime import date, datetime, time
from importlib.util import find_spec

import pandas as pd
import pytest
import same_article
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from analysis import InputError, read_documents, split_sentences
from analysis.faults import Report
from analysis.reading.formats import reader_for
from analysis.reading.table_files import TABLE_ENDINGS, rows_of_texts


def read(
    data: str | bytes, ending: str = ".csv", text: str = "text"
) -> tuple[dict, tuple[str, ...]]:
    report = Report()
    handle = io.BytesIO(data.encode() if isinstance(data, str) else data)
    rows = dict(rows_of_texts(handle, f"a{ending}", text, "", report))
    assert all(type(cell) is str for row in rows.values() for cell in row.values())
    return rows, tuple(warning.found for warning in report.warnings)


def faults(data: str | bytes, ending: str = ".csv", text: str = "text") -> list[str]:
    with pytest.raises(InputError) as caught:
        read(data, ending, text)
    return [str(fault) for fault in caught.value.faults]


def xlsx(*sheets: list[tuple]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_stay_what_they_are():
    row = {"id": "007", "text": "Line,\none", "note": "NA"}
    assert read('id,text,note\n\n007,"Line,\none",NA\n8,Two.,\n') == (
        {3: row, 5: {"id": "8", "text": "Two.", "note": ""}},
        (),
    )
    assert read("\ufeffid\ttext\r\n007\ta,b\r\n", ".tsv") == ({2: {"id": "007", "text": "a,b"}}, ())
    assert read("speech \nOne.", text="speech") == ({2: {"speech": "One."}}, ())
    legacy = io.BytesIO("text\ncafé".encode("cp1252"))
    assert list(rows_of_texts(legacy, "a.csv", "text", "windows-1252", Report())) == [
        (2, {"text": "café"})
    ]


def test_a_long_text_is_no_fault():
    assert read(f"text\n{'a' * 200_000}")[0][2]["text"] == "a" * 200_000


def test_rows_without_a_text_are_left_out_and_said():
    assert read("text,n\na,1\n,2\n \t,3\nb,4\n") == (
        {2: {"text": "a", "n": "1"}, 5: {"text": "b", "n": "4"}},
        ("2 rows without a text (lines 3, 4)",),
    )


def test_a_spreadsheet_reads_as_it_is_shown():
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
    cells, left = read(
        xlsx([(), header, row, (), (7, None, date(2024, 3, 6), None, None, None, "007")]), ".xlsx"
    )
    assert [list(each.values()) for each in cells.values()] == [
        ["2019", "0.5", "2024-03-05", "2024-03-05 09:30:00", "09:30:00", "true", "One."],
        ["7", "", "2024-03-06", "", "", "", "007"],
    ]
    assert (list(cells), left) == ([3, 5], ())


def test_the_sheet_with_the_texts_is_read_and_others_are_named():
    data = xlsx([("Notes",), ("x",)], [], [("id", "text"), (1, "One."), (2, "=A2")])
    assert read(data, ".xlsx") == (
        {2: {"id": "1", "text": "One."}},
        (
            "the sheet 'Sheet 1' (2 rows), "
            "1 formula without a value (save the file in a spreadsheet program), "
            "1 row without a text (line 3)",
        ),
    )


def test_json_lines_have_the_keys_of_all(write):
    data = '{"text": "One.", "n": 2.50, "id": "007"}\n\n{"text": "Two.", "ok": true, "tags": ["a", 1], "id": null}'
    one = {"text": "One.", "n": "2.50", "id": "007"}
    assert read(data, ".jsonl") == (
        {1: one, 3: {"text": "Two.", "ok": "true", "tags": '["a", 1]', "id": ""}},
        (),
    )
    documents = read_documents(write("a.jsonl", data))
    assert documents[["text", "n", "id", "ok", "tags"]].to_numpy().tolist() == [
        ["One.", "2.50", "007", "", ""],
        ["Two.", "", "", "true", '["a", 1]'],
    ]


def test_parquet_keeps_types_as_text():
    pytest.importorskip(
        "pyarrow",
        reason="the extra `parquet` is not installed: make env LOCK=requirements-all.lock",
    )
    frame = pd.DataFrame(
        {"text": ["One.", "Two."], "n": [1.0, None], "day": pd.to_datetime(["2024-03-05", None])}
    )
    out = io.BytesIO()
    frame.assign(tags=[["a"], None]).to_parquet(out)
    assert read(out.getvalue(), ".parquet")[0] == {
        1: {"text": "One.", "n": "1", "day": "2024-03-05", "tags": '["a"]'},
        2: {"text": "Two.", "n": "", "day": "", "tags": ""},
    }
    assert faults(out.getvalue()[:-9], ".parquet")[0].startswith(
        "a.parquet: found a file that cannot be read ("
    )


def test_parquet_without_its_extra_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert faults(b"PAR1", ".parquet") == [
        "a.parquet: found a .parquet file, and no pyarrow to read it; expected the extra `parquet`: "
        "make env LOCK=requirements-all.lock"
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
def test_faults(data, ending, found):
    assert faults(data, ending) == found


@given(st.data())
def test_a_damaged_table_is_read_or_a_fault(data):
    ending = data.draw(st.sampled_from(list(TABLES)))
    content = TABLES[ending]
    at = data.draw(st.integers(0, len(content)))
    damage = data.draw(st.binary(max_size=20))
    cut = data.draw(st.booleans())
    with suppress(InputError):
        read(content[:at] + damage + (b"" if cut else content[at + len(damage) :]), ending)


WITHOUT_EXTRAS = [
    ending for ending in TABLE_ENDINGS if ending != ".parquet" or find_spec("pyarrow")
]
TABLES = {ending: same_article.table(ending) for ending in WITHOUT_EXTRAS}


# -- the same article in every format ------------------------------------------------------------------------------

PLACES = ["section", "paragraph", "sentence"]


def sentences(text: str) -> list[list]:
    return (
        split_sentences(pd.DataFrame({"doc_id": ["a"], "text": [text]}))[PLACES].to_numpy().tolist()
    )


@pytest.mark.parametrize(
    ("read", "data", "left_out"),
    [
        (reader_for(".html"), same_article.html(), ("1 menu",)),
        (reader_for(".docx"), same_article.docx(), ("page header ('Notes from the river')",)),
        (reader_for(".odt"), same_article.odt(), ()),
        (
            reader_for(".pdf"),
            same_article.pdf(),
            ("2 page numbers", "running header 'Notes from the river' (on 2 pages)"),
        ),
    ],
    ids=["html", "docx", "odt", "pdf"],
)
def test_the_same_article_is_the_same_text(read, data, left_out):
    assert read(data, "a.x", "") == (same_article.markdown(), left_out)


@pytest.mark.parametrize("ending", TABLE_ENDINGS)
def test_the_same_article_in_a_table(ending):
    if ending not in TABLES:
        pytest.skip("the extra `parquet` is not installed: make env LOCK=requirements-all.lock")
    (row,) = read(TABLES[ending], ending)[0].values()
    assert row == {"doc_id": "footpath", "year": "007", "text": same_article.markdown()}


def test_the_same_article_in_plain_text_has_one_difference():
    """A heading that ends with a question mark is a sentence where no mark shows that it is a heading."""
    marked, plain = sentences(same_article.markdown()), sentences(same_article.plain())
    at = next(n for n, (section, *_) in enumerate(marked) if section == "Who keeps it open?")
    end = next(n for n, (section, *_) in enumerate(marked) if section == "What could be done")
    assert plain[:at] == marked[:at]
    assert plain[at] == ["Notes on a footpath", marked[at][1], "Who keeps it open?"]
    assert plain[at + 1 : end + 1] == [
        ["Notes on a footpath", n + 1, text] for _, n, text in marked[at:end]
    ]
    assert plain[end + 1 :] == [[section, n + 1, text] for section, n, text in marked[end:]]
