"""Find the labels, families and colours of the themes in a table.

Measures add the columns `analysis.tables.FAMILY_COLUMNS` to their tables. If a table lacks them,
they are derived here from the ids of its themes.
"""

import pandas as pd

from analysis.charts.style import choose_family_colour
from analysis.messages import say
from analysis.tables import FAMILY_COLUMNS, TEXT

BELOW_ROOT = r"/.*"  # topic/poverty -> topic
LAST_PART = r"/?[^/]*$"  # topic/poverty -> topic; topic -> ""
SIDES = ("_a", "_b")  # of a pair of themes


def read_themes(table: pd.DataFrame, *, all_coded: bool = False) -> pd.DataFrame:
    """Read the coded themes of a table, sorted by family and by their order in the codebook.

    Args:
        table: `theme`, `label` and, optionally, the family columns; a theme can have many rows.
        all_coded: whether the table holds coded themes only, even if some have subthemes.

    Returns:
        One row per theme, indexed by `theme`: `label` (with “(all)” if it has subthemes), the
        family columns and `colour`.

    >>> shares = pd.DataFrame({"theme": ["b", "topic", "topic/a"], "label": ["B", "Topic", "A"]})
    >>> read_themes(shares)[["label", "family_label", "colour"]].to_numpy().tolist()
    [['B', '', '#2e67d4'], ['A', 'Topic', '#dc5616']]
    """
    themes = table.drop_duplicates("theme")
    if not has_family_columns(themes):
        themes = derive_family_columns(themes, all_coded)
    columns = ["theme", "label", *FAMILY_COLUMNS]
    themes = themes[columns].set_index("theme")
    coded = themes[themes["coded"]]
    coded = coded.sort_values(["family_order", "theme_order"], kind="stable")
    label_of_all = coded["label"] + " " + say("(all)")
    return coded.assign(
        label=coded["label"].mask(coded["has_subthemes"], label_of_all),
        colour=coded["family_order"].map(choose_family_colour).astype(TEXT),
    )


def read_counted_themes(
    table: pd.DataFrame,
    counts: pd.Series,
    *,
    all_coded: bool = False,
) -> pd.DataFrame:
    """Read the coded themes of a table, and add `n` from the counts, which are indexed by theme."""
    themes = read_themes(table, all_coded=all_coded)
    n = themes.index.map(counts)
    return themes.assign(n=n.astype("int64"))


def stack_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """Make one row per theme of a pair, with the columns of either side, without `_a` or `_b`."""
    stacked = []
    for suffix in SIDES:
        names = {name: name.removesuffix(suffix) for name in pairs if name.endswith(suffix)}
        side = pairs[list(names)].rename(columns=names)
        stacked.append(side)
    themes = pd.concat(stacked, ignore_index=True)
    return themes.drop_duplicates("theme")


def find_root_colours(blocks: pd.DataFrame) -> pd.Series:
    """Find the colour of each root that has a hit in a reading map, indexed by root."""
    hits = blocks[blocks["n_hits"] > 0]
    if has_family_columns(hits):
        themes = hits
    else:
        themes = _derive_from_blocks(blocks, hits)
    family_orders = themes.groupby("root")["family_order"].first()
    return family_orders.map(choose_family_colour)


def _derive_from_blocks(blocks: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Derive the family columns of all coded themes in a reading map, with their `root`."""
    roots = blocks[["root", "root_label"]].set_axis(["theme", "label"], axis=1)
    roots = roots.assign(root=roots["theme"])
    themes = pd.concat([roots, hits[["theme", "label", "root"]]], ignore_index=True)
    themes = derive_family_columns(themes.drop_duplicates("theme"))
    return themes[themes["coded"]]


def has_family_columns(table: pd.DataFrame) -> bool:
    """Tell whether a table has all family columns."""
    return set(FAMILY_COLUMNS).issubset(table.columns)


def derive_family_columns(themes: pd.DataFrame, all_coded: bool = False) -> pd.DataFrame:
    """Derive the family columns from the ids of themes, in the order of the table.

    A theme counts as coded if it has no subtheme in the table. The root is read from the column
    `root` if there is one; otherwise it is the first part of the id.

    >>> themes = pd.DataFrame({"theme": ["topic", "topic/a"], "label": ["Topic", "A"]})
    >>> derive_family_columns(themes)[["theme", "family", "coded"]].to_numpy().tolist()
    [['topic', 'topic', False], ['topic/a', 'topic', True]]
    """
    theme = themes["theme"].astype(TEXT)
    parent = theme.str.replace(LAST_PART, "", regex=True)
    has_subthemes = theme.isin(parent)
    coded = ~has_subthemes | all_coded
    root = themes.get("root", theme.str.replace(BELOW_ROOT, "", regex=True))
    roots_with_subthemes = root[root != theme]
    family = root.where(root.isin(roots_with_subthemes), "")
    # A heading above families, such as the name of one of several codebooks, uses up no colour.
    takes_colour = coded | (family == theme)
    family_order, _ = pd.factorize(family.where(takes_colour))
    labels = dict(zip(theme, themes["label"], strict=True))
    return themes.assign(
        family=family,
        family_label=family.map(labels).fillna(family),
        family_order=family_order,
        theme_order=range(len(themes)),
        coded=coded,
        has_subthemes=has_subthemes,
    )
