"""Patterns prepared for search: their words, and the word types that these match."""

import numpy as np

from analysis.hits.pattern_set import NO_WORD, PatternSet
from analysis.hits.tokens import Block, Vocabulary, read_block


def test_phrases_and_expressions_are_distinguished():
    pattern_set = PatternSet(["human  Rights", "U.N.", "right*", "the * of", "* anti-*"])
    assert pattern_set.phrases.pattern.tolist() == [0, 2, 3]
    assert pattern_set.phrases.length.tolist() == [2, 1, 3]
    assert pattern_set.phrases.words[1].tolist() == [4, NO_WORD, NO_WORD]
    assert not pattern_set.phrases.glued.any()
    assert pattern_set.expressions.pattern.tolist() == [1, 4]


def test_pattern_words_are_numbered_once_regardless_of_case():
    pattern_set = PatternSet(["Human rights", "human Dignity", "HUMAN RIGHTS"])
    assert pattern_set.pattern_words.numbers == {
        "human": 0,
        "rights": 1,
        "dignity": 2,
        "HUMAN": 3,
        "RIGHTS": 4,
    }


def test_letters_of_scripts_without_blanks_are_the_words_of_a_phrase():
    pattern_set = PatternSet(["人权", "WTO组织 法", "人*权", "人权*"])
    assert pattern_set.phrases.pattern.tolist() == [0, 1, 3]
    assert pattern_set.phrases.length.tolist() == [2, 4, 2]
    assert pattern_set.phrases.glued.tolist() == [
        [False, True, False, False],
        [False, True, True, False],
        [False, True, False, False],
    ]
    assert pattern_set.expressions.pattern.tolist() == [2]


def test_patterns_with_a_question_mark_are_open():
    assert PatternSet(["wom?n", "women", "women？"]).open == [0]


def block_of(text: str, vocabulary: Vocabulary) -> Block:
    return read_block([text], vocabulary)


def test_any_word_neither_begins_an_expression_nor_chooses_its_texts():
    expressions = PatternSet(["* anti-*", "so-called", "(*)"]).expressions
    assert [len(words) for words in expressions.words] == [1, 2, 0]
    assert expressions.first_word.tolist()[::2] == [NO_WORD, NO_WORD]
    assert expressions.first_word[1] == expressions.words[1][0]


def occurrences(texts, *pattern_words):
    """The word types that each pattern word matches; the texts are added one after another."""
    pattern_set = PatternSet(list(pattern_words))
    vocabulary = Vocabulary()
    wanted = np.arange(len(pattern_words))
    found = []
    for text in texts:
        words = block_of(text, vocabulary).words
        pattern_set.pattern_words.learn(words, vocabulary.types)
        word, asked = pattern_set.pattern_words.find_occurrences(words, wanted)
        for position, number in zip(word, asked, strict=True):
            spelling = vocabulary.types[words.type_id[position]]
            found.append((int(position), spelling, pattern_words[number]))
    return found


def test_a_pattern_word_means_types_of_every_case_and_block():
    found = occurrences(["Right and right", "RIGHT, rights"], "right", "right*")
    assert found == [
        (0, "Right", "right"),
        (0, "Right", "right*"),
        (2, "right", "right"),
        (2, "right", "right*"),
        (0, "RIGHT", "right"),
        (0, "RIGHT", "right*"),
        (1, "rights", "right*"),
    ]


def test_globs_with_any_number_of_letters_before_the_wildcard():
    text = "a ab abc b xbz"
    assert occurrences([text], "ab*") == [(1, "ab", "ab*"), (2, "abc", "ab*")]
    assert occurrences([text], "a?") == [(1, "ab", "a?")]
    assert occurrences([text], "*b?") == [(2, "abc", "*b?"), (4, "xbz", "*b?")]
    assert [word for word, *_ in occurrences([text], "*")] == [0, 1, 2, 3, 4]


def test_capitals_match_capitals_alone():
    text = "US us Us USAID"
    assert occurrences([text], "US") == [(0, "US", "US")]
    assert [word for word, *_ in occurrences([text], "us")] == [0, 1, 2]
    assert [word for word, *_ in occurrences([text], "US*", "u*d")] == [0, 3, 3]


def test_the_words_of_a_block_are_counted():
    pattern_set = PatternSet(["right*", "right", "duty"])
    vocabulary = Vocabulary()
    words = block_of("Right, rights, right", vocabulary).words
    pattern_set.pattern_words.learn(words, vocabulary.types)
    assert pattern_set.pattern_words.count.tolist() == [3, 2, 0]
