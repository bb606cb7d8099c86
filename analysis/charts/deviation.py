"""Draw how far the groups of texts lie from all groups together, with intervals."""

import pandas as pd
from matplotlib.ticker import MaxNLocator

from analysis.charts.chart import Chart
from analysis.charts.group_charts import Way, make_group_chart
from analysis.charts.group_rows import GroupPanel, draw_intervals, list_marks
from analysis.charts.layout import ROUND
from analysis.charts.marks import link_points
from analysis.charts.multiples import are_apart, round_down
from analysis.charts.style import INK, Width, draws
from analysis.faults import Fault, Nearest, raise_all
from analysis.messages import bare_percent, decimal, join, say
from analysis.tables import SHARES

MOST_PANELS = 4
LONGEST = 4  # times the largest difference: intervals that reach further are cut
SIZE_OF_DOT = 20  # square points
LIMITS = ("difference_low", "difference_high")


@draws
def deviation(
    shares: pd.DataFrame,
    by: str,
    theme: str | None = None,
    *,
    title: str | None = None,
    width: Width = None,
) -> Chart:
    """Draw the difference of each group’s share from the share in all groups, one dot per group.

    Args:
        shares: one row per group and theme, as for `shares_by_group`.
        by: the column that holds the groups.
        theme: the id of the theme to draw; by default, the four with the lowest `theme_rank`.
        title: the heading of the picture; by default it names the difference that stands out most.
        width: the width of the picture, as for `charts.style`.

    Raises:
        InputError: a column is missing, or there is no such theme.
    """
    SHARES.need(shares, [by, "difference", *LIMITS])
    if theme is not None:
        shares = _only(shares, theme)
    return make_group_chart(DOTS, shares, by, title)


def _only(shares: pd.DataFrame, theme: str) -> pd.DataFrame:
    """Keep the rows of a theme, as the only one to draw."""
    rows = shares[shares["theme"] == theme]
    if rows.empty:
        expected = Nearest(shares["theme"])
        raise_all([Fault("deviation, theme", f"{theme!r}", expected(theme))])
    return rows.assign(theme_rank=1)


def _say_title(column: str) -> str:
    return say("Differences from all groups, by {column}", column=column)


def _say_subtitle(was_compared: bool) -> str:
    what = say(
        "A group’s share of sentences with the theme minus the share in all groups together, in"
        " percentage points"
    )
    return f"{what}{say('; full dot: stands out')}" if was_compared else what


def _say_finding(theme: str, groups: str, rows: pd.DataFrame, of_theme: pd.DataFrame) -> str:
    written = [bare_percent(abs(difference)) for difference in rows["difference"]]
    points = written[0] if len(set(written)) == 1 else join(written)
    if rows["difference"].iloc[0] > 0:
        return say(
            "{theme} in {groups}: {points} percentage points above all groups",
            theme=theme,
            groups=groups,
            points=points,
        )
    return say(
        "{theme} in {groups}: {points} percentage points below all groups",
        theme=theme,
        groups=groups,
        points=points,
    )


def _say_alt(themes: str) -> str:
    return say("Dots: differences from all groups, one panel for each of {themes}.", themes=themes)


def _draw_dots(panel: GroupPanel, scale: float) -> None:
    ax = panel.ax
    ax.axvline(0, color=INK, linewidth=0.8, zorder=1.5, label=say("all groups"))
    draw_intervals(ax, panel.rows, LIMITS, scale, panel.colour)
    rows = panel.rows[panel.rows["difference"].notna()]
    kinds = (
        (say("stands out"), rows[rows["stands_out"]], panel.colour),
        (say("does not stand out"), rows[~rows["stands_out"]], "white"),
    )
    for label, of_kind, fill in kinds:
        if not of_kind.empty:
            dots = ax.scatter(
                of_kind["difference"],
                of_kind["y"],
                s=SIZE_OF_DOT,
                facecolors=fill,
                edgecolors=panel.colour,
                linewidths=1,
                zorder=3,
                label=label,
            )
            link_points(dots, list_marks(of_kind))
    end = 1.08 * scale or 1.0
    ax.set_xlim(-end, -end + 2 * end / panel.share)
    ax.set_xticks(*_make_point_ticks(end, panel.room))


def _make_point_ticks(end: float, room: float) -> tuple[list[float], list[str]]:
    """Make ticks at round numbers of percentage points, with their sign.

    Args:
        end: where the axis ends on either side of 0.
        room: its length in inches.

    >>> _make_point_ticks(0.06, room=2)
    ([-0.05, 0.0, 0.05], ['−5', '0', '+5'])
    """
    for about in (4, 2):
        locator = MaxNLocator(about, steps=ROUND, symmetric=True)
        values = locator.tick_values(-100 * end, 100 * end)
        points = [round(float(point), 6) for point in values if abs(point) <= 100 * end]
        ticks = [point / 100 for point in points]
        labels = [_sign(point) for point in points]
        if are_apart(ticks, labels, 2 * end, room):
            return ticks, labels
    furthest = 100 * round_down(end)
    points = [-furthest, 0, furthest]
    return [point / 100 for point in points], [_sign(point) for point in points]


def _sign(points: float) -> str:
    """Write a number of percentage points with its sign, and as few digits as it takes.

    >>> _sign(-2.5), _sign(0), _sign(10)
    ('−2.5', '0', '+10')
    """
    digits = next(digits for digits in range(9) if digits == 8 or round(points, digits) == points)
    sign = "" if points == 0 else "+" if points > 0 else "−"
    return f"{sign}{decimal(abs(points), digits)}"


DOTS = Way(
    value="difference",
    limits=LIMITS,
    longest=LONGEST,
    most=MOST_PANELS,
    title=_say_title,
    subtitle=_say_subtitle,
    finding=_say_finding,
    alt=_say_alt,
    draw=_draw_dots,
    axis=lambda: say("percentage points"),
)
