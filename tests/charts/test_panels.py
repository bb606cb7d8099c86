"""Charts of groups and over time: artists, not pixels; what is drawn is what the summaries say."""

import itertools
import re
import sys
import xml.etree.ElementTree as ET

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from analysis.charts.layout import PALETTE, clean
from analysis.charts.panels import shares_by_group, shares_over_time
from analysis.faults import InputError
from analysis.measures.groups import top_groups
from analysis.wording import UNSTATED

LABELS = {
    "topic": "Topics",
    "topic/water": "Clean water",
    "topic/roads": "Roads",
    "actor": "Actors",
    "actor/school": "School",
}
THEMES = pd.DataFrame(LABELS.items(), columns=["theme", "label"])
WATER, ROADS, SCHOOL = "topic/water", "topic/roads", "actor/school"
OUTLETS = {"Post": (10, {WATER: 5, SCHOOL: 1}), "News": (4, {WATER: 1}), UNSTATED: (2, {SCHOOL: 1})}
YEARS = {
    "1990": (40, {WATER: 10}),
    "1991": (0, {}),
    "1992": (10, {WATER: 5, SCHOOL: 1}),
    "1993": (20, {WATER: 0}),
}
YEARS |= {UNSTATED: (3, {WATER: 3})}


def shares(groups=OUTLETS, by="outlet", labels=LABELS):
    """A table as from `group_shares`: by group its sentences, and how many of them carry a leaf theme."""
    rows = [
        (
            name,
            theme,
            label,
            sum(count for leaf, count in found.items() if f"{leaf}/".startswith(f"{theme}/")),
            n,
        )
        for name, (n, found) in groups.items()
        for theme, label in labels.items()
    ]
    table = pd.DataFrame(rows, columns=[by, "theme", "label", "n_sentences_hit", "n_sentences"])
    k, n = table["n_sentences_hit"], table["n_sentences"]
    of_all = table.groupby("theme")["n_sentences_hit"].transform("sum") / max(
        1, sum(n for n, _ in groups.values())
    )
    table = table.assign(
        n_hits=k, share=k / n.where(n > 0), n_documents=(n > 0).astype(int), share_of_all=of_all
    )
    return table.assign(n_more=k - n * of_all)


def by_group(table=None, **labels):
    return shares_by_group(
        top_groups(shares(**labels) if table is None else table, "outlet"), "outlet", themes=THEMES
    )


def over_time(periods=YEARS):
    return shares_over_time(shares(periods, "period"), themes=THEMES)


EVERY = pytest.mark.parametrize("draw", [by_group, over_time])


def titles(chart):
    return [
        ax.get_title("left").replace("\n", " ") for ax in chart.figure.axes if ax.get_title("left")
    ]


def panel(chart, title):
    return next(ax for ax in chart.figure.axes if ax.get_title("left") == title)


