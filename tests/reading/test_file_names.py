"""Metadata in the names of files."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.file_names import FIELD, fit_name

WORDS = st.from_regex(r"[^_/\d\n]+", fullmatch=True)


@given(st.text(st.characters(exclude_characters="{}\x00"), max_size=5), WORDS, st.integers(0, 9999))
def test_a_name_built_from_a_pattern_is_read_by_it(before, word, number):
    read = fit_name(before + "{word}_{number:d}", f"{before}{word}_{number}")
    assert read == {"word": word, "number": str(number)}


def slow(names: str, name: str) -> dict[str, str] | None:
    """The reference: a regular expression, which tries every way to fit the pattern."""
    before, *fields = FIELD.split(names)
    expression = re.escape(before)
    for key, is_number, literal in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
        content = "[0-9]+" if is_number else ".+?"
        expression += f"(?P<{key}>{content}){re.escape(literal)}"
    match = re.fullmatch(expression, name)
    return match.groupdict() if match else None


LITERALS = st.sampled_from(["", "a", "_", "1", "_a"])


@given(st.lists(st.tuples(LITERALS, st.sampled_from(["", ":d"])), min_size=1, max_size=4), LITERALS,
       st.text("a_12", max_size=9))  # fmt: skip
def test_a_name_is_read_as_by_a_regular_expression(fields, last, name):
    names = "".join(f"{before}{{f{n}{kind}}}" for n, (before, kind) in enumerate(fields)) + last
    assert fit_name(names, name) == slow(names, name)


@pytest.mark.parametrize("between", ["_", "", "__"])
@pytest.mark.parametrize("name", ["a_" * 120 + "x", "_" * 3000 + "x", "1" * 3000 + "x"])
def test_a_pattern_of_many_fields_has_an_end(between, name):
    names = between.join(f"{{c{n}}}" for n in range(40)) + between + "{year:d}"
    assert fit_name(names, name) is None
