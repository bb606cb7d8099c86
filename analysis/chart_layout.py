"""What the charts share in laying out: colours, the sheet, families of themes, rows under headings."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

from .chart import DPI, FONTS, INK, SOFT, Chart
from .chart_words import clean, shorten, width_of, wrap

# Seven families of themes, each at least 3:1 against white, and at least 20 (CIE76) from one another and from GREY as
# seen with full colour vision, protanopia and deuteranopia (matrices of Machado, Oliveira and Fernandes 2009).
PALETTE = ("#2e67d4", "#dc5616", "#0aa55f", "#b156a6", "#4c1786", "#533804", "#134258")
GREY = "#767676"  # the eighth family and all after it
NEUTRAL = "#4a5a6a"  # marks that belong to no family

WIDTH = 7.0  # inches, of every figure that a chart makes
EDGE = 0.15  # inches, between the figure's edge and what stands in it
LABEL = 1.95  # inches: where a label wraps, at about 28 letters
SIZE, SMALL = 8.5, 7.5  # points: labels of rows; labels of columns, captions


def tint(colour: str, strength: float) -> str:
    """Mix a colour into white: 0 is white, 1 the colour.

    >>> tint("#000000", 0.2)
    '#cccccc'
    """
    return to_hex([1 - strength * (1 - part) for part in to_rgb(colour)])


def contrast(colour: str, ground: str = "#ffffff") -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2).

    >>> round(contrast("#767676"), 2)
    4.54
    """
    light, dark = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def ink_on(ground: str) -> str:
    """Black or white, whichever is easier to read on a ground: the contrast is always above 4.5."""
    return max("#000000", "#ffffff", key=lambda ink: contrast(ink, ground))


# The sheet ------------------------------------------------------------------------------------------------------------


