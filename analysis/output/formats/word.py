"""Tables and charts as Word documents, to be read and edited.

Numbers have four significant digits, long tables and texts are cut and say so; CSV has them whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd

from analysis.faults import InputError, missing
from analysis.messages import say
from analysis.output.formats.cells import (
    CANNOT_BE_HELD,
    PADDING,
    SUBSTITUTE,
    Prepared,
    is_numeric,
    list_texts,
    prepare,
    share_width,
)
from analysis.output.formats.zips import without_times
from analysis.wording import one_line, pluralize, text_align

MOST_ROWS = 1000  # that are shown; Word becomes slow with more
LONGEST = 1000  # characters in a cell
MARGIN = 0.9  # inches
PAGES = ((8.27, 11.69), (11.69, 8.27), (16.54, 11.69))  # A4 upright and on its side; A3 for more
PER_INCH = 15  # characters of a table
ENOUGH = 24  # characters of a column of text, to choose a page by
INK = "222222"
HALF_POINTS = 16  # the size of letters in a table
INCHES = 6.3  # the width of a picture
TALLEST = 7.5  # inches of a picture, so that its title and caption stand on the same page
TWIPS = 1440  # in an inch

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Picture:
    """A chart as a Word document shows it.

    Attributes:
        title: its title.
        caption: the sentences below it.
        alt: its description for readers who cannot see it.
        png: the picture.
    """

    title: str
    caption: str
    alt: str
    png: bytes


def write_docx(name: str, table: pd.DataFrame) -> bytes:
    """Write a table as a Word document, the same bytes each time.

    Args:
        name: the name of the table.
        table: the table.

    Raises:
        InputError: python-docx is not installed.
    """
    prepared = prepare(name, table, longest=LONGEST, most_rows=MOST_ROWS)
    document = _new_document(f"{name}.docx", name)
    document.add_heading(name, level=1)
    n_rows = pluralize(len(prepared.rows), "row")
    note = f"{n_rows}. Numbers have four significant digits; {name}.csv has them in full."
    document.add_paragraph(" ".join([note, *prepared.notes]))
    texts = list_texts(prepared)
    page = _choose_page(texts)
    _set_page(document.sections[0], *page)
    if texts:
        inches = page[0] - 2 * MARGIN
        document.element.body.insert(-1, _make_table(prepared, texts, inches))
    return _to_bytes(document)


def write_charts(pictures: Iterable[Picture]) -> bytes:
    """Write charts with their titles and captions as one Word document, the same bytes each time.

    Args:
        pictures: the charts, in order.

    Raises:
        InputError: python-docx is not installed.
    """
    document = _new_document("charts.docx", say("Charts"))
    _set_page(document.sections[0], *PAGES[0])
    for picture in pictures:
        _add_picture(document, picture)
    return _to_bytes(document)


def _new_document(file: str, title: str) -> Any:
    """Make an empty document that holds neither a time nor a name of a program."""
    try:
        from docx import Document
        from docx.shared import RGBColor
    except ImportError as error:
        raise InputError([missing(file, "no python-docx to write it", "office")]) from error
    document = Document()
    properties = document.core_properties
    properties.title = title
    properties.author = ""
    properties.comments = ""
    ink = RGBColor.from_string(INK)
    for style in ("Heading 1", "Heading 2", "Caption"):
        document.styles[style].font.color.rgb = ink
    document.styles["Caption"].font.bold = False
    return document


def _choose_page(texts: list[list[str]]) -> tuple[float, float]:
    """Choose the smallest page on which numbers are not broken, if there is one."""
    needed = sum(min(ENOUGH, max(map(len, column))) + PADDING for column in texts)
    wide_enough = (page for page in PAGES if needed <= (page[0] - 2 * MARGIN) * PER_INCH)
    return next(wide_enough, PAGES[-1])


def _set_page(section: Any, width: float, height: float) -> None:
    """Set the size of a page in inches, with the same margins on all sides."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Inches

    section.page_width, section.page_height = Inches(width), Inches(height)
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Inches(MARGIN)
    section.top_margin = section.bottom_margin = Inches(MARGIN)


def _to_bytes(document: Any) -> bytes:
    file = BytesIO()
    document.save(file)
    return without_times(file.getvalue())


# -- tables ----------------------------------------------------------------------------------------


def _make_table(prepared: Prepared, texts: list[list[str]], inches: float) -> Any:
    """Make the element of a table: lines above and below as in print, its head on every page."""
    from docx.oxml import parse_xml

    room = int(inches * TWIPS)
    shares = share_width(texts, int(inches * PER_INCH))
    widths = [int(share * room) for share in shares]
    are_numbers = [
        is_numeric([row[number] for row in prepared.rows]) for number in range(len(texts))
    ]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    line = f'w:val="single" w:sz="8" w:space="0" w:color="{INK}"'
    borders = f"<w:tblBorders><w:top {line}/><w:bottom {line}/></w:tblBorders>"
    margins = '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/>'
    rows = [
        _make_row([column[row] for column in texts], widths, are_numbers, is_head=row == 0)
        for row in range(len(texts[0]))
    ]
    return parse_xml(
        f'<w:tbl xmlns:w="{NAMESPACE}"><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'{borders}<w:tblLayout w:type="fixed"/>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _make_row(
    cells: list[str],
    widths: list[int],
    are_numbers: list[bool],
    *,
    is_head: bool,
) -> str:
    """Make the XML of a row."""
    head = "<w:tblHeader/>" if is_head else ""
    made = [
        _make_cell(cell, width, is_number, is_head)
        for cell, width, is_number in zip(cells, widths, are_numbers, strict=True)
    ]
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(made)}</w:tr>"


def _make_cell(
    text: str,
    width: int,
    is_number: bool,
    is_head: bool,
) -> str:
    """Make the XML of a cell; text in Arabic or Hebrew begins on the right."""
    is_rtl = text_align(text) == "right"
    line = f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{INK}"/>'
    border = f"<w:tcBorders>{line}</w:tcBorders>" if is_head else ""
    bidi = "<w:bidi/>" if is_rtl else ""
    align = '<w:jc w:val="right"/>' if is_number else ""
    spacing = '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
    bold = "<w:b/>" if is_head else ""
    size = f'<w:sz w:val="{HALF_POINTS}"/><w:szCs w:val="{HALF_POINTS}"/>'
    rtl = "<w:rtl/>" if is_rtl else ""
    run = f"<w:r><w:rPr>{bold}{size}{rtl}</w:rPr>"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{border}</w:tcPr>'
        f"<w:p><w:pPr>{bidi}{spacing}{align}</w:pPr>"
        f'{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )


# -- charts ----------------------------------------------------------------------------------------


def _add_picture(document: Any, picture: Picture) -> None:
    """Add a chart: its title as a heading, the picture, and the caption below."""
    from docx.shared import Inches

    document.add_heading(_clean(picture.title), level=2)
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(BytesIO(picture.png))
    scale = min(Inches(INCHES) / shape.width, Inches(TALLEST) / shape.height, 1)
    shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
    shape._inline.docPr.set("descr", _clean(picture.alt))
    caption = document.add_paragraph(style="Caption")
    caption.add_run(_clean(picture.caption))


def _clean(text: str) -> str:
    """Write text on one line, without what XML cannot hold."""
    return one_line(CANNOT_BE_HELD.sub(SUBSTITUTE, text)).strip()
