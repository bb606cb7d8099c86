"""Tables of texts, one row a text: .csv, .tsv, .xlsx, .jsonl and .parquet, every cell read as text.

A cell is what the file holds: `007` and `NA` stay, a blank cell is `""`, true is `true`; a number of a spreadsheet is
written without needless zeros, a date as `2024-03-05`, what is nested as JSON.
"""

import codecs
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from itertools import chain
from typing import BinaryIO, NamedTuple

import pandas as pd

from .faults import Fault, InputError, missing, nearest, raise_all
from .files import codec_of, decode, undecodable
from .tables import TEXT
from .words import counted
from .zips import BROKEN, open_zip

TABLE_ENDINGS = (".csv", ".tsv", ".xlsx", ".jsonl", ".parquet")
LONGEST_CELL = 2**31 - 1  # characters; the csv module's own limit is 131,072
PARQUET_ROWS = 1000  # rows that are read at a time
MOST_FAULTS = 1000  # of one table that is read row by row
HINT = "; study.yaml can name another column (`text: …`)"
_EMPTY_FORMULA = re.compile(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")

Lines = list[tuple[int, list[str]]]  # line or row in the file, its cells; the header comes first


class Rows(NamedTuple):
    """`cells`: the rows of a table as text, the index the line (or row) in the file; what was left out."""

    cells: pd.DataFrame
    left_out: tuple[str, ...] = ()


def rows_of_texts(
    handle: BinaryIO, file: str, text_column: str, encoding: str, left_out: list[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    r"""The rows of a table that have a text, one after another: the line, the cells by column.

    The table may be of any length (but for .xlsx, which is read as a whole). Behind the last row come its errors, as
    `InputError` with at most `MOST_FAULTS`, and `left_out` grows. Of .jsonl a row has its own keys.

    Raises `InputError` for what `read_table` does, for a line that is not JSON, and where no row has a text.

    >>> list(rows_of_texts(io.BytesIO(b"year,text\n007,One.\nNA,\n"), "speeches.csv", "text", "", []))
    [(2, {'year': '007', 'text': 'One.'})]
    """
    n_rows, blank, faults = 0, [], []
    iterate = {".jsonl": _json_rows, ".xlsx": partial(_sheet_rows, left_out)}.get(_ending(file), _table_rows)
    for n_rows, (line, row) in enumerate(iterate(handle, file, text_column, encoding, faults), start=1):  # noqa: B007
        if row.get(text_column, "").strip():
            yield line, row
        else:
            blank.append(line)
    raise_all(faults)
    left_out += _without_text(blank, n_rows, file, text_column)


def _without_text(blank: list[int], n_rows: int, file: str, text_column: str) -> tuple[str, ...]:
    """What is said of rows without a text; an `InputError` where there is no other."""
    if len(blank) == n_rows:
        raise InputError([Fault(file, "no row with a text", "a row for each text", key=text_column)])
    listed = ", ".join(map(str, blank[:10])) + (", …" if len(blank) > 10 else "")
    lines = "line" if len(blank) == 1 else "lines"
    return (f"{counted(len(blank), 'row')} without a text ({lines} {listed})",) if blank else ()


def _ending(file: str) -> str:
    return file[file.rindex(".") :].lower()


def _sheet_rows(left_out: list[str], handle: BinaryIO, file: str, text_column: str, encoding: str, faults: list[Fault]):
    """The rows of an .xlsx file, line and cells by column; `left_out` and `faults` grow."""
    cells, left = read_table(handle.read(), file, [text_column], encoding, HINT, faults)
    left_out += left
    yield from zip(cells.index, cells.to_dict("records"), strict=True)


def _table_rows(handle: BinaryIO, file: str, text_column: str, encoding: str, faults: list[Fault]):
    """The rows of a .csv, .tsv or .parquet file, line and cells by column; `faults` grows."""
    if _ending(file) == ".parquet":
        lines = _parquet(handle, file)
    else:
        text = _lines(handle, file, encoding)
        top = next(text, "")
        lines = _separated(chain([top], text), file, _delimiter(file, top))
    top, header = next(lines, (0, []))
    if not header:
        raise InputError([Fault(file, "an empty table", f"the columns {text_column}")])
    header = _named(header, [text_column])
    faults += _header_faults(header, file, [text_column], HINT, top)
    for line, cells in lines:
        if len(cells) == len(header):
            yield line, dict(zip(header, cells, strict=True))
        elif len(faults) < MOST_FAULTS:
            faults.append(_ragged(file, cells, header, line))


def _json_rows(handle: BinaryIO, file: str, text_column: str, encoding: str, faults: list[Fault]):
    """The rows of a .jsonl file, line and cells by key; `faults` grows."""
    every, names = {}, {}
    for line, each in _json_objects(_lines(handle, file, encoding), file):
        if (keys := tuple(each)) not in names:
            every |= dict.fromkeys(keys)
            names[keys] = _named(keys, [text_column])
        yield line, dict(zip(names[keys], each.values(), strict=True))
    faults += _header_faults(_named(every, [text_column]), file, [text_column], HINT, 0)


def read_table(
    data: bytes, file: str, needed: list[str], encoding="", hint="", faults: list[Fault] | None = None
) -> Rows:
    """A .csv, .tsv or .xlsx table, with its columns in the order of the file; `needed` must be among them.

    Raises `InputError` with every fault: a column that is not there (`hint` says what else may help), a name twice or
    missing, a row longer or shorter than the header, a file that cannot be read. A list of `faults`, where given, grows
    instead by those that leave a table to look at, without these rows and columns.
    """
    left = ()
    if _ending(file) == ".xlsx":
        lines, left = _sheet(data, file, needed[0])
    else:
        text = decode(data, file, encoding)
        lines = list(_separated(io.StringIO(text), file, _delimiter(file, text.partition("\n")[0])))
    if not lines:
        raise InputError([Fault(file, "an empty table", f"the columns {', '.join(needed)}")])
    (top, header), *body = lines
    header = _named(header, needed)
    found = _header_faults(header, file, needed, hint, top)
    found += [_ragged(file, cells, header, line) for line, cells in body if len(cells) != len(header)]
    if faults is None:
        raise_all(found)
    else:
        faults += found
    good = {line: cells for line, cells in body if len(cells) == len(header)}
    table = pd.DataFrame(list(good.values()), index=list(good), columns=header, dtype=TEXT)
    return Rows(table.loc[:, ~table.columns.duplicated()], left)


def _named(header: Iterable[str], needed: list[str]) -> list[str]:
    """The names of the columns without blanks around them; `Text` will do for `text`, where that is not there."""
    header = [name.strip() for name in header]
    asked = {name.lower(): name for name in needed if name not in header}
    return [asked.get(name.lower(), name) for name in header]


def _ragged(file: str, cells: list[str], header: list[str], line: int) -> Fault:
    return Fault(file, counted(len(cells), "cell"), f"{len(header)}, as in the header", line=line)


def _header_faults(header: list[str], file: str, needed: list[str], hint: str, line: int) -> list[Fault]:
    """What is wrong with the names of the columns."""
    missing = [name for name in needed if name not in header]
    if missing and len(header) == 1 and any(sign in header[0] for sign in "|\t,;"):
        expected = "commas between the columns (in a .tsv file tabs)"
        return [Fault(file, f"one column, {header[0]!r}", expected, line=line)]
    found = [(f"no column {name!r}", f"it, where there is {nearest(name, header)}{hint}") for name in missing]
    found += [(f"the column {name!r} again", "each once") for name, n in Counter(header).items() if n > 1 and name]
    found += [("a column without a name", "a name")] if "" in header else []
    return [Fault(file, *each, line=line) for each in found]


def _lines(handle: BinaryIO, file: str, encoding: str) -> Iterator[str]:
    """The lines of a text as `decode` reads it, one after another."""
    codec = codec_of(iter(partial(handle.read, 1 << 20), b""), encoding)
    handle.seek(0)
    text = io.TextIOWrapper(handle, codec)
    try:
        yield next(text, "").removeprefix("\ufeff")
        yield from text
    except UnicodeDecodeError:
        raise InputError([_first_undecodable(handle, file, codec, encoding)]) from None
    finally:
        if not handle.closed:
            text.detach()  # the handle is not ours to close


def _first_undecodable(handle: BinaryIO, file: str, codec: str, stated: str) -> Fault:
    """What `decode` says of the first byte that cannot be read, found piece by piece."""
    handle.seek(0)
    decoder, before, line, last = codecs.getincrementaldecoder(codec)(), 0, 0, b""
    while True:
        piece = handle.read(1 << 16)
        piece += handle.read(1) if piece.endswith(b"\r") else b""
        try:
            decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            near = last + piece
            at = len(near) - len(error.object) + error.start
            fault = undecodable(near, at, file, codec, stated)
            found = fault.found.replace(f"at offset {at}", f"at offset {before + at}", 1)
            return replace(fault, found=found, line=fault.line and fault.line + line)
        before, line = before + len(last), line + last.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
        last = piece


def _delimiter(file: str, top: str) -> str:
    return "\t" if _ending(file) == ".tsv" else ";" if ";" in top and "," not in top else ","


def _separated(text: Iterable[str], file: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a .csv or .tsv file that are not blank, each with the line it begins on."""
    reader = csv.reader(text, strict=True, delimiter=delimiter)
    limit = csv.field_size_limit(LONGEST_CELL)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        found, expected = f"a row that cannot be read ({error})", "cells with quotes around them closed"
        raise InputError([Fault(file, found, expected, line=line)]) from None
    finally:
        csv.field_size_limit(limit)


def _json_objects(text: Iterable[str], file: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The objects of a .jsonl file, each with its line; numbers stay as they are written. Faults are raised last."""
    faults: list[Fault] = []
    for number, line in enumerate(text, 1):
        if not line.strip():
            continue
        try:
            yield number, _json_object(line.removesuffix("\n"))
        except (ValueError, RecursionError) as error:
            found = f"a line that is no JSON object ({error})"
            faults.append(Fault(file, found, 'one object a line: {"text": "…", …}', line=number))
    raise_all(faults)


def _json_object(line: str) -> dict[str, str]:
    def once(pairs: list[tuple]) -> dict:
        if twice := [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]:
            raise ValueError(f"the key {twice[0]!r} again")
        return dict(pairs)

    found = json.loads(line, object_pairs_hook=once, parse_int=str, parse_float=str, parse_constant=str)
    if not isinstance(found, dict):
        raise ValueError(f"it is a {type(found).__name__}")
    if any(isinstance(value, dict | list) for value in found.values()):
        found |= {key: value for key, value in json.loads(line).items() if isinstance(value, dict | list)}
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
        raise InputError([missing(file, "a .parquet file, and no pyarrow to read it", "parquet")]) from None
    try:
        source = parquet.ParquetFile(handle)
        yield 0, source.schema_arrow.names
        number = 0
        for batch in source.iter_batches(PARQUET_ROWS):
            columns = [map(_cell, column.to_pylist()) for column in batch.columns]
            for number, cells in enumerate(zip(*columns, strict=True), number + 1):  # noqa: B020
                yield number, list(cells)
    except (ArrowException, OSError, ValueError) as error:
        raise InputError([Fault(file, f"a file that cannot be read ({error})", "a Parquet file")]) from None


def _sheet(data: bytes, file: str, column: str) -> tuple[Lines, tuple[str, ...]]:
    """The first sheet that has the column; what is left out: other sheets, formulas without a value."""
    try:
        formulas = _empty_formulas(data)
        sheets = _sheets(data)
    except BROKEN as error:
        expected = "a workbook (.xlsx), saved anew in that format and without a password"
        raise InputError([Fault(file, f"a file that cannot be read ({error})", expected)]) from None
    fits = [name for name, lines in sheets.items() if column in [cell.strip() for cell in lines[0][1]]]
    chosen = (fits or list(sheets) or [""])[0]
    left = [f"the sheet {name!r} ({counted(len(lines), 'row')})" for name, lines in sheets.items() if name != chosen]
    left += (
        [f"{counted(formulas, 'formula')} without a value (save the file in a spreadsheet program)"] if formulas else []
    )
    return sheets.get(chosen, []), tuple(left)


def _sheets(data: bytes) -> dict[str, Lines]:
    """The rows of each sheet that are not blank; shorter rows are filled up, blank cells beyond the header cut off."""
    from openpyxl import load_workbook

    sheets = {}
    for sheet in load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets:
        rows = [(n, [_cell(value) for value in row]) for n, row in enumerate(sheet.iter_rows(values_only=True), 1)]
        lines = [(n, cells) for n, cells in rows if any(cell.strip() for cell in cells)]
        if lines:
            width = max((at for at, name in enumerate(lines[0][1], 1) if name.strip()), default=0)
            filled = {n: max(at for at, cell in enumerate(cells, 1) if cell.strip()) for n, cells in lines}
            sheets[sheet.title] = [(n, (cells + [""] * width)[: max(width, filled[n])]) for n, cells in lines]
    return sheets


def _empty_formulas(data: bytes) -> int:
    """How many formulas a program wrote without their values, which only a spreadsheet program works out."""
    with open_zip(data) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return sum(len(_EMPTY_FORMULA.findall(archive.read(name))) for name in sheets)
