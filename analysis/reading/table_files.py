"""Tables of texts, one row a text: .csv, .tsv, .xlsx, .jsonl and .parquet, every cell read as text.

A cell is what the file holds: `007` and `NA` stay, a blank cell is `""`, true is `true`; a number of a spreadsheet is
written without needless zeros, a date as `2024-03-05`, what is nested as JSON.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from analysis.faults import Fault, InputError, LeftOut, Report, missing, nearest
from analysis.reading.encodings import codec_of, undecodable
from analysis.reading.zip_files import BROKEN, open_zip
from analysis.tables import TEXT
from analysis.wording import pluralize

TABLE_ENDINGS = (".csv", ".tsv", ".xlsx", ".jsonl", ".parquet")
LONGEST_CELL = 2**31 - 1  # characters; the csv module's own limit is 131,072
PARQUET_ROWS = 1000  # rows that are read at a time
MOST_FAULTS = 1000  # of one table that is read row by row
HINT = "; study.yaml can name another column (`text: …`)"
_EMPTY_FORMULA = re.compile(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")

Lines = Iterator[
    tuple[int, list[str]]
]  # line or row in the file, its cells; the header comes first


def rows_of_texts(
    handle: BinaryIO, file: str, text_column: str, encoding: str, report: Report
) -> Iterator[tuple[int, dict[str, str]]]:
    r"""The rows of a table that have a text, one after another: the line, the cells by column.

    The table may be of any length (but for .xlsx, which is read as a whole). Behind the last row come its errors, as
    `InputError` with at most `MOST_FAULTS`, and in the report a warning of what is left out. Of .jsonl a row has its own keys.

    Raises `InputError` for what `read_table` does, for a line that is not JSON, and where no row has a text.

    >>> list(rows_of_texts(io.BytesIO(b"year,text\n007,One.\nNA,\n"), "speeches.csv", "text", "", Report()))
    [(2, {'year': '007', 'text': 'One.'})]
    """
    own = Report()
    if file.lower().endswith(".jsonl"):
        rows = _json_rows(_lines(handle, file, encoding), file, text_column, own)
    else:
        lines = _cells(handle, file, [text_column], encoding, HINT, own)
        _, header = next(lines)
        rows = ((line, dict(zip(header, cells, strict=True))) for line, cells in lines)
    found, blank = False, []
    for line, row in rows:
        if row.get(text_column, "").strip():
            found = True
            yield line, row
        else:
            blank.append(line)
    if not found and not own.errors:
        own.error(Fault(file, "no row with a text", "a row for each text", key=text_column))
    own.raise_errors()
    said = [row.what for row in own.left_out]
    own.leave_out(*(LeftOut(file, "a row without a text", line) for line in blank))
    if blank:
        listed = ", ".join(map(str, blank[:10])) + (", …" if len(blank) > 10 else "")
        lines = "line" if len(blank) == 1 else "lines"
        said.append(f"{pluralize(len(blank), 'row')} without a text ({lines} {listed})")
    if said:
        report.warn(Fault(file, ", ".join(said), "texts; these are left out"))
    report.leave_out(*own.left_out)


def read_table(
    data: bytes, file: str, needed: list[str], encoding: str, report: Report
) -> tuple[pd.DataFrame, list[str]]:
    """A .csv, .tsv or .xlsx table as text, its index the line (or row) in the file; and what was left out of it.

    Errors in the report: a column of the `needed` ones that is not there, a name twice or missing, a row longer or
    shorter than the header; the table is without these. Raises `InputError` where the file cannot be read, or is empty.
    """
    own = Report()
    (_, header), *rows = _cells(io.BytesIO(data), file, needed, encoding, "", own)
    report.error(*own.errors)
    lines = [line for line, _ in rows]
    table = pd.DataFrame([cells for _, cells in rows], index=lines, columns=header, dtype=TEXT)
    return table.loc[:, ~table.columns.duplicated()], [row.what for row in own.left_out]


def _cells(
    handle: BinaryIO,
    file: str,
    needed: list[str],
    encoding: str,
    hint: str,
    report: Report,
) -> Lines:
    """The columns of a table, with the names that are needed, then the rows that are as long."""
    match Path(file).suffix.lower():
        case ".xlsx":
            lines = _sheet(handle.read(), file, needed[0], report)
        case ".parquet":
            lines = _parquet(handle, file)
        case _:
            lines = _separated(_lines(handle, file, encoding), file)
    top, header = next(lines, (0, []))
    if not header:
        raise InputError([Fault(file, "an empty table", f"the columns {', '.join(needed)}")])
    header = _named(header, needed)
    report.error(*_header_faults(header, file, needed, hint, top))
    yield top, header
    for line, cells in lines:
        if len(cells) == len(header):
            yield line, cells
        elif len(report.errors) < MOST_FAULTS:
            report.error(
                Fault(
                    file,
                    pluralize(len(cells), "cell"),
                    f"{len(header)}, as in the header",
                    line=line,
                )
            )


def _named(header: Iterable[str], needed: list[str]) -> list[str]:
    """The names of the columns without blanks around them; `Text` will do for `text`, where that is not there."""
    header = [name.strip() for name in header]
    asked = {name.lower(): name for name in needed if name not in header}
    return [asked.get(name.lower(), name) for name in header]


def _header_faults(
    header: list[str], file: str, needed: list[str], hint: str, line: int
) -> list[Fault]:
    missing = [name for name in needed if name not in header]
    if missing and len(header) == 1 and any(sign in header[0] for sign in "|\t,;"):
        expected = "commas between the columns (in a .tsv file tabs)"
        return [Fault(file, f"one column, {header[0]!r}", expected, line=line)]
    found = [
        (f"no column {name!r}", f"it, where there is {nearest(name, header)}{hint}")
        for name in missing
    ]
    found += [
        (f"the column {name!r} again", "each once")
        for name, n in Counter(header).items()
        if n > 1 and name
    ]
    found += [("a column without a name", "a name")] if "" in header else []
    return [Fault(file, *each, line=line) for each in found]


def _lines(handle: BinaryIO, file: str, encoding: str) -> Iterator[str]:
    """The lines of a text as `decode` reads it, one after another."""
    codec = codec_of(iter(partial(handle.read, 1 << 20), b""), encoding)
    handle.seek(0)
    with io.TextIOWrapper(handle, codec) as text:
        try:
            yield next(text, "").removeprefix("\ufeff")
            yield from text
        except UnicodeDecodeError as error:
            at = handle.tell() - len(error.object) + error.start
            raise InputError([undecodable(handle, at, file, codec, encoding)]) from None


def _separated(text: Iterator[str], file: str) -> Lines:
    """The rows of a .csv or .tsv file that are not blank."""
    top = next(text, "")
    delimiter = (
        "\t" if file.lower().endswith(".tsv") else ";" if ";" in top and "," not in top else ","
    )
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(chain([top], text), strict=True, delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        found, expected = (
            f"a row that cannot be read ({error})",
            "cells with quotes around them closed",
        )
        raise InputError([Fault(file, found, expected, line=line)]) from None


def _json_rows(text: Iterable[str], file: str, text_column: str, report: Report):
    """The objects of a .jsonl file, line and cells by key."""
    names: dict[tuple[str, ...], list[str]] = {}  # of the columns, by keys
    for number, line in enumerate(text, 1):
        if not line.strip():
            continue
        try:
            cells = _json_object(line.removesuffix("\n"))
        except (ValueError, RecursionError) as error:
            found = f"a line that is no JSON object ({error})"
            report.error(Fault(file, found, 'one object a line: {"text": "…", …}', line=number))
            continue
        if (keys := tuple(cells)) not in names:
            names[keys] = _named(keys, [text_column])
        yield number, dict(zip(names[keys], cells.values(), strict=True))
    if not report.errors:
        every = _named(dict.fromkeys(chain.from_iterable(names)), [text_column])
        report.error(*_header_faults(every, file, [text_column], HINT, 0))


def _json_object(line: str) -> dict[str, str]:
    def once(pairs: list[tuple]) -> dict:
        if twice := [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]:
            raise ValueError(f"the key {twice[0]!r} again")
        return dict(pairs)

    found = json.loads(
        line, object_pairs_hook=once, parse_int=str, parse_float=str, parse_constant=str
    )
    if not isinstance(found, dict):
        raise ValueError(f"it is a {type(found).__name__}")
    if any(isinstance(value, dict | list) for value in found.values()):
        found |= {
            key: value for key, value in json.loads(line).items() if isinstance(value, dict | list)
        }
    cells = {key: _cell(value) for key, value in found.items()}
    "".join([*cells, *cells.values()]).encode()  # half a surrogate pair is a ValueError, too
    return cells


def _cell(value: object) -> str:
    """A value as text.

    >>> [_cell(value) for value in (None, 2019.0, 0.5, True, datetime(2024, 3, 5), ["a", 1])]
    ['', '2019', '0.5', 'true', '2024-03-05', '["a", 1]']
    """
    if value is None or value != value:  # NaN
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime):
        return str(value.date() if value.time() == time() and not value.tzinfo else value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value.decode() if isinstance(value, bytes) else str(value)


def _parquet(handle: BinaryIO, file: str) -> Iterator[tuple[int, list[str]]]:
    """The names of the columns, then the rows of a .parquet file."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise InputError(
            [missing(file, "a .parquet file, and no pyarrow to read it", "parquet")]
        ) from None
    try:
        source = parquet.ParquetFile(handle)
        yield 0, source.schema_arrow.names
        columns = (
            [map(_cell, column.to_pylist()) for column in batch]
            for batch in source.iter_batches(PARQUET_ROWS)
        )
        rows = chain.from_iterable(zip(*each, strict=True) for each in columns)
        yield from enumerate(map(list, rows), 1)
    except (ArrowException, OSError, ValueError) as error:
        raise InputError(
            [Fault(file, f"a file that cannot be read ({error})", "a Parquet file")]
        ) from None


