"""Texts out of Word documents (.docx): WordprocessingML, ECMA-376.

Every tracked change is accepted: inserted passages are text, deleted ones are not, and paragraphs
whose division was deleted are one. A moved passage is read where it was moved to. A text box
follows the paragraph to which it is anchored. List items are numbered as Word numbers them; the
numbers of headings are left off.
"""

import re
from collections.abc import Iterable, Iterator

from analysis.reading.formats.docx.numbering import Numbering
from analysis.reading.formats.docx.styles import Styles, find_value, is_on
from analysis.reading.formats.docx.tree import keep_one_alternative, prepare
from analysis.reading.formats.symbol_fonts import decode_code, decode_text
from analysis.reading.formats.zipped_xml import (
    Element,
    Relation,
    ZippedXml,
    count_margins,
    open_zipped_xml,
)
from analysis.reading.layout_writer import (
    CELL,
    ROW,
    TABLE,
    TEXT_BOX,
    BlockBuilder,
    ElementWalk,
    ExtractedText,
    heading_marker,
    write_text,
)

KINDS = {"tbl": TABLE, "tr": ROW, "tc": CELL}
CHARACTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
}
_LINE_ENDS = re.compile(r"[\r\n]+")
SYMBOLS = ("sym", "symEx")
DRAWINGS = ("drawing", "pict", "object")

# The elements that refer to a note or a comment, and the kind of part that holds its text.
NOTE_PARTS = {
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "commentReference": "comments",
}

# The names of elements that are left out; "" for those that no report needs to name.
LEFT_OUT = {
    "instrText": "",
    "delText": "",
    "delInstrText": "",
    "moveFrom": "",
    "tblGrid": "",
    "footnoteReference": "footnote",
    "endnoteReference": "endnote",
    "commentReference": "comment",
    "del": "deleted passage",
    "conflictDel": "deleted passage",
    "oMath": "formula",
    "rt": "ruby annotation",
    "ddList": "form field",
    "checkBox": "form field",
    "altChunk": "embedded document",
    "subDoc": "linked document",
    "txbxContent": TEXT_BOX,
}


def read(data: bytes, file: str, encoding: str = "") -> ExtractedText:
    """Read the text of a Word document; `encoding` is ignored, as XML declares its own.

    Raises:
        InputError: the file cannot be read as a Word document.
    """
    with open_zipped_xml(data, file, "a Word document (.docx)") as package:
        main_name = _find_main_part(package)
        body = package.part(main_name).find("body")
        if body is None:
            raise ValueError("it holds no document")
        related = package.relations(main_name)
        part_of_kind = {relation.kind: relation.part for relation in related}
        styles = Styles(package.part(part_of_kind.get("styles", "")))
        numbering = Numbering(package.part(part_of_kind.get("numbering", "")))
        prepare(body, styles)
        walk = _Reading(styles, _read_notes(package, related)).walk(body)
        builder = _build_blocks(walk, styles, numbering)
        count_margins(_list_margins(package, related), walk.left_out)
    return write_text(builder.finish(), walk.left_out)


# -- parts ---------------------------------------------------------------------------------------


def _find_main_part(package: ZippedXml) -> str:
    of_package = {relation.kind: relation.part for relation in package.relations("")}
    return of_package.get("officeDocument", "word/document.xml")


def _list_parts(related: list[Relation]) -> list[tuple[str, str]]:
    """Return kind and name of each part, once."""
    return list(dict.fromkeys((relation.kind, relation.part) for relation in related))


def _read_notes(package: ZippedXml, related: list[Relation]) -> dict[tuple[str, str], str]:
    """Return the text of each note and comment, by the kind of its part and its id."""
    texts = {}
    for kind, name in _list_parts(related):
        if kind in NOTE_PARTS.values():
            for note in package.part(name):
                texts[kind, note.get("id", "")] = _read_text(note)
    return texts


def _list_margins(package: ZippedXml, related: list[Relation]) -> Iterator[tuple[str, str]]:
    """List the headers and footers of the pages: the kind of each, and what it says."""
    for kind, name in _list_parts(related):
        if kind in ("header", "footer"):
            root = package.part(name)
            keep_one_alternative(root)
            yield kind, _read_text(root)


# -- what is read, and what is left out ----------------------------------------------------------


