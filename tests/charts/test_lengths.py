"""Lengths: how many words the sentences have."""

import pandas as pd
import pytest
from chart_tables import WORDS, axes, labels, sentences, texts
from matplotlib.colors import to_hex

from analysis import charts
from analysis.tables import SENTENCES


def test_sentence_lengths_are_the_words():
    chart = charts.sentence_lengths(sentences())
    ax = axes(chart)
    assert [bar.get_height() for bar in ax.patches] == WORDS
    assert [bar.get_x() + bar.get_width() / 2 for bar in ax.patches] == pytest.approx(
        [1, 2, 3, 4, 5]
    )
    assert "median 6" in texts(ax)
    assert "Plans" in texts(ax)
    assert "a section begins" in [line.get_label() for line in ax.lines]
    assert list(chart.data["n_words"]) == WORDS
    assert "The median is 6 words" in chart.caption
    numbers = [text for text in ax.texts if text.get_text().isdigit()]
    assert [text.get_text() for text in numbers] == [str(n) for n in WORDS]
    (median,) = [line for line in ax.lines if line.get_label() == "median"]
    assert set(median.get_ydata()) == {6}
    for text in numbers:  # on white, before the line
        assert to_hex(text.get_bbox_patch().get_facecolor(), keep_alpha=True) == "#ffffffff"
        assert text.get_zorder() > median.get_zorder()


def test_sentence_lengths_of_many_texts_are_counted():
    both = pd.concat([sentences([4, 5, 9]), sentences([12, 400], "b")])
    chart = charts.sentence_lengths(both)
    assert list(chart.data["n_sentences"]) == [1, 2, 1, *[0] * 16, 1]
    assert chart.data.iloc[-1].to_dict() == {"words_from": 95, "words_to": -1, "n_sentences": 1}
    assert [bar.get_height() for bar in axes(chart).patches] == list(chart.data["n_sentences"])
    assert "n = 5 sentences in 2 texts" in chart.caption


def test_no_sentences():
    chart = charts.sentence_lengths(SENTENCES.empty())
    assert texts(axes(chart)) == ["There are no sentences."]


def test_the_first_range_begins_at_the_shortest_sentence():
    words = pd.DataFrame({"doc_id": ["a", "b", "b"], "sent_id": 1, "section": ""})
    chart = charts.sentence_lengths(words.assign(n_words=[7, 12, 12]))
    assert chart.data["words_from"].tolist() == [7, 10]
    assert chart.data["words_to"].tolist() == [9, 14]
    assert axes(chart).get_xlim() == (5, 15)
    chart = charts.sentence_lengths(words.assign(n_words=[200, 4, 4]))
    assert labels(axes(chart).xaxis)[:2] == ["4", "5–9"]
