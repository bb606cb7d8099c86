"""The interval of alpha covers the alpha of all units, in a few cells of the simulation."""

import agreement_simulation as simulation
import pytest

CELLS = [
    (simulation.Cell("alike", 3, 0.03, 0.4, False), 500),
    (simulation.Cell("alike", 2, 0.3, 0.95, False), 50),
    (simulation.Cell("doubt", 5, 0.1, 0.8, True), 200),
    (simulation.Cell("strict", 3, 0.5, 0.6, True), 100),
]


@pytest.mark.parametrize(("cell", "size"), CELLS)
def test_the_interval_covers_alpha_of_all_units(cell, size):
    """In 400 runs a coverage of 95 % varies by 1.1 points."""
    (result,) = simulation.simulate(400, [cell], [size], ["made-up units"])
    covered, below, above, _ = result.figures["made-up units"]
    assert result.has_interval > 0.9
    assert 0.92 <= covered <= 0.985
    assert max(below, above) < 0.06


def test_the_interval_of_all_themes_covers_alpha_of_all_sentences():
    truth, covered = simulation.cover_themes(300, 100, 3, themes=6, error=0.1)
    assert 0.7 < truth < 0.9
    assert 0.92 <= covered <= 0.985
