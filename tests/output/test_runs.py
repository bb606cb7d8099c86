"""Runs: small notebooks in a folder of their own, for a kernel takes its time to start."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat import v4
from tiny import CODEBOOK

from analysis import InputError, read_documents
from analysis.atomic import write_atomic
from analysis.locks import exclusive
from analysis.output import runs as room
from analysis.output.exports import REDIRECT
from analysis.output.folder import Record
from analysis.output.runs import choose, rewrite, run_study, save_notebooks, with_parameters

PARAMETERS = 'STUDY = "../seeds"\nCODEBOOK = ""\nOUT = "../exports"'
# What an export does, but for the seconds that a kernel takes to import pandas.
EXPORT = """\
import os, pathlib
tables = pathlib.Path(os.environ["WORKBOOK_OUT"], "geneva", "tables")
tables.mkdir(parents=True, exist_ok=True)
(tables / "%s.csv").write_text("n")
print(OUT)"""


def notebook(*cells: str, name="one"):
    """A notebook with a cell of parameters, cells of code, and outputs of some earlier run."""
    first = v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}, execution_count=7)
    others = [
        v4.new_code_cell(cell, metadata={"execution": {"x": "1"}}, execution_count=9)
        for cell in cells
    ]
    for number, cell in enumerate([first, *others]):
        cell.id = f"{name}-{number}"
        cell.outputs = [v4.new_output("stream", text="old")]
    return v4.new_notebook(cells=[first, *others], metadata={"widgets": {}})


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with `notebooks/` and a study in `texts/geneva`."""
    monkeypatch.delenv(REDIRECT, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notebooks").mkdir()
    write_atomic(tmp_path / "texts" / "geneva" / "a.txt", b"States must protect rights.")
    return tmp_path


def run(place, **options):
    study = "texts/geneva"
    return run_study(
        study, read_documents(study), CODEBOOK, notebooks=place / "notebooks", **options
    )


def record(folder, study, *files):
    """A record of an earlier run, of the first version: it says nothing of what the files were."""
    made = Record({"study": study, "parameters": {}}, frozenset(files))
    write_atomic(folder / "provenance.json", made.to_bytes())


def save(place, name, *cells):
    nbformat.write(notebook(*cells, name=name), place / "notebooks" / f"{name}.ipynb")


def files_of(folder) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_run_its_repetition_and_a_failure(place, capsys):
    save(place, "01-first", "print(STUDY)", EXPORT % "first")
    save(place, "02-second", "1 / 0", "print('never')")
    before = files_of(place / "notebooks")
    exports = place / "exports" / "geneva"
    write_atomic(exports / "tables" / "gone.csv", b"")
    record(exports, "../../texts/geneva", "tables/gone.csv")

    good, bad = run(place)
    assert (good.error, bad.error) == ("", "ZeroDivisionError: division by zero")
    said = capsys.readouterr().out.splitlines()
    assert said[0].split()[:3] == ["01-first", "3", "cells"]
    assert said[0].endswith("ok")
    assert said[1].endswith("failed: ZeroDivisionError: division by zero")
    assert said[2:] == ["results: exports/geneva"]
    made = files_of(exports)
    tables = {"tables/first.csv", "tables/gone.csv"}  # nothing goes after a failure
    assert (
        set(made)
        == {"notebooks/01-first.ipynb", "notebooks/02-second.ipynb", "provenance.json"} | tables
    )
    assert files_of(place / "notebooks") == before

    second = nbformat.reads(made["notebooks/02-second.ipynb"].decode(), as_version=4)
    assert [output.output_type for cell in second.cells for output in cell.outputs] == ["error"]
    assert [cell.execution_count for cell in second.cells] == [1, 2, None]

    first = nbformat.reads(made["notebooks/01-first.ipynb"].decode(), as_version=4)
    # Run in notebooks/, it is written for the folder that it lies in now.
    assert first.cells[0].source == 'STUDY = "../../../texts/geneva"\nCODEBOOK = ""\nOUT = "../.."'
    assert first.cells[1].outputs[0].text == "../texts/geneva\n"
    assert first.cells[2].outputs[0].text == "../exports\n"
    assert [cell.execution_count for cell in first.cells] == [1, 2, 3]
    assert [cell.id for cell in first.cells] == ["01-first-0", "01-first-1", "01-first-2"]
    assert [dict(cell.metadata) for cell in first.cells] == [{"tags": ["parameters"]}, {}, {}]
    assert set(first.metadata) == {"kernelspec", "language_info"}
    assert "version" not in first.metadata.language_info

    said = json.loads(made["provenance.json"])
    assert said["parameters"] == {"STUDY": "../../../texts/geneva", "OUT": "../..", "CODEBOOK": ""}
    assert said["earlier_files"] == ["tables/gone.csv"]
    assert said["files"] == sorted(set(made) - {"provenance.json", "tables/gone.csv"})

    (place / "notebooks" / "02-second.ipynb").unlink()
    assert [outcome.error for outcome in run(place)] == [""]
    again = files_of(exports)  # what this run did not make is gone, the rest is as it was
    assert set(again) == set(made) - {"notebooks/02-second.ipynb", "tables/gone.csv"}
    assert {name: made[name] for name in again if name != "provenance.json"} == {
        name: content for name, content in again.items() if name != "provenance.json"
    }
    assert json.loads(again["provenance.json"])["earlier_files"] == []


@pytest.mark.parametrize(
    ("sent", "ending"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)]
)
def test_a_run_that_is_stopped_leaves_the_exports_as_they_were(place, sent, ending):
    save(
        place,
        "01-first",
        EXPORT % "first",
        "open('started', 'w').close()",
        "import time; time.sleep(60)",
    )
    save(place, "02-second", "1")
    exports = place / "exports" / "geneva"
    write_atomic(exports / "tables" / "first.csv", b"old")
    record(exports, "../../texts/geneva", "tables/first.csv")
    before = files_of(exports)
    program = """if True:
        import signal
        from tiny import CODEBOOK
        from analysis import read_documents
        from analysis.output.runs import run_study
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background would ignore it
        try:
            run_study('texts/geneva', read_documents('texts/geneva'), CODEBOOK, notebooks='notebooks')
        except KeyboardInterrupt:
            raise SystemExit(130)
        """
    # Its own temporary folder, for what a killed run leaves lies there.
    environment = {**os.environ, "TMPDIR": str(place), "PYTHONPATH": str(Path(__file__).parents[1])}
    process = subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stderr=subprocess.DEVNULL
    )
    for _ in range(600):
        if (place / "notebooks" / "started").exists() or process.poll() is not None:
            break
        time.sleep(0.1)
    process.send_signal(sent)
    assert process.wait() == ending
    assert files_of(exports) == before
    with exclusive(exports, "exports/geneva"):
        pass  # the lock is gone with its process


