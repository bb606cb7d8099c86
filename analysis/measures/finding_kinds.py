"""The kinds of findings: for each kind, a function that looks for its strongest finding.

Each function takes finished tables with intervals. It returns a dictionary of columns of
`analysis.tables.MAIN_FINDINGS`: always `kind` and `outcome`, and the others if the outcome is
`"found"`. The other outcomes are `"no data"`, `"no interval"` and `"not clear"`.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.clearest import Clearest, find_clearest, name_column
from analysis.measures.strength import (
    LEAST_SENTENCES,
    least_strength,
    measure_strength,
)
from analysis.messages import name_group, percent, say

Found = dict[str, Any]

LEAST_TEXTS = 10  # that carry a theme whose position is judged
LEAST_SPLIT = 0.2  # of the hits of a pattern, on either side of a split
FEWEST_SPLIT = 20  # hits beside the word
LOPSIDED = 2  # how many times as frequent the first theme of a lopsided family is as its last


def find_contrast(shares: pd.DataFrame) -> Found:
    """Find the most lopsided family: the one whose first and last theme are furthest apart.

    The first theme is the most frequent one, and the last is the least frequent one that occurs.
    If texts were resampled, the interval of the difference goes from the lower limit of the one to
    the upper limit of the other: it holds whether or not sentences that carry the one tend to carry
    the other. One text, or fewer than five, are counted only.

    Args:
        shares: one row per theme, as from `Study.shares` with `draws`.
    """
    occurring = shares[shares["coded"] & (shares["n_sentences_hit"] > 0)]
    if occurring.empty:
        return {"kind": "contrast", "outcome": "no data"}
    contrasts = [_contrast(rows) for _, rows in occurring.groupby("family", sort=False)]
    clear = [contrast for contrast in contrasts if _is_lopsided(contrast)]
    if not clear:
        return {"kind": "contrast", "outcome": "not clear", "n_compared": len(contrasts)}
    most_lopsided = max(clear, key=_least_difference)
    return most_lopsided | {"n_compared": len(contrasts)}


def _contrast(rows: pd.DataFrame) -> Found:
    """Compare the most and the least frequent of themes that occur."""
    first = rows.loc[rows["n_sentences_hit"].idxmax()]
    last = rows.loc[rows["n_sentences_hit"].idxmin()]
    is_sample = first["resampled"] == "texts"
    return {
        "kind": "contrast",
        "outcome": "found",
        **_describe_share(first),
        "family_label": first["family_label"],
        "theme_b": last["theme"],
        "label_b": last["label"],
        "n_sentences_hit_b": last["n_sentences_hit"],
        "share_b": last["share"],
        "low_b": last["low"],
        "high_b": last["high"],
        "effect": first["share"] - last["share"],
        "effect_low": first["low"] - last["high"] if is_sample else np.nan,
        "effect_high": first["high"] - last["low"] if is_sample else np.nan,
    }


def _is_lopsided(contrast: Found) -> bool:
    first, last = contrast["n_sentences_hit"], contrast["n_sentences_hit_b"]
    is_far = first >= LEAST_SENTENCES and first >= LOPSIDED * last
    return bool(is_far and _least_difference(contrast) > 0)


def _least_difference(contrast: Found) -> float:
    low = contrast["effect_low"]
    return contrast["effect"] if np.isnan(low) else low


def find_group(groups: Mapping[str, pd.DataFrame]) -> Found:
    """Find the group and theme that differ most clearly from all groups together.

    It is judged as in notebook 05: by the permutation test of all groups of the column
    (`analysis.measures.permutation`). Where nothing stands out, the clearest is described, too, and
    the outcome is `"not clear"`.

    Args:
        groups: for each column that forms groups, a table as from `Study.ranked_groups` with
            `draws`.
    """
    return _find_tested("group", groups)


def find_change(over_time: Mapping[str, pd.DataFrame]) -> Found:
    """Find what is clearest over time: a period apart, or a change from one to the next.

    As for groups, it is judged by one permutation test of all periods, changes and trends.

    Args:
        over_time: for the column that dates the texts, a table as from `Study.shares_over_time`
            with `draws`.
    """
    return _find_tested("change", over_time)


def find_trend(over_time: Mapping[str, pd.DataFrame]) -> Found:
    """Find the clearest trend over all periods, judged as in `find_change`.

    Args:
        over_time: as for `find_change`.
    """
    return _find_tested("trend", over_time)


LOOKED_AT = {
    "group": ("difference",),
    "change": ("difference", "change"),
    "trend": ("trend",),
}


def _find_tested(kind: str, tables: Mapping[str, pd.DataFrame]) -> Found:
    """Find the clearest comparison of all tables; one that stands out goes before all others."""
    if not tables:
        return {"kind": kind, "outcome": "no data"}
    best: Found = {"kind": kind, "outcome": "no interval"}
    for column, shares in tables.items():
        found = _describe_clearest(kind, column, shares)
        if found is not None and _order(found) > _order(best):
            best = found
    return best


def _order(found: Found) -> tuple[bool, float]:
    return found["outcome"] == "found", abs(found.get("z", 0.0))


def _describe_clearest(kind: str, column: str, shares: pd.DataFrame) -> Found | None:
    """Describe the clearest comparison in a table; None if none was tested."""
    clearest = find_clearest(shares, LEAST_SENTENCES, LOOKED_AT[kind])
    if clearest is None:
        return None
    row, name = clearest.row, clearest.what
    by = column if kind == "group" else "period"
    found = {
        "kind": kind,
        "outcome": "found" if clearest.stands_out else "not clear",
        "what": name,
        **_describe_share(row),
        "effect": row[name],
        "effect_low": row[f"{name}_low"],
        "effect_high": row[f"{name}_high"],
        "strength": clearest.strength,
        "z": row[f"{name}_z"],
        "p": row[f"{name}_p"],
        "n_compared": row["n_compared"],
        "column": column,
        "group": row[by],
        "share_b": row["share_of_all"],
    }
    if clearest.before is not None:
        found |= {
            "group_b": clearest.before["period"],
            "n_sentences_hit_b": clearest.before["n_sentences_hit"],
            "share_b": clearest.before["share"],
        }
    if name == "trend":
        found |= _describe_line(row) | _describe_rest(row)
    elif kind == "change" and row["trend_is_jump"]:
        found |= _describe_rest(row)
    if clearest.stands_out:
        found["also"] = "\n".join(_list_others(shares, clearest, by))
    return found


def _describe_line(row: pd.Series) -> Found:
    """Describe a trend by its ends on the line, which have no interval of their own."""
    ends = {"share": row["trend_last"], "share_b": row["trend_first"]}
    return ends | {"low": np.nan, "high": np.nan, "n_carrying": 0}


def _describe_rest(row: pd.Series) -> Found:
    """Describe what is left of a trend without the periods on which it hinges most."""
    return {
        "without": row["trend_without"],
        "rest": row["trend_rest"],
        "rest_low": row["trend_rest_low"],
        "rest_high": row["trend_rest_high"],
    }


def _list_others(shares: pd.DataFrame, clearest: Clearest, by: str) -> list[str]:
    """Name the others of a table that stand out, the clearest first, as the language says it."""
    what = "trend" if clearest.what == "trend" else "difference"
    others = shares[shares["coded"] & shares[name_column(what, "stands_out")]]
    if what == "trend":
        others = others[others["theme"] != clearest.row["theme"]].drop_duplicates("theme")
    is_same = (others["theme"] == clearest.row["theme"]) & (others[by] == clearest.row[by])
    others = others[~is_same].sort_values(f"{what}_z", key=abs, ascending=False, kind="stable")
    if what == "trend":
        return [_name_trend(row) for _, row in others.iterrows()]
    return [_name_group(row, by) for _, row in others.iterrows()]


def _name_trend(row: pd.Series) -> str:
    if row["trend"] > 0:
        return say("{theme} (rises)", theme=row["label"])
    return say("{theme} (falls)", theme=row["label"])


def _name_group(row: pd.Series, by: str) -> str:
    named = {"theme": row["label"], "group": name_group(row[by]), "share": percent(row["share"], 1)}
    if row["difference"] > 0:
        return say("{theme} in {group} (more: {share})", **named)
    return say("{theme} in {group} (less: {share})", **named)


def find_pair(pairs: pd.DataFrame) -> Found:
    """Find the two themes that most clearly occur together more, or less, often than by chance.

    Pairs that the codebook itself makes co-occur are set aside.

    Args:
        pairs: one row per pair of themes, as from `cooccurrence`.
    """
    is_set_aside = pairs["by_codebook"]
    found = _find_association("pair", _name_compared(pairs[~is_set_aside]), "n_both")
    n_set_aside = (is_set_aside & (pairs["n_both"] > 0)).sum()
    return {**found, "n_set_aside": n_set_aside}


def _name_compared(pairs: pd.DataFrame) -> pd.DataFrame:
    """Add `n_sentences`: those among which a pair was compared, or 0 if these are all sentences."""
    if "among_n" not in pairs:
        return pairs.assign(n_sentences=0)
    is_part = pairs["among_n"] < pairs["n_sentences"]
    return pairs.assign(n_sentences=pairs["among_n"].where(is_part, 0))


def find_sequence(sequences: pd.DataFrame) -> Found:
    """Find the theme that most clearly follows another theme more, or less, often than by chance.

    Args:
        sequences: one row per theme and theme that can follow it, as from `sequences`.
    """
    others = sequences[sequences["theme_a"] != sequences["theme_b"]].assign(n_sentences=0)
    return _find_association("sequence", others, "n_followed")


def _find_association(kind: str, pairs: pd.DataFrame, count: str) -> Found:
    is_enough = np.maximum(pairs[count], pairs["expected"]) >= LEAST_SENTENCES
    limits = {"log_odds_low": pairs["low"], "log_odds_high": pairs["high"]}
    missing, clear = _find_clear(pairs.assign(**limits), "log_odds", is_enough)
    if clear.empty:
        return {"kind": kind, **missing}
    strongest = clear.iloc[0]
    return {
        "kind": kind,
        "outcome": "found",
        **_describe_effect(strongest, "log_odds"),
        "theme": strongest["theme_a"],
        "label": strongest["label_a"],
        "theme_b": strongest["theme_b"],
        "label_b": strongest["label_b"],
        "n_sentences": strongest["n_sentences"],
        "n_sentences_hit": strongest["n_a"],
        "n_sentences_hit_b": strongest["n_b"],
        "n_both": strongest[count],
        "expected": strongest["expected"],
        "resampled": strongest["clusters"],
        "n_resampled": strongest["n_clusters"],
    }


def find_pattern(reliance: pd.DataFrame, splits: pd.DataFrame) -> Found:
    """Find the pattern that most needs a reader. What is said of it is a count, not an estimate.

    This is a pattern with a wildcard of which many hits, from a fifth to four fifths, stand beside
    one and the same word. If there is none, it is the pattern on which alone the most sentences of
    a theme hang, of those that themes rest on (`analysis.measures.reliance`).

    Args:
        reliance: one row per theme and pattern, as from `reliance`.
        splits: one row per pattern and word, as from `split_patterns`.
    """
    split = _find_split(reliance, splits)
    return split or _find_resting(reliance)


def _find_split(reliance: pd.DataFrame, splits: pd.DataFrame) -> Found:
    """Find the pattern with a wildcard that is split most; nothing if there is none.

    Two words that compete on the same side go before a single one, however frequent.
    """
    is_loose = splits["pattern"].str.contains(r"[*?]")
    is_split = splits["share"].between(LEAST_SPLIT, 1 - LEAST_SPLIT)
    strong = splits[is_loose & is_split & (splits["n_beside"] >= FEWEST_SPLIT)]
    if strong.empty:
        return {}
    keys = ["theme", "pattern", "side"]
    is_alone = strong.groupby(keys)["phrase"].transform("size") == 1
    top = strong.loc[is_alone.sort_values(kind="stable").index[0]]
    same = (strong[keys] == top[keys]).all(axis="columns")
    others = strong[same].iloc[1:2]
    of_theme = reliance[reliance["theme"] == top["theme"]].iloc[0]
    found = {
        "kind": "pattern",
        "outcome": "found",
        **of_theme[["theme", "label", "n_sentences_hit", "n_sentences", "share"]].to_dict(),
        "pattern": top["pattern"],
        "column": top["side"],
        "group": top["phrase"],
        "n_both": top["n_beside"],
        "n_hits": top["n_hits"],
        "n_compared": len(reliance),
    }
    for other in others.itertuples():
        found |= {"group_b": other.phrase, "n_sentences_hit_b": other.n_beside}
    return found


def _find_resting(reliance: pd.DataFrame) -> Found:
    """Find the pattern on which alone the most sentences of a theme hang."""
    carried = reliance[reliance["n_sentences_hit"] > 0]
    if carried.empty:
        return {"kind": "pattern", "outcome": "no data"}
    is_enough = carried["n_only"] >= LEAST_SENTENCES
    candidates = carried[carried["rests"] & is_enough]
    if candidates.empty:
        return {"kind": "pattern", "outcome": "not clear", "n_compared": len(carried)}
    top = candidates.loc[candidates["n_only"].idxmax()]
    columns = ["theme", "label", "n_sentences_hit", "n_sentences", "share"]
    return {
        "kind": "pattern",
        "outcome": "found",
        **top[columns].to_dict(),
        "n_sentences_hit_b": top["n_without"],
        "share_b": top["share_without"],
        "effect": top["share"] - top["share_without"],
        "n_compared": len(carried),
    }


def find_position(mean_positions: pd.DataFrame) -> Found:
    """Find the theme whose place in the texts is most clearly not their middle.

    Args:
        mean_positions: one row per theme, as from `mean_positions`.
    """
    if mean_positions.empty:
        return {"kind": "position", "outcome": "no data"}
    limits = {"position_low": mean_positions["low"], "position_high": mean_positions["high"]}
    rows = mean_positions.assign(**limits)
    is_enough = rows["n_texts"] >= LEAST_TEXTS
    missing, clear = _find_clear(rows, "position", is_enough, nothing=0.5)
    if clear.empty:
        return {"kind": "position", **missing}
    strongest = clear.iloc[0]
    return {
        "kind": "position",
        "outcome": "found",
        **strongest[["theme", "label", "n_sentences_hit"]].to_dict(),
        **_describe_effect(strongest, "position"),
        "resampled": "texts",
        "n_resampled": strongest["n_texts"],
    }


# -- what is clear ---------------------------------------------------------------------------------


def _find_clear(
    rows: pd.DataFrame,
    effect: str,
    is_enough: pd.Series,
    nothing: float = 0.0,
) -> tuple[Found, pd.DataFrame]:
    """Find the rows whose effect is clear among all that were compared.

    Args:
        rows: a table with the columns of the effect and its interval, such as `change`,
            `change_low` and `change_high`.
        effect: the name of the effect.
        is_enough: whether a row is about enough sentences or texts.
        nothing: the effect that says that there is nothing to find.

    Returns:
        What to say if there are none (the outcome, and how many were compared), and the rows with
        `strength` and `n_compared`, the strongest first.
    """
    if rows.empty:
        return {"outcome": "no data"}, rows
    low, high = rows[f"{effect}_low"], rows[f"{effect}_high"]
    strength = measure_strength(rows[effect], low, high, nothing)
    n_compared = int(strength.notna().sum())
    is_clear = is_enough & (strength > least_strength(n_compared))
    clear = rows.assign(strength=strength, n_compared=n_compared)[is_clear]
    clear = clear.sort_values("strength", ascending=False, kind="stable")
    outcome = "not clear" if n_compared else "no interval"
    return {"outcome": outcome, "n_compared": n_compared}, clear


def _describe_share(row: pd.Series) -> Found:
    columns = ["theme", "label", "n_sentences_hit", "n_sentences", "share", "low", "high"]
    columns += ["resampled", "n_resampled", "n_carrying"]
    return row[columns].to_dict()


def _describe_effect(row: pd.Series, effect: str) -> Found:
    return {
        "effect": row[effect],
        "effect_low": row[f"{effect}_low"],
        "effect_high": row[f"{effect}_high"],
        "strength": row["strength"],
        "n_compared": row["n_compared"],
    }
