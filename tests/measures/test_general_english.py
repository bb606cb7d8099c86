"""Keyness against general English, whose frequencies are known proportions."""

import builtins
import sys

import numpy as np
import pandas as pd
import pytest
import tiny

from analysis.faults import InputError
from analysis.measures.general_english import (
    english_frequencies,
    english_only,
    keyness_against_english,
)

FREQUENCIES = {"the": 0.05, "rights": 0.0001, "of": 0.5, "never": 0.1}


def corpus(*texts: str) -> pd.DataFrame:
    doc_ids = [f"text-{number}" for number in range(len(texts))]
    return pd.DataFrame({"doc_id": doc_ids, "sentence": list(texts)})


def test_counts_are_compared_with_known_proportions():
    texts = ["The rights of the many.", "Rights of COVID-19, a civil-society matter."]
    table = keyness_against_english(corpus(*texts), FREQUENCIES)
    assert set(table["size_target"]) == {12}
    rows = table.set_index("term")
    assert table["term"].tolist()[:3] == ["rights", "of", "the"]
    assert rows.loc["rights", ["n_target", "n_texts"]].tolist() == [2, 2]
    # the one-sample test, by hand: 2 of 12 at .0001
    g2 = 2 * (2 * np.log(2 / 0.0012) + 10 * np.log(10 / (12 * 0.9999)))
    assert rows.loc["rights", "g2"] == pytest.approx(g2)
    assert rows.loc["rights", "log_ratio"] == pytest.approx(np.log2(2 / 12 / 0.0001))
    half = 1.959964 * np.sqrt(1 / 2 - 1 / 12) / np.log(2)
    ratio = rows.loc["rights"]
    assert ratio["high"] - ratio["log_ratio"] == pytest.approx(half)
    assert rows.loc["of", "g2"] < 0  # 2 of 12, where 6 are expected
    assert rows.loc["of", "expected"] == 6


def test_words_that_cannot_be_compared_are_kept_without_a_test():
    table = keyness_against_english(corpus("Civil-society of 2020 rights zzz zzz"), FREQUENCIES)
    rows = table.set_index("term")
    assert rows.loc["zzz", "frequency"] == 0
    assert rows.loc[["civil-society", "2020"], "frequency"].isna().all()
    untested = rows.loc[["zzz", "civil-society", "2020"]]
    assert untested[["g2", "p", "p_adjusted", "log_ratio", "low"]].isna().all(axis=None)
    assert table["term"].tolist()[2:] == ["zzz", "2020", "civil-society"]
    # the tests are two, not five
    assert rows.loc["rights", "p_adjusted"] == pytest.approx(2 * rows.loc["rights", "p"])


def test_rare_words_can_be_left_out_and_nothing_is_an_empty_table():
    table = keyness_against_english(corpus("the the of"), FREQUENCIES, min_n=2)
    assert table["term"].tolist() == ["the"]
    assert tiny.same_types(table, keyness_against_english(corpus(), FREQUENCIES))


def test_only_english_texts_are_compared():
    documents = pd.DataFrame({"doc_id": ["text-0", "text-1"], "language": ["en-GB", "fr"]})
    assert english_only(corpus("a", "b"), documents)["sentence"].tolist() == ["a"]
    with pytest.raises(InputError, match="no text in English, but in fr"):
        english_only(corpus("a", "b"), documents.iloc[1:])


def test_wordfreq_is_the_reference():
    pytest.importorskip("wordfreq")
    frequencies = english_frequencies()
    assert frequencies["the"] > frequencies["rights"] > frequencies["ombudsman"]
    table = keyness_against_english(corpus("The ombudsman of the ombudsmen."))
    assert table["term"].iloc[0] == "ombudsmen"


def test_without_the_extra_the_message_names_it(monkeypatch):
    real_import = builtins.__import__

    def refuse(name, *rest, **more):
        if name == "wordfreq":
            raise ImportError(name)
        return real_import(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "wordfreq", raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(InputError) as error:
        keyness_against_english(corpus("a"))
    assert "general English: found the package wordfreq is not installed" in str(error.value)
    assert "the extra `english`" in str(error.value)
