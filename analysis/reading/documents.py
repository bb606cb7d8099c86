"""A study becomes `documents`: one row per text, with its metadata."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from io import BufferedReader, BytesIO
from os import PathLike
from pathlib import Path
from typing import BinaryIO, NamedTuple
from unicodedata import is_normalized, normalize

import pandas as pd
from tqdm import tqdm

from analysis.faults import Alike, Fault, InputError, LeftOut, Report
from analysis.languages import count_words, detect
from analysis.paths import escape_bytes, open_file, read_bytes
from analysis.reading.column_types import with_types
from analysis.reading.dropped_lines import drop_lines
from analysis.reading.exclusions import (
    list_lines,
    unused_globs,
    unused_leave_out,
    without_left_out,
)
from analysis.reading.formats import READERS, TABLE_READERS, WHOLE_TABLES, reader_for
from analysis.reading.front_matter import split_front_matter
from analysis.reading.layout import GUESSED, MARKED, has_turns
from analysis.reading.layout_writer import ExtractedText
from analysis.reading.markup import read_markup
from analysis.reading.metadata import (
    DocumentRow,
    MetadataSource,
    add_metadata,
    read_metadata,
)
from analysis.reading.settings import FILE as SETTINGS_FILE
from analysis.reading.settings import Settings, first_fitting, read_settings
from analysis.reading.split_texts import split_text
from analysis.reading.study_files import EXPECTED, WEB_PAGES, find_files, name_of
from analysis.reading.table_files import rows_of_texts
from analysis.tables import DOCUMENTS, SPEAKER, STATED_SPEAKER
from analysis.wording import pluralize

NEARLY_ALL = 0.9  # of the words of a file: who leaves out more has hardly found its text,
MANY_WORDS = 20  # unless the file is as short as this

REPEATED_ID = "the id {}, which another text also has"
MANY_NULS = 1 / 4  # of all characters: the text is probably UTF-16 without a byte-order mark


class FoundText(NamedTuple):
    """One text that was found in a file.

    Attributes:
        doc_id: its id.
        text: the text.
        metadata: what the file itself states about the text, as written: column -> cell.
        line: the line on which the text begins, or its row in a table; 0 if it is the only text of
            its file.
        headings: which of its headings count (see `analysis.reading.layout.HEADINGS`).
    """

    doc_id: str
    text: str
    metadata: dict[str, str]
    line: int = 0
    headings: str = GUESSED


# -- a study to documents -------------------------------------------------------------


def read_documents(path: str | PathLike[str]) -> pd.DataFrame:
    """Read a study folder, or one file, into `documents`.

    Every file of the folder and its subfolders whose name ends in one of `ENDINGS` is a text, or a
    table with one text per row. Not read are hidden files, README, LICENSE, the files that describe
    the study (codebook, metadata, coding, study.yaml), its folders `codings` and `notebooks`, and
    folders of exports.

    Metadata come from the other columns of a table, from the front matter of a `.md` file, from
    the file's name (by `names` in `study.yaml`), and from `metadata.csv`, `.tsv` or `.xlsx`. For
    one file, what lies beside it is ignored.

    Args:
        path: the folder or file, or its address (see `analysis.paths.to_path`).

    Returns:
        One row per text (`analysis.tables.DOCUMENTS`), sorted by `doc_id`. The metadata columns
        come last.

    Raises:
        InputError: with every fault of every file: bytes that are not UTF-8, an empty or broken
            file, two texts with the same id, metadata of a text that does not exist, sources that
            disagree, no texts at all.
    """
    report = Report()
    documents = load_documents(read_settings(path), report)
    report.show_warnings()
    report.raise_errors()
    return documents


def load_documents(settings: Settings, report: Report) -> pd.DataFrame:
    """Read the texts of a study whose settings are known, as `read_documents` does.

    Errors and warnings go to the report; if there are any errors, the table is empty.
    """
    own = Report()
    files = text_files(settings, own)
    own.warn(*unfit_names(settings, files))
    rows: list[DocumentRow] = []
    for file, doc_id in tqdm(files, "reading", unit="file", leave=False, disable=None, delay=1):
        rows += read_file(settings, file, doc_id, own)
    own.error(*unused_leave_out(settings, [row.doc_id for row in rows]))
    rows = without_left_out(settings, rows, own)
    if not rows and not own.errors:
        found = "no text but those that `leave_out` names"
        own.error(Fault(SETTINGS_FILE, found, "a text of the study", key="leave_out"))
    own.warn(*unused_globs(settings, own.left_out))
    own.error(*id_faults((row.doc_id, row.file, row.line) for row in rows))
    metadata: dict[str, MetadataSource] = {}
    if settings.path.is_dir():
        metadata = read_metadata(settings, [row.doc_id for row in rows], own)
    documents = as_documents(settings, rows, metadata, own)
    documents = with_types(_rename_speaker(documents, own), settings.time, own)
    report.add(own)
    return DOCUMENTS.empty() if own.errors else documents


def _rename_speaker(documents: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Rename a metadata column `speaker` if a text has turns, so that `sentences` can have it."""
    if SPEAKER not in documents or not any(map(has_turns, documents["text"])):
        return documents
    if STATED_SPEAKER in documents:
        report.error(two_speakers_fault())
        return documents
    return documents.rename(columns={SPEAKER: STATED_SPEAKER})


