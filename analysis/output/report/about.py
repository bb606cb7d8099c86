"""What the page says of the whole study: checks, what was left out, provenance, how to cite."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.messages import count, join, number, say
from analysis.output.report.source import Source
from analysis.output.sources import summarize_texts

MOST_ROWS = 100  # of a table in the page
MOST_TEXTS = 500  # whose sums stand in the page
SHORT = 16  # characters of a sum that are shown


@dataclass(frozen=True)
class Made:
    """What a run made, as far as a report has to say so.

    Attributes:
        sources: what the exports were made from, as `analysis.output.sources` records it.
        failed: the notebooks that failed, by name, with their errors.
        only: the notebooks that were run, if not all were.
        has_earlier: whether charts of an earlier run, from the same inputs, are shown too.
    """

    sources: dict[str, Any]
    failed: dict[str, str] = field(default_factory=dict)
    only: Sequence[str] = ()
    has_earlier: bool = False


@dataclass(frozen=True)
class Lines:
    """Some rows of a table, and how many there are beyond them."""

    rows: list[dict[str, Any]]
    n_more: int


def first_lines(table: pd.DataFrame, most: int = MOST_ROWS) -> Lines:
    """Return the first rows of a table for the page."""
    return Lines(table.head(most).to_dict("records"), max(0, len(table) - most))


def count_checks(of_texts: pd.DataFrame, of_patterns: pd.DataFrame) -> list[str]:
    """Count what the checks found, by subject and severity: their words are English only."""
    counted = []
    for name, checks in ((say("Texts"), of_texts), (say("Patterns"), of_patterns)):
        counts = checks["severity"].value_counts(sort=False)
        if len(counts):
            found = join([count(int(n), str(severity)) for severity, n in counts.items()])
            counted.append(f"{name}{say(': ')}{found}")
    return counted


def describe_run(made: Made) -> list[str]:
    """Say what of the exports was not made in this run, or failed."""
    said = []
    for name, error in made.failed.items():
        said.append(
            say(
                "The notebook {name} failed ({error}): charts that it makes may be missing here.",
                name=name,
                error=error,
            )
        )
    if made.only:
        names = join(list(made.only))
        said.append(say("Only some notebooks were run this time: {names}.", names=names))
        if made.has_earlier:
            said.append(
                say("The other charts are those of an earlier run on the same texts and codebook.")
            )
    return said


def name_study(study: Source) -> str:
    """Name a study by its title, or else by its folder or its only text."""
    path = Path(str(study.path)).resolve()
    return study.settings.title or (path.stem if path.is_file() else path.name)


def folder_of(study: Source) -> str:
    """Return the name of the study's folder, or of its only file."""
    return Path(str(study.path)).resolve().name


def list_files(study: Source, sources: dict[str, Any]) -> str:
    """Name what a rerun needs beside the workbook: texts, codebook and further files."""
    n_texts = summarize_texts(sources["texts"])["n"]
    return join([count(n_texts, "text"), say("its codebook"), *sources["beside_them"]])


def write_command(study: Source, sources: dict[str, Any]) -> str:
    """Write the command that makes all of this again."""
    words = [".venv/bin/workbook", "run", folder_of(study)]
    for file in filter(None, str(sources["parameters"].get("CODEBOOK", "")).split("\n")):
        words += ["--codebook", Path(file).name]
    return shlex.join(words)


def cite(study: Source, sources: dict[str, Any]) -> str:
    """Write a reference to the study: who, what, from which texts, with which codebook and tool."""
    names = [str(author) for author in study.settings.authors]
    date = study.settings.date
    licence = study.settings.licence
    texts = summarize_texts(sources["texts"])
    codebook = study.codebook
    version = codebook.version or say("not stated")
    said = [
        f"{join(names)}." if names else "",
        f"{name_study(study)}{f' ({date})' if date else ''}.",
        say("{texts}, SHA-256 {sum}.", texts=count(texts["n"], "text"), sum=_sum_of(texts)),
        say(
            "Codebook: {name}, version {version}, SHA-256 {sum}.",
            name=codebook.name,
            version=version,
            sum=codebook.sha256[:SHORT],
        ),
        _cite_software(sources),
        say("Licence: {licence}.", licence=licence) if licence else "",
        _say_unstated(study),
    ]
    return " ".join(filter(None, said))


def _say_unstated(study: Source) -> str:
    """Say what `study.yaml` does not state, so that nobody takes it for an oversight."""
    settings = study.settings
    parts = [
        (settings.title, say("a title")),
        (settings.authors, say("authors")),
        (settings.date, say("a date")),
    ]
    unstated = [name for value, name in parts if not value]
    return say("The study does not state {names}.", names=join(unstated)) if unstated else ""


def _sum_of(texts: dict[str, Any]) -> str:
    return str(texts.get("sha256") or texts.get("tables_sha256", ""))[:SHORT]


def _cite_software(sources: dict[str, Any]) -> str:
    version = sources["software"].get("research-workbook") or say("not stated")
    commit = sources["git"]["commit"]
    if not commit:
        return say("Made with the research workbook {version}.", version=version)
    return say(
        "Made with the research workbook {version}, commit {commit}.",
        version=version,
        commit=commit[:SHORT] + ("+" if sources["git"]["dirty"] else ""),
    )


def list_provenance(sources: dict[str, Any]) -> list[tuple[str, str]]:
    """List what everything was made from, as pairs of name and value."""
    texts = summarize_texts(sources["texts"])
    codebook = sources["codebook"]
    commit = sources["git"]["commit"] or say("not stated")
    if sources["git"]["dirty"]:
        commit = say("{commit}, with changed files", commit=commit)
    listed = [
        (say("Texts"), number(texts["n"])),
        (say("SHA-256 of all texts"), str(texts.get("sha256") or texts.get("tables_sha256", ""))),
        (say("Codebook"), f"{codebook['name']} {codebook['version']}".strip()),
        (say("SHA-256 of the codebook"), codebook["sha256"]),
        *((name, sha256) for name, sha256 in sources["beside_them"].items()),
        (say("Commit of the workbook"), commit),
    ]
    versions = [f"{name} {version}" for name, version in sources["software"].items() if version]
    return [*listed, (say("Software"), ", ".join(versions))]


def list_sums(sources: dict[str, Any]) -> Lines:
    """List the sum of each text; none for tables, whose record has one sum for all."""
    texts = sources["texts"]
    if isinstance(texts, dict):
        return Lines([], 0)
    return Lines(texts[:MOST_TEXTS], max(0, len(texts) - MOST_TEXTS))
