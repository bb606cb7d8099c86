"""Selections: the sentences that a number counts."""

import pandas as pd
import pytest

from analysis import InputError, find_hits, split_sentences
from analysis.codebook.model import Codebook
from analysis.measures.selected import select_sentences
from analysis.selection import read_where, write_where
from analysis.tables import PATTERNS, THEMES

TEXTS = {
    "a": "Aid came. War went on. Aid and war met. Nothing more.",
    "b": "War again. Then aid. Much aid.",
}


@pytest.fixture
def tables():
    documents = pd.DataFrame({"doc_id": list(TEXTS), "text": list(TEXTS.values())})
    documents = documents.assign(outlet=["Post", "News"], date=pd.to_datetime(["2020-03-01"] * 2))
    documents["date"] = pd.to_datetime(["2020-03-01", "2021-05-02"])
    themes = THEMES.frame(
        {"theme": ["t", "t/aid", "war"], "parent": ["", "t", ""], "label": ["T", "Aid", "War"]}
    )
    patterns = PATTERNS.frame(
        {
            "theme": ["t/aid", "t/aid", "war"],
            "pattern": ["aid", "much", "war"],
            "excludes": [False] * 3,
        }
    )
    codebook = Codebook("Tiny", "1", "en", themes, patterns, sha256="")
    sentences = split_sentences(documents)
    return sentences, find_hits(sentences, codebook), documents, codebook


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({}, ["a1", "a2", "a3", "a4", "b1", "b2", "b3"]),
        ({"theme": "t"}, ["a1", "a3", "b2", "b3"]),
        ({"theme": "t/aid", "also": "war"}, ["a3"]),
        ({"theme": ["t/aid", "war"], "doc_id": "b"}, ["b1", "b2", "b3"]),
        ({"theme": ""}, ["a4"]),
        ({"theme": "t/aid", "then": "war"}, ["a1"]),
        ({"theme": "war", "then": "t"}, ["a2", "b1"]),
        ({"pattern": "much"}, ["b3"]),
        ({"theme": "war", "pattern": "much"}, []),
        ({"word": "WAR"}, ["a2", "a3", "b1"]),
        ({"word": "aid and"}, ["a3"]),
        ({"word": "absent"}, []),
        ({"n_words": "2-3"}, ["a1", "a2", "a4", "b1", "b2", "b3"]),
        ({"n_words": "4"}, ["a3"]),
        ({"tenth": ["2", "10"]}, ["a1", "b1"]),
        ({"outlet": "Post", "theme": "war"}, ["a2", "a3"]),
        ({"outlet!": "Post"}, ["b1", "b2", "b3"]),
        ({"date": "2020-03-01"}, ["a1", "a2", "a3", "a4"]),
        ({"section": "", "sent_id": "2"}, ["a2", "b2"]),
        ({"section": "(before the first heading)", "doc_id": "a", "sent_id": "4"}, ["a4"]),
    ],
)
def test_the_sentences_for_which_everything_holds(tables, where, expected):
    found = select_sentences(*tables, where)
    assert (found["doc_id"] + found["sent_id"].astype(str)).tolist() == expected
    assert read_where(write_where(where)).keys() == where.keys()


def test_sentences_that_were_coded_by_hand(tables):
    themes = {"theme": ["t/aid", "war", "", "war"]}
    codings = pd.DataFrame({"doc_id": ["a", "a", "a", "b"], "sent_id": [1, 1, 2, 3], **themes})
    for where, expected in [
        ({"coded": "t"}, ["a1"]),
        ({"coded": "war"}, ["a1", "b3"]),
        ({"coded": ""}, ["a2"]),
        ({"coded": "war", "theme!": "t"}, []),
    ]:
        found = select_sentences(*tables, where, codings)
        assert (found["doc_id"] + found["sent_id"].astype(str)).tolist() == expected
    assert select_sentences(*tables, {"coded": "war"}).empty
    with pytest.raises(InputError, match="the theme 'was'; expected 'war'"):
        select_sentences(*tables, {"coded": "was"}, codings)


def test_a_period_selects_its_texts(tables):
    sentences, hits, documents, codebook = tables
    documents = documents.assign(date_as_written=["2020-03", "2021-05"])
    found = select_sentences(sentences, hits, documents, codebook, {"date": "2021-05"})
    assert found["doc_id"].unique().tolist() == ["b"]


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"theme": "t/aids"}, r"theme 't/aids'; expected .*t/aid"),
        ({"outlets": "Post"}, "key 'outlets'; expected 'outlet'"),
        ({"outlet": "Pots"}, "'Pots'; expected 'Post'"),
        ({"n_words": "few"}, "'few'; expected a number of words"),
        ({"date": "2019-04"}, "'2019-04'"),
    ],
)
def test_what_is_not_there_is_named(tables, where, message):
    with pytest.raises(InputError, match=message):
        select_sentences(*tables, where)
