"""The contact sheet: every chart once, with its title and name, as vectors and with stable bytes."""

import time

import pypdfium2
import pytest
from chart_tables import ALL

from analysis.charts.contact_sheet import SheetPicture, make_contact_sheet
from analysis.messages import speaking


@pytest.fixture(scope="module")
def picture() -> bytes:
    draw, table = next(iter(ALL.values()))
    return draw(table()).render("pdf")


def texts(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def test_six_charts_a_page_each_with_title_and_name(picture):
    charts = [SheetPicture(f"name-{n}", f"Title {n} says", picture) for n in range(1, 8)]
    first, second = texts(make_contact_sheet(charts, "geneva"))
    assert "geneva: 7 charts" in first
    assert "1 of 2" in first
    assert all(f"Title {n} says" in first and f"name-{n}" in first for n in range(1, 7))
    assert "Title 7 says" in second
    assert "2 of 2" in second


def test_a_sheet_is_written_in_the_language_of_the_study(picture):
    with speaking("fr"):
        (page,) = texts(make_contact_sheet([SheetPicture("a", "A", picture)], "presse"))
    assert "1 graphique" in page
    assert "1 sur 1" in page
    assert "chart" not in page


def test_charts_stay_vectors_and_inside_the_page(picture):
    with pypdfium2.PdfDocument(make_contact_sheet([SheetPicture("a", "A", picture)], "s")) as pdf:
        page = pdf[0]
        kinds = {item.type for item in page.get_objects(max_depth=5)}
        assert pypdfium2.raw.FPDF_PAGEOBJ_FORM in kinds
        assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds
        width, height = page.get_size()
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_FORM], max_depth=1):
            left, bottom, right, top = item.get_bounds()
            assert 0 < left < right < width
            assert 0 < bottom < top < height


@pytest.mark.parametrize(
    "title", ["word" * 2500, "a\x00\ud800b", "\u202eabc", "حقوق الإنسان 12", "]]> $x_1$ <b>", ""]
)
def test_any_title_is_drawn(picture, title):
    assert len(texts(make_contact_sheet([SheetPicture("a", title, picture)], title))) == 1


def test_the_same_bytes_in_another_second(picture):
    charts = [SheetPicture("a", "A", picture)]
    once = make_contact_sheet(charts, "s")
    time.sleep(1.1)  # PDFium asks the system's clock
    assert make_contact_sheet(charts, "s") == once
    assert b"CreationDate(D:202" not in once
