"""Texts: their metadata at a glance, and a check of the offsets of their sentences."""

import pandas as pd

HASH_DIGITS = 16  # of a SHA-256, enough to tell the files of any study apart
_OVERVIEW_LEAVES_OUT = {"path", "sha256", "text_sha256", "text", "headings"}


def text_overview(documents: pd.DataFrame) -> pd.DataFrame:
    """Select the columns of `documents` that are short enough to read.

    Returns:
        One row per text: `doc_id`, `title` (unless every title is the text's id), `language`,
        `n_chars`, the metadata, and the first 16 digits of `sha256`.

    >>> row = {"doc_id": "a", "title": "a", "sha256": "0" * 64, "n_chars": 9}
    >>> text_overview(pd.DataFrame([row])).to_dict("records")
    [{'doc_id': 'a', 'n_chars': 9, 'sha256': '0000000000000000'}]
    """
    left_out = set(_OVERVIEW_LEAVES_OUT)
    if (documents["title"] == documents["doc_id"]).all():
        left_out.add("title")
    shown = [column for column in documents if column not in left_out]
    short_hash = documents["sha256"].str[:HASH_DIGITS]
    return documents[shown].assign(sha256=short_hash)


def matches_offsets(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
) -> pd.Series:
    """Tell for each sentence whether it is the same as its text between the two offsets.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["One. Two."]})
    >>> row = {"doc_id": ["a", "a"], "start": [0, 5], "end": [4, 8], "sentence": ["One.", "Two."]}
    >>> matches_offsets(documents, pd.DataFrame(row)).tolist()
    [True, False]
    """
    texts = documents.set_index("doc_id")["text"].to_dict()
    rows = sentences[["doc_id", "start", "end", "sentence"]]
    matches = []
    for doc_id, start, end, sentence in rows.itertuples(index=False):
        in_text = texts[doc_id][start:end]
        matches.append(in_text == sentence)
    return pd.Series(matches, sentences.index, dtype=bool)
