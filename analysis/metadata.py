"""The tables beside the texts: `metadata.csv`, what is known of each text, and `coding.csv`, what a reader coded."""

import math
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from .faults import Fault, InputError, nearest, raise_all, warn
from .files import read_rows
from .tables import CODING, DOCUMENTS, HITS, PATTERNS, SENTENCES, SHARES, TEXT, THEMES
from .words import counted

FROM_METADATA = ("doc_id", "title", "language")
TAKEN = {column for table in (DOCUMENTS, SENTENCES, THEMES, PATTERNS, HITS, SHARES) for column in table.columns}
TAKEN = (TAKEN | {"low", "high"}) - set(FROM_METADATA)


def read_metadata(study: Path, doc_ids: list[str], faults: list[Fault]) -> pd.DataFrame | None:
    """The rows of `metadata.csv` as text, None where there is none to use; `faults` grows.

    A text without a row is a warning.
    """
    before = len(faults)
    rows = _read_table(study / "metadata.csv", ["doc_id"], faults)
    if rows is None or "doc_id" not in rows:
        return None
    for column in sorted(set(rows.columns) & TAKEN):
        expected = f"another name: {column!r} is a column of the workbook's own"
        faults.append(Fault("metadata.csv", f"the column {column!r}", expected, line=1))
    known, seen = set(doc_ids), {}
    for line, doc_id in rows["doc_id"].items():
        if doc_id not in known:
            found = f"{doc_id!r} as doc_id, a text that is not there"
            faults.append(Fault("metadata.csv", found, nearest(doc_id, known), line=line))
        elif doc_id in seen:
            found = f"{doc_id!r} again (line {seen[doc_id]})"
            faults.append(Fault("metadata.csv", found, "one row a text", line=line))
        seen.setdefault(doc_id, line)
    if (unknown := sorted(known - set(seen))) and len(faults) == before:
        shown = ", ".join(map(repr, unknown[:5])) + (", …" if len(unknown) > 5 else "")
        warn(Fault("metadata.csv", f"no row for {len(unknown)} of {len(known)} texts ({shown})", "one row a text"))
    return rows


def read_coding(study, sentences: pd.DataFrame, codebook) -> pd.DataFrame:
    """Read the study's `coding.csv`: what a reader coded by hand, sentence by sentence.

    Returns:
        One row a theme that was coded in a sentence (`analysis.tables.CODING`), in the order of the file; a blank
        theme says that the sentence was read and none was found. Empty where the study has no such file. Themes
        that the codebook lacks are left out with a warning that counts them; their sentences stay as read.

    Raises:
        InputError: with every fault: a sentence that is not there, a `sentence` that reads otherwise, a row twice.
    """
    faults: list[Fault] = []
    folder = Path(study) if Path(study).is_dir() else Path(study).parent
    rows = _read_table(folder / "coding.csv", ["doc_id", "sent_id", "theme"], faults)
    if rows is None:
        return CODING.empty()
    if not set(CODING.columns) <= set(rows.columns):
        raise_all(faults)
    if Path(study).is_file():
        rows = rows[rows["doc_id"].isin(sentences["doc_id"])]
    texts = {
        (doc_id, str(sent_id)): text
        for doc_id, sent_id, text in zip(sentences["doc_id"], sentences["sent_id"], sentences["sentence"], strict=True)
    }
    raise_all(faults + _sentence_faults(rows, texts) + _theme_faults(rows))
    coding = CODING.frame(rows[list(CODING.columns)])
    return _known_themes(coding, set(codebook.themes["theme"]))


def typed(column: pd.Series) -> pd.Series:
    """A text column as whole numbers, numbers or dates, if every filled cell reads back as it was written.

    Whole numbers with gaps are `Int64`; everything else stays text, blank where nothing is stated.

    >>> typed(pd.Series(["1990", "", "2024"])).dtype, typed(pd.Series(["007", "12"])).dtype == "str"
    (Int64Dtype(), True)
    >>> typed(pd.Series(["2024-05-01", ""])).tolist()
    [Timestamp('2024-05-01 00:00:00'), NaT]
    """
    column = column.astype(TEXT)
    filled = column[column != ""]
    if filled.empty:
        return column
    gaps = len(filled) < len(column)
    for dtype, read, write in READINGS:
        if filled.map(lambda cell, read=read, write=write: _reads_back(cell, read, write)).all():
            values = [read(cell) if cell else None for cell in column]
            return pd.Series(values, index=column.index, name=column.name, dtype=dtype[gaps])
    return column


def _reads_back(cell: str, read: Callable, write: Callable) -> bool:
    try:
        return write(read(cell)) == cell
    except (ValueError, OverflowError):
        return False


def _int64(cell: str) -> int:
    value = int(cell)
    if not -(2**63) <= value < 2**63:
        raise OverflowError(cell)
    return value


def _finite(cell: str) -> float:
    value = float(cell)
    if not math.isfinite(value):
        raise ValueError(cell)
    return value


def _local(cell: str) -> datetime:
    value = datetime.fromisoformat(cell)
    if value.tzinfo:
        raise ValueError(cell)  # a column has one zone or none; the text keeps what was written
    return value


