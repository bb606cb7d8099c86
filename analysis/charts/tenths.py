"""Draw how often each theme occurs from the start to the end of many texts, as panels of bars."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.captions import (
    explain_all,
    explain_intervals,
    join_sentences,
    say_counted,
    say_none_occurs,
    say_part,
    say_sentences,
    say_shown,
    shorten_label,
)
from analysis.charts.chart import Chart
from analysis.charts.families import read_counted_themes
from analysis.charts.layout import (
    Margins,
    find_figure,
    inner_width,
    make_empty_chart,
    make_sheet,
)
from analysis.charts.marks import link
from analysis.charts.multiples import make_share_ticks, place_axes
from analysis.charts.style import FAINT, INK, SIZE, SMALL, SOFT, Width, at_most, draws
from analysis.charts.wrapping import clean, keep_left_to_right, measure_widest, wrap
from analysis.messages import count, name_group, number, quote, say
from analysis.tables import TENTHS, without_family_columns

PANELS = 12  # the most in a picture; `data` contains all
N = 10
CHANCE = 0.05  # a tenth stands out if fewer studies in which nothing does show as much
CAP = 2.5  # times the largest share: how far intervals reach before they are cut

# Inches.
NARROWEST = 1.45  # of a panel with its ticks
HEIGHT = 0.72
GAP = 0.22  # between two panels
LINE = 0.135  # of a title
ABOVE = 0.14
BELOW = 0.36

WHISKER: dict[str, Any] = {"color": INK, "linewidth": 0.8, "solid_capstyle": "butt"}
OF_ALL: dict[str, Any] = {"color": INK, "linewidth": 0.8, "linestyle": (0, (4, 2))}


class Panel(NamedTuple):
    """A theme, perhaps in one group, and its tenths."""

    name: str
    colour: str
    scale: float  # the share at the upper end
    rows: pd.DataFrame


@draws
def shares_by_tenth(
    tenths: pd.DataFrame,
    by: str | None = None,
    *,
    title: str | None = None,
    width: Width = None,
) -> Chart:
    """Draw the share of each theme in each tenth of the texts: one panel per theme, ten bars.

    The themes are those whose tenths differ most; with groups, there is one panel per theme and
    group, side by side, for the groups with the most sentences.

    Args:
        tenths: one row per tenth and theme, as from `analysis.measures.tenths.tenth_shares`.
        by: the column of the groups, if the table has several.
        title: the heading of the picture; by default it names what stands out.
        width: the width of the picture, as for `charts.style`.

    Raises:
        InputError: a column is missing.
    """
    TENTHS.need(tenths, [*([by] if by else []), *TENTHS.columns])
    counts = tenths.groupby("theme")["n_sentences_hit"].sum()
    themes = read_counted_themes(tenths, counts)
    data = tenths[tenths["theme"].isin(themes.index)].reset_index(drop=True)
    across = max(1, int((inner_width() + GAP) / (NARROWEST + GAP)))
    groups = _choose_groups(data, by, min(4, across))
    shown = _choose_themes(data, themes, max(1, at_most(PANELS) // max(len(groups), 1)))
    is_shown = data["theme"].isin(shown.index)
    if by:
        is_shown &= data[by].isin(groups)
    data = without_family_columns(data).assign(shown=is_shown)
    drawn = data[is_shown]

    neutral = say("Themes from the start to the end of the texts")
    subtitle = say(
        "Share of the sentences in each tenth of the texts, from their start to their end"
    )
    basis = f"n = {count(_count_sentences(tenths), 'sentence')}."
    if drawn.empty:
        title = neutral if title is None else title
        return make_empty_chart(None, title, say_none_occurs(), data, basis)
    if title is None:
        title = _say_finding(drawn, shown) or neutral
    labelled = drawn.assign(label=drawn["theme"].map(shown["label"]))
    caption = join_sentences(
        basis,
        say(
            "A bar is the share of the sentences of a tenth that carry the theme; the dashed line"
            " is their share in all tenths, and each panel has its own scale."
        ),
        explain_intervals(labelled),
        _explain_marks(drawn),
        _explain_cuts(drawn),
        explain_all(shown),
        _say_chosen(shown, themes[themes["n"] > 0]),
    )
    n_themes = count(len(shown), "theme")
    alt = say("Bars of the shares of {themes} in ten parts of the texts.", themes=n_themes)
    panels = _make_panels(drawn, shown, by, groups)
    n_across = max(len(groups), 1) if by else min(across, 4, len(panels))
    ax = _draw_panels(title, subtitle, caption, panels, n_across, by)
    return Chart(title, find_figure(ax), data, caption, f"{alt} {title}. {basis}", subtitle)


def _count_sentences(tenths: pd.DataFrame) -> int:
    first = tenths["theme"] == tenths["theme"].iloc[0] if len(tenths) else []
    return int(tenths.loc[first, "n_sentences"].sum())


# -- what is drawn ---------------------------------------------------------------------------------


def _choose_groups(data: pd.DataFrame, by: str | None, most: int) -> list[str]:
    """Choose the groups with the most sentences, in the order of the table."""
    if by is None:
        return []
    sizes = data.groupby(by, sort=False)["n_sentences"].sum()
    largest = sizes.nlargest(most).index
    return [group for group in sizes.index if group in largest]


def _choose_themes(data: pd.DataFrame, themes: pd.DataFrame, most: int) -> pd.DataFrame:
    """Choose the themes whose tenths differ most, in standard deviations if these are known."""
    size = data["n_more"].abs()
    if "difference_z" in data and data["difference_z"].notna().any():
        size = data["difference_z"].abs().fillna(0)
    strength = size.groupby(data["theme"]).max()
    occurring = themes[themes["n"] > 0]
    ranked = occurring.assign(strength=strength.reindex(occurring.index))
    return ranked.sort_values("strength", ascending=False, kind="stable").head(most)


def _find_standing_out(drawn: pd.DataFrame) -> pd.DataFrame:
    if "difference_p" not in drawn:
        return drawn.head(0)
    return drawn[drawn["difference_p"] < CHANCE]


def _say_finding(drawn: pd.DataFrame, themes: pd.DataFrame) -> str:
    """Say in which tenth a theme stands out most, or that none does; `""` if none was tested."""
    standing_out = _find_standing_out(drawn)
    if standing_out.empty:
        is_tested = "difference_p" in drawn and drawn["difference_p"].notna().any()
        return say("No theme clearly keeps to a part of the texts") if is_tested else ""
    row = standing_out.loc[standing_out["difference_z"].abs().idxmax()]
    return say(
        "{theme} in tenth {k} of 10: {sentences}, {part} in all",
        theme=quote(shorten_label(themes["label"][row["theme"]])),
        k=number(row["tenth"]),
        sentences=say_sentences(row["n_sentences_hit"], row["n_sentences"]),
        part=_say_share_of_all(drawn, row["theme"]),
    )


def _say_share_of_all(drawn: pd.DataFrame, theme: str) -> str:
    of_theme = drawn[drawn["theme"] == theme]
    return say_part(of_theme["n_sentences_hit"].sum(), of_theme["n_sentences"].sum())


def _explain_marks(drawn: pd.DataFrame) -> str:
    if "n_compared" not in drawn or not drawn["n_compared"].any():
        return ""
    n = number(drawn["n_compared"].iloc[0])
    if _find_standing_out(drawn).empty:
        return say("None of the {n} tenths compared stands out (permutation test).", n=n)
    return say(
        "A triangle marks a tenth that stands out among the {n} compared (permutation test).", n=n
    )


def _explain_cuts(drawn: pd.DataFrame) -> str:
    if "high" not in drawn or not (drawn["high"] > drawn["theme"].map(_find_scales(drawn))).any():
        return ""
    return say("An interval that reaches the upper end goes on.")


def _say_chosen(shown: pd.DataFrame, occurring: pd.DataFrame) -> str:
    which = say("those whose tenths differ most")
    return say_shown(shown, occurring, "themes that occur", which)


def _find_scales(drawn: pd.DataFrame) -> pd.Series:
    """Find the upper end of the scale of each theme: it holds all shares, and most intervals."""
    of_theme = drawn.groupby("theme")
    share = of_theme["share"].max()
    high = of_theme["high"].max() if "high" in drawn else share
    return high.fillna(share).clip(lower=share, upper=CAP * share).clip(lower=0.001)


def _make_panels(
    drawn: pd.DataFrame,
    themes: pd.DataFrame,
    by: str | None,
    groups: list[str],
) -> list[Panel]:
    scales = _find_scales(drawn)
    panels = []
    for theme in themes.itertuples():
        of_theme = drawn[drawn["theme"] == theme.Index]
        for group in groups if by else [""]:
            rows = of_theme[of_theme[by] == group] if by else of_theme
            name = f"{theme.label}, {name_group(group)}" if by else theme.label
            panels.append(Panel(name, theme.colour, 1.08 * scales[theme.Index], rows))
    return panels


# -- drawing ---------------------------------------------------------------------------------------


def _draw_panels(
    title: str,
    subtitle: str,
    caption: str,
    panels: list[Panel],
    across: int,
    by: str | None,
) -> Axes:
    """Draw the panels row by row under their names; the lowest one of each column has ticks."""
    ticks = [make_share_ticks(panel.scale) for panel in panels]
    left = max(measure_widest(labels, SMALL) for _, labels in ticks) + 0.08
    step = (inner_width() + GAP) / across
    room = step - GAP - left
    names = [wrap(panel.name, room + left, SIZE, 3) for panel in panels]
    bottoms = _stack_rows(names, across)
    sheet = make_sheet(None, title, caption, bottoms[-1], Margins(bottom=BELOW), subtitle)
    drawn = []
    for at, (panel, name) in enumerate(zip(panels, names, strict=True)):
        ax = place_axes(sheet, at % across * step + left, bottoms[at // across], room, HEIGHT)
        words = "\n".join(map(keep_left_to_right, name))
        ax.annotate(
            words,
            (0, 1),
            (-72 * left, 6),
            xycoords="axes fraction",
            textcoords="offset points",
            va="baseline",
            size=SIZE,
            linespacing=1.05,
        )
        _draw_tenths(ax, panel, by)
        ax.set_yticks(*ticks[at], size=SMALL)
        if at + across >= len(panels):
            ax.set_xticks([1, N], [say("start"), say("end")])
        drawn.append(ax)
    sheet.remove()
    return drawn[0]


def _stack_rows(names: list[list[str]], across: int) -> list[float]:
    """Find the lower edge of each row of panels, in inches from the top."""
    heights = []
    for first in range(0, len(names), across):
        n_lines = max(len(lines) for lines in names[first : first + across])
        heights.append(ABOVE + LINE * n_lines + HEIGHT)
    return np.cumsum(heights).tolist()


def _draw_tenths(ax: Axes, panel: Panel, by: str | None) -> None:
    rows = panel.rows
    ax.set(xlim=(0.5, N + 0.5), ylim=(0, panel.scale))
    ax.grid(axis="y", color=FAINT)
    names = [_name_tenth(tenth, panel.name) for tenth in rows["tenth"]]
    bars = ax.bar(rows["tenth"], rows["share"].fillna(0), 0.84, color=panel.colour, label=names)
    of_group = {by: rows[by].iloc[0]} if by and len(rows) else {}
    for bar, row, name in zip(bars, rows.itertuples(), names, strict=True):
        if row.n_sentences_hit:
            where = {"theme": row.theme, "tenth": str(row.tenth), **of_group}
            counted = say_counted(row.n_sentences_hit, row.n_sentences)
            words = say("{theme}: {sentences}", theme=name, sentences=counted)
            link(bar, where, words, row.n_sentences_hit)
    if "low" in rows:
        for row in rows.dropna(subset="low").itertuples():
            name = f"interval of tenth {row.tenth}"
            ax.plot([row.tenth] * 2, [row.low, min(row.high, panel.scale)], label=name, **WHISKER)
    if len(rows):
        ax.axhline(rows["share_of_all"].iloc[0], label="all tenths", **OF_ALL)
    _mark_standing_out(ax, _find_standing_out(rows), panel.scale)


def _name_tenth(tenth: int, name: str) -> str:
    return say("{theme}, tenth {k}", theme=clean(name), k=number(tenth))


def _mark_standing_out(ax: Axes, rows: pd.DataFrame, scale: float) -> None:
    """Mark the tenths that stand out above their panel: ▲ for more, ▼ for less."""
    for marker, chosen in (("^", rows["n_more"] > 0), ("v", rows["n_more"] < 0)):
        marked = rows[chosen]
        if len(marked):
            name = "stands out"
            height = [1.02 * scale] * len(marked)
            ax.scatter(
                marked["tenth"],
                height,
                s=16,
                marker=marker,
                color=SOFT,
                linewidths=0,
                label=name,
                clip_on=False,
            )
