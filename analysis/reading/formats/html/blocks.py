"""The elements of a web page become blocks: headings, paragraphs, list items and rows of tables."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PageElement, TemplateString

from analysis.reading.formats.html.parts import (
    find_wrappers_of_text,
    get_attribute,
    name_part,
    name_wrapper,
)
from analysis.reading.formats.html.word_processors import MARKER
from analysis.reading.layout_writer import (
    CELL,
    ITEM,
    LIST,
    PARAGRAPH,
    ROW,
    SOFT_HYPHEN,
    SUPERSCRIPT,
    TABLE,
    Block,
    BlockBuilder,
    ElementWalk,
    collapse_white_space,
)
from analysis.reading.omissions import Tally

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
    " figcaption figure footer form head header hgroup hr legend main optgroup option p pre search"
    " section summary"
)
KINDS |= dict.fromkeys(_PARAGRAPHS.split(), PARAGRAPH)
HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

# An aside or a form that holds this many times the words of the rest of a page is the page.
MANY_TIMES = 2
MOST_WRAPPERS = 5  # that are looked for, one inside the other
LINKED = 0.8  # the share of its characters from which a block counts as made of links

# Names of classes and ids that pages give to menus, teasers and the like.
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|navi|topbar|toolbar|breadcrumbs?|sidebar|side-bar|"
    r"footer|masthead|share|sharing|social|related|teasers?|card|promo|advert|advertisement|ads?|"
    r"sponsor(?:ed)?|newsletter|subscribe|signup|login|comments?|disqus|pagination|pager|popular|"
    r"trending|recommend(?:ed|ations)?|widgets?|tags|tagcloud|skip|copyright|byline-share|"
    r"sharedaddy|addtoany|jp-relatedposts|outbrain|taboola|more-stories|read-more|most-read|"
    r"banner)(?=$|[\s_-])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_WORD_LIKE = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff]+|[\u3040-\u30ff\u3400-\u9fff]")


def word_key(text: str) -> str:
    """Write the words of a text in small letters, by which two versions of it are compared.

    >>> word_key("To see –\\nand “ACT”.")
    'to see and act'
    """
    return " ".join(_WORD_LIKE.findall(text.lower().replace(SOFT_HYPHEN, "")))


@dataclass(frozen=True)
class PageText:
    """The blocks of a page, and what was left out of it.

    Attributes:
        blocks: the blocks in reading order.
        left_out: what was left out so far.
        linked: the `word_key` of each block that consists of links.
        furniture: the `word_key` of each block in an element that is named as a menu or the like.
        main_elements: the ids (`id()`) of each `<article>` and `<main>` that was read.
        wrappers: the asides, forms, page headers and page footers that were left out.
        n_wrappers: how many others were read, because they hold the text of the page.
        depth: how many elements are open at once, at most.
    """

    blocks: list[Block]
    left_out: Tally
    linked: set[str] = field(default_factory=set)
    furniture: set[str] = field(default_factory=set)
    main_elements: set[int] = field(default_factory=set)
    wrappers: list[Tag] = field(default_factory=list)
    n_wrappers: int = 0
    depth: int = 0


def read_blocks(soup: BeautifulSoup, root: Tag | None = None, *, whole: bool = False) -> PageText:
    """Read the blocks of a page, or of the element `root` of it.

    Args:
        soup: the page.
        root: the element; None for the page.
        whole: whether menus and the like are read.
    """
    read: frozenset[int] = frozenset()
    of_text = find_wrappers_of_text(soup)
    for _ in range(MOST_WRAPPERS):
        page = _read_once(root or soup, of_text, read, whole=whole)
        found = _find_page_inside(page)
        if not found:
            break
        read |= found
    return replace(page, n_wrappers=len(read))


def _read_once(
    root: Tag,
    of_text: frozenset[int],
    read: frozenset[int],
    *,
    whole: bool,
) -> PageText:
    """Read the blocks of an element, and of the asides, forms and so on that `read` names."""
    wrappers: list[Tag] = []
    main_elements: set[int] = set()

    def name_left_out(element: Tag) -> str | None:
        name = name_part(element, of_text, read, whole=whole)
        if name and name == name_wrapper(element, of_text):
            wrappers.append(element)
        if name is None and element.name in ("article", "main"):
            main_elements.add(id(element))
        return name

    walk = ElementWalk(root, _list_contents, name_left_out, read_text=read_text)
    builder = _build_blocks(walk)
    return PageText(
        builder.finish(),
        walk.left_out,
        linked=builder.linked,
        furniture=builder.furniture,
        main_elements=main_elements,
        wrappers=wrappers,
        depth=builder.depth,
    )


def _find_page_inside(page: PageText) -> set[int]:
    """Return the id of the largest wrapper left out, if it holds far more words than were read."""
    n_read = count_block_words(page.blocks)
    n_words = {id(element): _count_words_of(read_text(element)) for element in page.wrappers}
    large = [key for key, n in n_words.items() if n > MANY_TIMES * n_read]
    large.sort(key=lambda key: -n_words[key])
    return set(large[:1])


class _PageBuilder(BlockBuilder):
    """A builder that also notes which blocks consist of links or lie in menus and the like."""

    def __init__(self) -> None:
        super().__init__()
        self.linked: set[str] = set()
        self.furniture: set[str] = set()
        self.depth = 0
        self.links = 0  # how many links are open
        self.menus = 0  # how many elements are open that are named as a menu or the like
        self._n_linked = 0  # characters of the block that lie in links

    def write(self, text: str) -> None:
        if self.links:
            self._n_linked += len("".join(text.split()))
        super().write(text)

    def start_block(self, marker: str = "") -> None:
        text = "".join(self._text)
        n_characters = len("".join(text.split()))
        if self._n_linked and self._n_linked >= LINKED * n_characters:
            self.linked.add(word_key(text))
        if self.menus and n_characters:
            self.furniture.add(word_key(text))
        self._n_linked = 0
        super().start_block(marker)


def _build_blocks(walk: ElementWalk) -> _PageBuilder:
    builder = _PageBuilder()
    preformatted = 0  # how many <pre> elements are open
    depth = 0
    for node, opens in walk:
        if isinstance(node, str):
            builder.write(node if preformatted else collapse_white_space(node))
            continue
        step = 1 if opens else -1
        depth += step
        builder.depth = max(builder.depth, depth)
        if node.name == "pre":
            preformatted += step
        _mark_block(builder, node, opens)
        # After the block before has ended, so that only what is inside counts.
        builder.links += step * _is_link(node)
        builder.menus += step * _is_named_as_furniture(node)
    return builder


def _mark_block(builder: _PageBuilder, node: Tag, opens: bool) -> None:
    """Begin or end the block that an element makes."""
    marker = get_attribute(node, MARKER) if node.attrs else ""
    if marker:
        builder.start_block(marker if opens else "")
    elif node.name in HEADING_LEVELS:
        builder.heading(HEADING_LEVELS[node.name], opens)
    elif node.name != "br":
        builder.element(KINDS.get(node.name, ""), opens, _find_number(node))
    elif opens:
        builder.write("\n")


def _is_link(element: Tag) -> bool:
    """Whether an element is a link to another page."""
    target = get_attribute(element, "href") if element.name == "a" else ""
    return bool(target) and not target.startswith("#")


def _is_named_as_furniture(element: Tag) -> bool:
    if not element.attrs or element.name in ("html", "body", "main", "p", "a", "span"):
        return False
    names = f"{get_attribute(element, 'id')} {get_attribute(element, 'class')}"
    return bool(_FURNITURE.search(names))


def _list_contents(element: Tag) -> list[PageElement]:
    """List the elements and strings directly inside an element, without comments and the like."""
    return [
        child
        for child in element.contents
        if isinstance(child, Tag) or type(child) in (NavigableString, TemplateString)
    ]


def read_text(element: Tag, without: Tag | None = None) -> str:
    """Return the text inside an element, with a line end between blocks.

    Args:
        element: the element.
        without: an element inside it whose text is left out.
    """

    def name_left_out(inner: Tag) -> str | None:
        return "" if inner is without or inner.name in ("title", "template") else None

    parts = []
    for node, _ in ElementWalk(element, _list_contents, name_left_out):
        if isinstance(node, str):
            parts.append(node)
        elif node.name in KINDS or node.name in HEADING_LEVELS or node.name == "br":
            parts.append("\n")
    return "".join(parts)


def _find_number(element: Tag) -> int | None:
    """Return the first number of a numbered list, or the number that an item states."""
    if element.name == "ol":
        return _to_number(get_attribute(element, "start"), default=1)
    if element.name == "li":
        return _to_number(get_attribute(element, "value"), default=None)
    return None


def _to_number(text: str, default: int | None) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else default


def count_block_words(blocks: Iterable[Block]) -> int:
    """Count the words of blocks; in Chinese and Japanese each character is one."""
    return sum(_count_words_of(block.text) for block in blocks)


def _count_words_of(text: str) -> int:
    return len(_WORD_LIKE.findall(text))
