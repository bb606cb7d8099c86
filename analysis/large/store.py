"""Tables as Parquet, in a folder of parts as `analysis.large.run` makes it: written whole, read as far as they fit."""

import io
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.faults import Fault, InputError, missing
from analysis.large.folder import Folder, open_folder
from analysis.measures.families import with_families
from analysis.measures.groups import export_names, group_shares
from analysis.provenance import RECORD
from analysis.reading.metadata import with_types
from analysis.tables import DOCUMENTS, HITS, PATTERNS, SENTENCES, SHARES, TEXT, THEMES
from analysis.wording import pluralize

WITHOUT_TEXT = {column: dtype for column, dtype in DOCUMENTS.columns.items() if column != "text"}
PARTS = {
    "documents": replace(DOCUMENTS, columns=WITHOUT_TEXT),
    "sentences": SENTENCES,
    "hits": HITS,
}
NOUNS = ("text", "sentence", "hit")  # a row of each of them
MOST = 2_000_000  # sentences and hits: a notebook takes about 1.6 GB for them


def to_parquet(table: pd.DataFrame) -> bytes:
    """A table as a Parquet file: texts are strings, the index is left out; the same table gives the same bytes.

    Raises `InputError` where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise InputError(
            [missing("workbook tables", "no pyarrow to write Parquet with", "parquet")]
        ) from None
    types = [
        (name, pa.string() if kind == "str" else pa.from_numpy_dtype(kind))
        for name, kind in table.dtypes.items()
    ]
    made, out = pa.Table.from_pandas(table, pa.schema(types), preserve_index=False), io.BytesIO()
    parquet.write_table(made.replace_schema_metadata(None), out, compression="zstd")
    return out.getvalue()


class Tables(NamedTuple):
    """The tables of all texts of a study, or of some, and what they were made with.

    `shares` are of all texts in any case; so is what `by_group` holds, the shares by a metadata column. `groups` and
    `time` are those that `study.yaml` names. `says` tells what is shown: in a line if it is all, else in two or three.
    """

    documents: pd.DataFrame
    sentences: pd.DataFrame
    hits: pd.DataFrame
    shares: pd.DataFrame
    codebook: Codebook
    groups: tuple[str, ...]
    time: str
    by_group: dict[str, pd.DataFrame]
    says: str

    def shares_by(self, column: str) -> pd.DataFrame:
        """The shares by a metadata column as from `group_shares`: of all texts where they are held, else of these."""
        if column in self.by_group:
            return with_families(self.by_group[column], self.codebook)
        return group_shares(self.sentences, self.hits, self.codebook, self.documents, column)


def read_tables(folder, doc_ids: Iterable[str] | None = None, most: int = MOST) -> Tables:
    """Read what `workbook tables` has written; the tables are those of the texts in memory, `documents` without `text`.

    Args:
        folder: where they are, or its address.
        doc_ids: the texts to read; None for as many parts as have `most` sentences and hits together, at even distances
            from the first to the last (one part in any case).
        most: see there.

    Raises `InputError` where there are no such tables, or not all of them yet.
    """
    home = open_folder(folder)
    there = home.sizes()
    record = json.loads(home.read(RECORD)) if RECORD in there else {}
    if not record.get("complete"):
        found = "tables that are not complete" if "batch" in record else "no tables"
        raise InputError(
            [Fault(str(folder), found, "the folder of a run of `workbook tables` that has ended")]
        )
    journal = sorted(
        (name for name in there if name.startswith("journal/")), key=lambda name: (len(name), name)
    )
    entries = [json.loads(home.read(name)) for name in journal]
    chosen = (
        entries if doc_ids is not None else [entries[number] for number in _spread(entries, most)]
    )
    parts = (
        ""
        if doc_ids is not None
        else f",\nin {len(chosen):,} of {len(entries):,} parts at even distances"
    )
    columns = dict.fromkeys(
        column for entry in entries for column in entry["columns"] if column != "text"
    )
    documents = with_types(_read(home, "documents", chosen, doc_ids, columns).fillna(""))
    sentences, hits = (_read(home, name, chosen, doc_ids) for name in ("sentences", "hits"))
    shares = SHARES.frame(_frame(home, "shares.parquet"))
    themes, patterns = (
        shape.frame(_frame(home, f"{shape.name}.parquet")) for shape in (THEMES, PATTERNS)
    )
    made = {
        **record["codebook"],
        "notes": tuple(record["codebook"]["notes"]),
        "themes": themes,
        "patterns": patterns,
    }
    groups, time = tuple(record["settings"]["groups"]), record["settings"]["time"]
    files = {column: f"shares-by-{name}.parquet" for column, name in export_names(groups).items()}
    by_group = {
        column: _frame(home, file).astype(SHARES.columns)
        for column, file in files.items()
        if file in there
    }
    says = _says([documents, sentences, hits], record["rows"], parts, by_group)
    return Tables(
        documents, sentences, hits, shares, Codebook(**made), groups, time, by_group, says
    )


def size(*tables: pd.DataFrame) -> str:
    """How many texts, sentences and hits these tables have, in words."""
    return ", ".join(pluralize(len(table), noun) for table, noun in zip(tables, NOUNS, strict=True))


def _says(
    shown: list[pd.DataFrame], rows: dict[str, int], parts: str, by_group: Iterable[str]
) -> str:
    if [*map(len, shown)] == [*rows.values()]:
        return size(*shown)
    of_all = zip(shown, rows.values(), NOUNS, strict=True)
    some = ", ".join(f"{len(table):,} of {pluralize(n, noun)}" for table, n, noun in of_all)
    whole = ", ".join(["theme", *by_group])
    return f"Shown: {some}{parts}.\nThe shares by {whole} are of all texts, all else is of those shown."


def _spread(entries: list[dict], most: int) -> list[int]:
    """The numbers of as many parts, at even distances, as hold `most` sentences and hits; one in any case."""
    rows = np.array([entry["rows"]["sentences"] + entry["rows"]["hits"] for entry in entries])
    for n in range(np.searchsorted(np.sort(rows).cumsum(), most, side="right"), 1, -1):
        spread = np.linspace(0, len(entries) - 1, n).round().astype(int)
        if rows[spread].sum() <= most:
            return spread.tolist()
    return [0]


def _read(
    home: Folder, name: str, entries: list[dict], doc_ids, columns: Iterable[str] = ()
) -> pd.DataFrame:
    """The parts of a table as one, by `doc_id`, with these columns whether or not they have them; metadata are text."""
    files = [file for entry in entries for file in entry["files"] if file.startswith(f"{name}/")]
    empty = PARTS[name].frame(pd.DataFrame(columns=[*columns], dtype=TEXT))
    table = pd.concat([empty, *(_frame(home, file, doc_ids) for file in files)])
    return PARTS[name].frame(table.sort_values("doc_id", kind="stable"))


def _frame(home: Folder, file: str, doc_ids: Iterable[str] | None = None) -> pd.DataFrame:
    """One file, its texts as in all tables."""
    from pyarrow import parquet

    filters = None if doc_ids is None else [("doc_id", "in", list(doc_ids))]
    table = parquet.read_table(io.BytesIO(home.read(file)), filters=filters).to_pandas()
    return table.astype({name: TEXT for name, kind in table.dtypes.items() if kind == "str"})
