"""Texts from Word documents: headings, lists, tables, and what is left out."""

from contextlib import suppress

import pytest
import same_article
from broken_files import fault, zipped
from extracted import text_and_phrases
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError
from analysis.reading.formats.docx import read
from analysis.reading.layout_writer import ExtractedText

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="mc" xmlns:v="v"'
RELS = '<Relationships xmlns="r"><Relationship Type="x/{kind}" Target="{target}"/></Relationships>'


def docx(body: str, **parts: str) -> ExtractedText:
    """What is read from a Word document with this body, `styles` and `numbering`."""
    rels = "".join(f'<Relationship Type="x/{kind}" Target="{kind}.xml"/>' for kind in parts)
    parts = {f"word__{kind}_xml": f"<w:x {W}>{content}</w:x>" for kind, content in parts.items()}
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return read(
        zipped(
            word__document_xml=document,
            **parts,
            **{"word/_rels/document.xml.rels": f"<r>{rels}</r>"},
        ),
        "a.docx",
    )


def p(*runs: str, properties: str = "") -> str:
    inner = "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


STYLES = """
<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Mine"><w:name w:val="My heading"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:styleId="Flat"><w:name w:val="No heading"/><w:basedOn w:val="berschrift2"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Liste"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Loop"><w:name w:val="loop"/><w:basedOn w:val="Loop"/></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>
"""


def item(text: str, num: int, level: int = 0) -> str:
    return p(
        text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    )


def test_headings_are_recognised_by_outline_level_or_style_in_any_language():
    body = (
        p("A", properties=style("Titel"))
        + p("B", properties=style("Mine"))
        + p("C", properties=style("Flat"))
    )
    body += (
        p("D", properties='<w:outlineLvl w:val="7"/>')
        + p("E.", properties=style("Loop"))
        + p("F", properties=style("gone"))
    )
    body += p("G", "1", properties=style("Verzeichnis1"))
    assert text_and_phrases(docx(body, styles=STYLES)) == (
        "# A\n\n## B\n\nC\n\n###### D\n\nE.\n\nF",
        ("1 table-of-contents line",),
    )


def test_list_items_are_numbered_as_word_numbers_them():
    body = (
        item("a", 2)
        + item("b", 2)
        + item("b1", 2, 1)
        + item("b2", 2, 1)
        + item("c", 2)
        + item("c1", 2, 1)
        + p("Text.")
    )
    body += (
        item("d", 2)
        + item("e", 3)
        + item("f", 3)
        + p("Text.")
        + p("g", properties=style("Liste"))
        + item("h", 0)
    )
    assert docx(body, styles=STYLES, numbering=NUMBERING).text == (
        "1. a\n2. b\n1. b1\n2. b2\n3. c\n1. c1\n\nText.\n\n4. d\n4. e\n5. f\n\nText.\n\n- g\n\nh"
    )


def test_tracked_changes_fields_and_notes():
    body = p(
        "a",
        "<w:ins><w:r><w:t>b</w:t></w:r></w:ins>",
        "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>",
        "<w:hyperlink><w:r><w:t>c</w:t><w:footnoteReference/></w:r></w:hyperlink>",
        "<w:sdt><w:sdtPr><w:tabs><w:tab/></w:tabs></w:sdtPr><w:sdtContent><w:r><w:t>d</w:t></w:r></w:sdtContent></w:sdt>",
        '<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple><w:r><w:t xml:space="preserve"> e</w:t></w:r></w:fldSimple>',
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>",
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>f</w:t><w:br/><w:t>g</w:t><w:tab/><w:noBreakHyphen/></w:r>',
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r><w:r><w:t>h</w:t><w:softHyphen/><w:t>i</w:t></w:r>',
        "<w:r><w:commentReference/></w:r>",
    )
    assert text_and_phrases(docx(body)) == (
        "abcd ef\ng\t-²hi",
        ("1 deleted passage", "1 footnote", "1 hidden passage", "1 comment"),
    )


def test_text_boxes_follow_their_paragraph_and_pictures_are_reported():
    box = f"<w:txbxContent>{p('boxed.')}</w:txbxContent>"
    drawn = "<mc:AlternateContent><mc:Choice><w:drawing><v:x>{0}</v:x></w:drawing></mc:Choice><mc:Fallback><w:pict>{0}</w:pict></mc:Fallback></mc:AlternateContent>"
    boxed = f"<w:r>{drawn.format(box)}</w:r>"
    body = p("Before ", boxed, "and after.") + p("<w:r><w:drawing/></w:r>") + p("End.") + p(boxed)
    assert text_and_phrases(docx(body)) == (
        "Before and after.\n\nboxed.\n\nEnd.\n\nboxed.",
        ("1 picture",),
    )


