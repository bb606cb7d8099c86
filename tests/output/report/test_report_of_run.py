"""The report as a run makes it: beside the charts, and true to what was run."""

import json

import nbformat
import pytest
from lxml import html
from nbformat import v4
from report_samples import write_study

from analysis import open_study
from analysis.output import runs
from analysis.output.exports import REDIRECT
from analysis.output.runs import run_study

PARAMETERS = 'STUDY = "../seeds"\nCODEBOOK = ""\nOUT = "../exports"'
# What an export of a chart leaves, but for the seconds that it takes to draw one.
CHART = """\
import os, pathlib
charts = pathlib.Path(os.environ["WORKBOOK_OUT"], "tiny", "charts")
charts.mkdir(parents=True, exist_ok=True)
link = '<a href="../report.html#theme=topic/aid"><path d="M 0 0 L 1 1"/></a>'
(charts / "%s.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg">' + link + '</svg>')
(charts / "%s.json").write_text('{"title": "%s"}')"""


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.delenv(REDIRECT, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notebooks").mkdir()
    write_study(tmp_path / "tiny")
    for name in ("01-one", "02-two"):
        chart = name[3:]
        cells = [PARAMETERS, CHART.replace("%s", chart)]
        notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells])
        notebook.cells[0].metadata["tags"] = ["parameters"]
        nbformat.write(notebook, tmp_path / "notebooks" / f"{name}.ipynb")
    return tmp_path


def run(workspace, **options):
    study = open_study(workspace / "tiny")
    study.check()
    return run_study(
        "tiny",
        study.documents,
        study.codebook,
        notebooks=workspace / "notebooks",
        report_on=study,
        **options,
    )


def read(workspace):
    return html.fromstring((workspace / "exports" / "tiny" / "report.html").read_bytes())


def titles(page) -> list[str]:
    return [h.text_content() for h in page.xpath("//figure/h4")]


def break_notebook(workspace) -> None:
    path = workspace / "notebooks" / "02-two.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("import os", "1 / 0"), "utf-8")


def test_a_run_writes_the_report_and_records_it(workspace):
    assert [outcome.error for outcome in run(workspace)] == ["", ""]
    page = read(workspace)
    assert titles(page) == ["one", "two"]
    assert page.xpath("//header/p[@class='warning']") == []
    record = json.loads((workspace / "exports" / "tiny" / "provenance.json").read_bytes())
    assert "report.html" in record["files"]
    before = (workspace / "exports" / "tiny" / "report.html").read_bytes()
    run(workspace)
    assert (workspace / "exports" / "tiny" / "report.html").read_bytes() == before


def test_with_only_some_notebooks_the_charts_of_the_run_before_stay(workspace):
    run(workspace, only=["one"])
    page = read(workspace)
    assert titles(page) == ["one"]
    assert [p.text for p in page.xpath("//header/p[@class='warning']")] == [
        "Only some notebooks were run this time: one."
    ]
    run(workspace, only=["two"])
    page = read(workspace)
    assert titles(page) == ["one", "two"]
    assert "earlier run" in page.xpath("//header/p[@class='warning'][2]")[0].text

    (workspace / "tiny" / "a.txt").write_text("Aid is war.", "utf-8")
    run(workspace, only=["two"])  # a chart of other texts would not fit
    assert titles(read(workspace)) == ["two"]


def test_after_a_failure_the_report_says_what_may_be_missing(workspace):
    break_notebook(workspace)
    outcomes = run(workspace)
    assert [bool(outcome.error) for outcome in outcomes] == [False, True]
    page = read(workspace)
    assert titles(page) == ["one"]
    (said,) = page.xpath("//header/p[@class='warning']")
    assert said.text.startswith("The notebook 02-two failed (ZeroDivisionError: division by zero)")


def test_a_fault_of_the_report_costs_nothing_else(workspace, monkeypatch, capsys):
    def fail(*_):
        raise KeyError("x")

    monkeypatch.setattr(runs, "make_report", fail)
    outcomes = run(workspace)
    assert [outcome.name for outcome in outcomes if outcome.error] == ["report.html"]
    assert "report.html: not made: KeyError: 'x'" in capsys.readouterr().err
    exports = workspace / "exports" / "tiny"
    assert not (exports / "report.html").exists()
    assert (exports / "charts" / "one.svg").exists()
