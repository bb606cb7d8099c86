"""Run the notebooks on a study, and write what they make to the folder of its exports.

Everything is made in a temporary folder first; then all files are written to the exports in one
step. If a run is stopped before that, the exports stay as they were.
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from analysis.atomic import write_atomic
from analysis.built_in import built_in_notebooks
from analysis.codebook.model import Codebook
from analysis.faults import Fault, InputError, Report
from analysis.locks import exclusive
from analysis.messages import speaking, spoken
from analysis.output import TIME_LIMIT
from analysis.output.citation import CITATION
from analysis.output.crate import CRATE
from analysis.output.folder import check_owner, list_remaining, say_kept, write_files
from analysis.output.formats import check_formats
from analysis.output.history import TABLES, history_files
from analysis.output.inputs import Inputs
from analysis.output.kernels import Job, Outcome, run_jobs
from analysis.output.notebooks import (
    DEFAULTS,
    check_names,
    choose,
    find_notebooks,
    make_parameters,
    read_notebook,
    set_parameters,
    to_bytes,
)
from analysis.output.package import cite_study, describe_exports
from analysis.output.pdf import REPORT_PDF, print_page
from analysis.output.records import HISTORY, read_exports_record
from analysis.output.report.about import Made
from analysis.output.report.page import NAME as REPORT
from analysis.output.report.page import make_report
from analysis.output.report.pictures import FOLDER as CHARTS
from analysis.output.report.source import Source
from analysis.output.sheets import CONTACT_SHEET, list_charts, make_sheets
from analysis.output.sources import exports_folder, folder_and_sources
from analysis.output.staging import settle
from analysis.paths import relative_path
from analysis.printing import say, say_on_stderr
from analysis.provenance import RECORD
from analysis.wording import pluralize

FURTHER = ".further"  # the folder of files made of what the notebooks made; no notebook's name
OWN_NOTEBOOKS = "notebooks"  # the folder of a study's own notebooks, in the study's folder


def run_study(
    study: str | Path,
    documents: pd.DataFrame,
    codebook: Codebook,
    *,
    codebook_file: Sequence[str] = (),
    out: str | Path = "exports",
    only: Sequence[str] = (),
    notebooks: str | Path | None = None,
    time_limit: float = TIME_LIMIT,
    report_on: Source | None = None,
    formats: Sequence[str] = (),
    browser: str = "",
) -> list[Outcome]:
    """Run the notebooks on a study and write its exports.

    The built-in notebooks come first, then those in the study's folder `notebooks/`. Each runs in
    its own folder.

    Args:
        study: the study folder. This path and those below are relative to the working folder.
        documents: the study's texts, for the record of what the exports are made from.
        codebook: the study's codebook, also for the record.
        codebook_file: the files that `codebook` was read from; empty for the study's own codebook.
        out: the folder of all exports; this study's exports are in its subfolder of the same name.
        only: names of notebooks (`02-themes`, `02` or `themes`); empty for all of them.
        notebooks: the folder of the notebooks; None for the built-in ones.
        time_limit: the seconds that each notebook may run; 0 for no limit.
        report_on: the study, opened, for `report.html`; None makes no report.
        formats: further formats of the tables: `xlsx`, `tex`, `docx`. With `docx`, there is also a
            Word document of all charts.
        browser: the browser that prints the report as `report.pdf`, as from `find_browser`; ""
            prints nothing.

    Returns:
        The outcome of each notebook, and of the report if it failed. If all notebooks ran without
        error, files that only earlier runs made are removed; with `only`, they are kept.

    Raises:
        InputError: no notebook has a name in `only`; a notebook has no cell of parameters; the
            folder cannot take these exports (see `check_folder`); or an input was changed during
            the run; or a format is unknown, or needs the extra `office`. The exports are as they
            were.
        KeyboardInterrupt: the run was interrupted; the exports are as they were, or all are new.
    """
    formats = check_formats(formats, "--formats")
    there = exports_folder(out, study) / "notebooks"
    exported = make_parameters(there, study, codebook_file, out)
    parameters = {"CODEBOOK": exported["CODEBOOK"]}
    folder, sources = folder_and_sources(out, study, documents, codebook, parameters)
    paths = choose(_find_all_notebooks(study, notebooks), only)
    shown = relative_path(folder, Path.cwd())
    inputs = Inputs(study, documents, codebook, codebook_file)
    with exclusive(folder, shown), tempfile.TemporaryDirectory(prefix="workbook-") as made:
        say_kept(folder, settle(folder))
        check_owner(folder, sources)
        jobs = _read_jobs(paths, Path(made), formats)
        for job in jobs:
            run_here = make_parameters(job.folder, study, codebook_file, out)
            set_parameters(job.notebook, run_here, f"{job.name}.ipynb")
        outcomes = run_jobs(jobs, time_limit)
        for job in jobs:  # the notebook will be in the folder of the exports
            set_parameters(job.notebook, exported, f"{job.name}.ipynb")
        files = _collect(jobs, folder.name)
        is_whole = not only and not any(outcome.error for outcome in outcomes)
        remaining = {} if is_whole else list_remaining(folder, sources)
        if report_on is not None:
            earlier = {name: remaining[name] for name in remaining if name.startswith(CHARTS)}
            failed = {one.name: one.error for one in outcomes if one.error}
            run = Made(sources, failed, only, has_earlier=bool(earlier.keys() - files.keys()))
            page = _write_report(report_on, earlier | files, run)
            outcomes += _add_further(files, REPORT, page, Path(made))
        if browser and REPORT in files:
            outcomes += _add_print(files, browser, Path(made))
        charts = list_charts(remaining | files)
        further = Path(made) / FURTHER
        sheets = make_sheets(charts, folder.name, formats)
        with speaking(spoken() if report_on is None else report_on.settings.captions):
            outcomes += _add_further(files, CONTACT_SHEET, sheets, further)
        outcomes += _add_further(files, CITATION, cite_study(study), further)
        history = _make_history(folder, sources, files, inputs.codebook_files)
        crate = describe_exports(
            study,
            folder.name,
            sources,
            remaining | files,
            has_history=bool(history) or Path(folder, HISTORY).is_dir(),
        )
        outcomes += _add_further(files, CRATE, crate, further)
        kept = write_files(
            folder,
            sources,
            files,
            ((name, path.read_bytes()) for name, path in files.items()),
            unlisted=history,
            remove_others=is_whole,
            confirm=inputs.check_unchanged,
        )
    say_kept(folder, kept)
    say(f"results: {shown}{_describe_left_over(folder, files)}")
    return outcomes


def save_notebooks(notebooks: str | Path | None = None) -> int:
    """Rerun all notebooks on the built-in study, and save them in place if none fails.

    Returns the exit status: 1 if a notebook failed, otherwise 0.
    """
    paths = _find_built_in_notebooks(notebooks)
    with tempfile.TemporaryDirectory(prefix="workbook-") as made:
        jobs = _read_jobs(paths, Path(made))
        for job in jobs:
            set_parameters(job.notebook, DEFAULTS, f"{job.name}.ipynb")
        outcomes = run_jobs(jobs)
    if any(outcome.error for outcome in outcomes):
        say_on_stderr("nothing is saved: a notebook failed")
        return 1
    for job, path in zip(jobs, paths, strict=True):
        write_atomic(path, to_bytes(job.notebook))
    return 0


# -- before a run ----------------------------------------------------------------------------------


def _find_all_notebooks(study: str | Path, notebooks: str | Path | None) -> list[Path]:
    """Find the built-in notebooks, then the study's own."""
    paths = _find_built_in_notebooks(notebooks) + find_notebooks(Path(study, OWN_NOTEBOOKS))
    check_names(paths)
    return paths


