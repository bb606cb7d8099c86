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
from analysis.reading.omissions import Omission

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="mc" xmlns:v="v" xmlns:r="r"'
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


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_an_embedded_document_is_reported():
    body = p("One.") + '<w:altChunk r:id="x"/>' + p("Two.") + '<w:subDoc r:id="y"/>'
    assert text_and_phrases(docx(body)) == (
        "One.\n\nTwo.",
        ("1 embedded document", "1 linked document"),
    )


def alternatives(*choices: str, fallback: str) -> str:
    branches = "".join(f"<mc:Choice>{choice}</mc:Choice>" for choice in choices)
    inner = f"{branches}<mc:Fallback>{fallback}</mc:Fallback>"
    return f"<mc:AlternateContent>{inner}</mc:AlternateContent>"


EMOJI = '<w:symEx w:font="Segoe UI Emoji" w:char="1F60A"/>'


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (alternatives(EMOJI, fallback="<w:t>😊</w:t>"), "Good 😊!"),
        (alternatives(EMOJI, fallback=""), "Good 😊!"),
        (alternatives(EMOJI, "<w:t>smile</w:t>", fallback="<w:t>😊</w:t>"), "Good smile!"),
        (alternatives("<w:t>smile</w:t>", fallback="<w:t>😊</w:t>"), "Good smile!"),
        (alternatives("<w:t/>", fallback=alternatives("", fallback="<w:t>:)</w:t>")), "Good :)!"),
    ],
)
def test_the_first_alternative_with_text_is_read(inside, text):
    assert text_and_phrases(docx(p("Good ", f"<w:r>{inside}</w:r>", "!"))) == (text, ())


def test_a_picture_with_an_alternative_is_one_picture():
    drawn = alternatives("<w:drawing/>", fallback="<w:pict/>")
    assert text_and_phrases(docx(p("One.", f"<w:r>{drawn}</w:r>"))) == ("One.", ("1 picture",))


MARK_DELETED = "<w:rPr><w:del/></w:rPr>"
MARK_MOVED = "<w:rPr><w:moveFrom/></w:rPr>"


def test_paragraphs_are_one_where_their_division_was_deleted():
    body = (
        p("We ", properties=MARK_DELETED)
        + "<w:bookmarkStart/>"
        + p("did ", properties="<w:rPr><w:ins/><w:del/></w:rPr>")
        + p("agree.")
        + p("They did.", properties="<w:rPr><w:ins/></w:rPr>")
        + p("The end.", properties=MARK_DELETED)
    )
    assert text_and_phrases(docx(body)) == ("We did agree.\n\nThey did.\n\nThe end.", ())


def test_a_deleted_paragraph_leaves_nothing_behind():
    gone = "<w:del><w:r><w:delText>x y</w:delText></w:r></w:del>"
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
    body = item("a", 2) + p(gone, properties=number + MARK_DELETED) + item("b", 2)
    body += p(gone, properties=style("Titel") + MARK_DELETED) + p("End.")
    extracted = docx(body, styles=STYLES, numbering=NUMBERING)
    assert extracted.text == "1. a\n2. b\n\nEnd."
    assert extracted.left_out == (Omission("2 deleted passages", n_chars=6, n_words=4),)


def test_a_division_is_kept_where_something_else_follows():
    table = f"<w:tbl><w:tr><w:tc>{p('b.', properties=MARK_DELETED)}</w:tc></w:tr></w:tbl>"
    body = p("a.", properties=MARK_DELETED) + table + p("c.")
    assert docx(body).text == "a.\n\nb.\n\nc."


def test_a_moved_passage_is_read_where_it_was_moved_to():
    body = (
        p("<w:moveFrom><w:r><w:t>Moved.</w:t></w:r></w:moveFrom>", properties=MARK_MOVED)
        + p("First.")
        + p("<w:moveTo><w:r><w:t>Moved.</w:t></w:r></w:moveTo>")
    )
    assert text_and_phrases(docx(body)) == ("First.\n\nMoved.", ())


