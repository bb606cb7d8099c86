"""A study folder becomes `documents`: texts read strictly, metadata beside them, every fault reported at once."""

import hashlib
import io
import os.path
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import yaml
from tqdm import tqdm

from analysis.faults import Fault, InputError, LeftOut, Report, raise_all
from analysis.languages import detect
from analysis.paths import files_named, read_bytes, to_path, walk
from analysis.provenance import RECORD
from analysis.reading.encodings import decode
from analysis.reading.formats import READERS, reader_for
from analysis.reading.metadata import MetadataSource, add_metadata, read_metadata, with_types
from analysis.reading.settings import Settings, read_settings
from analysis.reading.table_files import TABLE_ENDINGS, rows_of_texts
from analysis.tables import DOCUMENTS

PLAIN, PAGES = (".txt", ".md"), (".html", ".htm")
ENDINGS = (*PLAIN, *READERS, *TABLE_ENDINGS)
EXPECTED = f"a text ({', '.join(ENDINGS)})"
NOT_TEXTS = re.compile(
    r"(readme|license).*|(codebook|metadata|coding|study)\..*|~\$.*", re.IGNORECASE
)
NOT_TEXT_FOLDERS = ("codings", "notebooks")  # at the top of a study: what belongs to it otherwise
# Lines such as `key: value`, their continuations and comments: a `---` above prose is a rule, not metadata.
FRONT_MATTER = re.compile(
    r"---[ \t]*\n((?:(?:[\w -]+:.*|[ \t-].*|#.*|[ \t]*)\n)*?)---[ \t]*(?:\n|\Z)"
)

Found = tuple[
    str, str, dict[str, str], int
]  # a text of a file: id, text, what the file says of it, line


def read_documents(path) -> pd.DataFrame:
    """Read a study folder, or one file, into `documents`.

    Of a folder every file that ends in `ENDINGS` is a text, or a table with a text a row, in sub-folders too, but for
    hidden ones and for README, LICENSE, codebook, metadata, coding and study files. What is known of the texts comes
    from the other columns of such a table, the block between `---` at the top of a `.md` file, the file's name (by
    `names` in `study.yaml`), and `metadata.csv` or `.xlsx`. One file is read without what lies beside it. Instead of
    a path it may be an address (see `analysis.paths.to_path`).

    Returns:
        One row a text (`analysis.tables.DOCUMENTS`), by `doc_id`, then the metadata columns.

    Raises:
        InputError: with every fault of every file: bytes that are not UTF-8, an empty or broken file, two texts
            with one id, metadata of a text that is not there, or that contradict one another, no texts at all.
    """
    report = Report()
    documents = load_documents(read_settings(path), report)
    report.show_warnings()
    report.raise_errors()
    return documents


def load_documents(study: Settings, report: Report) -> pd.DataFrame:
    """The `documents` of an opened study; without rows where there is an error, all of which are in the report."""
    own = Report()
    files = text_files(study, own)
    bar = tqdm(files, "reading", unit="file", leave=False, disable=None, delay=1)
    rows = [row for file, doc_id in bar for row in read_file(study, file, doc_id, own)]
    own.error(*id_faults([(row["doc_id"], row["place"]) for row in rows]))
    metadata = {}
    if study.path.is_dir():
        metadata = read_metadata(study, [row["doc_id"] for row in rows], own)
    documents = with_types(as_documents(study, rows, metadata, own))
    report.add(own)
    return documents


def as_documents(
    study: Settings, rows: list[dict], metadata: dict[str, MetadataSource], report: Report
) -> pd.DataFrame:
    """The rows of files as `documents`, metadata as text, with languages; without rows if the report has errors."""
    documents = add_metadata(rows, metadata, report)
    if report.errors:
        return DOCUMENTS.empty()
    unstated = documents["language"] == ""
    documents.loc[unstated, "language"] = [
        study.language or detect(text) for text in documents.loc[unstated, "text"]
    ]
    return DOCUMENTS.frame(documents.sort_values("doc_id"))


