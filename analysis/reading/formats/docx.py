"""Texts out of Word documents (.docx): WordprocessingML, ECMA-376.

Inserted passages are text, deleted ones are not. A text box follows the paragraph to which it is
anchored. List items are numbered as Word numbers them; the numbers of headings are left off.
"""

import posixpath
import re
from collections.abc import Iterable

from analysis.reading.formats.zipped_xml import (
    NOTHING,
    Element,
    ZippedXml,
    open_zipped_xml,
    quote_margin,
    style_chain,
    text_inside,
)
from analysis.reading.layout_writer import (
    BULLET,
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
DRAWINGS = ("drawing", "pict", "object")

# The names of elements that are left out; "" for those that no report needs to name.
LEFT_OUT = {
    "instrText": "",
    "delText": "",
    "delInstrText": "",
    "Fallback": "",
    "rt": "",
    "tblGrid": "",
    "footnoteReference": "footnote",
    "endnoteReference": "endnote",
    "commentReference": "comment",
    "del": "deleted passage",
    "moveFrom": "deleted passage",
    "oMath": "formula",
    "sym": "symbol",
    "txbxContent": TEXT_BOX,
}

# An outline level counts from 0; level 9 is body text.
OUTLINE_LEVELS = tuple("012345678")
_HEADING_STYLE = re.compile(r"heading ([1-9])|title")


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
        related = _list_related_parts(package, main_name)
        part_of_kind = dict(related)
        styles_name = part_of_kind.get("styles", "")
        styles = _Styles(package.part(styles_name))
        numbering_name = part_of_kind.get("numbering", "")
        numbering = _Numbering(package.part(numbering_name))
        walk = ElementWalk(
            body,
            list_contents=_list_contents,
            name_left_out=styles.name_left_out,
            paragraphs=("p",),
            read_text=text_inside,
        )
        builder = _build_blocks(walk, styles, numbering)
        for margin in _quote_margins(package, related):
            walk.left_out.add(margin)
    return write_text(builder.finish(), walk.left_out)


# -- parts ---------------------------------------------------------------------------------------


def _find_main_part(package: ZippedXml) -> str:
    of_package = dict(_list_related_parts(package, ""))
    return of_package.get("officeDocument", "word/document.xml")


def _list_related_parts(package: ZippedXml, name: str) -> list[tuple[str, str]]:
    """Return kind and name of each part that a part refers to; "" means the whole package."""
    folder, base = posixpath.split(name)
    relations_name = posixpath.join(folder, "_rels", f"{base}.rels")
    related = []
    for relation in package.part(relations_name):
        kind = posixpath.basename(relation.get("Type", ""))
        target = relation.get("Target", "")
        path = posixpath.normpath(posixpath.join("/", folder, target))
        related.append((kind, path[1:]))
    return related


def _quote_margins(package: ZippedXml, related: list[tuple[str, str]]) -> Iterable[str]:
    """Name the headers and footers of the pages by what they say."""
    for kind, name in related:
        if kind in ("header", "footer"):
            elements = package.part(name).iter("t")
            texts = [element.text or "" for element in elements]
            yield quote_margin(kind, texts)


# -- elements to blocks --------------------------------------------------------------------------


def _build_blocks(walk: ElementWalk, styles: "_Styles", numbering: "_Numbering") -> BlockBuilder:
    builder = BlockBuilder()
    for node, opens in walk:
        if isinstance(node, str):
            builder.write(node)
        elif node.tag == "r":
            builder.superscript = _find_value("rPr/vertAlign", node) == "superscript"
        elif node.tag == "p":
            builder.start_block(_find_marker(node, styles, numbering) if opens else "")
        elif node.tag not in CHARACTERS:
            builder.element(KINDS.get(node.tag, ""), opens)
        elif opens:
            builder.write(CHARACTERS[node.tag])
    return builder


def _list_contents(element: Element) -> Iterable[Element | str]:
    return [element.text or ""] if element.tag == "t" else element


def _find_marker(paragraph: Element, styles: "_Styles", numbering: "_Numbering") -> str:
    """Return the marker of a heading or a list item; "" for a paragraph."""
    chain = styles.chain(paragraph)
    level = styles.heading_level(paragraph, chain)
    if level:
        return heading_marker(level)
    list_id = _find_value("pPr/numPr/numId", paragraph, *chain)
    depth = _find_value("pPr/numPr/ilvl", paragraph, *chain)
    return numbering.item_marker(list_id, depth or "0")


def _find_value(path: str, *elements: Element) -> str:
    """Return the value at a path in the first element that has one there; "" if none has."""
    for element in elements:
        found = element.find(path)
        if found is not None:
            return found.get("val", "")
    return ""


def _find_style_name(style: Element) -> str:
    """Return the name of a style, which is English in every language of Word."""
    return _find_value("name", style).lower()


class _Styles:
    """The styles of a document, and what they say about its paragraphs."""

    def __init__(self, root: Element) -> None:
        self.styles = {style.get("styleId"): style for style in root.iter("style")}

    def chain(self, paragraph: Element) -> list[Element]:
        """Return the style of a paragraph, the style that it is based on, and so on."""
        name = _find_value("pPr/pStyle", paragraph)
        return style_chain(name, self.styles, lambda style: _find_value("basedOn", style))

    def heading_level(self, paragraph: Element, chain: list[Element]) -> int:
        """Return the level of a heading, by its outline level or its style; 0 for a paragraph."""
        outline_level = _find_value("pPr/outlineLvl", paragraph, *chain)
        if outline_level in OUTLINE_LEVELS:
            return int(outline_level) + 1
        if outline_level:
            return 0
        for style in chain:
            heading = _HEADING_STYLE.fullmatch(_find_style_name(style))
            if heading:
                return int(heading[1] or 1)
        return 0

    def name_left_out(self, element: Element) -> str | None:
        """Name an element that is left out; return None if it is read."""
        tag = element.tag
        if tag == "r" and _is_hidden(element):
            return "hidden passage"
        if tag == "p" and self._is_contents_line(element):
            return "table-of-contents line"
        if tag == "sdt" and _find_gallery(element) == "Table of Contents":
            return "table of contents"
        if tag == "tr" and element.find("trPr/del") is not None:
            return "deleted row"
        if tag in DRAWINGS:
            holds_text = element.find(".//txbxContent") is not None
            return None if holds_text else "picture"
        if tag.endswith("Pr"):
            return ""  # the properties of another element
        return LEFT_OUT.get(tag)

    def _is_contents_line(self, paragraph: Element) -> bool:
        names = [_find_style_name(style) for style in self.chain(paragraph)]
        return any(name.startswith("toc ") for name in names)


def _is_hidden(run: Element) -> bool:
    vanish = run.find("rPr/vanish")
    if vanish is None:
        return False
    return vanish.get("val", "1") not in ("0", "false")


def _find_gallery(control: Element) -> str:
    """Return the gallery of building blocks from which a content control comes."""
    return _find_value("sdtPr/docPartObj/docPartGallery", control)


class _Numbering:
    """The lists of a document, and how far each has counted.

    A list (`num`) refers to a definition (`abstractNum`). Lists that share a definition continue
    its count, unless one of them states where it starts.
    """

    def __init__(self, root: Element) -> None:
        self.lists = {each.get("numId"): each for each in root.iter("num")}
        definitions = root.iter("abstractNum")
        self.definitions = {each.get("abstractNumId"): each for each in definitions}
        self.counts: dict[tuple[str, int], int] = {}  # by definition and depth
        self.begun: set[tuple[str, int]] = set()  # lists and depths

    def item_marker(self, list_id: str, stated_depth: str) -> str:
        """Count an item and return its marker; "" if there is no such list or it shows none."""
        item_list = self.lists.get(list_id)
        if item_list is None:
            return ""
        depth = int(stated_depth)
        definition = _find_value("abstractNumId", item_list)
        levels = self._find_levels(item_list, definition, depth)
        restart = self._find_restart(item_list, list_id, depth)
        start = int(restart or _find_value("start", *levels) or 1)
        number = self._count_item(definition, depth, start, restarts=bool(restart))
        number_format = _find_value("numFmt", *levels)
        if number_format in ("bullet", ""):
            return BULLET
        return "" if number_format == "none" else f"{number}. "

    def _find_levels(self, item_list: Element, definition: str, depth: int) -> list[Element]:
        """Return what the list itself, and then its definition, say about this depth."""
        level = f"lvl[@ilvl='{depth}']"
        shared = self.definitions.get(definition, NOTHING)
        return item_list.findall(f"lvlOverride/{level}") + shared.findall(level)

    def _find_restart(self, item_list: Element, list_id: str, depth: int) -> str:
        """Return the number at which the list restarts the count; "" after its first item."""
        if (list_id, depth) in self.begun:
            return ""
        self.begun.add((list_id, depth))
        overrides = item_list.findall(f"lvlOverride[@ilvl='{depth}']")
        return _find_value("startOverride", *overrides)

    def _count_item(self, definition: str, depth: int, start: int, *, restarts: bool) -> int:
        """Return the number of the next item at this depth; deeper lists start again after it."""
        for key in list(self.counts):
            if key[0] == definition and key[1] > depth:
                del self.counts[key]
        last = self.counts.get((definition, depth))
        number = start if restarts or last is None else last + 1
        self.counts[definition, depth] = number
        return number
