"""The formats of texts: one file per format, and the two tables that name them all.

There are two kinds of module, each with one public function, `read`:

- A file of running text is read by `read(data, file, encoding)`. It returns an `ExtractedText`.
  `html` is a good example: it walks through the elements of a page and hands them to a
  `BlockBuilder` (see `analysis.reading.layout_writer`).
- A table of texts is read by `read(handle, file, column, encoding, report)`. It yields a `Row` for
  the header and for each row below it; `column` is the one that holds the texts. (`jsonl`
  yields no header, because each row names its own columns; `table_files` treats it apart.)

Every reader is called inside `guard`: an error that it does not know itself becomes a fault that
names the file.

To add a format, add its module here and a line to `READERS` or `TABLE_READERS`. Then add the ending
to README.md and `output/templates/README.md`, a sample to `tests/same_article.py`, tests to
`tests/reading/formats/`, and any new package to pyproject.toml.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, BinaryIO

from analysis.faults import Report
from analysis.reading.guard import guard
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
WHOLE_TABLES = (".xlsx",)  # that are read as a whole, not row by row


def reader_for(ending: str, *, whole: bool = False) -> Reader:
    """Return the function that reads texts with this ending. Its module is imported only now.

    With `whole`, web pages are read with their menus and the like (`html: whole`).

    >>> reader_for(".htm")(b"<nav>Home</nav><p>One.", "a.htm", "").text
    'One.'
    """
    name = READERS[ending]
    module = import_module(f"{__name__}.{name}")
    read = module.read_whole if whole and name == "html" else module.read

    def read_guarded(data: bytes, file: str, encoding: str) -> ExtractedText:
        with guard(file):
            extracted: ExtractedText = read(data, file, encoding)
            extracted.text.encode()  # half a character is an error
            return extracted

    return read_guarded


def table_reader_for(ending: str) -> TableReader:
    """Return the function that reads tables with this ending. Its module is imported only now."""
    module = import_module(f"{__name__}.{TABLE_READERS[ending]}")

    def read_guarded(
        handle: BinaryIO, file: str, column: str, encoding: str, report: Report
    ) -> Iterator[Any]:
        with guard(file):
            yield from module.read(handle, file, column, encoding, report)

    return read_guarded
