r"""Write headings, lists and tables as plain text, in which `layout` finds them again.

A reader of a format turns a file into blocks: headings, list items and paragraphs. If the file is a
tree of elements, an `ElementWalk` goes through it and a `BlockBuilder` makes the blocks. Then
`write_text` writes them as text:

- A paragraph is one line, unless it has line breaks of its own.
- A heading is a Markdown heading.
- A list item or a row of a table is a line that begins with a bullet or a number. If a cell of a
  table holds more than one paragraph, the cells of its row are written one after the other.

Only the author's running text is written. A reader counts what it leaves out (footnotes, comments,
deleted passages, menus, pictures, soft hyphens), and the text comes with those counts. Superscript
digits become `¹²`, so that the number of a note does not merge with a word or another number.
"""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Any, NamedTuple

from analysis.languages import ENGLISH
from analysis.reading.headings import is_too_long
from analysis.reading.layout import GUESSED, MARKED, split_paragraphs
from analysis.reading.line_patterns import SENTENCE_END
from analysis.reading.omissions import Omission, Tally
from analysis.reading.zip_files import TooLarge

SUPERSCRIPT_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
UNSPACED_LANGUAGE = "zh"  # represents all languages without spaces between words
BULLET = "- "
SOFT_HYPHEN = "\xad"
DEEPEST_HEADING = 6

# The kinds of elements that a `BlockBuilder` knows.
PARAGRAPH = "paragraph"
LIST = "list"
ITEM = "list item"
TABLE = "table"
ROW = "row"
CELL = "cell"
SUPERSCRIPT = "superscript"
TEXT_BOX = "text box"

MOST_ELEMENTS = 400_000  # of a text: paragraphs, runs and the like; more would take minutes

MOST_BLANKS = 1_000  # one after the other
_LONG_BLANKS = re.compile(rf"(?<!\s)\s{{{MOST_BLANKS + 1},}}+")
_WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")


class ExtractedText(NamedTuple):
    """The text of a file, and what was left out of it.

    Attributes:
        text: the text.
        left_out: what was left out, by kind.
        headings: which headings count: `guessed`, or `marked` if the file marks its headings.
    """

    text: str
    left_out: tuple[Omission, ...] = ()
    headings: str = GUESSED

    @property
    def phrases(self) -> tuple[str, ...]:
        """What was left out, in phrases such as `2 footnotes`."""
        return tuple(omission.what for omission in self.left_out)


class Block(NamedTuple):
    """A heading, list item or paragraph, or an empty block that separates two lists.

    `marker` is `# ` to `###### ` for a heading, `- ` or `3. ` for a list item and empty for a
    paragraph.
    """

    text: str
    marker: str = ""

    @property
    def is_marked_heading(self) -> bool:
        """Whether the file itself marks the block as a heading."""
        return self.marker.startswith("#")

    @property
    def is_item(self) -> bool:
        """Whether the block is a list item or a row of a table."""
        return bool(self.marker) and not self.is_marked_heading


def heading_marker(level: int) -> str:
    """Return the marker of a heading; Markdown has six levels, and deeper ones become the sixth.

    >>> heading_marker(2), heading_marker(8)
    ('## ', '###### ')
    """
    return "#" * min(level, DEEPEST_HEADING) + " "


def raise_digits(text: str) -> str:
    """Write the digits of superscript text as superscript digits.

    Text with letters or brackets, as in `2nd` or `[7]`, stays as it is.

    >>> raise_digits("1, 12"), raise_digits("2nd"), raise_digits("[7]")
    ('¹, ¹²', '2nd', '[7]')
    """
    if any(character.isalpha() or character in "[(" for character in text):
        return text
    return "".join(_raise_digit(character) for character in text)


def _raise_digit(character: str) -> str:
    if not character.isdecimal():
        return character
    digit = str(int(character))  # of any script
    return digit.translate(SUPERSCRIPT_DIGITS)


def collapse_white_space(text: str) -> str:
    r"""Replace each run of blanks, tabs and line ends by one blank, as a browser does.

    >>> collapse_white_space("To see\n  and act.")
    'To see and act.'
    """
    return _WHITE_SPACE.sub(" ", text)


# -- blocks to text ------------------------------------------------------------------------------


