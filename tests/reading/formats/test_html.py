"""Texts from web pages: what is text, what is left out, and the faults of broken pages."""

from contextlib import suppress

import pytest
import same_article
from broken_files import fault
from extracted import text_and_phrases
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError
from analysis.reading.formats.html import read
from analysis.reading.layout_writer import ExtractedText


def html(markup: str) -> ExtractedText:
    return read(markup.encode(), "a.html")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<h1>A\n b</h1><h3>C <i>d</i></h3>e.", "# A b\n\n### C d\n\ne."),
        ("<h2>2019</h2>", "2019"),  # `## 2019` would not be read as a heading
        ("<h2>A</h2><h2></h2><p>B.", "## A\n\nB."),
        (
            "<h2>A</h2>b.<h2>C</h2><p>D</p><h3>E?</h3>",
            "## A\n\nb.\n\n## C\n\nD\n\nE?",
        ),  # no text follows the last heading
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
    assert text_and_phrases(html(markup)) == (text, ())


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
        ),  # the header has the title of the page, so it is read
        ("<p>a<img src=x><svg><text>x</text></svg>", "a", ("2 pictures",)),
        (
            "<p>a<aside>x</aside><form><p>x</form><p hidden>x<p style='Display: none'>y",
            "a",
            ("1 aside", "1 form", "1 hidden part"),
        ),
        (
            "<form><main><h1>T</h1>a.</main><button>x</button></form>",
            "# T\n\na.",
            ("page outside its <main> (menus and the like)",),
        ),
        (
            "<article><header>by</header>a</article><p>x",
            "by\n\na",
            ("page outside its <article> (menus and the like)",),
        ),
        ("<main><h1>T</h1><article>a.</article></main>", "# T\n\na.", ()),
        ("<article>a</article><article>b</article>", "a\n\nb", ()),
        (
            "<body style='visibility: hidden'>a",
            "a",
            (),
        ),  # it is hidden only until its scripts have run
        ("<p>co&shy;op&shy;erate", "cooperate", ("2 soft hyphens",)),
        ("<nav><a href=x></a></nav>a<button>b</button>", "a", ("1 form control",)),
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
def test_what_a_page_leaves_out_is_reported(markup, text, left_out):
    assert text_and_phrases(html(markup)) == (text, left_out)


def test_unclosed_tags_may_nest_without_limit():
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
        (
            "\ufeff<meta charset=latin1><p>café".encode(),
            "café",
        ),  # the byte-order mark counts, not the declaration
        ("<meta charset='koi8-r'><p>Права".encode("koi8-r"), "Права"),
    ],
)
def test_a_page_declares_its_encoding(data, text):
    assert text_and_phrases(read(data, "a.html")) == (text, ())


def test_faults_of_web_pages():
    assert fault(read, b"<p>\ncaf\xe9", "a.html").startswith(
        "a.html, line 2: found byte 0xe9 at offset 7, which is not UTF-8;"
    )
    assert fault(read, b"<meta charset=klingon><p>caf\xe9", "a.html") == (
        "a.html: found the charset 'klingon'; expected a known charset, such as utf-8"
    )
    assert fault(read, b"<p>a<![x y[<]>", "a.html").startswith(
        "a.html: found markup that cannot be read"
    )
    assert read(b"caf\xe9", "a.html", "windows-1252").text == "café"


WHOLE = same_article.html()


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


def test_a_header_with_a_paragraph_of_text_is_read():
    preamble = "Whereas " + "a long clause of the preamble follows " * 6
    body = "<p>Article one says that it is so.</p>" * 20
    assert "Whereas a long" in html(f"<header><p>{preamble}.</p></header>{body}").text
    slogan = "<header><p>News that matters, every day of the week</p></header>"
    assert "News that" not in html(slogan + body).text
    links = "<a href=x>a long list of links</a> " * 8
    assert "links" not in html(f"<header><p>{links}</p></header>{body}").text


def test_words_left_out_are_counted_in_chinese_too():
    [menu] = html("<nav>联合国 大会</nav><p>人权很重要。</p>").left_out
    assert menu.n_words == 5


# Each took minutes, or seconds that grew by the square, in one way or another.
ENDLESS = {
    "nested": "<div>" * 10_000 + "<p>One text.",
    "headings only": "<h1>Aims</h1>" * 5_000 + "<p>One text.",
    "headings at the end": "<p>One text." + "<h1>Aims</h1>" * 5_000,
    "unended tags": "<p>One text." + "<meta " * 20_000,
    "unended instructions": "<p>One text." + "<?xml" * 50_000,
    "unended comments": "<p>One text." + "<!-- x >" * 20_000,
    "unended quotes": "<p>One text." + '<a b="' * 20_000,
    "unended sections": "<p>One text." + "<![CDATA[ x >" * 20_000,
    "unended scripts in a page with menus": "<div class=menu>x</div><p>One text."
    + "<script></script >" * 5_000
    + "<style " * 20_000,
    "headers in headers": "<header><p>" * 2_000 + "One text." + "word " * 30,
    "forms in forms": "<form><p>x" * 2_000 + "<h1>One text.",
    "blanks": "<p>One text." + " " * 80_000 + "x",
    "brackets": "<p>One text." + "[" * 100_000,
    "ampersands": "<p>One text." + "&" * 100_000,
}


@pytest.mark.parametrize("page", ENDLESS.values(), ids=ENDLESS)
def test_a_page_made_to_take_long_is_read(page):
    assert "One text." in read(page.encode(), "a.html").text


@pytest.mark.parametrize("blank", ["&nbsp;", "&#x2003;", "\u3000"])
@pytest.mark.parametrize("tag", ["p", "pre"])
def test_of_80_000_blanks_at_most_a_thousand_are_read(tag, blank):
    extracted = html(f"<{tag}>One text.{blank * 80_000}Two.</{tag}>")
    assert extracted.text.startswith("One text.")
    assert extracted.text.endswith("Two.")
    assert len(extracted.text) == 1013
    assert extracted.phrases == ("79,000 repeated blanks",)


def test_a_number_that_is_no_character_stays_as_it_is():
    assert read(f"<p>One &#{'1' * 5000};".encode(), "a.html").text == f"One &#{'1' * 5000};"


def test_a_page_of_more_tags_than_memory_holds_is_refused():
    assert fault(read, b"<td>" * 250_001, "a.html") == (
        "a.html: found a page of more than 250,000 tags; "
        "expected a smaller file: split it, or save it as plain text (.txt)"
    )