def two_speakers_fault() -> Fault:
    """Say that a metadata column `speaker` cannot be renamed, because the other name is taken."""
    found = f"the columns {SPEAKER!r} and {STATED_SPEAKER!r} beside turns of speech"
    expected = f"only one of them, because {SPEAKER!r} then becomes {STATED_SPEAKER!r}"
    return Fault("metadata", found, expected)


def as_documents(
    settings: Settings,
    rows: list[DocumentRow],
    metadata: Mapping[str, MetadataSource],
    report: Report,
) -> pd.DataFrame:
    """Make `documents` of the texts that were read; metadata stay text (see `with_types`).

    A text without a stated language gets the language of the study, or else the one detected. If
    the report has any errors, the table is empty.
    """
    documents = add_metadata(rows, metadata, report)
    if report.errors or not rows:
        return DOCUMENTS.empty()
    is_unstated = documents["language"] == ""
    texts = documents.loc[is_unstated, "text"]
    languages = [settings.language or detect(text) for text in texts]
    documents.loc[is_unstated, "language"] = languages
    return DOCUMENTS.frame(documents.sort_values("doc_id"))


# -- the files of a study -------------------------------------------------------------


def text_files(settings: Settings, report: Report) -> list[tuple[Path, str]]:
    """Find the files that hold texts, with their ids, sorted by id. No file at all is an error."""
    if settings.path.is_dir():
        files = find_files(settings, report)
        top = settings.texts
    else:
        files = [settings.path]
        top = settings.folder
    if not files:
        report.error(Fault(str(settings.path), "no texts", EXPECTED))
    names = [file.relative_to(top).as_posix() for file in files]
    for file, name in zip(files, names, strict=True):
        if escape_bytes(name) != name:
            found = "a file name that is not UTF-8"
            report.error(Fault(name_of(settings, file), found, "another name: rename the file"))
    ids = _ids_of(names)
    return sorted(zip(files, ids, strict=True), key=lambda pair: pair[1])


def unfit_names(settings: Settings, files: Iterable[tuple[Path, str]]) -> list[Fault]:
    """Return a fault if names of files do not fit the pattern `names` in `study.yaml`, else none.

    The names of tables need not fit it.
    """
    alike = Alike("file names that do not fit", "a file name that does not fit `names` in {}")
    if not settings.names:
        return []
    for file, doc_id in files:
        is_table = file.suffix.lower() in TABLE_READERS
        if not is_table and settings.metadata_in_name(doc_id) is None:
            alike.add(Fault(name_of(settings, file), SETTINGS_FILE, settings.names))
    if alike.n < 2:
        return alike.summed_up()
    places = tuple(fault.file for fault in alike.first)
    found = f"{alike.n:,} {alike.noun}"
    return [Fault(SETTINGS_FILE, found, settings.names, key="names", n=alike.n, places=places)]


def _ids_of(names: list[str]) -> list[str]:
    """Return the id of each file: its path without the ending, if that is unique.

    Letters with accents are composed (NFC): the same name is written in one way on a Mac and in
    another elsewhere.

    >>> _ids_of(["a.txt", "a.md", "sub/b.txt"])
    ['a.txt', 'a.md', 'sub/b']
    """
    composed = [normalize("NFC", name) for name in names]
    bare = [name.removesuffix(Path(name).suffix) for name in composed]
    count = Counter(bare)
    ids = []
    for short, name in zip(bare, composed, strict=True):
        is_unique = count[short] == 1
        ids.append(short if is_unique else name)
    return ids


