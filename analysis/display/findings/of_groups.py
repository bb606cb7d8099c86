"""How the groups of texts differ, and how themes change over time, in sentences."""

from math import isnan, nan, sqrt

import pandas as pd

from analysis.display.findings.phrases import (
    out_of,
    put_on_lines,
    quote,
    say_interval,
    say_share,
)
from analysis.wording import UNSTATED, pluralize

MOST_COLUMNS = 2  # that the findings describe
CHANCE = 0.05  # of intervals that exclude 0 although nothing differs
PARTS = ("section", "paragraph")  # the groups of a study of one text
NO_GROUPS = "No metadata column puts the texts into groups, so there are no groups to compare."
NO_TIME = "No metadata column dates the texts, so there is no change over time to show."


def describe_groups(
    uses: pd.DataFrame,
    groups: dict[str, pd.DataFrame],
    over_time: dict[str, pd.DataFrame],
) -> str:
    """Say which group and which period differ most, and how sure that is.

    Args:
        uses: one row per metadata column and use, as from `column_uses`.
        groups: for each column that puts the texts into groups, its shares with their ranks, as
            from `Study.largest_groups`.
        over_time: for the column that dates the texts, its shares with their ranks, as from
            `Study.shares_over_time`.

    >>> print(describe_groups(pd.DataFrame({"column": ["note"], "use": [""]}), {}, {}))
    No metadata column puts the texts into groups, so there are no groups to compare.
    No metadata column dates the texts, so there is no change over time to show.
    """
    findings = _describe_columns(groups)
    for column, shares in over_time.items():
        findings += _describe_periods(shares, column)
    if not over_time and not _are_parts(uses):
        findings.append(NO_TIME)
    return put_on_lines(*findings)


def _are_parts(uses: pd.DataFrame) -> bool:
    """Tell whether the groups are parts of one text."""
    columns = uses.loc[uses["use"] == "groups", "column"]
    return bool(columns.isin(PARTS).any())


def _describe_columns(groups: dict[str, pd.DataFrame]) -> list[str]:
    """Describe the two columns with the strongest differences; the first of them in detail."""
    if not groups:
        return [NO_GROUPS]
    strength = {column: _find_most(shares, column) for column, shares in groups.items()}
    first, *others = sorted(groups, key=lambda column: -strength[column])[:MOST_COLUMNS]
    findings = _describe_column(groups[first], first)
    for column in others:
        findings += _describe_column(groups[column], column)[:1]
    return findings


def _find_most(shares: pd.DataFrame, column: str) -> float:
    top = _find_strongest(shares, column)
    return -1.0 if top is None or isnan(top["strength"]) else float(top["strength"])


def _find_strongest(shares: pd.DataFrame, column: str) -> pd.Series | None:
    """Find the coded theme and the group that differ most; None if by less than a sentence.

    A difference that stands out comes before all that do not.
    """
    compared = shares[shares["coded"] & shares["n_more"].abs().ge(0.5)]
    if "n_groups" in shares:
        compared = compared[compared["n_groups"] == 1]
    if column == "period":
        compared = compared[compared[column] != UNSTATED]
    if compared.empty:
        return None
    keys = compared[["strength", "n_more"]].abs().fillna(-1.0).assign(first=compared["stands_out"])
    return compared.loc[keys.sort_values(["first", "strength", "n_more"]).index[-1]]


# -- groups ----------------------------------------------------------------------------------------


def _describe_column(shares: pd.DataFrame, column: str) -> list[str]:
    n_groups = shares.drop_duplicates(column)["n_groups"].sum()
    by = f"By {column} ({pluralize(n_groups, 'group')})"
    top = _find_strongest(shares, column)
    if top is None:
        return [f"{by}, no theme differs from its share in all groups by as much as a sentence."]
    findings = [_describe_difference(by, top, column, "groups"), _hedge(shares, top, column)]
    if column in PARTS:
        findings.append(
            f"The groups are the {column}s of one text: they show how this text is built, and"
            " nothing about other texts."
        )
    return list(filter(None, findings))


def _describe_difference(by: str, top: pd.Series, column: str, groups: str) -> str:
    """Describe the strongest difference, or say that none is certain."""
    what = _name(top, column)
    count = out_of(top["n_sentences_hit"], top["n_sentences"], "sentence")
    if isnan(top["strength"]):
        return f"{by}, {what} differs most: {count}, {_say_n_more(top, groups)}."
    interval = say_interval(top["difference_low"], top["difference_high"], "")
    difference = f"{_say_points(top['difference'])} percentage points ({interval})"
    if top["strength"] <= 1:
        return (
            f"{by}, no difference is certain: even for {what} ({count}), the interval of the"
            f" difference from all {groups} includes 0: {difference}."
        )
    of_all = say_share(top["share_of_all"])
    return (
        f"{by}, {what} differs most: {count}, {_say_share(top)}, and {of_all} in all {groups}; the"
        f" difference is {difference}."
    )


