"""What a reader coded, as dots beside what the patterns found."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import join_sentences
from analysis.charts.style import INK
from analysis.messages import out_of, say

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


def draw_coded(ax: Axes, values: pd.Series, y: pd.Series, size: float = DOT) -> None:
    """Draw a dot at each value that is known."""
    known = values.notna()
    if known.any():
        ax.scatter(
            values[known],
            y[known],
            s=size,
            facecolor="white",
            edgecolor=INK,
            linewidth=1,
            zorder=4,
            label=NAME,
        )