def write_text(
    blocks: Iterable[Block],
    left_out: Tally,
    headings: str = "",
) -> ExtractedText:
    r"""Write blocks as text: list items on adjacent lines, everything else between empty lines.

    A heading without any text below it loses its marker, so that it is read as a sentence. So does
    a block that is marked as a heading but is a long sentence: authors number whole paragraphs with
    the styles of headings.

    Args:
        blocks: the blocks in reading order.
        left_out: what was left out so far; it is not changed.
        headings: which headings of the text count; by default those that the file marks, if it
            marks any. Otherwise they are guessed.

    >>> blocks = [Block("Aims", "## "), Block("See.\nAct."), Block("one", "- "), Block("two", "- ")]
    >>> extracted = write_text(blocks, Tally({"footnote": 2}))
    >>> extracted.text
    '## Aims\n\nSee.\nAct.\n\n- one\n- two'
    >>> extracted.phrases, extracted.headings
    (('2 footnotes',), 'marked')
    """
    blocks = [_unmark_running_text(block) for block in blocks]
    tally = Tally()
    tally.update(left_out)
    for block in blocks:
        tally.add("soft hyphen", n=block.text.count(SOFT_HYPHEN))
    has_marked_heading = any(block.is_marked_heading and block.text.strip() for block in blocks)
    headings = headings or (MARKED if has_marked_heading else GUESSED)
    tidied = [_cut_blanks(_tidy(block), tally) for block in blocks]
    text = _join_blocks(_unmark_last_headings(tidied, headings))
    return ExtractedText(text, tally.omissions(), headings)


def _unmark_running_text(block: Block) -> Block:
    """Take the marker off a heading that is too long for one and ends as a sentence does."""
    if not block.is_marked_heading:
        return block
    text = " ".join(block.text.split())
    language = ENGLISH if " " in text else UNSPACED_LANGUAGE
    is_sentence = is_too_long(text, language) and SENTENCE_END.search(text)
    return Block(block.text) if is_sentence else block


def _tidy(block: Block) -> Block:
    """Strip the lines of a block; make a heading or a list item one line."""
    text = block.text.replace(SOFT_HYPHEN, "")
    lines = [line.strip() for line in text.split("\n")]
    if block.marker:
        text = " ".join(filter(None, lines))
    else:
        text = "\n".join(lines).strip("\n")
        text = re.sub(r"\n{3,}", "\n\n", text)
    has_letter = any(character.isalpha() for character in text)
    if not text or (block.is_marked_heading and not has_letter):
        return Block(text)  # `## 2019` would not be read as a heading
    return Block(text, block.marker)


def _cut_blanks(block: Block, tally: Tally) -> Block:
    """Cut runs of blanks, tabs and the like that are longer than any text needs."""

    def cut(run: re.Match[str]) -> str:
        tally.add("repeated blank", n=len(run[0]) - MOST_BLANKS)
        return run[0][:MOST_BLANKS]

    return block._replace(text=_LONG_BLANKS.sub(cut, block.text))


def _unmark_last_headings(blocks: list[Block], headings: str) -> list[Block]:
    """Take the markers off the headings that no text follows."""
    numbers = [number for number, block in enumerate(blocks) if block.is_marked_heading]
    numbers.reverse()
    unmarked = list(blocks)
    for number in numbers[: _count_without_text(numbers, blocks, headings)]:
        unmarked[number] = Block(blocks[number].text)
    return unmarked


def _count_without_text(numbers: list[int], blocks: list[Block], headings: str) -> int:
    """Count the headings that no text follows, by the numbers of all headings from the last one.

    Text that follows a heading follows those before it, too. So few of the headings are asked,
    each about twice as far from the end as the one before, and then those in between.
    """

    def has_text(heading: int) -> bool:
        return _has_text(blocks[numbers[heading] + 1 :], headings)

    first = 0
    end = 0
    while end < len(numbers) and not has_text(end):
        first = end + 1
        end = 2 * end + 1
    within = range(first, min(end, len(numbers)))
    return first + bisect_left(within, True, key=has_text)


def _has_text(blocks: list[Block], headings: str) -> bool:
    """Whether the layout will find text in these blocks below a heading, and not only headings."""
    if all(block.is_marked_heading or not block.text for block in blocks):
        return False
    below_heading = _join_blocks([Block("A", heading_marker(1)), *blocks])
    return split_paragraphs(below_heading, headings=headings)[0].heading


def _join_blocks(blocks: list[Block]) -> str:
    return "\n\n".join(_join_items(blocks))


