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
from zipfile import ZipFile

from analysis.faults import Fault, InputError
from analysis.reading.formats.html import BLANKS, BOX, ITEM, Extracted, Flow, text_of, walk
from analysis.reading.zip_files import BROKEN, open_zip

OLD_WORD = (
    b"\xd0\xcf\x11\xe0"  # Microsoft's older container, which also wraps files with a password
)


class _Builder(ElementTree.TreeBuilder):
    def doctype(self, name, public, system) -> None:
        raise ValueError("a DOCTYPE, which may load other files")


def _xml(archive: ZipFile, name: str) -> Element:
    """A part of a document with local names, for the namespaces of a format (strict, transitional) mean the same.

    Where there is no such part, an element that holds nothing.
    """
    if name not in archive.namelist():
        return Element("none")
    root = ElementTree.fromstring(archive.read(name), ElementTree.XMLParser(target=_Builder()))
    for each in root.iter():
        each.tag = each.tag.rpartition("}")[2]
        each.attrib = {key.rpartition("}")[2]: value for key, value in each.attrib.items()}
    return root


def _related(archive: ZipFile, name: str) -> list[tuple[str, str]]:
    """Kind and name of the parts that a part of a .docx refers to; `""` is the whole file."""
    folder, base = posixpath.split(name)
    relations = _xml(archive, posixpath.join(folder, "_rels", f"{base}.rels"))
    targets = [
        (each.get("Type", ""), posixpath.join("/", folder, each.get("Target", "")))
        for each in relations
    ]
    return [(kind.rpartition("/")[2], posixpath.normpath(target)[1:]) for kind, target in targets]


def read_docx(data: bytes, file: str) -> Extracted:
    """The text of a Word document (.docx); raises `InputError` where it cannot be read."""
    return _read(_word_flow, data, file, "a Word document (.docx)")


def read_odt(data: bytes, file: str) -> Extracted:
    """The text of an OpenDocument text (.odt); raises `InputError` where it cannot be read."""
    return _read(_odt_flow, data, file, "an OpenDocument text (.odt)")


