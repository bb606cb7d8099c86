"""The house style: colours, sizes and fonts, the same on every machine and for every user."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, wraps
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, Protocol, TypeVar

from matplotlib import style as matplotlib_style
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager, get_font

from analysis.faults import Fault, nearest, raise_all
from analysis.messages import speak, spoken
from analysis.palette import GREY, PALETTE

INK = "#222222"  # text
SOFT = "#5c5c5c"  # less important text
FAINT = "#ececec"  # background shapes that carry no meaning

NEUTRAL = "#4a5a6a"  # bars and cells that belong to no family

# The strength of the colour of the lightest cell, and how much the darkest cell adds to it.
LIGHTEST = 0.15
SHADES = 0.55

DPI = 96  # pixels per inch on a reader's screen
PRINTED = 300  # pixels per inch of a PNG, as journals ask for
SIZE = 8.5  # points: labels of rows
SMALL = 7.5  # points: labels of columns, captions

# The second font is in this folder; it has the Chinese, Japanese and Korean characters. The other
# two come with matplotlib. The last one draws a box for every character that the others lack.
# Without it, matplotlib warns or uses a font of the machine, and pictures differ between machines.
FONTS = ["DejaVu Sans", "Droid Sans Fallback", "Last Resort High-Efficiency"]
FONT_FILE = Path(__file__).with_name("fonts") / "DroidSansFallback.ttf"

STYLE = {
    "font.family": FONTS,
    "font.size": SIZE,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": SOFT,
    "axes.labelsize": 8,
    "xtick.color": INK,
    "xtick.labelsize": SMALL,
    "ytick.color": INK,
    "ytick.labelsize": SIZE,
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "research-workbook",
    "pdf.fonttype": 42,
}

# Inches. A column and a page of a journal; a slide, on which a picture is shown at twice its size;
# and a screen.
WIDTHS = {"column": 3.5, "page": 7.2, "slide": 6.67, "screen": 9.0}
NARROWEST = 3.0
WIDEST = 40.0

# Inches. A picture that would be higher than a slide (of 4:3) shows fewer rows; its caption says
# how many. The shares are tried in turn.
TALLEST = {"slide": 5.0}
FEWER = (0.8, 0.65, 0.5, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1)

Width = str | float | None

# WCAG 2.2: the weights of red, green and blue in the luminance of a colour, and the luminance of
# stray light that a contrast adds to both colours.
LUMINANCE = (0.2126, 0.7152, 0.0722)
STRAY_LIGHT = 0.05


@dataclass(frozen=True)
class Look:
    """What can be set for all charts.

    Attributes:
        width: the width of a picture in inches.
        palette: the colours of families.
        titles: whether a picture holds its title and subtitle.
        captions: whether a picture holds its caption.
        tallest: the height in inches that a picture keeps to by showing fewer rows, if any.
        share_of_rows: the share of the usual number of rows that a picture shows at most.
    """

    width: float = WIDTHS["page"]
    palette: tuple[str, ...] = PALETTE
    titles: bool = True
    captions: bool = True
    tallest: float | None = None
    share_of_rows: float = 1.0


_look = Look()


def look() -> Look:
    """Return what is set for all charts."""
    return _look


class style:
    """Set how all further charts look; as a context manager, only inside a `with` block.

    charts.style(width="column", captions=False)     # from here on
    with charts.style(language="fr"): ...            # only here

    Args:
        width: `column` or `page` of a journal, `slide`, `screen`, or inches. On a slide, pictures
            show fewer rows where they would be taller than it.
        palette: the colours of families of themes, in the order of the codebook; further families
            are grey.
        titles: whether pictures hold their title and subtitle.
        captions: whether pictures hold their caption. Title and caption stay with the chart anyhow.
        language: the language of titles and captions: `en` or `fr`.

    Raises:
        InputError: there is no such width or language.
    """

    def __init__(
        self,
        *,
        width: Width = None,
        palette: tuple[str, ...] | None = None,
        titles: bool | None = None,
        captions: bool | None = None,
        language: str | None = None,
    ) -> None:
        self._before = (_look, spoken())
        chosen = _look
        if width is not None:
            tallest = TALLEST.get(width) if isinstance(width, str) else None
            chosen = replace(chosen, width=read_width(width), tallest=tallest)
        if palette is not None:
            chosen = replace(chosen, palette=tuple(map(to_hex, palette)))
        if titles is not None:
            chosen = replace(chosen, titles=titles)
        if captions is not None:
            chosen = replace(chosen, captions=captions)
        _set_look(chosen)
        if language is not None:
            speak(language)

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        before, language = self._before
        _set_look(before)
        speak(language)


def _set_look(chosen: Look) -> None:
    global _look
    _look = chosen


def read_width(width: str | float) -> float:
    """Return a width in inches.

    >>> read_width("column"), read_width(5)
    (3.5, 5.0)
    """
    if isinstance(width, str):
        if width not in WIDTHS:
            raise_all([Fault("width", repr(width), nearest(width, list(WIDTHS)))])
        return WIDTHS[width]
    if not NARROWEST <= width <= WIDEST:
        expected = f"{NARROWEST:g} to {WIDEST:g} inches"
        raise_all([Fault("width", f"{width:g}", expected)])
    return float(width)


class HasFigure(Protocol):
    """What a function that draws returns."""

    @property
    def figure(self) -> Figure:
        """The picture."""


P = ParamSpec("P")
R = TypeVar("R", bound=HasFigure)


def draws(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function draw in the house style, in the `width` that it is given, if any.

    Where a height is set for all pictures, the function draws with fewer rows until it is kept to.
    """

    @wraps(function)
    def draw(*args: P.args, **kwargs: P.kwargs) -> R:
        with house_style(), style(width=kwargs.get("width")):  # type: ignore[arg-type]
            drawn = function(*args, **kwargs)
            if kwargs.get("ax") is not None:  # its height is the user's
                return drawn
            for share in FEWER:
                if not _is_too_tall(drawn.figure):
                    break
                with _show_fewer(share):
                    drawn = function(*args, **kwargs)
            return drawn

    return draw


