"""The main text of web pages: what is kept, what is left out, and how it is said."""

import re
import warnings
from contextlib import suppress

import pytest
import same_article
import trafilatura
import web_pages
from extracted import text_and_phrases
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import InputError, read_documents
from analysis.faults import Report
from analysis.reading.documents import load_documents
from analysis.reading.formats.html import read, read_whole
from analysis.reading.formats.html.blocks import word_key
from analysis.reading.layout_writer import ExtractedText
from analysis.reading.settings import read_settings

STREET = (
    "The lights are broken in the whole street. Nobody repairs them, and letters are not answered."
    " It has been so since March, and the neighbours walk home with lamps of their own."
)
HALL = (
    "In the town hall they say that a firm has been asked. The firm says that it waits for parts."
    " Nobody knows where the parts are, and nobody has asked again since the spring."
)


def html(markup: str) -> ExtractedText:
    return read(markup.encode(), "a.html")


@pytest.mark.parametrize("kind", web_pages.KINDS)
def test_the_article_is_found_among_menus(kind):
    extracted = read(web_pages.page(kind), "a.html")
    assert extracted.text == same_article.markdown()
    assert extracted.left_out


@pytest.mark.parametrize("kind", web_pages.KINDS)
def test_the_whole_page_has_its_menus(kind):
    page = web_pages.page(kind)
    text = read_whole(page, "a.html").text
    assert "Weather" in text or kind == "roles"
    assert set(word_key(read(page, "a.html").text).split()) <= set(word_key(text).split())


@pytest.mark.parametrize("kind", web_pages.KINDS)
def test_what_is_kept_and_what_is_left_out_is_the_whole_page(kind):
    extracted = read(web_pages.page(kind), "a.html")
    whole = read_whole(web_pages.page(kind), "a.html")
    n_left = sum(omission.n_words for omission in extracted.left_out)
    assert _count_words(extracted.text) + n_left == _count_words(whole.text)


def _count_words(text: str) -> int:
    """Count the words of a text without the markers of its headings and items."""
    return len(re.sub(r"^(#+|-|\d+\.) ", "", text, flags=re.MULTILINE).split())


ANSWERS = [
    "Do you feel safe in the street at night?",
    "No.",
    "Most of the time I do, yes.",
    "It depends on the lamps, and on who is about.",
    "And in winter?",
    "In winter it is dark at four, and nobody is about.",
]
TURNS = [f"{answer[:-1]} ({n}){answer[-1]}" for n in range(8) for answer in ANSWERS]
TRANSCRIPTS = {
    "paragraphs": "".join(f"<p><b>Guest:</b> {turn}</p>" for turn in TURNS),
    "divisions": "".join(
        f"<div><div>Guest {n}</div><div>{turn}</div></div>" for n, turn in enumerate(TURNS)
    ),
    "definitions": "<dl>" + "".join(f"<dt>Guest</dt><dd>{turn}</dd>" for turn in TURNS) + "</dl>",
    "rows": "<table>" + "".join(f"<tr><td>Guest<td>{turn}" for turn in TURNS) + "</table>",
    "items": "<ol>" + "".join(f"<li>{turn}</li>" for turn in TURNS) + "</ol>",
    "lines": "<div>" + "<br>".join(TURNS) + "</div>",
    "preformatted": "<pre>" + "\n".join(TURNS) + "</pre>",
    "sections": "".join(f"<h2>Part {n}</h2><p>{turn}</p>" for n, turn in enumerate(TURNS)),
    "short": "<h1>Fire in the mill</h1><p>The mill burnt down last night.</p>",
}


@pytest.mark.parametrize("kind", ["divisions", "unnamed", "form", "blog"])
@pytest.mark.parametrize("transcript", TRANSCRIPTS)
def test_no_turn_of_a_transcript_is_lost_among_menus(transcript, kind):
    body = TRANSCRIPTS[transcript]
    extracted = read(web_pages.page(kind, body), "a.html")
    assert word_key(extracted.text) == word_key(read_whole(body.encode(), "a.html").text)


def test_the_text_may_lie_in_an_element_with_the_name_of_a_teaser():
    body = f'<div class="card"><div class="card-body">{TRANSCRIPTS["divisions"]}</div></div>'
    extracted = read(web_pages.page("divisions", body), "a.html")
    assert word_key(extracted.text) == word_key(read_whole(body.encode(), "a.html").text)


