"""Lanes: where each theme occurs."""

import pytest
from chart_tables import axes, labels, positions, texts, with_family_columns
from matplotlib.colors import to_hex

from analysis import charts
from analysis.charts import lanes
from analysis.charts.style import PALETTE


def test_dispersion_marks_are_the_sentences():
    chart = charts.dispersion_plot(with_family_columns(positions()))
    ax = axes(chart)
    assert labels(ax.yaxis) == ["Clean water", "Roads", "The council"]
    assert [list(lane.get_positions()) for lane in ax.collections] == [[1, 2, 5], [5], [2, 3]]
    assert [lane.get_lineoffset() for lane in ax.collections] == pytest.approx(ax.get_yticks())
    assert [to_hex(lane.get_edgecolor()[0]) for lane in ax.collections] == [
        PALETTE[0],
        PALETTE[0],
        PALETTE[1],
    ]
    assert texts(ax)[:3] == ["3", "1", "2"]
    assert labels(ax.xaxis) == ["1", "2", "3", "4", "5"]
    assert "marks: Clean water: 1, 2, 5 #2e67d4" in chart.facts


def test_dispersion_of_many_texts_is_relative():
    chart = charts.dispersion_plot(positions(doc_ids=["a", "b", "c"]))
    ax = axes(chart)
    water = ax.collections[0].get_offsets()
    assert water[:, 0].tolist() == pytest.approx([0.1, 0.3, 0.9] * 3)
    assert water[0, 1] < water[3, 1] < water[6, 1]  # the first text at the top
    assert labels(ax.xaxis) == ["start", "middle", "end"]
    assert "n = 3 texts" in chart.caption


@pytest.mark.parametrize("doc_ids", [["a"], ["a", "b", "c"]])
def test_very_many_marks_are_one_picture_in_svg(monkeypatch, doc_ids):
    few = charts.dispersion_plot(positions(doc_ids=doc_ids)).render("svg")
    monkeypatch.setattr(lanes, "VECTORS", 3)
    many = charts.dispersion_plot(positions(doc_ids=doc_ids))
    assert b"<image" not in few
    assert b"<image" in many.render("svg")
    assert many.render("svg") == many.render("svg")


def test_the_title_says_how_often_the_most_frequent_theme_occurs_and_where():
    assert charts.dispersion_plot(positions()).title == (
        "“Clean water” in 3 sentences, from sentence 1 to 5 of 5"
    )
    once = positions(found=[set(), {"topic/water"}])
    assert charts.dispersion_plot(once).title == "“Clean water” in 1 of 2 sentences"
    of_three = charts.dispersion_plot(positions(doc_ids=["a", "b", "c"]))
    assert of_three.title == "“Clean water” in 9 sentences of 3 texts"
    assert charts.dispersion_plot(positions(), title="Mine").title == "Mine"


def test_marks_and_counts_are_links():
    marks = charts.dispersion_plot(positions()).marks.set_index("where")
    assert marks.loc["theme=topic/water&doc_id=a", "n"] == 3
    mark = marks.loc["theme=topic/water&doc_id=a&sent_id=5"]
    assert mark["words"] == "Clean water, sentence 5 of 5 of a"
    assert b"report.html#theme=topic/water&amp;doc_id=a&amp;sent_id=5" in (
        charts.dispersion_plot(positions()).render("svg")
    )


def test_of_very_many_marks_only_the_counts_are_links(monkeypatch):
    monkeypatch.setattr(lanes, "LINKS", 3)
    assert charts.dispersion_plot(positions()).marks["n"].tolist() == [3, 1, 2]


@pytest.mark.parametrize("n", [1, 5, 17, 100, 333])
def test_an_axis_has_at_most_five_ticks(n):
    one = positions(found=[{"topic/water"}] * n)
    assert len(axes(charts.dispersion_plot(one)).get_xticks()) <= 5
