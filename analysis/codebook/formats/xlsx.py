"""A table of patterns as the first sheet of an `.xlsx` file."""

import io

from openpyxl import Workbook

from analysis.codebook.draft import Draft
from analysis.codebook.formats._pattern_table import read_pattern_table, to_pattern_table
from analysis.codebook.formats._xml import fit_for_xml
from analysis.codebook.model import Codebook


def read(draft: Draft) -> None:
    """Read one pattern per row."""
    read_pattern_table(draft)


def write(codebook: Codebook) -> bytes:
    """Write one pattern per row.

    Every cell is text, so that a pattern that begins with `=` is not a formula. A character that a
    sheet cannot hold becomes U+FFFD.
    """
    table = to_pattern_table(codebook)
    book = Workbook()
    sheet = book.active
    sheet.append(list(table.columns))
    for row in table.itertuples(index=False):
        cells = [fit_for_xml(cell) for cell in row]
        sheet.append(cells)
    for written in sheet:
        for cell in written:
            cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
