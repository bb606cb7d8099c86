"""What the charts share: words that fit their room, the sheet, families of themes and their colours, labelled rows."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path
from matplotlib.ticker import MaxNLocator

from analysis.charts.chart import DPI, FONTS, SIZE, SMALL, SOFT, Chart
from analysis.tables import TEXT

# Seven families of themes, each at least 3:1 against white, and at least 20 (CIE76) from one another and from GREY as
# seen with full colour vision, protanopia and deuteranopia (matrices of Machado, Oliveira and Fernandes 2009).
PALETTE = ("#2e67d4", "#dc5616", "#0aa55f", "#b156a6", "#4c1786", "#533804", "#134258")
GREY = "#767676"  # the eighth family and all after it
NEUTRAL = "#4a5a6a"  # marks that belong to no family

WIDTH, EDGE = 7.0, 0.15  # inches: of every figure; between its edge and what stands in it
ROOM = WIDTH - 2 * EDGE  # inches, between the edges
LABEL = 1.95  # inches: where a row's label wraps, at about 28 letters
NAME = 3.2  # inches: up to which a caption names a label in full
RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"  # Hebrew, Arabic and their kin, which run from right to left


def clean(text: object) -> str:
    r"""Text in one line, with U+FFFD for what no picture can hold: control characters, half pairs, U+FEFF.

    >>> clean("a\x00b\n c")
    'a�b c'
    """
    return re.sub(
        r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff]",
        "\N{REPLACEMENT CHARACTER}",
        " ".join(str(text).split()),
    )


@lru_cache(maxsize=1 << 14)
def width_of(text: str, size: float) -> float:
    """The width in inches of a line of text, at a font size in points."""
    font = FontProperties(family=FONTS, size=size)
    return (
        text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] / 72
        if text
        else 0.0
    )


def _fitting(text: str, inches: float, size: float, cut: Callable[[str, int], str]) -> str:
    """The text, or where it is too wide what `cut` leaves of it for the highest number that fits."""
    if width_of(text, size) <= inches:
        return text
    return cut(
        text, bisect_right(range(1, len(text)), inches, key=lambda n: width_of(cut(text, n), size))
    )


def shorten(text: str, inches: float, size: float) -> str:
    """As much of the text as fits, with `…` where some is left out; `""` where not even three letters fit.

    >>> shorten("Poverty", 1, 8), shorten("Poverty reduction", 0.7, 8), shorten("Poverty", 0.1, 8)
    ('Poverty', 'Poverty re…', '')
    """
    return _fitting(
        clean(text), inches, size, lambda text, n: f"{text[:n].rstrip()}…" if n > 2 else ""
    )


def squeeze(text: str, inches: float, size: float) -> str:
    """The text, or where there is no room for it its start and its end, `…` between: long labels differ in either.

    >>> squeeze("Poverty reduction in towns", 1, 8)
    'Poverty…in towns'
    """
    return _fitting(
        clean(text),
        inches,
        size,
        lambda text, n: f"{text[:n].rstrip()}…{text[len(text) - n :].lstrip()}",
    )


def brief(label: str) -> str:
    """A label as a caption names it."""
    return squeeze(label, NAME, SMALL)


def ltr(line: str) -> str:
    r"""A line that runs from left to right as a whole, whatever it begins with: each run of words that go the other
    way stands between two U+200E, or the numbers and signs after it would change sides with it.

    >>> ltr("\u0645\u0627\u0621: 3 of 5").encode("ascii", "backslashreplace").decode()
    '\\u200e\\u0645\\u0627\\u0621\\u200e: 3 of 5'
    """
    return re.sub(
        f"{RTL}(?:(?:{RTL}|\\s)*{RTL})?", "\N{LEFT-TO-RIGHT MARK}\\g<0>\N{LEFT-TO-RIGHT MARK}", line
    )


def wrap(text: object, inches: float, size: float, lines: int = 99) -> list[str]:
    """Break text into lines that are at most so wide; a word that is wider, as many in Chinese, into pieces.

    Where they are too many, the last one keeps the end of the text.

    >>> wrap("Rights of vulnerable groups", 1, 8)
    ['Rights of', 'vulnerable', 'groups']
    >>> wrap("Rights of vulnerable groups", 1, 8, lines=2)
    ['Rights of', '… groups']
    """
    out: list[str] = []
    for word in re.split(" (?!%)", clean(text)):  # a number keeps its sign
        if out and width_of(f"{out[-1]} {word}", size) <= inches:
            out[-1] += f" {word}"
            continue
        while (piece := _fitting(word, inches, size, lambda word, n: word[: max(1, n)])) != word:
            out.append(piece[: piece.rfind("-", 1) + 1] or piece)
            word = word[len(out[-1]) :]
        out.append(word)
    if len(out) > lines:
        rest = " ".join(out[lines - 1 :])
        while rest and width_of("… " + rest, size) > inches:
            rest = rest.partition(" ")[2] or rest[max(1, len(rest) // 8) :]
        out[lines - 1 :] = ["… " + rest]
    return out or [""]


def sheet(
    ax: Axes | None,
    title: str,
    caption: str,
    height: float,
    left=0.0,
    right=0.0,
    top=0.0,
    bottom=0.0,
) -> Axes:
    """Axes of `height` inches under a title and above a caption, `left` … `bottom` inches of room around them.

    The y axis counts inches downwards from 0. Where axes are given, draw in these, and leave the caption out.
    """
    if ax is None:
        titles, words = (
            list(map(ltr, wrap(*line))) for line in ((title, ROOM, 12), (caption, ROOM, SMALL))
        )
        head, foot = 0.3 + 0.2 * len(titles), 0.3 + 0.14 * len(words)
        total, wide = head + top + height + bottom + foot, ROOM - left - right
        figure = Figure(figsize=(WIDTH, total), dpi=DPI)
        figure.suptitle(
            "\n".join(titles), x=EDGE / WIDTH, y=1 - EDGE / total, ha="left", va="top", size=12
        )
        figure.text(
            EDGE / WIDTH,
            EDGE / total,
            "\n".join(words),
            va="bottom",
            size=SMALL,
            color=SOFT,
            linespacing=1.25,
        )
        ax = figure.add_axes(
            ((EDGE + left) / WIDTH, (foot + bottom) / total, wide / WIDTH, height / total)
        )
    else:
        ax.set_title(clean(title), loc="left", parse_math=False)
        ax.xaxis.clear()  # or its words keep the style in which the axes were made
        ax.yaxis.clear()
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set(xticks=[], yticks=[], ylim=(height, 0))
    return ax


def block(ax: Axes, name: str, colour: str, box: tuple, gap: tuple, **look) -> None:
    """Draw a rectangle in `box` (x, y, width, height), `gap` (across, down) smaller on every side."""
    x, y, wide, high = box
    look = {"facecolor": colour, "linewidth": 0, "label": name} | look
    ax.add_patch(Rectangle((x + gap[0], y + gap[1]), wide - 2 * gap[0], high - 2 * gap[1], **look))


def nothing(ax: Axes | None, title: str, words: str, data: pd.DataFrame, caption: str) -> Chart:
    """A chart without anything to draw: it says so in words, in the picture."""
    ax = sheet(ax, title, caption, height=0.8)
    ax.set_xlim(0, 1)
    ax.text(0.5, 0.4, words, ha="center", va="center", size=10, color=SOFT)
    return Chart(title, ax.figure, data, caption, f"{words} {caption}")


def steps(most: int, about: int, first: int = 0) -> tuple[list[int], list[str]]:
    """Ticks of an axis that counts, round numbers from `first` to `most`, and their labels; of one that numbers things,
    from 1 on, also the last.

    >>> steps(3, 4)[0], steps(45, 10, first=1)[0], steps(1700, 4, first=1)[1]
    ([0, 1, 2, 3], [1, 5, 10, 15, 20, 25, 30, 35, 40, 45], ['1', '500', '1,000', '1,700'])
    """
    numbers = (
        MaxNLocator(about, steps=[1, 2, 5, 10], integer=True)
        .tick_values(0, most)
        .astype(int)
        .tolist()
    )
    room, ends = (numbers[1] / 2, [first, most]) if first else (0, [0])
    places = sorted({*ends, *(number for number in numbers if first < number <= most - room)})
    return places, [f"{number:,}" for number in places]


def tint(colour: str, strength: float) -> str:
    """Mix a colour into white: 0 is white, 1 the colour.

    >>> tint("#000000", 0.2)
    '#cccccc'
    """
    return to_hex([1 - strength * (1 - part) for part in to_rgb(colour)])


def ink_on(ground: str) -> str:
    """Black or white, whichever has more contrast to a ground (luminance as in WCAG 2.2): always above 4.5."""
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(ground))
    luminance = sum(
        weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
    return "#000000" if luminance + 0.05 > (1.05 * 0.05) ** 0.5 else "#ffffff"


def families(*tables: pd.DataFrame | None) -> pd.DataFrame:
    """The themes that are looked for, family by family, of tables with `theme` and `label` (or None).

    Their columns `root` and `coded`, as from `Codebook.families`, are optional: else a root begins a path, and all
    that are no one's parent are looked for. By theme the first that is stated holds.

    Indexed by `theme`: `label`, `root`, `family` (the root where it has themes below it, else blank: roots that are
    leaves are one family), `number`, `heading` and `colour` of the family; `whole` where others below it are counted
    too: its label says so.

    >>> found = families(pd.DataFrame({"theme": ["b", "topic", "topic/a"], "label": ["B", "Topic", "A"]}))
    >>> found.reset_index()[["theme", "label", "heading", "colour"]].to_numpy().tolist()
    [['b', 'B', '', '#2e67d4'], ['topic/a', 'A', 'Topic', '#dc5616']]
    """
    columns = {"theme": TEXT, "label": TEXT, "root": TEXT, "coded": "boolean"}
    parts = [
        table.reindex(columns=list(columns)).astype(columns)
        for table in tables
        if table is not None
    ]
    known = pd.concat(parts).groupby("theme", sort=False, as_index=False).first()
    theme, labels = known["theme"], known.set_index("theme")["label"]
    inner = theme.isin(theme.str.replace("/?[^/]*$", "", regex=True))
    root = known["root"].fillna(theme.str.replace("/.*", "", regex=True))
    coded = known["coded"].fillna(~inner).astype(bool)
    family = root.where(root.isin(root[root != theme]), "")
    # What is neither looked for nor heads a family, as the name of one of several codebooks, takes no colour.
    known = known.assign(
        root=root,
        family=family,
        number=pd.factorize(family.where(coded | (family == theme)))[0],
    )
    known["heading"] = family.map(labels).fillna(family)
    known["colour"] = [PALETTE[at] if at < len(PALETTE) else GREY for at in known["number"]]
    known = known.assign(label=known["label"].mask(inner, known["label"] + " (all)"), whole=inner)
    return known[coded].set_index("theme").sort_values("number", kind="stable")


def leaves(counts: pd.Series, *tables: pd.DataFrame | None) -> pd.DataFrame:
    """The rows of `families` that are counted, with their count: `n`."""
    return families(*tables).assign(n=counts).dropna(subset="n").astype({"n": "int64"})


def most(counts: pd.DataFrame, limit: int) -> pd.DataFrame:
    """The rows with the highest `n`, of equal ones the first, in the order given; all of them, where there is room,
    else none with 0, which would be some of many.
    """
    ranks = counts["n"].rank(method="first", ascending=False)
    return counts if len(counts) <= limit else counts[(ranks <= limit) & (counts["n"] > 0)]


def rows(leaves: pd.DataFrame, least: float = 0.235) -> tuple[pd.DataFrame, float]:
    """Lay out rows of `families` from the top, each as high as its label needs, under headings where a family begins.

    The same rows with `words` (the wrapped label), `y` (the middle), `high` and `bottom` in inches, `heading` blank but
    where one stands; and the room in inches that the labels need at the left.
    """
    words = [wrap(label, LABEL, SIZE, 3) for label in leaves["label"]]
    heading = leaves["heading"].where(leaves["family"] != leaves["family"].shift(), "")
    high = pd.Series([max(least, 0.08 + 0.135 * len(lines)) for lines in words], leaves.index)
    bottom = (high + 0.34 * (heading != "")).cumsum()
    left = max(width_of(line, SIZE) for lines in words for line in lines) + 0.12
    laid = leaves.assign(
        words=["\n".join(lines) for lines in words], heading=heading, high=high, bottom=bottom
    )
    return laid.assign(y=bottom - high / 2), left


def label_rows(ax: Axes, laid: pd.DataFrame, left: float) -> None:
    """Write the labels of rows beside the axes, and the headings above them."""
    ax.set_yticks(laid["y"], laid["words"], linespacing=1.05)
    for row in laid[laid["heading"] != ""].itertuples():
        at, words = (0, row.bottom - row.high - 0.14), ltr(shorten(row.heading, ROOM - EDGE, 9))
        text = ax.annotate(words, at, (-72 * left, 0), ("axes fraction", "data"), "offset points")
        text.set(size=9, va="center", annotation_clip=False)


def count_of(k: int, n: int) -> str:
    """Words for k of n; the percentage too, where n is large enough for one.

    >>> count_of(3, 17), count_of(120, 1204)
    ('3 of 17', '120 of 1,204 (10.0 %)')
    """
    return f"{k:,} of {n:,}" + (f" ({100 * k / n:.1f} %)" if n > 200 else "")


def leading(labels: Iterable[str], counts: Iterable[int], most: int = 3) -> str:
    """The labels with the highest counts above zero, in words.

    >>> leading(["rights", "poverty", "trade"], [2, 5, 0])
    'poverty (5), rights (2)'
    """
    order = sorted(zip(counts, labels, strict=True), key=lambda pair: -pair[0])
    return ", ".join(f"{label} ({count:,})" for count, label in order[:most] if count)


def beyond(shown: pd.DataFrame, counts: pd.DataFrame, what: str, which: str = "") -> str:
    """Say what the picture leaves out of what is counted (`n`), or nothing where it shows all.

    >>> counts = pd.DataFrame({"n": range(22)})
    >>> beyond(most(counts, 20), counts, "themes")
    ' Shown are 20 of 22 themes, those with the most sentences; the CSV of this chart holds all.'
    """
    if len(shown) == len(counts):
        return ""
    which = which or (
        "those that occur"
        if len(shown) == (counts["n"] > 0).sum()
        else "those with the most sentences"
    )
    return f" Shown are {len(shown):,} of {len(counts):,} {what}, {which}; the CSV of this chart holds all."


def of_whole(shown: pd.DataFrame, more: str = "") -> str:
    """Say what “(all)” means, where a label says it."""
    return f" “(all)” counts the themes below it too{more}." if shown["whole"].any() else ""
