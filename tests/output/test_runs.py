"""Runs: small notebooks in a folder of their own, for a kernel takes its time to start."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from matplotlib.figure import Figure
from nbformat import v4
from tiny import CODEBOOK

from analysis import InputError, read_documents
from analysis.atomic import write_atomic
from analysis.locks import exclusive
from analysis.output import kernels, runs, sources
from analysis.output.exports import REDIRECT
from analysis.output.folder import finish_interrupted, write_files
from analysis.output.kernels import Outcome, count_cores
from analysis.output.records import Record
from analysis.output.runs import run_study, save_notebooks

ABOUT_ALL = ("provenance.json", "ro-crate-metadata.json")  # files that list all others
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
def workspace(tmp_path, monkeypatch):
    """A folder with `notebooks/` and a study in `texts/geneva`."""
    monkeypatch.delenv(REDIRECT, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notebooks").mkdir()
    write_atomic(tmp_path / "texts" / "geneva" / "a.txt", b"States must protect rights.")
    return tmp_path


def run(workspace, **options):
    study = "texts/geneva"
    codebook = replace(CODEBOOK, sha256=hashlib.sha256(b"%").hexdigest())  # of codebook.dic
    return run_study(
        study, read_documents(study), codebook, notebooks=workspace / "notebooks", **options
    )


def record(folder, study, *files):
    """A record of an earlier run, of the first version: it says nothing of what the files were."""
    made = Record({"study": study, "parameters": {}}, frozenset(files))
    write_atomic(folder / "provenance.json", made.to_bytes())


def save(workspace, name, *cells):
    nbformat.write(notebook(*cells, name=name), workspace / "notebooks" / f"{name}.ipynb")


def files_of(folder) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_run_its_repetition_and_a_failure(workspace, capsys):
    save(workspace, "01-first", "print(STUDY)", EXPORT % "first")
    save(workspace, "02-second", "1 / 0", "print('never')")
    before = files_of(workspace / "notebooks")
    exports = workspace / "exports" / "geneva"
    write_atomic(exports / "tables" / "gone.csv", b"")
    record(exports, "../../texts/geneva", "tables/gone.csv")

    good, bad = run(workspace)
    assert (good.error, bad.error) == ("", "ZeroDivisionError: division by zero")
    said = capsys.readouterr().out.splitlines()
    assert said[0].split()[:3] == ["01-first", "3", "cells"]
    assert said[0].endswith("ok")
    assert said[1].endswith("failed: ZeroDivisionError: division by zero")
    assert said[2:] == ["results: exports/geneva; left from earlier runs: 1 file from other inputs"]
    made = files_of(exports)
    tables = {"tables/first.csv", "tables/gone.csv"}  # nothing goes after a failure
    assert (
        set(made) == {"notebooks/01-first.ipynb", "notebooks/02-second.ipynb", *ABOUT_ALL} | tables
    )
    assert files_of(workspace / "notebooks") == before

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

    (workspace / "notebooks" / "02-second.ipynb").unlink()
    assert [outcome.error for outcome in run(workspace)] == [""]
    again = files_of(exports)  # what this run did not make is gone, the rest is as it was
    assert set(again) == set(made) - {"notebooks/02-second.ipynb", "tables/gone.csv"}
    assert {name: made[name] for name in again if name not in ABOUT_ALL} == {
        name: content for name, content in again.items() if name not in ABOUT_ALL
    }
    assert json.loads(again["provenance.json"])["earlier_files"] == []


@pytest.mark.parametrize(
    ("sent", "ending"),
    [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130), (signal.SIGTERM, 130)],
)
def test_a_run_that_is_stopped_leaves_the_exports_as_they_were(workspace, sent, ending):
    started = ["01-first", "02-second"][: count_cores()]  # side by side
    for name in started:
        pid = f"import os; open('{name}', 'w').write(str(os.getpid()))"
        save(workspace, name, EXPORT % name, pid, "import time; time.sleep(60)")
    save(workspace, "03-third", "1")
    exports = workspace / "exports" / "geneva"
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
    environment = {
        **os.environ,
        "TMPDIR": str(workspace),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    log = workspace / "log.txt"
    with log.open("wb") as file:
        process = subprocess.Popen([sys.executable, "-c", program], env=environment, stderr=file)
    for _ in range(600):
        there = [(workspace / "notebooks" / name).exists() for name in started]
        if all(there) or process.poll() is not None:
            break
        time.sleep(0.1)
    process.send_signal(sent)
    assert process.wait() == ending, log.read_text()
    assert files_of(exports) == before
    with exclusive(exports, "exports/geneva"):
        pass  # the lock is gone with its process
    pids = [int((workspace / "notebooks" / name).read_text()) for name in started]
    assert not any(is_running(pid) for pid in pids)


def is_running(pid: int) -> bool:
    """Whether a kernel is still there, a few seconds after its run was ended."""
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.2)
    return True


@pytest.mark.parametrize("endless", ["while True: pass", "import time; time.sleep(1000)"])
def test_a_notebook_without_an_end_is_stopped(workspace, endless):
    begin = "import os, pathlib; pathlib.Path('pid').write_text(str(os.getpid())); print('begun')"
    save(workspace, "01-first", begin, endless, "1")
    save(workspace, "02-second", "1")
    first, second = run(workspace, time_limit=1)
    said = (
        "TimeoutError: found code cell 3 still busy after 1 second; "
        "expected an end, or a longer limit (--timeout)"
    )
    assert first.error == said
    assert "01-first" in str(first)
    assert not second.error
    assert not is_running(int((workspace / "notebooks" / "pid").read_text()))
    written = nbformat.read(workspace / "exports/geneva/notebooks/01-first.ipynb", as_version=4)
    outputs = [cell.outputs for cell in written.cells]
    assert outputs[1][0].text == "begun\n"
    assert outputs[2][0].traceback == [said]
    assert outputs[3] == []


def test_two_runs_on_one_study_are_not_at_work_at_once(workspace):
    save(workspace, "01-first", "1")
    with exclusive(workspace / "exports" / "geneva", ""), pytest.raises(InputError) as error:
        run(workspace)
    assert str(error.value).startswith("exports/geneva: found a folder that another run")


def test_side_by_side_is_the_same_as_one_after_another(workspace, monkeypatch, capsys):
    # The first ends last. Both write a table of one name: the later notebook's stays.
    save(
        workspace, "01-slow", "import time; time.sleep(2)", EXPORT.replace('"n"', '"slow"') % "same"
    )
    save(workspace, "02-fast", EXPORT.replace('"n"', '"fast"') % "same", EXPORT % "fast")
    exports = workspace / "exports" / "geneva"
    found = []
    for cores in (2, 1):
        monkeypatch.setattr(kernels, "count_cores", lambda cores=cores: cores)
        run(workspace)
        found.append(files_of(exports))
        said = capsys.readouterr().out.splitlines()
        assert [line.split()[0] for line in said] == ["01-slow", "02-fast", "results:"]
    assert found[0] == found[1]
    assert found[0]["tables/same.csv"] == b"fast"


def test_a_studys_own_notebooks_run_after_the_built_in_ones(workspace, capsys):
    save(workspace, "01-first", EXPORT % "first")
    own = notebook("print(open('here.txt').read(), STUDY)", EXPORT % "own", name="own")
    folder = workspace / "texts" / "geneva" / "notebooks"
    write_atomic(folder / "here.txt", b"beside the notebook")
    nbformat.write(own, folder / "my-question.ipynb")
    assert [outcome.name for outcome in run(workspace)] == ["01-first", "my-question"]
    made = files_of(workspace / "exports" / "geneva")
    assert {"notebooks/my-question.ipynb", "tables/own.csv"} <= set(made)
    read = nbformat.reads(made["notebooks/my-question.ipynb"].decode(), as_version=4)
    assert read.cells[1].outputs[0].text == "beside the notebook ..\n"
    assert 'STUDY = "../../../texts/geneva"' in read.cells[0].source

    assert [outcome.name for outcome in run(workspace, only=["question"])] == ["my-question"]
    assert capsys.readouterr().out.splitlines()[-1] == (
        "results: exports/geneva; left from earlier runs: 2 files from the same inputs"
    )
    nbformat.write(own, folder / "01-first.ipynb")
    with pytest.raises(InputError, match="a name that another notebook has"):
        run(workspace)


def test_a_run_that_makes_the_tables_is_kept_in_the_history(workspace):
    write_atomic(workspace / "texts" / "geneva" / "codebook.dic", b"%")
    tables = [EXPORT % name for name in ("sentences", "hits", "shares")]
    save(workspace, "01-first", *tables)
    save(workspace, "02-second", EXPORT % "second")
    exports = workspace / "exports" / "geneva"
    run(workspace)
    (kept,) = (exports / "history").glob("*-*-*")
    assert {path.name for path in kept.iterdir()} == {
        *("codebook.dic", "hits.csv", "provenance.json", "sentences.csv", "shares.csv")
    }
    before = files_of(exports)
    run(workspace)
    run(workspace, only=["second"])
    assert files_of(exports) == before
    assert not [
        name for name in json.loads(before["provenance.json"])["files"] if "history" in name
    ]
    save(workspace, "01-first", *tables[:2], tables[2].replace('"n"', '"other shares"'))
    run(workspace)
    index = json.loads((exports / "history" / "index.json").read_text())
    assert len(index["runs"]) == 2
    assert index["runs"][0] == kept.name


@pytest.mark.parametrize("variable", ["MPLBACKEND", "JPY_SESSION_NAME", "IPYTHONDIR"])
def test_nothing_of_the_users_environment_reaches_a_notebook(workspace, monkeypatch, variable):
    monkeypatch.setenv(variable, "of the user")
    save(workspace, "01-first", f"import os; print(os.environ.get('{variable}'))")
    (outcome,) = run(workspace)
    assert outcome.error == ""
    made = nbformat.read(workspace / "exports/geneva/notebooks/01-first.ipynb", as_version=4)
    assert "of the user" not in made.cells[1].outputs[0].text


def test_saving_in_place_is_all_or_nothing(workspace, monkeypatch, capsys):
    errors = {"01-first": "", "02-second": "ValueError: no"}

    async def execute(job, on_cell, time_limit):
        job.notebook.cells[1].outputs = [v4.new_output("stream", text="new output")]
        return errors[job.name]

    monkeypatch.setattr(kernels, "execute", execute)
    for name in ("01-first", "02-second"):
        save(workspace, name, "print('new')")
    before = files_of(workspace / "notebooks")
    assert save_notebooks(workspace / "notebooks") == 1
    assert files_of(workspace / "notebooks") == before
    said = capsys.readouterr()
    assert said.out.splitlines()[1].endswith("failed: ValueError: no")
    assert said.err.splitlines()[-1] == "nothing is saved: a notebook failed"

    errors["02-second"] = ""
    assert save_notebooks(workspace / "notebooks") == 0
    saved = nbformat.read(workspace / "notebooks" / "02-second.ipynb", as_version=4)
    assert saved.cells[0].source == PARAMETERS
    assert saved.cells[1].outputs[0].text == "new output"
    assert not (workspace / "exports").exists()


def test_another_study_in_the_folder_is_refused_before_a_kernel_starts(workspace):
    save(workspace, "01-first", "1")
    record(workspace / "exports" / "geneva", "../../other/geneva")
    with pytest.raises(InputError, match=r"exports of another study, '[^.]*other/geneva'.*--out"):
        run(workspace)


# -- killed while the exports are written ----------------------------------------------------------


@pytest.fixture
def quick(workspace, monkeypatch):
    """A workspace whose notebooks need no kernel: each makes some tables."""
    write_atomic(workspace / "texts" / "geneva" / "codebook.dic", b"%")
    save(workspace, "01-first", "1")
    save(workspace, "02-second", "1")
    contents = {"content": b"old"}

    def run_jobs(jobs, time_limit=0):
        for job in jobs:
            for name in ("sentences", "hits", "shares", job.name):
                write_atomic(job.out / "geneva" / "tables" / f"{name}.csv", contents["content"])
        return [Outcome(job.name, 1, 0, "") for job in jobs]

    monkeypatch.setattr(runs, "run_jobs", run_jobs)
    monkeypatch.setattr(sources, "commit", lambda: {"commit": None, "dirty": None})
    return contents


class Killed(BaseException):
    """The process ends here."""


def run_until(workspace, last: int | None = None) -> int:
    """Run, and be killed after so many renames; returns how many there were."""
    n = 0

    def counted(step):
        def do(*args, **options):
            nonlocal n
            n += 1
            if last is not None and n > last:
                raise Killed
            return step(*args, **options)

        return do

    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "rename"):
            patch.setattr(os, name, counted(getattr(os, name)))
        run(workspace)
    return n


def assert_whole(exports, contents: tuple[bytes, ...]) -> None:
    """All tables are of one run, and the record and the history are of the same one."""
    found = files_of(exports)
    tables = {content for name, content in found.items() if name.startswith("tables/")}
    assert len(tables) == 1
    assert tables <= set(contents)
    said = json.loads(found["provenance.json"])
    assert not said.get("unfinished")
    sums = {name: hashlib.sha256(found[name]).hexdigest() for name in said["files"]}
    assert said["sha256"] == sums
    names = json.loads(found["history/index.json"])["runs"]
    assert found[f"history/{names[-1]}/hits.csv"] in tables


def test_killed_at_any_rename_of_a_run_all_exports_are_of_one_run(workspace, quick):
    exports = workspace / "exports" / "geneva"
    quick["content"] = b"0"
    run_until(workspace)
    quick["content"] = b"1"
    n = run_until(workspace)
    assert n > 10
    for last in range(n):
        (before,) = {path.read_bytes() for path in exports.glob("tables/*.csv")}
        new = quick["content"] = f"{last + 2}".encode()
        with pytest.raises(Killed):
            run_until(workspace, last)
        finish_interrupted(exports)
        assert_whole(exports, (before, new))
        if last % 5 == 0:
            run(workspace)
            assert_whole(exports, (new,))


def test_an_input_that_changes_during_the_run_stops_it_before_anything_is_written(
    workspace, quick, monkeypatch
):
    run(workspace)
    before = files_of(workspace / "exports")
    run_jobs = runs.run_jobs

    def edit(jobs, *limit):
        outcomes = run_jobs(jobs)
        (workspace / "texts/geneva/a.txt").write_text("States must not.")
        return outcomes

    quick["content"] = b"new"
    monkeypatch.setattr(runs, "run_jobs", edit)
    with pytest.raises(InputError) as error:
        run(workspace)
    assert str(error.value) == (
        "a.txt: found a file that was changed during the run; expected inputs that stay the same "
        "until the end; nothing was written, so run it again"
    )
    assert files_of(workspace / "exports") == before


def test_of_two_studies_of_one_name_the_second_is_refused(workspace, quick, monkeypatch):
    write_atomic(workspace / "other" / "geneva" / "b.txt", b"Another study.")
    run_jobs = runs.run_jobs
    refused = []

    def run_other_too(jobs, *limit):
        monkeypatch.setattr(runs, "run_jobs", run_jobs)
        with pytest.raises(InputError) as error:
            run_study(
                "other/geneva",
                read_documents("other/geneva"),
                CODEBOOK,
                notebooks=workspace / "notebooks",
            )
        refused.append(str(error.value))
        return run_jobs(jobs)

    monkeypatch.setattr(runs, "run_jobs", run_other_too)
    run(workspace)
    assert refused == [
        "exports/geneva: found a folder that another run is writing to; "
        "expected one run at a time; wait for the other"
    ]
    made = json.loads((workspace / "exports/geneva/provenance.json").read_text())
    assert made["study"] == "../../texts/geneva"


def test_a_study_that_waited_for_one_of_its_name_is_refused_before_it_writes(workspace, quick):
    """The first run ends between the check of the second and its lock."""
    run(workspace)
    sources = {"study": "../../other/geneva", "parameters": {}, "texts": []}
    before = files_of(workspace / "exports")
    with pytest.raises(InputError, match="exports of another study"):
        write_files(workspace / "exports/geneva", sources, ["a"], [("a", b"")])
    assert files_of(workspace / "exports") == before


def test_an_exported_notebook_in_which_someone_wrote_is_moved_aside(workspace, quick, capsys):
    run(workspace)
    exported = workspace / "exports/geneva/notebooks/01-first.ipynb"
    mine = exported.read_bytes() + b"\n"  # as a note in it
    exported.write_bytes(mine)
    capsys.readouterr()
    run(workspace)
    assert exported.with_name("01-first.ipynb.kept-1").read_bytes() == mine
    assert exported.read_bytes() == mine[:-1]
    assert capsys.readouterr().out.splitlines()[0] == (
        "moved aside, not overwritten: exports/geneva/notebooks/01-first.ipynb.kept-1"
    )


@pytest.mark.parametrize("odd", [{"files": 5}, {"files": ["../../texts/geneva/a.txt"]}])
def test_an_odd_record_is_refused_before_a_notebook_runs(workspace, quick, monkeypatch, odd):
    run(workspace)
    path = workspace / "exports/geneva/provenance.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **odd}))
    before = files_of(workspace)
    monkeypatch.setattr(runs, "run_jobs", lambda *_: pytest.fail("a notebook was run"))
    with pytest.raises(InputError, match=r"^exports/geneva/provenance.json: found "):
        run(workspace)
    assert files_of(workspace) == before


def test_a_notebook_with_the_marks_of_a_merge_is_named_before_one_runs(
    workspace, quick, monkeypatch
):
    conflict = b"<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> mine\n"
    write_atomic(workspace / "texts/geneva/notebooks/my-question.ipynb", conflict)
    monkeypatch.setattr(runs, "run_jobs", lambda *_: pytest.fail("a notebook was run"))
    with pytest.raises(InputError, match=r"^my-question.ipynb: found no notebook"):
        run(workspace)
    assert files_of(workspace / "exports") == {}


def test_the_line_of_the_results_holds_no_control_character(workspace, quick, capsys):
    run(workspace, out="a\x1b[2J")
    assert capsys.readouterr().out.splitlines()[-1] == r"results: a\x1b[2J/geneva"


# -- another machine's traces ----------------------------------------------------------------------

SHOW_STATE = """\
import os, sys, matplotlib
import matplotlib.pyplot as plt
from IPython import get_ipython
print(sys.executable, plt.rcParams["font.size"], "mine" in get_ipython().user_ns)
print(matplotlib.get_backend())"""


def test_nothing_of_the_users_machine_changes_a_notebook(workspace, monkeypatch):
    """Neither a kernel, a start-up file, settings of matplotlib nor a home without a way to write."""
    home = workspace / "home"
    startup = "mine = 1"
    write_atomic(home / ".ipython/profile_default/startup/00.py", startup.encode())
    write_atomic(home / ".config/matplotlib/matplotlibrc", b"font.size: 33\nbackend: svg\n")
    write_atomic(home / "matplotlibrc", b"font.size: 44\n")
    write_atomic(home / "startup.py", startup.encode())
    kernel = {"argv": ["/bin/false"], "display_name": "Python 3", "language": "python"}
    write_atomic(home / "kernels/python3/kernel.json", json.dumps(kernel).encode())
    for name, value in {
        "HOME": home,
        "XDG_CONFIG_HOME": home / ".config",
        "IPYTHONDIR": home / ".ipython",
        "JUPYTER_PATH": home,
        "MATPLOTLIBRC": home / "matplotlibrc",
        "MPLCONFIGDIR": home / ".config/matplotlib",
        "MPLBACKEND": "bogus",
        "PYTHONSTARTUP": home / "startup.py",
        "PYTHONWARNINGS": "error",
    }.items():
        monkeypatch.setenv(name, str(value))
    save(workspace, "01-first", SHOW_STATE)
    (outcome,) = run(workspace)
    assert outcome.error == ""
    made = nbformat.read(workspace / "exports/geneva/notebooks/01-first.ipynb", as_version=4)
    (output,) = made.cells[1].outputs
    assert output.text.splitlines()[0] == f"{sys.executable} 10.0 False"
    assert "inline" in output.text.splitlines()[1]


def test_a_home_that_does_not_exist_leaves_no_trace(workspace, monkeypatch):
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "MPLCONFIGDIR"):
        monkeypatch.setenv(name, "/dev/null/nowhere")
    monkeypatch.delenv("JUPYTER_RUNTIME_DIR", raising=False)
    save(workspace, "01-first", "import matplotlib.pyplot as plt; print(1)")
    (outcome,) = run(workspace)
    assert outcome.error == ""
    made = nbformat.read(workspace / "exports/geneva/notebooks/01-first.ipynb", as_version=4)
    assert [output.text for output in made.cells[1].outputs] == ["1\n"]


def test_an_error_with_control_characters_is_printed_as_text(workspace, capsys):
    save(workspace, "01-first", "raise ValueError('a' + chr(27) + '[2J' + chr(7))")
    (outcome,) = run(workspace)
    assert outcome.error == "ValueError: a\x1b[2J\x07"
    said = capsys.readouterr().out
    assert "failed: ValueError: a\\x1b[2J\\x07" in said
    assert said.replace("\n", "").isprintable()


# Exports a chart as a run would find it, and the formats that the run was asked for.
CHART = """\
import os, pathlib, shutil
charts = pathlib.Path(os.environ["WORKBOOK_OUT"], "geneva", "charts")
charts.mkdir(parents=True)
for ending in ("pdf", "png", "json"):
    shutil.copy(f"../chart.{ending}", charts / f"%s.{ending}")
