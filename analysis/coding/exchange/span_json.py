"""Spans in JSON, as annotation tools export them: label-studio, doccano and INCEpTION.

The content tells which tool wrote a file: INCEpTION writes one object with feature structures,
label-studio a list of tasks, doccano one object per line.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.coding.exchange import doccano, inception, label_studio
from analysis.coding.exchange.model import Project
from analysis.coding.exchange.positions import Counting
from analysis.coding.exchange.records import Records
from analysis.faults import Fault, InputError, Report
from analysis.paths import read_bytes
from analysis.reading.encodings import decode
from analysis.reading.guard import guard
from analysis.wording import HALF_CHARACTER

EXPECTED = "an export of label-studio, doccano or INCEpTION as JSON"
_TOOLS = (inception, label_studio, doccano)


def read(path: Path, report: Report) -> tuple[Project, Counting]:
    """Read an export; what is wrong goes to the report.

    Returns:
        The project, and how the tool usually counts positions.

    Raises:
        InputError: nothing of the file can be read.
    """
    file = path.name
    with guard(file):
        text = decode(read_bytes(path, file), file)
        found = list(_values(text, file, is_lines=path.suffix.lower() == ".jsonl"))
        for tool in _TOOLS:
            if all(map(tool.is_record, (value for _, value in found))) and found:
                records = Records(file, path.stem, report)
                tool.read(found, records)
                report.error(*records.faults())
                return records.project, tool.COUNTING
    raise InputError([Fault(file, "JSON of another kind", EXPECTED)])


def _values(text: str, file: str, *, is_lines: bool) -> Iterator[tuple[int, Any]]:
    """Yield the records of a file, each with its line (0 in a file that is one value)."""
    if is_lines:
        for line, written in enumerate(text.split("\n"), start=1):
            if written.strip():
                yield line, _parse(written, file, line)
        return
    value = _parse(text, file, 0)
    if isinstance(value, list):
        yield from ((0, one) for one in value)
    else:
        yield 0, value


def _parse(text: str, file: str, line: int) -> Any:
    try:
        value = json.loads(text)
        half = HALF_CHARACTER.search(json.dumps(value, ensure_ascii=False))
        if half is None:
            return value
        found = f"half a character, U+{ord(half[0]):04X}"
        raise InputError([Fault(file, found, "whole characters", line=line)])
    except json.JSONDecodeError as error:
        place = line or error.lineno
        found = f"broken JSON ({error.msg})"
        raise InputError([Fault(file, found, EXPECTED, line=place)]) from None