def test_a_deleted_cell_is_left_out():
    gone = f"<w:tc><w:tcPr><w:cellDel/></w:tcPr>{p('x y')}</w:tc>"
    row = f"<w:tr><w:tc>{p('a')}</w:tc>{gone}<w:tc>{p('b')}</w:tc></w:tr>"
    extracted = docx(f"<w:tbl>{row}</w:tbl>")
    assert extracted.text == "- a\tb"
    assert extracted.left_out == (Omission("1 deleted cell", n_chars=3, n_words=2),)


@pytest.mark.parametrize("place", ["drop", "margin"])
def test_a_drop_cap_belongs_to_its_word(place):
    frame = f'<w:framePr w:dropCap="{place}" w:lines="3"/>'
    body = p("D", properties=frame) + p("rop cap.") + p("A", properties=frame) + p(" river.")
    body += p("Aside", properties='<w:framePr w:dropCap="none"/>') + p("End.")
    assert docx(body).text == "Drop cap.\n\nA river.\n\nAside\n\nEnd."


def test_a_drop_cap_by_its_style():
    frame = '<w:style w:styleId="Big"><w:pPr><w:framePr w:dropCap="drop"/></w:pPr></w:style>'
    assert docx(p("D", properties=style("Big")) + p("rop."), styles=frame).text == "Drop."


def test_a_paragraph_whose_end_is_hidden_goes_on():
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    body = p("One ", properties=hidden) + p("line.")
    body += p("A", properties=style("Titel") + hidden) + p("Text.")
    assert docx(body, styles=STYLES).text == "One line.\n\n# A\n\nText."


def char_style(name: str) -> str:
    return f'<w:rStyle w:val="{name}"/>'


HIDING = """
<w:style w:type="paragraph" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Secret2"><w:basedOn w:val="Secret"/></w:style>
<w:style w:type="paragraph" w:styleId="Open"><w:basedOn w:val="Secret"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Note"><w:rPr><w:vanish w:val="true"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Note2"><w:basedOn w:val="Note"/></w:style>
<w:style w:type="character" w:styleId="Shown"><w:rPr><w:vanish w:val="off"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="A"><w:basedOn w:val="B"/></w:style>
<w:style w:type="character" w:styleId="B"><w:basedOn w:val="A"/></w:style>
"""
SHOWN = '<w:vanish w:val="0"/>'


@pytest.mark.parametrize(
    ("paragraph", "of_run", "hidden"),
    [
        ("", char_style("Note"), True),
        ("", char_style("Note2"), True),
        ("", char_style("Note2") + SHOWN, False),
        ("", char_style("Shown"), False),
        ("", char_style("A"), False),
        ("", char_style("A") + "<w:vanish/>", True),
        ("", char_style("gone"), False),
        (style("Secret"), "", True),
        (style("Secret2"), "", True),
        (style("Secret"), SHOWN, False),
        (style("Secret"), char_style("Shown"), True),
        (style("Secret"), char_style("Note"), False),  # a toggle: hidden twice is shown
        (style("Open"), "", False),
        (style("Open"), char_style("Note"), True),
    ],
)
def test_hidden_text_by_style(paragraph, of_run, hidden):
    body = p(run("x y", of_run), properties=paragraph) + p("End.")
    extracted = docx(body, styles=HIDING)
    assert extracted.text == ("End." if hidden else "x y\n\nEnd.")
    said = (Omission("1 hidden passage", n_chars=3, n_words=2),)
    assert extracted.left_out == (said if hidden else ())


def test_hidden_text_by_default():
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
    )
    body = p("x") + p(run("End.", SHOWN))
    assert text_and_phrases(docx(body, styles=defaults)) == ("End.", ("1 hidden passage",))
    secret = '<w:style w:type="paragraph" w:default="1" w:styleId="S"><w:rPr><w:vanish/></w:rPr></w:style>'
    assert text_and_phrases(docx(body, styles=secret)) == ("End.", ("1 hidden passage",))


RAISING = """
<w:style w:type="character" w:styleId="Up"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Up2"><w:basedOn w:val="Up"/></w:style>
<w:style w:type="character" w:styleId="Down"><w:rPr><w:vertAlign w:val="subscript"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="High"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Mark"><w:name w:val="footnote reference"/><w:basedOn w:val="Up"/></w:style>
<w:style w:type="character" w:styleId="Mark2"><w:basedOn w:val="Mark"/></w:style>
"""


