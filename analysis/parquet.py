"""Tables as Parquet, in a folder of parts as `analysis.stream` makes it: written whole, read as far as they fit."""

import io
import json
import os
import platform
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import psutil

from .cluster import Remote
from .export import write
from .faults import Fault, InputError, missing
from .files import RECORD, files_named, place
from .metadata import with_types
from .tables import DOCUMENTS, HITS, SENTENCES, SHARES

WITHOUT_TEXT = {column: dtype for column, dtype in DOCUMENTS.columns.items() if column != "text"}
PARTS = {"documents": replace(DOCUMENTS, columns=WITHOUT_TEXT), "sentences": SENTENCES, "hits": HITS}
LOCK = re.compile(r"\.(.*)-(\d+)\.running")  # host and process of a run at work in a folder


class Folder:
    """A folder of this machine. Names have slashes; a file is written whole or not at all."""

    def __init__(self, path):
        self.path = Path(path).resolve()

    def sizes(self) -> dict[str, int]:
        """Every file in it, in folders too, and how many bytes it has."""
        found = {}
        for path in self.path.rglob("*"):
            with suppress(FileNotFoundError):  # of another run, which looked in and went
                if path.is_file():
                    found[path.relative_to(self.path).as_posix()] = path.stat().st_size
        return found

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
    home = open_folder(folder)
    there = home.sizes()
    record = json.loads(home.read(RECORD)) if RECORD in there else {}
    if not record.get("complete"):
        found = "tables that are not complete" if "batch" in record else "no tables"
        raise InputError([Fault(str(folder), found, "the folder of a run of `workbook tables` that has ended")])
    journal = sorted((name for name in there if name.startswith("journal/")), key=lambda name: (len(name), name))
    entries = [json.loads(home.read(name)) for name in journal]
    if doc_ids is None:
        n_sentences = np.cumsum([entry["rows"]["sentences"] for entry in entries])
        entries = entries[: max(1, np.searchsorted(n_sentences, most, side="right"))]
    tables = {name: _read(home, name, entries, doc_ids) for name in PARTS}
    shown = [f"{len(tables[name]):,} of {record['rows'][name]:,} {name}" for name in ("documents", "sentences")]
    shares = SHARES.frame(_frame(home, "shares.parquet"))
    return Tables(**tables, shares=shares, says=f"{', '.join(shown)}; the shares are of all")


def open_folder(folder) -> Folder:
    """A folder by its path, or by an address such as `s3://bucket/tables`."""
    path = place(folder)
    return Folder(path) if isinstance(path, Path) else Remote(path)


@contextmanager
def alone(folder: Folder) -> Iterator[None]:
    """Keep a folder for this run; an `InputError` where another is at work in it, on this machine or elsewhere.

    Each run writes a file of its own first, and then looks for those of others: so of two, one sees the other at least,
    wherever the folder lies. One that was killed on this machine is none; of another machine it cannot be told.
    """
    own = f".{platform.node()}-{os.getpid()}.running"
    folder.write(own, b"")
    try:
        if own < min(others := _others(folder, own), default=""):
            time.sleep(1)  # where both began at once, the other gives way meanwhile
            others = _others(folder, own)
        if others:
            expected = f"one; if it was killed, remove {others[0]} there"
            raise InputError([Fault(str(folder.path), "another run at work in it", expected)])
        yield
    finally:
        folder.remove(own)


def _others(folder: Folder, own: str) -> list[str]:
    """The files of other runs that may be at work; those of runs that were killed on this machine are removed."""
    there = [path.name for path in files_named(place(folder.path), "*.running")]
    runs = {name: match.groups() for name in there if name != own and (match := LOCK.fullmatch(name))}
    dead = [name for name, (host, pid) in runs.items() if host == platform.node() and not psutil.pid_exists(int(pid))]
    for name in dead:
        folder.remove(name)
    return sorted(runs.keys() - dead)


def _read(home: Folder, name: str, entries: list[dict], doc_ids: Iterable[str] | None) -> pd.DataFrame:
    """The parts of a table as one, by `doc_id`; metadata have their types, as from `read_documents`."""
    files = [file for entry in entries for file in entry["files"] if file.startswith(f"{name}/")]
    table = pd.concat([PARTS[name].empty(), *(_frame(home, file, doc_ids) for file in files)])
    table = PARTS[name].frame(table.sort_values("doc_id", kind="stable"))
    return with_types(table.fillna("")) if name == "documents" else table


def _frame(home: Folder, file: str, doc_ids: Iterable[str] | None = None) -> pd.DataFrame:
    from pyarrow import parquet

    filters = None if doc_ids is None else [("doc_id", "in", list(doc_ids))]
    return parquet.read_table(io.BytesIO(home.read(file)), filters=filters).to_pandas()
