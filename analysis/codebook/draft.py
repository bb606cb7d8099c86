"""What all formats share: the `Draft` that a reader fills, XML as a list of elements, and a walk for the writers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

import pandas as pd

from analysis.codebook.patterns import fold, is_only_wildcards, tidy
from analysis.faults import Fault, InputError
from analysis.paths import read_bytes
from analysis.reading.encodings import decode
from analysis.tables import PATTERNS, THEMES

MAX_BYTES = 20_000_000  # of a file; the largest dictionaries have one or two
MAX_DEPTH = 100  # themes, or XML elements, inside one another
NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"  # a weight
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Draft:
    """A codebook while it is read: its rows so far, `notes` of what was left out, `faults` not raised yet."""

    def __init__(self, path: Path):
        self.path, self.file = path, path.name
        self.name, self.version, self.language = (
            path.stem,
            "",
            "en",
        )  # until the file says otherwise
        self.themes: dict[str, dict] = {}
        self.patterns: list[dict] = []
        self.notes: list[str] = []
        self.faults: list[Fault] = []
        self._seen: set[tuple[str, str]] = set()
        self._open: list[tuple[int, str]] = []
        if path.stat().st_size > MAX_BYTES:
            self.stop("a file of more than 20 MB", "a codebook of at most 20 MB")
        self.data = read_bytes(path, self.file)

    def lines(self) -> Iterator[tuple[int, int, str]]:
        """The lines of a text file that are not blank: number, width of the blanks before it, and the rest."""
        for number, line in enumerate(decode(self.data, self.file).split("\n"), start=1):
            if line.strip():
                wide = line.expandtabs(4)
                yield number, len(wide) - len(wide.lstrip()), line.strip()

    def stop(self, found: str, expected: str, line: int = 0) -> None:
        """Raise what makes the whole file unreadable."""
        raise InputError([Fault(self.file, found, expected, line=line)])

    def note(self, text: str, line: int = 0) -> None:
        """Say what could not be kept."""
        self.notes.append(f"line {line}: {text}" if line else text)

    def theme(self, name: str, parent: str, line: int, *, definition="", color="") -> str:
        """Add a theme of a foreign file and give its id; one that is there already is noted, and stays."""
        label = " ".join(name.split()) or "unnamed"
        theme = f"{parent}/{label.replace('/', '∕')}".removeprefix("/")
        if theme.count("/") >= MAX_DEPTH:
            self.stop(f"more than {MAX_DEPTH} categories inside one another", "a few levels", line)
        if not name.strip():
            self.note("a category without a name is called 'unnamed'", line)
        if theme in self.themes:
            self.note(f"the category {theme!r} again: its entries are added to the first", line)
            return theme
        row = {"theme": theme, "parent": parent, "label": label, "definition": definition}
        self.themes[theme] = row | ({"color": color} if color else {})
        return theme

    def indented(self, name: str, indent: int, line: int) -> str:
        """Add a theme below the last one that is less indented."""
        theme = self.theme(name, self.above(indent), line)
        self._open.append((indent, theme))
        return theme

    def above(self, indent: int) -> str:
        """The theme that a line so far indented stands under."""
        while self._open and self._open[-1][0] >= indent:
            self._open.pop()
        return self._open[-1][1] if self._open else ""

    def pattern(
        self, theme: str, text: str, line: int, wildcards="*", *, weight="", excludes=False
    ) -> None:
        """Add an entry of a foreign file to a theme, or note why it is left out."""
        pattern, key = tidy(text), (theme, fold(text))
        literal = "".join(sign for sign in "*?" if sign in pattern and sign not in wildcards)
        why = {
            "left out, for it stands in no category": not theme,
            f"left out, for {literal} is no wildcard in this format, but one in the workbook": literal,
            "left out, for it has no letter or number": is_only_wildcards(pattern),
            "again in its category: read once": key in self._seen,
        }
        if reasons := [reason for reason, holds in why.items() if holds]:
            self.note(
                f"{' '.join(text.split())!r}{f' in {theme!r}' if theme else ''} is {reasons[0]}",
                line,
            )
            return
        self._seen.add(key)
        row = {"theme": theme, "pattern": pattern, "excludes": excludes}
        self.patterns.append(row | ({"weight": float(weight)} if weight else {}))

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Themes, each followed by those below it, and patterns in the same order."""
        rank: dict[str, list[int]] = {"": []}
        for number, (theme, row) in enumerate(self.themes.items()):
            rank[theme] = [*rank[row["parent"]], number]
        both = (self.themes.values(), self.patterns)
        themes, patterns = (sorted(rows, key=lambda row: rank[row["theme"]]) for rows in both)
        return THEMES.frame(themes).fillna(""), PATTERNS.frame(patterns)


