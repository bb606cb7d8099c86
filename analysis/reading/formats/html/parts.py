"""The parts of a web page that are not its text: menus, notes, pictures, fields, scripts.

A page marks them by the names of elements, by roles (WAI-ARIA), and by the names and styles that
word processors and archives write.
"""

import re
from collections.abc import Container, Iterable, Mapping
from itertools import islice

from bs4 import NavigableString, Tag

from analysis.languages import count_words
from analysis.reading.formats.html.word_processors import name_note, walk

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
N_NODES = 500  # of a paragraph that are looked at, and characters of its text
N_CHARACTERS = 2000
TITLED = ("h1", "article", "main")
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


def name_part(
    element: Tag,
    of_text: Container[int],
    read: Container[int] = (),
    *,
    whole: bool = False,
) -> str | None:
    """Name an element that is left out; return None if it is read.

    Args:
        element: the element.
        of_text: what `find_wrappers_of_text` finds on the page.
        read: the ids (`id()`) of asides, forms, headers and footers that hold the text of the page.
        whole: whether menus and the like are read.
    """
    name = _name_never_read(element)
    if name is None and not whole:
        name = _name_furniture(element, of_text, read)
    if not name or name in WITHOUT_TEXT or element.get_text(strip=True):
        return name
    return ""


def name_wrapper(element: Tag, of_text: Container[int]) -> str | None:
    """Name an aside, form, page header or page footer; return None for any other element."""
    if element.name not in WRAPPERS and not element.get("role"):
        return None
    if id(element) in of_text:
        return None
    return _find_role(element, WRAPPER_ROLES) or WRAPPERS.get(element.name)


def _find_role(element: Tag, names: Mapping[str, str]) -> str | None:
    """Return the name of the first role of an element that has one; None if none has."""
    for role in get_attribute(element, "role").lower().split():
        if role in names:
            return names[role]
    return None


def _name_furniture(
    element: Tag,
    of_text: Container[int],
    read: Container[int],
) -> str | None:
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
    return name_wrapper(element, of_text)


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


# -- headers, footers and forms that belong to the text ------------------------------------------


def find_wrappers_of_text(root: Tag) -> frozenset[int]:
    """Find the headers, footers and forms that belong to the text, not to the page around it.

    A header or footer of an article does. So does a header with running text, such as a preamble.
    The title of a page is in its header, and some pages are one form.

    Returns:
        The ids (`id()`) of these elements.
    """
    elements = root.find_all(True)
    wrappers = [element for element in elements if element.name in ("header", "footer", "form")]
    if not wrappers:
        return frozenset()
    in_section = _find_inside(elements, ("article", "main", "section"))
    with_title = _find_around(element for element in elements if element.name in TITLED)
    in_header = _find_inside(elements, ("header",))
    paragraphs = (each for each in elements if each.name == "p" and id(each) in in_header)
    with_text = _find_around(filter(_is_running_text, paragraphs))
    holding = {
        "header": in_section | with_title | with_text,
        "footer": in_section,
        "form": with_title,
    }
    return frozenset(id(each) for each in wrappers if id(each) in holding[each.name])


def _find_inside(elements: Iterable[Tag], names: Container[str]) -> set[int]:
    """Return the ids of the elements, in reading order, that are inside one of these names."""
    inside: set[int] = set()
    for element in elements:
        parent = element.parent
        if parent is not None and (parent.name in names or id(parent) in inside):
            inside.add(id(element))
    return inside


def _find_around(elements: Iterable[Tag]) -> set[int]:
    """Return the ids of all elements around the given ones."""
    around: set[int] = set()
    for element in elements:
        for parent in element.parents:
            if id(parent) in around:
                break  # and so is what is around it
            around.add(id(parent))
    return around


def _is_running_text(paragraph: Tag) -> bool:
    """Whether a paragraph is as long as those of texts. Only its beginning is looked at."""
    unlinked = []
    n_characters = 0
    for node in islice(walk(paragraph, without="a"), N_NODES):
        if isinstance(node, NavigableString):
            unlinked.append(node)
            n_characters += len(node)
        if n_characters > N_CHARACTERS:
            break
    return count_words("".join(unlinked)) >= FEWEST_OF_TEXT
