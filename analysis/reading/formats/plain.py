"""Plain text and Markdown: `.txt` and `.md`, decoded and otherwise left as they are."""

from analysis.reading.encodings import decode
from analysis.reading.layout_writer import ExtractedText


def read(data: bytes, file: str, encoding: str = "") -> ExtractedText:
    r"""Decode a text file (see `decode`); nothing is left out.

    >>> read(b"One.\r\nTwo.", "a.txt").text
    'One.\nTwo.'
    """
    return ExtractedText(decode(data, file, encoding))
