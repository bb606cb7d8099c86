"""Which sentence of the tiny corpus carries which theme."""

import pandas as pd
import pytest
import tiny

from analysis import find_hits
from analysis.faults import InputError
from analysis.measures.carried import number_sentences, theme_sentences

S, C = tiny.SENTENCES_AB, tiny.CODEBOOK
H = find_hits(S, C)


def test_no_sentences_give_an_empty_table_of_the_same_types():
    assert tiny.same_types(theme_sentences(S, H, C), theme_sentences(S.head(0), H.head(0), C))


def test_a_sentence_that_occurs_twice_cannot_be_found():
    twice = pd.concat([tiny.SENTENCES_AB, tiny.SENTENCES_AB.head(1)])
    hits = find_hits(tiny.SENTENCES_AB, tiny.CODEBOOK)
    with pytest.raises(InputError, match="found the key 'a' 1 more than once"):
        number_sentences(twice, hits)
    with pytest.raises(InputError, match="table hits: found no column 'sent_id'"):
        number_sentences(tiny.SENTENCES_AB, hits.drop(columns="sent_id"))
