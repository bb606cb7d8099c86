"""Columns of metadata become numbers or dates, if that changes no cell.

Dates can be written in several ways (see `read_day`). A column of dates holds days. If a cell is
not written like `2023-01-05`, a column beside it, `<column>_as_written`, keeps the original cells.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.faults import Fault, Report
from analysis.tables import AS_WRITTEN, DOCUMENTS, TEXT

DAYS = "datetime64[us]"
FIRST_YEAR, LAST_YEAR = 1000, 2100  # other whole numbers are not years

_TIME = r"(?:[01]\d|2[0-3]):?[0-5]\d(?::?[0-5]\d(?:[.,]\d+)?)?"
_ZONE = r" ?(?:Z|z|UTC|GMT|[+-][01]\d(?::?[0-5]\d)?)"
_DATE = re.compile(rf"(\d{{4}})-(\d\d)(?:-(\d\d)(?:[Tt ]{_TIME}(?:{_ZONE})?)?)?", re.ASCII)
_COMPACT_DATE = re.compile(rf"(\d{{4}})(\d\d)(\d\d)(?:[Tt]?{_TIME}(?:{_ZONE})?)?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_SEASON = re.compile(r"\d\d(\d\d)-(\d\d)", re.ASCII)


def with_types(documents: pd.DataFrame, time: str, report: Report) -> pd.DataFrame:
    """Return `documents` with every metadata column in the type of its cells (see `typed`).

    A column of dates is followed by `<column>_as_written` if a cell is not written as a day. It is
    an error if the metadata have a column with that name.

    Args:
        documents: one row per text; its metadata are text.
        time: the column that `study.yaml` names as `time`; "" if there is none.
        report: collects the errors.
    """
    rows: dict[str, pd.Series] = {}
    for column in documents:
        cells = documents[column]
        if column in DOCUMENTS.columns:
            rows[column] = cells
            continue
        rows[column] = typed(cells, is_time=column == time)
        if not is_written_as_days(cells, rows[column]):
            name = f"{column}{AS_WRITTEN}"
            if name in documents:
                found = f"the column {name!r}"
                expected = f"another name: the original cells of {column!r} are kept in that column"
                report.error(Fault("metadata", found, expected))
                continue
            rows[name] = cells.astype(TEXT)
    return pd.DataFrame(rows, index=documents.index)


def is_written_as_days(cells: pd.Series, values: pd.Series) -> bool:
    """Whether the values, where they are dates, are written as days (`2023-01-05`)."""
    if values.dtype != DAYS:
        return True
    filled = cells != ""
    written = values[filled].dt.date.map(date.isoformat)
    return written.tolist() == cells[filled].tolist()


class _Reading(NamedTuple):
    """One way to read a column: its dtype, how to read a cell, how to write the value again."""

    dtype: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


_NUMBERS = (
    _Reading("int64", int, str),
    _Reading("float64", float, repr),
)


def typed(column: pd.Series, *, is_time: bool = False) -> pd.Series:
    """Turn a column of text into whole numbers, other numbers or days, unless a cell would change.

    `007` and `1.50` would become `7` and `1.5`, so a column with one of these stays text, with ""
    for blank cells. Whole numbers with blank cells become `Int64`.

    Args:
        column: the cells as written.
        is_time: whether `study.yaml` names the column as `time`: then `20230131` is a date, and
            the only numbers are years.

    >>> typed(pd.Series(["1990", "", "2024"])).dtype, typed(pd.Series(["007", "12"])).dtype == "str"
    (Int64Dtype(), True)
    >>> typed(pd.Series(["2024-05", "2024-05-03T23:30+02:00", ""])).tolist()
    [Timestamp('2024-05-01 00:00:00'), Timestamp('2024-05-03 00:00:00'), NaT]
    """
    column = column.astype(TEXT)
    filled = column[column != ""]
    if filled.empty:
        return column
    days = _read_days(filled, is_time)
    if days is not None:
        return days.reindex(column.index)
    if is_time and not all(map(is_year, filled)):
        return column
    for reading in _NUMBERS:
        values = _read_numbers(filled, reading)
        if values is not None:
            has_gaps = len(filled) < len(column)
            dtype = "Int64" if has_gaps and reading.dtype == "int64" else reading.dtype
            return values.astype(dtype).reindex(column.index)
    return column


def _read_numbers(filled: pd.Series, reading: _Reading) -> pd.Series | None:
    """Return the cells as values; None if a cell cannot be read, is infinite, or would change."""
    try:
        values = [reading.read(cell) for cell in filled]
        # A number beyond 64 bits does not fit the dtype.
        made = pd.Series(values, filled.index, reading.dtype, filled.name)
    except (ValueError, OverflowError):
        return None
    if not np.isfinite(made).all():
        return None
    written = [reading.write(value) for value in values]
    return made if written == filled.tolist() else None


# -- dates -----------------------------------------------------------------------------------------


def _read_days(filled: pd.Series, is_time: bool) -> pd.Series | None:
    """Return the cells as days; None if one of them is no date."""
    days = []
    for cell in filled:
        day = read_day(cell, is_time)
        if day is None:
            return None
        days.append(day)
    if not is_time and _are_seasons(filled):
        return None
    return pd.Series(days, filled.index, DAYS, filled.name)


def read_day(cell: str, is_time: bool = True) -> date | None:
    """Return the day that a cell states; None if it is no date that can be read.

    It is the day as written, whatever the zone; of a month, the first. Dates are `2023-01-05`,
    `2023-01`, `2023-01-05T12:33:21Z`, `2023-01-05 12:33`, and in the column that dates the texts
    `20230105` (from the year 1000 to 2100). Nothing says which number of `05.01.2023`
    or `01/05/2023` is the month, so neither is read.

    >>> read_day("2023-01-05 23:33:21+02:00"), read_day("2023-05"), read_day("20230231")
    (datetime.date(2023, 1, 5), datetime.date(2023, 5, 1), None)
    """
    match = _DATE.fullmatch(cell)
    if match is None and is_time and is_year(cell[:4]):
        match = _COMPACT_DATE.fullmatch(cell)
    if match is None:
        return None
    year, month, day = match.groups(default="1")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _are_seasons(filled: pd.Series) -> bool:
    """Whether cells such as `2009-10` and `2010-11` all state a year and the next one, no month."""
    if filled.nunique() < 2:
        return False
    return all(_is_season(cell) for cell in filled)


def _is_season(cell: str) -> bool:
    match = _SEASON.fullmatch(cell)
    return match is not None and (int(match[1]) + 1) % 100 == int(match[2])


def is_year(cell: str) -> bool:
    """Whether a cell is a year from 1000 to 2100."""
    return bool(_YEAR.fullmatch(cell)) and FIRST_YEAR <= int(cell) <= LAST_YEAR
