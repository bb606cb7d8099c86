"""Charts: artists, not pixels; the data are what is drawn; the bytes are the same whatever the user's settings."""

import base64
import itertools
import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import font_manager
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font

from analysis.charts import chart, charts
from analysis.charts.chart import FONTS, INK, SIZE, SOFT, Chart, house_style
from analysis.charts.layout import (
    GREY,
    LABEL,
    NEUTRAL,
    PALETTE,
    clean,
    families,
    ink_on,
    shorten,
    squeeze,
    tint,
    width_of,
    wrap,
)
from analysis.faults import InputError
from analysis.tables import BLOCKS, PAIRS, POSITIONS, SENTENCES, SHARES

LABELS = {
    "topic": "Topics",
    "topic/water": "Clean water",
    "topic/roads": "Roads",
    "actor": "Actors",
    "actor/council": "The council",
    "actor/school": "The school",
}
THEMES = pd.DataFrame(LABELS.items(), columns=["theme", "label"])
LEAVES = ["topic/water", "topic/roads", "actor/council", "actor/school"]
# Five sentences in two sections, and the leaf themes that occur in each of them.
SECTIONS = ["", "", "Plans", "Plans", "Plans"]
WORDS = [4, 8, 6, 10, 5]
FOUND = [
    {"topic/water"},
    {"topic/water", "actor/council"},
    {"actor/council"},
    set(),
    {"topic/water", "topic/roads"},
]


def below(theme, found):
    return any(leaf == theme or leaf.startswith(theme + "/") for leaf in found)


def shares(groups=None, themes=THEMES, found=FOUND):
    rows = []
    for name, which in (groups or {None: range(len(found))}).items():
        for theme, label in zip(themes["theme"], themes["label"], strict=True):
            k, n = sum(below(theme, found[i]) for i in which), len(which)
            rows.append(
                {"section": name, "theme": theme, "label": label, "n_hits": k, "n_sentences_hit": k}
            )
            rows[-1] |= {"n_sentences": n, "share": k / n if n else np.nan}
    table = pd.DataFrame(rows, columns=["section", *SHARES.columns])
    return SHARES.frame(table if groups else table.drop(columns="section"))


def positions(found=FOUND, doc_ids=("a",)):
    rows = [
        (doc, i + 1, leaf, LABELS[leaf], 1, len(found), (i + 0.5) / len(found))
        for doc in doc_ids
        for i, leaves in enumerate(found)
        for leaf in sorted(leaves, key=LEAVES.index)
    ]
    columns = ["doc_id", "sent_id", "theme", "label", "n_hits", "n_sentences", "position"]
    return POSITIONS.frame(pd.DataFrame(rows, columns=columns))


def pairs(combinations=None, found=FOUND):
    n = {leaf: sum(leaf in leaves for leaves in found) for leaf in LEAVES}
    rows = [
        (
            a,
            LABELS[a],
            b,
            LABELS[b],
            n[a],
            n[b],
            sum({a, b} <= leaves for leaves in found),
            len(found),
        )
        for a, b in combinations or itertools.combinations(LEAVES, 2)
    ]
    return PAIRS.frame(pd.DataFrame(rows, columns=list(PAIRS.columns)))


def crossed(found=FOUND):
    return pairs(itertools.product(LEAVES[2:], LEAVES[:2]), found)


