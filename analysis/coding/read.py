"""The codings of a study: what people coded by hand, sentence by sentence."""

from collections.abc import Iterable
from os import PathLike
from typing import NamedTuple

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.coding_files import FINAL, FOLDER, CodingFile, read_coding_files
from analysis.coding.gold import Settled, settle
from analysis.faults import MOST_NAMES, Alike, Fault, Report, list_names, nearest
from analysis.reading.settings import Settings, first_fitting, read_settings
from analysis.tables import CODINGS, SENTENCES, TEXT
from analysis.wording import pluralize

KEY = list(SENTENCES.key)
_YES = ("x", "yes", "1", "true")
_NO = ("", "no", "0", "false")


class HandCoded(NamedTuple):
    """What people coded.

    Attributes:
        codings: one row per theme that a coder gave a sentence (`analysis.tables.CODINGS`).
        gold: the same, of what counts when patterns are held against people (see
            `analysis.coding.gold.settle`). Where there are files in `codings/`, it is made of them
            alone: `coding.csv` is often by the author of the patterns.
        of_folder: whether the gold standard is made of the files in `codings/`.
    """

    codings: pd.DataFrame
    gold: pd.DataFrame
    of_folder: bool


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
    codings = load_codings(read_settings(study), sentences, codebook, report).codings
    report.raise_errors()
    report.show_warnings()
    return codings


def load_codings(
    settings: Settings,
    sentences: pd.DataFrame,
    codebook: Codebook,
    report: Report,
) -> HandCoded:
    """Read the study's codings as `read_codings` does; errors and warnings go to the report.

    Returns:
        The codings and the gold standard; empty tables if there is an error.
    """
    own = Report()
    coded = []
    for file in read_coding_files(settings, own):
        if settings.path.is_file():  # the codings of this text only
            is_own = file.cells["doc_id"].isin(sentences["doc_id"])
            file = file._replace(cells=file.cells[is_own])
        codings = _check_file(file, settings, sentences, codebook, own)
        if not codings.empty:
            coded.append((file, codings))
    coded = _without_copies(coded, own)
    own.error(*_coded_twice(coded))
    report.add(own)
    if own.errors:
        return HandCoded(CODINGS.empty(), CODINGS.empty(), False)
    codings = _concat(codings for _, codings in coded)
    is_final = codings["coder"] == FINAL
    of_folder = _concat(codings for file, codings in coded if file.in_folder)
    counting = codings if of_folder.empty else of_folder
    is_settled = counting["coder"] == FINAL
    settled = settle(counting[~is_settled], counting[is_settled])
    report.warn(*_warn_unsettled(settled))
    own_codings = codings[~is_final].reset_index(drop=True)
    return HandCoded(own_codings, settled.gold, not of_folder.empty)


def _concat(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    tables = list(tables)
    if not tables:
        return CODINGS.empty()
    rows = pd.concat(tables, ignore_index=True)
    if "unsure" in rows:
        rows["unsure"] = rows["unsure"].eq(True)
    return CODINGS.frame(rows)


# -- one file --------------------------------------------------------------------------------------


def _check_file(
    file: CodingFile,
    settings: Settings,
    sentences: pd.DataFrame,
    codebook: Codebook,
    report: Report,
) -> pd.DataFrame:
    """Check the rows of a file, and return them as codings; none if there is an error."""
    own = Report()
    rows = _to_long(file, own)
    rows = _without_left_out(rows, settings, file.name, own)
    own.error(*check_sentences(rows, sentences, file.name))
    own.error(*_check_themes(rows, file.name))
    own.error(*_check_unsure(rows, file.name))
    report.add(own)
    if own.errors:
        return CODINGS.empty()
    columns = [name for name in (*CODINGS.columns, *CODINGS.optional) if name in rows]
    codings = rows[columns]
    if "unsure" in codings:
        codings = codings.assign(unsure=_fold(codings["unsure"]).isin(_YES))
    return _leave_out_unknown(CODINGS.frame(codings), codebook, file.name, report)


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


def _without_left_out(
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
    unclear = rows[~_fold(rows["unsure"]).isin((*_YES, *_NO))]
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
    report.warn(_describe_unknown(unknown, known, file))
    themes = codings["theme"].mask(is_unknown, "")
    rows = codings.assign(theme=themes).drop_duplicates([*KEY, "coder", "theme"])
    is_only_row = ~rows.duplicated([*KEY, "coder"], keep=False)
    has_theme = rows["theme"] != ""
    return CODINGS.frame(rows[has_theme | is_only_row])


def _describe_unknown(
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

Coded = list[tuple[CodingFile, pd.DataFrame]]


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
    columns = list(CODINGS.columns)
    tables = [table[columns].sort_values(columns, ignore_index=True) for table in (some, others)]
    return tables[0].equals(tables[1])


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