# -- most of a page is lost ------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<form method=post action='page.aspx'><h2>Lights</h2><p>The lights are broken in the"
            " whole street. Nobody repairs them.</p></form>",
            "## Lights\n\nThe lights are broken in the whole street. Nobody repairs them.",
        ),
        (
            f"<form><fieldset><legend>Lights</legend>{STREET}</fieldset></form>",
            f"Lights\n\n{STREET}",
        ),
        (f"<form><aside><p>{STREET}</p></aside></form>", STREET),
        (
            f"<p>Print</p><aside><p>{STREET}</p><p>{HALL}</p></aside>",
            f"Print\n\n{STREET}\n\n{HALL}",
        ),
        (f"<body><header><p>{STREET}</p><p>{HALL}</p></header>", f"{STREET}\n\n{HALL}"),
        (f"<div role=complementary><p>{STREET}</p></div><footer>Imprint</footer>", STREET),
        (
            f"<div class=story><p>{STREET}</p><p>{HALL}</p></div>"
            "<article class=card>Buy now.</article>",
            f"{STREET}\n\n{HALL}",
        ),
        (
            "<article class=teaser><h3><a href=x>Buy a lamp</a></h3></article><article"
            " class=teaser><h3><a href=y>Buy two</a></h3></article>"
            f"<div class=text><p>{STREET}</p><p>{HALL}</p></div>",
            f"{STREET}\n\n{HALL}",
        ),
        (f"<html><body><p>{STREET}</p></body><body><p>{HALL}</p></body>", f"{STREET}\n\n{HALL}"),
        (f"<main>Loading</main><div><p>{STREET}</p></div>", f"Loading\n\n{STREET}"),
        ("<head><title>T</title><p>The lights are broken.", "The lights are broken."),
        ("<html><head><meta charset=utf-8>The lights are <b>broken.", "The lights are broken."),
        ("<body><p>a.</body></html><p>After the end.", "a.\n\nAfter the end."),
        ("<h2><button>Who pays?</button></h2><p>The town.", "## Who pays?\n\nThe town."),
        ("<div><template shadowrootmode=open><p>Inside.</template></div>", "Inside."),
    ],
)
def test_the_text_of_a_page_is_not_lost(markup, text):
    assert html(markup).text == text


@pytest.mark.parametrize(
    ("markup", "left_out"),
    [
        ("<div role='contentinfo'>Imprint. Cookies.</div>", "1 page footer"),
        ("<div role=navigation>Home</div>", "1 menu"),
        ("<ul role=Navigation><li>Home</ul>", "1 menu"),
        ("<div role=banner>The Paper</div>", "1 page header"),
        ("<div role=search>Find</div>", "1 search field"),
        ("<div role='contentinfo complementary'>Imprint</div>", "1 page footer"),
        ("<div role=dialog>Join us.</div>", "1 dialog"),
        ("<dialog>Join us.</dialog>", "1 hidden part"),
        ("<div id=wm-ipp-base><div id=wm-ipp>12 captures</div></div>", "1 archive toolbar"),
        ("<div id=onetrust-consent-sdk>We use cookies.</div>", "1 cookie banner"),
        ("<section class='x cookie-notice'>We use cookies.</section>", "1 cookie banner"),
        ("<p><del>They did not agree.</del></p>", "1 deleted passage"),
        ("<p role=doc-footnote>See page 3.</p>", "1 footnote"),
    ],
)
def test_what_the_page_marks_as_no_text_is_left_out(markup, left_out):
    extracted = html(f"<p>The lights are broken.</p>{markup}")
    assert text_and_phrases(extracted) == ("The lights are broken.", (left_out,))
    assert extracted.left_out[0].n_words > 0


def test_deleted_passages_are_left_out_and_inserted_ones_are_read():
    extracted = html("They <del>did not agree</del> <ins>agreed</ins>.")
    assert text_and_phrases(extracted) == ("They agreed.", ("1 deleted passage",))
    assert extracted.left_out[0].n_words == 3


# -- what the judge misses -------------------------------------------------------------

MENU = '<ul class="menu"><li><a href="/">Home</a></li><li><a href="/t">Town</a></li></ul>'


