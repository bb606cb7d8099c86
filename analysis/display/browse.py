"""Browse a table in JupyterLab: sort it, filter it, search in it. Elsewhere it is a listing."""

import operator
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pandas as pd
from pandas.api.types import is_bool_dtype, is_float_dtype, is_integer_dtype, is_numeric_dtype

from analysis.display.listing import Listing, choose_format, listing
from analysis.display.panels import Data, say_stopped, write_bundle
from analysis.display.passages import shown_text
from analysis.faults import Fault, InputError
from analysis.messages import count, out_of, say

MORE = 100  # rows that a press of the button adds
EXPECTED = "a number, such as 5{unit}, > 5{unit}, <= 0.5{unit} or 2-9{unit}"
NUMBER = r"(-?[\d.,]+)"
COMPARED = re.compile(rf"(>=|<=|>|<|=)?\s*{NUMBER}")
BETWEEN = re.compile(rf"{NUMBER}\s*[-–]\s*{NUMBER}")
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "": operator.eq,
    "=": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}


def browse(frame: pd.DataFrame, *columns: str, limit: int = 40) -> "Browser":
    """Browse a table, with the named columns or with all.

    In JupyterLab, a column is sorted by a click on its name, filtered by what is written below it,
    and all columns are searched at once. Numbers are shown as in `listing`, and filtered in the
    unit that is shown: `> 5` or `> 5%` finds shares above 0.05. In a saved notebook it is what
    `listing` shows.

    >>> browse(pd.DataFrame({"theme": ["topic", "tone"], "share": [0.25, None]}), limit=1)
    theme share
    topic 25.0%
    and 1 more row
    """
    chosen = frame[list(columns)] if columns else frame
    return Browser(chosen, limit)


def _say_texts() -> dict[str, str]:
    """Say what stands on the controls of a panel."""
    return {
        "search": say("Search"),
        "find": say("Find"),
        "clear": say("Clear"),
        "more": say("Show more"),
        "filter": say("Filter"),
        "table": say("Table"),
        "stopped": say_stopped(),
    }


def _say_hint(unit: str, is_whole: bool) -> str:
    """Say by example how numbers are filtered: those of a unit, whole ones, and others."""
    hints = {"%": say("> 5%"), "pp": say("> 5 pp")}
    return hints.get(unit, say("> 5, or 2-9") if is_whole else say("< 0.05"))


