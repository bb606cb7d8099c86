"""Coverage of the tiny corpus, counted by hand."""

import tiny
from tiny import rows

from analysis import find_hits
from analysis.hits.find import search_sentences
from analysis.measures.coverage import pattern_use, sentences_with, uncovered

S, C = tiny.SENTENCES_AB, tiny.CODEBOOK
H = find_hits(S, C)


def test_coverage():
    assert rows(uncovered(S, H), "doc_id", "sent_id") == [["a", 3]]
    use = pattern_use(search_sentences(S, C), C)
    assert rows(use, "pattern", "n_matches", "n_hits", "status") == [
        ["right*", 4, 3, "hit"],
        ["right away", 1, 0, "excludes"],
        ["poverty", 2, 2, "hit"],
        ["the poor", 1, 1, "hit"],
        ["state*", 1, 1, "hit"],
        ["countries", 1, 1, "hit"],
        ["must", 1, 1, "hit"],
        ["should", 1, 1, "hit"],
    ]
    shadowed = tiny.codebook({"t": ["poverty fell", "poverty", "nowhere"]})
    sentences = tiny.sentences("Poverty fell.")
    use = pattern_use(search_sentences(sentences, shadowed), shadowed)
    assert use["status"].tolist() == ["hit", "shadowed", "never matches"]


def test_the_sentences_with_several_themes():
    assert rows(sentences_with(S, H, "actor", "tone"), "doc_id", "sent_id") == [
        ["a", 1],
        ["b", 1],
    ]
    assert rows(sentences_with(S, H, "topic", "topic/rights"), "sent_id") == [[1], [4]]
    assert len(sentences_with(S, H)) == len(S)


def test_no_sentences_give_an_empty_table_of_the_same_types():
    everything_covered = uncovered(S.head(0), H.head(0))
    assert tiny.same_types(uncovered(S, H), everything_covered)
