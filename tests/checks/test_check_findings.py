"""Findings: their order, the table of them, and the lines for study.yaml."""

from pathlib import Path

import yaml

from analysis.checks.findings import (
    LESS_URGENT,
    URGENT,
    Finding,
    by_severity,
    merge_settings,
    setting_lines,
    to_table,
)
from analysis.cli import main
from analysis.reading.settings import Settings
from analysis.tables import CHECKS


def finding(severity="warning", **more):
    return Finding(severity, "texts", 2, "2 lines", "take them out", **more)


def test_errors_come_first_then_warnings_by_rank_then_notes():
    note = finding("note", rank=URGENT)
    late = finding(rank=LESS_URGENT)
    first, second = finding(), finding()
    error = finding("error", rank=LESS_URGENT)
    ordered = by_severity([note, late, first, second, error])
    assert ordered == [error, first, second, late, note]
    assert ordered[1] is first


def test_the_table_has_its_columns_even_without_rows():
    assert to_table([]).equals(CHECKS.empty())
    table = to_table([finding(places=("a", "b"), settings={"drop": ("A *",), "html": ("text",)})])
    assert table.to_dict("records") == [
        {
            "severity": "warning",
            "subject": "texts",
            "n": 2,
            "found": "2 lines",
            "places": "a\nb",
            "advice": "take them out",
            "setting": 'drop: ["A *"]\nhtml: text',
        }
    ]


def test_lines_for_study_yaml_are_yaml():
    values = ('say "A"', "a: b # c", "\\", "Стр. *", "- 1 -")
    read = yaml.safe_load("\n".join(setting_lines({"drop": values, "html": ("whole", "text")})))
    assert read == {"drop": list(values), "html": ["whole", "text"]}


def test_advice_is_added_to_what_study_yaml_states():
    path = Path("s")
    stated = Settings(path, path, path, drop=("Page *",), html=("whole",))
    findings = [
        finding(settings={"drop": ("A", "Page *")}),
        finding(settings={"html": ("text",), "drop": ("B",)}),
        finding(settings={"leave_out": ("x",)}),
    ]
    assert merge_settings(findings, stated) == {
        "drop": ("Page *", "A", "B"),
        "html": ("whole", "text"),
        "leave_out": ("x",),
    }


BOOK = 'name: A\nversion: "1"\nthemes:\n  rights: {patterns: ["right*"]}\n'


def test_150_names_that_do_not_fit_are_one_line_everywhere(write, tmp_path, monkeypatch, capsys):
    texts = ["s/t000.txt", "Rights."]
    for n in range(1, 150):
        texts += [f"s/t{n:03}.txt", f"Day {n}."]
    write("s/codebook.yaml", BOOK, "s/study.yaml", 'names: "{country}_{year:d}"\n', *texts)
    monkeypatch.chdir(tmp_path)
    assert main(["check", "s"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert next(line for line in said if line.startswith("warning")).split()[1:3] == [
        "study.yaml,",
        "names",
    ]
    assert [line.strip() for line in said if line.strip().startswith("- ")] == [
        "- t000.txt",
        "- t001.txt",
        "- t002.txt",
    ]
    assert said[-1].endswith("1 warning; first: study.yaml, names: 150 file names that do not fit")
    monkeypatch.setattr("analysis.output.runs.run_study", lambda *_, **__: [])
    assert main(["run", "s"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "warning: study.yaml, names: found 150 file names that do not fit "
        "(t000.txt; t001.txt; t002.txt); expected {country}_{year:d}"
    ]
