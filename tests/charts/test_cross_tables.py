"""One family of themes by another: counts, row shares, and the row of all that name any."""

import pytest
from chart_tables import LEAVES, axes, colours, crossed, labels, texts, with_family_columns

from analysis import charts
from analysis.charts.cells import WHITE
from analysis.charts.style import NEUTRAL, tint

WATER, ROADS, COUNCIL, SCHOOL = LEAVES
# 12 sentences: the council in 8, of which 6 on water; the school in 2, none on water.
FOUND = [{COUNCIL, WATER}] * 6 + [{COUNCIL, ROADS}, {COUNCIL}] + [{SCHOOL}] * 2 + [{WATER}] * 2


def shades(chart) -> dict[str, str]:
    """The colours of the cells that are not white."""
    found = colours(axes(chart))
    return {name: colour for name, colour in found.items() if colour != WHITE}


def test_cross_table_keeps_the_n_of_a_long_label():
    table = crossed().assign(label_a="a label that is much too long for its room " * 4)
    assert labels(axes(charts.cross_table(table)).yaxis)[0].endswith("(n = 2)")


def test_cells_have_counts_and_row_shares():
    chart = charts.cross_table(with_family_columns(crossed(FOUND)))
    ax = axes(chart)
    assert chart.title == "Actors by Topics"
    rows = ["The council (n = 8)", "The school (n = 2)", "Any of them (n = 10)"]
    assert labels(ax.yaxis) == rows
    assert labels(ax.xaxis) == ["Clean water\nn = 8", "Roads\nn = 1"]
    council = ["6", "75%", "1", "12%"]
    school = ["0", "0%", "0", "0%"]
    every = ["6", "60%", "1", "10%"]
    assert texts(ax) == [*council, *school, *every]
    assert chart.data["share"].tolist() == [0.75, 0.125, 0, 0]
    assert "bar: The council with Clean water" in chart.facts


def test_cells_are_shaded_by_the_share_of_the_row_where_the_row_is_large_enough():
    assert shades(charts.cross_table(crossed(FOUND))) == {
        "The council with Clean water": tint(NEUTRAL, 0.7),  # the largest share
        "The council with Roads": tint(NEUTRAL, 0.15 + 0.55 / 6),
    }
    school_on_water = [{COUNCIL, WATER}] * 6 + [{SCHOOL, WATER}]
    assert shades(charts.cross_table(crossed(school_on_water))) == {
        "The council with Clean water": tint(NEUTRAL, 0.7),
    }
    chart = charts.cross_table(crossed(school_on_water))
    edged = {patch.get_label() for patch in axes(chart).patches if patch.get_linewidth() > 0}
    assert edged == {"The council with Clean water", "The school with Clean water"}  # 1 of 1


def test_a_row_without_sentences_has_no_shares():
    chart = charts.cross_table(crossed())
    assert texts(axes(chart))[-6:] == ["0", "0", "1", "50%", "0", "0%"]
    assert chart.data["share"].isna().tolist() == [False, False, True, True]


def test_the_title_compares_the_clearest_cell_with_all_or_with_the_row_that_has_less():
    more = {(COUNCIL, WATER): (1.5, 0.5, 2.5)}
    chart = charts.cross_table(crossed(FOUND, more))
    assert chart.title == (
        "“Clean water” in 6 of 8 sentences with “The council”, in 6 of 10 with any of them"
    )
    less = {(SCHOOL, WATER): (-1.5, -2.5, -0.3)}
    chart = charts.cross_table(crossed(FOUND, more | less))
    assert chart.title == (
        "“Clean water” in 6 of 8 sentences with “The council”, in 0 of 2 with “The school”"
    )
    chart = charts.cross_table(crossed(FOUND * 30, more | less))
    assert chart.title == (
        "“Clean water” in 75% of the sentences with “The council”, in 0 of 60 with “The school”"
    )


@pytest.mark.parametrize("by_codebook", [False, True])
def test_pairs_that_share_words_are_in_brackets_and_no_title(by_codebook):
    table = crossed(FOUND, {(COUNCIL, WATER): (1.5, 0.5, 2.5)}).assign(by_codebook=by_codebook)
    chart = charts.cross_table(table)
    assert chart.title.startswith("“Clean water” in 6") == (not by_codebook)
    assert ("(6)" in texts(axes(chart))) == by_codebook
    assert ("A count in brackets" in chart.caption) == by_codebook
