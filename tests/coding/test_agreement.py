"""Agreement by theme, on a tiny corpus worked by hand, and what always holds of it."""

import numpy as np
import pandas as pd
import pytest
import slow_agreement as slow
import tiny
from coders import WORDS as THEMES
from coders import code
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import InputError, agreement, agreement_counts
from analysis.coding import cohen_kappa, fleiss_kappa, gwet_ac1, krippendorff_alpha
from analysis.coding.unit_counts import UnitCounts, alpha, alpha_interval, count_units, make_up
from analysis.tables import AGREEMENT, AGREEMENT_COUNTS, CODINGS, LEAST_CODED

FIGURES = ["percent", "kappa", "alpha", "ac1"]


TWO = code(
    A=["aid", "aid", "aid nature/water", "", "", "nature/air", None],
    B=["aid", "", "aid nature/water", "aid", "", "nature/water", "aid"],
)


def row_of(table, theme):
    return table[table["theme"] == theme].iloc[0]


def test_two_coders_worked_by_hand():
    table = agreement(TWO, THEMES)
    assert table["theme"].tolist() == ["aid", "nature", "nature/water", "nature/air", ""]
    assert table["label"].tolist() == ["Aid", "Nature", "Water", "Air", "All themes"]
    assert table["n_coders"].tolist() == [2] * 5
    assert table["n_units"].tolist() == [6, 6, 6, 6, 18]  # the heading is not pooled
    assert table["n_coded"].tolist() == [4, 2, 2, 1, 7]
    aid = row_of(table, "aid")
    # Both in two sentences, A only in one, B only in one, neither in two.
    assert aid["percent"] == pytest.approx(4 / 6)
    assert aid["kappa"] == pytest.approx((4 / 6 - 1 / 2) / (1 / 2))
    assert aid["alpha"] == pytest.approx(1 - 11 * 2 / (6 * 6))  # 12 ratings, 6 of each kind
    assert aid["ac1"] == pytest.approx((4 / 6 - 1 / 2) / (1 / 2))
    # The coders gave sentence 6 different themes below "nature".
    assert row_of(table, "nature")[FIGURES].tolist() == [1, 1, 1, 1]
    water = row_of(table, "nature/water")
    assert water["percent"] == pytest.approx(5 / 6)
    assert water["alpha"] == pytest.approx(1 - 11 * 1 / (3 * 9))
    everything = row_of(table, "")
    assert everything["percent"] == pytest.approx(14 / 18)
    assert everything["alpha"] == pytest.approx(1 - 35 * 4 / (10 * 26))
    assert table[["low", "high"]].isna().all(axis=None)


def test_three_coders_with_gaps_worked_by_hand():
    codings = code(A=["aid", "aid", "", None], B=["aid", "", "", "aid"], C=["aid", "aid", None, ""])
    row = row_of(agreement(codings), "aid")
    assert row[["n_coders", "n_units", "n_coded"]].tolist() == [3, 4, 3]
    # Pairs that agree: all of three, one of three, the one of one, none of one.
    observed = (1 + 1 / 3 + 1 + 0) / 4
    share = (1 + 2 / 3 + 0 + 1 / 2) / 4
    chance = share**2 + (1 - share) ** 2
    assert row["percent"] == pytest.approx(observed)
    assert row["kappa"] == pytest.approx((observed - chance) / (1 - chance))
    assert row["ac1"] == pytest.approx((observed - 1 + chance) / chance)
    assert row["alpha"] == pytest.approx(1 - 9 * (2 / 2 + 1) / (6 * 4))  # 10 ratings, 6 with aid


def test_counts_worked_by_hand():
    table = agreement_counts(TWO, THEMES)
    assert list(table.columns) == list(AGREEMENT_COUNTS.columns)
    cells = ["n_units", "n_both", "n_only_a", "n_only_b", "n_neither"]
    assert tiny.rows(table, "theme", *cells) == [
        ["aid", 6, 2, 1, 1, 2],
        ["nature", 6, 2, 0, 0, 4],
        ["nature/water", 6, 1, 0, 1, 4],
        ["nature/air", 6, 0, 1, 0, 5],
        ["", 18, 3, 2, 2, 11],
    ]
    assert set(table["coder_a"]) == {"A"}
    assert set(table["coder_b"]) == {"B"}


def test_a_pair_counts_the_sentences_that_both_read():
    codings = code(A=["aid", "aid", None], B=["aid", None, ""], C=[None, "", "aid"])
    table = agreement_counts(codings)
    pairs = tiny.rows(table[table["theme"] == "aid"], "coder_a", "coder_b", "n_units", "n_both")
    assert pairs == [["A", "B", 1, 1], ["A", "C", 1, 0], ["B", "C", 1, 0]]


def test_a_heading_that_a_coder_gave_is_pooled():
    codings = code(A=["nature", ""], B=["nature/water", ""])
    table = agreement(codings, THEMES)
    assert row_of(table, "nature")["alpha"] == 1
    assert row_of(table, "")["n_units"] == 8


