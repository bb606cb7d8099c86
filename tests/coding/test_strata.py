"""Strata by a column or by hits of a theme."""

import pandas as pd
import pytest
from tiny import CODEBOOK, SENTENCES_AB, codebook

from analysis.coding.strata import find_strata
from analysis.faults import InputError
from analysis.hits.find import find_hits

DOCUMENTS_AB = pd.DataFrame(
    {"doc_id": ["a", "b"], "outlet": ["Post", ""], "tone": ["x", "y"], "text": "Text."}
)


def find(by, book=CODEBOOK, documents=DOCUMENTS_AB):
    return find_strata(by, SENTENCES_AB, documents, book, lambda: find_hits(SENTENCES_AB, book))


def test_by_a_column_of_texts():
    strata = find("outlet")
    assert strata.by == "outlet"
    assert strata.of_sentences.tolist() == ["Post"] * 4 + ["(not stated)"] * 2


def test_by_a_column_of_sentences():
    assert find("section").of_sentences.tolist() == (
        ["(before the first heading)"] * 2 + ["Later"] * 2 + ["(before the first heading)"] * 2
    )


@pytest.mark.parametrize("by", ["topic/poverty", "Poverty", "POVERTY", "theme:topic/poverty"])
def test_by_hits_of_a_theme(by):
    strata = find(by)
    assert (strata.by, strata.of_theme) == ("topic/poverty", "topic/poverty")
    hit, none = "hit of topic/poverty", "no hit of topic/poverty"
    assert strata.of_sentences.tolist() == [none, hit, none, hit, none, hit]


def test_a_theme_has_the_hits_below_it():
    assert (find("topic").of_sentences == "hit of topic").tolist() == [
        True, True, False, True, False, True,
    ]  # fmt: skip


def test_a_column_and_a_theme_of_one_name_are_told_apart():
    with pytest.raises(InputError, match="expected 'column:tone' or 'theme:tone'"):
        find("tone")
    column, theme = find("column:tone"), find("theme:tone")
    assert (column.by, column.of_theme) == ("column:tone", "")
    assert column.of_sentences.tolist() == ["x"] * 4 + ["y"] * 2
    assert (theme.by, theme.of_theme) == ("theme:tone", "tone")


def test_without_strata():
    assert find("") == ("", None, "")


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("outlett", "--by: found 'outlett', which is no column and no theme; expected 'outlet'"),
        ("topic/povertyy", "expected 'topic/poverty'"),
        ("column:topic", "found 'topic', which is no column and no theme; expected one of"),
        ("theme:outlet", "found 'outlet', which is no column and no theme; expected one of"),
        ("text", "found 'text', which is no column and no theme"),
    ],
)
def test_what_is_no_stratum(by, message):
    with pytest.raises(InputError, match=message):
        find(by)


def test_a_theme_of_no_sentence_or_of_all():
    with pytest.raises(InputError, match="'never', which no sentence has a hit of"):
        find("never", codebook({"never": ["zebra"]}))
    with pytest.raises(InputError, match="'all', which every sentence has a hit of"):
        find("all", codebook({"all": ["*"]}))


def test_a_text_is_a_stratum():
    documents = pd.concat([DOCUMENTS_AB])
    assert find("doc_id", documents=documents).of_sentences.tolist() == ["a"] * 4 + ["b"] * 2
