"""The house style: colours, sizes and fonts, the same on every machine and whatever a user's matplotlibrc says."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from matplotlib import style
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import fontManager

INK = "#222222"  # text
SOFT = "#5c5c5c"  # less important text
FAINT = "#ececec"  # background shapes that carry no meaning

# The colours of seven families of themes. Each has a contrast of at least 3:1 against white. Any two of them, and GREY,
# differ by at least 20 (CIE76) in full colour vision, protanopia and deuteranopia (matrices of Machado, Oliveira and
# Fernandes 2009).
PALETTE = ("#2e67d4", "#dc5616", "#0aa55f", "#b156a6", "#4c1786", "#533804", "#134258")
GREY = "#767676"  # the eighth family and all further ones
NEUTRAL = "#4a5a6a"  # bars and cells that belong to no family

# Mixing weights of the shades of a cell: the lightest, and how much the largest share adds to it.
LIGHTEST = 0.15
SHADES = 0.55

DPI = 96  # pixels per inch on a reader's screen; a PNG has twice as many, for sharp screens
SIZE = 8.5  # points: labels of rows
SMALL = 7.5  # points: labels of columns, captions

# The second font lies beside this file and draws Chinese, Japanese and Korean. The other two come with matplotlib. The
# last one draws a box for every character that the others lack: without it matplotlib warns, or takes a font of the
# machine, and the bytes differ from machine to machine.
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
    "svg.fonttype": "none",
    "svg.hashsalt": "research-workbook",
    "pdf.fonttype": 42,
}

# Luminance in WCAG 2.2: the weights of red, green and blue, and the lightness added to both sides of a contrast.
LUMINANCE = (0.2126, 0.7152, 0.0722)
FLARE = 0.05


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style and ignore the user's settings: a `with` block, or a decorator."""
    add_fonts()
    with style.context(["default", STYLE]):
        yield


@cache
def add_fonts() -> None:
    """Make the font beside this file known to matplotlib, once per process."""
    fontManager.addfont(FONT_FILE)


def family_colour(family_order: int) -> str:
    """The colour of a family, by its number in the codebook.

    >>> family_colour(0), family_colour(7)
    ('#2e67d4', '#767676')
    """
    return PALETTE[family_order] if family_order < len(PALETTE) else GREY


def tint(colour: str, strength: float) -> str:
    """Mix a colour into white: 0 is white, 1 the colour.

    >>> tint("#000000", 0.2)
    '#cccccc'
    """
    red, green, blue = (1 - strength * (1 - channel) for channel in to_rgb(colour))
    return to_hex((red, green, blue))


def shade(colour: str, strength: float) -> str:
    """The shade of a cell, from the lightest (0) to the darkest (1); even the lightest differs from white.

    >>> shade("#000000", 0), shade("#000000", 1)
    ('#d9d9d9', '#4c4c4c')
    """
    return tint(colour, LIGHTEST + SHADES * strength)


def ink_on(background: str) -> str:
    """Black or white, whichever has more contrast to a background: always above 4.5 (WCAG 2.2).

    >>> ink_on("#ffffff"), ink_on("#2e67d4")
    ('#000000', '#ffffff')
    """
    luminance = 0.0
    for weight, channel in zip(LUMINANCE, to_rgb(background), strict=True):
        luminance += weight * _linear(channel)
    contrast_with_black = (luminance + FLARE) / FLARE
    contrast_with_white = (1 + FLARE) / (luminance + FLARE)
    return "#000000" if contrast_with_black > contrast_with_white else "#ffffff"


def _linear(channel: float) -> float:
    """The intensity of light of one sRGB channel, both from 0 to 1."""
    if channel <= 0.04045:
        return channel / 12.92
    return ((channel + 0.055) / 1.055) ** 2.4