class _Reading:
    """What is left out of a document, and what that says."""

    def __init__(self, styles: Styles, notes: dict[tuple[str, str], str]) -> None:
        self.styles = styles
        self.notes = notes

    def walk(self, body: Element) -> ElementWalk:
        """Return a walk through what is read."""
        return ElementWalk(
            body,
            list_contents=_list_contents,
            name_left_out=self.name_left_out,
            paragraphs=("p",),
            read_text=self.read_text,
        )

    def name_left_out(self, element: Element) -> str | None:
        """Name an element that is left out; return None if it is read."""
        tag = element.tag
        if tag.endswith("Pr"):
            return ""  # the properties of another element
        if tag == "r":
            return self._name_run(element)
        if tag == "p":
            return self.styles.name_list_line(element)
        if tag == "sdt":
            return _name_control(element)
        if tag in DRAWINGS:
            holds_text = element.find(".//txbxContent") is not None
            return None if holds_text else "picture"
        if tag in SYMBOLS:
            return None if _decode_symbol(element) else "symbol"
        return _name_deleted_cells(element) or LEFT_OUT.get(tag)

    def _name_run(self, run: Element) -> str | None:
        look = self.styles.look(run)
        if look.is_hidden:
            return "hidden passage"
        if look.is_note_mark and run.find("t") is not None:
            return _name_note(run)
        return None

    def read_text(self, element: Element) -> str:
        """Return what an element says that is left out; of a reference, what its note says."""
        texts = [_read_text(element)]
        for reference in element.iter(*NOTE_PARTS):
            key = NOTE_PARTS[reference.tag], reference.get("id", "")
            texts.append(self.notes.pop(key, ""))  # another reference says nothing more
        return "\n".join(filter(None, texts))


def _name_note(run: Element) -> str:
    """Name the note to which a run refers; its mark if that was typed alone."""
    for tag in NOTE_PARTS:
        if run.find(tag) is not None:
            return LEFT_OUT[tag]
    return "note mark"


def _name_control(control: Element) -> str | None:
    """Name a content control that is left out; return None if it is read."""
    if find_value("sdtPr/docPartObj/docPartGallery", control) == "Table of Contents":
        return "table of contents"
    if is_on("sdtPr/showingPlcHdr", control):
        return "placeholder"
    return None


def _name_deleted_cells(element: Element) -> str | None:
    """Name a deleted row or cell of a table; return None for all else."""
    if element.tag == "tr" and element.find("trPr/del") is not None:
        return "deleted row"
    if element.tag == "tc" and element.find("tcPr/cellDel") is not None:
        return "deleted cell"
    return None


def _read_text(element: Element) -> str:
    """Return the text of an element, deleted text with it, a line for each paragraph."""
    texts = []
    for piece in element.iter("p", "t", "delText"):
        texts.append("\n" if piece.tag == "p" else piece.text or "")
    return "".join(texts).strip()


# -- elements to blocks --------------------------------------------------------------------------


def _build_blocks(walk: ElementWalk, styles: Styles, numbering: Numbering) -> BlockBuilder:
    builder = BlockBuilder()
    for node, opens in walk:
        if isinstance(node, str):
            builder.write(node)
        elif node.tag == "r":
            builder.superscript = opens and styles.look(node).is_superscript
        elif node.tag == "p":
            builder.start_block(_find_marker(node, styles, numbering) if opens else "")
        elif node.tag in CHARACTERS or node.tag in SYMBOLS:
            builder.write(_find_characters(node) if opens else "")
        else:
            builder.element(KINDS.get(node.tag, ""), opens)
    return builder


def _list_contents(element: Element) -> Iterable[Element | str]:
    if element.tag != "t":
        return element
    # A line end in a text is a blank: the line breaks of a document are elements.
    text = _LINE_ENDS.sub(" ", element.text or "")
    return [decode_text(text, lambda: _find_font(element.getparent()))]


def _find_font(run: Element) -> str:
    fonts = run.find("rPr/rFonts")
    return "" if fonts is None else fonts.get("ascii", "")


def _decode_symbol(symbol: Element) -> str:
    """Return the character of a symbol; "" if it is not known."""
    try:
        return decode_code(int(symbol.get("char", ""), 16), symbol.get("font", ""))
    except (ValueError, OverflowError):
        return ""


def _find_characters(element: Element) -> str:
    """Return the characters that an element represents."""
    if element.tag in SYMBOLS:
        return _decode_symbol(element)
    return CHARACTERS[element.tag]


def _find_marker(paragraph: Element, styles: Styles, numbering: Numbering) -> str:
    """Return the marker of a heading or a list item; "" for a paragraph."""
    level = styles.heading_level(paragraph)
    if level:
        return heading_marker(level)
    chain = styles.chain(paragraph)
    list_id = find_value("pPr/numPr/numId", paragraph, *chain)
    depth = find_value("pPr/numPr/ilvl", paragraph, *chain)
    return numbering.item_marker(list_id, depth or "0")
