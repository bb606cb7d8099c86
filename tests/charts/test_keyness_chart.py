"""Keyness: the terms that stand out, with intervals, and a mark for terms of one text."""

import numpy as np
import pandas as pd
import pytest
from chart_tables import HOSTILE, axes, labels, texts

from analysis import charts
from analysis.charts.keyness import ONE_TEXT, ROWS
from analysis.charts.style import NEUTRAL
from analysis.faults import InputError
from analysis.tables import ENGLISH_KEYNESS, KEYNESS


def terms(*rows: tuple, **more) -> pd.DataFrame:
    """A table of terms: name, `g2`, and on how many texts of target and reference."""
    names, g2, n_target, n_reference = zip(*rows, strict=True)
    sign = np.sign(g2)
    columns = {
        "term": names,
        "n_target": 12,
        "n_reference": 3,
        "size_target": 1000,
        "size_reference": 2000,
        "expected": 5.04,
        "g2": g2,
        "p": 0.001,
        "p_adjusted": np.where(np.abs(g2) > 10, 0.01, 0.5),
        "log_ratio": 2.0 * sign,
        "low": 2 * sign - 1,
        "high": 2 * sign + 1,
        "n_texts": np.add(n_target, n_reference),
        "n_texts_target": n_target,
        "n_texts_reference": n_reference,
        "dp_norm": 0.25,
        **more,
    }
    return KEYNESS.frame(columns)


PLANTED = terms(
    ("echo", 90, 1, 0), ("tax", 60, 7, 2), ("war", -40, 1, 8), ("peace", 20, 9, 9), ("the", 2, 9, 9)
)


def test_terms_that_stand_out_are_rows_by_direction():
    chart = charts.keyness(PLANTED, where="in 2020", against="the other years")
    ax = axes(chart)
    assert labels(ax.yaxis) == ["echo", "tax", "peace", "war"]
    assert [dots.get_offsets()[0][0] for dots in ax.collections] == [2, 2, 2, -2]
    intervals = [line.get_xdata().tolist() for line in ax.lines if len(line.get_label()) < 6]
    assert [pair for pair in intervals if pair != [0, 0]] == [[1, 3]] * 3 + [[-3, -1]]
    assert {"More frequent in 2020", "Rarer in 2020"} <= set(texts(ax))
    assert chart.data["shown"].tolist() == [True, True, True, True, False]
    assert len(chart.data) == len(PLANTED)
    assert "n = 5 different words, in 2020 compared with the other years." in chart.caption


def test_a_term_of_one_text_is_marked_and_not_in_the_title():
    chart = charts.keyness(PLANTED, where="in 2020")
    assert chart.title == "Words that stand out in 2020: “tax”, “peace”"
    dots = {point.get_label(): point for point in axes(chart).collections}
    assert dots["echo"].get_facecolor()[0].tolist() == [1, 1, 1, 1]
    assert f"points: echo: 2, 0.4575 {'#ffffff'}" in chart.facts
    assert f"line: echo: 1, 0.4575, 3, 0.4575 {ONE_TEXT}" in chart.facts
    assert f"line: tax: 1, 0.6925, 3, 0.6925 {NEUTRAL}" in chart.facts
    assert "Hollow dot, 1 word: it occurs in one text only" in chart.caption
    # "war" is in one text of the target, but it is the reference in which it is frequent
    assert "war" not in {name for name, dot in dots.items() if dot.get_facecolor()[0, 0] == 1}


def test_a_long_heading_ends_before_the_numbers():
    where = "in “Empowering Global Human Rights and Governance for All, Everywhere and Always”"
    written = texts(axes(charts.keyness(PLANTED, where=where)))
    assert len([text for text in written if text.startswith(("More", "Rarer"))]) == 2
    assert all(text.endswith("…") for text in written if text.startswith("More frequent in"))


