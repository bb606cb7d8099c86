"""Texts from PDF files: paragraphs, headings and lists by layout, and what is left out."""

import io
import re
from pathlib import Path

import matplotlib
import pandas as pd
import pytest
import same_article
from extracted import text_and_phrases
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from analysis import InputError, split_sentences
from analysis.reading.formats.pdf import read as read_pdf
from analysis.reading.formats.pdf.characters import Characters, Position

LINE = "These words fill a whole line from one margin to the other,"
OTHER = "And these are other words, which fill another line as well,"
FONTS = {"b": "Helvetica-Bold", "i": "Helvetica-Oblique"}


def pdf(*pages: list, **options) -> bytes:
    """A PDF with these pages of lines.

    A line is `text` or (text, x, size, font). A number moves down by so many points; one line takes 14.
    """
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 700), invariant=1, **options)
    for page in pages:
        y = 650
        for line in page:
            if isinstance(line, int):
                y -= line
                continue
            text, x, size, font = (
                (line, *(None,) * 3)
                if isinstance(line, str)
                else (*line, *(None,) * (4 - len(line)))
            )
            canvas.setFont(FONTS.get(font, "Helvetica"), size or 11)
            canvas.drawString(x or 72, y, text)
            y -= 14
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def text(*pages: list) -> str:
    return read_pdf(pdf(*pages), "a.pdf").text