def find_codebook(study, codebook=""):
    """Where the codebook lies: the file (or list of files) that is named, else the study's own `codebook.*`.

    Raises `InputError` where there is neither, or where the study has several.
    """
    if codebook:
        return (
            [to_path(file) for file in codebook]
            if isinstance(codebook, (list, tuple))
            else to_path(codebook)
        )
    path = to_path(study)
    folder = path if path.is_dir() else path.parent
    found = files_named(folder, "codebook.*")
    if len(found) == 1:
        return found[0]
    names = ", ".join(path.name for path in found) or "no codebook in the study"
    more = "; `workbook new DIR` starts a study with a codebook to change" if not found else ""
    raise InputError(
        [Fault(str(folder), names, f"one codebook.yaml there, or --codebook FILE{more}")]
    )


def text_files(study: Settings, report: Report) -> list[tuple[Path, str]]:
    """The files of a study that are read, each with its id, in the order of these; none is an error."""
    files = list(_text_files(study, report)) if study.path.is_dir() else [study.path]
    if not files:
        report.error(Fault(str(study.path), "no texts", EXPECTED))
    top = study.texts if study.path.is_dir() else study.folder
    ids = _ids([file.relative_to(top).as_posix() for file in files])
    return sorted(zip(files, ids, strict=True), key=lambda file: file[1])


def _text_files(study: Settings, report: Report) -> Iterator[Path]:
    """The files that are texts, in order; what else lies there is said, but for what never is a text."""
    for folder, folders, names in walk(study.texts, _unreadable):
        if RECORD in names and folder != study.texts:  # exports, of this study or another
            folders.clear()
            continue
        pages = {f"{Path(name).stem}_files" for name in names if Path(name).suffix.lower() in PAGES}
        for name in sorted(pages.intersection(folders)):
            expected = "texts; what a browser saved beside a page is left out"
            _leave_out(name_of(study, folder / name), "the parts of a saved page", expected, report)
        if folder == study.path:
            pages.update(name for name in folders if name.lower() in NOT_TEXT_FOLDERS)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in pages
        )
        for name in sorted(names):
            path = folder / name
            if name.startswith(".") or NOT_TEXTS.fullmatch(name):
                continue
            if path.suffix.lower() in ENDINGS:
                yield path
            else:
                found = f"a file that ends in {path.suffix!r}"
                _leave_out(name_of(study, path), found, f"{EXPECTED}; it is left out", report)


def _leave_out(file: str, found: str, expected: str, report: Report) -> None:
    """Warn of something that is not read, and list it."""
    report.warn(Fault(file, found, expected))
    report.leave_out(LeftOut(file, found))


def _unreadable(error: OSError) -> None:
    raise InputError(
        [Fault(error.filename or str(error), "a folder that cannot be read", "a readable one")]
    ) from error


def _ids(names: list[str]) -> list[str]:
    """The id of each file: its path without the ending, unless two differ only in that."""
    bare = [name.removesuffix(Path(name).suffix) for name in names]
    count = Counter(bare)
    return [short if count[short] == 1 else name for short, name in zip(bare, names, strict=True)]


def id_faults(places: list[tuple[str, tuple[str, int]]]) -> list[Fault]:
    """What is wrong with the ids of texts: a list of id, (file, line)."""
    count = Counter(doc_id for doc_id, _ in places)
    faults = []
    for doc_id, (file, line) in places:
        if count[doc_id] > 1:
            faults.append(
                Fault(
                    file,
                    f"the id {doc_id!r}, which another text has too",
                    "another name",
                    line=line,
                )
            )
        if doc_id != doc_id.encode("utf-8", "replace").decode():
            faults.append(Fault(repr(file), "a file name that is not UTF-8", "another name"))
    return faults


# -- one file to its texts -------------------------------------------------------------------------------------------


def name_of(study: Settings, file: Path) -> str:
    """What a file is called in `documents` and in messages: its path as seen from the study, or its address."""
    kinds = {getattr(path, "protocol", "") for path in (file, study.folder)}
    return (
        Path(os.path.relpath(str(file), str(study.folder))).as_posix()
        if len(kinds) == 1
        else str(file)
    )


