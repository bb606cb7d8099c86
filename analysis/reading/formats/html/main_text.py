"""The main text of a web page: which of its blocks to keep.

trafilatura (Barbaresi 2021) finds the main text of a page well, but it loses headings and lists.
So it only judges: a block is kept if its words occur in what trafilatura found.
"""

import logging
import re
from dataclasses import replace
from itertools import pairwise

from bs4 import BeautifulSoup, Tag
from lxml.etree import LxmlError

from analysis.reading.formats.html.blocks import (
    MANY_TIMES,
    PageText,
    count_block_words,
    read_blocks,
    read_text,
    word_key,
)
from analysis.reading.layout_writer import Block, heading_marker
from analysis.reading.omissions import Tally

TITLE = heading_marker(1)
LARGEST_GAP = 5  # blocks between two kept ones, which are kept too
SMALL_GAP = 2  # blocks between two kept ones of a menu, which are kept too
STANDFIRST = 12  # words of a paragraph between the title and the text; a date or name has fewer
FEW_LINKS = 3  # blocks of links that are a sign of menus
RUN = 4  # words of a run by which a block is found again in the judge's text
RUNS_FOUND = 0.5  # the share of the runs of a block that must be found
LEAST_KEPT = 0.25  # of the words outside of menus: if the judge keeps fewer, all are kept,
ARTICLE = 150  # unless it keeps as many words as a short article has
HALF = 0.5  # of the words of a page: if its only article holds fewer, it is a teaser
# Larger pages are hardly web pages with menus, and would take the judge minutes.
LARGEST_MARKUP = 3_000_000
MOST_TAGS = 40_000
DEEPEST = 200
MANY_BLOCKS = 1_500  # from which the judge does without a method whose time grows by the square

# What the judge may raise on markup that it was not made for.
_FAILURES = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    AssertionError,
    RecursionError,
    LxmlError,
)
_SILENT = logging.NullHandler()
_DATA = re.compile(r"data:[^\"'\s>)]{100,}")
_ROOT = re.compile(r"<html\b", re.IGNORECASE)
_SCRIPT_TAG = re.compile(r"<(script|style)\b|</(script|style)\s*+>", re.IGNORECASE)
_WRAPPER_TAG = re.compile(r"(</?)(?:form|aside|header|footer)\b", re.IGNORECASE)


def choose_main_text(page: PageText, soup: BeautifulSoup, markup: str) -> PageText:
    """Keep the blocks of the main text; add the others to what was left out.

    A page without signs of menus and the like is kept whole, or its only `<article>` or `<main>`
    if that holds most of it.
    """
    if _shows_furniture(page):
        judged = _judge(page, markup)
        chosen = _choose_blocks(page, judged)
        if _keeps_enough(page, chosen):
            return _keep_only(page, chosen)
    return _keep_main_element(page, soup)


def _shows_furniture(page: PageText) -> bool:
    return bool(page.furniture) or len(page.linked) >= FEW_LINKS


def _is_linked(block: Block, page: PageText) -> bool:
    """Whether each cell of a block (it has several if it is a row) consists of links."""
    return all(cell in page.linked for cell in _cell_keys(block))


def _is_furniture(block: Block, page: PageText) -> bool:
    """Whether a block consists of links, or lies in an element named as a menu or the like."""
    return all(cell in page.linked or cell in page.furniture for cell in _cell_keys(block))


def _is_teaser(heading: Block, page: PageText) -> bool:
    """Whether a heading is a link in an element that is named as a teaser or the like."""
    key = word_key(heading.text)
    return key in page.linked and key in page.furniture


def _cell_keys(block: Block) -> list[str]:
    keys = [word_key(cell) for cell in block.text.split("\t")]
    return [key for key in keys if key]


# -- the judge -----------------------------------------------------------------------------------


def _judge(page: PageText, markup: str) -> str:
    """Return the main text as trafilatura finds it; "" if it finds none."""
    markup = _DATA.sub("data:,", markup).replace("\x00", " ")
    size = len(markup) - _count_script(markup)
    if size > LARGEST_MARKUP or markup.count("<") > MOST_TAGS or page.depth > DEEPEST:
        return ""
    if page.n_wrappers:
        # trafilatura would leave out the form or the aside that holds the text.
        markup = _WRAPPER_TAG.sub(r"\1div", markup)
    if not _ROOT.search(markup):
        markup = f"<html><body>{markup}</body></html>"  # it refuses fragments
    return _extract(markup, fast=len(page.blocks) > MANY_BLOCKS)


def _count_script(markup: str) -> int:
    """Count the characters of the scripts and styles of a page; one that does not end has none."""
    n = 0
    name = ""  # of the element that is open
    start = 0
    for tag in _SCRIPT_TAG.finditer(markup):
        opened, closed = tag.groups(default="")
        if opened and not name:
            name = opened.lower()
            start = tag.start()
        elif closed and closed.lower() == name:
            n += tag.end() - start
            name = ""
    return n


def _extract(markup: str, *, fast: bool) -> str:
    import trafilatura  # slow to import

    # It warns of every page without text, which is reported elsewhere.
    logging.getLogger("trafilatura").addHandler(_SILENT)
    try:
        return trafilatura.extract(markup, include_comments=False, fast=fast) or ""
    except _FAILURES:
        return ""  # the page is kept whole then


