"""What themes rest on, by hand and against searching again without each pattern."""

from dataclasses import replace

import pandas as pd
import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import rows

from analysis import InputError, find_hits
from analysis.measures import reliance as module
from analysis.measures.carried import find_carried
from analysis.measures.reliance import find_dependence, reliance

CODEBOOK = tiny.codebook(
    {
        "help": ["help*", "foreign help", "mutual aid"],
        "war": ["war", "mutual aid"],
    }
)
SENTENCES = pd.concat(
    [
        tiny.sentences(
            "Foreign help came.",  # `foreign help` takes the characters; `help*` would find it, too
            "They helped and helped.",  # `help*` only, twice
            "Mutual aid helped.",  # two patterns of help; one of war
            "Nothing.",
        ),
        tiny.sentences("Help against war.", doc_id="b"),  # `help*` only; `war` only
    ],
    ignore_index=True,
)


def test_what_each_pattern_finds_alone_and_what_is_left_without_it():
    table = reliance(SENTENCES, CODEBOOK)
    counts = ["n_hits", "n_texts", "n_found", "n_only", "n_without", "n_sentences_hit"]
    assert rows(table, "theme", "pattern", *counts) == [
        ["help", "help*", 4, 2, 3, 2, 2, 4],
        ["help", "foreign help", 1, 1, 1, 0, 4, 4],
        ["help", "mutual aid", 1, 1, 1, 0, 4, 4],
        ["war", "war", 1, 1, 1, 1, 1, 2],
        ["war", "mutual aid", 1, 1, 1, 1, 1, 2],
    ]
    assert table["share_only"].tolist() == [0.5, 0, 0, 0.5, 0.5]
    assert table["share_without"].tolist() == [0.4, 0.8, 0.8, 0.2, 0.2]
    assert table["share"].tolist() == [0.8, 0.8, 0.8, 0.4, 0.4]
    assert rows(table, "n_sharing", "sharing") == [
        [0, ""],
        [0, ""],
        [1, "war"],
        [0, ""],
        [1, "help"],
    ]


def test_a_theme_rests_on_a_pattern_unless_that_is_no_surprise():
    """Of nine sentences with a theme, only one pattern finds six, and the other three."""
    texts = tiny.sentences(*["We need grants."] * 6, *["We need a dole."] * 3, *["Rent."] * 4)
    codebook = tiny.codebook(
        {
            "aid": ["grant*", "dole", "credit"],
            "grants": ["grant*", "dole", "credit"],  # a word of the label
            "even": ["grant*", "dole"],  # one of two, and the other finds half as many
            "alone": ["grant*"],
            "few": ["rent", "tenant"],  # in four sentences
        }
    )
    table = reliance(texts, codebook)
    most = table[table["n_only"] > 0].drop_duplicates("theme")
    assert rows(most, "theme", "pattern", "expected", "rests") == [
        ["aid", "grant*", False, True],
        ["grants", "grant*", True, False],
        ["even", "grant*", True, False],
        ["alone", "grant*", False, False],
        ["few", "rent", False, False],
    ]
    assert table["rests"].sum() == 1


def test_the_sentences_that_only_one_pattern_finds():
    found = find_dependence(SENTENCES, CODEBOOK)
    assert list(zip(found.sentence, found.row, strict=True)) == [(1, 0), (2, 4), (4, 0), (4, 3)]


def test_a_theme_rests_on_the_patterns_below_it_too():
    table = reliance(tiny.DEEP_SENTENCES, tiny.DEEP)
    assert rows(table, "theme", "pattern", "n_found", "n_only", "n_without") == [
        ["nature/water", "water", 2, 1, 2],  # the second sentence has a reservoir, too
        ["nature/water", "reservoir", 2, 1, 2],
        ["nature/water/storage", "reservoir", 2, 2, 0],
        ["nature/paths", "path*", 2, 2, 0],
        ["trade", "trade", 1, 1, 0],
    ]
    assert table["sharing"].eq("").all()


def test_a_sentence_can_be_gained_where_the_pattern_lost_to_a_not_pattern():
    codebook = tiny.codebook({"aid": ["aid worker", "worker", "!aid"]})
    sentences = tiny.sentences("An aid worker.")
    assert find_hits(sentences, codebook).empty
    table = reliance(sentences, codebook)
    assert rows(table, "pattern", "n_found", "n_only", "n_without", "share") == [
        ["aid worker", 0, 0, 1, 0],
        ["worker", 0, 0, 0, 0],
    ]
    assert table["share_only"].isna().all()


def test_a_pattern_that_a_not_pattern_would_void_does_not_replace_another():
    codebook = tiny.codebook({"aid": ["great aid", "aid worker", "!worker camp"]})
    sentences = tiny.sentences("A great aid worker camp.")
    table = reliance(sentences, codebook)
    assert rows(table, "pattern", "n_only", "n_without") == [
        ["great aid", 1, 0],
        ["aid worker", 0, 1],
    ]


def test_an_empty_study_and_a_codebook_without_patterns_give_the_same_types():
    full = reliance(SENTENCES, CODEBOOK)
    none = reliance(SENTENCES.head(0), CODEBOOK)
    assert none[["n_found", "n_only", "n_without", "n_sentences"]].eq(0).all(axis=None)
    assert none[["share", "share_only", "share_without"]].isna().all(axis=None)
    assert tiny.same_types(full, none.head(0))
    assert tiny.same_types(full, reliance(SENTENCES, tiny.codebook({"a": [], "b": ["!c"]})))


def test_a_missing_column_is_a_fault():
    with pytest.raises(InputError, match="no column 'sentence'"):
        reliance(SENTENCES.drop(columns="sentence"), CODEBOOK)


WORDS = ["aid", "great", "worker", "camp", "new"]
PHRASE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
SENTENCE = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
PATTERNS = st.tuples(
    st.lists(PHRASE, unique=True, min_size=1, max_size=3),
    st.lists(PHRASE.map("!{}".format), unique=True, max_size=2),
).map(lambda both: both[0] + both[1])


@settings(max_examples=5)
@given(
    st.lists(SENTENCE, min_size=20, max_size=40),
    st.fixed_dictionaries({"a": PATTERNS, "a/b": PATTERNS, "d": PATTERNS}),
    st.sampled_from([1, 1 << 21]),
)
def test_it_is_what_searching_again_without_the_pattern_finds(texts, themes, block):
    sentences = tiny.sentences(*texts)
    codebook = tiny.codebook(themes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        table = reliance(sentences, codebook)
    everything = _carrying(sentences, codebook)
    for row in table.itertuples():
        own = codebook.patterns["theme"].add("/").str.startswith(f"{row.theme}/")
        is_left_out = own & codebook.patterns["pattern"].eq(row.pattern)
        is_left_out &= ~codebook.patterns["excludes"]
        less = replace(codebook, patterns=codebook.patterns[~is_left_out].reset_index(drop=True))
        without = _carrying(sentences, less)
        assert row.n_sentences_hit == len(everything[row.theme])
        assert row.n_without == len(without[row.theme])
        assert row.n_only == len(everything[row.theme] - without[row.theme])


def _carrying(sentences: pd.DataFrame, codebook) -> dict[str, set]:
    """The sentences that carry each theme."""
    found = find_carried(sentences, find_hits(sentences, codebook), codebook)
    carried = {theme: set() for theme in codebook.themes["theme"]}
    for sentence, theme in zip(found.sentence, found.theme, strict=True):
        carried[codebook.themes["theme"][theme]].add(sentence)
    return carried
