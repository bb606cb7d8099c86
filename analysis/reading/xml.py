"""The parser of XML: no file can make it load other files or fill the memory.

lxml does the work. Entities and the network are off; lxml's limits on depth and length are on. A
file with a DOCTYPE is refused before anything that the DOCTYPE declares is read.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from analysis.faults import Fault, InputError
from analysis.reading.zip_files import too_large

CHUNK = 10_000  # bytes that are parsed at a time
# Tags in one tree, which is held in memory at 150 bytes per element.
MOST_TAGS = 3_000_000
PARSER_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
# The start of a file up to its DOCTYPE: a byte-order mark, then blanks, processing instructions and
# comments.
_BEFORE_DOCTYPE = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL
)


class _DoctypeFound(Exception):
    pass


class _RootFound(Exception):
    pass


class _Prolog:
    """A parser target that stops at whatever comes first: the DOCTYPE or the root element."""

    def doctype(self, *_: str | None) -> None:
        raise _DoctypeFound

    def start(self, *_: object) -> None:
        raise _RootFound

    def close(self) -> None:
        """Return nothing; lxml needs this method."""


def parse_xml(data: bytes, file: str, *, part: str = "", expected: str = "XML") -> etree._Element:
    r"""Parse XML, in the encoding that it declares, and return its root element.

    Comments and processing instructions are dropped. An element knows its line:
    `element.sourceline`.

    Args:
        data: the bytes of the file, or of one part of a zipped file.
        file: what messages call the file.
        part: the name of the part inside the file, for messages.
        expected: what messages ask for if the XML is broken, such as "a Word document".

    Raises:
        InputError: the XML is broken, has a DOCTYPE, or has more than `MOST_TAGS` tags; the fault
            names file, line and part.

    >>> parse_xml(b"<a>\n<b/></a>", "a.xml")[0].sourceline
    2
    >>> parse_xml(b"<a><b></a>", "a.xml")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    analysis.faults.InputError: a.xml, line 1: found broken XML (Opening and ending tag...
    """
    try:
        _refuse_doctype(data, file, part, expected)
        if data.count(b"<") > MOST_TAGS:
            raise InputError([too_large(file, f"more than {MOST_TAGS:,} XML tags")])
        return etree.fromstring(data, _make_parser())
    except etree.XMLSyntaxError as error:
        raise InputError([_broken(error, file, part, expected)]) from None


def iterate_xml(
    data: bytes,
    file: str,
    names: Sequence[str],
    *,
    part: str = "",
    expected: str = "XML",
) -> Iterator[etree._Element]:
    """Yield the elements with these local names as they end, and forget each after it was yielded.

    A part of any length takes little memory. The names of elements are as in the file (see
    `local_name`). The other arguments and the errors are those of `parse_xml`.

    >>> [b.text for b in iterate_xml(b'<a xmlns="x"><b>1</b><c/><b>2</b></a>', "a.xml", ["b"])]
    ['1', '2']
    """
    try:
        _refuse_doctype(data, file, part, expected)
        tags = [f"{{*}}{name}" for name in names]
        parser = etree.XMLPullParser(events=["end"], tag=tags, **PARSER_OPTIONS)
        n_tags = 0  # since the last element that was yielded
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            n_tags += chunk.count(b"<")
            if n_tags > MOST_TAGS:
                raise InputError([too_large(file, f"more than {MOST_TAGS:,} XML tags in a row")])
            parser.feed(chunk)
            for _, element in parser.read_events():
                n_tags = 0
                yield element
                _forget(element)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise InputError([_broken(error, file, part, expected)]) from None


def _forget(element: etree._Element) -> None:
    """Free the content of an element, and remove the one before it, which is empty already."""
    element.clear()
    parent = element.getparent()
    if parent is not None and element.getprevious() is not None:
        del parent[0]


def strip_namespaces(root: etree._Element) -> etree._Element:
    """Give every element and attribute its local name, in place, and return the root.

    The versions of a format (strict and transitional, say) differ in their namespaces, not in what
    the names mean.

    >>> root = strip_namespaces(parse_xml(b'<a xmlns="x" xmlns:y="y" y:b="1"/>', "a.xml"))
    >>> root.tag, dict(root.attrib)
    ('a', {'b': '1'})
    """
    for element in root.iter():
        element.tag = local_name(element.tag)
        if any(name.startswith("{") for name in element.attrib):
            attributes = {local_name(name): value for name, value in element.items()}
            element.attrib.clear()
            element.attrib.update(attributes)
    return root


def local_name(name: str) -> str:
    """Return the name of an element or attribute without its namespace.

    >>> local_name("{urn:x}a"), local_name("a")
    ('a', 'a')
    """
    return name.rpartition("}")[2]


def _make_parser(target: _Prolog | None = None) -> etree.XMLParser:
    return etree.XMLParser(target=target, **PARSER_OPTIONS)


def _broken(error: etree.XMLSyntaxError, file: str, part: str, expected: str) -> Fault:
    reason = " ".join(error.msg.split())
    found = f"broken XML ({reason})"
    return Fault(file, found, expected, line=error.lineno or 0, key=part)


def _refuse_doctype(data: bytes, file: str, part: str, expected: str) -> None:
    if _has_doctype(data):
        wanted = expected if part else "XML without it: delete <!DOCTYPE …>"
        line = _find_doctype_line(data)
        raise InputError([Fault(file, "a DOCTYPE", wanted, line=line, key=part)])


def _has_doctype(data: bytes) -> bool:
    """Whether a DOCTYPE comes before the root element, as the parser sees it in any encoding."""
    parser = _make_parser(_Prolog())
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
    except _DoctypeFound:
        return True
    except _RootFound:
        return False
    return False


def _find_doctype_line(data: bytes) -> int:
    """Return the line of the DOCTYPE; 0, which means the whole file, if the encoding hides it."""
    in_one_byte = data.replace(b"\x00", b"")  # UTF-16 puts NUL between the letters of ASCII
    start = _BEFORE_DOCTYPE.match(in_one_byte)
    return start[0].count(b"\n") + 1 if start else 0
