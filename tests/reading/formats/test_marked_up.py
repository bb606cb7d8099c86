"""Texts out of web pages and word processors' files: what is text, what is left out, and what is said of broken files."""

import io
import zipfile
from contextlib import suppress

import pytest
import same_article
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError
from analysis.reading.formats.docx import read as read_docx
from analysis.reading.formats.html import read as read_html
from analysis.reading.formats.odt import read as read_odt
from analysis.reading.layout_writer import ExtractedText


def fault(read, data: bytes, file: str) -> str:
    with pytest.raises(InputError) as caught:
        read(data, file)
    (found,) = caught.value.faults
    return str(found)


def html(markup: str) -> ExtractedText:
    return read_html(markup.encode(), "a.html")


# -- web pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<h1>A\n b</h1><h3>C <i>d</i></h3>e.", "# A b\n\n### C d\n\ne."),
        ("<h2>2019</h2>", "2019"),  # `## 2019` would be no heading
        ("<h2>A</h2><h2></h2><p>B.", "## A\n\nB."),
        (
            "<h2>A</h2>b.<h2>C</h2><p>D</p><h3>E?</h3>",
            "## A\n\nb.\n\nC\n\nD\n\nE?",
        ),  # below a heading at the end is no text
        ("<h2>A</h2><ul><li>b</ul>", "## A\n\n- b"),
        ("<h2>A</h2><p>b<br>c", "## A\n\nb\nc"),
        ("<p>one<br>two<br><br>three</p>", "one\ntwo\n\nthree"),
        ("<p>a  \n b&nbsp;c &amp; &eacute;&#x4eba;", "a b\xa0c & é人"),
        ("one<div>two<div>three</div>four</div>five", "one\n\ntwo\n\nthree\n\nfour\n\nfive"),
        (
            "<p>unclosed<p>paragraphs<ul><li>and<li>items</ul>end",
            "unclosed\n\nparagraphs\n\n- and\n- items\n\nend",
        ),
        ("<ul><li>a<ul><li>b</ul><li>c</ul><ul><li>d</ul>", "- a\n- b\n- c\n\n- d"),
        ("<ol start=3><li>a<li value=7>b<li>c</ol>", "3. a\n7. b\n8. c"),
        ("<ol><li><p>a</p><p>b</p></li><li><h4>T</h4><p>c.</li></ol>", "1. a b\n\n#### T\n\nc."),
        ("<table><tr><th>x<th>y<tr><td>1<br>2<td><tr><td><td></table>", "- x\ty\n- 1 2"),
        ("<table><tr><td><h2>T</h2><p>a<p>b<td>c</table>d.", "## T\n\na\n\nb\n\nc\n\nd."),
        ("<table><tr><td><table><tr><td>1<td>2</table></td></tr></table>", "- 1\t2"),
        (
            "<p>a</p><table><tr><td>1<td>2</table><table><tr><td>3<td>4</table>",
            "a\n\n- 1\t2\n\n- 3\t4",
        ),
        ("<pre>a\n  b\n\nc</pre>", "a\nb\n\nc"),
        ("<p># no heading</p><p>- no item", "# no heading\n\n- no item"),
        ("<p>in 1805.<sup>6</sup> m<sup>2</sup><sup>[7]</sup>", "in 1805.⁶ m²[7]"),
        ("<p>a<!-- no -->b<script>c()</script><style>d</style>", "ab"),
        (
            "<?xml version='1.0' encoding='utf-8'?>\n<html xmlns='http://www.w3.org/1999/xhtml'><p>a</p></html>",
            "a",
        ),
        ("", ""),
        (
            "<blockquote><p>a</p><p>b</p></blockquote><dl><dt>c<dd>d</dl><hr>e",
            "a\n\nb\n\nc\n\nd\n\ne",
        ),
    ],
)
def test_markup_becomes_text(markup, text):
    assert html(markup) == ExtractedText(text)


