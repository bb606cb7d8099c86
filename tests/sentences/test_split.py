"""The table of sentences: its columns, order, offsets and errors."""

from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from splitting import split_text

from analysis.faults import InputError
from analysis.sentences.split import split_sentences
from analysis.tables import SENTENCES

SEED = Path(__file__).parents[2] / "seeds" / "000_0c3c56741f2eaeab.txt"


def test_sentences_of_the_built_in_text():
    text = SEED.read_text(encoding="utf-8")
    sentences = split_text(text)
    assert len(sentences) == 17
    assert sentences.groupby("section", sort=False).size().to_dict() == {
        "": 2,
        "Empowering Global Human Rights and Governance": 4,
        "Active Participation in International Arenas": 4,
        "Challenges and Opportunities Ahead": 7,
    }
    assert sentences["paragraph"].tolist() == [1] * 2 + [2] * 4 + [3] * 4 + [4] * 4 + [5] * 3


def test_documents_can_have_any_order_and_further_columns():
    documents = pd.DataFrame(
        {"text": ["B. Two.", "", "One.\n\nTwo."], "year": [1, 2, 3], "doc_id": ["b", "0", "a"]},
        index=[7, 7, 1],
    )
    before = documents.copy(deep=True)
    sentences = split_sentences(documents)
    assert sentences[["doc_id", "sent_id", "paragraph", "sentence"]].to_numpy().tolist() == [
        ["a", 1, 1, "One."],
        ["a", 2, 2, "Two."],
        ["b", 1, 1, "B. Two."],
    ]
    assert isinstance(sentences.index, pd.RangeIndex)
    assert sentences.dtypes.astype(str).to_dict() == SENTENCES.columns
    assert_frame_equal(documents, before)


@pytest.mark.parametrize("texts", [[], ["", " \n\t\n", "\u3000"]])
def test_texts_without_sentences_give_an_empty_table(texts):
    doc_ids = [str(number) for number in range(len(texts))]
    documents = pd.DataFrame({"doc_id": doc_ids, "text": texts})
    assert_frame_equal(split_sentences(documents), SENTENCES.empty())


def test_offsets_count_code_points():
    text = "👍🏽 Aims\n\nIt is 😀. E\u0301tat 🇨🇭 won!"
    sentences = split_text(text)
    assert sentences[["start", "end"]].to_numpy().tolist() == [[9, 17], [18, 31]]
    assert sentences["sentence"].tolist() == ["It is 😀.", "E\u0301tat 🇨🇭 won!"]
    assert sentences["n_words"].tolist() == [3, 3]


def test_a_surrogate_counts_as_one_character():
    text = pd.Series(["A \ud800. B \ud800 C."], dtype=object)  # text columns on Arrow hold none
    found = split_sentences(pd.DataFrame({"doc_id": "a", "text": text}))
    assert found[["start", "end"]].to_numpy().tolist() == [[0, 4], [5, 11]]


def test_wrong_tables_are_refused():
    with pytest.raises(InputError, match="no column 'text'"):
        split_sentences(pd.DataFrame({"doc_id": ["a"]}))
    with pytest.raises(InputError) as wrong:
        split_sentences(pd.DataFrame({"doc_id": ["a", "b", "a", "b", "c"], "text": "x"}))
    assert [fault.found for fault in wrong.value.faults] == [
        "the key 'a' more than once",
        "the key 'b' more than once",
    ]
