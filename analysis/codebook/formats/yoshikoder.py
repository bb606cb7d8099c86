"""Yoshikoder's `.ykd`: XML of categories and entries, below one root category that is named as the dictionary."""

from xml.etree import ElementTree

from analysis.codebook.draft import Draft
from analysis.codebook.formats._cnodes import read_cnodes, write_cnodes
from analysis.codebook.model import Codebook


def read(draft: Draft) -> None:
    """Read the categories and entries."""
    read_cnodes(draft, default_style="Yoshikoder")


def write(codebook: Codebook) -> str:
    """Write the codebook as the root category, and its themes below it."""
    root = ElementTree.Element("dictionary", style="050805", patternengine="substring")
    top = ElementTree.SubElement(root, "cnode", name=codebook.name, desc="")
    return write_cnodes(codebook, root, top, to_entry=str)
