"""What `study.yaml` leaves out of a study: texts (`leave_out`) and lines (`drop` and `split`)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from analysis.faults import Fault, LeftOut, Nearest, Report
from analysis.languages import count_words
from analysis.reading.dropped_lines import FittingLine
from analysis.reading.metadata import DocumentRow
from analysis.reading.settings import FILE, Settings, first_fitting, glob_pattern


def without_left_out(
    settings: Settings,
    rows: list[DocumentRow],
    report: Report,
) -> list[DocumentRow]:
    """Remove the texts whose ids fit `leave_out`, and list them as left out."""
    if not settings.leave_out:
        return rows
    kept = []
    for row in rows:
        glob = first_fitting(settings.leave_out, row.doc_id)
        if not glob:
            kept.append(row)
            continue
        text = row.cells.get("text", "")
        what = _describe("leave_out", glob)
        report.leave_out(LeftOut(row.file, what, row.line, len(text), count_words(text)))
    return kept


def list_lines(key: str, lines: Sequence[FittingLine], file: str, line: int) -> list[LeftOut]:
    """List the lines of one text that are left out.

    In a .txt file that holds one text, each line is a row, with its number. In other files the
    lines of the text are not those of the file, so all lines that fit one glob are one row.

    Args:
        key: the key of study.yaml that leaves them out: `drop` or `split`.
        lines: the lines.
        file: the file that holds the text.
        line: the line on which the text begins; 0 if it is the only text of its file.
    """
    rows = []
    if file.lower().endswith(".txt") and line == 0:
        for number, text, glob in lines:
            what = _describe(key, glob)
            rows.append(LeftOut(file, what, number, len(text), count_words(text)))
        return rows
    by_glob: defaultdict[str, list[str]] = defaultdict(list)
    for _, text, glob in lines:
        by_glob[glob].append(text)
    for glob, texts in by_glob.items():
        n_chars = sum(map(len, texts))
        n_words = sum(map(count_words, texts))
        rows.append(LeftOut(file, _describe(key, glob), line, n_chars, n_words))
    return rows


def _describe(key: str, glob: str) -> str:
    noun = "text" if key == "leave_out" else "line"
    return f"{noun} that fits {glob!r} in `{key}` of study.yaml"


def unused_globs(settings: Settings, left_out: Iterable[LeftOut]) -> list[Fault]:
    """Return a fault for each glob of `drop` and `split` that fits no line of any text."""
    used = {row.what for row in left_out}
    faults = []
    for key in ("drop", "split"):
        for glob in getattr(settings, key):
            if _describe(key, glob) not in used:
                found = f"{glob!r}, which fits no line"
                expected = "a line of a text, in which * is anything"
                faults.append(Fault(FILE, found, expected, key=key))
    return faults


def unused_leave_out(settings: Settings, doc_ids: Iterable[str]) -> list[Fault]:
    """Return a fault for each glob of `leave_out` that fits no text, with the nearest id."""
    ids = list(doc_ids) if settings.leave_out else []
    expected = Nearest(ids)
    faults = []
    for glob in settings.leave_out:
        fits = glob_pattern(glob).fullmatch
        if not any(map(fits, ids)):
            found = f"{glob!r}, which fits no text"
            faults.append(Fault(FILE, found, expected(glob), key="leave_out"))
    return faults
