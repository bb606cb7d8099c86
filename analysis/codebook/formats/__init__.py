"""The formats of codebooks: one file per format, and one table that names them all.

A format's module has `read`, which fills a `Draft`, and `write`, which turns a `Codebook` into the
content of a file. The `.yaml` formats have `read_nodes` instead, which `yaml_dialects` calls. What
several formats share is in the modules that begin with an underscore.

To add a format, add its module here and a line to `FORMATS`. Then add the ending to the help of
`workbook convert` (`analysis/cli.py`) and to README.md, and a sample to `tests/codebook/files/`.

Entries of other programs' dictionaries are read as plain text with the wildcards of their format.
What the pattern language cannot express is left out and noted. Only a file that is not of its
format at all is a fault.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from analysis.codebook.draft import Draft
from analysis.codebook.model import Codebook


@dataclass(frozen=True)
class Format:
    """How the codebooks with one ending are read and written.

    Attributes:
        reader: the module of this folder whose `read` reads them.
        writer: the module whose `write` writes them.
    """

    reader: str
    writer: str

    def read(self, draft: Draft) -> None:
        """Read the file of the draft into the draft."""
        _function(self.reader, "read")(draft)

    def write(self, codebook: Codebook) -> bytes:
        """Return the codebook as the content of a file."""
        content = _function(self.writer, "write")(codebook)
        if isinstance(content, str):
            return content.encode()
        return content


FORMATS = {
    ".yaml": Format("yaml_dialects", "workbook"),
    ".yml": Format("yaml_dialects", "quanteda"),
    ".csv": Format("csv", "csv"),
    ".xlsx": Format("xlsx", "xlsx"),
    ".dic": Format("liwc", "liwc"),
    ".cat": Format("wordstat", "wordstat"),
    ".lcd": Format("lexicoder", "lexicoder"),
    ".lc3": Format("lexicoder3", "lexicoder3"),
    ".ykd": Format("yoshikoder", "yoshikoder"),
    ".qdc": Format("refi", "refi"),
}
_BEGINS_LIKE_LIWC = re.compile(rb"\s*%\s")


def find_format(ending: str, data: bytes) -> Format:
    """Return the format of an ending.

    If the ending is unknown, the content decides between LIWC and YAML.

    >>> find_format(".txt", b"%\\n1\\tposemo\\n%\\n").reader
    'liwc'
    """
    if ending in FORMATS:
        return FORMATS[ending]
    if _BEGINS_LIKE_LIWC.match(data):
        return FORMATS[".dic"]
    return FORMATS[".yaml"]


def _function(module: str, name: str) -> Callable:
    """Import a function of a module in this folder; some modules need what is slow to import."""
    return getattr(import_module(f"{__name__}.{module}"), name)