@pytest.mark.parametrize(
    ("paragraph", "of_run", "mark", "text"),
    [
        ("", char_style("Up"), "1", "rights¹"),
        ("", char_style("Up2"), "1, 12", "rights¹, ¹²"),
        ("", char_style("Up2"), "th", "rightsth"),
        ("", char_style("Up") + '<w:vertAlign w:val="baseline"/>', "1", "rights1"),
        ("", char_style("Down"), "1", "rights1"),
        (style("High"), char_style("Down"), "1", "rights1"),
        (style("High"), "", "1", "rights¹"),
        ("", '<w:position w:val="6"/>', "1", "rights¹"),
        ("", '<w:position w:val="-6"/>', "1", "rights1"),
        ("", '<w:position w:val="x"/>', "1", "rights1"),
    ],
)
def test_superscript_by_style(paragraph, of_run, mark, text):
    body = p("rights", run(mark, of_run), properties=paragraph)
    assert text_and_phrases(docx(body, styles=RAISING)) == (text, ())


def test_typed_note_marks_are_left_out():
    body = p(
        "rights", run("a", char_style("Mark")), " and ", run("*", char_style("Mark2")), "duties"
    )
    extracted = docx(body, styles=RAISING)
    assert extracted.text == "rights and duties"
    assert extracted.left_out == (Omission("2 note marks", n_chars=2, n_words=2),)


def test_brackets_around_a_reference_are_part_of_its_mark():
    mark = f"<w:r><w:rPr>{char_style('Mark')}</w:rPr><w:t>[</w:t><w:footnoteReference/><w:t>]</w:t></w:r>"
    assert text_and_phrases(docx(p("rights", mark), styles=RAISING)) == ("rights", ("1 footnote",))


def test_notes_and_comments_are_counted_with_their_text():
    body = p(
        "One",
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        '<w:r><w:endnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>',
        '<w:r><w:commentReference w:id="0"/></w:r>',
        ".",
    )
    notes = f'<w:footnote w:id="2">{p("See page 3.")}{p("And 4.")}</w:footnote>'
    endnotes = f'<w:endnote w:id="2">{p("Not this.")}</w:endnote>'
    comments = f'<w:comment w:id="0">{p("Really?")}</w:comment>'
    extracted = docx(body, footnotes=notes, endnotes=endnotes, comments=comments)
    assert extracted.text == "One."
    assert extracted.left_out == (
        Omission("1 footnote", n_chars=18, n_words=5),
        Omission("1 endnote", n_chars=11, n_words=3),
        Omission("1 comment", n_chars=7, n_words=1),
    )


