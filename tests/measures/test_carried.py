"""Which sentence of the tiny corpus carries which theme."""

import tiny

from analysis import find_hits
from analysis.measures.carried import theme_sentences

S, C = tiny.SENTENCES_AB, tiny.CODEBOOK
H = find_hits(S, C)


def test_no_sentences_give_an_empty_table_of_the_same_types():
    assert tiny.same_types(theme_sentences(S, H, C), theme_sentences(S.head(0), H.head(0), C))
