"""Shares by group: one panel per theme, one bar per group."""

import itertools

import pytest
from chart_tables import labels
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from panel_tables import (
    ROADS,
    SCHOOL,
    WATER,
    by_group,
    panel,
    shares,
    titles,
    with_intervals,
)

from analysis.charts.group_rows import count_panels
from analysis.charts.style import PALETTE, WIDTHS
from analysis.wording import UNSTATED


def groups_in(ax):
    return [bar.get_label() for bar in ax.patches]


def counts_in(ax):
    return [text.get_text() for text in ax.texts if " of " in text.get_text()]


def test_bars_are_the_shares_of_the_groups_largest_first():
    chart = by_group()
    water, school = panel(chart, "Clean water"), panel(chart, "School")
    assert [bar.get_width() for bar in water.patches] == [0.5, 0.25, 0]
    assert [bar.get_width() for bar in school.patches] == [0.5, 0.1, 0]
    assert groups_in(water) == ["Post", "News", UNSTATED] == labels(water.yaxis)
    assert groups_in(school) == [UNSTATED, "Post", "News"] == labels(school.yaxis)
    assert counts_in(water) == ["5 of 10", "1 of 4", "0 of 2"]
    assert counts_in(school) == ["1 of 2", "1 of 10", "0 of 4"]
    middles = [bar.get_y() + bar.get_height() / 2 for bar in water.patches]
    assert middles == pytest.approx(water.get_yticks())
    assert middles == sorted(middles)
    assert water.get_ylim()[0] > water.get_ylim()[1]  # the first group is at the top


def test_panels_show_the_share_of_all():
    chart = by_group()
    water, school = panel(chart, "Clean water"), panel(chart, "School")
    assert water.get_xlim()[1] > 0.5
    assert labels(water.xaxis) == ["0%", "20%", "40%"]
    assert line_at(water) == pytest.approx(6 / 16)
    assert line_at(school) == pytest.approx(2 / 16)
    assert "dashed: all groups together" in chart.subtitle


def line_at(ax):
    (at,) = {float(x) for x in ax.lines[-1].get_xdata()}
    return at


def test_each_panel_has_its_own_scale_and_the_caption_says_so():
    found = {"a": (100, {WATER: 80, SCHOOL: 2}), "b": (100, {WATER: 70, SCHOOL: 4})}
    chart = by_group(shares(found))
    water, school = panel(chart, "Clean water"), panel(chart, "School")
    assert water.get_xlim()[1] > 15 * school.get_xlim()[1]
    assert labels(water.xaxis) == ["0%", "50%"]
    assert labels(school.xaxis) == ["0%", "2%", "4%"]
    assert "Each panel has its own scale." in chart.caption
    assert "own scale" not in by_group(shares({"a": (100, {WATER: 80})})).caption


@pytest.mark.parametrize("width", ["column", "page", "slide", "screen"])
def test_a_caption_has_four_lines_at_page_width_and_panels_fit_into_every_width(width):
    chart = by_group(rare(), width=width)
    assert chart.figure.get_size_inches()[0] == WIDTHS[width]
    columns = {round(ax.get_position().x0, 3) for ax in chart.figure.axes}
    assert len(columns) == (1 if width == "column" else 2)
    if width == "page":
        assert len(chart.figure.texts[-1].get_text().splitlines()) <= 4


def test_a_title_can_be_set():
    assert by_group(title="Water and schools").figure.texts[0].get_text() == "Water and schools"


# -- intervals -------------------------------------------------------------------------------------

RARE = {
    "Post": (1000, {WATER: 400, SCHOOL: 10}),
    "News": (1000, {WATER: 380, SCHOOL: 60}),
    "Echo": (1000, {WATER: 390, SCHOOL: 10}),
}


def rare():
    table = shares(RARE)
    halves = table["theme"].map({SCHOOL: 0.01}).fillna(0.1)
    return with_intervals(table, halves)


def test_the_title_says_what_stands_out_and_is_neutral_if_nothing_does():
    chart = by_group(rare())
    assert chart.title == "School in “News”: 6% of the sentences, 2.7% in all groups"
    assert titles(chart) == ["School", "Clean water"]  # not the most frequent theme first
    even = by_group(with_intervals(shares(RARE), 0.5))
    assert even.title == "No theme differs clearly by outlet"
    assert by_group(shares(RARE)).title == "Themes by outlet"  # nothing was compared


