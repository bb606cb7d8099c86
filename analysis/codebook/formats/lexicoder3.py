"""Lexicoder 3's `.lc3`: `+category` or `+category#rrggbb`, then its entries, one per line.

Source of the format: files of the program. Entries are whole words; `*` is a wildcard, `?` is not.
Some files with this ending are Lexicoder's XML instead.
"""

import re

from analysis.codebook.draft import Draft
from analysis.codebook.formats import lexicoder
from analysis.codebook.model import Codebook
from analysis.codebook.outline import outline

HEADER = re.compile(r"\+(.*?)(#[0-9A-Fa-f]{6})?")
BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # byte-order marks, UTF-16's zero bytes, white space


def read(draft: Draft) -> None:
    """Read the lines, or the XML if the file begins with `<`."""
    if draft.data.lstrip(BEFORE_XML).startswith(b"<"):
        lexicoder.read(draft)
        return
    theme = ""
    for line, _, text in draft.lines():
        header = HEADER.fullmatch(text)
        if header:
            name, color = header.groups(default="")
            theme = draft.add_theme(name, "", line, color=color)
        else:
            draft.add_pattern(theme, text, line)
    if not draft.themes:
        expected = (
            "XML with the root element <dictionary>, "
            "or lines such as `+category` with words below them"
        )
        draft.stop("no category", expected)


def write(codebook: Codebook) -> str:
    """Write one level of categories, each named by the path of its theme."""
    lines = []
    for entry in outline(codebook):
        if entry.patterns or entry.is_leaf:
            lines += [f"+{entry.theme}{entry.color}", *entry.patterns]
    return "\n".join([*lines, ""])
