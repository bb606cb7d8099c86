"""Main findings: the strongest finding of each kind, chosen by rules.

The rules, kind by kind, are in `analysis.measures.finding_kinds`. They have in common:

- Of each kind there is at most one finding, the strongest: the one whose effect is largest relative
  to its interval (`analysis.measures.strength`).
- If the interval includes no effect, there is no finding. The strongest of many must exclude no
  effect even when its interval is widened for as many comparisons (Bonferroni).
- A finding is about at least five sentences.
- Kinds come in the order of `KINDS`, and the first five that were found are the main findings.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from analysis.measures.finding_kinds import (
    Found,
    find_change,
    find_contrast,
    find_group,
    find_pair,
    find_pattern,
    find_position,
    find_sequence,
    find_trend,
)
from analysis.tables import MAIN_FINDINGS, TEXT

# Each kind, in order, with the notebook that shows more.
KINDS = {
    "group": "05-groups",
    "change": "05-groups",
    "trend": "05-groups",
    "pair": "03-structure",
    "pattern": "07-how-sure",
    "contrast": "02-themes",
    "sequence": "03-structure",
    "position": "03-structure",
}
ABOUT_TWO = ("pair", "sequence")  # kinds for which both themes matter alike


class Measures(NamedTuple):
    """The tables that findings are chosen from, all with intervals.

    Attributes:
        shares: one row per theme, as from `Study.shares`.
        groups: for each column that forms groups, a table as from `Study.group_shares`.
        over_time: for the column that dates the texts, if any, one as from
            `Study.shares_over_time`.
        pairs: as from `cooccurrence`.
        reliance: as from `reliance`.
        splits: as from `split_patterns`.
        sequences: as from `sequences`.
        mean_positions: as from `mean_positions`.
    """

    shares: pd.DataFrame
    groups: Mapping[str, pd.DataFrame]
    over_time: Mapping[str, pd.DataFrame]
    pairs: pd.DataFrame
    reliance: pd.DataFrame
    splits: pd.DataFrame
    sequences: pd.DataFrame
    mean_positions: pd.DataFrame


def main_findings(measures: Measures) -> pd.DataFrame:
    """Choose the main findings.

    Args:
        measures: the tables that findings are chosen from.

    Returns:
        One row per kind of finding, in the order of `KINDS` (`analysis.tables.MAIN_FINDINGS`). Of
        a kind without a finding, `rank` is 0, and `outcome` says why: `"no data"` (nothing occurs,
        or nothing makes groups), `"no interval"` (too few texts) or `"not clear"`. What does not
        apply to a kind is 0, NaN or `""`.

        - group: `theme` is more, or less, frequent in `group` than in all groups (`share_b`);
          `effect` is the difference, and `also` names the other groups that stand out;
        - change: the same, in the period `group` against all periods, or the one before, `group_b`;
          if a line through all periods rises only because of the periods `without`, `rest` is its
          slope without them;
        - trend: the share of `theme` rises by `effect` a period, on a straight line from `share_b`
          to `share`, and by `rest` without the periods `without`;
        - pair: `theme` and `theme_b` are in the same sentence `n_both` times, and not `expected`
          times; `effect` is the log odds;
        - pattern: without `pattern` alone, `theme` would be in `n_sentences_hit_b` sentences; or,
          if `n_hits` is not 0, `n_both` of its `n_hits` hits are the phrase `group` (and
          `n_sentences_hit_b` the phrase `group_b`), and `column` is the side of the word in it;
        - contrast: in a family, `theme` is much more frequent than `theme_b`; `effect` is the
          difference of the shares;
        - sequence: as a pair, with `theme_b` in the sentence after that of `theme`;
        - position: `theme` is, on average, at `effect` of the texts, from 0 to 1.

        `pattern`, `pattern_label`, `n_only` and `n_theme` say of every finding what its theme rests
        on: of the `n_theme` sentences that carry it, `n_only` do so only because of this pattern,
        one of its `n_patterns`; `rests` is 1 if it rests on it (see `analysis.measures.reliance`).
        Of a pair or a sequence, it is the theme that rests on one pattern more than the other does.
    """
    found = [
        find_group(measures.groups),
        find_change(measures.over_time),
        find_trend(measures.over_time),
        find_pair(measures.pairs),
        find_pattern(measures.reliance, measures.splits),
        find_contrast(measures.shares),
        find_sequence(measures.sequences),
        find_position(measures.mean_positions),
    ]
    main_patterns = _find_main_patterns(measures.reliance)
    rows = []
    n_found = 0
    for row in found:
        rank = 0
        rests_on: Found = {}
        if row["outcome"] == "found":
            n_found += 1
            rank = n_found
            rests_on = _find_what_it_rests_on(row, main_patterns)
        place = {"rank": rank, "notebook": KINDS[row["kind"]]}
        rows.append(_defaults() | row | rests_on | place)
    return MAIN_FINDINGS.frame(pd.DataFrame(rows))


def _defaults() -> Found:
    """Make the columns of what does not apply."""
    absent = {TEXT: "", "int64": 0, "float64": float("nan")}
    return {column: absent[dtype] for column, dtype in MAIN_FINDINGS.columns.items()}


def _find_main_patterns(reliance: pd.DataFrame) -> pd.DataFrame:
    """Find, for each theme, the pattern on which most of its sentences hang."""
    top = reliance.sort_values("n_only", ascending=False, kind="stable").drop_duplicates("theme")
    columns = {"label": "pattern_label", "n_sentences_hit": "n_theme"}
    top = top.rename(columns=columns).set_index("theme")
    return top.assign(n_patterns=reliance["theme"].value_counts())


def _find_what_it_rests_on(found: Found, main_patterns: pd.DataFrame) -> Found:
    """Find the pattern that matters most for a finding about one theme, or about two alike."""
    if "pattern" in found:
        return {}
    themes = [found["theme"]]
    if found["kind"] in ABOUT_TWO:
        themes.append(found["theme_b"])
    patterns = main_patterns[main_patterns.index.isin(themes)]
    if patterns.empty:
        return {}
    top = patterns.loc[patterns["share_only"].idxmax()]
    return top[["pattern", "pattern_label", "n_only", "n_theme", "n_patterns", "rests"]].to_dict()
