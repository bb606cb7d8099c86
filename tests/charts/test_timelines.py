"""Shares over time: one panel per theme, one point per period."""

import re

from chart_tables import labels
from matplotlib.colors import to_hex
from panel_tables import (
    SCHOOL,
    WATER,
    line,
    over_time,
    panel,
    ranked,
    shares,
    titles,
    with_intervals,
)

from analysis.charts import shares_over_time
from analysis.wording import UNSTATED


def test_lines_are_the_shares_and_gaps_are_gaps():
    chart = over_time()
    water = panel(chart, "Clean water")
    assert line(water) == [0.25, None, 0.5, 0]
    assert line(water, 1) == [None, None, 0.5, None]  # hollow: of fewer than 20 sentences
    assert water.lines[0].get_marker() == "o"
    assert to_hex(water.lines[1].get_markerfacecolor()) == "#ffffff"
    (gap,) = water.patches
    assert (gap.get_x(), gap.get_width()) == (0.5, 1)
    assert line(water, 2) == [round(18 / 73, 6)] * 2  # the share in all periods
    assert "Hollow: fewer than 20 sentences. Grey: no text of that time." in chart.caption
    assert "1990 to 1993" in chart.caption


def test_the_strip_counts_the_sentences_of_each_period():
    chart = over_time()
    strips = chart.figure.axes[2:]
    assert len(strips) == 2
    for strip in strips:
        assert [bar.get_height() for bar in strip.patches[:4]] == [40, 0, 10, 20]
        assert labels(strip.xaxis) == ["1990", "1991", "1992", "1993"]
        assert strip.get_xlim() == chart.figure.axes[0].get_xlim()
    assert labels(strips[0].yaxis) == ["40"]
    assert "(at most 40)" in chart.caption


def test_texts_without_a_date_are_said_and_not_drawn():
    chart = over_time()
    assert "n = 70 sentences in 3 texts" in chart.caption
    assert "Not drawn: 3 sentences of texts without a date." in chart.caption
    assert "Most often: Clean water (15), School (1)." in chart.caption
    assert not chart.data.loc[chart.data["period"] == UNSTATED, "shown"].any()


def test_full_and_even_periods_need_no_explanation():
    caption = over_time({"1990": (40, {WATER: 1}), "1991": (40, {WATER: 1})}).caption
    assert not re.search("Hollow|Grey|Not drawn", caption)


def test_runs_of_gaps_are_one_band_each():
    periods = {
        f"{year}": (30 * (year in (1990, 1994, 1995, 1999)), {}) for year in range(1990, 2000)
    }
    periods["1990"] = (30, {WATER: 3})
    bands = panel(over_time(periods), "Clean water").patches
    assert [(band.get_x(), band.get_x() + band.get_width()) for band in bands] == [
        (0.5, 3.5),
        (5.5, 8.5),
    ]


def bars_of(n):
    leaves = {f"topic/t{at}": 1 for at in range(3)}
    found = {f"{1500 + at}": (30, leaves) for at in range(n)}
    table = shares(found, "period", {leaf: leaf for leaf in leaves})
    return shares_over_time(ranked(table, "period")).figure.axes[3].patches


def test_bars_of_many_periods_touch_and_are_not_rounded_to_pixels():
    few, many = bars_of(20), bars_of(300)
    assert all(bar.get_width() == 0.8 and bar.get_snap() is None for bar in few)
    assert all(bar.get_width() == 1 and bar.get_snap() is False for bar in many)


def ticks(periods):
    leaves = {f"topic/t{at}": 1 for at in range(3)}
    found = dict.fromkeys(periods, (30, leaves))
    table = shares(found, "period", {leaf: leaf for leaf in leaves})
    chart = shares_over_time(ranked(table, "period"))
    return labels(chart.figure.axes[3].xaxis)


def test_periods_are_named_where_there_is_room():
    assert ticks(["2024"]) == ["2024"]
    assert ticks([f"{year}" for year in range(1946, 2026)]) == ["1960", "1980", "2000", "2020"]
    assert ticks([f"{at}" for at in range(1, 10)]) == [f"{at}" for at in range(1, 10)]
    months = [f"{year}-{month:02}" for year in (2019, 2020) for month in range(1, 13)][2:]
    assert ticks(months) == ["2019-07", "2020-01", "2020-07"]
    assert ticks([f"2024-03-{day:02}" for day in range(3, 24)]) == [
        "03-03",
        "03-08",
        "03-13",
        "03-18",
        "03-23",
    ]


# -- what changes ----------------------------------------------------------------------------------

# One theme is frequent and even, another rare until it jumps.
JUMPING = {
    "2018": (1000, {WATER: 400, SCHOOL: 10}),
    "2019": (1000, {WATER: 390, SCHOOL: 12}),
    "2020": (1000, {WATER: 410, SCHOOL: 140}),
}


def jumping(halves=0.03):
    table = with_intervals(shares(JUMPING, "period"), halves, "period")
    return shares_over_time(ranked(table, "period"))


def test_the_theme_that_jumps_comes_first_and_makes_the_title():
    chart = jumping()
    assert chart.title == "School rose from 1.2% in 2019 to 14% in 2020"
    assert titles(chart) == ["School", "Clean water"]
    assert "School rose from 1.2% in 2019" in chart.alt
    assert jumping(0.5).title == "No theme changes clearly over time"


def test_a_period_that_stands_out_without_a_change_makes_the_title():
    found = {f"{year}": (1000, {WATER: 30 * (year - 2000)}) for year in range(2001, 2010)}
    found["2009"] = (1000, {WATER: 280})
    table = with_intervals(shares(found, "period"), 0.04, "period")
    chart = shares_over_time(ranked(table, "period"))
    # 2009 is 12.9 points from all; no year is more than 4 from the one before.
    assert chart.title == "Clean water in 2009: 28% of the sentences, 15% in all periods"


def test_a_rare_theme_has_a_scale_of_its_own_beside_a_frequent_one():
    found = {"2018": (1000, {WATER: 400, SCHOOL: 4}), "2019": (1000, {WATER: 390, SCHOOL: 8})}
    chart = over_time(found)
    water, school = panel(chart, "Clean water"), panel(chart, "School")
    assert water.get_ylim()[1] == 50 * school.get_ylim()[1]
    assert "to 0.8%" in [text.get_text() for text in school.texts]
    assert labels(school.yaxis)[0] == "0%"
    assert "Scales differ" in chart.caption
    alike = over_time({"2018": (100, {WATER: 40, SCHOOL: 30})})
    assert panel(alike, "School").get_ylim() == panel(alike, "Clean water").get_ylim()
    assert "Scales differ" not in alike.caption


def test_the_interval_of_each_period_is_a_line():
    school = panel(jumping(), "School")
    assert line(school)[3:5] == [0, 0.042]  # the second period, whose lower limit is not below 0
    assert line(school)[6:8] == [0.11, 0.17]
    assert school.get_ylim()[1] >= 0.17
