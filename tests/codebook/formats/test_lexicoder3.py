"""Lexicoder 3's `.lc3`."""

import pytest
from codebook_samples import FILES, first_fault, patterns_by_theme

from analysis import read_codebook


def test_lexicoder_3_categories_and_colors():
    codebook = read_codebook(FILES / "lexicoder.lc3")
    assert codebook.themes[["theme", "color"]].to_numpy().tolist() == [
        ["negative", "#ff0000"],
        ["positive", ""],
    ]
    assert patterns_by_theme(codebook) == [
        ("negative", "a lie"),
        ("negative", "abandon*"),
        ("positive", "good"),
    ]
    assert codebook.notes == (
        "line 7: 'GOOD' in 'positive' is repeated in its category and read once",
    )


WRONG = [
    ("a.lc3", b"word\n", "a.lc3: found no category; expected XML with the root element <dictionary>, or lines such as `+category` with words below them"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said"), WRONG, ids=range(len(WRONG)))
def test_a_file_that_is_not_lexicoder3s_is_a_fault(tmp_path, name, data, said):
    assert first_fault(tmp_path, name, data).startswith(said)
