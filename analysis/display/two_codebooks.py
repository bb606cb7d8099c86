"""Two codebooks held against people, as lines for a terminal."""

from typing import Any

import pandas as pd

from analysis.display.changes import lay_out, wrap_lines
from analysis.wording import pluralize

MOST_THEMES = 40  # that the table shows
FIGURES = {"precision": "precision", "recall": "recall", "f1": "F1"}
HEADS = ("coded", "before", "now", *FIGURES.values(), "change of F1 (95%)")


def show_against_people(
    figures: pd.DataFrame, sentences: pd.DataFrame, half: str = ""
) -> list[str]:
    """Show which of two codebooks comes closer to what people coded.

    Args:
        figures: one row per theme and figure (`analysis.tables.COMPARED_CODEBOOKS`).
        sentences: what only one codebook gets right (`analysis.tables.DIFFERING_CODEBOOKS`).
        half: the half of the sample that counts; `""` for all that was coded.

    Returns:
        A summary, and a table of the themes that the codebooks treat differently; nothing if there
        is no theme to compare.

    >>> row = {"theme": "aid", "label": "Aid", "n_read": 40, "n_coded": 12, "n_only_before": 0}
    >>> row |= {"n_only_now": 2, "before": 0.5, "now": 0.75, "difference": 0.25, "low": 0.1}
    >>> figures = pd.DataFrame([{**row, "high": 0.4, "figure": name} for name in FIGURES])
    >>> lines = show_against_people(figures, pd.DataFrame({"right": ["now", "now"]}))
    >>> print(lines[0])
    against people, in 40 sentences coded by hand: 2 findings right only now, 0 only before
    >>> print(" ".join(lines[2].split()))
    Aid 12 0 2 0.50>0.75 0.50>0.75 0.50>0.75 +0.25 (+0.10 to +0.40)
    """
    if figures.empty:
        return []
    n_now = int((sentences["right"] == "now").sum())
    n_before = len(sentences) - n_now
    n_read = pluralize(int(figures["n_read"].iloc[0]), "sentence")
    findings = f"{pluralize(n_now, 'finding')} right only now, {n_before:,} only before"
    of_half = " (the half that was held out)" if half else ""
    summary = f"against people, in {n_read} coded by hand{of_half}: {findings}"
    moved = figures[(figures["n_only_before"] > 0) | (figures["n_only_now"] > 0)]
    if moved.empty:
        return wrap_lines([summary])
    by_theme = [
        dict(zip(rows["figure"], rows.to_dict("records"), strict=True))
        for _, rows in moved.groupby("theme", sort=False)
    ]
    by_theme.sort(key=_size, reverse=True)
    cells = [("theme", *HEADS), *map(_write_cells, by_theme[:MOST_THEMES])]
    lines = lay_out(cells, [""] * len(cells))
    n_more = len(by_theme) - MOST_THEMES
    if n_more > 0:
        lines.append(f"… and {pluralize(n_more, 'more theme')}: compare-people.csv lists all")
    return [*wrap_lines([summary]), *lines]


def _size(theme: dict[str, dict[str, Any]]) -> float:
    """Return the size of the change in F1; those without a number come last."""
    difference = theme["f1"]["difference"]
    return -1.0 if pd.isna(difference) else abs(difference)


def _write_cells(theme: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    row = theme["f1"]
    counts = [f"{row[name]:,}" for name in ("n_coded", "n_only_before", "n_only_now")]
    figures = [f"{_write(theme[name]['before'])}>{_write(theme[name]['now'])}" for name in FIGURES]
    return row["label"] or row["theme"], *counts, *figures, _write_difference(row)


def _write(value: float) -> str:
    return "–" if pd.isna(value) else f"{value:.2f}"


def _write_difference(row: dict[str, Any]) -> str:
    """Write a difference with its interval, if there is one."""
    if pd.isna(row["difference"]):
        return "–"
    if pd.isna(row["low"]):
        return f"{_sign(row['difference'])} (too few)"
    return f"{_sign(row['difference'])} ({_sign(row['low'])} to {_sign(row['high'])})"


def _sign(value: float) -> str:
    """Write a number with its sign.

    >>> _sign(0.254), _sign(-0.001)
    ('+0.25', '+0.00')
    """
    return f"{round(value, 2) + 0.0:+.2f}".replace("-", "−")
