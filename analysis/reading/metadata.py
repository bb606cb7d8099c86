"""What is known of each text, such as its date: `metadata.csv`, a table beside the texts."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import chain

import numpy as np
import pandas as pd

from analysis.faults import Fault, Report, nearest
from analysis.languages import is_tag
from analysis.paths import files_named, read_bytes
from analysis.reading.settings import Settings
from analysis.reading.table_files import read_table
from analysis.tables import (
    DOCUMENTS,
    FAMILY_COLUMNS,
    HITS,
    PATTERNS,
    SENTENCES,
    SHARES,
    TEXT,
    THEMES,
)

ENDINGS = (".csv", ".tsv", ".xlsx")
FROM_METADATA = ("title", "language")
TAKEN = {
    column
    for table in (DOCUMENTS, SENTENCES, THEMES, PATTERNS, HITS, SHARES)
    for column in table.columns
}
TAKEN |= set(FAMILY_COLUMNS)
TAKEN |= {
    "low",
    "high",
    "n_documents",
    "share_of_all",
    "n_more",
    "n_groups",
    "shown",
}  # of tables by group, of charts
TAKEN -= {"doc_id", *FROM_METADATA}

MetadataSource = tuple[
    str, int, dict[str, str]
]  # where it is said (file, line), and what: column -> cell


def read_metadata(
    study: Settings, doc_ids: Iterable[str], report: Report
) -> dict[str, MetadataSource]:
    """What `metadata.csv` (or .tsv, .xlsx) says of each text, by id.

    A text without a row is a warning.
    """
    own = Report()
    file, rows = read_side_table(study, "metadata", ["doc_id"], own)
    if rows is None:
        report.add(own)
        return {}
    known, said = set(doc_ids), {}
    for line, cells in zip(rows.index, rows.to_dict("records"), strict=True):
        doc_id = cells.pop("doc_id")
        if doc_id not in known:
            found = f"{doc_id!r} as doc_id, a text that is not there"
            own.error(Fault(file, found, nearest(doc_id, known), line=line))
        elif doc_id in said:
            own.error(
                Fault(
                    file, f"{doc_id!r} again (line {said[doc_id][1]})", "one row a text", line=line
                )
            )
        said.setdefault(doc_id, (file, line, cells))
    if (unknown := sorted(known - said.keys())) and not own.errors:
        shown = ", ".join(map(repr, unknown[:5])) + (", …" if len(unknown) > 5 else "")
        own.warn(
            Fault(
                file, f"no row for {len(unknown)} of {len(known)} texts ({shown})", "one row a text"
            )
        )
    report.add(own)
    return said


def add_metadata(
    rows: list[dict], metadata: dict[str, MetadataSource], report: Report
) -> pd.DataFrame:
    """The rows of `documents` as a frame, with what is said of each text (`said`, then `metadata`) in columns of text.

    A blank title leaves the one that is there; `language` is blank where nobody states it. Columns
    that are the workbook's own, and what two sources say differently, are errors; with any, the frame is empty.
    """
    said = [
        _agreed([*row["said"], *filter(None, [metadata.get(row["doc_id"])])], report)
        for row in rows
    ]
    sources = chain(*(row["said"] for row in rows), metadata.values())
    taken = {
        (file, min(line, 1), column)
        for file, line, cells in sources
        for column in TAKEN & cells.keys()
    }
    for file, line, column in sorted(taken):  # at the header's line
        expected = f"another name: {column!r} is a column of the workbook's own"
        report.error(Fault(file, f"the column {column!r}", expected, line=line))
    if report.errors:
        return DOCUMENTS.empty()
    documents = pd.DataFrame(rows).drop(columns=["said", "place"])
    stated = pd.DataFrame(said, dtype=TEXT).fillna("")
    for column in set(FROM_METADATA) & set(stated):
        own = stated.pop(column).str.strip()
        documents[column] = own.where(own != "", documents[column])
    return pd.concat([documents, stated], axis=1)


def with_types(documents: pd.DataFrame) -> pd.DataFrame:
    """`documents` whose metadata columns have the types that all of their cells show (see `typed`)."""
    return documents.assign(
        **{name: typed(documents[name]) for name in documents if name not in DOCUMENTS.columns}
    )


def _agreed(sources: list[MetadataSource], report: Report) -> dict[str, str]:
    """What all sources say of one text together; a blank cell says nothing."""
    known: dict[str, tuple[str, str]] = {}
    for file, line, said in sources:
        for column, cell in said.items():
            before, where = known.get(column, ("", ""))
            if column == "language" and cell.strip() and not is_tag(cell):
                report.error(
                    Fault(
                        file,
                        f"{cell!r} as language",
                        "a BCP 47 tag, such as fr or zh-Hans",
                        line=line,
                    )
                )
            if before and cell and cell != before:
                report.error(
                    Fault(file, f"{cell!r} as {column}", f"{before!r}, as {where} says", line=line)
                )
            known[column] = (before or cell, where or Fault(file, "", "", line=line).place)
    return {column: cell for column, (cell, _) in known.items()}


def typed(column: pd.Series) -> pd.Series:
    """A text column as whole numbers, numbers or dates, if every filled cell reads back as it was written.

    Whole numbers with gaps are `Int64`; everything else stays text, blank where nothing is stated.

    >>> typed(pd.Series(["1990", "", "2024"])).dtype, typed(pd.Series(["007", "12"])).dtype == "str"
    (Int64Dtype(), True)
    >>> typed(pd.Series(["2024-05-01", ""])).tolist()
    [Timestamp('2024-05-01 00:00:00'), NaT]
    """
    column = column.astype(TEXT)
    filled = column[column != ""]
    for dtype, read, write in READINGS if len(filled) else []:
        try:
            values = list(map(read, filled))
            made = pd.Series(
                values, filled.index, dtype, column.name
            )  # no zone fits, nor a number of 65 bits
        except (ValueError, OverflowError):
            continue
        if np.isfinite(made).all() and list(map(write, values)) == filled.tolist():
            gaps = len(filled) < len(column)
            return made.astype("Int64" if gaps and dtype == "int64" else dtype).reindex(
                column.index
            )
    return column


# How a column may be read, and how its cells are then written.
READINGS = [
    ("int64", int, str),
    ("float64", float, repr),
    ("datetime64[us]", date.fromisoformat, date.isoformat),
    ("datetime64[us]", datetime.fromisoformat, datetime.isoformat),
    ("datetime64[us]", datetime.fromisoformat, str),
]


def read_side_table(
    study: Settings, name: str, needed: list[str], report: Report
) -> tuple[str, pd.DataFrame | None]:
    """The table `name` beside the texts: its file, and its cells as text by line; None without one."""
    folders = dict.fromkeys([study.folder, study.texts if study.texts.is_dir() else study.folder])
    files = [
        path
        for folder in folders
        for path in files_named(folder, f"{name}.*")
        if path.suffix.lower() in ENDINGS
    ]
    if not files:
        return f"{name}.csv", None
    file = files[0].name
    if len(files) > 1:
        report.error(Fault(file, f"{files[1].name} beside it", "one of them"))
    cells = pd.DataFrame()
    with report.collecting():
        data = read_bytes(files[0], file)
        cells, _ = read_table(data, file, needed, study.encoding_of(file), report)
    return file, cells if set(needed) <= set(cells) else None
