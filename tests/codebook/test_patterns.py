"""The pattern language, character by character."""

import re

import pytest
import reference
import regex
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import patterns
from analysis.codebook.patterns import fold, without_capitals


def find(pattern: str, text: str) -> list[str]:
    return regex.findall(patterns.to_regex(pattern), text, regex.VERSION1)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("right*", "Rights and copyright", ["Rights"]),
        ("*right", "Rights and copyright", ["copyright"]),
        ("in the * of", "in the name of; in the of", ["in the name of"]),
        ("wom?n", "women, woman, womn", ["women", "woman"]),
        ("human rights", "human\n  rights", ["human\n  rights"]),
        ("women's", "women’s women's womens", ["women’s", "women's"]),
        ("win-win", "win–win win‑win win−win win—win", ["win–win", "win‑win", "win−win"]),
        ("U.N.", "the U.N. and UN", ["U.N."]),
        ("c++", "C++ and c", ["C++"]),
        ("Istanbul", "istanbul İstanbul ISTANBUL", ["istanbul", "İstanbul", "ISTANBUL"]),
        ("(NGOs)", "groups (NGOs) here", ["(NGOs)"]),
        ("a**b", "ab axxb", ["ab", "axxb"]),
        ("$5", "it cost US$5, not $50", ["$5"]),
        ("50%", "about 50%ish, 150%", ["50%"]),
        ("war", "_war_ war1 war", ["war", "war"]),
        ("two-state", "two-\n  state two- state two\n-state", ["two-\n  state"]),
        ("two-", "two-\nstate", ["two-"]),
        ("two-*", "two-\nstate two- two-\n5", ["two-\nstate", "two-", "two-"]),
        ("a-*", "a-\n人 a-b", ["a-", "a-b"]),
        ("1990-1995", "1990-\n1995", []),
    ],
)
def test_a_pattern_finds(pattern, text, found):
    assert find(pattern, text) == found


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("*人权*", "保护人权，发展", ["人权"]),
        ("联合国", "联合国大会", ["联合国"]),
        ("人*权", "人的基本权利权", ["人的基本权"]),
        ("人?", "人权abc", ["人权"]),
        ("WTO组织", "加入WTO组织", ["WTO组织"]),
        ("in * of", "in 名 of, in 名字 of", ["in 名 of"]),
        ("सरकार", "सरकारों", []),
        ("सरकार*", "सरकारों ने", ["सरकारों"]),
        ("स?कार", "सरकार सिकार", ["सरकार"]),
        ("น", "น นี", ["น"]),
        ("x?", "xy\u0303 x", ["xy\u0303"]),
    ],
)
def test_a_pattern_of_any_script_finds(pattern, text, found):
    assert find(pattern, text) == found


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("US", "US us Us USA", ["US"]),
        ("SDG*", "SDGs SDG sdgs Sdg", ["SDGs", "SDG"]),
        ("COVID-19", "COVID-19 Covid-19", ["COVID-19"]),
        ("the UN", "The UN, the un", ["The UN"]),
        ("G20", "g20 G20", ["g20", "G20"]),
        ("U.N.", "u.n. U.N.", ["u.n.", "U.N."]),
        ("U?A", "USA UsA usa", ["USA", "UsA"]),
        ("НАТО", "НАТО нато", ["НАТО"]),
        ("NGOs", "NGOs ngos", ["NGOs", "ngos"]),
    ],
)
def test_capitals_mean_capitals(pattern, text, found):
    assert find(pattern, text) == found


def test_a_full_width_sign_is_no_wildcard():
    assert find("为什么？", "为什么？") == ["为什么？"]
    assert find("a＊", "a＊ ab") == ["a＊"]


simple = st.text(st.sampled_from("aAbB *?'’-‐–.(é\n$_5"), max_size=8)


@given(simple, simple)
def test_both_regular_expressions_mean_the_same_in_simple_texts(pattern, text):
    if not patterns.is_only_wildcards(pattern):
        one = regex.compile(patterns.to_regex(pattern), regex.VERSION1)
        other = re.compile(patterns.to_simple_regex(pattern))
        assert [found.span() for found in one.finditer(text)] == [
            found.span() for found in other.finditer(text)
        ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("σ", "ς"),
        ("s", "ſ"),
        ("µ", "μ"),
        ("K", "K"),
        ("i", "I"),
        ("café", "cafe\u0301"),
        ("two-\nstate", "two–state"),
        ("*人权**", "人权"),
        ("Women’s  rights", " women's RIGHTs "),
        ("ＵＮ", "UN"),
        ("govern\u00adment", "government"),
    ],
)
def test_patterns_that_mean_the_same_are_known(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("US", "us"), ("what?", "what？"), ("ß", "ss"), ("人*权", "人权"), ("—", "-")],
)
def test_patterns_that_differ_are_kept_apart(one, other):
    assert fold(one) != fold(other)


@given(st.text(max_size=6))
def test_without_capitals_case_never_counts(pattern):
    small = without_capitals(pattern)
    assert without_capitals(small) == small
    assert not any(token.is_capitals for token in patterns.parse(small))
    assert patterns.fold_words([fold(pattern)]) == [fold(small)]


@given(st.text(max_size=3), st.text(max_size=3))
def test_folding_equates_what_ignorecase_equates(one, other):
    if re.fullmatch(re.escape(one), other, re.IGNORECASE):
        assert patterns.fold_words([one]) == patterns.fold_words([other])


@given(st.text(st.sampled_from("aA *?'’-–.(é\n人ーก\u0e33ि\u0301？ﬁ²"), max_size=6))
def test_a_pattern_is_cut_as_the_reference_cuts_it(pattern):
    kinds = []
    for part in reference.parts_of(pattern):
        kinds.append("*" if part.kind in ("word", "letters", "few") else part.char or part.kind)
    tokens = "".join(token.text for token in patterns.parse(pattern))
    names = {"?": "letter", " ": "blank", "＊": "*", "？": "?"}
    assert [names.get(char, char) for char in tokens] == kinds


@pytest.mark.parametrize("pattern", ["a\\b", "a.*", "a.+", "a|b", "(?i)a", "[^a]"])
def test_regular_expression_syntax_is_found(pattern):
    assert patterns.regex_syntax(pattern)


@pytest.mark.parametrize("pattern", ["", " ", "*", "? *", "\u200b", "\u00ad*"])
def test_only_wildcards_are_no_pattern(pattern):
    assert patterns.is_only_wildcards(pattern)


@pytest.mark.parametrize("pattern", ["a*", "😀", "$", "？", "人", "²"])
def test_any_other_character_is_a_pattern(pattern):
    assert not patterns.is_only_wildcards(pattern)
