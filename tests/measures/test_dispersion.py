"""Dispersion, against published values and by hand."""

import pandas as pd
import pytest
import tiny
from hypothesis import given
from hypothesis import strategies as st

from analysis.faults import InputError
from analysis.measures.dispersion import dispersion
from analysis.tables import DISPERSION

# Gries (2008), "Dispersions and adjusted frequencies in corpora", p. 406: five parts, in which
# each letter is a word.
GRIES = [
    "b a m n i b e u p",
    "b a s a t b e w q n",
    "b c a g a b e s t a",
    "b a g h a b e a a t",
    "b a h a a b e a x a t",
]


def corpus(*texts: str) -> pd.DataFrame:
    doc_ids = [f"text-{number}" for number in range(len(texts))]
    return pd.DataFrame({"doc_id": doc_ids, "sentence": list(texts)})


def equal_parts(*counts: int) -> pd.DataFrame:
    """Parts of ten words, in which `x` occurs so often."""
    return corpus(*("x " * count + "y " * (10 - count) for count in counts))


def measures(table: pd.DataFrame, term: str) -> pd.Series:
    return table.set_index("term").loc[term]


def test_deviation_of_proportions_of_gries():
    table = dispersion(corpus(*GRIES)).set_index("term")
    assert table.loc[list("abiqx"), "dp"].round(2).tolist() == [0.18, 0.02, 0.82, 0.80, 0.78]
    # Lijffijt and Gries (2012): normalized
    assert table.loc[["b", "q"], "dp_norm"].round(3).tolist() == [0.024, 0.976]
    assert table.loc["a", ["n", "n_texts"]].tolist() == [15, 5]


def test_normalized_by_lijffijt_and_gries():
    assert measures(dispersion(equal_parts(2, 1, 0)), "x")["dp_norm"] == pytest.approx(0.5)


def test_juilland():
    # Juilland's D of 0, 4, 3, 2, 1 in five equal parts
    row = measures(dispersion(equal_parts(0, 4, 3, 2, 1)), "x")
    assert row["d"] == pytest.approx(0.6464, abs=5e-5)


def test_juilland_is_of_rates():
    table = dispersion(corpus("x y", "x y z z x y z z"))  # 1 of 2 and 2 of 8: rates .5 and .25
    # mean .375, deviation .125, so 1 − .125 / .375 / √1
    assert measures(table, "x")["d"] == pytest.approx(2 / 3)


def test_the_most_frequent_term_comes_first_and_phrases_lie_inside_a_sentence():
    table = dispersion(corpus("Human rights, human rights.", "Rights.", ""), n=2)
    assert tiny.rows(table, "term", "n", "n_texts") == [
        ["human rights", 2, 1],
        ["rights human", 1, 1],
    ]
    assert table["dp"].isna().all()  # only one text has terms of two words


def test_sentences_of_one_text_are_one_part():
    table = dispersion(tiny.SENTENCES_AB)
    assert tiny.rows(table, "term", "n", "n_texts")[:3] == [
        ["rights", 3, 1],
        ["poverty", 2, 2],
        ["act", 1, 1],
    ]
    # text a has 13 of 20 words, b has 7
    assert measures(table, "rights")["dp"] == pytest.approx(0.35)
    assert measures(table, "rights")["dp_norm"] == pytest.approx(0.35 / 0.65)
    assert measures(table, "poverty")["dp"] == pytest.approx(0.15)


def test_with_one_text_there_is_nothing_to_spread_over():
    table = dispersion(corpus("Rights matter."))
    assert table[["dp", "dp_norm", "d"]].isna().all(axis=None)
    assert tiny.rows(table, "term", "n", "n_texts") == [["matter", 1, 1], ["rights", 1, 1]]


@pytest.mark.parametrize("texts", [[], [""], ["...", "!"]])
def test_without_words_the_table_is_empty(texts):
    assert tiny.same_types(dispersion(corpus("a")), dispersion(corpus(*texts)))
    assert list(dispersion(corpus(*texts))) == list(DISPERSION.columns)


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match="no column 'doc_id'"):
        dispersion(pd.DataFrame({"sentence": ["a"]}))


letters = st.lists(st.sampled_from("abc"), max_size=8).map(" ".join)


@given(st.lists(letters, min_size=2, max_size=6))
def test_measures_are_those_of_a_plain_loop(texts):
    table = dispersion(corpus(*texts))
    parts = [text.split() for text in texts if text]
    total = sum(map(len, parts))
    for row in table.itertuples():
        counts = [part.count(row.term) for part in parts]
        n = sum(counts)
        shares = [len(part) / total for part in parts]
        pairs = list(zip(counts, shares, strict=True))
        dp = sum(abs(count / n - share) for count, share in pairs) / 2
        assert (row.n, row.n_texts) == (n, sum(count > 0 for count in counts))
        if len(parts) > 1:
            assert row.dp == pytest.approx(dp, abs=1e-12)
            assert row.dp_norm == pytest.approx(dp / (1 - min(shares)), abs=1e-12)
            assert row.d <= 1 + 1e-12
