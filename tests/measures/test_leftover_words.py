"""Words and phrases of sentences without a theme, in a small made corpus."""

import numpy as np
import pandas as pd
import pytest
import tiny
from tiny import rows

from analysis import InputError, find_hits
from analysis.measures.keyness import keyness
from analysis.measures.leftover_words import leftover_words

CODEBOOK = tiny.codebook({"trade": ["trade"], "war": ["war"]})
COVERED = ["The war of the north ended.", "The trade of the south grew."]
LEFT = ["The law of the land changed.", "The law of the sea rose.", "The reef of the gulf shrank."]


def text(doc_id: str, n: int = 20) -> pd.DataFrame:
    return tiny.sentences(*COVERED * n, *LEFT * n, doc_id=doc_id)


SENTENCES = pd.concat([text("a"), text("b")], ignore_index=True)
HITS = find_hits(SENTENCES, CODEBOOK)


def test_frequent_words_of_sentences_without_a_theme():
    table = leftover_words(SENTENCES, HITS)
    # Not `the` and `of`, which are everywhere, nor phrases that begin or end with them.
    assert set(table["term"]) == {"law", "reef", "land changed", "sea rose", "gulf shrank"}
    of_law = table[table["term"] == "law"]
    assert rows(of_law, "n", "n_texts", "n_covered", "dp_norm") == [[80, 2, 0, 0.0]]


def test_the_numbers_are_those_of_keyness():
    table = leftover_words(SENTENCES, HITS).set_index("term")
    is_left = ~SENTENCES["sentence"].isin(COVERED)
    expected = keyness(SENTENCES, is_left, n=1).set_index("term").loc["law"]
    columns = ["log_ratio", "low", "high"]
    assert table.loc["law", columns].tolist() == expected[columns].tolist()
    assert table["low"].is_monotonic_decreasing
    assert (table["low"] > np.log2(1.5)).all()


def test_a_phrase_that_is_the_main_use_of_its_word_replaces_it():
    texts = ["The trade of the north grew."] * 90
    texts += ["The carbon tax of the state came."] * 36 + ["The tax of the state rose."] * 60
    sentences = tiny.sentences(*texts)
    table = leftover_words(sentences, find_hits(sentences, CODEBOOK))
    # All of `carbon` is in `carbon tax`, but most of `tax` is not.
    assert set(table["term"]) == {"tax", "carbon tax", "state came", "state rose"}


def test_of_the_fragments_of_one_formula_only_the_longest_is_listed():
    texts = ["The trade of the north grew."] * 90
    texts += ["Last year our delegation stood here proudly."] * 36
    texts += ["Proudly rose the tide."] * 36
    sentences = tiny.sentences(*texts)
    table = leftover_words(sentences, find_hits(sentences, CODEBOOK))
    assert set(table["term"]) == {"last year our", "rose the tide"}


def test_words_that_are_everywhere_are_not_listed_though_those_of_themes_take_up_room():
    # Without the words of the theme, both kinds of sentences are alike.
    texts = ["The sum of the war and the trade of war."] * 300 + [
        "The sum of the and the of."
    ] * 300
    sentences = tiny.sentences(*texts)
    hits = find_hits(sentences, CODEBOOK)
    the = keyness(sentences, ~sentences["sentence"].isin(texts[:1])).set_index("term").loc["the"]
    assert the["low"] > 0
    assert leftover_words(sentences, hits).empty


def test_a_word_of_one_text_is_left_out_if_the_sentences_are_of_several():
    fog = tiny.sentences(*["Fog came."] * 30, doc_id="c")
    several = pd.concat([SENTENCES, fog], ignore_index=True)
    assert "fog came" not in set(leftover_words(several, HITS)["term"])
    one = several[several["doc_id"] == "c"].assign(doc_id="b", sent_id=range(201, 231))
    same = pd.concat([text("b"), one], ignore_index=True)
    table = leftover_words(same, HITS[HITS["doc_id"] == "b"])
    assert "fog came" in set(table["term"])
    assert table["dp_norm"].isna().all()  # there is only one text


def test_with_nothing_to_compare_the_table_is_empty_and_of_the_same_types():
    full = leftover_words(SENTENCES, HITS)
    covered = SENTENCES[SENTENCES["sentence"].isin(COVERED)].reset_index(drop=True)
    assert tiny.same_types(full, leftover_words(covered, HITS))
    assert tiny.same_types(full, leftover_words(SENTENCES, HITS.head(0)))
    assert tiny.same_types(full, leftover_words(SENTENCES.head(0), HITS.head(0)))


def test_chinese_words_are_letters_and_their_phrases_are_runs_of_them():
    texts = ["贸易在增长。"] * 30 + ["气候在变。"] * 20 + ["气候冷。"] * 20
    sentences = tiny.sentences(*texts)
    hits = find_hits(sentences, tiny.codebook({"trade": ["贸易"]}))
    assert "气 候" in " ".join(leftover_words(sentences, hits)["term"])


def test_a_missing_column_is_a_fault():
    with pytest.raises(InputError, match="no column 'sentence'"):
        leftover_words(SENTENCES.drop(columns="sentence"), HITS)


def test_single_letters_and_numbers_are_not_listed_and_begin_no_phrase():
    """“I thank” and “in 1945” are as frequent without a theme as “thank” and “in”."""
    texts = ["The trade of the north grew."] * 20 + ["I thank all of you since 1945."] * 12
    sentences = pd.DataFrame({"doc_id": "a", "sent_id": range(1, 33), "sentence": texts})
    hits = pd.DataFrame({"doc_id": "a", "sent_id": range(1, 21)})
    words = [term.split(" ") for term in leftover_words(sentences, hits)["term"]]
    assert words
    assert not {"i", "1945"} & {word for term in words for word in (term[0], term[-1])}