def fault(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_pdf(data, "a.pdf")
    (found,) = caught.value.faults
    return str(found)


def test_a_gap_an_indent_or_a_short_last_line_separates_paragraphs():
    assert text([LINE, "which go on. " + LINE, 10, LINE, "end."]).split("\n\n") == [
        f"{LINE} which go on. {LINE}",
        f"{LINE} end.",
    ]
    assert text([LINE, LINE, ("Indented " + LINE[9:], 90), LINE]).split("\n\n") == [
        f"{LINE} {LINE}",
        f"Indented {LINE[9:]} {LINE}",
    ]
    assert text([LINE, "Short.", LINE, LINE]).split("\n\n") == [f"{LINE} Short.", f"{LINE} {LINE}"]


def test_ragged_lines_are_one_paragraph():
    lines = [
        "A word that is longer than the room on",
        "aforementionedlyness makes a line short.",
        LINE,
        LINE,
    ]
    assert (
        text(lines)
        .split("\n\n")[0]
        .startswith("A word that is longer than the room on aforementionedlyness")
    )
    assert "\n" not in text(
        [
            LINE,
            "It ends here, although this is not yet the margin.",
            "Internationalisation is too long.",
        ]
    )


def test_a_paragraph_continues_over_a_page_break():
    assert text([LINE, LINE], [OTHER, "and end."]) == f"{LINE} {LINE} {OTHER} and end."
    assert text([LINE, "The end."], [OTHER, "and end."]) == f"{LINE} The end.\n\n{OTHER} and end."
    assert text([LINE, LINE], ["of Kenya."]) == f"{LINE} {LINE} of Kenya."


def test_headings_are_larger_or_bold():
    lines = [
        ("A title in", 72, 20),
        8,
        ("two lines?", 72, 20),
        20,
        LINE,
        ("Aims", 72, 11, "b"),
        LINE,
        ("2019", 72, 11, "b"),
        LINE,
    ]
    assert text(lines).split("\n\n") == [
        "# A title in two lines?",
        LINE,
        "## Aims",
        LINE,
        "2019",
        LINE,
    ]


def test_long_passages_in_larger_or_bold_type_are_text():
    assert (
        text([(LINE, 72, 11, "b"), (LINE, 72, 11, "b"), LINE, LINE, LINE])
        == f"{LINE} {LINE}\n\n{LINE} {LINE} {LINE}"
    )


def test_lines_that_are_not_headings():
    larger = [
        ("It ends. ", 72, 13),
        ("Two sentences. And one more", 72, 13, "b"),
        ("\ue095 an item", 72, 13, "b"),
    ]
    for line in larger:
        assert text([LINE, 20, line, 20, LINE]).split("\n\n")[1] == line[0].strip().replace(
            "\ue095", "-"
        )
    assert text([LINE, 20, ("Ends.", 72, 13, "b"), 20, LINE]).split("\n\n")[1] == "# Ends."


def test_the_rows_of_a_table_are_list_items():
    def row(*cells, x=72):
        return [
            line
            for n, cell in enumerate(cells)
            for line in (-14 * (n > 0), (cell, x + 150 * n, 13))
        ]

    lines = [LINE, 20, *row("Year", "Cost", "Remark"), *row("2020", "1,200", "Repairs"), 20, LINE]
    assert text(lines).split("\n\n")[1] == "- Year Cost Remark\n- 2020 1,200 Repairs"


def test_drawn_bullets_begin_list_items():
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    lines = [
        (72, "They need"),
        (90, "shade and"),
        (90, "water."),
        (110, "rain or"),
        (110, "snow"),
        (72, "Text."),
    ]
    for n, (x, line) in enumerate(lines):
        canvas.drawString(x, 700 - 14 * n, line)
        if x > 72:
            canvas.circle(x - 10, 704 - 14 * n, 2, fill=x < 100)
    canvas.rect(55, 696, 12, 12)
    canvas.line(85, 690, 88, 690)
    canvas.save()
    assert read_pdf(out.getvalue(), "a.pdf").text == (
        "They need\n\n- shade and\n- water.\n- rain or\n- snow\n\nText."
    )


def test_bullets_and_numbers_begin_list_items():
    lines = [
        LINE + ":",
        ("• one", 90),
        ("• two, that is", 90),
        ("longer", 98),
        ("– a part", 108),
        "Text.",
        10,
        "1. One.",
        "2. Two",
        10,
        "12 people. " + LINE,
    ]
    assert text(lines).split("\n\n") == [
        LINE + ":",
        "- one\n- two, that is longer\n– a part",
        "Text.",
        "1. One.\n2. Two",
        "12 people. " + LINE,
    ]


def test_short_lines_that_do_not_end_a_sentence_are_rows():
    assert text([LINE, 10, "Kenya 12", "France 13", "Chile", LINE, 10, "Text."]).split("\n\n") == [
        LINE,
        f"- Kenya 12\n- France 13\n- Chile\n- {LINE}",
        "Text.",
    ]


def test_words_divided_at_the_end_of_a_line_are_joined():
    lines = [
        LINE + " inter-",
        "national, well-",
        "known, pre-",
        "and post-",
        "war, 3-",
        "4 and Anglo-",
        "French (well-known) words",
    ]
    assert (
        text(lines)
        == LINE
        + " international, well-known, pre- and postwar, 3-4 and Anglo-French (well-known) words"
    )


def test_raised_digits_become_superscript():
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    line = canvas.beginText(72, 700)
    line.setFont("Helvetica", 11)
    line.textOut("In 1805.")
    line.setFont("Helvetica", 7)
    line.setRise(4)
    line.textOut("12")
    line.setFont("Helvetica", 11)
    line.setRise(0)
    line.textOut(" Then G20 met.")
    canvas.drawText(line)
    canvas.save()
    assert read_pdf(out.getvalue(), "a.pdf").text == "In 1805.¹² Then G20 met."


def test_two_columns_are_read_one_after_the_other():
    left = [("the left column has", 72), ("lines of its own", 72)]
    right = [-28, ("and the right has", 260), ("others.", 260)]
    assert text(left + right) == "the left column has lines of its own and the right has others."


def test_arabic_lines_are_one_paragraph():
    font = Path(matplotlib.get_data_path(), "fonts/ttf/DejaVuSans.ttf")
    pdfmetrics.registerFont(TTFont("DejaVu", font))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setFont("DejaVu", 11)
    for n, line in enumerate(["لكل إنسان حق في السلم والأمن", "في بلده."]):
        canvas.drawRightString(500, 700 - 14 * n, line[::-1])
    canvas.save()
    assert read_pdf(out.getvalue(), "a.pdf").text == "لكل إنسان حق في السلم والأمن في بلده."


@pytest.mark.parametrize(("positions", "word"), [([30, 20, 10], "حقف"), ([10, 20, 30], "فقح")])
def test_arabic_words_stored_from_left_to_right_are_reversed(monkeypatch, positions, word):
    """Chromium stores some words in this order, and pdfium does not notice."""
    monkeypatch.setattr(Characters, "__init__", lambda self: None)
    monkeypatch.setattr(Characters, "origin", lambda self, offset: Position(positions[offset], 0))
    assert Characters().in_reading_order(0, re.match(r"\w+", "حقف")) == word


def test_running_lines_page_numbers_and_notes_are_left_out_and_reported():
    def page(n):
        return [
            -20,
            f"Report {n} of many",
            60,
            [LINE, OTHER, OTHER.upper()][n - 1],
            460,
            (f"{n} A note.", 72, 8),
            ("that goes on.", 72, 8),
            60,
            f"- {n} -",
        ]

    assert text_and_phrases(read_pdf(pdf(page(1), page(2), page(3), [LINE.upper()]), "a.pdf")) == (
        f"{LINE} {OTHER} {OTHER.upper()} {LINE.upper()}",
        ("3 page numbers", "running header 'Report 1 of many' (on 3 pages)", "3 footnotes"),
    )
    assert text_and_phrases(
        read_pdf(pdf([-20, "Once", 60, LINE, 560, "Page 3 of 10"]), "a.pdf")
    ) == (f"Once\n\n{LINE}", ("1 page number",))


def test_pages_without_text_are_reported():
    assert text_and_phrases(read_pdf(pdf([LINE], [], []), "a.pdf")) == (
        LINE,
        ("2 pages without text (pictures, or blank)",),
    )


def test_no_sentence_is_cut_by_a_page_break():
    found = read_pdf(same_article.pdf(), "a.pdf").text
    sentences = split_sentences(pd.DataFrame({"doc_id": ["a"], "text": [found]}))["sentence"]
    assert any(
        sentence.startswith("It would be wrong") and sentence.endswith("are few.")
        for sentence in sentences
    )


def test_faults_of_pdf_files():
    locked = pdf([LINE], encrypt=StandardEncryption("secret"))
    assert (
        fault(locked)
        == "a.pdf: found a PDF with a password; expected a PDF without a password: open it and print it to a new PDF"
    )
    assert fault(pdf([], [])) == (
        "a.pdf: found a scanned PDF, without a text layer; expected a PDF with text: run text recognition (OCR) on it first"
    )
    assert fault(b"no pdf").startswith(
        "a.pdf: found a file that cannot be read as a PDF (Failed to load document"
    )


@given(st.data())
def test_a_damaged_file_gives_a_text_or_a_fault(data):
    content = same_article.pdf()
    at = data.draw(st.integers(0, len(content)))
    damage = data.draw(st.binary(max_size=20))
    cut = data.draw(st.booleans())
    try:
        found = read_pdf(
            content[:at] + damage + (b"" if cut else content[at + len(damage) :]), "a.pdf"
        )
    except InputError:
        return
    found.text.encode()