def _find_built_in_notebooks(notebooks: str | Path | None) -> list[Path]:
    folder = Path(notebooks) if notebooks else built_in_notebooks()
    paths = find_notebooks(folder)
    if not paths:
        shown = relative_path(folder, Path.cwd())
        raise InputError([Fault(shown, "no notebooks", "the notebooks, beside the package")])
    return paths


def _read_jobs(paths: list[Path], made: Path, formats: Sequence[str] = ()) -> list[Job]:
    """Read the notebooks; each gets its own folder in `made` for its exports.

    In a shared folder, notebooks that run in parallel would write to the same record.
    """
    report = Report()
    jobs = []
    for path in paths:
        with report.collecting():
            notebook = read_notebook(path)
            set_parameters(notebook, DEFAULTS, path.name)  # fails before any notebook runs
            folder = path.parent.resolve()
            jobs.append(Job(path.stem, notebook, folder, made / path.stem, formats))
    report.raise_errors()
    return jobs


# -- after a run -----------------------------------------------------------------------------------


def _collect(jobs: list[Job], name: str) -> dict[str, Path]:
    """Collect the files that the notebooks made; the keys are their names in the exports.

    If two notebooks made files of the same name, the later notebook wins.
    """
    files = {}
    for job in jobs:
        folder = job.out / name
        write_atomic(folder / "notebooks" / f"{job.name}.ipynb", to_bytes(job.notebook))
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                files[path.relative_to(folder).as_posix()] = path
    files.pop(RECORD, None)  # the record of one notebook's exports
    return files


