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

from analysis.reading.layout import is_heading
from analysis.wording import pluralize

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
ITEM = "- "
BOX, PARAGRAPHS = "text box", ("p", "h")
BLANKS = re.compile(r"[ \t\n\r\f]+")


class ExtractedText(NamedTuple):
    """The text of a file, and what of the file it leaves out, a phrase each."""

    text: str
    left_out: tuple[str, ...] = ()


class Block(NamedTuple):
    """A heading (`mark` is `# ` to `###### `), list item (`- ` or `3. `) or paragraph; a blank one parts two lists."""

    text: str
    mark: str = ""


def text_of(blocks: Iterable[Block], left: Counter[str]) -> ExtractedText:
    r"""The blocks as text: list items in a row are one block of lines, all else stands between blank lines.

    A heading without any text below it has no mark, for it will be a sentence.

    >>> blocks = [Block("Aims", "## "), Block("To see.\nTo act."), Block("one", "- "), Block("two\nlines", "- ")]
    >>> text_of(blocks, Counter({"footnote": 2}))
    ExtractedText(text='## Aims\n\nTo see.\nTo act.\n\n- one\n- two lines', left_out=('2 footnotes',))
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
    return ExtractedText("\n\n".join(parts), tuple(said))


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
