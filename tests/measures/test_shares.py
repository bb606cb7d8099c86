"""Shares of the tiny corpus, counted by hand, and properties that hold for any corpus."""

import numpy as np
import pandas as pd
import pytest
import tiny
from hypothesis import given
from hypothesis import strategies as st
from tiny import rows

from analysis import InputError, find_hits, theme_shares
from analysis.tables import HITS, SHARES

S, C = tiny.SENTENCES_AB, tiny.CODEBOOK
H = find_hits(S, C)
DEEP, DEEP_S = tiny.DEEP, tiny.DEEP_SENTENCES
DEEP_H = find_hits(DEEP_S, DEEP)


def test_shares_of_all_sentences():
    shares = theme_shares(S, H, C)
    assert rows(shares, "theme", "label", "n_hits", "n_sentences_hit", "n_sentences") == [
        ["topic", "Topic", 6, 4, 6],  # sentence a4 has both subthemes and counts once
        ["topic/rights", "Rights", 3, 2, 6],
        ["topic/poverty", "Poverty", 3, 3, 6],
        ["actor", "Actor", 2, 2, 6],
        ["actor/states", "States", 2, 2, 6],
        ["tone", "Tone", 2, 2, 6],
    ]
    assert shares["share"].tolist() == [4 / 6, 2 / 6, 3 / 6, 2 / 6, 2 / 6, 2 / 6]
    assert shares.dtypes.astype(str).to_dict() == SHARES.columns


def test_sections_are_in_text_order_and_other_groups_are_sorted():
    shares = theme_shares(S, H, C, by="section")
    assert shares["section"].drop_duplicates().tolist() == ["", "Later"]
    later = shares[shares["section"] == "Later"].set_index("theme")
    assert later["n_sentences"].tolist() == [2] * 6
    assert later.loc["topic", ["n_hits", "n_sentences_hit"]].tolist() == [3, 1]
    backwards = S.assign(
        section=S["section"].replace({"": "Zero"}), outlet=["z", "z", "z", "a", "a", ""]
    )
    assert theme_shares(backwards, H, C, by="section")["section"].unique().tolist() == [
        "Zero",
        "Later",
    ]
    assert theme_shares(backwards, H, C, by="outlet")["outlet"].unique().tolist() == ["", "a", "z"]


def test_shares_by_two_columns_with_missing_values_last():
    dated = S.assign(year=pd.array([2020, 2019, None, 2019, None, None], dtype="Int64"))
    shares = theme_shares(dated, H, C, by=["doc_id", "year"])
    groups = shares.drop_duplicates(["doc_id", "year"])
    assert groups["doc_id"].tolist() == ["a", "a", "a", "b"]
    assert groups["year"].tolist() == [2019, 2020, pd.NA, pd.NA]
    assert groups["n_sentences"].tolist() == [2, 1, 1, 2]
    assert shares["year"].dtype == "Int64"


def test_shares_of_some_sentences_count_their_hits_only():
    shares = theme_shares(S[S["section"] == "Later"], H, C).set_index("theme")
    assert shares.loc["topic", ["n_hits", "n_sentences_hit", "n_sentences"]].tolist() == [3, 1, 2]


def test_shares_of_shuffled_sentences_and_of_odd_columns():
    shuffled = S.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(
        theme_shares(shuffled, H, C, by="section"), theme_shares(S, H, C, by="section")
    )
    odd = theme_shares(S.assign(at=list("babacc")), H, C, by=pd.Index(["at", "at"]))
    assert odd.drop_duplicates("at")[["at", "n_sentences"]].to_numpy().tolist() == [
        ["a", 2],
        ["b", 2],
        ["c", 2],
    ]


def test_shares_without_sentences():
    empty = theme_shares(S.head(0), H.head(0), C)
    assert empty["n_sentences"].tolist() == [0] * 6
    assert empty["share"].isna().all()
    by = theme_shares(S.head(0), H.head(0), C, by=["section"])
    assert list(by.columns) == ["section", *SHARES.columns]
    assert by.empty
    assert by.dtypes.astype(str).to_dict() == {"section": "str"} | SHARES.columns


def test_faults_of_shares_are_named():
    with pytest.raises(
        InputError, match=r"no column 'sections' among 'section', .*; expected that column"
    ):
        theme_shares(S, H, C, by="sections")
    with pytest.raises(InputError, match="'theme', a column of the result"):
        theme_shares(S.assign(theme=1), H, C, by="theme")
    with pytest.raises(InputError, match="the theme 'topic/right'; expected 'topic/rights'"):
        theme_shares(S, H.replace("topic/rights", "topic/right"), C)


def test_a_theme_is_counted_with_its_subthemes():
    shares = theme_shares(DEEP_S, DEEP_H, DEEP)
    assert rows(shares, "theme", "n_sentences_hit") == [
        ["nature", 4],
        ["nature/water", 3],
        ["nature/water/storage", 2],
        ["nature/paths", 2],
        ["trade", 1],
    ]


WORDS = ["rights", "poverty", "states", "must", "so", "right", "away"]
sentence = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
texts = st.lists(st.lists(sentence, max_size=5), min_size=1, max_size=3)


@given(
    texts,
    st.lists(st.sampled_from(["x", "", "y", None]), min_size=15, max_size=15),
    st.permutations(range(15)),
)
def test_shares_equal_those_of_a_plain_loop(texts, groups, order):
    frames = [tiny.sentences(*text, doc_id=f"d{n}") for n, text in enumerate(texts)]
    sentences = pd.concat(frames, ignore_index=True)
    sentences["group"] = pd.Series(groups[: len(sentences)], dtype="str", index=sentences.index)
    sentences = sentences.iloc[[n for n in order if n < len(sentences)]]
    hits = find_hits(sentences, C)
    before = sentences.copy(deep=True), hits.copy(deep=True)
    shares = theme_shares(sentences, hits, C, by="group")
    pd.testing.assert_frame_equal(sentences, before[0])
    pd.testing.assert_frame_equal(hits, before[1])
    values = [groups[n] for n in order if n < len(sentences)]
    present = sorted({v for v in values if v is not None}) + ([None] if None in values else [])
    expected = []
    for group in present:
        members = {
            (s.doc_id, s.sent_id)
            for s, v in zip(sentences.itertuples(), values, strict=True)
            if v == group
        }
        for theme in C.themes["theme"]:
            found = [
                (h.doc_id, h.sent_id)
                for h in hits.itertuples()
                if (h.theme + "/").startswith(theme + "/")
            ]
            found = [key for key in found if key in members]
            expected.append([theme, len(found), len(set(found)), len(members)])
    assert rows(shares, "theme", "n_hits", "n_sentences_hit", "n_sentences") == expected
    np.testing.assert_allclose(shares["share"], shares["n_sentences_hit"] / shares["n_sentences"])
    assert len(shares) == len(present) * len(C.themes)


def test_hits_keep_their_types_when_there_are_none():
    assert HITS.empty().dtypes.astype(str).to_dict() == HITS.columns
