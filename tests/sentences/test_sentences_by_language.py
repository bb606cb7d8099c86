"""Sentences and words in other languages than English. All texts were written for these tests."""

import pytest
from splitting import SENTENCES_BY_LANGUAGE, paragraphs_of, sentences_of, split_text


@pytest.mark.parametrize("language", SENTENCES_BY_LANGUAGE)
def test_sentences_by_language(language):
    sentences = SENTENCES_BY_LANGUAGE[language]
    text = ("" if language in ("ja", "zh") else " ").join(sentences)
    assert sentences_of(text, language) == sentences


@pytest.mark.parametrize("language", SENTENCES_BY_LANGUAGE)
def test_one_sentence_per_line(language):
    sentences = SENTENCES_BY_LANGUAGE[language]
    text = "\n".join(sentences) + "\n\n."
    assert sentences_of(text, language) == [*sentences, "."]


def test_french():
    text = "M. Ode et Mme Ulm l’ont lu (art. 5, al. 2). « Pourquoi ? Parce que. » Il est parti. « Oui ! » dit-elle. Fin."
    assert paragraphs_of(text, "fr-CH") == [
        [
            "M. Ode et Mme Ulm l’ont lu (art. 5, al. 2).",
            "« Pourquoi ?",
            "Parce que. »",
            "Il est parti.",
            "« Oui ! » dit-elle.",
            "Fin.",
        ]
    ]


@pytest.mark.parametrize("language", ["zh-Hans", "ZH"])
def test_a_chinese_text_with_a_heading(language):
    sentences = split_text("发展\n\n人权 很重要。你呢？（注。）好！", language)
    assert sentences["sentence"].tolist() == ["人权 很重要。", "你呢？", "（注。）", "好！"]
    assert sentences["n_words"].tolist() == [6, 3, 4, 2]
    assert sentences["section"].tolist() == ["发展"] * 4


@pytest.mark.parametrize("language", ["", "  ", "xx", "qqq-Zzzz", "\0", None, float("nan"), 7])
def test_an_unknown_language_is_split_like_english(language):
    sentences = sentences_of("Mr. Ode left. Ms. Ulm stayed.", language)
    assert sentences == ["Mr. Ode left.", "Ms. Ulm stayed."]


def test_only_english_sentences_can_begin_with_a_small_letter():
    text = "Das war bzgl. und mit. dann kam er."
    assert len(split_text(text, "de")) == 1
    assert split_text("It was over. then he left.", "en")["end"].tolist() == [12, 26]


def test_straight_quotation_marks_in_chinese():
    text = '他走了。"好。"他说。我们走。"再见！"'
    assert sentences_of(text, "zh") == [
        "他走了。",
        '"好。"他说。',
        "我们走。",
        '"再见！"',
    ]


def test_thai_has_no_punctuation_and_is_not_split():
    assert len(split_text("เขาไปโรงเรียน เธออยู่บ้าน", "th")) == 1


@pytest.mark.parametrize(
    "language", ["zh", "zh-Hans", "ZH-hant-TW", "yue", "cmn", "ja-JP", "th", "lo", "km", "my-MM"]
)
def test_characters_are_counted_where_no_spaces_separate_words(language):
    assert split_text("人权 很\n重要。", language)["n_words"].tolist() == [6]


@pytest.mark.parametrize("language", ["en", "ko", "vi", "", "zhx"])
def test_words_are_counted_in_all_other_languages(language):
    assert split_text("인권은  아주\n중요하다.", language)["n_words"].tolist() == [3]
