"""A table of patterns, `.csv` or `.xlsx`: one row a pattern, in the pattern language.

Columns: `theme` (a path, `topic/poverty`) and `pattern`; `excludes` (true for a `not` pattern) and `weight` (a number)
are optional. A row with a blank pattern is a theme without one.
"""

import csv
import io
import re
from collections.abc import Iterator

from ..rows import read_table
from .draft import Draft, walk

COLUMNS = ("theme", "pattern", "excludes", "weight")
TRUTHS = {"": False, "false": False, "0": False, "true": True, "1": True}


def read(draft: Draft) -> None:
    """Read the rows; one that cannot be understood is left out and noted."""
    table, left_out = read_table(draft.data, draft.file, list(COLUMNS[:2]), faults=draft.faults)
    table.columns = table.columns.str.lower()
    draft.notes += [*left_out, *(f"the column {name!r} is left out" for name in table if name not in COLUMNS)]
    table = table.reindex(columns=list(COLUMNS), fill_value="").apply(lambda column: column.str.strip())
    for line, row in zip(table.index, table.to_dict("records"), strict=True):
        parts, weight = [" ".join(part.split()) for part in row["theme"].split("/")], row["weight"]
        excludes = TRUTHS.get(row["excludes"].lower())
        wrong = {
            "a theme such as topic/poverty": not all(parts),
            "excludes to be true or false": excludes is None,
            "weight to be a number": not re.fullmatch(r"(-?[0-9]+(\.[0-9]+)?)?", weight),
        }
        if expected := " and ".join(what for what, is_wrong in wrong.items() if is_wrong):
            draft.note(f"{', '.join(filter(None, row.values()))!r} is left out: expected {expected}", line)
            continue
        theme = ""
        for part in parts:
            below = f"{theme}/{part}" if theme else part
            theme = below if below in draft.themes else draft.theme(part, theme, line)
        if row["pattern"]:
            more = {"weight": float(weight)} if weight else {}
            draft.pattern(theme, row["pattern"], line, "*?", excludes=excludes, **more)


def write(codebook) -> str:
    """Write all four columns; `weight` is blank where there is none."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(_rows(codebook))
    return text.getvalue()


def write_sheet(codebook) -> bytes:
    """Write the same as a sheet of texts, in which a pattern that begins with `=` is no formula."""
    from openpyxl import Workbook  # slow to import

    book, file = Workbook(), io.BytesIO()
    for row, cells in enumerate(_rows(codebook), start=1):
        for column, cell in enumerate(cells, start=1):
            book.active.cell(row, column).value = cell or None
            book.active.cell(row, column).data_type = "s" if cell else "n"
    book.save(file)
    return file.getvalue()


def _rows(codebook) -> Iterator[list[str]]:
    yield list(COLUMNS)
    for theme in walk(codebook):
        name = theme.row.theme
        for pattern, weight in zip(theme.patterns, theme.weights, strict=True):
            yield [name, pattern, "false", f"{weight:.15g}".replace("nan", "")]
        yield from ([name, pattern, "true", ""] for pattern in theme.nots)
        if theme.is_leaf and not theme.patterns + theme.nots:
            yield [name, "", "", ""]
