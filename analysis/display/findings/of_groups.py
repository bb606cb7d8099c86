"""How the groups of texts differ, and how themes change over time, in sentences."""

from collections.abc import Iterator
from math import nan

import pandas as pd

from analysis.clearest import Clearest, find_clearest, find_clearness
from analysis.display.findings.comparisons import (
    Trend,
    read_trend,
    say_chance,
    say_jump,
    say_rest,
    say_trend,
)
from analysis.display.findings.phrases import (
    join_names,
    out_of,
    put_on_lines,
    quote,
    say_interval,
    say_share,
)
from analysis.wording import UNSTATED, pluralize

MOST_COLUMNS = 2  # that the findings describe
MOST_NAMED = 2  # other comparisons that stand out, and trends
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
    most = {column: _find_most(shares) for column, shares in groups.items()}
    first, *others = sorted(groups, key=most.__getitem__, reverse=True)[:MOST_COLUMNS]
    findings = _describe_column(groups[first], first)
    for column in others:
        findings += _describe_column(groups[column], column)[:1]
    return findings


def _find_most(shares: pd.DataFrame) -> tuple[bool, float]:
    clearest = find_clearest(shares)
    if clearest is None:
        return False, -1.0
    return clearest.stands_out, float(find_clearness(clearest.row.to_frame().T)["difference"].max())


def _find_largest(shares: pd.DataFrame, column: str) -> pd.Series | None:
    """Find the coded theme and the group that differ by most sentences; None if by under one."""
    compared = shares[shares["coded"] & shares["n_more"].abs().ge(0.5)]
    if "n_groups" in shares:
        compared = compared[compared["n_groups"] == 1]
    if column == "period":
        compared = compared[compared[column] != UNSTATED]
    return None if compared.empty else compared.loc[compared["n_more"].abs().idxmax()]


# -- groups ----------------------------------------------------------------------------------------


def _describe_column(shares: pd.DataFrame, column: str) -> list[str]:
    n_groups = shares.drop_duplicates(column)["n_groups"].sum()
    by = f"By {column} ({pluralize(n_groups, 'group')})"
    clearest = find_clearest(shares)
    if clearest is None:
        findings = _count_only(by, shares, column, "groups")
    else:
        findings = [
            _describe_difference(by, clearest, column, "groups"),
            _hedge(shares, clearest, column),
        ]
    if column in PARTS:
        findings.append(
            f"The groups are the {column}s of one text: they show how this text is built, and"
            " nothing about other texts."
        )
    return list(filter(None, findings))


def _count_only(by: str, shares: pd.DataFrame, column: str, groups: str) -> list[str]:
    """Say which group has most sentences more or fewer, where nothing has an interval."""
    top = _find_largest(shares, column)
    if top is None:
        return [f"{by}, no theme differs from its share in all {groups} by as much as a sentence."]
    count = out_of(top["n_sentences_hit"], top["n_sentences"], "sentence")
    finding = f"{by}, {_name(top, column)} differs most: {count}, {_say_n_more(top, groups)}."
    return [finding, _explain_no_interval(shares)]


