"""Sections of the tiny corpus, counted by hand."""

import tiny

from analysis.measures.sections import sections

S = tiny.SENTENCES_AB


def test_sections():
    assert sections(S).to_numpy().tolist() == [
        ["a", "", 1, 2, 6],
        ["a", "Later", 1, 2, 7],
        ["b", "", 1, 2, 7],
    ]


def test_no_sentences_give_an_empty_table_of_the_same_types():
    assert tiny.same_types(sections(S), sections(S.head(0)))
