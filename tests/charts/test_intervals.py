"""Intervals in charts: thin lines on bars, and naive intervals beside those by texts."""

import numpy as np
import pandas as pd
import pytest
from chart_tables import axes, colours, labels, shares, texts, with_family_columns

from analysis import InputError, charts
from analysis.charts.style import GREY, INK
from analysis.measures.naive import compare_intervals

LOW = [0.2, 0.2, 0.04, 0.1, 0.1, 0.0]
HIGH = [0.8, 0.8, 0.6, 0.7, 0.7, 0.3]


def with_intervals(**columns) -> pd.DataFrame:
    """The shares of five sentences, with made-up intervals, as if of 20 texts."""
    table = shares().assign(low=LOW, high=HIGH, resampled="texts", n_resampled=20, n_carrying=15)
    return table.assign(**columns)


def lines(ax) -> dict[str, list[float]]:
    """The ends of each line, by its name."""
    return {line.get_label(): [float(x) for x in line.get_xdata()] for line in ax.lines}


def test_an_interval_is_a_line_on_the_bar_of_its_theme():
    ax = axes(charts.prevalence(with_intervals()))
    assert lines(ax) == {
        "interval of Clean water": [1.0, 4.0],  # of 5 sentences
        "interval of Roads": pytest.approx([0.2, 3.0]),
        "interval of The council": pytest.approx([0.5, 3.5]),
        "interval of The school": pytest.approx([0.0, 1.5]),
    }
    heights = [set(line.get_ydata()) for line in ax.lines]
    assert heights == [{y} for y in ax.get_yticks()]
    assert {line.get_color() for line in ax.lines} == {INK}
    # The counts stand behind the line where it is longer than the bar.
    counts = {text.get_text(): text.xy[0] for text in ax.texts if " of 5" in text.get_text()[:6]}
    assert counts["3 of 5"] == 4.0
    assert max(text.xy[0] for text in ax.texts) < ax.get_xlim()[1]


def test_a_table_without_intervals_is_drawn_without_lines():
    with_lines, without = charts.prevalence(with_intervals()), charts.prevalence(shares())
    assert not axes(without).lines
    assert colours(axes(with_lines)) == colours(axes(without))
    assert "interval" not in without.caption
    chart = charts.prevalence(with_intervals(low=np.nan, high=np.nan, n_resampled=4))
    assert not axes(chart).lines
    assert "at least five texts, and there are 4 texts" in chart.caption


def test_labels_in_the_caption_are_those_of_the_chart():
    chart = charts.prevalence(with_family_columns(with_intervals(n_carrying=[9, 9, 15, 15, 15, 0])))
    assert "Clean water is carried by fewer than ten texts" in chart.caption


def test_the_naive_interval_is_beside_the_one_by_texts():
    table = compare_intervals(with_intervals())
    chart = charts.intervals(table)
    ax = axes(chart)
    assert labels(ax.yaxis) == ["Clean water", "Roads", "The council"]  # those that occur
    drawn = lines(ax)
    water = table.set_index("theme").loc["topic/water"]
    assert drawn["naive: Clean water"] == pytest.approx([water.naive_low, water.naive_high])
    assert drawn["by texts: Clean water"] == [0.2, 0.8]
    grey = [line.get_label() for line in ax.lines if line.get_color() == GREY]
    assert grey == ["naive: Clean water", "naive: Roads", "naive: The council"]
    assert {"naive", "by texts", "20.0 to 80.0%"} <= set(texts(ax))
    points = ax.collections[0].get_offsets()[:, 0]
    assert list(points) == [0.6, 0.2, 0.4]
    assert chart.title == "By texts, intervals are 0.9 times as wide as by sentences"
    assert "most misleading for Roads (20.0% of the sentences)" in chart.caption
    assert chart.data["shown"].tolist() == [False, True, True, False, True, False]
    assert set(table.columns) <= set(chart.data.columns)


def test_nothing_to_compare():
    table = compare_intervals(with_intervals(low=np.nan, high=np.nan, n_resampled=4))
    chart = charts.intervals(table)
    assert texts(axes(chart)) == ["There are no intervals to compare."]
    assert "at least five texts" in chart.caption
    absent = with_intervals(n_sentences_hit=0, share=0.0)
    assert "None of these themes occurs." in charts.intervals(compare_intervals(absent)).caption
    empty = with_intervals(n_sentences=0, n_sentences_hit=0, share=np.nan, low=np.nan, high=np.nan)
    chart = charts.intervals(compare_intervals(empty))
    assert chart.caption == "n = 0 sentences."


def test_of_many_themes_twenty_are_shown():
    themes = pd.DataFrame({"theme": [f"t{i:02}" for i in range(40)]})
    themes["label"] = themes["theme"].str.upper()
    found = [{f"t{i:02}" for i in range(k, 40)} for k in range(40)]
    many = shares(themes=themes, found=found).assign(
        low=0.01, high=0.9, resampled="texts", n_resampled=20, n_carrying=15
    )
    chart = charts.intervals(compare_intervals(many))
    assert len(labels(axes(chart).yaxis)) == 20
    assert "The chart shows 20 of 40 themes that occur" in chart.caption
    assert len(chart.data) == 40


def test_a_table_without_intervals_cannot_be_compared():
    with pytest.raises(InputError, match="no column 'low'"):
        compare_intervals(shares())


def test_what_a_reader_coded_is_a_white_dot_beside_the_share():
    coded = {
        "n_read": 5,
        "n_coded": [3, 3, 2, 2, 3, 0],
        "share_coded": [0.6, 0.6, 0.4, 0.4, 0.6, 0],
    }
    chart = charts.intervals(compare_intervals(with_intervals(**coded)))
    dots = {points.get_label(): points for points in axes(chart).collections}
    assert dots["coded by a reader"].get_offsets()[:, 0].tolist() == [0.6, 0.4, 0.6]
    assert dots["share"].get_offsets()[:, 0].tolist() == [0.6, 0.2, 0.4]
    assert chart.subtitle.endswith("white dot: as a reader coded")


def test_a_narrow_chart_leaves_out_the_naive_numbers():
    chart = charts.intervals(compare_intervals(with_intervals()), width="column")
    assert "naive" not in texts(axes(chart))
    assert "by texts" in texts(axes(chart))


def test_intervals_as_wide_as_the_naive_ones_make_no_claim():
    table = compare_intervals(with_intervals()).assign(times_as_wide=1.02)
    assert charts.intervals(table).title == "By texts, intervals are about as wide as by sentences"
