"""The record of a sample: written and read, and every damage a fault with its key."""

import json

import pandas as pd
import pytest
from made_samples import make_record
from tiny import SENTENCES_AB

from analysis.coding.sample_file import read_sample, write_sample
from analysis.faults import Report

RECORD = make_record(SENTENCES_AB, strata=["x", "x", "x", "y", "y", "y"])


def _written(tmp_path) -> bytes:
    path = tmp_path / "sample.json"
    write_sample(path, RECORD)
    return path.read_bytes()


def _faults(data: bytes) -> list[str]:
    report = Report()
    assert read_sample(data, "sample.json", report) is None
    return [str(fault) for fault in report.errors]


def test_a_record_comes_back(tmp_path):
    report = Report()
    record = read_sample(_written(tmp_path), "sample.json", report)
    assert not report.errors
    assert record is not None
    assert record[:6] == RECORD[:6]
    pd.testing.assert_frame_equal(record.rows, RECORD.rows)
    assert record.strata.to_numpy().tolist() == [["x", 3, 3], ["y", 3, 3]]
    assert record.coders == ["A", "B"]


def test_its_keys_are_those_of_the_format(tmp_path):
    value = json.loads(_written(tmp_path))
    assert list(value) == [
        "format", "seed", "by", "codebook", "sentences_sha256", "n_sentences", "draws", "strata",
        "rows",
    ]  # fmt: skip
    assert value["draws"] == [{"n": 6, "seed": 0, "coders": ["A", "B"], "holdout": False}]
    assert value["rows"][1] == {
        "doc_id": "a", "sent_id": 2, "start": 28, "end": 41, "sentence": "Poverty fell.",
        "stratum": "x", "weight": 1.0, "half": "", "draw": 1,
    }  # fmt: skip


def _set(*path, to):
    """A change of the value at a path of keys."""

    def change(value):
        for key in path[:-1]:
            value = value[key]
        value[path[-1]] = to

    return change


def _drop(*path):
    def change(value):
        for key in path[:-1]:
            value = value[key]
        del value[path[-1]]

    return change


DAMAGES = [
    (_set("format", to=2), "format: found 2; expected 1"),
    (_set("seed", to=-1), "seed: found -1; expected a whole number from 0"),
    (_set("by", to=None), "by: found null; expected text"),
    (_set("codebook", to=[]), "codebook: found a list; expected an object"),
    (_drop("codebook", "sha256"), "codebook: found no key 'sha256'; expected text"),
    (_set("sentences_sha256", to="abc"), 'sentences_sha256: found "abc"; expected a SHA-256'),
    (_set("n_sentences", to=7), "n_sentences: found 7; expected 6, the sum over `strata`"),
    (_set("draws", to=[]), "draws: found no draw; expected one at least"),
    (_set("draws", 0, "coders", to="A"), "draws.0.coders: found \"A\"; expected a list of names"),
    (_set("draws", 0, "holdout", to=0), "draws.0.holdout: found 0; expected true or false"),
    (_set("draws", 0, "n", to=5), "draws.0.n: found 5; expected 6, the number of its rows"),
    (_set("strata", 0, "n_drawn", to=2), "strata.0.n_drawn: found 2; expected 3, the number of"),
    (_set("strata", 1, "stratum", to="x"), "strata.1.stratum: found 'x'; expected each once"),
    (_set("rows", 0, to=3), "rows.0: found 3; expected an object"),
    (_set("rows", 0, "sent_id", to=2), "rows.1.sent_id: found 2; expected each sentence once"),
    (_set("rows", 0, "sent_id", to=2.5), "rows.0.sent_id: found 2.5; expected a whole number from 1"),
    (_set("rows", 0, "start", to=10**30), "rows.0.start: found 1000000000000000000000000000000;"),
    (_set("rows", 0, "end", to=0), "rows.0.end: found 0; expected an offset behind `start`"),
    (_set("rows", 0, "sentence", to=""), 'rows.0.sentence: found ""; expected text that is not'),
    (_set("rows", 0, "stratum", to="z"), "rows.0.stratum: found 'z'; expected a stratum that"),
    (_set("rows", 0, "weight", to=float("nan")), "rows.0.weight: found NaN; expected a number"),
    (_set("rows", 0, "weight", to=2), "rows.0.weight: found 1 wrong weight, first 2; expected 1:"),
    (_set("rows", 0, "half", to="test"), "rows.0.half: found \"test\"; expected 'improve', 'report'"),
    (_set("rows", 0, "draw", to=2), "rows.0.draw: found 2; expected at most 1"),
    (_drop("rows"), "found no key 'rows'; expected a list"),
    (_set("row", to=[]), "found the unknown key 'row'; expected 'rows'"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "message"), DAMAGES)
def test_every_damage_is_a_fault_with_its_key(tmp_path, damage, message):
    value = json.loads(_written(tmp_path))
    damage(value)
    faults = _faults(json.dumps(value).encode())
    assert any(message in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "line 1: found JSON that cannot be read (Expecting value)"),
        (b'{"format": 1,\n "seed": }', "line 2: found JSON that cannot be read"),
        (b"\xff\xfe", "found bytes that are not UTF-8; expected the JSON that `workbook sample`"),
        (b"[]", "found a list; expected an object"),
        (b"[" * 200_000, "found lists inside lists without end"),
    ],
)
def test_what_is_no_record(data, message):
    [fault] = _faults(data)
    assert message in fault


def test_all_damages_at_once(tmp_path):
    value = json.loads(_written(tmp_path))
    value["rows"][0]["weight"] = 0
    value["rows"][4]["half"] = 1
    assert len(_faults(json.dumps(value).encode())) == 2
