"""The plain form, and what a character is in a word."""

import unicodedata

import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook.plain_form import CharKind, kind_of, plain_form


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("govern\u00adment govern\u200bment", "government government"),
        ("The ﬁnance oﬃce", "The finance office"),
        ("cafe\u0301", "café"),
        ("ＡＢＣ　１２", "ABC 12"),
        ("здоровʼя", "здоров'я"),
        ("women´s women`s women′s women＇s", "women's women's women's women's"),
        ("a‐b‑c‒d–e−f－g—h", "a-b-c-d-e-f-g—h"),
        ("rights¹ m² CO₂", "rights¹ m² CO₂"),
        ("❤️ 👨\u200d👩", "❤ 👨👩"),
        ("حُقوق حقـوق", "حقوق حقوق"),
        ("שָׁלוֹם", "שלום"),
        ("two-\n\tstate 1990-\n95 a-\n5", "two-state 1990-\n95 a-\n5"),
        ("e\u00ad\u0301", "e\u0301"),  # the accent is a cluster of its own
        ("wait…", "wait..."),
        ("ครั้ง", "ครั้ง"),
        ("คำ", "คํา"),
    ],
)
def test_the_plain_form(text, plain):
    assert plain_form(text) == plain


@given(st.text(max_size=12) | st.text(st.sampled_from("e\u0301-–\n \u00adﬁ²ก\u0e33ａ"), max_size=9))
def test_the_plain_form_is_that_of_the_reference(text):
    assert plain_form(text) == "".join(plain.char for plain in reference.plain_form(text))


@given(st.characters(exclude_categories=["Cs", "Cn", "Co"]))
def test_the_kind_of_a_character_is_that_of_its_category(char):
    category = unicodedata.category(char)
    is_raised = unicodedata.decomposition(char).startswith(("<super>", "<sub>"))
    kind = kind_of(char)
    assert (kind is CharKind.MARK) == category.startswith("M")
    is_letter = category[0] in "LN" and not is_raised and char != "ʼ"
    assert (kind in (CharKind.JOINED, CharKind.SOLO)) == is_letter


def test_letters_of_scripts_without_blanks_are_words():
    assert {kind_of(char) for char in "人ひカーกກកက々"} == {CharKind.SOLO}
    assert {kind_of(char) for char in "aжσحשक한7"} == {CharKind.JOINED}
