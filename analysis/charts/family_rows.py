"""Which themes a chart shows if it has no room for all: small families stay whole."""

import pandas as pd

from analysis.charts.layout import keep_largest
from analysis.messages import say

SMALL_FAMILY = 6  # the most themes of a family that is drawn whole


def keep_families(themes: pd.DataFrame, most: int) -> pd.DataFrame:
    """Keep `most` themes: small families whole, then the largest themes of the long ones.

    A rare theme can matter for being rare: one sentence of criticism beside eleven of praise. Where
    there is no room for all small families, the one of the most frequent theme is kept whole.

    Args:
        themes: one row per theme, with `family_order` and `n`.
        most: the most rows to keep; if there are no more, all are kept.

    Returns:
        The rows kept, in the order given.

    >>> themes = pd.DataFrame({"family_order": [0] * 8 + [1] * 2, "n": [*range(9, 1, -1), 5, 1]})
    >>> keep_families(themes, 6)["n"].tolist()
    [9, 8, 7, 6, 5, 1]
    """
    if len(themes) <= most:
        return themes
    is_small = _is_small(themes)
    room_left = most - int(is_small.sum())
    if room_left < most // 2:  # there are many small families, or the picture has few rows
        is_small &= themes["family_order"] == themes.loc[themes["n"].idxmax(), "family_order"]
        room_left = most - int(is_small.sum())
        if room_left < most // 2:
            return keep_largest(themes, most)
    largest = keep_largest(themes[~is_small], room_left)
    return themes[is_small | themes.index.isin(largest.index)]


def say_which(shown: pd.DataFrame, themes: pd.DataFrame) -> str:
    """Say which themes are shown; `""` if they are just the largest ones, or those that occur."""
    left_out = themes[~themes.index.isin(shown.index)]
    if left_out.empty or left_out["n"].max() <= shown["n"].min():
        return ""
    if _is_small(themes)[left_out.index].any():
        return say(
            "the family of the most frequent theme and, of the others, those with the most"
            " sentences"
        )
    return say("small families whole and, of the others, those with the most sentences")


def _is_small(themes: pd.DataFrame) -> pd.Series:
    return themes.groupby("family_order")["n"].transform("size") <= SMALL_FAMILY
