"""Texts out of OpenDocument texts (.odt): OASIS OpenDocument 1.3.

Inserted passages are text, deleted ones are not. A text box follows the paragraph to which it is
anchored. List items are numbered as the file says; the numbers of headings are left off.
"""

from collections.abc import Iterator

from analysis.reading.formats.zipped_xml import (
    NOTHING,
    Element,
    open_zipped_xml,
    quote_margin,
    style_chain,
    text_inside,
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

KINDS = {
    "list-item": ITEM,
    "table": TABLE,
    "table-row": ROW,
    "table-cell": CELL,
    "text-box": TEXT_BOX,
}
CHARACTERS = {"tab": "\t", "line-break": "\n"}

# The names of elements that are left out; "" for those that no report needs to name.
LEFT_OUT = {
    "annotation-end": "",
    "forms": "",
    "sequence-decls": "",
    "title": "",
    "desc": "",
    "tracked-changes": "",
    "annotation": "comment",
    "image": "picture",
    "object": "picture",
    "ruby-text": "ruby annotation",
    "table-of-content": "table of contents",
    "alphabetical-index": "index",
    "bibliography": "bibliography",
    "text-box": TEXT_BOX,
}


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
        walk = ElementWalk(
            body,
            list_contents=_list_contents,
            name_left_out=_name_left_out,
            paragraphs=("p", "h"),
            read_text=text_inside,
        )
        builder = _build_blocks(walk, _Styles(common, content))
        left_out = Tally()
        for deletion in content.findall(".//deletion"):
            left_out.add("deleted passage", text_inside(deletion))
        left_out.update(walk.left_out)
        for margin in _quote_margins(common):
            left_out.add(margin)
    return write_text(builder.finish(), left_out)


def _build_blocks(walk: ElementWalk, styles: "_Styles") -> BlockBuilder:
    builder = BlockBuilder()
    lists = _OpenLists(styles)
    for node, opens in walk:
        if isinstance(node, str):
            builder.write(collapse_white_space(node))
        elif node.tag == "span":
            builder.superscript = opens and styles.is_superscript(node)
        elif node.tag == "list":
            _write_list(builder, lists, node, opens)
        elif node.tag in ("p", "h"):
            _write_paragraph(builder, styles.heading_level(node), opens)
        elif node.tag == "s" or node.tag in CHARACTERS:
            builder.write(_find_characters(node) if opens else "")
        else:
            builder.element(KINDS.get(node.tag, ""), opens)
    return builder


def _list_contents(element: Element) -> Iterator[Element | str]:
    yield element.text or ""
    for child in element:
        yield child
        yield child.tail or ""


def _name_left_out(element: Element) -> str | None:
    """Name an element that is left out; return None if it is read."""
    if element.tag == "note":
        return element.get("note-class", "footnote")
    return LEFT_OUT.get(element.tag)


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


def _quote_margins(common: Element) -> Iterator[str]:
    """Name the headers and footers of the pages by what they say."""
    for page in common.iter("master-page"):
        for margin in page:
            if margin.tag.startswith(("header", "footer")):
                kind = margin.tag[: len("header")]
                yield quote_margin(kind, margin.itertext())


class _Styles:
    """The styles of a text, and what they say about its paragraphs, spans and lists."""

    def __init__(self, common: Element, content: Element) -> None:
        self.styles: dict[str, Element] = {}
        self.list_styles: dict[str, Element] = {}
        for root in (common, content):
            self.styles |= {style.get("name"): style for style in root.iter("style")}
            self.list_styles |= {style.get("name"): style for style in root.iter("list-style")}

    def heading_level(self, paragraph: Element) -> int:
        """Return the level of a heading, by its element or its style; 0 for a paragraph."""
        level = paragraph.get("outline-level", "1" if paragraph.tag == "h" else "")
        if level:
            return max(int(level), 0)
        name = paragraph.get("style-name")
        for style in style_chain(name, self.styles, _find_parent_style):
            level = "1" if style.get("name") == "Title" else style.get("default-outline-level")
            if level:
                return max(int(level), 0)
        return 0

    def is_superscript(self, span: Element) -> bool:
        """Whether the style of a span raises its text."""
        style = self.styles.get(span.get("style-name"), NOTHING)
        return any(each.get("text-position", "").startswith("super") for each in style)

    def first_number(self, list_style: str, depth: int) -> int | None:
        """Return the first number of a list at this depth; None if it has bullets."""
        levels = self.list_styles.get(list_style, NOTHING)
        level = levels.find(f"list-level-style-number[@level='{depth}']")
        return None if level is None else int(level.get("start-value", 1))


def _find_parent_style(style: Element) -> str | None:
    return style.get("parent-style-name")


class _OpenLists:
    """The open lists. A list without a style of its own has that of the list around it."""

    def __init__(self, styles: _Styles) -> None:
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
