"""Findings: counts with their denominators, names in quotes, and lines that fit on a screen."""

from math import nan

import pandas as pd

from analysis.display.findings.of_sentences import describe_sentences
from analysis.display.findings.of_themes import describe_themes
from analysis.display.findings.of_words import describe_words
from analysis.display.findings.phrases import LINE_WIDTH

SENTENCES = pd.DataFrame({"doc_id": "a", "n_words": [4, 5, 6]})


def shares(labels: list[str], n_sentences_hit: list[int]) -> pd.DataFrame:
    table = pd.DataFrame({"label": labels, "n_sentences_hit": n_sentences_hit})
    return table.assign(theme=table["label"], coded=True, n_sentences=3)


def test_the_three_most_frequent_themes_are_named_in_order():
    table = shares(["Aid", "War", "Law", "Art"], [1, 3, 2, 1])
    assert describe_themes(table, SENTENCES, SENTENCES[:0]).splitlines() == [
        "The most frequent themes are “War” (3 of 3 sentences), “Law” (2) and “Aid” (1).",
        "4 of 4 themes occur. 3 of 3 sentences carry at least one theme.",
    ]


def with_intervals(low: list[float], high: list[float], **columns) -> pd.DataFrame:
    table = shares(["Aid", "War"], [2, 1]).assign(low=low, high=high, resampled="texts")
    return table.assign(**({"n_resampled": 140} | columns))


def test_the_most_frequent_themes_have_intervals():
    table = with_intervals([0.4, 0.3], [0.8, 0.5])
    said = describe_themes(table, SENTENCES, SENTENCES[:0]).replace("\n", " ")
    assert said.startswith(
        "The most frequent themes are “Aid” (2 of 3 sentences; by texts, 40.0 to 80.0%) and “War”"
        " (1; 30.0 to 50.0%). The intervals of the first two overlap, so do not rely on their"
        " order."
    )
    assert said.endswith("The ranges are 95% intervals by bootstrap-t over 140 texts.")
    apart = with_intervals([0.6, 0.3], [0.8, 0.5])
    assert "overlap" not in describe_themes(apart, SENTENCES, SENTENCES[:0])


def test_without_intervals_it_is_said_why():
    none = with_intervals([nan] * 2, [nan] * 2, n_resampled=1, resampled="paragraphs")
    said = describe_themes(none, SENTENCES, SENTENCES[:0]).replace("\n", " ")
    assert "“Aid” (2 of 3 sentences) and “War” (1)." in said
    assert "they need at least five paragraphs, and there is 1 paragraph. One text is no" in said
    some = with_intervals([nan] * 2, [nan] * 2, n_resampled=0, resampled="")
    assert "only some of the texts were read" in describe_themes(some, SENTENCES, SENTENCES[:0])


def test_the_most_one_sided_family_is_named():
    table = shares(["Praise", "Blame", "Doubt", "Aid", "War"], [3, 1, 0, 3, 2])
    table = table.assign(
        family_label=["Tones"] * 3 + ["Topics"] * 2, family_order=[0] * 3 + [1] * 2
    )
    said = describe_themes(table, SENTENCES, SENTENCES[:0]).splitlines()
    assert said[1] == (
        "The most one-sided family is “Tones”: “Praise” in 3 sentences, “Blame” in 1."
    )
    even = table.assign(n_sentences_hit=[3, 2, 2, 3, 2])
    assert "one-sided" not in describe_themes(even, SENTENCES, SENTENCES[:0])
    flat = table.assign(family_label="")
    assert "one-sided" not in describe_themes(flat, SENTENCES, SENTENCES[:0])


def test_no_theme_and_no_sentence_are_said_to_be_none():
    assert describe_themes(shares(["Aid"], [0]), SENTENCES, SENTENCES) == (
        "No theme occurs (1 theme, 3 sentences)."
    )
    assert describe_sentences(SENTENCES[:0], SENTENCES[:0]) == "The study has no sentences."


def test_long_lines_are_wrapped_between_words():
    labels = ["Rights of vulnerable groups", "Participation and influence", "Justice and inclusion"]
    said = describe_themes(shares(labels, [3, 2, 1]), SENTENCES, SENTENCES[:0])
    assert max(map(len, said.splitlines())) <= LINE_WIDTH
    assert "“Justice and inclusion” (1)." in said.replace("\n", " ")


