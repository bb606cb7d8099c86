"""What is said of where themes occur, which go together, and which follow which."""

import pandas as pd

from analysis.display.findings.of_structure import describe_structure

NOWHERE = pd.DataFrame({"theme": [], "label": [], "position": []})
NOTHING = pd.DataFrame({"n_both": [], "n_followed": []})
ODDS = ["log_odds", "low", "high"]


def pair(a: str, b: str, observed: int, expected: float, odds=(0.1, -1.0, 1.2), **further) -> dict:
    log_odds, low, high = odds
    association = "more" if low > 0 else "less" if high < 0 else ""
    row = {
        "theme_a": a,
        "label_a": a.title(),
        "theme_b": b,
        "label_b": b.title(),
        "n_both": observed,
        "n_followed": observed,
        "n_steps": 80,
        "n_sentences": 90,
        "expected": expected,
        "log_odds": log_odds,
        "low": low,
        "high": high,
        "association": association,
        "by_codebook": False,
        "clusters": "texts",
        "n_clusters": 9,
    }
    return row | further


def said(positions=NOWHERE, pairs=NOTHING, sequences=NOTHING) -> list[str]:
    """What is said, one finding each, without line breaks."""
    words = describe_structure(positions, pd.DataFrame(pairs), pd.DataFrame(sequences))
    return words.replace("\n", " ").split(". ")


def places(**themes: list[float]) -> pd.DataFrame:
    rows = [(name, name.title(), place) for name, where in themes.items() for place in where]
    return pd.DataFrame(rows, columns=["theme", "label", "position"])


def test_themes_need_three_sentences_to_be_early_or_late():
    table = places(aid=[0.1, 0.2], war=[0.7, 0.8, 0.9], law=[0.5])
    assert said(table)[0] == (
        "Too few themes occur in at least three sentences to say which comes first"
    )


def test_places_that_could_be_accidental_are_said_to_be():
    few = places(aid=[0.2, 0.3, 0.4], war=[0.6, 0.7, 0.8])
    assert said(few)[0] == (
        "No theme has a place of its own in the texts: their places could as well be random"
    )
    # the mean of 27 is 0.2 from the middle: 3.6 standard errors of 0.289 / 27 ** 0.5
    many = places(aid=[0.2, 0.3, 0.4] * 9, war=[0.6, 0.7, 0.8])
    assert said(many)[0].endswith("“War” latest (70%)")


def test_the_clearest_pairs_are_named_with_what_chance_would_give():
    pairs = [
        pair("aid", "war", 30, 12.3, (1.5, 0.9, 2.1)),
        pair("aid", "law", 40, 20.0, (1.2, 0.5, 1.9)),
        pair("war", "law", 1, 9.0, (-2.0, -3.0, -1.0)),
        pair("law", "art", 50, 9.0, (4.0, 3.0, 5.0), by_codebook=True),
    ]
    found = said(pairs=pairs)
    assert found[1:5] == [
        "“Aid” and “War” go together most clearly: 30 sentences, 12.3 expected by chance"
        " (odds ratio 4.5, 95% interval 2.5 to 8.2)",
        "The interval, widened for as many comparisons, lies above chance for 2 of 3 pairs",
        "“War” and “Law” most clearly keep apart: 1 sentence, 9.0 expected by chance"
        " (odds ratio 0.14, 95% interval 0.05 to 0.37)",
        "The interval, widened for as many comparisons, lies below chance for 1 of 3 pairs",
    ]


def test_a_frequent_pair_that_is_no_more_than_chance_is_said_to_be():
    pairs = [pair("aid", "war", 7, 5.8, by_codebook=True), pair("aid", "law", 3, 2.9)]
    assert said(pairs=pairs)[1:4] == [
        "Named together most often: “Aid” and “War”, 7 sentences, 5.8 expected by chance",
        "The two share words in the codebook, so this is partly its doing",
        "Of 2 pairs of themes, none is clearly more or less frequent than chance would give,"
        " among so many (intervals by 9 texts)",
    ]
    few = [pair("aid", "war", 7, 5.8, clusters="paragraphs", n_clusters=1)]
    assert said(pairs=few)[2] == (
        "With 1 paragraph there is no interval, so no pair of themes can be said to go together"
        " more often than chance would give"
    )


def test_what_follows_what():
    clear = [
        pair("aid", "aid", 30, 10.0, (2.5, 1.5, 3.5)),
        pair("aid", "war", 20, 8.0, (1.0, 0.2, 1.8)),
    ]
    assert said(sequences=clear)[2:] == [
        "After a sentence with “Aid”, the next one most clearly carries “War”: 20 sentences, 8.0"
        " expected if the sentences were in random order (odds ratio 2.7, 95% interval 1.2 to 6.0)",
        "The interval, widened for as many comparisons, lies above chance for 2 of 2 pairs.",
    ]
    assert said(sequences=clear[:1])[2].startswith(
        "“Aid” most clearly carries over from one sentence to the next: 30 sentences, 10.0 expected"
    )
    unclear = [pair("aid", "war", 20, 18.0)]
    assert said(sequences=unclear)[2] == (
        "No theme clearly follows another more often than if the sentences were in random order (80"
        " pairs of consecutive sentences)."
    )
    few = [pair("aid", "war", 20, 18.0, n_clusters=2)]
    assert said(sequences=few)[2] == (
        "With 2 texts there is no interval, so no theme can be said to follow another more often"
        " than chance would give."
    )


def test_nothing_at_all():
    assert said() == [
        "Too few themes occur in at least three sentences to say which comes first",
        "No two themes are named in the same sentence",
        "No theme follows another in the next sentence.",
    ]
