"""The command `workbook`: run notebooks, check inputs, start a study, convert a codebook, and more.

Exit status: 0 all is well; 1 a notebook failed; 2 the inputs or the command line are wrong;
130 interrupted, by Ctrl-C or by the signals SIGTERM and SIGHUP.

Each command imports what it needs, so that `--help` and mistyped commands are answered at once.
"""

import argparse
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeAlias

from analysis.built_in import built_in_study
from analysis.faults import (
    Fault,
    InputError,
    Report,
    describe_alike,
    first_lines,
    group_alike,
    nearest,
)
from analysis.interrupts import interrupt_on_signals
from analysis.output import TIME_LIMIT
from analysis.paths import refuse_odd_path
from analysis.printing import Parser, say, say_on_stderr

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
LAST_PORT = 65_535


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may lack letters of a text
    try:
        options = _parse(sys.argv[1:] if argv is None else argv)
        with interrupt_on_signals():
            return options.call(options)
    except InputError as error:
        return _complain(error.faults)
    except OSError as error:
        file = f": {error.filename}" if error.filename else ""
        say_on_stderr(f"workbook: {error.strerror or error}{file}")
        return 2
    except KeyboardInterrupt:
        return 130


# -- the command line ------------------------------------------------------------------------------


def _parse(words: list[str]) -> argparse.Namespace:
    """The options; the message about an unknown command or option names the nearest one."""
    description = "Run the notebooks on a study, check its inputs, start a new one, and more."
    for word in words:
        refuse_odd_path(word)
    parser = Parser("workbook", description=description, allow_abbrev=False)
    commands = parser.add_subparsers(
        title="commands",
        dest="command",
        metavar="COMMAND",
        required=True,
        help="`workbook COMMAND --help` says more",
    )
    for add in (
        _add_run,
        _add_check,
        _add_new,
        _add_draft,
        _add_sample,
        _add_adjudicate,
        _add_lab,
        _add_convert,
        _add_compare,
        _add_tables,
        _add_exchange,
    ):
        add(commands)
    known = commands.choices
    if words and not words[0].startswith("-") and words[0] not in known:
        parser.error(f"found the command {words[0]!r}; expected {nearest(words[0], known)}")
    options, rest = parser.parse_known_args(words)
    if rest:
        _refuse(known[options.command], rest[0])
    return options


def _refuse(parser: argparse.ArgumentParser, word: str) -> NoReturn:
    """End with a message about a word that the command does not know."""
    if not word.startswith("-"):
        parser.error(f"found the word {word!r}; expected no further word")
    options = re.findall(r"--[\w-]+", parser.format_help())
    parser.error(f"found the option {word!r}; expected {nearest(word, options)}")


def _add(
    commands: Commands,
    name: str,
    call: Callable,
    what: str,
) -> argparse.ArgumentParser:
    """Add a command that does `call`."""
    description = f"{what[0].upper()}{what[1:]}. Paths are relative to the working folder."
    parser = commands.add_parser(name, help=what, description=description, allow_abbrev=False)
    parser.set_defaults(call=call)
    return parser


def _add_run(commands: Commands) -> None:
    parser = _add(commands, "run", _run, "rerun the notebooks on a study, export charts and tables")
    _add_study(parser)
    _add_out(parser)
    only = "the notebooks to run, such as 02-themes, 02 or themes; by default all"
    parser.add_argument(
        "--only",
        metavar="NAME",
        nargs="+",
        action="extend",
        default=[],
        help=only,
    )
    formats = "also write tables as xlsx, tex or docx, with commas between; docx also has charts"
    parser.add_argument("--formats", metavar="FORMAT,…", default="", help=formats)
    pdf = "also print report.html as report.pdf, through an installed Chromium, Chrome or Edge"
    parser.add_argument("--pdf", action="store_true", help=pdf)
    limit = f"the most seconds that one notebook may run; by default {TIME_LIMIT}; 0 for no limit"
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=_seconds,
        default=TIME_LIMIT,
        help=limit,
    )


def _seconds(word: str) -> float:
    """A number of seconds."""
    if not re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", word, re.ASCII):
        raise argparse.ArgumentTypeError(f"found {word!r}; expected a number of seconds")
    return float(word)


def _add_check(commands: Commands) -> None:
    what = "list what is wrong, or may be, with texts and codebook"
    parser = _add(commands, "check", _check, what)
    _add_study(parser)
    out = "also write the list as a table, with all places, to this file"
    parser.add_argument("--out", metavar="FILE.csv", default="", help=out)