# How a column may be read, and how its cells are then written; dtype without gaps, and with.
READINGS = [
    (("int64", "Int64"), _int64, str),
    (("float64", "float64"), _finite, repr),
    (("datetime64[us]", "datetime64[us]"), date.fromisoformat, date.isoformat),
    (("datetime64[us]", "datetime64[us]"), _local, datetime.isoformat),
    (("datetime64[us]", "datetime64[us]"), _local, str),
]


def _read_table(path: Path, needed: list[str], faults: list[Fault]) -> pd.DataFrame | None:
    """A CSV file as text, its index the line of each row; None where there is no file. `faults` grows."""
    if not path.is_file():
        return None
    try:
        rows = list(read_rows(path, path.name))
    except InputError as error:
        faults.extend(error.faults)
        rows = []
    if not rows:
        if not faults or faults[-1].file != path.name:
            faults.append(Fault(path.name, "an empty file", f"the columns {', '.join(needed)}"))
        return pd.DataFrame(columns=needed, dtype=TEXT)
    header = [name.strip() for name in rows[0][1]]
    faults.extend(_header_faults(path.name, header, needed))
    body = {}
    for line, cells in rows[1:]:
        if len(cells) != len(header):
            faults.append(Fault(path.name, f"{len(cells)} cells", f"{len(header)}, as in the first line", line=line))
        else:
            body[line] = cells
    table = pd.DataFrame.from_dict(body, orient="index", columns=header, dtype=TEXT)
    return table.loc[:, ~table.columns.duplicated()]


def _header_faults(file: str, header: list[str], needed: list[str]) -> list[Fault]:
    found = [
        Fault(file, f"no column {name!r}", f"it, where there is {nearest(name, header)}", line=1)
        for name in needed
        if name not in header
    ]
    if found and len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        return [Fault(file, f"one column, {header[0]!r}", "commas between the columns", line=1)]
    twice = [name for name, count in Counter(header).items() if count > 1]
    found += [Fault(file, f"the column {name!r} again", "each once", line=1) for name in twice]
    return found + ([Fault(file, "a column without a name", "a name", line=1)] if "" in header else [])


def _sentence_faults(rows: pd.DataFrame, texts: dict[tuple[str, str], str]) -> list[Fault]:
    """Codings of sentences that are not there, or that read otherwise."""
    faults, documents = [], {doc_id for doc_id, _ in texts}
    last = {doc_id: sum(doc_id == other for other, _ in texts) for doc_id in documents}
    stated = rows["sentence"] if "sentence" in rows else [""] * len(rows)
    for line, doc_id, sent_id, sentence in zip(rows.index, rows["doc_id"], rows["sent_id"], stated, strict=True):
        text = texts.get((doc_id, sent_id))
        if doc_id not in documents:
            found, expected = f"{doc_id!r} as doc_id, a text that is not there", nearest(doc_id, documents)
        elif text is None:
            found, expected = f"{sent_id!r} as sent_id of {doc_id!r}", f"a number from 1 to {last[doc_id]}"
        elif sentence and sentence != text:
            found, expected = f"sentence {sent_id} of {doc_id!r} as {sentence!r}", repr(text)
        else:
            continue
        faults.append(Fault("coding.csv", found, expected, line=line))
    return faults


def _theme_faults(rows: pd.DataFrame) -> list[Fault]:
    """A theme twice in a sentence, or a sentence that is said to have none and has one."""
    key = ["doc_id", "sent_id"]
    twice = rows.duplicated([*key, "theme"])
    blank = (rows["theme"] == "") & rows.duplicated(key, keep=False) & ~twice
    return [
        Fault("coding.csv", f"{theme!r} again in sentence {sent_id} of {doc_id!r}", "each theme once", line=line)
        for line, doc_id, sent_id, theme in rows.loc[twice, [*key, "theme"]].itertuples()
    ] + [
        Fault(
            "coding.csv",
            f"a blank theme for sentence {sent_id} of {doc_id!r}, which has a theme in another row",
            "a blank theme only where none was found",
            line=line,
        )
        for line, doc_id, sent_id in rows.loc[blank, key].itertuples()
    ]


def _known_themes(coding: pd.DataFrame, known: set[str]) -> pd.DataFrame:
    unknown = ~coding["theme"].isin(known | {""})
    if not unknown.any():
        return coding
    names = sorted(set(coding.loc[unknown, "theme"]))
    leaves = {theme.rpartition("/")[2]: theme for theme in known}
    near = [f" (is {name!r} {leaves[name]!r}?)" for name in names if name in leaves]
    rows = counted(unknown.sum(), "row")
    found = f"{counted(len(names), 'theme')} that the codebook lacks, in {rows} ({', '.join(names)})"
    warn(Fault("coding.csv", found, f"themes of the codebook in use{''.join(near)}; these rows are left out"))
    coding = coding.assign(theme=coding["theme"].mask(unknown, "")).drop_duplicates()
    alone = ~coding.duplicated(["doc_id", "sent_id"], keep=False)
    return CODING.frame(coding[(coding["theme"] != "") | alone])