def field(*instruction: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = "".join(instruction)
    return f"{mark('begin')}{inner}{mark('separate')}{run(result)}{mark('end')}"


def test_a_field_inside_the_instruction_of_a_field_is_not_text():
    instr = "<w:r><w:instrText>IF </w:instrText></w:r>"
    inner = field("<w:r><w:instrText>MERGEFIELD x</w:instrText></w:r>", result="x")
    outer = field(instr, inner, instr, result="Yes")
    assert docx(p(outer, ", they did.")).text == "Yes, they did."
    index = field(instr, "<w:r><w:tab/></w:r>", instr, result="Two")
    assert docx(p("One", index)).text == "OneTwo"
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    ended = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert docx(p(ended, begun, "They did.")).text == "They did."


@pytest.mark.parametrize(
    ("symbol", "text"),
    [
        ('w:font="Wingdings" w:char="F0FC"', "done ✓"),
        ('w:font="Wingdings" w:char="F04A"', "done ☺"),
        ('w:font="Symbol" w:char="F061"', "done α"),
        ('w:font="Symbol" w:char="0062"', "done β"),
        ('w:font="Times" w:char="00A7"', "done §"),
        ('w:font="Wingdings" w:char="F04A4A"', "done"),
        ('w:font="Webdings" w:char="F04A"', "done"),
        ('w:char="x"', "done"),
        ('w:char="-1"', "done"),
        ('w:char="D800"', "done"),
        ('w:char="99999999999999999999"', "done"),
        ("", "done"),
    ],
)
def test_symbols(symbol, text):
    extracted = docx(p("done ", f"<w:r><w:sym {symbol}/></w:r>"))
    assert extracted.text == text
    assert extracted.left_out == (() if text != "done" else (Omission("1 symbol"),))


def test_letters_in_a_symbol_font():
    greek = run("\uf061 5", '<w:rFonts w:ascii="Symbol"/>')
    assert docx(p("An ", greek, run("\uf061"))).text == "An α 5\uf061"


def test_lists_and_check_boxes_of_a_form_are_reported():
    choices = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Yes"/></w:ddList>'
    fields = [f'<w:fldChar w:fldCharType="begin"><w:ffData>{inner}</w:ffData></w:fldChar>' for inner in (choices, "<w:checkBox/>", "<w:textInput/>")]  # fmt: skip
    ended = '<w:fldChar w:fldCharType="end"/>'
    body = p("Do you agree? ", *(f"<w:r>{begun}{ended}</w:r>" for begun in fields))
    assert text_and_phrases(docx(body)) == ("Do you agree?", ("2 form fields",))


def test_a_placeholder_is_left_out():
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = control.format("<w:showingPlcHdr/>", p("Click here.")) + control.format("", p("One."))
    extracted = docx(body)
    assert extracted.text == "One."
    assert extracted.left_out == (Omission("1 placeholder", n_chars=11, n_words=2),)


def test_ruby_and_line_ends_in_text():
    ruby = "<w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby>"
    ruby = ruby.format(run("かん"), run("漢"))
    extracted = docx(p(f"<w:r>{ruby}</w:r>", "字", "a\nb"))
    assert extracted.text == "漢字a b"
    assert extracted.left_out == (Omission("1 ruby annotation", n_chars=2, n_words=2),)


@pytest.mark.parametrize(
    ("properties", "styles", "headings"),
    [
        ("", STYLES, "guessed"),
        (style("Titel"), STYLES, "marked"),
        (style("Mine"), STYLES, "marked"),
        (style("Heading1"), "", "marked"),
        (style("X"), '<w:style w:styleId="X"><w:name w:val="Überschrift 1"/></w:style>', "marked"),
        (style("X"), '<w:style w:styleId="X"><w:name w:val="标题 2"/></w:style>', "marked"),
        (style("X"), '<w:style w:styleId="X"><w:name w:val="Heading"/></w:style>', "guessed"),
        ('<w:outlineLvl w:val="0"/>', "", "marked"),
        (style("X"), '<w:style w:styleId="X"><w:name w:val="index 1"/></w:style>', "guessed"),
        (style("X"), '<w:style w:styleId="X"><w:name w:val="Index terms"/></w:style>', "guessed"),
    ],
)
def test_a_heading_is_marked_or_guessed(properties, styles, headings):
    body = p("Aims of the plan", properties=properties) + p("We begin with the river.")
    assert docx(body, styles=styles).headings == headings


def test_lines_of_lists_that_word_makes_are_left_out():
    names = {"a": "table of figures", "b": "index 2", "c": "index heading", "d": "toc heading"}
    styles = "".join(
        f'<w:style w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in names.items()
    )
    body = "".join(p(key, properties=style(key)) for key in names) + p("End.")
    assert text_and_phrases(docx(body, styles=styles)) == (
        "End.",
        ("2 table-of-contents lines", "2 index lines"),
    )


def test_a_header_is_counted_once_with_its_text():
    drawn = alternatives(
        "<w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing>",
        fallback="<w:pict><w:txbxContent>{0}</w:txbxContent></w:pict>",
    ).format(p("Draft"))
    extracted = docx(p("One."), header=p("Report of ") + p("2020", f"<w:r>{drawn}</w:r>"))
    said = Omission("page header ('Report of 2020 Draft')", n_chars=21, n_words=4)
    assert extracted.left_out == (said,)


WORD_EXPECTED = "expected a Word document (.docx): save it again in that format, without a password"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "File is not a zip file"),
        (b"no zip", "File is not a zip file"),
        (b"\xd0\xcf\x11\xe0" * 9, "it is a file of an old Office program, or has a password"),
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
    monkeypatch.setattr("analysis.reading.zip_files.LARGEST", 2_000_000)
    data = zipped(word__document_xml=f"<a>{' ' * 2_000_000}</a>")
    assert fault(read, data, "a.docx") == (
        "a.docx: found more than 2 MB of XML once unpacked; "
        "expected a smaller file: split it, or save it as plain text (.txt)"
    )


