"""Parquet: types become text, and a missing pyarrow is named."""

import io
import sys

import pandas as pd
import pytest
from table_samples import faults_of, read_rows


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
    assert read_rows(out.getvalue(), ".parquet")[0] == {
        1: {"text": "One.", "n": "1", "day": "2024-03-05", "tags": '["a"]'},
        2: {"text": "Two.", "n": "", "day": "", "tags": ""},
    }
    assert faults_of(out.getvalue()[:-9], ".parquet")[0].startswith(
        "a.parquet: found a file that cannot be read ("
    )


def test_parquet_without_its_extra_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert faults_of(b"PAR1", ".parquet") == [
        "a.parquet: found a .parquet file, and no pyarrow to read it; expected the extra `parquet`: "
        "make env LOCK=requirements-all.lock"
    ]


def test_parquet_that_claims_more_rows_than_it_has_bytes_is_refused():
    pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    out = io.BytesIO()
    pd.DataFrame({"text": ["One.", "Two."]}).to_parquet(out, index=False)
    data = out.getvalue()
    length = int.from_bytes(data[-8:-4], "little")
    footer = data[-8 - length : -8]
    claimed = footer.replace(b"\x16\x04\x19\x1c", b"\x16" + varint(2 * 10**12) + b"\x19\x1c", 1)
    assert claimed != footer
    ends = len(claimed).to_bytes(4, "little") + b"PAR1"
    (said,) = faults_of(data[: -8 - length] + claimed + ends, ".parquet")
    assert said.startswith("a.parquet: found 1,000,000,000,000 rows in a file of ")


def varint(number: int) -> bytes:
    """An integer as Thrift writes it: seven bits a byte, the lowest first."""
    written = b""
    while number > 127:
        written += bytes([number % 128 + 128])
        number //= 128
    return written + bytes([number])


def test_parquet_that_packs_one_text_into_next_to_nothing_is_refused(monkeypatch):
    pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    monkeypatch.setattr("analysis.reading.formats.parquet.MANY_ROWS", 50_000)
    monkeypatch.setattr("analysis.reading.formats.parquet.MANY_BYTES", 5_000_000)
    for frame in ({"text": ["One."] * 60_000}, {"text": ["word " * 1_200_000]}):
        out = io.BytesIO()
        pd.DataFrame(frame).to_parquet(out, compression="zstd")
        (said,) = faults_of(out.getvalue(), ".parquet")
        assert said.endswith("; expected a Parquet file that holds what it claims")


@pytest.mark.parametrize(
    ("unit", "number"), [("s", 10**12), ("s", -(10**12)), ("us", 9 * 10**18), ("date", 2**31 - 1)]
)
def test_a_date_beyond_all_years_names_its_column(unit, number):
    pyarrow = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    from pyarrow import parquet

    kind = pyarrow.date32() if unit == "date" else pyarrow.timestamp(unit)
    numbers = pyarrow.array([number], pyarrow.int32() if unit == "date" else pyarrow.int64())
    out = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": ["One."], "when": numbers.cast(kind)}), out)
    [fault] = faults_of(out.getvalue(), ".parquet")
    assert ", when: found a value that cannot be read (" in fault
    assert fault.endswith("); expected dates from the year 1 to 9999, or a column of text")
