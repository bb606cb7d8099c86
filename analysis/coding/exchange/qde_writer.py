"""The XML of a REFI-QDA project (`project.qde`), written.

Source of the format: the REFI-QDA standard 1.5, *Exchanging projects*. The order of the elements
and the attributes are those that its schema asks for, and what programs rely on when they read: the
origin is stated, the reference to a code comes first in a coding, no text lies in the XML itself.
"""

import re
import uuid
from collections import Counter
from collections.abc import Iterable
from xml.etree import ElementTree

from analysis.codebook.formats._xml import NOT_IN_XML, write_xml
from analysis.coding.exchange.model import Code, Project, Selection, Source
from analysis.wording import one_line

NAMESPACE = "urn:QDA-XML:project:1.0"
LONGEST_NAME = 60  # characters of a text that name its selection
_COLOR = re.compile(r"#(?:[0-9A-Fa-f]{3}){1,2}")
Element = ElementTree.Element


class Guids:
    """GUIDs that are made of what they name, so that the same project has the same ones.

    Args:
        project: what makes this project different from others, such as its name.
    """

    def __init__(self, project: str) -> None:
        self._namespace = uuid.uuid5(uuid.NAMESPACE_URL, project)

    def __call__(self, *parts: object) -> str:
        """Return the GUID of a thing that these parts name."""
        return str(uuid.uuid5(self._namespace, "\n".join(map(str, parts))))


class ProjectWriter:
    """Writes a project as XML.

    Args:
        project: the project. Sources and codes have GUIDs as their keys; the first user is the one
            who made all that no other user made.
        date: when it was made, such as `2026-03-31T00:00:00Z`.
    """

    def __init__(self, project: Project, date: str) -> None:
        self._project = project
        self._date = date
        self._users = {name: guid for guid, name in project.users.items()}
        self._maker = next(iter(project.users))
        self._guid = Guids(project.name)
        self._variables = {name: self._guid("variable", name) for name in project.variables}

    def write(self) -> bytes:
        """Return the XML."""
        project = self._project
        root = Element(
            "Project",
            xmlns=NAMESPACE,
            name=project.name,
            origin=project.origin,
            creatingUserGUID=self._maker,
            creationDateTime=self._date,
        )
        users = _add(root, "Users")
        for guid, name in project.users.items():
            _add(users, "User", guid=guid, name=name)
        self._add_codes(root)
        self._add_variables(root)
        if project.sources:
            sources = _add(root, "Sources")
            for source in project.sources:
                self._add_source(sources, source)
        return write_xml(root).encode()

    def _add_codes(self, root: Element) -> None:
        if not self._project.codes:
            return
        codes = _add(_add(root, "CodeBook"), "Codes")
        nodes = {"": codes}
        for code in self._project.codes:
            nodes[code.key] = _add_code(nodes[code.parent], code)

    def _add_variables(self, root: Element) -> None:
        if not self._variables:
            return
        variables = _add(root, "Variables")
        for name, guid in self._variables.items():
            kind = self._project.variables[name]
            _add(variables, "Variable", guid=guid, name=name, typeOfVariable=kind)

    def _add_source(self, parent: Element, source: Source) -> None:
        node = _add(
            parent,
            "TextSource",
            guid=source.key,
            name=source.name,
            plainTextPath=f"internal://{source.key}.txt",
            creatingUser=self._maker,
            creationDateTime=self._date,
        )
        _add_description(node, source.description)
        seen: Counter[tuple] = Counter()
        for selection in source.selections:
            key = (source.key, selection.start, selection.end, selection.user, selection.name)
            seen[key] += 1  # they differ in their memos
            self._add_selection(node, selection, self._guid(*key, seen[key]))
        for name, value in source.variables.items():
            self._add_value(node, name, value)

    def _add_selection(self, parent: Element, selection: Selection, guid: str) -> None:
        made = {"creatingUser": self._users[selection.user], "creationDateTime": self._date}
        node = _add(
            parent,
            "PlainTextSelection",
            guid=guid,
            name=selection.name,
            startPosition=str(selection.start),
            endPosition=str(selection.end),
            **made,
        )
        _add_description(node, selection.memo)
        for code in selection.codes:
            coding = _add(node, "Coding", guid=self._guid(guid, code), **made)
            _add(coding, "CodeRef", targetGUID=code)

    def _add_value(self, parent: Element, name: str, value: str) -> None:
        node = _add(parent, "VariableValue")
        _add(node, "VariableRef", targetGUID=self._variables[name])
        _add(node, f"{self._project.variables[name]}Value").text = value


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return ElementTree.SubElement(parent, tag, attributes)


def _add_code(parent: Element, code: Code) -> Element:
    attributes = {
        "guid": code.key,
        "name": code.name,
        "isCodable": "true" if code.is_codable else "false",
    }
    if _COLOR.fullmatch(code.color):
        attributes["color"] = code.color
    node = _add(parent, "Code", **attributes)
    _add_description(node, code.definition)
    return node


def _add_description(parent: Element, text: str) -> None:
    if text:
        _add(parent, "Description").text = text


def name_of_text(text: str) -> str:
    """Return the beginning of a text, on one line, as the name of its selection.

    >>> name_of_text("One two. " * 20)
    'One two. One two. One two. One two. One two. One two. One tw…'
    """
    line = one_line(text[: 2 * LONGEST_NAME])
    return line if len(line) <= LONGEST_NAME else f"{line[:LONGEST_NAME]}…"


def count_unfit(texts: Iterable[str]) -> int:
    """Count the characters that XML cannot hold, which become U+FFFD."""
    return sum(len(NOT_IN_XML.findall(text)) for text in texts)
