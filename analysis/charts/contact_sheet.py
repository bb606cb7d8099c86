"""The contact sheet: all charts of a run on a few pages, as vectors, each with its name and title.

The words are drawn by matplotlib, in the fonts of the house. The charts are then placed on these
pages as they are in their own PDF files.
"""

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from analysis.charts.style import SMALL, SOFT, house_style
from analysis.charts.wrapping import POINTS, clean, keep_left_to_right, shorten, wrap
from analysis.messages import count, say

WIDTH, HEIGHT = 8.27, 11.69  # inches: A4
MARGIN = 0.5
HEAD = 0.35  # above the pictures of a page
COLUMNS, ROWS = 2, 3
GAP = 0.3  # between pictures
WORDS = 0.55  # below each picture: its title and its name
TITLE_LINES = 2
LINE = 0.14  # inches from one line of text to the next
UNSTABLE = ("CreationDate", "Producer", "Creator")

# What PDFium writes of its own: the time, and a name that it draws at random for each file. They
# are overwritten by as many characters, because a PDF file counts bytes.
TIME = re.compile(rb"(?<=/CreationDate\(D:)\d{14}[^)]*")
NAMES = re.compile(rb"(?<=/ID\[<)[0-9A-F]{32}><[0-9A-F]{32}(?=>\])")
NO_TIME = b"19800101000000+00'00'"
NO_NAMES = b"0" * 32 + b"><" + b"0" * 32


@dataclass(frozen=True)
class SheetPicture:
    """A chart on the contact sheet.

    Attributes:
        name: the name of its files.
        title: its title.
        pdf: the picture, a PDF file of one page.
    """

    name: str
    title: str
    pdf: bytes


@dataclass(frozen=True)
class _Box:
    """The place of a picture on a page, in inches from the lower left corner."""

    left: float
    bottom: float
    width: float
    height: float


def make_contact_sheet(pictures: Sequence[SheetPicture], heading: str) -> bytes:
    """Put charts on pages, six on each, as a PDF file with the same bytes each time.

    Args:
        pictures: the charts, in order; at least one.
        heading: what stands at the top of each page, such as the name of the study.
    """
    most = COLUMNS * ROWS
    pages = [pictures[first : first + most] for first in range(0, len(pictures), most)]
    heading = f"{heading}{say(': ')}{count(len(pictures), 'chart')}"
    words = _draw_words(pages, heading)
    file = BytesIO()
    with pypdfium2.PdfDocument(words) as sheet:
        for number, placed in enumerate(pages):
            with closing(sheet[number]) as page:
                for picture, box in zip(placed, _list_boxes(), strict=False):
                    _place(sheet, page, picture, box)
                page.gen_content()
        sheet.save(file)
    return _without_time(file.getvalue())


def _list_boxes() -> list[_Box]:
    """List the places of the pictures of a page, row by row from the top."""
    width = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS
    room = HEIGHT - 2 * MARGIN - HEAD - (ROWS - 1) * GAP
    height = room / ROWS - WORDS
    boxes = []
    for row in range(ROWS):
        top = HEIGHT - MARGIN - HEAD - row * (height + WORDS + GAP)
        for column in range(COLUMNS):
            left = MARGIN + column * (width + GAP)
            boxes.append(_Box(left, top - height, width, height))
    return boxes


@house_style()
def _draw_words(pages: Sequence[Sequence[SheetPicture]], heading: str) -> bytes:
    """Draw the pages without their pictures, as a PDF file."""
    file = BytesIO()
    with PdfPages(file, metadata=dict.fromkeys(UNSTABLE)) as pdf:
        for number, placed in enumerate(pages, start=1):
            figure = Figure(figsize=(WIDTH, HEIGHT))
            room = WIDTH - 2 * MARGIN
            head = shorten(clean(heading), 0.8 * room, SMALL)
            top = HEIGHT - MARGIN
            _write(figure, MARGIN, top, [head], ink=SOFT)
            page = say("{k} of {n}", k=number, n=len(pages))
            _write(figure, WIDTH - MARGIN, top, [page], ink=SOFT, side="right")
            for picture, box in zip(placed, _list_boxes(), strict=False):
                lines = wrap(picture.title, box.width, SMALL, TITLE_LINES)
                below = box.bottom - LINE / 2
                _write(figure, box.left, below, lines)
                name = [shorten(clean(picture.name), box.width, SMALL)]
                _write(figure, box.left, below - LINE * len(lines), name, ink=SOFT)
            pdf.savefig(figure)
    return file.getvalue()


def _write(
    figure: Figure,
    left: float,
    top: float,
    lines: list[str],
    *,
    ink: str = "black",
    side: str = "left",
) -> None:
    """Write lines of text below a height; all lengths are inches."""
    for number, line in enumerate(lines):
        figure.text(
            left / WIDTH,
            (top - number * LINE) / HEIGHT,
            keep_left_to_right(line),
            size=SMALL,
            color=ink,
            ha=side,
            va="top",
        )


def _place(
    sheet: pypdfium2.PdfDocument,
    page: pypdfium2.PdfPage,
    picture: SheetPicture,
    box: _Box,
) -> None:
    """Place a picture at the bottom of its box, as large as fits and no larger than it is."""
    with pypdfium2.PdfDocument(picture.pdf) as source, closing(source[0]) as drawn:
        width, height = drawn.get_size()
        with closing(source.page_as_xobject(0, sheet)) as form:
            shape = form.as_pageobject()
    scale = min(box.width * POINTS / width, box.height * POINTS / height, 1)
    matrix = pypdfium2.PdfMatrix().scale(scale, scale)
    shape.set_matrix(matrix.translate(box.left * POINTS, box.bottom * POINTS))
    page.insert_obj(shape)


def _without_time(pdf: bytes) -> bytes:
    """Overwrite the time and the random names that PDFium writes into a file."""
    return NAMES.sub(NO_NAMES, TIME.sub(NO_TIME, pdf))
