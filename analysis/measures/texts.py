"""What is known of the texts, and whether every sentence is where its offsets say."""

import pandas as pd

HASH_DIGITS = 16  # of a SHA-256, enough to tell the files of any study apart
_OVERVIEW_LEAVES_OUT = {"path", "sha256", "text_sha256", "text", "headings"}


def text_overview(documents: pd.DataFrame) -> pd.DataFrame:
    """What is known of each text, short enough to read.

    Returns:
        One row per text: `doc_id`, `title` (unless every title is the text's id), `language`, `n_chars`, the metadata,
        and `sha256`, the first 16 digits of the fingerprint of the file.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "title": ["a"], "sha256": ["0" * 64], "n_chars": [9]})
    >>> text_overview(documents).to_dict("records")
    [{'doc_id': 'a', 'n_chars': 9, 'sha256': '0000000000000000'}]
    """
    left_out = set(_OVERVIEW_LEAVES_OUT)
    if (documents["title"] == documents["doc_id"]).all():
        left_out.add("title")
    shown = [column for column in documents if column not in left_out]
    return documents[shown].assign(sha256=documents["sha256"].str[:HASH_DIGITS])


def matches_offsets(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.Series:
    """Whether each sentence is exactly the characters of its text between its offsets.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["One. Two."]})
    >>> row = {"doc_id": ["a", "a"], "start": [0, 5], "end": [4, 8], "sentence": ["One.", "Two."]}
    >>> matches_offsets(documents, pd.DataFrame(row)).tolist()
    [True, False]
    """
    texts = documents.set_index("doc_id")["text"].to_dict()
    spans = zip(sentences["doc_id"], sentences["start"], sentences["end"], strict=True)
    cut = [texts[doc_id][start:end] for doc_id, start, end in spans]
    return pd.Series(sentences["sentence"].to_numpy() == cut, sentences.index, dtype=bool)
