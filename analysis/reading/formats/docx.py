"""Texts out of Word documents (.docx): ECMA-376, WordprocessingML."""

import posixpath
import re
from collections import Counter
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from analysis.reading.formats.zipped_xml import chain_of, margins, read_with, xml_part
from analysis.reading.layout_writer import BOX, ITEM, ExtractedText, Flow, walk


def read(data: bytes, file: str, encoding: str = "") -> ExtractedText:
    """The text of a Word document (.docx); raises `InputError` where it cannot be read."""
    return read_with(_word_flow, data, file, "a Word document (.docx)")


def _related(archive: ZipFile, name: str) -> list[tuple[str, str]]:
    """Kind and name of the parts that a part of a .docx refers to; `""` is the whole file."""
    folder, base = posixpath.split(name)
    relations = xml_part(archive, posixpath.join(folder, "_rels", f"{base}.rels"))
    targets = [
        (each.get("Type", ""), posixpath.join("/", folder, each.get("Target", "")))
        for each in relations
    ]
    return [(kind.rpartition("/")[2], posixpath.normpath(target)[1:]) for kind, target in targets]


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
            xml_part(archive, parts.get("styles", "")),
            xml_part(archive, parts.get("numbering", "")),
        )
        self.styles = {style.get("styleId"): style for style in styles.iter("style")}
        self.lists = {each.get("abstractNumId"): each for each in numbering.iter("abstractNum")}
        self.nums = {num.get("numId"): num for num in numbering.iter("num")}
        self.counts: dict[tuple[str, int], int] = {}  # by list and depth
        self.begun: set[tuple[str, int]] = set()

    def chain(self, paragraph: Element) -> list[Element]:
        return chain_of(
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
    body = xml_part(archive, main).find("body")
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
            margins(kind, (t.text or "" for t in xml_part(archive, name).iter("t")), left)
    return flow