def id_faults(places: Iterable[tuple[str, str, int]]) -> list[Fault]:
    """Return what is wrong with the ids of texts.

    Args:
        places: the id, file and line of each text.

    >>> print(*id_faults([("a", "a.txt", 0), ("a", "b.csv", 2), ("b", "b.csv", 3)]), sep="\\n")
    a.txt: found the id 'a', which another text also has; expected an id of its own
    b.csv, line 2: found the id 'a', which another text also has; expected an id of its own
    """
    places = list(places)
    count = Counter(doc_id for doc_id, _, _ in places)
    repeated: dict[str, Alike] = {}  # by file
    faults = []
    for doc_id, file, line in places:
        if count[doc_id] > 1:
            found = repr(doc_id)
            if not is_normalized("NFC", file):
                found += " (the file's name has decomposed letters)"
            alike = repeated.setdefault(file, Alike("ids that another text also has", REPEATED_ID))
            alike.add(Fault(file, found, "an id of its own", line=line))
    for alike in repeated.values():
        faults += alike.summed_up()
    return faults


# -- one file to its texts ------------------------------------------------------------


def read_file(
    settings: Settings,
    file: Path,
    doc_id: str,
    report: Report,
) -> list[DocumentRow]:
    """Read the texts of one file: several if it is a table or is split, else one.

    If the file cannot be read, the result is one row with an id and no text. Without that row, what
    `metadata.csv` says about the file would be reported as well.
    """
    name = name_of(settings, file)
    ending = file.suffix.lower()
    if ending in READERS and first_fitting(settings.leave_out, doc_id):
        return [DocumentRow({"doc_id": doc_id}, name, 0, [])]
    try:
        if ending in TABLE_READERS:
            with open_table(settings, file) as handle:
                found = list(texts_of_table(settings, handle, name, doc_id, report))
            with open_table(settings, file) as handle:
                sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
        elif ending in READERS:
            data = read_text_bytes(settings, file)
            sha256 = hashlib.sha256(data).hexdigest()
            found = texts_of_file(settings, data, name, doc_id, report)
        else:
            raise InputError([Fault(name, f"a file that ends in {ending!r}", EXPECTED)])
    except InputError as error:
        report.error(*error.faults)
        return [DocumentRow({"doc_id": doc_id}, name, 0, [])]
    return as_rows(settings, file, doc_id, sha256, found, report)


def open_table(settings: Settings, file: Path) -> BytesIO | BufferedReader:
    """Open a table. If it is read row by row, it may be of any size.

    Raises:
        InputError: as `read_text_bytes`.
    """
    if file.suffix.lower() in WHOLE_TABLES:
        return BytesIO(read_text_bytes(settings, file))
    return open_file(file, name_of(settings, file))


def read_text_bytes(settings: Settings, file: Path) -> bytes:
    """Read a file of running text, or a spreadsheet, as a whole.

    Raises:
        InputError: the file cannot be read, or is larger than `largest_file` in `study.yaml`.
    """
    hint = ", or a larger `largest_file` in study.yaml, such as `largest_file: 2 GB`"
    return read_bytes(file, name_of(settings, file), settings.largest_file, hint)


def as_rows(
    settings: Settings,
    file: Path,
    doc_id: str,
    sha256: str,
    found: list[FoundText],
    report: Report,
) -> list[DocumentRow]:
    """Turn the texts found in a file into rows.

    Args:
        settings: the study.
        file: the file.
        doc_id: the id of the file: its path without the ending, in which `names` finds metadata.
        sha256: the SHA-256 of the bytes of the file.
        found: the texts.
        report: collects the lines that are left out, and texts of which nothing is left.
    """
    name = name_of(settings, file)
    in_name = settings.metadata_in_name(doc_id) if settings.names else {}
    if in_name is None:
        in_name = {}  # `unfit_names` warns of it
    rows = []
    for text in found:
        kept = drop_lines(text.text, settings.drop)
        report.leave_out(*list_lines("drop", kept.dropped, name, text.line))
        if text.text.strip() and not kept.text.strip():
            found_nothing = "no text but the lines that `drop` names in study.yaml"
            report.error(Fault(name, found_nothing, "a text", line=text.line))
        cells = {
            "doc_id": text.doc_id,
            "title": file.stem,
            "path": name,
            "language": "",
            "sha256": sha256,
            "text_sha256": hashlib.sha256(kept.text.encode()).hexdigest(),
            "n_chars": len(kept.text),
            "text": kept.text,
            "headings": settings.headings or text.headings,
        }
        sources = [
            MetadataSource(name, text.line, text.metadata),
            MetadataSource(name, 0, in_name),
        ]
        rows.append(DocumentRow(cells, name, text.line, sources))
    return rows


