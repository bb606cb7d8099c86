"""Which phrases stand out: worked by hand on small texts, and found again in made ones."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_speeches import FUNCTION_WORDS, PHRASES, made_speeches
from tiny import same_types

from analysis.faults import InputError
from analysis.measures.standing_out import find_phrases, standing_out
from analysis.sentences.split import split_sentences
from analysis.tables import PHRASES as SCHEMA


def text_of(*paragraphs: str, language: str = "en") -> pd.DataFrame:
    """The sentences of one text."""
    text = "\n\n".join(paragraphs)
    return split_sentences(pd.DataFrame({"doc_id": ["a"], "text": [text], "language": [language]}))


@pytest.fixture(scope="module")
def in_speeches() -> set[str]:
    """The phrases that stand out in made speeches."""
    return set(found(made_speeches(60)))


def found(sentences: pd.DataFrame) -> dict[str, int]:
    table = standing_out(sentences)
    return dict(zip(table["phrase"], table["n"], strict=True))


def test_a_phrase_takes_its_words_along():
    sentences = text_of(
        "Clean water helped the villages.",
        "We lack clean water and villages lack doctors.",
        "Clean water is a right.",
        "Villages paid for it, and the water was cold.",
    )
    assert found(sentences) == {"clean water": 3, "villages": 3}


def test_a_phrase_of_three_words_is_found_before_the_two_in_it():
    lines = [
        "The Geneva peace talks failed.",
        "Geneva peace talks went on.",
        "Why Geneva peace talks?",
    ]
    table = standing_out(text_of(*lines))
    assert table[["phrase", "form", "n_words", "n"]].to_numpy().tolist() == [
        ["geneva peace talks", "Geneva peace talks", 3, 3]
    ]


def test_an_ending_with_an_apostrophe_is_left_out():
    lines = ["Norway’s rivers froze.", "The rivers of Norway froze.", "Rivers froze in Norway."]
    assert found(text_of(*lines)) == {"norway": 3, "rivers": 3, "froze": 3}


def test_punctuation_breaks_a_phrase():
    lines = [f"{name} came with apples, pears." for name in ("One", "Two", "Three")]
    assert "apples pears" not in found(text_of(*lines))


def test_numbers_and_single_letters_do_not_stand_out():
    lines = ["Section 12345678 x began.", "Again 12345678 x was read.", "They left 12345678 x."]
    assert found(text_of(*lines)) == {}


def test_what_occurs_in_one_place_only_does_not_stand_out():
    lines = ["Glaciers. Glaciers. Glaciers melt. Glaciers, glaciers.", "A.", "B.", "C.", "D."]
    assert found(text_of(*lines)) == {}


def test_chinese_phrases_are_written_without_blanks():
    lines = ["保护人权。", "促进人权。", "他们说人权重要。", "人权和水。"]
    table = standing_out(text_of(*lines, language="zh"))
    assert table[["phrase", "form", "n"]].to_numpy().tolist() == [["人权", "人权", 4]]


def test_a_chinese_phrase_may_have_more_letters_than_other_phrases_have_words():
    lines = ["气候变化很快。", "他们谈气候变化。", "为何气候变化？"]
    assert found(text_of(*lines, language="zh")) == {"气候变化": 3}


def test_words_of_topics_stand_out_and_function_words_do_not(in_speeches):
    planted = {phrase for group in PHRASES.values() for phrase in group}
    assert planted - in_speeches == set()
    assert not in_speeches.intersection(FUNCTION_WORDS)


def test_a_formula_of_function_words_does_not_stand_out(in_speeches):
    """`of the` follows one another often, but with many others, too."""
    pairs = {f"{a} {b}" for a in FUNCTION_WORDS for b in FUNCTION_WORDS}
    assert not in_speeches & pairs


def test_no_sentences():
    full = standing_out(text_of("Clean water.", "Clean water.", "Clean water."))
    empty = text_of("Water.").iloc[:0]
    assert same_types(full, standing_out(empty))


def test_a_missing_column():
    with pytest.raises(InputError, match="no column 'paragraph'"):
        standing_out(pd.DataFrame({"doc_id": ["a"], "sentence": ["Water."]}))


WORDS = st.sampled_from(
    ["water", "Clean", "clean water", "the", "of", "人权", "لا", "’s", "1", "-", ","]
)


@settings(max_examples=30)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), max_size=30))
def test_what_always_holds(lines):
    sentences = pd.DataFrame({"doc_id": "a", "paragraph": range(len(lines)), "sentence": lines})
    before = sentences.copy()
    phrases = find_phrases(sentences)
    pd.testing.assert_frame_equal(sentences, before)
    table = SCHEMA.unique(phrases.table)
    assert (table["n_sentences"] <= table["n"]).all()
    assert (table["n_texts"] <= table["n_sentences"]).all()
    counted = pd.Series(phrases.phrase).value_counts().sort_index()
    assert counted.tolist() == table["n"].tolist()
    for number, sentence in zip(phrases.phrase, phrases.sentence, strict=True):
        words = table["phrase"][number].split()
        assert all(word in lines[sentence].lower() for word in words)


def test_a_formula_that_many_texts_have_word_for_word_does_not_stand_out():
    rng = ["dams", "canals", "wells", "pumps", "ditches"]
    texts = [f"I thank the distinguished delegates. Clean water needs {word}." for word in rng]
    documents = pd.DataFrame({"doc_id": list("abcde"), "text": texts, "language": "en"})
    assert "clean water needs" in found(split_sentences(documents))
    assert not any("delegates" in phrase for phrase in found(split_sentences(documents)))
    # The same words, each time in another sentence, are no formula.
    texts = [text.replace("delegates.", f"delegates of {text[-5:]}") for text in texts]
    documents = documents.assign(text=texts)
    assert any("delegates" in phrase for phrase in found(split_sentences(documents)))