def shown(names: list[str]) -> str:
    """The first three of some names, in brackets."""
    return f"({', '.join(names[:3])}{' …' * (len(names) > 3)})"


def walk(codebook) -> Iterator[tuple]:
    """Each theme in order, as a named tuple: its row of `themes`, `name`, `depth`, `is_leaf`, and its `patterns` and
    `nots` (the `not` patterns), each with its weight, blank where there is none.
    """
    ids = list(codebook.themes["theme"])
    patterns, nots = ({theme: {} for theme in ids} for _ in range(2))
    for row in codebook.patterns.itertuples(index=False):
        weight = f"{getattr(row, 'weight', nan):.15g}".replace("nan", "")
        (nots if row.excludes else patterns)[row.theme][row.pattern] = weight
    more = {
        "name": [theme.rpartition("/")[2] for theme in ids],
        "depth": [theme.count("/") for theme in ids],
    }
    more["is_leaf"] = ~codebook.themes["theme"].isin(codebook.themes["parent"])
    held = {"patterns": [*patterns.values()], "nots": [*nots.values()]}
    return codebook.themes.assign(**more, **held).itertuples(index=False)


@dataclass(slots=True, eq=False)
class Element:
    """One XML element: where it begins, its name without namespace, and `theme`, which a reader sets."""

    line: int
    tag: str
    attributes: dict[str, str]
    parent: "Element | None"
    text: str = ""
    theme: str = ""

    def get(self, attribute: str) -> str:
        """An attribute, blank where it is not stated."""
        return self.attributes.get(attribute, "")


def elements(draft: Draft, root: str) -> list[Element]:
    """All elements in the order of the file, in the encoding that it declares; the first is named `root`.

    A DOCTYPE is refused where it begins, in any encoding, before an entity in it is read.
    """
    found: list[Element] = []
    inside: list[Element | None] = [None]
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(inside) > MAX_DEPTH:
            draft.stop(
                f"more than {MAX_DEPTH} elements inside one another",
                "a few levels",
                parser.CurrentLineNumber,
            )
        inside.append(
            Element(parser.CurrentLineNumber, tag.rpartition(" ")[2], attributes, inside[-1])
        )
        found.append(inside[-1])

    def text(data: str) -> None:
        inside[-1].text += data

    def doctype(*_) -> None:
        draft.stop("a DOCTYPE", "XML without one: take <!DOCTYPE …> out", parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler = start, lambda tag: inside.pop()
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, doctype
    try:
        parser.Parse(draft.data, True)
    except InputError:
        raise
    except expat.ExpatError as error:
        draft.stop(f"XML that is broken ({error})", f"XML with <{root}> at its top", error.lineno)
    except (LookupError, ValueError) as error:
        draft.stop(f"a declared encoding that cannot be read ({error})", "XML in UTF-8", 1)
    if found[0].tag != root:
        draft.stop(f"<{found[0].tag}> at the top", f"<{root}>", found[0].line)
    return found


def document(root: ElementTree.Element) -> str:
    """The text of an XML file; a character that XML cannot hold becomes U+FFFD."""
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + NOT_IN_XML.sub("\ufffd", text) + "\n"
