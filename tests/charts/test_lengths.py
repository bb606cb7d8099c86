"""Lengths: how many words the sentences have."""

import pandas as pd
import pytest
from chart_tables import axes, labels, sentences, texts

from analysis import charts
from analysis.tables import SENTENCES


def test_sentence_lengths_are_counted():
    chart = charts.sentence_lengths(sentences())
    ax = axes(chart)
    assert chart.data.to_numpy().tolist() == [[4, 4, 1], [5, 9, 3], [10, 14, 1]]
    assert [bar.get_height() for bar in ax.patches] == [1, 3, 1]
    assert [bar.get_x() for bar in ax.patches] == [0, 5, 10]
    assert texts(ax) == ["median 6"]
    (median,) = [line for line in ax.lines if line.get_label() == "median"]
    assert set(median.get_xdata()) == {6.46}
    assert chart.title == "The median sentence has 6 words"
    assert charts.sentence_lengths(sentences([3, 4])).title == "The median sentence has 3.5 words"
    assert charts.sentence_lengths(sentences(), title="Mine").title == "Mine"
    assert "The shortest sentence has 4 words, the longest 10." in chart.caption


def test_sentence_lengths_of_many_texts_are_counted():
    both = pd.concat([sentences([4, 5, 9]), sentences([12, 400], "b")])
    chart = charts.sentence_lengths(both)
    assert list(chart.data["n_sentences"]) == [1, 2, 1, *[0] * 16, 1]
    assert chart.data.iloc[-1].to_dict() == {"words_from": 95, "words_to": -1, "n_sentences": 1}
    assert [bar.get_height() for bar in axes(chart).patches] == list(chart.data["n_sentences"])
    assert "n = 5 sentences in 2 texts" in chart.caption


def test_a_bar_links_to_the_sentences_of_its_range():
    both = pd.concat([sentences([4, 5, 9]), sentences([12, 400], "b")])
    marks = charts.sentence_lengths(both).marks
    assert marks["where"].tolist() == [f"n_words={n}" for n in ("4-4", "5-9", "10-14", "95-400")]
    assert marks["words"].iloc[1] == "5 to 9 words: 2 of 5 sentences"
    assert marks["n"].tolist() == [1, 2, 1, 1]  # a range without a sentence is no mark


def test_no_sentences():
    chart = charts.sentence_lengths(SENTENCES.empty())
    assert texts(axes(chart)) == ["There are no sentences."]


def test_the_first_range_begins_at_the_shortest_sentence():
    words = pd.DataFrame({"doc_id": ["a", "b", "b"], "sent_id": 1})
    chart = charts.sentence_lengths(words.assign(n_words=[7, 12, 12]))
    assert chart.data["words_from"].tolist() == [7, 10]
    assert chart.data["words_to"].tolist() == [9, 14]
    assert axes(chart).get_xlim() == (5, 15)


@pytest.mark.parametrize("longest", [5, 30, 60, 94, 95, 400])
@pytest.mark.parametrize("shortest", [0, 1, 30])
def test_an_axis_has_at_most_five_ticks_and_they_are_apart(shortest, longest):
    ax = axes(charts.sentence_lengths(sentences([shortest, longest] * 40)))
    assert len(ax.get_xticks()) <= 5
    assert len(ax.get_yticks()) <= 5
    start, end = ax.get_xlim()
    apart = pd.Series(ax.get_xticks()).diff().dropna()
    assert (apart > (end - start) / 8).all()
    assert (labels(ax.xaxis)[-1] == "95 or more") == (longest >= 95)


@pytest.mark.parametrize("lengths", [[1, 1, 90], [1, 90, 90]])
def test_the_name_of_the_median_is_inside_the_picture(lengths):
    chart = charts.sentence_lengths(sentences(lengths), width="column")
    chart.figure.draw_without_rendering()
    (name,) = axes(chart).texts
    box = name.get_window_extent()
    assert box.x0 > 0
    assert box.x1 < chart.figure.bbox.width