print(os.environ["WORKBOOK_FORMATS"])"""


def test_all_charts_of_a_run_are_shown_together(workspace):
    from docx import Document
    from pypdfium2 import PdfDocument

    words = {"title": "What is found", "caption": "n = 2", "alt": "A bar."}
    write_atomic(workspace / "chart.json", json.dumps(words).encode())
    figure = Figure(figsize=(7, 2))
    for ending in ("pdf", "png"):
        figure.savefig(workspace / f"chart.{ending}")
    save(workspace, "01-bars", CHART % "bars")
    save(workspace, "02-lines", CHART % "lines")
    run(workspace, formats=["docx", "tex"])
    folder = workspace / "exports" / "geneva"
    with PdfDocument(folder / "contact-sheet.pdf") as pdf:
        shown = pdf[0].get_textpage().get_text_range()
    assert all(word in shown for word in ("geneva: 2 charts", "What is found", "bars", "lines"))
    document = Document(folder / "charts" / "charts.docx")
    assert len(document.inline_shapes) == 2
    ran = nbformat.read(folder / "notebooks" / "01-bars.ipynb", 4)
    assert ran.cells[1].outputs[0].text == "tex,docx\n"
    listed = json.loads((folder / "provenance.json").read_bytes())["files"]
    assert {"contact-sheet.pdf", "charts/charts.docx"} <= set(listed)
    sheet = (folder / "contact-sheet.pdf").read_bytes()
    assert "ro-crate-metadata.json" in listed
    run(workspace, only=["lines"])  # the other chart is still there, so the sheet shows it too
    assert (folder / "contact-sheet.pdf").read_bytes() == sheet


def test_a_sheet_that_fails_costs_no_results(workspace, capsys, monkeypatch):
    def fail(*_):
        raise ValueError("no sheet")
        yield

    monkeypatch.setattr(runs, "make_sheets", fail)
    save(workspace, "01-first", EXPORT % "first")
    outcomes = run(workspace)
    assert [outcome.error for outcome in outcomes] == ["", "ValueError: no sheet"]
    assert capsys.readouterr().err == "contact-sheet.pdf: not made: ValueError: no sheet\n"
    assert (workspace / "exports" / "geneva" / "tables" / "first.csv").is_file()