def _join_items(blocks: list[Block]) -> list[str]:
    """Return the text of each heading, paragraph and list."""
    paragraphs = []
    for is_list, run in groupby(blocks, lambda block: block.is_item):
        texts = [block.marker + block.text for block in run if block.text]
        if is_list:
            paragraphs.append("\n".join(texts))
        else:
            paragraphs.extend(texts)
    return paragraphs


def join_cells(cells: list[list[Block]]) -> list[Block]:
    r"""Return the blocks of one row of a table.

    The row is one line if no cell holds more than one paragraph or item. If one does, the blocks of
    all cells follow one another.

    >>> join_cells([[Block("Kenya")], [Block("12")]])
    [Block(text='Kenya\t12', marker='- ')]
    """
    filled = [_drop_blank(cell) for cell in cells]
    if len(filled) < 2 or not all(map(_fits_in_line, filled)):
        return list(chain.from_iterable(filled))
    texts = [_write_cell(cell) for cell in filled]
    marker = BULLET if any(texts) else ""
    return [Block("\t".join(texts), marker)]


def _drop_blank(cell: list[Block]) -> list[Block]:
    return [block for block in cell if block.text.strip()]


def _fits_in_line(cell: list[Block]) -> bool:
    if not cell:
        return True
    return len(cell) == 1 and not cell[0].is_marked_heading


def _write_cell(cell: list[Block]) -> str:
    if not cell:
        return ""
    words = cell[0].text.split()
    return " ".join(words)


# -- elements to blocks --------------------------------------------------------------------------


@dataclass
class _OpenTable:
    around: list[Block]  # the blocks that the table is part of
    cells: list[list[Block]] = field(default_factory=list)  # of the row so far


class BlockBuilder:
    """Collects text into blocks while a reader goes through the elements of a file.

    >>> builder = BlockBuilder()
    >>> builder.element(LIST, opens=True, number=3)
    >>> builder.element(ITEM, opens=True)
    >>> builder.write("Close the gates.")
    >>> builder.finish()
    [Block(text='', marker=''), Block(text='Close the gates.', marker='3. ')]
    """

    def __init__(self) -> None:
        self.superscript = False  # whether digits are written as superscript digits
        self._blocks: list[Block] = []  # of the document, or of the cell that is being read
        self._text: list[str] = []  # of the block that is being read
        self._marker = ""
        self._next_numbers: list[int | None] = []  # of each open list; None where it has bullets
        self._tables: list[_OpenTable] = []

    def write(self, text: str) -> None:
        """Add text to the block."""
        self._text.append(raise_digits(text) if self.superscript else text)

    def start_block(self, marker: str = "") -> None:
        """End the block and begin one with this marker."""
        text = "".join(self._text)
        text = re.sub(r" {2,}", " ", text)
        if text.strip():
            self._blocks.append(Block(text, self._marker))
        self._text = []
        self._marker = marker

    def finish(self) -> list[Block]:
        """End the last block and return all blocks."""
        self.start_block()
        return self._blocks

    def heading(self, level: int, opens: bool) -> None:
        """Begin or end a heading."""
        self.start_block(heading_marker(level) if opens else "")

    def element(
        self,
        kind: str,
        opens: bool,
        number: int | None = None,
    ) -> None:
        """Begin or end an element of a kind named at the top of this module; ignore any other kind.

        `number` is the first number of a numbered list, or the number that an item states.
        """
        if kind in (TABLE, ROW, CELL):
            self._mark_table(kind, opens)
        elif kind == LIST and opens:
            self._open_list(number)
        elif kind == LIST:
            self._close_list()
        elif kind == ITEM:
            self.start_block(self._next_marker(number) if opens else "")
        elif kind == PARAGRAPH and self._marker:
            self.write(" ")  # the paragraphs of a list item or a heading become one line
        elif kind in (PARAGRAPH, TEXT_BOX):
            self.start_block()
        elif kind == SUPERSCRIPT:
            self.superscript = opens

    def _separate(self) -> None:
        self._blocks.append(Block(""))

    def _open_list(self, first_number: int | None) -> None:
        self.start_block()
        if not self._next_numbers:
            self._separate()
        self._next_numbers.append(first_number)

    def _close_list(self) -> None:
        self.start_block()
        del self._next_numbers[-1:]
        if not self._next_numbers:
            self._separate()

    def _next_marker(self, stated_number: int | None) -> str:
        number = self._next_numbers[-1] if self._next_numbers else None
        if number is None:
            return BULLET
        if stated_number is not None:
            number = stated_number
        self._next_numbers[-1] = number + 1
        return f"{number}. "

    def _mark_table(self, kind: str, opens: bool) -> None:
        self.start_block()
        if kind == TABLE and opens:
            self._separate()
            self._tables.append(_OpenTable(self._blocks))
        elif not self._tables:
            return  # a row or cell outside of a table
        elif kind == CELL and opens:
            self._open_cell(self._tables[-1])
        elif kind != CELL:
            self._end_row(self._tables[-1])
            if kind == TABLE:
                self._tables.pop()
                self._separate()

    def _open_cell(self, table: _OpenTable) -> None:
        self._blocks = []
        table.cells.append(self._blocks)

    def _end_row(self, table: _OpenTable) -> None:
        table.around.extend(join_cells(table.cells))
        table.cells.clear()
        self._blocks = table.around


