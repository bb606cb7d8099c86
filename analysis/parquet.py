"""Tables as Parquet, in a folder of parts as `analysis.stream` makes it: written whole, read as far as they fit."""

import io
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from .cluster import Remote
from .export import write
from .faults import Fault, InputError, missing
from .files import RECORD, place
from .metadata import with_types
from .tables import DOCUMENTS, HITS, SENTENCES, SHARES

WITHOUT_TEXT = {column: dtype for column, dtype in DOCUMENTS.columns.items() if column != "text"}
PARTS = {"documents": replace(DOCUMENTS, columns=WITHOUT_TEXT), "sentences": SENTENCES, "hits": HITS}


class Folder:
    """A folder of this machine. Names have slashes; a file is written whole or not at all."""

    def __init__(self, path):
        self.path = Path(path).resolve()

    def sizes(self) -> dict[str, int]:
        """Every file in it, in folders too, and how many bytes it has."""
        files = (path for path in self.path.rglob("*") if path.is_file())
        return {path.relative_to(self.path).as_posix(): path.stat().st_size for path in files}

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return Path(self.path, name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        """Write a file, or write it anew."""
        write(Path(self.path, name), data)

    def remove(self, name: str) -> None:
        """Remove a file."""
        Path(self.path, name).unlink(missing_ok=True)


def to_parquet(table: pd.DataFrame) -> bytes:
    """A table as a Parquet file: texts are strings, the index is left out; the same table gives the same bytes.

    Raises `InputError` where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise InputError([missing("workbook tables", "no pyarrow to write Parquet with", "parquet")]) from None
    types = [(name, pa.string() if kind == "str" else pa.from_numpy_dtype(kind)) for name, kind in table.dtypes.items()]
    made, out = pa.Table.from_pandas(table, pa.schema(types), preserve_index=False), io.BytesIO()
    parquet.write_table(made.replace_schema_metadata(None), out, compression="zstd")
    return out.getvalue()


class Tables(NamedTuple):
    """The tables of some texts, or of all; `shares` are of all. `says` tells what is shown, in a line."""

    documents: pd.DataFrame
    sentences: pd.DataFrame
    hits: pd.DataFrame
    shares: pd.DataFrame
    says: str


def read_tables(folder, doc_ids: Iterable[str] | None = None, most: int = 1_000_000) -> Tables:
    """Read what `workbook tables` has written; the tables are those of the texts in memory, `documents` without `text`.

    Args:
        folder: where they are, or its address.
        doc_ids: the texts to read; None for the first parts that have `most` sentences together (one part in any case).
        most: see there.

    Raises `InputError` where there are no such tables, or not all of them yet.
    """
    place = open_folder(folder)
    there = place.sizes()
    record = json.loads(place.read(RECORD)) if RECORD in there else {}
    if not record.get("complete"):
        found = "tables that are not complete" if "batch" in record else "no tables"
        raise InputError([Fault(str(folder), found, "the folder of a run of `workbook tables` that has ended")])
    journal = sorted((name for name in there if name.startswith("journal/")), key=lambda name: (len(name), name))
    entries = [json.loads(place.read(name)) for name in journal]
    if doc_ids is None:
        n_sentences = np.cumsum([entry["rows"]["sentences"] for entry in entries])
        entries = entries[: max(1, np.searchsorted(n_sentences, most, side="right"))]
    tables = {name: _read(place, name, entries, doc_ids) for name in PARTS}
    shown = [f"{len(tables[name]):,} of {record['rows'][name]:,} {name}" for name in ("documents", "sentences")]
    shares = SHARES.frame(_frame(place, "shares.parquet"))
    return Tables(**tables, shares=shares, says=f"{', '.join(shown)}; the shares are of all")


def open_folder(folder) -> Folder:
    """A folder by its path, or by an address such as `s3://bucket/tables`."""
    path = place(folder)
    return Folder(path) if isinstance(path, Path) else Remote(path)


def _read(place: Folder, name: str, entries: list[dict], doc_ids: Iterable[str] | None) -> pd.DataFrame:
    """The parts of a table as one, by `doc_id`; metadata have their types, as from `read_documents`."""
    files = [file for entry in entries for file in entry["files"] if file.startswith(f"{name}/")]
    table = pd.concat([PARTS[name].empty(), *(_frame(place, file, doc_ids) for file in files)])
    table = PARTS[name].frame(table.sort_values("doc_id", kind="stable"))
    return with_types(table.fillna("")) if name == "documents" else table


def _frame(place: Folder, file: str, doc_ids: Iterable[str] | None = None) -> pd.DataFrame:
    from pyarrow import parquet

    filters = None if doc_ids is None else [("doc_id", "in", list(doc_ids))]
    return parquet.read_table(io.BytesIO(place.read(file)), filters=filters).to_pandas()
