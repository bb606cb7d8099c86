"""Texts from OpenDocument files: headings, lists, tables, and what is left out."""

from contextlib import suppress

import same_article
from broken_files import fault, zipped
from extracted import text_and_phrases
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError
from analysis.reading.formats.odt import read
from analysis.reading.layout_writer import ExtractedText

NAMES = "office text table style draw xlink dc manifest".split()  # noqa: SIM905
O = " ".join(f'xmlns:{name}="{name}"' for name in NAMES)  # noqa: E741


def odt(body: str, styles: str = "", common: str = "") -> ExtractedText:
    content = f"<office:x {O}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:x>"
    return read(
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


def test_what_opendocument_leaves_out_is_reported():
    common = "<style:master-page><style:header><text:p>Head</text:p></style:header><style:footer><text:p/></style:footer></style:master-page>"
    body = """<text:tracked-changes><text:changed-region><text:deletion><text:p>x</text:p></text:deletion></text:changed-region>
    </text:tracked-changes><text:table-of-content><text:p>x</text:p></text:table-of-content><text:section><text:p>a<text:note
    text:note-class="endnote"><text:note-citation>1</text:note-citation><text:p>x</text:p></text:note><office:annotation><text:p>x</text:p>
    </office:annotation>b <draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame><draw:frame><draw:image/>
    </draw:frame></text:p></text:section>"""
    assert text_and_phrases(odt(body, common=common)) == (
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


def test_an_opendocument_text_with_a_password_is_reported():
    manifest = f"<manifest:x {O}><manifest:encryption-data/></manifest:x>"
    data = zipped(content_xml="\0", **{"META-INF/manifest.xml": manifest})
    assert "it has a password" in fault(read, data, "a.odt")
    assert "it holds no text document" in fault(read, zipped(mimetype="x"), "a.odt")


WHOLE = same_article.odt()


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