class Browser:
    """A table to be browsed.

    Attributes:
        frame: the table, all rows of it.
        limit: the most rows to show at first.
    """

    def __init__(self, frame: pd.DataFrame, limit: int) -> None:
        self.frame = frame
        self.limit = limit
        self.names = [str(name) for name in frame]
        # Of all rows, so that a column is shown in one way whatever is chosen.
        self._formats = [choose_format(column, frame) for _, column in frame.items()]
        self._cells: dict[int, pd.Series] = {}

    @property
    def listing(self) -> Listing:
        """The first rows, laid out for reading."""
        return listing(self.frame, limit=self.limit)

    def setup(self) -> Data:
        """Return what a panel shows throughout: the columns."""
        columns = [self._describe(at) for at in range(len(self.names))]
        return {"kind": "browse", "words": _say_texts(), "columns": columns}

    def _describe(self, at: int) -> Data:
        is_number = self._is_number(at)
        hint = say("contains")
        if is_number:
            hint = _say_hint(self._formats[at].unit, is_integer_dtype(self.frame.iloc[:, at]))
        return {"name": shown_text(self.names[at]), "number": is_number, "hint": hint}

    def start(self) -> Data:
        """Return the choice with which a panel begins: all rows, as they come."""
        return {"sort": "", "descending": False, "search": "", "filters": {}, "limit": self.limit}

    def answer(self, choice: Data) -> Data:
        """Return the rows for a choice; the page says what is wrong with it, if anything is."""
        try:
            rows = self.select(choice)
        except InputError as error:
            said = map(str, error.faults)
            return {"fault": shown_text(". ".join(said))}
        limit = int(choice["limit"])
        cells = [self._write(at, rows[:limit]) for at in range(len(self.names))]
        n_all = len(self.frame)
        return {
            "rows": [list(row) for row in zip(*cells, strict=True)],
            "heading": count(n_all, "row")
            if len(rows) == n_all
            else out_of(len(rows), n_all, "row"),
            "more": len(rows) > limit,
            "next": limit + MORE,
        }

    def select(self, choice: Data) -> list[int]:
        """Select the rows of a choice, in its order, by their numbers from 0.

        Raises:
            InputError: what a column of numbers is filtered by is no number.

        >>> table = browse(pd.DataFrame({"theme": ["aid", "war", "sea"], "n": [1, 7, 9]}))
        >>> table.select({**table.start(), "filters": {"n": "> 1"}, "sort": "theme"})
        [2, 1]
        """
        is_chosen = pd.Series(True, range(len(self.frame)))
        if choice["search"].strip():
            has_text = pd.Series(False, range(len(self.frame)))
            for at in range(len(self.names)):
                has_text |= self._contains(at, choice["search"])
            is_chosen &= has_text
        for at, name in enumerate(map(shown_text, self.names)):
            wanted = str(choice["filters"].get(name, "")).strip()
            if not wanted:
                continue
            filters = self._compare if self._is_number(at) else self._contains
            is_chosen &= filters(at, wanted)
        rows = is_chosen.index[is_chosen]
        if choice["sort"]:
            rows = self._sort(rows, choice["sort"], choice["descending"])
        return rows.tolist()

    def _is_number(self, at: int) -> bool:
        column = self.frame.iloc[:, at]
        return is_numeric_dtype(column) and not is_bool_dtype(column)

    def _write(self, at: int, rows: list[int]) -> list[str]:
        """Write the cells of a column in the rows given."""
        cells = self._formats[at].write_cells(self.frame.iloc[rows, at])
        return [shown_text(cell) for cell in cells]

    def _contains(self, at: int, text: str) -> pd.Series:
        if at not in self._cells:
            cells = self._write(at, list(range(len(self.frame))))
            self._cells[at] = pd.Series(cells, dtype=str).str.casefold()
        return self._cells[at].str.contains(text.strip().casefold(), regex=False)

    def _compare(self, at: int, wanted: str) -> pd.Series:
        values = self.frame.iloc[:, at].reset_index(drop=True)
        unit = self._formats[at].unit
        bare = re.sub(rf"\s*{unit}(?=\s*[-–]|$)", "", wanted) if unit else wanted
        try:
            if between := BETWEEN.fullmatch(bare):
                low, high = (self._read_number(at, text) for text in between.groups())
                return values.between(low, high).astype(bool)
            if compared := COMPARED.fullmatch(bare):
                number = self._read_number(at, compared[2])
                if compared[1] in (None, "=") and is_float_dtype(values):
                    return self._is_shown_as(at, number)
                compare = OPERATORS[compared[1] or ""]
                return compare(values, number).fillna(False).astype(bool)
        except ValueError:  # such as 1.2.3
            pass
        expected = EXPECTED.format(unit=unit.replace("pp", " pp"))
        raise InputError([Fault(f"filter, {self.names[at]}", repr(wanted), expected)])

    def _read_number(self, at: int, text: str) -> float:
        """Read a number in the unit in which a column is shown.

        A comma groups the digits of a whole number; in others it is a decimal mark.

        Raises:
            ValueError: it is no number.
        """
        mark = "" if is_integer_dtype(self.frame.iloc[:, at]) else "."
        # As a fraction, since 13.2 / 100 is not quite 0.132.
        return float(Fraction(text.replace(",", mark)) / self._formats[at].factor)

    def _is_shown_as(self, at: int, number: float) -> pd.Series:
        """Find the cells that show a number: 13.2% is also 0.13187."""
        cells = self._formats[at].write_cells(self.frame.iloc[:, at])
        return pd.Series(cells, dtype=str) == self._formats[at].write(number)

    def _sort(self, rows: pd.Index, name: str, descending: bool) -> pd.Index:
        known = list(map(shown_text, self.names))
        if name not in known:
            return rows
        column = self.frame.iloc[rows, known.index(name)].set_axis(rows)
        try:
            in_order = column.sort_values(ascending=not descending, kind="stable")
        except TypeError:  # values of several types
            in_order = column.astype(str).sort_values(ascending=not descending, kind="stable")
        return in_order.index

    def html(self) -> str:
        """Write the first rows as HTML."""
        return self.listing._repr_html_()

    def __repr__(self) -> str:
        return repr(self.listing)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Data:
        return write_bundle(self, repr(self))
