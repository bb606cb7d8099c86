"""Coefficients of agreement equal slow versions of their formulas, and refuse what they cannot."""

import numpy as np
import pandas as pd
import pytest
import slow_agreement as slow
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import InputError
from analysis.coding import (
    cohen_kappa,
    cohen_kappa_error,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    scott_pi,
    unitized_alpha,
)

LEVELS = ["nominal", "ordinal", "interval", "ratio"]
WEIGHTS = [None, "linear", "quadratic"]


def same(value, expected):
    return value == pytest.approx(expected, abs=1e-9, nan_ok=True)


@st.composite
def ratings(draw, n_coders=None):
    n_coders = n_coders or draw(st.integers(2, 5))
    n_units = draw(st.integers(1, 12))
    rating = st.one_of(st.none(), st.integers(0, draw(st.integers(0, 4))))
    unit = st.lists(rating, min_size=n_units, max_size=n_units)
    return draw(st.lists(unit, min_size=n_coders, max_size=n_coders))


TWO = ratings(n_coders=2)


@settings(deadline=None)
@given(ratings())
def test_coefficients_equal_their_formulas(rows):
    for level in LEVELS:
        assert same(krippendorff_alpha(rows, level), slow.krippendorff(rows, level))
    assert same(fleiss_kappa(rows), slow.fleiss(rows))
    assert same(gwet_ac1(rows), slow.ac1(rows))


@settings(deadline=None)
@given(TWO)
def test_coefficients_of_two_coders_equal_their_formulas(rows):
    for weights in WEIGHTS:
        assert same(cohen_kappa(*rows, weights), slow.cohen(*rows, weights))
        variance = cohen_kappa_error(*rows, weights) ** 2
        assert same(variance, slow.cohen_variance(*rows, weights))
    assert same(scott_pi(rows), slow.scott(rows))


@settings(deadline=None)
@given(ratings(), st.randoms(use_true_random=False))
def test_the_order_of_coders_and_units_makes_no_difference(rows, random):
    units = list(zip(*rows, strict=True))
    random.shuffle(units)
    shuffled = [list(row) for row in zip(*units, strict=True)]
    random.shuffle(shuffled)
    for level in LEVELS:
        assert same(krippendorff_alpha(shuffled, level), krippendorff_alpha(rows, level))
    assert same(fleiss_kappa(shuffled), fleiss_kappa(rows))
    assert same(gwet_ac1(shuffled), gwet_ac1(rows))


@settings(deadline=None)
@given(TWO)
def test_other_names_of_categories_make_no_difference(rows):
    names = {None: None, 0: "z", 1: "b", 2: "ü", 3: "", 4: "a"}
    named = [[names[rating] for rating in row] for row in rows]
    assert same(krippendorff_alpha(named), krippendorff_alpha(rows))
    assert same(fleiss_kappa(named), fleiss_kappa(rows))
    assert same(gwet_ac1(named), gwet_ac1(rows))
    assert same(scott_pi(named), scott_pi(rows))
    assert same(cohen_kappa(*named), cohen_kappa(*rows))


@pytest.mark.parametrize("level", ["interval", "ordinal"])
def test_a_shift_of_all_ratings_makes_no_difference(level):
    rows = np.array([[1, 2, 3, 5, np.nan], [1, 2, 2, 4, 3]])
    assert same(krippendorff_alpha(rows + 7, level), krippendorff_alpha(rows, level))


def test_ratings_can_be_arrays_frames_or_lists():
    rows = [[1, 2, None, 2], [1, 2, 1, 1]]
    array = np.array(rows, dtype=float)
    frame = pd.DataFrame(rows, index=["A", "B"])
    for function in (krippendorff_alpha, fleiss_kappa, gwet_ac1, scott_pi):
        assert function(array) == function(frame) == function(rows)
    assert cohen_kappa(frame.loc["A"], array[1]) == cohen_kappa(*rows)


def test_one_category_everywhere_has_no_coefficient():
    rows = [["yes", "yes", None], ["yes", "yes", "yes"]]
    for function in (krippendorff_alpha, fleiss_kappa, scott_pi, gwet_ac1):
        assert np.isnan(function(rows))
    assert np.isnan(cohen_kappa(*rows))
    assert np.isnan(cohen_kappa_error(*rows))
    assert gwet_ac1(rows, categories=2) == 1


@pytest.mark.parametrize("rows", [[["yes", None, None], [None, "no", "yes"]], [[], []]])
def test_nothing_rated_twice_has_no_coefficient(rows):
    for function in (krippendorff_alpha, fleiss_kappa, scott_pi, gwet_ac1):
        assert np.isnan(function(rows))
    assert np.isnan(cohen_kappa(*rows))


