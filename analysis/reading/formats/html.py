"""Texts out of web pages (.html, .htm), as the HTML Standard describes them."""

import re

from bs4 import BeautifulSoup, NavigableString, ParserRejectedMarkup, Tag
from bs4.dammit import EncodingDetector

from analysis.faults import Fault, InputError
from analysis.reading.encodings import decode
from analysis.reading.layout_writer import (
    CELL,
    ITEM,
    LIST,
    PARAGRAPH,
    ROW,
    SUPERSCRIPT,
    TABLE,
    BlockBuilder,
    ElementWalk,
    ExtractedText,
    collapse_white_space,
    write_text,
)

KINDS = {
    "ul": LIST,
    "ol": LIST,
    "menu": LIST,
    "dir": LIST,
    "li": ITEM,
    "table": TABLE,
    "tr": ROW,
    "td": CELL,
    "th": CELL,
    "sup": SUPERSCRIPT,
}
_PARAGRAPHS = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form header hgroup hr legend main optgroup option p pre search"
    " section summary"
)
KINDS |= dict.fromkeys(_PARAGRAPHS.split(), PARAGRAPH)
HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

# The names of elements that are left out; "" for those that no report needs to name.
LEFT_OUT = {
    "head": "",
    "script": "",
    "style": "",
    "template": "",
    "datalist": "",
    "rp": "",
    "noframes": "",
    "img": "picture",
    "svg": "picture",
    "canvas": "picture",
    "video": "film or sound",
    "audio": "film or sound",
    "iframe": "embedded page",
    "object": "embedded page",
    "embed": "embedded page",
    "button": "field or button",
    "select": "field or button",
    "textarea": "field or button",
    "nav": "menu",
    "aside": "aside",
    "form": "form",
    "header": "page header",
    "footer": "page footer",
    "noscript": "noscript part",
    "math": "formula",
    "rt": "ruby annotation",
}
WITHOUT_TEXT = ("picture", "film or sound", "embedded page")  # named even if they hold no text
ROLES_LEFT_OUT = {
    "doc-endnotes": "note section",
    "doc-footnotes": "note section",
    "doc-backlink": "",
}
# Browsers read these encodings as Windows-1252, which has all of their characters and more.
READ_AS_WINDOWS_1252 = {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"}

_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_LIBREOFFICE_NOTE = re.compile(r"sd(footnote|endnote)\d+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


def read(data: bytes, file: str, encoding: str = "") -> ExtractedText:
    r"""Read the text of a web page, or of its only `<article>` or `<main>` if it has one.

    The encoding is, in this order: `encoding`, what a byte-order mark says, what the page's
    `<meta charset>` says, UTF-8.

    Raises:
        InputError: the page cannot be decoded, or its markup cannot be read.

    >>> page = b"<h2>Aims</h2><p>To see<br>and act.<ul><li>one<li>two</ul><img src=x>"
    >>> extracted = read(page, "a.html")
    >>> extracted.text, extracted.phrases
    ('## Aims\n\nTo see\nand act.\n\n- one\n- two', ('1 picture',))
    """
    soup = _parse(data, file, encoding or _find_encoding(data))
    page = soup.find("body") or soup
    root = _find_main_element(soup) or page
    walk = ElementWalk(
        root,
        list_contents=_list_contents,
        name_left_out=_name_left_out,
        read_text=Tag.get_text,
    )
    builder = _build_blocks(walk)
    if _count_characters(page) > _count_characters(root):
        walk.left_out.add(f"page around its <{root.name}> (menus and the like)")
    return write_text(builder.finish(), walk.left_out)


def _parse(data: bytes, file: str, encoding: str) -> BeautifulSoup:
    try:
        text = decode(data, file, encoding)
        markup = _XML_DECLARATION.sub("", text, count=1)
        # Beautiful Soup may take markup without a line end for the name of a file.
        return BeautifulSoup(markup + "\n", "html.parser")
    except (LookupError, UnicodeError):
        fault = Fault(file, f"the charset {encoding!r}", "a known charset, such as utf-8")
    except ParserRejectedMarkup as error:
        found = f"markup that cannot be read ({error})"
        fault = Fault(file, found, "a web page (.html)")
    raise InputError([fault])


def _find_encoding(data: bytes) -> str:
    r"""Return the encoding that a page declares; "" if it declares none.

    >>> _find_encoding(b'<meta charset="ISO-8859-1">')
    'windows-1252'
    """
    name = EncodingDetector.find_declared_encoding(data, is_html=True) or ""
    if name in READ_AS_WINDOWS_1252:
        return "windows-1252"
    if name.startswith("utf-16"):
        return "utf-8"  # the declaration was read as ASCII, so it is not true
    return name


def _find_main_element(soup: BeautifulSoup) -> Tag | None:
    """Return the only article of a page or its only main part; if it has both, one with a title."""
    candidates = []
    for name in ("article", "main"):
        found = soup.find_all(name)
        if len(found) == 1:
            candidates.append(found[0])
    for element in candidates:
        if element.find("h1"):
            return element
    return candidates[0] if candidates else None


def _count_characters(element: Tag) -> int:
    """Count the characters of an element, without white space."""
    return len("".join(element.get_text().split()))


# -- elements to blocks --------------------------------------------------------------------------


def _build_blocks(walk: ElementWalk) -> BlockBuilder:
    builder = BlockBuilder()
    preformatted = 0  # how many <pre> elements are open
    for node, opens in walk:
        if isinstance(node, str):
            builder.write(node if preformatted else collapse_white_space(node))
            continue
        if node.name == "pre":
            preformatted += 1 if opens else -1
        if node.name in HEADING_LEVELS:
            builder.heading(HEADING_LEVELS[node.name], opens)
        elif node.name != "br":
            builder.element(KINDS.get(node.name, ""), opens, _find_number(node))
        elif opens:
            builder.write("\n")
    return builder


def _list_contents(element: Tag) -> list[Tag | NavigableString]:
    """List the elements and strings directly inside an element, without comments and the like."""
    return [
        child
        for child in element.contents
        if isinstance(child, Tag) or type(child) is NavigableString
    ]


def _find_number(element: Tag) -> int | None:
    """Return the first number of a numbered list, or the number that an item states."""
    if element.name == "ol":
        return _to_number(_get_attribute(element, "start"), default=1)
    if element.name == "li":
        return _to_number(_get_attribute(element, "value"), default=None)
    return None


def _to_number(text: str, default: int | None) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else default


def _get_attribute(element: Tag, name: str) -> str:
    value = element.get(name)
    return value if isinstance(value, str) else ""


# -- what is left out ----------------------------------------------------------------------------


def _name_left_out(element: Tag) -> str | None:
    """Name an element that is left out; return None if it is read."""
    name = _name_unread_part(element)
    if not name or name in WITHOUT_TEXT or element.get_text(strip=True):
        return name
    return ""


def _name_unread_part(element: Tag) -> str | None:
    if element.has_attr("hidden") or _HIDDEN.search(_get_attribute(element, "style")):
        return "hidden part"
    note = _LIBREOFFICE_NOTE.fullmatch(_get_attribute(element, "id"))
    if note:
        return note[1]
    title = _get_attribute(element, "title")
    if element.name == "div" and title in ("header", "footer"):  # LibreOffice writes these
        return f"page {title}"
    if "footnotes" in (element.get("class") or ()):
        return "note section"
    role = _get_attribute(element, "role")
    if role in ROLES_LEFT_OUT:
        return ROLES_LEFT_OUT[role]
    if _belongs_to_text(element):
        return None
    return LEFT_OUT.get(element.name)


def _belongs_to_text(element: Tag) -> bool:
    """Whether a header, footer or form belongs to the text, not to the page around it."""
    if element.name in ("header", "footer") and element.find_parent(["article", "main", "section"]):
        return True
    # The title of a page is in its header, and some pages are one form.
    return element.name in ("header", "form") and bool(element.find(["h1", "article", "main"]))
