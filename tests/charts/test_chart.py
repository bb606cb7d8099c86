"""What every chart keeps: its data are what is drawn, and its bytes are the same whatever the user's settings."""

import base64
import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from chart_tables import ALL, DRAWN, GROUPS, axes, shares, texts, with_family_columns, words
from matplotlib.figure import Figure

from analysis import charts
from analysis.charts import chart as chart_module
from analysis.charts.chart import Chart
from analysis.charts.style import FONTS
from analysis.faults import InputError

every_chart = pytest.mark.parametrize(("draw", "table"), ALL.values(), ids=ALL)
every_chart_of_themes = pytest.mark.parametrize(("draw", "table"), DRAWN.values(), ids=DRAWN)


@every_chart
def test_chart_is_whole(draw, table):
    given = table()
    before = given.copy(deep=True)
    chart = draw(given)
    pd.testing.assert_frame_equal(given, before)
    assert isinstance(chart, Chart)
    written = words(chart.figure.texts + axes(chart).texts)
    assert chart.title in written
    assert chart.caption in written
    assert "n = 5 sentences" in chart.caption
    assert "5" in chart.alt
    assert list(chart.data.index) == list(range(len(chart.data)))
    assert "matplotlib.pyplot" not in sys.modules or not mpl.pyplot.get_fignums()
    assert {chart.title, chart.caption} <= set(chart.facts.split("\n"))


def test_a_notebook_gets_png_facts_and_alt():
    chart = charts.prevalence(shares())
    data, metadata = chart._repr_mimebundle_()
    assert base64.b64decode(data["image/png"], validate=True).startswith(b"\x89PNG")
    assert data["text/plain"] == chart.facts
    width, height = chart.figure.get_size_inches() * 96
    shown = {"alt": chart.alt, "width": round(width), "height": round(height)}
    assert metadata == {"image/png": shown}
    json.dumps([data, metadata])


# -- bytes -------------------------------------------------------------------------------------------

HOSTILE_STYLE = {
    "axes.grid": True,
    "axes.spines.top": True,
    "axes.unicode_minus": False,
    "figure.autolayout": True,
    "font.family": "serif",
    "font.size": 31,
    "lines.linewidth": 9,
    "patch.linewidth": 9,
    "path.sketch": (5, 50, 2),
    "pdf.fonttype": 3,
    "savefig.bbox": "tight",
    "savefig.dpi": 33,
    "savefig.transparent": True,
    "svg.fonttype": "path",
    "svg.hashsalt": None,
    "text.parse_math": True,
    "xtick.top": True,
}


@every_chart
def test_bytes_are_the_same_under_a_hostile_matplotlibrc(draw, table):
    formats = ("png", "svg", "pdf") if draw is charts.prevalence else ("svg",)
    chart = draw(table())
    first = {format: chart.render(format) for format in formats}
    facts = chart.facts
    with mpl.rc_context(HOSTILE_STYLE):
        again = draw(table())
        assert {format: again.render(format) for format in formats} == first
        assert again.facts == facts
        assert mpl.rcParams["font.size"] == 31
    again.figure.stale = True  # so that it is rendered once more
    assert again.render("svg") == first["svg"]
    assert first.get("png", b"\x89PNG").startswith(b"\x89PNG")
    assert first.get("pdf", b"%PDF").startswith(b"%PDF")
    ET.fromstring(first["svg"])  # well-formed
    assert chart.title.split(":")[0].encode() in first["svg"]  # its text is text


def test_a_figure_is_rendered_once_per_format(monkeypatch):
    rendered = []
    render = chart_module._render

    def count(figure, format):
        rendered.append(format)
        return render(figure, format)

    monkeypatch.setattr(chart_module, "_render", count)
    chart = charts.prevalence(shares())
    chart._repr_mimebundle_()
    first = {format: chart.render(format) for format in ("png", "svg", "pdf", "png", "svg")}
    assert rendered == ["png", "svg", "pdf"]
    axes(chart).set_xlabel("changed")
    assert b"changed" in chart.render("svg")
    assert chart.render("png") != first["png"]


