"""The journal of a run: one entry per batch, written when the files of the batch are complete."""

import json
from typing import Any, TypedDict

from analysis.large.batches import Batch
from analysis.large.contents import JOURNAL, entry_file
from analysis.large.counts import Counts
from analysis.large.folder import Folder


class Entry(TypedDict):
    """What was made of one batch.

    Keys:
        fingerprint: of the batch.
        files: its files, with their sizes in bytes.
        rows: the number of rows in each of its tables.
        counts: how often each theme occurs, by metadata column; `""` for all of its texts.
        columns: the columns of its documents.
        warnings: as the fields of `Fault`.
        left_out: as the fields of `LeftOut`.
    """

    fingerprint: str
    files: dict[str, int]
    rows: dict[str, int]
    counts: dict[str, Counts]
    columns: list[str]
    warnings: list[Any]
    left_out: list[Any]


def write_entry(folder: Folder, number: int, entry: Entry) -> None:
    """Write the entry of a batch."""
    data = json.dumps(entry, ensure_ascii=False)
    folder.write(entry_file(number), data.encode())


def read_entries(folder: Folder, names: list[str]) -> list[Entry]:
    """Read all entries of a complete run, in the order of the batches.

    Args:
        folder: the folder of the tables.
        names: all files in it.
    """
    files = [name for name in names if name.startswith(JOURNAL)]
    files.sort(key=lambda name: (len(name), name))  # 100000.json comes after 99999.json
    entries = []
    for name in files:
        data = folder.read(name)
        entries.append(json.loads(data))
    return entries


def columns_of(entries: list[Entry]) -> list[str]:
    """Return the columns of `documents` in all batches together. A batch may lack some."""
    columns: dict[str, None] = {}
    for entry in entries:
        columns.update(dict.fromkeys(entry["columns"]))
    return list(columns)


def find_entry(folder: Folder, batch: Batch, sizes: dict[str, int]) -> Entry | None:
    """Return the entry of a batch if it still holds, else None.

    It holds if the texts are the same, and if every file of the batch exists and is complete.

    Args:
        folder: the folder of the tables.
        batch: the batch.
        sizes: the files in the folder, with their sizes.
    """
    name = entry_file(batch.number)
    if name not in sizes:
        return None
    entry: Entry = json.loads(folder.read(name))
    for file, size in entry["files"].items():
        if sizes.get(file) != size:
            return None
    if entry["fingerprint"] != batch.fingerprint:
        return None
    return entry
