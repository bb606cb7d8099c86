"""Spans in a table: `doc_id`, `start`, `end`, `theme`, and optionally `coder`, `memo`, `text`.

Offsets count characters (code points) from 0; `text` is what stands there, and is checked.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from analysis.coding.exchange.model import Code, Project, Selection, Source
from analysis.coding.exchange.positions import CODE_POINTS, Counting
from analysis.faults import Alike, Fault, Report
from analysis.paths import read_bytes
from analysis.reading.guard import guard
from analysis.reading.table_files import read_table

NEEDED = ["doc_id", "start", "end", "theme"]
_OFFSET = re.compile(r"\d{1,12}", re.ASCII)


def read(path: Path, report: Report) -> tuple[Project, Counting]:
    """Read a table of spans; what is wrong goes to the report.

    A row without a coder is of the coder that the file is named after.

    Raises:
        InputError: the file cannot be read.
    """
    file = path.name
    own = Report()
    with guard(file):
        cells, _ = read_table(read_bytes(path, file), file, NEEDED, "", own)
    own.raise_errors()
    report.add(own)
    reader = _Rows(path.stem, file)
    lines = cells.index.tolist()
    for line, row in zip(lines, cells.to_dict("records"), strict=True):
        reader.add(row, line)
    report.error(*reader.faults())
    return reader.project, CODE_POINTS


class _Rows:
    """Gathers the rows of a table as the selections of a project."""

    def __init__(self, coder: str, file: str) -> None:
        self.project = Project("")
        self._coder = coder
        self._file = file
        self._sources: dict[str, Source] = {}
        self._codes: dict[str, Code] = {}
        self._wrong = Alike("rows whose offsets are no span")
        self._blank = Alike("rows without a theme")

    def add(self, row: dict[str, str], line: int) -> None:
        """Add a row."""
        theme = row["theme"].strip()
        positions = row["start"].strip(), row["end"].strip()
        if not theme:
            self._blank.add(Fault(self._file, "a blank theme", "a theme", line=line))
            return
        if not all(map(_OFFSET.fullmatch, positions)) or int(positions[0]) > int(positions[1]):
            found = f"{positions[0]!r} to {positions[1]!r}"
            expected = "two whole numbers, the second at least as large as the first"
            self._wrong.add(Fault(self._file, found, expected, line=line))
            return
        start, end = map(int, positions)
        coder = row.get("coder", "").strip() or self._coder
        self.project.users[coder] = coder
        self._add_code(theme)
        selection = Selection(
            start=start,
            end=end,
            user=coder,
            codes=(theme,),
            memo=row.get("memo", ""),
            stated=row.get("text", ""),
            line=line,
        )
        self._source(row["doc_id"], line).selections.append(selection)

    def _add_code(self, theme: str) -> None:
        """Add a theme as a code, with those above it: a theme is named by its path of ids."""
        above = ""
        for part in theme.split("/"):
            key = f"{above}/{part}" if above else part
            if key not in self._codes:
                self._codes[key] = Code(key, part, above)
                self.project.codes.append(self._codes[key])
            above = key

    def _source(self, doc_id: str, line: int) -> Source:
        if doc_id not in self._sources:
            self._sources[doc_id] = Source(doc_id, None, line=line)
            self.project.sources.append(self._sources[doc_id])
        return self._sources[doc_id]

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong."""
        yield from self._blank.summed_up()
        yield from self._wrong.summed_up()
