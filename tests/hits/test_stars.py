"""Patterns with several stars: found as by the slow reference, and without trying every way."""

import random

import pytest
import reference
import tiny

from analysis import find_hits
from analysis.codebook.patterns import fold, is_only_wildcards

TEXT = ["a", "b", "A", "ab", "人", "权", "e\u0301", "\u0301", "-", " ", "1", "\n"]
PATTERN = ["a", "b", "人", "权", "e\u0301", "?", "*", "*", "*", "*", "-", " "]


@pytest.mark.parametrize("seed", range(5))
def test_patterns_of_many_stars_are_found_as_by_the_slow_reference(seed):
    n_hits = 0
    for number in range(40):
        rng = random.Random(1000 * seed + number)
        texts = ["".join(rng.choices(TEXT, k=rng.randint(1, 9))).strip() or "a" for _ in range(6)]
        patterns = {}
        for _ in range(6):
            pattern = "".join(rng.choices(PATTERN, k=rng.randint(2, 7)))
            if not is_only_wildcards(pattern):
                patterns[fold(pattern)] = pattern
        codebook = tiny.codebook({"t": list(patterns.values()) or ["a*b*"]})
        sentences = tiny.sentences(*texts)
        hits = find_hits(sentences, codebook)
        expected = reference.hits(sentences, codebook)
        assert list(hits.itertuples(index=False, name=None)) == expected, (number, texts, patterns)
        n_hits += len(hits)
    assert n_hits > 0


# With every way tried, each takes from minutes to more than a lifetime.
@pytest.mark.parametrize(
    ("pattern", "text", "n"),
    [
        ("*a" * 30 + "*b", "a" * 3000 + "bc", 0),
        ("*a" * 30 + "b", "a" * 3000 + "b", 1),
        ("*a" * 30 + "b!", "a" * 3000 + "bc !", 0),
        ("*a" * 30 + "b!", "b" + "a" * 3000 + "!", 0),
        ("a*" * 30 + "b-c", "a" * 3000 + "b-b", 0),
        ("*?*a" * 20 + "b", "a" * 3000 + "bc人", 0),
        ("人*" * 20 + "权", "权" + "人" * 20000, 0),
        ("人*权", "权" + "人" * 20000 + "权", 1),
        ("人*a*" * 10 + "权", "权" + "人a" * 9000 + "，", 0),
        ("e\u0301*" * 20 + "x!", "x" + "e\u0301" * 3000 + "!", 0),
        ("anti-5", "anti-" + "\n" * 30000 + "5", 0),
        ("anti-x", "anti-" + "\n" * 30000 + "x", 1),
        ("a b", "a" + " " * 60000 + "c b", 0),
    ],
)
def test_every_pattern_has_an_end(pattern, text, n):
    found = find_hits(tiny.sentences(f"x {text}."), tiny.codebook({"t": [pattern]}))
    assert len(found) == n  # overlapping matches are one hit