def _is_too_tall(figure: Figure) -> bool:
    tallest = look().tallest
    return tallest is not None and figure.get_figheight() > tallest


@contextmanager
def _show_fewer(share: float) -> Iterator[None]:
    before = look()
    _set_look(replace(before, share_of_rows=share))
    try:
        yield
    finally:
        _set_look(before)


def at_most(n: int) -> int:
    """Return how many rows, panels or lines a picture shows that usually shows up to `n`.

    >>> at_most(20)
    20
    """
    return max(1, round(n * look().share_of_rows))


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style, not the user's, inside a `with` block or a decorated function."""
    add_fonts()
    with matplotlib_style.context(["default", STYLE]):
        yield


@cache
def add_fonts() -> None:
    """Register the font in this folder with matplotlib, once per process."""
    fontManager.addfont(FONT_FILE)


def without_glyph(text: str) -> str:
    """Return the letters of a text for which the fonts have no picture, each once.

    >>> without_glyph("Rights 权利")
    ''
    >>> without_glyph("अधिकार")
    'अधिकार'
    """
    missing = [letter for letter in dict.fromkeys(text) if not _can_draw(letter)]
    return "".join(missing)


def _can_draw(letter: str) -> bool:
    return letter.isspace() or any(ord(letter) in characters for characters in _characters())


@cache
def _characters() -> list[set[int]]:
    """Return the code points that each font has, except the one that draws boxes."""
    add_fonts()
    files = [fontManager.findfont(name) for name in FONTS[:-1]]
    return [set(get_font(file).get_charmap()) for file in files]


def choose_family_colour(family_order: int) -> str:
    """Choose the colour of a family by its number in the codebook.

    >>> choose_family_colour(0), choose_family_colour(7)
    ('#2e67d4', '#767676')
    """
    palette = look().palette
    if family_order < len(palette):
        return palette[family_order]
    return GREY


def tint(colour: str, strength: float) -> str:
    """Mix a colour into white: strength 0 is white, 1 is the colour.

    >>> tint("#000000", 0.2)
    '#cccccc'
    """
    red, green, blue = (1 - strength * (1 - channel) for channel in to_rgb(colour))
    return to_hex((red, green, blue))


def shade(colour: str, share: float) -> str:
    """Shade a cell by a share from 0 to 1; even a share of 0 differs from white.

    >>> shade("#000000", 0), shade("#000000", 1)
    ('#d9d9d9', '#4c4c4c')
    """
    return tint(colour, LIGHTEST + SHADES * share)


def choose_ink(background: str) -> str:
    """Choose black or white, whichever contrasts more with a background (at least 4.5 to 1).

    >>> choose_ink("#ffffff"), choose_ink("#2e67d4")
    ('#000000', '#ffffff')
    """
    luminance = 0.0
    for weight, channel in zip(LUMINANCE, to_rgb(background), strict=True):
        luminance += weight * _linearize(channel)
    contrast_with_black = (luminance + STRAY_LIGHT) / STRAY_LIGHT
    contrast_with_white = (1 + STRAY_LIGHT) / (luminance + STRAY_LIGHT)
    if contrast_with_black > contrast_with_white:
        return "#000000"
    return "#ffffff"


def _linearize(channel: float) -> float:
    """Turn an sRGB channel into its intensity of light, both from 0 to 1."""
    if channel <= 0.04045:
        return channel / 12.92
    return ((channel + 0.055) / 1.055) ** 2.4
