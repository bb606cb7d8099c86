"""No chart hides a rare theme of the family that its title speaks of."""

from pathlib import Path

import pytest

import analysis
from analysis import charts

SEED = Path(analysis.__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def study():
    return analysis.open_study(SEED)


@pytest.mark.parametrize(
    "draw",
    [
        lambda study: charts.prevalence(study.shares()),
        lambda study: charts.intervals(study.compare_intervals(draws=50)),
        lambda study: charts.dispersion_plot(study.positions()),
        lambda study: charts.section_heatmap(study.shares("section")),
    ],
    ids=["prevalence", "intervals", "dispersion_plot", "section_heatmap"],
)
def test_one_sentence_of_criticism_is_seen_beside_eleven_of_praise(study, draw):
    data = draw(study).data
    shown = set(data.loc[data["shown"], "theme"])
    assert {"tone/praise", "tone/criticism", "tone/hedging"} <= shown
    assert len(shown - {"topic", "actor", "arena", "tone"}) <= 20
