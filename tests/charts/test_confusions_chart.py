"""Confusion of themes in charts: a bar for each pair, with what chance alone would give."""

import pandas as pd
import pytest
from chart_tables import axes, labels, texts
from layout_checks import find_faults

from analysis import InputError, charts
from analysis.messages import speaking
from analysis.tables import CONFUSIONS

TABLE = CONFUSIONS.frame(
    {
        "theme_a": ["aid", "aid", "debt"],
        "label_a": ["Aid", "Aid", "Debt"],
        "theme_b": ["debt", "trade", "trade"],
        "label_b": ["Debt", "Trade", "Trade"],
        "n_units": 100,
        "n_confused": [8, 3, 1],
        "expected": [1.5, 4.0, 0.2],
        "n_agreed_a": [30, 30, 12],
        "n_agreed_b": [12, 5, 5],
        "n_differing_a": 15,
        "n_differing_b": 10,
        "definition_a": "",
        "definition_b": "",
    }
)


def test_a_bar_counts_the_sentences_beside_what_chance_gives():
    chart = charts.confusions(TABLE)
    ax = axes(chart)
    assert labels(ax.yaxis) == ["Aid or Debt", "Aid or Trade"]
    assert [bar.get_width() for bar in ax.patches] == [8, 3]
    lines = {line.get_label(): line.get_xdata()[0] for line in ax.lines}
    assert lines == {"expected: Aid or Debt": 1.5, "expected: Aid or Trade": 4.0}
    assert {"8", "3", "agreed", "30 and 12", "30 and 5"} <= set(texts(ax))
    # The count stands behind the line where that is further than the bar.
    counts = {text.get_text(): text.xy[0] for text in ax.texts}
    assert (counts["8"], counts["3"]) == (8, 4)
    assert chart.title == "“Aid” and “Debt” are confused most: in 8 of 100 sentences"
    assert "Confused at least once: 3 pairs of themes." in chart.caption
    assert "The chart shows 2 of 3 pairs of themes, those that are confused most" in chart.caption
    assert chart.data["shown"].tolist() == [True, True, False]


TITLES = [
    (TABLE.head(1), "“Aid” and “Debt” are confused in 8 of 100 sentences"),
    (TABLE.assign(n_confused=3), "3 pairs of themes are confused most: in 3 of 100 sentences each"),
    (TABLE.assign(n_confused=1), "Coders confuse no two themes more than once"),
    (TABLE.head(0), "Which themes coders confuse"),
]


@pytest.mark.parametrize(("table", "title"), TITLES)
def test_the_title_names_the_pair_that_is_confused_most(table, title):
    assert charts.confusions(table).title == title


def test_pairs_that_are_confused_once_are_drawn_if_there_are_no_others():
    assert len(labels(axes(charts.confusions(TABLE.assign(n_confused=1))).yaxis)) == 3


def test_nothing_to_draw():
    chart = charts.confusions(TABLE.head(0))
    message = "No two themes are confused in a sentence that two coders read."
    assert texts(axes(chart)) == [message]
    assert chart.caption == "n = 0 pairs of themes."


def many(n: int, label: str) -> pd.DataFrame:
    rows = TABLE.iloc[[0] * n].reset_index(drop=True)
    names = [f"{label} {number:02}" for number in range(n)]
    themes = [f"t{number:02}" for number in range(n)]
    return rows.assign(
        theme_a=themes, label_a=names, label_b=names[::-1], n_confused=range(n, 0, -1)
    )


def test_of_many_pairs_fifteen_are_shown():
    chart = charts.confusions(many(40, "Theme"))
    assert len(labels(axes(chart).yaxis)) == 15
    assert "The chart shows 15 of 40 pairs of themes" in chart.caption


@pytest.mark.parametrize("width", ["column", "page", "slide"])
def test_words_are_inside_the_picture_and_apart(width):
    long = many(30, "Reduction of poverty in all its forms and dimensions everywhere")
    for table in (TABLE, long):
        chart = charts.confusions(table, width=width)
        assert not find_faults(chart.figure)
        assert not any("\u00a0" in label for label in labels(axes(chart).yaxis))


def test_in_french():
    with speaking("fr"):
        chart = charts.confusions(TABLE)
    assert labels(axes(chart).yaxis) == ["Aid ou Debt", "Aid ou Trade"]
    assert "Le graphique montre 2 paires de thèmes sur 3" in chart.caption


def test_a_missing_column_is_a_fault():
    with pytest.raises(InputError, match="table confusions: found no column 'expected'"):
        charts.confusions(TABLE.drop(columns="expected"))
