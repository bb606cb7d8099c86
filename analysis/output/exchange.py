"""Write a study as a project for other programs, and the files that such a project becomes."""

import shlex
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from analysis.atomic import write_atomic, write_new_files
from analysis.coding.exchange.formats import find_reader
from analysis.coding.exchange.from_study import Coded, make_project
from analysis.coding.exchange.into_study import Plan, open_target, plan_import
from analysis.coding.exchange.model import Project
from analysis.coding.exchange.qde import PART
from analysis.coding.exchange.qde_writer import ProjectWriter, count_unfit
from analysis.coding.exchange.texts import ENDING as TEXT_ENDING
from analysis.faults import Fault, InputError, Report
from analysis.output.formats.zips import without_times
from analysis.paths import relative_path
from analysis.provenance import commit_day
from analysis.wording import pluralize

ENDING = ".qdpx"
MOST_TEXTS = 10  # that are named when they are made
NO_DAY = "1980-01-01"  # where neither the study nor the workbook's commit states one


def check_project_target(target: Path) -> None:
    """Refuse a file that exists, lies in no folder, or does not end in `.qdpx`.

    Raises:
        InputError: the file cannot be written.
    """
    if target.suffix.lower() != ENDING:
        found = f"the ending {target.suffix!r}" if target.suffix else "no ending"
        raise InputError([Fault(str(target), found, f"a file that ends in {ENDING}")])
    if not target.parent.is_dir():
        found = "a folder that does not exist"
        raise InputError([Fault(str(target), found, "an existing folder")])
    if target.is_symlink() or target.exists():
        expected = "a new file: nothing is overwritten"
        raise InputError([Fault(str(target), "a file that exists", expected)])


def write_project(study: Coded, target: Path, date: str) -> list[str]:
    """Write a study as a REFI-QDA project.

    Args:
        study: the study.
        target: the new file.
        date: the day that the project states, such as `2026-03-31`; "" for that of the commit.

    Returns:
        Lines that say what was written.

    Raises:
        InputError: the file cannot be written.
    """
    check_project_target(target)
    project = make_project(study)
    content = pack(project, f"{date or commit_day() or NO_DAY}T00:00:00Z")
    check_project_target(target)  # nobody has made it meanwhile
    write_atomic(target, content)
    return [f"made {shlex.quote(str(target))}: {_describe(project)}", *_unfit(project)]


def pack(project: Project, date: str) -> bytes:
    """Return a project as the content of a `.qdpx` file, which is the same for the same project."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(PART, ProjectWriter(project, date).write())
        for source in project.sources:
            assert source.text is not None
            archive.writestr(f"sources/{source.key}.txt", source.text.encode())
    return without_times(file.getvalue())


def _describe(project: Project) -> str:
    n_selections = sum(len(source.selections) for source in project.sources)
    counts = [
        pluralize(len(project.sources), "text"),
        pluralize(len(project.codes), "code"),
        pluralize(len(project.users), "user"),
        pluralize(n_selections, "selection"),
    ]
    return f"{', '.join(counts)} (users: {', '.join(project.users.values())})"


def _unfit(project: Project) -> list[str]:
    """Say how many characters XML cannot hold."""
    memos = (one.memo for source in project.sources for one in source.selections)
    values = (value for source in project.sources for value in source.variables.values())
    n = count_unfit([*memos, *values, *(code.definition for code in project.codes)])
    if not n:
        return []
    return [f"{pluralize(n, 'character')} of memos and metadata that XML cannot hold: now U+FFFD"]


def read_project(folder: Path, path: Path, report: Report) -> list[str]:
    """Read a project of another program into a study: all of its files, or none.

    Args:
        folder: the study.
        path: the project: `.qdpx`, or spans as `.json`, `.jsonl` or `.csv`.
        report: collects what is wrong; if there is an error, nothing is written.

    Returns:
        Lines that say what was read, and what was made.
    """
    read = find_reader(path)
    own = Report()
    study = open_target(folder, own)
    project, usual = read(path, own)
    plan = plan_import(project, usual, study, path.name, own)
    report.error(*own.errors)
    report.warn(*own.warnings)
    if own.errors:
        return []
    write_new_files(plan.files)
    if not plan.files:
        return [*plan.lines, "nothing to write: the study has all of it"]
    next_step = f"next: workbook check {shlex.quote(str(folder))}"
    return [*plan.lines, *_list_made(plan, folder), next_step]


def _list_made(plan: Plan, folder: Path) -> Iterator[str]:
    """Yield the names of the new files; of many texts, their number and the first ones."""
    names = sorted(shlex.quote(relative_path(path, folder)) for path in plan.files)
    texts = [name for name in names if name.strip("'").endswith(TEXT_ENDING)]
    for name in names:
        if name not in texts:
            yield f"made {name}"
    if texts:
        more = f" and {len(texts) - MOST_TEXTS:,} more" if len(texts) > MOST_TEXTS else ""
        yield f"made {pluralize(len(texts), 'text')}: {', '.join(texts[:MOST_TEXTS])}{more}"
