"""Headings in running text, sentences that go on over a blank line, and which headings count."""

import pandas as pd
import pytest
from splitting import paragraphs_of, rows_of, sentences_of

from analysis.faults import InputError
from analysis.reading.layout import split_paragraphs
from analysis.sentences.split import split_sentences

# 14 words, so it is too long for a heading.
LONG_WITHOUT_END = (
    "The council spoke for hours about the lights and the collective anger of a whole"
)


def rows_by(headings, text):
    """(section, paragraph, sentence) of a text of which only these headings count."""
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text], "headings": [headings]})
    columns = split_sentences(documents)[["section", "paragraph", "sentence"]]
    return list(columns.itertuples(index=False, name=None))


# -- headings in running text ----------------------------------------------------------------------


def test_a_line_below_a_paragraph_without_an_end_is_no_heading():
    text = f"{LONG_WITHOUT_END}\n\nIn response, they left\n\nThen they came back."
    assert rows_of(text) == [
        ("", 1, LONG_WITHOUT_END),
        ("", 2, "In response, they left"),
        ("", 3, "Then they came back."),
    ]


def test_a_line_above_a_small_letter_is_no_heading():
    text = "They began an assault\n\nand went on for weeks. They won.\n\nNext.\n"
    assert paragraphs_of(text) == [
        ["They began an assault\n\nand went on for weeks.", "They won."],
        ["Next."],
    ]


def test_a_line_in_running_text_is_no_heading():
    text = (
        f"{LONG_WITHOUT_END}\n\nIn response, they embarked on an assault\n\nand went on for weeks."
    )
    assert paragraphs_of(text) == [
        [LONG_WITHOUT_END],
        ["In response, they embarked on an assault\n\nand went on for weeks."],
    ]


@pytest.mark.parametrize(
    ("above", "is_heading"),
    [
        (f"{LONG_WITHOUT_END} city.", True),
        (f"{LONG_WITHOUT_END} city.”", True),
        (f"{LONG_WITHOUT_END} city.*", True),
        (f"{LONG_WITHOUT_END} city. [6]", True),
        (f"{LONG_WITHOUT_END} city.[^1]", True),
        (f"{LONG_WITHOUT_END} city.¹²", True),
        (f"{LONG_WITHOUT_END} city…", True),
        (f"{LONG_WITHOUT_END}:", False),
        (f"{LONG_WITHOUT_END};", False),
        (f"{LONG_WITHOUT_END},", False),
        (f"{LONG_WITHOUT_END} (city)", False),
        ("A short line,", True),
        (f"- {LONG_WITHOUT_END}", True),
        (f"Points:\n- one\n- {LONG_WITHOUT_END}", True),
        (f"# {LONG_WITHOUT_END}", True),
    ],
)
def test_what_must_be_above_a_heading(above, is_heading):
    found = split_paragraphs(f"{above}\n\nAims and means\n\nThe end.")
    assert found[-2].heading is is_heading


def test_numbers_of_list_items_are_no_small_letters():
    assert rows_of("Aims\n\na) water\nb) food\n\nEnd.") == [
        ("Aims", 1, "a) water"),
        ("Aims", 1, "b) food"),
        ("Aims", 2, "End."),
    ]


def test_letters_without_capitals_are_no_small_letters():
    assert rows_of("მიზნები\n\nწყალი ყველას სჭირდება.", "ka") == [
        ("მიზნები", 1, "წყალი ყველას სჭირდება.")
    ]


def test_in_thai_no_paragraph_has_an_end():
    paragraph = "ประชาชนทุกคนมีสิทธิที่จะได้รับน้ำสะอาดและอาหารที่เพียงพอ"
    text = f"{paragraph}\n\nเป้าหมาย\n\n{paragraph}"
    assert rows_of(text, "th") == [("", 1, paragraph), ("เป้าหมาย", 2, paragraph)]


def test_markdown_headings_are_headings_in_running_text():
    text = f"{LONG_WITHOUT_END}\n\n## Aims\n\nand means."
    assert rows_of(text) == [("", 1, LONG_WITHOUT_END), ("Aims", 2, "and means.")]


@pytest.mark.parametrize(
    "line",
    [
        "Text with a note.[^1]",
        "Text with a note[^1]",
        "*Text with a note*[^long-name]",
        "Clean #water for all",
        "#water",
        "Now #2030agenda",
        "＃人权",
    ],
)
def test_lines_with_footnote_marks_and_hashtags_are_no_headings(line):
    assert rows_of(f"{line}\n\nText.") == [("", 1, line), ("", 2, "Text.")]


@pytest.mark.parametrize("heading", ["C# and F#", "Item #2", "Aims [6]", "##Aims"])
def test_other_hashes_and_marks_leave_a_heading(heading):
    assert rows_of(f"{heading}\n\nText.") == [(heading, 1, "Text.")]


