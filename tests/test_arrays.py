"""Array helpers, compared with plain Python."""

from itertools import pairwise

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.arrays import (
    TEXT,
    CharClasses,
    code_points,
    factorize_runs,
    is_any_of,
    is_lexsorted,
    rank_in_run,
    run_starts,
    union_sorted,
)

numbers = st.lists(st.integers(0, 3), max_size=8)


@given(st.text(st.characters(codec=None), max_size=9))
def test_code_points_of_any_text(text):
    assert code_points(text).tolist() == [ord(character) for character in text]


def test_the_class_of_each_character_is_computed_once():
    asked = []

    def class_of(character: str) -> int:
        asked.append(character)
        return 1 + character.isalpha()

    classes = CharClasses(class_of)
    assert classes(code_points("ab-a")).tolist() == [2, 2, 1, 2]
    assert classes(code_points("b-c")).tolist() == [2, 1, 2]
    assert sorted(asked) == ["-", "a", "b", "c"]


@given(st.lists(st.sampled_from(["a", "b", "", None]), max_size=8), st.sampled_from([TEXT, object]))
def test_values_are_numbered_as_by_pandas(values, dtype):
    column = pd.Series(values, dtype=dtype)
    codes, different = factorize_runs(column)
    expected_codes, expected = pd.factorize(column)
    assert codes.tolist() == expected_codes.tolist()
    assert list(different) == list(expected)


@given(numbers)
def test_starts_of_runs_and_ranks_in_them(values):
    array = np.array(values, dtype=np.int64)
    starts = [n for n in range(len(values)) if n == 0 or values[n] != values[n - 1]]
    assert run_starts(array).tolist() == starts
    ranks = [n + 1 - max(start for start in starts if start <= n) for n in range(len(values))]
    assert rank_in_run(array).tolist() == ranks


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=5))
def test_rows_are_compared_by_the_first_key_then_the_second(rows):
    table = np.array(rows, dtype=np.int64).reshape(-1, 2)
    ascending = all(first < second for first, second in pairwise(rows))
    assert is_lexsorted(table[:, 0], table[:, 1]) == ascending


@given(numbers, numbers)
def test_a_union_is_in_order_and_without_repeats(first, second):
    union = union_sorted(np.array(first, dtype=np.int64), np.array(second, dtype=np.int64))
    assert union.tolist() == sorted({*first, *second})


def test_characters_that_are_any_of_some():
    assert is_any_of(code_points("a.b!c"), ".!").tolist() == [False, True, False, True, False]
