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
