"""Texts out of OpenDocument texts (.odt): OASIS OpenDocument 1.3.

Every tracked change is accepted: inserted passages are text, deleted ones are not. Hidden text and
fields that show nothing are left out. A text box follows the paragraph to which it is anchored, and
so does the text of a drawn shape. List items are numbered as the file says; the numbers of headings
are left off.
"""

from collections.abc import Iterator

from lxml import etree

from analysis.reading.formats.odt.styles import FAMILIES, Styles
from analysis.reading.formats.symbol_fonts import decode_text
from analysis.reading.formats.zipped_xml import (
    Element,
    count_margins,
    open_zipped_xml,
)
from analysis.reading.layout_writer import (
    CELL,
    ITEM,
    LIST,
    PARAGRAPH,
    ROW,
    TABLE,
    TEXT_BOX,
    BlockBuilder,
    ElementWalk,
    ExtractedText,
    collapse_white_space,
    write_text,
)
from analysis.reading.omissions import Tally

# Drawn shapes, whose text is that of a text box.
SHAPES = (
    "caption",
    "circle",
    "connector",
    "custom-shape",
    "ellipse",
    "line",
    "measure",
    "path",
    "polygon",
    "polyline",
    "rect",
    "regular-polygon",
)
KINDS = {
    **dict.fromkeys(SHAPES, TEXT_BOX),
    "list-item": ITEM,
    "table": TABLE,
    "table-row": ROW,
    "table-cell": CELL,
    "text-box": TEXT_BOX,
}
CHARACTERS = {"tab": "\t", "line-break": "\n"}
HIDDEN = "hidden"  # an element that this module makes around hidden text
HIDDEN_PASSAGE = "hidden passage"

# The names of elements that are left out; "" for those that no report needs to name.
LEFT_OUT = {
    "annotation-end": "",
    "forms": "",
    "number": "",  # of a heading or a list item
    "sequence-decls": "",
    "desc": "",
    "tracked-changes": "",
    "annotation": "comment",
    "image": "picture",
    "object": "picture",
    "ruby-text": "ruby annotation",
    "table-of-content": "table of contents",
    "alphabetical-index": "index list",
    "illustration-index": "index list",
    "object-index": "index list",
    "table-index": "index list",
    "user-index": "index list",
    "bibliography": "reference list",
    "placeholder": "placeholder",
    "script": "script",
    "text-box": TEXT_BOX,
    HIDDEN: HIDDEN_PASSAGE,
}
# The contents of a frame are alternatives; text comes first.
FRAMED = ("text-box", "object", "object-ole", "image")
# Elements whose text says something about a note, a comment or a picture, not what is in it.
ABOUT = (
    "binary-data",
    "change-info",
    "creator",
    "creator-initials",
    "date",
    "date-string",
    "desc",
    "note-citation",
    "sender-initials",
    "title",
)


def read(data: bytes, file: str, encoding: str = "") -> ExtractedText:
    """Read the text of an OpenDocument text; `encoding` is ignored, as XML declares its own.

    Raises:
        InputError: the file cannot be read as an OpenDocument text.
    """
    with open_zipped_xml(data, file, "an OpenDocument text (.odt)") as package:
        manifest = package.part("META-INF/manifest.xml")
        if manifest.find(".//encryption-data") is not None:
            raise ValueError("it has a password")
        content = package.part("content.xml")
        common = package.part("styles.xml")
        body = content.find("body/text")
        if body is None:
            raise ValueError("it holds no text document")
        styles = Styles(common, content)
        reading = _Reading(styles)
        walk = ElementWalk(
            body,
            list_contents=reading.list_contents,
            name_left_out=reading.name_left_out,
            paragraphs=("p", "h"),
            read_text=_read_text,
        )
        builder = _build_blocks(walk, styles)
        left_out = Tally()
        for deletion in content.findall(".//deletion"):
            left_out.add("deleted passage", _read_text(deletion))
        left_out.update(walk.left_out)
        count_margins(_list_margins(common), left_out)
    return write_text(builder.finish(), left_out)


def _build_blocks(walk: ElementWalk, styles: Styles) -> BlockBuilder:
    builder = BlockBuilder()
    lists = _OpenLists(styles)
    for node, opens in walk:
        if isinstance(node, str):
            builder.write(collapse_white_space(node))
        elif node.tag in ("span", "a"):
            innermost = node if opens else node.getparent()
            builder.superscript = styles.is_superscript(innermost)
        elif node.tag == "list":
            _write_list(builder, lists, node, opens)
        elif node.tag in ("p", "h"):
            builder.superscript = opens and styles.is_superscript(node)
            _write_paragraph(builder, styles.heading_level(node), opens)
        elif node.tag == "s" or node.tag in CHARACTERS:
            builder.write(_find_characters(node) if opens else "")
        else:
            builder.element(KINDS.get(node.tag, ""), opens)
    return builder


