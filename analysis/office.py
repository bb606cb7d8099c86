r"""Texts out of word processors' files: .docx (ECMA-376, WordprocessingML) and .odt (OASIS OpenDocument 1.3).

Both are zipped XML, which the standard library reads, refusing a DOCTYPE; how their text is written is said in
`extract`. Inserted passages are text, deleted ones are not; a text box follows the paragraph in which it hangs; list
items are counted as the file says, numbered headings are not.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from .extract import ITEM, SUPERSCRIPT, Extracted, Flow, text_of, walk
from .faults import Fault, InputError
from .zips import BROKEN, open_zip

OLD_WORD = b"\xd0\xcf\x11\xe0"  # Microsoft's older container, which also wraps files with a password


class _Builder(ElementTree.TreeBuilder):
    """Elements with local names, for the two namespaces of a format (strict, transitional) mean the same."""

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        return super().start(tag.rpartition("}")[2], {key.rpartition("}")[2]: value for key, value in attrs.items()})

    def end(self, tag: str) -> Element:
        return super().end(tag.rpartition("}")[2])

    def doctype(self, name, public, system) -> None:
        raise ValueError("a DOCTYPE, which may load other files")


class _Parts:
    """The parts of a zipped document."""

    def __init__(self, data: bytes):
        self.archive = open_zip(data)

    def xml(self, name: str) -> Element:
        """A part, or an element that holds nothing where there is none."""
        if name not in self.archive.namelist():
            return Element("none")
        return ElementTree.fromstring(self.archive.read(name), ElementTree.XMLParser(target=_Builder()))

    def related(self, name: str) -> list[tuple[str, str]]:
        """Kind and name of the parts that a part of a .docx refers to; `""` is the whole file."""
        folder, base = posixpath.split(name)
        found = []
        for rel in self.xml(posixpath.join(folder, "_rels", f"{base}.rels")):
            target = posixpath.normpath(posixpath.join("/", folder, rel.get("Target", "")))
            found.append((rel.get("Type", "").rpartition("/")[2], target[1:]))
        return found


def read_docx(data: bytes, file: str) -> Extracted:
    """The text of a Word document (.docx); raises `InputError` where it cannot be read."""
    return _read(_word_flow, data, file, "a Word document (.docx)")


def read_odt(data: bytes, file: str) -> Extracted:
    """The text of an OpenDocument text (.odt); raises `InputError` where it cannot be read."""
    return _read(_odt_flow, data, file, "an OpenDocument text (.odt)")


def _read(flow_of: Callable[[_Parts, Counter[str]], Flow], data: bytes, file: str, what: str) -> Extracted:
    left: Counter[str] = Counter()
    try:
        if data.startswith(OLD_WORD):
            raise ValueError("it is an old .doc, or has a password")
        flow = flow_of(_Parts(data), left)
    except BROKEN as error:
        found = f"a file that cannot be read: {error}"
        raise InputError([Fault(file, found, f"{what}; save it anew in that format, without a password")]) from None
    flow.end()
    return text_of(flow.blocks, left)


def _margins(kind: str, texts: Iterator[str], left: Counter[str]) -> None:
    """Name the header or footer of the pages, if it holds text."""
    text = " ".join("".join(texts).split())
    left[f"page {kind} ({text[:60]!r})"] = int(bool(text))


def _chain(name: str | None, styles: dict[str | None, Element], parent: Callable) -> list[Element]:
    """A style, the style that it is based on, and so on."""
    chain: list[Element] = []
    while (style := styles.get(name)) is not None and style not in chain:
        chain.append(style)
        name = parent(style)
    return chain


# -- Word ----------------------------------------------------------------------------------------------------------

WORD_LEFT_OUT = {
    **dict.fromkeys(["instrText", "delText", "delInstrText", "Fallback", "rt", "tblGrid"], ""),
    **{"footnoteReference": "footnote", "endnoteReference": "endnote", "commentReference": "comment"},
    **{"del": "deleted passage", "moveFrom": "deleted passage", "oMath": "formula", "sym": "symbol"},
}
WORD_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
WORD_TABLE = {"tbl": "table", "tr": "tr", "tc": "td"}
DRAWINGS = ("drawing", "pict", "object")


def _value(elements: Element | list[Element], path: str) -> str:
    """The value at a path, of the first element that has it."""
    found = (each.find(path) for each in ([elements] if isinstance(elements, Element) else elements))
    return next((each.get("val", "") for each in found if each is not None), "")


class _Word:
    """What a document says of its paragraphs: their styles, their lists, and how far each list has counted."""

    def __init__(self, parts: _Parts, related: list[tuple[str, str]]):
        names = dict(related)
        self.styles = {style.get("styleId"): style for style in parts.xml(names.get("styles", "")).iter("style")}
        numbering = parts.xml(names.get("numbering", ""))
        self.lists = {each.get("abstractNumId"): each for each in numbering.iter("abstractNum")}
        self.nums = {num.get("numId"): num for num in numbering.iter("num")}
        self.counts: dict[tuple[str, int], int] = {}  # by list and depth
        self.begun: set[tuple[str, int]] = set()

    def chain(self, paragraph: Element) -> list[Element]:
        return _chain(_value(paragraph, "pPr/pStyle"), self.styles, lambda style: _value(style, "basedOn"))

    def mark(self, paragraph: Element) -> str:
        """Of a heading by its outline level, else by its style's name, which is English in every language of Word."""
        styles = self.chain(paragraph)
        chain = [paragraph, *styles]
        level = _value(chain, "pPr/outlineLvl")
        named = (re.fullmatch(r"heading ([1-9])|title", _value(style, "name").lower()) for style in styles)
        name = next(filter(None, named), None)
        if level in tuple("012345678") or (name and not level):
            return "#" * min(int(level) + 1 if level else int(name[1] or 1), 6) + " "
        num = _value(chain, "pPr/numPr/numId")
        return self.item(num, _value(chain, "pPr/numPr/ilvl") or "0") if num in self.nums else ""

    def item(self, num: str, depth: str) -> str:
        """The mark of a list item; lists that share a definition count on, unless they say where they start."""
        key = _value(self.nums[num], "abstractNumId")
        own = [each for each in self.nums[num].iter("lvlOverride") if each.get("ilvl") == depth]
        levels = [each for root in [*own, self.lists.get(key, Element("none"))] for each in root.iter("lvl")]
        levels = [each for each in levels if each.get("ilvl") == depth]
        kind, at = _value(levels, "numFmt") or "bullet", int(depth)
        restart = "" if (num, at) in self.begun else _value(own, "startOverride")
        self.begun.add((num, at))
        self.counts = {(of, deep): n for (of, deep), n in self.counts.items() if of != key or deep <= at}
        first = int(restart or _value(levels, "start") or 1)
        self.counts[key, at] = first if restart else self.counts.get((key, at), first - 1) + 1
        return {"bullet": ITEM, "none": ""}.get(kind, f"{self.counts[key, at]}. ")

    def left_out(self, element: Element) -> str | None:
        tag = element.tag
        hidden = element.find("rPr/vanish")
        if tag == "r" and hidden is not None and hidden.get("val", "1") not in ("0", "false"):
            return "hidden passage"
        if tag == "p" and any(_value(style, "name").lower().startswith("toc ") for style in self.chain(element)):
            return "table-of-contents line"
        if tag == "sdt" and _value(element, "sdtPr/docPartObj/docPartGallery") == "Table of Contents":
            return "table of contents"
        if tag == "tr" and element.find("trPr/del") is not None:
            return "deleted row"
        if tag in DRAWINGS:
            return "picture" if next(element.iter("txbxContent"), None) is None else None
        return "" if tag.endswith("Pr") else WORD_LEFT_OUT.get(tag)


