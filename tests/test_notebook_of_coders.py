"""The notebook about coders on studies with two coders, with four and gaps, and with none."""

import pandas as pd
import pytest
from made_codings import write_codings
from test_notebooks import run_here

from analysis.faults import InputWarning
from analysis.messages import speaking

TEXT = " ".join(f"Rights and law matter in case {n}." for n in range(40)) + "\n"
FLAT = "name: F\nversion: 1\nthemes:\n  rights: {patterns: [rights]}\n  law: {patterns: [law]}\n"
DEEP = """\
name: D
version: 1
themes:
  right:
    themes:
      human: {label: Human rights, definition: Rights of all., patterns: [rights]}
      civil: {label: Civil rights, patterns: [civil]}
  law: {patterns: [law]}
  odd: {label: '<i>Odd</i>', patterns: [odd]}
"""
STUDIES = {
    "two coders, a flat codebook": (FLAT, {"n_coders": 2}),
    "four coders with gaps": (DEEP, {"n_coders": 4, "gaps": 0.3}),
    "two coders, few sentences": (DEEP, {"n_coders": 2, "n": 3}),
}
TABLES = ["agreement", "agreement-counts", "confusions", "coder-differences"]


def write_study(folder, codebook):
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "codebook.yaml").write_text(codebook, encoding="utf-8")


@pytest.mark.parametrize("name", STUDIES)
def test_it_compares_coders(name, tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBOOK_OUT")
    codebook, how = STUDIES[name]
    write_study(tmp_path, codebook)
    write_codings(tmp_path, **how)
    with pytest.warns(InputWarning, match="on which coders differ"):
        shown = run_here("08-coders", monkeypatch, tmp_path, tmp_path / "out")
    assert shown[-1].charts == ("agreement", "confusions")
    assert sorted(shown[-1].tables) == sorted(TABLES)
    exports = tmp_path / f"out/{tmp_path.name}"
    assert all((exports / f"charts/{chart}.svg").stat().st_size for chart in shown[-1].charts)


@pytest.mark.parametrize("n_coders", [0, 1])
def test_without_two_coders_nothing_is_exported(n_coders, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("WORKBOOK_OUT")
    write_study(tmp_path, FLAT)
    write_codings(tmp_path, n_coders=n_coders)
    shown = run_here("08-coders", monkeypatch, tmp_path, tmp_path / "out")
    assert (shown[-1].charts, shown[-1].tables) == ((), ())
    assert "workbook sample STUDY --n 100 --coders" in capsys.readouterr().out


def test_memos_are_exported_also_those_of_one_coder(tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBOOK_OUT")
    write_study(tmp_path, FLAT)
    (tmp_path / "coding.csv").write_text('doc_id,sent_id,theme,memo\na,2,law,"which\nlaw?"\n')
    shown = run_here("08-coders", monkeypatch, tmp_path, tmp_path / "out")
    assert shown[-1].tables == ("memos",)
    exported = tmp_path / f"out/{tmp_path.name}/tables/memos.csv"
    (memo,) = pd.read_csv(exported).to_dict("records")
    assert [memo[name] for name in ("sent_id", "coder", "themes")] == [2, "coding", "law"]
    assert memo["memo"] == "which\nlaw?"
    assert memo["sentence"] == "Rights and law matter in case 1."


def test_it_speaks_french(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("WORKBOOK_OUT")
    write_study(tmp_path, DEEP)
    write_codings(tmp_path)
    (tmp_path / "study.yaml").write_text("captions: fr\n", encoding="utf-8")
    with speaking("en"), pytest.warns(InputWarning):  # opening the study sets the language
        shown = run_here("08-coders", monkeypatch, tmp_path, tmp_path / "out")
    assert "Deux codeurs ont lu les mêmes 40 phrases." in capsys.readouterr().out
    titles = [thing.title for thing in shown if hasattr(thing, "caption")]
    assert "l’accord" in titles[0].lower()
    assert "confondu" in titles[1]
