"""Tables and charts as Word documents, opened again with python-docx and lxml."""

import io
import sys
import zipfile

import pandas as pd
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from hostile_cells import HOSTILE
from lxml import etree
from matplotlib.figure import Figure

from analysis import InputError
from analysis.output.formats import word
from analysis.output.formats.cells import CANNOT_BE_HELD, show


def opened(content: bytes):
    for name in zipfile.ZipFile(io.BytesIO(content)).namelist():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))
    return Document(io.BytesIO(content))


def cells(document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def png() -> bytes:
    file = io.BytesIO()
    Figure(figsize=(7, 2)).savefig(file, format="png", dpi=100)
    return file.getvalue()


def test_a_table_with_its_note():
    document = opened(word.write_docx("shares", pd.DataFrame({"theme": ["a b"], "share": [1 / 3]})))
    assert cells(document) == [["theme", "share"], ["a b", "0.3333"]]
    heading, note = (paragraph.text for paragraph in document.paragraphs)
    assert heading == "shares"
    assert note == "1 row. Numbers have four significant digits; shares.csv has them in full."
    assert document.sections[0].orientation == WD_ORIENT.PORTRAIT


def test_hostile_text_is_shown():
    table = pd.DataFrame({"odd": pd.Series(HOSTILE, dtype=object), "]]>": 1})
    document = opened(word.write_docx("odd", table))
    found = [row[0] for row in cells(document)[1:]]
    for text, shown in zip(HOSTILE, found, strict=True):
        if len(text) <= 1000:
            assert shown == show(CANNOT_BE_HELD.sub("\ufffd", text))
        else:
            assert shown.endswith("… (cut here; 10,000 characters in all: see odd.csv)")
    note = document.paragraphs[1].text
    assert "9 characters that this format cannot hold are shown as \ufffd." in note
    assert "2 cells are cut; odd.csv has the whole text." in note
    body = document.element.body.xml
    assert body.count("<w:bidi/>") == body.count("<w:rtl/>") == 2  # Arabic and Hebrew
    assert "w:fldSimple" not in body
    assert "w:instrText" not in body


def test_a_long_table_says_how_much_it_shows():
    document = opened(word.write_docx("hits", pd.DataFrame({"n": range(1001)})))
    assert len(cells(document)) == 1 + word.MOST_ROWS
    assert "The first 1,000 of 1,001 rows; hits.csv has all of them." in document.paragraphs[1].text


@pytest.mark.parametrize(
    ("n_columns", "inches"), [(2, 8.27), (8, 11.69), (22, 16.54), (200, 16.54)]
)
def test_a_table_stays_within_a_page_that_is_wide_enough(n_columns, inches):
    numbers = {f"difference_{n}": [-0.003754] for n in range(n_columns)}
    document = opened(word.write_docx("t", pd.DataFrame({**numbers, "text": ["word " * 60]})))
    section = document.sections[0]
    assert section.page_width.inches == pytest.approx(inches, abs=0.01)
    is_wide = section.page_width > section.page_height
    assert section.orientation == (WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT)
    room = section.page_width - section.left_margin - section.right_margin
    widths = [column.width for column in document.tables[0].columns]
    assert sum(widths) <= room
    if n_columns < 200:
        needed = (len("-0.003754") + 1) / word.PER_INCH
        assert min(widths) >= 914_400 * needed * 0.95  # the longest number stays on one line


def test_charts_with_titles_captions_and_descriptions():
    pictures = [
        word.Picture("Praise in 11 of 17", "n = 17 sentences", "A bar.", png()),
        word.Picture("]]> \x00<b>", HOSTILE[27], '\ud800 "alt"', png()),
    ]
    document = opened(word.write_charts(pictures))
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert texts == ["Praise in 11 of 17", "n = 17 sentences", "]]> \ufffd<b>", HOSTILE[27]]
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [
        "A bar.",
        '\ufffd "alt"',
    ]
    room = document.sections[0].page_width - 2 * document.sections[0].left_margin
    assert all(shape.width <= room for shape in document.inline_shapes)


def test_the_same_bytes_whenever_they_are_written(monkeypatch):
    import time

    table = pd.DataFrame({"a": ["x"]})
    pictures = [word.Picture("a", "b", "c", png())]
    once = word.write_docx("t", table), word.write_charts(pictures)
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert (word.write_docx("t", table), word.write_charts(pictures)) == once
    for content in once:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("table", [pd.DataFrame(), pd.DataFrame({"a": []})])
def test_an_empty_table(table):
    assert opened(word.write_docx("left-out", table)).paragraphs[0].text == "left-out"


def test_without_the_library_the_message_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    for write in (lambda: word.write_docx("t", pd.DataFrame()), lambda: word.write_charts([])):
        with pytest.raises(InputError, match=r"docx: found no python-docx .* the extra `office`"):
            write()
