"""Codebooks that are written and read back."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import read_codebook
from analysis.codebook.formats import FORMATS
from analysis.codebook.model import Codebook
from analysis.codebook.patterns import fold, is_only_wildcards, regex_syntax, tidy, without_capitals
from analysis.tables import PATTERNS, THEMES


def make_codebook(
    themes: list[dict[str, str]], patterns: list[dict[str, object]], name, version, language
) -> Codebook:
    table = pd.DataFrame(themes)
    table["parent"] = table["theme"].str.rpartition("/")[0]
    found = pd.DataFrame(patterns, columns=list(PATTERNS.columns))
    return Codebook(name, version, language, THEMES.frame(table), PATTERNS.frame(found), "")


@st.composite
def codebooks(draw, name, text, pattern, flat=False, nots=False):
    """Codebooks that the workbook's YAML can hold: at most six themes on three levels."""
    themes = []
    patterns = []
    for theme in draw(theme_ids(name, flat)):
        row = {"theme": theme}
        row["label"] = draw(text) or theme.rpartition("/")[2]
        row["definition"] = draw(text)
        for column in ("include", "exclude"):
            examples = draw(st.lists(text, max_size=0 if text is BLANK else 2))
            row[column] = "\n".join(" ".join(example.split()) for example in examples)
        themes.append(row)
        found = draw(st.lists(pattern, min_size=1, max_size=4, unique_by=fold))
        n_patterns = draw(st.integers(1, len(found))) if nots else len(found)
        for number, entry in enumerate(found):
            excludes = number >= n_patterns
            patterns.append({"theme": theme, "pattern": entry, "excludes": excludes})
    stated = [draw(text) or default for default in ("x", "1", "en")]
    return make_codebook(themes, patterns, *stated)


@st.composite
def theme_ids(draw, name, flat):
    """Up to six ids of themes, each followed by its subthemes."""
    ids = []
    for _ in range(draw(st.integers(1, 6))):
        parent = "" if flat else draw(st.sampled_from(["", *ids]))
        theme = f"{parent}/{draw(name)}".removeprefix("/")
        if theme in ids or theme.count("/") > 2:
            continue
        ids.append(theme)

    def in_outline(theme: str) -> list[int]:
        keys = theme.split("/")
        paths = ["/".join(keys[:depth]) for depth in range(1, len(keys) + 1)]
        return [ids.index(path) for path in paths]

    return sorted(ids, key=in_outline)


def is_pattern(text: str) -> bool:
    return not is_only_wildcards(text) and not regex_syntax(text)


BLANK = st.just("")
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(str.strip)


def assert_same(first: Codebook, second: Codebook, columns=tuple(THEMES.columns)) -> None:
    pd.testing.assert_frame_equal(first.themes[list(columns)], second.themes[list(columns)])
    pd.testing.assert_frame_equal(first.patterns, second.patterns[list(PATTERNS.columns)])


@settings(max_examples=200)
@given(
    codebooks(
        ANY.filter(lambda name: name and "/" not in name), ANY, ANY.filter(is_pattern), nots=True
    )
)
def test_yaml_written_and_read_is_the_same_codebook(tmp_path_factory, codebook):
    path = tmp_path_factory.getbasetemp() / "same.yaml"
    path.write_bytes(FORMATS[".yaml"].write(codebook))
    again = read_codebook(path)
    assert (again.name, again.version, again.language) == (
        codebook.name,
        codebook.version,
        codebook.language,
    )
    assert_same(codebook, again)
    path.write_bytes(FORMATS[".yaml"].write(again))
    assert read_codebook(path).sha256 == again.sha256


# What a format can hold: the characters that all formats have, further ones of its own, and tests
# for names and patterns that it would misread as something else. Names and patterns have only
# single spaces, as in every format except the workbook's own.
CHARACTERS = "abzéßЖ人2 -'’*.,:;!&<>\"=#@+()%_"
HOLDS = {
    "yml": ("?", lambda name: name not in ("__", "themes", "patterns"), lambda pattern: True),
    "csv": ("?", lambda name: True, lambda pattern: True),
    "xlsx": ("?", lambda name: True, lambda pattern: True),
    "dic": ("", lambda name: True, lambda pattern: not re.match(r"\([^()]+\) ", pattern)),
    "cat": (
        "?",
        lambda name: not re.search(r" \(-?\d+\)$|^@", name),
        lambda pattern: "_" not in pattern and pattern[0] != "@",
    ),
    "lcd": ("", lambda name: True, lambda pattern: True),
    "lc3": ("", lambda name: not re.search(r"#\d{6}$", name), lambda pattern: pattern[0] != "+"),
    "ykd": ("", lambda name: True, lambda pattern: True),
}


@pytest.mark.parametrize("ending", HOLDS)
@settings(max_examples=200)
@given(data=st.data())
def test_codebooks_survive_a_round_trip(tmp_path_factory, ending, data):
    more, is_name, is_entry = HOLDS[ending]
    texts = st.text(st.sampled_from(CHARACTERS + more), min_size=1, max_size=8).map(tidy)
    names = texts.filter(lambda name: name and is_name(name))
    entries = texts.filter(lambda text: is_pattern(text) and is_entry(text))
    if ending not in ("csv", "xlsx"):  # in all other formats, case never counts
        entries = entries.map(without_capitals)
    codebook = data.draw(
        codebooks(names, BLANK, entries, flat=ending == "lc3", nots=ending in ("csv", "xlsx"))
    )
    yaml, other = (tmp_path_factory.getbasetemp() / f"x.{end}" for end in ("yaml", ending))
    yaml.write_bytes(FORMATS[".yaml"].write(codebook))
    other.write_bytes(FORMATS[f".{ending}"].write(read_codebook(yaml)))
    there = read_codebook(other)
    assert [note for note in there.notes if "a hit counts in both" not in note] == []
    yaml.write_bytes(FORMATS[".yaml"].write(there))
    back = read_codebook(yaml)
    if ending == "dic":  # each term is written once, so a category's terms may change their order
        codebook, back = sort_patterns(codebook), sort_patterns(back)
    assert_same(codebook, back, ("theme", "parent", "label"))


def sort_patterns(codebook: Codebook) -> Codebook:
    found = codebook.patterns.sort_values(["theme", "pattern"], ignore_index=True)
    return Codebook("", "", "", codebook.themes, found, "")