def _sheet(data: bytes, file: str, column: str, report: Report) -> Lines:
    """The first sheet that has the column; left out are other sheets, and formulas without a value."""
    try:
        formulas, sheets = _empty_formulas(data), _sheets(data)
    except BROKEN as error:
        expected = "a workbook (.xlsx), saved anew in that format and without a password"
        raise InputError([Fault(file, f"a file that cannot be read ({error})", expected)]) from None
    fits = [name for name, lines in sheets.items() if column in map(str.strip, lines[0][1])]
    chosen = next(iter(fits or sheets), "")
    for name, rows in sheets.items():
        if name != chosen:
            report.leave_out(LeftOut(file, f"the sheet {name!r} ({pluralize(len(rows), 'row')})"))
    if formulas:
        advice = "(save the file in a spreadsheet program)"
        what = f"{pluralize(formulas, 'formula')} without a value {advice}"
        report.leave_out(LeftOut(file, what))
    for line, cells in sheets.get(chosen, []):
        yield line, cells + [""] * (len(sheets[chosen][0][1]) - len(cells))


def _sheets(data: bytes) -> dict[str, list[tuple[int, list[str]]]]:
    """The rows of each sheet that are not blank, up to their last cell that is not."""
    from openpyxl import load_workbook

    sheets = {}
    for sheet in load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets:
        for line, row in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_cell(value) for value in row]
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                sheets.setdefault(sheet.title, []).append((line, cells))
    return sheets


def _empty_formulas(data: bytes) -> int:
    """How many formulas a program wrote without their values, which only a spreadsheet program works out."""
    with open_zip(data) as archive:
        sheets = [
            name
            for name in archive.namelist()
            if name.startswith("xl/worksheets/") and name.endswith(".xml")
        ]
        return sum(len(_EMPTY_FORMULA.findall(archive.read(name))) for name in sheets)
