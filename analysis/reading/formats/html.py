r"""Texts out of files that are not plain text: headings, paragraphs, lists and tables, written as `blocks` reads them.

A paragraph is a line (`<br>` begins another), a heading a Markdown heading, a list item or a row of a table a line with
its mark; where a cell holds more than a paragraph, the cells of its row are read one after the other. What is not the
author's running text (footnotes, comments, deletions, menus, pictures, soft hyphens) is left out and named. Superscript
figures become `¹²`, so that the mark of a note does not grow into a word or a number.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from analysis.faults import Fault, InputError
from analysis.reading.encodings import decode
from analysis.reading.layout import is_heading
from analysis.wording import pluralize

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
ITEM = "- "
BOX, PARAGRAPHS = "text box", ("p", "h")
BLANKS = re.compile(r"[ \t\n\r\f]+")


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
        text = (
            " ".join(filter(None, lines))
            if mark
            else re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n"))
        )
        if not text or (mark.startswith("#") and not any(map(str.isalpha, text))):
            mark = ""  # `## 2019` would be no heading
        read.append(Block(text, mark))
    last = max(
        (n for n, block in enumerate(read, 1) if block.text and not _may_be_heading(block)),
        default=0,
    )
    read[last:] = [Block(block.text) for block in read[last:]]
    parts = []
    for listed, run in groupby(
        read, lambda block: bool(block.mark) and not block.mark.startswith("#")
    ):
        texts = [block.mark + block.text for block in run if block.text]
        parts += ["\n".join(texts)] if listed else texts
    said = (
        what if what.endswith(")") else pluralize(n, what) for what, n in left.items() if n and what
    )
    return Extracted("\n\n".join(parts), tuple(said))


def _may_be_heading(block: Block) -> bool:
    return block.mark.startswith("#") or (
        not block.mark and "\n" not in block.text and is_heading(block.text)
    )


def row_of(cells: list[list[Block]]) -> list[Block]:
    r"""A row of a table: one line where no cell holds more than a paragraph, else the blocks of its cells in order.

    >>> row_of([[Block("Kenya")], [Block("12")]])
    [Block(text='Kenya\t12', mark='- ')]
    """
    cells = [[block for block in cell if block.text.strip()] for cell in cells]
    if len(cells) < 2 or any(
        len(cell) > 1 or (cell and cell[0].mark.startswith("#")) for cell in cells
    ):
        return [block for cell in cells for block in cell]
    texts = [" ".join(cell[0].text.split()) if cell else "" for cell in cells]
    return [Block("\t".join(texts), ITEM if any(texts) else "")]


class Flow:
    """Blocks as a reader meets them: text gathers until its block ends; the cells of a table gather their own."""

    def __init__(self):
        self.blocks: list[Block] = []
        self.text: list[str] = []
        self.mark = ""
        self.raised = False  # whether figures become superscript signs
        self.numbers: list[
            int | None
        ] = []  # of the lists that are open: the next number, None for bullets
        self.tables: list[
            tuple[list[Block], list[list[Block]]]
        ] = []  # the blocks around, the cells of the row

    def write(self, text: str) -> None:
        """Text goes on."""
        self.text.append(text.translate(SUPERSCRIPT) if self.raised and text.isdecimal() else text)

    def end(self, mark: str = "") -> None:
        """End the block; `mark` begins the next."""
        text = re.sub(r" {2,}", " ", "".join(self.text))
        self.blocks += [Block(text, self.mark)] if text.strip() else []
        self.text, self.mark = [], mark

    def element(self, kind: str, opens: bool, number: int | None = None) -> None:
        """An element begins or ends.

        Its kind is `p`, `list` (its first `number`, if it has numbers), `item` (its own, if it states one), `table`,
        `tr`, `td`, `sup` or `BOX`; the mark of a heading; or else the sign that it stands for.
        """
        if kind in ("table", "tr", "td"):
            self._table(kind, opens)
        elif kind == BOX or (kind == "p" and not self.mark):
            self.end()
        elif kind == "list":
            self._list(opens, number)
        elif kind == "item":
            self.end(self._item_mark(number) if opens else "")
        elif kind.startswith("#"):
            self.end(kind if opens else "")
        elif kind == "sup":
            self.raised = opens
        elif opens or kind == "p":  # within an item or a heading paragraphs are not parted
            self.text.append(" " if kind == "p" else kind)

    def _list(self, opens: bool, number: int | None) -> None:
        self.end()
        if not opens:
            del self.numbers[-1:]
        self.blocks += [Block("")] * (not self.numbers)  # around the outermost list
        self.numbers += [number] * opens

    def _item_mark(self, stated: int | None) -> str:
        number = self.numbers[-1] if self.numbers else None
        if number is None:
            return ITEM
        number = number if stated is None else stated
        self.numbers[-1] = number + 1
        return f"{number}. "

    def _table(self, part: str, opens: bool) -> None:
        self.end()
        if part == "table" and opens:
            self.blocks.append(Block(""))
            self.tables.append((self.blocks, []))
        elif self.tables:
            around, cells = self.tables[-1]
            if part != "td":
                around += row_of(cells)
                cells.clear()
                self.blocks = around
            elif opens:
                cells.append([])
                self.blocks = cells[-1]
            if part == "table":
                self.tables.pop()
                around.append(Block(""))


def walk(root, contents: Callable, left_out: Callable, left: Counter[str]) -> Iterator[tuple]:
    """Every string, and every element twice: as it opens and as it ends. No recursion, for pages nest without end.

    `contents` gives what an element holds, `left_out` what it is if it is to be left out (blank: nothing to speak of;
    None: it is read); these are counted in `left`. What a `BOX` holds comes behind the paragraph in which it hangs.
    """
    stack, boxes = [(root, True)], []
    while stack:
        node, opens = stack.pop()
        element = opens and not isinstance(node, str)
        what = left_out(node) if element and node is not root else None
        if what not in (None, BOX):
            left[what] += 1
            continue
        inner = [(child, True) for child in reversed(list(contents(node)))] if element else []
        if what == BOX and any(each.tag in PARAGRAPHS for each, begins in stack if not begins):
            boxes = [*inner, (node, False), *boxes]
            continue
        yield node, opens
        stack += [(node, False), *inner] if element else []
        if boxes and not opens and node.tag in PARAGRAPHS:
            stack, boxes = stack + boxes, []


# -- HTML, as in the HTML Standard -----------------------------------------------------------------------------------

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


def read_html(data: bytes, file: str, encoding: str = "") -> Extracted:
    r"""The text of a web page; of its only `<article>` or `<main>`, where it has one.

    `encoding`, else a byte-order mark, else the page's `<meta charset>`, else UTF-8 says how the bytes are decoded.

    >>> read_html(b"<h2>Aims</h2><p>To see<br>and act.<p>Soon.<ul><li>one<li>two</ul><img src=x>", "a.html")
    Extracted(text='## Aims\n\nTo see\nand act.\n\nSoon.\n\n- one\n- two', left_out=('1 picture',))
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
