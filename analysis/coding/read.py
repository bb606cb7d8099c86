"""The codings of a study: what a reader coded by hand, sentence by sentence."""

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.faults import Fault, Report, nearest
from analysis.reading.metadata import read_side_table
from analysis.reading.settings import Settings, read_settings
from analysis.tables import CODINGS
from analysis.wording import pluralize


def read_coding(study, sentences: pd.DataFrame, codebook) -> pd.DataFrame:
    """Read the study's `coding.csv` (see `load_coding`); raises `InputError` with every error."""
    report = Report()
    coding = load_coding(read_settings(study), sentences, codebook, report)
    report.raise_errors()
    report.show_warnings()
    return coding


def load_coding(study: Settings, sentences: pd.DataFrame, codebook, report: Report) -> pd.DataFrame:
    """Read the study's `coding.csv`: what a reader coded by hand, sentence by sentence.

    Returns:
        One row a theme that was coded in a sentence (`analysis.tables.CODINGS`), in the order of the file; a blank
        theme says that the sentence was read and none was found. Empty where the study has no such file. Themes
        that the codebook lacks are left out with a warning that counts them; their sentences stay as read.

    Errors are a sentence that is not there, a `sentence` that reads otherwise, a row twice; with any, the table is
    empty.
    """
    own = Report()
    file, rows = read_side_table(study, "coding", list(CODINGS.columns), own)
    if rows is None:
        report.add(own)
        return CODINGS.empty()
    if study.path.is_file():
        rows = rows[rows["doc_id"].isin(sentences["doc_id"])]
    own.error(*_coding_faults(rows, sentences, file))
    report.add(own)
    if own.errors:
        return CODINGS.empty()
    coding = CODINGS.frame(rows[list(CODINGS.columns)])
    return _known_themes(coding, set(codebook.themes["theme"]), file, report)


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


def _known_themes(coding: pd.DataFrame, known: set[str], file: str, report: Report) -> pd.DataFrame:
    unknown = ~coding["theme"].isin(known | {""})
    if not unknown.any():
        return coding
    names = sorted(set(coding.loc[unknown, "theme"]))
    leaves = {theme.rpartition("/")[2]: theme for theme in known}
    near = [f" (is {name!r} {leaves[name]!r}?)" for name in names if name in leaves]
    lacks = f"{pluralize(len(names), 'theme')} that the codebook lacks"
    found = f"{lacks}, in {pluralize(unknown.sum(), 'row')} ({', '.join(names)})"
    report.warn(
        Fault(file, found, f"themes of the codebook in use{''.join(near)}; these rows are left out")
    )
    coding = coding.assign(theme=coding["theme"].mask(unknown, "")).drop_duplicates()
    alone = ~coding.duplicated(["doc_id", "sent_id"], keep=False)
    return CODINGS.frame(coding[(coding["theme"] != "") | alone])
