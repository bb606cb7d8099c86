"""Blocks, headings, paragraphs and list items of a text."""

import pytest
from splitting import paragraphs_of, rows_of, split_text

from analysis.reading.layout import Paragraph, split_paragraphs


def test_spans_leave_out_white_space_at_their_ends():
    assert [paragraph.heading for paragraph in split_paragraphs("Aims\n\nText.")] == [True, False]
    assert split_paragraphs(" \n One. \n\n") == [Paragraph(False, [(3, 7)])]
    assert split_text(" One. Two. ")[["start", "end"]].to_numpy().tolist() == [[1, 5], [6, 10]]


def test_blank_lines_separate_hard_wrapped_paragraphs():
    text = "The first line runs on\ninto the second. A new\nsentence here.\n\nNext.\n"
    assert paragraphs_of(text) == [
        ["The first line runs on\ninto the second.", "A new\nsentence here."],
        ["Next."],
    ]


def test_short_lines_end_hard_wrapped_paragraphs_without_blank_lines():
    # lengths 44, 45, 13, 45, 44, 20: the median is 44, so only the lines of 13 and of 20 end a
    # paragraph
    text = (
        "The first paragraph is as wide as the column\n"
        "so that its lines are long, and the last one.\n"
        "It is short.)\n"
        "A second paragraph is as wide as the column.\n"
        "It too has a line that runs on to the edge of\n"
        "the column, and ends."
    )
    assert paragraphs_of(text) == [
        [
            "The first paragraph is as wide as the column\nso that its lines are long, and the last one.",
            "It is short.)",
        ],
        [
            "A second paragraph is as wide as the column.",
            "It too has a line that runs on to the edge of\nthe column, and ends.",
        ],
    ]
    assert len(paragraphs_of(text + "\n\nEnd.")) == 2, (
        "with blank lines, only those separate paragraphs"
    )


LONG = (
    "This line is longer than a column, for it holds a whole paragraph, as press texts do. " * 2
    + "It ends here."
)


def test_each_line_of_a_block_of_long_lines_is_a_paragraph():
    text = f"{LONG}\nA heading among them\n{LONG}\n{LONG}\nNo heading at the end"
    long = [
        "This line is longer than a column, for it holds a whole paragraph, as press texts do."
    ] * 2
    long = [*long, "It ends here."]
    assert rows_of(text) == [
        *(("", 1, sentence) for sentence in long),
        *(("A heading among them", 2, sentence) for sentence in long),
        *(("A heading among them", 3, sentence) for sentence in long),
        ("A heading among them", 4, "No heading at the end"),
    ]


def test_a_list_item_begins_a_sentence():
    text = "They ask for\n- clean water,\n  and much of it\n• food. Not later.\n1. Rest\nii) Peace\n(c) All of it\n\nEnd."
    assert paragraphs_of(text) == [
        [
            "They ask for",
            "- clean water,\n  and much of it",
            "• food.",
            "Not later.",
            "1. Rest",
            "ii) Peace",
            "(c) All of it",
        ],
        ["End."],
    ]


@pytest.mark.parametrize("marker", ["-", "•", "1)", "*", "1."])
def test_a_single_item_between_wrapped_lines_begins_a_sentence(marker):
    text = f"The members agreed on one single point for next year\n{marker} Water for all\nOther points were put off."
    assert paragraphs_of(text) == [
        [text.partition("\n")[0], f"{marker} Water for all\nOther points were put off."]
    ]


def test_an_initial_at_the_start_of_a_line_is_not_an_item():
    text = "The chair of the meeting thanked the delegates and\nJ. Orr for the report. They left."
    assert paragraphs_of(text) == [[text.removesuffix(" They left."), "They left."]]


def test_an_initial_on_the_first_line_is_an_item():
    text = "A. Go now.\nThe second line goes on and on without an end of any kind"
    assert split_paragraphs(text) == [Paragraph(False, [(0, len(text))])]


