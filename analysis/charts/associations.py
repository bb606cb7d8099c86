"""What charts of pairs of themes share: how they read them, colour them and write of them."""

import math

import pandas as pd

from analysis.charts.captions import join_sentences, shorten_label
from analysis.charts.families import read_counted_themes, stack_pairs
from analysis.charts.style import tint
from analysis.messages import count, decimal, number, say
from analysis.tables import PAIRS, TEXT, Table, standing_out, without_family_columns

# Teal and brown, which readers with colour blindness tell apart; no family has these colours. The
# marks say the same without colour.
COLOURS = {"more": "#0b7a75", "less": "#9a4f0e"}
WHITE = "#ffffff"
NAMED = 3  # the most pairs that a caption names
STRONGEST = 2.5  # log odds (12 times the odds) from which on a colour grows no stronger


def read_pairs(
    pairs: pd.DataFrame, table: Table = PAIRS, *, in_order: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split a table of pairs into its themes, with counts `n`, and its pairs, with a `name`.

    Args:
        pairs: one row per pair of themes.
        table: the table that this is.
        in_order: whether the second theme follows the first one, instead of being with it.

    Raises:
        InputError: a column is missing.
    """
    table.need(pairs)
    stacked = stack_pairs(pairs)
    counts = stacked.set_index("theme")["n"]
    themes = read_counted_themes(stacked, counts, all_coded=True)
    labels = themes["label"].map(shorten_label)
    sides = zip(pairs["theme_a"].map(labels), pairs["theme_b"].map(labels), strict=True)
    if in_order:
        names = [say("{a}, then {b}", a=a, b=b) for a, b in sides]
    else:
        names = [say("{a} with {b}", a=a, b=b) for a, b in sides]
    named = without_family_columns(pairs).reset_index(drop=True)
    return themes, named.assign(name=pd.Series(names, dtype=TEXT))


def say_expected(name: str, n: int, expected: float) -> str:
    """Say of a pair in how many sentences it is, and in how many it would be by chance.

    >>> say_expected("Aid with Debt", 8, 4.44)
    'Aid with Debt: 8 sentences, 4.4 expected'
    """
    sentences = count(n, "sentence")
    return say(
        "{pair}: {sentences}, {expected} expected",
        pair=name,
        sentences=sentences,
        expected=decimal(expected),
    )


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


def explain_marks(
    pairs: pd.DataFrame, chance: str, *, further: str = "", shaded: bool = True
) -> str:
    """Say what the marks and the colours mean, and how many marks chance alone would give.

    Args:
        pairs: `association`, `low`, `clusters`, `n_clusters` and, optionally, `stands_out`.
        chance: the condition under which the expected counts hold, after "if".
        further: a sentence on how pairs are compared.
        shaded: whether the cells are shaded by association, and hollow marks are for pairs that are
            clear only by themselves.
    """
    if not pairs["association"].any():
        faint = say(
            "The faint colours (teal: more, brown: less) say little; counts below three have none."
        )
        return join_sentences(_say_none_marked(pairs, chance), further, faint if shaded else "")
    n_clear = int(standing_out(pairs).sum())
    if n_clear:
        rule = _explain_filled(pairs, chance)
    elif shaded:
        rule = _explain_hollow(pairs, chance)
    else:
        rule = say(
            "No pair is clear among all {n} that were compared, against what was expected if"
            " {chance}.",
            n=number(len(pairs)),
            chance=chance,
        )
    stronger = say("The stronger the colour (teal: more, brown: less), the larger the log odds.")
    alone = _say_alone(pairs, n_clear, is_marked=shaded)
    return join_sentences(rule, further, alone, stronger if shaded else "")


def explain_among(pairs: pd.DataFrame) -> str:
    """Say among which sentences pairs are compared, if not all among all."""
    if "among_n" not in pairs:
        return ""
    return say(
        "Two themes of different families are compared among the sentences that carry some theme of"
        " both families, all others among all sentences."
    )


def _explain_filled(pairs: pd.DataFrame, chance: str) -> str:
    """Explain the marks of pairs that are clear among all."""
    return say(
        "▲ is more often than expected if {chance}, ▼ less often: the 95% interval of the log odds"
        " (by {clusters}) excludes 0, at least three sentences were counted or, for ▼, expected,"
        " and that stays clear among all {pairs} that were compared.",
        chance=chance,
        clusters=say_clusters(pairs),
        pairs=count(len(pairs), "pair"),
    )


def _explain_hollow(pairs: pd.DataFrame, chance: str) -> str:
    """Explain the marks where no pair is clear among all."""
    return say(
        "△ is more often than expected if {chance}, ▽ less often: the 95% interval of the log odds"
        " (by {clusters}) excludes 0, and at least three sentences were counted or, for ▽,"
        " expected; but no pair stays clear among all {n} that were compared.",
        chance=chance,
        clusters=say_clusters(pairs),
        n=number(len(pairs)),
    )


def _say_alone(pairs: pd.DataFrame, n_clear: int, *, is_marked: bool) -> str:
    """Say how many pairs are clear only by themselves, and how many would be by chance."""
    n_alone = int((pairs["association"] != "").sum()) - n_clear
    if not n_alone:
        return ""
    alone = count(n_alone, "pair")
    by_chance = number(max(1, round(0.025 * pairs["low"].notna().sum())))
    if n_clear and is_marked:
        return say(
            "△ and ▽ ({pairs}): only the interval of the pair itself excludes 0, as chance alone"
            " would make it for about {by_chance} each way.",
            pairs=alone,
            by_chance=by_chance,
        )
    return say(
        "By itself, the interval of {pairs} excludes 0; chance alone would make it so for about"
        " {by_chance} each way.",
        pairs=alone,
        by_chance=by_chance,
    )


def _say_none_marked(pairs: pd.DataFrame, chance: str) -> str:
    if pairs["n_clusters"].iloc[0] < 5:
        return say(
            "No pair has an interval, which takes five texts, or five paragraphs of a single text"
            " (here: {clusters}).",
            clusters=say_clusters(pairs),
        )
    return say("No pair is clearly more or less frequent than expected if {chance}.", chance=chance)


def say_clusters(pairs: pd.DataFrame) -> str:
    """Say what the intervals are made from, such as "150 texts"."""
    return count(int(pairs["n_clusters"].iloc[0]), pairs["clusters"].iloc[0].removesuffix("s"))


def choose_marks(pairs: pd.DataFrame) -> list[str]:
    """Choose the mark of each pair, as `analysis.charts.cells.draw_marks` draws them.

    >>> pairs = pd.DataFrame({"association": ["more", "less", ""]})
    >>> choose_marks(pairs), choose_marks(pairs.assign(stands_out=[True, False, False]))
    (['more', 'less', ''], ['more', 'less alone', ''])
    """
    marks = zip(pairs["association"], standing_out(pairs), strict=True)
    return [mark if is_clear or not mark else f"{mark} alone" for mark, is_clear in marks]


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
    marked = pairs[(pairs["association"] != "") & ~_is_by_codebook(pairs)]
    in_pairs = _sort_by_clearness(marked)[["theme_a", "theme_b"]].to_numpy().ravel()
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
    n = int(_is_by_codebook(pairs).sum())
    if not n:
        return ""
    return say(
        "A count in brackets: the two themes share a pattern or find the same words, so that the"
        " codebook itself makes them co-occur ({pairs}).",
        pairs=count(n, "pair"),
    )


def write_counts(pairs: pd.DataFrame, observed: str) -> list[str]:
    """Write the counts of pairs, in brackets if they are the codebook's doing."""
    counted = zip(pairs[observed], _is_by_codebook(pairs), strict=True)
    return [f"({number(n)})" if by_codebook else number(n) for n, by_codebook in counted]


def say_clearest(pairs: pd.DataFrame, observed: str) -> str:
    """Name the pairs that are most clearly more frequent than expected; `""` if none is.

    Pairs that share words are left out.

    Args:
        pairs: `name`, `association`, `low`, `expected` and the column of counts.
        observed: the name of that column.
    """
    named = [
        say(
            "{pair} ({n}, {expected} expected)",
            pair=pair["name"],
            n=number(pair[observed]),
            expected=decimal(pair["expected"]),
        )
        for _, pair in find_clear(pairs, "more").head(NAMED).iterrows()
    ]
    if not named:
        return ""
    return say("Most clearly more often than expected: {pairs}.", pairs=", ".join(named))


def find_clear(pairs: pd.DataFrame, association: str) -> pd.DataFrame:
    """Find the pairs that stand out with an association, the clearest first.

    Pairs that share words are left out.
    """
    is_clear = standing_out(pairs) & (pairs["association"] == association)
    return _sort_by_clearness(pairs[is_clear & ~_is_by_codebook(pairs)])


def _sort_by_clearness(pairs: pd.DataFrame) -> pd.DataFrame:
    """Sort pairs by how far their interval lies from 0, the furthest first."""
    distance = pairs[["low", "high"]].abs().min(axis=1)
    return pairs.loc[distance.sort_values(ascending=False, kind="stable").index]