@pytest.mark.parametrize(
    ("markup", "text", "left_out"),
    [
        (
            "<header>x</header><h1>T</h1>a.<footer>y</footer>",
            "# T\n\na.",
            ("1 page header", "1 page footer"),
        ),
        (
            "<header><nav>x</nav><h1>T</h1></header>a.",
            "# T\n\na.",
            ("1 menu",),
        ),  # the title of a page stays
        ("<p>a<img src=x><svg><text>x</text></svg>", "a", ("2 pictures",)),
        (
            "<p>a<aside>x</aside><form><p>x</form><p hidden>x<p style='Display: none'>y",
            "a",
            ("1 aside", "1 form", "1 hidden part"),
        ),
        (
            "<form><main><h1>T</h1>a.</main><button>x</button></form>",
            "# T\n\na.",
            ("page around its <main> (menus and the like)",),
        ),
        (
            "<article><header>by</header>a</article><p>x",
            "by\n\na",
            ("page around its <article> (menus and the like)",),
        ),
        ("<main><h1>T</h1><article>a.</article></main>", "# T\n\na.", ()),
        ("<article>a</article><article>b</article>", "a\n\nb", ()),
        ("<body style='visibility: hidden'>a", "a", ()),  # until its scripts have run
        ("<p>co&shy;op&shy;erate", "cooperate", ("2 soft hyphens",)),
        ("<nav><a href=x></a></nav>a<button>b</button>", "a", ("1 field or button",)),
        ("<p>a<section role=doc-endnotes><h2>N</h2><li>x</section>", "a", ("1 note section",)),
        (
            "<p>a<div class='b footnotes'>x</div><p>c<a role=doc-backlink>↩︎</a>",
            "a\n\nc",
            ("1 note section",),
        ),
        (
            "a<div id=sdfootnote1>x</div><div id=sdendnote12>y</div>",
            "a",
            ("1 footnote", "1 endnote"),
        ),
        ("<div title=header>x</div>a<p id=sdfootnote title=footer>b", "a\n\nb", ("1 page header",)),
    ],
)
def test_what_a_page_leaves_out_is_said(markup, text, left_out):
    assert html(markup) == ExtractedText(text, left_out)


def test_unclosed_tags_may_nest_without_end():
    assert html("<div><p>a<b>" * 5000).text.count("a") == 5000


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<meta charset='windows-1252'><p>caf\xe9".encode("cp1252"), "café"),
        (
            b"<meta http-equiv=x content='text/html; charset=ISO-8859-1'><p>\x93a\x94",
            "“a”",
        ),  # as browsers read it
        ("<p>café".encode("utf-16"), "café"),
        ("\ufeff<meta charset=latin1><p>café".encode(), "café"),  # the mark goes first
        ("<meta charset='koi8-r'><p>Права".encode("koi8-r"), "Права"),
    ],
)
def test_a_page_says_how_it_is_encoded(data, text):
    assert read_html(data, "a.html") == ExtractedText(text)


def test_faults_of_pages():
    assert fault(read_html, b"<p>\ncaf\xe9", "a.html").startswith(
        "a.html, line 2: found byte 0xe9 at offset 7, which is not UTF-8;"
    )
    assert fault(read_html, b"<meta charset=klingon><p>caf\xe9", "a.html") == (
        "a.html: found the charset 'klingon'; expected a known one, such as utf-8"
    )
    assert fault(read_html, b"<p>a<![x y[<", "a.html").startswith(
        "a.html: found markup that cannot be read"
    )
    assert read_html(b"caf\xe9", "a.html", "windows-1252").text == "café"


# -- Word ----------------------------------------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="mc" xmlns:v="v"'
RELS = '<Relationships xmlns="r"><Relationship Type="x/{kind}" Target="{target}"/></Relationships>'