def _describe_difference(by: str, clearest: Clearest, column: str, groups: str) -> str:
    """Describe the clearest difference, and say if none is clear."""
    top = clearest.row
    what = _name(top, column)
    count = out_of(top["n_sentences_hit"], top["n_sentences"], "sentence")
    interval = say_interval(top["difference_low"], top["difference_high"], "")
    differs = f"{by}, {what} differs most"
    if not clearest.stands_out:
        differs = f"{by}, no difference is clear. The clearest is {what}"
    return (
        f"{differs}: {count}, {_say_share(top)}, and {say_share(top['share_of_all'])} in all"
        f" {groups}; the difference is {_say_points(top['difference'])} percentage points"
        f" ({interval})."
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


def _hedge(shares: pd.DataFrame, clearest: Clearest, column: str) -> str:
    """Say whether the clearest comparison could be chance, among so many, and name the next."""
    row = clearest.row
    p = float(row.get(f"{clearest.what}_p", nan))
    chance = say_chance(int(row["n_compared"]), p, clearest.stands_out)
    others = _list_others(shares, clearest, column) if clearest.stands_out else []
    if not others:
        return f"{chance}."
    more = ""
    if len(others) > MOST_NAMED:
        more = f", and {len(others) - MOST_NAMED:,} more"
    return f"{chance}; so would {join_names(others[:MOST_NAMED])}{more}."


def _list_others(shares: pd.DataFrame, clearest: Clearest, column: str) -> list[str]:
    """Name the other groups and themes that stand out; over time, changes of other themes, too."""
    clearness = find_clearness(shares)
    is_out = shares["stands_out"]
    if column == "period":
        is_apart = shares["theme"].isin([clearest.row["theme"], *shares.loc[is_out, "theme"]])
        is_out = is_out | (shares["change_stands_out"] & ~is_apart)
    rows = shares[shares["coded"] & is_out]
    rows = rows.assign(clearness=clearness[["difference", "change"]].max(axis=1))
    rows = rows.sort_values("clearness", ascending=False, kind="stable")
    return [_name(row, column) for at, row in rows.iterrows() if at != clearest.row.name]


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
    clearest = find_clearest(dated)
    if clearest is None:
        return list(filter(None, _count_only(over, dated, "period", "periods")))
    if clearest.what == "difference":
        finding = _describe_difference(over, clearest, "period", "periods")
    elif clearest.what == "change":
        finding = _describe_change(over, clearest)
    else:
        trend = say_trend(_read_trend(dated, clearest.row))
        finding = f"{over}, what is clearest is a trend. {trend}."
        if not clearest.stands_out:
            finding = f"{over}, nothing is clear. {trend}."
    trends = "" if clearest.what == "trend" else _describe_trends(dated)
    return list(filter(None, [finding, _hedge(dated, clearest, "period"), trends]))


def _describe_change(over: str, clearest: Clearest) -> str:
    row, before = clearest.row, clearest.before
    if before is None:
        return ""
    verb, sign = ("rose", 1) if row["change"] > 0 else ("fell", -1)
    bounds = sorted([sign * row["change_low"], sign * row["change_high"]])
    changed = "changed most: it"
    if not clearest.stands_out:
        changed = "changed most, though not clearly: it"
    return (
        f"{over}, {quote(row['label'])} {changed} {verb} from {_say_share(before)} in"
        f" {before['period']} to {_say_share(row)} in {row['period']}, by"
        f" {_say_points(abs(row['change']))} percentage points"
        f" ({say_interval(bounds[0], bounds[1], '')})."
    )


def _describe_trends(dated: pd.DataFrame) -> str:
    """Describe the trends that stand out, or say that none does; `""` if there are none."""
    if "trend" not in dated or dated["trend_low"].isna().all():
        return ""
    themes = dated[dated["coded"] & dated["trend_low"].notna()].drop_duplicates("theme")
    themes = themes.sort_values("trend_z", key=abs, ascending=False, kind="stable")
    jumps = [say_jump(_read_trend(dated, row)) for row in _rows(themes[themes["trend_is_jump"]])]
    said = [*_describe_clear_trends(dated, themes[~themes["trend_is_jump"]]), *jumps[:MOST_NAMED]]
    return ". ".join(said) + "."


def _describe_clear_trends(dated: pd.DataFrame, themes: pd.DataFrame) -> list[str]:
    """Describe the trends of themes that stand out; if none does, only the clearest."""
    clear = themes[themes["trend_stands_out"]]
    if themes.empty:
        return []
    if clear.empty:
        top = _read_trend(dated, themes.iloc[0])
        return [f"No trend is clear; the clearest: {say_trend(top)}"]
    trends = [_read_trend(dated, row) for row in _rows(clear.head(MOST_NAMED))]
    more = len(clear) - len(trends)
    also = f"; {pluralize(more, 'more trend')} stand out" if more else ""
    rest = [say_rest(trends[0])] if len(trends) == 1 else []
    return [f"Over all periods, {'; '.join(map(say_trend, trends))}{also}", *rest]


def _rows(table: pd.DataFrame) -> Iterator[pd.Series]:
    return (row for _, row in table.iterrows())


def _read_trend(dated: pd.DataFrame, row: pd.Series) -> Trend:
    periods = dated["period"].unique()
    return read_trend(row, periods[0], periods[-1])
