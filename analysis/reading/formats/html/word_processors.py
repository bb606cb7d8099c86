r"""Pages that word processors write: Word, LibreOffice and Google Docs.

Word writes a list item as a paragraph that begins with its bullet or number, and notes, comments
and page headers as divisions with styles of its own (`mso-...`).
"""

import re
from collections.abc import Iterator
from itertools import islice

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PageElement

from analysis.reading.layout_writer import BULLET

PARAGRAPHS = ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6"]
N_ELEMENTS = 12  # from the beginning of a paragraph, among which its bullet is looked for
MARKER = "data-workbook-marker"  # an attribute that holds the marker of a list item
PROGRAMS = re.compile(
    r"microsoft word|word\.document|libreoffice|openoffice|staroffice|aspose\.words|abiword|"
    r"cocoa html writer|pandoc|wps office",
    re.IGNORECASE,
)

_LIST_STYLE = re.compile(r"mso-list:(?!\s*(?:none|ignore))", re.IGNORECASE)
_IGNORED_STYLE = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_LIST_CLASS = re.compile(r"MsoList\w*")
_SYMBOL_CLASS = re.compile(r"MsoNormal\w*|MsoBody\w*")
_HEADING_CLASS = re.compile(r"MsoHeading([1-9])")
# A bullet in a font of symbols (a letter is one only before a no-break space), or a number.
_SYMBOL = r"[·•\uf0b7\uf0a7\uf076\uf0d8\uf0fc]"
_NUMBER = r"\(?(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,6})[.)]"
_ITEM_START = re.compile(rf"\s*(?:{_SYMBOL}\s+|(?:[o§vüØ–-]|{_NUMBER})\s*\xa0\s*)")
_SYMBOL_START = re.compile(rf"\s*{_SYMBOL}\s*\xa0\s*")
_NUMBER_MARK = re.compile(_NUMBER)

_LIBREOFFICE_NOTE = re.compile(r"sd(footnote|endnote)\d+")
_WORD_NOTE = re.compile(r"mso-element:\s*(footnote|endnote|comment|header|footer)(?![\w-])")
_WORD_NOTE_ID = re.compile(r"_?(ftn|edn|com_)\d+")
_WORD_NOTE_IDS = {"ftn": "footnote", "edn": "endnote", "com_": "comment"}
_WORD_CLASSES = {
    "MsoHeader": "page header",
    "MsoFooter": "page footer",
    "MsoCommentText": "comment",
    "MsoCommentReference": "",
    "MsoFootnoteText": "footnote",
    "MsoEndnoteText": "endnote",
}
_CONTENTS_CLASS = re.compile(r"MsoToc[1-9]|MsoTocHeading")
_NOTE_LINK = re.compile(r"#_?(?:ftn|edn|ftnt|cmnt|sdfootnote|sdendnote)\d+(?:sym)?")
_GOOGLE_NOTE = re.compile(r"(ftnt|cmnt)\d+")
_GOOGLE_NOTES = {"ftnt": "footnote", "cmnt": "comment"}


def is_word_processed(soup: BeautifulSoup) -> bool:
    """Whether a word processor wrote the page, so that all of it is text."""
    for meta in soup.find_all("meta"):
        name = str(meta.get("name") or "").lower()
        program = str(meta.get("content") or "")
        if name in ("generator", "progid") and PROGRAMS.search(program):
            return True
    body = soup.find("body")
    return body is not None and "doc-content" in (body.get("class") or ())  # Google Docs


# -- paragraphs that are list items or headings --------------------------------------------------


def mark_paragraphs(soup: BeautifulSoup) -> None:
    """Mark the paragraphs that are list items or headings as what they are.

    The bullet or number of an item is taken out of its text and written to the attribute `MARKER`.
    """
    for element in soup.find_all(PARAGRAPHS):
        names = _classes(element)
        style = _style(element)
        is_item = bool(_LIST_STYLE.search(style))
        is_item = is_item or any(map(_LIST_CLASS.fullmatch, names))
        if is_item or any(map(_SYMBOL_CLASS.fullmatch, names)):
            marker = _take_marker(element, _ITEM_START if is_item else _SYMBOL_START)
            if marker and element.name in ("p", "div"):
                element[MARKER] = marker
        if element.name == "p" and MARKER not in element.attrs:
            element.name = _heading_name(names) or "p"


