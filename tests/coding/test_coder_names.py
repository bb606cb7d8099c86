"""Names of coders: what can be a file on any system, and nothing else."""

import pytest

from analysis.coding.coder_names import check_names, split_names


@pytest.mark.parametrize(
    "name", ["A", "Ada Lovelace", "J. Smith", "Zoë", "李", "coder-2", "console"]
)
def test_names_that_can_be_files(name):
    assert check_names([name], "--coders") == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("final", "'final', which names something else in the folder of codings"),
        ("Sample", "'Sample', which names something else"),
        ("spans", "'spans', which names something else"),
        ("gold", "'gold', which names something else"),
        ("../A", "'../A', with '/', which the name of a file cannot have"),
        ("A\\B", r"'A\\B', with '\\', which the name of a file cannot have"),
        ("A:B", "'A:B', with ':'"),
        ("A?", "'A?', with '?'"),
        ("A\x07", r"'A\x07', with '\x07'"),
        (".A", "'.A', which begins or ends with a sign that hides a file"),
        ("~$A", "'~$A', which begins or ends"),
        ("A.", "'A.', which begins or ends"),
        ("CON", "'CON', which no file can be called in Windows"),
        ("lpt1.x", "'lpt1.x', which no file can be called in Windows"),
        ("A.csv", "'A.csv', which is the name of a file"),
        ("ä" * 51, "a name of more than 100 bytes"),
        ("", "a blank name"),
    ],
)
def test_names_that_cannot(name, found):
    [fault] = check_names([name], "--coders")
    assert fault.found.startswith(found)


def test_names_that_are_taken():
    faults = check_names(["A", "b", "A", "B"], "--coders", taken=["A", "B"])
    assert [fault.found for fault in faults] == [
        "'b', which differs from 'B' in case only",
        "'A' twice",
    ]


def test_lists_of_names():
    assert split_names(" A ,B") == ["A", "B"]
    assert split_names("") == []
    assert split_names("A,,B") == ["A", "", "B"]
    assert split_names("e\u0301") == ["é"]
