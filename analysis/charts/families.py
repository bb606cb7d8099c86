"""What charts know of a theme beside its numbers: label, family and colour, read off a finished table.

Measures add the columns `analysis.tables.FAMILY_COLUMNS` to their tables. If a table lacks them, they are derived from
the ids of its themes here, and nowhere else.
"""

import pandas as pd

from analysis.charts.style import family_colour
from analysis.tables import FAMILY_COLUMNS, TEXT

FIRST_ID = r"/.*"  # removing it leaves the root: topic/poverty -> topic
LAST_ID = r"/?[^/]*$"  # removing it leaves the parent: topic/poverty -> topic, topic -> ""
SIDES = ("_a", "_b")  # of a pair of themes


def coded_themes(table: pd.DataFrame, *, all_coded: bool = False) -> pd.DataFrame:
    """The coded themes of a table, family by family, each in the order of the codebook.

    Args:
        table: one row or several per theme, with `theme` and `label`; the family columns are optional.
        all_coded: the table has no headings: every theme in it is coded, even one with subthemes.

    Returns:
        One row per theme, indexed by `theme`: `label` (with “(all)” if it has subthemes, which it counts too), `colour`
        and the family columns.

    >>> shares = pd.DataFrame({"theme": ["b", "topic", "topic/a"], "label": ["B", "Topic", "A"]})
    >>> coded_themes(shares)[["label", "family_label", "colour"]].to_numpy().tolist()
    [['B', '', '#2e67d4'], ['A', 'Topic', '#dc5616']]
    """
    themes = table.drop_duplicates("theme")
    if not has_family_columns(themes):
        themes = derive_family_columns(themes, all_coded)
    themes = themes[["theme", "label", *FAMILY_COLUMNS]].set_index("theme")
    themes = themes[themes["coded"]].sort_values(["family_order", "theme_order"], kind="stable")
    label_of_all = themes["label"] + " (all)"
    return themes.assign(
        label=themes["label"].mask(themes["has_subthemes"], label_of_all),
        colour=themes["family_order"].map(family_colour).astype(TEXT),
    )


def counted_themes(
    table: pd.DataFrame, counts: pd.Series, *, all_coded: bool = False
) -> pd.DataFrame:
    """The coded themes of a table with their count, `n`, from a series indexed by theme."""
    themes = coded_themes(table, all_coded=all_coded)
    return themes.assign(n=themes.index.map(counts).astype("int64"))


def themes_of_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per theme that occurs in pairs: the columns with a suffix `_a` or `_b`, without it."""
    sides = []
    for suffix in SIDES:
        names = {name: name.removesuffix(suffix) for name in pairs if name.endswith(suffix)}
        sides.append(pairs[list(names)].rename(columns=names))
    return pd.concat(sides, ignore_index=True).drop_duplicates("theme")


def root_colours(blocks: pd.DataFrame) -> pd.Series:
    """The colour of each root that has a hit in the blocks of a reading map, indexed by root."""
    themes = blocks[blocks["n_hits"] > 0]
    if not has_family_columns(themes):
        roots = blocks[["root", "root_label"]].set_axis(["theme", "label"], axis=1)
        roots = roots.assign(root=roots["theme"])
        themes = pd.concat([roots, themes[["theme", "label", "root"]]]).drop_duplicates("theme")
        themes = derive_family_columns(themes.reset_index(drop=True))
        themes = themes[themes["coded"]]
    family_orders = themes.groupby("root")["family_order"].first()
    return family_orders.map(family_colour)


def has_family_columns(table: pd.DataFrame) -> bool:
    """Whether a table has all family columns."""
    return set(FAMILY_COLUMNS).issubset(table.columns)


def drop_family_columns(table: pd.DataFrame) -> pd.DataFrame:
    """The table without its family columns, those of pairs included: the rows of `themes` hold what they say."""
    names = list(FAMILY_COLUMNS)
    for suffix in SIDES:
        names += [f"{name}{suffix}" for name in FAMILY_COLUMNS]
    others = [name for name in table.columns if name not in names]
    return table[others]


def derive_family_columns(themes: pd.DataFrame, all_coded: bool = False) -> pd.DataFrame:
    """The themes with family columns, derived from their ids; a column `root` is used if there is one.

    Without a codebook, a theme is coded if no other theme lies below it, and the order is that of the table.

    >>> themes = pd.DataFrame({"theme": ["topic", "topic/a"], "label": ["Topic", "A"]})
    >>> derive_family_columns(themes)[["theme", "family", "coded"]].to_numpy().tolist()
    [['topic', 'topic', False], ['topic/a', 'topic', True]]
    """
    theme = themes["theme"].astype(TEXT)
    label = dict(zip(theme, themes["label"], strict=True))
    parents = theme.str.replace(LAST_ID, "", regex=True)
    has_subthemes = theme.isin(parents)
    root = themes["root"] if "root" in themes else theme.str.replace(FIRST_ID, "", regex=True)
    roots_with_subthemes = root[root != theme]
    family = root.where(root.isin(roots_with_subthemes), "")
    coded = ~has_subthemes | all_coded
    # A heading above families, such as the name of one of several codebooks, takes no colour.
    takes_colour = coded | (family == theme)
    family_order, _ = pd.factorize(family.where(takes_colour))
    return themes.assign(
        family=family,
        family_label=family.map(label).fillna(family),
        family_order=family_order,
        theme_order=range(len(themes)),
        coded=coded,
        has_subthemes=has_subthemes,
    )
