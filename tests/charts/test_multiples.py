"""Small multiples: what charts of groups and of time share; artists, not pixels."""

import re
import sys
import xml.etree.ElementTree as ET

import matplotlib as mpl
import pytest
from chart_tables import words
from matplotlib.colors import to_hex
from panel_tables import (
    ROADS,
    SCHOOL,
    WATER,
    by_group,
    line,
    over_time,
    panel,
    ranked,
    shares,
    titles,
)
from tiny import codebook

from analysis.charts import shares_by_group, shares_over_time
from analysis.charts.style import PALETTE
from analysis.charts.wrapping import clean
from analysis.faults import InputError
from analysis.measures.groups import top_groups
from analysis.measures.ranking import rank_differences

EVERY = pytest.mark.parametrize("draw", [by_group, over_time])


@EVERY
def test_a_chart_is_whole(draw):
    chart = draw()
    assert words(chart.figure.texts) == [chart.title, chart.subtitle, chart.caption]
    assert titles(chart) == ["Clean water", "School"]  # a theme that never occurs has no panel
    assert re.match(r"n = (16 sentences in 3 groups|70 sentences in 3 texts)", chart.caption)
    assert "The chart shows 2 of 3 themes" in chart.caption
    assert re.search(r"n = (16|70) sentences", chart.alt)
    assert list(chart.data.index) == list(range(len(chart.data)))
    assert set(chart.data["theme"]) == {WATER, ROADS, SCHOOL}
    assert set(chart.data.loc[chart.data["shown"], "theme"]) == {WATER, SCHOOL}
    assert "matplotlib.pyplot" not in sys.modules or not mpl.pyplot.get_fignums()


def test_a_panel_has_the_colour_of_its_family():
    for at, colour in enumerate(PALETTE[:2]):
        bars = by_group().figure.axes[at].patches
        panel_over_time = over_time().figure.axes[at]
        assert {to_hex(bar.get_facecolor()) for bar in bars} == {colour}
        assert panel_over_time.lines[0].get_color() == colour
        edges = {to_hex(points.get_edgecolor()[0]) for points in panel_over_time.collections}
        assert edges == {colour}


def test_a_theme_with_patterns_of_its_own_has_a_panel_beside_those_below_it():
    wells = f"{WATER}/wells"
    names = {"topic": "Topics", WATER: "Clean water", wells: "Wells"}
    book = codebook({WATER: ["water"], wells: ["well*"]})
    found = {"1990": (4, {WATER: 2, wells: 1}), "1991": (4, {WATER: 1})}
    by_outlet = top_groups(shares(found, labels=names), "outlet")
    by_year = shares(found, "period", names)
    for chart in (
        shares_by_group(rank_differences(by_outlet, book, "outlet"), "outlet"),
        shares_over_time(rank_differences(by_year, book, "period").assign(dated_by="year")),
    ):
        assert titles(chart) == ["Clean water (all)", "Wells"]
        assert "A theme with “(all)” includes its subthemes." in chart.caption
    assert line(panel(chart, "Clean water (all)")) == [0.75, 0.25]
    assert line(panel(chart, "Wells")) == [0.25, 0]


@EVERY
def test_bytes_are_the_same_under_a_hostile_matplotlibrc(draw):
    first, facts = draw().render("svg"), draw().facts
    with mpl.rc_context(
        {"font.size": 31, "axes.grid": True, "text.parse_math": True, "lines.marker": "x"}
    ):
        assert draw().render("svg") == first
        assert draw().facts == facts
    ET.fromstring(first)


@pytest.mark.parametrize("found", [{"a": (5, {}), "b": (1, {})}, {}], ids=["no hits", "no rows"])
def test_a_chart_without_hits_says_so_in_words(found):
    table = shares(found)
    for chart in (by_group(table), over_time(found)):
        (ax,) = chart.figure.axes
        assert [text.get_text() for text in ax.texts] == ["No theme occurs in these sentences."]
        assert f"n = {6 if found else 0} sentences" in chart.caption
        assert "No theme occurs" in chart.alt
        assert chart.title in ("Themes by outlet", "Themes over time")


def test_missing_columns_are_named():
    with pytest.raises(InputError, match="no column 'n_groups'"):
        shares_by_group(ranked(shares()), "outlet")
    with pytest.raises(InputError, match="no column 'period'"):
        shares_over_time(ranked(shares()))
    with pytest.raises(InputError, match="no column 'dated_by'"):
        shares_over_time(ranked(shares(by="period"), "period"))


@EVERY
def test_themes_that_never_occur_are_not_taken_for_left_out_by_name(draw):
    assert "those that occur; its CSV" in draw().caption
    assert "study.yaml" not in draw().caption


MANY = {f"topic/t{at:02}": f"Theme {at}" for at in range(12)}


def test_the_first_themes_have_a_panel_and_the_caption_says_so():
    found = {"a": (50, {theme: at + 1 for at, theme in enumerate(MANY)}), "b": (50, {})}
    table = shares(found, labels=MANY)
    periods = table["outlet"].map({"a": "1990", "b": "1991"})
    by_year = ranked(table.assign(period=periods), "period")
    over = shares_over_time(by_year.assign(dated_by="year"))
    for chart, n in ((by_group(table), 8), (over, 9)):
        # The more sentences a theme has, the further is each group from all groups together.
        assert titles(chart) == [f"Theme {at}" for at in range(11, 11 - n, -1)]
        which = "those that differ by the most sentences"
        assert f"The chart shows {n} of 12 themes, {which};" in chart.caption
        assert len(chart.data) == 24
        assert chart.data["shown"].sum() == 2 * n


# -- any text ---------------------------------------------------------------------------------------

HOSTILE = [
    "صحيفة الشروق",
    "人民日报",
    "$x$ <b>&",
    "a\x00b",
    "A name of the longest kind " * 5,
    "Wirtschafts" * 9,
    "(not stated)",
]


def test_any_text_is_drawn():
    leaves = {f"r/{at}": label for at, label in enumerate(HOSTILE)}
    found = {name: (3, dict.fromkeys(leaves, 1)) for name in HOSTILE}
    chart = by_group(shares(found, labels=leaves))
    chart.render("pdf")
    ET.fromstring(chart.render("svg"))
    ax = chart.figure.axes[0]
    assert [bar.get_label() for bar in ax.patches] == [clean(name) for name in HOSTILE]
    assert not any(text.get_parse_math() for text in [*ax.get_yticklabels(), *ax.texts])
    years = {"2001": (3, dict.fromkeys(leaves, 1))}
    table = ranked(shares(years, "period", leaves), "period").assign(dated_by="year")
    ET.fromstring(shares_over_time(table).render("svg"))
