"""Patterns whose hits stand beside one and the same word, in a small made corpus."""

import pandas as pd
import pytest
import tiny
from tiny import rows

from analysis import InputError, find_hits
from analysis.measures.splits import split_patterns

CODEBOOK = tiny.codebook({"peace": ["secur*", "arms race"], "welfare": ["pension*"]})
TEXTS = [
    *["They praise Social Security."] * 12,
    *["No state is secure."] * 20,
    *["Nothing is secured here today."] * 9,
    *["An arms race costs money."] * 15,
    *["State pensions grew slowly."] * 30,
]
SENTENCES = tiny.sentences(*TEXTS, doc_id="a")
HITS = find_hits(SENTENCES, CODEBOOK)


def test_a_word_beside_some_hits_of_a_loose_pattern_is_found():
    table = split_patterns(SENTENCES, HITS, CODEBOOK)
    columns = ["theme", "label", "pattern", "side", "word", "phrase", "n_beside", "n_hits", "share"]
    # Not `here`, beside nine, nor `state`, beside all pensions, nor words beside `arms race`.
    assert rows(table, *columns) == [
        ["peace", "Peace", "secur*", "L1", "social", "social security", 12, 41, 12 / 41]
    ]


def test_a_word_of_the_label_is_what_the_theme_is_about():
    codebook = tiny.codebook({"social": ["secur*"]})
    assert split_patterns(SENTENCES, find_hits(SENTENCES, codebook), codebook).empty


def test_a_word_in_another_sentence_is_not_beside_the_hit():
    table = tiny.sentences(*["It is social.", "Security is rare.", "Be secure."] * 12)
    assert split_patterns(table, find_hits(table, CODEBOOK), CODEBOOK).empty


def test_words_on_both_sides_of_the_same_hits_are_one_phrase():
    """“Sovereign” and “leaves” stand beside the same debts; “service” beside others."""
    texts = [
        *["The sovereign debt leaves little."] * 15,
        *["Our debt service grew."] * 12,
        *["Nobody pays a debt."] * 20,
    ]
    table = tiny.sentences(*texts)
    codebook = tiny.codebook({"owing": ["debt"]})
    found = split_patterns(table, find_hits(table, codebook), codebook)
    assert rows(found, "side", "word", "n_beside") == [
        ["L1", "sovereign", 15],
        ["R1", "service", 12],
    ]


def test_a_chinese_pattern_is_split_by_the_letter_behind_it():
    texts = ["我们要人权。"] * 6 + ["他们说人权。"] * 6 + ["我们是好人。"] * 20
    table = tiny.sentences(*texts)
    codebook = tiny.codebook({"people": ["人"]})
    found = split_patterns(table, find_hits(table, codebook), codebook)
    assert ["R1", "权", 12] in rows(found, "side", "word", "n_beside")


def test_nothing_gives_an_empty_table_of_the_same_types():
    full = split_patterns(SENTENCES, HITS, CODEBOOK)
    none = SENTENCES.head(0)
    assert tiny.same_types(full, split_patterns(none, HITS, CODEBOOK))
    assert tiny.same_types(full, split_patterns(none, HITS.head(0), CODEBOOK))
    rain = pd.concat([tiny.sentences("Security.", doc_id="b"), none], ignore_index=True)
    assert tiny.same_types(full, split_patterns(rain, find_hits(rain, CODEBOOK), CODEBOOK))


def test_a_missing_column_is_a_fault():
    with pytest.raises(InputError, match="no column 'start'"):
        split_patterns(SENTENCES.drop(columns="start"), HITS, CODEBOOK)
