"""The journal of a run: one entry per batch, written when the files of the batch are complete."""

import json
from typing import Any, TypedDict

from analysis.large.batches import Batch
from analysis.large.contents import JOURNAL, name_entry_file
from analysis.large.counts import Counts
from analysis.large.folder import Folder


class Entry(TypedDict):
    """What one batch resulted in.

    Keys:
        fingerprint: the fingerprint of the batch.
        files: its files, with their sizes in bytes.
        rows: the number of rows in each of its tables.
        counts: the counts of themes by metadata column; those by `""` are of all its texts.
        has_turns: whether one of its texts has turns of speech.
        turns: the counts of themes by speaker, if `groups` in study.yaml names the speaker.
        columns: the columns of its documents.
        warnings: the fields of each `Fault`.
        left_out: the fields of each `LeftOut`.
    """

    fingerprint: str
    files: dict[str, int]
    rows: dict[str, int]
    counts: dict[str, Counts]
    has_turns: bool
    turns: Counts
    columns: list[str]
    warnings: list[Any]
    left_out: list[Any]


def write_entry(folder: Folder, number: int, entry: Entry) -> None:
    """Write the entry of a batch."""
    data = json.dumps(entry, ensure_ascii=False)
    folder.write(name_entry_file(number), data.encode())


def read_entries(folder: Folder, names: list[str]) -> list[Entry]:
    """Read all entries of a complete run, in the order of the batches.

    Args:
        folder: the folder of the tables.
        names: the names of all files in it.
    """
    files = [name for name in names if name.startswith(JOURNAL)]
    files.sort(key=lambda name: (len(name), name))  # 100000.json comes after 99999.json
    entries = []
    for name in files:
        data = folder.read(name)
        entries.append(json.loads(data))
    return entries


def list_columns(entries: list[Entry]) -> list[str]:
    """List the columns that `documents` has in any batch."""
    columns: dict[str, None] = {}
    for entry in entries:
        columns.update(dict.fromkeys(entry["columns"]))
    return list(columns)


def have_turns(entries: list[Entry]) -> bool:
    """Whether a text of any batch has turns of speech."""
    return any(entry["has_turns"] for entry in entries)


def find_entry(folder: Folder, batch: Batch, sizes: dict[str, int]) -> Entry | None:
    """Return the entry of a batch if it is still valid, else None.

    It is valid if the texts are the same, and every file of the batch exists and is complete.

    Args:
        folder: the folder of the tables.
        batch: the batch.
        sizes: the files in the folder, with their sizes.
    """
    name = name_entry_file(batch.number)
    if name not in sizes:
        return None
    entry: Entry = json.loads(folder.read(name))
    for file, size in entry["files"].items():
        if sizes.get(file) != size:
            return None
    if entry["fingerprint"] != batch.fingerprint:
        return None
    return entry
