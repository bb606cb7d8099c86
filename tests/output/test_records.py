"""The record of exports is checked as a whole before it is believed."""

import json
from pathlib import Path

import pytest

from analysis import InputError
from analysis.atomic import to_json, write_atomic
from analysis.output.folder import check_owner, write_files
from analysis.output.records import read_exports_record

STUDY = "../../texts/geneva"
SOURCES = {"study": STUDY, "parameters": {}, "texts": []}
SHA256 = "0" * 64


def nested(levels: int) -> list:
    value: list = []
    for _ in range(levels):
        value = [value]
    return value


ODD = [
    {"files": 5},
    {"files": None},
    {"files": "tables/a.csv"},
    {"files": {"tables/a.csv": 1}},
    {"files": [5]},
    {"files": [["tables/a.csv"]]},
    {"files": [None]},
    {"earlier_files": 5},
    {"earlier_files": [1.5]},
    {"sha256": []},
    {"sha256": {"a": 5}},
    {"sha256": {"a": None}},
    {"sha256": {"a": "0" * 63}},
    {"sha256": {"a": "G" * 64}},
    {"sha256": {"../a": SHA256}},
    {"parameters": []},
    {"parameters": "x"},
    {"parameters": {"STUDY": nested(200)}},
    {"texts": nested(200)},
    {"unfinished": "yes"},
    {"unfinished": 1},
    {"study": 3},
    {"study": None},
    {"study": ""},
    {"study": "a\0b"},
    {"batch": 1},
    {"files": ["../mine.txt"]},
    {"files": ["tables/../../mine.txt"]},
    {"files": ["tables/../a"]},
    {"files": ["/etc/passwd"]},
    {"files": [""]},
    {"files": ["."]},
    {"files": ["a\0b"]},
    {"files": ["\ud800"]},
    {"files": ["x" * 300]},
    {"files": ["history/index.json"]},
    {"files": ["compare/compare.csv"]},
    {"files": ["provenance.json"]},
    {"files": ["Provenance.JSON"]},
    {"files": [".workbook-staging/a"]},
    {"files": ["a", "A"]},
    {"files": ["a", "a"]},
    {"files": ["a"], "earlier_files": ["a"]},
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:40])
def test_a_record_with_an_odd_value_is_refused(tmp_path, odd):
    write_atomic(tmp_path / "mine.txt", b"")
    folder = tmp_path / "geneva"
    write_atomic(folder / "provenance.json", json.dumps({"study": STUDY, **odd}).encode())
    with pytest.raises(InputError, match=r"geneva/provenance\.json: found .*--out") as error:
        write_files(folder, SOURCES, [], [], remove_others=True)
    assert len(str(error.value)) < 1000
    assert (tmp_path / "mine.txt").exists()
    assert json.loads(Path(folder, "provenance.json").read_bytes()) == {"study": STUDY, **odd}


NO_RECORDS = [
    b"",
    b"{}",
    b"[]",
    b'"x"',
    b"{",
    b"null",
    b"\x00",
    b"\xff\xfe{",
    b"\xef\xbb\xbf{}",
    b'{"study": "\xe9"}',
    b"1" * 9_999,
    b"[" * 99_999,
    b'{"study": ' + b"[" * 99_999,
]


@pytest.mark.parametrize("content", NO_RECORDS, ids=lambda content: repr(content[:12]))
def test_a_file_that_is_no_record_is_refused(tmp_path, content):
    write_atomic(tmp_path / "geneva/provenance.json", content)
    with pytest.raises(
        InputError, match=r"geneva/provenance\.json: found a file that cannot be read"
    ):
        check_owner(tmp_path / "geneva", SOURCES)


def test_a_folder_in_place_of_the_record_is_refused(tmp_path):
    Path(tmp_path, "geneva/provenance.json").mkdir(parents=True)
    with pytest.raises(InputError, match="found files, and no provenance"):
        check_owner(tmp_path / "geneva", SOURCES)


def test_links_that_lead_to_one_another_are_refused(tmp_path):
    folder = tmp_path / "geneva"
    folder.mkdir()
    Path(folder, "a").symlink_to(folder / "b")
    Path(folder, "b").symlink_to(folder / "a")
    write_atomic(folder / "provenance.json", to_json({"study": STUDY, "files": ["a/x"]}))
    with pytest.raises(InputError, match="not the name of a file inside the folder"):
        check_owner(folder, SOURCES)


def test_a_record_of_the_first_version_counts(tmp_path):
    content = {"study": STUDY, "parameters": {"STUDY": "x", "N": 5}, "files": ["tables/a.csv"]}
    write_atomic(tmp_path / "geneva/provenance.json", to_json(content))
    record = check_owner(tmp_path / "geneva", SOURCES)
    assert record.listed == {"tables/a.csv"}
    assert record.made_from == {"study": STUDY, "parameters": {"STUDY": "x", "N": 5}}


@pytest.mark.parametrize("names", [["Hits.csv", "hits.csv"], ["../a"], ["history/a"], ["a\ud800"]])
def test_files_that_no_record_could_list_are_not_written(tmp_path, names):
    with pytest.raises(InputError, match="geneva: found"):
        write_files(tmp_path / "geneva", SOURCES, names, [(name, b"") for name in names])
    assert list(tmp_path.iterdir()) == []


def test_a_study_whose_path_is_not_utf_8_can_be_recorded(tmp_path):
    sources = {**SOURCES, "study": "../caf\udce9"}
    write_files(tmp_path / "s", sources, ["a"], [("a", b"")])
    assert read_exports_record(tmp_path / "s").made_from["study"] == "../caf\udce9"
    assert Path(tmp_path, "s/provenance.json").read_text(encoding="utf-8")
