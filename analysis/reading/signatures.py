"""Recognise files of other formats by how they begin, whatever their names end in.

A transcript with times, a PDF or a saved page under a name that ends in `.txt` would be read as
prose, with its markup in the sentences.
"""

import io
import re
from os import SEEK_END
from typing import BinaryIO, NamedTuple

from analysis.faults import Fault, InputError

BEGINNING = 4096  # bytes that are looked at
END = 1_000_000  # bytes of a zip that are looked at: what it holds is listed at its end
ZIP = b"PK\x03\x04"

_RENAME = "a name that ends in {ending}"
_SAVE_AS_TEXT = "plain text: open it in the program that made it, and save it as .docx or .txt"
_WITHOUT_TIMES = (
    "plain text: export the transcript as text, or delete the lines with numbers and times"
)
_MESSAGES = "the texts of the messages, such as a table with one message per row"


class _Format(NamedTuple):
    """One format: how a file begins, what the file is, and what is expected in its place."""

    begins: re.Pattern[bytes]
    what: str
    expected: str


def _format(begins: str, what: str, expected: str) -> _Format:
    return _Format(re.compile(begins.encode("latin-1"), re.DOTALL), what, expected)


# The header lines of an e-mail, such as `Subject: …`, with their continuations.
_HEADER_LINES = r"(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){1,60}?"
_TIME = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"

# Tried in this order on the beginning of the file, without a byte-order mark.
_BINARY = (
    _format(r"%PDF-", "a PDF", _RENAME.format(ending=".pdf")),
    _format(r"PK\x03\x04.*word/document", "a Word document", _RENAME.format(ending=".docx")),
    _format(r"PK\x03\x04.*xl/workbook", "a spreadsheet", _RENAME.format(ending=".xlsx")),
    _format(
        r"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.text",
        "an OpenDocument text",
        _RENAME.format(ending=".odt"),
    ),
    _format(r"PK\x03\x04", "a zip archive", "the files in it: unpack it"),
    _format(r"\x1f\x8b|7z\xbc\xaf|Rar!", "a compressed archive", "the files in it: unpack it"),
    _format(
        r"\xd0\xcf\x11\xe0",
        "a file of an old Office program",
        "a newer format: open it and save it as .docx or .xlsx",
    ),
    _format(r"\x89PNG|\xff\xd8\xff|GIF8[79]a", "a picture", "a text"),
)
_MARKED_UP = (
    _format(r"\s*\{\\rtf\d", "rich text (RTF)", _SAVE_AS_TEXT),
    _format(r"%!PS", "PostScript", "a PDF or plain text"),
    _format(r"\s*\\documentclass", "LaTeX", "plain text or a PDF, as LaTeX makes them"),
    _format(r"WEBVTT\b.*-->", "subtitles (WebVTT)", _WITHOUT_TIMES),
    _format(rf"\s*(?:\d+\s*\n)?{_TIME} +--> +{_TIME}", "subtitles (SRT)", _WITHOUT_TIMES),
    _format(rf"{_TIME},{_TIME}\s*\n", "subtitles (SBV)", _WITHOUT_TIMES),
    _format(r"\[Script Info\]", "subtitles (ASS)", _WITHOUT_TIMES),
    _format(
        r"\s*+(?><!--.*?-->\s*+)*+(?i:<!DOCTYPE html|<html[\s>])",
        "a web page",
        _RENAME.format(ending=".html"),
    ),
    _format(r"\s*<\?xml\b", "XML", "plain text, or a web page (.html)"),
    _format(
        r"\s*[\[{]\s*(?:\{\s*)?\"[^\"\n]{1,80}\"\s*:",
        "JSON",
        "one JSON object per line, under a name that ends in .jsonl",
    ),
    _format(r"From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} ", "a mailbox (mbox)", _MESSAGES),
    _format(
        rf"{_HEADER_LINES}(?i:MIME-Version:[^\n]*\n)(?=.*(?i:text/html|multipart/related))",
        "a saved web page or e-mail (MIME)",
        "a web page: open it in a browser and save it as .html",
    ),
    _format(rf"(?:{_HEADER_LINES})?(?i:MIME-Version: )", "an e-mail (MIME)", _MESSAGES),
)


def refuse_binary_formats(handle: BinaryIO, file: str) -> None:
    """Raise an `InputError` if a file, at its beginning, is a PDF, a spreadsheet or the like."""
    start = handle.read(BEGINNING)
    if start.startswith(ZIP):
        size = handle.seek(0, SEEK_END)
        handle.seek(max(0, size - END))
        start += handle.read()
    handle.seek(0)
    _refuse(start, file, _BINARY)


def refuse_other_formats(data: bytes, file: str) -> None:
    r"""Raise an `InputError` if a file that should be plain text is of another format.

    >>> refuse_other_formats(b"%PDF-1.7 ...", "speech.txt")
    Traceback (most recent call last):
    analysis.faults.InputError: speech.txt: found a PDF; expected a name that ends in .pdf
    """
    refuse_binary_formats(io.BytesIO(data), file)
    _refuse(_beginning(data), file, _MARKED_UP)


def _beginning(data: bytes) -> bytes:
    """Return the beginning of a text in UTF-8, without a byte-order mark and with LF only."""
    start = data[:BEGINNING]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[: len(start) // 2 * 2].decode("utf-16", "replace").encode()
    start = start.removeprefix(b"\xef\xbb\xbf")
    return start.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _refuse(start: bytes, file: str, formats: tuple[_Format, ...]) -> None:
    for begins, what, expected in formats:
        if begins.match(start):
            raise InputError([Fault(file, what, expected)])
