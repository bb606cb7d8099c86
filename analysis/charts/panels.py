"""Charts of groups of texts, and over time: small multiples, one panel a theme, all on the same axes."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.charts import layout
from analysis.charts.chart import FAINT, INK, SIZE, SMALL, SOFT, Chart, house_style
from analysis.tables import SHARES
from analysis.wording import UNSTATED, pluralize

PANELS, ACROSS = 9, 3  # the most panels, and the most side by side
GAP, PLOT, STRIP = (
    0.22,
    0.8,
    0.3,
)  # inches: between panels; the height of a panel over time, and of the strip below
FEW = 20  # sentences of a period, below which its points are hollow
NONE_OCCURS = "No theme occurs in these sentences."
BROKEN = {"color": INK, "linewidth": 0.8, "linestyle": (0, (3, 2)), "zorder": 1.5}
GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
# How many periods lie between two labels of the axis: months by parts of a year, all else by round numbers.
MONTHS, NUMBERS = (
    (1, 2, 3, 6, 12, 24, 60),
    [part * 10**power for power in range(4) for part in (1, 2, 5)],
)


@house_style()
def shares_by_group(shares: pd.DataFrame, by: str, *, themes: pd.DataFrame | None = None) -> Chart:
    """Draw the share of each group's sentences in which a theme occurs: a panel a theme, a bar a group.

    `shares` is what `top_groups` gives; its groups stand from top to bottom in the order given.
    """
    SHARES.need(shares, [by, *SHARES.columns, "share_of_all", "n_more", "n_groups"])
    leaves, shown, data = _leaves(shares, shares, themes)
    groups, title = shares.drop_duplicates(by), f"Themes by {layout.clean(by).replace('_', ' ')}"
    total = pluralize(groups["n_groups"].sum(), "group")
    n = f"n = {pluralize(groups['n_sentences'].sum(), 'sentence')} in {total}"
    caption = f"{n} (by {layout.clean(by)})."
    if shown.empty:
        return layout.nothing(None, title, NONE_OCCURS, data, caption)
    furthest = _furthest(data, by)
    caption += (
        f" A bar is the share of a group's n sentences in which the theme occurs, the number at its end counts \
them; the broken line is the share in all groups together.{furthest}"
    )
    if (others := groups["n_groups"].max()) > 1:
        caption += (
            f" Shown are the {len(groups) - 1} groups with the most sentences; “{others} others” are counted \
together, as one group."
        )
    caption += layout.of_whole(shown) + layout.beyond(shown, leaves, "themes")
    alt = f"Bars of shares by group, a panel for each of {pluralize(len(shown), 'theme')}. {n}.{furthest}"
    return Chart(title, _draw_groups(title, caption, shown, groups, data, by), data, caption, alt)


def _leaves(
    shares: pd.DataFrame, drawn: pd.DataFrame, themes
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The themes, with the sentences that carry each (`n`), those that have a panel, and their rows of `shares`."""
    leaves = layout.leaves(drawn.groupby("theme")["n_sentences_hit"].sum(), themes, shares)
    shown = layout.most(leaves[leaves["n"] > 0], PANELS)
    data = shares[shares["theme"].isin(leaves.index)].reset_index(drop=True)
    return leaves, shown, data.assign(shown=data["theme"].isin(shown.index))


def _furthest(data: pd.DataFrame, by: str) -> str:
    """The group and theme that differ most from all groups, in words; blank where none does by a sentence."""
    row = data.loc[data["n_more"].abs().where(data["n_groups"] == 1).idxmax()]
    more, count = round(row["n_more"]), layout.count_of(row["n_sentences_hit"], row["n_sentences"])
    than = f"{abs(more):,} {'more' if more > 0 else 'fewer'} than with the share in all groups"
    where = f"{layout.clean(row['label'])} in “{layout.clean(row[by])}”"
    return f" Furthest from all: {where}: {count}, {than}." if more else ""


