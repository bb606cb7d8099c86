"""Phrases that findings are made of."""

from math import exp, isnan, nan
from textwrap import fill

import pandas as pd

from analysis import messages
from analysis.messages import say
from analysis.wording import one_line, pluralize

LINE_WIDTH = 100  # characters; a notebook breaks longer lines in the middle of a word


def put_on_lines(*findings: str) -> str:
    """Put each finding that is not empty on a line of its own, and wrap long ones."""
    wrapped = []
    for finding in filter(None, findings):
        wrapped.append(fill(finding, LINE_WIDTH, break_long_words=False, break_on_hyphens=False))
    return "\n".join(wrapped)


def put_in_list(text: str, bullet: str = "- ") -> str:
    """Put a text behind a bullet, and wrap it with its lines under one another.

    >>> print(put_in_list("It is in 5.0% of sentences.", "1. "))
    1. It is in 5.0% of sentences.
    """
    return fill(
        one_line(text),
        LINE_WIDTH,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_long_words=False,
        break_on_hyphens=False,
    )


def out_of(n: int, n_all: int, noun: str) -> str:
    """Say "n of n_all", with the noun.

    >>> out_of(3, 17, "sentence")
    '3 of 17 sentences'
    """
    return messages.out_of(n, n_all, noun)


def quote(name: str) -> str:
    """Put a name in quotation marks."""
    return messages.quote(name)


def join_names(words: list[str]) -> str:
    """List names in a sentence.

    >>> join_names(["a", "b", "c"])
    'a, b and c'
    """
    return messages.join(words) if words else ""


def say_interval(low: float, high: float, unit: str = "%") -> str:
    """Say the interval of a share, or of a difference between shares; `""` if there is none.

    Args:
        low: the lower limit, a proportion.
        high: the upper limit.
        unit: what follows the numbers, which are percentages.

    >>> say_interval(0.098, 0.153)
    '9.8 to 15.3%'
    >>> say_interval(-0.021, 0.045, " percentage points")
    '−2.1 to 4.5 percentage points'
    >>> say_interval(nan, nan)
    ''
    """
    if isnan(low) or isnan(high):
        return ""
    small = max(abs(low), abs(high)) < 0.01
    digits = 2 if small else 1
    limits = [_say_percent(limit, digits) for limit in (low, high)]
    most = messages.with_percent(limits[1]) if unit == "%" else f"{limits[1]}{unit}"
    return say("{least} to {most}", least=limits[0], most=most)


def say_share(
    share: float,
    low: float = nan,
    high: float = nan,
    resampled: str = "texts",
) -> str:
    """Say a share with its interval, if there is one, and what was resampled for it.

    >>> say_share(0.124, 0.098, 0.153)
    '12.4% (by texts, 9.8 to 15.3%)'
    >>> say_share(0.124)
    '12.4%'
    """
    digits = 2 if 0 < share < 0.01 else 1
    percent = messages.with_percent(_say_percent(share, digits))
    interval = say_interval(low, high)
    if not interval:
        return percent
    units = name_units(resampled)
    return say("{share} (by {units}, {interval})", share=percent, units=units, interval=interval)


def name_units(resampled: str) -> str:
    """Name what was resampled, `texts` or `paragraphs`.

    >>> name_units("texts")
    'texts'
    """
    return messages.name_of(resampled.removesuffix("s"), 2)


def _say_percent(proportion: float, digits: int) -> str:
    """Write a proportion as a percentage, with the sign that belongs before numbers.

    >>> _say_percent(-0.0004, 1)
    '0.0'
    """
    percent = round(100 * proportion, digits) + 0.0  # adding 0 makes of −0.0 a 0.0
    return messages.decimal(percent, digits).replace("-", "−")


def say_basis(shares: pd.DataFrame) -> str:
    """Say in a sentence what the intervals of shares rest on, or why there are none.

    Args:
        shares: as from `theme_shares`, with or without `analysis.tables.INTERVAL_COLUMNS`.

    >>> row = {"low": [0.1], "resampled": "texts", "n_resampled": 140}
    >>> say_basis(pd.DataFrame(row))
    'The ranges are 95% intervals by bootstrap-t over 140 texts.'
    """
    if "low" not in shares or shares.empty:
        return ""
    unit = shares["resampled"].iloc[0]
    n = shares["n_resampled"].max()
    if not unit:
        return "There are no intervals, because only some of the texts were read."
    one_text = "One text is no sample of anything but itself."
    if shares["low"].isna().all():
        found = pluralize(n, unit.removesuffix("s"))
        are = "is" if n == 1 else "are"
        reason = f"There are no intervals: they need at least five {unit}, and there {are} {found}."
        return f"{reason} {one_text}" if unit == "paragraphs" else reason
    basis = "The ranges are 95% intervals by bootstrap-t over"
    if unit == "texts":
        return f"{basis} {n:,} texts."
    return (
        f"{basis} the {n:,} paragraphs of the text, so they show how far a share hangs on"
        f" single ones. {one_text}"
    )


def say_odds(log_odds: float, low: float, high: float) -> str:
    """Say log odds as a ratio of odds, with the interval.

    >>> say_odds(0.6931, 0.1823, 1.204)
    'odds ratio 2.0, 95% interval 1.2 to 3.3'
    """
    ratios = [_say_ratio(exp(number)) for number in (log_odds, low, high)]
    return f"odds ratio {ratios[0]}, 95% interval {ratios[1]} to {ratios[2]}"


def _say_ratio(ratio: float) -> str:
    """Write a ratio with the digits that it needs.

    >>> _say_ratio(0.0312), _say_ratio(2.04), _say_ratio(1234.5)
    ('0.031', '2.0', '1,234')
    """
    if ratio >= 100:
        return f"{ratio:,.0f}"
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2g}"
