"""Themes as a network: which lines are drawn, and where boxes stand."""

import itertools
import subprocess
import sys

import networkx
import numpy as np
import pandas as pd
import pytest
from chart_tables import LEAVES, axes, pairs, texts, with_association, with_family_columns
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from analysis import charts
from analysis.charts.layout import inner_width
from analysis.tables import PAIRS

WATER, ROADS, COUNCIL, SCHOOL = LEAVES
FOUND = [{WATER, ROADS, COUNCIL}] * 4 + [{SCHOOL}] * 4
LINKED = {(WATER, ROADS): (2.0, 1.0, 3.0), (WATER, COUNCIL): (1.0, 0.2, 1.8)}


def boxes(ax) -> pd.DataFrame:
    """The boxes of the themes: their edges, by name."""
    found = [patch for patch in ax.patches if not patch.get_label().startswith("family ")]
    edges = {patch.get_label(): patch.get_bbox().extents for patch in found}
    return pd.DataFrame(edges, index=["left", "top", "right", "bottom"]).T


def overlapping(table: pd.DataFrame) -> list[tuple[str, str]]:
    """The pairs of boxes that overlap."""
    found = []
    for (a, one), (b, other) in itertools.combinations(table.iterrows(), 2):
        across = min(one["right"], other["right"]) - max(one["left"], other["left"])
        down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
        if across > 0 and down > 0:
            found.append((a, b))
    return found


def random_pairs(n_themes: int, seed: int, label: str = "Theme") -> pd.DataFrame:
    """Pairs of themes of which every third is clear."""
    rng = np.random.default_rng(seed)
    names = [f"t{number:02}" for number in range(n_themes)]
    rows = [
        (a, f"{label} {a}", b, f"{label} {b}", 50, 50, 9, 1000)
        for a, b in itertools.combinations(names, 2)
    ]
    table = pd.DataFrame(rows, columns=list(PAIRS.columns)[:8])
    keys = list(zip(table["theme_a"], table["theme_b"], strict=True))
    low = rng.normal(-0.5, 1, len(keys))
    return with_association(
        table, {key: (one + 1, one, one + 2) for key, one in zip(keys, low, strict=True)}
    )


def test_a_line_joins_themes_that_clearly_go_together():
    chart = charts.theme_network(with_family_columns(pairs(found=FOUND, intervals=LINKED)))
    ax = axes(chart)
    lines = {line.get_label(): line for line in ax.lines}
    assert set(lines) == {"Clean water with Roads, 4", "Clean water with The council, 4"}
    strong, weak = lines["Clean water with Roads, 4"], lines["Clean water with The council, 4"]
    assert strong.get_linewidth() > weak.get_linewidth()
    assert {"● Clean water (4)", "● Roads (4)", "■ The council (4)"} <= set(texts(ax))
    assert {"● Topics", "■ Actors"} <= set(texts(ax))  # a family is told without colour, too
    assert not any("The school" in text for text in texts(ax))
    assert "Left out: 1 theme without a line." in chart.caption
    assert chart.title == "“Clean water” and “Roads” most clearly go together"
    assert chart.data["shown"].sum() == 2
    assert len(chart.data) == 6


