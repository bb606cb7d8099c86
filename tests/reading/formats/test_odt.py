"""Texts from OpenDocument files: headings, lists, tables, and what is left out."""

from contextlib import suppress

import pytest
import same_article
from broken_files import fault, zipped
from extracted import text_and_phrases
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError
from analysis.reading.formats.odt import read
from analysis.reading.layout_writer import ExtractedText
from analysis.reading.omissions import Omission

NAMES = "office text table style draw xlink dc manifest fo svg meta".split()  # noqa: SIM905
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


def text_style(name: str, properties: str, parent: str = "", family: str = "text") -> str:
    based = f'style:parent-style-name="{parent}"' if parent else ""
    inner = f"<style:text-properties {properties}/>"
    return f'<style:style style:family="{family}" style:name="{name}" {based}>{inner}</style:style>'


def span(style: str, text: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def styled(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


HIDING = (
    text_style("Secret", 'text:display="none"')
    + text_style("Secret2", "", parent="Secret")
    + text_style("Shown", 'text:display="true"', parent="Secret")
    + text_style("If", 'text:display="condition" text:condition="none"')
    + text_style("Loop", "", parent="Loop")
    + text_style("Both", "", family="text")
    + text_style("Both", 'text:display="none"', family="paragraph")
    + text_style("Quiet", 'text:display="none"', family="paragraph")
    + text_style("Quiet2", 'fo:color="red"', parent="Quiet", family="paragraph")
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (span("Secret", "x y"), ""),
        (span("Secret2", "x y"), ""),
        (span("If", "x y"), ""),
        (span("Shown", "x y"), "x y"),
        (span("Both", "x y"), "x y"),
        (span("Loop", "x y"), "x y"),
        (span("gone", "x y"), "x y"),
        (span("Loop", span("Secret", "x y")), ""),
        (span("Secret", span("Loop", "x y")), ""),
        (span("Shown", span("Secret", "x y")), ""),
    ],
)
def test_hidden_text_by_style(body, text):
    extracted = odt(f"<text:p>a {body} b</text:p>", HIDING)
    assert " ".join(extracted.text.split()) == " ".join(f"a {text} b".split())
    said = (Omission("1 hidden passage", n_chars=3, n_words=2),)
    assert extracted.left_out == (() if text else said)


@pytest.mark.parametrize(
    ("body", "text", "said"),
    [
        (styled("Quiet", "x y"), "End.", ("1 hidden passage",)),
        (styled("Quiet2", "x y"), "End.", ("1 hidden passage",)),
        (styled("Both", "x y"), "End.", ("1 hidden passage",)),
        (styled("Quiet", f"x {span('Shown', 'but')} y"), "but\n\nEnd.", ("2 hidden passages",)),
        ('<text:section text:display="none"><text:p>x</text:p></text:section>', "End.", ("1 hidden section",)),
        ('<text:section text:display="condition" text:is-hidden="true"><text:p>x</text:p></text:section>', "End.", ("1 hidden section",)),
        ('<text:section text:display="condition"><text:p>x</text:p></text:section>', "x\n\nEnd.", ()),
        ('<text:p>a<text:hidden-text text:is-hidden="true">x</text:hidden-text></text:p>', "a\n\nEnd.", ("1 hidden passage",)),
        ('<text:p>a<text:hidden-text text:is-hidden="false">x</text:hidden-text></text:p>', "ax\n\nEnd.", ()),
        ('<text:p>a<text:hidden-paragraph text:is-hidden="true"/></text:p>', "End.", ("1 hidden passage",)),
        ('<text:p>a<text:variable-set text:display="none">5</text:variable-set></text:p>', "a\n\nEnd.", ("1 hidden passage",)),
        ("<text:p>a<text:placeholder>&lt;Name&gt;</text:placeholder></text:p>", "a\n\nEnd.", ("1 placeholder",)),
    ],
)  # fmt: skip
def test_hidden_paragraphs_sections_and_fields(body, text, said):
    assert text_and_phrases(odt(body + "<text:p>End.</text:p>", HIDING)) == (text, said)


def test_hidden_text_by_default():
    default = '<style:default-style style:family="paragraph"><style:text-properties text:display="none"/></style:default-style>'
    body = f"<text:p>x</text:p><text:p>{span('Shown', 'End.')}</text:p>"
    assert text_and_phrases(odt(body, HIDING, default)) == ("End.", ("1 hidden passage",))


RAISING = (
    text_style("Up", 'style:text-position="super 58%"')
    + text_style("Up2", "", parent="Up")
    + text_style("Percent", 'style:text-position="33% 58%"')
    + text_style("Flat", 'style:text-position="0% 100%"', parent="Up")
    + text_style("Down", 'style:text-position="sub 58%"')
    + text_style("Low", 'style:text-position="-33% 58%"')
    + text_style("Footnote_20_anchor", 'style:text-position="super 58%"')
    + text_style("T1", "", parent="Footnote_20_anchor")
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (span("Up", "1"), "rights¹"),
        (span("Up2", "1, 12"), "rights¹, ¹²"),
        (span("Percent", "1"), "rights¹"),
        (span("Up", "1" + span("x", "2") + "3"), "rights¹²³"),
        (span("Up", span("Flat", "1") + "2"), "rights1²"),
        (span("Flat", "1"), "rights1"),
        (span("Down", "1"), "rights1"),
        (span("Low", "1"), "rights1"),
        (f'<text:a text:style-name="Up">1</text:a>{span("x", "2")}', "rights¹2"),
    ],
)
def test_superscript_by_style(body, text):
    assert text_and_phrases(odt(f"<text:p>rights{body}</text:p>", RAISING)) == (text, ())