FAULTS = {
    "one row": (
        lambda: krippendorff_alpha([1, 2, 3]),
        "krippendorff_alpha, values: found an array of 1 dimension; expected one row per coder, one"
        " column per unit, NaN where a coder did not code; rows of the same length",
    ),
    "rows of different lengths": (
        lambda: fleiss_kappa([[1, 2], [1]]),
        "fleiss_kappa, values: found an array of 1 dimension; expected one row per coder",
    ),
    "lists as ratings": (
        lambda: fleiss_kappa([[{"aid"}, {"war"}], [{"aid"}, {"aid"}]]),
        "fleiss_kappa, values: found unhashable type: 'set'; expected text or numbers in every",
    ),
    "no such level": (
        lambda: krippendorff_alpha([[1], [1]], "ordnal"),
        "krippendorff_alpha, level: found 'ordnal'; expected 'ordinal'",
    ),
    "text at the interval level": (
        lambda: krippendorff_alpha([[1, "much"], [1, np.inf]], "interval"),
        "krippendorff_alpha, values: found 2 other values, such as 'much'; expected finite numbers",
    ),
    "a negative ratio": (
        lambda: krippendorff_alpha([[1, -2], [1, 2]], "ratio"),
        "krippendorff_alpha, values: found 1 other value, such as -2; expected finite numbers from"
        " 0 on",
    ),
    "three coders": (
        lambda: scott_pi([[1], [1], [1]]),
        "scott_pi, values: found 3 rows; expected two coders; fleiss_kappa takes more",
    ),
    "pairs of different lengths": (
        lambda: cohen_kappa([1, 2], [1]),
        "cohen_kappa: found ratings of the shapes 2 and 1; expected the ratings of two coders",
    ),
    "no such weights": (
        lambda: cohen_kappa([1, 2], [1, 2], "square"),
        "cohen_kappa, weights: found 'square'; expected one of None, 'linear', 'quadratic'",
    ),
    "text with weights": (
        lambda: cohen_kappa(["low"], ["high"], "linear"),
        "cohen_kappa: found 2 other values, such as 'low'; expected finite numbers",
    ),
    "too few categories": (
        lambda: gwet_ac1([[1, 2], [2, 3]], categories=2),
        "gwet_ac1, categories: found 2; expected at least 3, as many as occur",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_faults(case):
    call, message = FAULTS[case]
    with pytest.raises(InputError) as caught:
        call()
    assert str(caught.value).startswith(message)


# -- spans ---------------------------------------------------------------------------------------

LENGTH = 20


@st.composite
def all_spans(draw):
    spans = []
    for coder in "ABC":
        for theme in ("aid", "war"):
            cuts = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=6)))
            spans += [(coder, theme, *pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    return spans


def as_table(spans):
    table = pd.DataFrame(spans, columns=["coder", "theme", "start", "end"])
    return table.astype({"coder": "str", "theme": "str", "start": "int64", "end": "int64"})


@settings(deadline=None)
@given(all_spans(), st.integers(0, 5))
def test_unitized_alpha_equals_its_formula(spans, shift):
    expected = slow.unitized(spans, LENGTH, "ABC")
    table = as_table(spans)
    assert same(unitized_alpha(table, LENGTH, coders=list("ABC")), expected)
    moved = table.assign(start=table["start"] + shift, end=table["end"] + shift)[::-1]
    assert same(unitized_alpha(moved, LENGTH, start=shift, coders=list("CBA")), expected)


def test_equal_spans_agree_and_a_coder_without_spans_counts():
    spans = as_table([("A", "aid", 2, 8), ("B", "aid", 2, 8)])
    assert unitized_alpha(spans, LENGTH) == 1
    assert unitized_alpha(spans, LENGTH, coders=["A", "B", "C"]) < 1
    assert np.isnan(unitized_alpha(spans.head(1), LENGTH))
    assert np.isnan(unitized_alpha(spans.head(0), LENGTH, coders=["A", "B"]))


SPAN_FAULTS = {
    "outside": ([("A", "aid", 18, 22)], "found 1 span outside the text; expected offsets from 0"),
    "empty": ([("A", "aid", 4, 4)], "found 1 span without a character; expected an end behind"),
    "overlapping": (
        [("A", "aid", 1, 9), ("A", "aid", 5, 12), ("A", "war", 0, 20)],
        "found 1 span that overlaps the next of the same coder and theme; expected spans",
    ),
    "unlisted": ([("D", "aid", 1, 9)], "found 1 span of coders that are not listed; expected the"),
}


@pytest.mark.parametrize("case", SPAN_FAULTS)
def test_faults_of_spans(case):
    spans, message = SPAN_FAULTS[case]
    with pytest.raises(InputError, match=message):
        unitized_alpha(as_table(spans), LENGTH, coders=["A", "B"])


def test_spans_of_two_texts_are_a_fault():
    spans = as_table([("A", "aid", 1, 9), ("B", "aid", 1, 9)]).assign(doc_id=["a", "b"])
    with pytest.raises(InputError, match="found spans of 2 texts; expected those of one text"):
        unitized_alpha(spans, LENGTH)
