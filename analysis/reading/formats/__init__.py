"""One file per format, and the one table that names them all.

A reader of flowed text is a module with `read(data: bytes, file: str, encoding: str = "") -> ExtractedText`. Whoever
adds a format adds its module here and one line to `READERS`.
"""

from collections.abc import Callable
from importlib import import_module

from analysis.reading.layout_writer import ExtractedText

Reader = Callable[[bytes, str, str], ExtractedText]

# The ending of a file's name, and the module in this folder that reads such a file.
READERS = {
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".odt": "odt",
    ".pdf": "pdf",
}


def reader_for(ending: str) -> Reader:
    """The function that reads files with this ending; its module is imported only now, when one is to be read.

    >>> reader_for(".htm")(b"<p>One.", "a.htm", "").text
    'One.'
    """
    module = import_module(f"{__name__}.{READERS[ending]}")
    return module.read