def _read(
    flow_of: Callable[[ZipFile, Counter[str]], Flow], data: bytes, file: str, what: str
) -> Extracted:
    left: Counter[str] = Counter()
    try:
        if data.startswith(OLD_WORD):
            raise ValueError("it is an old .doc, or has a password")
        flow = flow_of(open_zip(data), left)
    except BROKEN as error:
        found = f"a file that cannot be read: {error}"
        raise InputError(
            [Fault(file, found, f"{what}; save it anew in that format, without a password")]
        ) from None
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
    **{
        "footnoteReference": "footnote",
        "endnoteReference": "endnote",
        "commentReference": "comment",
    },
    **{
        "del": "deleted passage",
        "moveFrom": "deleted passage",
        "oMath": "formula",
        "sym": "symbol",
    },
    "txbxContent": BOX,
}
WORD_KINDS = {"tbl": "table", "tr": "tr", "tc": "td"}
WORD_KINDS |= {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
DRAWINGS = ("drawing", "pict", "object")


def _value(path: str, *elements: Element) -> str:
    """The value at a path, of the first element that has it."""
    found = (each.find(path) for each in elements)
    return next((each.get("val", "") for each in found if each is not None), "")


class _Word:
    """What a document says of its paragraphs: their styles, their lists, and how far each list has counted."""

    def __init__(self, archive: ZipFile, parts: dict[str, str]):
        styles, numbering = (
            _xml(archive, parts.get("styles", "")),
            _xml(archive, parts.get("numbering", "")),
        )
        self.styles = {style.get("styleId"): style for style in styles.iter("style")}
        self.lists = {each.get("abstractNumId"): each for each in numbering.iter("abstractNum")}
        self.nums = {num.get("numId"): num for num in numbering.iter("num")}
        self.counts: dict[tuple[str, int], int] = {}  # by list and depth
        self.begun: set[tuple[str, int]] = set()

    def chain(self, paragraph: Element) -> list[Element]:
        return _chain(
            _value("pPr/pStyle", paragraph), self.styles, lambda style: _value("basedOn", style)
        )

    def mark(self, paragraph: Element) -> str:
        """Of a heading by its outline level, else by its style's name, which is English in every language of Word."""
        styles = self.chain(paragraph)
        level = _value("pPr/outlineLvl", paragraph, *styles)
        names = (
            re.fullmatch(r"heading ([1-9])|title", _value("name", style).lower())
            for style in styles
        )
        name = next(filter(None, names), None)
        if level in tuple("012345678") or (name and not level):
            return "#" * min(int(level) + 1 if level else int(name[1] or 1), 6) + " "
        num = self.nums.get(_value("pPr/numPr/numId", paragraph, *styles))
        return (
            ""
            if num is None
            else self.item(num, _value("pPr/numPr/ilvl", paragraph, *styles) or "0")
        )

    def item(self, num: Element, depth: str) -> str:
        """The mark of a list item; lists that share a definition count on, unless they say where they start."""
        key, at = _value("abstractNumId", num), int(depth)
        own = num.findall(f"lvlOverride[@ilvl='{at}']")
        shared = self.lists.get(key, Element("none")).findall(f"lvl[@ilvl='{at}']")
        levels = [*num.findall(f"lvlOverride/lvl[@ilvl='{at}']"), *shared]
        this = (num.get("numId"), at)
        restart = "" if this in self.begun else _value("startOverride", *own)
        self.begun.add(this)
        self.counts = {
            (of, deep): n for (of, deep), n in self.counts.items() if of != key or deep <= at
        }
        first = int(restart or _value("start", *levels) or 1)
        self.counts[key, at] = first if restart else self.counts.get((key, at), first - 1) + 1
        return {"bullet": ITEM, "": ITEM, "none": ""}.get(
            _value("numFmt", *levels), f"{self.counts[key, at]}. "
        )

    def left_out(self, element: Element) -> str | None:
        tag = element.tag
        hidden = element.find("rPr/vanish")
        if tag == "r" and hidden is not None and hidden.get("val", "1") not in ("0", "false"):
            return "hidden passage"
        if tag == "p" and any(
            _value("name", style).lower().startswith("toc ") for style in self.chain(element)
        ):
            return "table-of-contents line"
        if (
            tag == "sdt"
            and _value("sdtPr/docPartObj/docPartGallery", element) == "Table of Contents"
        ):
            return "table of contents"
        if tag == "tr" and element.find("trPr/del") is not None:
            return "deleted row"
        if tag in DRAWINGS:
            return "picture" if element.find(".//txbxContent") is None else None
        return "" if tag.endswith("Pr") else WORD_LEFT_OUT.get(tag)


def _word_flow(archive: ZipFile, left: Counter[str]) -> Flow:
    main = dict(_related(archive, "")).get("officeDocument", "word/document.xml")
    body = _xml(archive, main).find("body")
    if body is None:
        raise ValueError("it holds no document")
    parts, flow = _related(archive, main), Flow()
    word = _Word(archive, dict(parts))
    for node, opens in walk(
        body, lambda each: [each.text or ""] if each.tag == "t" else each, word.left_out, left
    ):
        if isinstance(node, str):
            flow.write(node)
        elif node.tag == "r":
            flow.raised = _value("rPr/vertAlign", node) == "superscript"
        elif node.tag == "p":
            flow.end(word.mark(node) if opens else "")
        else:
            flow.element(WORD_KINDS.get(node.tag, ""), opens)
    for kind, name in parts:
        if kind in ("header", "footer"):
            _margins(kind, (t.text or "" for t in _xml(archive, name).iter("t")), left)
    return flow


# -- OpenDocument --------------------------------------------------------------------------------------------------

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
        styles = _chain(
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
    if _xml(archive, "META-INF/manifest.xml").find(".//encryption-data") is not None:
        raise ValueError("it has a password")
    content, common = _xml(archive, "content.xml"), _xml(archive, "styles.xml")
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
            _margins(margin.tag[:6], margin.itertext(), left)
    return flow