PARTS = pd.DataFrame(
    {"part": ["Post", "News"], "kind": "outlet", "n_texts": [3, 2], "n_words": [900, 400]}
)
WORDS = pd.DataFrame(
    {
        "part": ["Post", "Post", "News"],
        "term": ["aid", "own", "war"],
        "n_target": [90, 9, 1],
        "n_reference": [50, 3, 2],
        "expected": [42.1, 4.0, 0.2],
        "g2": [30.0, 40.0, 2.0],
        "p_adjusted": [0.001, 0.001, 0.4],
        "low": [1.0, 1.0, -2.0],
        "high": [10.0, 3.0, 3.0],
        "n_texts": [4, 1, 1],
    }
)
NONE = pd.DataFrame({"term": [], "g2": [], "p_adjusted": []})


PHRASES = pd.DataFrame({"term": ["civil society", "rule of"], "n": [1200, 3], "part": ""})


def said_of_words(*tables: pd.DataFrame) -> str:
    return describe_words(PHRASES[:0], *tables).replace("\n", " ")


def test_the_phrases_that_recur_most_are_named():
    said = describe_words(PHRASES, PARTS[:1], WORDS[:0], pd.DataFrame(), NONE)
    assert said.splitlines()[0] == (
        "The phrases of two words that recur most are “civil society” (1,200 times) and “rule of” (3)."
    )


def test_phrases_peculiar_to_a_part_are_named():
    phrases = pd.DataFrame(
        {
            "term": ["blue corridor", "corridor opened", "red tape", "civil society"],
            "n": [10, 9, 8, 1200],
            "part": ["Norell", "Norell", "Corvia", ""],
        }
    )
    said = describe_words(phrases, PARTS[:1], WORDS[:0], pd.DataFrame(), NONE).replace("\n", " ")
    assert "recur most are “civil society” (1,200 times), “blue corridor” (10) and" in said
    assert (
        "The most peculiar phrases are “blue corridor” in “Norell” (10 times in all) and “red"
        " tape” in “Corvia” (8 times in all)."
    ) in said


def test_of_a_word_that_is_nowhere_else_no_ratio_is_given():
    words = WORDS.assign(n_reference=0)
    said = said_of_words(PARTS, words, pd.DataFrame(), NONE)
    assert "“aid” in “Post” (90 times, 42.1 expected; only there)." in said


def test_words_of_one_text_are_counted_and_not_named():
    assert said_of_words(PARTS, WORDS, pd.DataFrame(), NONE) == (
        "The words of 2 groups (by outlet) are compared (400 to 900 words each). "
        "The word that stands out most is “aid” in “Post” (90 times, 42.1 expected; 2 to 1,000 times "
        "as frequent as elsewhere). "
        "1 of 2 distinctive words occurs in one text only, and says something about that text alone."
    )


def test_words_that_chance_can_explain_are_hedged():
    sections = PARTS.assign(kind="section", n_texts=1)
    said = said_of_words(sections, WORDS[2:], pd.DataFrame(), NONE)
    assert said == (
        "The words of 2 sections of the text are compared (400 to 900 words each). "
        "No word stands out in any of them: with so many words compared, even the strongest "
        "difference, that of “war” in “News” (1 time, 0.2 expected), could be chance."
    )
    assert "No word occurs several times" in said_of_words(
        sections, WORDS[:0], pd.DataFrame(), NONE
    )
    assert said_of_words(sections[:1], WORDS[:0], pd.DataFrame(), NONE) == (
        "The study has only one part, so there is nothing to compare its words with."
    )
    assert (
        said_of_words(sections[:0], WORDS[:0], pd.DataFrame(), NONE)
        == "The study has no sentences."
    )


def test_words_beside_a_theme_are_named_if_they_are_typical_of_it():
    beside = pd.DataFrame(
        {"label": "Aid", "L1": ["the"] * 4 + ["of"], "R1": ["for", "for", "for", "", "x"]}
    )
    near = WORDS.assign(term=["for", "x", "the"], g2=[9.0, 1.0, -2.0]).drop(columns="part")
    said = said_of_words(PARTS[:1], WORDS[:0], beside, near)
    assert said.endswith(
        "Of the 5 matches of “Aid”, the most frequent theme, “for” follows 3. "
        "Within five words of “Aid”, the word that stands out most is “for” (90 times, 42.1 expected; "
        "2 to 1,000 times as frequent as elsewhere)."
    )
    said = said_of_words(PARTS[:1], WORDS[:0], beside, NONE)
    assert said.endswith(
        "Within five words of the most frequent theme, “Aid”, no word is clearly more frequent than elsewhere."
    )
