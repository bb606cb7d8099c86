"""The parts of a web page that are not its text: menus, notes, pictures, fields, scripts.

A page marks them by the names of elements, by roles (WAI-ARIA), and by the names and styles that
word processors and archives write.
"""

import re
from collections.abc import Container, Mapping

from bs4 import Tag

from analysis.languages import count_words
from analysis.reading.formats.html.word_processors import name_note

# The names of elements that are left out; "" for those that no report needs to name.
LEFT_OUT = {
    "title": "",
    "script": "",
    "style": "",
    "xml": "",  # data of Word
    "datalist": "",
    "rp": "",
    "noframes": "",
    "img": "picture",
    "svg": "picture",
    "canvas": "picture",
    "video": "video or audio element",
    "audio": "video or audio element",
    "iframe": "embedded page",
    "frame": "embedded page",
    "object": "embedded page",
    "embed": "embedded page",
    "button": "form control",
    "select": "form control",
    "textarea": "form control",
    "noscript": "noscript element",
    "math": "formula",
    "rt": "ruby annotation",
    "del": "deleted passage",
}
# These are named even if they hold no text.
WITHOUT_TEXT = ("picture", "video or audio element", "embedded page")
# What `html: whole` keeps. These may also be the page itself: some pages are one form.
WRAPPERS = {
    "aside": "aside",
    "form": "form",
    "header": "page header",
    "footer": "page footer",
}
WRAPPER_ROLES = {
    "banner": "page header",
    "contentinfo": "page footer",
    "complementary": "aside",
    "dialog": "dialog",
    "alertdialog": "dialog",
}
MENUS = {"nav": "menu"}
MENU_ROLES = {"navigation": "menu", "search": "search field"}
NOTE_ROLES = {
    "doc-endnotes": "note section",
    "doc-footnotes": "note section",
    "doc-endnote": "endnote",
    "doc-footnote": "footnote",
    "doc-backlink": "",
}
FEWEST_OF_TEXT = 25  # words of a paragraph, without links; slogans and bylines have fewer
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary")

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# What only a screen reader is meant to read, such as `Skip to content`.
_FOR_SCREEN_READERS = frozenset(
    ["visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text", "screen-reader-only"]
)
# The bar that archive.org writes above a page, and its appeal for donations.
_ARCHIVE_BAR = re.compile(r"wm-ipp.*|donato")
_COOKIE_BANNER = re.compile(
    r"(?:^|[\s_-])(?:cookie|consent|gdpr)s?[\s_-]?(?:banner|bar|box|notice|message|info|law|popup|"
    r"modal|dialog|overlay|wall|layer|hint|disclaimer|consent)|onetrust|didomi|cybotcookie|"
    r"usercentrics|qc-cmp|sp_message|fc-consent|truste[-_]",
    re.IGNORECASE,
)


def get_attribute(element: Tag, name: str) -> str:
    """Return the value of an attribute as one string; "" if there is none."""
    value = element.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)


def name_part(element: Tag, read: Container[int] = (), *, whole: bool = False) -> str | None:
    """Name an element that is left out; return None if it is read.

    Args:
        element: the element.
        read: the ids (`id()`) of asides, forms, headers and footers that hold the text of the page.
        whole: whether menus and the like are read.
    """
    name = _name_never_read(element)
    if name is None and not whole:
        name = _name_furniture(element, read)
    if not name or name in WITHOUT_TEXT or element.get_text(strip=True):
        return name
    return ""


def name_wrapper(element: Tag) -> str | None:
    """Name an aside, form, page header or page footer; return None for any other element."""
    if element.name not in WRAPPERS and not element.get("role"):
        return None
    if _belongs_to_text(element):
        return None
    return _find_role(element, WRAPPER_ROLES) or WRAPPERS.get(element.name)


def _find_role(element: Tag, names: Mapping[str, str]) -> str | None:
    """Return the name of the first role of an element that has one; None if none has."""
    for role in get_attribute(element, "role").lower().split():
        if role in names:
            return names[role]
    return None


def _name_furniture(element: Tag, read: Container[int]) -> str | None:
    if element.name in ("html", "body"):
        return None
    menu = _find_role(element, MENU_ROLES) or MENUS.get(element.name)
    if menu:
        return menu
    identity = get_attribute(element, "id")
    if _ARCHIVE_BAR.fullmatch(identity):
        return "archive toolbar"
    if id(element) in read:
        return None
    names = f"{identity} {get_attribute(element, 'class')}"
    if _COOKIE_BANNER.search(names) and element.name in ("div", "section", "aside", "dialog"):
        return "cookie banner"
    return name_wrapper(element)


def _name_never_read(element: Tag) -> str | None:
    name = element.name
    if name in ("html", "body"):
        return None
    if _is_hidden(element):
        return "hidden part"
    note = name_note(element)
    if note is not None:
        return note
    note = _find_role(element, NOTE_ROLES)
    if note is not None:
        return note
    if "footnotes" in get_attribute(element, "class").split():
        return "note section"
    if name == "template":
        # Browsers save what a part of a page shows in its own tree as such a template.
        return None if element.has_attr("shadowrootmode") else ""
    if name == "button" and element.find_parent(HEADINGS):
        return None  # a heading that opens what is below it
    return LEFT_OUT.get(name)


def _is_hidden(element: Tag) -> bool:
    if element.name == "dialog" and not element.has_attr("open"):
        return True
    if element.has_attr("hidden") or _HIDDEN.search(get_attribute(element, "style")):
        return True
    if element.name == "h1":  # some pages show a picture in place of their title
        return False
    return not _FOR_SCREEN_READERS.isdisjoint(get_attribute(element, "class").split())


def _belongs_to_text(element: Tag) -> bool:
    """Whether a header, footer or form belongs to the text, and not to the page around it."""
    is_margin = element.name in ("header", "footer")
    if is_margin and element.find_parent(["article", "main", "section"]):
        return True
    # The title of a page is in its header, and some pages are one form.
    may_hold_text = element.name in ("header", "form")
    if may_hold_text and element.find(["h1", "article", "main"]) is not None:
        return True
    return element.name == "header" and _has_running_text(element)


def _has_running_text(element: Tag) -> bool:
    """Whether an element has a paragraph as long as those of texts, such as a preamble."""
    for paragraph in element.find_all("p"):
        links = paragraph.find_all("a")
        n_linked = sum(count_words(link.get_text()) for link in links)
        if count_words(paragraph.get_text()) - n_linked >= FEWEST_OF_TEXT:
            return True
    return False
