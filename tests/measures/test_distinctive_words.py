"""Distinctive words of groups and of periods."""

import pandas as pd
import pytest
import tiny

from analysis.faults import InputError
from analysis.measures.distinctive_words import words_of_group, words_of_period

DOCUMENTS = pd.DataFrame(
    {"doc_id": ["a", "b", "c"], "outlet": ["Post", "News", ""], "year": [2020, 2022, 2023]}
)
SENTENCES = pd.concat(
    [
        tiny.sentences("Tax tax.", "Cuts.", doc_id="a", sections=["", "Aims"]),
        tiny.sentences("War tax.", doc_id="b"),
        tiny.sentences("Peace.", doc_id="c"),
    ],
    ignore_index=True,
)


def counts(table: pd.DataFrame) -> dict[str, list[int]]:
    rows = table.sort_values("term")
    columns = rows[["n_target", "n_reference"]].to_numpy().tolist()
    return dict(zip(rows["term"], columns, strict=True))


def test_a_group_is_compared_with_all_others():
    table = words_of_group(SENTENCES, DOCUMENTS, "outlet", "Post")
    assert counts(table) == {"cuts": [1, 0], "peace": [0, 1], "tax": [2, 1], "war": [0, 1]}
    stated = words_of_group(SENTENCES, DOCUMENTS, "outlet", "(not stated)", min_n=2)
    assert counts(stated) == {"tax": [0, 3]}
    assert counts(words_of_group(SENTENCES, DOCUMENTS, "year", 2022, n=2)) == {
        "tax tax": [0, 1],
        "war tax": [1, 0],
    }


def test_sections_are_groups():
    table = words_of_group(SENTENCES, DOCUMENTS, "section", "Aims")
    assert counts(table)["cuts"] == [1, 0]
    assert table["size_reference"].tolist() == [5] * 4


def test_a_period_is_compared_with_the_last_one_that_has_texts():
    table = words_of_period(SENTENCES, DOCUMENTS, "year", 2022)
    assert counts(table) == {"cuts": [0, 1], "tax": [1, 2], "war": [1, 0]}
    assert counts(words_of_period(SENTENCES, DOCUMENTS, "year", "2023"))["peace"] == [1, 0]


def test_months_are_periods():
    dates = pd.to_datetime(["2023-01-05", "2023-02-07", "2023-09-30"])
    table = words_of_period(SENTENCES, DOCUMENTS.assign(date=dates), "date", "2023-02")
    assert counts(table)["war"] == [1, 0]


def test_an_unknown_group_or_period_is_named_with_the_nearest():
    with pytest.raises(InputError, match="column 'outlet': found no group 'post'; expected 'Post'"):
        words_of_group(SENTENCES, DOCUMENTS, "outlet", "post")
    with pytest.raises(InputError, match="found no column 'outlets'"):
        words_of_group(SENTENCES, DOCUMENTS, "outlets", "Post")
    with pytest.raises(InputError, match="found no group '2021'"):
        words_of_period(SENTENCES, DOCUMENTS, "year", 2021)
    with pytest.raises(InputError, match="found no period before '2020'"):
        words_of_period(SENTENCES, DOCUMENTS, "year", 2020)
