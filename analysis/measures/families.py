"""Families: a root theme and all themes below it, and the columns that describe them to charts."""

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.faults import check_number, raise_all
from analysis.measures.carried import is_under, number_themes
from analysis.tables import FAMILY_COLUMNS, without_family_columns


def with_families(
    table: pd.DataFrame,
    codebook: Codebook,
    theme: str = "theme",
) -> pd.DataFrame:
    """Add columns that describe the family of each theme, which charts need.

    Args:
        table: one row per theme, or per theme and something else; or one row per pair of themes.
        codebook: where the themes come from.
        theme: the column that holds the ids of themes.

    Returns:
        The same rows, with `analysis.tables.FAMILY_COLUMNS` after the other columns:

        - `family`: the id of the root of the theme's family; `""` for a root without subthemes;
        - `family_label`: the label of that root; `""` where `family` is `""`;
        - `family_order`: the number of the family in the codebook, from 0. All roots without
          subthemes together count as one family. It is -1 for a heading above several families,
          such as the name of one of several codebooks;
        - `theme_order`: the row number of the theme in the codebook, from 0;
        - `coded`: whether the theme has patterns of its own or no subthemes;
        - `has_subthemes`: whether the codebook has themes below it.

        A table of pairs (`theme_a`, `theme_b`) gets them twice, with the suffixes `_a` and `_b`.

    Raises:
        InputError: a theme is not in the codebook.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = {"theme": ["tone", "topic", "topic/trade"], "parent": ["", "", "topic"]}
    >>> themes = THEMES.frame({**themes, "label": ["Tone", "Topic", "Trade"]})
    >>> codebook = Codebook("Tiny", "1", "en", themes, PATTERNS.empty(), sha256="")
    >>> table = with_families(pd.DataFrame({"theme": ["topic/trade", "tone"]}), codebook)
    >>> table[["theme", "family", "family_order", "theme_order"]].to_numpy().tolist()
    [['topic/trade', 'topic', 1, 2], ['tone', '', 0, 0]]
    """
    suffixes = ["_a", "_b"] if f"{theme}_a" in table else [""]
    families = _describe_families(codebook)
    parts = [without_family_columns(table)]
    for suffix in suffixes:
        numbers = number_themes(table[theme + suffix], codebook, "of themes")
        columns = families.iloc[numbers].set_axis(table.index)
        parts.append(columns.add_suffix(suffix))
    return pd.concat(parts, axis=1)


def _describe_families(codebook: Codebook) -> pd.DataFrame:
    """Make the `FAMILY_COLUMNS` of all themes, in the codebook's order."""
    themes = codebook.themes_with_roots()
    theme = themes["theme"]
    root = themes["root"]
    coded = themes["coded"]
    roots_with_subthemes = root[root != theme]
    family = root.where(root.isin(roots_with_subthemes), "")
    is_numbered = coded | (theme == family)
    numbered = family[is_numbered].unique()
    order = pd.Series(range(len(numbered)), numbered)
    labels = themes.set_index("theme")["label"]
    columns = {
        "family": family,
        "family_label": family.map(labels).fillna(""),
        "family_order": family.map(order).fillna(-1),
        "theme_order": range(len(themes)),
        "coded": coded,
        "has_subthemes": theme.isin(themes["parent"]),
    }
    return pd.DataFrame(columns).astype(FAMILY_COLUMNS)


def select_families(table: pd.DataFrame, *families: str) -> pd.DataFrame:
    """Select the rows of a table whose theme belongs to one of the families.

    Args:
        table: has a column `theme`.
        families: ids of root themes, as from `Codebook.family`; `""` selects nothing.

    >>> table = pd.DataFrame({"theme": ["actor/states", "tone", "topic/trade", "tones"]})
    >>> select_families(table, "tone", "actor", "")["theme"].tolist()
    ['actor/states', 'tone']
    """
    belongs = pd.Series(False, table.index)
    for family in families:
        belongs |= is_under(table["theme"], family)
    return table[belongs].reset_index(drop=True)


def top_theme_per_family(
    shares: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Choose the most frequent coded theme of each family.

    The most frequent theme is the one that the most sentences carry; on a tie, it is the first of
    them in the codebook.

    Args:
        shares: one row per theme, as from `theme_shares` without `by`.
        codebook: where the themes come from.

    Returns:
        The rows of `shares` of these themes, in the codebook's order. A family has no row if none
        of its themes occurs.
    """
    roots = codebook.coded_themes()[["theme", "root"]]
    rows = shares.merge(roots, on="theme")
    occurring = rows[rows["n_sentences_hit"] > 0]
    ranked = occurring.sort_values("n_sentences_hit", ascending=False, kind="stable")
    top = ranked.drop_duplicates("root").sort_index()
    return top.drop(columns="root").reset_index(drop=True)


def leading_themes(shares: pd.DataFrame, limit: int = 3) -> pd.DataFrame:
    """Keep the most frequent coded themes of each family, with the headings above them.

    Args:
        shares: one row per theme, with the family columns, as from `with_families`.
        limit: how many themes of each family are kept.

    Returns:
        The rows of `shares` of these themes and of the roots of families, in the same order. Themes
        that do not occur are left out.

    >>> shares = {"theme": ["a", "b", "c"], "family_order": 0, "coded": True}
    >>> shares = pd.DataFrame({**shares, "has_subthemes": False, "n_sentences_hit": [1, 0, 4]})
    >>> leading_themes(shares, 1)["theme"].tolist()
    ['c']
    """
    raise_all(check_number("leading_themes, limit", limit, 0, "0 or more"))
    occurring = shares[shares["n_sentences_hit"] > 0]
    coded = occurring[occurring["coded"]]
    ranked = coded.sort_values("n_sentences_hit", ascending=False, kind="stable")
    leading = ranked.groupby("family_order").head(limit)
    is_heading = occurring["has_subthemes"] & ~occurring["coded"]
    kept = occurring.index.isin(leading.index) | is_heading
    return occurring[kept].reset_index(drop=True)