def _draw_groups(
    title: str,
    caption: str,
    leaves: pd.DataFrame,
    groups: pd.DataFrame,
    data: pd.DataFrame,
    by: str,
):
    groups = groups.set_index(by, drop=False).assign(
        label=groups[by].tolist(), heading="", family=""
    )
    laid, left = layout.rows(groups, 0.2)
    names, numbers = list(map(layout.clean, laid.index)), [f"{n:,}" for n in laid["n_sentences"]]
    room = max(layout.width_of(number, SMALL) for number in numbers) + 0.1
    data, high, top = (
        data[data["shown"]],
        laid["bottom"].iloc[-1],
        data.loc[data["shown"], "share"].max(),
    )
    panels, _, wide = _panels(title, caption, leaves, high, left + room)
    end = max(layout.width_of(f"{k:,}", SMALL) for k in data["n_sentences_hit"]) + 0.1
    for at, (ax, leaf) in enumerate(zip(panels, leaves.itertuples(), strict=True)):
        own, low = (
            data[data["theme"] == leaf.Index].set_index(by).loc[laid.index],
            at + ACROSS >= len(panels),
        )
        bars = ax.barh(
            laid["y"], own["share"].fillna(0), height=0.12, color=leaf.colour, label=names
        )
        ax.bar_label(
            bars,
            [f"{k:,}" for k in own["n_sentences_hit"]],
            padding=3,
            size=SMALL,
            color=SOFT,
            bbox=GROUND,
        )
        ax.axvline(own["share_of_all"].iloc[0], **BROKEN, label="all groups")
        ax.set(xlim=(0, top * wide / (wide - end)), ylim=(high, 0))
        ax.set_xticks(*_share_ticks(top, low))
        ax.grid(axis="x", color=FAINT)
        if at % ACROSS == 0:
            ax.tick_params(axis="y", pad=3.5 + 72 * room)
            layout.label_rows(ax, laid, left)
            for y, number in zip([-0.09, *laid["y"]], ["n", *numbers], strict=True):
                text = ax.annotate(
                    number, (0, y), (-5, 0), ("axes fraction", "data"), "offset points", ha="right"
                )
                text.set(size=SMALL, color=SOFT, va="center_baseline")
            ax.set_xlabel("share of sentences" if low else "", loc="left")
    return panels[0].figure


@house_style()
def shares_over_time(shares: pd.DataFrame, *, themes: pd.DataFrame | None = None) -> Chart:
    """Draw the share of each period's sentences in which a theme occurs: a panel a theme, a point a period.

    `shares` is what `groups.shares_over_time` gives: every period, in order. A gap stays one.
    """
    SHARES.need(shares, ["period", *SHARES.columns, "n_documents"])
    dated = shares["period"] != UNSTATED
    leaves, shown, data = _leaves(shares, shares[dated], themes)
    data["shown"] &= data["period"] != UNSTATED
    sizes = (
        shares[dated].drop_duplicates("period").set_index("period")[["n_sentences", "n_documents"]]
    )
    n_sentences, n_documents = sizes.sum()
    title, n = (
        "Themes over time",
        f"n = {pluralize(n_sentences, 'sentence')} in {pluralize(n_documents, 'text')}",
    )
    caption = f"{n}{', ' if len(sizes) else ''}{' to '.join(dict.fromkeys([*sizes.index[:1], *sizes.index[-1:]]))}."
    if shown.empty:
        return layout.nothing(None, title, NONE_OCCURS, data, caption)
    top, size = layout.leading(leaves["label"].map(layout.brief), leaves["n"]), sizes["n_sentences"]
    caption += (
        f" A point is the share of a period's sentences in which the theme occurs; the bars at the bottom count \
all its sentences (at most {size.max():,})."
    )
    caption += f" Hollow: fewer than {FEW} sentences." if size.between(1, FEW - 1).any() else ""
    caption += " Grey: no text of that time." if not size.all() else ""
    caption += (
        f" Most often: {top}.{layout.of_whole(shown)}{layout.beyond(shown, leaves, 'themes')}"
    )
    undated = shares.loc[~dated, "n_sentences"].max()
    caption += (
        ""
        if dated.all()
        else f" Not drawn: {pluralize(undated, 'sentence')} of texts without a date."
    )
    alt = f"Lines over time, a panel for each of {pluralize(len(shown), 'theme')}. {n}. Most often: {top}."
    return Chart(
        title, _draw_time(title, caption, shown, size, data[data["shown"]]), data, caption, alt
    )