def _write_report(
    study: Source,
    files: dict[str, Path],
    run: Made,
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of the report, which is made only then."""
    yield REPORT, make_report(study, files, run)


def _add_print(files: dict[str, Path], browser: str, folder: Path) -> list[Outcome]:
    """Print the report and add the print to the files of a run.

    Args:
        files: the files of the run, with the report; the print is added.
        browser: the browser that prints it.
        folder: where to write the print.

    Returns:
        The outcome of the print, if it failed. It does not stop the run.
    """
    try:
        printed = print_page(files[REPORT], browser)
    except InputError as error:
        say_on_stderr(f"error: {error}")
        return [Outcome(REPORT_PDF, 0, 0.0, str(error))]
    write_atomic(folder / REPORT_PDF, printed)
    files[REPORT_PDF] = folder / REPORT_PDF
    return []


def _add_further(
    files: dict[str, Path],
    what: str,
    contents: Iterable[tuple[str, bytes]],
    folder: Path,
) -> list[Outcome]:
    """Write files that are made of what the notebooks made, and add them to the files of a run.

    Args:
        files: the files of the run; the new ones are added.
        what: the name of the first of them, for messages.
        contents: their names and contents.
        folder: where to write them.

    Returns:
        The outcome, if it failed. It does not stop the run, which would cost the results of all
        notebooks.
    """
    try:
        for name, content in contents:
            write_atomic(folder / name, content)
            files[name] = folder / name
    except Exception as error:
        failed = Outcome(what, 0, 0.0, f"{type(error).__name__}: {error}".splitlines()[0])
        say_on_stderr(f"{what}: not made: {failed.error}")
        return [failed]
    return []


def _make_history(
    folder: Path,
    sources: dict,
    files: dict[str, Path],
    codebook_files: list[Path],
) -> dict[str, bytes]:
    """Make the files of the history; none if not all notebooks that make these tables have run."""
    paths = {name: files[f"tables/{name}"] for name in TABLES if f"tables/{name}" in files}
    if len(paths) < len(TABLES):
        return {}
    tables = {name: path.read_bytes() for name, path in paths.items()}
    return history_files(folder, sources, tables, codebook_files)


def _describe_left_over(folder: Path, files: dict[str, Path]) -> str:
    """Say how many files of earlier runs remain; `""` if there are none."""
    record = read_exports_record(folder)
    counts = {
        "the same": len(record.files - files.keys()),
        "other": len(record.earlier_files),
    }
    said = [f"{pluralize(n, 'file')} from {what} inputs" for what, n in counts.items() if n]
    return f"; left from earlier runs: {', '.join(said)}" if said else ""


if __name__ == "__main__":
    sys.exit(save_notebooks())