def labels(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def line(ax, at=0):
    """The heights of a line's points, None where there is none."""
    return [None if np.isnan(y) else round(float(y), 6) for y in ax.lines[at].get_ydata()]


def words(chart):
    return [text.get_text().replace("\n", " ") for text in chart.figure.texts]


# Both -----------------------------------------------------------------------------------------------------------------


@EVERY
def test_a_chart_is_whole(draw):
    chart = draw()
    assert words(chart) == [chart.title, chart.caption]
    assert titles(chart) == ["Clean water", "School"]  # a theme that never occurs has no panel
    assert re.match(r"n = (16 sentences in 3 groups|70 sentences in 3 texts)", chart.caption)
    assert "Shown are 2 of 3 themes" in chart.caption
    assert re.search(r"n = (16|70) sentences", chart.alt)
    assert list(chart.data.index) == list(range(len(chart.data)))
    assert set(chart.data["theme"]) == {WATER, ROADS, SCHOOL}
    assert set(chart.data.loc[chart.data["shown"], "theme"]) == {WATER, SCHOOL}
    assert "matplotlib.pyplot" not in sys.modules or not mpl.pyplot.get_fignums()


def test_a_panel_has_the_colour_of_its_family():
    for at, colour in enumerate(PALETTE[:2]):
        bars, (line, hollow) = by_group().figure.axes[at].patches, over_time().figure.axes[at].lines
        assert {to_hex(bar.get_facecolor()) for bar in bars} == {colour}
        assert {line.get_color(), hollow.get_color()} == {colour}


def test_a_theme_with_patterns_of_its_own_has_a_panel_beside_those_below_it():
    names = {"topic": "Topics", WATER: "Clean water", f"{WATER}/wells": "Wells"}
    themes = pd.DataFrame(names.items(), columns=["theme", "label"]).assign(
        coded=[False, True, True]
    )
    found = {
        "1990": (4, {WATER: 2, f"{WATER}/wells": 1}),
        "1991": (4, {WATER: 1}),
    }  # found alone, or with its wells
    for chart in (
        shares_by_group(top_groups(shares(found, labels=names), "outlet"), "outlet", themes=themes),
        shares_over_time(shares(found, "period", names), themes=themes),
    ):
        assert titles(chart) == ["Clean water (all)", "Wells"]
        assert "“(all)” counts the themes below it too." in chart.caption
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


def test_missing_columns_are_named():
    with pytest.raises(InputError, match="no column 'n_groups'"):
        shares_by_group(shares(), "outlet")
    with pytest.raises(InputError, match="no column 'period'"):
        shares_over_time(shares())


MANY = {f"topic/t{at:02}": f"Theme {at}" for at in range(12)}


def test_nine_themes_have_a_panel_and_the_caption_says_so():
    found = {"a": (50, {theme: at + 1 for at, theme in enumerate(MANY)}), "b": (50, {})}
    table = shares(found, labels=MANY)
    for chart in (
        by_group(table),
        shares_over_time(
            table.rename(columns={"outlet": "period"}).replace("a", "1990").replace("b", "1991")
        ),
    ):
        assert titles(chart) == [f"Theme {at}" for at in range(3, 12)]
        assert "Shown are 9 of 12 themes," in chart.caption
        assert len(chart.data) == 24
        assert chart.data["shown"].sum() == 18


# By group -------------------------------------------------------------------------------------------------------------


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
    assert "Furthest from all: Clean water in “Post”: 5 of 10, 1 more than" in by_group().caption
    alike = by_group(shares({"a": (4, {WATER: 2}), "b": (2, {WATER: 1})}))
    assert "Furthest" not in alike.caption


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
        "Shown are the 12 groups with the most sentences; “48 others” are counted together"
        in chart.caption
    )
    assert "others”: 1,440" not in chart.caption  # what differs most is a group


# Over time ------------------------------------------------------------------------------------------------------------


def test_lines_are_the_shares_and_gaps_are_gaps():
    chart = over_time()
    water = panel(chart, "Clean water")
    assert line(water) == [0.25, None, 0.5, 0]
    assert line(water, 1) == [None, None, 0.5, None]  # hollow: of fewer than 20 sentences
    assert water.lines[0].get_marker() == "o"
    assert to_hex(water.lines[1].get_markerfacecolor()) == "#ffffff"
    (gap,) = water.patches
    assert (gap.get_x(), gap.get_width()) == (0.5, 1)
    assert panel(chart, "School").get_ylim() == water.get_ylim()
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


def ticks(periods):
    leaves = {f"topic/t{at}": 1 for at in range(3)}
    found = dict.fromkeys(periods, (30, leaves))
    chart = shares_over_time(shares(found, "period", {leaf: leaf for leaf in leaves}))
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


# Any text -------------------------------------------------------------------------------------------------------------

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
    ET.fromstring(shares_over_time(shares(years, "period", leaves)).render("svg"))


@pytest.mark.parametrize("n_groups", [1, 2, 13])
def test_words_do_not_overlap(n_groups):
    names = [f"The Gazette of the northern provinces, edition {at}" for at in range(n_groups)]
    chart = by_group(shares({name: (1000, {WATER: 999, SCHOOL: 10, ROADS: 500}) for name in names}))
    renderer = FigureCanvasAgg(chart.figure).get_renderer()
    boxes = [ax.get_tightbbox(renderer) for ax in chart.figure.axes]
    assert len(boxes) == 3
    assert all(a.x1 < b.x0 for a, b in itertools.pairwise(boxes))
    assert all(box.x0 >= 0 and box.x1 <= chart.figure.bbox.x1 for box in boxes)
