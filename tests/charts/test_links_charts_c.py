"""Charts of groups and over time: every mark leads to the sentences that it counts."""

import pandas as pd
import pytest
import speeches

from analysis import open_study
from analysis.charts import deviation, shares_by_group, shares_over_time
from analysis.selection import read_where

KEPT = 6  # texts of each country; enough for groups of every kind


@pytest.fixture(scope="module")
def seed():
    return open_study("seeds")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Made speeches, of which one has no country, and one no year."""
    folder = speeches.write_speeches(tmp_path_factory.mktemp("speeches"))
    metadata = pd.read_csv(folder / "metadata.csv", dtype=str)
    metadata = metadata[metadata["year"].astype(int) % 2 == 0]
    for file in folder.glob("*.txt"):
        if file.stem not in set(metadata["doc_id"]):
            file.unlink()
    metadata.iloc[0, 1] = ""
    metadata.iloc[1, 2] = ""
    metadata.to_csv(folder / "metadata.csv", index=False)
    return open_study(folder)


def check_marks(study, chart, n_marks):
    assert len(chart.marks) == n_marks
    for mark in chart.marks.itertuples():
        assert len(study.sentences_where(read_where(mark.where))) == mark.n, mark.where
        assert f"{mark.n:,}" in mark.words
    assert chart.render("svg").count(b"report.html#") == n_marks


@pytest.mark.parametrize("draw", [shares_by_group, deviation])
def test_marks_of_groups_lead_to_their_sentences(made, draw):
    groups = made.largest_groups("country")
    chart = draw(groups, "country")
    drawn = chart.data[chart.data["shown"]]
    assert "(not stated)" in set(drawn["country"])
    check_marks(made, chart, len(drawn))
    first = chart.marks["words"].str.contains(r"^[A-Z][a-z]+, .+: \d+ of \d+ sentences \(")
    assert first.all()


@pytest.mark.parametrize("draw", [shares_by_group, deviation])
def test_a_pooled_group_leads_to_the_sentences_of_no_group_shown(made, draw):
    chart = draw(made.largest_groups("country", 3), "country")
    others = chart.marks["where"].str.contains("country%21=")
    assert others.sum() == chart.data.loc[chart.data["shown"], "theme"].nunique()
    check_marks(made, chart, chart.data["shown"].sum())


@pytest.mark.parametrize("draw", [shares_by_group, deviation])
def test_marks_of_sections_lead_to_their_sentences(seed, draw):
    chart = draw(seed.largest_groups("section"), "section")
    check_marks(seed, chart, chart.data["shown"].sum())


def test_marks_of_periods_lead_to_their_sentences(made):
    shares = made.shares_over_time("year")
    chart = shares_over_time(shares)
    drawn = chart.data[chart.data["shown"] & (chart.data["n_sentences"] > 0)]
    n_periods = drawn["period"].nunique()
    assert n_periods == 5  # of nine, in four of which nobody spoke
    n_strips = 3
    check_marks(made, chart, len(drawn) + n_strips * n_periods)
