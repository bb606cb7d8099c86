"""Fonts and colours: they come with the package, stand out, and can be told apart."""

import itertools
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties, get_font

from analysis.charts.style import (
    FONT_FILE,
    FONTS,
    GREY,
    INK,
    NEUTRAL,
    PALETTE,
    SOFT,
    choose_family_colour,
    choose_ink,
    house_style,
    shade,
)


def test_the_fonts_come_with_matplotlib_or_the_package():
    with house_style():
        paths = [font_manager.findfont(FontProperties(family=[family])) for family in FONTS]
    names = [Path(path).name for path in paths]
    assert names == ["DejaVuSans.ttf", "DroidSansFallback.ttf", "LastResortHE-Regular.ttf"]
    assert [path.startswith(mpl.get_data_path()) for path in paths] == [True, False, True]


def test_chinese_letters_are_drawn_and_not_as_boxes():
    font = get_font(FONT_FILE)
    letters = "公民社会组织人权治理公民社會權利の한국"
    assert all(font.get_char_index(ord(letter)) for letter in letters)


def test_families_after_the_seventh_are_grey():
    assert [choose_family_colour(number) for number in range(9)] == [*PALETTE, GREY, GREY]


# The Y row holds the weights of a luminance.
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(*colours):
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted(TO_XYZ[1] @ linear(colour) for colour in colours)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", [*PALETTE, GREY, NEUTRAL])
def test_bars_and_cells_stand_out_and_carry_readable_text(colour):
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast(colour, "white") >= 3
    for ground in (colour, *(shade(colour, strength) for strength in (0, 0.5, 1))):
        assert contrast(choose_ink(ground), ground) >= 4.5
    assert min(contrast(INK, "white"), contrast(SOFT, "white")) >= 4.5


# Machado, Oliveira and Fernandes 2009, table 1, severity 1.0; on linear RGB.
SEEN = {
    "full colour": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}


def lab(colour, seen):
    """CIELAB (D65) of an sRGB colour as seen."""
    xyz = TO_XYZ @ np.clip(seen @ linear(colour), 0, 1) / [0.95047, 1, 1.08883]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("sight", SEEN)
def test_families_can_be_told_apart(sight):
    seen = [lab(colour, SEEN[sight]) for colour in (*PALETTE, GREY)]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) >= 20
