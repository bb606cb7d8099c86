"""Yoshikoder's `.ykd`: XML of categories and entries, below one category named as the dictionary.

`_cnodes` describes the format and names its sources.
"""

from xml.etree import ElementTree

from analysis.codebook.draft import Draft
from analysis.codebook.formats._cnodes import read_cnodes, write_cnodes
from analysis.codebook.model import Codebook


def read(draft: Draft) -> None:
    """Read the categories and entries."""
    read_cnodes(draft, default_style="Yoshikoder")


def write(codebook: Codebook) -> str:
    """Write the codebook as the root category, and its themes below it."""
    properties = {
        "style": "050805",  # as in files of the program
        "patternengine": "substring",
    }
    root = ElementTree.Element("dictionary", properties)
    top = ElementTree.SubElement(root, "cnode", name=codebook.name, desc="")
    return write_cnodes(codebook, root, top, to_entry=str)
