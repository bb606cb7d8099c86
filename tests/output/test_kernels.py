"""Kernels: how a run is told, and how many notebooks run at once."""

import os
from pathlib import Path

from analysis.output import kernels
from analysis.output.kernels import Outcome, count_cores


def test_an_outcome_is_one_line_that_a_terminal_shows_and_does_not_obey():
    assert str(Outcome("01-sentences", 3, 1.25, "")) == "01-sentences       3 cells    1.2 s  ok"
    failed = str(Outcome("01", 3, 1.25, "ValueError: \x1b[2J"))
    assert failed.endswith("failed: ValueError: \x1b[2J")  # printed as its code, by `printable`


def test_as_many_at_once_as_there_are_cores_for_this_process(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 3}, raising=False)
    assert count_cores() == 2
    monkeypatch.delattr(os, "sched_getaffinity")  # as on Windows and macOS
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert count_cores() == 1


def test_listing_fonts_runs_no_module_of_the_working_folder(tmp_path, monkeypatch):
    for name in ("csv", "json", "logging"):  # which matplotlib imports
        Path(tmp_path, f"{name}.py").write_text("open('it-ran', 'w').close()\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert kernels._list_fonts.__wrapped__()
    assert not Path("it-ran").exists()
