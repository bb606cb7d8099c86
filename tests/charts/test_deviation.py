"""The deviation of groups from all groups: dots, intervals, and what the title claims."""

import pytest
from chart_tables import labels
from matplotlib.colors import to_hex
from panel_tables import SCHOOL, WATER, panel, ranked, shares, titles, with_intervals

from analysis.charts import deviation
from analysis.charts.style import PALETTE
from analysis.faults import InputError
from analysis.measures.groups import top_groups

FOUND = {
    "Post": (1000, {WATER: 400, SCHOOL: 10}),
    "News": (1000, {WATER: 380, SCHOOL: 60}),
    "Echo": (1000, {WATER: 390, SCHOOL: 20}),
}


def table(halves=0.015):
    return ranked(top_groups(with_intervals(shares(FOUND), halves), "outlet"))


def dots(ax, at=0):
    """The dots that are drawn, by name of the group."""
    names = dict(zip(ax.get_yticks(), labels(ax.yaxis), strict=True))
    return {names[y]: round(float(x), 6) for x, y in ax.collections[at].get_offsets()}


def fill(ax, at=0):
    return to_hex(ax.collections[at].get_facecolor()[0])


def test_a_dot_is_the_difference_and_is_full_only_if_it_stands_out():
    chart = deviation(table(), "outlet")
    assert titles(chart) == ["School", "Clean water"]
    school = panel(chart, "School")
    assert labels(school.yaxis) == ["News", "Echo", "Post"]
    zero, intervals = school.lines
    assert set(zero.get_xdata()) == {0}
    assert intervals.get_xdata()[:2] == pytest.approx([0.015, 0.045])
    assert dots(school, 0) == {"News": 0.03}
    assert dots(school, 1) == {"Echo": -0.01, "Post": -0.02}
    assert fill(school, 0) == PALETTE[1]
    assert fill(school, 1) == "#ffffff"
    counts = [text.get_text() for text in school.texts]
    assert counts == ["60 of 1,000", "20 of 1,000", "10 of 1,000"]
    assert "full dot: stands out" in chart.subtitle


def test_the_title_names_the_difference_that_stands_out():
    assert deviation(table(), "outlet").title == (
        "School in “News”: 3 percentage points above all groups"
    )
    assert deviation(table(0.5), "outlet").title == "No theme differs clearly by outlet"


def test_one_theme_can_be_drawn_and_an_unknown_one_is_an_error():
    chart = deviation(table(), "outlet", WATER)
    assert titles(chart) == ["Clean water"]
    assert set(chart.data["theme"]) == {WATER}
    with pytest.raises(InputError, match="found 'topic/watr'; expected 'topic/water'"):
        deviation(table(), "outlet", "topic/watr")


def test_without_intervals_no_dot_is_full():
    chart = deviation(ranked(top_groups(shares(FOUND), "outlet")), "outlet")
    school = panel(chart, "School")
    assert dots(school) == {"News": 0.03, "Echo": -0.01, "Post": -0.02}
    assert fill(school) == "#ffffff"
    assert "full dot" not in chart.subtitle


def test_a_chart_of_nothing_and_of_one_group_can_be_drawn():
    nothing = deviation(ranked(top_groups(shares({"a": (5, {})}), "outlet")), "outlet")
    assert "No theme occurs" in nothing.alt
    one = deviation(ranked(top_groups(shares({"a": (5, {WATER: 2})}), "outlet")), "outlet")
    assert dots(panel(one, "Clean water")) == {"a": 0}
    assert one.facts