def sheet(ax: Axes | None, title: str, caption: str, *, height: float, left=0.0, right=0.0, top=0.0, bottom=0.0):
    """Axes of `height` inches under a title and above a caption, `left` … `bottom` inches of room around them.

    The y axis counts inches downwards from 0. Where axes are given, draw in these, and leave the caption out.
    """
    if ax is None:
        ax = _new_sheet(title, caption, height, left + EDGE, right + EDGE, top, bottom)
    else:
        ax.set_title(clean(title), loc="left", parse_math=False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    for axis in (ax.xaxis, ax.yaxis):  # given axes bring words in the style that they were made in
        axis.label.set(parse_math=False, family=FONTS, color=SOFT, size=8)
    ax.set(xticks=[], yticks=[], ylim=(height, 0))
    return ax


def _new_sheet(title, caption, height, left, right, top, bottom) -> Axes:
    titles, words = wrap(title, WIDTH - 2 * EDGE, 12), wrap(caption, WIDTH - 2 * EDGE, SMALL)
    head, foot = 0.3 + 0.2 * len(titles), 0.3 + 0.14 * len(words)
    total = head + top + height + bottom + foot
    figure = Figure(figsize=(WIDTH, total), dpi=DPI)
    figure.suptitle("\n".join(titles), x=EDGE / WIDTH, y=1 - EDGE / total, ha="left", va="top", size=12)
    figure.text(EDGE / WIDTH, EDGE / total, "\n".join(words), va="bottom", size=SMALL, color=SOFT, linespacing=1.25)
    box = (left / WIDTH, (foot + bottom) / total, (WIDTH - left - right) / WIDTH, height / total)
    return figure.add_axes(box)


def ticks(axis: Axis, at: Iterable[float], labels: Iterable[str], **text) -> None:
    """Set an axis' tick labels, which are never read as formulas."""
    axis.set_ticks(list(at), labels=list(labels))
    for label in axis.get_ticklabels():
        label.set(**{"parse_math": False, "family": FONTS, "color": INK, "size": SMALL} | text)


def nothing(ax: Axes | None, title: str, words: str, data: pd.DataFrame, caption: str) -> Chart:
    """A chart without anything to draw: it says so in words, in the picture."""
    ax = sheet(ax, title, caption, height=0.8)
    ax.set_xlim(0, 1)
    ax.text(0.5, 0.4, words, ha="center", va="center", size=10, color=SOFT)
    return Chart(title, ax.figure, data, caption, f"{words} {caption}")


def steps(n: int) -> list[int]:
    """Round numbers from 1 to n, about ten, for the ticks of an axis that counts from 1.

    >>> steps(3), steps(45)
    ([1, 2, 3], [1, 5, 10, 15, 20, 25, 30, 35, 40, 45])
    """
    sizes = (lead * 10**power for power in range(12) for lead in (1, 2, 5))
    step = next(size for size in sizes if n / size <= 10)
    return sorted({1, *range(step, n + 1, step)})


# Families and rows ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Families:
    """The families of a codebook in its order: labels by root, colours by root, the labels of leaf themes.

    A family is a root with themes below it; roots that are leaves belong to `""`, which has a colour but no label.
    """

    labels: dict[str, str]
    colours: dict[str, str]
    leaves: dict[str, str]

    def of(self, theme: str) -> str:
        """The family that a theme belongs to."""
        root = theme.partition("/")[0]
        return root if root in self.labels else ""

    def colour(self, theme: str) -> str:
        """The colour of a theme's family."""
        return self.colours[self.of(theme)]

    def sort(self, themes: Iterable[str]) -> list[str]:
        """Order themes by family, and within a family as the codebook does."""
        family, place = list(self.colours), list(self.leaves)
        return sorted(themes, key=lambda theme: (family.index(self.of(theme)), place.index(theme)))


def families(*labelled: Iterable[tuple[str, str]]) -> Families:
    """Read the families off pairs (theme, label); of the same theme the first label holds.

    >>> found = families([("topic", "Topic"), ("topic/rights", "Rights"), ("other", "Other")])
    >>> found.labels, found.colours
    ({'topic': 'Topic'}, {'topic': '#2e67d4', '': '#dc5616'})
    >>> found.leaves
    {'topic/rights': 'Rights', 'other': 'Other'}
    """
    labels: dict[str, str] = {}
    for theme, label in (pair for pairs in labelled for pair in pairs):
        labels.setdefault(theme, label)
    inner = {theme.rpartition("/")[0] for theme in labels}
    parents = {theme.partition("/")[0] for theme in labels if "/" in theme}
    roots = dict.fromkeys(theme.partition("/")[0] for theme in labels)
    names = dict.fromkeys(root if root in parents else "" for root in roots)
    colours = [*PALETTE, *[GREY] * len(names)]
    return Families(
        labels={root: labels.get(root, root) for root in roots if root in parents},
        colours=dict(zip(names, colours, strict=False)),
        leaves={theme: label for theme, label in labels.items() if theme not in inner},
    )


@dataclass(frozen=True)
class Rows:
    """Where labelled rows and the headings over them stand, in inches from the top; `margin` is the labels' room."""

    labels: list[str]
    centres: list[float]
    heights: list[float]
    headings: list[tuple[float, str]]
    height: float
    margin: float

    def draw(self, ax: Axes) -> None:
        """Write the labels beside the axes, and the headings above them."""
        ticks(ax.yaxis, self.centres, self.labels, linespacing=1.05, size=SIZE)
        for y, heading in self.headings:
            words = ax.annotate(heading, (0, y), (-72 * self.margin, 0), ("axes fraction", "data"), "offset points")
            words.set(size=9, va="center", annotation_clip=False)


def rows(labels: Iterable[str], groups: Iterable[str], headings: dict[str, str], least: float = 0.235) -> Rows:
    """Lay rows out: a heading where a new group begins, and as much height as the wrapped label needs."""
    y, before, at, heights, heads, wrapped = 0.0, None, [], [], [], []
    for label, group in zip(labels, groups, strict=True):
        if group != before and headings.get(group):
            heads.append((y + 0.2, shorten(clean(headings[group]), WIDTH - 3 * EDGE, 9)))
            y += 0.34
        lines, before = wrap(label, LABEL, SIZE, 3), group
        wrapped.append("\n".join(lines))
        heights.append(max(least, 0.08 + 0.135 * len(lines)))
        at.append(y + heights[-1] / 2)
        y += heights[-1]
    widths = (width_of(line, SIZE) for label in wrapped for line in label.split("\n"))
    return Rows(wrapped, at, heights, heads, y, max(widths, default=0) + 0.12)


def families_of(themes: pd.DataFrame | None, *tables: pd.DataFrame) -> Families:
    """The families in tables with `theme` and `label`: as in the codebook's `themes`, where these are given."""
    known = [table for table in (themes, *tables) if table is not None]
    return families(*(zip(table["theme"], table["label"], strict=True) for table in known))


def top_of(counts: pd.Series, limit: int) -> pd.Series:
    """Whether each row is among those with the highest counts; of equal ones the first are.

    >>> top_of(pd.Series([2, 5, 2]), 2).tolist()
    [True, True, False]
    """
    return counts.rank(method="first", ascending=False) <= limit
