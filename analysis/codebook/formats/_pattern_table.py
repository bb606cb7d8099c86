"""What tables of patterns share (`.csv` and `.xlsx`).

One row is one pattern of one theme, in the workbook's pattern language. Columns: `theme` (the path
of a theme, such as `topic/poverty`) and `pattern`; optional are `excludes` (true for a `not`
pattern) and `weight` (a number). A row with a blank pattern is a theme without patterns.
"""

import re

import pandas as pd

from analysis.codebook.draft import WEIGHT, WILDCARDS, Draft
from analysis.codebook.model import Codebook
from analysis.reading.table_files import read_table

REQUIRED = ["theme", "pattern"]
COLUMNS = [*REQUIRED, "excludes", "weight"]
TRUTHS = {"": False, "false": False, "0": False, "true": True, "1": True}


def read_pattern_table(draft: Draft) -> None:
    """Read the rows; a row that cannot be understood is left out and noted."""
    draft.capitals_count = True
    table, left_out = read_table(draft.data, draft.file, REQUIRED, "", draft.report)
    table.columns = table.columns.str.lower()
    draft.notes += left_out
    for name in table:
        if name not in COLUMNS:
            draft.note(f"the column {name!r} is left out")
    table = table.reindex(columns=COLUMNS, fill_value="")
    for line, *row in table.itertuples():
        cells = [cell.strip() for cell in row]
        theme, pattern, truth, weight = cells
        expected = _expected(theme, truth, weight)
        if expected:
            filled = ", ".join(cell for cell in cells if cell)
            draft.note(f"{filled!r} is left out: expected {expected}", line)
            continue
        theme_id = _add_path(draft, _keys(theme), line)
        if pattern:
            draft.add_pattern(
                theme_id,
                pattern,
                line,
                wildcards=WILDCARDS,
                weight=weight,
                excludes=TRUTHS[truth.lower()],
            )


def _expected(theme: str, truth: str, weight: str) -> str:
    """Return what is expected of the cells that cannot be understood, or `""`."""
    expected = []
    if not all(_keys(theme)):
        expected.append("a theme such as topic/poverty")
    if truth.lower() not in TRUTHS:
        expected.append("excludes to be true or false")
    if weight and not re.fullmatch(WEIGHT, weight):
        expected.append("weight to be a number")
    return " and ".join(expected)


def _keys(theme: str) -> list[str]:
    return [" ".join(key.split()) for key in theme.split("/")]


def _add_path(draft: Draft, keys: list[str], line: int) -> str:
    """Add the themes of a path that are not there yet, and return the id of the last one."""
    theme = ""
    for key in keys:
        below = f"{theme}/{key}" if theme else key
        if below not in draft.themes:
            draft.add_theme(key, theme, line)
        theme = below
    return theme


def to_pattern_table(codebook: Codebook) -> pd.DataFrame:
    """Return one row per pattern, every cell as text, and a row for each theme without patterns."""
    themes = codebook.themes[["theme"]]
    patterns = codebook.in_workbook_language().patterns
    table = themes.merge(patterns, how="left", on="theme").reindex(columns=COLUMNS)
    table["excludes"] = table["excludes"].map({True: "True", False: "False"})
    table["weight"] = table["weight"].map("{:.15g}".format, na_action="ignore")
    return table.astype(object).fillna("")
