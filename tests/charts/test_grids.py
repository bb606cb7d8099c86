"""Tables of counts: themes by group."""

import pandas as pd
import pytest
from chart_tables import (
    ALL_EXPLAINED,
    DEEP,
    DEEP_FOUND,
    GROUPS,
    axes,
    colours,
    labels,
    shares,
    texts,
    with_family_columns,
)
from matplotlib.colors import to_hex

from analysis import charts
from analysis.charts.style import PALETTE, tint
from analysis.tables import POSITIONS

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
    drawn = colours(axes(charts.section_heatmap(shares(GROUPS))))
    found = {name: colour for name, colour in drawn.items() if colour != "#ffffff"}
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
        if to_hex(patch.get_facecolor()) != "#ffffff"
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
    assert [label.partition(" (n")[0] for label in labels(axes(wide).xaxis)] == [
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
    names = [label.partition(" (n")[0] for label in labels(axes(chart).xaxis)]
    assert names == [
        f"Part {i}" for i in (1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13)
    ]  # of equals the first
    assert chart.title == "Clean water in “Part 9”: 3 of 3 sentences"
    named = charts.section_heatmap(shares(sizes), title="Mine")
    assert "Highest count: Clean water in “Part 9”: 3 of 3 sentences." in named.caption
    assert "The chart shows 12 of 15 groups, those with the most sentences" in chart.caption


def test_heatmap_whose_largest_groups_are_without_hits_names_none_that_is_not_drawn():
    found = [*[set()] * 12, {"topic/water"}]
    chart = charts.section_heatmap(shares({f"Part {i}": [i] for i in range(13)}, found=found))
    assert set(colours(axes(chart)).values()) == {"#ffffff"}
    assert "Part 12" not in chart.caption + chart.alt
    assert chart.title == "Themes by section"


def test_texts_without_headings_have_no_table_of_sections():
    chart = charts.section_heatmap(shares({"": [0, 1, 2, 3, 4]}))
    assert not axes(chart).patches
    assert chart.alt.startswith("No text has a heading.")


def test_of_several_texts_only_sections_that_recur_are_drawn():
    table = shares({"": [0], "Aims": [1, 2], "Plans": [3], "One": [4]})
    n_documents = table["section"].map({"": 3, "Aims": 2, "Plans": 2, "One": 1})
    table = table.assign(n_documents=n_documents.astype("int64"))
    chart = charts.section_heatmap(table, n_texts=3)
    names = [label.partition("\n")[0] for label in labels(axes(chart).xaxis)]
    assert names == ["Aims", "Plans"]
    assert len(chart.data) == 16  # the four sections are in the table
    of_one = charts.section_heatmap(table)
    assert len(labels(axes(of_one).xaxis)) == 4
    before = shares({"": [0, 1, 2], "Aims": [3, 4]}).assign(n_documents=3)
    chart = charts.section_heatmap(before, n_texts=3)
    assert texts(axes(chart)) == ["Most sentences are in no section that recurs."]
    assert not chart.data["shown"].any()


def test_cells_are_links():
    marks = charts.section_heatmap(shares(GROUPS)).marks.set_index("where")
    cell = marks.loc["theme=topic/water&section=Plans"]
    assert cell["words"] == "Clean water in “Plans”: 1 of 3 sentences"


@pytest.mark.parametrize("width", ["column", "page", "slide", "screen"])
def test_words_stay_in_the_picture(width):
    chart = charts.section_heatmap(shares({f"Part {i}": [i % 5] for i in range(30)}), width=width)
    chart.figure.draw_without_rendering()
    page = chart.figure.bbox
    for text in [
        *axes(chart).texts,
        *axes(chart).get_xticklabels(),
        *axes(chart).get_yticklabels(),
    ]:
        box = text.get_window_extent()
        assert box.x0 >= 0, text
        assert box.x1 <= page.x1, text
        assert text.get_size() >= 6


def test_it_has_a_row_a_lane_and_a_cell():
    table = shares({"Part": [0, 1, 2]}, DEEP, DEEP_FOUND)
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
