"""Variables of a project become metadata of a study."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import normalize

import pandas as pd

from analysis.coding.exchange.texts import MatchedText
from analysis.languages import is_tag
from analysis.reading.metadata import TAKEN
from analysis.tables import AS_WRITTEN, SPEAKER, STATED_SPEAKER

OTHER_NAME = "{} (variable)"
DESCRIPTION = "description"  # the column of what is noted about a text
UNTOLD = "value of a variable (the study has metadata of its own)"
DIFFERENT = "value of a variable that differs from the study's metadata"


class Metadata(NamedTuple):
    """What `metadata.csv` will state.

    Attributes:
        cells: the cells of each text, by its id: column -> cell. Empty if there is nothing to say.
        left_out: how many values are left out, and why.
        renamed: the names of variables that became others.
    """

    cells: dict[str, dict[str, str]]
    left_out: Counter[str]
    renamed: dict[str, str]


def gather_metadata(
    texts: Iterable[MatchedText], documents: pd.DataFrame, *, has_metadata: bool
) -> Metadata:
    """Gather the variables of the texts that the study does not know yet.

    Args:
        texts: the texts of a project.
        documents: those of the study.
        has_metadata: whether the study has a table of metadata, which is not touched.
    """
    texts = list(texts)
    names = _column_names(texts)
    known = documents.set_index("doc_id").to_dict("index")
    left_out: Counter[str] = Counter()
    cells: dict[str, dict[str, str]] = {}
    for text in texts:
        stated = _cells_of(text, names)
        if text.file:
            left_out[UNTOLD] += len(stated) if has_metadata else 0
        else:
            stated = _without_known(stated, known[text.doc_id], has_metadata, left_out)
        cells.setdefault(text.doc_id, {}).update(stated)
    if has_metadata or not any(cells.values()):
        return Metadata({}, left_out, {})
    for doc_id in documents["doc_id"]:
        cells.setdefault(doc_id, {})
    used = {column for stated in cells.values() for column in stated}
    renamed = {name: column for name, column in names.items() if name != column and column in used}
    return Metadata(dict(sorted(cells.items())), left_out, renamed)


def _cells_of(text: MatchedText, names: dict[str, str]) -> dict[str, str]:
    """Return the cells of a text by their columns; a title that is the file's name says nothing."""
    cells = {names[name]: value for name, value in text.source.variables.items() if value}
    if text.source.description:
        cells.setdefault(names[DESCRIPTION], text.source.description)
    stem = text.doc_id.rpartition("/")[2]
    if cells.get("title") == stem:
        del cells["title"]
    return cells


def _without_known(
    stated: dict[str, str], known: dict, has_metadata: bool, left_out: Counter[str]
) -> dict[str, str]:
    """Return the cells that a text of the study does not have, and count those that differ."""
    new = {}
    for column, cell in stated.items():
        value = known.get(f"{column}{AS_WRITTEN}", known.get(column))
        if column == SPEAKER and STATED_SPEAKER in known:
            value = known[STATED_SPEAKER]
        if value is None or pd.isna(value) or value == "":
            new[column] = cell
            left_out[UNTOLD] += has_metadata
        elif not _is_same(cell, value):
            left_out[DIFFERENT] += 1
    return new


def _is_same(cell: str, value: object) -> bool:
    written = value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
    if normalize("NFC", cell) == normalize("NFC", written):
        return True
    try:
        return float(cell) == float(written)
    except ValueError:
        return False


def _column_names(texts: list[MatchedText]) -> dict[str, str]:
    """Return the column of each variable: its name, unless the workbook needs that one."""
    names = {name: None for text in texts for name in text.source.variables}
    no_tags = any(not is_tag(text.source.variables.get("language", "en")) for text in texts)
    columns: dict[str, str] = {}
    for name in (*names, DESCRIPTION):
        column = " ".join(normalize("NFC", name).split())
        odd = column in TAKEN or column.lower() == "doc_id" or column == STATED_SPEAKER
        odd = odd or column.endswith(AS_WRITTEN) or (column == "language" and no_tags)
        if odd or column.strip("()").isdecimal():
            column = OTHER_NAME.format(column)
        while column in columns.values() and name != DESCRIPTION:
            column = OTHER_NAME.format(column)
        columns.setdefault(name, column)
    return columns