def _add_new(commands: Commands) -> None:
    what = "start a study: a folder, a README, a copy of the built-in codebook, a notebook"
    parser = _add(commands, "new", _new, what)
    parser.add_argument("folder", metavar="DIR", help="the folder to make")
    texts = "the folder that holds the texts; they stay there"
    parser.add_argument(
        "--from",
        dest="texts",
        metavar="FOLDER",
        default="",
        help=texts,
    )


def _add_draft(commands: Commands) -> None:
    what = "propose a codebook to edit: phrases that stand out, grouped by the sentences they share"
    parser = _add(commands, "draft", _draft, what)
    _add_study_folder(parser)
    out = "the new file; by default codebook.draft.yaml in the study"
    parser.add_argument("--out", metavar="FILE.yaml", default="", help=out)


def _add_sample(commands: Commands) -> None:
    what = "draw a blind sample to code by hand: a sheet for each coder in codings/"
    parser = _add(commands, "sample", _sample, what)
    _add_study(parser)
    parser.add_argument("--n", metavar="N", type=_count, help="how many sentences to draw")
    coders = "who codes them, with commas between; names become names of files, such as A.csv"
    parser.add_argument("--coders", metavar="NAME,…", default="", help=coders)
    by = "draw by a metadata column, or by whether a sentence has a hit of a theme"
    parser.add_argument("--by", metavar="COLUMN|THEME", default="", help=by)
    more = "add N sentences to the sample that is there, and to the sheets of its coders"
    parser.add_argument("--more", metavar="N", type=_count, help=more)
    holdout = "split the sample into a half to improve patterns on and a half to report on"
    parser.add_argument("--holdout", action="store_true", help=holdout)
    seed = "makes the draw repeatable; by default 0, and another number for each further draw"
    parser.add_argument("--seed", metavar="N", type=_whole, help=seed)


def _add_adjudicate(commands: Commands) -> None:
    what = "write a sheet of the sentences on which coders differ, to settle in codings/final.csv"
    parser = _add(commands, "adjudicate", _adjudicate, what)
    _add_study(parser)
    more = "add the sentences that are not in it yet to the sheet that is there"
    parser.add_argument("--more", action="store_true", help=more)


def _count(word: str) -> int:
    """A whole number from 1."""
    number = _whole(word) if word.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"found {word!r}; expected a whole number from 1")
    return number


def _whole(word: str) -> int:
    """A whole number from 0."""
    if not re.fullmatch(r"\d{1,9}", word, re.ASCII):
        raise argparse.ArgumentTypeError(f"found {word!r}; expected a whole number from 0")
    return int(word)


def _add_lab(commands: Commands) -> None:
    what = "open JupyterLab on the notebooks, the study and its exports"
    parser = _add(commands, "lab", _lab, what)
    folder = "a study, or the folder of its exports; by default the built-in notebooks"
    parser.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        default=None,
        help=folder,
    )
    _add_out(parser)
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument(
        "--ip", metavar="ADDRESS", help="the address to listen on; by default localhost"
    )
    parser.add_argument(
        "--port", metavar="N", type=_port, help="the port to listen on; by default 8888"
    )


def _port(word: str) -> int:
    """The number of a port."""
    if not word.isdecimal() or int(word) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"found {word!r}; expected a number up to {LAST_PORT}")
    return int(word)


def _add_convert(commands: Commands) -> None:
    what = "convert a codebook to another format, chosen by the ending of OUT"
    parser = _add(commands, "convert", _convert, what)
    parser.add_argument("source", metavar="IN", help="the codebook")
    target = "the file to write: .yaml .yml .csv .xlsx .dic .cat .lcd .lc3 .ykd .qdc"
    parser.add_argument("target", metavar="OUT", help=target)


def _add_tables(commands: Commands) -> None:
    what = "write the tables of a study of any size as Parquet, batch by batch"
    parser = _add(commands, "tables", _tables, what)
    _add_study(parser)
    out = "the folder for the tables; an interrupted run is continued there"
    parser.add_argument("--out", metavar="DIR", required=True, help=out)
    scheduler = "work on a Dask cluster: the address of its scheduler, or `local` for this machine"
    parser.add_argument("--scheduler", metavar="ADDRESS", default="", help=scheduler)


def _add_compare(commands: Commands) -> None:
    what = "say what changed, theme by theme, since the run before, or would with another codebook"
    parser = _add(commands, "compare", _compare, what)
    _add_study(parser)
    other = "say what this codebook would change, instead of comparing with a run; may be repeated"
    parser.add_argument(
        "--with",
        dest="others",
        metavar="FILE",
        action="append",
        default=[],
        help=other,
    )
    out = "the folder of all exports, which holds the history; the tables are written there, too"
    parser.add_argument("--out", metavar="DIR", default="exports", help=out)