def test_a_superscript_paragraph():
    styles = text_style("High", 'style:text-position="super 58%"', family="paragraph")
    body = styled("High", "1") + "<text:p>2</text:p>"
    assert odt(body, styles).text == "¹\n\n2"


def test_typed_note_marks_are_left_out():
    note = '<text:note text:note-class="footnote"><text:note-citation>3</text:note-citation><text:note-body><text:p>See page 3.</text:p></text:note-body></text:note>'
    body = f"<text:p>rights{span('T1', 'a')} and{span('T1', note)} duties</text:p>"
    extracted = odt(body, RAISING)
    assert extracted.text == "rights and duties"
    assert extracted.left_out == (
        Omission("1 note mark", n_chars=1, n_words=1),
        Omission("1 footnote", n_chars=11, n_words=3),
    )


def test_what_is_left_out_is_counted_without_names_and_dates():
    about = "<office:change-info><dc:creator>A B</dc:creator><dc:date>2020-01-01</dc:date></office:change-info>"
    body = f"""<text:tracked-changes><text:changed-region><text:deletion>{about}<text:p>one two</text:p><text:p>three</text:p>
    </text:deletion></text:changed-region></text:tracked-changes><text:p>a<office:annotation><dc:creator>A B</dc:creator><meta:creator-initials>AB</meta:creator-initials>
    <dc:date>2020-01-01</dc:date><text:p>Really?</text:p></office:annotation>b<text:change text:change-id="c"/>c.</text:p>"""
    extracted = odt(body)
    assert extracted.text == "abc."
    assert extracted.left_out == (
        Omission("1 deleted passage", n_chars=13, n_words=3),
        Omission("1 comment", n_chars=7, n_words=1),
    )


def test_a_drop_cap_is_only_a_matter_of_style():
    cap = '<style:style style:family="paragraph" style:name="D"><style:paragraph-properties><style:drop-cap style:lines="3"/></style:paragraph-properties></style:style>'
    assert odt(styled("D", f"{span('x', 'D')}rop cap."), cap).text == "Drop cap."


def test_the_text_of_a_shape_follows_its_paragraph():
    shape = "<draw:g><draw:custom-shape><text:p>shaped</text:p></draw:custom-shape><draw:line/></draw:g>"
    body = f"<draw:rect><text:p>before.</text:p></draw:rect><text:p>One {shape}and two.</text:p>"
    assert text_and_phrases(odt(body)) == ("before.\n\nOne and two.\n\nshaped", ())


def test_a_frame_holds_alternatives():
    frame = "<draw:frame><svg:title>T</svg:title><draw:object/><draw:image/></draw:frame>"
    boxed = "<draw:frame><draw:image/><draw:text-box><text:p>Boxed.</text:p></draw:text-box></draw:frame>"
    body = f"<text:p>One.{frame}{boxed}</text:p>"
    assert text_and_phrases(odt(body)) == ("One.\n\nBoxed.", ("1 picture",))


def test_letters_in_a_symbol_font():
    face = '<style:font-face style:name="Symbol1" svg:font-family="Symbol"/>'
    styles = (
        face
        + text_style("Sym", 'style:font-name="Symbol1"')
        + text_style("F", "fo:font-family=\"'Wingdings'\"")
    )
    body = f"<text:p>An {span('Sym', chr(0xF061) + ' 5')} {span('F', chr(0xF0FC))} {chr(0xF061)}</text:p>"
    assert odt(body, styles).text == "An α 5 ✓ \uf061"


def test_a_field_with_the_title_of_the_document_is_text():
    shape = "<draw:rect><svg:title>Alt</svg:title><svg:desc>Alt.</svg:desc><text:p>Shaped.</text:p></draw:rect>"
    body = f"<text:p>The <text:title>Plan</text:title> says.{shape}<text:script>x</text:script></text:p>"
    assert text_and_phrases(odt(body)) == ("The Plan says.\n\nShaped.", ("1 script",))


