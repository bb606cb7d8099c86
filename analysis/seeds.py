"""A study folder becomes `documents`: texts read strictly, metadata beside them, every fault reported at once."""

import hashlib
import os
import re
from collections import Counter
from pathlib import Path

import pandas as pd

from .faults import Fault, InputError, nearest, raise_all, warn
from .files import RECORD, decode, read_bytes
from .metadata import FROM_METADATA, read_metadata, typed
from .tables import DOCUMENTS

TEXT_ENDINGS = (".txt", ".md")
NOT_TEXTS = re.compile(r"(readme|license).*|(codebook|metadata|coding|study)\..*", re.IGNORECASE)
# Lines such as `key: value`, their continuations and comments: a `---` above prose is a rule, not metadata.
FRONT_MATTER = re.compile(r"---[ \t]*\n(?:(?:[\w -]+:.*|[ \t-].*|#.*|[ \t]*)\n)*?---[ \t]*(?:\n|\Z)")


def read_documents(path) -> pd.DataFrame:
    """Read a study folder, or one file, into `documents`.

    Of a folder every `.txt` and `.md` file is a text, in sub-folders too, but for hidden ones and for README,
    LICENSE, codebook, metadata, coding and study files; `metadata.csv` adds columns by `doc_id`. One file is read
    without metadata.

    Returns:
        One row a text (`analysis.tables.DOCUMENTS`), by `doc_id`, then the metadata columns.

    Raises:
        InputError: with every fault of every file: bytes that are not UTF-8, an empty or binary file, two texts
            with one id, metadata of a text that is not there, no texts at all.
    """
    path = Path(path)
    if not path.exists():
        beside = [other.name for other in path.absolute().parent.glob("[!.]*") if other.is_dir()]
        raise InputError([Fault(str(path), "no such folder or file", f"a study: {nearest(path.name, beside)}")])
    study, files = (path, _text_files(path)) if path.is_dir() else (path.parent, [path])
    names = _names([file.relative_to(study).as_posix() for file in files])
    faults = _name_faults(names)
    if path.is_file() and path.suffix.lower() not in TEXT_ENDINGS:
        faults.append(Fault(path.name, f"a file that ends in {path.suffix!r}", f"one in {' or '.join(TEXT_ENDINGS)}"))
    if not files:
        faults.append(Fault(str(path), "no texts", f"files that end in {' or '.join(TEXT_ENDINGS)}"))
    rows = [_read_text(study, name, doc_id, faults) for name, doc_id in names.items()]
    metadata = read_metadata(study, list(names.values()), faults) if path.is_dir() else None
    raise_all(faults)
    documents = DOCUMENTS.frame(pd.DataFrame(rows).sort_values("doc_id"))
    return documents if metadata is None else _with_metadata(documents, metadata)


def find_codebook(study, codebook="") -> Path:
    """Where the codebook lies: the file that is named, else the study's own `codebook.yaml`.

    Raises `InputError` where there is neither.
    """
    if codebook:
        return Path(codebook)
    folder = Path(study) if Path(study).is_dir() else Path(study).parent
    path = folder / "codebook.yaml"
    if not path.is_file():
        found = "no codebook.yaml in the study"
        expected = "one there, or --codebook FILE; `workbook new DIR` starts a study with a codebook to change"
        raise InputError([Fault(str(folder), found, expected)])
    return path


def _text_files(study: Path) -> list[Path]:
    """The files of a study that are texts, sorted; what else lies there is said, but for what never is a text."""
    found = []
    for folder, folders, names in os.walk(study):
        if RECORD in names and Path(folder) != study:  # exports, of this study or another
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith(".") or NOT_TEXTS.fullmatch(name):
                continue
            path = Path(folder, name)
            if path.suffix.lower() in TEXT_ENDINGS:
                found.append(path)
            else:
                expected = f"a text that ends in {' or '.join(TEXT_ENDINGS)}; it is left out"
                warn(Fault(path.relative_to(study).as_posix(), f"a file that ends in {path.suffix!r}", expected))
    return found


def _names(paths: list[str]) -> dict[str, str]:
    """The id of each path: without its ending, unless two differ only in that."""
    bare = {path: path.removesuffix(Path(path).suffix) for path in paths}
    count = Counter(bare.values())
    return {path: name if count[name] == 1 else path for path, name in bare.items()}


def _name_faults(names: dict[str, str]) -> list[Fault]:
    count = Counter(names.values())
    twice = [(path, doc_id) for path, doc_id in names.items() if count[doc_id] > 1]
    faults = [Fault(path, f"the id {doc_id!r}, which another text has too", "another name") for path, doc_id in twice]
    odd = [path for path in names if path != path.encode("utf-8", "replace").decode()]
    return faults + [Fault(repr(path), "a file name that is not UTF-8", "another name") for path in odd]


def _read_text(study: Path, name: str, doc_id: str, faults: list[Fault]) -> dict:
    """One row of `documents`; what is wrong with the file is added to `faults`."""
    try:
        data = read_bytes(study / name, name)
        text = decode(data, name)
    except InputError as error:
        faults.extend(error.faults)
        return {}
    if name.lower().endswith(".md"):
        text = _without_front_matter(text, name)
    if not text.strip():
        faults.append(Fault(name, "an empty file" if not data else "a file without a letter", "a text"))
    if "\x00" in text:
        wide = " (is it UTF-16? save it again as UTF-8)" if text.count("\0") > len(text) / 4 else ""
        warn(Fault(name, f"NUL, {text.count(chr(0))} times", f"text without it{wide}; it is kept as it is"))
    return {
        "doc_id": doc_id,
        "title": Path(name).stem,
        "path": name,
        "language": "en",
        "sha256": hashlib.sha256(data).hexdigest(),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "n_chars": len(text),
        "text": text,
    }


def _without_front_matter(text: str, name: str) -> str:
    block = FRONT_MATTER.match(text)
    if not block:
        return text
    last = block[0].rstrip("\n").count("\n") + 1
    warn(Fault(name, f"metadata between lines of ---, to line {last}", "text; these lines are left out", line=1))
    return text[block.end() :]


def _with_metadata(documents: pd.DataFrame, metadata: pd.DataFrame) -> pd.DataFrame:
    """`documents` with the metadata columns, typed; a blank title or language leaves the default."""
    stated = metadata.set_index("doc_id").reindex(documents["doc_id"], fill_value="").reset_index(drop=True)
    for column in stated:
        if column in FROM_METADATA:
            named = stated[column].str.strip()
            documents = documents.assign(**{column: named.where(named != "", documents[column])})
        else:
            documents = pd.concat([documents, typed(stated[column])], axis=1)
    return documents
