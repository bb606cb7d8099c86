"""The spans of a study: stretches of text that people coded, in `codings/spans.csv`."""

import re

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.coding_files import FOLDER, SPANS_FILE
from analysis.coding.read import describe_unknown, without_left_out
from analysis.faults import Alike, Fault, Report, nearest
from analysis.paths import files_named, read_bytes
from analysis.reading.settings import Settings
from analysis.reading.table_files import read_table
from analysis.tables import SPANS

FILE = f"{FOLDER}/{SPANS_FILE}"
NEEDED = ["doc_id", "start", "end", "coder", "theme"]
_OFFSET = re.compile(r"\d{1,12}", re.ASCII)


def load_spans(
    settings: Settings,
    documents: pd.DataFrame,
    codebook: Codebook | None,
    report: Report,
) -> pd.DataFrame:
    """Read the study's spans, and check them against the texts.

    The file has the columns `doc_id`, `start`, `end`, `coder` and `theme`. It can also have `memo`,
    and `text`, the characters from `start` to `end`: then offsets that lead elsewhere are an error.

    Args:
        settings: the study.
        documents: its texts (`analysis.tables.DOCUMENTS`).
        codebook: where the themes come from; None to keep every theme.
        report: collects errors and warnings.

    Returns:
        One row per span, in the order of the file (`analysis.tables.SPANS`). The table is empty if
        the study has no such file, or if there is an error. Spans of themes that are not in the
        codebook are left out with a warning.
    """
    own = Report()
    cells = _read_cells(settings, own)
    if cells is None:
        report.add(own)
        return SPANS.empty()
    cells = without_left_out(cells, settings, FILE, own)
    if settings.path.is_file():
        cells = cells[cells["doc_id"].isin(documents["doc_id"])]  # the spans of this text only
    own.error(*_check(cells, documents))
    report.add(own)
    if own.errors:
        return SPANS.empty()
    spans = SPANS.frame(cells.assign(memo=cells.get("memo", ""))[list(SPANS.columns)])
    if codebook is None:
        return spans
    known = codebook.themes["theme"].tolist()
    unknown = spans.loc[~spans["theme"].isin(known), "theme"]
    if unknown.empty:
        return spans
    report.warn(describe_unknown(unknown, known, FILE))
    return SPANS.frame(spans[spans["theme"].isin(known)])


def _read_cells(settings: Settings, report: Report) -> pd.DataFrame | None:
    """Read the cells of the file; None if there is no such file, or if it lacks a column."""
    for path in files_named(settings.folder / FOLDER, SPANS_FILE):
        with report.collecting():
            data = read_bytes(path, FILE)
            cells, _ = read_table(data, FILE, NEEDED, settings.encoding_of(FILE), report)
            if set(NEEDED) <= set(cells):
                cells["doc_id"] = cells["doc_id"].str.normalize("NFC")  # as ids of texts are
                return cells
    return None


def _check(cells: pd.DataFrame, documents: pd.DataFrame) -> list[Fault]:
    """Find the rows that are no span of a text, and those that occur twice."""
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    kinds = {noun: Alike(noun) for noun in _KINDS}
    for line, row in zip(cells.index, cells.to_dict("records"), strict=True):
        for noun, fault in _faults_of_row(row, line, texts):
            kinds[noun].add(fault)
    faults = [fault for alike in kinds.values() for fault in alike.summed_up()]
    for line, row in cells[cells.duplicated(NEEDED)].iterrows():
        found = f"{row['theme']!r} again by {row['coder']!r} from {row['start']} to {row['end']}"
        found += f" of {row['doc_id']!r}"
        faults.append(Fault(FILE, found, "each span once", line=line))
    return faults


_TEXT = "rows about texts that do not exist"
_NUMBERS = "rows whose offsets are no numbers"
_OUTSIDE = "spans that lie outside their text"
_OTHER = "spans that now read differently"
_BLANK = "rows without a coder or theme"
_KINDS = (_TEXT, _NUMBERS, _OUTSIDE, _OTHER, _BLANK)


def _faults_of_row(
    row: dict[str, str], line: int, texts: dict[str, str]
) -> list[tuple[str, Fault]]:
    """Return what is wrong with a row, each with its kind; at most one fault about its place."""
    faults = []
    for column in ("coder", "theme"):
        if not row[column].strip():
            faults.append((_BLANK, Fault(FILE, f"a blank {column}", f"a {column}", line=line)))
    text = texts.get(row["doc_id"])
    offsets = row["start"], row["end"]
    if text is None:
        expected = nearest(row["doc_id"], texts)
        return [*faults, (_TEXT, Fault(FILE, f"the doc_id {row['doc_id']!r}", expected, line=line))]
    if not all(map(_OFFSET.fullmatch, offsets)):
        found = f"{offsets[0]!r} to {offsets[1]!r}"
        return [*faults, (_NUMBERS, Fault(FILE, found, "two whole numbers", line=line))]
    start, end = map(int, offsets)
    if not start < end <= len(text):
        found = f"{start} to {end} in {row['doc_id']!r}"
        expected = f"a start before the end, and an end of at most {len(text)}"
        return [*faults, (_OUTSIDE, Fault(FILE, found, expected, line=line))]
    stated = row.get("text", "")
    if stated and stated != text[start:end]:
        found = f"{stated!r} from {start} to {end} of {row['doc_id']!r}"
        return [*faults, (_OTHER, Fault(FILE, found, repr(text[start:end]), line=line))]
    return faults
