"""Shares by group: one panel per theme, one bar per group."""

import itertools

import pytest
from chart_tables import labels
from matplotlib.backends.backend_agg import FigureCanvasAgg
from panel_tables import ROADS, SCHOOL, WATER, by_group, panel, shares

from analysis.wording import UNSTATED


def test_bars_are_the_shares_of_the_groups():
    chart = by_group()
    water, school = panel(chart, "Clean water"), panel(chart, "School")
    assert [bar.get_width() for bar in water.patches] == [0.5, 0.25, 0]
    assert [bar.get_width() for bar in school.patches] == [0.1, 0, 0.5]
    assert (
        [bar.get_label() for bar in water.patches]
        == ["Post", "News", UNSTATED]
        == labels(water.yaxis)
    )
    assert [text.get_text() for text in school.texts] == ["1", "0", "1"]
    assert [text.get_text() for text in water.texts] == ["5", "1", "0", "n", "10", "4", "2"]
    middles = [bar.get_y() + bar.get_height() / 2 for bar in water.patches]
    assert middles == pytest.approx(water.get_yticks())
    assert middles == sorted(middles)
    assert water.get_ylim()[0] > water.get_ylim()[1]  # the first group stands at the top


def test_panels_share_one_axis_and_show_the_share_of_all():
    chart = by_group()
    water, school = panel(chart, "Clean water"), panel(chart, "School")
    assert water.get_xlim() == school.get_xlim()
    assert water.get_xlim()[1] > 0.5
    assert labels(water.xaxis) == ["0 %", "20 %", "40 %"]
    assert line_at(water) == pytest.approx(6 / 16)
    assert line_at(school) == pytest.approx(2 / 16)


def line_at(ax):
    (at,) = {float(x) for x in ax.lines[0].get_xdata()}
    return at


def test_the_caption_names_the_largest_difference():
    # Post has 5 where the share of all would give 10 x 6/16 = 3.75, News 1 for 1.5, the unstated 0 for 0.75.
    assert "Largest difference: Clean water in “Post”, 5 of 10, 1 more than" in by_group().caption
    alike = by_group(shares({"a": (4, {WATER: 2}), "b": (2, {WATER: 1})}))
    assert "Largest" not in alike.caption


def test_sixty_groups_are_twelve_and_all_others_as_one():
    groups = {f"Paper {at:02}": (100 - at, {WATER: 10 if at < 12 else 30}) for at in range(60)}
    chart = by_group(shares(groups))
    water = panel(chart, "Clean water")
    assert labels(water.yaxis) == [*(f"Paper {at:02}" for at in range(12)), "48 others"]
    others = sum(100 - at for at in range(12, 60))
    assert water.patches[-1].get_width() == pytest.approx(48 * 30 / others)
    assert water.texts[-1].get_text() == f"{others:,}"
    assert "in 60 groups" in chart.caption
    assert (
        "The chart shows the 12 groups with the most sentences; “48 others” are counted together"
        in chart.caption
    )
    assert "others”, 1,440" not in chart.caption  # what differs most is a group


@pytest.mark.parametrize("n_groups", [1, 2, 13])
def test_words_do_not_overlap(n_groups):
    names = [f"The Gazette of the northern provinces, edition {at}" for at in range(n_groups)]
    chart = by_group(shares({name: (1000, {WATER: 999, SCHOOL: 10, ROADS: 500}) for name in names}))
    renderer = FigureCanvasAgg(chart.figure).get_renderer()
    boxes = [ax.get_tightbbox(renderer) for ax in chart.figure.axes]
    assert len(boxes) == 3
    assert all(a.x1 < b.x0 for a, b in itertools.pairwise(boxes))
    assert all(box.x0 >= 0 and box.x1 <= chart.figure.bbox.x1 for box in boxes)
