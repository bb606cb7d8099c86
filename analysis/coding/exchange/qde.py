"""The XML of a REFI-QDA project (`project.qde`), read.

Source of the format: the REFI-QDA standard 1.5, *Exchanging projects*. Programs use it loosely, so
this reader asks for little: namespaces, the order of elements and most attributes do not matter.
What matters is that positions are numbers and that GUIDs lead to something.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, replace

from lxml import etree

from analysis.coding.exchange.file_names import FreeNames
from analysis.coding.exchange.model import Code, Project, Selection, Source
from analysis.faults import Alike, Fault, InputError, Report
from analysis.reading.xml import parse_xml, strip_namespaces

PART = "project.qde"
EXPECTED = "a REFI-QDA project"
DEEPEST = 100  # levels of codes
_GUID = re.compile(r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?")
_POSITION = re.compile(r"\d{1,12}", re.ASCII)
_VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
# What the workbook has no place for, as it is called in messages.
_LEFT_OUT = {
    "PictureSource": "picture",
    "PDFSource": "PDF",
    "AudioSource": "recording",
    "VideoSource": "video",
    "Case": "case",
    "Set": "set",
    "Graph": "graph",
    "Link": "link",
    "Note": "note",
}
_MEDIA = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")


@dataclass(frozen=True)
class Location:
    """Where the text of a source is.

    Attributes:
        path: what `plainTextPath` says; "" if the text is in the XML.
        content: the text in the XML; None if it is not there.
    """

    path: str
    content: str | None


class ProjectReader:
    """Reads the XML of a project.

    Args:
        data: the bytes of the XML.
        file: what messages call the file.
        report: collects what is wrong.
    """

    def __init__(self, data: bytes, file: str, report: Report) -> None:
        self._file = file
        self._report = report
        self._root = strip_namespaces(parse_xml(data, file, part=PART, expected=EXPECTED))
        if self._root.tag != "Project":
            found = f"the root element <{self._root.tag}>"
            raise InputError([Fault(file, found, "<Project>", line=1, key=PART)])
        self.project = Project(self._root.get("name", ""), self._root.get("origin", ""))
        self.locations: list[Location] = []  # of the texts, in the order of the sources
        self._codes: dict[str, Code] = {}  # all these by GUID
        self._variables: dict[str, str] = {}
        self._sources: dict[str, Source] = {}
        self._notes: dict[str, str] = {}
        self._used_notes: set[str] = set()
        self._only_user = ""  # made all that nobody is named for
        self._kinds: dict[str, Alike] = {}  # what is wrong, by its kind

    def read(self) -> Project:
        """Read users, codes, variables, texts with their selections, and cases."""
        self._read_users()
        for codes in self._root.iterfind("CodeBook/Codes"):
            self._read_codes(codes, "", 0)
        self._read_variables()
        self._read_notes()
        for node in self._root.iterfind("Sources/*"):
            if node.tag == "TextSource":
                self._read_source(node)
            else:
                self._leave_out_source(node)
        self._read_cases()
        self._count_left_out()
        self.project.codes = list(self._codes.values())
        for alike in self._kinds.values():
            self._report.error(*alike.summed_up())
        return self.project

    # -- users, codes, variables -------------------------------------------------------------------

    def _read_users(self) -> None:
        names = FreeNames()
        for node in self._root.iterfind("Users/User"):
            guid = self._own_guid(node, self.project.users)
            name = " ".join(node.get("name", "").split()) or node.get("id", "").strip()
            if not name:
                name = f"user {len(self.project.users) + 1}"
            unique = names.take(name)
            if unique != name:
                self.project.notes.append(f"a further user {name!r} is called {unique!r}")
            self.project.users[guid] = unique
        if len(self.project.users) == 1:
            self._only_user = next(iter(self.project.users.values()))

    def _read_codes(self, parent: etree._Element, above: str, depth: int) -> None:
        """Read the codes below an element, and those below them."""
        for node in parent.iterchildren("Code"):
            if depth >= DEEPEST:
                found = f"codes nested more than {DEEPEST} deep"
                raise InputError([self._fault(node, found, "a few levels")])
            guid = self._own_guid(node, self._codes)
            self._codes[guid] = Code(
                key=guid,
                name=node.get("name", ""),
                parent=above,
                definition=_description(node),
                color=node.get("color", ""),
                is_codable=node.get("isCodable", "true") not in ("false", "0"),
                line=node.sourceline or 0,
            )
            self._read_codes(node, guid, depth + 1)

    def _read_variables(self) -> None:
        for node in self._root.iterfind("Variables/Variable"):
            guid = self._own_guid(node, self._variables)
            name = " ".join(node.get("name", "").split()) or f"variable {len(self._variables) + 1}"
            self._variables[guid] = name
            self.project.variables[name] = node.get("typeOfVariable", "Text")

    def _read_values(self, node: etree._Element) -> dict[str, str]:
        """Read the values of variables that an element has."""
        values: dict[str, str] = {}
        for value in node.iterchildren("VariableValue"):
            guid = self._target(value.find("VariableRef"), value, self._variables, "variable")
            filled = [child for child in value if child.tag in _VALUES]
            text = "".join(child.text or "" for child in filled)
            if guid and text:
                values.setdefault(self._variables[guid], text)
        return values

    def _read_notes(self) -> None:
        """Read the notes whose text is in the XML."""
        for node in self._root.iterfind("Notes/Note"):
            text = node.findtext("PlainTextContent") or _description(node)
            if text:
                self._notes[_fold_guid(node.get("guid", ""))] = text

    # -- texts -------------------------------------------------------------------------------------

    def _read_source(self, node: etree._Element) -> None:
        guid = self._own_guid(node, self._sources)
        source = Source(
            name=node.get("name", "").strip(),
            text=None,
            key=guid,
            description=self._memo(node),
            variables=self._read_values(node),
            line=node.sourceline or 0,
        )
        user = self._user(node, "")
        for child in node.iterchildren("PlainTextSelection"):
            selection = self._read_selection(child, user)
            if selection is not None:
                source.selections += self._by_user(child, selection)
        n_whole = len(node.findall("Coding"))
        self.project.left_out["coding of a whole text"] += n_whole
        self._sources[guid] = source
        self.project.sources.append(source)
        content = node.findtext("PlainTextContent")
        self.locations.append(Location(node.get("plainTextPath", "").strip(), content))

    def _read_selection(self, node: etree._Element, user: str) -> Selection | None:
        """Read a selection without its codes; None if its positions are wrong."""
        positions = [node.get(name, "").strip() for name in ("startPosition", "endPosition")]
        if not all(map(_POSITION.fullmatch, positions)):
            found = f"the positions {positions[0]!r} to {positions[1]!r}"
            self._alike("selections without positions").add(
                self._fault(node, found, "two whole numbers from 0 on")
            )
            return None
        start, end = map(int, positions)
        if end < start:
            found = f"a selection from {start:,} to {end:,}"
            self._alike("selections that end before they start").add(
                self._fault(node, found, "an end behind the start")
            )
            return None
        return Selection(
            start=start,
            end=end,
            user=self._user(node, user),
            name=node.get("name", ""),
            memo=self._memo(node),
            line=node.sourceline or 0,
        )

    def _by_user(self, node: etree._Element, selection: Selection) -> list[Selection]:
        """Split a selection by the users who coded it; it stays whole if nobody did."""
        codes: dict[tuple[str, str], list[str]] = {}
        for coding in node.iterchildren("Coding"):
            guid = self._target(coding.find("CodeRef"), coding, self._codes, "code")
            if guid:
                memo = self._memo(coding)
                key = self._user(coding, selection.user), memo
                codes.setdefault(key, []).append(guid)
        if not codes:
            return [selection]
        split = []
        for (user, memo), keys in codes.items():
            memos = [part for part in (selection.memo, memo) if part]
            unique = tuple(dict.fromkeys(keys))
            part = replace(selection, user=user, memo="\n".join(memos), codes=unique)
            split.append(part)
        return split

    def _leave_out_source(self, node: etree._Element) -> None:
        """Count a source that is no text, and what is coded in it."""
        if node.tag in _MEDIA:
            n = sum(1 for _ in node.iter("Coding"))
            self.project.left_out["coding of pictures, PDFs, audio or video"] += n

    # -- cases, and what is left out ---------------------------------------------------------------

    def _read_cases(self) -> None:
        """Give the variables of a case to its texts: some programs state them only there."""
        for node in self._root.iterfind("Cases/Case"):
            values = self._read_values(node)
            if not values:
                continue
            for reference in node.iterchildren("SourceRef"):
                source = self._sources.get(_fold_guid(reference.get("targetGUID", "")))
                if source is not None:
                    self._merge(source, values)

    def _merge(self, source: Source, values: dict[str, str]) -> None:
        """Add the variables of a case to a text; those of the text itself count first."""
        for name, value in values.items():
            stated = source.variables.setdefault(name, value)
            self.project.left_out["value of a variable that differs from another"] += (
                stated != value
            )

    def _count_left_out(self) -> None:
        """Count what the workbook has no place for."""
        for tag, noun in _LEFT_OUT.items():
            self.project.left_out[noun] += sum(1 for _ in self._root.iter(tag))
        n_used = len(self._used_notes & self._notes.keys())
        self.project.left_out[_LEFT_OUT["Note"]] -= n_used

    # -- GUIDs -------------------------------------------------------------------------------------

    def _own_guid(self, node: etree._Element, known: Container[str]) -> str:
        """Return the GUID of an element, which no other of its kind may have."""
        guid = _fold_guid(node.get("guid", ""))
        if not _GUID.fullmatch(guid):
            found = f"the GUID {guid!r} of a <{node.tag}>"
            self._alike(f"wrong GUIDs of <{node.tag}>").add(
                self._fault(node, found, "32 hexadecimal digits with hyphens between them")
            )
        elif guid in known:
            self._alike(f"repeated GUIDs of <{node.tag}>").add(
                self._fault(node, f"the GUID {guid!r} again", "a GUID of its own")
            )
        return guid

    def _target(
        self,
        reference: etree._Element | None,
        node: etree._Element,
        known: Container[str],
        what: str,
    ) -> str:
        """Return the GUID that an element refers to; "" if nothing has it."""
        guid = "" if reference is None else _fold_guid(reference.get("targetGUID", ""))
        if guid in known:
            return guid
        found = f"a reference to {guid!r}" if guid else f"a <{node.tag}> without a reference"
        self._alike(f"references to a {what} that does not exist").add(
            self._fault(node, found, f"the GUID of a {what} in the file")
        )
        return ""

    def _user(self, node: etree._Element, inherited: str) -> str:
        """Return the name of the user who made an element, or the one inherited from above it."""
        guid = _fold_guid(node.get("creatingUser") or node.get("modifyingUser") or "")
        if not guid:
            return inherited or self._only_user
        if guid not in self.project.users:
            self._alike("users that do not exist").add(
                self._fault(node, f"the user {guid!r}", "the GUID of a user in the file")
            )
            return inherited
        return self.project.users[guid]

    def _memo(self, node: etree._Element) -> str:
        """Return what is noted about an element: its description and its notes."""
        memos = [_description(node)]
        for reference in node.iterchildren("NoteRef"):
            guid = _fold_guid(reference.get("targetGUID", ""))
            memos.append(self._notes.get(guid, ""))
            self._used_notes.add(guid)
        return "\n".join(filter(None, memos))

    # -- faults ------------------------------------------------------------------------------------

    def _fault(self, node: etree._Element, found: str, expected: str) -> Fault:
        return Fault(self._file, found, expected, line=node.sourceline or 0, key=PART)

    def _alike(self, noun: str) -> Alike:
        """Return the faults of this kind, to add one."""
        return self._kinds.setdefault(noun, Alike(noun))


def _description(node: etree._Element) -> str:
    """Return the description of an element, or ""."""
    child = node.find("Description")
    return "" if child is None else "".join(child.itertext())


def _fold_guid(guid: str) -> str:
    """Write a GUID in small letters and without braces, as programs differ in both.

    >>> _fold_guid("{5C94BC9E-DB8C-4F1D-9CD6-E900C7440860}")
    '5c94bc9e-db8c-4f1d-9cd6-e900c7440860'
    """
    return guid.strip().strip("{}").lower()
