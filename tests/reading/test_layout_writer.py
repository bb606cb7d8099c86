"""The layout that readers of formats write is read back: headings, items and paragraphs."""

import pytest
from extracted import text_and_phrases
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from analysis.reading.headings import heading_text
from analysis.reading.layout import GUESSED, MARKED, split_paragraphs
from analysis.reading.layout_writer import (
    CELL,
    ITEM,
    LIST,
    PARAGRAPH,
    ROW,
    TABLE,
    Block,
    BlockBuilder,
    ElementWalk,
    _has_text,
    _unmark_last_headings,
    write_text,
)
from analysis.reading.omissions import Tally
from analysis.reading.zip_files import TooLarge


def written(*blocks: Block) -> str:
    return write_text(blocks, Tally()).text


def test_a_heading_that_no_text_follows_is_a_paragraph():
    assert written(Block("A", "# "), Block("B", "## "), Block("c d e.")) == "# A\n\n## B\n\nc d e."
    assert written(Block("c d e."), Block("A", "# "), Block("B", "# ")) == "c d e.\n\nA\n\nB"


def test_a_short_line_is_text_below_a_marked_heading():
    blocks = [Block("c d e."), Block("A", "# "), Block("B")]
    assert written(*blocks) == "c d e.\n\n# A\n\nB"
    guessed = write_text(blocks, Tally(), "guessed")  # then B is a heading at the end, too
    assert guessed.text == "c d e.\n\nA\n\nB"
    below_b = [*blocks, Block("and c.")]  # a small letter: B is none
    assert write_text(below_b, Tally(), "guessed").text == "c d e.\n\n# A\n\nB\n\nand c."


def test_a_file_that_marks_a_heading_marks_them_all():
    assert write_text([Block("A", "# "), Block("c d e.")], Tally()).headings == "marked"
    assert write_text([Block("c d e."), Block("A", "# ")], Tally()).headings == "marked"
    assert write_text([Block("c d e."), Block("2019", "# ")], Tally()).headings == "marked"
    assert write_text([Block("A"), Block(" ", "# "), Block("c d e.")], Tally()).headings == (
        "guessed"
    )


LONG = "The council shall see to it that the lights in every street of the town are mended"


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [
        (f"{LONG}.", False),
        (f"{LONG}. ⁵", False),
        (f"{LONG}?", False),
        (LONG, True),
        (f"{LONG}:", True),
        ("Who keeps it open?", True),
        ("The council shall see to it.", True),
        ("会议通过了关于街道照明的决议，要求市政府在今年年底之前修好所有街道的路灯。", False),
        ("会议通过了决议。", True),
    ],
)
def test_a_long_sentence_is_no_heading_though_the_file_marks_it(text, is_heading):
    extracted = write_text([Block(text, "## "), Block("This is the end.")], Tally())
    assert extracted.text.startswith("## ") == is_heading
    assert extracted.headings == ("marked" if is_heading else "guessed")


def test_an_empty_block_separates_two_lists():
    assert written(Block("a", "- "), Block("b", "- "), Block(""), Block("c", "- ")) == (
        "- a\n- b\n\n- c"
    )


def test_counts_become_phrases():
    left_out = Tally({"": 3, "footnote": 2, "table": 0, "page header ('x')": 1})
    assert text_and_phrases(write_text([Block("a\xadb")], left_out)) == (
        "ab",
        ("2 footnotes", "page header ('x')", "1 soft hyphen"),
    )


def test_what_a_reader_counted_is_unchanged():
    left_out = Tally({"footnote": 2})
    write_text([Block("a\xadb")], left_out)
    assert left_out.counts() == {"footnote": 2}


LINES = st.sampled_from(["Aims", "They ended there.", "No heading", "and so on"])


@given(st.lists(LINES, max_size=6))
def test_marked_headings_are_found_again(lines):
    blocks = [Block(line, "## " if line == "Aims" else "") for line in lines]
    written = write_text([*blocks, Block("This is the end.")], Tally())
    text = written.text
    paragraphs = split_paragraphs(text, headings=written.headings)
    found = [heading_text(text[slice(*part.spans[0])]) for part in paragraphs if part.heading]
    if "Aims" in lines:
        assert found == ["Aims" for line in lines if line == "Aims"]


@given(st.lists(LINES, max_size=6), st.sampled_from(["marked", "guessed"]))
def test_no_marker_is_read_as_text(lines, headings):
    blocks = [Block(line, "## " if line == "Aims" else "") for line in lines]
    text = write_text(blocks, Tally(), headings).text
    for part in split_paragraphs(text, headings=headings):
        start, _ = part.spans[0]
        assert part.heading or text[start] != "#"


def test_cells_and_items_outside_of_a_table_or_list():
    builder = BlockBuilder()
    for kind, text in ((ROW, "a"), (CELL, "b"), (ITEM, "c"), ("unknown", "d")):
        builder.element(kind, opens=True)
        builder.write(text)
        builder.element(kind, opens=False)
    assert builder.finish() == [Block("a"), Block("b"), Block("c", "- "), Block("d")]


def test_a_table_inside_a_cell():
    builder = BlockBuilder()
    for _ in range(2):
        for kind in (TABLE, ROW, CELL):
            builder.element(kind, opens=True)
        builder.write("1")
    for _ in range(2):
        for kind in (CELL, ROW, TABLE):
            builder.element(kind, opens=False)
    assert [block.text for block in builder.finish() if block.text] == ["1", "1"]


def test_an_inner_list_does_not_stop_the_count_of_the_outer_one():
    builder = BlockBuilder()
    builder.element(LIST, opens=True, number=1)
    for text in "ab":
        builder.element(ITEM, opens=True)
        builder.element(PARAGRAPH, opens=True)
        builder.write(text)
        builder.element(PARAGRAPH, opens=False)
        builder.element(LIST, opens=True)
        builder.element(ITEM, opens=True)
        builder.write("x")
        builder.element(LIST, opens=False)
    builder.element(LIST, opens=False)
    assert write_text(builder.finish(), Tally()).text == "1. a\n- x\n2. b\n- x"


def test_a_walk_counts_what_it_leaves_out():
    tree = ["a", ["note"], "b", [["note"], "c"]]

    def name_left_out(element: list) -> str | None:
        return "footnote" if element == ["note"] else None

    walk = ElementWalk(tree, list_contents=list, name_left_out=name_left_out)
    assert [node for node, _ in walk if isinstance(node, str)] == ["a", "b", "c"]
    assert walk.left_out.counts() == {"footnote": 2}


@given(st.lists(st.sampled_from(["# a", "## 2019", "x", "One text.", "- i", "B.", ""]), max_size=9))
def test_the_headings_that_no_text_follows_lose_their_markers(written):
    blocks = []
    for text in written:
        marker, _, rest = text.partition(" ")
        blocks.append(Block(rest, f"{marker} ") if marker in ("#", "##", "-") else Block(text))
    for headings in (GUESSED, MARKED):
        expected = list(blocks)
        for number in reversed(range(len(blocks))):
            if blocks[number].is_marked_heading:
                if _has_text(blocks[number + 1 :], headings):
                    break
                expected[number] = Block(blocks[number].text)
        assert _unmark_last_headings(blocks, headings) == expected


def test_a_tree_of_more_elements_than_take_minutes_is_refused(monkeypatch):
    monkeypatch.setattr("analysis.reading.layout_writer.MOST_ELEMENTS", 10)
    root = etree.fromstring(f"<a>{'<b/>' * 11}</a>")
    with pytest.raises(TooLarge, match="a text of more than 10 elements"):
        list(ElementWalk(root, list, lambda element: None))
