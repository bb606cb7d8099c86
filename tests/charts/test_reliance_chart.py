"""What themes rest on, as dots on lines."""

import pandas as pd
import pytest
import tiny
from chart_tables import HOSTILE, axes, labels, texts

from analysis import InputError, charts
from analysis.charts.style import PALETTE
from analysis.measures.reliance import reliance

# A theme that rests on a bad pattern: `us` finds the pronoun.
PLANTED = tiny.codebook(
    {
        "topic/trade": ["trade*", "tariff*"],
        "topic/poverty": ["poverty", "the poor"],
        "actor/states": ["united states", "washington", "us"],
        "actor/ministers": ["minister*"],
    }
)
TEXTS = [
    *["It concerns us."] * 8,
    *["Trade in Washington."] * 2,
    *["The poor want trade."] * 3,
    *["Poverty and the poor."] * 3,
    *["Ministers met."] * 6,
    *["Tariffs on trade."] * 2,
    *["Tariffs fell."] * 3,
]


@pytest.fixture(scope="module")
def table():
    return reliance(tiny.sentences(*TEXTS), PLANTED)


def points(chart) -> dict[str, list[float]]:
    """What is left of each theme: the places of its dots, the large one last."""
    places = {}
    for dots in axes(chart).collections:
        places.setdefault(dots.get_label(), []).extend(dots.get_offsets()[:, 0].round(3).tolist())
    return places


def test_a_theme_that_rests_on_a_bad_pattern_comes_first_and_its_dot_is_far_left(table):
    chart = charts.reliance(table)
    assert chart.title == "“States” rests on one pattern: without “us”, 2 of 10 sentences are left"
    assert labels(axes(chart).yaxis) == ["States", "Trade", "Poverty", "Ministers"]
    assert points(chart) == {
        "States": [0.8, 0.2],
        "Trade": [0.7, 0.5],
        "Poverty": [1.0, 0.5],
        "Ministers": [0.0],
    }
    assert texts(axes(chart)) == [
        "2 of 10 without “us”",
        "5 of 10 without “trade*”",
        "3 of 6 without “the poor”",
        "0 of 6 without “minister*” (its only one)",
    ]


def test_the_colours_are_the_families(table):
    colours = [line.get_color() for line in axes(charts.reliance(table)).lines]
    assert colours[-4:] == [PALETTE[1], PALETTE[0], PALETTE[0], PALETTE[1]]


def test_the_data_hold_every_theme_that_is_judged_and_say_which_are_shown():
    themes = {f"t{number:02}": [f"word{number}", "always"] for number in range(20)}
    themes["rare"] = ["rare"]
    sentences = tiny.sentences(*["Always."] * 6, "Rare.")
    chart = charts.reliance(reliance(sentences, tiny.codebook(themes)))
    assert len(labels(axes(chart).yaxis)) == 15
    assert chart.data["theme"].nunique() == 20
    assert chart.data.loc[chart.data["shown"], "theme"].nunique() == 15
    assert "1 theme with fewer than 5 sentences is not judged" in chart.caption
    assert "The chart shows 15 of 20 themes" in chart.caption
    assert chart.title.startswith(
        "20 of 20 themes with several patterns rest on one: without “always”, 0 of 6"
    )


def test_neutral_titles(table):
    single = table[table["theme"] == "actor/ministers"]
    assert charts.reliance(single).title.startswith("What is left of each theme")
    even = table[table["theme"] == "topic/poverty"]
    assert charts.reliance(even).title == "No theme rests unexpectedly on one of its patterns"


def test_labels_that_occur_twice_are_told_apart():
    codebook = tiny.codebook({"topic/other": ["tax"], "actor/other": ["council"]})
    sentences = tiny.sentences(*["Tax for the council."] * 5)
    chart = charts.reliance(reliance(sentences, codebook))
    assert labels(axes(chart).yaxis) == ["Other (Topic)", "Other (Actor)"]


def test_more_sentences_can_be_left_than_there_were():
    codebook = tiny.codebook({"aid": ["aid worker", "worker", "help", "!new aid"]})
    sentences = tiny.sentences(*["Help."] * 5, "An aid worker.", *["New aid worker."] * 2)
    chart = charts.reliance(reliance(sentences, codebook))
    assert points(chart) == {"Aid": [1.333, 0.167]}
    assert axes(chart).get_xlim()[1] == pytest.approx(4 / 3 + 0.02)


def test_nothing_to_judge(table):
    for part in (table.head(0), table.assign(n_sentences_hit=4)):
        chart = charts.reliance(part)
        assert texts(axes(chart)) == ["No theme has 5 sentences or more."]
        assert "n = " in chart.caption


def test_labels_and_patterns_that_are_odd_are_drawn(table):
    sentences = tiny.sentences(*["Council."] * 5)
    one = reliance(sentences, tiny.codebook({"a": ["council"]}))
    odd = [one.assign(theme=f"t{n}", label=text, pattern=text) for n, text in enumerate(HOSTILE)]
    chart = charts.reliance(pd.concat(odd, ignore_index=True))
    assert chart.facts
    assert chart.render("svg") == chart.render("svg")


def test_a_missing_column_is_a_fault(table):
    with pytest.raises(InputError, match="no column 'n_only'"):
        charts.reliance(table.drop(columns="n_only"))
