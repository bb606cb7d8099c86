"""Evidence: the sentences of a theme as a reader sees them; no text in them is ever run."""

from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import CODEBOOK, SENTENCES_AB, codebook, sentences

from analysis import InputError, find_hits
from analysis.display.evidence import evidence
from analysis.tables import HITS, MEMOS

HITS_AB = find_hits(SENTENCES_AB, CODEBOOK)


class Reader(HTMLParser):
    """What a browser sees: the tags, and the text of each paragraph and mark."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.tags, self.paragraphs, self.marks, self.inside = [], [], [], []
        self.feed(html)
        self.close()
        assert not self.inside, "every tag is closed"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.inside.append(tag)
        for name, found in (("p", self.paragraphs), ("mark", self.marks)):
            found.extend([""] if tag == name else [])

    def handle_endtag(self, tag):
        assert self.inside.pop() == tag

    def handle_data(self, data):
        for name, found in (("p", self.paragraphs), ("mark", self.marks)):
            if name in self.inside:
                found[-1] += data


def hits_at(frame: pd.DataFrame, spans, theme="t") -> pd.DataFrame:
    """Hits of `theme` at (row, start, end) within the sentences."""
    at = [frame.iloc[row] for row, _, _ in spans]
    return HITS.frame(
        {
            "doc_id": [row.doc_id for row in at],
            "sent_id": [row.sent_id for row in at],
            "theme": [theme] * len(spans),
            "pattern": ["p"] * len(spans),
            "start": [row.start + start for row, (_, start, _) in zip(at, spans, strict=True)],
            "end": [row.start + end for row, (_, _, end) in zip(at, spans, strict=True)],
            "match": [row.sentence[a:b] for row, (_, a, b) in zip(at, spans, strict=True)],
        }
    )


def test_plain_text_shows_where_each_match_is():
    assert str(evidence(SENTENCES_AB, HITS_AB, "topic", CODEBOOK)) == (
        "Topic (topic): 4 of 6 sentences, 6 matches\n\n"
        "a, before the first heading, sentence 1, characters 20–26\n"
        "  States must protect ⟦rights⟧.\n\n"
        "a, before the first heading, sentence 2, characters 28–35\n"
        "  ⟦Poverty⟧ fell.\n\n"
        "a, Later, sentence 4, characters 56–62, 64–70, 75–83\n"
        "  ⟦Rights⟧, ⟦rights⟧ and ⟦the poor⟧.\n\n"
        "b, before the first heading, sentence 2, characters 33–40\n"
        "  ⟦Poverty⟧ persists."
    )


def test_a_theme_includes_its_subthemes_and_nothing_beside_it():
    hits = pd.concat([HITS_AB, HITS_AB.assign(theme="topical/rights")], ignore_index=True)
    found = evidence(SENTENCES_AB, hits, "topic")
    assert found.table["n_hits"].tolist() == [1, 1, 3, 1]
    assert found.table["matches"].tolist() == [
        "rights",
        "Poverty",
        "Rights | rights | the poor",
        "Poverty",
    ]
    assert found.table["marks"].tolist() == ["20:26", "28:35", "56:62 64:70 75:83", "33:40"]
    assert evidence(SENTENCES_AB, hits, "topic/rights").table["sent_id"].tolist() == [1, 4]


def test_html_is_what_a_notebook_stores():
    found = evidence(SENTENCES_AB.head(1), HITS_AB, "topic/rights", CODEBOOK)
    assert found._repr_html_() == (
        '<div class="tex2jax_ignore mathjax_ignore">\n'
        "<p><strong><bdi>Rights</bdi></strong> (<code>topic/rights</code>): 1 of 1 sentence, 1 match</p>\n"
        "<div><small><bdi>a</bdi>, sentence 1, characters 20–26</small></div>\n"
        '<p dir="auto" style="text-align: left">States must protect <mark>rights</mark>.</p>\n'
        "</div>"
    )


def test_overlapping_and_touching_hits_are_one_mark():
    frame = sentences("abcdefghij", "abc")
    hits = hits_at(frame, [(0, 0, 6), (0, 2, 3), (0, 5, 7), (0, 7, 8), (0, 9, 10), (1, 0, 1)])
    found = evidence(frame, hits, "t")
    assert str(found).count("⟦abcdefgh⟧i⟦j⟧") == 1
    assert found.marks[["sent_id", "start", "end", "match"]].to_numpy().tolist() == [
        [1, 0, 8, "abcdefgh"],
        [1, 9, 10, "j"],
        [2, 11, 12, "a"],
    ]
    assert found.table["n_hits"].tolist() == [5, 1]


def test_an_unknown_theme_names_the_nearest():
    with pytest.raises(
        InputError, match=r"evidence: found the theme 'topic/povrty'; expected 'topic/poverty'"
    ):
        evidence(SENTENCES_AB, HITS_AB, "topic/povrty", CODEBOOK)
    with pytest.raises(InputError, match="expected 'tone'"):
        evidence(SENTENCES_AB, HITS_AB, "ton")


def test_what_is_not_shown_is_said():
    found = evidence(SENTENCES_AB, HITS_AB, "topic", CODEBOOK, limit=1)
    assert str(found).endswith("\n\nand 3 more sentences: limit=None shows all, .table holds them")
    assert (
        "<p>and 3 more sentences: limit=None shows all, .table holds them</p>"
        in found._repr_html_()
    )
    assert len(found.table) == 4
    assert "more" not in str(evidence(SENTENCES_AB, HITS_AB, "topic", limit=None))


def test_of_many_sentences_some_from_the_first_to_the_last_are_shown():
    frame = sentences(*"abcdefghi")
    found = evidence(frame, hits_at(frame, [(n, 0, 1) for n in range(9)]), "t", limit=3)
    assert [line for line in str(found).splitlines() if "⟦" in line] == ["  ⟦a⟧", "  ⟦e⟧", "  ⟦i⟧"]
    assert str(found).endswith(
        "\n\nand 6 more sentences between these: limit=None shows all, .table holds them"
    )
    assert Reader(found._repr_html_()).paragraphs[1:4] == ["a", "e", "i"]


def test_no_hits_and_no_sentences_are_said_in_words():
    bare = codebook({"t": ["zzz"]})
    assert (
        str(evidence(SENTENCES_AB, HITS.empty(), "t", bare))
        == "T (t): no sentence carries this theme (0 of 6 sentences)"
    )
    none = evidence(SENTENCES_AB.head(0), HITS.empty(), "t", bare)
    assert str(none) == "T (t): there are no sentences to search"
    assert Reader(none._repr_html_()).paragraphs == ["T (t): there are no sentences to search"]
    assert none.table.empty
    assert none.marks.dtypes.astype(str).to_dict() == {
        "doc_id": "str",
        "sent_id": "int64",
        "start": "int64",
        "end": "int64",
        "match": "str",
    }


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> rights",
        "</mark></p><img src=x onerror=alert(1)> rights",
        "&lt;b&gt; &amp; &#60; rights",
        "\"' onmouseover='alert(1) rights",
        "<!-- rights --> ]]> rights",
        "حقوق الإنسان rights",
    ],
)
def test_markup_in_a_text_is_shown_and_never_run(text):
    frame = sentences(text, doc_id=f"id{text}", sections=[f"section {text}"])
    html = evidence(frame, find_hits(frame, CODEBOOK), "topic/rights", CODEBOOK)._repr_html_()
    reader = Reader(html)
    assert reader.paragraphs[1] == text
    assert {tag for tag, _ in reader.tags} <= {"div", "p", "strong", "bdi", "code", "small", "mark"}
    assert all(set(attrs) <= {"class", "dir", "style"} for _, attrs in reader.tags)


def test_the_theme_and_its_label_are_escaped_too():
    book = codebook({"<i>/<b>": ["rights"]})
    html = evidence(SENTENCES_AB, find_hits(SENTENCES_AB, book), "<i>", book)._repr_html_()
    assert {tag for tag, _ in Reader(html).tags} == {
        "div",
        "p",
        "strong",
        "bdi",
        "code",
        "small",
        "mark",
    }


def test_control_characters_cannot_break_the_line_or_the_terminal():
    frame = sentences("one\x1b[31m two\r\nthree\x00 ⟦four⟧")
    assert str(evidence(frame, hits_at(frame, [(0, 0, 3)]), "t")).splitlines()[-1] == (
        "  ⟦one⟧\\x1b[31m two three\\x00 ⟦four⟧"
    )


@st.composite
def texts_with_spans(draw):
    texts = draw(st.lists(st.text(min_size=1), min_size=1, max_size=4))
    rows = st.integers(0, len(texts) - 1).flatmap(
        lambda row: st.tuples(st.just(row), st.integers(0, len(texts[row]) - 1), st.integers(1, 9))
    )
    spans = {
        (row, start, min(start + size, len(texts[row])))
        for row, start, size in draw(st.lists(rows, max_size=6))
    }
    return texts, sorted(spans)


@settings(max_examples=50)
@given(texts_with_spans())
def test_html_holds_the_sentences_and_marks_exactly_the_hits(drawn):
    texts, spans = drawn
    frame = sentences(*texts)
    found = evidence(frame, hits_at(frame, spans), "t", codebook({"t": ["p"]}), limit=None)
    reader = Reader(found._repr_html_())
    hit = sorted({row for row, _, _ in spans})
    assert reader.paragraphs[1:] == [texts[row].replace("\x00", "\ufffd") for row in hit]
    assert reader.marks == [match.replace("\x00", "\ufffd") for match in found.marks["match"]]
    covered = {
        frame["start"].iloc[row] + at for row, start, end in spans for at in range(start, end)
    }
    marked = {
        at
        for start, end in zip(found.marks["start"], found.marks["end"], strict=True)
        for at in range(start, end)
    }
    assert marked == covered


def test_it_changes_no_frame_and_says_the_same_twice():
    hits, frame = HITS_AB.copy(), SENTENCES_AB.copy()
    one, two = (evidence(frame, hits, "topic", CODEBOOK) for _ in range(2))
    assert (str(one), one._repr_html_()) == (str(two), two._repr_html_())
    pd.testing.assert_frame_equal(hits, HITS_AB)
    pd.testing.assert_frame_equal(frame, SENTENCES_AB)


def test_sentences_that_recur_are_counted_once():
    texts = sentences("We owe debt.", "we  owe debt.", "Debt rises.", "Debt rises.", "Rain.")
    book = codebook({"debt": ["debt"]})
    shown = evidence(texts, find_hits(texts, book), "debt", book)
    assert str(shown).startswith("Debt (debt): 4 of 5 sentences (2 different), 4 matches")
    once = evidence(texts[2:3], find_hits(texts[2:3], book), "debt", book)
    assert "different" not in str(once)


# -- memos ---------------------------------------------------------------------------------------

ARABIC = "هل هذا حق؟"


def memos(*rows):
    frame = pd.DataFrame(rows, columns=["doc_id", "sent_id", "coder", "themes", "memo"])
    return MEMOS.frame(frame.assign(start=0, end=1, sentence=""))


MEMOS_AB = memos(
    ("a", 1, "A", "topic/rights\ntone", "duty,\nor right?"),
    ("a", 1, "<b>", "", ARABIC),
    ("a", 3, "A", "", "a sentence without the theme"),
    ("b", 2, "A", "topic/poverty", "1 < 2"),
)


def test_memos_stand_below_their_sentence_as_plain_text():
    found = evidence(SENTENCES_AB, HITS_AB, "topic", CODEBOOK, memos=MEMOS_AB)
    blocks = str(found).split("\n\n")
    assert blocks[1].splitlines()[1:] == [
        "  States must protect ⟦rights⟧.",
        "  Memo by A on Rights, Tone: duty, or right?",
        f"  Memo by <b>: {ARABIC}",
    ]
    assert blocks[2].splitlines()[1:] == ["  ⟦Poverty⟧ fell."]
    assert blocks[4].splitlines()[1:] == [
        "  ⟦Poverty⟧ persists.",
        "  Memo by A on Poverty: 1 < 2",
    ]
    assert found.memos["memo"].tolist() == ["duty,\nor right?", ARABIC, "1 < 2"]


def test_memos_stand_below_their_sentence_in_a_notebook_and_are_never_run():
    html = evidence(SENTENCES_AB, HITS_AB, "topic", CODEBOOK, memos=MEMOS_AB)._repr_html_()
    reader = Reader(html)
    assert reader.paragraphs[1:4] == ["States must protect rights.", "duty,\nor right?", ARABIC]
    assert "Memo by <bdi>&lt;b&gt;</bdi></small>" in html
    assert "Memo by <bdi>A</bdi> on <bdi>Rights</bdi>, <bdi>Tone</bdi></small>" in html
    styles = [attrs["style"] for tag, attrs in reader.tags if tag == "p" and "style" in attrs]
    assert "white-space: pre-line" in styles[1]  # its line breaks are kept
    assert "text-align: right" in styles[2]
    assert ("b", {}) not in reader.tags


def test_a_theme_without_a_label_is_called_by_its_id():
    found = evidence(SENTENCES_AB, HITS_AB, "topic", memos=memos(("a", 2, "A", "x/y", "hm")))
    assert "Memo by A on x/y: hm" in str(found)


def test_without_memos_nothing_is_said_of_them():
    plain = evidence(SENTENCES_AB, HITS_AB, "topic", CODEBOOK)
    none = evidence(SENTENCES_AB, HITS_AB, "topic", CODEBOOK, memos=MEMOS.empty())
    assert plain._repr_html_() == none._repr_html_()
    assert plain.memos.empty
    assert "Memo" not in plain._repr_html_()