def _add_exchange(commands: Commands) -> None:
    what = "read a coded project of another program into a study, or write the study as one"
    parser = _add(commands, "exchange", _exchange, what)
    parser.add_argument("study", metavar="STUDY", help="the study folder")
    file = "a REFI-QDA project (.qdpx), or spans (.json, .jsonl, .csv)"
    parser.add_argument("file", metavar="FILE", help=file)
    write = "write the study as the project FILE.qdpx, which must not exist"
    parser.add_argument("--write", action="store_true", help=write)
    codebook = "with --write, a codebook to use instead of the study's own"
    parser.add_argument("--codebook", metavar="FILE", action="append", default=[], help=codebook)


def _add_study_folder(parser: argparse.ArgumentParser) -> None:
    study = "the study folder; by default the built-in study"
    default = str(built_in_study())
    parser.add_argument(
        "study",
        metavar="STUDY",
        nargs="?",
        default=default,
        help=study,
    )


def _add_study(parser: argparse.ArgumentParser) -> None:
    _add_study_folder(parser)
    codebook = "a codebook to use instead of the study's own; repeat the option for several"
    parser.add_argument(
        "--codebook",
        metavar="FILE",
        action="append",
        default=[],
        help=codebook,
    )


def _add_out(parser: argparse.ArgumentParser) -> None:
    out = "the folder for all exports; by default exports"
    parser.add_argument("--out", metavar="DIR", default="exports", help=out)


# -- the commands ----------------------------------------------------------------------------------


def _run(options: argparse.Namespace) -> int:
    _refuse_address(options.study)
    from analysis.output.formats import check_formats
    from analysis.output.pdf import find_browser
    from analysis.study import Study

    for name in ("MPLBACKEND", "MATPLOTLIBRC"):  # the contact sheet follows no settings of the user
        os.environ.pop(name, None)
    formats = check_formats(options.formats, "--formats")
    browser = find_browser("--pdf") if options.pdf else ""
    study = Study(options.study, options.codebook)
    report = study.check()
    status = _complain(report.errors, report.warnings)
    if status:
        return status
    from analysis.output.runs import run_study

    outcomes = run_study(
        options.study,
        study.documents,
        study.codebook,
        codebook_file=options.codebook,
        out=options.out,
        only=options.only,
        time_limit=options.timeout,
        report_on=study,
        formats=formats,
        browser=browser,
    )
    return 1 if any(outcome.error for outcome in outcomes) else 0


def _refuse_address(study: str) -> None:
    if "://" in study:
        expected = "a path of this machine; `workbook tables` and `workbook check` read addresses"
        raise InputError([Fault(study, "an address", expected)])


def _check(options: argparse.Namespace) -> int:
    from analysis.checks.findings import merge_settings
    from analysis.checks.terminal import last_line, setting_block, table_lines
    from analysis.checks.write import check_target, write_findings
    from analysis.study import Study

    os.environ.pop("MPLBACKEND", None)  # nothing is drawn; a wrong value would stop matplotlib
    study = Study(options.study, options.codebook)
    if options.out:
        check_target(options.out, study.input_paths())
    findings = study.findings()
    lines = table_lines(findings)
    advised = [finding for finding in findings if finding.settings]
    if advised:
        lines += setting_block(merge_settings(advised, study.settings))
    is_built_in = options.study == str(built_in_study())
    name = "the built-in study" if is_built_in else options.study
    for line in [*lines, last_line(name, study.size(), findings)]:
        say(line)
    if options.out:
        write_findings(findings, options.out)
        say_on_stderr(f"made {options.out}")
    has_errors = any(finding.severity == "error" for finding in findings)
    return 2 if has_errors else 0


def _new(options: argparse.Namespace) -> int:
    from analysis.output.new_study import make_study

    return _make(lambda _: make_study(options.folder, options.texts))


def _draft(options: argparse.Namespace) -> int:
    from analysis.output.codebook_draft import check_draft_target, choose_target, write_draft
    from analysis.study import Study

    def make(report: Report) -> list[str]:
        out = options.out or choose_target(options.study)
        check_draft_target(out)
        study = Study(options.study)
        checked = study.check(texts_only=True)
        checked.raise_errors()
        report.warn(*checked.warnings)
        return write_draft(options.study, study.documents, study.sentences, out)

    return _make(make)