class _Reading:
    """What is read inside an element, and what is left out."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles

    def list_contents(self, element: Element) -> Iterator[Element | str]:
        """List the strings and elements inside an element."""
        if element.tag == "frame":
            yield from _list_framed(element)
            return
        hides = element.tag in FAMILIES and self.styles.is_hidden(element)
        for piece in _list_pieces(element):
            if not isinstance(piece, str):
                yield piece
            elif hides and piece.strip():
                yield _hide(piece)
            else:
                yield decode_text(piece, lambda: self.styles.find_font(element))

    def name_left_out(self, element: Element) -> str | None:
        """Name an element that is left out; return None if it is read."""
        tag = element.tag
        if element.get("display") == "none" or element.get("is-hidden") == "true":
            return "hidden section" if tag == "section" else HIDDEN_PASSAGE
        if tag in FAMILIES:
            return self._name_text(element)
        if tag in SHAPES:
            return TEXT_BOX if element.find("p") is not None else ""
        if tag == "note":
            return element.get("note-class", "footnote")
        if tag == "title":  # of the document if it is inside a paragraph, or else of a picture
            return None if element.getparent().tag in FAMILIES else ""
        return LEFT_OUT.get(tag)

    def _name_text(self, element: Element) -> str | None:
        """Name a paragraph or a span that is left out; return None if it is read."""
        if element.find("hidden-paragraph[@is-hidden='true']") is not None:
            return HIDDEN_PASSAGE
        if self.styles.is_hidden(element) and not self.styles.shows_part(element):
            return HIDDEN_PASSAGE
        is_mark = element.tag == "span" and self.styles.is_note_mark(element)
        return "note mark" if is_mark and element.find(".//note") is None else None


def _list_pieces(element: Element) -> Iterator[Element | str]:
    yield element.text or ""
    for child in element:
        yield child
        yield child.tail or ""


def _list_framed(frame: Element) -> list[Element]:
    """Return the one of several alternatives in a frame that is read or reported."""
    framed = [child for tag in FRAMED for child in frame.findall(tag)]
    return framed[:1]


def _hide(text: str) -> Element:
    """Return hidden text as an element, so that it is left out and counted."""
    hidden = etree.Element(HIDDEN)
    hidden.text = text
    return hidden


def _read_text(element: Element) -> str:
    """Return what an element says, a line for each paragraph."""
    return "".join(_list_said(element)).strip()


def _list_said(element: Element) -> Iterator[str]:
    if element.tag in ABOUT:
        return
    if element.tag in ("p", "h"):
        yield "\n"
    for piece in _list_pieces(element):
        if isinstance(piece, str):
            yield collapse_white_space(piece)
        else:
            yield from _list_said(piece)


def _write_paragraph(builder: BlockBuilder, heading_level: int, opens: bool) -> None:
    """Begin or end a heading, or a paragraph, whose level is 0."""
    if heading_level:
        builder.heading(heading_level, opens)
    else:
        builder.element(PARAGRAPH, opens)


def _write_list(builder: BlockBuilder, lists: "_OpenLists", element: Element, opens: bool) -> None:
    """Begin or end a list."""
    if opens:
        builder.element(LIST, opens, lists.open(element))
    else:
        lists.close()
        builder.element(LIST, opens)


def _find_characters(element: Element) -> str:
    """Return the characters that an element represents; one blank for several."""
    if element.tag != "s":
        return CHARACTERS[element.tag]
    count = int(element.get("c", 1))
    return " " if count > 0 else ""


def _list_margins(common: Element) -> Iterator[tuple[str, str]]:
    """List the headers and footers of the pages: the kind of each, and what it says."""
    for page in common.iter("master-page"):
        for margin in page:
            if margin.tag.startswith(("header", "footer")):
                kind = margin.tag[: len("header")]
                yield kind, _read_text(margin)


class _OpenLists:
    """The open lists. A list without a style of its own has that of the list around it."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.names: list[str] = []  # of their styles, the outermost first

    def open(self, element: Element) -> int | None:
        """Begin a list and return its first number; None if it has bullets."""
        around = self.names[-1] if self.names else ""
        name = element.get("style-name") or around
        self.names.append(name)
        return self.styles.first_number(name, depth=len(self.names))

    def close(self) -> None:
        """End the innermost list."""
        self.names.pop()