def test_without_a_codebook_themes_are_as_they_are():
    codings = code(A=["nature", ""], B=["nature/water", ""])
    table = agreement(codings)
    assert table["theme"].tolist() == ["nature", "nature/water", ""]
    assert table["label"].tolist() == ["nature", "nature/water", "All themes"]
    assert row_of(table, "nature")["n_coded"] == 1
    assert row_of(table, "nature")["alpha"] <= 0


def test_one_coder_has_nothing_to_compare():
    for codings in (TWO[TWO["coder"] == "A"], TWO[TWO["coder"] == "A"].drop(columns="coder")):
        table = agreement(codings, THEMES)
        assert table["n_coders"].tolist() == [1] * 5
        assert table["n_units"].tolist() == [0] * 5
        assert table[[*FIGURES, "low", "high"]].isna().all(axis=None)
        assert agreement_counts(codings, THEMES).empty


def test_nothing_coded_has_a_table_of_the_same_types():
    full = agreement(TWO)
    assert list(full.columns) == list(AGREEMENT.columns)
    assert tiny.same_types(full, agreement(CODINGS.empty()))
    assert tiny.same_types(agreement_counts(TWO), agreement_counts(CODINGS.empty()))
    empty = agreement(TWO.head(0), THEMES)
    assert empty["n_units"].tolist() == [0] * 5
    assert empty.dtypes.equals(full.dtypes)


def test_a_theme_that_nobody_gave_has_percent_and_ac1_only():
    row = row_of(agreement(code(A=["", ""], B=["", "aid"]), THEMES), "nature/air")
    assert row[["percent", "ac1"]].tolist() == [1, 1]
    assert np.isnan(row["kappa"])
    assert np.isnan(row["alpha"])


