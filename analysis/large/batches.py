"""Put the texts of a study into batches, without reading all of them into memory."""

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from analysis.faults import InputError, Report
from analysis.reading.documents import (
    FoundText,
    id_faults,
    name_of,
    open_table,
    read_text_bytes,
    texts_of_file,
    texts_of_table,
    unfit_names,
)
from analysis.reading.exclusions import unused_leave_out
from analysis.reading.metadata import MetadataSource, read_metadata
from analysis.reading.settings import Settings, first_fitting
from analysis.reading.table_files import TABLE_ENDINGS

BATCH = 1 << 23  # bytes of files, or characters of a table's rows

Files = list[tuple[Path, str]]  # files and their ids, as from `text_files`
Metadata = dict[str, MetadataSource]  # by `doc_id`

T = TypeVar("T")


class BatchItem(NamedTuple):
    """A file that contains one text, or consecutive texts of a table or of a file that is split.

    Attributes:
        file: the file.
        doc_id: the id of the file.
        fingerprint: a string that changes whenever the file changes.
        size: the bytes of the file, or the characters of the texts.
        texts: the texts; None for a file that contains one text, which is read when its batch is
            made.
    """

    file: Path
    doc_id: str
    fingerprint: str
    size: int
    texts: list[FoundText] | None = None

    def locations(self) -> list[tuple[str, int]]:
        """List the id of each text, and its line in the file."""
        if self.texts is None:
            return [(self.doc_id, 0)]
        return [(text.doc_id, text.line) for text in self.texts]


@dataclass(frozen=True)
class Batch:
    """The unit of work. Its tables depend only on the batch, the settings and the codebook.

    Attributes:
        number: its position among all batches, from 0.
        items: its texts.
        metadata: the rows of `metadata.csv` about its texts.
        size: the sum of the sizes of its items.
    """

    number: int
    items: list[BatchItem]
    metadata: Metadata
    size: int

    @property
    def fingerprint(self) -> str:
        """A string that changes whenever a text of the batch, its id or its metadata change."""
        seen = [(item.doc_id, item.fingerprint, item.locations()) for item in self.items]
        return hashlib.sha256(repr((seen, self.metadata)).encode()).hexdigest()


class Scan(NamedTuple):
    """What one pass over all texts finds out before the first batch is made.

    Attributes:
        size: the size of all texts, in bytes of files and characters of tables.
        metadata: the row of `metadata.csv` about each text.
    """

    size: int
    metadata: Metadata


def make_batches(
    settings: Settings,
    files: Files,
    metadata: Metadata,
    limit: int,
    report: Report,
) -> Iterator[Batch]:
    """Put all texts into batches; the same texts always give the same batches.

    Args:
        settings: the study.
        files: its files.
        metadata: as from `scan`.
        limit: the size at which a batch is full. Its last text may go beyond the limit.
        report: collects the faults of tables.
    """
    items = _read_items(settings, files, limit, report)
    chunks = _split_by_size(items, limit, lambda item: item.size)
    for number, (chunk, size) in enumerate(chunks):
        stated = {}
        for item in chunk:
            for doc_id, _ in item.locations():
                if doc_id in metadata:
                    stated[doc_id] = metadata[doc_id]
        yield Batch(number, chunk, stated, size)


def scan(settings: Settings, files: Files, limit: int, report: Report) -> Scan:
    """Go through all texts once to measure them and find faults in tables, ids and metadata."""
    report.warn(*unfit_names(settings, files))
    size = 0
    hashes = array("q")  # 80 MB for ten million ids, a fraction of the ids themselves
    for item in _read_items(settings, files, limit, report):
        size += item.size
        for doc_id, _ in item.locations():
            hashes.append(hash(doc_id))
    suspects = _find_repeated(hashes)
    if suspects:
        texts = _locate_texts(settings, files, limit)
        suspected = [text for text in texts if hash(text[0]) in suspects]
        report.error(*id_faults(suspected))
    doc_ids = (doc_id for doc_id, _, _ in _locate_texts(settings, files, limit))
    report.error(*unused_leave_out(settings, doc_ids))
    metadata: Metadata = {}
    if settings.path.is_dir():
        doc_ids = (doc_id for doc_id, _, _ in _locate_texts(settings, files, limit))
        metadata = read_metadata(settings, doc_ids, report)
    return Scan(size, metadata)


def _find_repeated(hashes: array) -> set[int]:
    values, counts = np.unique(np.asarray(hashes), return_counts=True)
    return set(values[counts > 1].tolist())


def _locate_texts(settings: Settings, files: Files, limit: int) -> Iterator[tuple[str, str, int]]:
    """Yield the id, file and line of every text. The first pass has reported all faults."""
    for item in _read_items(settings, files, limit, Report()):
        name = name_of(settings, item.file)
        for doc_id, line in item.locations():
            yield doc_id, name, line


def _read_items(
    settings: Settings, files: Files, limit: int, report: Report
) -> Iterator[BatchItem]:
    """Yield all texts in order, those of a table or a split file `limit` characters at a time."""
    for file, doc_id in files:
        if file.suffix.lower() in TABLE_ENDINGS:
            with report.collecting():
                yield from _read_items_of_table(settings, file, doc_id, limit, report)
        elif settings.split and not first_fitting(settings.leave_out, doc_id):
            yield from _read_items_of_text(settings, file, doc_id, limit, report)
        else:
            yield BatchItem(file, doc_id, *fingerprint(file))


def _read_items_of_text(
    settings: Settings, file: Path, doc_id: str, limit: int, report: Report
) -> Iterator[BatchItem]:
    """Yield the texts of a file that `split` may cut; a file that cannot be read is one text."""
    name = name_of(settings, file)
    try:
        data = read_text_bytes(settings, file)
        found = texts_of_file(settings, data, name, doc_id, report)
    except InputError as error:
        report.error(*error.faults)
        yield BatchItem(file, doc_id, *fingerprint(file))
        return
    sha256 = hashlib.sha256(data).hexdigest()
    for texts, size in _split_by_size(found, limit, _size_of):
        yield BatchItem(file, doc_id, sha256, size, texts)


def _size_of(found: FoundText) -> int:
    return len(found.text)


def _read_items_of_table(
    settings: Settings, file: Path, doc_id: str, limit: int, report: Report
) -> Iterator[BatchItem]:
    with open_table(settings, file) as handle:
        sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
        handle.seek(0)
        found = texts_of_table(settings, handle, name_of(settings, file), doc_id, report)
        for texts, size in _split_by_size(found, limit, _size_of):
            yield BatchItem(file, doc_id, sha256, size, texts)


def fingerprint(file: Path) -> tuple[str, int]:
    """Return a fingerprint of a file and its size, without reading the file.

    An edit that keeps the size and the modification time still changes `st_ctime`, except on
    Windows, where such an edit goes unnoticed. A new owner or name changes it, too; the batch is
    then made again needlessly. At an address, the store provides the fingerprint, such as an ETag.
    """
    stat = file.stat()
    if isinstance(file, Path):
        return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}", stat.st_size
    return str(file.fs.ukey(file.path)), stat.st_size


def _split_by_size(
    items: Iterable[T], limit: int, size_of: Callable[[T], int]
) -> Iterator[tuple[list[T], int]]:
    """Split items into lists of size `limit` or a little more; yield each with its size.

    >>> list(_split_by_size(["a", "bcd", "e"], 3, len))
    [(['a', 'bcd'], 4), (['e'], 1)]
    """
    chunk: list[T] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += size_of(item)
        if size >= limit:
            yield chunk, size
            chunk = []
            size = 0
    if chunk:
        yield chunk, size