def _word_contents(element: Element) -> list:
    if element.tag in DRAWINGS:
        return list(element.iter("txbxContent"))
    return [element.text or ""] if element.tag == "t" else list(element)


def _word_flow(parts: _Parts, left: Counter[str]) -> Flow:
    main = dict(parts.related("")).get("officeDocument", "word/document.xml")
    body = parts.xml(main).find("body")
    if body is None:
        raise ValueError("it holds no document")
    related = parts.related(main)
    word, flow, raised = _Word(parts, related), Flow(), False
    for node, opens in walk(body, _word_contents, word.left_out, left):
        tag = None if isinstance(node, str) else node.tag
        if tag is None:
            flow.text.append(node.translate(SUPERSCRIPT) if raised and node.isdecimal() else node)
        elif tag == "r":
            raised = _value(node, "rPr/vertAlign") == "superscript"
        elif tag == "p":
            flow.end(word.mark(node) if opens else "")
        elif tag in WORD_TABLE:
            flow.table(WORD_TABLE[tag], opens)
        elif tag == "txbxContent":
            flow.box(opens)
        elif opens:
            flow.text.append(WORD_SIGNS.get(tag, ""))
    for kind, name in related:
        if kind in ("header", "footer"):
            _margins(kind, (t.text or "" for t in parts.xml(name).iter("t")), left)
    return flow


