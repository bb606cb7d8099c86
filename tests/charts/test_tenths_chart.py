"""Tenths: how often themes occur from the start to the end of many texts."""

import pandas as pd
import pytest
from chart_tables import LABELS, texts
from matplotlib.text import Text

from analysis import InputError, charts
from analysis.tables import TENTHS

WATER, ROADS = "topic/water", "topic/roads"


def tenths(hits=None, p=None, groups=None):
    """Tenths of 40 sentences each; `hits` gives the counts of a theme, `p` those of its tests."""
    hits = hits or {WATER: [20, *[2] * 9], ROADS: [3] * 10}
    rows = []
    for group in groups or [""]:
        for tenth in range(1, 11):
            for theme, counts in hits.items():
                k, share_of_all = counts[tenth - 1], sum(counts) / 400
                row = (tenth, theme, LABELS[theme], k, k, 40, k / 40)
                rows.append((group, *row, share_of_all, k - 40 * share_of_all))
    table = pd.DataFrame(rows, columns=["outlet", *TENTHS.columns])
    n = len(table)
    intervals = {"low": table["share"] / 2, "high": 2 * table["share"], "resampled": "texts"}
    table = table.assign(**intervals, n_resampled=30, n_carrying=12)
    chances = [(p or {}).get((row.theme, row.tenth), 0.5) for row in table.itertuples()]
    table = table.assign(difference_z=table["n_more"], difference_p=chances, n_compared=n)
    return table if groups else table.drop(columns="outlet")


def panels(chart):
    return {ax.texts[0].get_text(): ax for ax in chart.figure.axes}


def test_bars_are_the_shares():
    chart = charts.shares_by_tenth(tenths())
    water = panels(chart)["Clean water"]
    bars = [bar for bar in water.patches if bar.get_height() or bar.get_width()]
    assert [bar.get_height() for bar in bars] == [0.5, *[0.05] * 9]
    assert [bar.get_x() + bar.get_width() / 2 for bar in bars] == pytest.approx(range(1, 11))
    assert list(panels(chart)) == ["Clean water", "Roads"]  # what differs most comes first
    whisker = next(line for line in water.lines if line.get_label() == "interval of tenth 2")
    assert whisker.get_ydata().tolist() == [0.025, 0.1]
    dashed = next(line for line in water.lines if line.get_label() == "all tenths")
    assert dashed.get_ydata()[0] == pytest.approx(38 / 400)
    assert chart.caption.startswith("n = 400 sentences.")


def test_only_what_the_test_shows_is_claimed():
    none = charts.shares_by_tenth(tenths())
    assert none.title == "No theme clearly keeps to a part of the texts"
    assert "None of the 20 tenths compared stands out" in none.caption
    assert not panels(none)["Clean water"].collections
    found = charts.shares_by_tenth(tenths(p={(WATER, 1): 0.01}))
    assert found.title == "“Clean water” in tenth 1 of 10: 20 of 40 sentences, 9.5% in all"
    assert "A triangle marks a tenth that stands out among the 20 compared" in found.caption
    (triangle,) = panels(found)["Clean water"].collections
    assert triangle.get_offsets()[:, 0].tolist() == [1]
    untested = tenths().drop(columns=["difference_p", "difference_z", "n_compared"])
    chart = charts.shares_by_tenth(untested)
    assert chart.title == "Themes from the start to the end of the texts"
    assert charts.shares_by_tenth(tenths(), title="Mine").title == "Mine"


def test_groups_stand_side_by_side_on_the_same_scale():
    table = tenths(groups=["News", "Post"]).drop(columns=["difference_p", "difference_z"])
    drawn = panels(charts.shares_by_tenth(table, "outlet"))
    assert list(drawn) == [
        "Clean water, News",
        "Clean water, Post",
        "Roads, News",
        "Roads, Post",
    ]
    ends = [ax.get_ylim()[1] for ax in drawn.values()]
    assert ends[0] == ends[1] > ends[2] == ends[3]
    with pytest.raises(InputError, match="no column 'place'"):
        charts.shares_by_tenth(table, "place")


def test_a_bar_says_what_it_counts():
    marks = charts.shares_by_tenth(tenths()).marks
    assert marks["words"].iloc[0] == "Clean water, tenth 1: 20 of 40 sentences"
    assert marks["where"].iloc[0] == "theme=topic/water&tenth=1"


@pytest.mark.parametrize("width", ["column", "page", "slide", "screen"])
def test_panels_lie_inside_the_picture_and_apart(width):
    hits = {theme: [at + 1] * 10 for at, theme in enumerate(LABELS) if "/" in theme}
    chart = charts.shares_by_tenth(tenths(hits), width=width)
    chart.figure.draw_without_rendering()
    boxes = [ax.get_tightbbox() for ax in chart.figure.axes]
    page = chart.figure.bbox
    for at, box in enumerate(boxes):
        assert box.x0 >= 0
        assert box.x1 <= page.x1
        assert not any(box.overlaps(other) for other in boxes[:at])
    sizes = [text.get_size() for text in chart.figure.findobj(Text) if text.get_text()]
    assert min(sizes) >= 6


def test_no_theme_is_a_message():
    chart = charts.shares_by_tenth(tenths().head(0))
    (ax,) = chart.figure.axes
    assert texts(ax) == ["None of these themes occurs."]
    assert "n = 0 sentences" in chart.caption
