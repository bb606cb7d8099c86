"""What a reader coded, as dots beside what the patterns found."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import join_sentences, say_counted
from analysis.charts.marks import link_points
from analysis.charts.style import INK
from analysis.messages import out_of, say
from analysis.selection import Where

DOT = 17  # square points
NAME = "coded by a reader"


def has_coded(shares: pd.DataFrame) -> bool:
    """Whether shares carry what a reader coded (`analysis.tables.CODED_COLUMNS`)."""
    return "share_coded" in shares and bool(shares["share_coded"].notna().any())


def explain_coded(shares: pd.DataFrame) -> str:
    """Say what the dots rest on; `""` if there are none."""
    if not has_coded(shares):
        return ""
    n_read = int(shares["n_read"].max())
    n = int(shares["n_sentences"].max())
    if n_read >= n:
        return say("A dot is what a reader coded in the same sentences.")
    return join_sentences(
        say(
            "A dot is the share that a reader coded in the {read} that were read.",
            read=out_of(n_read, n, "sentence"),
        ),
        say("Dots and bars are comparable if these were drawn at random."),
    )


def draw_coded(ax: Axes, rows: pd.DataFrame, size: float = DOT) -> None:
    """Draw a dot at each `share_coded` that is known; it links to the sentences coded so.

    Args:
        ax: the axes.
        rows: one row per theme, indexed by `theme`: `label`, `y`, `n_coded`, `n_read` and
            `share_coded`, as it is drawn.
        size: of a dot, in square points.
    """
    known = rows[rows["share_coded"].notna()]
    if known.empty:
        return
    dots = ax.scatter(
        known["share_coded"],
        known["y"],
        s=size,
        facecolor="white",
        edgecolor=INK,
        linewidth=1,
        zorder=4,
        clip_on=False,  # at 0, half of it would be cut
        label=NAME,
    )
    link_points(dots, [_make_mark(row) for row in known.itertuples()])


def _make_mark(row: Any) -> tuple[Where, str, int]:
    words = say(
        "{theme}, coded by hand: {sentences}",
        theme=row.label,
        sentences=say_counted(int(row.n_coded), int(row.n_read)),
    )
    return {"coded": row.Index}, words, int(row.n_coded)
