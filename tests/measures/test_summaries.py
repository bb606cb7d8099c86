"""Every summary of the tiny corpus, worked by hand; then what must hold for any."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import tiny
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError, find_hits, theme_shares
from analysis.measures import summaries
from analysis.tables import CODING, HITS, SHARES

S, C = tiny.SENTENCES_AB, tiny.CODEBOOK
H = find_hits(S, C)


def rows(frame: pd.DataFrame, *columns: str) -> list[list]:
    return frame[list(columns)].to_numpy().tolist()


def test_shares_of_all_sentences():
    shares = theme_shares(S, H, C)
    assert rows(shares, "theme", "label", "n_hits", "n_sentences_hit", "n_sentences") == [
        ["topic", "Topic", 6, 4, 6],  # sentence a4 has both of its themes, and counts once
        ["topic/rights", "Rights", 3, 2, 6],
        ["topic/poverty", "Poverty", 3, 3, 6],
        ["actor", "Actor", 2, 2, 6],
        ["actor/states", "States", 2, 2, 6],
        ["tone", "Tone", 2, 2, 6],
    ]
    assert shares["share"].tolist() == [4 / 6, 2 / 6, 3 / 6, 2 / 6, 2 / 6, 2 / 6]
    assert shares.dtypes.astype(str).to_dict() == SHARES.columns


def test_shares_by_section_follow_the_text_and_others_are_sorted():
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


def test_shares_of_nothing():
    empty = theme_shares(S.head(0), H.head(0), C)
    assert empty["n_sentences"].tolist() == [0] * 6
    assert empty["share"].isna().all()
    by = theme_shares(S.head(0), H.head(0), C, by=["section"])
    assert list(by.columns) == ["section", *SHARES.columns]
    assert by.empty
    assert by.dtypes.astype(str).to_dict() == {"section": "str"} | SHARES.columns


def test_faults_of_shares_are_named():
    with pytest.raises(
        InputError, match="no column 'sections'; expected it, where there is 'section'"
    ):
        theme_shares(S, H, C, by="sections")
    with pytest.raises(InputError, match="'theme', a column of the result"):
        theme_shares(S.assign(theme=1), H, C, by="theme")
    with pytest.raises(InputError, match="the theme 'topic/right'; expected 'topic/rights'"):
        theme_shares(S, H.replace("topic/rights", "topic/right"), C)


def test_sections():
    assert summaries.sections(S).to_numpy().tolist() == [
        ["a", "", 1, 2, 6],
        ["a", "Later", 1, 2, 7],
        ["b", "", 1, 2, 7],
    ]


def test_pairs():
    pairs = summaries.theme_pairs(S, H, C)
    assert rows(pairs, "theme_a", "theme_b", "n_a", "n_b", "n_both", "n_sentences") == [
        ["topic/rights", "topic/poverty", 2, 3, 1, 6],
        ["topic/rights", "actor/states", 2, 2, 1, 6],
        ["topic/rights", "tone", 2, 2, 1, 6],
        ["topic/poverty", "actor/states", 3, 2, 0, 6],
        ["topic/poverty", "tone", 3, 2, 0, 6],
        ["actor/states", "tone", 2, 2, 2, 6],
    ]
    turned = summaries.cross(pairs, "actor", "topic")
    assert rows(turned, "theme_a", "theme_b", "label_b", "n_a", "n_b", "n_both") == [
        ["actor/states", "topic/rights", "Rights", 2, 2, 1],
        ["actor/states", "topic/poverty", "Poverty", 2, 3, 0],
    ]


def test_positions():
    positions = summaries.hit_positions(S, H, C)
    assert rows(positions, "doc_id", "sent_id", "theme", "n_hits", "n_sentences", "position") == [
        ["a", 1, "topic/rights", 1, 4, 0.125],
        ["a", 1, "actor/states", 1, 4, 0.125],
        ["a", 1, "tone", 1, 4, 0.125],
        ["a", 2, "topic/poverty", 1, 4, 0.375],
        ["a", 4, "topic/rights", 2, 4, 0.875],
        ["a", 4, "topic/poverty", 1, 4, 0.875],
        ["b", 1, "actor/states", 1, 2, 0.25],
        ["b", 1, "tone", 1, 2, 0.25],
        ["b", 2, "topic/poverty", 1, 2, 0.75],
    ]


def test_the_reading_map_shows_the_text_with_most_hits_and_the_leading_theme():
    blocks = summaries.reading_map(S, H, C)
    assert rows(blocks[blocks["theme"] == "topic/rights"], "sent_id", "n_hits", "n_root_hits") == [
        [1, 1, 1],
        [4, 2, 3],
    ]
    assert rows(blocks, "doc_id", "sent_id", "root", "theme", "n_root_hits") == [
        ["a", 1, "topic", "topic/rights", 1],
        ["a", 1, "actor", "actor/states", 1],
        ["a", 1, "tone", "tone", 1],
        ["a", 2, "topic", "topic/poverty", 1],
        ["a", 2, "actor", "", 0],
        ["a", 2, "tone", "", 0],
        ["a", 3, "topic", "", 0],
        ["a", 3, "actor", "", 0],
        ["a", 3, "tone", "", 0],
        ["a", 4, "topic", "topic/rights", 3],  # two hits of rights lead one of poverty
        ["a", 4, "actor", "", 0],
        ["a", 4, "tone", "", 0],
    ]
    assert summaries.reading_map(S, H, C, doc_id="b")["sent_id"].unique().tolist() == [1, 2]


def test_the_leading_theme_of_each_root_and_the_sentences_that_name_several():
    shares = theme_shares(S, H, C)
    assert summaries.leading(shares, C)["theme"].tolist() == [
        "topic/poverty",
        "actor/states",
        "tone",
    ]
    assert summaries.leading(theme_shares(S, H.head(0), C), C).empty
    assert rows(summaries.naming(S, H, "actor", "tone"), "doc_id", "sent_id") == [
        ["a", 1],
        ["b", 1],
    ]
    assert rows(summaries.naming(S, H, "topic", "topic/rights"), "sent_id") == [[1], [4]]
    assert len(summaries.naming(S, H)) == len(S)


# A theme with patterns of its own and a theme below it; `nature` is a heading.
DEEP = tiny.codebook(
    {
        "nature/water": ["water"],
        "nature/water/storage": ["reservoir"],
        "nature/paths": ["path*"],
        "trade": ["trade"],
    }
)
DEEP_S = tiny.sentences(
    "Water.", "A reservoir of water.", "The reservoir by the path.", "Paths, trade.", "Nothing."
)
DEEP_H = find_hits(DEEP_S, DEEP)


def test_a_theme_with_themes_below_it_is_counted_with_them():
    shares = theme_shares(DEEP_S, DEEP_H, DEEP)
    assert rows(shares, "theme", "n_sentences_hit") == [
        ["nature", 4],
        ["nature/water", 3],
        ["nature/water/storage", 2],
        ["nature/paths", 2],
        ["trade", 1],
    ]
    assert summaries.leading(shares, DEEP)["theme"].tolist() == ["nature/water", "trade"]
    positions = summaries.hit_positions(DEEP_S, DEEP_H, DEEP)
    assert rows(positions, "sent_id", "label", "n_hits") == [
        [1, "Water", 1],
        [2, "Water", 2],  # its own hit, and that of the theme below it
        [2, "Storage", 1],
        [3, "Water", 1],
        [3, "Storage", 1],
        [3, "Paths", 1],
        [4, "Paths", 1],
        [4, "Trade", 1],
    ]


def test_a_theme_and_one_below_it_are_no_pair():
    pairs = summaries.theme_pairs(DEEP_S, DEEP_H, DEEP)
    assert rows(pairs, "label_a", "label_b", "n_a", "n_b", "n_both") == [
        ["Water", "Paths", 3, 2, 1],
        ["Water", "Trade", 3, 1, 0],
        ["Storage", "Paths", 2, 2, 1],
        ["Storage", "Trade", 2, 1, 0],
        ["Paths", "Trade", 2, 1, 1],
    ]
    crossed = summaries.cross(pairs, "trade", "nature/water")
    assert rows(crossed, "label_a", "label_b", "n_a") == [
        ["Trade", "Water", 1],
        ["Trade", "Storage", 1],
    ]


def test_agreement_on_a_theme_with_themes_below_it():
    coding = CODING.frame(
        {"doc_id": ["a"] * 2, "sent_id": [1, 2], "theme": ["", "nature/water/storage"]}
    )
    agreed = summaries.agreement(DEEP_S, DEEP_H, DEEP, coding)
    counts = ["theme", "n_coded", "n_found", "n_both"]
    assert rows(agreed, *counts) == [["nature/water", 1, 2, 1], ["nature/water/storage", 1, 1, 1]]


def test_the_reading_map_of_joined_codebooks_has_a_lane_for_each_of_their_families():
    themes = {"A/topic/water": ["water"], "A/topic/paths": ["path*"], "B/trade": ["trade"]}
    joined = replace(tiny.codebook(themes), joined=True)
    blocks = summaries.reading_map(DEEP_S, find_hits(DEEP_S, joined), joined)
    assert rows(blocks[blocks["sent_id"] == 4], "root", "root_label", "label", "n_root_hits") == [
        ["A/topic", "Topic", "Paths", 1],
        ["B", "B", "Trade", 1],
    ]


def test_coverage():
    assert rows(summaries.uncovered(S, H), "doc_id", "sent_id") == [["a", 3]]
    use = summaries.pattern_use(S, H, C)
    assert rows(use, "pattern", "n_matches", "n_hits", "status") == [
        ["right*", 4, 3, "hit"],
        ["right away", 1, 0, "excludes"],
        ["poverty", 2, 2, "hit"],
        ["the poor", 1, 1, "hit"],
        ["state*", 1, 1, "hit"],
        ["countries", 1, 1, "hit"],
        ["must", 1, 1, "hit"],
        ["should", 1, 1, "hit"],
    ]
    shadowed = tiny.codebook({"t": ["poverty fell", "poverty", "nowhere"]})
    sentences = tiny.sentences("Poverty fell.")
    use = summaries.pattern_use(sentences, find_hits(sentences, shadowed), shadowed)
    assert use["status"].tolist() == ["hit", "shadowed", "never matches"]


def test_agreement_counts_only_the_sentences_that_were_read():
    coding = CODING.frame(
        {
            "doc_id": ["a", "a", "a", "a"],
            "sent_id": [1, 2, 3, 4],
            "theme": ["topic/rights", "", "topic/rights", "topic/poverty"],
        }
    )
    found = summaries.agreement(S, H, C, coding)
    assert rows(found, "theme", "n_coded", "n_found", "n_both") == [
        ["topic/rights", 2, 2, 1],
        ["topic/poverty", 1, 2, 1],
        ["actor/states", 0, 1, 0],
        ["tone", 0, 1, 0],
    ]
    assert found["precision"].tolist() == [0.5, 0.5, 0, 0]
    assert found["recall"].tolist()[:2] == [0.5, 1]
    assert found["recall"].isna().tolist() == [False, False, True, True]
    assert rows(summaries.disagreements(S, H, C, coding), "sent_id", "theme", "who") == [
        [1, "actor/states", "found by the patterns only"],
        [1, "tone", "found by the patterns only"],
        [2, "topic/poverty", "found by the patterns only"],
        [3, "topic/rights", "missed by the patterns"],
        [4, "topic/rights", "found by the patterns only"],
    ]


CODED = CODING.frame({"doc_id": ["a"], "sent_id": [1], "theme": ["tone"]})
SUMMARIES = {
    "sections": lambda s, h, c: summaries.sections(s),
    "theme_sentences": lambda s, h, c: summaries.theme_sentences(s, h, C),
    "hit_positions": lambda s, h, c: summaries.hit_positions(s, h, C),
    "uncovered": lambda s, h, c: summaries.uncovered(s, h),
    "reading_map": lambda s, h, c: summaries.reading_map(s, h, C),
    "agreement": lambda s, h, c: summaries.agreement(s, h, C, c),
    "disagreements": lambda s, h, c: summaries.disagreements(s, h, C, c),
}


@pytest.mark.parametrize("name", SUMMARIES)
def test_nothing_in_gives_an_empty_table_of_the_same_types(name):
    full, empty = SUMMARIES[name](S, H, CODED), SUMMARIES[name](S.head(0), H.head(0), CODED.head(0))
    assert len(full) > 0
    assert empty.empty
    assert empty.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


def test_pairs_of_nothing_are_pairs_with_zeros():
    pairs = summaries.theme_pairs(S.head(0), H.head(0), C)
    assert pairs[["n_a", "n_b", "n_both", "n_sentences"]].to_numpy().tolist() == [[0, 0, 0, 0]] * 6


WORDS = ["rights", "poverty", "states", "must", "so", "right", "away"]
sentence = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
texts = st.lists(st.lists(sentence, max_size=5), min_size=1, max_size=3)


@given(
    texts,
    st.lists(st.sampled_from(["x", "", "y", None]), min_size=15, max_size=15),
    st.permutations(range(15)),
)
def test_shares_count_what_a_loop_counts(texts, groups, order):
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
