"""A small study with a file of each kind, its tables as they are made in memory, and what a run leaves in a folder."""

from pathlib import Path

import pandas as pd
import pytest
from tiny import CODEBOOK

from analysis import InputError, find_hits, read_documents, split_sentences, theme_shares
from analysis.large.run import write_tables
from analysis.large.store import read_tables
from analysis.measures.groups import group_shares
from analysis.reading.settings import read_settings
from analysis.tables import without_family_columns

STUDY = {
    "study.yaml": "groups: [outlet, year]\nlanguage: en\n",
    "a/one.txt": (
        "Aims\n\nStates must protect rights. Poverty fell.\n\nLater\n\n"
        "Nothing here. Rights and the poor."
    ),
    "b.md": "---\noutlet: Post\nyear: 9\n---\nCountries should act right away.",
    "speeches.csv": (
        'doc_id,text,year,note\nz,"Poverty, again.\nStates must act.",10,007\n'
        "c,Rights.,,\n,A right.,9,NA\n"
    ),
    "b.jsonl": (
        '{"text": "States.", "outlet": "Post", "year": 10}\n{"text": "Poverty?", "more": true}\n'
    ),
    "heading.txt": "Only a heading",
}


def in_memory(study: Path) -> dict[str, pd.DataFrame]:
    """The tables of a study, made without batches."""
    documents = read_documents(study)
    sentences = split_sentences(documents)
    hits = find_hits(sentences, CODEBOOK)
    tables = {
        "documents": documents.drop(columns="text"),
        "sentences": sentences,
        "hits": hits,
        "shares": theme_shares(sentences, hits, CODEBOOK),
    }
    for column in read_settings(study).groups:
        shares = group_shares(sentences, hits, CODEBOOK, documents, column)
        tables[f"shares-by-{column}"] = without_family_columns(shares)
    return tables


def assert_same(out: Path, study: Path) -> None:
    """The tables in a folder are those of the study."""
    expected, found = in_memory(study), read_tables(out)
    for name in ("documents", "sentences", "hits", "shares"):
        pd.testing.assert_frame_equal(getattr(found, name), expected.pop(name))
    for name, table in expected.items():
        by_group = pd.read_parquet(out / f"{name}.parquet").astype(table.dtypes)
        pd.testing.assert_frame_equal(by_group, table)


def files(out: Path) -> dict[str, bytes]:
    """The contents of all files of a folder, by name."""
    paths = [path for path in out.rglob("*") if path.is_file()]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}


def journal(out: Path) -> dict[str, int]:
    """When each entry of the journal was written."""
    return {path.name: path.stat().st_mtime_ns for path in out.glob("journal/[0-9]*")}


def faults(study: Path, out: Path, **options) -> list[str]:
    """What is wrong with a study, or with the folder of its tables."""
    with pytest.raises(InputError) as caught:
        write_tables(study, CODEBOOK, out, **options)
    return [str(fault) for fault in caught.value.faults]
