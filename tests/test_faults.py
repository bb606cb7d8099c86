"""Faults and reports: all errors at once, warnings of one kind together, commands that work."""

import warnings

import pytest

from analysis import InputError, InputWarning, faults
from analysis.faults import (
    Fault,
    LeftOut,
    Nearest,
    Report,
    list_names,
    missing,
    nearest,
    similar_first,
)


def test_all_errors_are_raised_at_once_by_file_and_line():
    report = Report()
    report.error(Fault("b.csv", "x", "y", line=2), Fault("b.csv", "x", "y", line=1))
    with report.collecting():
        raise InputError([Fault("a.txt", "an empty file", "a text")])
    with pytest.raises(InputError) as caught:
        report.raise_errors()
    assert [fault.place for fault in caught.value.faults] == [
        "a.txt",
        "b.csv, line 1",
        "b.csv, line 2",
    ]


def test_a_report_without_errors_raises_nothing():
    report = Report()
    report.warn(Fault("a.txt", "x", "y"))
    report.raise_errors()


def test_only_input_errors_are_collected():
    with pytest.raises(KeyError), Report().collecting():
        raise KeyError("a")


@pytest.mark.parametrize(("n", "n_shown"), [(0, 0), (3, 3), (4, 1), (1000, 1)])
def test_more_than_three_warnings_of_one_kind_become_one(n, n_shown):
    report = Report()
    report.warn(*(Fault(f"{number}.png", "a picture", "a text", line=5) for number in range(n)))
    with warnings.catch_warnings(record=True, action="always") as shown:
        report.show_warnings()
    assert len(shown) == n_shown
    assert {(each.category, each.filename, each.lineno) for each in shown[:1]} <= {
        (InputWarning, "0.png", 5)
    }
    if n == 1000:
        assert str(shown[0].message) == (
            "0.png, line 5; 1.png, line 5; 2.png, line 5 and 997 more: "
            "found a picture; expected a text"
        )


def test_a_report_adds_all_of_another():
    one, other = Report(), Report()
    other.error(Fault("a", "b", "c"))
    other.warn(Fault("d", "e", "f"))
    other.leave_out(LeftOut("g", "h"))
    one.add(other)
    assert str(one) == "error: a: found b; expected c\nwarning: d: found e; expected f"
    assert one.left_out == [LeftOut("g", "h")]


def test_the_command_for_a_missing_extra_works_where_the_program_runs(tmp_path, monkeypatch):
    assert missing("a.parquet", "x", "parquet").expected == (
        "the extra `parquet`: make env LOCK=requirements-all.lock"
    )
    monkeypatch.setattr(faults, "_CHECKOUT", tmp_path)  # a folder without a Makefile
    assert missing("a.parquet", "x", "parquet").expected == (
        'the extra `parquet`: pip install "research-workbook[parquet]"'
    )


def test_long_lists_of_names_are_cut():
    names = [f"n{number:02}" for number in range(20)]
    assert nearest("x", names).endswith("'n11' and 8 more")
    assert similar_first("n19", names).startswith("'n19', ")


def test_a_grave_fault_is_never_counted_with_others():
    alike = [Fault(f"{name}.png", "a picture", "a text") for name in "abcde"]
    grave = Fault("f.png", "a picture", "a text", alone=True)
    assert faults.group_alike([*alike, grave]) == [alike, [grave]]


def test_errors_are_counted_together_only_if_they_found_the_same():
    same = [Fault("a.csv", "3 cells", "2", line=line) for line in range(4)]
    other = Fault("a.csv", "1 cell", "2", line=9)
    assert faults.group_alike([*same, other], same_found=True) == [same, [other]]
    assert faults.group_alike([*same, other]) == [[*same, other]]


def test_what_is_too_long_to_read_is_cut():
    fault = Fault(
        "a.csv", f"{'q' * 140_000!r} as language", "x" * 9000, key="k" * 5000, places=("p" * 2000,)
    )
    assert len(str(fault)) < 4000
    assert fault.found.endswith("qqq' as language")
    assert "… (139,114 characters) …" in fault.found
    assert fault == Fault("a.csv", fault.found, fault.expected, key=fault.key, places=fault.places)


@pytest.fixture
def n_compared(monkeypatch):
    """How many times two names were compared."""
    counts = {"n": 0}
    matcher = faults.difflib.SequenceMatcher

    class Counting(matcher):
        def quick_ratio(self):
            counts["n"] += 1
            return super().quick_ratio()

    monkeypatch.setattr(faults.difflib, "SequenceMatcher", Counting)
    return counts


def test_only_the_first_faults_of_a_kind_name_the_nearest_choice(n_compared):
    expected = Nearest(f"speech-{number:05}" for number in range(500))
    said = [expected(f"speech-2020-{number:05}") for number in range(2000)]
    assert said[0].startswith("'speech-")
    assert said[19].startswith("'speech-")
    assert said[20] == said[-1] == f"one of {list_names([f'speech-{n:05}' for n in range(500)])}"
    assert n_compared["n"] <= 20 * 500


def test_a_name_is_compared_with_the_choices_beside_it_if_they_are_many(n_compared):
    names = [f"{number:06}-speech" for number in range(50_000)]
    assert nearest("030000-spech", names) == "'030000-speech'"
    assert nearest("x30000-speech", names) == "'030000-speech'"
    assert similar_first("030000-spech", names).startswith("'030000-speech', ")
    assert n_compared["n"] <= 3000


@pytest.mark.parametrize("name", ["x" * 100_000, "ab" * 50_000])
def test_a_name_of_a_hundred_thousand_letters_is_compared(name):
    assert len(nearest(name, [f"{name}{number}" for number in range(20)])) < 200_010
    assert len(similar_first(name, [name, name[:-1]])) < 200_020


def test_a_report_of_thousands_of_errors_is_cut():
    errors = [Fault("a.csv", f"{number} cells", "2", line=number) for number in range(1000)]
    assert len(str(InputError(errors)).splitlines()) == 101
    report = Report()
    report.error(*errors)
    assert str(report).splitlines()[-1] == "error: and 900 more"


def test_very_many_errors_of_one_kind_are_one():
    errors = [
        Fault("a.csv", f"the key {number}", "a known key", line=number) for number in range(60)
    ]
    assert faults.group_alike(errors[:50], same_found=True) == [[error] for error in errors[:50]]
    [group] = faults.group_alike(errors, same_found=True)
    assert group == errors
    assert "different things, such as the key 0" in faults.describe_alike(group)
