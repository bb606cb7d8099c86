"""The concordance: every match, where it is, and its context."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import SENTENCES_AB, rows, same_types, sentences

from analysis import InputError, concordance, split_sentences
from analysis.arrays import TEXT
from analysis.codebook.patterns import find_problem
from analysis.hits.search import find_matches
from analysis.tables import CONCORDANCE


def faults(query, **further) -> list[str]:
    with pytest.raises(InputError) as caught:
        concordance(SENTENCES_AB, query, **further)
    return [str(fault) for fault in caught.value.faults]


def test_every_match_is_a_line_in_the_order_of_the_texts():
    found = concordance(SENTENCES_AB, ["poverty", "right*"])
    assert rows(found, "doc_id", "start", "pattern", "sent_id", "end", "match") == [
        ["a", 20, "right*", 1, 26, "rights"],
        ["a", 28, "poverty", 2, 35, "Poverty"],
        ["a", 56, "right*", 4, 62, "Rights"],
        ["a", 64, "right*", 4, 70, "rights"],
        ["b", 21, "right*", 1, 26, "right"],
        ["b", 33, "poverty", 2, 40, "Poverty"],
    ]
    assert list(found.columns) == list(CONCORDANCE.columns)
    shuffled = SENTENCES_AB.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(concordance(shuffled, ["poverty", "right*"]), found)


def test_context_runs_on_into_the_sentences_beside_but_not_into_another_text():
    found = concordance(SENTENCES_AB, "fell", width=12)
    assert rows(found, "left", "match", "right") == [["ts. Poverty ", "fell", ". Nothing he"]]
    found = concordance(SENTENCES_AB, ["states", "poor", "countries"])
    assert found["left"].tolist()[::2] == ["", ""]
    assert found["right"].tolist()[1] == "."


def test_context_stops_where_a_sentence_is_missing_from_the_table():
    some = SENTENCES_AB[SENTENCES_AB["sent_id"] != 2]
    assert rows(concordance(some, "nothing"), "left", "right") == [
        ["", " here. Rights, rights and the poor."]
    ]


def test_blanks_and_line_ends_are_one_space_and_chinese_sentences_have_none():
    wrapped = sentences("The  poor\n\tof the\u00a0earth.")
    assert rows(concordance(wrapped, "poor of"), "left", "match", "right") == [
        ["The ", "poor of", " the earth."]
    ]
    documents = pd.DataFrame(
        {"doc_id": ["a"], "text": ["人权。法治。"], "language": "zh"}, dtype=TEXT
    )
    assert rows(concordance(split_sentences(documents), "法治"), "left", "right") == [
        ["人权。", "。"]
    ]


def test_overlapping_matches_are_all_lines_and_capitals_count_as_in_a_codebook():
    table = sentences("Human rights, human rights of us in the US.")
    assert len(concordance(table, ["human right*", "rights"])) == 4
    assert concordance(table, "US")["start"].tolist() == [40]
    assert concordance(table, "us")["start"].tolist() == [30, 40]
    assert len(concordance(table, ["us", "us"])) == 2


def test_no_match_is_an_empty_table():
    assert same_types(concordance(SENTENCES_AB, "poor"), concordance(SENTENCES_AB, "absent"))
    assert same_types(concordance(SENTENCES_AB, "poor"), concordance(SENTENCES_AB[:0], "poor"))
    assert rows(concordance(SENTENCES_AB, "poor", width=0), "left", "right") == [["", ""]]


def test_a_sentence_of_a_million_characters_is_not_read_whole_for_each_line():
    long = sentences("word " * 200_000 + "end.")
    found = concordance(long, "word", width=10)
    assert len(found) == 200_000
    assert rows(found.tail(1), "left", "right") == [["word word ", " end."]]


def test_everything_that_is_wrong_with_a_query_is_said_at_once():
    assert faults(["right.*", " ", "*", "x " * 101, 5]) == [
        "concordance: found 'right.*', which contains '.*' as in a regular expression; "
        "expected a word or phrase, in which * means any letters and ? means one letter",
        "concordance: found a blank pattern; expected a pattern with a letter or number in it",
        "concordance: found the pattern '*'; expected a pattern with a letter or number in it",
        f"concordance: found the pattern {'x ' * 101!r}, which has 101 words; "
        "expected at most 100 words, and 5,000 characters",
        "concordance: found 5; expected a pattern, which is text",
    ]
    assert faults("right", width=-1) == [
        "concordance, width: found -1; expected a number of characters"
    ]
    assert faults([]) == ["concordance: found no pattern; expected a pattern, or several"]


# -- what always holds ---------------------------------------------------------------------------

WORDS = ["rights", "Poor", "the", "é", "e\u0301", "人", "法", "حق", "\u00ad", "ﬁ"]
SIGNS = [". ", " ", "\n", "\n\n", "。", "? ", "  ", "’", "-", "\u2028", "# A\n\n"]
text = st.lists(st.sampled_from(WORDS + SIGNS), max_size=40).map("".join)
pattern = st.lists(st.sampled_from([*WORDS, " ", "*"]), min_size=1, max_size=4).map("".join)
valid = pattern.filter(lambda written: find_problem(written) is None)


def squeeze(stretch: str) -> str:
    """Each run of blanks as one space, by another way than the code."""
    padded = " ".join(f"x{stretch}x".split())
    return padded[1:-1]


@given(texts=st.lists(text, min_size=1, max_size=3), query=valid, width=st.integers(0, 30))
def test_lines_agree_with_the_texts(texts, query, width):
    ids = [f"t{number}" for number in range(len(texts))]
    documents = pd.DataFrame({"doc_id": ids, "text": texts}, dtype=TEXT).assign(headings="none")
    table = split_sentences(documents)
    found = concordance(table, query, width=width)
    whole = dict(zip(ids, texts, strict=True))
    for line in found.itertuples():
        of_text = whole[line.doc_id]
        assert squeeze(of_text[line.start : line.end]) == line.match
        before = squeeze(of_text[: line.start]).lstrip()
        after = squeeze(of_text[line.end :]).rstrip()
        assert line.left == before[max(0, len(before) - width) :]
        assert line.right == after[:width]
    searched = table["sentence"].tolist()
    assert len(found) == sum(map(len, find_matches(searched, [query])))
    assert not found.duplicated(list(CONCORDANCE.key)).any()


@pytest.mark.parametrize("query", [None, 5, b"rights"])
def test_what_is_no_pattern_is_an_error(query):
    with pytest.raises(InputError, match=f"found {query!r}; expected a pattern, which is text"):
        concordance(SENTENCES_AB, query)


def test_a_width_of_numpy_is_a_width():
    wide = concordance(SENTENCES_AB, "rights", width=np.int64(3))
    assert wide["left"].str.len().max() == 3
