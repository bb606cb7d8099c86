"""Mark events in a chart over time by numbered lines."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from analysis.charts.style import INK
from analysis.charts.wrapping import clean, measure_width
from analysis.faults import Fault, raise_all
from analysis.messages import number, say

NUMBER = 6.5  # points
BEHIND = {"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 0.3}  # lets it be read
ROWS = 3  # the most numbers above each other where lines are close
DATE = "a day, month or year, such as 2020-03-11, 2020-03 or 2020"


class Placed(NamedTuple):
    """An event of a chart: its place on the axis, in periods, and what to say of it.

    Attributes:
        at: 0 is the middle of the first period, 0.5 its end; NaN if it lies outside of all.
        number: its number among those that are drawn, by date.
        words: its date and label.
    """

    at: float
    number: int
    words: str


def place_events(events: Mapping[str, str], periods: Sequence[str]) -> list[Placed]:
    """Place events, by date, among the periods of a chart.

    An event of a month or a year is placed in its middle.

    Args:
        events: the label of each event, by its day, month or year.
        periods: days, months or years, without a gap.

    Raises:
        InputError: a date is none.

    >>> [event.at for event in place_events({"2020": "Summit"}, ["2019", "2020"])]
    [1.0]
    """
    faults = [Fault("events", repr(day), DATE) for day in events if find_days(day) is None]
    raise_all(faults)
    spans = [find_days(period) for period in periods]
    known = [span for span in spans if span is not None]
    placed: list[Placed] = []
    in_order = sorted(events.items(), key=lambda event: find_days(event[0]) or (0, 0))
    for day, label in in_order:
        first, end = find_days(day) or (0, 0)
        place = np.nan
        if known and len(known) == len(spans):
            edges = [known[0][0], *(last for _, last in known)]
            place = np.interp((first + end) / 2, edges, np.arange(len(edges)) - 0.5, np.nan, np.nan)
        n_drawn = sum(not np.isnan(event.at) for event in placed)
        placed.append(Placed(round(float(place), 6), n_drawn + 1, f"{clean(label)} ({day})"))
    return placed


def find_days(text: str) -> tuple[int, int] | None:
    """Number the first day of a date and the day after its last; None if it is no date.

    >>> first, end = find_days("2020-02")
    >>> end - first
    29
    >>> find_days("11 March")
    """
    parts = text.split("-")
    if len(parts) > 3 or len(parts[0]) != 4 or any(len(part) != 2 for part in parts[1:]):
        return None
    if not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    year, month, day = (*map(int, parts), 1, 1)[:3]
    try:
        first = date(year, month, day).toordinal()
        if len(parts) == 3:
            return first, first + 1
        last = date(year, month if len(parts) == 2 else 12, 1).toordinal()
    except ValueError:  # no such day
        return None
    n_days = 31 if len(parts) == 1 else (_next_month(year, month) - last)
    return first, last + n_days


def _next_month(year: int, month: int) -> int:
    following = date.fromordinal(date(year, month, 28).toordinal() + 4)
    return following.replace(day=1).toordinal()


def list_events(events: list[Placed]) -> str:
    """List the events that are drawn, and those that are not; `""` if there are none."""
    drawn = [f"{number(event.number)} {event.words}" for event in events if not np.isnan(event.at)]
    outside = [event.words for event in events if np.isnan(event.at)]
    said = say("Lines: {events}.", events="; ".join(drawn)) if drawn else ""
    if outside:
        outside_said = say("Not in this time: {events}.", events="; ".join(outside))
        said = f"{said} {outside_said}".strip()
    return said


def draw_events(ax: Axes, events: list[Placed], width: float) -> None:
    """Draw events as lines, each with its number; where two are close, one number is lower.

    Args:
        ax: a panel over time.
        events: as from `place_events`.
        width: the width of the panel in inches.
    """
    start, end = ax.get_xlim()
    inches = width / (end - start)
    ends = [-np.inf] * ROWS  # where the last number of each row ends, in inches
    for event in events:
        if np.isnan(event.at):
            continue
        ax.axvline(event.at, color=INK, linewidth=0.7, linestyle=":", zorder=1.8, label=event.words)
        left = event.at * inches
        row = next((at for at, last in enumerate(ends) if last < left), 0)
        written = number(event.number)
        ends[row] = left + measure_width(written, NUMBER) + 0.05
        ax.annotate(
            written,
            (event.at, 1),
            (3, -1 - row * 7),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            va="top",
            size=NUMBER,
            color=INK,
            bbox=BEHIND,
            zorder=4,
            annotation_clip=False,
        )