def test_charts_on_one_figure_render_all_of_it():
    figure = Figure()
    left, right = figure.subplots(1, 2)
    first = charts.prevalence(shares(), ax=left)
    alone = first.render("svg")
    second = charts.section_heatmap(shares(GROUPS), ax=right)
    assert second.render("svg") == first.render("svg") != alone


def test_other_formats_are_refused():
    with pytest.raises(ValueError, match="found 'gif'; expected one of 'png', 'svg', 'pdf'"):
        charts.prevalence(shares()).render("gif")


# -- axes --------------------------------------------------------------------------------------------


def test_a_chart_is_saved_by_the_ending_of_the_name(tmp_path):
    draw, table = next(iter(ALL.values()))
    chart = draw(table())
    for kind in ("png", "svg", "pdf"):
        chart.save(tmp_path / "new" / f"bars.{kind}")
        assert Path(tmp_path, "new", f"bars.{kind}").read_bytes() == chart.render(kind)
    chart.save(tmp_path / "new" / "bars.png")  # the same picture again
    with pytest.raises(InputError, match=r"found the ending of no picture; expected '\.png'"):
        chart.save(tmp_path / "bars.pngg")


def test_saving_replaces_nothing_unless_told_to(tmp_path):
    draw, table = next(iter(ALL.values()))
    chart = draw(table())
    mine = tmp_path / "mine.png"
    mine.write_bytes(b"a photograph")
    with pytest.raises(
        InputError, match="that is not this picture; expected a new name, or `replace=True`"
    ):
        chart.save(mine)
    assert mine.read_bytes() == b"a photograph"
    chart.save(mine, replace=True)
    assert mine.read_bytes() == chart.render("png")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.png"]


@every_chart
def test_draws_into_given_axes(draw, table):
    with mpl.rc_context({"text.parse_math": True, "font.family": "serif"}):
        figure = Figure()
        left, right = figure.subplots(1, 2)
    chart = draw(table(), ax=right)
    assert chart.figure is figure
    assert right.get_title("left") == chart.title
    assert "n = 5" in chart.caption
    assert not figure.texts
    assert not left.patches
    assert f"title: {chart.title}" in chart.facts
    ticks = [*right.get_xticklabels(), *right.get_yticklabels()]
    written = [right.xaxis.label, right.yaxis.label, *ticks]
    assert not any(text.get_parse_math() for text in written)
    assert all(text.get_fontfamily() == FONTS for text in written)


def test_draws_into_axes_of_a_subfigure():
    figure = Figure()
    part, _ = figure.subfigures(1, 2)
    chart = charts.prevalence(shares(), ax=part.subplots())
    assert chart.figure is figure
    assert b"Clean water" in chart.render("svg")


# -- little or nothing to draw -----------------------------------------------------------------------

NOTHING = {
    "The codebook has no such themes.",
    "None of these themes occurs.",
    "No two themes occur in the same sentence.",
    "No sentence carries both.",
    "No theme occurs in this text.",
    "The codebook lacks one of the two families.",
}


@every_chart_of_themes
@pytest.mark.parametrize("empty", [False, True], ids=["no hits", "no rows"])
@pytest.mark.parametrize("complete", [False, True], ids=["plain", "with family columns"])
def test_a_picture_without_hits_says_so_in_words(draw, table, empty, complete):
    given = table(found=[set()] * 5)
    if complete:
        given = with_family_columns(given)
    chart = draw(given.iloc[:0] if empty else given)
    (message,) = texts(axes(chart))
    assert message in NOTHING
    assert message in chart.alt
    assert "n = " in chart.caption


@every_chart_of_themes
def test_one_sentence(draw, table):
    one = [{"topic/water", "actor/council"}]
    chart = draw(table(found=one))
    assert "n = 1 sentence" in chart.caption
    assert axes(chart).patches


# -- tables ------------------------------------------------------------------------------------------


@every_chart_of_themes
def test_data_leave_family_columns_out(draw, table):
    plain = draw(table())
    complete = draw(with_family_columns(table()))
    pd.testing.assert_frame_equal(complete.data, plain.data)


def test_missing_columns_are_named():
    with pytest.raises(InputError, match="no column 'share'"):
        charts.prevalence(shares().drop(columns="share"))
    with pytest.raises(InputError, match="no column 'outlet'"):
        charts.section_heatmap(shares(GROUPS), by="outlet")
