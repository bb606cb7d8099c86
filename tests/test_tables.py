"""Making tables, and checking their columns and keys."""

import numpy as np
import pandas as pd
import pytest

from analysis import concordance, tables
from analysis.faults import InputError
from analysis.tables import HITS, SENTENCES, TEXT, Table

ALL = [table for table in vars(tables).values() if isinstance(table, Table)]


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_a_table_has_its_key_among_its_columns_and_one_name(table):
    assert set(table.key) <= set(table.columns)
    assert [other.name for other in ALL].count(table.name) == 1


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_an_empty_table_has_all_columns_with_their_dtypes(table):
    empty = table.empty()
    assert len(empty) == 0
    assert list(empty.columns) == list(table.columns)
    assert all(empty[column].dtype == dtype for column, dtype in table.columns.items())


def test_a_table_has_its_columns_first_and_a_plain_index():
    table = Table("t", "one text", ("doc_id",), {"doc_id": TEXT, "n": "int64"})
    data = pd.DataFrame({"year": [1990, 1991], "n": [0, 1], "doc_id": ["a", "b"]}, index=[7, 8])
    made = table.frame(data)
    assert list(made.columns) == ["doc_id", "n", "year"]
    assert made.index.tolist() == [0, 1]


def test_every_missing_column_is_named_with_similar_ones_first():
    frame = pd.DataFrame({"sent_id": [1], "doc_ids": ["a"]})
    with pytest.raises(InputError) as caught:
        SENTENCES.need(frame, ["doc_id", "sent_id", "start"])
    no_id, no_start = caught.value.faults
    assert no_id.found == "no column 'doc_id' among 'doc_ids', 'sent_id'"
    assert no_start.found.startswith("no column 'start' among ")
    assert SENTENCES.need(frame, ["sent_id"]) is frame


@pytest.mark.parametrize(
    ("doc_ids", "sent_ids"),
    [([], []), (["a", "a", "b"], [1, 2, 1]), (["b", "a", "b"], [2, 1, 1])],
)
def test_complete_and_different_keys_pass_in_any_order(doc_ids, sent_ids):
    frame = pd.DataFrame({"doc_id": doc_ids, "sent_id": sent_ids})
    assert SENTENCES.unique(frame) is frame


def test_a_repeated_key_and_an_incomplete_key_are_different_faults():
    frame = pd.DataFrame({"doc_id": ["a", "a", None], "sent_id": [1, 1, 2]})
    with pytest.raises(InputError) as caught:
        SENTENCES.unique(frame)
    repeated, incomplete = caught.value.faults
    assert (repeated.found, repeated.expected) == (
        "the key 'a' 1 more than once",
        "each key once",
    )
    assert incomplete.found.startswith("the incomplete key ")
    assert incomplete.expected == "a key in every row"


def test_no_check_changes_the_frame():
    frame = HITS.empty()
    before = frame.copy(deep=True)
    HITS.unique(HITS.need(frame))
    pd.testing.assert_frame_equal(frame, before)


WRONG_CELLS = [
    ("sentence", ["a", None], "found 1 missing value; expected text in every row"),
    ("sentence", ["a", 5], "found values of type object; expected text"),
    ("doc_id", ["a", None], "found 1 missing value; expected text in every row"),
    ("sent_id", [1, np.nan], "found 1 missing value; expected whole numbers in every row"),
    ("start", ["0", "9"], "found values of type str; expected whole numbers"),
    ("start", [0, 9.5], "found values of type float64; expected whole numbers"),
]


@pytest.mark.parametrize(("column", "values", "message"), WRONG_CELLS)
def test_cells_that_a_measure_cannot_read_are_an_error(column, values, message):
    frame = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2], "start": [0, 9], "sentence": "x"})
    with pytest.raises(InputError, match=f"table sentences, column '{column}': {message}"):
        concordance(frame.assign(**{column: values}), "x")


@pytest.mark.parametrize("dtype", ["category", object, "string[python]", "string[pyarrow]"])
def test_text_of_any_type_is_text(dtype):
    if dtype == "string[pyarrow]":
        pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    frame = pd.DataFrame({"doc_id": "a", "sent_id": [1.0, 2.0], "start": [0, 9], "sentence": "x"})
    frame = frame.astype({"doc_id": dtype, "sentence": dtype, "start": "Int64"})
    assert concordance(frame, "x")["sent_id"].tolist() == [1, 2]


def test_a_column_that_is_there_twice_or_a_table_that_is_none_is_an_error():
    frame = pd.DataFrame(
        [["a", 1, "x", "x"]], columns=["doc_id", "sent_id", "sentence", "sentence"]
    )
    with pytest.raises(InputError, match="found 2 columns 'sentence'; expected one such column"):
        SENTENCES.need(frame, ["sentence"])
    with pytest.raises(InputError, match="table sentences: found a list; expected a data frame"):
        SENTENCES.need([])


def test_columns_that_form_groups_can_hold_anything():
    frame = pd.DataFrame({"doc_id": ["a"], "section": [None], 5: [1]})
    assert SENTENCES.need(frame, ["doc_id"], groups=["section", 5]) is frame
    with pytest.raises(InputError, match="found no column 6"):
        SENTENCES.need(frame, ["doc_id"], groups=[6])
