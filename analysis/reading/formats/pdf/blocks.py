"""From groups of lines to blocks: headings, list items and paragraphs.

A heading has at most 20 words, and no sentence ends inside it. Its type is larger than that of the
body, or it is bold and the body is not. If it is larger but not bold, it does not end in a full
stop.
"""

import regex

from analysis.reading.formats.pdf.columns import BodyType, HeadingStyle
from analysis.reading.formats.pdf.lines import BULLET_CHARACTER
from analysis.reading.formats.pdf.paragraphs import ITEM_MARKER, Group
from analysis.reading.formats.pdf.words import LineJoiner
from analysis.reading.layout_writer import BULLET, Block, heading_marker

HEADING_WORDS = 20

_TWO_SENTENCES = regex.compile(r"\p{Ll}{4}\.\s+\p{L}|。.")


def to_blocks(
    groups: list[Group],
    body: BodyType,
    joiner: LineJoiner,
) -> list[Block]:
    """Write each group of lines as a heading, a list item or a paragraph."""
    rows = _find_rows(groups)
    headings: dict[int, HeadingStyle] = {}
    for number, group in enumerate(groups):
        style = body.heading_style(group.lines[0])
        if style and number not in rows and _reads_like_heading(group):
            headings[number] = style
    markers = _make_heading_markers(set(headings.values()))
    blocks = []
    for number, group in enumerate(groups):
        text = joiner.join(line.text for line in group.lines)
        if number in headings:
            marker = markers[headings[number]]
            block = Block(text, marker)
        else:
            block = _make_item_or_paragraph(text, is_row=number in rows)
        blocks.append(block)
    return blocks


def _find_rows(groups: list[Group]) -> set[int]:
    """Return the numbers of the groups that are rows of a table."""
    rows: set[int] = set()
    for number, group in enumerate(groups):
        if group.follows_row:
            rows.update((number - 1, number))
    return rows


def _make_heading_markers(styles: set[HeadingStyle]) -> dict[HeadingStyle, str]:
    """Return the marker of each style; the largest type is the highest level."""
    markers = {}
    from_highest = sorted(styles, reverse=True)
    for level, style in enumerate(from_highest, start=1):
        markers[style] = heading_marker(level)
    return markers


def _reads_like_heading(group: Group) -> bool:
    text = " ".join(line.text for line in group.lines)
    if len(text.split()) > HEADING_WORDS:
        return False
    if BULLET_CHARACTER.match(text) or _TWO_SENTENCES.search(text):
        return False
    if group.lines[0].bold:
        return True
    bare = text.rstrip('"”’)')
    return bool(bare) and not bare.endswith((".", "。"))


def _make_item_or_paragraph(text: str, *, is_row: bool) -> Block:
    """Make a block of a text; the bullet or number at its start becomes the marker."""
    bullet = BULLET_CHARACTER.match(text)
    if bullet:
        rest = text[bullet.end() :]
        return Block(rest, BULLET)
    marker = ITEM_MARKER.match(text)
    if marker:
        rest = text[marker.end() :]
        return Block(rest, marker[0])
    return Block(text, BULLET if is_row else "")