def test_tables_and_content_controls():
    def cell(inner):
        return f"<w:tc>{inner}</w:tc>"

    rows = [
        f"<w:tr>{cell(p('Kenya'))}<w:sdt><w:sdtContent>{cell(p('12'))}</w:sdtContent></w:sdt></w:tr>",
        f"<w:tr>{cell(p('a.') + p('b.'))}{cell('<w:tbl><w:tr>' + cell(p('1')) + cell(p('2')) + '</w:tr></w:tbl>')}</w:tr>",
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell(p('x'))}</w:tr>",
    ]
    body = (
        f"<w:sdt><w:sdtContent>{p('Text.')}</w:sdtContent></w:sdt><w:tbl>{''.join(rows)}</w:tbl>"
        + p("End.")
    )
    assert text_and_phrases(docx(body)) == (
        "Text.\n\n- Kenya\t12\n\na.\n\nb.\n\n- 1\t2\n\nEnd.",
        ("1 deleted row",),
    )


def test_a_table_of_contents_is_left_out():
    def control(gallery):
        part = f'<w:docPartObj><w:docPartGallery w:val="{gallery}"/></w:docPartObj>'
        return f"<w:sdt><w:sdtPr>{part}</w:sdtPr><w:sdtContent>{p(gallery)}</w:sdtContent></w:sdt>"

    body = control("Table of Contents") + control("Cover Pages")
    assert text_and_phrases(docx(body)) == ("Cover Pages", ("1 table of contents",))


def test_the_package_says_where_the_document_is():
    body = f"<w:document {W}><w:body>{p('a')}</w:body></w:document>"
    rels = RELS.format(kind="officeDocument", target="/word/document2.xml")
    assert text_and_phrases(
        read(zipped(word__document2_xml=body, **{"_rels/.rels": rels}), "a.docx")
    ) == ("a", ())


WORD_EXPECTED = "expected a Word document (.docx): save it again in that format, without a password"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "File is not a zip file"),
        (b"no zip", "File is not a zip file"),
        (b"\xd0\xcf\x11\xe0" * 9, "it is an old .doc or has a password"),
        (zipped(a_xml="<a/>"), "it holds no document"),
    ],
)
def test_a_file_that_is_not_a_word_document(data, found):
    said = f"a.docx: found a file that cannot be read ({found}); {WORD_EXPECTED}"
    assert fault(read, data, "a.docx") == said


@pytest.mark.parametrize(
    ("document", "line", "found"),
    [
        ("<a>\n<b></a>", 2, "broken XML (Opening and ending tag mismatch: b line 2 and a"),
        ("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", 1, "a DOCTYPE"),
        (f"<a>{'<b>' * 1000}", 1, "broken XML (Excessive depth in document"),
    ],
)
def test_a_fault_of_the_xml_names_part_and_line(document, line, found):
    said = fault(read, zipped(word__document_xml=document), "a.docx")
    assert said.startswith(f"a.docx, line {line}, word/document.xml: found {found}")
    assert said.endswith(f"; {WORD_EXPECTED}")


def test_a_depth_that_is_not_a_number_is_a_fault():
    number = '<w:numPr><w:ilvl w:val="x"/><w:numId w:val="1"/></w:numPr>'
    with pytest.raises(InputError, match="invalid literal"):
        docx(p("a", properties=number), numbering=NUMBERING)


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("analysis.reading.zip_files.UNPACKED", 2_000_000)
    data = zipped(word__document_xml=f"<a>{' ' * 2_000_000}</a>")
    assert "more than 2 MB once unpacked" in fault(read, data, "a.docx")


WHOLE = same_article.docx()


@given(st.data())
def test_a_damaged_file_gives_a_text_or_a_fault(data):
    at = data.draw(st.integers(0, len(WHOLE)))
    damage = data.draw(st.binary(max_size=20))
    cut = data.draw(st.booleans())
    rest = b"" if cut else WHOLE[at + len(damage) :]
    with suppress(InputError):
        assert isinstance(read(WHOLE[:at] + damage + rest, "a.x").text, str)


@given(st.binary() | st.text("<>/&;![]-= abptdrliuh1\n\"'").map(str.encode))
def test_any_bytes_give_a_text_or_a_fault(data):
    with suppress(InputError):
        assert isinstance(read(data, "a.x").text, str)
