"""Pairs of themes that the codebook makes co-occur, counted by hand and against a plain loop."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import rows

from analysis import InputError, find_hits
from analysis.measures import codebook_pairs as module
from analysis.measures.codebook_pairs import codebook_pairs
from analysis.tables import CODEBOOK_PAIRS

COLUMNS = list(CODEBOOK_PAIRS.columns)


def test_themes_that_share_a_pattern_or_find_the_same_characters():
    codebook = tiny.codebook(
        {
            "law": ["human rights", "law", "!court"],
            "rights": ["right*", "LAW", "court"],
            "courts": ["Law ", "the court"],
            "war": ["war"],
        }
    )
    sentences = tiny.sentences(
        "Human rights, human rights.",  # law and rights, twice in one sentence
        "Human rights law.",  # law and rights; the law: law and courts
        "The court and a right.",  # rights and courts: court
        "War and rights.",  # none
    )
    pairs = codebook_pairs(find_hits(sentences, codebook), codebook)
    # `law` and `Law ` mean the same; `LAW`, in capitals, does not.
    assert rows(pairs, *COLUMNS) == [
        ["law", "rights", 0, 2],
        ["law", "courts", 1, 1],
        ["rights", "courts", 0, 1],
    ]


def test_a_theme_has_the_patterns_and_hits_of_those_below_it():
    codebook = tiny.codebook(
        {
            "nature/water": ["water"],
            "nature/water/storage": ["water tank", "lake*"],
            "trade": ["tank", "lake*"],
        }
    )
    sentences = tiny.sentences("A water tank.", "The lake.")
    pairs = codebook_pairs(find_hits(sentences, codebook), codebook)
    # Not the heading `nature`, and not `water` with the theme below it, though these overlap.
    assert rows(pairs, *COLUMNS) == [
        ["nature/water", "trade", 1, 2],
        ["nature/water/storage", "trade", 1, 2],
    ]


def test_case_does_not_count_where_the_codebook_says_so():
    themes = {"a": ["LAW"], "b": ["law"]}
    codebook = tiny.codebook(themes)
    none = find_hits(tiny.sentences("Nothing."), codebook)
    assert codebook_pairs(none, codebook).empty
    caseless = type(codebook)(**{**vars(codebook), "caseless": ("",)})
    assert rows(codebook_pairs(none, caseless), *COLUMNS) == [["a", "b", 1, 0]]


def test_no_hits_give_an_empty_table_of_the_same_types():
    codebook = tiny.codebook({"a": ["law"], "b": ["law"]})
    full = codebook_pairs(find_hits(tiny.sentences("Law."), codebook), codebook)
    other = tiny.codebook({"a": ["law"]})
    empty = codebook_pairs(find_hits(tiny.sentences("Law."), other), other)
    assert tiny.same_types(full, empty)


def test_a_hit_of_an_unknown_theme_or_a_missing_column_is_a_fault():
    codebook = tiny.codebook({"law": ["law"]})
    hits = find_hits(tiny.sentences("Law."), codebook)
    with pytest.raises(InputError, match="the theme 'lwa'"):
        codebook_pairs(hits.assign(theme="lwa"), codebook)
    with pytest.raises(InputError, match="no column 'end'"):
        codebook_pairs(hits.drop(columns="end"), codebook)


THEMES = ["a", "a/b", "a/b/c", "d", "d/e"]
SPAN = st.tuples(
    st.sampled_from("xy"),
    st.integers(1, 3),
    st.sampled_from(THEMES),
    st.integers(0, 8),
    st.integers(1, 4),
)


@settings(max_examples=30)
@given(st.lists(SPAN, max_size=30), st.sampled_from([1, 3, 1 << 20]))
def test_it_counts_what_a_plain_loop_counts(spans, block):
    codebook = tiny.codebook({theme: [f"pattern {theme}"] for theme in THEMES})
    hits = pd.DataFrame(spans, columns=["doc_id", "sent_id", "theme", "start", "n"])
    hits = hits.astype({"doc_id": "str", "theme": "str"})
    hits = hits.assign(end=hits["start"] + hits["n"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        pairs = codebook_pairs(hits, codebook)
    found = {(row.theme_a, row.theme_b): row.n_overlaps for row in pairs.itertuples()}
    assert found == _count_in_a_loop(hits)
    assert (pairs["n_patterns"] == 0).all()
    assert np.all(pairs["n_overlaps"] > 0)


def _count_in_a_loop(hits: pd.DataFrame) -> dict[tuple[str, str], int]:
    counts = {}
    for a, b in combinations(THEMES, 2):
        if b.startswith(f"{a}/"):
            continue
        where = set()
        for one, other in combinations(hits.itertuples(), 2):
            of_pair = (_has(one, a) and _has(other, b)) or (_has(one, b) and _has(other, a))
            same = (one.doc_id, one.sent_id) == (other.doc_id, other.sent_id)
            if of_pair and same and one.start < other.end and other.start < one.end:
                where.add((one.doc_id, one.sent_id))
        if where:
            counts[a, b] = len(where)
    return counts


def _has(hit, theme: str) -> bool:
    return hit.theme == theme or hit.theme.startswith(f"{theme}/")
