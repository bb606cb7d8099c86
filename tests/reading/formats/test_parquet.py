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
