"""Forms of one word: a `*` only where it finds nothing but forms that the texts have."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook.word_forms import WordForms

PLURALS = ["treaty", "river", "rivers", "farmer", "farmers", "school", "schools", "party"]


def join(phrases, *more, others=()) -> list[str]:
    return WordForms([*PLURALS, *more]).join(phrases, others)


def test_two_forms_of_a_word_are_one_pattern():
    assert join(["rivers", "river"]) == ["river*"]
    assert join(["farmers"]) == ["farmer*"]


def test_a_word_with_one_form_stays_as_it_is():
    assert join(["treaty"]) == ["treaty"]


def test_another_word_that_begins_alike_forbids_a_star():
    assert join(["river", "rivers"], "riverside") == ["river", "rivers"]


def test_a_rare_ending_makes_no_form():
    assert WordForms([*PLURALS, "count", "country"]).endings == {"s"}
    assert join(["count"], "country") == ["count"]


def test_a_short_word_gets_no_star():
    assert join(["tax"], "taxs") == ["tax"]


def test_only_the_last_word_of_a_phrase_gets_a_star():
    assert join(["rivers and farmers"], "and") == ["rivers and farmer*"]


def test_a_form_that_belongs_to_another_theme_forbids_a_star():
    assert join(["river"], others=["rivers"]) == ["river"]
    assert join(["old river"], others=["rivers"]) == ["old river*"]


WORDS = st.lists(st.text("abs", min_size=3, max_size=8), max_size=40)


@given(WORDS)
def test_a_star_finds_only_words_with_frequent_endings(words):
    forms = WordForms(set(words))
    for word in words:
        [pattern] = forms.join([word])
        stem, star, _ = pattern.partition("*")
        if star:
            assert word.startswith(stem)
            endings = {other.removeprefix(stem) for other in words if other.startswith(stem)}
            assert endings - {""} <= forms.endings
        else:
            assert pattern == word
