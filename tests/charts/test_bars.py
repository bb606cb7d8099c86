"""Bars: how many sentences carry each theme."""

import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest
from chart_tables import (
    ALL_EXPLAINED,
    DEEP,
    DEEP_FOUND,
    FOUND,
    GROUPS,
    HOSTILE,
    axes,
    blocks_of,
    colours,
    labels,
    shares,
    texts,
    with_family_columns,
)

from analysis import charts
from analysis.charts.style import PALETTE
from analysis.charts.wrapping import clean
from analysis.faults import InputError


def test_prevalence_bars_are_the_counts():
    chart = charts.prevalence(shares())
    ax = axes(chart)
    assert labels(ax.yaxis) == ["Clean water", "Roads", "The council", "The school"]
    assert [bar.get_width() for bar in ax.patches] == [3, 1, 2, 0]
    assert [bar.get_label() for bar in ax.patches] == labels(ax.yaxis)
    middles = [bar.get_y() + bar.get_height() / 2 for bar in ax.patches]
    assert middles == pytest.approx(ax.get_yticks())
    assert middles == sorted(middles)
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first row is at the top
    assert texts(ax)[:4] == ["3 of 5", "1 of 5", "2 of 5", "0 of 5"]
    assert texts(ax)[4:] == ["Topics: 3 of 5 sentences", "Actors: 2 of 5 sentences"]


def test_the_title_says_what_is_found_in_what_is_drawn():
    assert charts.prevalence(shares()).title == "“Clean water” in 3 of 5 sentences, “Roads” in 1"
    in_none = charts.prevalence(shares(found=[set()]))
    assert in_none.title == "No theme occurs"
    one_theme = shares(found=[set()]).query("theme == 'topic/water'")
    assert charts.prevalence(one_theme).title == "No theme occurs"
    assert charts.prevalence(shares(), title="Mine").title == "Mine"
    many = charts.prevalence(shares(found=FOUND * 41))
    assert many.title == "“Clean water” in 60% of the sentences, “Roads” in 20%"
    close = shares(found=[{"topic/water", "topic/roads"}, {"topic/water"}, {"topic/roads"}, set()])
    assert charts.prevalence(close).title == "“Clean water” and “Roads” in 2 of 4 sentences each"


def test_prevalence_colours_are_the_families():
    chart = charts.prevalence(shares())
    blue, orange = PALETTE[:2]
    assert list(colours(axes(chart)).values()) == [blue, blue, orange, orange]
    assert re.search(rf"bar: The council: x 0 to 2, y [\d.]+ to [\d.]+ {orange}\n", chart.facts)
    # With family columns, a part of the codebook keeps its colour.
    table = with_family_columns(shares())
    part = table[table["theme"].str.startswith("actor")]
    assert set(colours(axes(charts.prevalence(part))).values()) == {orange}


def test_prevalence_data_are_what_is_drawn():
    data = charts.prevalence(shares()).data
    assert list(data["theme"]) == [
        "topic",
        "topic/water",
        "topic/roads",
        "actor",
        "actor/council",
        "actor/school",
    ]
    assert list(data["n_sentences_hit"]) == [3, 3, 1, 2, 2, 0]
    assert list(data["family"]) == ["topic"] * 3 + ["actor"] * 3
    assert data["shown"].all()


def test_prevalence_puts_more_frequent_themes_first_within_a_family():
    ax = axes(charts.prevalence(shares(found=[{"topic/roads", "actor/school"}])))
    assert labels(ax.yaxis) == ["Roads", "Clean water", "The school", "The council"]


def test_a_flat_codebook_has_no_headings_and_one_colour():
    flat = pd.DataFrame({"theme": ["water", "roads"], "label": ["Water", "Roads"]})
    ax = axes(charts.prevalence(shares(themes=flat, found=[{"roads"}, {"roads", "water"}])))
    assert labels(ax.yaxis) == ["Roads", "Water"]
    assert texts(ax) == ["2 of 2", "1 of 2"]
    assert set(colours(ax).values()) == {PALETTE[0]}


def test_prevalence_gives_percentages_only_where_n_is_large():
    ax = axes(charts.prevalence(shares(found=FOUND * 41)))
    assert texts(ax)[0] == "123 (60.0%)"


def numbered_themes(n):
    ids = [f"t{i:02}" for i in range(n)]
    return pd.DataFrame({"theme": ids, "label": [f"Theme {i}" for i in range(n)]})


def test_prevalence_shows_twenty_rows_and_says_what_lies_beyond():
    # t39 occurs in 40 sentences, t00 in one.
    found = [{f"t{i:02}" for i in range(k, 40)} for k in range(40)]
    chart = charts.prevalence(shares(themes=numbered_themes(40), found=found))
    assert labels(axes(chart).yaxis) == [f"Theme {i}" for i in range(39, 19, -1)]
    assert "The chart shows 20 of 40 themes" in chart.caption
    assert len(chart.data) == 40
    assert list(chart.data.loc[chart.data["shown"], "label"]) == labels(axes(chart).yaxis)


