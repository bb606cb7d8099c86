"""The journal of a run: one entry per batch, written when the files of the batch are complete."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict, cast

from analysis.faults import Fault, Report
from analysis.large.batches import Batch
from analysis.large.contents import ENTRY_FILE, JOURNAL, PARTS, name_entry_file, name_part_file
from analysis.large.counts import Counts
from analysis.large.folder import Folder
from analysis.large.listed import AS_WRITTEN, Listed, is_unchanged
from analysis.sealed import SEAL, fits, is_intact, read_object, seal

COUNTS_SHAPE = {str: [[int]]}
SHAPE = {  # of an entry
    "fingerprint": str,
    "files": dict,
    "rows": dict.fromkeys(PARTS, int),
    "counts": {str: COUNTS_SHAPE},
    "has_turns": bool,
    "turns": COUNTS_SHAPE,
    "columns": [str],
    "warnings": [list],
    "left_out": [list],
}


class Entry(TypedDict):
    """The result of one batch.

    Keys:
        fingerprint: the fingerprint of the batch.
        files: its files, with the sha256 of each; in version 0.1.0 with their sizes in bytes.
        rows: the number of rows in each of its tables.
        counts: the counts of themes by metadata column; those by `""` are of all its texts.
        has_turns: whether one of its texts has turns of speech.
        turns: the counts of themes by speaker, if `groups` in study.yaml names the speaker.
        columns: the columns of its documents.
        warnings: the fields of each `Fault`.
        left_out: the fields of each `LeftOut`.
        sha256: of the entry itself (see `analysis.sealed`); version 0.1.0 had none.
    """

    fingerprint: str
    files: Listed
    rows: dict[str, int]
    counts: dict[str, Counts]
    has_turns: bool
    turns: Counts
    columns: list[str]
    warnings: list[Any]
    left_out: list[Any]
    sha256: NotRequired[str]


def write_entry(folder: Folder, number: int, entry: Entry) -> tuple[Entry, list[str]]:
    """Write the entry of a batch.

    Returns:
        The entry with its own sha256, and the new name of a file that was in its place and is no
        entry, if there was one.
    """
    sealed = seal({**entry})
    name = name_entry_file(number)
    moved = []
    if read_entry(folder, number) is None and not folder.is_free(name):
        moved.append(folder.move_aside(name))
    folder.write(name, json.dumps(sealed, ensure_ascii=False).encode())
    return cast(Entry, sealed), moved


def read_entry(folder: Folder, number: int) -> Entry | None:
    """Read the entry of a batch; None if there is none, or if it is damaged.

    An entry of version 0.1.0 states no sha256: neither its own, nor those of its files.
    """
    data = folder.read(name_entry_file(number))
    content = None if data is None else read_object(data)
    if content is None or not fits(content, SHAPE):
        return None
    names = {name_part_file(table, number) for table in PARTS}
    if set(content["files"]) != names:
        return None
    if SEAL not in content:
        return cast(Entry, content) if fits(content["files"], {str: int}) else None
    is_as_written = fits(content["files"], {str: str}) and is_intact(content)
    return cast(Entry, content) if is_as_written else None


def read_entries(folder: Folder, record: dict, report: Report) -> list[Entry]:
    """Read the entries of a complete run, in the order of the batches.

    Args:
        folder: the folder of the tables.
        record: its record.
        report: collects entries that are missing or damaged.
    """
    entries = []
    for number in _list_numbers(folder, record):
        entry = read_entry(folder, number)
        if entry is None:
            name = f"{folder.path.name}/{name_entry_file(number)}"
            report.error(Fault(name, "no entry, or a damaged one", AS_WRITTEN))
        else:
            entries.append(entry)
    is_whole = sum_rows(entries) == record["rows"]
    if "journal" in record:
        is_whole = hash_entries(entries) == record["journal"]
    if not report.errors and not is_whole:
        found = "entries that do not belong to the record"
        report.error(Fault(f"{folder.path.name}/{JOURNAL}", found, AS_WRITTEN))
    return entries


def _list_numbers(folder: Folder, record: dict) -> Iterable[int]:
    """List the numbers of all batches; a record of version 0.1.0 does not state how many."""
    if "batches" in record:
        return range(record["batches"])
    return entry_numbers(folder.sizes())


def entry_numbers(names: Iterable[str]) -> list[int]:
    """Return the numbers of the entries among the names of files, in order.

    >>> entry_numbers(["journal/00007.json", "journal/00000.json", "journal/notes.json"])
    [0, 7]
    """
    found = filter(None, map(ENTRY_FILE.fullmatch, names))
    return sorted(int(entry[1]) for entry in found)


def hash_entries(entries: list[Entry]) -> str:
    """Return one sha256 for all entries."""
    seals = "".join(entry[SEAL] for entry in entries)
    return hashlib.sha256(seals.encode()).hexdigest()


def sum_rows(entries: list[Entry]) -> dict[str, int]:
    """Return the number of rows of each of the tables `PARTS`, in all batches."""
    rows = dict.fromkeys(PARTS, 0)
    for entry in entries:
        for name in PARTS:
            rows[name] += entry["rows"][name]
    return rows


def list_columns(entries: list[Entry]) -> list[str]:
    """List the columns that `documents` has in any batch."""
    columns: dict[str, None] = {}
    for entry in entries:
        columns.update(dict.fromkeys(entry["columns"]))
    return list(columns)


def have_turns(entries: list[Entry]) -> bool:
    """Whether a text of any batch has turns of speech."""
    return any(entry["has_turns"] for entry in entries)


def find_entry(folder: Folder, batch: Batch) -> Entry | None:
    """Return the entry of a batch if it is still valid, else None.

    It is valid if the texts are the same, and every file of the batch is what was written.

    Args:
        folder: the folder of the tables.
        batch: the batch.
    """
    entry = read_entry(folder, batch.number)
    if entry is None or SEAL not in entry or entry["fingerprint"] != batch.fingerprint:
        return None
    for name, sha256 in entry["files"].items():
        if not is_unchanged(folder, name, sha256):
            return None
    return entry
