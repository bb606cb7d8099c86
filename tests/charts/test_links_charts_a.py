"""Marks of lanes, tenths, lengths, tables of groups and reading maps lead to what they count."""

from pathlib import Path

import pytest
import speeches

from analysis import charts, open_study
from analysis.measures.selected import Selector
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
    first = marks.iloc[0]
    assert len(study.sentences_where(read_where(first["where"]))) == first["n"]
    selector = Selector(study.sentences, study.hits, study.documents, study.codebook, study.gold)
    for mark in marks.itertuples():
        assert selector.mark(read_where(mark.where)).sum() == mark.n, mark
    assert marks["words"].str.len().min() > 0
    return marks


def test_a_bar_of_lengths_leads_to_the_sentences_of_its_range(study):
    marks = check(study, charts.sentence_lengths(study.sentences))
    assert marks["n"].sum() == len(study.sentences)


def test_marks_of_lanes_lead_to_their_sentences(seeds, made):
    chart = charts.dispersion_plot(seeds.positions())
    n_drawn = chart.data["shown"].sum()
    assert check(seeds, chart)["n"].sum() == 2 * n_drawn  # as marks, and in the counts of lanes
    first = made.documents["doc_id"].head(2)
    two_texts = made.positions()[lambda table: table["doc_id"].isin(first)]
    check(made, charts.dispersion_plot(two_texts))


def test_bars_of_tenths_lead_to_the_sentences_of_their_tenth(made):
    table = made.through_texts(draws=20)
    marks = check(made, charts.dispersion_plot(table))
    drawn = table["theme"].isin(read_where("&".join(marks["where"]))["theme"])
    assert marks["n"].sum() == table.loc[drawn, "n_sentences_hit"].sum()
    by_country = charts.shares_by_tenth(made.tenths("country"), "country")
    marks = check(made, by_country)
    assert marks["where"].str.contains("&country=country%20").all()


def test_blocks_of_a_reading_map_lead_to_their_sentence(seeds, made):
    marks = check(seeds, charts.reading_map(seeds.reading_map()))
    assert marks["n"].eq(1).all()
    assert len(set(marks["where"])) == len(marks)
    text = made.documents["doc_id"].iloc[3]
    marks = check(made, charts.reading_map(made.reading_map(text), n_texts=18))
    of_sentences = ~marks["where"].str.startswith("theme=")
    assert of_sentences.sum() == (made.sentences["doc_id"] == text).sum()


def test_cells_of_sections_lead_to_their_sentences(seeds):
    check(seeds, charts.section_heatmap(seeds.group_shares("section"), n_texts=1))
    check(seeds, charts.section_heatmap(seeds.shares(by="section")))


def test_cells_of_groups_lead_to_their_sentences(made):
    check(made, charts.section_heatmap(made.group_shares("country"), "country"))
    check(made, charts.section_heatmap(made.shares(by="doc_id"), "doc_id"))
