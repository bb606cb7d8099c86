"""Lexicoder's `.lcd`: XML of categories and entries.

Spaces around an entry are the edges of words. `_cnodes` describes the format and names its
sources.
"""

from xml.etree import ElementTree

from analysis.codebook.draft import Draft
from analysis.codebook.formats._cnodes import LEXICODER, read_cnodes, write_cnodes
from analysis.codebook.model import Codebook
from analysis.codebook.patterns import tidy


def read(draft: Draft) -> None:
    """Read the categories and entries."""
    read_cnodes(draft, default_style=LEXICODER)


def write(codebook: Codebook) -> str:
    """Write each pattern as an entry, with a space at each end that is the edge of a word."""
    root = ElementTree.Element("dictionary", style=LEXICODER, name=codebook.name)
    return write_cnodes(codebook, root, root, _with_edges)


def _with_edges(pattern: str) -> str:
    """Return the entry of Lexicoder that means the pattern.

    >>> _with_edges("abandon*"), _with_edges("in the *")
    (' abandon', ' in the * ')
    """
    entry = tidy(pattern)
    words = entry.split(" ")
    first, last = words[0], words[-1]
    if first.startswith("*") and first != "*":
        entry = entry.removeprefix("*")
    else:
        entry = f" {entry}"
    if last.endswith("*") and last != "*":
        return entry.removesuffix("*")
    return f"{entry} "
