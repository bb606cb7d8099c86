"""The pattern language, character by character."""

import re

import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import patterns


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("right*", "Rights and copyright", ["Rights"]),
        ("*right", "Rights and copyright", ["copyright"]),
        ("in the * of", "in the name of; in the of", ["in the name of"]),
        ("wom?n", "women, woman, womn", ["women", "woman"]),
        ("human rights", "human\n  rights", ["human\n  rights"]),
        ("women's", "women’s women's womens", ["women’s", "women's"]),
        ("win-win", "win–win win‑win win‐win winwin", ["win–win", "win‑win", "win‐win"]),
        ("U.N.", "the U.N. and UN", ["U.N."]),
        ("c++", "C++ and c", ["C++"]),
        ("ISTANBUL", "istanbul İstanbul ıstanbul", ["istanbul", "İstanbul", "ıstanbul"]),
        ("(NGOs)", "groups (NGOs) here", ["(NGOs)"]),
        ("a**b", "ab axxb", ["ab", "axxb"]),
        ("*人权*", "保护人权，发展", ["保护人权"]),
    ],
)
def test_a_pattern_finds(pattern, text, found):
    assert re.findall(patterns.to_regex(pattern), text, re.IGNORECASE) == found


texts = st.text(st.sampled_from("ab *?'’-‐–.(é　\t"), max_size=8)


@given(texts)
def test_a_pattern_means_what_the_reference_says(pattern):
    if not patterns.is_only_wildcards(pattern):
        ours = re.compile(patterns.to_regex(pattern), re.IGNORECASE)
        for text in ("ab a'b a–b", "a b ab. (é", pattern):
            theirs = reference.meaning(pattern)
            assert [m.span() for m in ours.finditer(text)] == [
                m.span() for m in theirs.finditer(text)
            ]


@given(st.text(max_size=5), st.text(max_size=5))
def test_fold_equates_what_ignorecase_equates(one, other):
    same = re.fullmatch(re.escape(patterns.tidy(one)), patterns.tidy(other), re.IGNORECASE)
    if same:
        assert patterns.fold(one) == patterns.fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("σ", "ς"), ("s", "ſ"), ("µ", "μ"), ("K", "K"), ("i", "I")]
)
def test_fold_knows_the_rare_letters(one, other):
    assert patterns.fold(one) == patterns.fold(other)


@pytest.mark.parametrize("pattern", ["a\\b", "a.*", "a.+", "a|b", "(?i)a", "[^a]"])
def test_regular_expression_syntax_is_found(pattern):
    assert patterns.regex_syntax(pattern)
