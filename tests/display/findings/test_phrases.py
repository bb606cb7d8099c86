"""Phrases: percentages, intervals, and nothing where there is no interval."""

from math import nan

import pytest

from analysis.display.findings.phrases import say_interval, say_share


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.0, 0.0412, "0.0 to 4.1%"),
        (0.0004, 0.0061, "0.04 to 0.61%"),  # below 1% one decimal would say too little
        (0.98, 1.0, "98.0 to 100.0%"),
        (-0.0004, 0.5, "0.0 to 50.0%"),  # never −0.0
        (nan, 0.5, ""),
        (0.5, nan, ""),
    ],
)
def test_intervals_are_percentages(low: float, high: float, words: str):
    assert say_interval(low, high) == words


def test_a_share_says_what_its_interval_rests_on():
    assert say_share(0.5, 0.25, 0.75, "paragraphs") == "50.0% (by paragraphs, 25.0 to 75.0%)"
    assert say_share(0.0013, nan, nan) == "0.13%"
    assert say_share(0.0) == "0.0%"
