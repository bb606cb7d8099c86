"""What the readers of .docx, .odt and .xlsx share: these are zipped files whose parts are XML."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from lxml import etree

from analysis.faults import Fault, InputError
from analysis.reading.omissions import Tally
from analysis.reading.xml import iterate_xml, parse_xml, strip_namespaces
from analysis.reading.zip_files import BROKEN, TooLarge, ZippedParts, too_large

Element = Any  # an lxml element, with local names
NOTHING = etree.Element("none")  # for a missing element: it has no children and no attributes

# The start of Microsoft's older container, which also wraps files that have a password.
OLD_CONTAINER = b"\xd0\xcf\x11\xe0"
LONGEST_CHAIN = 50  # styles, each based on the next; Word allows for 11
LONGEST_QUOTE = 60  # characters of a page header or footer that a message quotes

# The names of heading styles that programs write in their own language.
_HEADINGS = (
    "heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|"
    "címsor|başlık|naslov|antraštė|virsraksts|pealkiri|titlu|encabezado|cabeçalho|επικεφαλίδα|"
    "заголовок|заглавие|标题|標題|見出し|제목|عنوان|כותרת|शीर्षक|หัวเรื่อง"
)
_TITLES = "title|titel|tytuł|название|表題|título|titre|titolo|titlu|cím"
_HEADING_NAME = re.compile(rf"(?:{_HEADINGS}) ?([1-9])|{_TITLES}", re.IGNORECASE)


class Relation(NamedTuple):
    """A reference from one part of an Office file to another: its kind, the part, and its id."""

    kind: str
    part: str
    id: str


class ZippedXml:
    """The parts of a zipped file."""

    def __init__(self, data: bytes, file: str, expected: str) -> None:
        if data.startswith(OLD_CONTAINER):
            raise ValueError("it is a file of an old Office program, or has a password")
        self.parts = ZippedParts(data)
        self.file = file
        self.expected = expected

    def part(self, name: str) -> Element:
        """Return the root of a part, with local names; `NOTHING` if there is no such part."""
        if name not in self.parts.names:
            return NOTHING
        data = self.parts.read(name)
        root = parse_xml(data, self.file, part=name, expected=self.expected)
        return strip_namespaces(root)

    def iterate(self, name: str, *tags: str) -> Iterator[Element]:
        """Yield the elements of a part with these local names (see `iterate_xml`)."""
        data = self.parts.read(name)
        return iterate_xml(data, self.file, tags, part=name, expected=self.expected)

    def relations(self, name: str) -> list[Relation]:
        """List what a part of an Office file refers to; "" means the whole package."""
        folder, base = posixpath.split(name)
        relations_name = posixpath.join(folder, "_rels", f"{base}.rels")
        related: dict[Relation, None] = {}
        for element in self.part(relations_name):
            kind = posixpath.basename(element.get("Type", ""))
            path = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
            related[Relation(kind, path[1:], element.get("Id", ""))] = None
        return list(related)


@contextmanager
def open_zipped_xml(data: bytes, file: str, format_name: str) -> Iterator[ZippedXml]:
    """Open a file; raise an `InputError` for whatever turns out to be broken in it."""
    expected = f"{format_name}: save it again in that format, without a password"
    try:
        yield ZippedXml(data, file, expected)
    except InputError:
        raise  # it is a ValueError, which is one of BROKEN
    except TooLarge as error:
        raise InputError([too_large(file, str(error))]) from None
    except BROKEN as error:
        found = f"a file that cannot be read ({error})"
        raise InputError([Fault(file, found, expected)]) from None


def style_chain(
    name: str | None,
    styles: dict[str, Element],
    parent_of: Callable[[Element], str | None],
) -> list[Element]:
    """Return the style with this name, the style that it is based on, and so on."""
    chain: list[Element] = []
    style = styles.get(name or "")
    while style is not None and style not in chain and len(chain) < LONGEST_CHAIN:
        chain.append(style)
        style = styles.get(parent_of(style) or "")
    return chain


def heading_level_of_name(name: str) -> int:
    """Return the level of the heading that a style is named after; 0 if it is none.

    >>> [heading_level_of_name(name) for name in ("heading 2", "Überschrift 3", "Title", "Body")]
    [2, 3, 1, 0]
    """
    heading = _HEADING_NAME.fullmatch(name)
    return int(heading[1] or 1) if heading else 0


def count_margins(margins: Iterable[tuple[str, str]], left_out: Tally) -> None:
    """Count the headers and footers of the pages, each named by its text; an empty one is none.

    `margins` are pairs of a kind, header or footer, and a text. Sections often repeat them: those
    that say the same are one.
    """
    for kind, text in dict.fromkeys(margins):
        quoted = " ".join(text.split())
        if quoted:
            left_out.add(f"page {kind} ({quoted[:LONGEST_QUOTE]!r})", text)
