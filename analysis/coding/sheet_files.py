"""Read sheets as they come back from coders, saved by whatever program.

Columns may have moved, rows may be sorted, numbers may read `12.0`. What changes the meaning of a
row is an error that names it: an id that is not in the sample, a sentence that reads differently,
a theme that does not exist.
"""

import re
from collections import Counter
from typing import NamedTuple

import pandas as pd

from analysis.coding.anchoring import GONE, NAME, Drawn
from analysis.coding.coding_files import FINAL, CodingFile
from analysis.coding.sheet_cells import (
    comparable,
    reads_as,
    reads_as_garbled,
    unguard,
    whole_number,
)
from analysis.coding.sheet_form import NO_THEME, ThemeNames, find_codings, theme_columns
from analysis.faults import Alike, Fault, Nearest, Report, list_names, nearest
from analysis.measures.carried import KEY
from analysis.tables import CODINGS, SHEET
from analysis.wording import pluralize

GAVE = " gave"  # ends the names of columns that say what a coder gave a sentence

Key = tuple[str, int]  # `doc_id` and `sent_id`

_NUMBERED = re.compile(r"theme[ _-]?0*([1-9]\d{0,3})", re.IGNORECASE)
_ALWAYS_NEEDED = ("sentence", "theme_1")


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


_KNOWN = {_fold(name): name for name in SHEET.columns}


class FilledSheet(NamedTuple):
    """What a coder wrote into a sheet.

    Attributes:
        codings: one row per theme of a sentence (`analysis.tables.CODINGS`), with ids as they are
            now, indexed by line.
        n_rows: the rows of the sheet.
        uncoded: the lines of those that are not coded yet.
        n_noted: how many of these have a memo.
        n_lacking: how many sentences that the coder was to read have no row.
    """

    codings: pd.DataFrame
    n_rows: int
    uncoded: list[int]
    n_noted: int
    n_lacking: int


def is_sheet(cells: pd.DataFrame) -> bool:
    """Whether a table is a sheet with a row per sentence, and not a list with a row per theme."""
    names = set(map(_fold, cells.columns))
    has_numbered = any(_NUMBERED.fullmatch(name) for name in names)
    return has_numbered or ("theme" not in names and {"before", "after"} <= names)


def read_sheet(
    file: CodingFile,
    drawn: Drawn | None,
    sentences: pd.DataFrame,
    names: ThemeNames,
    report: Report,
    *,
    keep_unknown: bool = False,
) -> FilledSheet:
    """Read a sheet that a coder filled in, in part or whole.

    Args:
        file: the cells of the file.
        drawn: the sample of the study, if it has one.
        sentences: the sentences of the study.
        names: how themes are written.
        report: collects every fault, with the line of its row; and warnings of columns that are
            not read, of rows without room for a further theme, and of a coder whom the sample does
            not know.
        keep_unknown: whether a theme that no name fits is kept as it is written, and no fault.

    Returns:
        What the coder wrote. Rows of sentences that are gone are left out.
    """
    report.warn(*_check_coder(file, drawn))
    sheet = _name_columns(file, report)
    places = _list_places(file, drawn, sentences)
    rows = _find_rows(sheet, file, places, report)
    sheet = sheet.loc[rows.index].assign(doc_id=rows["doc_id"], sent_id=rows["now"])
    codings = find_codings(sheet, names, file.name, report, keep_unknown=keep_unknown)
    cells = sheet[theme_columns(list(sheet.columns))]
    is_filled = cells.apply(lambda column: column.str.strip() != "")
    is_coded = is_filled.any(axis=1).astype(bool)
    if len(cells.columns) < len(names.choices):
        report.warn(*_check_room(is_filled, file.name))
    codings = codings[codings["sent_id"] != GONE].assign(coder=file.coder)
    return FilledSheet(
        codings=codings[[*CODINGS.columns, "unsure"]],
        n_rows=len(sheet),
        uncoded=sheet.index[~is_coded].tolist(),
        n_noted=int((sheet.loc[~is_coded, "memo"].str.strip() != "").sum()),
        n_lacking=_count_lacking(file, drawn, sheet),
    )