def test_two_runs_on_one_study_are_not_at_work_at_once(place):
    save(place, "01-first", "1")
    with exclusive(place / "exports" / "geneva", ""), pytest.raises(InputError) as error:
        run(place)
    assert str(error.value).startswith("exports/geneva: found a folder that another run")


def test_saving_in_place_is_all_or_nothing(place, monkeypatch, capsys):
    errors = {"01-first-0": "", "02-second-0": "ValueError: no"}

    def execute(notebook, folder, out, on_cell):
        notebook.cells[1].outputs = [v4.new_output("stream", text=f"{Path(out).is_dir()}")]
        return errors[notebook.cells[0].id]

    monkeypatch.setattr(room, "execute", execute)
    for name in ("01-first", "02-second"):
        save(place, name, "print('new')")
    before = files_of(place / "notebooks")
    assert save_notebooks(place / "notebooks") == 1
    assert files_of(place / "notebooks") == before
    said = capsys.readouterr()
    assert said.out.splitlines()[1].endswith("failed: ValueError: no")
    assert said.err.splitlines()[-1] == "nothing is saved: a notebook failed"

    errors["02-second-0"] = ""
    assert save_notebooks(place / "notebooks") == 0
    saved = nbformat.read(place / "notebooks" / "02-second.ipynb", as_version=4)
    assert saved.cells[0].source == PARAMETERS
    assert saved.cells[1].outputs[0].text == "True"
    assert not (place / "exports").exists()


def test_another_study_in_the_folder_is_refused_before_a_kernel_starts(place):
    save(place, "01-first", "1")
    record(place / "exports" / "geneva", "../../other/geneva")
    with pytest.raises(InputError, match=r"exports of another study, '../../other/geneva'.*--out"):
        run(place)


@pytest.mark.parametrize("only", ["02-themes", "02", "themes", "02-themes.ipynb"])
def test_a_notebook_by_any_of_its_names(tmp_path, only):
    for name in ("03-voice", "02-themes"):
        write_atomic(tmp_path / f"{name}.ipynb", b"")
    assert [path.stem for path in choose(tmp_path, [only])] == ["02-themes"]
    assert [path.stem for path in choose(tmp_path)] == ["02-themes", "03-voice"]


def test_unknown_notebooks_and_none_at_all(tmp_path):
    with pytest.raises(
        InputError, match="found no notebooks; expected the notebooks, beside the package"
    ):
        choose(tmp_path)
    write_atomic(tmp_path / "02-themes.ipynb", b"")
    with pytest.raises(InputError) as error:
        choose(tmp_path, ["02", "themse", "x"])
    assert str(error.value) == (
        "--only: found 'themse'; expected 'themes'\n--only: found 'x'; expected one of 'themes'"
    )


@pytest.mark.parametrize(
    "value", ["../texts", "a'b", 'a"b', "a\\b", "a\nb", "é 😀", "{x}", "\udc80", "'''\\\"", ""]
)
def test_any_path_can_be_written_into_a_cell(value):
    source = 'A = 1\nSTUDY = "é"  # a folder\nOUT = ("x"\n   "y")\nB = 2'
    rewritten = rewrite(source, {"STUDY": value, "OUT": value})
    found = {}
    exec(rewritten, found)
    assert (found["STUDY"], found["OUT"], found["A"], found["B"]) == (value, value, 1, 2)
    assert "# a folder" in rewritten


def test_a_value_that_stays_the_same_leaves_the_line_as_it_is():
    assert rewrite("STUDY = '../seeds'", {"STUDY": "../seeds"}) == "STUDY = '../seeds'"
    assert rewrite("STUDY = '../seeds'", {"STUDY": "../texts"}) == 'STUDY = "../texts"'


def test_a_notebook_without_its_parameters_is_an_error(place):
    bare = v4.new_notebook(cells=[v4.new_code_cell("1")])
    with pytest.raises(
        InputError, match=r"x\.ipynb: found no cells tagged 'parameters'; expected one, with STUDY"
    ):
        with_parameters(bare, room.DEFAULTS, "x.ipynb")
    save(place, "01-first", "1")
    with pytest.raises(InputError) as error:
        room._load(choose(place / "notebooks"), {"STUDY": "", "LEVEL": "", "BY": ""})
    assert str(error.value) == (
        "01-first.ipynb: found no line BY = …; expected it, in the cell tagged 'parameters'\n"
        "01-first.ipynb: found no line LEVEL = …; expected it, in the cell tagged 'parameters'"
    )
    with pytest.raises(InputError, match="parameters that Python cannot read"):
        rewrite("%matplotlib inline", {})
