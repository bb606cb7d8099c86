"""Codebooks that are written and read again."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import read_codebook
from analysis.codebook.formats import FORMATS
from analysis.codebook.model import Codebook
from analysis.codebook.patterns import fold, is_only_wildcards, regex_syntax, tidy
from analysis.tables import PATTERNS, THEMES


def build(
    rows: list[tuple[str, str, str, str, str, list[str], list[str]]],
    name: str,
    version: str,
    language: str,
) -> Codebook:
    """A codebook of rows: theme, label, definition, include, exclude, patterns, `not` patterns."""
    table = pd.DataFrame(
        [row[:5] for row in rows], columns=["theme", "label", "definition", "include", "exclude"]
    )
    table["parent"] = table["theme"].str.rpartition("/")[0]
    found = [(row[0], pattern, key == 6) for row in rows for key in (5, 6) for pattern in row[key]]
    frame = PATTERNS.frame(pd.DataFrame(found, columns=list(PATTERNS.columns)))
    return Codebook(name, version, language, THEMES.frame(table), frame, "")


@st.composite
def codebooks(draw, name, text, pattern, flat=False, nots=False):
    """Codebooks that the workbook's YAML can hold: at most six themes on three levels."""
    rows, parents = [], [""]
    for _ in range(draw(st.integers(1, 6))):
        parent = "" if flat else draw(st.sampled_from(parents))
        theme = f"{parent}/{draw(name)}".removeprefix("/")
        if theme in parents or theme.count("/") > 2:
            continue
        parents.append(theme)
        found = draw(st.lists(pattern, min_size=1, max_size=4, unique_by=fold))
        cut = draw(st.integers(1, len(found))) if nots else len(found)
        label, definition = draw(text) or theme.rpartition("/")[2], draw(text)
        lists = [
            "\n".join(
                " ".join(line.split())
                for line in draw(st.lists(text, max_size=0 if text is BLANK else 2))
            )
            for _ in "ab"
        ]
        rows.append((theme, label, definition, *lists, found[:cut], found[cut:]))
    order = {theme: number for number, theme in enumerate(parents)}
    rows.sort(
        key=lambda row: [
            order["/".join(row[0].split("/")[: n + 1])] for n in range(row[0].count("/") + 1)
        ]
    )
    return build(rows, draw(text) or "x", draw(text) or "1", draw(text) or "en")


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


# What a format can hold, beside what every pattern is: the signs of its patterns, and names and patterns it would
# take for something else. Names and patterns hold single blanks only, as in every format but the workbook's own.
SIGNS = "abzéßЖ人2 -'’*.,:;!&<>\"=#@+()%_"
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
def test_codebooks_survive_the_way_there_and_back(tmp_path_factory, ending, data):
    more, is_name, is_entry = HOLDS[ending]
    texts = st.text(st.sampled_from(SIGNS + more), min_size=1, max_size=8).map(tidy)
    names = texts.filter(lambda name: name and is_name(name))
    entries = texts.filter(lambda text: is_pattern(text) and is_entry(text))
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
    if ending == "dic":  # which holds each term once, so a category's terms may change their order
        codebook, back = build_sorted(codebook), build_sorted(back)
    assert_same(codebook, back, ("theme", "parent", "label"))


def build_sorted(codebook: Codebook) -> Codebook:
    found = codebook.patterns.sort_values(["theme", "pattern"], ignore_index=True)
    return Codebook("", "", "", codebook.themes, found, "")
