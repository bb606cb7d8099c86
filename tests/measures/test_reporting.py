"""Words of reporting, in English texts only."""

import pandas as pd
import tiny
from tiny import rows

from analysis import find_hits
from analysis.measures.reporting import reporting

CODEBOOK = tiny.codebook(
    {"tone/blame": ["blame*", "accus*"], "tone/praise": ["prais*", "good"], "topic": ["trade"]}
)
SENTENCES = pd.concat(
    [
        tiny.sentences(
            "Critics said that the good trade was to blame.",  # two words: critics, said
            "It was good.",
            "According to them, it was good, they said.",
            "Nothing.",
        ),
        tiny.sentences("Er said: good, good, blame, trade.", doc_id="b"),
    ],
    ignore_index=True,
)
DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b"], "language": ["en-GB", "de"]})
HITS = find_hits(SENTENCES, CODEBOOK)


def test_sentences_with_a_word_of_reporting_are_counted_by_theme():
    table = reporting(SENTENCES, HITS, CODEBOOK, DOCUMENTS)
    assert rows(table, "theme", "n_sentences_hit", "n_reported", "words") == [
        ["tone", 3, 2, "said, according to, critics"],  # said in two sentences
        ["tone/blame", 1, 1, "critics, said"],
        ["tone/praise", 3, 2, "said, according to, critics"],
        ["topic", 1, 1, "critics, said"],
    ]
    only = SENTENCES["sentence"][0]
    assert table["sentence"].tolist() == ["", only, "", only]


def test_all_texts_in_english_are_counted():
    english = DOCUMENTS.assign(language=["en", ""])
    table = reporting(SENTENCES, HITS, CODEBOOK, english)
    assert table["n_sentences_hit"].tolist() == [4, 2, 4, 2]


def test_without_english_texts_or_sentences_every_theme_has_zeros():
    for sentences, language in ((SENTENCES, "de"), (SENTENCES[:0], "en")):
        documents = DOCUMENTS.assign(language=language)
        table = reporting(sentences, HITS, CODEBOOK, documents)
        assert table[["n_sentences_hit", "n_reported"]].to_numpy().tolist() == [[0, 0]] * 4
        assert set(table["words"]) == set(table["sentence"]) == {""}


def test_what_only_looks_like_reporting():
    sentences = tiny.sentences(
        "The flood claimed 12 lives.", "That said, it is good.", "We state our claim."
    )
    documents = DOCUMENTS[:1].assign(doc_id="a")
    hits = find_hits(sentences, tiny.codebook({"any": ["flood", "good", "claim"]}))
    table = reporting(sentences, hits, tiny.codebook({"any": ["x"]}), documents)
    assert rows(table, "n_reported", "words") == [[1, "claim"]]
