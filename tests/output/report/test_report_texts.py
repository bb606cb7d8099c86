"""Sentences with their matches marked, and the texts as a reading view."""

import numpy as np
import pytest
from report_samples import write_study

from analysis.output.report.texts import Marked, list_texts
from analysis.output.report.view import choose_view


@pytest.fixture
def study(tmp_path):
    return write_study(tmp_path / "s")


@pytest.fixture
def marked(study):
    return Marked(study.sentences, study.hits, study.codebook, study.documents)


def row_of(study, beginning: str) -> int:
    return study.sentences["sentence"].str.startswith(beginning).to_numpy().nonzero()[0][0]


def test_matches_are_marked_with_the_numbers_of_their_themes(study, marked):
    assert study.codebook.themes["theme"].tolist() == [
        "topic",
        "topic/aid",
        "topic/war",
        "tone",
        "tone/praise",
    ]
    assert marked.write(row_of(study, "Aid is good")) == (
        '<mark class="t1">Aid</mark> is <mark class="t4">good</mark>.'
    )
    # “help in war” is of the theme war, and “help” alone is of the theme aid.
    assert marked.write(row_of(study, "They help")) == (
        'They <mark class="t1 t2">help</mark><mark class="t2"> in war</mark>, and that '
        '<mark class="t1">help</mark> is <mark class="t4">generous</mark>.'
    )
    assert marked.write(row_of(study, "They help"), frozenset([4])) == (
        'They help in war, and that help is <mark class="t4">generous</mark>.'
    )
    assert marked.write(row_of(study, "Nothing")) == "Nothing is said here."


def test_the_text_of_a_sentence_stays_as_it_is(tmp_path):
    study = write_study(
        tmp_path / "h", {"a.txt": "Aid <b>&amp; war</b> \0 \"good\" 'good'.\n"}, metadata=""
    )
    marked = Marked(study.sentences, study.hits, study.codebook, study.documents)
    assert marked.write(0) == (
        '<mark class="t1">Aid</mark> &lt;b&gt;&amp;amp; <mark class="t2">war</mark>&lt;/b&gt;'
        ' \ufffd "<mark class="t4">good</mark>" \'<mark class="t4">good</mark>\'.'
    )


def test_the_texts_have_sections_paragraphs_and_ids(study, marked):
    view = choose_view(study.sentences, len(study.hits), [], [])
    first, second = list_texts(
        study.documents, study.sentences, marked, view, {1: ["theme=x&sent_id=2"]}
    )
    assert (first.number, first.doc_id, first.title) == (1, "a", "The first text")
    assert first.details == [("outlet", "Post")]
    assert [part.heading for part in first.parts] == ["", "The need for help"]
    assert [len(part.paragraphs) for part in first.parts] == [1, 2]
    assert first.parts[0].paragraphs[0] == (
        '<span id="s-1-1"><mark class="t1">Aid</mark> is <mark class="t4">good</mark>.</span> '
        '<i class="where" id="theme=x&amp;sent_id=2"></i>'
        '<span id="s-1-2"><mark class="t2">War</mark> is not.</span>'
    )
    assert [len(part.paragraphs) for part in second.parts] == [2]


def test_where_paragraphs_are_missing_there_is_a_gap(study, marked):
    aid = np.array([row_of(study, "Aid came")])
    view = choose_view(study.sentences, 0, [aid], [], largest=60)
    (text,) = list_texts(study.documents, study.sentences, marked, view, {})
    assert [part.heading for part in text.parts] == ["The need for help"]
    gap, paragraph = text.parts[0].paragraphs
    assert gap == ""
    assert paragraph.startswith('<span id="s-1-6">')
    assert text.n_sentences == 7


def test_chinese_sentences_stand_without_blanks(tmp_path):
    study = write_study(tmp_path / "zh", {"a.txt": "人权很重要。我们帮助他们。\n"}, metadata="")
    marked = Marked(study.sentences, study.hits, study.codebook, study.documents)
    view = choose_view(study.sentences, 0, [], [])
    (text,) = list_texts(study.documents, study.sentences, marked, view, {})
    assert "</span><span" in text.parts[0].paragraphs[0]
