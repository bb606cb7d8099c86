"""What is said alike of a comparison wherever it is named: its chance, and a trend."""

from math import isnan

from analysis.display.findings.phrases import quote, say_share
from analysis.wording import pluralize

UNITS = ("year", "month", "day")  # of periods, by the hyphens in their names


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
    comparisons = pluralize(n, "comparison")
    if stands_out:
        known = "" if isnan(p) else f" ({say_p(p)})"
        return f"Even as the largest of {comparisons}, this would be rare by chance{known}"
    if isnan(p):
        return f"It is not clear among {comparisons}"
    cases = f"in {100 * p:.0f}% of cases"
    return f"If nothing differed, the largest of {comparisons} would be as large {cases}"


def say_p(p: float) -> str:
    """Say a probability.

    >>> say_p(0.0004), say_p(0.013)
    ('p < 0.001', 'p = 0.013')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def say_trend(
    label: str,
    ends: tuple[tuple[str, float], tuple[str, float]],
    slope: float,
    low: float,
    high: float,
) -> str:
    """Say the trend of a theme.

    Args:
        label: the label of the theme.
        ends: the first and the last period, each with its share.
        slope: by how much the share rises a period.
        low: the lower limit of its interval.
        high: the upper limit.

    >>> say_trend("Debt", (("2013", 0.093), ("2022", 0.031)), -0.0085, -0.011, -0.006)
    '“Debt” falls from 9.3% in 2013 to 3.1% in 2022: −0.85 points a year (−1.1 to −0.60)'
    """
    (first, share), (last, last_share) = ends
    rises = slope > 0
    verb = "rises" if rises else "falls"
    from_to = ""
    if (last_share > share) == rises:  # a line can rise though its last point lies low
        from_to = f" from {say_share(share)} in {first} to {say_share(last_share)} in {last}"
    unit = UNITS[min(first.count("-", 1), 2)]
    points = f"{_say_slope(slope)} points a {unit}"
    limits = f"{_say_slope(low)} to {_say_slope(high)}"
    return f"{quote(label)} {verb}{from_to}: {points} ({limits})"


def _say_slope(slope: float) -> str:
    """Say a slope with two significant digits."""
    points = 100 * slope
    digits = 1 if abs(points) >= 1 else 2
    return f"{points:.{digits}f}".replace("-", "−")
