"""Themes that coders confuse: worked by hand, and what always holds of them."""

from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest
import tiny
from coders import LETTERS, WORDS, code, many_codings
from hypothesis import given, settings

from analysis import InputError
from analysis.coding.confusions import confusions
from analysis.tables import CONFUSIONS

COUNTS = ["n_confused", "n_agreed_a", "n_agreed_b", "n_differing_a", "n_differing_b"]

TWO = code(
    A=["aid", "aid", "nature/water", "aid nature/water", "aid", "nature/air", "aid"],
    B=["aid", "nature/water", "aid", "nature/water", "nature/water nature/air", "", None],
)


def test_two_coders_worked_by_hand():
    table = confusions(TWO, WORDS)
    assert list(table.columns) == list(CONFUSIONS.columns)
    # Aid and water: sentences 2, 3 and 5. A gave both in 4, and B nothing in 6. Aid and air: 5.
    assert tiny.rows(table, "theme_a", "theme_b", *COUNTS) == [
        ["aid", "nature/water", 3, 1, 1, 4, 3],
        ["aid", "nature/air", 1, 1, 0, 4, 2],
    ]
    assert table["n_units"].tolist() == [6, 6]
    # Only A gave aid in 2, 4 and 5, only B in 3; only A gave water in 3, only B in 2 and 5; only A
    # gave air in 6, only B in 5.
    assert table["expected"].tolist() == pytest.approx([(3 * 2 + 1 * 1) / 6, (3 * 1 + 1 * 1) / 6])


def test_three_coders_with_gaps_count_a_sentence_once():
    codings = code(
        A=["aid", "aid", "aid"],
        B=["nature/water", "nature/water", None],
        C=["nature/water", None, "aid"],
    )
    (row,) = confusions(codings, WORDS).itertuples()
    assert (row.n_units, row.n_confused) == (3, 2)
    assert (row.n_agreed_a, row.n_agreed_b) == (1, 1)
    assert (row.n_differing_a, row.n_differing_b) == (2, 2)
    assert row.expected == pytest.approx(2)  # one sentence of each set of coders


def test_a_theme_and_the_one_below_it_can_be_confused():
    codings = code(A=["nature", "nature nature/water"], B=["nature/water", "nature/water"])
    table = confusions(codings, WORDS)
    assert tiny.rows(table, "theme_a", "theme_b", "n_confused") == [["nature", "nature/water", 1]]


def test_labels_and_definitions_are_those_of_the_codebook():
    definitions = {"aid": "Money given.", "nature/water": "Rivers, wells."}
    themes = WORDS.themes.assign(definition=WORDS.themes["theme"].map(definitions).fillna(""))
    codebook = tiny.codebook({})
    object.__setattr__(codebook, "themes", themes)
    row = confusions(TWO, codebook).iloc[0]
    assert row[["label_a", "definition_a"]].tolist() == ["Aid", "Money given."]
    assert row[["label_b", "definition_b"]].tolist() == ["Water", "Rivers, wells."]


@pytest.mark.parametrize(
    "codings",
    [TWO.head(0), code(A=["aid", ""]), code(A=["aid"]).drop(columns="coder"), code(A=[""], B=[""])],
    ids=["nothing", "one coder", "no column of coders", "no theme"],
)
def test_without_a_confusion_the_table_is_empty_with_the_same_types(codings):
    assert tiny.same_types(confusions(TWO, WORDS), confusions(codings, WORDS))


def test_a_theme_that_is_not_in_the_codebook_is_a_fault():
    with pytest.raises(InputError, match="table codings: found the theme 'aids'; expected 'aid'"):
        confusions(code(A=["aids"], B=["aid"]), WORDS)
    with pytest.raises(InputError, match="table codings: found no column 'theme'"):
        confusions(TWO.drop(columns="theme"), WORDS)


def sets_of(codings):
    """What each coder gave each sentence, as sets."""
    sheets = {}
    for row in codings.itertuples():
        of_sentence = sheets.setdefault(row.sent_id, {})
        of_sentence.setdefault(row.coder, set()).update({row.theme} - {""})
    return [coders for coders in sheets.values() if len(coders) > 1]


def is_confused(a, b, by_coder):
    return any(
        a in one and b not in one and b in other and a not in other
        for one, other in permutations(by_coder.values(), 2)
    )


@settings(max_examples=60)
@given(codings=many_codings())
def test_it_equals_a_slow_version(codings):
    units = sets_of(codings)
    counted = {}
    for a, b in combinations(LETTERS.themes["theme"], 2):
        n = sum(is_confused(a, b, by_coder) for by_coder in units)
        if n:
            counted[a, b] = n
    table = confusions(codings, LETTERS)
    pairs = zip(table["theme_a"], table["theme_b"], strict=True)
    assert dict(zip(pairs, table["n_confused"], strict=True)) == counted
    assert table["n_confused"].is_monotonic_decreasing
    least = table[["n_differing_a", "n_differing_b"]].min(axis=1)
    assert (table["n_confused"] <= least).all()


@settings(max_examples=40)
@given(codings=many_codings())
def test_the_names_of_coders_make_no_difference(codings):
    names = dict(zip("ABCD", "DCBA", strict=True))
    renamed = codings.assign(coder=codings["coder"].map(names))
    pd.testing.assert_frame_equal(confusions(codings, LETTERS), confusions(renamed, LETTERS))


@settings(max_examples=40)
@given(codings=many_codings())
def test_coders_who_give_the_same_confuse_nothing(codings):
    one = codings[codings["coder"] == codings["coder"].min()]
    again = pd.concat([one.assign(coder=name) for name in ("A", "B", "C")])
    assert confusions(again, LETTERS).empty


def test_what_is_expected_is_the_mean_over_all_orders_of_one_theme():
    words = {"A": ["p", "p", "q/t", ""], "B": ["", "q/t", "p", "q/t"], "C": ["p", "", "q/t", "q/t"]}
    expected = confusions(code(**words), LETTERS)["expected"].tolist()
    counts = []
    for order in permutations(range(4)):
        units = []
        for n in range(4):
            by_coder = {}
            for coder, cells in words.items():
                own, moved = set(cells[n].split()) & {"p"}, set(cells[order[n]].split()) & {"q/t"}
                by_coder[coder] = own | moved
            units.append(by_coder)
        counts.append(sum(is_confused("p", "q/t", by_coder) for by_coder in units))
    assert expected == pytest.approx([np.mean(counts)])
