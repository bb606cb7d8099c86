"""How far the counts can be relied on, in sentences: each of them, and what it says of nothing."""

import pandas as pd

from analysis.display.findings.of_how_sure import describe_how_sure

COMPARED = pd.DataFrame(
    {
        "label": ["Aid", "War", "Topics"],
        "coded": [True, True, False],
        "n_sentences_hit": [30, 12, 40],
        "n_sentences": 200,
        "share": [0.15, 0.06, 0.2],
        "low": [0.081, 0.01, 0.1],
        "high": [0.243, 0.2, 0.3],
        "naive_low": [0.107, 0.035, 0.15],
        "naive_high": [0.206, 0.102, 0.26],
        "resampled": "texts",
        "n_resampled": 40,
    }
)
RELIANCE = pd.DataFrame(
    {
        "theme": ["aid", "aid", "war", "war", "sea"],
        "label": ["Aid", "Aid", "War", "War", "Sea"],
        "pattern": ["help*", "aid", "us", "war", "sea"],
        "share_only": [0.4, 0.3, 0.75, 0.25, 1.0],
        "rests": [False, False, True, False, False],
        "n_without": [18, 21, 3, 9, 0],
        "n_sentences_hit": [30, 30, 12, 12, 9],
    }
)
UNCOVERED = pd.DataFrame({"sentence": ["It rained."] * 80})
LEFTOVER = pd.DataFrame({"term": ["rain", "night"]})
FIRST = pd.DataFrame({"label": ["War", "Aid"], "found": ["only “us” finds 9 of 12", "x"]})


def say(compared=COMPARED, reliance=RELIANCE, uncovered=UNCOVERED, leftover=LEFTOVER, first=FIRST):
    said = describe_how_sure(compared, reliance, uncovered, leftover, first)
    return said.replace("\n", " ")


def test_what_is_said_of_a_study_with_all_of_it():
    assert say() == (
        "The most frequent theme, “Aid”, is in 30 of 200 sentences (15.0%; by texts, 8.1 to"
        " 24.3%). If all sentences were independent, the interval would be 10.7 to 20.6%."
        " 1 of 2 themes with several patterns and at least 5 sentences rests on one pattern for"
        " more than half of its sentences, “War”: without “us”, 3 of 12 sentences"
        " would be left."
        " 80 of 200 sentences carry no theme; the words that stand out most there: “rain” and"
        " “night”."
        " To be read first: “War”, because only “us” finds 9 of 12."
    )


def test_what_is_said_where_there_is_little():
    assert "“Aid”, is in 30 of 200 sentences; 3 texts are too few for an interval." in say(
        COMPARED.assign(low=float("nan"), high=float("nan"), n_resampled=3)
    )
    assert "1 paragraph is too few for an interval" in say(
        COMPARED.assign(low=float("nan"), resampled="paragraphs", n_resampled=1)
    )
    assert "No theme with several patterns and at least 5 sentences occurs" in say(
        reliance=RELIANCE.tail(1)
    )
    assert "None of 1 theme with several patterns" in say(reliance=RELIANCE.head(2))
    is_word_of_label = RELIANCE.tail(3).assign(rests=False)
    assert "unless it is a word of the theme’s label" in say(reliance=is_word_of_label)
    assert "no word is clearly more than 1.5 times as frequent there" in say(
        leftover=LEFTOVER.head(0)
    )
    assert "All sentences carry a theme (200 of 200)." in say(uncovered=UNCOVERED.head(0))
    assert "because only “us” finds 9 of 12." in say(first=FIRST.head(1))
    assert "Nothing stands out that should be read first." in say(first=FIRST.head(0))
    none = COMPARED.assign(n_sentences_hit=0)
    assert say(none) == "No theme occurs, so there is no share to be sure of."