def _check_room(is_filled: pd.DataFrame, file: str) -> list[Fault]:
    """Return a warning if rows have no room left for a further theme, which may then be missing."""
    is_full = is_filled.all(axis=1).astype(bool)
    n = int(is_full.sum())
    if n == 0:
        return []
    first = is_filled.index[is_full][0]
    found = f"{pluralize(n, 'row')} with every column of themes filled, the first in line {first}"
    further = f"theme_{len(is_filled.columns) + 1}"
    expected = (
        f"room for every theme that fits: if some were left out there, add a column {further},"
        " for a theme that is not named counts as not given"
    )
    return [Fault(file, found, expected)]


def _check_coder(file: CodingFile, drawn: Drawn | None) -> list[Fault]:
    """Return a warning if the sample gave no sheet to the coder, as of a copy named `A (1).csv`."""
    known = drawn.record.coders if drawn else [file.coder]
    if file.coder in (*known, FINAL):
        return []
    found = f"a sheet of {file.coder!r}, a coder whom the sample gave none"
    expected = f"{nearest(file.coder, known)}; it counts as another coder's"
    return [Fault(file.name, found, expected)]


def _count_lacking(file: CodingFile, drawn: Drawn | None, sheet: pd.DataFrame) -> int:
    """Count the sentences that the coder was to read and that have no row."""
    if drawn is None:
        return 0
    of_coder = drawn.rows[drawn.rows["draw"].isin(drawn.record.draws_of(file.coder))]
    now = of_coder[of_coder["now"] != GONE].assign(sent_id=of_coder["now"])
    there = pd.MultiIndex.from_frame(sheet[KEY])
    return int((~pd.MultiIndex.from_frame(now[KEY]).isin(there)).sum())


# -- columns ---------------------------------------------------------------------------------------


def name_column(column: str) -> str:
    """Return the name that sheets have for a column; a column that no sheet has keeps its own.

    >>> [name_column(name) for name in ("Theme 2", "DOC_ID", "notes")]
    ['theme_2', 'doc_id', 'notes']
    """
    numbered = _NUMBERED.fullmatch(" ".join(column.split()))
    return f"theme_{numbered[1]}" if numbered else _KNOWN.get(_fold(column), column)


def _name_columns(file: CodingFile, report: Report) -> pd.DataFrame:
    """Name columns as sheets do, whatever their case; report those that were renamed.

    A column that is missing is blank, with a warning, unless a column that no sheet has may be the
    one. Without sentences, the cells of that column are None.
    """
    cells = file.cells.map(unguard)
    named: dict[str, str] = {}
    for column in cells.columns:
        named[column] = name_column(column)
    for column, name in list(named.items()):
        if list(named.values()).count(name) > 1 and column != name:
            named[column] = column
    cells = cells.rename(columns=named)
    is_filled = (cells != "").any()
    others = [
        column
        for column in cells.columns
        if column not in SHEET.columns
        and not column.endswith(GAVE)
        and not theme_columns([column])
        and is_filled[column]
    ]
    missing = [name for name in _needed(list(cells)) if name not in cells]
    report.error(*_missing_faults(file, missing, others))
    if missing and not others:
        report.warn(*_deleted_faults(file, missing))
    if others and not missing:
        found = f"{pluralize(len(others), 'column')} that no sheet has ({list_names(others)})"
        report.warn(Fault(file.name, found, "notes in `memo`; these columns are not read", line=1))
    blank = {name: None if name == "sentence" else "" for name in missing}
    return cells.assign(**blank)


def _needed(columns: list[str]) -> list[str]:
    """List the columns that a sheet needs: columns of themes up to the last one that is there."""
    last = max(map(_number_of, theme_columns(columns)), default=1)
    themes = [f"theme_{number}" for number in range(1, last + 1)]
    return ["sentence", *themes, "unsure", "memo"]


def _number_of(column: str) -> int:
    return int(column.removeprefix("theme_"))


def _missing_faults(file: CodingFile, missing: list[str], others: list[str]) -> list[Fault]:
    """Return the faults of columns without which a sheet cannot be read, or that were renamed."""
    faults = []
    for name in missing:
        if name in _ALWAYS_NEEDED or others:
            found = f"no column {name!r} among {list_names(list(file.cells))}"
            close = nearest(name, others) if others else ""
            hint = f" (renamed to {close}?)" if close.startswith("'") else ""
            faults.append(Fault(file.name, found, f"that column{hint}", line=1))
    return faults