def test_lines_run_from_the_middle_of_one_box_to_that_of_the_other():
    ax = axes(charts.theme_network(pairs(found=FOUND, intervals=LINKED)))
    place = boxes(ax)
    middle = {
        name: ((box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2)
        for name, box in place.iterrows()
    }
    (line,) = [line for line in ax.lines if line.get_label().startswith("Clean water with Roads")]
    ends = [tuple(point) for point in line.get_xydata()]
    assert ends == [pytest.approx(middle["Clean water"]), pytest.approx(middle["Roads"])]


def test_pairs_that_share_words_are_dashed_and_not_the_title():
    table = pairs(found=FOUND, intervals=LINKED)
    table["by_codebook"] = table["theme_b"] == ROADS
    chart = charts.theme_network(table)
    dashed = {line.get_label() for line in axes(chart).lines if line.get_linestyle() == "--"}
    assert dashed == {"Clean water with Roads, 4"}
    assert "A dashed line" in chart.caption
    assert "dashed line: Clean water with Roads, 4" in chart.facts
    assert "“The council” most clearly" in chart.title


def test_each_theme_keeps_its_three_clearest_lines():
    names = list("abcdefgh")
    rows = [("a", "A", name, name.upper(), 50, 50, 9, 1000) for name in names[1:]]
    rows += [("b", "B", "c", "C", 50, 50, 9, 1000)]
    table = pd.DataFrame(rows, columns=list(PAIRS.columns)[:8])
    low = {("a", name): 8.0 - at for at, name in enumerate(names[1:])} | {("b", "c"): 0.1}
    table = with_association(table, {key: (one + 1, one, one + 2) for key, one in low.items()})
    # every theme has at most two lines but a, whose seven are all among the three of the others
    assert len(axes(charts.theme_network(table)).lines) == 8
    full = random_pairs(30, seed=1)
    chart = charts.theme_network(full)
    links = chart.data[chart.data["shown"]]
    degree = pd.concat([links["theme_a"], links["theme_b"]]).value_counts()
    assert degree.min() >= 3
    assert len(axes(chart).lines) <= 70
    assert "each theme keeps its 3 clearest" in chart.caption


@pytest.mark.parametrize("label", ["Theme", "A theme with a label that is quite long", "公民社会"])
def test_forty_themes_do_not_overlap(label):
    ax = axes(charts.theme_network(random_pairs(40, seed=2, label=label)))
    place = boxes(ax)
    assert len(place) == 40
    assert not overlapping(place)
    rounded = 0.001
    assert place[["left", "top"]].to_numpy().min() >= -rounded
    assert place["right"].max() <= inner_width() + rounded
    assert place["bottom"].max() <= ax.get_ylim()[0] + rounded


@settings(max_examples=10)
@given(n=st.integers(2, 12), seed=st.integers(0, 1000))
def test_no_network_has_boxes_that_overlap(n, seed):
    chart = charts.theme_network(random_pairs(n, seed))
    assert not overlapping(boxes(axes(chart)))


@pytest.mark.parametrize("n_themes", [12, 40])
def test_last_digits_that_differ_between_machines_change_no_position(monkeypatch, n_themes):
    table = random_pairs(n_themes, seed=3)
    first = boxes(axes(charts.theme_network(table)))
    exact = networkx.spring_layout
    rng = np.random.default_rng(4)

    def nearly(*args, **kwargs):
        places = exact(*args, **kwargs)
        return {theme: place + rng.normal(0, 1e-12, 2) for theme, place in places.items()}

    monkeypatch.setattr(networkx, "spring_layout", nearly)
    pd.testing.assert_frame_equal(boxes(axes(charts.theme_network(table))), first)


def test_without_lines_it_says_why():
    chart = charts.theme_network(pairs())
    assert texts(axes(chart)) == ["No two themes clearly go together."]
    assert "lies above 0" in chart.caption
    few = charts.theme_network(pairs().assign(n_clusters=1))
    assert "(here: 1 text)" in few.caption


def test_networkx_is_loaded_for_this_chart_only():
    code = "import sys; from analysis import charts; print('networkx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_line_that_does_not_stand_out_among_all_is_grey():
    table = with_family_columns(pairs(found=FOUND, intervals=LINKED))
    clear = table.assign(stands_out=table["theme_b"] == ROADS)
    chart = charts.theme_network(clear)
    colours = {line.get_label(): to_rgb(line.get_color()) for line in axes(chart).lines}
    spread = {name: max(colour) - min(colour) for name, colour in colours.items()}
    assert spread["Clean water with The council, 4"] < 0.15
    assert spread["Clean water with Roads, 4"] > 0.15
    assert "A grey line is clear by itself, but not among all 6 pairs" in chart.caption
    assert "A grey line" not in charts.theme_network(table).caption
