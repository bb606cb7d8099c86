"""Charts and tables become files, each written whole or not at all, with a record of what they were made from.

The same texts, codebook, parameters, versions and commit give the same bytes; no file holds the present time.
"""

import csv
import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pandas as pd

from analysis.atomic import to_json, write_atomic
from analysis.faults import Fault, InputError, raise_all
from analysis.paths import relative_path
from analysis.provenance import RECORD, commit, read_record, tables_record, versions

FORMATS = ("png", "svg", "pdf")
REDIRECT = "WORKBOOK_OUT"
BESIDE = (
    "study",
    "metadata",
    "coding",
)  # what may lie in a study beside its texts and its codebook
LISTS = ("files", "earlier_files")
NAME = re.compile(r"[A-Za-z0-9_-]+")


def export(
    out, study, documents, codebook, *, charts=None, tables=None, parameters=None
) -> "Exported":
    """Write charts and tables to `<out>/<name of the study's folder>/`, and `provenance.json` beside them.

    Where the environment variable `WORKBOOK_OUT` is set, the files land there instead, with the same bytes.

    Args:
        out, study: the folder of all exports and the study folder, relative to the working folder.
        documents, codebook: as from `read_documents` and `read_codebook`; their `sha256` goes on record.
        charts: by name: each becomes `charts/<name>` `.png .svg .pdf`, `.csv` (the numbers drawn) and `.json` (title,
            caption, alt text, what it was made from).
        tables: by name: each becomes `tables/<name>.csv`, as `to_csv` says.
        parameters: further ones of the notebook, put on record as they are.

    Raises:
        InputError: a name has other signs than letters, digits, - and _, or the folder holds another study's exports.
    """
    charts, tables = dict(charts or {}), dict(tables or {})
    wrong = [name for name in [*charts, *tables] if not NAME.fullmatch(name)]
    raise_all(
        Fault("export", f"the name {name!r}", "letters (a to z), digits, - and _") for name in wrong
    )
    folder, record = folder_and_record(out, study, documents, codebook, parameters)
    of_charts = (file for key, chart in charts.items() for file in _chart_files(key, chart, record))
    of_tables = ((f"tables/{key}.csv", to_csv(table)) for key, table in tables.items())
    names = []
    for name, content in chain(
        of_charts, of_tables
    ):  # each is made when the one before it is written
        write_atomic(folder / name, content)
        names.append(name)
    write_record(folder, record, names)
    return Exported(tuple(charts), tuple(tables))


@dataclass(frozen=True, repr=False)
class Exported:
    """The names of the charts and tables that were written, shown in two lines; it shows no path."""

    charts: tuple[str, ...]
    tables: tuple[str, ...]

    def __repr__(self) -> str:
        return f"charts: {', '.join(self.charts) or 'none'}\ntables: {', '.join(self.tables) or 'none'}"


def folder_and_record(
    out, study, documents: pd.DataFrame, codebook, parameters=None
) -> tuple[Path, dict]:
    """Where the study's files go, and what they are made from: see `export`.

    Returns:
        The folder `<out>/<name of the study's folder, or of its one file>`, redirected by `WORKBOOK_OUT`; and the
        record of study, parameters, texts, codebook, versions and commit, which never says where the files land.

    Raises:
        InputError: the folder holds another study's exports.
    """
    path = Path(study).resolve()
    name = (path.stem if path.is_file() else path.name) or "study"
    folder = Path(os.environ.get(REDIRECT) or out).resolve() / name
    beside = [file for name in BESIDE for file in Path(study).glob(f"{name}.*") if file.is_file()]
    record = {
        "study": relative_path(study, Path(out).resolve() / name),
        "parameters": {"STUDY": str(study), "OUT": str(out), **(parameters or {})},
        "codebook": {"name": codebook.name, "version": codebook.version, "sha256": codebook.sha256},
        "texts": _texts(study, documents),
        "beside_them": {
            file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(beside)
        },
        "software": versions(),
        "git": commit(),
    }
    if (owner := read_record(folder).get("study", record["study"])) != record["study"]:
        found, expected = f"exports of another study, {owner!r}", f"those of {record['study']!r}"
        raise InputError(
            [Fault(f"{name}/{RECORD}", found, f"{expected}; name another folder with --out")]
        )
    return folder, record


def _texts(study, documents: pd.DataFrame) -> list | dict:
    """Each text with its sha256; of tables how many there are, how many are shown, and the sha256 of their record."""
    if not (made := tables_record(study)):
        return documents[["doc_id", "path", "sha256"]].to_dict("records")
    sha256 = hashlib.sha256(Path(study, RECORD).read_bytes()).hexdigest()
    return {
        "n": made["rows"]["documents"],
        "shown": len(documents),
        "study": made["study"],
        "tables_sha256": sha256,
    }


def write_record(folder: Path, record: dict, files: Iterable[str]) -> None:
    """Write `provenance.json`: what the files were made from, and their names.

    Files of the record before that still lie there stay on it: as `files` where they were made from the same, as
    `earlier_files` where they were not.
    """
    files, before = set(files), read_record(folder)
    kept = {
        key: {name for name in before.get(key, []) if _inside(folder, name).is_file()}
        for key in LISTS
    }
    if all(before.get(key) == record[key] for key in record.keys() - {"parameters"}):
        files |= kept["files"]
    earlier = (kept["files"] | kept["earlier_files"]) - files
    write_atomic(
        Path(folder, RECORD),
        to_json({**record, "files": sorted(files), "earlier_files": sorted(earlier)}),
    )


def remove_stale(folder: Path, keep: Iterable[str]) -> None:
    """Remove the files that the folder's record lists and that are not in `keep`; nothing else is touched."""
    record = read_record(folder)
    for name in {name for key in LISTS for name in record.get(key, [])} - set(keep):
        _inside(folder, name).unlink(missing_ok=True)


def _inside(folder: Path, name: str) -> Path:
    """A listed file, which must lie in the folder, whoever wrote the list."""
    path = Path(folder, name)
    if not path.resolve().is_relative_to(Path(folder).resolve()):
        raise InputError(
            [
                Fault(
                    f"{Path(folder).name}/{RECORD}", f"the file {name!r}", "files inside the folder"
                )
            ]
        )
    return path


def to_csv(table: pd.DataFrame) -> bytes:
    r"""A table as CSV: UTF-8, lines end in LF, every text quoted, a float so that it reads back as the same float.

    The cells are the table's values as they are, also a leading `=`. A missing number is an empty cell. The index is
    left out, but for one that has a name.

    >>> to_csv(pd.DataFrame({"theme": ["NA", "007"], "share": [0.1, 0.25]}))
    b'"theme","share"\n"NA",0.1\n"007",0.25\n'
    """
    named = any(name is not None for name in table.index.names)
    frame = table.reset_index() if named else table
    return frame.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n").encode()


def _chart_files(key: str, chart, record: dict) -> list[tuple[str, bytes]]:
    """A chart's files by name; its record holds the texts as their number and one digest of their ids and sha256."""
    brief = record["texts"]
    if isinstance(brief, list):
        texts = "".join(f"{text['doc_id']}\t{text['sha256']}\n" for text in brief)
        brief = {"n": len(brief), "sha256": hashlib.sha256(texts.encode()).hexdigest()}
    note = {
        "title": chart.title,
        "caption": chart.caption,
        "alt": chart.alt,
        "provenance": {**record, "texts": brief},
    }
    contents = {kind: chart.render(kind) for kind in FORMATS} | {
        "csv": to_csv(chart.data),
        "json": to_json(note),
    }
    return [(f"charts/{key}.{ending}", content) for ending, content in contents.items()]