def test_counts_of_zero_are_explained():
    assert "0.5 is added" not in charts.keyness(PLANTED).caption
    table = PLANTED.assign(n_reference=[0, 3, 3, 3, 3])
    assert "Where a count is 0, 0.5 is added to both." in charts.keyness(table).caption


def test_numbers_stand_beside_the_rows():
    written = texts(axes(charts.keyness(PLANTED)))
    for heading in ("count", "expected", "texts", "DPnorm"):
        assert written.count(heading) == 1
    for cell, n in {"12": 4, "5.0": 4, "0.25": 4, "1": 1, "7": 1, "9": 1, "8": 1}.items():
        assert written.count(cell) == n


def test_titles_say_what_is_found():
    rare = terms(("war", -40, 1, 8))
    assert charts.keyness(rare).title == "Words that are rarer in the target: “war”"
    lonely = terms(("echo", 90, 1, 0), ("the", 1, 9, 9))
    assert charts.keyness(lonely).title == "Only words of a single text stand out in the target"
    phrases = terms(("human rights", 50, 4, 4))
    assert charts.keyness(phrases).title == "Phrases that stand out in the target: “human rights”"


def test_where_a_side_is_one_text_no_term_is_marked():
    chart = charts.keyness(terms(("a", 90, 1, 4), ("b", 50, 1, 3), ("c", -30, 0, 2)))
    assert "Hollow" not in chart.caption
    assert chart.title == "Words that stand out in the target: “a”, “b”"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (KEYNESS.empty(), "n = 0 different words"),
        (
            terms(("a", 1, 2, 2)),
            "With so many words compared, every difference could be chance (adjusted p ≥ 0.05).",
        ),
        (terms(("a", 1, 2, 2), g2=np.nan, p_adjusted=np.nan), "There is nothing to compare with."),
    ],
)
def test_where_nothing_stands_out_the_chart_says_so(table, said):
    chart = charts.keyness(table, where="in 2020")
    assert chart.title == "No word stands out in 2020"
    assert said in chart.caption
    assert texts(axes(chart)) == ["No word stands out."]


def test_a_long_table_is_cut_and_the_caption_says_so():
    rows = [(f"word{number}", 100.0 - number, 4, 4) for number in range(30)]
    chart = charts.keyness(terms(*rows))
    assert len(labels(axes(chart).yaxis)) == ROWS
    assert "The chart shows the 20 strongest of 30 words that stand out" in chart.caption
    assert chart.data["shown"].sum() == ROWS


def test_ticks_are_round_and_do_not_touch():
    chart = charts.keyness(terms(("a", 90, 4, 4), low=-1.0, high=16.0))
    ticks = labels(axes(chart).xaxis)
    assert "1×" in ticks
    assert len(ticks) <= 8
    chart = charts.keyness(terms(("a", -90, 4, 4), low=-2.2, high=-0.5))
    assert labels(axes(chart).xaxis) == ["1/4×", "1/2×", "1×", "2×"]


def test_general_english_has_one_side():
    planted = PLANTED.assign(frequency=0.01, n_texts=[1, 5, 9, 9, 9])
    table = ENGLISH_KEYNESS.frame(planted[list(ENGLISH_KEYNESS.columns)])
    chart = charts.keyness(table, where="in the texts", against="general English")
    assert chart.title == "Words that stand out in the texts: “tax”, “peace”"
    assert "DPnorm is 0 if the texts share it evenly" in chart.caption
    chart = charts.keyness(table.assign(g2=table["g2"].where(table["term"] != "the")))
    assert "Not compared: 1 word for which the reference gives no frequency." in chart.caption


def test_hostile_terms_and_axes_of_ones_own():
    table = terms(*((text, 90, 3, 3) for text in HOSTILE))
    chart = charts.keyness(table, where=HOSTILE[0], against=HOSTILE[0])
    chart.render("png")
    own = charts.keyness(PLANTED).figure.add_subplot()
    assert charts.keyness(PLANTED, ax=own).figure is own.figure


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match="no column 'log_ratio'"):
        charts.keyness(PLANTED.drop(columns="log_ratio"))