def _deleted_faults(file: CodingFile, missing: list[str]) -> list[Fault]:
    """Return a warning of columns that were deleted, because something may have been in them."""
    deleted = [name for name in missing if name not in _ALWAYS_NEEDED]
    if not deleted:
        return []
    found = f"no column {list_names(deleted)}"
    expected = "all columns of a sheet; what was in a column that was deleted is lost"
    return [Fault(file.name, found, expected, line=1)]


# -- rows ------------------------------------------------------------------------------------------


class _Places(NamedTuple):
    """The sentences that a sheet can hold.

    Attributes:
        tables: sentences by the `doc_id` and `sent_id` that a sheet may have for them: what each
            reads, and its `sent_id` now. The first table with the ids and the text counts.
        of_sample: whether only sentences of a sample count.
    """

    tables: list[dict[Key, tuple[str, int]]]
    of_sample: bool

    def find(self, key: Key, text: str | None) -> tuple[int, str | None]:
        """Find the sentence with these ids that reads as a text (None: whatever it reads).

        Returns:
            Its `sent_id` now, and what it reads if that is something else; -1 and None if no
            sentence has these ids.
        """
        other = None
        for table in self.tables:
            if key not in table:
                continue
            sentence, now = table[key]
            if text is None or reads_as(text, sentence):
                return now, None
            other = other or sentence
        return -1, other


def _list_places(file: CodingFile, drawn: Drawn | None, sentences: pd.DataFrame) -> _Places:
    """List the sentences that a sheet can hold.

    A coder to whom the sample gave a sheet has its sentences. What was adjudicated, and what
    somebody else coded, can be any sentence of the study; those of the sample may have the ids
    that they had when it was drawn.
    """
    texts = sentences["doc_id"].isin(file.cells["doc_id"].str.strip())
    of_study = sentences[texts]
    tables = [_map_places(of_study, of_study["sent_id"])]
    is_of_sample = drawn is not None and file.coder in drawn.record.coders
    if drawn is not None:
        of_sample = _map_places(drawn.rows, drawn.rows["now"])
        tables = [of_sample] if is_of_sample else [*tables, of_sample]
    return _Places(tables, is_of_sample)


def _map_places(rows: pd.DataFrame, now: pd.Series) -> dict[Key, tuple[str, int]]:
    """Map the ids of sentences to what they read and to their `sent_id` now."""
    keys = zip(rows["doc_id"], rows["sent_id"].tolist(), strict=True)
    return dict(zip(keys, zip(rows["sentence"], now.tolist(), strict=True), strict=True))


def _find_rows(
    sheet: pd.DataFrame,
    file: CodingFile,
    places: _Places,
    report: Report,
) -> pd.DataFrame:
    """Find the sentence of each row; report rows without one, and rows that occur twice.

    Returns:
        One row per row that has its sentence, indexed by line: `doc_id`, `now`.
    """
    by_text = _index_texts(places)
    faults = _RowFaults(file.name, places)
    first: dict[Key, int] = {}
    found = {}
    cells = zip(sheet.index, sheet["doc_id"], sheet["sent_id"], sheet["sentence"], strict=True)
    for line, doc_id, number, text in cells:
        key = (doc_id.strip(), whole_number(number) or 0)
        now, other = places.find(key, text)
        if now < 0 and other is None and key[0].endswith(".0"):
            key = (key[0][:-2], key[1])
            now, other = places.find(key, text)
        if now < 0 and other is None:
            faults.unknown(line, doc_id, number, by_text.get(comparable(text or "")))
        elif other is not None:
            faults.other_text(line, key, text, other, by_text.get(comparable(text)))
        elif key in first:
            faults.again(line, key, first[key])
        else:
            found[line] = (key[0], now)
        first.setdefault(key, line)
    report.error(*faults.summed_up())
    return pd.DataFrame.from_dict(found, orient="index", columns=["doc_id", "now"])


