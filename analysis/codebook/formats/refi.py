"""REFI-QDA codebooks (`.qdc`: NVivo, ATLAS.ti, MAXQDA, QualCoder): codes with descriptions and colours, no patterns.

Source of the format: the REFI-QDA standard 1.5, *Exchanging codebooks* (`CodeBook`, `Codes`, `Code`, `Description`).
"""

import uuid
from collections import Counter
from xml.etree import ElementTree

from analysis.codebook.draft import Draft, document, elements, walk


def read(draft: Draft) -> None:
    """Read codes as themes; what else there is, is counted in the notes."""
    others: Counter[str] = Counter()
    for node in elements(draft, "CodeBook")[1:]:
        node.theme = node.parent.theme
        if node.tag == "Code":
            node.theme = draft.theme(
                node.get("name"), node.theme, node.line, color=node.get("color")
            )
            others['isCodable="false"'] += node.get("isCodable") in ("false", "0")
        elif node.tag == "Description" and node.theme:
            row = draft.themes[node.theme]
            row["definition"] = row["definition"] or " ".join(node.text.split())
        elif node.tag not in ("Codes", "Sets", "Description", "MemberCode"):
            others[f"<{node.tag}>"] += 1
    draft.notes += [
        f"{what} is left out ({count} in the file)" for what, count in others.items() if count
    ]


def write(codebook) -> str:
    """Write themes as codes; a code's guid is made of the codebook's name and the theme, and so always the same."""
    root = ElementTree.Element(
        "CodeBook", xmlns="urn:QDA-XML:codebook:1.0", origin="research-workbook"
    )
    nodes = {"": ElementTree.SubElement(root, "Codes")}
    for theme in walk(codebook):
        guid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{codebook.name}\n{theme.theme}"))
        color = {"color": theme.color} if getattr(theme, "color", "") else {}
        code = {"guid": guid, "name": theme.name, "isCodable": "true"} | color
        nodes[theme.theme] = node = ElementTree.SubElement(nodes[theme.parent], "Code", code)
        if theme.definition:
            ElementTree.SubElement(node, "Description").text = theme.definition
    return document(root)
