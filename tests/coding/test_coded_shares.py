"""What a reader coded, beside what the patterns found: counts of the sentences read."""

import math

import pandas as pd
import tiny

from analysis.coding.coded_shares import with_coded

CODEBOOK = tiny.codebook({"topic/aid": ["aid"], "topic/war": ["war"], "tone": ["fine"]})
SENTENCES = tiny.sentences("Aid.", "War and aid.", "Nothing.", "Fine.")
DOC_ID = SENTENCES["doc_id"].iloc[0]


def coded(*rows: tuple[int, str]) -> dict[str, tuple[int, int, float]]:
    """What each theme gets if a reader gave these sentences these themes."""
    numbers, themes = zip(*rows, strict=True) if rows else ((), ())
    codings = pd.DataFrame({"doc_id": DOC_ID, "sent_id": numbers, "theme": themes})
    codings = codings.astype({"sent_id": "int64", "theme": str, "doc_id": str})
    shares = pd.DataFrame({"theme": CODEBOOK.themes["theme"]})
    table = with_coded(shares, SENTENCES, CODEBOOK, codings)
    rows = table[["n_read", "n_coded", "share_coded"]].itertuples(index=False, name=None)
    return dict(zip(table["theme"], rows, strict=True))


def test_only_sentences_that_were_read_count_and_a_heading_counts_each_once():
    found = coded((1, "topic/aid"), (2, "topic/aid"), (2, "topic/war"), (3, ""))
    assert found["topic/aid"] == (3, 2, 2 / 3)
    assert found["topic/war"] == (3, 1, 1 / 3)
    assert found["topic"] == (3, 2, 2 / 3)
    assert found["tone"] == (3, 0, 0.0)


def test_without_a_sentence_read_there_is_no_share():
    n_read, n_coded, share = coded()["tone"]
    assert (n_read, n_coded) == (0, 0)
    assert math.isnan(share)