def test_a_title_names_all_groups_that_stand_out_together():
    found = {
        "Post": (1000, {SCHOOL: 60}),
        "News": (1000, {SCHOOL: 70}),
        "Echo": (1000, {SCHOOL: 10}),
        "Sun": (1000, {SCHOOL: 10}),
    }
    chart = by_group(with_intervals(shares(found), 0.012))
    # 15 of 400 in all: News has 3.3 points more, Post 2.3, both with an interval of 1.2.
    assert chart.title == "School in “News” and “Post”: 7% and 6%, 3.8% in all groups"


def test_intervals_are_lines_and_what_stands_out_has_the_full_colour():
    chart = by_group(rare())
    school = panel(chart, "School")
    assert groups_in(school) == ["News", "Post", "Echo"]
    ends = school.lines[0].get_xdata()
    assert ends[:2] == pytest.approx([0.05, 0.07])
    assert len(ends) == 9
    # Post and Echo: 1% is 1.67 points below all, with an interval of 1 point on either side, but
    # that is not rare as the largest difference. The title names News alone.
    is_full = [to_hex(bar.get_facecolor()) == PALETTE[1] for bar in school.patches]
    assert is_full == [True, False, False]
    water = panel(chart, "Clean water")
    assert PALETTE[0] not in {to_hex(bar.get_facecolor()) for bar in water.patches}
    assert {to_hex(bar.get_edgecolor()) for bar in water.patches} == {PALETTE[0]}
    assert "full colour: stands out" in chart.subtitle
    assert "would be rare even as the largest of 15 comparisons (here 1)" in chart.caption
    assert school.get_xlim()[1] >= 0.07


# -- which groups ----------------------------------------------------------------------------------


def test_sixty_groups_are_twelve_and_all_others_as_one():
    groups = {f"Paper {at:02}": (100 - at, {WATER: 10 if at < 12 else 30}) for at in range(60)}
    chart = by_group(shares(groups))
    water = panel(chart, "Clean water")
    assert sorted(labels(water.yaxis))[1:] == [f"Paper {at:02}" for at in range(12)]
    assert labels(water.yaxis)[-1] == "48 others"  # last, although its share is the largest
    others = sum(100 - at for at in range(12, 60))
    assert water.patches[-1].get_width() == pytest.approx(48 * 30 / others)
    assert counts_in(water)[-1] == f"1,440 of {others:,}"
    assert "in 60 groups" in chart.caption
    assert "Shown are the 12 groups with the most sentences" in chart.caption


def test_sixty_groups_that_are_all_shown_fit_on_a_page():
    leaves = {f"topic/t{at}": 2 for at in range(9)}
    groups = {f"Paper {at:02}": (100 + at, leaves) for at in range(60)}
    names = {"topic": "Topics", **dict.fromkeys(leaves, "A theme")}
    chart = by_group(shares(groups, labels=names), limit=60)
    assert len(titles(chart)) == 2
    assert len(chart.figure.axes[0].patches) == 60
    assert chart.figure.get_size_inches()[1] < 13
    assert "others" not in chart.caption


def test_the_more_groups_the_fewer_panels():
    panels = {n: count_panels(["Post"] * n) for n in (1, 5, 12, 20, 60, 500)}
    assert list(panels.values()) == [8, 8, 6, 4, 2, 2]
    assert count_panels(["The Gazette of the northern provinces"] * 12) == 4


def test_named_themes_are_drawn_in_their_order():
    chart = by_group(themes=[SCHOOL, ROADS, "topic"])
    assert titles(chart) == ["School", "Topics (all)"]  # roads never occur
    assert "those that `study.yaml` names; its CSV" in chart.caption


@pytest.mark.parametrize("n_groups", [1, 2, 13])
def test_words_do_not_overlap(n_groups):
    names = [f"The Gazette of the northern provinces, edition {at}" for at in range(n_groups)]
    chart = by_group(shares({name: (1000, {WATER: 999, SCHOOL: 10, ROADS: 500}) for name in names}))
    renderer = FigureCanvasAgg(chart.figure).get_renderer()
    boxes = [ax.get_tightbbox(renderer) for ax in chart.figure.axes]
    assert len(boxes) == (2 if n_groups == 13 else 3)  # long names take several lines each
    for a, b in itertools.combinations(boxes, 2):
        assert a.x1 < b.x0 or b.x1 < a.x0 or a.y1 < b.y0 or b.y1 < a.y0
    assert all(box.x0 >= 0 and box.x1 <= chart.figure.bbox.x1 for box in boxes)
