"""A drop cap and the line beside it become one line."""

import io

import pytest
from pdf_pages import text_of
from reportlab.pdfgen.canvas import Canvas

SECOND = "decided nothing at all, which few people find"
REST = ["odd. The council went on with its work until late,", "and then all of them went home."]


def drop_cap(letter, first, shift=0.0, cap_last=False, rest=REST):
    """A PDF with a large letter beside two lines; the first one is shifted to the right."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 700), invariant=1)
    left = 72 + canvas.stringWidth(letter, "Times-Roman", 40) + 3
    drawing = [(40, 72, 600, letter)]
    lines = [(12, left + shift, 614, first), (12, left, 600, SECOND)]
    lines += [(12, 72, 586 - 14 * n, line) for n, line in enumerate(rest)]
    for size, x, y, text in lines + drawing if cap_last else drawing + lines:
        canvas.setFont("Times-Roman", size)
        canvas.drawString(x, y, text)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("cap_last", [False, True])
@pytest.mark.parametrize(
    ("letter", "first", "shift", "start"),
    [
        ("T", "he council of the town met and", 0, "The council of"),
        ("A", " nation of the town met and", 0, "A nation of"),
        ("A", "nation of the town met and", 3, "A nation of"),
        ("A", "nation of the town met and", 0, "A nation of"),
        ("A", "ll of them met that evening and", 0, "All of them"),
        ("A", "fter they had met, they went and", 0, "After they"),
        ("I", "n the beginning they met and", 0, "In the beginning"),
        ("I", " met them that evening and", 0, "I met them"),
        ("“T", "he council” is what they say and", 0, "“The council”"),
    ],
)
def test_a_drop_cap_begins_the_first_line(letter, first, shift, start, cap_last):
    found = text_of(drop_cap(letter, first, shift, cap_last))
    rest = first.strip().split(" ", 1)[1]
    assert found.startswith(start)
    assert rest + f" {SECOND} odd." in found
    assert "#" not in found


def test_the_words_of_the_text_decide():
    """Where both lines begin at the same place, `along` is the word that the text has."""
    along = ["They went along the river.", *REST]
    long = ["It was a long and long way, as long as the river.", *REST]
    assert text_of(drop_cap("A", "long with them went and", rest=along)).startswith("Along with")
    assert text_of(drop_cap("A", "long way they went and", rest=long)).startswith("A long way")
