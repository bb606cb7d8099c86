"""Terms: words and phrases, where they occur, and what joins or breaks them."""

import pandas as pd
import pytest
import reference
import tiny
from hypothesis import given
from hypothesis import strategies as st

from analysis.faults import InputError
from analysis.measures import terms as terms_module
from analysis.measures.terms import find_terms


def frame(*texts: str) -> pd.DataFrame:
    return pd.DataFrame({"sentence": pd.Series(texts, dtype=object)})


def spell(*texts: str, n: int = 1) -> list[str]:
    """The terms in the order in which they occur."""
    found = find_terms(frame(*texts), n)
    return [found.terms[number] for number in found.term]


def test_terms_know_where_they_occur():
    words = find_terms(frame("Civil–society groups,", "", "the groups’ CIVIL-society’s"))
    assert words.terms == ["civil-society", "civil-society's", "groups", "the"]
    assert words.term.tolist() == [0, 2, 3, 2, 1]
    assert words.sentence.tolist() == [0, 0, 2, 2, 2]
    assert words.start.tolist() == [0, 14, 0, 4, 12]
    assert words.end.tolist() == [13, 20, 3, 10, 27]
    assert words.unbroken.all()


def test_phrases_lie_inside_a_sentence_and_cross_punctuation():
    texts = ("We, the peoples, agree.", "We", "don’t agree")
    pairs = find_terms(frame(*texts), n=2)
    assert spell(*texts, n=2) == ["we the", "the peoples", "peoples agree", "don't agree"]
    assert pairs.terms == ["don't agree", "peoples agree", "the peoples", "we the"]
    assert pairs.unbroken.tolist() == [False, True, False, True]
    assert (pairs.start.tolist(), pairs.end.tolist()) == ([0, 4, 8, 0], [7, 15, 22, 11])
    triples = find_terms(frame(*texts), n=3)
    assert triples.terms == ["the peoples agree", "we the peoples"]
    assert triples.term.tolist() == [1, 0]
    assert find_terms(frame(*texts), n=5).terms == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("don't ’tis rock ’n’ roll’", ["don't", "tis", "rock", "n", "roll"]),
        ("state-of-the-art -ism co- - op", ["state-of-the-art", "ism", "co", "op"]),
        ("COVID-19 1990-1995 G20-led 5's", ["covid", "19", "1990", "1995", "g20", "led", "5", "s"]),
        ("a--b a-'b a–b a—b", ["a", "b", "a", "b", "a-b", "a", "b"]),
        ("two-\n state two- state 1-\nx", ["two-state", "two", "state", "1", "x"]),
        ("联合国-人 UN-人权", ["联", "合", "国", "人", "un", "人", "权"]),
        ("l’E\u0301tat n\u00adon-e\u0301tat", ["l'état", "non-état"]),
        ("हि-की ΟΔΟΣ’Σ ΟΔΟΣ", ["हि-की", "οδοσ'ς", "οδος"]),
        ("a_b x²-y", ["a", "b", "x", "y"]),
    ],
)
def test_what_joins_words(text, words):
    assert spell(text) == words


def reference_terms(text: str) -> list[tuple[str, int, int]]:
    """The words of a text as terms, character by character, with their offsets."""
    chars = reference.plain_form(text)
    plain = "".join(one.char for one in chars)
    numbers = reference.find_words(plain)
    spans: list[list[int]] = []
    for position, number in enumerate(numbers):
        if number < 0:
            continue
        is_same_word = position > 0 and numbers[position - 1] == number
        if is_same_word or (spans and continues(plain, spans[-1][1], position)):
            spans[-1][1] = position + 1
        else:
            spans.append([position, position + 1])
    return [
        (plain[begin:end].lower(), chars[begin].start, chars[end - 1].end) for begin, end in spans
    ]


def continues(plain: str, end: int, start: int) -> bool:
    if plain[end:start] not in ("'", "-"):
        return False
    last = end - 1
    while reference.is_mark(plain[last]):
        last -= 1
    sides = (plain[last], plain[start])
    return all(reference.is_letter(one) and not reference.is_without_blanks(one) for one in sides)


few = st.text(
    st.sampled_from("aB'’-–1 \n,_人\u0301\u00ad²ﬁİΣ\U0001e943\u093f\u0915\u0661"), max_size=14
)


@given(st.lists(few | st.text(max_size=8), max_size=5), st.sampled_from([9, 4_000_000]))
def test_terms_are_those_of_the_reference(texts, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terms_module, "BLOCK", block)
        found = find_terms(frame(*texts))
    spelled = [found.terms[number] for number in found.term]
    columns = (found.sentence.tolist(), spelled, found.start.tolist(), found.end.tolist())
    expected = []
    for number, text in enumerate(texts):
        expected += [(number, *term) for term in reference_terms(text)]
    assert list(zip(*columns, strict=True)) == expected
    assert found.terms == sorted(set(spelled))


@given(st.lists(few, max_size=5), st.integers(2, 4))
def test_phrases_are_runs_of_words(texts, n):
    expected = []
    for text in texts:
        words = spell(text)
        expected += [" ".join(words[first : first + n]) for first in range(len(words) - n + 1)]
    assert spell(*texts, n=n) == expected
    assert find_terms(frame(*texts), n).terms == sorted(set(expected))


@pytest.mark.parametrize("texts", [[], [""], ["", ", !"]])
@pytest.mark.parametrize("n", [1, 2])
def test_without_words_there_are_no_terms(texts, n):
    found = find_terms(frame(*texts), n)
    assert found.terms == []
    assert [len(column) for column in found[:-1]] == [0] * 5


def test_other_columns_are_ignored_and_wrong_input_is_named():
    assert len(find_terms(tiny.SENTENCES_AB).sentence) == 20
    with pytest.raises(InputError, match="no column 'sentence'"):
        find_terms(pd.DataFrame({"text": ["a"]}))
    with pytest.raises(ValueError, match="n: found 0"):
        find_terms(frame("a"), 0)
