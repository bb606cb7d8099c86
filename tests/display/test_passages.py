"""Passages: every sentence as it is, with its marks, and nothing of it run."""

from html.parser import HTMLParser

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from tiny import sentences

from analysis.display.passages import take_passages
from analysis.tables import HITS


def hits_at(*spans, sent_id=1) -> pd.DataFrame:
    rows = [("a", sent_id, start, end) for start, end in spans]
    frame = pd.DataFrame(rows, columns=["doc_id", "sent_id", "start", "end"])
    return frame.astype({name: HITS.columns[name] for name in frame})


def test_marks_are_every_other_segment_and_those_that_touch_are_one():
    passages = take_passages(
        sentences("Aid for all."), hits_at((0, 3), (4, 7), (5, 11)), 9, has_headings=False
    )
    assert passages.to_rows() == [
        {"place": ["a", "sentence 1"], "segments": ["", "Aid", " ", "for all", "."]}
    ]
    assert list(passages.html_lines()) == [
        "<div><small><bdi>a</bdi>, <bdi>sentence 1</bdi></small></div>",
        '<p dir="auto" style="text-align: left"><mark>Aid</mark> <mark>for all</mark>.</p>',
    ]


def test_sentences_without_a_mark_are_shown_and_those_beyond_the_limit_are_counted():
    passages = take_passages(sentences("One.", "Two.", "Three."), hits_at(), 2, has_headings=True)
    assert [row["segments"] for row in passages.to_rows()] == [["One."], ["Two."]]
    assert passages.to_rows()[0]["place"] == ["a", "(before the first heading)", "sentence 1"]
    assert passages.say_more() == "and 1 sentence more"
    assert take_passages(sentences(), hits_at(), 2, has_headings=False).to_rows() == []


class Text(HTMLParser):
    def __init__(self, page: str):
        super().__init__()
        self.tags, self.text = set(), ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.text += data


@given(st.text(min_size=1).filter(str.strip), st.data())
def test_any_sentence_keeps_its_characters(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passages = take_passages(sentences(text), hits_at((start, end)), 1, has_headings=False)
    [row] = passages.to_rows()
    shown = text.replace("\0", "\ufffd")
    assert "".join(row["segments"]) == shown
    assert row["segments"][1] == shown[start:end]
    page = Text(list(passages.html_lines())[1])
    assert page.text == shown
    assert page.tags == {"p", "mark"}