def test_of_too_many_themes_those_that_occur_are_shown():
    many = numbered_themes(21)
    found = [{"t03", "t17"}, {"t17"}]
    chart = charts.prevalence(shares(themes=many, found=found))
    assert labels(axes(chart).yaxis) == ["Theme 17", "Theme 3"]
    assert "The chart shows 2 of 21 themes, those that occur; its CSV file" in chart.caption
    chart = charts.section_heatmap(shares({"Aims": [0, 1]}, many, found))
    assert labels(axes(chart).yaxis) == ["Theme 3", "Theme 17"]
    assert "The chart shows 2 of 21 themes, those that occur; its CSV file" in chart.caption


def test_prevalence_refuses_several_groups():
    with pytest.raises(InputError, match="several rows of 'topic/water'; expected one"):
        charts.prevalence(shares(GROUPS))


def test_a_theme_with_patterns_and_subthemes_has_a_bar_beside_theirs():
    table = shares(themes=DEEP, found=DEEP_FOUND)
    chart = charts.prevalence(with_family_columns(table, DEEP))
    assert labels(axes(chart).yaxis) == ["Water (all)", "Wells", "Trade"]
    assert texts(axes(chart)) == ["3 of 3", "2 of 3", "1 of 3", "Topics: 3 of 3 sentences"]
    assert list(chart.data["label"]) == ["Topics", "Water", "Wells", "Trade"]  # of the codebook
    assert chart.caption.count(ALL_EXPLAINED) == 1
    assert ALL_EXPLAINED not in charts.prevalence(table).caption


def test_a_root_with_patterns_and_subthemes_is_in_its_own_family():
    themes = DEEP[1:3].assign(theme=["water", "water/wells"], root="water")
    table = shares(themes=themes, found=[{"water"}, {"water/wells"}])
    ax = axes(charts.prevalence(with_family_columns(table, themes)))
    assert labels(ax.yaxis) == ["Water (all)", "Wells"]
    assert texts(ax) == ["2 of 2", "1 of 2", "Water: 2 of 2 sentences"]


def test_labels_are_drawn_as_they_are():
    themes = pd.DataFrame(
        [("r", HOSTILE[0]), *((f"r/{at}", label) for at, label in enumerate(HOSTILE))]
    )
    themes = themes.set_axis(["theme", "label"], axis="columns")
    chart = charts.prevalence(shares(themes=themes, found=[set(themes["theme"])]))
    chart.render("pdf")
    ET.fromstring(chart.render("svg"))
    assert set(chart.data["label"]) == set(HOSTILE)
    assert [bar.get_label() for bar in axes(chart).patches] == [clean(label) for label in HOSTILE]
    assert f"{HOSTILE[0]}: 1 of 1 sentence" in texts(axes(chart))
    assert not any(
        text.get_parse_math() for text in [*axes(chart).get_yticklabels(), *axes(chart).texts]
    )
    groups = {label: [0] for label in HOSTILE[:12]}
    charts.section_heatmap(shares(groups, themes, [set(themes["theme"])])).render("svg")
    rows = []
    for at, label in enumerate(HOSTILE):
        rows.append((HOSTILE[0], at, label, at, 9, "r", label, "r/0", label, 1, 1))
    charts.reading_map(blocks_of(rows)).render("svg")


def coded(**columns):
    """The shares of five sentences, of which a reader has read four."""
    table = shares().assign(n_read=4, n_coded=[3, 1, 1, 2, 2, 2], n_sentences=5)
    return table.assign(share_coded=table["n_coded"] / table["n_read"], **columns)


def test_what_a_reader_coded_is_a_dot_on_the_bar():
    chart = charts.prevalence(coded())
    (dots,) = axes(chart).collections
    assert dots.get_label() == "coded by a reader"
    assert dots.get_offsets()[:, 0].tolist() == [1.25, 1.25, 2.5, 2.5]  # of 5 sentences
    assert dots.get_offsets()[:, 1].tolist() == list(axes(chart).get_yticks())
    assert "dots: as a reader coded them" in chart.subtitle
    assert "in the 4 of 5 sentences that were read" in chart.caption
    behind = {text.get_text(): text.xy[0] for text in axes(chart).texts}
    assert behind["0 of 5"] == 2.5  # the count stands behind the dot
    assert "in the same sentences" in charts.prevalence(coded(n_sentences=4)).caption
    assert not axes(charts.prevalence(shares())).collections
    assert not axes(charts.prevalence(coded().assign(share_coded=float("nan")))).collections


def test_the_count_of_a_heading_is_never_cut_off():
    root = "Subjects of which the speakers say something in their speeches"
    table = shares().assign(n_sentences=1000)
    is_root = table["theme"] == table["theme"].iloc[0]
    table["label"] = table["label"].mask(is_root, root)
    counted = table.loc[is_root, "n_sentences_hit"].iloc[0]
    facts = charts.prevalence(table, width="column").facts
    [heading] = [line for line in facts.splitlines() if "Subj" in line]
    assert "…" in heading
    assert f": {counted} ({counted / 1000:.1%})" in heading
