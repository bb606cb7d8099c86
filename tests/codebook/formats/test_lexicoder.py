"""Lexicoder's `.lcd`."""

import pytest
from codebook_samples import FILES, first_fault, patterns_by_theme, theme_ids
from tiny import sentences

from analysis import find_hits, read_codebook


def test_spaces_are_word_boundaries():
    codebook = read_codebook(FILES / "lexicoder.lcd")
    assert (codebook.name, theme_ids(codebook)) == ("agendas & more", ["t100", "t100/t110"])
    assert patterns_by_theme(codebook) == [
        ("t100", "*total supply*"),
        ("t100", "NBB"),
        ("t100", "*burger"),
        ("t100", "abandon*"),
        ("t100", "ABANDON"),
        ("t100/t110", "U.S. été"),
    ]
    assert codebook.notes == (
        "line 9: 'abandon' in 't100' is repeated in its category and read once",
        "line 10: 'what?' in 't100' is left out because ? is a wildcard in the workbook but not in this format",
        "line 11: '' in 't100' is left out because it is blank or holds only wildcards",
        "line 14: 'stray' is left out because it is in no category",
        "line 15: <remark> is left out because it is neither cnode nor pnode",
    )
    hits = find_hits(
        sentences("The subtotal supply, the hamburger and burgers of NBB: abandoned."), codebook
    )
    assert hits["match"].tolist() == ["subtotal supply", "hamburger", "NBB", "abandoned"]


WRONG = [
    ("a.lcd", b"+a\nword", "a.lcd, line 1: found broken XML (Start tag expected, '<' not found, line 1, column 1); expected XML with the root element <dictionary>"),
    ("a.lcd", b"", "a.lcd, line 1: found broken XML (Document is empty, line 1, column 1); expected XML with the root element <dictionary>"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said"), WRONG, ids=range(len(WRONG)))
def test_a_file_that_is_not_lexicoders_is_a_fault(tmp_path, name, data, said):
    assert first_fault(tmp_path, name, data).startswith(said)
