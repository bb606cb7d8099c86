"""The buffer of many texts: its segments, its characters, and arithmetic on offsets."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis.sentences.split import split_sentences
from analysis.sentences.text_buffer import BLANK, LETTER, NON_WORD, WORD, Spans, TextBuffer


def test_texts_of_long_lines_among_others():
    """Arrays split some texts and the parser others; mixing them does not change the result."""
    long = "So it went on and on. " * 6
    texts = [
        f"{long}\n\n{long}",
        f"Aims\n\n{long}\n\nMeans\n\nShort.\nShort.",
        f"{long}\n\n\t\n{long}\n",
        f"{long}\n{long}",
        "",
        long,
    ]
    documents = pd.DataFrame({"doc_id": list("abcdef"), "text": texts})
    sentences = split_sentences(documents)
    first = sentences.drop_duplicates(["doc_id", "section", "paragraph"])
    second = len(long) + 1
    assert first[["doc_id", "section", "paragraph", "start"]].to_numpy().tolist() == [
        ["a", "", 1, 0],
        ["a", "", 2, second + 1],
        ["b", "Aims", 1, 6],
        ["b", "Means", 2, 6 + second + 8],
        ["c", "", 1, 0],
        ["c", "", 2, second + 3],
        ["d", "", 1, 0],
        ["d", "", 2, second],
        ["f", "", 1, 0],
    ]
    alone = [split_sentences(documents[documents["doc_id"] == doc_id]) for doc_id in "abcdf"]
    assert_frame_equal(sentences, pd.concat(alone, ignore_index=True))


def test_segments_of_several_texts():
    buffer = TextBuffer(["Aims\n\nOne. Two.", "- Three\n- Four"], "en")
    segments = buffer.segments
    spans = Spans(segments.start, segments.end)
    assert buffer.slices(spans) == ["One. Two.", "- Three", "- Four"]
    assert segments.text_number.tolist() == [0, 1, 1]
    assert segments.section.tolist() == ["Aims", "", ""]
    assert segments.paragraph.tolist() == [1, 1, 1]


def test_white_space_surrogates_and_bullets_are_replaced():
    text = "•\u00a0One\ttwo\nthree \ud800"
    buffer = TextBuffer([text], "en")
    assert text in buffer.original
    assert buffer.text.strip(" 0") == "- One two three \ufffd"
    assert len(buffer.text) == len(buffer.original)


def test_straight_quotes_are_paired_where_no_spaces_separate_words():
    assert '"好。"他说。' in TextBuffer(['"好。"他说。'], "en").text
    assert "“好。”他说。" in TextBuffer(['"好。"他说。'], "zh").text


def test_skip_trim_cut_and_count_words():
    buffer = TextBuffer(["One two.  Three."], "en")
    start = buffer.text.index("One")
    end_of_two = start + 8
    assert buffer.skip(np.array([start]), LETTER | WORD, 1).tolist() == [start + 3]
    assert buffer.skip(np.array([end_of_two]), BLANK, 1).tolist() == [end_of_two + 2]
    spans = buffer.trim(buffer.cut(np.array([end_of_two])))
    assert buffer.slices(spans) == ["One two.", "Three."]
    assert buffer.count_words(spans).tolist() == [2, 1]
    assert spans.number_of(np.array([0, start, end_of_two + 3])).tolist() == [-1, 0, 1]


@pytest.mark.parametrize("n", [1, 49, 50, 51, 300])
def test_skip_leaves_runs_of_any_length(n):
    buffer = TextBuffer(["." * n + "a" + " " * n + "b" + "." * n], "en")
    assert buffer.skip(np.arange(1, n + 2), NON_WORD, -1).tolist() == [-1] * n + [n + 1]
    end = len(buffer.text) - 4
    assert buffer.skip(np.array([n + 1, end]), NON_WORD, -1).tolist() == [n + 1, 2 * n + 2]
    blanks = np.arange(n + 2, 2 * n + 2)
    assert buffer.skip(blanks, BLANK, 1).tolist() == [2 * n + 2] * n
    assert buffer.skip(blanks, BLANK, -1).tolist() == [n + 1] * n


@pytest.mark.parametrize(("offset", "expected"), [(0, -1), (1, 0), (5, 0), (7, 1)])
def test_segment_of(offset, expected):
    buffer = TextBuffer(["One.", "Two."], "en")
    assert buffer.segment_of(np.array([offset])).tolist() == [expected]
    assert len(buffer.inside_segments(np.array([offset]))) == (offset in (1, 7))
