"""Sheets as files that Excel and LibreOffice open: CSV, and XLSX with lists to choose from.

Cells of a CSV file that a spreadsheet program takes for formulas get an apostrophe in front (see
`analysis.coding.sheet_cells`). In an XLSX file, every text is marked as text.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from math import ceil
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from analysis.atomic import write_atomic
from analysis.codebook.model import Codebook
from analysis.coding.coding_files import HELP_NAME, THEMES_NAME
from analysis.coding.sheet_cells import CUT, guard, guard_guarded
from analysis.coding.sheet_form import NO_THEME, UNSURE, name_themes, theme_columns
from analysis.messages import say
from analysis.output.formats.cells import CANNOT_BE_HELD, SUBSTITUTE
from analysis.output.formats.xlsx import LONGEST, count_units
from analysis.wording import terminal_width

SHEET_NAME = "coding"
BOM = "\ufeff"

_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # what Excel takes for the code of a character
_FONT = "Calibri"
_PLAIN = Font(name=_FONT, size=11)
_BOLD = Font(name=_FONT, size=11, bold=True)
_GREY = Font(name=_FONT, size=11, color="595959")
_TO_FILL = PatternFill("solid", fgColor="FFF8E1")
_OF_HEADER = PatternFill("solid", fgColor="E8ECF1")
_LINE = Border(bottom=Side("thin", color="D0D5DB"), right=Side("thin", color="E8ECF1"))
_WRAPPED = Alignment(wrap_text=True, vertical="top", horizontal="left")
_GIVEN = {"row", "doc_id", "sent_id", "before", "after"}
_FILLED = {"unsure", "memo"}  # and the columns of themes
_LINE_HEIGHT = 15  # points
_FEWEST_LINES = 4  # of a row, so that a memo can be read
_HIGHEST = 409  # points of a row, in Excel
_WIDTHS = {"row": 5, "doc_id": 14, "sent_id": 7, "before": 34, "sentence": 52, "after": 34}
_WIDTHS |= {"unsure": 8, "memo": 32}
_THEME_WIDTH = 22
_THEMES_WIDTHS = {"theme": 28, "id": 28, "label": 28, "definition": 50}
_EXAMPLES_WIDTH = 44
_RULES_WIDTH = 100


# -- CSV -------------------------------------------------------------------------------------------


def write_csv(path: Path, sheet: pd.DataFrame) -> None:
    """Write a sheet as CSV, whole or not at all.

    It is UTF-8 with a byte-order mark, because Excel takes it for another encoding otherwise.
    """
    write_atomic(path, to_csv(sheet))


def to_csv(sheet: pd.DataFrame) -> bytes:
    """Return the bytes of a sheet as CSV.

    >>> to_csv(pd.DataFrame({"row": [1], "sentence": ["= a sum"]})).decode("utf-8-sig")
    "row,sentence\\r\\n1,'= a sum\\r\\n"
    """
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(sheet.columns)
    for row in sheet.itertuples(index=False, name=None):
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
    return (BOM + file.getvalue()).encode("utf-8", "surrogatepass")


# -- XLSX ------------------------------------------------------------------------------------------


def write_xlsx(path: Path, sheet: pd.DataFrame, codebook: Codebook) -> None:
    """Write a sheet as an XLSX file, whole or not at all; see `to_xlsx`."""
    write_atomic(path, to_xlsx(sheet, codebook))


def to_xlsx(sheet: pd.DataFrame, codebook: Codebook) -> bytes:
    """Return the bytes of a sheet as an XLSX file.

    The file has three sheets: the one to fill in, with a list of themes to choose from in each of
    its cells of themes; the themes with their definitions; and how to fill it in. Characters that a
    spreadsheet cannot hold become U+FFFD, and what is longer than a cell is cut (see `fit_cell`).
    """
    book = Workbook()
    to_fill = book.active
    to_fill.title = SHEET_NAME
    themes = list_themes(codebook)
    _fill(to_fill, sheet)
    add_choices(to_fill, list(sheet.columns), len(sheet) + 1, len(themes))
    _describe_themes(book.create_sheet(THEMES_NAME), themes)
    _explain(book.create_sheet(HELP_NAME))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def list_themes(codebook: Codebook) -> pd.DataFrame:
    """List what a cell of a sheet can hold: `theme` (as it is written), `id` and what it means.

    The column `label` is there only if a theme is written by its id.
    """
    names = name_themes(codebook)
    coded = codebook.coded_themes()
    table = pd.DataFrame(
        {
            "theme": names.choices,
            "id": coded["theme"],
            "label": coded["label"],
            "definition": coded["definition"],
            "include": coded["include"],
            "exclude": coded["exclude"],
        }
    )
    if (table["theme"] != table["id"]).all():
        table = table.drop(columns="label")
    none = {
        "theme": NO_THEME,
        "definition": say("Read, and none of the themes is in the sentence."),
    }
    return pd.concat([pd.DataFrame([none]), table], ignore_index=True).fillna("")[table.columns]


def _fill(page: Worksheet, sheet: pd.DataFrame) -> None:
    """Write the rows of a sheet, with wrapped text, and its header, which stays in view."""
    columns = list(sheet.columns)
    _write_header(page, columns)
    for number, name in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = _width(name)
    for at, row in enumerate(sheet.to_dict("records"), start=2):
        write_row(page, at, columns, row)
    _print_wide(page)


def write_row(page: Worksheet, at: int, columns: Sequence[str], row: Mapping[str, Any]) -> None:
    """Write a row of a sheet, in the columns as they are named; other columns are left alone."""
    texts = []
    widths = []
    for number, name in enumerate(columns, start=1):
        if name not in row:
            continue
        cell = page.cell(at, number)
        write_cell(cell, row[name])
        _lay_out(cell, _GREY if name in _GIVEN else _PLAIN)
        if name in _FILLED or theme_columns([name]):
            cell.fill = _TO_FILL
        texts.append(row[name])
        widths.append(_width(name))
    page.row_dimensions[at].height = max(_height(texts, widths), _FEWEST_LINES * _LINE_HEIGHT)


def _width(column: str) -> int:
    return _WIDTHS.get(column, _THEME_WIDTH)


def write_cell(cell: Cell, value: object) -> None:
    """Write a value; text is marked as text, so that it never becomes a formula."""
    if isinstance(value, str):
        if value:
            cell.value = escape(fit_cell(guard_guarded(value)))
            cell.data_type = "s"
            cell.number_format = "@"
    else:
        cell.value = int(str(value))


def fit_cell(text: str) -> str:
    """Return what a spreadsheet can hold of a text.

    >>> fit_cell("a\\x00b"), len(fit_cell("a" * 40_000))
    ('a�b', 32767)
    """
    held = CANNOT_BE_HELD.sub(SUBSTITUTE, text)
    if count_units(held) <= LONGEST:
        return held
    units = held.encode("utf-16-le")[: 2 * (LONGEST - len(CUT))]
    return units.decode("utf-16-le", "ignore") + CUT


def escape(text: str) -> str:
    """Write a text that looks like the code of a character so that Excel leaves it as it is.

    >>> escape("_x0041_")
    '_x005F_x0041_'
    """
    return _CODE.sub("_x005F_", text)


def add_choices(page: Worksheet, columns: Sequence[str], last: int, n_choices: int) -> None:
    """Let the cells of themes and of `unsure` be chosen from lists, from row 2 to the last.

    Args:
        page: the sheet to fill in.
        columns: its columns.
        last: its last row.
        n_choices: how many names the sheet of themes lists.
    """
    if last < 2:
        return
    themes = _list_validation(
        f"{THEMES_NAME}!$A$2:$A${n_choices + 1}",
        say("Please choose a theme from the list, or leave the cell blank."),
    )
    unsure = _list_validation(
        f'"{UNSURE}"',
        say("x if you are unsure; else leave the cell blank."),
    )
    for name in [*theme_columns(list(columns)), "unsure"]:
        if name in columns:
            letter = get_column_letter(list(columns).index(name) + 1)
            choices = unsure if name == "unsure" else themes
            choices.add(f"{letter}2:{letter}{last}")
    for choices in (themes, unsure):
        if choices.sqref:
            page.add_data_validation(choices)


def _list_validation(names: str, message: str) -> DataValidation:
    rule = DataValidation("list", names, allow_blank=True, showErrorMessage=True)
    rule.errorTitle = say("Not in the list")
    rule.error = message
    return rule


def _describe_themes(page: Worksheet, themes: pd.DataFrame) -> None:
    columns = list(themes.columns)
    _write_header(page, columns)
    for number, name in enumerate(columns, start=1):
        width = _THEMES_WIDTHS.get(name, _EXAMPLES_WIDTH)
        page.column_dimensions[get_column_letter(number)].width = width
    for at, row in enumerate(themes.itertuples(index=False, name=None), start=2):
        for number, value in enumerate(row, start=1):
            cell = page.cell(at, number)
            write_cell(cell, value)
            _lay_out(cell, _PLAIN)
        widths = [_THEMES_WIDTHS.get(name, _EXAMPLES_WIDTH) for name in columns]
        page.row_dimensions[at].height = _height(row, widths)
    _print_wide(page)


def _explain(page: Worksheet) -> None:
    """Say how a sheet is filled in."""
    page.column_dimensions["A"].width = _RULES_WIDTH
    for at, line in enumerate(list_rules(), start=1):
        cell = page.cell(at, 1)
        write_cell(cell, line)
        cell.alignment = _WRAPPED
        cell.font = _BOLD if at == 1 else _PLAIN
        page.row_dimensions[at].height = _height((line,), [_RULES_WIDTH]) + _LINE_HEIGHT / 2
    _print_wide(page)


def list_rules() -> list[str]:
    """Say in a few lines how a sheet is filled in."""
    return [
        say("How to fill in the sheet"),
        say(
            "Judge the sentence in the column “sentence”. The columns “before” and “after” hold "
            "the sentences around it, which help to understand it and are not judged."
        ),
        say(
            "Choose a theme for it from the list in the column “theme_1”; further themes go into "
            "“theme_2” to “theme_8”, one a cell, in any order. Give every theme that fits: a blank "
            "says that the theme is not in the sentence. The sheet “themes” says what each one "
            "means, with examples of what to include and what to leave out."
        ),
        say(
            "If none of the themes is in the sentence, choose “{none}”, and nothing else. A row "
            "without any theme counts as not coded yet.",
            none=NO_THEME,
        ),
        say("Put an x into “unsure” if you hesitate, and say why in “memo”, in your own words."),
        say(
            "Work alone, and do not search the texts for words. Do not change the sentences, "
            "“doc_id” or “sent_id”; rows may be sorted."
        ),
        say("Save often, under the same name and in the same format."),
    ]


def _write_header(page: Worksheet, columns: list[str]) -> None:
    for number, name in enumerate(columns, start=1):
        cell = page.cell(1, number)
        write_cell(cell, name)
        _lay_out(cell, _BOLD)
        cell.fill = _OF_HEADER
    page.freeze_panes = "A2"


def _lay_out(cell: Cell, font: Font) -> None:
    cell.font = font
    cell.alignment = _WRAPPED
    cell.border = _LINE


def _height(row: Sequence[object], widths: Sequence[float]) -> float:
    """Return how high a row has to be for its wrapped texts, in points.

    LibreOffice does not find that out by itself.
    """
    n_lines = 1
    for value, width in zip(row, widths, strict=True):
        lines = str(value).split("\n")
        needed = [max(1, ceil(terminal_width(line) / width)) for line in lines]
        n_lines = max(n_lines, sum(needed))
    return min(_HIGHEST, n_lines * _LINE_HEIGHT)


def _print_wide(page: Worksheet) -> None:
    """Print all columns beside one another, on as many pages as the rows need."""
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
