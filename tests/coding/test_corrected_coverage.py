"""A small simulation of corrected shares; the large one is `corrected_simulation.py`."""

import corrected_simulation as simulation
import numpy as np
import pytest


@pytest.fixture(scope="module")
def results():
    samples = [("random", 200), ("root", 200)]
    return simulation.simulate(120, simulation.CODEBOOKS[0], samples, seed=3)


def test_corrected_intervals_cover_the_truth_and_those_of_hits_do_not(results):
    covered = [
        simulation.coverage(result.corrected, result.truth)[0] for result in results.values()
    ]
    assert 0.92 <= np.mean(covered) <= 0.98
    assert min(covered) >= 0.88
    assert np.mean([simulation.covered_by_hits(result) for result in results.values()]) < 0.5


def test_corrected_intervals_are_no_wider_than_those_of_the_sample_alone(results):
    for result in results.values():
        wide, alone = simulation.width(result.corrected), simulation.width(result.alone)
        assert (wide <= alone + 1e-12).all()
