"""Compare a study as it is now with an earlier run or with another codebook, and write tables.

    <exports of the study>/compare/compare.csv               one row per theme
    <exports of the study>/compare/compare-sentences.csv     the sentences behind its counts
    <exports of the study>/compare/compare-texts.csv         the texts that changed

and, of two codebooks, if sentences were coded by hand:

    <exports of the study>/compare/compare-people.csv             one row per theme and figure
    <exports of the study>/compare/compare-people-sentences.csv   what one of them only gets right

The run before is the last one in the history whose codebook, texts or tables differ from those of
the study now. So a study that has changed since its last run is compared with that run; once it has
been run again, it is compared with the run before.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.two_codebooks import Compared
from analysis.display.changes import (
    describe_sentences,
    describe_texts,
    describe_themes,
    themes_table,
    wrap_lines,
)
from analysis.display.two_codebooks import show_against_people
from analysis.faults import Fault, InputError, Report
from analysis.locks import exclusive
from analysis.measures.compare import Coded, Comparison, compare
from analysis.output.exports import Source, to_csv
from analysis.output.folder import check_owner, finish_interrupted, write_files
from analysis.output.history import PastRun, list_runs, name_run
from analysis.output.past_runs import read_run, read_run_record
from analysis.output.records import COMPARE, HISTORY, check_inside
from analysis.output.sources import exports_folder, folder_and_sources
from analysis.paths import relative_path

DEFAULT_OUT = "exports"
NONE: Mapping[str, pd.DataFrame] = {}
SHORT = 8  # characters of a sha256 or a commit that are shown


def compare_with_run_before(
    study: Source,
    now: Coded,
    shares: pd.DataFrame,
    out: str | Path,
    report: Report,
) -> list[str]:
    """Compare a study with the run before, and write what changed.

    Args:
        study: the study.
        now: its tables.
        shares: the shares of its themes.
        out: the folder of all exports. If it holds no run of this study, the history in `exports`
            is used.

    Returns:
        The lines to be printed.

    Raises:
        InputError: there is no run yet, a file of the history is damaged, or the folder cannot take
            these exports.
    """
    folder, sources = _find_folder(study, out)
    runs = list_runs(folder) or list_runs(exports_folder(DEFAULT_OUT, study.path))
    if not runs:
        raise InputError([_no_run(folder, study.path)])
    tables = {"sentences.csv": now.sentences, "hits.csv": now.hits, "shares.csv": shares}
    name = name_run(sources, {file: to_csv(table) for file, table in tables.items()})
    run = _choose_run_before(runs, name)
    record = read_run_record(run)
    compared = compare(read_run(run, record, report), now)
    lines = [
        f"{study.path}: as it is now ({_describe_state(runs, name)}), "
        f"compared with run {run.number} of {run.n_runs}",
        f"before: run {run.number}, {run.name}, {_describe_sources(record)}",
        f"now: {_describe_sources(sources)}",
    ]
    made_from = {**sources, "before": {"run": run.name}}
    return [*wrap_lines(lines), *_show(compared), _write(compared, folder, made_from)]


def compare_with_codebook(
    study: Source,
    before: Coded,
    now: Coded,
    files_before: Sequence[str],
    files: Sequence[str],
    out: str | Path,
    against_people: Compared | None = None,
) -> list[str]:
    """Say what another codebook would change in a study, and write it.

    Args:
        study: the study with the other codebook.
        before: the tables of the study with its own codebook.
        now: its tables with the other codebook.
        files_before: the files of its own codebook.
        files: the files of the other codebook.
        out: the folder of all exports.
        against_people: both codebooks held against what was coded by hand, if anything was.

    Returns:
        The lines to be printed.

    Raises:
        InputError: the folder cannot take these exports.
    """
    folder, sources = _find_folder(study, out)
    compared = compare(before, now)
    own = _record_codebook(before.codebook)
    name_before = ", ".join(files_before)
    name = ", ".join(files)
    lines = [
        f"{study.path}: what {name} (now) changes against {name_before} (before), "
        "on the same texts",
        f"before: {name_before}: {_describe_codebook(own)}",
        f"now: {name}: {_describe_codebook(sources['codebook'])}",
    ]
    made_from = {**sources, "before": {"codebook": own}}
    shown = _show(compared)
    tables = {}
    if against_people is not None:
        shown += [*show_against_people(*against_people), ""]
        tables["compare-people.csv"] = against_people.figures
        tables["compare-people-sentences.csv"] = against_people.sentences
    return [*wrap_lines(lines), *shown, _write(compared, folder, made_from, tables)]


def _find_folder(study: Source, out: str | Path) -> tuple[Path, dict]:
    """Find the folder of a study's exports, and what the study is made from.

    Raises:
        InputError: the folder cannot take these exports; or only a part of the study's tables was
            read, so that texts would seem to be gone.
    """
    folder, sources = folder_and_sources(out, study.path, study.documents, study.codebook)
    finish_interrupted(folder)
    check_inside(folder, [COMPARE])
    check_owner(folder / COMPARE, sources)
    texts = sources["texts"]
    if isinstance(texts, dict) and texts["shown"] < texts["n"]:
        found = f"tables of which {texts['shown']:,} of {texts['n']:,} texts fit into memory"
        raise InputError([Fault(str(study.path), found, "a study that fits into memory")])
    return folder, sources


def _no_run(folder: Path, study: str | Path) -> Fault:
    shown = relative_path(folder / HISTORY, Path.cwd())
    made = f"`workbook run {study}` makes one"
    expected = f"a run to compare with ({made}), or another codebook: --with FILE"
    return Fault(shown, "no run of this study", expected)


def _choose_run_before(runs: list[PastRun], name: str) -> PastRun:
    """Choose the last run that differs from the study now.

    If none differs, choose the last one: then the comparison shows that nothing changed.

    Args:
        runs: the runs, the first one first.
        name: the name that a run on the study as it is now would have.
    """
    others = [run for run in runs if run.name != name]
    return others[-1] if others else runs[-1]


def _describe_state(runs: list[PastRun], name: str) -> str:
    """Say which run gave the same results as the study gives now, if any."""
    same = [run.number for run in runs if run.name == name]
    return f"the same as run {same[-1]}" if same else "not yet run"


def _record_codebook(codebook: Codebook) -> dict[str, str]:
    return {"name": codebook.name, "version": codebook.version, "sha256": codebook.sha256}


def _describe_sources(record: dict) -> str:
    """Name the codebook and the commit of the workbook in the record of exports."""
    said = _describe_codebook(record["codebook"])
    git = record.get("git")
    commit = git.get("commit") if isinstance(git, dict) else None
    return f"{said}; commit {commit[:SHORT]}" if isinstance(commit, str) else said


def _describe_codebook(codebook: dict) -> str:
    """Name a codebook, with its version and the start of its sha256.

    >>> _describe_codebook({"name": "Rights", "version": "", "sha256": "0123456789"})
    'codebook Rights, version not stated (01234567)'
    """
    name = codebook.get("name") or "without a name"
    version = codebook.get("version") or "not stated"
    sha256 = str(codebook.get("sha256"))
    return f"codebook {name}, version {version} ({sha256[:SHORT]})"


def _show(compared: Comparison) -> list[str]:
    """Describe a comparison: texts and sentences first, then the themes that changed."""
    first = [
        describe_texts(compared.texts, compared.n_texts_before, compared.n_texts),
        describe_sentences(
            compared.n_sentences_before, compared.n_sentences, compared.n_sentences_in_both
        ),
        describe_themes(compared.themes),
    ]
    return [*wrap_lines(first), "", *themes_table(compared.themes, compared.patterns), ""]


def _write(
    compared: Comparison,
    folder: Path,
    made_from: dict,
    further: Mapping[str, pd.DataFrame] = NONE,
) -> str:
    """Write the tables of a comparison, and say where they are."""
    tables = {
        "compare.csv": compared.themes,
        "compare-sentences.csv": compared.sentences,
        "compare-texts.csv": compared.texts,
        **further,
    }
    shown = relative_path(folder / COMPARE, Path.cwd())
    contents = ((name, to_csv(table)) for name, table in tables.items())
    with exclusive(folder / COMPARE, shown, inside=True):
        kept = write_files(folder / COMPARE, made_from, tables, contents, remove_others=True)
    moved = f"; moved aside, not overwritten: {', '.join(kept)}" if kept else ""
    return f"made {shown}: {', '.join(tables)}{moved}"
