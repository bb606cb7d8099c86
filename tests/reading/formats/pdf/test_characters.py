"""Pages that are turned, and blanks between Chinese and Japanese characters."""

import io

import pytest
from pdf_pages import PAGE, prose, text_of
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

CHINESE = ["联合国大会通过了决议，各国“共同”努力。", "中国和联合国都同意这个决议。"]
SIZE = 12


def turned(lines, rotation, sideways):
    """A page with a /Rotate, and with the text turned against it if `sideways` is given."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=PAGE, invariant=1)
    canvas.setPageRotation(rotation)
    width, height = PAGE
    shifts = {0: (0, 0), 90: (0, -width), 180: (-width, -height), 270: (-height, 0)}
    canvas.rotate(sideways)
    canvas.translate(*shifts[sideways])
    for n, line in enumerate(lines):
        canvas.drawString(60, 450 - 14 * n, line)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("sideways", [0, 90, 180, 270])
def test_a_turned_page_is_read_like_an_upright_one(rotation, sideways):
    lines = [*prose(4), "That is all.", "", "   They went home when it was late, and"]
    assert text_of(turned(lines, rotation, sideways)) == text_of(turned(lines, 0, 0))


def spaced(lines, gap, font="STSong-Light"):
    """A PDF whose characters are so many points apart."""
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setFont(font, SIZE)
    for n, line in enumerate(lines):
        x = 72.0
        for part in line:
            canvas.drawString(x, 700 - 18 * n, part)
            x += canvas.stringWidth(part, font, SIZE) + gap
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("gap", [0, 2, 4, 8, 12])
def test_no_blanks_are_made_between_chinese_characters(gap):
    assert text_of(spaced(CHINESE, gap)) == "".join(CHINESE)


@pytest.mark.parametrize("gap", [3, 6])
def test_no_blanks_are_made_between_japanese_characters(gap):
    lines = ["日本と国連は「人権」を守る。", "そして協力する。"]
    assert text_of(spaced(lines, gap, "HeiseiMin-W3")) == "".join(lines)


def test_blanks_beside_latin_words_and_those_of_the_file_are_kept():
    mixed = "联合国 UN 2030 年议　程通 过"
    assert text_of(spaced([[mixed]], 0)) == mixed
    apart = text_of(spaced([["联", "合", "国", "UN", "2030", "年", "议", "程"]], 5))
    assert apart == "联合国 UN 2030 年议程"


def test_cells_of_a_chinese_table_stay_apart():
    assert text_of(spaced([["中国", "法国"]], 60)) == "中国 法国"


def test_korean_keeps_the_blanks_between_its_words():
    lines = ["유엔 총회는 결의안을 채택했고", "모든 나라가 동의했다."]
    assert text_of(spaced(lines, 0, "HYSMyeongJo-Medium")) == " ".join(lines)
