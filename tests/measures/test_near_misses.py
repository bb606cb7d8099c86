"""Sentences like those of a theme that no pattern finds, in a small made corpus."""

import numpy as np
import pandas as pd
import pytest
import tiny
from tiny import rows

from analysis import InputError, find_hits
from analysis.measures.near_misses import (
    LEAST_LIKENESS,
    measure_likeness,
    near_misses,
    read_vocabulary,
)
from analysis.measures.resampling import Z

CODEBOOK = tiny.codebook(
    {"vote": ["free vote*"], "vote/count": ["count*"], "war": ["war", "battle*"], "rare": ["comet"]}
)
HIT = [
    "The free vote means ballots and polling.",
    "Counting means ballots and polling stations.",
]
SHORT = ["Counting.", "Counting.", "Free vote."]  # little but the words that the patterns find
OTHER = [
    "Polling with ballots began.",  # like them, by two words
    "A vote is free.",  # like them only by words that the pattern found
    "Ballots came.",  # like them by one word only
    "A comet came.",
    "It rained and it rained.",
    "The ministers met.",
]
SENTENCES = pd.concat(
    [
        tiny.sentences(
            *HIT * 4, *SHORT, *OTHER, *["Rain fell in the hills all night."] * 15, doc_id="a"
        ),
        tiny.sentences(*HIT * 4, *SHORT, *["The ministers met."] * 9, doc_id="b"),
    ],
    ignore_index=True,
)
HITS = find_hits(SENTENCES, CODEBOOK)


def test_the_sentence_that_two_other_words_make_alike():
    found = near_misses(SENTENCES, HITS, CODEBOOK, "vote")
    assert rows(found, "theme", "label", "doc_id", "sent_id", "words", "sentence") == [
        ["vote", "Vote", "a", 12, "polling · ballots", "Polling with ballots began."]
    ]
    assert found["likeness"].between(0, 1).all()


def test_a_sentence_that_is_less_alike_than_nearly_all_of_the_theme_is_no_near_miss():
    own = ["The free vote means ballots, polling, booths and turnout."] * 20
    weak = "In the hills of the north the rain fell for a night on ballots and turnout alone."
    near = "Ballots, polling, booths and turnout."
    rain = [f"Rain {word} the hills of the north all night." for word in ("fell on", "came to")]
    table = tiny.sentences(*own, weak, near, *rain * 20)
    found = near_misses(table, find_hits(table, CODEBOOK), CODEBOOK, "vote")
    assert found["sentence"].tolist() == [near]
    assert (found["likeness"] >= LEAST_LIKENESS).all()


def test_weights_and_scores_by_the_formula():
    sentences = tiny.sentences(*["Ballots open."] * 5, *["Ballots closed."] * 2, *["Rain."] * 8)
    vocabulary = read_vocabulary(sentences)
    carries = np.arange(len(sentences)) < 5
    alike = measure_likeness(vocabulary, carries, np.zeros(4, dtype=bool))
    # ballots: in 5 of 10 words there, in 2 of 12 elsewhere. open: 5 of 10, and 0 of 12.
    ballots = np.log(5.5 * 10.5 / (5.5 * 2.5)) - Z * np.sqrt(2 / 5.5 + 1 / 2.5 + 1 / 10.5)
    opened = np.log(5.5 * 12.5 / (5.5 * 0.5)) - Z * np.sqrt(2 / 5.5 + 1 / 0.5 + 1 / 12.5)
    assert ballots < 0
    assert opened < 0.2
    assert vocabulary.terms.terms == ["ballots", "closed", "open", "rain"]
    assert alike.weight.tolist() == pytest.approx([0, 0, opened, 0])
    assert not alike.score.any()  # one word is too few


def test_the_score_is_the_weight_by_length():
    vocabulary = read_vocabulary(SENTENCES)
    carries = pd.MultiIndex.from_frame(SENTENCES[["doc_id", "sent_id"]]).isin(
        pd.MultiIndex.from_frame(HITS[["doc_id", "sent_id"]])
    )
    nothing = np.zeros(len(vocabulary.terms.terms), dtype=bool)
    alike = measure_likeness(vocabulary, carries, nothing)
    weight = dict(zip(vocabulary.terms.terms, alike.weight, strict=True))
    average = vocabulary.size.mean()
    expected = (weight["ballots"] + weight["polling"]) / (4 + average)
    assert alike.score[11] == pytest.approx(expected)
    assert weight["it"] == weight["ministers"] == 0


def test_a_theme_that_few_sentences_carry_teaches_nothing():
    assert near_misses(SENTENCES, HITS, CODEBOOK, "war").empty
    assert near_misses(SENTENCES, HITS, CODEBOOK, "rare").empty


def test_a_word_of_one_text_weighs_nothing_if_the_theme_is_in_several():
    twice = pd.concat(
        [
            tiny.sentences(*["A free vote in Oslo town."] * 5, "Oslo town.", doc_id="a"),
            tiny.sentences(
                *["A free vote."] * 2, *["Rain fell on hills all night."] * 20, doc_id="b"
            ),
        ],
        ignore_index=True,
    )
    assert near_misses(twice, find_hits(twice, CODEBOOK), CODEBOOK, "vote").empty
    once = twice.assign(doc_id="a", sent_id=range(1, len(twice) + 1), start=0)
    found = near_misses(once, find_hits(once, CODEBOOK), CODEBOOK, "vote")
    assert found["words"].tolist() == ["oslo · town"]


def test_the_most_to_list_and_hits_of_other_sentences():
    more = pd.concat([SENTENCES, tiny.sentences(*[OTHER[0]] * 3, doc_id="c")], ignore_index=True)
    hits = find_hits(more, CODEBOOK)
    assert len(near_misses(more, hits, CODEBOOK, "vote")) == 4
    assert len(near_misses(more, hits, CODEBOOK, "vote", limit=2)) == 2
    elsewhere = find_hits(tiny.sentences(*HIT, doc_id="z"), CODEBOOK)
    hits = pd.concat([HITS, elsewhere], ignore_index=True)
    found = near_misses(SENTENCES, hits, CODEBOOK, "vote")
    pd.testing.assert_frame_equal(found, near_misses(SENTENCES, HITS, CODEBOOK, "vote"))


def test_nothing_gives_an_empty_table_of_the_same_types():
    full = near_misses(SENTENCES, HITS, CODEBOOK, "vote")
    assert tiny.same_types(full, near_misses(SENTENCES, HITS, CODEBOOK, "war"))
    assert tiny.same_types(full, near_misses(SENTENCES.head(0), HITS.head(0), CODEBOOK, "vote"))
    assert near_misses(SENTENCES.head(0), HITS, CODEBOOK).empty


def test_by_default_all_coded_themes_are_looked_at_in_the_order_of_the_codebook():
    several = near_misses(SENTENCES, HITS, CODEBOOK)
    assert several["theme"].unique().tolist() == ["vote", "vote/count"]
    one = near_misses(SENTENCES, HITS, CODEBOOK, "vote/count")
    own = several[several["theme"] == "vote/count"].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, one)


def test_an_unknown_theme_and_a_missing_column_are_faults():
    with pytest.raises(InputError, match=r"the theme 'vot'.*vote"):
        near_misses(SENTENCES, HITS, CODEBOOK, "vot")
    with pytest.raises(InputError, match="no column 'start'"):
        near_misses(SENTENCES.drop(columns="start"), HITS, CODEBOOK, "vote")
