"""Which file is a codebook, and several codebooks as one."""

from pathlib import Path

import pytest
import tiny
from codebook_samples import first_fault, patterns_by_theme, theme_ids

from analysis import InputError, find_hits, read_codebook
from analysis.codebook.read import find_codebook, load_codebook
from analysis.faults import Fault, Report


def test_several_codebooks_are_one_with_a_root_for_each(write):
    folder = write(
        "a.yaml", 'name: Left/right\nversion: "1"\nthemes:\n  left: {label: Of the left, patterns: [tax*]}\n',
        "b.cat", "RIGHT\n\tCUT (2)\n\t@RULE [X]\n",
    )  # fmt: skip
    codebook = read_codebook([folder / "a.yaml", folder / "b.cat"])
    assert (codebook.name, codebook.version, codebook.language) == (
        "Left/right + b",
        "1 + not stated",
        "en",
    )
    assert codebook.themes[["theme", "parent", "label"]].to_numpy().tolist() == [
        ["Left∕right", "", "Left/right"],
        ["Left∕right/left", "Left∕right", "Of the left"],
        ["b", "", "b"],
        ["b/RIGHT", "b", "RIGHT"],
    ]
    assert patterns_by_theme(codebook) == [("Left∕right/left", "tax*"), ("b/RIGHT", "CUT")]
    assert codebook.patterns["weight"].fillna(0).tolist() == [0.0, 2.0]
    assert codebook.notes == ("b.cat: line 3: '@RULE [X]' is left out because it is a rule",)
    one = read_codebook([folder / "b.cat"])
    assert theme_ids(one) == ["RIGHT"]
    with pytest.raises(
        InputError,
        match=r"b\.cat: found the name 'b' again; expected codebooks with different names",
    ):
        read_codebook([folder / "b.cat", folder / "b.cat"])
    with pytest.raises(InputError, match="codebooks: found none; expected at least one file"):
        read_codebook([])


def test_a_missing_codebook_names_the_nearest_file(write):
    folder = write("codebook.yaml", "name: a")
    with pytest.raises(
        InputError, match=r"no such file; expected a codebook file: 'codebook.yaml'"
    ):
        read_codebook(folder / "codebok.yaml")
    with pytest.raises(InputError, match="found a folder; expected a codebook file"):
        read_codebook(folder)


WRONG = [
    ("a.dicx", b"Entry,A\n", "a.dicx: found a file ending in .dicx; expected a .dic file, which LIWC-22 exports too, or a .csv with the columns theme and pattern"),
    ("a.qdpx", b"PK\x03\x04", "a.qdpx: found a file ending in .qdpx; expected a .qdc file, or `workbook exchange STUDY FILE.qdpx` for the whole project"),
    ("a.xls", b"", "a.xls: found a file ending in .xls; expected an .xlsx or .csv file: save it again as one"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said"), WRONG, ids=range(len(WRONG)))
def test_a_file_that_cannot_be_read_is_a_fault(tmp_path, name, data, said):
    assert first_fault(tmp_path, name, data).startswith(said)


def test_the_faults_of_all_files_and_the_warnings_go_to_one_report(write):
    codes = '<CodeBook><Codes><Code name="A"/></Codes></CodeBook>'
    folder = write("a.dic", "%", "b.cat", "A", "c.qdc", codes)
    report = Report()
    assert load_codebook([folder / "a.dic", folder / "b.cat", folder / "c.qdc"], report) is None
    assert [fault.file for fault in report.errors] == ["a.dic", "b.cat"]
    assert [fault.file for fault in report.warnings] == ["c.qdc"]


def test_other_errors_in_a_report_do_not_keep_the_codebook_from_being_read(write):
    report = Report()
    report.error(Fault("a.txt", "an empty file", "a text"))
    codebook = load_codebook(write("a.cat", "A\n\tb (1)\n") / "a.cat", report)
    assert codebook is not None
    assert theme_ids(codebook) == ["A"]
    assert len(report.errors) == 1


def test_the_codebook_of_a_study(write):
    study = write("codebook.yaml", "", "a.txt", "A.", "none/b.txt", "B.")
    assert find_codebook(study) == find_codebook(study / "a.txt") == study / "codebook.yaml"
    assert find_codebook(study, "other.yaml").name == "other.yaml"
    assert find_codebook(study, ["a.yaml", "b.dic"]) == [Path("a.yaml"), Path("b.dic")]
    assert find_codebook(write("dic/codebook.dic", "") / "dic").name == "codebook.dic"
    with pytest.raises(
        InputError,
        match=r"found several codebooks \(codebook.dic, codebook.yaml\); expected one codebook in it",
    ):
        find_codebook(write("codebook.dic", ""))
    with pytest.raises(
        InputError,
        match=r"found no codebook; expected one codebook in it, such as codebook.yaml, or --codebook FILE; `workbook new",
    ):
        find_codebook(study / "none")


def test_case_counts_in_the_workbooks_own_formats_and_codebooks_keep_this_when_joined(write):
    folder = write(
        "own.yaml",
        'name: Own\nversion: "1"\nthemes:\n  t: {patterns: [US, us]}\n',
        "table.csv",
        "theme,pattern\nt,US\nt,us\n",
        "other.dic",
        "%\n1\tT\n%\nUS\t1\nus\t1\n",
    )
    files = [folder / name for name in ("own.yaml", "other.dic", "table.csv")]
    codebooks = [read_codebook(file) for file in files]
    assert [codebook.caseless for codebook in codebooks] == [(), ("",), ()]
    assert [len(codebook.patterns) for codebook in codebooks] == [2, 1, 2]
    joined = read_codebook(files)
    assert joined.caseless == ("other",)
    hits = find_hits(tiny.sentences("The US told us."), joined)
    assert tiny.rows(hits, "theme", "pattern", "match") == [
        ["Own/t", "US", "US"],
        ["other/T", "US", "US"],
        ["table/t", "US", "US"],
        ["Own/t", "us", "us"],
        ["other/T", "US", "us"],
        ["table/t", "us", "us"],
    ]
