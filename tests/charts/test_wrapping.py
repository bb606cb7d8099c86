"""Text that fits: nothing is too wide, nothing is lost without `…`."""

import pandas as pd
import panel_tables
import pytest
from chart_tables import axes, blocks, shares, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import charts
from analysis.charts import wrapping
from analysis.charts.layout import LABEL
from analysis.charts.style import SIZE
from analysis.charts.wrapping import clean, measure_width, shorten, squeeze, wrap


def test_undrawable_characters_are_replaced():
    assert clean("\ud800") == "\N{REPLACEMENT CHARACTER}"  # which a table cannot always hold


def test_numbers_beside_words_from_right_to_left_keep_their_side():
    themes = pd.DataFrame(
        {"theme": ["r", "r/a"], "label": ["\u062d\u0642\u0648\u0642", "\u0641\u0642\u0631"]}
    )
    chart = charts.prevalence(shares(themes=themes, found=[{"r/a"}]))
    assert "\u200e\u062d\u0642\u0648\u0642\u200e: 1 of 1 sentence" in texts(axes(chart))
    *_, caption = (text.get_text() for text in chart.figure.texts)
    assert "Most often: \u200e\u0641\u0642\u0631\u200e (1)" in caption.replace("\n", " ")
    assert "\u200e" not in chart.caption  # which a page lays out for itself


def test_a_number_keeps_its_percent_sign():
    room = measure_width("120 of 1,204 (10.0", 8)
    assert wrap("120 of 1,204 (10.0%)", room, 8) == ["120 of 1,204", "(10.0%)"]


@settings(max_examples=40, deadline=None)
@given(st.text(), st.floats(0.3, 3))
def test_squeezed_text_keeps_both_ends(text, inches):
    text = clean(text)
    short = squeeze(text, inches, 8)
    start, dots, end = short.partition("…")
    assert short == text or (dots and text.startswith(start) and text.endswith(end))


@settings(max_examples=40, deadline=None)
@given(st.text(), st.floats(0.3, 3), st.integers(1, 4))
def test_wrapped_text_fits(text, inches, limit):
    lines = wrap(text, inches, 8, limit)
    whole = "".join(wrap(text, inches, 8))
    text = clean(text)
    assert 1 <= len(lines) <= limit
    # A single character cannot be broken any further.
    measure_widest = max((measure_width(character, 8) for character in text), default=0)
    assert all(
        measure_width(line, 8) <= max(inches, measure_widest + measure_width("… ", 8))
        for line in lines
    )
    assert "".join(whole.split()) == "".join(text.split())


@settings(max_examples=40, deadline=None)
@given(st.text(), st.floats(0.3, 3))
def test_shortened_text_fits(text, inches):
    text = clean(text)
    short = shorten(text, inches, 8)
    assert measure_width(short, 8) <= inches
    assert short in ("", text) or (short.endswith("…") and text.startswith(short[:-1]))


def test_labels_wrap_at_about_28_letters():
    lines = wrap("the rights of people who move between districts in search of work", LABEL, SIZE)
    assert 22 <= max(map(len, lines)) <= 34


LONG = {
    "words": "word " * 20_000,
    "one word": "x" * 100_000,
    "hyphens": "a-" * 50_000,
    "Chinese": "人" * 50_000,
    "blanks": "a" + " " * 80_000 + "b",
    "marks": "e" + "\u0301" * 50_000,
}


@pytest.mark.parametrize("kind", LONG)
def test_a_text_is_cut_before_it_is_measured(kind, monkeypatch):
    measured = []

    def measure(text, size):
        measured.append(len(text))
        return measure_width(text, size)

    monkeypatch.setattr(wrapping, "measure_width", measure)
    text = LONG[kind] + " end"
    assert wrap(text, LABEL, SIZE, 3)[-1].endswith("d")
    assert shorten(text, LABEL, SIZE)
    assert squeeze(text, LABEL, SIZE).endswith("d")
    assert max(measured) < 1600
    assert len(measured) < 2000


def test_a_chart_of_labels_of_5000_letters():
    labels = [f"{number} {'word ' * 1000}" for number in range(4)]
    themes = pd.DataFrame({"theme": ["r", "r/a", "r/b", "r/c"], "label": labels})
    chart = charts.prevalence(shares(themes=themes, found=[{"r/a"}, {"r/b"}]))
    assert max(map(len, texts(axes(chart)))) < 200
    assert len(chart.caption) < 2000


LETTERS = {"words": "word " * 1000, "one word": "x" * 5000, "Chinese": "人" * 5000}


@pytest.mark.parametrize("kind", LETTERS)
def test_charts_of_headings_and_groups_of_5000_letters(kind):
    names = [f"{LETTERS[kind]}{number}" for number in range(2)]
    of_groups = panel_tables.shares(dict.fromkeys(names, (10, {panel_tables.WATER: 5})))
    for chart in (
        charts.section_heatmap(shares({name: [at] for at, name in enumerate(names)})),
        charts.reading_map(blocks(sections=[*names, *names, names[0]])),
        panel_tables.by_group(of_groups),
    ):
        assert max(map(len, texts(axes(chart)))) < 200


def test_a_line_does_not_break_before_a_french_sign():
    assert clean("a\u00a0: b \t c") == "a\u00a0: b c"
    room = 0.01 + measure_width("Thème mean", 8)
    assert wrap("Thème mean\u00a0: 1,7", room, 8) == ["Thème", "mean\u00a0: 1,7"]