# -- OpenDocument --------------------------------------------------------------------------------------------------

ODT_LEFT_OUT = {
    **dict.fromkeys(["annotation-end", "forms", "sequence-decls", "title", "desc", "tracked-changes"], ""),
    **{"annotation": "comment", "image": "picture", "object": "picture", "ruby-text": "ruby annotation"},
    **{"table-of-content": "table of contents", "alphabetical-index": "index", "bibliography": "bibliography"},
}
ODT_SIGNS = {"tab": "\t", "line-break": "\n"}
ODT_TABLE = {"table": "table", "table-row": "tr", "table-cell": "td"}


class _Writer:
    """What a text says of its paragraphs, spans and lists."""

    def __init__(self, content: Element, common: Element):
        self.styles = {style.get("name"): style for root in (common, content) for style in root.iter("style")}
        self.lists = {each.get("name"): each for root in (common, content) for each in root.iter("list-style")}
        self.names: list[str] = []  # the styles of the lists that are open

    def heading(self, paragraph: Element) -> str:
        """The mark of a heading: by its element, or by a style that has an outline level or is the title's."""
        styles = _chain(paragraph.get("style-name"), self.styles, lambda style: style.get("parent-style-name"))
        named = ("1" if style.get("name") == "Title" else style.get("default-outline-level") for style in styles)
        own = paragraph.get("outline-level", "1" if paragraph.tag == "h" else "")
        level = int(own or next(filter(None, named), 0))
        return "#" * min(level, 6) + " " if level > 0 else ""

    def number(self, items: Element) -> int | None:
        """The first number of the list that begins, None for bullets."""
        self.names.append(items.get("style-name") or (self.names[-1] if self.names else ""))
        for level in self.lists.get(self.names[-1], ()):
            if level.get("level") == str(len(self.names)):
                return int(level.get("start-value", 1)) if level.tag == "list-level-style-number" else None
        return None

    def raised(self, span: Element) -> bool:
        style = self.styles.get(span.get("style-name"), Element("none"))
        return any((each.get("text-position") or "").startswith("super") for each in style)


def _odt_left_out(element: Element) -> str | None:
    if element.tag == "note":
        return element.get("note-class", "footnote")
    return ODT_LEFT_OUT.get(element.tag)


def _odt_contents(element: Element) -> Iterator:
    yield element.text or ""
    for child in element:
        yield child
        yield child.tail or ""


def _odt_flow(parts: _Parts, left: Counter[str]) -> Flow:
    if parts.xml("META-INF/manifest.xml").find(".//encryption-data") is not None:
        raise ValueError("it has a password")
    content, common = parts.xml("content.xml"), parts.xml("styles.xml")
    body = content.find("body/text")
    if body is None:
        raise ValueError("it holds no text document")
    writer, flow, raised = _Writer(content, common), Flow(), False
    left["deleted passage"] = sum(1 for _ in content.iter("deletion"))
    for node, opens in walk(body, _odt_contents, _odt_left_out, left):
        if isinstance(node, str):
            text = re.sub(r"[ \t\r\n]+", " ", node)
            flow.text.append(text.translate(SUPERSCRIPT) if raised and text.isdecimal() else text)
        elif node.tag == "span":
            raised = opens and writer.raised(node)
        else:
            _writer_tag(flow, writer, node, opens)
    for page in common.iter("master-page"):
        for child in page:
            if child.tag.startswith(("header", "footer")):
                _margins(child.tag[:6], child.itertext(), left)
    return flow


def _writer_tag(flow: Flow, writer: _Writer, element: Element, opens: bool) -> None:
    tag = element.tag
    if tag in ("p", "h"):
        if mark := writer.heading(element):
            flow.end(mark if opens else "")
        else:
            flow.paragraph()
    elif tag == "list":
        flow.list(opens, writer.number(element) if opens else None)
        if not opens:
            writer.names.pop()
    elif tag == "list-item" and opens:
        flow.item()
    elif tag in ("list-item", "list-header"):
        flow.end()
    elif tag in ODT_TABLE:
        flow.table(ODT_TABLE[tag], opens)
    elif tag == "text-box":
        flow.box(opens)
    elif opens:
        flow.text.append(" " * int(element.get("c", 1)) if tag == "s" else ODT_SIGNS.get(tag, ""))
