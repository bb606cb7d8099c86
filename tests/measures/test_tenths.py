"""Tenths: where in the texts themes occur."""

import numpy as np
import pandas as pd
import pytest

from analysis.codebook.model import Codebook
from analysis.measures.tenths import find_tenths, tenth_shares
from analysis.tables import PATTERNS, TENTHS, TEXT, THEMES

THEME_ROWS = {"theme": ["thanks", "aid"], "parent": "", "label": ["Thanks", "Aid"]}
CODEBOOK = Codebook("Tiny", "1", "en", THEMES.frame(THEME_ROWS), PATTERNS.empty(), sha256="")
DOC_IDS = [f"text {number}" for number in range(12)]
DOCUMENTS = pd.DataFrame({"doc_id": DOC_IDS, "outlet": ["Post", "News"] * 6})


def texts(n_sentences=10):
    """Twelve texts of so many sentences."""
    rows = [(doc_id, at + 1) for doc_id in DOC_IDS for at in range(n_sentences)]
    return pd.DataFrame(rows, columns=["doc_id", "sent_id"]).astype({"doc_id": TEXT})


def hits(theme, sent_ids):
    """One hit in each text, in the sentence given for it."""
    return pd.DataFrame({"doc_id": DOC_IDS, "sent_id": sent_ids, "theme": theme})


def test_a_tenth_holds_the_sentences_whose_middle_lies_in_it():
    both = pd.DataFrame({"doc_id": ["a"] * 5 + ["b"], "sent_id": [1, 2, 3, 4, 5, 1]})
    # Middles at 0.1, 0.3, 0.5, 0.7, 0.9 of text a and at 0.5 of text b.
    assert find_tenths(both).tolist() == [2, 4, 6, 8, 10, 6]
    assert find_tenths(both.head(0)).tolist() == []
    twenty = pd.DataFrame({"doc_id": "a", "sent_id": range(1, 21)})
    assert find_tenths(twenty).tolist() == [tenth for tenth in range(1, 11) for _ in range(2)]


def test_the_sentences_of_a_tenth_are_counted():
    table = tenth_shares(texts(), hits("thanks", [1] * 9 + [2] * 3), CODEBOOK, DOCUMENTS)
    TENTHS.need(table)
    thanks = table[table["theme"] == "thanks"].set_index("tenth")
    assert thanks["n_sentences_hit"].tolist() == [9, 3, *[0] * 8]
    assert set(thanks["n_sentences"]) == {12}
    assert set(thanks["share_of_all"]) == {0.1}
    assert thanks["n_more"].tolist() == pytest.approx([7.8, 1.8, *[-1.2] * 8])
    assert "low" not in table


def test_groups_have_tenths_of_their_own():
    found = hits("thanks", [1, 10] * 6)
    table = tenth_shares(texts(), found, CODEBOOK, DOCUMENTS, "outlet", draws=20)
    assert table.columns[:2].tolist() == ["outlet", "tenth"]
    thanks = table[(table["theme"] == "thanks") & (table["n_sentences_hit"] > 0)]
    assert thanks[["outlet", "tenth", "n_sentences_hit", "n_sentences"]].to_numpy().tolist() == [
        ["News", 10, 6, 6],
        ["Post", 1, 6, 6],
    ]
    assert table["difference_p"].isna().all()
    assert table["low"].notna().all()


def test_what_opens_every_text_stands_out():
    table = tenth_shares(texts(), hits("thanks", 1), CODEBOOK, DOCUMENTS, draws=200)
    thanks = table[table["theme"] == "thanks"].set_index("tenth")
    assert thanks.loc[1, "difference_p"] == pytest.approx(1 / 201)
    assert (thanks.loc[2:, "difference_p"] > 0.05).all()
    assert thanks["low"].notna().all()
    assert table["n_compared"].unique().tolist() == [10]  # no text carries the other theme
    assert table.loc[table["theme"] == "aid", "difference_p"].isna().all()


def test_what_is_anywhere_stands_out_in_five_of_a_hundred_studies():
    rng = np.random.default_rng(3)
    sentences = texts()
    n_studies, n_found = 20, 0
    for seed in range(n_studies):
        found = pd.concat([hits(theme, rng.integers(1, 11, 12)) for theme in ("thanks", "aid")])
        table = tenth_shares(sentences, found, CODEBOOK, DOCUMENTS, draws=40, seed=seed)
        n_found += table["difference_p"].min() < 0.05
    assert n_found <= 4  # of 20 with a chance of 5%, more than 4 are rarer than 1 in 100


def test_few_texts_are_not_tested():
    few = texts()[lambda table: table["doc_id"].isin(DOC_IDS[:4])]
    found = hits("thanks", 1).head(4)
    table = tenth_shares(few, found, CODEBOOK, DOCUMENTS, draws=20)
    assert table["difference_p"].isna().all()
    assert table["n_compared"].eq(0).all()


def test_tables_of_nothing_have_the_same_columns():
    full = tenth_shares(texts(), hits("thanks", 1), CODEBOOK, DOCUMENTS, draws=20)
    empty = tenth_shares(texts().head(0), hits("aid", 1).head(0), CODEBOOK, DOCUMENTS, draws=20)
    assert empty.columns.tolist() == full.columns.tolist()
    assert (empty.dtypes == full.dtypes).all()
    assert empty.empty