def _index_texts(places: _Places) -> dict[str, Key]:
    """Map each text that only one sentence has to the ids of that sentence."""
    texts = {key: comparable(sentence) for key, (sentence, _) in places.tables[0].items()}
    n = Counter(texts.values())
    return {text: key for key, text in texts.items() if n[text] == 1}


class _RowFaults:
    """Collects the faults of rows, by kind."""

    def __init__(self, file: str, places: _Places) -> None:
        self._file = file
        self._of_sample = places.of_sample
        self._doc_ids = {doc_id for table in places.tables for doc_id, _ in table}
        self._nearest = Nearest(self._doc_ids)
        self._no_id = Alike("rows without a doc_id")
        self._no_number = Alike("rows with a sent_id that is no number")
        self._not_there = Alike("rows of sentences that were not drawn or do not exist")
        self._other_text = Alike("sentences that read differently")
        self._again = Alike("rows of sentences that have an earlier row")

    def unknown(self, line: int, doc_id: str, number: str, by_text: Key | None) -> None:
        """Add a row whose ids are of no sentence that the sheet can hold."""
        where = f"sentence {number.strip()} of {doc_id.strip()!r}"
        if not doc_id.strip():
            kind, found, expected = self._no_id, "no doc_id", "one in every row"
        elif whole_number(number) is None:
            kind, found, expected = self._no_number, f"the sent_id {number!r}", "a whole number"
        elif self._of_sample:
            kind, found = self._not_there, f"{where}, which was not drawn"
            expected = f"the sentences in {NAME}"
        elif doc_id.strip() in self._doc_ids:
            kind, found = self._not_there, f"{where}, which does not exist"
            expected = "a sentence of the study"
        else:
            kind, found = self._not_there, f"the doc_id {doc_id!r}, which no text has"
            expected = self._nearest(doc_id)
        if by_text:
            expected = f"sentence {by_text[1]} of {by_text[0]!r}, as the text of the row says"
        kind.add(Fault(self._file, found, expected, line=line))

    def other_text(
        self,
        line: int,
        key: Key,
        text: str,
        known: str,
        by_text: Key | None,
    ) -> None:
        """Add a row whose sentence is not the one that its ids name."""
        where = f"sentence {key[1]} of {key[0]!r}"
        found = f"{text!r} as {where}"
        expected = repr(known)
        if reads_as_garbled(text, known):
            expected += ": open the file as UTF-8; the letters were read in another encoding"
        elif by_text:
            found = f"the text of sentence {by_text[1]} of {by_text[0]!r} in the row of {where}"
            expected = "rows that are kept together when they are sorted"
        self._other_text.add(Fault(self._file, found, expected, line=line))

    def again(self, line: int, key: Key, first: int) -> None:
        """Add a row of a sentence that has an earlier row."""
        found = f"sentence {key[1]} of {key[0]!r} again (first in line {first})"
        self._again.add(Fault(self._file, found, "one row per sentence", line=line))

    def summed_up(self) -> list[Fault]:
        """Return the faults, several of a kind as one."""
        kinds = (self._no_id, self._no_number, self._not_there, self._other_text, self._again)
        return [fault for kind in kinds for fault in kind.summed_up()]


# -- what is not coded yet -------------------------------------------------------------------------


def describe_uncoded(file: str, sheet: FilledSheet) -> list[Fault]:
    """Return warnings of rows that are not coded yet, and of sentences without a row."""
    faults = []
    if sheet.n_lacking:
        found = f"{pluralize(sheet.n_lacking, 'sentence')} of the sample without a row"
        expected = "a row for each; `workbook sample STUDY --coders NAME` adds those that lack"
        faults.append(Fault(file, found, expected))
    n = len(sheet.uncoded)
    if n == 0:
        return faults
    found = f"{n:,} of {pluralize(sheet.n_rows, 'row')} not coded yet"
    if n < sheet.n_rows:
        found += f", the first in line {sheet.uncoded[0]}"
    expected = f"a theme, or {NO_THEME}, in every row; these rows are left out"
    if sheet.n_noted:
        expected += f", with {pluralize(sheet.n_noted, 'memo')}"
    return [*faults, Fault(file, found, expected)]
