"""The codings of a study: what people coded by hand, sentence by sentence."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from os import PathLike
from typing import NamedTuple

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.codebook.read import find_codebook, load_codebook
from analysis.coding.anchoring import Drawn, load_drawn
from analysis.coding.coding_files import FINAL, FOLDER, CodingFile, read_coding_files
from analysis.coding.gold import Settled, settle
from analysis.coding.sheet_files import FilledSheet, describe_uncoded, is_sheet, read_sheet
from analysis.coding.sheet_form import NO, YES, ThemeNames, name_themes
from analysis.faults import MOST_NAMES, Alike, Fault, Report, list_names, nearest
from analysis.reading.settings import Settings, first_fitting, read_settings
from analysis.tables import CODINGS, SENTENCES, TEXT
from analysis.wording import pluralize

KEY = list(SENTENCES.key)
LEAST_ALIKE = 20  # sentences; in fewer, two people may well give the same themes


class HandCoded(NamedTuple):
    """What people coded.

    Attributes:
        codings: one row per theme that a coder gave a sentence (`analysis.tables.CODINGS`).
        gold: the same, of what counts when patterns are held against people (see
            `analysis.coding.gold.settle`). Where there are files in `codings/`, it is made of them
            alone: `coding.csv` is often by the author of the patterns.
        final: the same, of what was adjudicated.
        of_folder: whether the gold standard is made of the files in `codings/`.
    """

    codings: pd.DataFrame
    gold: pd.DataFrame
    final: pd.DataFrame
    of_folder: bool


Coded = list[tuple[CodingFile, pd.DataFrame]]  # files and their codings


def read_codings(
    study: str | PathLike[str],
    sentences: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Read what people coded in the study, and check it against the sentences.

    A study has a file `coding.csv` (or .tsv, .xlsx) of one reader, a folder `codings/` with a file
    of each coder, or both. The files have the columns `doc_id`, `sent_id` and `theme`. They can
    also have `coder` (by default the name of the file without its ending), `memo`, `unsure` (`x`
    where the coder was), and `sentence`, the sentence as the coder read it: then a `sent_id` that
    belongs to another sentence is an error.

    Args:
        study: a study folder, or one text of it.
        sentences: one row per sentence, as from `split_sentences`.
        codebook: where the themes come from.

    Returns:
        One row per theme that a coder gave a sentence, in the order of the files
        (`analysis.tables.CODINGS`). A blank theme means that the coder read the sentence and found
        none. The table is empty if nothing is coded. What was adjudicated (`codings/final.csv`) is
        not of a coder, and not in it. Themes that are not in the codebook are left out with a
        warning that counts them; their sentences still count as read.

    Raises:
        InputError: a sentence does not exist or reads differently, a coder gave a theme twice to a
            sentence, or a theme and a blank one, or coded a sentence in two files.
    """
    report = Report()
    settings = read_settings(study)
    drawn = load_drawn(settings, sentences, codebook, report)
    codings = load_codings(settings, sentences, codebook, drawn, report).codings
    report.raise_errors()
    report.show_warnings()
    return codings


def load_codings(
    settings: Settings,
    sentences: pd.DataFrame,
    codebook: Codebook,
    drawn: Drawn | None,
    report: Report,
) -> HandCoded:
    """Read the study's codings as `read_codings` does; errors and warnings go to the report.

    Args:
        settings: the study.
        sentences: one row per sentence, as for `read_codings`.
        codebook: where the themes come from.
        drawn: the sample of the study, if it has one.
        report: collects the errors and warnings.

    Returns:
        The codings and the gold standard; empty tables if there is an error.
    """
    own = Report()
    read = _Reader(settings, sentences, codebook, drawn)
    coded = []
    for file in read_coding_files(settings, own):
        if settings.path.is_file():  # the codings of this text only
            is_own = file.cells["doc_id"].isin(sentences["doc_id"])
            file = file._replace(cells=file.cells[is_own])
        codings = read.file(file, own)
        if not codings.empty:
            coded.append((file, codings))
    own.warn(*read.describe_uncoded())
    coded = _without_copies(coded, own)
    own.error(*_coded_twice(coded))
    own.warn(*_warn_same(coded))
    report.add(own)
    return _put_together([] if own.errors else coded, report)


