"""Quanteda's YAML."""

import pytest
from codebook_samples import FILES, first_fault, patterns_by_theme, theme_ids

from analysis import read_codebook
from analysis.tables import PATTERNS, THEMES


def test_nested_keys_end_in_lists_of_patterns():
    codebook = read_codebook(FILES / "quanteda.yml")
    assert (codebook.name, codebook.version, codebook.language) == ("quanteda", "", "en")
    assert theme_ids(codebook) == [
        "economy",
        "economy/taxes",
        "economy/trade",
        "NO",
        "on",
        "and∕or",
        "empty",
    ]
    assert codebook.themes["parent"].tolist() == ["", "economy", "economy", "", "", "", ""]
    assert codebook.themes["label"].tolist()[-2:] == ["and/or", "empty"]
    assert patterns_by_theme(codebook) == [
        ("economy", "econom*"),
        ("economy/taxes", "tax*"),
        ("economy/taxes", "*levy"),
        ("economy/taxes", "value added tax"),
        ("economy/trade", "import*"),
        ("economy/trade", "export*"),
        ("economy/trade", "2030"),
        ("economy/trade", "free ??ade"),
        ("NO", "Norway"),
        ("NO", "Oslo"),
        ("NO", "on"),
        ("on", "no"),
        ("and∕or", "and/or"),
    ]
    assert codebook.notes == (
        "line 7: 'TAX*' in 'economy/taxes' is repeated in its category and read once",
        "1 theme without patterns (empty)",
    )
    assert codebook.patterns.dtypes.astype(str).to_dict() == PATTERNS.columns
    assert codebook.themes.dtypes.astype(str).to_dict() == THEMES.columns


def test_keys_that_are_not_text_and_files_with_other_endings(write):
    folder = write(
        "a.yml",
        "a: x\nb: [y, {c: [z, w]}]\n? [k]\n: [q]\n",
        "b.txt",
        "%\n1\tA\n%\nword\t1\n",
        "c.txt",
        "A: [word]\n",
    )
    codebook = read_codebook(folder / "a.yml")
    assert patterns_by_theme(codebook) == [
        ("a", "x"),
        ("b", "y"),
        ("b/c", "z"),
        ("b/c", "w"),
        ("unnamed", "q"),
    ]
    assert codebook.notes == ("line 3: a category without a name is called 'unnamed'",)
    assert (
        patterns_by_theme(read_codebook(folder / "b.txt"))
        == patterns_by_theme(read_codebook(folder / "c.txt"))
        == [("A", "word")]
    )


WRONG = [
    ("a.yml", b"a: [b\n", "a.yml, line 2: found text that is not YAML (expected ',' or ']', but got '<stream end>'); expected YAML"),
    ("a.yml", b'a: "\\uD800"', "a.yml, line 1: found half a character (\\uD800 to \\uDFFF); expected the character itself instead of its code"),
    ("a.yml", b"a: *b", "a.yml, line 1: found *b without quotes; expected quotes around a pattern that begins with *: \"*b\""),
    ("a.yml", b"name: x\npatterns: [a]\n", "a.yml, line 1, version: found nothing; expected the key 'version'"),
    ("a.yml", b"".join(b" " * n + b"a:\n" for n in range(120)) + b" " * 120 + b"- x", "a.yml, line 100: found more than 100 levels; expected a few levels"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said"), WRONG, ids=range(len(WRONG)))
def test_a_file_that_is_not_quantedas_is_a_fault(tmp_path, name, data, said):
    assert first_fault(tmp_path, name, data).startswith(said)
