"""Pairs of themes as a triangle, and sequences of themes as a square."""

import pandas as pd
import pytest
from chart_tables import (
    ALL_EXPLAINED,
    DEEP,
    LABELS,
    LEAVES,
    axes,
    colours,
    labels,
    pairs,
    steps,
    texts,
    with_association,
    with_family_columns,
)
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba

from analysis import charts
from analysis.charts.associations import COLOURS
from analysis.charts.style import FAINT, NEUTRAL, tint
from analysis.tables import PAIRS

WATER, ROADS, COUNCIL, SCHOOL = LEAVES
CLEAR = {(WATER, ROADS): (2.5, 0.4, 4.6), (ROADS, COUNCIL): (-2.5, -4.6, -0.4)}
OFTEN = [{WATER, ROADS}] * 8 + [{WATER}] * 2 + [{COUNCIL}] * 8


def marks(ax) -> dict[str, list[tuple[float, float]]]:
    """The corners that are marked, by the name of the mark."""
    found = [thing for thing in ax.collections if isinstance(thing, PathCollection)]
    return {mark.get_label(): mark.get_offsets().round(3).tolist() for mark in found}


# -- in the same sentence ----------------------------------------------------------------------------


def test_cooccurrence_is_a_triangle():
    chart = charts.cooccurrence(with_family_columns(pairs()))
    ax = axes(chart)
    cells = {text.get_position(): text.get_text() for text in ax.texts if text.get_text().isdigit()}
    side = 0.36
    grid = {
        (round(y / side - 0.5), round(x / side - 0.5)): int(count)
        for (x, y), count in cells.items()
    }
    # water 3; roads with water 1, roads 1; council with water 1, with roads 0, council 2; the school occurs nowhere
    assert grid == {(0, 0): 3, (1, 0): 1, (1, 1): 1, (2, 0): 1, (2, 1): 0, (2, 2): 2}
    assert [text for text in texts(ax) if not text.isdigit()] == [
        "Clean water",
        "Roads",
        "The council",
    ]
    assert "Left out: 1 theme without a sentence." in chart.caption
    assert "say" not in chart.caption.replace("say little", "")
    assert len(chart.data) == 6
    assert chart.data["shown"].sum() == 3


def test_cells_are_shaded_by_association_and_marked_where_it_is_clear():
    table = pairs(found=OFTEN, intervals=CLEAR)
    chart = charts.cooccurrence(table)
    ax = axes(chart)
    found = colours(ax)
    assert found["Clean water with Roads"] == tint(COLOURS["more"], 0.72)  # the strongest
    assert found["Roads with The council"] == tint(COLOURS["less"], 0.72)
    assert found["Clean water with The council"] == tint(COLOURS["more"], 0.2 * 0.1 / 2.5)
    assert found["Clean water"] == FAINT
    edges = {patch.get_label(): patch.get_linewidth() for patch in ax.patches}
    assert edges["Clean water with Roads"] == edges["Roads with The council"] == 0.8
    assert edges["Clean water with The council"] == 0
    assert marks(ax) == {
        "more often than expected": [[0.297, 0.423]],
        "less often than expected": [[0.657, 0.783]],
    }
    assert chart.title == (
        "“Clean water” and “Roads” share more sentences than expected; fewer: 1 pair"
    )
    assert chart.subtitle.endswith("teal and ▲: more than expected, brown and ▼: fewer")
    assert "(by 9 texts)" in chart.caption
    assert "Clean water with Roads (8, 4.4 expected)" in chart.caption


def test_pairs_that_share_words_are_in_brackets_and_are_no_finding():
    table = pairs(found=OFTEN, intervals=CLEAR)
    table["by_codebook"] = table["theme_a"] == WATER
    chart = charts.cooccurrence(table)
    assert "(8)" in texts(axes(chart))
    assert "A count in brackets: the two themes share a pattern" in chart.caption
    assert chart.title == "“Roads” and “The council” share fewer sentences than expected"
    assert "Most clearly" not in chart.caption


def test_without_intervals_the_caption_says_why():
    table = pairs().assign(low=float("nan"), high=float("nan"), n_clusters=2)
    chart = charts.cooccurrence(table)
    assert "No pair has an interval, which takes five texts" in chart.caption
    assert "(here: 2 texts)" in chart.caption


def many_pairs(n_themes: int) -> pd.DataFrame:
    """Pairs of many themes, the first of which are the most frequent; the last two belong together."""
    names = [f"t{number:02}" for number in range(n_themes)]
    rows = []
    for at, a in enumerate(names):
        for b in names[at + 1 :]:
            size = {name: 100 - number for number, name in enumerate(names)}
            rows.append((a, a.upper(), b, b.upper(), size[a], size[b], 5, 1000))
    table = pd.DataFrame(rows, columns=list(PAIRS.columns)[:8])
    return with_association(table, {(names[-2], names[-1]): (2.0, 1.0, 3.0)})