def _draw_time(
    title: str, caption: str, leaves: pd.DataFrame, sizes: pd.Series, data: pd.DataFrame
):
    panels, strips, wide = _panels(title, caption, leaves, PLOT, left=0.5, strip=STRIP)
    places, top = np.arange(len(sizes)), data["share"].max()
    look = {"markersize": 3 if len(sizes) <= 40 else 2, "linewidth": 1, "clip_on": False}
    for at, (ax, leaf) in enumerate(zip(panels, leaves.itertuples(), strict=True)):
        own = data[data["theme"] == leaf.Index].set_index("period")["share"].loc[sizes.index]
        look["color"] = leaf.colour
        ax.plot(places, own, marker="o", label=layout.clean(leaf.label), **look)
        ax.plot(
            places,
            own.where(sizes < FEW),
            "o",
            markerfacecolor="white",
            label=f"of fewer than {FEW}",
            **look,
        )
        ax.set_ylim(0, 1.05 * top)
        ax.set_yticks(*_share_ticks(top, at % ACROSS == 0), size=SMALL)
        ax.grid(axis="y", color=FAINT)
    for at, ax in enumerate(strips):
        ax.bar(places, sizes, width=0.8, color=layout.NEUTRAL, label=sizes.index)
        ax.set_ylim(0, sizes.max())
        ax.set_yticks([sizes.max()], [f"{sizes.max():,}" if at == 0 else ""], size=SMALL)
        ax.set_xticks(*_period_ticks(sizes.index, wide))
    gaps = pd.Series(places[sizes == 0])
    gaps = gaps.groupby(gaps.diff().ne(1).cumsum()).agg(["min", "max"])
    middle, room = (len(sizes) - 1) / 2, max(len(sizes), 6) / 2 + 0.1
    for ax in (*panels, *strips):
        for start, end in gaps.to_numpy():
            ax.axvspan(start - 0.5, end + 0.5, color=FAINT, linewidth=0, zorder=0, label="no text")
        ax.set_xlim(middle - room, middle + room)
    return panels[0].figure


def _panels(
    title: str, caption: str, leaves: pd.DataFrame, high: float, left: float, strip: float = 0
):
    """Axes `high` inches high for each theme, under its label; those of a strip below the columns; their width."""
    across = min(ACROSS, len(leaves))
    wide = (layout.ROOM - left - GAP * (across - 1)) / across
    names = [layout.wrap(label, wide, SIZE, 2) for label in leaves["label"]]
    rows = [
        (0.14 + 0.14 * max(map(len, names[at : at + across])), high)
        for at in range(0, len(names), across)
    ]
    places = [(at % across, at // across) for at in range(len(names))]
    if strip:
        places += [(at, len(rows)) for at in range(across)]
        rows.append((0.18, strip))
    ends = np.cumsum(np.sum(rows, axis=1))
    sketch = layout.sheet(None, title, caption, ends[-1], left=left, bottom=0.2 if strip else 0.36)
    axes = [_axes(sketch, x * (wide + GAP), ends[row], wide, rows[row][1]) for x, row in places]
    sketch.remove()
    for ax, name in zip(axes, names, strict=False):  # a strip has none
        ax.set_title("\n".join(name), loc="left", size=SIZE, pad=3, linespacing=1.05)
    return axes[: len(names)], axes[len(names) :], wide


def _axes(sketch: Axes, left: float, bottom: float, wide: float, high: float) -> Axes:
    """Axes in the figure of others, which count inches from their upper left corner."""
    box, (width, height) = sketch.get_position(), sketch.figure.get_size_inches()
    ax = sketch.figure.add_axes(
        (box.x0 + left / width, box.y1 - bottom / height, wide / width, high / height)
    )
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set(xticks=[], yticks=[], axisbelow=True)
    return ax


def _share_ticks(top: float, named: bool) -> tuple[list[float], list[str]]:
    places = [at for at in MaxNLocator(3, steps=[1, 2, 5, 10]).tick_values(0, top) if at <= top]
    return places, [f"{100 * at:.3g} %" if named else "" for at in places]


def _period_ticks(periods: pd.Index, wide: float) -> tuple[list[int], list[str]]:
    """Places and labels of as many periods as there is room for: round years, or months that divide a year."""
    monthly, daily = (periods[0].count("-", 1) == dashes for dashes in (1, 2))
    names = periods.str[5:] if daily else periods
    first = 0 if daily else int(periods[0][-2:]) - 1 if monthly else int(periods[0])
    least = len(names) * (layout.width_of(names[-1], SMALL) + 0.05) / wide
    step = next(step for step in (MONTHS if monthly else NUMBERS) if step >= least)
    places = [at for at in range(len(names)) if (first + at) % step == 0]
    return places, [names[at] for at in places]