def zipped(**parts: str) -> bytes:
    """A zip of parts; `__` in a name is `/`, `_xml` at its end `.xml`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def docx(body: str, **parts: str) -> ExtractedText:
    """What is read of a Word document with this body, and with `styles` and `numbering` where they are given."""
    rels = "".join(f'<Relationship Type="x/{kind}" Target="{kind}.xml"/>' for kind in parts)
    parts = {f"word__{kind}_xml": f"<w:x {W}>{content}</w:x>" for kind, content in parts.items()}
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return read_docx(
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


def test_headings_are_known_by_outline_level_or_style_in_any_language():
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
    assert docx(body, styles=STYLES) == ExtractedText(
        "# A\n\n## B\n\nC\n\n###### D\n\nE.\n\nF", ("1 table-of-contents line",)
    )


def test_lists_count_as_word_does():
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
    assert docx(body) == ExtractedText(
        "abcd ef\ng\t-²hi", ("1 deleted passage", "1 footnote", "1 hidden passage", "1 comment")
    )


def test_text_boxes_follow_their_paragraph_and_pictures_are_said():
    box = f"<w:txbxContent>{p('boxed.')}</w:txbxContent>"
    drawn = "<mc:AlternateContent><mc:Choice><w:drawing><v:x>{0}</v:x></w:drawing></mc:Choice><mc:Fallback><w:pict>{0}</w:pict></mc:Fallback></mc:AlternateContent>"
    boxed = f"<w:r>{drawn.format(box)}</w:r>"
    body = p("Before ", boxed, "and after.") + p("<w:r><w:drawing/></w:r>") + p("End.") + p(boxed)
    assert docx(body) == ExtractedText(
        "Before and after.\n\nboxed.\n\nEnd.\n\nboxed.", ("1 picture",)
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
    assert docx(body) == ExtractedText(
        "Text.\n\n- Kenya\t12\n\na.\n\nb.\n\n- 1\t2\n\nEnd.", ("1 deleted row",)
    )


def test_a_table_of_contents_is_left_out():
    def control(gallery):
        part = f'<w:docPartObj><w:docPartGallery w:val="{gallery}"/></w:docPartObj>'
        return f"<w:sdt><w:sdtPr>{part}</w:sdtPr><w:sdtContent>{p(gallery)}</w:sdtContent></w:sdt>"

    body = control("Table of Contents") + control("Cover Pages")
    assert docx(body) == ExtractedText("Cover Pages", ("1 table of contents",))


def test_a_document_lies_where_its_package_says():
    body = f"<w:document {W}><w:body>{p('a')}</w:body></w:document>"
    rels = RELS.format(kind="officeDocument", target="/word/document2.xml")
    assert read_docx(
        zipped(word__document2_xml=body, **{"_rels/.rels": rels}), "a.docx"
    ) == ExtractedText("a")


# -- OpenDocument --------------------------------------------------------------------------------------------------

NAMES = "office text table style draw xlink dc manifest".split()  # noqa: SIM905
O = " ".join(f'xmlns:{name}="{name}"' for name in NAMES)  # noqa: E741


def odt(body: str, styles: str = "", common: str = "") -> ExtractedText:
    content = f"<office:x {O}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:x>"
    return read_odt(
        zipped(content_xml=content, styles_xml=f"<office:x {O}>{common}</office:x>"), "a.odt"
    )


def test_opendocument_paragraphs_and_headings():
    styles = '<style:style style:name="P1" style:parent-style-name="Title"/><style:style style:name="Up"><style:text-properties style:text-position="super 58%"/></style:style>'
    common = '<style:style style:name="Title"/><style:style style:name="H" style:default-outline-level="3"/>'
    body = """<text:p text:style-name="P1">A</text:p><text:h text:outline-level="2">B <text:span>b</text:span></text:h>
    <text:p text:style-name="H">C</text:p><text:p>one   two<text:s text:c="2"/>three<text:line-break/>four<text:tab/>5.<text:span
    text:style-name="Up">6</text:span></text:p><text:p/>"""
    assert odt(body, styles, common).text == "# A\n\n## B b\n\n### C\n\none two three\nfour\t5.⁶"


def test_opendocument_lists_and_tables():
    styles = '<text:list-style style:name="L"><text:list-level-style-number text:level="1" text:start-value="3"/><text:list-level-style-bullet text:level="2"/></text:list-style>'
    body = """<text:list text:style-name="L"><text:list-item><text:p>a</text:p><text:p>b</text:p><text:list><text:list-item>
    <text:p>c</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>d</text:p></text:list-item></text:list>
    <text:list><text:list-item><text:h text:outline-level="1">E</text:h></text:list-item></text:list>
    <table:table><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:covered-table-cell/>
    <table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table>"""
    assert odt(body, styles).text == "3. a b\n- c\n4. d\n\n# E\n\n- 1\t2"


def test_what_opendocument_leaves_out_is_said():
    common = "<style:master-page><style:header><text:p>Head</text:p></style:header><style:footer><text:p/></style:footer></style:master-page>"
    body = """<text:tracked-changes><text:changed-region><text:deletion><text:p>x</text:p></text:deletion></text:changed-region>
    </text:tracked-changes><text:table-of-content><text:p>x</text:p></text:table-of-content><text:section><text:p>a<text:note
    text:note-class="endnote"><text:note-citation>1</text:note-citation><text:p>x</text:p></text:note><office:annotation><text:p>x</text:p>
    </office:annotation>b <draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame><draw:frame><draw:image/>
    </draw:frame></text:p></text:section>"""
    assert odt(body, common=common) == ExtractedText(
        "ab\n\nboxed",
        (
            "1 deleted passage",
            "1 table of contents",
            "1 endnote",
            "1 comment",
            "1 picture",
            "page header ('Head')",
        ),
    )


# -- broken files --------------------------------------------------------------------------------------------------

WORD_EXPECTED = "expected a Word document (.docx); save it anew in that format, without a password"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "File is not a zip file"),
        (b"no zip", "File is not a zip file"),
        (b"\xd0\xcf\x11\xe0" * 9, "it is an old .doc, or has a password"),
        (zipped(a_xml="<a/>"), "it holds no document"),
        (zipped(word__document_xml="<a><b></a>"), "mismatched tag: line 1, column 8"),
        (
            zipped(word__document_xml="<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"),
            "a DOCTYPE, which may load other files",
        ),
    ],
)
def test_what_is_no_word_document(data, found):
    assert (
        fault(read_docx, data, "a.docx")
        == f"a.docx: found a file that cannot be read: {found}; {WORD_EXPECTED}"
    )


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("analysis.reading.zip_files.UNPACKED", 2_000_000)
    data = zipped(word__document_xml=f"<a>{' ' * 2_000_000}</a>")
    assert "more than 2 MB once unpacked" in fault(read_docx, data, "a.docx")


def test_an_opendocument_text_with_a_password_is_said():
    manifest = f"<manifest:x {O}><manifest:encryption-data/></manifest:x>"
    data = zipped(content_xml="\0", **{"META-INF/manifest.xml": manifest})
    assert "it has a password" in fault(read_odt, data, "a.odt")
    assert "it holds no text document" in fault(read_odt, zipped(mimetype="x"), "a.odt")


WHOLE = [
    (read_html, same_article.html()),
    (read_docx, same_article.docx()),
    (read_odt, same_article.odt()),
]


@given(st.sampled_from(WHOLE), st.data())
def test_a_damaged_file_is_a_text_or_a_fault(whole, data):
    read, content = whole
    at = data.draw(st.integers(0, len(content)))
    damage = data.draw(st.binary(max_size=20))
    cut = data.draw(st.booleans())
    try:
        found = read(content[:at] + damage + (b"" if cut else content[at + len(damage) :]), "a.x")
    except InputError:
        return
    assert isinstance(found.text, str)


@given(st.binary() | st.text("<>/&;![]-= abptdrliuh1\n\"'").map(str.encode))
def test_any_bytes_are_a_page_or_a_fault(data):
    for read in (read_html, read_docx, read_odt):
        with suppress(InputError):
            assert isinstance(read(data, "a.x").text, str)
