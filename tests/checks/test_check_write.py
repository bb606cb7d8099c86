"""The findings as a file: as a table, and never in place of an input."""

import pandas as pd
import pytest

from analysis.cli import main
from analysis.tables import CHECKS

BOOK = 'name: A\nversion: "1"\nthemes:\n  rights: {patterns: ["right*"]}\n'


@pytest.fixture(autouse=True)
def _study(write, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pictures = [part for number in range(5) for part in (f"s/{number}.png", "x")]
    write("s/a.txt", "Rights.\n", "s/codebook.yaml", BOOK, *pictures)


def test_check_writes_all_places(tmp_path, capsys):
    assert main(["check", "s", "--out", "found/check.csv"]) == 0
    assert capsys.readouterr().err == "made found/check.csv\n"
    table = pd.read_csv(tmp_path / "found/check.csv", keep_default_na=False)
    assert table.columns.tolist() == list(CHECKS.columns)
    (row,) = table.to_dict("records")
    assert (row["severity"], row["subject"], row["n"]) == ("warning", "5 files", 5)
    assert row["places"].split("\n") == ["0.png", "1.png", "2.png", "3.png", "4.png"]


@pytest.mark.parametrize("target", ["s/check.csv", "s/a.txt", "s/sub/check.csv", "b.yaml", "t.txt"])
def test_no_input_is_overwritten(write, tmp_path, target, capsys):
    write("b.yaml", BOOK)
    assert main(["check", "s", "--codebook", "b.yaml", "--out", target]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"error: {target}: found a file ")
    assert (tmp_path / "b.yaml").read_text() == BOOK
    assert (tmp_path / "s/a.txt").read_text() == "Rights.\n"


def test_the_texts_of_a_study_may_lie_elsewhere(write, capsys):
    write("s/study.yaml", "texts: ../t\n", "t/a.txt", "Rights.\n")
    assert main(["check", "s", "--out", "t/check.csv"]) == 2
    assert "tables in a study are read as texts" in capsys.readouterr().err


def test_a_folder_with_somebodys_record_is_part_of_the_study(write, capsys):
    write("s/trial/provenance.json", "{}")
    assert main(["check", "s", "--out", "s/trial/check.csv"]) == 2
    assert "tables in a study are read as texts" in capsys.readouterr().err


def test_exports_inside_a_study_take_it(write, tmp_path):
    write("s/exports/provenance.json", '{"study": "..", "files": [], "earlier_files": []}')
    assert main(["check", "s", "--out", "s/exports/check.csv"]) == 0
    assert (tmp_path / "s/exports/check.csv").is_file()