# -- a tree of elements, in reading order --------------------------------------------------------


_Event = tuple[Any, bool]  # a string or an element, and whether it opens


class ElementWalk:
    """Every string and element of a tree in reading order, except for what is left out.

    The walk yields each string with True, and each element twice: with True when it opens, with
    False when it ends. It does not recurse, as web pages nest without limit. The text of a text box
    comes after the paragraph to which the box is anchored.

    Attributes:
        left_out: what was left out so far.
    """

    def __init__(
        self,
        root: Any,
        list_contents: Callable[[Any], Iterable[Any]],
        name_left_out: Callable[[Any], str | None],
        paragraphs: tuple[str, ...] = (),
        read_text: Callable[[Any], str] = lambda element: "",
    ) -> None:
        """Prepare a walk through `root`.

        Args:
            root: the element to begin with, which is never left out.
            list_contents: lists the strings and elements inside an element.
            name_left_out: names an element that is left out: "" if no report needs to name it, None
                if the element is read, and `TEXT_BOX` if it is read after its paragraph.
            paragraphs: the tags of elements to which a text box can be anchored.
            read_text: returns the text inside an element, by which what is left out is counted.
        """
        self.left_out = Tally()
        self._list_contents = list_contents
        self._name_left_out = name_left_out
        self._paragraphs = paragraphs
        self._read_text = read_text
        # What is still to come, the next one last; and whether it opens.
        self._stack: list[_Event] = [(root, True)]
        self._boxes: deque[_Event] = deque()  # that wait for the end of their paragraph
        self._n_paragraphs = 0  # that are open
        self._n_elements = 0

    def __iter__(self) -> Iterator[_Event]:
        root, _ = self._stack[-1]
        while self._stack:
            node, opens = self._stack.pop()
            if isinstance(node, str):
                yield node, True
            elif not opens:
                yield node, False
                self._end(node)
            elif node is root:
                yield node, True
                self._enter(node)
            else:
                yield from self._open(node)

    def _open(self, node: Any) -> Iterator[_Event]:
        self._n_elements += 1
        if self._n_elements > MOST_ELEMENTS:
            raise TooLarge(f"a text of more than {MOST_ELEMENTS:,} elements")
        what = self._name_left_out(node)
        if what == TEXT_BOX and self._n_paragraphs:
            # The end of the box comes first: it ends the block of the paragraph around it.
            self._boxes.appendleft((node, False))
            self._boxes.extendleft(reversed(self._list_children(node)))
        elif what is None or what == TEXT_BOX:
            yield node, True
            self._enter(node)
        elif what:
            self.left_out.add(what, self._read_text(node))

    def _enter(self, node: Any) -> None:
        self._n_paragraphs += self._is_paragraph(node)
        self._stack.append((node, False))
        self._stack.extend(self._list_children(node))

    def _list_children(self, node: Any) -> list[_Event]:
        children = [(child, True) for child in self._list_contents(node)]
        children.reverse()
        return children

    def _is_paragraph(self, node: Any) -> bool:
        return node.tag in self._paragraphs if self._paragraphs else False

    def _end(self, node: Any) -> None:
        """Count a paragraph as ended; read the text boxes that are anchored to it."""
        if not self._is_paragraph(node):
            return
        self._n_paragraphs -= 1
        self._stack.extend(self._boxes)
        self._boxes.clear()
