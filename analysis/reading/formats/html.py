r"""Texts out of web pages, as the HTML Standard describes them."""

import re
from collections import Counter

from analysis.faults import Fault, InputError
from analysis.reading.encodings import decode
from analysis.reading.layout_writer import BLANKS, ExtractedText, Flow, text_of, walk

LEFT_OUT = {
    **dict.fromkeys(["head", "script", "style", "template", "datalist", "rp", "noframes"], ""),
    **dict.fromkeys(["img", "svg", "canvas"], "picture"),
    **dict.fromkeys(["video", "audio"], "film or sound"),
    **dict.fromkeys(["iframe", "object", "embed"], "embedded page"),
    **dict.fromkeys(["button", "select", "textarea"], "field or button"),
    **{
        "nav": "menu",
        "aside": "aside",
        "form": "form",
        "header": "page header",
        "footer": "page footer",
    },
    **{"noscript": "noscript part", "math": "formula", "rt": "ruby annotation"},
}
ROLES = {"doc-endnotes": "note section", "doc-footnotes": "note section", "doc-backlink": ""}
WITHOUT_TEXT = ("picture", "film or sound", "embedded page")
_BLOCKS = (
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer"
    "|form|header|hgroup|hr|legend|main|optgroup|option|p|pre|search|section|summary"
)
KINDS = {
    **dict.fromkeys(_BLOCKS.split("|"), "p"),
    **dict.fromkeys(["ul", "ol", "menu", "dir"], "list"),
    **{f"h{level}": "#" * level + " " for level in range(1, 7)},
    **{
        "li": "item",
        "table": "table",
        "tr": "tr",
        "td": "td",
        "th": "td",
        "sup": "sup",
        "br": "\n",
    },
}
LATIN_1 = {
    "iso-8859-1",
    "latin1",
    "latin-1",
    "us-ascii",
    "ascii",
}  # browsers read these as Windows-1252
_XML = re.compile(r"\s*<\?xml[^>]*>")
_NOTE = re.compile(r"sd(footnote|endnote)\d+")  # LibreOffice's
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read(data: bytes, file: str, encoding: str = "") -> ExtractedText:
    r"""The text of a web page; of its only `<article>` or `<main>`, where it has one.

    `encoding`, else a byte-order mark, else the page's `<meta charset>`, else UTF-8 says how the bytes are decoded.

    >>> read(b"<h2>Aims</h2><p>To see<br>and act.<p>Soon.<ul><li>one<li>two</ul><img src=x>", "a.html")
    ExtractedText(text='## Aims\n\nTo see\nand act.\n\nSoon.\n\n- one\n- two', left_out=('1 picture',))
    """
    from bs4 import BeautifulSoup, ParserRejectedMarkup

    charset = encoding or _charset(data)
    try:
        markup = _XML.sub("", decode(data, file, charset), count=1)
        soup = BeautifulSoup(
            markup + "\n", "html.parser"
        )  # without a line end bs4 may take it for a file's name
    except (LookupError, UnicodeError):
        raise InputError(
            [Fault(file, f"the charset {charset!r}", "a known one, such as utf-8")]
        ) from None
    except ParserRejectedMarkup as error:
        raise InputError(
            [Fault(file, f"markup that cannot be read ({error})", "a web page (.html)")]
        ) from None
    found = [tags[0] for name in ("article", "main") if len(tags := soup.find_all(name)) == 1]
    page = soup.find("body") or soup
    root = next((tag for tag in found if tag.find("h1")), found[0] if found else page)
    left: Counter[str] = Counter()
    flow = _html_flow(root, left)
    if len("".join(page.get_text().split())) > len("".join(root.get_text().split())):
        left[f"page around its <{root.name}> (menus and the like)"] = 1
    return text_of(flow.blocks, left)


def _charset(data: bytes) -> str:
    r"""The encoding that a page states for itself, blank where it does not.

    >>> _charset(b'<meta charset="ISO-8859-1">')
    'windows-1252'
    """
    from bs4.dammit import EncodingDetector

    name = EncodingDetector.find_declared_encoding(data, is_html=True) or ""
    return "windows-1252" if name in LATIN_1 else "utf-8" if name.startswith("utf-16") else name


def _html_left_out(tag) -> str | None:
    if tag.has_attr("hidden") or _HIDDEN.search(tag.get("style") or ""):
        what = "hidden part"
    elif note := _NOTE.fullmatch(tag.get("id") or ""):
        what = note[1]
    elif tag.name == "div" and tag.get("title") in ("header", "footer"):  # LibreOffice's, too
        what = f"page {tag['title']}"
    elif "footnotes" in tag.get("class", ()):
        what = "note section"
    elif tag.get("role") in ROLES:
        what = ROLES[tag["role"]]
    elif tag.name in ("header", "footer") and tag.find_parent(["article", "main", "section"]):
        return None
    elif tag.name in ("header", "form") and tag.find(["h1", "article", "main"]):
        return None  # the title of a page; a page that is one form
    else:
        what = LEFT_OUT.get(tag.name)
    return what if not what or what in WITHOUT_TEXT or tag.get_text(strip=True) else ""


def _html_flow(root, left: Counter[str]) -> Flow:
    from bs4 import NavigableString, Tag

    def contents(tag):  # but for comments
        return [
            child
            for child in tag.contents
            if isinstance(child, Tag) or type(child) is NavigableString
        ]

    flow, preformatted = Flow(), 0
    for node, opens in walk(root, contents, _html_left_out, left):
        if isinstance(node, str):
            flow.write(node if preformatted else BLANKS.sub(" ", node))
            continue
        preformatted += (1 if opens else -1) * (node.name == "pre")
        number = _number(node.get("start"), 1) if node.name == "ol" else _number(node.get("value"))
        flow.element(KINDS.get(node.name, ""), opens, number)
    flow.end()
    return flow


def _number(stated: str | None, otherwise: int | None = None) -> int | None:
    return int(stated) if re.fullmatch(r"\d{1,9}", stated or "", re.ASCII) else otherwise
