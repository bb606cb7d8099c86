"""From a study of any size to batches of texts: the rows of a table as they are read, other files by their names."""

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis.faults import Report
from analysis.reading.documents import FoundText, id_faults, name_of, texts_of_table
from analysis.reading.metadata import MetadataSource, read_metadata
from analysis.reading.settings import Settings
from analysis.reading.table_files import TABLE_ENDINGS

BATCH = 1 << 23  # bytes of files, or characters of a table's rows
Files = list[tuple[Path, str]]  # each with its id, as from `text_files`


class Part(NamedTuple):
    """A file of one text, which is read when its batch is done (`texts` is None), or the next rows of a table."""

    file: Path
    doc_id: str
    mark: str  # changes when the file does
    size: int
    texts: list[FoundText] | None = None

    def places(self) -> list[tuple[str, int]]:
        """The id and the line of its texts."""
        return (
            [(self.doc_id, 0)]
            if self.texts is None
            else [(found[0], found[3]) for found in self.texts]
        )


@dataclass(frozen=True)
class Batch:
    """The unit of work: its tables follow from it, the study's settings and the codebook, and from nothing else."""

    number: int
    parts: list[Part]
    metadata: dict[str, MetadataSource]
    size: int  # about how much text it has

    @property
    def mark(self) -> str:
        """What tells it from any other batch."""
        seen = [(part.doc_id, part.mark, part.places()) for part in self.parts]
        return hashlib.sha256(repr((seen, self.metadata)).encode()).hexdigest()


def batches(
    study: Settings,
    files: Files,
    metadata: dict[str, MetadataSource],
    most: int,
    report: Report,
) -> Iterator[Batch]:
    """All texts, in batches of `most` bytes or a little more, always the same."""
    parts = _chunks(_parts(study, files, most, report), most, lambda part: part.size)
    for number, (held, size) in enumerate(parts):
        ids = (doc_id for part in held for doc_id, _ in part.places())
        yield Batch(
            number, held, {doc_id: metadata[doc_id] for doc_id in ids if doc_id in metadata}, size
        )


def look(
    study: Settings, files: Files, most: int, report: Report
) -> tuple[int, dict[str, MetadataSource]]:
    """A first look: the size of all texts, what metadata say, and the errors of tables and of ids."""
    total, hashes = (
        0,
        array("q"),
    )  # of ten million ids 80 MB; the ids themselves would be many times that
    for part in _parts(study, files, most, report):
        total += part.size
        hashes.extend(hash(doc_id) for doc_id, _ in part.places())
    values, count = np.unique(np.asarray(hashes), return_counts=True)
    wrong = set(values[count > 1].tolist())
    wrong |= {
        hash(doc_id) for _, doc_id in files if doc_id != doc_id.encode("utf-8", "replace").decode()
    }

    def places() -> Iterator[tuple[str, str, int]]:
        for part in _parts(study, files, most, Report()):
            for doc_id, line in part.places():
                yield doc_id, name_of(study, part.file), line

    if wrong:
        report.error(*id_faults([place for place in places() if hash(place[0]) in wrong]))
    metadata = {}
    if study.path.is_dir():
        metadata = read_metadata(study, (doc_id for doc_id, _, _ in places()), report)
    return total, metadata


def _parts(study: Settings, files: Files, most: int, report: Report) -> Iterator[Part]:
    """The texts in order, of a table `most` characters at a time; errors are those of tables."""
    for file, doc_id in files:
        if file.suffix.lower() not in TABLE_ENDINGS:
            yield Part(file, doc_id, *_mark(file))
            continue
        with report.collecting(), file.open("rb") as handle:
            sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
            handle.seek(0)
            found = texts_of_table(study, handle, name_of(study, file), doc_id, report)
            for texts, size in _chunks(found, most, lambda text: len(text[1])):
                yield Part(file, doc_id, sha256, size, texts)


def _mark(file: Path) -> tuple[str, int]:
    """What changes when a file does, and its size, without a look into it.

    An edit that leaves size and time of change as they were still sets the time of its entry (not on Windows, where
    such an edit goes unseen); so do a new owner or name, and then a batch is made again for nothing. At an address it
    is what the store says of a file, such as its ETag.
    """
    stat = file.stat()
    if isinstance(file, Path):
        return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}", stat.st_size
    return str(file.fs.ukey(file.path)), stat.st_size


def _chunks(items: Iterable, most: int, size_of: Callable) -> Iterator[tuple[list, int]]:
    """Items in lists of `most` or a little more, and the size of each list.

    >>> list(_chunks(["a", "bcd", "e"], 3, len))
    [(['a', 'bcd'], 4), (['e'], 1)]
    """
    held, size = [], 0
    for item in items:
        held.append(item)
        size += size_of(item)
        if size >= most:
            yield held, size
            held, size = [], 0
    if held:
        yield held, size
