"""Numbers that count the lines of a page are left out and said; all other numbers are kept."""

import pytest
from pdf_pages import STEP, TOP, drawn, phrases_of, prose, text_of

LEFT = 50
RIGHT = 450
TEXT = 72


def page(lines, every=1, x=(LEFT,), first=1, numbers_last=False):
    """The lines of a page, with the number of every so many of them in the margin."""
    body, numbers = [], []
    for n, line in enumerate(lines):
        y = TOP - STEP * n
        body.append((TEXT, y, line))
        if (first + n) % every == 0:
            margin = [(each, y, str(first + n)) for each in x]
            (numbers if numbers_last else body).extend(margin)
    return body + numbers


def test_numbers_of_every_line():
    lines = [
        "The council met in the hall and decided",
        "to put in new lights along the streets, and",
        "to talk about the cost in another year.",
    ]
    numbered = drawn(page(lines))
    assert text_of(numbered) == " ".join(lines)
    assert phrases_of(numbered) == ("3 line numbers",)


@pytest.mark.parametrize("numbers_last", [False, True])
@pytest.mark.parametrize("x", [(LEFT,), (RIGHT,), (LEFT, RIGHT)])
@pytest.mark.parametrize("every", [1, 2, 5])
def test_numbers_in_either_margin_or_in_both(every, x, numbers_last):
    lines = prose(32)
    first, last = lines[:30], lines[30:]
    for start in (1, 31):  # on the second page they begin again, or go on
        pages = [
            page(first, every, x, numbers_last=numbers_last),
            page(last, every, x, start, numbers_last=numbers_last),
        ]
        assert text_of(drawn(*pages)) == " ".join(lines)


def test_one_number_on_the_last_page_is_one_by_its_place():
    lines = prose(36)
    pages = drawn(page(lines[:30], every=5), page(lines[30:], every=5, first=31))
    assert text_of(pages) == " ".join(lines)
    assert phrases_of(pages) == ("7 line numbers",)


def test_numbers_of_the_lines_of_a_poem_go_on_over_its_stanzas():
    drawing, y = [], TOP
    for n, line in enumerate(prose(20, 40), start=1):
        drawing.append((TEXT, y, line))
        if n % 5 == 0:
            drawing.append((RIGHT, y, str(n)))
        y -= STEP * (2 if n % 4 == 0 else 1)
    assert phrases_of(drawn(drawing)) == ("4 line numbers",)


def test_numbers_at_equal_distances_need_not_be_beside_the_lines():
    lines = prose(12)
    text = [(TEXT, TOP - 20 * n, line) for n, line in enumerate(lines)]
    numbers = [(LEFT, TOP - 5 - 12 * n, str(n + 1)) for n in range(28)]
    found = drawn(numbers + text)
    assert text_of(found) == " ".join(lines)
    assert phrases_of(found) == ("28 line numbers",)


@pytest.mark.parametrize("form", ["{}.", "[{}]", "{}", "({})"])
def test_numbers_of_paragraphs_are_kept(form):
    drawing, y = [], TOP
    for n, size in enumerate([4, 4, 4, 3, 6], start=1):
        drawing.append((LEFT, y, form.format(n)))
        for line in prose(size):
            drawing.append((TEXT, y, line))
            y -= STEP
        y -= STEP
    assert phrases_of(drawn(drawing)) == ()


def test_rows_of_a_table_keep_their_numbers():
    rows = []
    for n, name in enumerate(["Kenya", "France", "Chile", "Nepal", "Fiji", "Malta"], start=1):
        y = TOP - STEP * n
        rows += [(TEXT, y, str(n)), (TEXT + 60, y, name), (TEXT + 200, y, f"{n * 7}.5")]
    above = [(TEXT, TOP + STEP * n, line) for n, line in enumerate(prose(2), start=1)]
    assert phrases_of(drawn(above + rows)) == ()
    assert phrases_of(drawn(rows)) == ()
    years = [(TEXT, TOP - STEP * n, f"{1990 + n}   {n * 3}.5   {n}") for n in range(20)]
    assert phrases_of(drawn(years)) == ()


def test_numbers_inside_the_text_are_kept():
    lines = [f"{n} people came to the hall, and in the year {n} more" for n in range(12, 30)]
    assert phrases_of(drawn(page(lines, every=1000))) == ()
