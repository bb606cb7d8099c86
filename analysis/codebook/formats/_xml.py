"""What the XML formats share: a file as a tree of elements, and a tree as a file."""

import re
from xml.etree import ElementTree

from lxml import etree

from analysis.codebook.draft import MAX_DEPTH, Draft
from analysis.reading.xml import parse_xml

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_xml(draft: Draft, root_name: str) -> etree._Element:
    """Parse the file of the draft and return its root element, which must have the given name.

    Raises:
        InputError: the XML is broken, has a DOCTYPE, another root element, or too many levels.
    """
    expected = f"XML with the root element <{root_name}>"
    root = parse_xml(draft.data, draft.file, expected=expected)
    found = local_name(root)
    if found != root_name:
        draft.stop(f"the root element <{found}>", f"<{root_name}>", root.sourceline)
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            found = f"elements nested more than {MAX_DEPTH} deep"
            draft.stop(found, "a few levels", element.sourceline)
    return root


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return etree.QName(element).localname


def text_of(element: etree._Element) -> str:
    """Return the text directly in an element, with each run of white space as one space."""
    return " ".join("".join(element.xpath("text()")).split())


def write_xml(root: ElementTree.Element) -> str:
    """Return the text of an XML file; a character that XML cannot hold becomes U+FFFD."""
    ElementTree.indent(root)
    # Not by lxml, which refuses elements with such characters instead of writing them.
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{fit_for_xml(text)}\n'


def fit_for_xml(text: str) -> str:
    r"""Put U+FFFD in place of each character that XML cannot hold.

    >>> fit_for_xml("a\x00b\uffffc\n")
    'a�b�c\n'
    """
    return NOT_IN_XML.sub("\ufffd", text)
