"""Texts out of PDF files, by the positions of characters and lines.

A PDF states its characters and where they are, but no words, lines or paragraphs. They are found
step by step, one module per step:

- `characters`: a page whose text runs up or down is turned upright.
- `line_numbers`: numbers in the margin that count the lines are left out and counted.
- `lines`: characters become lines, and small squares and discs that are drawn before a line become
  bullets. If a page stores two columns line by line, its lines run across both columns.
- `unreadable`: text whose font does not say which letters it draws is left out and counted. If that
  is most of the file, it is an error.
- `drop_caps`: a large first letter goes before the line beside it.
- `margins`: page numbers, running headers and footers, and lines of a table of contents are left
  out and counted.
- `columns`: lines become columns. Notes at the foot of a column are left out and counted.
- `paragraphs`: lines become paragraphs, list items, headings and rows of tables.
- `blocks`: headings are distinguished from other groups of lines.
- `words`: the lines of a group are joined, and so are words that are divided at the end of a line.

A character that the file draws without saying which letter it is cannot be read. Such characters
are left out and counted, except the ligatures and bullets of TeX, and text that reads like a
language anyway.
"""

import re
import zlib

import pypdfium2
from pypdfium2 import raw

from analysis.faults import Fault, InputError
from analysis.paths import MEGABYTE
from analysis.reading.formats.pdf.blocks import to_blocks
from analysis.reading.formats.pdf.characters import Characters
from analysis.reading.formats.pdf.columns import find_body_type, remove_notes, split_columns
from analysis.reading.formats.pdf.drop_caps import join_drop_caps
from analysis.reading.formats.pdf.line_numbers import find_line_numbers, find_strips
from analysis.reading.formats.pdf.lines import Line, PageLines, merge_lines, read_lines
from analysis.reading.formats.pdf.margins import remove_margins
from analysis.reading.formats.pdf.paragraphs import group_lines
from analysis.reading.formats.pdf.unreadable import remove_unreadable
from analysis.reading.formats.pdf.words import LineJoiner
from analysis.reading.layout import GUESSED
from analysis.reading.layout_writer import Block, ExtractedText, write_text
from analysis.reading.zip_files import CHUNK, TooLarge, too_large
from analysis.wording import pluralize

MOST_PAGES = 10_000
LARGEST_PART = 200 * MEGABYTE  # a picture of a page, in colour, has a tenth of that
PROBE = 1_000_000  # bytes of a packed part that are unpacked as a test
_PACKED = re.compile(rb"stream\r?\n(?=\x78)")  # the first byte of what zlib packs


def read(data: bytes, file: str, encoding: str = "") -> ExtractedText:
    """Read the text of a PDF that has a text layer; `encoding` is ignored.

    Raises:
        InputError: the file is no PDF, is broken, has a password, holds nothing but pictures, or
            does not say which letters it draws.
    """
    _refuse_bombs(data, file)
    pages = _read_pages(data, file)
    n_blank = sum(1 for page in pages if not page.lines and not page.unreadable)
    if n_blank == len(pages):
        found = "a scanned PDF, without a text layer"
        expected = "a PDF with text: run text recognition (OCR) on it first"
        raise InputError([Fault(file, found, expected)])
    pages, left_out = remove_unreadable(pages, file)
    if n_blank:
        left_out.add(f"{pluralize(n_blank, 'page')} without text (pictures, or blank)")
    for page in pages:
        for number in page.line_numbers:
            left_out.add("line number", number)
    lines = join_drop_caps([merge_lines(page.lines) for page in pages])
    lines, margins = remove_margins(lines, len(pages))
    blocks, n_notes = _to_blocks(lines)
    left_out.update(margins)
    left_out.add("footnote", n=n_notes)
    return write_text(blocks, left_out, GUESSED)  # not every heading is set in a type of its own


def _refuse_bombs(data: bytes, file: str) -> None:
    """Refuse a file with a packed part whose beginning unpacks to more than memory should hold.

    Raises:
        InputError: there is such a part.
    """
    for stream in _PACKED.finditer(data):
        unpacker = zlib.decompressobj()
        rest = data[stream.end() : stream.end() + PROBE]
        size = 0
        try:
            while chunk := unpacker.decompress(rest, CHUNK):
                size += len(chunk)
                rest = unpacker.unconsumed_tail
                if size > LARGEST_PART:
                    found = f"a part of more than {LARGEST_PART // MEGABYTE} MB once unpacked"
                    raise InputError([too_large(file, found)])
        except zlib.error:
            continue  # pdfium judges what is broken


def _read_pages(data: bytes, file: str) -> list[PageLines]:
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            if len(pdf) > MOST_PAGES:
                raise InputError([too_large(file, f"{len(pdf):,} pages")])
            return _read_all_pages(pdf)
    except TooLarge as error:
        raise InputError([too_large(file, str(error))]) from None
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            found = "a PDF with a password"
            expected = "a PDF without a password: open it and print it to a new PDF"
        else:
            reason = str(error).removesuffix(".")
            found = f"a file that cannot be read as a PDF ({reason})"
            expected = "a complete PDF"
        raise InputError([Fault(file, found, expected)]) from None


def _read_all_pages(pdf: pypdfium2.PdfDocument) -> list[PageLines]:
    """Read the lines of all pages; pages with numbers in the margin once more, without these."""
    pages = []
    strips = []
    for number, page in enumerate(pdf):
        characters = Characters(page)
        pages.append(read_lines(characters, page, number))
        strips += find_strips(characters)
    if not strips:
        return pages
    for number, page in enumerate(pdf):
        characters = Characters(page)
        line_numbers = find_line_numbers(strips, characters)
        for piece in line_numbers:
            characters.hide(piece.offsets)
        if line_numbers:
            line_texts = tuple(piece.text for piece in line_numbers)
            pages[number] = read_lines(characters, page, number)._replace(line_numbers=line_texts)
    return pages


def _to_blocks(lines: list[Line]) -> tuple[list[Block], int]:
    """Return the blocks of the text, and the number of notes that are left out."""
    body = find_body_type(lines)
    columns = []
    n_notes = 0
    for column in split_columns(lines):
        without_notes, count = remove_notes(column, body)
        columns.append(without_notes)
        n_notes += count
    groups = group_lines(columns, body)
    joiner = LineJoiner(line.text for column in columns for line in column)
    return to_blocks(groups, body, joiner), n_notes
