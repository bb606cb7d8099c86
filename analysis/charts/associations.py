"""What charts of pairs of themes share: how they read them, colour them and write of them."""

import math

import pandas as pd

from analysis.charts.captions import join_sentences, shorten_label
from analysis.charts.families import read_counted_themes, stack_pairs
from analysis.charts.style import tint
from analysis.tables import PAIRS, Table, standing_out, without_family_columns
from analysis.wording import pluralize

# Teal and brown, which readers with colour blindness tell apart; no family has these colours. The
# marks say the same without colour.
COLOURS = {"more": "#0b7a75", "less": "#9a4f0e"}
WHITE = "#ffffff"
STRONGEST = 2.5  # log odds (12 times the odds) from which on a colour grows no stronger


def read_pairs(
    pairs: pd.DataFrame,
    table: Table = PAIRS,
    between: str = " with ",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split a table of pairs into its themes, with counts `n`, and its pairs, with a `name`.

    Raises:
        InputError: a column is missing.
    """
    table.need(pairs)
    stacked = stack_pairs(pairs)
    counts = stacked.set_index("theme")["n"]
    themes = read_counted_themes(stacked, counts, all_coded=True)
    labels = themes["label"].map(shorten_label)
    names = pairs["theme_a"].map(labels) + between + pairs["theme_b"].map(labels)
    named = without_family_columns(pairs).assign(name=names)
    return themes, named.reset_index(drop=True)


def shade_association(association: str, log_odds: float) -> str:
    """Choose the fill of a cell: strong if the association is clear, faint if it is not.

    >>> shade_association("more", 2.5), shade_association("", 2.5), shade_association("", 0)
    ('#4f9f9c', '#cee4e3', '#ffffff')
    """
    if math.isnan(log_odds):
        return WHITE
    sign = "more" if log_odds > 0 else "less"
    size = min(abs(log_odds) / STRONGEST, 1)
    strength = 0.27 + 0.45 * size if association else 0.2 * size
    return tint(COLOURS[sign], strength)


def explain_marks(pairs: pd.DataFrame, chance: str, *, shaded: bool = True) -> str:
    """Say what the marks and the colours mean, and how many marks chance alone would give.

    Args:
        pairs: `association`, `low`, `clusters` and `n_clusters`.
        chance: the condition under which the expected counts hold, after "if".
        shaded: whether the cells are shaded by association.
    """
    colours = "teal: more, brown: less"
    if not pairs["association"].any():
        faint = f"The faint colours ({colours}) say little; counts below three have none."
        return join_sentences(_say_none_marked(pairs, chance), faint if shaded else "")
    clusters = pluralize(pairs["n_clusters"].iloc[0], _name_cluster(pairs))
    by_chance = max(1, round(0.025 * pairs["low"].notna().sum()))
    return join_sentences(
        f"▲ is more often than expected if {chance}, ▼ less often: the 95% interval of the log"
        f" odds (by {clusters}) excludes 0, and at least three sentences were counted or, for ▼,"
        " expected.",
        f"The stronger the colour ({colours}), the larger the log odds." if shaded else "",
        f"Of {len(pairs):,} pairs, chance alone would mark about {by_chance:,} each way;"
        f" {standing_out(pairs).sum():,} stay clear among all that were compared.",
    )


def _say_none_marked(pairs: pd.DataFrame, chance: str) -> str:
    n = int(pairs["n_clusters"].iloc[0])
    if n < 5:
        return (
            "No pair has an interval, which takes five texts, or five paragraphs of a single text"
            f" (here: {pluralize(n, _name_cluster(pairs))})."
        )
    return f"No pair is clearly more or less frequent than expected if {chance}."


def _name_cluster(pairs: pd.DataFrame) -> str:
    """Name what the intervals are made from, in the singular."""
    return pairs["clusters"].iloc[0].removesuffix("s")


def choose_themes(themes: pd.DataFrame, pairs: pd.DataFrame, limit: int) -> pd.DataFrame:
    """Choose the themes of a picture: half for their clearest pairs, half for their sentences.

    Args:
        themes: one row per theme, indexed by `theme`, with `n`.
        pairs: `theme_a`, `theme_b`, `association`, `low`, `high` and, optionally, `by_codebook`.
        limit: the most themes; if there are no more, all are kept.

    Returns:
        The rows of the chosen themes, in the order given.
    """
    if len(themes) <= limit:
        return themes
    clear = pairs[(pairs["association"] != "") & ~_is_by_codebook(pairs)]
    distance = clear[["low", "high"]].abs().min(axis=1)  # from 0 to the nearer bound
    in_order = clear.loc[distance.sort_values(ascending=False, kind="stable").index]
    in_pairs = in_order[["theme_a", "theme_b"]].to_numpy().ravel()
    of_pairs = list(dict.fromkeys(in_pairs))[: limit // 2]
    by_size = themes["n"].sort_values(ascending=False, kind="stable").index
    chosen = list(dict.fromkeys([*of_pairs, *by_size]))[:limit]
    return themes[themes.index.isin(chosen)]


def _is_by_codebook(pairs: pd.DataFrame) -> pd.Series:
    """Tell which pairs share words; a table of sequences does not say."""
    if "by_codebook" in pairs:
        return pairs["by_codebook"]
    return pd.Series(False, pairs.index)


def say_by_codebook(pairs: pd.DataFrame) -> str:
    """Explain the brackets around the counts of pairs that share words; `""` if there are none."""
    n = int(pairs["by_codebook"].sum())
    if not n:
        return ""
    return (
        "A count in brackets: the two themes share a pattern or find the same words, so that the"
        f" codebook itself makes them co-occur ({pluralize(n, 'pair')})."
    )


def write_count(n: int, by_codebook: bool = False) -> str:
    """Write a count, in brackets if it is the codebook's doing."""
    return f"({n:,})" if by_codebook else f"{n:,}"


def list_clearest(pairs: pd.DataFrame, observed: str, limit: int = 3) -> str:
    """List the pairs that are more frequent than expected, the clearest among all; `""` if none is.

    Pairs that share words are left out.

    Args:
        pairs: `name`, `association`, `low`, `expected` and the column of counts.
        observed: the name of that column.
        limit: the most pairs that are listed.
    """
    is_clear = standing_out(pairs) & (pairs["association"] == "more") & ~_is_by_codebook(pairs)
    clear = pairs[is_clear].sort_values("low", ascending=False)
    named = [
        f"{pair['name']} ({pair[observed]:,}, {pair['expected']:,.1f} expected)"
        for _, pair in clear.head(limit).iterrows()
    ]
    return ", ".join(named)
