"""The tables beside the texts: `metadata.csv`, what is known of each text, and `coding.csv`, what a reader coded."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from itertools import chain

import numpy as np
import pandas as pd

from analysis.faults import Fault, collected, nearest, raise_all, warn
from analysis.languages import is_tag
from analysis.paths import files_named, read_bytes
from analysis.reading.settings import Settings, read_settings
from analysis.reading.table_files import read_table
from analysis.tables import CODING, DOCUMENTS, HITS, PATTERNS, SENTENCES, SHARES, TEXT, THEMES
from analysis.wording import pluralize

ENDINGS = (".csv", ".tsv", ".xlsx")
FROM_METADATA = ("title", "language")
TAKEN = {
    column
    for table in (DOCUMENTS, SENTENCES, THEMES, PATTERNS, HITS, SHARES)
    for column in table.columns
}
TAKEN |= {
    "low",
    "high",
    "n_documents",
    "share_of_all",
    "n_more",
    "n_groups",
    "shown",
}  # of tables by group, of charts
TAKEN -= {"doc_id", *FROM_METADATA}

Said = tuple[str, int, dict[str, str]]  # where it is said (file, line), and what: column -> cell


def read_metadata(study: Settings, doc_ids: list[str], faults: list[Fault]) -> dict[str, Said]:
    """What `metadata.csv` (or .tsv, .xlsx) says of each text, by id; `faults` grows.

    A text without a row is a warning.
    """
    before = len(faults)
    file, rows = _read_table(study, "metadata", ["doc_id"], faults)
    if rows is None:
        return {}
    known, said = set(doc_ids), {}
    for line, cells in zip(rows.index, rows.to_dict("records"), strict=True):
        doc_id = cells.pop("doc_id")
        if doc_id not in known:
            found = f"{doc_id!r} as doc_id, a text that is not there"
            faults.append(Fault(file, found, nearest(doc_id, known), line=line))
        elif doc_id in said:
            faults.append(
                Fault(
                    file, f"{doc_id!r} again (line {said[doc_id][1]})", "one row a text", line=line
                )
            )
        said.setdefault(doc_id, (file, line, cells))
    if (unknown := sorted(known - said.keys())) and len(faults) == before:
        shown = ", ".join(map(repr, unknown[:5])) + (", …" if len(unknown) > 5 else "")
        warn(
            Fault(
                file, f"no row for {len(unknown)} of {len(known)} texts ({shown})", "one row a text"
            )
        )
    return said


def add_metadata(rows: list[dict], metadata: dict[str, Said], faults: list[Fault]) -> pd.DataFrame:
    """The rows of `documents` as a frame, with what is said of each text (`said`, then `metadata`) in columns of text.

    A blank title leaves the one that is there; `language` is blank where nobody states it. `faults` grows by columns
    that are the workbook's own and by what two sources say differently.
    """
    said = [
        _agreed([*row["said"], *filter(None, [metadata.get(row["doc_id"])])], faults)
        for row in rows
    ]
    sources = chain(*(row["said"] for row in rows), metadata.values())
    taken = {
        (file, min(line, 1), column)
        for file, line, cells in sources
        for column in TAKEN & cells.keys()
    }
    for file, line, column in sorted(taken):  # at the header's line
        expected = f"another name: {column!r} is a column of the workbook's own"
        faults.append(Fault(file, f"the column {column!r}", expected, line=line))
    if faults:
        return DOCUMENTS.empty()
    documents = pd.DataFrame(rows).drop(columns=["said", "place"])
    stated = pd.DataFrame(said, dtype=TEXT).fillna("")
    for column in set(FROM_METADATA) & set(stated):
        own = stated.pop(column).str.strip()
        documents[column] = own.where(own != "", documents[column])
    return pd.concat([documents, stated], axis=1)


def with_types(documents: pd.DataFrame) -> pd.DataFrame:
    """`documents` whose metadata columns have the types that all of their cells show (see `typed`)."""
    return documents.assign(
        **{name: typed(documents[name]) for name in documents if name not in DOCUMENTS.columns}
    )


def _agreed(sources: list[Said], faults: list[Fault]) -> dict[str, str]:
    """What all sources say of one text together; a blank cell says nothing."""
    known: dict[str, tuple[str, str]] = {}
    for file, line, said in sources:
        for column, cell in said.items():
            before, where = known.get(column, ("", ""))
            if column == "language" and cell.strip() and not is_tag(cell):
                faults.append(
                    Fault(
                        file,
                        f"{cell!r} as language",
                        "a BCP 47 tag, such as fr or zh-Hans",
                        line=line,
                    )
                )
            if before and cell and cell != before:
                faults.append(
                    Fault(file, f"{cell!r} as {column}", f"{before!r}, as {where} says", line=line)
                )
            known[column] = (before or cell, where or Fault(file, "", "", line=line).place)
    return {column: cell for column, (cell, _) in known.items()}


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
    study = read_settings(study)
    file, rows = _read_table(study, "coding", list(CODING.columns), faults)
    if rows is None:
        raise_all(faults)
        return CODING.empty()
    if study.path.is_file():
        rows = rows[rows["doc_id"].isin(sentences["doc_id"])]
    raise_all([*faults, *_coding_faults(rows, sentences, file)])
    return _known_themes(
        CODING.frame(rows[list(CODING.columns)]), set(codebook.themes["theme"]), file
    )


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
    for dtype, read, write in READINGS if len(filled) else []:
        try:
            values = list(map(read, filled))
            made = pd.Series(
                values, filled.index, dtype, column.name
            )  # no zone fits, nor a number of 65 bits
        except (ValueError, OverflowError):
            continue
        if np.isfinite(made).all() and list(map(write, values)) == filled.tolist():
            gaps = len(filled) < len(column)
            return made.astype("Int64" if gaps and dtype == "int64" else dtype).reindex(
                column.index
            )
    return column


# How a column may be read, and how its cells are then written.
READINGS = [
    ("int64", int, str),
    ("float64", float, repr),
    ("datetime64[us]", date.fromisoformat, date.isoformat),
    ("datetime64[us]", datetime.fromisoformat, datetime.isoformat),
    ("datetime64[us]", datetime.fromisoformat, str),
]


def _read_table(
    study: Settings, name: str, needed: list[str], faults: list[Fault]
) -> tuple[str, pd.DataFrame | None]:
    """The table `name` beside the texts: its file, and its cells as text by line; None without one. `faults` grows."""
    folders = dict.fromkeys([study.folder, study.texts if study.texts.is_dir() else study.folder])
    files = [
        path
        for folder in folders
        for path in files_named(folder, f"{name}.*")
        if path.suffix.lower() in ENDINGS
    ]
    if not files:
        return f"{name}.csv", None
    file = files[0].name
    if len(files) > 1:
        faults.append(Fault(file, f"{files[1].name} beside it", "one of them"))
    cells = pd.DataFrame()
    with collected(faults):
        cells, _ = read_table(
            read_bytes(files[0], file), file, needed, study.encoding_of(file), faults=faults
        )
    return file, cells if set(needed) <= set(cells) else None


def _coding_faults(rows: pd.DataFrame, sentences: pd.DataFrame, file: str) -> Iterator[Fault]:
    """Codings of sentences that are not there or read otherwise, a theme twice, or one beside a blank one."""
    key = ["doc_id", "sent_id"]
    last = sentences.groupby("doc_id").size()
    texts = sentences.astype({"sent_id": str}).set_index(key)["sentence"].to_dict()
    twice = rows.duplicated([*key, "theme"])
    beside = (rows["theme"] == "") & rows.duplicated(key, keep=False) & ~twice
    stated = rows["sentence"] if "sentence" in rows else pd.Series("", rows.index)
    checked = zip(
        rows.index,
        rows["doc_id"],
        rows["sent_id"],
        rows["theme"],
        stated,
        twice,
        beside,
        strict=True,
    )
    for line, doc_id, sent_id, theme, sentence, again, none in checked:
        fault = partial(Fault, file, line=line)
        where, text = f"sentence {sent_id} of {doc_id!r}", texts.get((doc_id, sent_id))
        if doc_id not in last:
            yield fault(
                f"{doc_id!r} as doc_id, a text that is not there", nearest(doc_id, last.index)
            )
        elif text is None:
            yield fault(
                f"{sent_id!r} as sent_id of {doc_id!r}", f"a number from 1 to {last[doc_id]}"
            )
        elif sentence and sentence != text:
            yield fault(f"{where} as {sentence!r}", repr(text))
        if again:
            yield fault(f"{theme!r} again in {where}", "each theme once")
        if none:
            found = f"a blank theme for {where}, which has a theme in another row"
            yield fault(found, "a blank theme only where none was found")


def _known_themes(coding: pd.DataFrame, known: set[str], file: str) -> pd.DataFrame:
    unknown = ~coding["theme"].isin(known | {""})
    if not unknown.any():
        return coding
    names = sorted(set(coding.loc[unknown, "theme"]))
    leaves = {theme.rpartition("/")[2]: theme for theme in known}
    near = [f" (is {name!r} {leaves[name]!r}?)" for name in names if name in leaves]
    lacks = f"{pluralize(len(names), 'theme')} that the codebook lacks"
    found = f"{lacks}, in {pluralize(unknown.sum(), 'row')} ({', '.join(names)})"
    warn(
        Fault(file, found, f"themes of the codebook in use{''.join(near)}; these rows are left out")
    )
    coding = coding.assign(theme=coding["theme"].mask(unknown, "")).drop_duplicates()
    alone = ~coding.duplicated(["doc_id", "sent_id"], keep=False)
    return CODING.frame(coding[(coding["theme"] != "") | alone])