def _put_together(coded: Coded, report: Report) -> HandCoded:
    """Put the files of coders together, and settle what counts; a warning says what is not."""
    codings = _concat(codings for _, codings in coded)
    of_folder = _concat(codings for file, codings in coded if file.in_folder)
    counting = codings if of_folder.empty else of_folder
    is_settled = counting["coder"] == FINAL
    settled = settle(counting[~is_settled], counting[is_settled])
    report.warn(*_warn_unsettled(settled))
    is_final = codings["coder"] == FINAL
    own, final = (codings[rows].reset_index(drop=True) for rows in (~is_final, is_final))
    return HandCoded(own, settled.gold, final, not of_folder.empty)


def _concat(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    tables = list(tables)
    if not tables:
        return CODINGS.empty()
    rows = pd.concat(tables, ignore_index=True)
    if "unsure" in rows:
        rows["unsure"] = rows["unsure"].eq(True)
    return CODINGS.frame(rows)


# -- one file --------------------------------------------------------------------------------------


class _Reader:
    """Reads the files of coders one after the other.

    Args:
        settings: the study.
        sentences: its sentences.
        codebook: the codebook in use.
        drawn: its sample, if it has one.
    """

    def __init__(
        self,
        settings: Settings,
        sentences: pd.DataFrame,
        codebook: Codebook,
        drawn: Drawn | None,
    ) -> None:
        self._settings = settings
        self._sentences = sentences
        self._codebook = codebook
        self._drawn = drawn
        self._sheets: list[tuple[CodingFile, FilledSheet]] = []

    def file(self, file: CodingFile, report: Report) -> pd.DataFrame:
        """Check the rows of a file, and return them as codings; none if there is an error."""
        own = Report()
        cells = without_left_out(file.cells, self._settings, file.name, own)
        file = file._replace(cells=cells)
        codings = self._read_sheet(file, own) if is_sheet(cells) else self._read_long(file, own)
        report.add(own)
        if own.errors:
            return CODINGS.empty()
        return _leave_out_unknown(CODINGS.frame(codings), self._codebook, file.name, report)

    def _read_long(self, file: CodingFile, report: Report) -> pd.DataFrame:
        rows = _to_long(file, report)
        report.error(*check_sentences(rows, self._sentences, file.name))
        report.error(*_check_themes(rows, file.name))
        report.error(*_check_unsure(rows, file.name))
        columns = [name for name in (*CODINGS.columns, *CODINGS.optional) if name in rows]
        if report.errors:
            return CODINGS.empty()
        if "unsure" in rows:
            rows = rows.assign(unsure=_fold(rows["unsure"]).isin(YES))
        return rows[columns]

    def _read_sheet(self, file: CodingFile, report: Report) -> pd.DataFrame:
        names, is_strict = self._names
        sheet = read_sheet(
            file, self._drawn, self._sentences, names, report, keep_unknown=not is_strict
        )
        if not report.errors:
            self._sheets.append((file, sheet))
        return sheet.codings

    @cached_property
    def _names(self) -> tuple[ThemeNames, bool]:
        """How sheets write themes, and whether each name in them has to be that of a theme.

        If the codebook in use is not the one that the sheets were made with, the study's own says
        what is meant by a name that it lacks; and themes can be gone.
        """
        in_use = self._codebook
        if self._drawn and self._drawn.record.codebook["sha256"] == in_use.sha256:
            return name_themes(in_use), True
        own = None
        with Report().collecting():  # the study may have no codebook, or another one with faults
            own = load_codebook(find_codebook(self._settings.path), Report())
        if own is None:
            return name_themes(in_use), self._drawn is None
        is_own = own.sha256 == in_use.sha256
        return name_themes(in_use, name_themes(own)), is_own and self._drawn is None

    def describe_uncoded(self) -> list[Fault]:
        """Return warnings of the rows that coders have still to code."""
        n_coded: Counter[str] = Counter()
        for file, sheet in self._sheets:
            n_coded[file.coder] += len(sheet.codings)
        faults: dict[tuple[str, int], list[Fault]] = {}
        for file, sheet in self._sheets:
            if len(sheet.codings) or not n_coded[file.coder]:  # of two files, the filled one
                key = file.coder, len(sheet.uncoded)
                faults.setdefault(key, describe_uncoded(file.name, sheet))
        return [fault for of_file in faults.values() for fault in of_file]


def _to_long(file: CodingFile, report: Report) -> pd.DataFrame:
    """Put the cells of a file into rows of one theme each, with their coder and memo."""
    cells = file.cells
    if "theme" not in cells:
        names = list_names(list(cells))
        report.error(Fault(file.name, f"no column 'theme' among {names}", "that column", line=1))
        cells = cells.assign(theme="").iloc[:0]
    coder = pd.Series(file.coder, cells.index, dtype=TEXT)
    if "coder" in cells and file.coder != FINAL:
        stated = cells["coder"].str.strip()
        coder = stated.where(stated != "", file.coder)
    return cells.assign(coder=coder, memo=cells.get("memo", ""))


def without_left_out(
    rows: pd.DataFrame,
    settings: Settings,
    file: str,
    report: Report,
) -> pd.DataFrame:
    """Leave out the codings of texts that `leave_out` in `study.yaml` names, with a warning."""
    fits = rows["doc_id"].map(lambda doc_id: bool(first_fitting(settings.leave_out, doc_id)))
    is_left_out = fits.astype(bool)  # without rows it is text
    n = int(is_left_out.sum())
    if n == 0:
        return rows
    found = f"{pluralize(n, 'row')} about texts that `leave_out` names in study.yaml"
    report.warn(Fault(file, found, "texts of the study; these rows are left out"))
    return rows[~is_left_out]


def check_sentences(
    rows: pd.DataFrame,
    sentences: pd.DataFrame,
    file: str,
) -> list[Fault]:
    """Find the rows whose sentence does not exist or reads differently."""
    last = sentences.groupby("doc_id").size()
    texts = sentences.astype({"sent_id": str}).set_index(KEY)["sentence"].to_dict()
    stated = rows["sentence"] if "sentence" in rows else pd.Series("", rows.index)
    cells = zip(
        rows.index,
        rows["doc_id"],
        rows["sent_id"],
        stated,
        strict=True,
    )
    no_text = Alike("rows about texts that do not exist", "the doc_id {}, which no text has")
    no_sentence = Alike("rows about sentences that do not exist", "the sent_id {}")
    other = Alike("sentences that now read differently")
    for line, doc_id, sent_id, sentence in cells:
        text = texts.get((doc_id, sent_id))
        if doc_id not in last:
            near = "" if no_text.n else nearest(doc_id, last.index)
            no_text.add(Fault(file, repr(doc_id), near, line=line))
        elif text is None:
            expected = f"a number from 1 to {last[doc_id]}"
            no_sentence.add(Fault(file, f"{sent_id!r} in {doc_id!r}", expected, line=line))
        elif sentence and sentence != text:
            found = f"{sentence!r} as sentence {sent_id} of {doc_id!r}"
            other.add(Fault(file, found, repr(text), line=line))
    return [*no_text.summed_up(), *no_sentence.summed_up(), *other.summed_up()]


def _check_themes(rows: pd.DataFrame, file: str) -> list[Fault]:
    """Find themes that a coder gave twice to a sentence, and blank ones beside another theme."""
    reading = [*KEY, "coder"]
    is_repeated = rows.duplicated([*reading, "theme"])
    has_others = rows.duplicated(reading, keep=False)
    is_contradictory = (rows["theme"] == "") & has_others & ~is_repeated
    faults = []
    for line, row in rows[is_repeated].iterrows():
        found = f"{row['theme']!r} again in sentence {row['sent_id']} of {row['doc_id']!r}"
        faults.append(Fault(file, found, "each theme once", line=line))
    for line, row in rows[is_contradictory].iterrows():
        sentence = f"sentence {row['sent_id']} of {row['doc_id']!r}"
        found = f"a blank theme for {sentence}, which has a theme in another row"
        faults.append(Fault(file, found, "a blank theme only where none was found", line=line))
    return faults


def _check_unsure(rows: pd.DataFrame, file: str) -> list[Fault]:
    """Find cells of the column `unsure` that say neither yes nor no."""
    if "unsure" not in rows:
        return []
    unclear = rows[~_fold(rows["unsure"]).isin((*YES, *NO))]
    faults = Alike("cells of 'unsure' that say neither yes nor no")
    for line, cell in unclear["unsure"].items():
        faults.add(Fault(file, f"{cell!r} as unsure", "x or a blank cell", line=line))
    return faults.summed_up()


def _fold(cells: pd.Series) -> pd.Series:
    return cells.str.strip().str.lower()


def _leave_out_unknown(
    codings: pd.DataFrame,
    codebook: Codebook,
    file: str,
    report: Report,
) -> pd.DataFrame:
    """Leave out themes that are not in the codebook, but keep their sentences as read."""
    known = codebook.themes["theme"].tolist()
    is_unknown = ~codings["theme"].isin([*known, ""])
    if not is_unknown.any():
        return codings
    unknown = codings.loc[is_unknown, "theme"]
    report.warn(describe_unknown(unknown, known, file))
    themes = codings["theme"].mask(is_unknown, "")
    rows = codings.assign(theme=themes).drop_duplicates([*KEY, "coder", "theme"])
    is_only_row = ~rows.duplicated([*KEY, "coder"], keep=False)
    has_theme = rows["theme"] != ""
    return CODINGS.frame(rows[has_theme | is_only_row])


def describe_unknown(
    unknown: pd.Series,
    known: list[str],
    file: str,
) -> Fault:
    """Describe the themes that are not in the codebook, and name those that are meant instead."""
    names = sorted(set(unknown))
    themes = pluralize(len(names), "theme")
    rows = pluralize(len(unknown), "row")
    found = f"{themes} that the codebook lacks, in {rows} ({list_names(names)})"
    expected = "themes of the codebook in use"
    paths = {theme.rpartition("/")[2]: theme for theme in known}  # by the last key of the path
    for name in names[:MOST_NAMES]:
        if name in paths:
            expected += f" (is {name!r} {paths[name]!r}?)"
    return Fault(file, found, f"{expected}; these rows are left out")


# -- several files ---------------------------------------------------------------------------------


def _without_copies(coded: Coded, report: Report) -> Coded:
    """Of two files of one coder in `codings/`, such as A.csv and A.xlsx, keep one if they agree."""
    kept: dict[tuple[bool, str], tuple[CodingFile, pd.DataFrame]] = {}
    for file, codings in coded:
        key = file.in_folder, file.coder
        if key not in kept:
            kept[key] = file, codings
        elif not _are_equal(codings, kept[key][1]):
            other = kept[key][0].name
            found = f"codings that differ from those in {other}"
            report.error(Fault(file.name, found, "one of the two files; move the other away"))
    return list(kept.values())


def _are_equal(some: pd.DataFrame, others: pd.DataFrame) -> bool:
    return _in_order(some).equals(_in_order(others))


def _in_order(codings: pd.DataFrame) -> pd.DataFrame:
    """Put all that somebody coded in the order of its cells."""
    columns = [*CODINGS.columns, "unsure"]
    table = codings.assign(unsure=codings.get("unsure", False)).astype({"unsure": bool})
    return table[columns].sort_values(columns, ignore_index=True)


def _warn_same(coded: Coded) -> list[Fault]:
    """Return warnings of files in which all is as in that of another coder, as in a copy."""
    faults = []
    first: dict[bytes, str] = {}
    for file, codings in coded:
        n = len(codings.drop_duplicates(KEY))
        if file.coder == FINAL or n < LEAST_ALIKE:
            continue
        content = _in_order(codings.assign(coder="")).to_csv(index=False).encode("utf-8", "replace")
        other = first.setdefault(content, file.name)
        if other != file.name:
            found = f"the same themes and memos as in {other}, in all {n:,} sentences"
            expected = "what another coder found; if it is a copy, move it away"
            faults.append(Fault(file.name, found, expected))
    return faults


def _coded_twice(coded: Coded) -> list[Fault]:
    """Find sentences that one coder coded in two files."""
    reading = [*KEY, "coder"]
    first: dict[tuple, str] = {}
    faults = []
    for file, codings in coded:
        alike = Alike("sentences that the coder codes in another file, too")
        for row in codings[reading].drop_duplicates().itertuples(index=False, name=None):
            if first.setdefault(row, file.name) != file.name:
                found = f"sentence {row[1]} of {row[0]!r}, which {row[2]!r} codes in {first[row]}"
                alike.add(Fault(file.name, found, "each sentence of a coder in one file"))
        faults += alike.summed_up()
    return faults


def _warn_unsettled(settled: Settled) -> list[Fault]:
    """Return a warning if there are sentences on which coders differ, and who counts there."""
    if not settled.n_unsettled:
        return []
    found = f"{pluralize(settled.n_unsettled, 'sentence')} on which coders differ"
    expected = (
        f"them to be settled in {FOLDER}/{FINAL}.csv; until then, {settled.leading!r} counts"
        " where that coder read them"
    )
    return [Fault(FOLDER, found, expected)]
