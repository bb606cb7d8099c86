"""A codebook proposed from groups of phrases."""

import pandas as pd
from tiny import rows

from analysis.codebook.proposal import propose_codebook
from analysis.codebook.word_forms import WordForms

WORDS = ["rivers", "river", "roads", "road", "farms", "farm", "rights", "human", "us", "clean"]


def propose(*phrases: tuple[str, str, int]):
    table = pd.DataFrame(phrases, columns=["phrase", "form", "group"])
    return propose_codebook("Draft", "en", table, WordForms(WORDS))


def test_a_theme_per_group():
    codebook = propose(
        ("clean river", "clean River", 1),
        ("river", "river", 1),
        ("farm", "Farm", 1),
        ("roads", "roads", 2),
        ("human", "human", 0),
    )
    assert rows(codebook.themes, "theme", "label") == [
        ["clean-river", "Clean River, Farm"],  # `river` would repeat a word
        ["roads", "Roads"],
    ]
    assert rows(codebook.patterns, "theme", "pattern") == [
        ["clean-river", "clean river*"],
        ["clean-river", "river*"],
        ["clean-river", "farm*"],
        ["roads", "road*"],
    ]
    assert (codebook.name, codebook.version, codebook.language) == ("Draft", "draft", "en")


def test_a_word_in_capitals_stays_in_capitals():
    codebook = propose(("us forces", "US forces", 1), ("us", "US", 1), ("human", "Human", 1))
    assert codebook.patterns["pattern"].tolist() == ["US forces", "US", "human"]
    assert codebook.themes["theme"].tolist() == ["us-forces"]


def test_a_word_is_not_looked_for_in_a_phrase_of_another_theme():
    codebook = propose(("rights", "rights", 1), ("human rights", "human rights", 2))
    assert rows(codebook.patterns, "theme", "pattern", "excludes") == [
        ["rights", "rights", False],
        ["rights", "human rights", True],
        ["human-rights", "human rights", False],
    ]


def test_a_longer_phrase_that_is_in_no_theme_is_not_excluded():
    codebook = propose(("rights", "rights", 1), ("human rights", "human rights", 0))
    assert rows(codebook.patterns, "pattern", "excludes") == [["rights", False]]


def test_two_themes_never_have_one_key():
    codebook = propose(("a b", "a b", 1), ("a-b", "a-b", 2))
    assert codebook.themes["theme"].tolist() == ["a-b", "a-b-2"]


def test_no_groups():
    codebook = propose(("human", "human", 0))
    assert codebook.themes.empty
    assert codebook.patterns.empty
