"""What the schema of REFI-QDA projects asks for, as far as this workbook writes them.

The order of elements and the attributes are written down here from the description of the format,
as checks: the schema itself is not part of this project.
"""

import re
from datetime import datetime
from xml.etree import ElementTree

NAMESPACE = "{urn:QDA-XML:project:1.0}"
GUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
DATED = ("creatingUser", "creationDateTime")

# Element -> the elements in it, in their order; those marked with * can occur more than once.
CHILDREN = {
    "Project": [
        "Users",
        "CodeBook",
        "Variables",
        "Cases",
        "Sources",
        "Notes",
        "Links",
        "Sets",
        "Graphs",
        "Description",
        "NoteRef*",
    ],
    "Users": ["User*"],
    "User": [],
    "CodeBook": ["Codes", "Sets"],
    "Codes": ["Code*"],
    "Code": ["Description", "NoteRef*", "Code*"],
    "Variables": ["Variable*"],
    "Variable": ["Description"],
    "Sources": ["TextSource*"],
    "TextSource": [
        "Description",
        "PlainTextContent",
        "PlainTextSelection*",
        "Coding*",
        "NoteRef*",
        "VariableValue*",
    ],
    "PlainTextSelection": ["Description", "Coding*", "NoteRef*"],
    "Coding": ["CodeRef", "NoteRef*"],
    "CodeRef": [],
    "VariableValue": [
        "VariableRef",
        "TextValue",
        "BooleanValue",
        "IntegerValue",
        "FloatValue",
        "DateValue",
        "DateTimeValue",
    ],
    "VariableRef": [],
    "Description": [],
    "TextValue": [],
    "IntegerValue": [],
    "FloatValue": [],
    "DateValue": [],
}
# Element -> the attributes that it must have, and those that it can have.
REQUIRED = {
    "Project": ["name", "origin", "creatingUserGUID", "creationDateTime"],
    "User": ["guid", "name"],
    "Code": ["guid", "name", "isCodable"],
    "Variable": ["guid", "name", "typeOfVariable"],
    "TextSource": ["guid", "name", "plainTextPath", *DATED],
    "PlainTextSelection": ["guid", "name", "startPosition", "endPosition", *DATED],
    "Coding": ["guid", *DATED],
    "CodeRef": ["targetGUID"],
    "VariableRef": ["targetGUID"],
}
OPTIONAL = {"Code": ["color"]}
NOT_EMPTY = ("Users", "Codes", "Variables", "Sources", "Coding", "VariableValue")
TYPES = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
VALUES = {
    "IntegerValue": re.compile(r"[+-]?\d+", re.ASCII),
    "FloatValue": re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII),  # a decimal
    "DateValue": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
}


def check_structure(xml: bytes, parts: dict[str, bytes]) -> None:
    """Fail unless a project has the structure that its schema asks for."""
    root = ElementTree.fromstring(xml)
    assert root.tag == f"{NAMESPACE}Project"
    for node in root.iter():
        _check_element(node)
    guids = [node.get("guid") for node in root.iter() if node.get("guid")]
    assert len(guids) == len(set(guids)), "a GUID occurs twice"
    _check_references(root)
    _check_codes(root)
    _check_texts(root, parts)


def _name(node) -> str:
    assert node.tag.startswith(NAMESPACE), node.tag
    return node.tag.removeprefix(NAMESPACE)


def _check_element(node) -> None:
    name = _name(node)
    allowed = CHILDREN[name]
    order = [one.rstrip("*") for one in allowed]
    places = [order.index(_name(child)) for child in node]
    assert places == sorted(places), f"wrong order in <{name}>"
    for child, place in zip(node, places, strict=True):
        if not allowed[place].endswith("*"):
            assert places.count(place) == 1, f"several <{_name(child)}> in <{name}>"
    if name in NOT_EMPTY:
        assert len(node), f"<{name}> is empty"
    required = REQUIRED.get(name, [])
    assert set(required) <= set(node.attrib), f"<{name}> lacks an attribute"
    assert set(node.attrib) <= {*required, *OPTIONAL.get(name, [])}, f"<{name}> has another"
    _check_values(name, node)


def _check_values(name: str, node) -> None:
    for key in ("guid", "targetGUID", "creatingUser", "creatingUserGUID"):
        assert GUID.fullmatch(node.get(key, "0" * 8 + "-0000" * 3 + "-" + "0" * 12))
    if "creationDateTime" in node.attrib:
        assert datetime.fromisoformat(node.get("creationDateTime")).tzinfo
    assert node.get("isCodable", "true") in ("true", "false")
    assert re.fullmatch("#[0-9A-Fa-f]{6}|#[0-9A-Fa-f]{3}", node.get("color", "#000"))
    assert node.get("typeOfVariable", "Text") in TYPES
    if name in VALUES:
        assert VALUES[name].fullmatch(node.text)


def _check_references(root) -> None:
    users = {node.get("guid") for node in root.iter(f"{NAMESPACE}User")}
    codes = {node.get("guid") for node in root.iter(f"{NAMESPACE}Code")}
    variables = {node.get("guid") for node in root.iter(f"{NAMESPACE}Variable")}
    assert root.get("creatingUserGUID") in users
    assert {
        node.get("creatingUser") for node in root.iter() if "creatingUser" in node.attrib
    } <= users
    assert {node.get("targetGUID") for node in root.iter(f"{NAMESPACE}CodeRef")} <= codes
    assert {node.get("targetGUID") for node in root.iter(f"{NAMESPACE}VariableRef")} <= variables


def _check_codes(root) -> None:
    names = [node.get("name").casefold() for node in root.iter(f"{NAMESPACE}Code")]
    assert len(names) == len(set(names)), "two codes have one name"


def _check_texts(root, parts: dict[str, bytes]) -> None:
    """Every text is in the zip, in UTF-8 with LF; selections lie in it and have one user each."""
    named = set()
    for source in root.iter(f"{NAMESPACE}TextSource"):
        path = source.get("plainTextPath")
        assert path == f"internal://{source.get('guid')}.txt"
        part = f"sources/{source.get('guid')}.txt"
        text = parts[part].decode()
        assert "\r" not in text
        named.add(part)
        for selection in source.iter(f"{NAMESPACE}PlainTextSelection"):
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
            assert 0 <= start < end <= len(text)
            coders = {coding.get("creatingUser") for coding in selection.iter(f"{NAMESPACE}Coding")}
            assert coders <= {selection.get("creatingUser")}
    assert set(parts) == {"project.qde", *named}
