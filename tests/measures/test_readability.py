"""Readability: sentences worked by hand, and syllables counted by ear."""

import pandas as pd
import pytest
import tiny

from analysis.faults import InputError
from analysis.measures.readability import NO_BLANKS, NO_WORDS, NOT_ENGLISH, count_syllables
from analysis.measures.readability import readability as measure


def corpus(*texts: str) -> pd.DataFrame:
    doc_ids = [f"text-{number}" for number in range(len(texts))]
    return pd.DataFrame({"doc_id": doc_ids, "sentence": list(texts)})


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "the cat made named names rights rights' strength state's don't 2020 mr"),
        (2, "people tables wanted places being didn't movement nation's union social"),
        (3, "government video area various media racism actual's"),
        (4, "society political civil-body"),
        (5, "association international non-governmental"),
    ],
)
def test_syllables(n, words):
    counted = {word: count_syllables(word) for word in words.split()}
    assert counted == dict.fromkeys(counted, n)


def test_sentences_by_hand():
    # 6 words of one syllable: .39 × 6 + 11.8 − 15.59
    row = measure(corpus("The cat sat on the mat.")).iloc[0]
    assert row["flesch_kincaid"] == pytest.approx(-1.45)
    assert row["lix"] == 6
    # 5 words in one sentence, two of them of more than six letters
    row = measure(corpus("The parliamentary states internationally govern.")).iloc[0]
    n_syllables = 1 + 6 + 1 + 6 + 2
    assert row["syllables_per_word"] == pytest.approx(n_syllables / 5)
    assert row["flesch_kincaid"] == pytest.approx(0.39 * 5 + 11.8 * n_syllables / 5 - 15.59)
    assert row["long_words"] == pytest.approx(2 / 5)
    assert row["lix"] == pytest.approx(5 + 40)


def test_groups_are_measured_as_one_text():
    sentences = pd.concat(
        [
            tiny.sentences("One two.", "Three.", "…", sections=["Late", "Late", "Early"]),
            tiny.sentences("Organizations matter.", doc_id="b", sections=["Early"]),
        ],
        ignore_index=True,
    )
    by_text = measure(sentences)
    columns = ("doc_id", "n_sentences", "n_words", "words_per_sentence")
    assert tiny.rows(by_text, *columns) == [["a", 2, 3, 1.5], ["b", 1, 2, 2]]
    by_section = measure(sentences, by="section")
    columns = ("section", "n_sentences", "n_words", "lix")
    assert tiny.rows(by_section, *columns) == [["Late", 2, 3, 1.5], ["Early", 1, 2, 52]]
    assert len(measure(sentences, by=["doc_id", "section"])) == 3
    outlets = sentences.assign(outlet=["Post", "Post", "Post", "News"])
    assert measure(outlets, by="outlet")["outlet"].tolist() == ["News", "Post"]


def test_a_measure_without_a_meaning_is_missing_and_the_note_says_why():
    texts = corpus("Rights matter.", "Les droits comptent.", "人权很重要。", "…")
    languages = {"text-1": "fr", "text-2": "zh-Hans"}
    table = measure(texts, languages)
    assert table["note"].tolist() == ["", NOT_ENGLISH, NO_BLANKS, NO_WORDS]
    assert table["flesch_kincaid"].isna().tolist() == [False, True, True, True]
    assert table["syllables_per_word"].isna().tolist() == [False, True, True, True]
    assert table["lix"].isna().tolist() == [False, False, True, True]
    assert table["lix"].tolist()[1] == pytest.approx(3 + 100 / 3)  # "comptent" is long
    together = measure(texts.assign(group="all"), languages, by="group")
    assert together["note"].tolist() == [NO_BLANKS]


def test_without_sentences_the_table_is_empty():
    assert tiny.same_types(measure(corpus("a")), measure(corpus("a").iloc[:0]))


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match="no column 'outlet'"):
        measure(corpus("a"), by="outlet")