FAULTS = {
    "an unknown theme": (
        code(A=["aids"], B=["aid"]),
        "table codings: found the theme 'aids'; expected 'aid'",
    ),
    "a theme twice": (
        pd.concat([TWO, TWO.head(1)]),
        "table codings: found 1 repeated row, such as 'aid' by 'A' in sentence 1 of 'a'; expected"
        " each theme of a coder once",
    ),
    "no name": (
        TWO.assign(coder=["  ", *TWO["coder"][1:]]),
        "table codings, column 'coder': found 1 blank cell; expected a name in every row",
    ),
    "no themes": (
        TWO.drop(columns="theme"),
        "table codings: found no column 'theme' among 'doc_id', 'sent_id', 'coder'; expected that"
        " column",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
@pytest.mark.parametrize("function", [agreement, agreement_counts])
def test_faults(case, function):
    codings, message = FAULTS[case]
    with pytest.raises(InputError) as caught:
        function(codings, THEMES)
    assert str(caught.value) == message


def test_draws_are_enough_or_none():
    assert agreement(TWO, draws=0)["low"].isna().all()
    with pytest.raises(InputError, match="draws: found 5"):
        agreement(TWO, draws=5)


# -- what always holds ---------------------------------------------------------------------------

SHEET = st.lists(st.sampled_from([None, "", "aid", "nature/water", "aid nature/air"]), min_size=8)
SHEETS = st.dictionaries(st.sampled_from("ABCD"), SHEET, min_size=2)


def as_rows(codings, theme):
    """Coders x units that two read at least: whether the theme was given, None where not read."""
    given_theme = codings.assign(is_given=codings["theme"] == theme)
    wide = given_theme.pivot_table("is_given", "coder", "sent_id", aggfunc="any")
    rows = wide.astype(object).where(wide.notna(), None).to_numpy().tolist()
    units = [unit for unit in zip(*rows, strict=True) if len(unit) - unit.count(None) >= 2]
    return list(map(list, zip(*units, strict=True)))


@settings(deadline=None)
@given(SHEETS)
def test_the_table_equals_the_coefficients_of_arrays(sheets):
    codings = code(**sheets)
    for row in agreement(codings, draws=0).iloc[:-1].to_dict("records"):
        rows = as_rows(codings, row["theme"])
        if not rows:
            assert row["n_units"] == 0
            continue
        close = {"abs": 1e-9, "nan_ok": True}
        of_two = codings["coder"].nunique() == 2
        kappa = cohen_kappa(*rows) if of_two else fleiss_kappa(rows)
        assert row["n_units"] == len(rows[0])
        assert row["percent"] == pytest.approx(slow.observed_agreement(rows), **close)
        assert row["kappa"] == pytest.approx(kappa, **close)
        assert row["alpha"] == pytest.approx(krippendorff_alpha(rows), **close)
        assert row["ac1"] == pytest.approx(gwet_ac1(rows, categories=2), **close)


@settings(deadline=None)
@given(SHEETS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_names_of_coders_make_no_difference(sheets, random):
    codings = code(**sheets)
    before = codings.copy()
    table = agreement(codings, THEMES, draws=50)
    order = list(range(len(codings)))
    random.shuffle(order)
    names = dict(zip("ABCD", random.sample("ABCD", 4), strict=True))
    other = codings.iloc[order].assign(coder=codings["coder"].map(names))
    pd.testing.assert_frame_equal(agreement(other, THEMES, draws=50), table)
    pd.testing.assert_frame_equal(codings, before)


@settings(deadline=None)
@given(SHEETS)
def test_counts_add_up_to_the_table_of_two_coders(sheets):
    codings = code(**dict(sorted(sheets.items())[:2]))
    table, counts = agreement(codings, THEMES, draws=0), agreement_counts(codings, THEMES)
    if counts.empty:
        return
    assert counts["n_units"].tolist() == table["n_units"].tolist()
    coded = counts["n_both"] + counts["n_only_a"] + counts["n_only_b"]
    assert coded.tolist() == table["n_coded"].tolist()
    agreed = (counts["n_both"] + counts["n_neither"]) / counts["n_units"].where(
        counts["n_units"] > 0
    )
    assert agreed.to_numpy() == pytest.approx(table["percent"].to_numpy(), nan_ok=True)


# -- intervals -----------------------------------------------------------------------------------


def draw_units(rng, n=200, prevalence=0.15, sensitivity=0.85, false=0.03, coders=3):
    is_there = rng.random(n) < prevalence
    return rng.binomial(coders, np.where(is_there, sensitivity, false))


def test_the_interval_is_repeatable_and_holds_alpha():
    counts = count_units(np.full(200, 3), draw_units(np.random.default_rng(1)))
    low, high = alpha_interval(counts, 1000, seed=1)
    assert (low, high) == alpha_interval(counts, 1000, seed=1)
    assert (low, high) != alpha_interval(counts, 1000, seed=2)
    assert low < alpha(counts) < high


def test_too_rare_or_too_common_a_theme_has_no_interval():
    read = np.full(100, 2)
    for n_coded, is_known in ((LEAST_CODED - 1, False), (LEAST_CODED, True)):
        n_given = np.where(np.arange(100) < n_coded, 1, 0)
        assert np.isfinite(alpha_interval(count_units(read, n_given), 100, 0)).all() == is_known
        n_given = np.where(np.arange(100) < n_coded, 1, 2)
        assert np.isfinite(alpha_interval(count_units(read, n_given), 100, 0)).all() == is_known


def test_agreement_everywhere_is_not_certain():
    """The more sentences there are without a difference, the less likely are others with one."""
    lows = []
    for n in (50, 200, 800):
        given_themes = ["aid" if i % 5 == 0 else "" for i in range(n)]
        row = row_of(agreement(code(A=given_themes, B=given_themes)), "aid")
        assert row["alpha"] == row["high"] == 1
        lows.append(row["low"])
    # As with so many sentences in which coders differ: fewer than 3, the rule of three.
    least = [1 - (2 * n - 1) * 3 / (0.4 * n * 1.6 * n) for n in (50, 200, 800)]
    assert np.all(least < np.array(lows))
    assert lows == sorted(lows)
    assert lows[-1] < 1


def test_made_up_units_are_of_the_size_of_the_others():
    """Three coders read sentences with four themes, and gave six to one: two each on average."""
    read, given = np.array([12, 12, 12]), np.array([6, 2, 0])
    made_up = make_up(UnitCounts(np.ones(3), read, given, np.zeros(3)), 4)
    assert made_up.n.tolist() == [0.5] * 3
    assert made_up.read.tolist() == [12] * 3
    assert made_up.given.tolist() == [0, 6, 3]
    assert made_up.disagreement == pytest.approx([0, 0, 2 * 1.5 * 1.5 / 2])


def test_gaps_leave_made_up_units_smaller():
    read, given = np.array([2, 3, 3]), np.array([0, 3, 1])
    made_up = make_up(count_units(read, given), 1)
    assert made_up.read == pytest.approx([8 / 3] * 3)
    assert made_up.given == pytest.approx([0, 8 / 3, 4 / 3])


def test_sentences_are_weighted_with_all_of_their_themes():
    """If each sentence has all themes or none, they say no more than one theme does."""
    rng = np.random.default_rng(3)
    given_by = rng.random((2, 150)) < np.where(rng.random(150) < 0.3, 0.9, 0.05)
    one = {c: ["aid" if g else "" for g in row] for c, row in zip("AB", given_by, strict=True)}
    all_three = {c: [g and "aid air water" for g in row] for c, row in one.items()}
    of_one, of_three = agreement(code(**one)), agreement(code(**all_three))
    limits = ["low", "high"]
    alone, pooled = row_of(of_one, "aid")[limits], row_of(of_three, "")[limits]
    assert pooled.tolist() == pytest.approx(alone.tolist(), abs=0.01)