def blocks(found=FOUND, sections=SECTIONS, words=WORDS):
    rows = []
    for i, leaves in enumerate(found):
        for root in ("topic", "actor"):
            lead = next((leaf for leaf in LEAVES if leaf in leaves and leaf.startswith(root)), "")
            hits = sum(leaf.startswith(root) for leaf in leaves)
            where = ("a", i + 1, sections[i], 1 + i // 2, words[i])
            rows.append((*where, root, LABELS[root], lead, LABELS.get(lead, ""), hits))
    return BLOCKS.frame(pd.DataFrame(rows, columns=BLOCK).assign(n_root_hits=0))


BLOCK = [
    "doc_id",
    "sent_id",
    "section",
    "paragraph",
    "n_words",
    "root",
    "root_label",
    "theme",
    "label",
    "n_hits",
]


def sentences(words=WORDS, doc_id="a"):
    n = len(words)
    sections = (SECTIONS * n)[:n]
    frame = {
        "doc_id": [doc_id] * n,
        "sent_id": range(1, n + 1),
        "section": sections,
        "paragraph": [1] * n,
    }
    return SENTENCES.frame(
        frame | {"start": range(n), "end": range(n), "n_words": words, "sentence": ["x"] * n}
    )


GROUPS = {"": [0, 1], "Plans": [2, 3, 4]}
DRAWN = {
    "prevalence": (charts.prevalence, shares),
    "section_heatmap": (
        charts.section_heatmap,
        lambda found=FOUND: shares(
            {"": range(len(found))} if len(found) < 5 else GROUPS, found=found
        ),
    ),
    "dispersion": (charts.dispersion, positions),
    "cooccurrence": (charts.cooccurrence, pairs),
    "cross_table": (charts.cross_table, crossed),
    "reading_map": (charts.reading_map, blocks),
}
ALL = DRAWN | {"sentence_lengths": (charts.sentence_lengths, sentences)}
every_chart = pytest.mark.parametrize(("draw", "table"), ALL.values(), ids=ALL)


def axes(chart):
    (ax,) = chart.figure.axes
    return ax


def labels(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def texts(ax):
    return [text.get_text() for text in ax.texts]


def marks(ax):
    """Patches by label: their colour."""
    return {patch.get_label(): to_hex(patch.get_facecolor()) for patch in ax.patches}


def all_words(chart):
    return " ".join(
        text.get_text().replace("\n", " ") for text in chart.figure.texts + axes(chart).texts
    )


# What every chart keeps -----------------------------------------------------------------------------------------------


@every_chart
def test_chart_is_whole(draw, table):
    given = table()
    before = given.copy(deep=True)
    chart = draw(given)
    pd.testing.assert_frame_equal(given, before)
    assert isinstance(chart, Chart)
    assert chart.title in all_words(chart)
    assert chart.caption in all_words(chart)
    assert "n = 5 sentences" in chart.caption
    assert "5" in chart.alt
    assert list(chart.data.index) == list(range(len(chart.data)))
    assert "matplotlib.pyplot" not in sys.modules or not mpl.pyplot.get_fignums()
    assert {chart.title, chart.caption} <= set(chart.facts.split("\n"))


def test_a_notebook_gets_png_facts_and_alt():
    chart = charts.prevalence(shares())
    data, metadata = chart._repr_mimebundle_()
    assert base64.b64decode(data["image/png"], validate=True).startswith(b"\x89PNG")
    assert data["text/plain"] == chart.facts
    width, height = chart.figure.get_size_inches() * 96
    assert metadata == {
        "image/png": {"alt": chart.alt, "width": round(width), "height": round(height)}
    }
    json.dumps([data, metadata])


HOSTILE_STYLE = {
    "font.family": "serif",
    "font.size": 31,
    "axes.grid": True,
    "svg.hashsalt": None,
    "pdf.fonttype": 3,
}
HOSTILE_STYLE |= {
    "savefig.dpi": 33,
    "savefig.bbox": "tight",
    "text.parse_math": True,
    "axes.spines.top": True,
}
HOSTILE_STYLE |= {
    "patch.linewidth": 9,
    "lines.linewidth": 9,
    "figure.autolayout": True,
    "savefig.transparent": True,
}
HOSTILE_STYLE |= {
    "path.sketch": (5, 50, 2),
    "axes.unicode_minus": False,
    "svg.fonttype": "path",
    "xtick.top": True,
}


@every_chart
def test_bytes_are_the_same_under_a_hostile_matplotlibrc(draw, table):
    formats = ("png", "svg", "pdf") if draw is charts.prevalence else ("svg",)
    chart = draw(table())
    first, facts = {format: chart.render(format) for format in formats}, chart.facts
    with mpl.rc_context(HOSTILE_STYLE):
        again = draw(table())
        assert {format: again.render(format) for format in formats} == first
        assert again.facts == facts
        assert mpl.rcParams["font.size"] == 31
    assert again.render("svg") == first["svg"]  # and once more of the same figure
    assert first.get("png", b"\x89PNG").startswith(b"\x89PNG")
    assert first.get("pdf", b"%PDF").startswith(b"%PDF")
    ET.fromstring(first["svg"])  # well-formed, and its text is text:
    assert chart.title.split(":")[0].encode() in first["svg"]


@every_chart
def test_draws_into_given_axes(draw, table):
    with mpl.rc_context({"text.parse_math": True, "font.family": "serif"}):
        figure = Figure()
        left, right = figure.subplots(1, 2)
    chart = draw(table(), ax=right)
    assert chart.figure is figure
    assert right.get_title("left") == chart.title
    assert "n = 5" in chart.caption
    assert not figure.texts
    assert not left.patches
    assert f"title: {chart.title}" in chart.facts
    written = [
        right.xaxis.label,
        right.yaxis.label,
        *right.get_xticklabels(),
        *right.get_yticklabels(),
    ]
    assert not any(text.get_parse_math() for text in written)
    assert all(text.get_fontfamily() == FONTS for text in written)


@pytest.mark.parametrize(("draw", "table"), DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize("empty", [False, True], ids=["no hits", "no rows"])
def test_a_picture_without_hits_says_so_in_words(draw, table, empty):
    given = table(found=[set()] * 5)
    chart = draw(given.iloc[:0] if empty else given)
    assert texts(axes(chart)) in (
        ["The codebook has no such themes."],
        ["None of these themes occurs."],
        ["No two themes occur in the same sentence."],
        ["No sentence names both."],
        ["No theme occurs in this text."],
        ["The codebook lacks one of the two families."],
    )
    assert texts(axes(chart))[0] in chart.alt
    assert "n = " in chart.caption


@pytest.mark.parametrize(("draw", "table"), DRAWN.values(), ids=DRAWN)
def test_one_sentence(draw, table):
    one = [{"topic/water", "actor/council"}]
    chart = draw(table(found=one))
    assert "n = 1 sentence" in chart.caption
    assert axes(chart).patches


def test_other_formats_are_refused():
    with pytest.raises(ValueError, match="found 'gif'; expected one of 'png', 'svg', 'pdf'"):
        charts.prevalence(shares()).render("gif")


def test_missing_columns_are_named():
    with pytest.raises(InputError, match="no column 'share'"):
        charts.prevalence(shares().drop(columns="share"))
    with pytest.raises(InputError, match="no column 'outlet'"):
        charts.section_heatmap(shares(GROUPS), by="outlet")


# Prevalence -----------------------------------------------------------------------------------------------------------


def test_prevalence_bars_are_the_counts():
    chart = charts.prevalence(shares())
    ax = axes(chart)
    assert labels(ax.yaxis) == ["Clean water", "Roads", "The council", "The school"]
    assert [bar.get_width() for bar in ax.patches] == [3, 1, 2, 0]
    assert [bar.get_label() for bar in ax.patches] == labels(ax.yaxis)
    middles = [bar.get_y() + bar.get_height() / 2 for bar in ax.patches]
    assert middles == pytest.approx(ax.get_yticks())
    assert middles == sorted(middles)
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first row stands at the top
    assert texts(ax)[:4] == ["3 of 5", "1 of 5", "2 of 5", "0 of 5"]
    assert texts(ax)[4:] == ["Topics: 3 of 5 sentences", "Actors: 2 of 5 sentences"]


def test_prevalence_colours_are_the_families():
    chart = charts.prevalence(shares())
    blue, orange = PALETTE[:2]
    assert list(marks(axes(chart)).values()) == [blue, blue, orange, orange]
    assert re.search(rf"bar: The council: x 0 to 2, y [\d.]+ to [\d.]+ {orange}\n", chart.facts)
    # A part of the codebook keeps its colour where the themes are given.
    part = shares()[lambda table: table["theme"].str.startswith("actor")]
    assert set(marks(axes(charts.prevalence(part, themes=THEMES))).values()) == {orange}


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
    assert set(marks(ax).values()) == {PALETTE[0]}


def test_prevalence_gives_percentages_only_where_n_is_large():
    ax = axes(charts.prevalence(shares(found=FOUND * 41)))
    assert texts(ax)[0] == "123 of 205 (60.0 %)"


def test_prevalence_shows_twenty_rows_and_says_what_lies_beyond():
    many = pd.DataFrame(
        {"theme": [f"t{i:02}" for i in range(40)], "label": [f"Theme {i}" for i in range(40)]}
    )
    found = [
        {f"t{i:02}" for i in range(k, 40)} for k in range(40)
    ]  # t39 occurs in 40 sentences, t00 in one
    chart = charts.prevalence(shares(themes=many, found=found))
    assert labels(axes(chart).yaxis) == [f"Theme {i}" for i in range(39, 19, -1)]
    assert "Shown are 20 of 40 themes" in chart.caption
    assert len(chart.data) == 40
    assert list(chart.data.loc[chart.data["shown"], "label"]) == labels(axes(chart).yaxis)


def test_where_there_are_too_many_themes_those_that_occur_are_shown():
    many = pd.DataFrame(
        {"theme": [f"t{i:02}" for i in range(21)], "label": [f"Theme {i}" for i in range(21)]}
    )
    found = [{"t03", "t17"}, {"t17"}]
    chart = charts.prevalence(shares(themes=many, found=found))
    assert labels(axes(chart).yaxis) == ["Theme 17", "Theme 3"]
    assert "Shown are 2 of 21 themes, those that occur; the CSV" in chart.caption
    chart = charts.section_heatmap(shares({"": [0, 1]}, many, found))
    assert labels(axes(chart).yaxis) == ["Theme 3", "Theme 17"]
    assert "Shown are 2 of 21 themes, those that occur; the CSV" in chart.caption


def test_prevalence_refuses_several_groups():
    with pytest.raises(InputError, match="several rows of 'topic/water'; expected one"):
        charts.prevalence(shares(GROUPS))


# Themes by group ------------------------------------------------------------------------------------------------------


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
    found = marks(axes(charts.section_heatmap(shares(GROUPS))))
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
    assert "Shown are 12 of 30 groups, those with the most sentences" in wide.caption
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
    assert "Shown are 12 of 15 groups, those with the most sentences" in chart.caption


def test_heatmap_whose_largest_groups_are_without_hits_names_none_that_is_not_drawn():
    found = [*[set()] * 12, {"topic/water"}]
    chart = charts.section_heatmap(shares({f"Part {i}": [i] for i in range(13)}, found=found))
    assert not axes(chart).patches
    assert "Part 12" not in chart.caption + chart.alt


# A theme with patterns of its own and themes below it -----------------------------------------------------------------

DEEP = pd.DataFrame(
    [
        ("topic", "Topics", "topic", False),
        ("topic/water", "Water", "topic", True),
        ("topic/water/wells", "Wells", "topic", True),
        ("trade", "Trade", "trade", True),
    ],
    columns=["theme", "label", "root", "coded"],
)
DEEP_FOUND = [{"topic/water"}, {"topic/water/wells"}, {"topic/water/wells", "trade"}]
ALL_SAID = "“(all)” counts the themes below it too"


def test_its_bar_stands_beside_those_below_it_and_says_so():
    chart = charts.prevalence(shares(themes=DEEP, found=DEEP_FOUND), themes=DEEP)
    assert labels(axes(chart).yaxis) == ["Water (all)", "Wells", "Trade"]
    assert texts(axes(chart)) == ["3 of 3", "2 of 3", "1 of 3", "Topics: 3 of 3 sentences"]
    assert list(chart.data["label"]) == [
        "Topics",
        "Water",
        "Wells",
        "Trade",
    ]  # as the codebook has it
    assert chart.caption.count(ALL_SAID) == 1
    assert ALL_SAID not in charts.prevalence(shares(themes=DEEP, found=DEEP_FOUND)).caption


def test_a_root_of_that_kind_stands_in_its_own_family():
    themes = DEEP[1:3].assign(theme=["water", "water/wells"], root="water")
    ax = axes(
        charts.prevalence(shares(themes=themes, found=[{"water"}, {"water/wells"}]), themes=themes)
    )
    assert labels(ax.yaxis) == ["Water (all)", "Wells"]
    assert texts(ax) == ["2 of 2", "1 of 2", "Water: 2 of 2 sentences"]


def test_it_has_a_row_a_lane_and_a_cell():
    table = shares({"": [0, 1, 2]}, DEEP, DEEP_FOUND)
    assert labels(axes(charts.section_heatmap(table, themes=DEEP)).yaxis) == [
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
    table = POSITIONS.frame(pd.DataFrame(rows, columns=columns))
    for themes in (DEEP, None):  # what is in the table is looked for
        chart = charts.dispersion(table, themes=themes)
        assert labels(axes(chart).yaxis) == ["Water (all)", "Wells", "Trade"]
        assert ALL_SAID in chart.caption


def test_it_makes_no_pair_with_those_below_it():
    rows = [
        ("topic/water", "Water", "trade", "Trade", 3, 1, 1, 3),
        ("topic/water/wells", "Wells", "trade", "Trade", 2, 1, 1, 3),
    ]
    chart = charts.cooccurrence(
        PAIRS.frame(pd.DataFrame(rows, columns=list(PAIRS.columns))), themes=DEEP
    )
    numbers = [text.get_text() for text in axes(chart).texts if text.get_text().isdigit()]
    assert numbers == ["1", "1", "3", "2", "1"]  # two pairs, three themes
    assert "Most often together: Water (all) with Trade (1), Wells with Trade (1)." in chart.caption
    assert f"{ALL_SAID}, and makes no pair with them." in chart.caption


def test_families_of_joined_codebooks_have_colours_of_their_own():
    paths = ["A", "A/topic", "A/topic/water", "A/tone", "A/tone/praise", "B", "B/trade"]
    roots = ["A", "A/topic", "A/topic", "A/tone", "A/tone", "B", "B"]
    themes = pd.DataFrame({"theme": paths, "label": paths, "root": roots})
    found = families(
        themes.assign(coded=[path.count("/") == 2 or path == "B/trade" for path in paths])
    )
    assert found[["heading", "colour"]].to_numpy().tolist() == [
        ["A/topic", PALETTE[0]],
        ["A/tone", PALETTE[1]],
        ["B", PALETTE[2]],
    ]


# Positions ------------------------------------------------------------------------------------------------------------


def test_dispersion_marks_are_the_sentences():
    chart = charts.dispersion(positions(), themes=THEMES)
    ax = axes(chart)
    assert labels(ax.yaxis) == ["Clean water", "Roads", "The council"]
    assert [list(lane.get_positions()) for lane in ax.collections] == [[1, 2, 5], [5], [2, 3]]
    assert [lane.get_lineoffset() for lane in ax.collections] == pytest.approx(ax.get_yticks())
    assert [to_hex(lane.get_edgecolor()[0]) for lane in ax.collections] == [
        PALETTE[0],
        PALETTE[0],
        PALETTE[1],
    ]
    assert texts(ax)[:3] == ["3", "1", "2"]
    assert labels(ax.xaxis) == ["1", "2", "3", "4", "5"]
    assert "marks: Clean water: 1, 2, 5 #2e67d4" in chart.facts


def test_dispersion_of_many_texts_is_relative():
    chart = charts.dispersion(positions(doc_ids=["a", "b", "c"]))
    ax = axes(chart)
    water = ax.collections[0].get_offsets()
    assert water[:, 0].tolist() == pytest.approx([0.1, 0.3, 0.9] * 3)
    assert water[0, 1] < water[3, 1] < water[6, 1]  # the first text at the top
    assert labels(ax.xaxis) == ["start", "middle", "end"]
    assert "n = 3 texts" in chart.caption


def test_very_many_marks_are_one_picture_in_svg(monkeypatch):
    few = charts.dispersion(positions(doc_ids=["a", "b", "c"])).render("svg")
    monkeypatch.setattr(charts, "VECTORS", 3)
    many = charts.dispersion(positions(doc_ids=["a", "b", "c"]))
    assert b"<image" not in few
    assert b"<image" in many.render("svg")
    assert many.render("svg") == many.render("svg")


# Pairs ----------------------------------------------------------------------------------------------------------------


def test_cooccurrence_is_a_triangle():
    chart = charts.cooccurrence(pairs(), themes=THEMES)
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
    assert marks(ax) == {
        "Clean water": PALETTE[0],
        "Roads": PALETTE[0],
        "The council": PALETTE[1],
        "Clean water with Roads": tint(NEUTRAL, 0.7),
        "Clean water with The council": tint(NEUTRAL, 0.7),
    }
    assert "1 theme without a sentence left out" in chart.caption
    assert "say" not in chart.caption
    assert len(chart.data) == 6
    assert chart.data["shown"].sum() == 3


def test_cross_table_keeps_the_n_of_a_long_label():
    table = crossed().assign(label_a="a label that is much too long for its room " * 4)
    assert labels(axes(charts.cross_table(table)).yaxis)[0].endswith("(n = 2)")


def test_cross_table_has_rows_and_columns():
    chart = charts.cross_table(crossed(), themes=THEMES)
    ax = axes(chart)
    assert chart.title == "Actors by Topics: sentences that name both"
    assert labels(ax.yaxis) == ["The council (n = 2)", "The school (n = 0)"]
    assert labels(ax.xaxis) == ["Clean water\nn = 3", "Roads\nn = 1"]
    assert texts(ax) == ["1", "0", "0", "0"]
    assert marks(ax) == {"The council with Clean water": tint(NEUTRAL, 0.7)}
    assert "bar: The council with Clean water" in chart.facts


# The text -------------------------------------------------------------------------------------------------------------


def test_reading_map_blocks_are_as_wide_as_their_words():
    chart = charts.reading_map(blocks(), themes=THEMES)
    ax = axes(chart)
    grounds = [
        patch for patch in ax.patches if patch.get_label() in {f"sentence {i}" for i in range(1, 6)}
    ]
    gap = 2 * min(0.015 * ax.get_xlim()[1] / 6, WORDS[0] / 5)
    assert [patch.get_width() for patch in grounds] == pytest.approx(WORDS, abs=2 * gap)
    filled = {label: colour for label, colour in marks(ax).items() if "," in label}
    assert filled == {
        "sentence 1, Topics: Clean water": PALETTE[0],
        "sentence 2, Topics: Clean water": PALETTE[0],
        "sentence 2, Actors: The council": PALETTE[1],
        "sentence 3, Actors: The council": PALETTE[1],
        "sentence 5, Topics: Clean water": PALETTE[0],
    }
    lines = {patch.get_label(): patch.get_y() for patch in grounds}
    assert lines["sentence 1"] == lines["sentence 2"] < lines["sentence 3"] == lines["sentence 5"]
    place = {patch.get_label(): patch for patch in ax.patches}
    assert place["sentence 2"].get_x() == pytest.approx(WORDS[0], abs=gap)  # behind the first
    for name in filled:
        ground = place[name.partition(",")[0]]
        assert (place[name].get_x(), place[name].get_width()) == (
            ground.get_x(),
            ground.get_width(),
        )
        lane = (place[name].get_y() - ground.get_y()) / ground.get_height()
        assert lane == pytest.approx(
            0.5 if "Actors" in name else 0, abs=0.05
        )  # topics above actors
    assert "Plans" in texts(ax)
    assert texts(ax).count("Topics") == 2  # a lane is named on every line


@pytest.mark.parametrize("n_sections", [1, 300])
def test_reading_map_of_300_sentences(n_sections):
    sections = [f"Part {i * n_sections // 300}" for i in range(300)]
    chart = charts.reading_map(blocks(FOUND * 60, sections, WORDS * 60), n_texts=12)
    assert chart.figure.get_size_inches()[1] < 18
    assert "of 12 texts the one with most hits" in chart.caption
    assert len(chart.data) == 600
    assert chart.data["shown"].all() == (n_sections == 1)
    assert ("of 300 sentences" in chart.caption) == (n_sections > 1)


def test_reading_map_of_eight_flat_roots_and_no_more():
    roots = [f"r{i}" for i in range(10)]
    rows = [("a", 1, "", 1, 20, root, root.upper(), root, root.upper(), 1) for root in roots]
    chart = charts.reading_map(
        BLOCKS.frame(pd.DataFrame(rows, columns=BLOCK).assign(n_root_hits=0))
    )
    assert "Shown are 8 of 10 lanes" in chart.caption
    assert len([label for label in marks(axes(chart)) if "," in label]) == 8


def test_lanes_whose_long_labels_differ_only_at_the_end_can_be_told_apart():
    roots = [f"Everything that the report says about part {i}" for i in range(8)]
    rows = [("a", 1, "", 1, 20, root, root, root, root, 1) for root in roots]
    written = texts(
        axes(
            charts.reading_map(
                BLOCKS.frame(pd.DataFrame(rows, columns=BLOCK).assign(n_root_hits=0))
            )
        )
    )
    assert len({text for text in written if text.startswith("Every") and text[-1].isdigit()}) == 8


def test_sentence_lengths_are_the_words():
    chart = charts.sentence_lengths(sentences())
    ax = axes(chart)
    assert [bar.get_height() for bar in ax.patches] == WORDS
    assert [bar.get_x() + bar.get_width() / 2 for bar in ax.patches] == pytest.approx(
        [1, 2, 3, 4, 5]
    )
    assert "median 6" in texts(ax)
    assert "Plans" in texts(ax)
    assert "a section begins" in [line.get_label() for line in ax.lines]
    assert list(chart.data["n_words"]) == WORDS
    assert "The median is 6 words" in chart.caption
    numbers = [text for text in ax.texts if text.get_text().isdigit()]
    assert [text.get_text() for text in numbers] == [str(n) for n in WORDS]
    (median,) = [line for line in ax.lines if line.get_label() == "median"]
    assert set(median.get_ydata()) == {6}
    for text in numbers:  # on white, before the line
        assert to_hex(text.get_bbox_patch().get_facecolor(), keep_alpha=True) == "#ffffffff"
        assert text.get_zorder() > median.get_zorder()


def test_sentence_lengths_of_many_texts_are_counted():
    both = pd.concat([sentences([4, 5, 9]), sentences([12, 400], "b")])
    chart = charts.sentence_lengths(both)
    assert list(chart.data["n_sentences"]) == [1, 2, 1, *[0] * 16, 1]
    assert chart.data.iloc[-1].to_dict() == {"words_from": 95, "words_to": -1, "n_sentences": 1}
    assert [bar.get_height() for bar in axes(chart).patches] == list(chart.data["n_sentences"])
    assert "n = 5 sentences in 2 texts" in chart.caption


def test_no_sentences():
    chart = charts.sentence_lengths(SENTENCES.empty())
    assert texts(axes(chart)) == ["There are no sentences."]


# Words and colours ----------------------------------------------------------------------------------------------------


def test_the_fonts_come_with_matplotlib_or_the_package():
    with house_style():
        paths = [font_manager.findfont(FontProperties(family=[family])) for family in FONTS]
    assert [Path(path).name for path in paths] == [
        "DejaVuSans.ttf",
        "DroidSansFallback.ttf",
        "LastResortHE-Regular.ttf",
    ]
    assert [path.startswith(mpl.get_data_path()) for path in paths] == [True, False, True]


def test_chinese_letters_are_drawn_and_are_no_boxes():
    font = get_font(Path(chart.__file__).with_name("fonts") / "DroidSansFallback.ttf")
    assert all(
        font.get_char_index(ord(letter)) for letter in "公民社会组织人权治理公民社會權利の한국"
    )


# Every one of these is a label that must neither be read as markup nor fail to draw.
HOSTILE = [
    "$x^2$ and $\\bad",
    "公民社会",
    "حقوق",
    "हिन्दी",
    "👩‍👧",
    "a\x00b\x1b",
    "\ufeff",
    "<b>&amp;",
]
HOSTILE += ["", " ", "_x", "%s {0}", "x" * 300, "公" * 90]


def test_labels_are_drawn_as_they_are():
    assert clean("\ud800") == "\N{REPLACEMENT CHARACTER}"  # which a table cannot always hold
    themes = pd.DataFrame(
        [("r", HOSTILE[0]), *((f"r/{at}", label) for at, label in enumerate(HOSTILE))]
    )
    themes = themes.set_axis(["theme", "label"], axis="columns")
    chart = charts.prevalence(shares(themes=themes, found=[set(themes["theme"])]))
    chart.render("pdf")
    ET.fromstring(chart.render("svg"))
    assert set(chart.data["label"]) == set(HOSTILE)
    assert [bar.get_label() for bar in axes(chart).patches] == [clean(label) for label in HOSTILE]
    assert f"{HOSTILE[0]}: 1 of 1 sentences" in texts(axes(chart))
    assert not any(
        text.get_parse_math() for text in [*axes(chart).get_yticklabels(), *axes(chart).texts]
    )
    groups = {label: [0] for label in HOSTILE[:12]}
    charts.section_heatmap(shares(groups, themes, [set(themes["theme"])])).render("svg")
    rows = [
        (HOSTILE[0], at, label, at, 9, "r", label, "r/0", label, 1)
        for at, label in enumerate(HOSTILE)
    ]
    charts.reading_map(
        BLOCKS.frame(pd.DataFrame(rows, columns=BLOCK).assign(n_root_hits=0))
    ).render("svg")


def test_numbers_beside_words_from_right_to_left_stay_where_they_are():
    themes = pd.DataFrame(
        {"theme": ["r", "r/a"], "label": ["\u062d\u0642\u0648\u0642", "\u0641\u0642\u0631"]}
    )
    chart = charts.prevalence(shares(themes=themes, found=[{"r/a"}]))
    assert "\u200e\u062d\u0642\u0648\u0642\u200e: 1 of 1 sentences" in texts(axes(chart))
    _, caption = (text.get_text() for text in chart.figure.texts)
    assert "Most often: \u200e\u0641\u0642\u0631\u200e (1)" in caption.replace("\n", " ")
    assert "\u200e" not in chart.caption  # which a page lays out for itself


def test_a_number_keeps_its_percent_sign():
    assert wrap("120 of 1,204 (10.0 %)", width_of("120 of 1,204 (10.0", 8), 8) == [
        "120 of 1,204",
        "(10.0 %)",
    ]


@settings(max_examples=40, deadline=None)
@given(st.text(), st.floats(0.3, 3))
def test_squeezed_text_keeps_both_ends(text, inches):
    short = squeeze(clean(text), inches, 8)
    start, dots, end = short.partition("…")
    assert short == clean(text) or (
        dots and clean(text).startswith(start) and clean(text).endswith(end)
    )


@settings(max_examples=40, deadline=None)
@given(st.text(), st.floats(0.3, 3), st.integers(1, 4))
def test_wrapped_text_fits(text, inches, lines):
    wrapped = wrap(text, inches, 8, lines)
    assert 1 <= len(wrapped) <= lines
    one_letter = max(
        (width_of(sign, 8) for sign in clean(text)), default=0
    )  # cannot be broken any further
    assert all(width_of(line, 8) <= max(inches, one_letter + width_of("… ", 8)) for line in wrapped)
    whole = wrap(text, inches, 8)
    assert "".join("".join(whole).split()) == "".join(clean(text).split())


@settings(max_examples=40, deadline=None)
@given(st.text(), st.floats(0.3, 3))
def test_shortened_text_fits(text, inches):
    short = shorten(clean(text), inches, 8)
    assert width_of(short, 8) <= inches
    assert short in ("", clean(text)) or (
        short.endswith("…") and clean(text).startswith(short[:-1])
    )


def test_labels_wrap_at_about_28_letters():
    lines = wrap("the rights of people who move between districts in search of work", LABEL, SIZE)
    assert 22 <= max(map(len, lines)) <= 34


def test_families_after_the_seventh_are_grey():
    table = pd.DataFrame({"theme": [f"r{i}/leaf" for i in range(9)], "label": "Leaf"})
    assert list(families(table)["colour"]) == [*PALETTE, GREY, GREY]


TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(*colours):
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted(TO_XYZ[1] @ linear(colour) for colour in colours)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", [*PALETTE, GREY, NEUTRAL])
def test_marks_stand_out_and_carry_readable_text(colour):
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast(colour, "white") >= 3
    for ground in (colour, *(tint(colour, 0.15 + 0.55 * strength) for strength in (0, 0.5, 1))):
        assert contrast(ink_on(ground), ground) >= 4.5
    assert min(contrast(INK, "white"), contrast(SOFT, "white")) >= 4.5


# Machado, Oliveira and Fernandes 2009, table 1, severity 1.0; on linear RGB.
SEEN = {
    "full colour": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}


def lab(colour, seen):
    """CIELAB (D65) of an sRGB colour as seen."""
    xyz = TO_XYZ @ np.clip(seen @ linear(colour), 0, 1) / [0.95047, 1, 1.08883]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("sight", SEEN)
def test_families_can_be_told_apart(sight):
    seen = [lab(colour, SEEN[sight]) for colour in (*PALETTE, GREY)]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) >= 20
