"""Tables of five sentences, small enough to count by hand, and what tests read off a chart."""

import itertools
from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from analysis import charts
from analysis.charts.chart import Chart
from analysis.tables import (
    BLOCKS,
    CROSSED,
    FAMILY_COLUMNS,
    PAIRS,
    POSITIONS,
    RELIANCE,
    SENTENCES,
    SEQUENCES,
    SHARES,
    TEXT,
)

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
GROUPS = {"": [0, 1], "Plans": [2, 3, 4]}

# A theme with patterns of its own and a subtheme: topic/water.
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
ALL_EXPLAINED = "A theme with “(all)” includes its subthemes"


# -- tables ------------------------------------------------------------------------------------------


def below(theme, found):
    return any(leaf == theme or leaf.startswith(theme + "/") for leaf in found)


def shares(groups=None, themes=THEMES, found=FOUND):
    rows = []
    for name, which in (groups or {None: range(len(found))}).items():
        for theme, label in zip(themes["theme"], themes["label"], strict=True):
            k = sum(below(theme, found[i]) for i in which)
            n = len(which)
            share = k / n if n else np.nan
            rows.append((name, theme, label, k, k, n, share))
    table = pd.DataFrame(rows, columns=["section", *SHARES.columns])
    return SHARES.frame(table if groups else table.drop(columns="section"))


def positions(found=FOUND, doc_ids=("a",)):
    rows = []
    for doc_id in doc_ids:
        for i, leaves in enumerate(found):
            middle = (i + 0.5) / len(found)
            for leaf in sorted(leaves, key=LEAVES.index):
                rows.append((doc_id, i + 1, leaf, LABELS[leaf], 1, len(found), middle))
    return POSITIONS.frame(pd.DataFrame(rows, columns=list(POSITIONS.columns)))


def pairs(combinations=None, found=FOUND, intervals=None):
    """Pairs of themes; `intervals` gives some of them their log odds and bounds."""
    n = {leaf: sum(leaf in leaves for leaves in found) for leaf in LEAVES}
    rows = []
    for a, b in combinations or itertools.combinations(LEAVES, 2):
        n_both = sum({a, b} <= leaves for leaves in found)
        rows.append((a, LABELS[a], b, LABELS[b], n[a], n[b], n_both, len(found)))
    table = pd.DataFrame(rows, columns=list(PAIRS.columns)[:8])
    return with_association(table, intervals or {})


def with_association(table, intervals=None):
    """The table with the remaining columns of pairs; without intervals no pair stands out."""
    given = [(intervals or {}).get(pair) for pair in zip(table.theme_a, table.theme_b, strict=True)]
    bounds = [numbers or (0.1, -1.0, 1.2) for numbers in given]
    log_odds = pd.DataFrame(bounds, columns=["log_odds", "low", "high"], index=table.index)
    association = {
        "expected": table["n_a"] * table["n_b"] / table["n_sentences"],
        "n_overlaps": 0,
        "by_codebook": False,
        "association": _say_associations(log_odds),
        "clusters": "texts",
        "n_clusters": 9,
    }
    return PAIRS.frame(table.assign(**association).join(log_odds))


def _say_associations(log_odds):
    return np.select([log_odds["low"] > 0, log_odds["high"] < 0], ["more", "less"], default="")


def steps(found=FOUND, intervals=None):
    """What follows what in one text."""
    neighbours = list(itertools.pairwise(found))
    rows = []
    for a, b in itertools.product(LEAVES, repeat=2):
        n_a = sum(a in first for first, _ in neighbours)
        n_b = sum(b in second for _, second in neighbours)
        n_followed = sum(a in first and b in second for first, second in neighbours)
        rows.append((a, LABELS[a], b, LABELS[b], n_a, n_b, n_followed, len(neighbours)))
    table = pd.DataFrame(rows, columns=list(SEQUENCES.columns)[:8])
    given = [(intervals or {}).get(pair) for pair in zip(table.theme_a, table.theme_b, strict=True)]
    bounds = [numbers or (0.1, -1.0, 1.2) for numbers in given]
    log_odds = pd.DataFrame(bounds, columns=["log_odds", "low", "high"], index=table.index)
    expected = table["n_a"] * table["n_b"] / max(1, len(neighbours))
    table = table.assign(expected=expected, association=_say_associations(log_odds))
    return SEQUENCES.frame(table.assign(clusters="paragraphs", n_clusters=6).join(log_odds))


def crossed(found=FOUND, intervals=None):
    """Actors by topics, judged among the sentences with both."""
    topics, actors = set(LEAVES[:2]), set(LEAVES[2:])
    table = pairs(itertools.product(LEAVES[2:], LEAVES[:2]), found, intervals)
    both = [leaves for leaves in found if leaves & topics and leaves & actors]
    named = [leaves for leaves in found if leaves & actors]
    columns = {
        "among_n": len(both),
        "among_n_a": [sum(a in leaves for leaves in both) for a in table["theme_a"]],
        "among_n_b": [sum(b in leaves for leaves in both) for b in table["theme_b"]],
        "share": table["n_both"] / table["n_a"].where(table["n_a"] > 0),
        "share_low": np.nan,
        "share_high": np.nan,
        "rows": "actor",
        "n_rows": len(named),
        "n_rows_b": [sum(b in leaves for leaves in named) for b in table["theme_b"]],
    }
    return CROSSED.frame(table.assign(**columns))