def test_a_footnote_mark_belongs_to_its_sentence():
    assert sentences_of("It ended.[^1] They left.[^note 2] Now.") == [
        "It ended.[^1]",
        "They left.[^note 2] Now.",
    ]
    assert sentences_of("They left in 1805.[^b] Nobody came.") == [
        "They left in 1805.[^b]",
        "Nobody came.",
    ]


# -- a sentence goes on over a blank line ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("The two-\n\nstate solution remains.", [["The two-\n\nstate solution remains."]]),
        ("Der Zwei-\n \t\nstaaten-Plan.", [["Der Zwei-\n \t\nstaaten-Plan."]]),
        (
            "We met,\n\n\n\nand left. Then\n\nwe ate.",
            [["We met,\n\n\n\nand left.", "Then\n\nwe ate."]],
        ),
        ("One (and\n\ntwo)\n\nand three.", [["One (and\n\ntwo)\n\nand three."]]),
        ("It ended.\n\nand so on.", [["It ended."], ["and so on."]]),
        ("It ended!”\n\nand so on.", [["It ended!”"], ["and so on."]]),
        ("He asked:\n\nwhy now?", [["He asked:"], ["why now?"]]),
        ("He asked;*\n\nwhy now?", [["He asked;*"], ["why now?"]]),
        ("他说：\n\nwhy now?", [["他说："], ["why now?"]]),
        ("We met,\n\na) in Rome.\n\nb) in Bonn.", [["We met,"], ["a) in Rome."], ["b) in Bonn."]]),
        ("- We met\n\nin Rome.\n\nEnd.", [["- We met\n\nin Rome."], ["End."]]),
        ("We met\n\nin Rome,\n- twice\n- now", [["We met\n\nin Rome,", "- twice", "- now"]]),
        (
            "* * *\n\nand so on.\n\n---\n\nor not.",
            [["* * *"], ["and so on."], ["---"], ["or not."]],
        ),
        ("Мы были\n\nв Риме.", [["Мы были\n\nв Риме."]]),
    ],
)
def test_paragraphs_that_one_sentence_runs_through(text, paragraphs):
    assert paragraphs_of(text) == paragraphs


def test_a_long_paragraph_goes_on_like_a_short_one():
    """Long lines between blank lines are found by arrays; a small letter calls the parser."""
    long = (
        "They went on and on about the lights in the street, which had gone out again, and so " * 2
    )
    text = f"{long}the\n\n{long.lower()}end.\n\n{long}end."
    assert [len(sentences) for sentences in paragraphs_of(text)] == [1, 1]
    alone = pd.DataFrame({"doc_id": ["a", "b"], "text": [text, f"{long}end."]})
    assert split_sentences(alone)["paragraph"].tolist() == [1, 2, 1]


def test_lines_of_one_block_are_not_joined():
    line = "This line is longer than a column and has no end, for whoever wrote it left it out, and it goes on as if there were no end of it at all"
    assert len(paragraphs_of(f"{line}\nand {line.lower()}")) == 2


def test_a_paragraph_goes_on_below_a_heading_only_as_its_text():
    assert rows_of("# Aims\n\nand means.") == [("Aims", 1, "and means.")]


def test_a_short_line_with_a_small_letter_continues_the_line_above():
    assert paragraphs_of("They met in\n\nthe old town hall\n\nThen they left.") == [
        ["They met in\n\nthe old town hall"],
        ["Then they left."],
    ]


# -- which headings count --------------------------------------------------------------------------

ROW = "Street lights are STILL broken\n\nWhen will the council act?"
MARKDOWN = "Aims\n\n# Means\nText.\n\nWays\n\nEnd."


def test_in_rows_of_tables_nothing_is_guessed():
    assert rows_by("guessed", ROW)[0][0] == "Street lights are STILL broken"
    for headings in ("marked", "none"):
        assert rows_by(headings, ROW) == [
            ("", 1, "Street lights are STILL broken"),
            ("", 2, "When will the council act?"),
        ]


def test_which_headings_count():
    assert rows_by("guessed", MARKDOWN) == [("Aims — Means", 1, "Text."), ("Ways", 2, "End.")]
    assert rows_by("marked", MARKDOWN) == [
        ("", 1, "Aims"),
        ("Means", 2, "Text."),
        ("Means", 3, "Ways"),
        ("Means", 4, "End."),
    ]
    assert rows_by("none", MARKDOWN) == [
        ("", 1, "Aims"),
        ("", 2, "# Means"),
        ("", 3, "Text."),
        ("", 4, "Ways"),
        ("", 5, "End."),
    ]


def test_texts_in_one_frame_have_their_own_headings():
    columns = {"doc_id": list("abcd"), "text": ROW, "headings": ["marked", "guessed", None, ""]}
    sentences = split_sentences(pd.DataFrame(columns))
    assert sentences["doc_id"].tolist() == ["a", "a", "b", "c", "d"]


def test_unknown_headings_are_an_error():
    documents = pd.DataFrame({"doc_id": ["a"], "text": [ROW], "headings": ["Marked"]})
    message = "table documents, column headings: found 'Marked'; expected one of guessed, marked"
    with pytest.raises(InputError, match=message):
        split_sentences(documents)