def test_lists_that_the_program_makes_are_left_out():
    made = ["illustration-index", "table-index", "object-index", "user-index", "alphabetical-index"]
    body = "".join(f"<text:{name}><text:p>x y</text:p></text:{name}>" for name in made)
    extracted = odt(body + "<text:h><text:number>1.1</text:number>A</text:h><text:p>End.</text:p>")
    assert extracted.text == "# A\n\nEnd."
    assert extracted.left_out == (Omission("5 index lists", n_chars=15, n_words=10),)


@pytest.mark.parametrize(
    ("body", "styles", "headings"),
    [
        ("<text:p>Aims</text:p>", "", "guessed"),
        ("<text:h>Aims</text:h>", "", "marked"),
        (styled("Heading_20_1", "Aims"), "", "guessed"),
        (styled("Heading_20_1", "Aims"), '<style:style style:name="Heading_20_1"/>', "marked"),
        (styled("P1", "Aims"), '<style:style style:name="P1" style:display-name="Überschrift 1"/>', "marked"),
        (styled("H", "Aims"), '<style:style style:name="H" style:default-outline-level=""/>', "guessed"),
        (styled("H", "Aims"), '<style:style style:name="H" style:default-outline-level="2"/>', "marked"),
        (styled("Title", "Aims"), '<style:style style:name="Title"/>', "marked"),
        (styled("Heading", "Aims"), '<style:style style:name="Heading"/>', "guessed"),
    ],
)  # fmt: skip
def test_a_heading_is_marked_or_guessed(body, styles, headings):
    assert odt(body + "<text:p>We begin here.</text:p>", styles).headings == headings


def test_an_opendocument_text_with_a_password_is_reported():
    manifest = f"<manifest:x {O}><manifest:encryption-data/></manifest:x>"
    data = zipped(content_xml="\0", **{"META-INF/manifest.xml": manifest})
    assert "it has a password" in fault(read, data, "a.odt")
    assert "it holds no text document" in fault(read, zipped(mimetype="x"), "a.odt")


TAGS = "text:p text:h text:span text:a text:list text:list-item text:note text:section draw:frame draw:text-box draw:rect office:annotation style:style style:text-properties text:hidden-paragraph table:table table:table-row table:table-cell".split()  # noqa: SIM905
NAMES_OF = {
    "style:name": ["a", "b"],
    "text:style-name": ["a", "b"],
    "style:parent-style-name": ["a", "b"],
    "style:family": ["text", "paragraph", "graphic"],
    "style:text-position": ["super", "x"],
    "style:default-outline-level": ["", "1", "x"],
    "text:outline-level": ["", "1", "-1"],
    "text:display": ["none", "true", "condition"],
    "text:is-hidden": ["true"],
}
ATTRIBUTES = st.sampled_from([(name, value) for name in NAMES_OF for value in NAMES_OF[name]])


def element(inner: st.SearchStrategy) -> st.SearchStrategy:
    def write(tag: str, attributes: list, children: list) -> str:
        stated = " ".join(f'{name}="{value}"' for name, value in dict(attributes).items())
        return f"<{tag} {stated}>a{''.join(children)}</{tag}>"

    attributes = st.lists(ATTRIBUTES, max_size=2)
    return st.builds(write, st.sampled_from(TAGS), attributes, st.lists(inner, max_size=4))


XML = st.recursive(st.just("<text:p>a</text:p>"), element, max_leaves=30)


@given(XML, XML, XML)
def test_any_elements_give_a_text_or_a_fault(body, styles, common):
    with suppress(InputError):
        assert isinstance(odt(body, styles, common).text, str)


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


def test_a_small_file_that_unpacks_to_100_mb_is_refused_at_once():
    data = zipped(content_xml=f"<office:x {O}>{'<text:p>word</text:p>' * 5_000_000}</office:x>")
    assert len(data) < 500_000
    assert fault(read, data, "a.odt").startswith(
        "a.odt: found more than 50 MB of XML once unpacked; expected a smaller file"
    )


@pytest.mark.parametrize("count", ["1000000000", "0", "-1", "80000"])
def test_many_blanks_are_one(count):
    blanks = f'<text:s text:c="{count}"/>'
    assert odt(f"<text:p>One{blanks * 1000}text.</text:p>").text.replace(" ", "") == "Onetext."


def test_blanks_beyond_a_thousand_are_left_out_and_counted():
    extracted = odt(f"<text:p>One{'<text:tab/>' * 1500}text.</text:p>")
    assert extracted.text == "One" + "\t" * 1000 + "text."
    assert extracted.phrases == ("500 repeated blanks",)


def test_spans_in_spans_ask_for_their_styles_once():
    deep = "<text:span>" * 200 + "a" + "</text:span>" * 200
    assert odt(f"<text:p>{deep * 50}</text:p>").text == "a" * 50


def test_a_row_that_is_repeated_very_often_is_read_once():
    row = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>'
    assert odt(f"<table:table>{row}</table:table>").text == "a"
