"""Texts out of OpenDocument texts (.odt): OASIS OpenDocument 1.3."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from analysis.reading.formats.zipped_xml import chain_of, margins, read_with, xml_part
from analysis.reading.layout_writer import BLANKS, BOX, ExtractedText, Flow, walk


def read(data: bytes, file: str, encoding: str = "") -> ExtractedText:
    """The text of an OpenDocument text (.odt); raises `InputError` where it cannot be read."""
    return read_with(_odt_flow, data, file, "an OpenDocument text (.odt)")


ODT_LEFT_OUT = {
    **dict.fromkeys(
        ["annotation-end", "forms", "sequence-decls", "title", "desc", "tracked-changes"], ""
    ),
    **{
        "annotation": "comment",
        "image": "picture",
        "object": "picture",
        "ruby-text": "ruby annotation",
    },
    **{
        "table-of-content": "table of contents",
        "alphabetical-index": "index",
        "bibliography": "bibliography",
    },
    "text-box": BOX,
}
ODT_KINDS = {
    "list-item": "item",
    "table": "table",
    "table-row": "tr",
    "table-cell": "td",
    "text-box": BOX,
}
ODT_KINDS |= {"tab": "\t", "line-break": "\n"}


class _Writer:
    """What a text says of its paragraphs, spans and lists."""

    def __init__(self, content: Element, common: Element):
        self.styles = {
            style.get("name"): style for root in (common, content) for style in root.iter("style")
        }
        self.lists = {
            each.get("name"): each for root in (common, content) for each in root.iter("list-style")
        }
        self.names: list[str] = []  # the styles of the lists that are open

    def heading(self, paragraph: Element) -> str:
        """The mark of a heading: by its element, or by a style that has an outline level or is the title's."""
        styles = chain_of(
            paragraph.get("style-name"), self.styles, lambda style: style.get("parent-style-name")
        )
        named = (
            "1" if style.get("name") == "Title" else style.get("default-outline-level")
            for style in styles
        )
        own = paragraph.get("outline-level", "1" if paragraph.tag == "h" else "")
        level = int(own or next(filter(None, named), 0))
        return "#" * min(level, 6) + " " if level > 0 else ""

    def list(self, flow: Flow, items: Element, opens: bool) -> None:
        """A list begins, with its first number if it is numbered, or ends."""
        number = None
        if opens:
            self.names.append(items.get("style-name") or (self.names[-1] if self.names else ""))
            levels = self.lists.get(self.names[-1], Element("none"))
            level = levels.find(f"list-level-style-number[@level='{len(self.names)}']")
            number = None if level is None else int(level.get("start-value", 1))
        else:
            self.names.pop()
        flow.element("list", opens, number)

    def raised(self, span: Element) -> bool:
        style = self.styles.get(span.get("style-name"), Element("none"))
        return any(each.get("text-position", "").startswith("super") for each in style)


def _odt_left_out(element: Element) -> str | None:
    if element.tag == "note":
        return element.get("note-class", "footnote")
    return ODT_LEFT_OUT.get(element.tag)


def _odt_contents(element: Element) -> Iterator:
    yield element.text or ""
    for child in element:
        yield child
        yield child.tail or ""


def _odt_flow(archive: ZipFile, left: Counter[str]) -> Flow:
    if xml_part(archive, "META-INF/manifest.xml").find(".//encryption-data") is not None:
        raise ValueError("it has a password")
    content, common = xml_part(archive, "content.xml"), xml_part(archive, "styles.xml")
    body = content.find("body/text")
    if body is None:
        raise ValueError("it holds no text document")
    writer, flow = _Writer(content, common), Flow()
    left["deleted passage"] = len(content.findall(".//deletion"))
    for node, opens in walk(body, _odt_contents, _odt_left_out, left):
        if isinstance(node, str):
            flow.write(BLANKS.sub(" ", node))
        elif node.tag == "span":
            flow.raised = opens and writer.raised(node)
        elif node.tag == "list":
            writer.list(flow, node, opens)
        elif node.tag in ("p", "h"):
            flow.element(writer.heading(node) or "p", opens)
        elif node.tag == "s":
            flow.element(" " * int(node.get("c", 1)), opens)
        else:
            flow.element(ODT_KINDS.get(node.tag, ""), opens)
    for margin in (child for page in common.iter("master-page") for child in page):
        if margin.tag.startswith(("header", "footer")):
            margins(margin.tag[:6], margin.itertext(), left)
    return flow