def _name(row: pd.Series, column: str) -> str:
    group = row[column]
    return f"{quote(row['label'])} in {group if column == 'period' else quote(group)}"


def _say_n_more(top: pd.Series, groups: str) -> str:
    n_more = round(abs(top["n_more"]))
    more = "more" if top["n_more"] > 0 else "fewer"
    return f"{n_more:,} {more} than its share in all {groups} together would give"


def _say_share(row: pd.Series) -> str:
    return say_share(
        row["share"],
        row.get("low", nan),
        row.get("high", nan),
        row.get("resampled") or "texts",
    )


def _say_points(difference: float) -> str:
    """Say a difference between shares without its unit, as that follows in the interval.

    >>> _say_points(-0.0371)
    '−3.7'
    """
    return f"{100 * difference:.1f}".replace("-", "−")


def _hedge(shares: pd.DataFrame, top: pd.Series, column: str) -> str:
    """Say whether the strongest difference or change could be chance, among so many."""
    n = int(top["n_compared"])
    if not n:
        return _explain_no_interval(shares)
    compared = shares[shares["coded"]]
    is_certain = pd.concat([compared["strength"], compared["change_strength"]]) > 1
    n_certain = is_certain.sum()
    standing_out = compared[compared["stands_out"] | compared["change_stands_out"]]
    others = standing_out[standing_out["theme"] != top["theme"]]
    if standing_out.empty:
        return _count_certain(n, n_certain)
    rare = f"Even among {n:,} comparisons, this would be rare by chance"
    if others.empty:
        return f"{rare}."
    next_one = others.loc[others[["strength", "change_strength"]].max(axis=1).idxmax()]
    n_others = pluralize(others["theme"].nunique(), "other theme")
    return f"{rare}; so would differences in {n_others}, first {_name(next_one, column)}."


def _count_certain(n: int, n_certain: int) -> str:
    """Say how many of n intervals exclude 0, and how many would by chance."""
    by_chance = max(1, round(CHANCE * n))
    exclude = "excludes" if n_certain == 1 else "exclude"
    count = f"Of {n:,} intervals, {n_certain:,} {exclude} 0; about {by_chance:,} would if nothing"
    if n_certain > by_chance + 3 * sqrt(by_chance):
        return f"{count} differed, so some differences are real, though this one may be chance."
    return f"{count} differed, so this may be chance."


def _explain_no_interval(shares: pd.DataFrame) -> str:
    """Say why there is no interval; `""` if none was asked for."""
    if "resampled" not in shares:
        return ""
    units = shares["resampled"].max()
    if not units:
        return "There are no intervals, because only some of the texts were read."
    return (
        f"No group has the five {units} that an interval needs: this is a count, not an estimate."
    )


# -- time ------------------------------------------------------------------------------------------


def _describe_periods(shares: pd.DataFrame, column: str) -> list[str]:
    dated = shares[(shares["period"] != UNSTATED) & (shares["n_sentences"] > 0)]
    periods = dated["period"].unique()
    if len(periods) < 2:
        return [f"All texts that {quote(column)} dates are of one period, so nothing can change."]
    over = f"Over time ({periods[0]} to {periods[-1]})"
    top = _find_strongest(dated, "period")
    if top is None:
        return [f"{over}, no theme differs from its share in all periods by as much as a sentence."]
    change = _find_change(dated)
    if change is None:
        finding = _describe_difference(over, top, "period", "periods")
    else:
        top = change
        finding = _describe_change(over, dated, change)
    return list(filter(None, [finding, _hedge(dated, top, "period")]))


def _find_change(dated: pd.DataFrame) -> pd.Series | None:
    """Find the strongest change that stands out; None if none does."""
    changes = dated[dated["coded"] & dated["change_stands_out"]]
    return None if changes.empty else changes.loc[changes["change_strength"].idxmax()]


def _describe_change(over: str, dated: pd.DataFrame, row: pd.Series) -> str:
    of_theme = dated[dated["theme"] == row["theme"]]
    before = of_theme.loc[: row.name].iloc[-2]
    verb = "rose" if row["change"] > 0 else "fell"
    sign = 1 if row["change"] > 0 else -1
    bounds = sorted([sign * row["change_low"], sign * row["change_high"]])
    interval = say_interval(bounds[0], bounds[1], "")
    return (
        f"{over}, {quote(row['label'])} changed most: it {verb} from {_say_share(before)} in"
        f" {before['period']} to {_say_share(row)} in {row['period']}, by"
        f" {_say_points(abs(row['change']))} percentage points ({interval})."
    )
