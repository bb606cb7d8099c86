"""What is said alike of a comparison wherever it is named: its chance, and a trend."""

from math import isnan, nan
from typing import NamedTuple

import pandas as pd

from analysis.display.findings.phrases import quote, say_share
from analysis.messages import count, decimal, percent, say


def say_chance(n: int, p: float, stands_out: bool) -> str:
    """Say whether the clearest of many comparisons could be chance.

    Args:
        n: how many comparisons were tested together.
        p: the chance that the largest of them is as large; NaN if unknown.
        stands_out: whether that is rare.

    >>> say_chance(225, 0.001, True)
    'Even as the largest of 225 comparisons, this would be rare by chance (p = 0.001)'
    >>> say_chance(225, 0.62, False)
    'If nothing differed, the largest of 225 comparisons would be as large in 62% of cases'
    """
    comparisons = count(n, "comparison")
    if stands_out:
        known = "" if isnan(p) else f" ({say_p(p)})"
        rare = say(
            "Even as the largest of {comparisons}, this would be rare by chance",
            comparisons=comparisons,
        )
        return f"{rare}{known}"
    if isnan(p):
        return say("It is not clear among {comparisons}", comparisons=comparisons)
    return say(
        "If nothing differed, the largest of {comparisons} would be as large in {share} of cases",
        comparisons=comparisons,
        share=percent(p, 0),
    )


def say_p(p: float) -> str:
    """Say a probability.

    >>> say_p(0.0004), say_p(0.013)
    ('p < 0.001', 'p = 0.013')
    """
    return f"p < {decimal(0.001, 3)}" if p < 0.001 else f"p = {decimal(p, 3)}"


class Trend(NamedTuple):
    """A straight line through the shares of a theme.

    Attributes:
        label: the label of the theme.
        periods: the first and the last period.
        ends: the shares on the line in these periods.
        slope: by how much the share rises a period.
        limits: the 95 % interval of the slope.
        without: the periods on which the trend hinges most; `""` if unknown.
        rest: the slope without these periods.
        rest_limits: its 95 % interval.
    """

    label: str
    periods: tuple[str, str]
    ends: tuple[float, float]
    slope: float
    limits: tuple[float, float]
    without: str = ""
    rest: float = nan
    rest_limits: tuple[float, float] = (nan, nan)


def read_trend(row: pd.Series, first: str, last: str) -> Trend:
    """Read the trend in a row of shares over time, as from `rank_differences`.

    Args:
        row: any row of the theme.
        first: the first period.
        last: the last period.
    """
    return Trend(
        row["label"],
        (first, last),
        (row["trend_first"], row["trend_last"]),
        row["trend"],
        (row["trend_low"], row["trend_high"]),
        row["trend_without"],
        row["trend_rest"],
        (row["trend_rest_low"], row["trend_rest_high"]),
    )


def say_trend(trend: Trend) -> str:
    """Say a trend, with its ends on the line.

    >>> say_trend(Trend("Debt", ("2013", "2022"), (0.099, 0.023), -0.0085, (-0.011, -0.006)))
    '“Debt” falls by 0.85 points a year (0.60 to 1.1): on a straight line, from 9.9% in 2013 to 2.3% in 2022'
    """  # noqa: E501
    (first, last), (start, end) = trend.periods, trend.ends
    line = say(
        "on a straight line, from {start} in {first} to {end} in {last}",
        start=say_share(start),
        first=first,
        end=say_share(end),
        last=last,
    )
    named = {"theme": quote(trend.label), "slope": _say_slope(trend), "line": line}
    if trend.slope > 0:
        return say("{theme} rises by {slope}: {line}", **named)
    return say("{theme} falls by {slope}: {line}", **named)


def say_rest(trend: Trend) -> str:
    """Say what is left of a trend without the periods on which it hinges most.

    >>> rest = {"without": "2013–2014", "rest": -0.007, "rest_limits": (-0.01, -0.004)}
    >>> say_rest(Trend("Debt", ("2013", "2022"), (0.1, 0.02), -0.0085, (-0.011, -0.006), **rest))
    'Without 2013–2014, on which it hinges most, it falls by 0.70 points a year (0.40 to 1.0), too'
    """
    if not trend.without:
        return ""
    rest = trend._replace(slope=trend.rest, limits=trend.rest_limits)
    named = {"periods": trend.without, "slope": _say_slope(rest)}
    if trend.rest > 0:
        return say("Without {periods}, on which it hinges most, it rises by {slope}, too", **named)
    return say("Without {periods}, on which it hinges most, it falls by {slope}, too", **named)


def say_jump(trend: Trend) -> str:
    """Say that a line rises or falls because of a few periods only.

    >>> rest = {"without": "2020–2021", "rest": 0.002, "rest_limits": (-0.001, 0.005)}
    >>> say_jump(Trend("Aid", ("2013", "2022"), (0.03, 0.1), 0.01, (0.007, 0.014), **rest))
    '“Aid” rises only because of 2020–2021, a jump and no trend: without, its slope is 0.20 points a year (−0.10 to 0.50)'
    """  # noqa: E501
    if not trend.without:
        return _say_too_few(trend)
    low, high = (_write_points(limit) for limit in trend.rest_limits)
    named = {
        "theme": quote(trend.label),
        "periods": trend.without,
        "slope": say(
            "{points} points a {unit} ({low} to {high})",
            points=_write_points(trend.rest),
            unit=_name_unit(trend.periods[0]),
            low=low,
            high=high,
        ),
    }
    if trend.slope > 0:
        return say(
            "{theme} rises only because of {periods}, a jump and no trend: without, its slope is"
            " {slope}",
            **named,
        )
    return say(
        "{theme} falls only because of {periods}, a jump and no trend: without, its slope is"
        " {slope}",
        **named,
    )


def _say_too_few(trend: Trend) -> str:
    """Say that there are too few periods to tell a trend from a jump."""
    theme = quote(trend.label)
    if trend.slope > 0:
        return say(
            "{theme} rises, but with so few periods, a trend cannot be told from a jump",
            theme=theme,
        )
    return say(
        "{theme} falls, but with so few periods, a trend cannot be told from a jump", theme=theme
    )


def _say_slope(trend: Trend) -> str:
    """Say by how much a share rises or falls, in percentage points, with the interval."""
    sign = 1 if trend.slope > 0 else -1
    low, high = sorted(sign * limit for limit in trend.limits)
    return say(
        "{points} points a {unit} ({low} to {high})",
        points=_write_points(abs(trend.slope)),
        unit=_name_unit(trend.periods[0]),
        low=_write_points(low),
        high=_write_points(high),
    )


def _name_unit(period: str) -> str:
    units = say("year"), say("month"), say("day")
    return units[min(period.count("-", 1), 2)]


def _write_points(slope: float) -> str:
    """Write a slope in percentage points, with two significant digits."""
    points = 100 * slope
    digits = 1 if round(abs(points), 2) >= 1 else 2
    return decimal(points, digits).replace("-", "−")