def test_an_initial_in_wrapped_lines_is_not_an_item_but_a_list_elsewhere_is():
    text = "Nobody could remember when they had first met\nJ. Orr of the council.\n\nBut the list was this:\n1. Orr\n\nEnd."
    assert paragraphs_of(text) == [
        ["Nobody could remember when they had first met\nJ. Orr of the council."],
        ["But the list was this:", "1. Orr"],
        ["End."],
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Aims and means",
        "人权",
        "What follows [6]",
        "*Aims*",
        "__Aims (and means)__",
        "(a) and (b)",
        "1. Aims",
        "IV) Aims",
        "#1 of all",
        "Aims — means",
        "one two three four five six seven eight nine ten eleven twelve",
        "a" * 100,
        "C++",
    ],
)
def test_a_line_between_blank_lines_is_a_heading(heading):
    assert rows_of(f"{heading}\n\nText.") == [(heading, 1, "Text.")]
    assert rows_of(f"Text.\n \t\n  {heading} \n\nText.") == [
        ("", 1, "Text."),
        (heading, 2, "Text."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Aims.",
        "Aims:",
        "Aims,",
        "Aims…",
        "Aims?*",
        "Aims.[6]",
        "Aims!)",
        "目标。",
        "الهدف؟",
        "“Aims”",
        "‹Aims›",
        "(Own report)",
        "*[Own report]*",
        "2024",
        "* * *",
        "- Aims",
        "one two three four five six seven eight nine ten eleven twelve thirteen",
        "a" * 101,
        "![A path](path.png)",
        "![A path](path.png) ![](b.png)",
    ],
)
def test_a_line_that_is_not_a_heading(line):
    assert rows_of(f"{line}\n\nText.") == [("", 1, line), ("", 2, "Text.")]


def test_a_heading_needs_blank_lines():
    assert paragraphs_of("Aims\nText.\n\nMeans\nand ways") == [["Aims\nText."], ["Means\nand ways"]]


def test_headings_in_chinese_are_shorter():
    assert rows_of(f"{'人' * 30}\n\n好。", "zh") == [("人" * 30, 1, "好。")]
    assert rows_of(f"{'人' * 31}\n\n好。", "zh") == [("", 1, "人" * 31), ("", 2, "好。")]
    assert rows_of(f"{'人' * 31}\n\n好。", "en") == [("人" * 31, 1, "好。")]


def test_consecutive_headings_make_one_section():
    assert rows_of("\n\nPart One\n\n\nAims\n\nText.\n\nMeans\n\nText.") == [
        ("Part One — Aims", 1, "Text."),
        ("Means", 2, "Text."),
    ]


def test_markdown_headings():
    text = "# Part One #\n## Aims. Now! ##\nText\nruns on\n### C# and F#\nText.\n#### - One\n##### 1. Two\n\n###### Three\nText."
    assert rows_of(text) == [
        ("Part One — Aims. Now!", 1, "Text\nruns on"),
        ("C# and F#", 2, "Text."),
        ("- One — 1. Two — Three", 3, "Text."),
    ]


@pytest.mark.parametrize("line", ["####### Seven", "#No blank", "## 5", "#"])
def test_a_line_that_is_not_a_markdown_heading(line):
    table = split_text(f"Text.\n{line}\nText.\n\nEnd.")
    assert table["section"].iloc[0] == ""
    assert line in " ".join(table["sentence"])


def test_numbered_headings_and_numbered_lists():
    text = "1. Aims\n\nText.\n\n1. Means\n\n2. Ways\n\nText.\n\n2. Ends\n\n- An item\n\nText."
    assert rows_of(text) == [
        ("1. Aims", 1, "Text."),
        ("1. Aims", 2, "1. Means"),
        ("1. Aims", 3, "2. Ways"),
        ("1. Aims", 4, "Text."),
        ("1. Aims", 5, "2. Ends"),
        ("1. Aims", 6, "- An item"),
        ("1. Aims", 7, "Text."),
    ]


def test_headings_at_the_end_are_sentences():
    assert rows_of("Aims\n\nText.\n\nMeans\n\n# Ends\n\n") == [
        ("Aims", 1, "Text."),
        ("Aims", 2, "Means"),
        ("Aims", 3, "# Ends"),
    ]
    assert rows_of("Aims\n\nMeans\n") == [("", 1, "Aims"), ("", 2, "Means")]
