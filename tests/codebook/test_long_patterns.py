"""Patterns that are too long to be searched for."""

import pytest
from codebook_samples import patterns_by_theme

from analysis import InputError, read_codebook
from analysis.codebook.patterns import MOST_CHARACTERS, describe_excess

WORDS = " ".join(f"w{number}" for number in range(20_000))
LETTERS = "a" * 1_000_000
HYPHENS = "a-" * 60
EXCESS = [(WORDS, "128,889 characters"), (LETTERS, "1,000,000 characters"), (HYPHENS + HYPHENS, "120 words")]  # fmt: skip
EXPECTED = "expected at most 100 words, and 5,000 characters"


def test_a_long_pattern_is_not_too_long():
    assert describe_excess("never " * 100) == ""
    assert describe_excess("权" * 100) == ""
    assert describe_excess("权" * 101) == "101 words"
    assert describe_excess("a" * MOST_CHARACTERS) == ""


@pytest.mark.parametrize(("pattern", "excess"), EXCESS)
def test_in_yaml_it_is_an_error_with_its_line(write, pattern, excess):
    book = (
        f'name: A\nversion: "1"\nthemes:\n  a:\n    patterns: [b, c]\n    not:\n    - "{pattern}"\n'
    )
    with pytest.raises(InputError) as caught:
        read_codebook(write("a.yaml", book) / "a.yaml")
    [fault] = caught.value.faults
    assert (fault.line, fault.key) == (7, "themes.a.not")
    assert str(fault).endswith(f", which has {excess}; {EXPECTED}")
    assert len(str(fault)) < 1200


@pytest.mark.parametrize(("pattern", "excess"), EXCESS)
def test_in_the_workbooks_own_table_it_is_an_error_with_its_line(write, pattern, excess):
    with pytest.raises(InputError) as caught:
        read_codebook(write("a.csv", f"theme,pattern\na,b\na,{pattern}\n") / "a.csv")
    [fault] = caught.value.faults
    assert fault.line == 3
    assert str(fault).endswith(f", which has {excess}; {EXPECTED}")


FOREIGN = {
    "a.dic": "%\n1 a\n%\n{} 1\nb 1\n",
    "a.cat": "A\n\t{} (1)\n\tB (1)\n",
    "a.lc3": "+a\n{}\nb\n",
    "a.ykd": '<dictionary><cnode name="a"><pnode name="{}"/><pnode name="b"/></cnode></dictionary>',
}


@pytest.mark.parametrize("file", FOREIGN)
@pytest.mark.parametrize(("pattern", "excess"), EXCESS)
def test_in_other_formats_it_is_left_out_and_noted(write, file, pattern, excess):
    codebook = read_codebook(write(file, FOREIGN[file].format(pattern)) / file)
    assert [pattern.lower() for _, pattern in patterns_by_theme(codebook)] == ["b"]
    [note] = codebook.notes
    assert f"is left out because it has {excess}" in note
    assert len(note) < 1200
