"""Sentences for a terminal, turned into paragraphs and lists of a page."""

import re
from dataclasses import dataclass, field

BULLET = "- "
WHITE_SPACE = re.compile(r"[^\S\u00a0\u202f]+")  # French keeps signs on the line of a word


@dataclass
class Block:
    """A paragraph, or a list with one text per item."""

    text: str = ""
    items: list[str] = field(default_factory=list)


def split_blocks(text: str) -> list[Block]:
    """Split text that was wrapped for a terminal into paragraphs and lists.

    >>> split_blocks("It has two\\nlines.\\n- one\\n- two,\\n  wrapped")
    [Block(text='It has two lines.', items=[]), Block(text='', items=['one', 'two, wrapped'])]
    """
    blocks: list[Block] = []
    for line in filter(None, text.splitlines()):
        words = WHITE_SPACE.sub(" ", line).strip()
        last = blocks[-1] if blocks else None
        if line.startswith(BULLET):
            if last is None or not last.items:
                blocks.append(last := Block())
            last.items.append(words.removeprefix(BULLET))
        elif last is not None and last.items and line.startswith(" "):
            last.items[-1] += f" {words}"
        elif last is not None and last.text:
            last.text += f" {words}"
        else:
            blocks.append(Block(words))
    return blocks