def read_file(study: Settings, file: Path, doc_id: str, report: Report) -> list[dict]:
    """The rows of `documents` that a file gives, each with its `place` and what is `said` of it."""
    name, ending = name_of(study, file), file.suffix.lower()
    try:
        data = read_bytes(file, name)
        if ending in TABLE_ENDINGS:
            found = list(texts_of_table(study, io.BytesIO(data), name, doc_id, report))
        elif ending in ENDINGS:
            found = [_text_of_file(study, data, name, doc_id, report)]
        else:
            raise InputError([Fault(name, f"a file that ends in {ending!r}", EXPECTED)])
    except InputError as error:
        report.error(*error.faults)
        return [
            {"doc_id": doc_id, "place": (name, 0), "said": []}
        ]  # so that its metadata are no fault, too
    return as_rows(study, file, doc_id, hashlib.sha256(data).hexdigest(), found, report)


def as_rows(
    study: Settings,
    file: Path,
    doc_id: str,
    sha256: str,
    found: list[Found],
    report: Report,
) -> list[dict]:
    """The texts found in a file, whose own id is `doc_id`, as rows of `documents`."""
    name = name_of(study, file)
    by_name = study.said_by_name(doc_id) if study.names else {}
    if by_name is None and file.suffix.lower() not in TABLE_ENDINGS:
        report.warn(
            Fault(
                name,
                "a name that is built otherwise",
                f"{study.names}, as `names` in study.yaml says",
            )
        )
    of_file, rows = {"title": file.stem, "path": name, "language": "", "sha256": sha256}, []
    for row_id, text, said, line in found:
        row = {
            "doc_id": row_id,
            **of_file,
            "text": text,
            "n_chars": len(text),
            "place": (name, line),
        }
        row["text_sha256"] = hashlib.sha256(text.encode()).hexdigest()
        row["said"] = [(name, line, said), (name, 0, by_name or {})]
        rows.append(row)
    return rows


def _text_of_file(study: Settings, data: bytes, name: str, doc_id: str, report: Report) -> Found:
    """The one text of a file, without a line."""
    ending, said = Path(name).suffix.lower(), {}
    if ending in READERS:
        read = reader_for(ending)(data, name, study.encoding_of(name))
        if read.left_out:
            phrases = ", ".join(read.left_out)
            report.warn(Fault(name, phrases, "running text; these are left out"))
            report.leave_out(*(LeftOut(name, what) for what in read.left_out))
        text = read.text
    else:
        text = decode(data, name, study.encoding_of(name))
    if ending == ".md" and (block := FRONT_MATTER.match(text)):
        text, said = text[block.end() :], _front_matter(block[1], name)
    if not text.strip():
        report.error(
            Fault(name, "an empty file" if not data else "a file without a letter", "a text")
        )
    if "\x00" in text:
        wide = " (is it UTF-16? save it again as UTF-8)" if text.count("\0") > len(text) / 4 else ""
        report.warn(
            Fault(
                name,
                f"NUL, {text.count(chr(0))} times",
                f"text without it{wide}; it is kept as it is",
            )
        )
    return doc_id, text, said, 0


def _front_matter(block: str, name: str) -> dict[str, str]:
    """What the block at the top of a `.md` file says: `key: text`, or a list of texts, which are joined by `; `."""
    try:
        said = yaml.load(block, yaml.BaseLoader)
    except yaml.YAMLError as error:
        line = error.problem_mark.line + 2 if getattr(error, "problem_mark", None) else 1
        expected = "`key: value` between the lines of ---"
        raise InputError([Fault(name, "metadata that are not YAML", expected, line=line)]) from None
    cells = said.items() if isinstance(said, dict) else ()
    said = {
        key: "; ".join(map(str, value)) if isinstance(value, list) else value
        for key, value in cells
    }
    nested = [key for key, value in said.items() if not isinstance(value, str)]
    raise_all(
        Fault(name, f"keys below {key!r}", f"`{key}: value`", line=1, key=key) for key in nested
    )
    return said


def texts_of_table(
    study: Settings, handle: BinaryIO, name: str, doc_id: str, report: Report
) -> Iterator[Found]:
    """The texts of a table, one a row, as they are read; raises `InputError` behind the last row (see `rows_of_texts`).

    Rows that are no texts are in the report.
    """
    rows = rows_of_texts(handle, name, study.text, study.encoding_of(name), report)
    for number, (line, row) in enumerate(rows, start=1):
        text = row.pop(study.text)
        yield row.pop("doc_id", "") or f"{doc_id}-{number}", text, row, line
