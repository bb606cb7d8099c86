"""The records of an annotation tool, gathered as a project: texts, users, labels and spans."""

from collections.abc import Iterator
from typing import Any

from analysis.coding.exchange.model import Code, Project, Selection, Source
from analysis.faults import Alike, Fault, Report
from analysis.reading.table_files import cell_text

MOST_DIGITS = 12  # of a position


class Records:
    """Gathers what an annotation tool exports.

    Args:
        file: what messages call the file.
        coder: the coder of what no user is named for.
        report: collects warnings.

    Attributes:
        project: the project so far.
    """

    def __init__(self, file: str, coder: str, report: Report) -> None:
        self.project = Project("")
        self._file = file
        self._coder = coder
        self._report = report
        self._labels: dict[str, None] = {}
        self._wrong = Alike("spans without two positions")
        self._without_text = Alike("records without a text")

    def add_source(self, name: str, text: object, line: int = 0) -> Source | None:
        """Add a text; None if it is no text."""
        if not isinstance(text, str):
            fault = Fault(self._file, f"no text in {name!r}", "the text of each record", line=line)
            self._without_text.add(fault)
            return None
        source = Source(name, text, line=line)
        self.project.sources.append(source)
        return source

    def add_span(
        self,
        source: Source,
        positions: tuple[object, object],
        labels: list[str],
        *,
        user: str = "",
        memo: str = "",
        stated: object = "",
    ) -> None:
        """Add a span of a text, with its labels."""
        start, end = (_position(value) for value in positions)
        if start is None or end is None or start > end:
            found = f"{positions[0]!r} to {positions[1]!r} in {source.name!r}"
            expected = "two whole numbers, the second at least as large as the first"
            self._wrong.add(Fault(self._file, found, expected, line=source.line))
            return
        coder = user or self._coder
        self.project.users[coder] = coder
        for label in labels:
            if label not in self._labels:
                self._labels[label] = None
                self.project.codes.append(Code(label, label))
        selection = Selection(
            start=start,
            end=end,
            user=coder,
            codes=tuple(dict.fromkeys(labels)),
            memo=memo,
            stated=stated if isinstance(stated, str) else "",
            line=source.line,
        )
        source.selections.append(selection)

    def add_variables(self, source: Source, values: dict[str, Any]) -> None:
        """Add what else is stated about a text; lists and objects are written as JSON."""
        for name, value in values.items():
            written = cell_text(value)
            if written.strip():
                source.variables[name] = written
                self.project.variables[name] = "Text"

    def leave_out(self, what: str, n: int = 1) -> None:
        """Count something that is left out."""
        self.project.left_out[what] += n

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong."""
        yield from self._without_text.summed_up()
        yield from self._wrong.summed_up()


def _position(value: object) -> int | None:
    """Return a position as a whole number; None if it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value) if len(value) <= MOST_DIGITS else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and 0 <= value < 10**MOST_DIGITS else None
