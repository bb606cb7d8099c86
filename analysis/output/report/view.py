"""Which sentences the page holds: all, or of many texts the paragraphs of the evidence."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.output.report.selections import Rows

LARGEST = 5_000_000  # bytes of text that a page holds whole
MOST_OF_THEME = 200  # sentences of one theme, if the texts are larger
MOST_OF_MARK = 5  # sentences of one mark that the page holds at least, likewise

# Bytes of the page for one sentence and one match, beside the text itself; and how many bytes the
# marked texts may take, for so many bytes of text.
PER_SENTENCE = 40
PER_MATCH = 30
SPARE = 300_000


@dataclass(frozen=True)
class View:
    """The sentences that the page holds.

    Attributes:
        rows: their row numbers in `sentences`.
        position: the position in the page of each row of `sentences`; -1 if it is not there.
        is_whole: whether all sentences are there.
    """

    rows: Rows
    position: np.ndarray
    is_whole: bool

    def positions(self, rows: Rows) -> np.ndarray:
        """Return the positions in the page of some sentences, of those that are there."""
        found = self.position[rows]
        return found[found >= 0]


def choose_view(
    sentences: pd.DataFrame,
    n_hits: int,
    of_themes: Iterable[Rows],
    of_marks: Iterable[Rows],
    largest: int = LARGEST,
) -> View:
    """Choose the sentences that the page holds.

    Args:
        sentences: all sentences.
        n_hits: how many hits they have.
        of_themes: the sentences of each theme, and those without a theme.
        of_marks: the sentences of each mark.
        largest: the most bytes of text that a page holds whole.
    """
    size = measure_bytes(sentences)
    n_bytes = int(size.sum())
    added = PER_SENTENCE * len(sentences) + PER_MATCH * n_hits
    if n_bytes <= largest and added <= n_bytes + SPARE:
        return _view_of(np.ones(len(sentences), dtype=bool))
    paragraph = _number_paragraphs(sentences)
    of_themes, of_marks = list(of_themes), list(of_marks)
    n_of_theme, n_of_mark = MOST_OF_THEME, MOST_OF_MARK
    while True:
        chosen = np.zeros(len(sentences), dtype=bool)
        for rows, most in ((of_themes, n_of_theme), (of_marks, n_of_mark)):
            for own in rows:
                chosen[spread(own, most)] = True
        shown = np.isin(paragraph, paragraph[chosen])
        if size[shown].sum() <= min(largest, n_bytes) or n_of_theme == 1:
            return _view_of(shown)
        n_of_theme, n_of_mark = max(1, n_of_theme // 2), n_of_mark // 2


def measure_bytes(sentences: pd.DataFrame) -> np.ndarray:
    """Count the bytes of each sentence in UTF-8."""
    sizes = [len(text.encode("utf-8", "surrogatepass")) for text in sentences["sentence"]]
    return np.array(sizes, dtype=np.int64)


def spread(rows: Rows, most: int) -> Rows:
    """Choose some rows, evenly spread from the first to the last.

    >>> spread(np.arange(10), 4).tolist()
    [0, 3, 6, 9]
    """
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).round().astype(int)]


def _view_of(shown: np.ndarray) -> View:
    rows = np.flatnonzero(shown)
    position = np.full(len(shown), -1, dtype=np.int64)
    position[rows] = np.arange(len(rows))
    return View(rows, position, bool(shown.all()))


def _number_paragraphs(sentences: pd.DataFrame) -> np.ndarray:
    """Number the paragraphs of all texts, one after the other."""
    document, _ = factorize_runs(sentences["doc_id"])
    _, number = np.unique(
        np.column_stack([document, sentences["paragraph"].to_numpy()]), axis=0, return_inverse=True
    )
    return number.reshape(-1)
