r"""Texts out of files that are not plain text: headings, paragraphs, lists and tables, written as `blocks` reads them.

A paragraph is a line (`<br>` begins another), a heading a Markdown heading, a list item or a row of a table a line with
its mark; where a cell holds more than a paragraph, the cells of its row are read one after the other. What is not the
author's running text (footnotes, comments, deletions, menus, pictures, soft hyphens) is left out and named. Superscript
figures become `¹²`, so that the mark of a note does not grow into a word or a number.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from .blocks import is_heading
from .faults import Fault, InputError
from .files import decode
from .words import counted

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
ITEM = "- "


class Extracted(NamedTuple):
    """The text of a file, and what of the file it leaves out, a phrase each."""

    text: str
    left_out: tuple[str, ...] = ()


class Block(NamedTuple):
    """A heading (`mark` is `# ` to `###### `), list item (`- ` or `3. `) or paragraph; a blank one parts two lists."""

    text: str
    mark: str = ""


def text_of(blocks: Iterable[Block], left: Counter[str]) -> Extracted:
    r"""The blocks as text: list items in a row are one block of lines, all else stands between blank lines.

    A heading without any text below it has no mark, for it will be a sentence.

    >>> blocks = [Block("Aims", "## "), Block("To see.\nTo act."), Block("one", "- "), Block("two\nlines", "- ")]
    >>> text_of(blocks, Counter({"footnote": 2}))
    Extracted(text='## Aims\n\nTo see.\nTo act.\n\n- one\n- two lines', left_out=('2 footnotes',))
    """
    read, left = [], left.copy()
    for content, mark in blocks:
        left["soft hyphen"] += content.count("\xad")
        lines = [line.strip() for line in content.replace("\xad", "").split("\n")]
        text = " ".join(filter(None, lines)) if mark else re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n"))
        if mark.startswith("#") and not any(map(str.isalpha, text)):
            mark = ""  # `## 2019` would be no heading
        read.append(Block(text, mark))
    last = max((n for n, block in enumerate(read) if block.text and not _may_be_heading(block)), default=-1)
    parts, listed = [], False
    for n, (text, mark) in enumerate(read):
        item = bool(text and mark) and not mark.startswith("#")
        if text:
            parts += ["\n" if item and listed else "\n\n", (mark if item or n < last else "") + text]
        listed = item
    said = (what if what.endswith(")") else counted(n, what) for what, n in left.items() if n and what)
    return Extracted("".join(parts[1:]), tuple(said))


def _may_be_heading(block: Block) -> bool:
    return block.mark.startswith("#") or (not block.mark and "\n" not in block.text and is_heading(block.text))


def row_of(cells: list[list[Block]]) -> list[Block]:
    r"""A row of a table: one line where no cell holds more than a paragraph, else the blocks of its cells in order.

    >>> row_of([[Block("Kenya")], [Block("12")]])
    [Block(text='Kenya\t12', mark='- ')]
    """
    cells = [[block for block in cell if block.text.strip()] for cell in cells]
    if len(cells) < 2 or any(len(cell) > 1 or (cell and cell[0].mark.startswith("#")) for cell in cells):
        return [block for cell in cells for block in cell]
    texts = [" ".join(cell[0].text.split()) if cell else "" for cell in cells]
    return [Block("\t".join(texts), ITEM if any(texts) else "")]


class Flow:
    """Blocks as a reader meets them: text gathers until its block ends; the cells of a table gather their own."""

    def __init__(self):
        self.blocks: list[Block] = []
        self.text: list[str] = []
        self.mark = ""
        self.numbers: list[int | None] = []  # of the lists that are open: the next number, None for bullets
        self.tables: list[tuple[list[Block], list[list[Block]]]] = []  # the blocks around, the cells of the row
        self.anchors: list[tuple[list[Block], list[str], str]] = []  # the paragraphs in which text boxes hang
        self.boxes: list[Block] = []

    def end(self, mark: str = "") -> None:
        """End the block; `mark` begins the next."""
        text = re.sub(r" {2,}", " ", "".join(self.text))
        self.blocks += [Block(text, self.mark)] if text.strip() else []
        self.blocks += self.boxes
        self.text, self.mark, self.boxes = [], mark, []

    def paragraph(self) -> None:
        """A paragraph begins or ends; within a list item or a heading it does not part them."""
        if self.mark:
            self.text.append(" ")
        else:
            self.end()

    def list(self, opens: bool, number: int | None = None) -> None:
        """A list begins, with its first number if it is numbered, or ends."""
        self.end()
        if not self.numbers or (len(self.numbers) == 1 and not opens):
            self.blocks.append(Block(""))
        if opens:
            self.numbers.append(number)
        elif self.numbers:
            self.numbers.pop()

    def item(self) -> None:
        """An item of the innermost list begins."""
        number = self.numbers[-1] if self.numbers else None
        self.end(ITEM if number is None else f"{number}. ")
        if number is not None:
            self.numbers[-1] = number + 1

    def table(self, part: str, opens: bool) -> None:
        """A `table`, a row (`tr`) or a cell (`td`) begins or ends."""
        self.end()
        if part == "table" and opens:
            self.tables.append((self.blocks, []))
        if not self.tables:
            return
        around, cells = self.tables[-1]
        if part == "td" and opens:
            cells.append([])
            self.blocks = cells[-1]
        elif part != "td":
            around += row_of(cells) if part == "tr" or not opens else [Block("")]
            cells.clear()
            self.blocks = around
        if part == "table" and not opens:
            self.tables.pop()
            self.blocks.append(Block(""))

    def box(self, opens: bool) -> None:
        """A text box begins or ends; its blocks follow the paragraph in which it hangs."""
        if opens:
            self.anchors.append((self.blocks, self.text, self.mark))
            self.blocks, self.text, self.mark = [], [], ""
        else:
            self.end()
            self.boxes += self.blocks
            self.blocks, self.text, self.mark = self.anchors.pop()


def walk(root, contents: Callable, left_out: Callable, left: Counter[str]) -> Iterator[tuple]:
    """Every string, and every element twice: as it opens and as it ends. No recursion, for pages nest without end.

    `contents` gives what an element holds, `left_out` what it is if it is to be left out (blank: nothing to speak of;
    None: it is read); these are counted in `left`.
    """
    stack = [(root, True)]
    while stack:
        node, opens = stack.pop()
        element = opens and not isinstance(node, str)
        if element and node is not root and (what := left_out(node)) is not None:
            left[what] += 1
            continue
        yield node, opens
        if element:
            stack += [(node, False), *((child, True) for child in reversed(list(contents(node))))]


# -- HTML, as in the HTML Standard -----------------------------------------------------------------------------------

LEFT_OUT = {
    **dict.fromkeys(["head", "script", "style", "template", "datalist", "rp", "noframes"], ""),
    **dict.fromkeys(["img", "svg", "canvas"], "picture"),
    **dict.fromkeys(["video", "audio"], "film or sound"),
    **dict.fromkeys(["iframe", "object", "embed"], "embedded page"),
    **dict.fromkeys(["button", "select", "textarea"], "field or button"),
    **{"nav": "menu", "aside": "aside", "form": "form", "header": "page header", "footer": "page footer"},
    **{"noscript": "noscript part", "math": "formula", "rt": "ruby annotation"},
}
ROLES = {"doc-endnotes": "note section", "doc-footnotes": "note section", "doc-backlink": ""}
WITHOUT_TEXT = ("picture", "film or sound", "embedded page")
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer"
    "|form|header|hgroup|hr|legend|main|optgroup|option|p|pre|search|section|summary"
)
LISTS = ("ul", "ol", "menu", "dir")
LATIN_1 = {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"}  # browsers read these as Windows-1252
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml[^>]*>")
_NOTE = re.compile(r"sd(footnote|endnote)\d+")  # LibreOffice's
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_html(data: bytes, file: str, encoding: str = "") -> Extracted:
    r"""The text of a web page; of its only `<article>` or `<main>`, where it has one.

    `encoding`, else a byte-order mark, else the page's `<meta charset>`, else UTF-8 says how the bytes are decoded.

    >>> read_html(b"<h2>Aims</h2><p>To see<br>and act.<p>Soon.<ul><li>one<li>two</ul><img src=x>", "a.html")
    Extracted(text='## Aims\n\nTo see\nand act.\n\nSoon.\n\n- one\n- two', left_out=('1 picture',))
    """
    from bs4 import BeautifulSoup, ParserRejectedMarkup

    try:
        markup = _XML.sub("", decode(data, file, encoding or _charset(data)), count=1)
        soup = BeautifulSoup(markup + "\n", "html.parser")  # without a line end bs4 may take it for a file's name
    except (LookupError, UnicodeError):
        raise InputError([Fault(file, f"the charset {_charset(data)!r}", "a known one, such as utf-8")]) from None
    except ParserRejectedMarkup as error:
        raise InputError([Fault(file, f"markup that cannot be read ({error})", "a web page (.html)")]) from None
    found = [tags[0] for name in ("article", "main") if len(tags := soup.find_all(name)) == 1]
    page = soup.find("body") or soup
    root = next((tag for tag in found if tag.find("h1")), found[0] if found else page)
    left: Counter[str] = Counter()
    flow = _html_flow(root, left)
    if len("".join(page.get_text().split())) > len("".join(root.get_text().split())):
        left[f"page around its <{root.name}> (menus and the like)"] = 1
    return text_of(flow.blocks, left)


def _charset(data: bytes) -> str:
    r"""The encoding that a page states for itself, blank where it does not or a byte-order mark does.

    >>> _charset(b'<meta charset="ISO-8859-1">'), _charset(b"\xef\xbb\xbf<meta charset=x>")
    ('windows-1252', '')
    """
    stated = _CHARSET.search(data[:1024])
    if not stated or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return ""
    name = stated[1].decode("ascii").lower()
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
        return [child for child in tag.contents if isinstance(child, Tag) or type(child) is NavigableString]

    flow, preformatted = Flow(), 0
    for node, opens in walk(root, contents, _html_left_out, left):
        if isinstance(node, str):
            flow.text.append(node if preformatted else re.sub(r"[ \t\n\r\f]+", " ", node))
            continue
        preformatted += (1 if opens else -1) * (node.name == "pre")
        _html_tag(flow, node, opens)
    flow.end()
    return flow


def _html_tag(flow: Flow, tag, opens: bool) -> None:
    name = tag.name
    if name in ("table", "tr", "td", "th"):
        flow.table(name.replace("th", "td"), opens)
    elif name in LISTS:
        flow.list(opens, _number(tag.get("start"), 1) if name == "ol" else None)
    elif name == "li" and opens:
        if flow.numbers and flow.numbers[-1] is not None:
            flow.numbers[-1] = _number(tag.get("value"), flow.numbers[-1])
        flow.item()
    elif re.fullmatch("h[1-6]", name) or name == "li":
        flow.end("#" * int(name[1]) + " " if opens else "")
    elif name == "br" and opens:
        flow.text.append("\n")
    elif name == "sup" and opens and tag.get_text().isdecimal():
        tag.string = tag.get_text().translate(SUPERSCRIPT)
    elif _BLOCK.fullmatch(name):
        flow.paragraph()


def _number(stated: str | None, otherwise: int) -> int:
    return int(stated) if stated and re.fullmatch(r"\d{1,9}", stated, re.ASCII) else otherwise
