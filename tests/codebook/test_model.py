"""The class `Codebook`: families, and which themes are coded."""

from dataclasses import replace

import tiny

from analysis import read_codebook
from analysis.tables import THEMES

GOOD = """\
name: Tiny
version: 1.10
themes:
  topic:
    label: What it is about
    themes:
      poverty:
        definition: Being poor.
        include: ["poverty fell", "the poor"]
        exclude: ["poor quality"]
        patterns: [povert*, "*armut", 2030, no]
        not: ["poverty of imagination"]
  tone:
    patterns:
      - must
      - 12:30
"""


NESTED = """\
name: Nested
version: 1
themes:
  water:
    patterns: [water]
    themes:
      storage: {patterns: [reservoir]}
  land:
    not: [landing]
    themes:
      paths: {patterns: [path]}
"""


def test_a_theme_with_patterns_of_its_own_is_coded_and_one_without_is_a_heading(write):
    codebook = read_codebook(write("nested.yaml", NESTED) / "nested.yaml")
    assert codebook.themes_with_roots()[["theme", "root", "coded"]].to_numpy().tolist() == [
        ["water", "water", True],
        ["water/storage", "water", True],
        ["land", "land", False],  # a `not` pattern finds nothing
        ["land/paths", "land", True],
    ]
    assert list(codebook.themes) == list(THEMES.columns)


def test_joined_codebooks_keep_their_families(write):
    folder = write("good.yaml", GOOD)
    (folder / "nested.yaml").write_text(NESTED)
    assert not read_codebook([folder / "good.yaml"]).joined
    codebook = read_codebook([folder / "good.yaml", folder / "nested.yaml"])
    assert codebook.themes_with_roots()[["theme", "root", "coded"]].to_numpy().tolist() == [
        ["Tiny", "Tiny", False],
        ["Tiny/topic", "Tiny/topic", False],
        ["Tiny/topic/poverty", "Tiny/topic", True],
        ["Tiny/tone", "Tiny", True],  # themes without a family belong to the codebook's own root
        ["Nested", "Nested", False],
        ["Nested/water", "Nested/water", True],
        ["Nested/water/storage", "Nested/water", True],
        ["Nested/land", "Nested/land", False],
        ["Nested/land/paths", "Nested/land", True],
    ]


def test_where_case_never_counts_capitals_are_written_small():
    codebook = replace(tiny.codebook({"a": ["US", "the UN*"], "ab": ["US"]}), caseless=("a",))
    own = codebook.in_workbook_language()
    assert own.patterns["pattern"].tolist() == ["us", "the un*", "US"]
    assert own.caseless == ()
    assert codebook.patterns["pattern"].tolist() == ["US", "the UN*", "US"]
