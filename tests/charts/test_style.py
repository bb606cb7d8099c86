"""Fonts and colours: they come with the package, stand out, and can be told apart."""

import itertools
from functools import partial
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
import speeches
from layout_checks import find_faults
from made_codings import make_codings
from matplotlib import font_manager
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font

import analysis
from analysis import agreement, charts
from analysis.charts.associations import COLOURS
from analysis.charts.style import (
    FONT_FILE,
    FONTS,
    GREY,
    INK,
    NEUTRAL,
    PALETTE,
    SOFT,
    TALLEST,
    WIDTHS,
    choose_family_colour,
    choose_ink,
    house_style,
    shade,
)
from analysis.coding.confusions import confusions
from analysis.coding.corrected_shares import corrected_shares
from analysis.coding.sampling import draw_sample


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


@pytest.mark.parametrize("sight", SEEN)
def test_more_and_less_than_expected_can_be_told_apart(sight):
    more, less = (lab(COLOURS[side], SEEN[sight]) for side in ("more", "less"))
    assert np.linalg.norm(more - less) >= 20


# -- sizes -------------------------------------------------------------------------------------------

SEED = Path(analysis.__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def one_text():
    """The built-in study, of one text with sections."""
    return analysis.open_study(SEED)


@pytest.fixture(scope="module")
def many_texts(tmp_path_factory):
    """Made speeches of three years, in fifteen countries."""
    folder = speeches.write_speeches(tmp_path_factory.mktemp("speeches"))
    return analysis.open_study(folder).where(year=[2019, 2020, 2021])


def words_of_largest_part(study):
    part = study.parts()["part"].iloc[0]
    return study.words_of_part(part).assign(p_adjusted=0.01)  # so that terms are drawn


def countries(study):
    return study.largest_groups("country", draws=50)


def codings_of(study):
    """Made-up codings of two hundred sentences."""
    return make_codings(study.codebook, 200, n_coders=3, gaps=0.2)


def correct(study, by=None):
    """Shares corrected by a sample of a hundred sentences, or of all, coded by chance."""
    sentences = study.sentences.merge(study.documents, on="doc_id", suffixes=("", "_of_text"))
    sample = draw_sample(sentences, min(100, len(sentences)))
    codings = make_codings(study.codebook, sample, n_coders=1)
    return corrected_shares(sentences, study.hits, study.codebook, codings, sample, by)


# Every chart of a study of one text, and further ones of a study of many: its table, and what
# draws it.
OF_ONE_TEXT = {
    "prevalence": (lambda study: study.shares(draws=50), charts.prevalence),
    "intervals": (lambda study: study.compare_intervals(draws=50), charts.intervals),
    "corrected": (correct, charts.corrected),
    "keyness": (words_of_largest_part, charts.keyness),
    "reliance": (lambda study: study.reliance(), charts.reliance),
    "cooccurrence": (lambda study: study.cooccurrence(), charts.cooccurrence),
    "theme_network": (lambda study: study.cooccurrence(), charts.theme_network),
    "sequences": (lambda study: study.sequences(), charts.sequences),
    "cross_table": (lambda study: study.cross("actor", "tone"), charts.cross_table),
    "dispersion_plot": (lambda study: study.positions(), charts.dispersion_plot),
    "reading_map": (lambda study: study.reading_map(), charts.reading_map),
    "section_heatmap": (lambda study: study.shares("section"), charts.section_heatmap),
    "sentence_lengths": (lambda study: study.sentences, charts.sentence_lengths),
    "agreement": (
        lambda study: agreement(codings_of(study), study.codebook, draws=50),
        charts.agreement,
    ),
    "confusions": (
        lambda study: confusions(codings_of(study), study.codebook),
        charts.confusions,
    ),
}
OF_MANY_TEXTS = {
    "keyness": (words_of_largest_part, charts.keyness),
    "cooccurrence": (lambda study: study.cooccurrence(), charts.cooccurrence),
    "theme_network": (lambda study: study.cooccurrence(), charts.theme_network),
    "dispersion_plot": (lambda study: study.positions(), charts.dispersion_plot),
    "sentence_lengths": (lambda study: study.sentences, charts.sentence_lengths),
    "shares_by_tenth": (lambda study: study.tenths(draws=50), charts.shares_by_tenth),
    "corrected": (correct, charts.corrected),
    "corrected by group": (partial(correct, by="country"), partial(charts.corrected, by="country")),
    "deviation": (countries, partial(charts.deviation, by="country")),
    "shares_by_group": (countries, partial(charts.shares_by_group, by="country")),
    "shares_over_time": (
        lambda study: study.shares_over_time("year", draws=50),
        charts.shares_over_time,
    ),
}
DRAWN = {
    **{f"{name}, one text": ("one_text", *how) for name, how in OF_ONE_TEXT.items()},
    **{f"{name}, many texts": ("many_texts", *how) for name, how in OF_MANY_TEXTS.items()},
}


@pytest.fixture(scope="module")
def tables():
    """The tables that were made already, by the name of their chart."""
    return {}


def test_every_chart_is_among_those_of_all_sizes():
    names = {name.split()[0] for name in (*OF_ONE_TEXT, *OF_MANY_TEXTS)}
    assert names == {*charts.__all__} - {"style"}


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("width", WIDTHS)
def test_text_is_inside_readable_and_apart_in_every_size(request, tables, name, width):
    texts, make, draw = DRAWN[name]
    if name not in tables:
        tables[name] = make(request.getfixturevalue(texts))
    with charts.style(width=width):
        chart = draw(tables[name])
    assert chart.figure.get_size_inches()[0] == WIDTHS[width]
    assert chart.figure.get_figheight() <= TALLEST.get(width, np.inf)
    assert find_faults(chart.figure) == []


def test_a_slide_has_fewer_rows_and_says_so(one_text):
    shares = one_text.shares()
    page, slide = charts.prevalence(shares), charts.prevalence(shares, width="slide")
    assert page.figure.get_figheight() > TALLEST["slide"] >= slide.figure.get_figheight()
    marks = [chart.marks["where"] for chart in (page, slide)]  # some are of what a reader coded
    n_shown = [where[where.str.startswith("theme=")].nunique() for where in marks]
    assert n_shown[1] < n_shown[0]
    assert f"The chart shows {n_shown[1]} of 27 themes" in slide.caption
    assert slide.title == page.title
    assert "theme=tone/criticism" in slide.marks["where"].tolist()  # beside praise, of the title
    assert "themes, the family of the most frequent theme and, of the others, " in slide.caption
    assert "themes, small families whole and, of the others, " in page.caption
    assert charts.prevalence(shares, width=WIDTHS["slide"]).marks.equals(page.marks)
    ax = Figure().add_subplot()
    assert charts.prevalence(shares, width="slide", ax=ax).marks.equals(page.marks)


def test_a_slide_says_the_same_of_all_themes_as_a_page(one_text):
    compared = one_text.compare_intervals(draws=50)
    page, slide = charts.intervals(compared), charts.intervals(compared, width="slide")
    assert slide.title == page.title
    assert "The median of the themes shown: " in page.caption
    assert "The median of the 20 themes with the most sentences: " in slide.caption


def test_faults_of_a_layout_are_found():
    figure = Figure(figsize=(2, 1))
    for x, y, size in [(0.5, 0.5, 9), (0.55, 0.5, 9), (0.95, 0.8, 9), (0.1, 0.1, 4)]:
        figure.text(x, y, "words", size=size)
    assert [fault.partition(":")[0] for fault in find_faults(figure)] == [
        "outside the picture",
        "4 points",
        "over one another",
    ]


def test_titles_captions_and_colours_can_be_set(one_text):
    shares = one_text.shares()
    plain = charts.prevalence(shares)
    with charts.style(palette=["black", "#123456"], titles=False, captions=False):
        bare = charts.prevalence(shares)
    assert (bare.title, bare.caption, bare.subtitle) == (plain.title, plain.caption, plain.subtitle)
    assert not bare.figure.texts
    assert bare.figure.get_size_inches()[1] < plain.figure.get_size_inches()[1] - 1
    colours = {to_hex(bar.get_facecolor()) for bar in bare.figure.axes[0].patches}
    assert colours == {"#000000", "#123456", GREY}
    assert find_faults(bare.figure) == []
