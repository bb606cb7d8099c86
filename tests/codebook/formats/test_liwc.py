"""LIWC's `.dic`."""

import pytest
from codebook_samples import FILES, first_fault, patterns_by_theme, theme_ids

from analysis import read_codebook


def test_liwc_numbers_conditions_and_indentation():
    codebook = read_codebook(FILES / "liwc.dic")
    family, friends = "social/family", "social/friends∕allies"
    assert theme_ids(codebook) == [
        "social",
        family,
        "social/family/parents (close)",
        friends,
        "affect",
        "anger",
    ]
    assert patterns_by_theme(codebook) == [
        ("social", "mother*"),
        ("social", "mum"),
        ("social", "kind"),
        ("social", "like"),
        ("social", "24 7"),
        (family, "mother*"),
        (family, "mum"),
        ("social/family/parents (close)", "mother*"),
        ("social/family/parents (close)", "mum"),
        (friends, "best friend"),
        (friends, "ally"),
        ("affect", "take 5 minutes"),
        ("affect", "ally"),
        ("affect", ":-)"),
        ("affect", "kind of"),
    ]
    assert codebook.notes == (
        "line 7: the category 'affect' occurs again: its entries are added to the first one",
        "line 8: the number 10 of 'anger' is left out: it already belongs to 'affect'",
        "line 9: 'no number' is left out because it is not the number and name of a category",
        "line 18: 'kind' in <of>10/11 is left out because it depends on the words around it",
        "line 19: 'like' in (02 134)10/11 is left out because it depends on the words around it",
        "line 19: 'like' in (02 134)4 is left out because it depends on the words around it",
        "line 20: '(i) like*' is left out because it depends on the word before it",
        "line 21: 'what?' in 'affect' is left out because ? is a wildcard in the workbook but not in this format",
        "line 22: 'MUM' in 'social/family' is repeated in its category and read once",
        "line 23: 'foe' in 99 is left out because there is no category 99",
        "line 24: 'nothing' is left out because it is not a term with the numbers of its categories",
        "4 terms listed both in a category and in one below it: a hit counts in both",
        "1 theme without patterns (anger)",
    )


def test_categories_may_be_indented_by_spaces(write):
    folder = write("a.dic", "%\n1 a\n  2 b\n    3 c\n  4 d\n5 e\n%\nword 1 2 3 4 5\nyear 2030\t1\n")
    codebook = read_codebook(folder / "a.dic")
    assert theme_ids(codebook) == ["a", "a/b", "a/b/c", "a/d", "e"]
    assert patterns_by_theme(codebook)[:2] == [("a", "word"), ("a", "year 2030")]


WRONG = [
    ("a.dic", b"", "a.dic: found no line with only %; expected two lines with only %: one before the categories, one after them"),
    ("a.dic", b"%\n1\tx\n", "a.dic: found 1 line with only %; expected two lines with only %: one before the categories, one after them"),
    ("a.dic", b"%\n%\n", "a.dic: found no theme; expected at least one theme"),
    ("a.dic", b"%\n1\tx\n%\ncaf\xe9\t1", "a.dic, line 4: found byte 0xe9 at offset 11, which is not UTF-8; expected UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said"), WRONG, ids=range(len(WRONG)))
def test_a_file_that_is_not_liwcs_is_a_fault(tmp_path, name, data, said):
    assert first_fault(tmp_path, name, data).startswith(said)
