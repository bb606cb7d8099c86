"""Families of themes, worked by hand."""

import tiny

from analysis import find_hits, theme_shares
from analysis.measures.families import top_theme_per_family

S, C = tiny.SENTENCES_AB, tiny.CODEBOOK
H = find_hits(S, C)
DEEP, DEEP_S = tiny.DEEP, tiny.DEEP_SENTENCES
DEEP_H = find_hits(DEEP_S, DEEP)


def test_the_top_theme_of_each_family():
    shares = theme_shares(S, H, C)
    assert top_theme_per_family(shares, C)["theme"].tolist() == [
        "topic/poverty",
        "actor/states",
        "tone",
    ]
    assert top_theme_per_family(theme_shares(S, H.head(0), C), C).empty


def test_a_theme_leads_its_family_with_the_sentences_of_its_subthemes():
    shares = theme_shares(DEEP_S, DEEP_H, DEEP)
    assert top_theme_per_family(shares, DEEP)["theme"].tolist() == ["nature/water", "trade"]
