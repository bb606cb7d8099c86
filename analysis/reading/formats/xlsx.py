"""Tables as spreadsheets: one sheet of an `.xlsx` file (SpreadsheetML, ECMA-376).

The rows of a sheet are read one by one. The size that a sheet states is ignored, because it may be
wrong. Hidden rows and columns are read like any others.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO, NamedTuple

from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH, from_excel, from_ISO8601

from analysis.faults import LeftOut, Report
from analysis.reading.formats.zipped_xml import Element, ZippedXml, open_zipped_xml
from analysis.reading.table_files import MOST_ADDED, Row, cell_text, names_column
from analysis.reading.xml import local_name
from analysis.reading.zip_files import TooLarge
from analysis.wording import pluralize

LAST_COLUMN = 16_384  # of a sheet: XFD
MOST_ROWS = 1_048_576  # of a sheet
MOST_CHARACTERS = 100_000_000  # in all cells, which may refer to the same texts again and again

FORMULA = "formula"
MERGED = "group of merged cells"
EXPLANATIONS = {
    FORMULA: " without a value (save the file in a spreadsheet program)",
    MERGED: " (only the first cell of each has the value)",
}
# The parts that are not read, by what they hold.
_SIDE_PARTS = {
    "chart": re.compile(r"xl/charts/chart\d*\.xml"),
    "picture": re.compile(r"xl/media/.+"),
    "pivot table": re.compile(r"xl/pivotTables/.+\.xml"),
    "file of comments": re.compile(r"xl/(?:comments|threadedComments).*\.xml"),
}
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LETTERS = re.compile(r"[A-Z]{1,4}")

Moment = datetime | date | time | timedelta


class _Book(NamedTuple):
    """What the cells of all sheets refer to.

    Attributes:
        package: the parts of the file.
        strings: the texts of cells, by their numbers.
        dates: the numbers of the formats that show dates or times.
        spans: those among them that show spans of time.
        epoch: the day from which dates count.
    """

    package: ZippedXml
    strings: list[str]
    dates: frozenset[int]
    spans: frozenset[int]
    epoch: datetime


class _Sheet(NamedTuple):
    name: str
    part: str


def read(
    handle: BinaryIO,
    file: str,
    column: str,
    encoding: str,
    report: Report,
) -> Iterator[Row[list[str]]]:
    """Yield the rows of the first sheet that has the column, its header first.

    If no sheet has the column, the first sheet is read. Other sheets, charts and the like, and
    formulas without a value, are left out and listed in the report.

    Raises:
        InputError: if the file cannot be read, or is too large.
    """
    with open_zipped_xml(handle.read(), file, "a spreadsheet (.xlsx)") as package:
        book, sheets = _open_book(package)
        counts: Counter[str] = Counter()
        headers = {sheet: next(_read_rows(book, sheet, Counter()), None) for sheet in sheets}
        chosen = _choose_sheet(headers, column)
        for sheet in sheets:
            if sheet != chosen and headers[sheet]:
                n_rows = sum(1 for _ in _read_rows(book, sheet, counts))
                what = f"the sheet {sheet.name!r} ({pluralize(n_rows, 'row')})"
                report.leave_out(LeftOut(file, what))
        if chosen:
            yield from _padded(_read_rows(book, chosen, counts))
        _count_side_parts(package, counts)
        for kind, n in sorted((+counts).items()):
            what = pluralize(n, kind) + EXPLANATIONS.get(kind, "")
            report.leave_out(LeftOut(file, what))


def _open_book(package: ZippedXml) -> tuple[_Book, list[_Sheet]]:
    """Read all of a file but the cells of its sheets."""
    of_package = {relation.kind: relation.part for relation in package.relations("")}
    name = of_package.get("officeDocument", "xl/workbook.xml")
    workbook = package.part(name)
    if workbook.tag != "workbook":
        raise ValueError("it holds no spreadsheet")
    parts = {relation.id: relation for relation in package.relations(name)}
    part_of_kind = {relation.kind: relation.part for relation in parts.values()}
    properties = workbook.find("workbookPr")
    counts_from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    dates, spans = _find_date_formats(package.part(part_of_kind.get("styles", "")))
    strings = _read_strings(package, part_of_kind.get("sharedStrings", ""))
    epoch = CALENDAR_MAC_1904 if counts_from_1904 else WINDOWS_EPOCH
    sheets = []
    for element in workbook.iterfind("sheets/sheet"):
        relation = parts.get(element.get("id", ""))
        if relation and relation.kind == "worksheet" and relation.part in package.parts.names:
            sheets.append(_Sheet(element.get("name", ""), relation.part))
    return _Book(package, strings, dates, spans, epoch), sheets


def _find_date_formats(styles: Element) -> tuple[frozenset[int], frozenset[int]]:
    """Return the numbers of the formats that show dates or times, and of those that show spans."""
    own = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter("numFmt")}
    dates = set()
    spans = set()
    for number, style in enumerate(styles.iterfind("cellXfs/xf")):
        stated = style.get("numFmtId", "0")
        code = own.get(stated) or builtin_format_code(int(stated))
        if is_date_format(code):
            dates.add(number)
        if is_timedelta_format(code):
            spans.add(number)
    return frozenset(dates), frozenset(spans)


def _read_strings(package: ZippedXml, name: str) -> list[str]:
    if name not in package.parts.names:
        return []
    return [_text_of_string(element) for element in package.iterate(name, "si")]


def _count_side_parts(package: ZippedXml, counts: Counter[str]) -> None:
    for name in package.parts.names:
        for kind, pattern in _SIDE_PARTS.items():
            counts[kind] += bool(pattern.fullmatch(name))


# -- rows and cells ------------------------------------------------------------------------------


def _read_rows(book: _Book, sheet: _Sheet, counts: Counter[str]) -> Iterator[Row[list[str]]]:
    """Yield the rows that are not blank, without blank cells at their ends.

    `counts` counts what is left out: formulas without a value, which only a spreadsheet program can
    compute, and merged cells.
    """
    n_rows = 0
    number = 0
    n_characters = 0
    for element in book.package.iterate(sheet.part, "row", "mergeCell"):
        if local_name(element.tag) == "mergeCell":
            counts[MERGED] += 1
            continue
        n_rows += 1
        if n_rows > MOST_ROWS:
            raise TooLarge(f"a sheet of more than {MOST_ROWS:,} rows")
        number = int(element.get("r") or number + 1)
        filled: dict[int, str] = {}
        for column, text, has_formula in _read_cells(element, book):
            n_characters += len(text)
            if text.strip():
                filled[column] = text
            elif not text and has_formula:
                counts[FORMULA] += 1
        if n_characters > MOST_CHARACTERS:
            raise TooLarge(f"more than {MOST_CHARACTERS:,} characters in a sheet")
        if filled:
            yield Row(number, _list_cells(filled))


def _read_cells(row: Element, book: _Book) -> Iterator[tuple[int, str, bool]]:
    """Yield the column and text of each cell of a row, and whether it has a formula."""
    column = 0
    for cell in row:
        column = _column_of(cell, column + 1)
        inside = {local_name(child.tag): child for child in cell}
        text = _text_of_cell(cell, inside, book) if inside else ""
        yield column, text, "f" in inside


def _list_cells(filled: dict[int, str]) -> list[str]:
    cells = [""] * max(filled)
    for column, text in filled.items():
        cells[column - 1] = text
    return cells


def _column_of(cell: Element, following: int) -> int:
    """Return the column of a cell, from 1: the one it states, or else the next one."""
    place = cell.get("r")
    if place is None:
        column = following
    else:
        letters = _LETTERS.match(place.upper())
        column = column_number(letters[0]) if letters else 0
    if not 0 < column <= LAST_COLUMN:
        raise ValueError(f"a cell at {place or following!r}")
    return column


def column_number(letters: str) -> int:
    """Return the number of a column, from 1.

    >>> column_number("A"), column_number("AB"), column_number("XFD")
    (1, 28, 16384)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _text_of_cell(cell: Element, inside: dict[str, Element], book: _Book) -> str:
    """Write a cell as text; line ends become LF, as in other formats."""
    value = _value_of(cell, inside, book)
    if not isinstance(value, str):
        return cell_text(value)
    return unescape(value).replace("\r\n", "\n").replace("\r", "\n")