# -- which blocks are kept -----------------------------------------------------------------------


def _choose_blocks(page: PageText, judged: str) -> set[int]:
    """Return the positions of the blocks of the main text."""
    found = _find_blocks(page, judged)
    inner = _drop_menus_at_ends(page, found)
    filled = _fill_gaps(page, inner)
    return _add_headings(page, filled)


def _find_blocks(page: PageText, judged: str) -> set[int]:
    """Find the blocks that are a line of the judge's text, or half of whose runs occur in it."""
    keys = [word_key(line) for line in judged.split("\n")]
    lines = set(filter(None, keys))
    runs = _list_runs(" ".join(keys))
    found = set()
    for n, block in enumerate(page.blocks):
        key = word_key(block.text)
        own = _list_runs(key)
        if key in lines or (own and len(own & runs) >= RUNS_FOUND * len(own)):
            found.add(n)
    return found


def _list_runs(key: str) -> set[str]:
    words = key.split(" ")
    return {" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


def _drop_menus_at_ends(page: PageText, found: set[int]) -> set[int]:
    """Drop links before the first other block, and menus and the like after the last one."""
    unlinked = [n for n in sorted(found) if not _is_linked(page.blocks[n], page)]
    plain = [n for n in unlinked if not _is_furniture(page.blocks[n], page)]
    n_plain = count_block_words(page.blocks[n] for n in plain)
    n_named = count_block_words(page.blocks[n] for n in unlinked) - n_plain
    if n_named > MANY_TIMES * n_plain:
        plain = unlinked  # the text itself lies in an element with the name of a menu or the like
    if not plain:
        return found
    # If anything follows the headings at the end, they are those of menus.
    after = [n for n, block in enumerate(page.blocks) if block.text and n > plain[-1]]
    bodies = [n for n in plain if not page.blocks[n].is_marked_heading]
    last = bodies[-1] if after and bodies else plain[-1]
    return {n for n in found if unlinked[0] <= n <= last}


def _fill_gaps(page: PageText, found: set[int]) -> set[int]:
    """Add what lies between two found blocks, if it is little and no menu."""
    filled = set(found)
    for before, after in pairwise(sorted(found)):
        gap = [n for n in range(before + 1, after) if page.blocks[n].text]
        ends = [page.blocks[before], page.blocks[after]]
        # Where the text itself lies in an element named as a menu, the name says nothing.
        is_misnamed = len(gap) <= SMALL_GAP and all(_is_furniture(end, page) for end in ends)
        is_menu = _is_linked if is_misnamed else _is_furniture
        if len(gap) <= LARGEST_GAP:
            filled.update(n for n in gap if not is_menu(page.blocks[n], page))
    return filled


def _add_headings(page: PageText, found: set[int]) -> set[int]:
    """Add the headings directly above a found block, and the title of the page."""
    chosen = set(found)
    is_chosen_below = False
    for n in reversed(range(len(page.blocks))):
        block = page.blocks[n]
        if not block.text:
            continue
        if is_chosen_below and block.is_marked_heading and not _is_teaser(block, page):
            chosen.add(n)
        is_chosen_below = n in chosen
    first = min(chosen, default=0)
    titles = [n for n in range(first) if page.blocks[n].marker == TITLE]
    if not titles:
        return chosen
    return chosen | {titles[-1]} | _list_standfirst(page, titles[-1], first)


def _list_standfirst(page: PageText, title: int, first: int) -> set[int]:
    """List the paragraphs between the title and the first chosen block, without dates and names."""
    gap = [n for n in range(title + 1, first) if page.blocks[n].text]
    if len(gap) > LARGEST_GAP:
        return set()
    standfirst = set()
    for n in gap:
        block = page.blocks[n]
        if not _is_furniture(block, page) and count_block_words([block]) >= STANDFIRST:
            standfirst.add(n)
    return standfirst


def _keeps_enough(page: PageText, chosen: set[int]) -> bool:
    """Whether the judge kept as many words as an article has, or enough of the page."""
    if not chosen:
        return False
    n_chosen = count_block_words(page.blocks[n] for n in chosen)
    plain = [block for block in page.blocks if not _is_furniture(block, page)]
    return n_chosen >= min(ARTICLE, LEAST_KEPT * count_block_words(plain))


def _keep_only(page: PageText, chosen: set[int]) -> PageText:
    """Return the page with these blocks, and with those that separate lists."""
    kept = []
    left = []
    for n, block in enumerate(page.blocks):
        if n in chosen or not block.text:
            kept.append(block)
        else:
            left.append(block.text)
    left_out = Tally()
    left_out.update(page.left_out)
    if left:
        left_out.add("rest of the page (menus and the like)", "\n".join(left))
    return replace(page, blocks=kept, left_out=left_out)


# -- pages that are not judged -------------------------------------------------------------------


def _keep_main_element(page: PageText, soup: BeautifulSoup) -> PageText:
    """Keep the only article or main part of a page, if it holds most of the page."""
    element = _find_main_element(soup)
    if element is None or id(element) not in page.main_elements:
        return page
    inside = read_blocks(soup, element)
    n_words = count_block_words(page.blocks)
    if count_block_words(inside.blocks) < HALF * n_words:
        return page
    outside = read_text(soup, without=element)
    if outside.strip():
        inside.left_out.add(f"page outside its <{element.name}> (menus and the like)", outside)
    return inside


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
