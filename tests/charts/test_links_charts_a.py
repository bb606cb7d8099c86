"""Marks of lanes, tenths, lengths, tables of groups and reading maps lead to what they count."""

from pathlib import Path

import pytest
import speeches

from analysis import charts, open_study
from analysis.selection import read_where

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def seeds():
    return open_study(SEEDS)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Eighteen made speeches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(speeches, "COUNTRIES", speeches.COUNTRIES[9:15])
        patch.setattr(speeches, "YEARS", range(2018, 2021))
        return open_study(speeches.write_speeches(tmp_path_factory.mktemp("made")))


@pytest.fixture(params=["seeds", "made"])
def study(request):
    return request.getfixturevalue(request.param)


def check(study, chart):
    """Every mark leads to as many sentences as it counts, and says what it counts."""
    marks = chart.marks
    assert len(marks)
    for mark in marks.itertuples():
        found = study.sentences_where(read_where(mark.where))
        assert len(found) == mark.n, mark
    assert marks["words"].str.len().min() > 0
    return marks


def test_a_bar_of_lengths_leads_to_the_sentences_of_its_range(study):
    marks = check(study, charts.sentence_lengths(study.sentences))
    assert marks["n"].sum() == len(study.sentences)
