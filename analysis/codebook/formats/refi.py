"""REFI-QDA codebooks (`.qdc`), which NVivo, ATLAS.ti, MAXQDA and QualCoder exchange.

They hold codes with descriptions and colours, but no patterns. Source of the format: the REFI-QDA
standard 1.5, *Exchanging codebooks* (`CodeBook`, `Codes`, `Code`, `Description`).
"""

import uuid
from collections import Counter
from xml.etree import ElementTree

from lxml import etree

from analysis.codebook.draft import Draft
from analysis.codebook.formats._xml import local_name, read_xml, text_of, write_xml
from analysis.codebook.model import Codebook
from analysis.codebook.outline import outline

NAMESPACE = "urn:QDA-XML:codebook:1.0"
NOT_CODABLE = 'isCodable="false"'
PASSED_OVER = ("Codes", "Sets", "Description", "MemberCode")  # nothing is lost with these


def read(draft: Draft) -> None:
    """Read codes as themes, and note how often each other thing occurs."""
    root = read_xml(draft, "CodeBook")
    for what, count in _read_children(draft, root, "").items():
        if count:
            draft.note(f"{what} is left out ({count} in the file)")


def _read_children(draft: Draft, parent: etree._Element, theme: str) -> Counter[str]:
    """Read the elements below `parent`, whose theme is `theme`, and count what is left out."""
    left_out: Counter[str] = Counter()
    for node in parent:
        below = theme
        kind = local_name(node)
        if kind == "Code":
            name = node.get("name", "")
            color = node.get("color", "")
            below = draft.add_theme(name, theme, node.sourceline, color=color)
            left_out[NOT_CODABLE] += node.get("isCodable") in ("false", "0")
        elif kind == "Description" and theme:
            row = draft.themes[theme]
            row["definition"] = row["definition"] or text_of(node)
        elif kind not in PASSED_OVER:
            left_out[f"<{kind}>"] += 1
        left_out.update(_read_children(draft, node, below))
    return left_out


def write(codebook: Codebook) -> str:
    """Write themes as codes.

    A code's guid is made of the codebook's name and the theme's id, so it is always the same.
    """
    root = ElementTree.Element("CodeBook", xmlns=NAMESPACE, origin="research-workbook")
    nodes = {"": ElementTree.SubElement(root, "Codes")}
    for entry in outline(codebook):
        code = {
            "guid": guid_of_theme(codebook.name, entry.theme),
            "name": entry.name,
            "isCodable": "true",
        }
        if entry.color:
            code["color"] = entry.color
        parent = nodes[entry.parent]
        node = ElementTree.SubElement(parent, "Code", code)
        nodes[entry.theme] = node
        if entry.definition:
            ElementTree.SubElement(node, "Description").text = entry.definition
    return write_xml(root)


def guid_of_theme(codebook: str, theme: str) -> str:
    """Return the GUID of a theme, made of the name of its codebook and its id."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{codebook}\n{theme}"))
