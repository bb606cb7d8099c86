"""Shares over time: one panel per theme, one point per period."""

import re

import pytest
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
from analysis.faults import InputError
from analysis.wording import UNSTATED


def test_lines_are_the_shares_and_gaps_are_gaps():
    chart = over_time()
    water = panel(chart, "Clean water")
    assert line(water) == [0.25, None, 0.5, 0]
    full, hollow = water.collections  # hollow: of fewer than 20 sentences
    assert full.get_offsets().tolist() == [[0, 0.25], [3, 0]]
    assert hollow.get_offsets().tolist() == [[2, 0.5]]
    assert to_hex(hollow.get_facecolor()[0]) == "#ffffff"
    (gap,) = water.patches
    assert (gap.get_x(), gap.get_width()) == (0.5, 1)
    assert line(water, 1) == [round(18 / 73, 6)] * 2  # the share in all periods
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
    assert labels(strips[0].yaxis) == ["0", "40"]
    assert [text.get_text() for text in strips[0].texts] == ["Sentences of each period"]


def test_texts_without_a_date_are_said_and_not_drawn():
    chart = over_time()
    assert "n = 70 sentences in 3 texts" in chart.caption
    assert "Not drawn: 3 sentences of texts without a date." in chart.caption
    assert "Most often: Clean water (15), School (1)." in chart.alt
    assert not chart.data.loc[chart.data["period"] == UNSTATED, "shown"].any()


def test_full_and_even_periods_need_no_explanation():
    caption = over_time({"1990": (40, {WATER: 1}), "1991": (40, {WATER: 1})}).caption
    assert not re.search("Hollow|Grey|Not drawn|Lines", caption)


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


def draw(table, **options):
    return shares_over_time(ranked(table, "period").assign(dated_by="year"), **options)


def bars_of(n):
    leaves = {f"topic/t{at}": 1 for at in range(3)}
    found = {f"{1500 + at}": (30, leaves) for at in range(n)}
    table = shares(found, "period", {leaf: leaf for leaf in leaves})
    return draw(table).figure.axes[3].patches


def test_bars_of_many_periods_touch_and_are_not_rounded_to_pixels():
    few, many = bars_of(20), bars_of(300)
    assert all(bar.get_width() == 0.8 and bar.get_snap() is None for bar in few)
    assert all(bar.get_width() == 1 and bar.get_snap() is False for bar in many)


def ticks(periods):
    leaves = {f"topic/t{at}": 1 for at in range(3)}
    found = dict.fromkeys(periods, (30, leaves))
    table = shares(found, "period", {leaf: leaf for leaf in leaves})
    return labels(draw(table).figure.axes[3].xaxis)


def test_periods_are_named_where_there_is_room():
    assert ticks(["2024"]) == ["2024"]
    assert ticks([f"{year}" for year in range(1946, 2026)]) == ["1960", "1980", "2000", "2020"]
    assert ticks([f"{at}" for at in range(1, 10)]) == ["2", "4", "6", "8"]
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
    return draw(table)


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
    chart = draw(table)
    # 2009 is 12.9 points from all; no year is more than 4 from the one before.
    assert chart.title == "Clean water in 2009: 28% of the sentences, 15% in all periods"


def test_each_theme_has_a_scale_of_its_own():
    found = {"2018": (1000, {WATER: 400, SCHOOL: 4}), "2019": (1000, {WATER: 390, SCHOOL: 8})}
    chart = over_time(found)
    water, school = panel(chart, "Clean water"), panel(chart, "School")
    assert water.get_ylim()[1] == 50 * school.get_ylim()[1]
    assert labels(school.yaxis) == ["0%", "0.5%"]
    assert "Each panel has its own scale." in chart.caption


def test_the_intervals_are_a_band():
    school = panel(jumping(), "School")
    (path,) = school.collections[0].get_paths()
    corners = {(x, round(y, 6)) for x, y in path.vertices}
    assert {(1, 0), (1, 0.042), (2, 0.11), (2, 0.17)} <= corners  # no limit is below 0
    assert school.get_ylim()[1] >= 0.17
    assert "band: 95% intervals" in jumping().facts


def test_a_period_between_gaps_has_a_line_for_its_interval():
    found = {"2018": (100, {WATER: 40}), "2019": (0, {}), "2020": (100, {WATER: 40})}
    chart = draw(with_intervals(shares(found, "period"), 0.1, "period"))
    water = panel(chart, "Clean water")
    assert line(water)[:2] == [0.3, 0.5]
    assert "band: 95% intervals" not in chart.facts


# -- events ----------------------------------------------------------------------------------------


def lines_of_events(ax):
    return [line.get_xdata()[0] for line in ax.lines if line.get_linestyle() == ":"]


def test_events_are_numbered_lines_at_their_place_in_the_period():
    # A year is 1 wide: 2020-07-01 is day 182 of 366, 2018 is a whole year.
    events = {"2020-07-01": "Summit", "2018": "Start", "1990-01": "Before"}
    chart = over_time(JUMPING, events=events)
    for title in ("School", "Clean water"):
        ax = panel(chart, title)
        assert lines_of_events(ax) == pytest.approx([0, 1.5 + 182.5 / 366], abs=1e-6)
        assert [text.get_text() for text in ax.texts] == ["1", "2"]
    assert "Lines: 1 Start (2018); 2 Summit (2020-07-01)." in chart.caption
    assert "Not in this time: Before (1990-01)." in chart.caption


def test_numbers_of_events_that_are_close_stand_below_each_other():
    ax = panel(over_time(JUMPING, events={"2019-03-01": "a", "2019-03-02": "b"}), "School")
    first, second = ax.texts
    assert first.xyann[1] > second.xyann[1]


def test_an_event_without_a_date_is_an_error():
    with pytest.raises(InputError, match="events: found '31/12/2019'; expected a day, month"):
        over_time(JUMPING, events={"31/12/2019": "x"})


def test_events_of_months_and_days():
    months = {f"2020-{month:02}": (30, {WATER: 3}) for month in range(1, 13)}
    (at,) = lines_of_events(panel(over_time(months, events={"2020-02-15": "x"}), "Clean water"))
    assert at == pytest.approx(0.5 + 14.5 / 29, abs=1e-6)
    days = {f"2020-02-{day:02}": (30, {WATER: 3}) for day in range(27, 30)}
    (at,) = lines_of_events(panel(over_time(days, events={"2020-02-28": "x"}), "Clean water"))
    assert at == 1


@pytest.mark.parametrize("width", ["column", "page", "slide", "screen"])
def test_a_narrow_picture_has_two_panels_side_by_side_and_a_wide_one_three(width):
    leaves = {f"topic/t{at}": 1 for at in range(4)}
    found = {f"{year}": (30, leaves) for year in (2019, 2020)}
    chart = draw(shares(found, "period", {leaf: leaf for leaf in leaves}), width=width)
    columns = {round(ax.get_position().x0, 3) for ax in chart.figure.axes}
    assert len(columns) == (2 if width == "column" else 3)
