"""Tables are read back: all of them, some texts, or as many parts as fit."""

import sys

import pandas as pd
import pytest
from tiny import CODEBOOK

from analysis import InputError

pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

from analysis.large.contents import PARTS
from analysis.large.run import write_tables
from analysis.large.store import read_tables


def test_some_of_the_tables_are_read_and_it_says_so(study, tmp_path):
    write_tables(study, CODEBOOK, tmp_path / "out", batch=1)
    some, spread = (
        read_tables(tmp_path / "out", ["z", "b.md"]),
        read_tables(tmp_path / "out", most=13),
    )
    assert some.documents["doc_id"].tolist() == ["b.md", "z"]
    assert some.sentences["sentence"].tolist() == [
        *("Countries should act right away.", "Poverty, again.", "States must act."),
    ]
    assert some.hits["match"].tolist() == ["Countries", "should", "Poverty", "States", "must"]
    whole = "The shares by theme, outlet, year cover all texts; everything else covers only those shown."
    assert some.scope == f"Shown: 2 of 8 texts, 3 of 12 sentences, 5 of 15 hits.\n{whole}"
    assert spread.scope == (
        f"Shown: 3 of 8 texts, 6 of 12 sentences, 7 of 15 hits,\nin 3 of 8 parts at even distances.\n{whole}"
    )
    assert spread.shares.equals(some.shares)
    assert read_tables(tmp_path / "out").scope == "8 texts, 12 sentences, 15 hits"


def test_the_parts_are_taken_at_even_distances_as_many_as_fit(study, tmp_path):
    write_tables(study, CODEBOOK, tmp_path / "out", batch=1)
    every = read_tables(tmp_path / "out").documents
    parts = [
        pd.read_parquet(path)["doc_id"].tolist()
        for path in sorted(tmp_path.glob("out/documents/*"))
    ]
    rows = [
        [len(pd.read_parquet(path)) for path in sorted(tmp_path.glob(f"out/{name}/*"))]
        for name in PARTS
    ]
    sizes = [n_sentences + n_hits for _, n_sentences, n_hits in zip(*rows, strict=True)]
    for most in range(29):
        shown = read_tables(tmp_path / "out", most=most)
        numbers = [
            number for number, ids in enumerate(parts) if ids[0] in set(shown.documents["doc_id"])
        ]
        n = len(numbers)
        assert numbers == [round(number * 7 / max(1, n - 1)) for number in range(n)]
        assert sum(sizes[number] for number in numbers) <= max(most, sizes[0])
        assert list(shown.documents) == list(every)  # columns that no part shown has, too


def test_tables_that_are_not_there(tmp_path):
    with pytest.raises(
        InputError,
        match="found no tables; expected the folder of a run of `workbook tables` that has ended",
    ):
        read_tables(tmp_path)


def test_without_fsspec_it_says_which_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.implementations.local", None)
    with pytest.raises(InputError) as caught:
        read_tables(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: found a folder of tables, and no fsspec to open it; expected the extra `parquet`: "
        "make env LOCK=requirements-all.lock"
    )
