"""One file per format, and the two tables that name them all.

A reader of flowed text is a module with `read(data: bytes, file: str, encoding: str = "") ->
ExtractedText`. A reader of tables is a module with `read(handle, file, column, encoding, report)`,
which yields a `Row` for the header and for each row below it (`column` is the one that the table
should have). Whoever adds a format adds its module here and one line to `READERS` or
`TABLE_READERS`.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from analysis.reading.layout_writer import ExtractedText

Reader = Callable[[bytes, str, str], ExtractedText]
TableReader = Callable[..., Any]  # the rows differ: some formats have a header, some have not

# The ending of a file's name, and the module in this folder that reads such a file.
READERS = {
    ".txt": "plain",
    ".md": "plain",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".odt": "odt",
    ".pdf": "pdf",
}
TABLE_READERS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".jsonl": "jsonl",
    ".parquet": "parquet",
}


def reader_for(ending: str) -> Reader:
    """Return the function that reads texts with this ending. Its module is imported only now.

    >>> reader_for(".htm")(b"<p>One.", "a.htm", "").text
    'One.'
    """
    module = import_module(f"{__name__}.{READERS[ending]}")
    return module.read


def table_reader_for(ending: str) -> TableReader:
    """Return the function that reads tables with this ending. Its module is imported only now."""
    module = import_module(f"{__name__}.{TABLE_READERS[ending]}")
    return module.read