def test_a_clear_pair_is_shown_even_if_its_themes_are_rare():
    chart = charts.cooccurrence(many_pairs(40))
    written = texts(axes(chart))
    assert {"T00", "T17", "T38", "T39"} <= set(written)
    assert "T18" not in written
    assert (
        "The chart shows 20 of 40 themes that occur, those of the clearest pairs" in chart.caption
    )
    assert chart.data["shown"].sum() == 20 * 19 / 2
    assert len(chart.data) == 40 * 39 / 2


def sizes(chart) -> set[float]:
    """The sizes of the counts."""
    return {text.get_size() for text in axes(chart).texts if text.get_text().isdigit()}


@pytest.mark.parametrize("width", ["column", "page", "slide", "screen"])
def test_counts_are_never_too_small_to_read(width):
    chart = charts.cooccurrence(many_pairs(40), width=width)
    (size,) = sizes(chart)
    assert size >= 6
    n_shown = chart.data["shown"].sum()
    assert "too narrow" not in chart.caption
    few = charts.cooccurrence(many_pairs(40), width="column").data["shown"].sum()
    assert few < n_shown or width in ("column", "slide")  # a slide is wide but not tall


def test_large_counts_leave_room_for_fewer_themes():
    counts = ["n_a", "n_b", "n_both", "n_sentences"]
    table = many_pairs(40)
    many = table.assign(**{name: 1000 * table[name] for name in counts})
    chart = charts.cooccurrence(many, width="page")
    assert "100,000" in texts(axes(chart)) or "too narrow" in chart.caption
    assert chart.data["shown"].sum() < 20 * 19 / 2
    assert "5,000" in texts(axes(chart))


def test_what_is_clear_only_by_itself_has_a_hollow_mark():
    table = pairs(found=OFTEN, intervals=CLEAR)
    table["stands_out"] = table["association"] == "less"
    chart = charts.cooccurrence(table)
    assert set(marks(axes(chart))) == {
        "more often than expected, by itself",
        "less often than expected",
    }
    assert "△ and ▽ (1 pair): only the interval of the pair itself excludes 0" in chart.caption
    assert chart.title == "“Roads” and “The council” share fewer sentences than expected"


def test_it_makes_no_pair_with_those_below_it():
    rows = [
        ("topic/water", "Water", "trade", "Trade", 3, 1, 1, 3),
        ("topic/water/wells", "Wells", "trade", "Trade", 2, 1, 1, 3),
    ]
    table = with_association(pd.DataFrame(rows, columns=list(PAIRS.columns)[:8]))
    chart = charts.cooccurrence(with_family_columns(table, DEEP))
    numbers = [text.get_text() for text in axes(chart).texts if text.get_text().isdigit()]
    assert numbers == ["1", "1", "3", "2", "1"]  # two pairs, three themes
    assert "Most often: Water (all) with Trade (1), Wells with Trade (1)." in chart.caption
    assert f"{ALL_EXPLAINED} and makes no pair with them." in chart.caption


# -- in one sentence and the next --------------------------------------------------------------------


def test_sequences_are_a_square_with_the_first_theme_in_the_rows():
    chart = charts.sequences(steps())
    ax = axes(chart)
    # five sentences: water; water, council; council; nothing; water, roads
    assert labels(ax.yaxis) == ["Clean water (n = 2)", "Roads (n = 0)", "The council (n = 2)"]
    assert [label.replace("\n", " ") for label in labels(ax.xaxis)] == [
        "Clean water n = 2",
        "Roads n = 1",
        "The council n = 2",
    ]
    counts = [text for text in texts(ax) if text.isdigit()]
    assert counts == ["1", "0", "2", "0", "0", "0", "0", "0", "1"]
    assert "n = 4 pairs of consecutive sentences" in chart.caption
    assert chart.title == "Which theme follows which"


def test_the_clearest_sequence_is_the_title():
    table = steps(intervals={(WATER, COUNCIL): (1.8, 0.5, 3.1), (COUNCIL, COUNCIL): (2, 1, 3)})
    chart = charts.sequences(table)
    assert chart.title == ("“Clean water” is followed by “The council” 2 times, 1.0 expected")
    assert len(marks(axes(chart))["more often than expected"]) == 2
    alone = charts.sequences(steps(intervals={(COUNCIL, COUNCIL): (2, 1, 3)}))
    assert alone.title == "“The council” carries over to the next sentence more than expected"


@pytest.mark.parametrize("label", [LABELS[WATER], "x" * 80])
def test_a_long_label_keeps_its_n_on_one_line(label):
    table = steps()
    for side in "ab":
        column = table[f"label_{side}"]
        table[f"label_{side}"] = column.mask(column == LABELS[WATER], label)
    first = labels(axes(charts.sequences(table)).yaxis)[0]
    assert first.endswith("(n = 2)")


def test_neutral_edges_are_for_clear_cells_only():
    table = steps(intervals={(WATER, COUNCIL): (1.8, 0.5, 3.1)}).assign(expected=5.0)
    patches = axes(charts.sequences(table)).patches
    clear = [patch for patch in patches if patch.get_linewidth() > 0]
    assert [patch.get_label() for patch in clear] == ["Clean water, then The council"]
    assert {patch.get_edgecolor() for patch in clear} == {to_rgba(NEUTRAL)}
