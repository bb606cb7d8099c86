"""Intervals of log odds: the quantile of Student's t, and how often they cover the truth."""

import numpy as np
import pytest

from analysis.measures.cooccurrence import _associate
from analysis.measures.log_odds import Occurrences, find_clusters, student_t

# Quantiles for 95%, from table A.2 in Snedecor and Cochran (1989, Statistical Methods).
STUDENT = {4: 2.776, 5: 2.571, 6: 2.447, 8: 2.306, 10: 2.228, 15: 2.131, 20: 2.086, 30: 2.042}


@pytest.mark.parametrize("degrees", STUDENT)
def test_students_t(degrees):
    assert student_t(degrees) == pytest.approx(STUDENT[degrees], abs=0.001)


def test_students_t_has_a_degree_of_freedom_at_least():
    assert np.isnan(student_t(0))
    assert np.isnan(student_t(-1))


def simulate(rng: np.random.Generator, n_texts: int) -> Occurrences:
    """Texts of unequal length, in which two themes depend on their text but not on each other."""
    sizes = rng.poisson(rng.gamma(2, 25, n_texts)) + 1
    text = np.repeat(np.arange(n_texts), sizes)
    of_text = rng.normal(size=(n_texts, 2))
    share = 1 / (1 + np.exp(2 - of_text[text]))
    sentence, theme = (rng.random(share.shape) < share).nonzero()
    follows = np.append(False, np.diff(text) == 0)
    return Occurrences(text, text, follows, sentence, theme, n_themes=2)


def test_intervals_by_texts_cover_the_truth_and_plain_ones_do_not():
    """The true log odds are 0; 300 corpora of 40 texts."""
    rng = np.random.default_rng(8)
    covered = []
    covered_by_plain = []
    for _ in range(300):
        found = simulate(rng, n_texts=40)
        by_texts = _associate(found, find_clusters(found))
        alone = found._replace(text=np.arange(found.n_sentences))
        plain = _associate(alone, find_clusters(alone))
        covered.append(by_texts.low[0, 1] <= 0 <= by_texts.high[0, 1])
        covered_by_plain.append(plain.low[0, 1] <= 0 <= plain.high[0, 1])
    assert 0.91 <= np.mean(covered) <= 0.98
    assert np.mean(covered_by_plain) < 0.88
