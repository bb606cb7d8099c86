"""Tables of counts: themes by group, pairs of themes."""

import pandas as pd
import pytest
from chart_tables import (
    ALL_EXPLAINED,
    DEEP,
    DEEP_FOUND,
    GROUPS,
    axes,
    colours,
    crossed,
    labels,
    pairs,
    shares,
    texts,
    with_association,
    with_family_columns,
)
from matplotlib.colors import to_hex

from analysis import charts
from analysis.charts.style import NEUTRAL, PALETTE, tint
from analysis.tables import PAIRS, POSITIONS

# -- themes by group ---------------------------------------------------------------------------------


def test_heatmap_cells_are_the_counts():
    chart = charts.section_heatmap(shares(GROUPS))
    ax = axes(chart)
    assert labels(ax.yaxis) == ["Clean water", "Roads", "The council", "The school"]
    assert [label.replace("\n", " ") for label in labels(ax.xaxis)] == [
        "(before the first heading) n = 2",
        "Plans n = 3",
    ]
    counts = {
        text.get_position(): text.get_text() for text in ax.texts if text.get_text().isdigit()
    }
    grid = {(round(x, 3), round(y, 3)): int(count) for (x, y), count in counts.items()}
    columns, rows = (sorted({place[i] for place in grid}) for i in (0, 1))
    assert columns == pytest.approx(ax.get_xticks(), abs=1e-3)
    assert rows == pytest.approx(ax.get_yticks(), abs=1e-3)
    assert [[grid[x, y] for x in columns] for y in rows] == [[2, 1], [0, 1], [1, 1], [0, 0]]


def test_heatmap_shades_are_the_family_and_the_share():
    found = colours(axes(charts.section_heatmap(shares(GROUPS))))
    assert found == {
        "Clean water in “(before the first heading)”": tint(
            PALETTE[0], 0.7
        ),  # 2 of 2, the largest share
        "Clean water in “Plans”": tint(PALETTE[0], 0.15 + 0.55 / 3),
        "Roads in “Plans”": tint(PALETTE[0], 0.15 + 0.55 / 3),
        "The council in “(before the first heading)”": tint(PALETTE[1], 0.15 + 0.55 / 2),
        "The council in “Plans”": tint(PALETTE[1], 0.15 + 0.55 / 3),
    }
    edges = {
        to_hex(patch.get_edgecolor())
        for patch in axes(charts.section_heatmap(shares(GROUPS))).patches
    }
    assert edges == set(PALETTE[:2])


def test_heatmap_names_absent_values_and_shows_twelve_groups():
    table = shares({"": [0, 1], "Plans": [2], None: [3]}).rename(columns={"section": "outlet"})
    names = [
        label.partition("\n")[0]
        for label in labels(axes(charts.section_heatmap(table, by="outlet")).xaxis)
    ]
    assert names == ["(not stated)", "Plans", "(missing)"]
    wide = charts.section_heatmap(shares({f"Part {i}": [i % 5] for i in range(30)}))
    assert [label.partition("\n")[0] for label in labels(axes(wide).xaxis)] == [
        f"Part {i}" for i in range(12)
    ]
    assert "The chart shows 12 of 30 groups, those with the most sentences" in wide.caption
    assert len(wide.data) == 30 * 4
    assert wide.data["shown"].sum() == 12 * 4


def test_heatmap_shows_the_groups_with_the_most_sentences_in_their_order():
    sizes = {f"Part {i}": [3, 4] for i in range(15)} | {
        "Part 4": [0],
        "Part 0": [1],
        "Part 9": [0, 1, 4],
    }
    chart = charts.section_heatmap(shares(sizes))
    names = [label.partition("\n")[0] for label in labels(axes(chart).xaxis)]
    assert names == [
        f"Part {i}" for i in (1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13)
    ]  # of equals the first
    assert "Clean water in “Part 9”, 3 of 3." in chart.caption
    assert "The chart shows 12 of 15 groups, those with the most sentences" in chart.caption


def test_heatmap_whose_largest_groups_are_without_hits_names_none_that_is_not_drawn():
    found = [*[set()] * 12, {"topic/water"}]
    chart = charts.section_heatmap(shares({f"Part {i}": [i] for i in range(13)}, found=found))
    assert not axes(chart).patches
    assert "Part 12" not in chart.caption + chart.alt


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
    assert colours(ax) == {
        "Clean water": PALETTE[0],
        "Roads": PALETTE[0],
        "The council": PALETTE[1],
        "Clean water with Roads": tint(NEUTRAL, 0.7),
        "Clean water with The council": tint(NEUTRAL, 0.7),
    }
    assert "Left out: 1 theme without a sentence." in chart.caption
    assert "say" not in chart.caption
    assert len(chart.data) == 6
    assert chart.data["shown"].sum() == 3


def test_cross_table_keeps_the_n_of_a_long_label():
    table = crossed().assign(label_a="a label that is much too long for its room " * 4)
    assert labels(axes(charts.cross_table(table)).yaxis)[0].endswith("(n = 2)")


def test_cross_table_has_rows_and_columns():
    chart = charts.cross_table(with_family_columns(crossed()))
    ax = axes(chart)
    assert chart.title == "Actors by Topics: sentences that name both"
    assert labels(ax.yaxis) == ["The council (n = 2)", "The school (n = 0)"]
    assert labels(ax.xaxis) == ["Clean water\nn = 3", "Roads\nn = 1"]
    assert texts(ax) == ["1", "0", "0", "0"]
    assert colours(ax) == {"The council with Clean water": tint(NEUTRAL, 0.7)}
    assert "bar: The council with Clean water" in chart.facts


def test_it_has_a_row_a_lane_and_a_cell():
    table = shares({"": [0, 1, 2]}, DEEP, DEEP_FOUND)
    assert labels(axes(charts.section_heatmap(with_family_columns(table, DEEP))).yaxis) == [
        "Water (all)",
        "Wells",
        "Trade",
    ]
    places = [(1, "topic/water"), (2, "topic/water"), (2, "topic/water/wells"), (3, "trade")]
    rows = [
        ("a", at, theme, theme.rpartition("/")[2].capitalize(), 1, 3, (at - 0.5) / 3)
        for at, theme in places
    ]
    columns = ["doc_id", "sent_id", "theme", "label", "n_hits", "n_sentences", "position"]
    plain = POSITIONS.frame(pd.DataFrame(rows, columns=columns))
    for table in (plain, with_family_columns(plain, DEEP)):  # every theme in it is coded
        chart = charts.dispersion_plot(table)
        assert labels(axes(chart).yaxis) == ["Water (all)", "Wells", "Trade"]
        assert ALL_EXPLAINED in chart.caption


def test_it_makes_no_pair_with_those_below_it():
    rows = [
        ("topic/water", "Water", "trade", "Trade", 3, 1, 1, 3),
        ("topic/water/wells", "Wells", "trade", "Trade", 2, 1, 1, 3),
    ]
    table = with_association(pd.DataFrame(rows, columns=list(PAIRS.columns)[:8]))
    chart = charts.cooccurrence(with_family_columns(table, DEEP))
    numbers = [text.get_text() for text in axes(chart).texts if text.get_text().isdigit()]
    assert numbers == ["1", "1", "3", "2", "1"]  # two pairs, three themes
    assert "Most often together: Water (all) with Trade (1), Wells with Trade (1)." in chart.caption
    assert f"{ALL_EXPLAINED} and makes no pair with them." in chart.caption
