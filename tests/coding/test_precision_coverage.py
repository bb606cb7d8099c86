"""A small simulation of precision, recall and F1; the large one is `precision_simulation.py`."""

import numpy as np
import precision_simulation as simulation
import pytest


@pytest.mark.parametrize("design", simulation.DESIGNS)
def test_intervals_cover_the_truth(design):
    results = simulation.simulate(60, (0.8, 0.6, 0.1), [(design, 200)], seed=5)
    common = [result for (_, _, theme), result in results.items() if theme > 0]
    covered = np.array([result.coverage() for result in common])
    assert 0.92 <= covered.mean() <= 0.98
    assert covered.min() >= 0.85
