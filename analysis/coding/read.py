"""The codings of a study: what a reader coded by hand, sentence by sentence."""

from os import PathLike

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.faults import MOST_NAMES, Alike, Fault, Report, list_names, nearest
from analysis.reading.metadata import read_side_table
from analysis.reading.settings import Settings, first_fitting, read_settings
from analysis.tables import CODINGS, SENTENCES
from analysis.wording import pluralize

KEY = list(SENTENCES.key)


def read_codings(
    study: str | PathLike[str],
    sentences: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Read the study's `coding.csv` (or .tsv, .xlsx) and check it against the sentences.

    The file has the columns `doc_id`, `sent_id` and `theme`. It can also have `sentence`, the
    sentence as the reader read it: then a `sent_id` that belongs to another sentence is an error.

    Args:
        study: a study folder, or one text of it.
        sentences: one row per sentence, as from `split_sentences`.
        codebook: where the themes come from.

    Returns:
        One row per theme that the reader coded in a sentence, in the order of the file
        (`analysis.tables.CODINGS`): `doc_id`, `sent_id`, `theme`. A blank theme means that the
        reader found no theme in the sentence. The table is empty if the study has no such file.
        Themes that are not in the codebook are left out with a warning that counts them; their
        sentences still count as read.

    Raises:
        InputError: a sentence does not exist or reads differently, a theme occurs twice in a
            sentence, or a sentence with a theme has a blank one too.
    """
    report = Report()
    codings = load_codings(read_settings(study), sentences, codebook, report)
    report.raise_errors()
    report.show_warnings()
    return codings


def load_codings(
    settings: Settings,
    sentences: pd.DataFrame,
    codebook: Codebook,
    report: Report,
) -> pd.DataFrame:
    """Read the study's codings as `read_codings` does; errors and warnings go to the report.

    Returns:
        The codings; an empty table if there is an error.
    """
    own = Report()
    file, rows = read_side_table(settings, "coding", list(CODINGS.columns), own)
    if rows is not None and settings.path.is_file():
        rows = rows[rows["doc_id"].isin(sentences["doc_id"])]  # the codings of this text only
    if rows is not None:
        rows = _without_left_out(rows, settings, file, report)
        own.error(*_check_sentences(rows, sentences, file))
        own.error(*_check_themes(rows, file))
    report.add(own)
    if rows is None or own.errors:
        return CODINGS.empty()
    codings = CODINGS.frame(rows[list(CODINGS.columns)])
    return _leave_out_unknown(codings, codebook, file, report)


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


def _check_sentences(
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


def _check_themes(
    rows: pd.DataFrame,
    file: str,
) -> list[Fault]:
    """Find themes that occur twice in a sentence, and blank ones beside another theme."""
    is_repeated = rows.duplicated([*KEY, "theme"])
    has_others = rows.duplicated(KEY, keep=False)
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
    rows = codings.assign(theme=themes).drop_duplicates()
    is_only_row = ~rows.duplicated(KEY, keep=False)
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
