"""Texts in batches: rows of a table are read as they come, and are those of the table read whole."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError
from analysis.faults import Report
from analysis.reading.encodings import decode
from analysis.reading.table_files import rows_of_texts

ROWS = st.text(st.sampled_from('ab,;"\n\r \ufeffé\t')) | st.lists(
    st.sampled_from(["text", "t", "1", ",", "\n", '"'])
)


@given(
    ROWS.map("".join),
    st.sampled_from([".csv", ".tsv"]),
    st.sampled_from(["utf-8", "utf-16", "latin-1"]),
)
def test_a_table_row_by_row_is_the_table(body, ending, encoding):
    data = (("Text,t\n" if ending == ".csv" else "") + body).encode(encoding, "ignore")
    results = []
    for read in (whole, lambda data, file: by_rows(data, file)[0]):
        try:
            results.append(read(data, f"a{ending}"))
        except InputError as error:
            results.append([str(fault) for fault in error.faults])
    assert results[0] == results[1]


def whole(data: bytes, file: str) -> list:
    """The rows of the table as it is decoded at once; the mark at its top guards one that belongs to the text."""
    return by_rows(decode(data, file).encode("utf-8-sig"), file)[0]


def by_rows(data: bytes, file: str) -> tuple:
    report = Report()
    rows = list(rows_of_texts(io.BytesIO(data), file, "text", "", report))
    return rows, [warning.found for warning in report.warnings]


def test_keys_that_come_late_are_columns_all_the_same():
    data = b'{"text": "a", " n ": 1}\n{"text": "b", "m": 2}\n{"m": 3}\n'
    rows, left_out = by_rows(data, "a.jsonl")
    assert rows == [(1, {"text": "a", "n": "1"}), (2, {"text": "b", "m": "2"})]
    assert left_out == ["1 row without a text (line 3)"]


def test_the_byte_of_a_long_table_that_cannot_be_read_is_named():
    data = b"text\r\n" + b"One.\r\n" * 500_000 + b"caf\xe9\n"
    with pytest.raises(InputError) as caught:
        by_rows(data, "a.csv")
    assert str(caught.value).startswith(
        "a.csv, line 500002: found byte 0xe9 at offset 3000009, which is not UTF-8;"
    )
