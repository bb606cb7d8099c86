"""Plain text and Markdown: `.txt` and `.md`, decoded and otherwise left as they are."""

from analysis.reading.encodings import decode
from analysis.reading.layout_writer import ExtractedText
from analysis.reading.signatures import refuse_other_formats


def read(data: bytes, file: str, encoding: str = "") -> ExtractedText:
    r"""Decode a text file (see `decode`); nothing is left out.

    Raises:
        InputError: the file cannot be decoded, or begins like a file of another format.

    >>> read(b"One.\r\nTwo.", "a.txt").text
    'One.\nTwo.'
    """
    refuse_other_formats(data, file)
    return ExtractedText(decode(data, file, encoding))
