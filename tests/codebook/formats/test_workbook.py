"""The workbook's own YAML: what is read, and the message of every fault."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError, read_codebook
from analysis.tables import PATTERNS, THEMES

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


def faults(write, text: str | bytes) -> list[str]:
    """The faults of a codebook, one line each."""
    with pytest.raises(InputError) as caught:
        read_codebook(write("codebook.yaml", text) / "codebook.yaml")
    return [str(fault) for fault in caught.value.faults]


def test_a_codebook_becomes_two_tables(write):
    codebook = read_codebook(write("codebook.yaml", GOOD) / "codebook.yaml")
    assert (codebook.name, codebook.version, codebook.language, codebook.notes) == (
        "Tiny",
        "1.10",
        "en",
        (),
    )
    assert codebook.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    assert codebook.themes.to_numpy().tolist() == [
        ["topic", "", "What it is about", "", "", ""],
        [
            "topic/poverty",
            "topic",
            "poverty",
            "Being poor.",
            "poverty fell\nthe poor",
            "poor quality",
        ],
        ["tone", "", "tone", "", "", ""],
    ]
    assert codebook.patterns.to_numpy().tolist() == [
        ["topic/poverty", "povert*", False],
        ["topic/poverty", "*armut", False],
        ["topic/poverty", "2030", False],
        ["topic/poverty", "no", False],
        ["topic/poverty", "poverty of imagination", True],
        ["tone", "must", False],
        ["tone", "12:30", False],
    ]
    assert codebook.themes.dtypes.astype(str).to_dict() == THEMES.columns
    assert codebook.patterns.dtypes.astype(str).to_dict() == PATTERNS.columns
    assert codebook.coded_themes()[["theme", "root"]].to_numpy().tolist() == [
        ["topic/poverty", "topic"],
        ["tone", "tone"],
    ]


def test_every_fault_is_found_at_once(write):
    text = """\
nam: Tiny
version: ""
themes:
  a/b:
    patterns: ["one.*two", "Women's", "women’s", " * ? ", "rights"]
    not: [Rights]
    defintion: wrong
  empty:
    label: No pattern
  empty:
    patterns: [x]
  words:
    patterns: just words
    label: [a, b]
"""
    assert faults(write, text) == [
        "codebook.yaml, line 1: found the unknown key 'nam'; expected 'name'",
        "codebook.yaml, line 1, name: found nothing; expected the key 'name'",
        "codebook.yaml, line 2, version: found a blank; expected a text",
        "codebook.yaml, line 4, themes: found the theme key 'a/b'; expected a key that is not blank and has no /",
        "codebook.yaml, line 5, themes.a/b.patterns: found 'one.*two', which contains '.*' as in a regular "
        "expression; expected a word or phrase, in which * means any letters and ? means one letter",
        "codebook.yaml, line 5, themes.a/b.patterns: found the pattern 'women’s' again (\"Women's\" on line 5); "
        "expected each pattern once per theme",
        "codebook.yaml, line 5, themes.a/b.patterns: found the pattern '* ?'; "
        "expected a pattern with a letter or number in it",
        "codebook.yaml, line 6, themes.a/b.not: found 'Rights' in `patterns` and in `not` ('rights' on line 5); "
        "expected each pattern once per theme",
        "codebook.yaml, line 7, themes.a/b: found the unknown key 'defintion'; expected 'definition'",
        "codebook.yaml, line 8, themes.empty: found a theme without patterns; "
        "expected a list `patterns:`, or themes below it",
        "codebook.yaml, line 10, themes: found the key 'empty' again; expected each key once",
        "codebook.yaml, line 13, themes.words.patterns: found the text 'just words'; "
        'expected a list: ["…", "…"], or one entry per line, each after `- `',
        "codebook.yaml, line 14, themes.words.label: found a list; expected a text",
    ]


@pytest.mark.parametrize(
    ("listed", "stars"),
    [
        ("\n    - *rights\n    - *poor people\n    - * of rights # why", [(6, "*rights"), (7, "*poor people"), (8, "* of rights")]),
        (" [*人权*, *rights]", [(5, "*人权*"), (5, "*rights")]),
        (" [* of rights, x]", [(5, "* of rights")]),
        (' [x, "*a, *b", *poor rights, \'*c\',\n      *d]', [(5, "*poor rights"), (6, "*d")]),
        ("\n    - *", [(6, "*")]),
        (" *", [(5, "*")]),
    ],
)  # fmt: skip
def test_a_pattern_that_begins_with_a_star_needs_quotes_and_the_rest_is_read(write, listed, stars):
    text = f"nam: A\nversion: 1\nthemes:\n  t: # all *stars*\n    patterns:{listed}\n"
    said = [fault for fault in faults(write, text) if "without quotes" in fault]
    assert said == [
        f'codebook.yaml, line {line}: found {star} without quotes; expected quotes around a pattern that begins with *: "{star}"'
        for line, star in stars
    ]
    assert "codebook.yaml, line 1: found the unknown key 'nam'; expected 'name'" in faults(
        write, text
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "codebook.yaml: found an empty file; expected a codebook with name, version and themes"),
        ("- a", "codebook.yaml, line 1: found a list; expected keys (name, version, language, themes)"),
        ("a: b: c", "codebook.yaml, line 1: found text that is not YAML (mapping values are not allowed here); "
         "expected quotes around a text with a colon and a space"),
        (
            "themes:\n  t: {patterns: [marginali?ed]}",
            "codebook.yaml, line 2: found text that is not YAML (expected ',' or ']', but got '?'); "
            "expected quotes around a pattern with ? in a list in brackets",
        ),
        ("name: a\n\tversion: 1", "codebook.yaml, line 2: found text that is not YAML"),
        ("name: a\x07", "codebook.yaml, line 1: found the character U+0007; expected printable text"),
        (b"name: caf\xe9", "codebook.yaml, line 1: found byte 0xe9 at offset 9, which is not UTF-8; expected UTF-8"),
        ("name: a\nversion: 1\nthemes: {}", "codebook.yaml, line 3, themes: found no theme; expected at least one theme"),
        ("name: a\nversion: 1\nthemes:\n  t: {themes: {}}", "codebook.yaml, line 4, themes.t.themes: found no theme"),
        ("name: a\nversion: 1\nthemes:\n  t: {not: [x]}", "codebook.yaml, line 4, themes.t: found a theme without patterns"),
        ("name: a\nversion: 1\nthemes:\n  t:", "codebook.yaml, line 4, themes.t: found nothing; expected keys (label,"),
        ("name: a\nversion: 1\nthemes:\n  t: {patterns: [[x]]}", "codebook.yaml, line 4, themes.t.patterns: found a list"),
        ("name: a\nversion: 1\nthemes:\n  ? [a, b]\n  : {patterns: [x]}\n  t/u: {patterns: [x]}", "codebook.yaml, line 6, themes: found the theme key 't/u'"),
        ("a: " + "[" * 2000, "codebook.yaml, line 1: found more than 100 levels; expected a few levels"),
    ],
)  # fmt: skip
def test_the_message_about_an_unreadable_codebook(write, text, said):
    assert faults(write, text)[0].startswith(said)


@given(st.text(max_size=60) | st.text(st.sampled_from("namethsp:[]{}-*&!| \n\"'#"), max_size=60))
def test_any_text_gives_a_codebook_or_a_fault(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        read_codebook(path)
    except InputError as error:
        assert error.faults  # and nothing else is raised