def blocks(found=FOUND, sections=SECTIONS, words=WORDS):
    rows = []
    for i, leaves in enumerate(found):
        where = ("a", i + 1, sections[i], 1 + i // 2, words[i])
        for root in ("topic", "actor"):
            below_root = [leaf for leaf in LEAVES if leaf in leaves and leaf.startswith(root)]
            top = below_root[0] if below_root else ""
            n = len(below_root)
            rows.append((*where, root, LABELS[root], top, LABELS.get(top, ""), n, n))
    return blocks_of(rows)


def blocks_of(rows: list[tuple]) -> pd.DataFrame:
    return BLOCKS.frame(pd.DataFrame(rows, columns=list(BLOCKS.columns)))


def sentences(words=WORDS, doc_id="a"):
    n = len(words)
    return SENTENCES.frame(
        {
            "doc_id": [doc_id] * n,
            "sent_id": range(1, n + 1),
            "section": (SECTIONS * n)[:n],
            "paragraph": [1] * n,
            "start": range(n),
            "end": range(n),
            "n_words": words,
            "sentence": ["x"] * n,
        }
    )


def patterns_of_water() -> pd.DataFrame:
    """A theme of all five sentences, one of whose two patterns finds three of them alone."""
    row = {"theme": "topic/water", "label": "Clean water", "n_sentences_hit": 5, "n_sentences": 5}
    counts = {"pattern": ["water", "well*"], "n_found": [5, 2], "n_only": [3, 0]}
    counts |= {"n_without": [2, 5], "share_only": [0.6, 0.0]}
    return RELIANCE.frame(
        pd.DataFrame({**row, **counts}).assign(
            n_hits=1, n_texts=1, n_sharing=0, sharing="", expected=False, rests=[True, False]
        )
    )


def with_family_columns(table: pd.DataFrame, themes: pd.DataFrame = THEMES) -> pd.DataFrame:
    """The table with the family columns of its themes, as measures add them; of its roots, if it has roots."""
    columns = family_columns(themes)
    if "theme_a" in table:
        for side in ("_a", "_b"):
            table = table.merge(columns.add_suffix(side), on=f"theme{side}", validate="m:1")
        return table
    if "root" in table:
        return table.merge(columns.rename(columns={"theme": "root"}), on="root", validate="m:1")
    return table.merge(columns, on="theme", validate="m:1")


def family_columns(themes: pd.DataFrame) -> pd.DataFrame:
    """`theme` and the family columns of a codebook; its columns `root` and `coded` are optional."""
    theme = themes["theme"]
    has_subthemes = theme.isin([path.rpartition("/")[0] for path in theme])
    coded = themes.get("coded", ~has_subthemes)
    root = themes.get("root", theme.str.partition("/")[0])
    family = root.where(root.isin(root[root != theme]), "")
    numbers, _ = pd.factorize(family.where(coded | (family == theme)))
    labels = themes.set_index("theme")["label"]
    columns = {
        "family": family,
        "family_label": family.map(labels).fillna(""),
        "family_order": numbers,
        "theme_order": range(len(themes)),
        "coded": coded,
        "has_subthemes": has_subthemes,
    }
    columns = pd.DataFrame(columns, index=themes.index).astype(FAMILY_COLUMNS)
    return themes[["theme"]].astype(TEXT).join(columns)


# -- charts of them ----------------------------------------------------------------------------------


def shares_by_section(found=FOUND):
    return shares({"Part": range(len(found))} if len(found) < 5 else GROUPS, found=found)


DRAWN = {
    "prevalence": (charts.prevalence, shares),
    "section_heatmap": (charts.section_heatmap, shares_by_section),
    "dispersion_plot": (charts.dispersion_plot, positions),
    "cooccurrence": (charts.cooccurrence, pairs),
    "cross_table": (charts.cross_table, crossed),
    "reading_map": (charts.reading_map, blocks),
}
ALL = DRAWN | {
    "sentence_lengths": (charts.sentence_lengths, sentences),
    "reliance": (charts.reliance, patterns_of_water),
}


# -- what is in a chart ------------------------------------------------------------------------------


def axes(chart: Chart) -> Axes:
    (ax,) = chart.figure.axes
    return ax


def labels(axis) -> list[str]:
    return [label.get_text() for label in axis.get_ticklabels()]


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def colours(ax: Axes) -> dict[str, str]:
    """The colour of each rectangle, by its name."""
    return {patch.get_label(): to_hex(patch.get_facecolor()) for patch in ax.patches}


def words(written: Iterable) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in written]


# Labels that must not be read as markup and must not fail to draw.
HOSTILE = [
    "$x^2$ and $\\bad",
    "公民社会",
    "حقوق",
    "हिन्दी",
    "👩‍👧",
    "a\x00b\x1b",
    "\ufeff",
    "<b>&amp;",
    "",
    " ",
    "_x",
    "%s {0}",
    "x" * 300,
    "公" * 90,
]
