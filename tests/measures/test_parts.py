"""Parts of a study whose words are compared: groups, texts, sections or halves."""

import pandas as pd
import pytest
from tiny import SENTENCES_AB, rows, same_types, sentences

from analysis import InputError
from analysis.measures.parts import (
    MOST_PARTS,
    choose_parts,
    describe_parts,
    words_of_part,
    words_of_parts,
)

DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b"], "outlet": ["Post", ""], "same": ["x", "x"]})
ONE = SENTENCES_AB[SENTENCES_AB["doc_id"] == "a"]


@pytest.mark.parametrize(
    ("table", "columns", "kind", "names"),
    [
        (SENTENCES_AB, ["same", "outlet"], "outlet", ["Post"] * 4 + ["(not stated)"] * 2),
        (SENTENCES_AB, ["same"], "text", ["a"] * 4 + ["b"] * 2),
        (ONE, [], "section", ["(before the first heading)"] * 2 + ["Later"] * 2),
        (sentences("One two.", "Three.", "Four."), [], "half", ["first half", "second half", "second half"]),
        (sentences("One two three.", "Four."), [], "half", ["first half", "second half"]),
        (sentences("One."), [], "", ["whole text"]),
        (SENTENCES_AB[:0], ["outlet"], "", []),
    ],
)  # fmt: skip
def test_the_parts_are_groups_or_texts_or_sections_or_halves(table, columns, kind, names):
    parts = choose_parts(table, DOCUMENTS, columns)
    assert (parts.kind, parts.names.tolist()) == (kind, names)
    assert parts.names.index.equals(table.index)


def test_parts_are_described_the_largest_first():
    parts = choose_parts(ONE, DOCUMENTS, [])
    table = describe_parts(ONE, parts)
    assert rows(table, "part", "kind", "n_texts", "n_sentences", "n_words") == [
        ["Later", "section", 1, 2, 7],
        ["(before the first heading)", "section", 1, 2, 6],
    ]
    assert same_types(table, describe_parts(ONE[:0], choose_parts(ONE[:0], DOCUMENTS, [])))


def test_words_that_are_more_frequent_in_a_part_are_listed_by_part():
    table = pd.concat(
        [
            sentences(*["Trade and trade.", "Trade grows."] * 10, doc_id="a"),
            sentences(*["Peace and peace.", "War and war."] * 10, doc_id="b"),
        ],
        ignore_index=True,
    )
    parts = choose_parts(table, DOCUMENTS, [])
    words = words_of_parts(table, parts)
    found = ["part", "term", "n_target", "n_reference"]
    assert rows(words, *found) == [
        ["b", "peace", 20, 0],
        ["b", "war", 20, 0],  # it is so short that it could be a function word
        ["a", "grows", 10, 0],
        ["a", "trade", 30, 0],  # with `and`, it is half of all words
    ]
    assert (words["g2"] > 0).all()
    whole = words_of_part(table, parts, "a").query("g2 > 0 and p_adjusted < 0.05")
    own = words.query("part == 'a'").drop(columns="part").sort_values("term", ignore_index=True)
    whole = whole[own.columns].sort_values("term", ignore_index=True)
    pd.testing.assert_frame_equal(own, whole)
    [whole] = rows(words_of_part(table, parts, "a").query("term == 'trade'"), "expected", "n_texts")
    assert whole == [30 * 50 / 110, 1]
    assert same_types(words, words_of_parts(table[:0], choose_parts(table[:0], DOCUMENTS, [])))
    with pytest.raises(InputError, match="found no part 'c'; expected one of 'a', 'b'"):
        words_of_part(table, parts, "c")


def test_one_part_has_nothing_to_be_compared_with():
    table = sentences("Rights and rights.")
    parts = choose_parts(table, DOCUMENTS, [])
    assert words_of_parts(table, parts).empty
    assert words_of_part(table, parts, "whole text")["g2"].isna().all()


def test_only_the_parts_with_the_strongest_words_are_listed():
    own = {n: [f"Own{n} own{n}."] * 6 for n in range(1, 9)}
    texts = [sentences(*["Word word."] * n, *own[n], doc_id=f"t{n}") for n in own]
    table = pd.concat(texts, ignore_index=True)
    words = words_of_parts(table, choose_parts(table, DOCUMENTS, []))
    assert len(words["part"].unique()) == MOST_PARTS
    # The fewer other words a part has, the more frequent its own one is there.
    assert set(words["part"]) == {f"t{n}" for n in range(1, MOST_PARTS + 1)}


def test_where_no_word_is_clear_the_three_strongest_are_listed():
    table = pd.concat(
        [sentences("One two three four.", "Five five.", doc_id=name) for name in "ab"]
        + [sentences("Six six.", "Seven seven.", "Eight eight.", "Nine nine.", doc_id="c")],
        ignore_index=True,
    )
    words = words_of_parts(table, choose_parts(table, DOCUMENTS, []))
    assert len(words) == 3
    assert (words["p_adjusted"] >= 0.05).all()


def test_words_that_are_as_strong_come_by_their_length_and_never_by_the_alphabet():
    lines = ["Abroad refugees found it."] * 9
    table = pd.concat(
        [sentences(*lines, doc_id="a"), sentences(*["It rained on it."] * 40, doc_id="b")],
        ignore_index=True,
    )
    words = words_of_parts(table, choose_parts(table, DOCUMENTS, [])).query("part == 'a'")
    assert words["term"].tolist() == ["refugees", "abroad", "found"]
