"""The reading map of the tiny corpus, counted by hand."""

from dataclasses import replace

import pytest
import tiny
from tiny import rows

from analysis import InputError, find_hits
from analysis.measures.reading_map import reading_map

S, C = tiny.SENTENCES_AB, tiny.CODEBOOK
H = find_hits(S, C)
DEEP_S = tiny.DEEP_SENTENCES


def test_the_reading_map_shows_the_text_that_is_named_and_the_leading_theme():
    blocks = reading_map(S, H, C, "a")
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
        ["a", 4, "topic", "topic/rights", 3],  # rights has two hits, poverty one
        ["a", 4, "actor", "", 0],
        ["a", 4, "tone", "", 0],
    ]
    assert reading_map(S, H, C, doc_id="b")["sent_id"].unique().tolist() == [1, 2]
    labels = blocks.loc[blocks["root"] == "topic", "labels"].tolist()
    assert labels == ["Rights", "Poverty", "", "Rights; Poverty"]


def test_of_several_texts_none_is_mapped_unless_it_is_named():
    assert reading_map(S, H, C).empty
    of_b = S[S["doc_id"] == "b"]
    assert set(reading_map(of_b, H, C)["doc_id"]) == {"b"}  # the only one
    with pytest.raises(InputError, match="the text 'c'; expected"):
        reading_map(S, H, C, "c")


def test_the_reading_map_of_joined_codebooks_has_a_lane_for_each_of_their_families():
    themes = {"A/topic/water": ["water"], "A/topic/paths": ["path*"], "B/trade": ["trade"]}
    joined = replace(tiny.codebook(themes), joined=True)
    blocks = reading_map(DEEP_S, find_hits(DEEP_S, joined), joined)
    assert rows(blocks[blocks["sent_id"] == 4], "root", "root_label", "label", "n_root_hits") == [
        ["A/topic", "Topic", "Paths", 1],
        ["B", "B", "Trade", 1],
    ]


def test_no_sentences_give_an_empty_table_of_the_same_types():
    assert tiny.same_types(reading_map(S, H, C, "a"), reading_map(S.head(0), H.head(0), C))