def _sample(options: argparse.Namespace) -> int:
    from analysis.coding.coder_names import split_names
    from analysis.coding.strata import Strata, find_strata
    from analysis.messages import speaking
    from analysis.output.sample_sheets import Order, Texts, check_study, make_sample
    from analysis.study import Study

    def make(report: Report) -> list[str]:
        folder = check_study(options.study)
        study = Study(options.study, options.codebook)
        checked = study.check(codings=False)
        checked.raise_errors()
        report.warn(*checked.warnings)
        order = Order(
            options.n,
            options.more,
            tuple(split_names(options.coders)),
            options.by,
            options.holdout,
            options.seed,
        )

        def find(by: str) -> Strata:
            tables = study.sentences, study.documents, study.codebook
            return find_strata(by, *tables, lambda: study.hits)

        texts = Texts(folder, study.sentences, study.codebook)
        with speaking(study.settings.captions):  # coders read it in the sheets
            return make_sample(texts, study.drawn, order, find, options.study)

    return _make(make)


def _adjudicate(options: argparse.Namespace) -> int:
    from analysis.messages import speaking
    from analysis.output.adjudication import write_adjudication
    from analysis.output.sample_sheets import check_study
    from analysis.study import Study

    def make(report: Report) -> list[str]:
        folder = check_study(options.study)
        study = Study(options.study, options.codebook)
        checked = study.check()
        checked.raise_errors()
        report.warn(*checked.warnings)
        tables = study.sentences, study.codings, study.codebook
        with speaking(study.settings.captions):
            return write_adjudication(folder, *tables, options.study, more=options.more)

    return _make(make)


def _lab(options: argparse.Namespace) -> int:
    from analysis.output.lab import open_lab

    more = ["--no-browser"] if options.no_browser else []
    if options.ip:
        more.append(f"--ServerApp.ip={options.ip}")
    if options.port is not None:
        more.append(f"--ServerApp.port={options.port}")
    return open_lab(options.folder, options.out, more)


def _convert(options: argparse.Namespace) -> int:
    from analysis.codebook.convert import convert_codebook

    def make(report: Report) -> list[str]:
        lost = convert_codebook(options.source, options.target, report)
        return [f"made {options.target}", *lost]

    return _make(make)


def _compare(options: argparse.Namespace) -> int:
    _refuse_address(options.study)
    from analysis.output.comparison import compare_with_codebook, compare_with_run_before
    from analysis.study import DRAWS, Study

    def make(report: Report) -> list[str]:
        study = Study(options.study, options.codebook)
        study.check().raise_errors()
        if not options.others:
            shares = study.shares(draws=DRAWS)  # as notebook 02 exports them
            return compare_with_run_before(study, study.coded, shares, options.out, report)
        other = study.with_codebook(options.others)
        other.check().raise_errors()
        files = study.codebook_paths()
        people = other.compare_with_people(study) if len(other.gold) else None
        return compare_with_codebook(
            other, study.coded, other.coded, files, options.others, options.out, people
        )

    return _make(make)


def _tables(options: argparse.Namespace) -> int:
    from analysis.large.run import run_tables

    where = options.study, options.codebook, options.out, options.scheduler
    return _make(lambda report: [run_tables(*where, report)])


def _exchange(options: argparse.Namespace) -> int:
    _refuse_address(options.study)
    from pathlib import Path

    from analysis.output.exchange import check_project_target, read_project
    from analysis.provenance import tables_record
    from analysis.study import Study

    if tables_record(options.study):
        found = "a folder made by `workbook tables`"
        raise InputError([Fault(options.study, found, "the study that it was made of")])

    def write(report: Report) -> list[str]:
        check_project_target(Path(options.file))
        study = Study(options.study, options.codebook)
        checked = study.check()
        checked.raise_errors()
        report.warn(*checked.warnings)
        return study.write_project(options.file)

    def read(report: Report) -> list[str]:
        if options.codebook:
            expected = "no codebook: codes are matched with the study's own"
            raise InputError([Fault("--codebook", "a codebook without --write", expected)])
        return read_project(Path(options.study), Path(options.file), report)

    return _make(write if options.write else read)


def _make(make: Callable[[Report], list[str]]) -> int:
    """Make something; print what is wrong, then the lines that say what was made."""
    report = Report()
    lines: list[str] = []
    with report.collecting():
        lines = make(report)
    status = _complain(report.errors, report.warnings)
    for line in lines:
        say(line)
    return status


# -- what is printed -------------------------------------------------------------------------------


def _complain(errors: Sequence[Fault], warnings: Sequence[Fault] = ()) -> int:
    """Print errors and warnings, one line for each kind; returns the exit status."""
    for severity, faults in (("error", errors), ("warning", warnings)):
        groups = group_alike(faults, same_found=severity == "error")
        for line in first_lines(map(describe_alike, groups)):
            say_on_stderr(f"{severity}: {line}")
    return 2 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
