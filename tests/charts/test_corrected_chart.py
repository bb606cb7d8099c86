"""Corrected shares in a chart: bars of hits, dots with intervals, and rows without a number."""

import numpy as np
import pandas as pd
import pytest
from chart_tables import axes, labels, shares, texts, with_family_columns

from analysis import InputError, charts
from analysis.charts.style import GREY, tint
from analysis.messages import speaking
from analysis.tables import CORRECTED

CORRECT = {
    "n_sample": 3,
    "precision": 0.5,
    "recall": 0.5,
    "corrected": [0.7, 0.5, 0.5, 0.3, np.nan, 0.0],
    "low": [0.5, 0.3, 0.25, 0.1, np.nan, 0.0],
    "high": [0.8, 0.7, 0.7, 0.5, np.nan, 0.2],
}


def table(**columns):
    """The shares of five sentences, corrected; the council has too few coded sentences."""
    made = shares()[["theme", "label", "n_sentences", "share"]].assign(**CORRECT)
    return CORRECTED.frame(with_family_columns(made.assign(**columns)))


def by_outlet():
    made = table()
    made.insert(0, "outlet", "Post")
    other = made.assign(outlet="", share=0.2, corrected=0.3, low=0.25, high=0.4, n_sentences=10)
    return pd.concat([made, other], ignore_index=True)


def test_a_bar_is_the_share_of_hits_and_a_dot_with_a_line_the_corrected_share():
    chart = charts.corrected(table())
    ax = axes(chart)
    assert labels(ax.yaxis) == ["Clean water", "Roads", "The council"]  # the school never occurs
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([0.6, 0.2, 0.4])
    assert ax.collections[0].get_offsets()[:, 0].tolist() == [0.5, 0.5]
    drawn = {line.get_label(): line.get_xdata().tolist() for line in ax.lines}
    assert drawn["interval of Roads"] == [0.25, 0.7]
    assert {"hits", "corrected", "95% interval", "25.0 to 70.0%"} <= set(texts(ax))
    assert chart.title == "“Roads”: 50.0% of the sentences once corrected, 20.0% by the hits"
    assert "n = 5 sentences, of which 3 were coded by hand." in chart.caption
    assert "that a person would have coded" in chart.caption
    assert "The share of hits lies outside the interval for 1 of 3 themes" in chart.caption


def test_without_a_number_the_bar_is_grey_and_the_chart_says_too_few():
    ax = axes(charts.corrected(table()))
    colours = [bar.get_facecolor()[:3] for bar in ax.patches]
    assert colours[2] == pytest.approx(
        [int(tint(GREY, 0.45)[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    )
    assert colours[0] != colours[2]
    assert texts(ax).count("too few") == 1
    assert "Where a bar is grey, too few sentences" in charts.corrected(table()).caption
    none = charts.corrected(table(corrected=np.nan, low=np.nan, high=np.nan))
    assert texts(axes(none)) == ["Too few sentences were coded by hand to correct a share."]
    assert charts.corrected(CORRECTED.empty()).caption == "n = 0 sentences."


def test_marks_count_the_sentences_with_a_hit():
    marks = charts.corrected(table()).marks
    assert marks["n"].tolist() == [3, 1, 2]
    assert marks["words"].tolist()[0] == "Clean water: 3 of 5 sentences"
    assert marks["where"].str.startswith("theme=").all()


def test_groups_are_rows_below_the_heading_of_their_theme():
    chart = charts.corrected(by_outlet(), "outlet")
    ax = axes(chart)
    assert labels(ax.yaxis)[:2] == ["Post", "(not stated)"]
    assert {"Clean water", "Roads", "The council"} <= set(texts(ax))
    assert "n = 15 sentences in 2 groups; 6 of the sentences were coded by hand." in chart.caption
    assert chart.marks["where"].tolist()[1].endswith("&outlet=%28not%20stated%29")
    assert chart.marks["words"].tolist()[1] == "Clean water, (not stated): 2 of 10 sentences"
    assert chart.title.startswith("“Roads”, Post: 50.0%")
    assert len(chart.data) == 12


def test_many_rows_are_cut_to_those_that_fit():
    themes = pd.DataFrame({"theme": [f"t{n:02}" for n in range(40)]})
    themes["label"] = themes["theme"].str.upper()
    made = shares(themes=themes, found=[set(themes["theme"])])[["theme", "label", "n_sentences"]]
    many = CORRECTED.frame(made.assign(share=1.0, n_sample=3, precision=1, recall=1, corrected=0.9))
    chart = charts.corrected(many.assign(low=0.8, high=1.0))
    assert len(labels(axes(chart).yaxis)) == 20
    assert "The chart shows 20 of 40 themes" in chart.caption
    outside = charts.corrected(many.assign(low=0.8, high=0.95)).caption
    assert "Even if all shares of hits were right, this would be so for about 2." in outside
    slide = charts.corrected(many.assign(low=0.8, high=1.0), width="slide")
    assert slide.figure.get_figheight() <= 5
    groups = pd.concat([table().assign(outlet=f"Outlet {n:02}") for n in range(30)])
    chart = charts.corrected(groups.reset_index(drop=True), "outlet")
    assert "The chart shows the 10 largest of 30 groups" in chart.caption


def test_it_speaks_french_and_says_nothing_where_nothing_surely_changes():
    sure = table(low=0.0, high=1.0)
    assert charts.corrected(sure).title.startswith("No corrected share shown differs clearly")
    assert "lies within the interval for 3 of 3 themes" in charts.corrected(sure).caption
    with speaking("fr"):
        chart = charts.corrected(table())
    assert "phrases après correction" in chart.title
    assert "codées à la main" in chart.caption


def test_a_table_without_corrected_shares_is_refused():
    with pytest.raises(InputError, match="no column"):
        charts.corrected(shares())