def judged_to_be(text: str, markup: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read a page of which the judge finds this text."""
    monkeypatch.setattr(trafilatura, "extract", lambda *args, **options: text)
    return html(MENU + markup).text


def test_a_standfirst_between_title_and_text_is_kept_but_no_date(monkeypatch):
    markup = f"<h1>Lights</h1><p>{STREET}</p><p>1 March</p><p>{HALL}</p><p>All rights reserved.</p>"
    assert judged_to_be(HALL, markup, monkeypatch) == f"# Lights\n\n{STREET}\n\n{HALL}"


def test_gaps_of_up_to_five_blocks_are_filled(monkeypatch):
    gap = "".join(f"<p>Gap {n}</p>" for n in range(5))
    judged = f"{STREET}\n{HALL}"
    text = judged_to_be(judged, f"<p>{STREET}</p>{gap}<p>{HALL}</p>", monkeypatch)
    assert "Gap 4" in text
    text = judged_to_be(judged, f"<p>{STREET}</p>{gap}<p>Gap 5</p><p>{HALL}</p>", monkeypatch)
    assert text == f"{STREET}\n\n{HALL}"


def test_links_in_a_gap_are_left_out(monkeypatch):
    links = "<p><a href=/a>Read on here</a></p>"
    text = judged_to_be(f"{STREET}\n{HALL}", f"<p>{STREET}</p>{links}<p>{HALL}</p>", monkeypatch)
    assert text == f"{STREET}\n\n{HALL}"


def test_headings_above_a_kept_block_are_kept(monkeypatch):
    markup = f"<p>{STREET}</p><h2>The hall</h2><h3>In spring</h3><p>{HALL}</p><h2>More</h2><p>x</p>"
    assert judged_to_be(HALL, markup, monkeypatch) == f"## The hall\n\n### In spring\n\n{HALL}"


def test_a_judge_that_finds_little_or_fails_leaves_the_page_whole(monkeypatch):
    markup = f"<p>{STREET}</p><p>{HALL}</p><p>The end of it all.</p>"
    whole = html(markup).text
    assert judged_to_be("The end of it all.", markup, monkeypatch).endswith(whole)

    def fail(*args, **options):
        raise ValueError

    monkeypatch.setattr(trafilatura, "extract", fail)
    assert html(MENU + markup).text.endswith(whole)


# -- what is said ----------------------------------------------------------------------


def test_what_is_left_out_is_said_with_its_share_of_the_words(write):
    folder = write("a.html", f"<nav>Home of the paper</nav><p>{HALL}</p>")
    report = Report()
    load_documents(read_settings(folder), report)
    n_words = len(HALL.split())
    assert [str(warning) for warning in report.warnings] == [
        f"a.html: found 1 menu: 4 of {4 + n_words} words; expected running text; these parts are left out"
    ]
    assert [(row.what, row.n_words) for row in report.left_out] == [("1 menu", 4)]


def test_a_page_that_is_left_out_nearly_whole_has_a_warning_of_its_own(write):
    menu = " ".join(f"Item{n}" for n in range(60))
    page = f"<nav>{menu}</nav><p>Only this.</p>"
    folder = write(*(part for name in "abcde" for part in (f"{name}.html", page)))
    with warnings.catch_warnings(record=True, action="always") as shown:
        read_documents(folder)
    own = [str(one.message) for one in shown if "found only" in str(one.message)]
    assert own == [
        f"{name}.html: found only 2 words of text beside 60 that are left out; expected most of"
        f" {name}.html to be its text; `html: whole` in study.yaml keeps everything"
        for name in "abcde"
    ]


def test_study_yaml_keeps_the_whole_page(write):
    folder = write("study.yaml", "html: whole", "a.html", "<nav>Home</nav><p>The text.")
    assert read_documents(folder)["text"].tolist() == ["Home\n\nThe text."]


def test_a_page_that_marks_a_heading_has_marked_headings():
    assert html("<h2>Aims</h2><p>To see.").headings == "marked"
    assert html("<p>To see.").headings == "guessed"


# -- pages without menus are kept whole ------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<p>Interviewer: Question {n}?</p><p>Guest: Yes.</p>" for n in range(30)),
        "<dl>" + "".join(f"<dt>Q{n}</dt><dd>Well, it was so.</dd>" for n in range(30)) + "</dl>",
        "<table>" + "".join(f"<tr><td>{n}</td><td>A{n}</td></tr>" for n in range(30)) + "</table>",
        "".join(f"Line {n} of it<br>" for n in range(30)),
        "<ul>" + "".join(f"<li>Demand {n}</li>" for n in range(30)) + "</ul>",
        f"<p>{STREET}</p><p><a href='https://a.example/'>A source of it</a></p><p>{HALL}</p>",
        "<p>Short.</p>",
    ],
    ids=["turns", "definitions", "table", "lines", "items", "link", "short"],
)
def test_a_page_without_menus_is_kept_whole(body):
    extracted = html(f"<html><body>{body}</body></html>")
    assert extracted == read_whole(body.encode(), "a.html")
    assert not extracted.left_out


def test_a_list_of_links_in_a_page_of_a_word_processor_is_text():
    links = "".join(
        f"<p><a href='https://a.example/{n}'>Source number {n}</a></p>" for n in range(9)
    )
    meta = "<meta name=generator content='LibreOffice 24.2 (Linux)'>"
    extracted = html(f"<html><head>{meta}</head><body><p>{STREET}</p>{links}</body></html>")
    assert "Source number 8" in extracted.text
    assert not extracted.left_out


def test_a_page_that_the_judge_does_not_know_is_kept_whole():
    turns = "".join(f"<div><i>Guest:</i> Yes, {n}.</div>" for n in range(20))
    assert "Yes, 19." in html(f"<div class=menu><a href=/>Home</a></div>{turns}").text


# -- pages of word processors ----------------------------------------------------------

SYMBOL = (
    "<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·"
    "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span><![endif]>"
)


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("<p class=MsoListParagraph>·&nbsp; clean water for all</p>", "- clean water for all"),
        ("<p class=MsoListParagraphCxSpFirst>o&nbsp;&nbsp; of all</p>", "- of all"),
        ("<p class=MsoListParagraph>§<span>&nbsp; </span>light</p>", "- light"),
        ("<p class=MsoListBullet>\uf0b7 light</p>", "- light"),
        ("<p class=MsoListParagraph>12.&nbsp;&nbsp; light</p>", "12. light"),
        ("<p class=MsoListNumber>b)&nbsp; light</p>", "b) light"),
        (f"<p class=MsoNormal style='mso-list:l0 level1 lfo1'>{SYMBOL}light</p>", "- light"),
        (
            "<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span"
            " style='mso-list:Ignore'>iv.<span>&nbsp; </span></span>light</p>",
            "iv. light",
        ),
        ("<p class=MsoNormal>·<span>&nbsp;&nbsp; </span>light</p>", "- light"),
        ("<p class=MsoNormal>o&nbsp; light</p>", "o\xa0 light"),
        ("<p class=MsoListParagraph>of all people</p>", "of all people"),
        ("<p class=MsoListParagraph>o my friends</p>", "o my friends"),
        ("<p class=MsoNormal>1.&nbsp; light</p>", "1.\xa0 light"),
        (f"<h1 style='mso-list:l0 level1 lfo1'>{SYMBOL}Aims</h1><p>a.", "# Aims\n\na."),
        ("<p class=MsoTitle>Aims</p><p>a.", "# Aims\n\na."),
        ("<p class=MsoHeading7>Aims</p><p>a.", "###### Aims\n\na."),
        ("<p>a<o:p></o:p></p>", "a"),
        ("<p>a<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a> b</p>", "a b"),
        ("<p class='c1 title'>Aims</p><p>a.", "# Aims\n\na."),
    ],
)
def test_paragraphs_of_word_processors(paragraph, text):
    assert text_and_phrases(html(paragraph)) == (text, ())


def test_list_items_of_word_are_lines_of_their_own():
    items = "".join(f"<p class=MsoListParagraph>·&nbsp; {name}</p>" for name in ("a", "b"))
    assert html(f"<p>We ask:{items}<p>End.").text == "We ask:\n\n- a\n- b\n\nEnd."


@pytest.mark.parametrize(
    ("markup", "left_out"),
    [
        ("<div style='mso-element:footnote' id=ftn1><p>[1] x</p></div>", "1 footnote"),
        ("<div id=ftn12><p class=MsoFootnoteText>x</p></div>", "1 footnote"),
        ("<div style='mso-element:endnote' id=edn1><p>x</p></div>", "1 endnote"),
        (
            "<div style='mso-element:comment-list'><div style='mso-element:comment'>x</div></div>",
            "1 comment",
        ),
        ("<div style='mso-element:header'><p class=MsoHeader>x</p></div>", "1 page header"),
        ("<p class=MsoFooter>x</p>", "1 page footer"),
        ("<p class=MsoToc1>Aims 3</p>", "1 table-of-contents line"),
        ("<div><p class=c1><a href='#ftnt_ref1' id=ftnt1>[1]</a> x</p></div>", "1 footnote"),
        ("<div class=c8><p class=c1><a href='#cmnt_ref1' id=cmnt1>[a]</a>x</p></div>", "1 comment"),
    ],
)
def test_notes_of_word_processors_are_left_out(markup, left_out):
    assert text_and_phrases(html(f"<p>The text.</p>{markup}")) == ("The text.", (left_out,))


# -- pages that cannot be read ---------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_page_saved_as_a_single_file_is_an_error(line_end):
    lines = [
        "From: <Saved by Blink>",
        "Subject: Lights",
        "MIME-Version: 1.0",
        "Content-Type: multipart/related;",
        ' type="text/html"; boundary="x"',
        "",
        "<p>a",
    ]
    with pytest.raises(InputError, match="found a web archive"):
        html(line_end.join(lines))


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 3000 + "end",
        "<form><aside>" * 300 + "end",
        "<a href=x>a<p>" * 2000,
        "<table><tr><td>" * 1000 + "end",
        "<div class=menu>x</div><p>a\x00b</p>",
        "<div class=menu>x</div><p>&#xD800; &#0; &#x110000; end",
        "<p class=MsoListParagraph>·&nbsp; a" * 500,
        "<![if !x]><p>a<![endif]><![CDATA[x]]><?php echo 1 ?><!DOCTYPE",
    ],
)
def test_hostile_markup_gives_a_text_or_a_fault(markup):
    with suppress(InputError):
        assert isinstance(html(markup).text, str)


TAGS = ["div", "p", "h2", "ul", "li", "table", "tr", "td", "form", "aside", "nav", "header"]
TAGS += ["footer", "article", "main", "section", "a", "del"]
NAMES = ["menu", "story", "card", "cookie-banner", "MsoNormal", "footnotes"]


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A soup of elements around the words w0, w1, … in this order."""
    parts = []
    for n in range(draw(st.integers(1, 40))):
        tag = draw(st.sampled_from(TAGS))
        name = draw(st.sampled_from(NAMES))
        opening = f"<{tag} class={name} href=x>"
        markup = draw(st.sampled_from([opening, f"</{tag}>", f"{opening}w{n}</{tag}>", "<br>"]))
        parts.append(f" {markup} w{n} ")
    return "".join(parts)


@settings(deadline=None)
@given(pages())
def test_every_word_of_a_page_is_kept_or_counted_as_left_out(markup):
    extracted = html(markup)
    n_kept = len(re.findall(r"w\d+", extracted.text))
    n_left = sum(omission.n_words for omission in extracted.left_out)
    assert n_kept + n_left == len(re.findall(r"w\d+", markup))


@settings(deadline=None)
@given(pages())
def test_the_words_of_a_page_keep_their_order(markup):
    kept = [int(number) for number in re.findall(r"w(\d+)", html(markup).text)]
    assert kept == sorted(kept)
    whole = re.findall(r"w(\d+)", read_whole(markup.encode(), "a.html").text)
    assert set(map(str, kept)) <= set(whole)


@pytest.mark.parametrize("name", ["sr-only", "visually-hidden focusable", "screen-reader-text"])
def test_what_only_a_screen_reader_reads_is_left_out_and_said(name):
    extracted = html(f"<a class='{name}' href='#t'>Skip to content</a><p>{STREET}</p>")
    text, phrases = text_and_phrases(extracted)
    assert text == STREET
    assert phrases == ("1 hidden part",)


def test_a_title_that_is_not_shown_is_a_title():
    assert html(f"<h1 class='sr-only'>Lights</h1><p>{STREET}</p>").text == f"# Lights\n\n{STREET}"
