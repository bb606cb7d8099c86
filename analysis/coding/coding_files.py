"""The files in which people code: `coding.csv`, and a file of each coder in the folder `codings/`.

This is the one place that knows where they lie and what they are called.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import pandas as pd

from analysis.faults import Fault, LeftOut, Report
from analysis.paths import files_named, read_bytes
from analysis.reading.metadata import ENDINGS, read_side_table
from analysis.reading.settings import Settings
from analysis.reading.table_files import read_table
from analysis.tables import TEXT

FOLDER = "codings"
ONE_READER = "coding"  # the name of coding.csv without its ending, and of its coder
FINAL = "final"  # the file that settles what coders differ on
SAMPLE_FILE = "sample.json"
SPANS_FILE = "spans.csv"
_OTHERS = (SAMPLE_FILE, SPANS_FILE)  # files of the folder that no coder fills in
_KEY = ["doc_id", "sent_id"]
THEMES_NAME = "themes"  # the sheets of a file that explain how it is filled in
HELP_NAME = "how to"
_EXPLAINED = tuple(f"the sheet {sheet!r}" for sheet in (THEMES_NAME, HELP_NAME))
_HIDDEN = (".", "~$")  # also the lock files of word processors


class CodingFile(NamedTuple):
    """A file that someone coded in.

    Attributes:
        name: what messages call it, such as `codings/A.csv`.
        coder: its name without the ending.
        in_folder: whether it lies in `codings/`.
        cells: its cells as text, indexed by line.
    """

    name: str
    coder: str
    in_folder: bool
    cells: pd.DataFrame


def read_coding_files(settings: Settings, report: Report) -> Iterator[CodingFile]:
    """Read the study's `coding.csv` and what lies in `codings/`, in the order of their names.

    Args:
        settings: the study.
        report: collects faults, and what in `codings/` is no file of a coder.
    """
    name, cells = read_side_table(settings, ONE_READER, [*_KEY, "theme"], report)
    if cells is not None:
        yield CodingFile(name, ONE_READER, False, cells)
    for path in files_named(settings.folder / FOLDER, "*"):
        if path.name.startswith(_HIDDEN) or path.name in _OTHERS:
            continue
        name = f"{FOLDER}/{path.name}"
        if path.suffix.lower() in ENDINGS:
            yield from _read_file(path, name, settings, report)
        else:
            expected = f"a table that a coder fills in ({', '.join(ENDINGS)}); it is left out"
            report.leave_out(LeftOut(name, "a file that is no table"))
            report.warn(Fault(name, f"a file that ends in {path.suffix!r}", expected))


def _read_file(path: Path, name: str, settings: Settings, report: Report) -> Iterator[CodingFile]:
    """Read one file; nothing if it cannot be read, which is reported."""
    stem = normalize("NFC", path.stem)  # some systems keep accents apart
    coder = FINAL if stem.lower() == FINAL else stem
    with report.collecting():
        data = read_bytes(path, name)
        cells, left_out = read_table(data, name, _KEY, settings.encoding_of(name), report)
        report.warn(*_warn_left_out(name, left_out))
        if set(_KEY) <= set(cells):
            doc_id = cells["doc_id"].str.normalize("NFC")  # as ids of texts are
            yield CodingFile(name, coder, True, cells.assign(doc_id=doc_id.astype(TEXT)))


def _warn_left_out(name: str, phrases: list[str]) -> list[Fault]:
    """Warn of what a spreadsheet holds beside the cells that are read, but for explanations."""
    faults = []
    for phrase in phrases:
        if "formula" in phrase:
            faults.append(Fault(name, phrase, "text in every cell; these cells are left out"))
        elif not phrase.startswith(_EXPLAINED):
            expected = "codings and memos in the cells of one sheet; this is left out"
            faults.append(Fault(name, phrase, expected))
    return faults