def _heading_name(names: list[str]) -> str:
    """Return the name of the heading that a paragraph of these classes is; "" if it is none."""
    if "MsoTitle" in names:
        return "h1"
    if "title" in names and any(re.fullmatch(r"c\d+", name) for name in names):
        return "h1"  # Google Docs
    for name in names:
        heading = _HEADING_CLASS.fullmatch(name)
        if heading:
            return f"h{min(int(heading[1]), 6)}"
    return ""


def _take_marker(element: Tag, start: re.Pattern[str]) -> str:
    """Take the bullet or number off a paragraph and return it as a marker; "" if it has none."""
    # An unclosed paragraph holds all that follow it, so only its beginning is looked at.
    beginning = list(islice(walk(element), N_ELEMENTS))
    for inner in beginning:
        if isinstance(inner, Tag) and _IGNORED_STYLE.search(_style(inner)):
            text = inner.get_text()
            inner.extract()
            return _to_marker(text)
    strings = [node for node in beginning if type(node) is NavigableString]
    match = start.match("".join(strings))
    if match is None:
        return ""
    _remove_start(strings, match.end())
    return _to_marker(match[0])


def walk(element: Tag, without: str = "") -> Iterator[PageElement]:
    """Yield what is inside an element in reading order. (`descendants` looks for its end first.)

    What is inside elements with the name `without` is left out.
    """
    stack = list(reversed(element.contents))
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, Tag) and node.name != without:
            stack.extend(reversed(node.contents))


def _to_marker(text: str) -> str:
    number = _NUMBER_MARK.fullmatch(text.strip())
    return f"{number[0]} " if number else BULLET


def _remove_start(strings: list[NavigableString], n: int) -> None:
    """Remove the first `n` characters of the strings of an element."""
    for string in strings:
        string.replace_with(NavigableString(string[n:]))
        n -= min(n, len(string))
        if not n:
            return


# -- notes, comments, page headers ---------------------------------------------------------------


def name_note(element: Tag) -> str | None:
    """Name a note, comment or page header that a word processor wrote; None for all else."""
    if element.name == "a":
        is_mark = _NOTE_LINK.fullmatch(str(element.get("href") or ""))
        return "" if is_mark else None
    identity = str(element.get("id") or "")
    note = _LIBREOFFICE_NOTE.fullmatch(identity)
    if note:
        return note[1]
    if element.name == "div":
        return _name_division(element, identity)
    for name in _classes(element):
        if name in _WORD_CLASSES:
            return _WORD_CLASSES[name]
        if _CONTENTS_CLASS.fullmatch(name):
            return "table-of-contents line"
    return None


def _name_division(element: Tag, identity: str) -> str | None:
    title = str(element.get("title") or "")
    if title in ("header", "footer"):  # LibreOffice writes these
        return f"page {title}"
    part = _WORD_NOTE.search(_style(element))
    if part:
        is_margin = part[1] in ("header", "footer")
        return f"page {part[1]}" if is_margin else part[1]
    note = _WORD_NOTE_ID.fullmatch(identity)
    if note:
        return _WORD_NOTE_IDS[note[1]]
    return _name_google_note(element)


def _name_google_note(element: Tag) -> str | None:
    """Google Docs begins a note with a link back to its mark in the text."""
    tags = [node for node in islice(walk(element), N_ELEMENTS) if isinstance(node, Tag)]
    link = tags[1] if len(tags) > 1 else None
    if link is None or link.name != "a":
        return None
    note = _GOOGLE_NOTE.fullmatch(str(link.get("id") or ""))
    return _GOOGLE_NOTES[note[1]] if note else None


def _classes(element: Tag) -> list[str]:
    value: str | list[str] = element.get("class") or []
    return value.split() if isinstance(value, str) else list(value)


def _style(element: Tag) -> str:
    return str(element.get("style") or "")
