"""Links of bars: each leads to exactly the sentences that it counts."""

from pathlib import Path

import pytest
import speeches

import analysis
from analysis import charts
from analysis.selection import read_where

SEED = Path(analysis.__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def seed():
    return analysis.open_study(SEED)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A few of the made speeches."""
    folder = speeches.write_speeches(tmp_path_factory.mktemp("speeches"))
    study = analysis.open_study(folder)
    return study.where(year=[2019, 2020])


@pytest.fixture(params=["seed", "many"])
def study(request):
    return request.getfixturevalue(request.param)


def check(chart, study, n_marks: int):
    """Check that there are so many marks, and that each counts the sentences it leads to."""
    marks = chart.marks
    assert len(marks) == n_marks
    for mark in marks.itertuples():
        assert len(study.sentences_where(read_where(mark.where))) == mark.n, mark


def n_per_theme(study):
    """How many marks a theme has: what the patterns found, and what a reader coded, if any did."""
    return 2 if len(study.gold) else 1


def test_each_bar_leads_to_its_sentences(study):
    chart = charts.prevalence(study.shares())
    n_bars = len(chart.figure.axes[0].patches)
    check(chart, study, n_bars * n_per_theme(study))


def test_each_interval_leads_to_its_sentences(study):
    chart = charts.intervals(study.compare_intervals(draws=50))
    n_rows = len(chart.figure.axes[0].get_yticks())
    check(chart, study, n_rows * n_per_theme(study))


def test_each_term_leads_to_the_sentences_of_its_part(study):
    part = study.parts()["part"].iloc[0]
    table = study.words_of_part(part).assign(p_adjusted=0.01)  # so that terms are drawn
    drawn = table.head(20)
    chart = charts.keyness(table, part=part)
    check(chart, study, int((drawn["n_sentences_target"] > 0).sum()))


def test_each_term_of_a_group_a_period_or_english_leads_to_its_sentences(many):
    tables = [many.distinctive_words("country", "country L"), many.new_words("year", 2020)]
    for table in tables:
        check(charts.keyness(table), many, int((_drawn(table)["n_sentences_target"] > 0).sum()))


def _drawn(table):
    return table[table["p_adjusted"] < 0.05].head(20)


def test_each_dot_leads_to_the_sentences_that_its_pattern_finds(study):
    table = study.reliance()
    chart = charts.reliance(table)
    drawn = chart.data[chart.data["shown"] & (chart.data["n_found"] > 0)]
    check(chart, study, len(drawn))
