"""The command `workbook`: run the notebooks on a study, check its inputs, start a new one, convert a codebook.

Exit status: 0 all well; 1 a notebook failed; 2 the inputs or the command line are wrong; 130 interrupted.
"""

import argparse
import io
import json
import re
import shlex
import sys
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from string import Template
from textwrap import wrap

from analysis.built_in import built_in_study
from analysis.faults import Fault, InputError, Report, held, nearest
from analysis.wording import pluralize

BUILT_IN = built_in_study()
WIDTHS = {"severity": 8, "place": 34, "found": 40, "expected": 44}
README = Path(__file__).with_name("new-study.md")  # of a new study


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a terminal may lack the letters of a text
    try:
        options = _parse(sys.argv[1:] if argv is None else argv)
        return options.call(options)
    except InputError as error:
        return _complain(error.faults)
    except OSError as error:
        what = f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
        print(f"workbook: {_line(what)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


# -- the command line ----------------------------------------------------------------------------------------------


def _parse(words: list[str]) -> argparse.Namespace:
    """The options; for a command or an option that does not exist, the message names the nearest."""
    parser = argparse.ArgumentParser(
        "workbook", description=__doc__.splitlines()[0], allow_abbrev=False
    )
    parsers = _commands(parser)
    if words and not words[0].startswith("-") and words[0] not in parsers:
        parser.error(f"found the command {words[0]!r}; expected {nearest(words[0], parsers)}")
    options, rest = parser.parse_known_args(words)
    if rest:
        known = re.findall(r"--[\w-]+", parsers[options.command].format_help())
        option = f"option {rest[0]!r}; expected {nearest(rest[0], known)}"
        word = f"word {rest[0]!r}; expected no further one"
        parsers[options.command].error(f"found the {option if rest[0].startswith('-') else word}")
    return options


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    calls = {
        "run": (_run, "rerun the notebooks on a study, export charts and tables"),
        "check": (_check, "say everything that is wrong with a study's inputs"),
        "new": (_new, "start a study: folder, README, a copy of the built-in codebook"),
        "convert": (_convert, "turn a codebook into another format, by the ending of its name"),
        "tables": (_tables, "write tables of a study of any size, as Parquet, batch by batch"),
    }
    more = "`workbook COMMAND --help` says more"
    commands = parser.add_subparsers(
        title="commands", dest="command", metavar="COMMAND", required=True, help=more
    )
    for name, (call, what) in calls.items():
        text = f"{what[0].upper()}{what[1:]}. Paths are relative to the working folder."
        commands.add_parser(name, help=what, description=text, allow_abbrev=False).set_defaults(
            call=call
        )
    run, check, new, convert, tables = commands.choices.values()
    for command in (run, check, tables):
        study = "the study folder (the built-in one)"
        command.add_argument("study", metavar="STUDY", nargs="?", default=BUILT_IN, help=study)
        codebook = (
            "a codebook instead of the study's own; several may be named, each with its --codebook"
        )
        command.add_argument(
            "--codebook", metavar="FILE", action="append", default=[], help=codebook
        )
    tables.add_argument(
        "--out", metavar="DIR", required=True, help="the folder of the tables; a killed run goes on"
    )
    scheduler = "do the work on a Dask cluster: the address of its scheduler, or `local` for one on this machine"
    tables.add_argument("--scheduler", metavar="ADDRESS", default="", help=scheduler)
    run.add_argument(
        "--out", metavar="DIR", default="exports", help="the folder of all exports (exports)"
    )
    only = "the notebooks to run, such as 02-themes, 02 or themes (all)"
    run.add_argument("--only", metavar="NAME", nargs="+", action="extend", default=[], help=only)
    new.add_argument("folder", metavar="DIR", help="the folder to make")
    new.add_argument(
        "--from", dest="texts", metavar="FOLDER", help="where the texts lie; they are read there"
    )
    convert.add_argument("source", metavar="IN", help="the codebook")
    target = "the file to write: .yaml .yml .csv .xlsx .dic .cat .lcd .lc3 .ykd .qdc"
    convert.add_argument("target", metavar="OUT", help=target)
    return commands.choices


# -- run, check, new -------------------------------------------------------------------------------------------------


def _run(options: argparse.Namespace) -> int:
    if "://" in str(options.study):
        expected = "a folder or file of this machine; `workbook tables` and `workbook check` read addresses"
        raise InputError([Fault(options.study, "an address", expected)])
    from analysis.inputs import read_inputs  # heavy: pandas

    inputs = read_inputs(options.study, options.codebook)
    if status := _complain(inputs.faults, inputs.warnings):
        return status
    from analysis.output.runs import run_study  # heavy: nbclient

    made = {"codebook_file": options.codebook, "out": options.out, "only": options.only}
    outcomes = run_study(options.study, inputs.documents, inputs.codebook, **made)
    return 1 if any(outcome.error for outcome in outcomes) else 0


def _check(options: argparse.Namespace) -> int:
    from analysis.inputs import read_inputs

    inputs = read_inputs(options.study, options.codebook)
    by_severity = {"error": inputs.faults, "warning": inputs.warnings}
    if rows := [(severity, fault) for severity, faults in by_severity.items() for fault in faults]:
        print("\n".join(_table(rows)))
    counts = [
        pluralize(len(faults), severity) for severity, faults in by_severity.items() if faults
    ]
    study = "the built-in study" if options.study == BUILT_IN else options.study
    print(f"{study}: {inputs.summary()}: {', '.join(counts) or 'no faults'}")
    return 2 if inputs.faults else 0


def _tables(options: argparse.Namespace) -> int:
    from analysis.large.run import run_tables

    def make(report: Report) -> list[str]:
        made = options.study, options.codebook, options.out, options.scheduler
        return [run_tables(*made, report)]

    return _make(make)


def _convert(options: argparse.Namespace) -> int:
    from analysis.codebook.convert import convert

    return _make(lambda _: [f"made {options.target}", *convert(options.source, options.target)])


def _make(make: Callable[[Report], list[str]]) -> int:
    """Make something; say what is wrong, and then, if it could be made, the lines that tell what it is."""
    report, lines = Report(), []
    with held(report.warnings), report.collecting():
        lines = make(report)
    status = _complain(report.errors, report.warnings)
    for line in lines:
        print(_line(line))
    return status


def _new(options: argparse.Namespace) -> int:
    from analysis.paths import relative_path

    folder, texts = Path(options.folder), options.texts
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        found = "a folder that has files in it" if folder.is_dir() else "a file"
        raise InputError([Fault(options.folder, found, "a new or empty folder")])
    if texts and not Path(texts).is_dir():
        raise InputError(
            [Fault(texts, "no such folder", "the folder that the texts lie in", key="--from")]
        )
    there = relative_path(texts, folder) if texts else ""
    where = (
        f"they lie in `{there}`, and are read there"
        if texts
        else "put them here, in folders if you like"
    )
    readme = Template(README.read_text(encoding="utf-8")).substitute(
        name=folder.resolve().name, texts=where
    )
    made = {
        "README.md": readme.encode(),
        "codebook.yaml": (BUILT_IN / "codebook.yaml").read_bytes(),
    }
    if texts:
        made["study.yaml"] = f"texts: {json.dumps(there, ensure_ascii=False)}\n".encode()
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / name).write_bytes(content)
    shown = shlex.quote(options.folder)
    copy = (
        "the codebook is a copy of the built-in one" if texts else "a copy of the built-in codebook"
    )
    print(f"made {shown}: {', '.join(made)} ({copy})")
    print("next:" if texts else f"next: put texts into {shown}, then")
    print(f"  make check STUDY={shown}    (or: workbook check {shown})")
    print(f"  make run STUDY={shown}      (or: workbook run {shown})")
    return 0


# -- what is printed -----------------------------------------------------------------------------------------------


def _complain(faults: Sequence[Fault], warnings: Sequence[Fault] = ()) -> int:
    """Say every fault and warning, a line each; returns the exit status that they leave."""
    for severity, found in (("error", faults), ("warning", warnings)):
        for fault in found:
            print(_line(f"{severity}: {fault}"), file=sys.stderr)
    return 2 if faults else 0


def _line(text: str) -> str:
    """One line of letters that a terminal shows and does not obey.

    >>> print(_line("a" + chr(10) + chr(27) + "[2Jb"))
    a\\n\\x1b[2Jb
    """
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def _table(rows: list[tuple[str, Fault]]) -> list[str]:
    """The faults in columns, long cells over several lines."""
    cells = [(severity, fault.place, fault.found, fault.expected) for severity, fault in rows]
    lines = []
    for row in [tuple(WIDTHS), *cells]:
        columns = map(wrap, map(_line, row), WIDTHS.values())
        for parts in zip_longest(*columns, fillvalue=""):
            lines.append("  ".join(map(str.ljust, parts, WIDTHS.values())).rstrip())
    return lines


if __name__ == "__main__":
    sys.exit(main())
