"""The tables of the built-in study, and of a study with every format, are unchanged.

If a result changes on purpose, run `python -m pytest tests/test_guard.py`, read the difference, and
copy the new digests into this file.
"""

import hashlib
from pathlib import Path

import pandas as pd
import pytest
import same_article

import analysis

SEEDS = Path(__file__).parents[1] / "seeds"
FORMATS = {
    "plain.txt": lambda: same_article.plain().encode(),
    "marked.md": lambda: f"---\ntopic: a path\n---\n{same_article.markdown()}".encode(),
    "page.html": same_article.html,
    "letter.docx": same_article.docx,
    "open.odt": same_article.odt,
    "print.pdf": same_article.pdf,
    **{
        f"table{ending}": (lambda ending=ending: same_article.table(ending))
        for ending in (".csv", ".tsv", ".xlsx", ".jsonl", ".parquet")
    },
}
BUILT_IN = {
    "documents": "cb852e1d41d2a908",
    "sentences": "df372d22c7ad2ac2",
    "themes": "6f9d0654c939e055",
    "patterns": "1332926bf46916b1",
    "hits": "ec03dc11309ee0ad",
    "shares": "d9e1e2b516d71d96",
    "shares by section": "ec20262e2131b9d1",
}
MIXED = {
    "documents": "e2413ae559ba9103",
    "sentences": "19c97e9733f90b9a",
    "hits": "55ddd84469f31202",
    "shares by text": "93976a7838d7c91e",
}


def digest(table: pd.DataFrame) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a table with its names and types."""
    types = "\t".join(f"{name}:{dtype}" for name, dtype in table.dtypes.items())
    cells = table.to_csv(index=False, lineterminator="\n", na_rep="<missing>")
    return hashlib.sha256(f"{types}\n{cells}".encode()).hexdigest()[:16]


def test_the_tables_of_the_built_in_study_are_unchanged():
    documents = analysis.read_documents(SEEDS)
    sentences = analysis.split_sentences(documents)
    codebook = analysis.read_codebook(SEEDS / "codebook.yaml")
    hits = analysis.find_hits(sentences, codebook)
    tables = {
        "documents": documents,
        "sentences": sentences,
        "themes": codebook.themes,
        "patterns": codebook.patterns,
        "hits": hits,
        "shares": analysis.theme_shares(sentences, hits, codebook),
        "shares by section": analysis.theme_shares(sentences, hits, codebook, by="section"),
    }
    assert {name: digest(table) for name, table in tables.items()} == BUILT_IN


def test_the_tables_of_a_study_of_every_format_are_unchanged(tmp_path):
    pytest.importorskip(
        "pyarrow", reason="needs the extra `parquet`: make env LOCK=requirements-all.lock"
    )
    for name, make in FORMATS.items():
        stem, _, ending = name.partition(".")
        content = make()
        # In one folder, all tables would give their only text the same id.
        folder = tmp_path / ending if stem == "table" else tmp_path
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    with pytest.warns(analysis.InputWarning):  # running headers and menus are left out
        documents = pd.concat(
            [analysis.read_documents(path) for path in sorted(tmp_path.iterdir())]
        )
    documents = documents.assign(doc_id=documents["path"])
    sentences = analysis.split_sentences(documents)
    codebook = analysis.read_codebook(SEEDS / "codebook.yaml")
    hits = analysis.find_hits(sentences, codebook)
    tables = {
        # Some formats store the time of writing, so the files differ from run to run.
        "documents": documents.drop(columns="sha256"),
        "sentences": sentences,
        "hits": hits,
        "shares by text": analysis.theme_shares(sentences, hits, codebook, by="doc_id"),
    }
    assert {name: digest(table) for name, table in tables.items()} == MIXED
