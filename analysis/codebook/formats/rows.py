"""A table of patterns, `.csv` or `.xlsx`: one row a pattern, in the pattern language.

Columns: `theme` (a path, `topic/poverty`) and `pattern`; `excludes` (true for a `not` pattern) and `weight` (a number)
are optional. A row with a blank pattern is a theme without one.
"""

import csv
import io
import re

from analysis.codebook.draft import NUMBER, Draft
from analysis.faults import Report
from analysis.reading.table_files import read_table

COLUMNS = ("theme", "pattern", "excludes", "weight")
TRUTHS = {"": False, "false": False, "0": False, "true": True, "1": True}


def read(draft: Draft) -> None:
    """Read the rows; one that cannot be understood is left out and noted."""
    report = Report()
    table, left_out = read_table(draft.data, draft.file, list(COLUMNS[:2]), "", report)
    draft.faults += report.errors
    table.columns = table.columns.str.lower()
    draft.notes += [
        *left_out,
        *(f"the column {name!r} is left out" for name in table if name not in COLUMNS),
    ]
    table = table.reindex(columns=list(COLUMNS), fill_value="").apply(
        lambda column: column.str.strip()
    )
    for line, theme, pattern, truth, weight in table.itertuples():
        parts, excludes = (
            [" ".join(part.split()) for part in theme.split("/")],
            TRUTHS.get(truth.lower()),
        )
        wrong = {
            "a theme such as topic/poverty": not all(parts),
            "excludes to be true or false": excludes is None,
            "weight to be a number": not re.fullmatch(f"({NUMBER})?", weight),
        }
        if expected := " and ".join(what for what, is_wrong in wrong.items() if is_wrong):
            row = ", ".join(filter(None, [theme, pattern, truth, weight]))
            draft.note(f"{row!r} is left out: expected {expected}", line)
            continue
        theme = ""
        for part in parts:
            below = f"{theme}/{part}".removeprefix("/")
            theme = below if below in draft.themes else draft.theme(part, theme, line)
        if pattern:
            draft.pattern(theme, pattern, line, "*?", excludes=excludes, weight=weight)


def write(codebook) -> str:
    """Write all four columns, and a row for each theme without patterns."""
    table = (
        codebook.themes[["theme"]]
        .merge(codebook.patterns, "left", "theme")
        .reindex(columns=COLUMNS)
    )
    return table.to_csv(index=False, float_format="%.15g", lineterminator="\n")


def write_sheet(codebook) -> bytes:
    """Write the same as a sheet of texts, in which a pattern that begins with `=` is no formula."""
    from openpyxl import Workbook  # slow to import

    book, file = Workbook(), io.BytesIO()
    for row in csv.reader(io.StringIO(write(codebook), newline="")):
        book.active.append(row)
    for row in book.active:
        for cell in row:
            cell.data_type = "s"
    book.save(file)
    return file.getvalue()