def texts_of_table(
    settings: Settings,
    handle: BinaryIO,
    name: str,
    doc_id: str,
    report: Report,
) -> Iterator[FoundText]:
    """Yield the texts of a table, one per row, as they are read.

    Args:
        settings: the study.
        handle: the table.
        name: what messages call it. Its ending tells the format.
        doc_id: the id of the file. The third row is called `<this id>-3`, unless it has a `doc_id`.
        report: collects, after the last row, what was left out.

    Raises:
        InputError: after the last row, with all faults of the table (see `rows_of_texts`).
    """
    rows = rows_of_texts(handle, name, settings.text, settings.encoding_of(name), report)
    for number, (line, cells) in enumerate(rows, start=1):
        text = cells.pop(settings.text).replace("\r\n", "\n").replace("\r", "\n")
        row_id = normalize("NFC", cells.pop("doc_id", "")) or f"{doc_id}-{number}"
        if "text" in settings.html:
            text = _decode_cell(text, name, line, report)
        yield FoundText(row_id, text, cells, line, MARKED)


def _decode_cell(cell: str, name: str, line: int, report: Report) -> str:
    """Return the text of a cell that holds HTML; list what is left out of it."""
    decoded = read_markup(cell)
    if cell.strip() and not decoded.text.strip():
        report.error(Fault(name, "HTML without a text", "a text", line=line))
    for what, n_chars, n_words, _ in decoded.left_out:
        report.leave_out(LeftOut(name, what, line, n_chars, n_words))
    return decoded.text


def texts_of_file(
    settings: Settings,
    data: bytes,
    name: str,
    doc_id: str,
    report: Report,
) -> list[FoundText]:
    """Read a file of running text; `split` in `study.yaml` can cut it into several texts.

    They are called `<doc_id>-1`, `<doc_id>-2` and so on, unless there is only one.
    """
    whole = _read_flowed_text(settings, data, name, doc_id, report)
    if not settings.split:
        return [whole]
    found = split_text(whole.text, settings.split, settings.drop)
    if not found.cuts:
        return [whole]
    report.leave_out(*list_lines("split", found.cuts, name, 0))
    report.leave_out(*list_lines("drop", found.dropped, name, 0))
    if not found.pieces:
        nothing = "no text but the lines that `split` and `drop` name in study.yaml"
        raise InputError([Fault(name, nothing, "a text")])
    has_lines = name.lower().endswith(".txt")
    texts = []
    for number, (text, line) in enumerate(found.pieces, start=1):
        text_id = doc_id if len(found.pieces) == 1 else f"{doc_id}-{number}"
        of_piece = whole._replace(doc_id=text_id, text=text, line=line if has_lines else 0)
        texts.append(of_piece)
    return texts


def _read_flowed_text(
    settings: Settings,
    data: bytes,
    name: str,
    doc_id: str,
    report: Report,
) -> FoundText:
    """Read a file that holds one text."""
    ending = Path(name).suffix.lower()
    read = reader_for(ending, whole="whole" in settings.html)
    extracted = read(data, name, settings.encoding_of(name))
    text = extracted.text
    _report_left_out(extracted, name, report)
    metadata: dict[str, str] = {}
    if ending == ".md":
        metadata, text = split_front_matter(text, name)
    n_nuls = text.count("\x00")
    if not (text.replace("\x00", "") if n_nuls else text).strip():
        found = "a file without text" if data else "an empty file"
        report.error(Fault(name, found, "a text"))
    elif n_nuls:
        hint = ""
        if n_nuls > MANY_NULS * len(text):
            hint = " (is it UTF-16? save it again as UTF-8)"
        found = pluralize(n_nuls, "NUL character")
        report.warn(Fault(name, found, f"text without NUL{hint}; the text is kept as it is"))
    return FoundText(doc_id, text, metadata, headings=extracted.headings)


def _report_left_out(extracted: ExtractedText, name: str, report: Report) -> None:
    """List what a reader left out of a file, and warn of it; once more if it is nearly all."""
    if not extracted.left_out:
        return
    for what, n_chars, n_words, line in extracted.left_out:
        report.leave_out(LeftOut(name, what, line, n_chars, n_words))
    n_kept = count_words(extracted.text)
    n_left = sum(omission.n_words for omission in extracted.left_out)
    found = ", ".join(extracted.phrases)
    if n_left:
        found += f": {n_left:,} of {pluralize(n_left + n_kept, 'word')}"
    report.warn(Fault(name, found, "running text; these parts are left out"))
    if n_left >= MANY_WORDS and n_left > NEARLY_ALL * (n_left + n_kept):
        found = f"only {pluralize(n_kept, 'word')} of text beside {n_left:,} that are left out"
        advice = "; `html: whole` in study.yaml keeps everything" if _is_page(name) else ""
        report.warn(Fault(name, found, f"most of {name} to be its text{advice}", alone=True))


def _is_page(name: str) -> bool:
    return Path(name).suffix.lower() in WEB_PAGES