TAGS = "p pPr rPr r t del ins vanish rStyle pStyle framePr AlternateContent Choice Fallback tbl tr tc sdt fldChar sym numPr numId ilvl style basedOn position footnoteReference".split()  # noqa: SIM905
NAMES = {
    "val": ["1", "0", "x", "-1"],
    "styleId": ["1", "x"],
    "id": ["1"],
    "dropCap": ["drop"],
    "fldCharType": ["begin", "separate", "end"],
    "char": ["F0FC", "x"],
}
ATTRIBUTES = st.sampled_from([(name, value) for name in NAMES for value in NAMES[name]])


def element(inner: st.SearchStrategy) -> st.SearchStrategy:
    def write(tag: str, attributes: list, children: list) -> str:
        stated = " ".join(f'w:{name}="{value}"' for name, value in dict(attributes).items())
        return f"<w:{tag} {stated}>{''.join(children)}</w:{tag}>"

    attributes = st.lists(ATTRIBUTES, max_size=2)
    return st.builds(write, st.sampled_from(TAGS), attributes, st.lists(inner, max_size=4))


XML = st.recursive(st.just("<w:r><w:t>a</w:t></w:r>"), element, max_leaves=30)


@given(XML, XML, XML)
def test_any_elements_give_a_text_or_a_fault(body, styles, numbering):
    with suppress(InputError):
        assert isinstance(docx(body, styles=styles, numbering=numbering).text, str)


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


def test_a_small_file_that_unpacks_to_100_mb_is_refused_at_once():
    body = "<w:p><w:r><w:t>word</w:t></w:r></w:p>" * 2_700_000
    data = zipped(word__document_xml=f"<w:document {W}><w:body>{body}</w:body></w:document>")
    assert len(data) < 500_000
    assert fault(read, data, "a.docx").startswith(
        "a.docx: found more than 50 MB of XML once unpacked; expected a smaller file"
    )


LONG = {
    "tabs": "<w:p><w:r><w:t>One</w:t>" + "<w:tab/>" * 80_000 + "<w:t>text.</w:t></w:r></w:p>",
    "boxes": "<w:p><w:r>"
    + f"<w:pict><w:txbxContent>{p('b')}</w:txbxContent></w:pict>" * 5_000
    + "</w:r></w:p>",
    "deleted paragraph ends": p("a", properties="<w:rPr><w:del/></w:rPr>") * 5_000,
    "fields that never end": "<w:p>"
    + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000
    + "</w:p>",
}


@pytest.mark.parametrize("body", LONG.values(), ids=LONG)
def test_a_document_made_to_take_long_is_read(body):
    assert docx(body + p("The end.")).text.endswith("The end.")


def test_blanks_beyond_a_thousand_are_left_out_and_counted():
    extracted = docx(LONG["tabs"])
    assert extracted.text == "One" + "\t" * 1000 + "text."
    assert extracted.phrases == ("79,000 repeated blanks",)


def test_a_note_that_is_referred_to_very_often_is_read_once():
    note = f'<w:footnote w:id="1">{p("word " * 50_000)}</w:footnote>'
    body = p("One.") + "<w:p><w:r>" + '<w:footnoteReference w:id="1"/>' * 5_000 + "</w:r></w:p>"
    (omission,) = docx(body, footnotes=note).left_out
    assert (omission.what, omission.n_words) == ("5,000 footnotes", 50_000)


def test_a_long_chain_of_styles_is_followed_for_some_steps():
    styles = "".join(
        f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(20_000)
    )
    body = "".join(p("One.", properties=f'<w:pStyle w:val="s{n}"/>') for n in range(1_000))
    assert docx(body, styles=styles).text.startswith("One.")


def test_an_embedded_document_is_left_out_and_counted():
    assert docx(p("One.") + '<w:altChunk r:id="r9"/><w:altChunk/><w:subDoc/>').phrases == (
        "2 embedded documents",
        "1 linked document",
    )
