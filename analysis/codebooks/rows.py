"""A table of patterns, `.csv` or `.xlsx`: one row a pattern, in the pattern language.

Columns: `theme` (a path, `topic/poverty`) and `pattern`; `excludes` (true for a `not` pattern) and `weight` (a number)
are optional. A row with a blank pattern is a theme without one.
"""

import csv
import io
import re

from ..faults import nearest
from ..files import read_rows
from .draft import Draft, walk

COLUMNS = ("theme", "pattern", "excludes", "weight")
TRUTHS = {"": False, "false": False, "0": False, "true": True, "1": True}


def read(draft: Draft) -> None:
    """Read the rows; one that cannot be read is left out and noted."""
    xlsx = draft.path.suffix.lower() == ".xlsx"
    rows = iter(_sheet(draft) if xlsx else read_rows(draft.path, draft.file))
    line, header = next(rows, (0, []))
    header = [cell.strip().lower() for cell in header]
    for column in COLUMNS[:2]:
        if header.count(column) != 1:
            found = f"{header.count(column) or 'no'} column {column!r}"
            draft.stop(found, f"one, with commas between columns, where there is {nearest(column, header)}", line)
    draft.notes += [f"the column {column!r} is left out" for column in header if column not in COLUMNS]
    for line, cells in rows:
        row = dict.fromkeys(COLUMNS, "") | dict(zip(header, map(str.strip, cells), strict=False))
        parts, weight = [" ".join(part.split()) for part in row["theme"].split("/")], row["weight"]
        excludes = TRUTHS.get(row["excludes"].lower())
        wrong = {
            "a theme such as topic/poverty": not all(parts),
            "excludes to be true or false": excludes is None,
            "weight to be a number": not re.fullmatch(r"(-?[0-9]+(\.[0-9]+)?)?", weight),
            "quotes around a cell with a comma": any(cells[len(header) :]),
        }
        if expected := " and ".join(what for what, is_wrong in wrong.items() if is_wrong):
            draft.note(f"{', '.join(filter(None, cells))!r} is left out: expected {expected}", line)
            continue
        theme = ""
        for part in parts:
            below = f"{theme}/{part}" if theme else part
            theme = below if below in draft.themes else draft.theme(part, theme, line)
        if row["pattern"]:
            more = {"weight": float(weight)} if weight else {}
            draft.pattern(theme, row["pattern"], line, "*?", excludes=excludes, **more)


def _sheet(draft: Draft) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet that are not blank, as text."""
    import openpyxl  # slow to import

    try:
        sheet = openpyxl.load_workbook(io.BytesIO(draft.data), read_only=True, data_only=True).worksheets[0]
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except Exception as error:  # a broken file makes openpyxl raise almost anything
        draft.stop(f"a file that is no Excel workbook ({type(error).__name__})", "an .xlsx file, as Excel saves it")
    return [(line, row) for line, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]


def write(codebook) -> str:
    """Write all four columns; `weight` is blank where there is none."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(COLUMNS)
    for theme in walk(codebook):
        name = theme.row.theme
        weights = [f"{weight:.15g}".replace("nan", "") for weight in theme.weights]
        out.writerows([name, *pair] for pair in zip(theme.patterns, ["false"] * len(weights), weights, strict=True))
        out.writerows([name, pattern, "true", ""] for pattern in theme.nots)
        if theme.is_leaf and not theme.patterns + theme.nots:
            out.writerow([name, "", "", ""])
    return text.getvalue()
