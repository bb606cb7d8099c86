"""Tables as JSON lines: `.jsonl`, one object per line, whose keys are the columns."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from analysis.faults import Alike, Fault, Report
from analysis.reading.encodings import decode_lines
from analysis.reading.table_files import LONGEST_TEXT, Row, cell_text

LONGEST_LINE = 6 * LONGEST_TEXT  # characters: each character of a text may be written as \u1234


def read(
    handle: BinaryIO,
    file: str,
    column: str,
    encoding: str,
    report: Report,
) -> Iterator[Row[dict[str, str]]]:
    """Yield the objects, each with its line. There is no header: every object has its own keys.

    A line that is not a JSON object is reported and skipped.
    """
    wrong = Alike("lines that are not JSON objects", "a line that is not a JSON object ({})")
    for number, line in enumerate(decode_lines(handle, file, encoding), start=1):
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            found = f"it has more than {LONGEST_LINE:,} characters"
            wrong.add(Fault(file, found, "one object per line", line=number))
            continue
        try:
            cells = _parse(line.removesuffix("\n"))
        except (ValueError, RecursionError) as error:
            expected = 'one object per line: {"text": "…", …}'
            wrong.add(Fault(file, str(error), expected, line=number))
            continue
        yield Row(number, cells)
    report.error(*wrong.summed_up())


def _parse(line: str) -> dict[str, str]:
    """Parse one object; numbers stay as they are written.

    Raises:
        ValueError: if the line is not valid JSON, not an object, has a key twice, or holds half a
            surrogate pair.
    """
    found = json.loads(
        line,
        object_pairs_hook=_without_repeated_keys,
        parse_int=str,
        parse_float=str,
        parse_constant=str,
    )
    if not isinstance(found, dict):
        raise ValueError(f"it is a {type(found).__name__}")
    if any(_is_nested(value) for value in found.values()):
        # Numbers inside a nested value are numbers, or they would be written in quotes.
        for key, value in json.loads(line).items():
            if _is_nested(value):
                found[key] = value
    cells = {key: cell_text(value) for key, value in found.items()}
    for text in (*cells, *cells.values()):
        text.encode()  # half a surrogate pair is a ValueError
    return cells


def _is_nested(value: object) -> bool:
    return isinstance(value, dict | list)


def _without_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for key, n in Counter(key for key, _ in pairs).items():
        if n > 1:
            raise ValueError(f"the key {key!r} occurs {n} times")
    return dict(pairs)