def _value_of(cell: Element, inside: dict[str, Element], book: _Book) -> object:
    """Return the value of a cell, by the elements inside the cell."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text_of_string(inside["is"]) if "is" in inside else None
    value = inside["v"].text if "v" in inside else ""
    if not value:
        return None
    match kind:
        case "s":
            return book.strings[int(value)]
        case "b":
            return bool(int(value))
        case "d":
            return _from_iso(value)
        case "n":
            return _number_of(value, int(cell.get("s", "0")), book)
    return value


def _text_of_string(element: Element) -> str:
    """Return the text of a string, which may be in several fonts, without its ruby annotations."""
    texts = []
    for child in element:
        name = local_name(child.tag)
        if name == "t":
            texts.append(child.text or "")
        elif name == "r":
            texts += [part.text or "" for part in child if local_name(part.tag) == "t"]
    return "".join(texts)


def _from_iso(value: str) -> Moment:
    moment: Moment = from_ISO8601(value)
    return moment


def _number_of(value: str, style: int, book: _Book) -> float | Moment:
    """Return a number, or the date that it means; a number too large for a date stays a number."""
    number = float(value) if any(letter in value for letter in ".Ee") else int(value)
    if style not in book.dates:
        return number
    try:
        moment: Moment = from_excel(number, book.epoch, timedelta=style in book.spans)
    except (OverflowError, ValueError):
        return number
    return moment


def unescape(cell: str) -> str:
    r"""Replace what spreadsheet programs write for characters that XML does not keep.

    `_x000D_` is a carriage return; `_x005F_` is the underscore before what is no such code.

    >>> unescape("one_x000D_\ntwo_x005F_x000D_")
    'one\r\ntwo_x000D_'
    """
    if "_x" not in cell:
        return cell
    units = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), cell)
    try:  # a character beyond U+FFFF is two codes
        return units.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return cell


def _choose_sheet(
    headers: dict[_Sheet, Row[list[str]] | None],
    column: str,
) -> _Sheet | None:
    """Return the first sheet that has the column, or else the first one; None if all are blank."""
    filled = {sheet: header for sheet, header in headers.items() if header}
    for sheet, header in filled.items():
        if any(names_column(cell, column) for cell in header.cells):
            return sheet
    return next(iter(filled), None)


def _padded(rows: Iterator[Row[list[str]]]) -> Iterator[Row[list[str]]]:
    """Yield the rows with blank cells added, so that each is at least as long as the header."""
    width = 0
    n_added = 0
    for number, cells in rows:
        width = width or len(cells)
        n_missing = max(0, width - len(cells))
        n_added += n_missing
        if n_added > MOST_ADDED:
            raise TooLarge(f"a sheet of {width:,} columns with hardly a cell filled")
        yield Row(number, cells + [""] * n_missing)
