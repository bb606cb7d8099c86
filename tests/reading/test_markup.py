"""HTML in cells: what counts as markup, and the text that it stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError, read_documents
from analysis.faults import LeftOut, Report
from analysis.reading.documents import load_documents
from analysis.reading.markup import find_markup, read_markup, text_of_markup
from analysis.reading.settings import read_settings

CELL = "First line.<br>Second &amp; more <b>bold</b>."


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        (CELL, ["<br>", "&amp;", "<b>", "</b>"]),
        ("It&#39;s &nbsp;&#x2014; fine", ["&#39;", "&nbsp;", "&#x2014;"]),
        ('<a href="x?a=1&b=2">link</a>', ['<a href="x?a=1&b=2">', "</a>"]),
        ("<P CLASS=x>One.</P><BR />", ["<P CLASS=x>", "</P>", "<BR />"]),
        ("a < b & c > d", []),
        ("x <3 you, <name>, <ann@example.org>, <unk>", []),
        ("AT&T; R&D; 5 & 6; &c;", []),
        ("if (a<b) then c>d", []),
        ("plain", []),
    ],
)
def test_tags_and_entities_that_html_knows_are_markup(text, markup):
    assert find_markup(text) == markup


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (CELL, "First line.\nSecond & more bold."),
        ("<p>One.</p>\n<p>Two,\n  still two.</p>", "One.\n\nTwo, still two."),
        ("One.<br /><br/>Two.", "One.\n\nTwo."),
        ("<div>One.</div><div>Two.</div>", "One.\n\nTwo."),
        ("First.\n\nSecond <b>bold</b>.\nThird.", "First.\n\nSecond bold.\nThird."),
        ("a < b & c", "a < b & c"),
        ("Write to <ann@example.org> or <name>.", "Write to <ann@example.org> or <name>."),
        ("<ul><li>one<li>two</ul>After.", "- one\n- two\n\nAfter."),
        ("<h2>Aims</h2>To see.", "## Aims\n\nTo see."),
        ("Caf&eacute; &ndash; &#8364;5&nbsp;!", "Café – €5\xa0!"),
        ("One.<script>x = '<p>no'</script><style>p {}</style><!-- no -->", "One."),
        ("They <del>did not agree</del> <ins>agreed</ins>.", "They agreed."),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("3 &lt; 4", "3 < 4"),
        ("", ""),
    ],
)
def test_markup_becomes_the_text_that_a_browser_shows(markup, text):
    assert text_of_markup(markup) == text


def test_what_is_left_out_of_markup_is_counted():
    found = read_markup("They <del>did not</del> agree.<img src=x>")
    assert found.phrases == ("1 deleted passage", "1 picture")
    assert found.left_out[0].n_words == 2


@given(st.text(st.sampled_from("ab <>/&;#bpr\n!-=\"'")))
def test_any_markup_is_decoded_without_an_exception(markup):
    text_of_markup(markup)
    if "<" not in markup and "&" not in markup:
        assert text_of_markup(markup) == markup


def load(folder):
    report = Report()
    return load_documents(read_settings(folder), report), report


def test_html_in_cells_is_decoded_if_study_yaml_says_so(write):
    rows = [CELL, "a < b & c", "It&#39;s <del>not</del> so."]
    folder = write("t.csv", "\n".join(["text", *rows]), "study.yaml", "html: text")
    documents, report = load(folder)
    assert documents["text"].tolist() == [
        "First line.\nSecond & more bold.",
        "a < b & c",
        "It's so.",
    ]
    assert not report.warnings
    assert report.left_out == [LeftOut("t.csv", "1 deleted passage", 4, 3, 1)]


def test_a_cell_of_tags_only_is_no_text(write):
    folder = write("t.csv", "text\n<br>\nOne.\n", "study.yaml", "html: text")
    with pytest.raises(InputError, match=r"t\.csv, line 2: found HTML without a text"):
        read_documents(folder)


@pytest.mark.parametrize(
    "end", ["<a ", "<meta ", "<!-- x >", '<a b="', "<![if x>", "&", "&#" + "1" * 100]
)
def test_markup_without_an_end_is_text(end):
    found = text_of_markup("One<br>text." + end * 10_000)
    assert found.startswith("One\ntext.")
