"""Coefficients of agreement reproduce the figures that were published for known tables."""

import numpy as np
import pandas as pd
import pytest

from analysis.coding import (
    cohen_kappa,
    cohen_kappa_error,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    scott_pi,
    unitized_alpha,
)
from analysis.coding.unitized import expected_disagreement, observed_disagreement


def parse(*rows):
    return [[None if cell in "*." else int(cell) for cell in row.split()] for row in rows]


def from_table(table):
    """The ratings of two coders, from a table of counts: rows are the first coder's."""
    pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return np.array(pairs).T


def from_counts(counts):
    """Ratings from a table of units x categories, which says how many coders chose each."""
    units = [np.repeat(np.arange(len(row)), row) for row in counts]
    return np.array(units).T


# The worked example of Wikipedia, "Krippendorff's alpha": three coders, fifteen units
THREE_CODERS = parse(
    "* * * * * 3 4 1 2 1 1 3 3 * 3",
    "1 * 2 1 3 3 4 3 * * * * * * *",
    "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
)
# Krippendorff 2011, "Computing Krippendorff's alpha-reliability": four coders, twelve units
FOUR_CODERS = parse(
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)


@pytest.mark.parametrize(
    ("level", "published"),
    [("nominal", 0.691), ("ordinal", 0.8067), ("interval", 0.811), ("ratio", 0.8089)],
)
def test_alpha_of_three_coders_by_krippendorff(level, published):
    digits = len(str(published)) - 2
    assert round(krippendorff_alpha(THREE_CODERS, level), digits) == published


@pytest.mark.parametrize(
    ("level", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_of_four_coders_by_krippendorff(level, published):
    assert round(krippendorff_alpha(FOUR_CODERS, level), 3) == published


def test_ac1_and_fleiss_of_the_same_four_coders_by_gwet():
    """Gwet 2014, "Handbook of Inter-Rater Reliability", and the data of his package irrCAC."""
    assert round(gwet_ac1(FOUR_CODERS), 3) == 0.775
    assert round(fleiss_kappa(FOUR_CODERS), 3) == 0.761


def test_alpha_of_five_coders_by_hayes_and_krippendorff():
    """Hayes and Krippendorff 2007, Communication Methods and Measures 1, table 1."""
    coders = parse(
        "1 1 2 . 0 0 1 1 2 2 . 0 1 3 1 1 2 1 1 0 0 0 2 0 1 0 0 1 1 1 1 2 2 3 2 2 2 2 2 1",
        "1 1 3 0 0 0 0 . 2 1 1 0 2 3 1 1 1 2 1 0 0 0 3 0 2 1 0 2 1 1 1 1 2 2 2 2 2 2 2 1",
        "2 0 3 0 0 0 2 2 2 1 0 0 2 2 1 1 2 3 0 0 1 . 3 0 . 1 0 1 2 2 0 2 . 2 2 3 2 . 2 1",
        ". 1 3 . . . . 0 . 1 0 0 2 2 . . . 3 1 . 1 0 3 0 2 1 1 2 2 . . 1 2 2 . . . 1 2 .",
        "2 . . 0 0 0 1 . 2 . . . . 3 1 1 2 . . 0 . 0 . . 2 . 0 . . 2 0 . 2 . 2 2 2 2 . 1",
    )
    assert round(krippendorff_alpha(coders, "ordinal"), 4) == 0.7598


def test_cohen_and_its_error_and_linear_weights():
    """The output of SAS that the tests of statsmodels (test_inter_rater.py) hold kappa against."""
    a, b = from_table([[0, 4, 1], [0, 8, 0], [0, 1, 5]])
    assert round(cohen_kappa(a, b), 4) == 0.4842
    assert round(cohen_kappa_error(a, b), 4) == 0.1380
    assert round(cohen_kappa(a, b, "linear"), 4) == 0.4701


def test_cohen_of_two_readers_of_grants():
    """The worked example of Wikipedia, "Cohen's kappa": 50 proposals."""
    assert round(cohen_kappa(*from_table([[20, 5], [10, 15]])), 2) == 0.40


def test_ac1_of_a_skewed_table():
    """100 subjects, most of them in one category; worked by hand from Gwet 2008.

    The coders agree on 85 and choose the category 175 times in 200: chance is 2 * .875 * .125.
    """
    assert round(gwet_ac1(from_table([[80, 7], [8, 5]])), 3) == 0.808


def test_pi_and_kappa_by_artstein_and_poesio():
    """Artstein and Poesio 2008, Computational Linguistics 34, 555-596."""
    table = from_table([[20, 20], [10, 50]])
    assert round(scott_pi(table), 3) == 0.341
    assert round(cohen_kappa(*table), 3) == 0.348


def test_fleiss_of_fourteen_coders():
    """The worked example of Wikipedia, "Fleiss' kappa": ten subjects, five categories."""
    counts = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
    assert round(fleiss_kappa(from_counts(counts)), 3) == 0.210


def test_fleiss_of_psychiatric_diagnoses():
    """Fleiss 1971, Psychological Bulletin 76, 378-382, table 1: 30 patients, six diagnoses each."""
    patients = """
        444444 222555 233335 555555 222444 113333 333355 113334 114444 555555
        144444 124444 222333 144444 224445 333335 111455 111112 224444 133555
        555555 244444 224555 114444 144445 222224 111155 224444 133333 555555
    """
    coders = np.array([list(map(int, patient)) for patient in patients.split()]).T
    assert coders.shape == (6, 30)
    assert round(fleiss_kappa(coders), 3) == 0.430


def test_unitized_alpha_by_krippendorff():
    """Krippendorff 2004, "Content Analysis", 2nd edition, p. 254: a text from 150 to 450.

    The book prints 0.8591, which is worked from disagreements rounded to four digits. Without
    rounding it is 0.8587.
    """
    c = {"i": [(225, 295), (370, 400)], "j": [(220, 300), (355, 375), (400, 420)]}
    k = {"i": [(180, 240), (300, 350)], "j": [(180, 240), (300, 350)]}
    of_c, of_k = ([np.array(own) for own in theme.values()] for theme in (c, k))
    observed = round(observed_disagreement(of_c, 300), 4)
    expected = [round(expected_disagreement(own, 300, 150), 4) for own in (of_c, of_k)]
    assert observed == 0.0144
    assert observed_disagreement(of_k, 300) == 0
    assert expected == [0.0532, 0.0490]
    assert round(1 - observed / sum(expected), 4) == 0.8591
    spans = pd.DataFrame(
        [
            (coder, theme, *span)
            for theme, by_coder in (("c", c), ("k", k))
            for coder, own in by_coder.items()
            for span in own
        ],
        columns=["coder", "theme", "start", "end"],
    )
    assert round(unitized_alpha(spans, 300, start=150), 4) == 0.8587
    assert round(unitized_alpha(spans[spans["theme"] == "c"], 300, start=150), 4) == 0.7286
    assert unitized_alpha(spans[spans["theme"] == "k"], 300, start=150) == 1
