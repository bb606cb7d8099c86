"""G², χ², log ratio and p-values, against published values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.association_statistics import (
    adjust_p_values,
    chi_squared,
    expected_count,
    g_squared,
    log_ratio,
    p_value,
)

# quanteda's own test of `textstat_keyness`: the texts `b b b b b b b a a a` and `a×7 b×2`.
QUANTEDA = (7, 2, 10, 9)


def test_g2_of_four_cells():
    # Dunning (1993), table 3: 10 of 13 against 0 of 31,764
    assert g_squared(10, 0, 13, 31_764) == pytest.approx(167.23, abs=0.005)
    # quanteda.textstats, tests/testthat/test-textstat_keyness.R
    assert g_squared(*QUANTEDA) == pytest.approx(4.5349, abs=5e-5)
    assert g_squared(2, 7, 9, 10) == pytest.approx(-4.5349, abs=5e-5)


def test_g2_of_two_cells_and_its_companions():
    # Rayson, the calculator and the table at ucrel.lancs.ac.uk/llwizard.html
    counts = (52, 57, 50_000, 75_000)
    g2 = g_squared(*counts, cells=2)
    assert g2 == pytest.approx(2.6517, abs=5e-5)
    ratio = log_ratio(*counts)
    assert ratio.value == pytest.approx(0.4525, abs=5e-5)
    assert 100 * (2**ratio.value - 1) == pytest.approx(36.842, abs=5e-4)  # %DIFF
    n = 125_000
    assert g2 - np.log(n) == pytest.approx(-9.0844, abs=5e-5)  # BIC
    assert expected_count(*counts) == pytest.approx(43.6)
    effect = g2 / (n * np.log(expected_count(*counts)))
    assert effect == pytest.approx(5.6194e-6, abs=5e-11)  # ELL


def test_chi_squared():
    # Dunning (1993): 3 of 3 against 0 of 31,774
    assert chi_squared(3, 0, 3, 31_774) == pytest.approx(31_777)
    assert chi_squared(*QUANTEDA) == pytest.approx(4.3372, abs=5e-5)
    assert chi_squared(*QUANTEDA, yates=True) == pytest.approx(2.6325, abs=1e-4)
    # Fisher's tea: 1 of 4 against 3 of 4, with Yates's correction
    corrected = chi_squared(1, 3, 4, 4, yates=True)
    assert corrected == pytest.approx(0.5)
    assert p_value(corrected) == pytest.approx(0.48, abs=0.005)


@pytest.mark.parametrize(
    ("p", "critical"), [(0.05, 3.841459), (0.01, 6.634897), (0.001, 10.827566), (0.0001, 15.136705)]
)
def test_p_of_the_critical_values_of_one_degree_of_freedom(p, critical):
    assert p_value([critical, -critical]) == pytest.approx([p, p], rel=1e-6)


def test_p_values_are_adjusted_as_in_the_paper():
    # Benjamini and Hochberg (1995), section 4.1: 15 p-values, of which four are rejected at .05
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    p += [0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    adjusted = adjust_p_values(p)
    assert (adjusted <= 0.05).sum() == 4
    assert adjusted[:4] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625])
    assert adjusted[-1] == 1
    backwards = adjust_p_values([*p[::-1], np.nan])
    assert backwards[:-1] == pytest.approx(adjusted[::-1])
    assert np.isnan(backwards[-1])
    assert adjust_p_values([]).tolist() == []


def test_half_a_count_is_added_only_where_one_is_zero():
    ratio = log_ratio([3, 3, 0], [1, 0, 4], 100, 200)
    assert ratio.value == pytest.approx(np.log2([6, 7 * 2, 1 / 9 * 2]))
    assert (ratio.low < ratio.value).all()
    # the standard error of the logarithm, worked by hand: 1/3 − 1/100 + 1/1 − 1/200
    half = 1.959964 * np.sqrt(1.3183333) / np.log(2)
    assert ratio.high[0] - ratio.value[0] == pytest.approx(half)


def test_only_two_forms_of_g2():
    with pytest.raises(ValueError, match=r"cells: found 3; expected 4 \(Dunning\) or 2"):
        g_squared(1, 1, 5, 5, cells=3)


count = st.integers(0, 40)


@given(count, count, st.integers(1, 40), st.integers(1, 40), st.sampled_from([4, 2]))
def test_g2_is_the_sum_over_the_cells(a, b, other_a, other_b, cells):
    observed = [a, b, other_a, other_b]
    size_a = a + other_a
    size_b = b + other_b
    total = size_a + size_b
    expected = [
        size_a * (a + b) / total,
        size_b * (a + b) / total,
        size_a * (other_a + other_b) / total,
        size_b * (other_a + other_b) / total,
    ]
    plain = 0.0
    for one, other in list(zip(observed, expected, strict=True))[:cells]:
        plain += 2 * one * np.log(one / other) if one else 0
    g2 = float(g_squared(a, b, size_a, size_b, cells))
    assert abs(g2) == pytest.approx(plain, abs=1e-9)
    if a * size_b != b * size_a:
        assert (g2 > 0) == (a * size_b > b * size_a)
