"""Two codebooks held against the same codings: which one comes closer to what people coded."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.coded_sample import (
    check_codings_of_sample,
    keep_half,
    tabulate_themes,
    weigh_coded,
)
from analysis.faults import raise_all
from analysis.measures.carried import KEY, is_under, number_sentences
from analysis.measures.log_odds import student_t
from analysis.tables import (
    CODINGS,
    COMPARED_CODEBOOKS,
    DIFFERING_CODEBOOKS,
    LEAST_COUNTED,
    SAMPLE,
    SENTENCES,
)

LEAST_MOVED = 5  # sentences found by one codebook only; with fewer there is no interval
FIGURES = ("precision", "recall", "f1")


class Found(NamedTuple):
    """What a codebook finds.

    Attributes:
        hits: one row per match, as from `find_hits`.
        codebook: the codebook.
    """

    hits: pd.DataFrame
    codebook: Codebook


class Compared(NamedTuple):
    """Two codebooks side by side.

    Attributes:
        figures: one row per theme and figure (`analysis.tables.COMPARED_CODEBOOKS`).
        sentences: one row per sentence and theme that only one codebook gets right
            (`analysis.tables.DIFFERING_CODEBOOKS`).
        half: the half of the sample that counts; `""` for all that was coded.
    """

    figures: pd.DataFrame
    sentences: pd.DataFrame
    half: str = ""


class _Read(NamedTuple):
    """The sentences read x the themes of both codebooks.

    Attributes:
        rows: the sentences, as row numbers.
        stratum: their strata, numbers from 0.
        weight: how many sentences each stands for; 1 without a sample.
        uncoded: by sentence, the part of its stratum that was not read; 1 without a sample.
        coded: what was coded by hand.
        before: what the codebook before found.
        now: what the codebook now finds.
    """

    rows: np.ndarray
    stratum: np.ndarray
    weight: np.ndarray
    uncoded: np.ndarray
    coded: np.ndarray
    before: np.ndarray
    now: np.ndarray


class _Estimate(NamedTuple):
    """A figure by theme.

    Attributes:
        share: the figure, weighted.
        error: sentences x themes, what each sentence adds to the error of the figure.
        total: the weights of the sentences that it is a share of.
        n: how many these are.
    """

    share: np.ndarray
    error: np.ndarray
    total: np.ndarray
    n: np.ndarray


def compare_with_people(
    sentences: pd.DataFrame,
    before: Found,
    now: Found,
    codings: pd.DataFrame,
    sample: pd.DataFrame | None = None,
    *,
    half: str = "",
) -> Compared:
    """Compare two codebooks with what people coded, theme by theme.

    The 95 % interval of a difference is paired: both codebooks are held against the same sentences,
    so only those that they treat differently make it uncertain. It is made by linearisation, the
    standard method for a difference of ratios in a stratified sample (Särndal, Swensson and Wretman
    1992, "Model Assisted Survey Sampling", section 5.6), with Student's t. Its variance is that of
    one more sentence that is moved, half of which was coded, with the largest weight of the sample:
    so a rare kind of change that the sample happens to lack is not taken for impossible (Agresti
    and Min 2005, Statistics in Medicine 24, 729-740, do so without weights).

    Args:
        sentences: one row per sentence, as from `split_sentences`.
        before: what one codebook finds in them.
        now: what the other codebook finds in them.
        codings: one row per theme that was coded in a sentence (`analysis.tables.CODINGS`), by one
            coder. Themes that only one codebook has are left out.
        sample: one row per sentence drawn (`analysis.tables.SAMPLE`), if these sentences were drawn
            at random.
        half: "improve" or "report", to count one half of the sample only.

    Returns:
        Figures and sentences of the themes that both codebooks have, in the order of the codebook
        now; themes that neither found and nobody coded are left out. A difference has an interval
        only if ten sentences or more count on both sides, and the codebooks differ in five of them.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = THEMES.frame({"theme": ["aid"], "label": ["Aid"]})
    >>> codebook = Codebook("Tiny", "1", "en", themes, PATTERNS.empty(), sha256="")
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2, 3], "sentence": ["x", "y", "z"]})
    >>> hits = sentences.assign(theme="aid")
    >>> codings = sentences.head(2).assign(theme="aid")
    >>> sides = Found(hits.head(1), codebook), Found(hits, codebook)
    >>> compared = compare_with_people(sentences, *sides, codings)
    >>> compared.figures[["figure", "before", "now"]].round(2).to_numpy().tolist()
    [['precision', 1.0, 1.0], ['recall', 0.5, 1.0], ['f1', 0.67, 1.0]]
    """
    SENTENCES.need(sentences, [*KEY, "sentence"])
    CODINGS.need(codings, [*KEY, "theme"])
    if sample is not None:
        SAMPLE.unique(SAMPLE.need(sample))
        raise_all(check_codings_of_sample(sentences, codings, sample))
    if half:
        codings = keep_half(codings, sample, half)
    themes = _find_common(before.codebook, now.codebook)
    read = _read(sentences, before, now, codings, sample, themes["theme"])
    is_there = (read.coded | read.before | read.now).any(axis=0)
    themes = themes[is_there].reset_index(drop=True)
    read = read._replace(
        coded=read.coded[:, is_there], before=read.before[:, is_there], now=read.now[:, is_there]
    )
    figures = _compare_figures(read, themes)
    return Compared(figures, _list_sentences(read, themes, sentences), half)


def _find_common(before: Codebook, now: Codebook) -> pd.DataFrame:
    """Find the coded themes of a codebook that another one has as well."""
    is_common = now.themes["theme"].isin(before.themes["theme"])
    is_coded = now.themes["theme"].isin(now.coded_themes()["theme"])
    return now.themes.loc[is_common & is_coded, ["theme", "label"]]


def _read(
    sentences: pd.DataFrame,
    before: Found,
    now: Found,
    codings: pd.DataFrame,
    sample: pd.DataFrame | None,
    themes: pd.Series,
) -> _Read:
    """Find the sentences that were read, and what was coded and found in them."""
    if sample is None:
        numbers = number_sentences(sentences, codings[KEY].drop_duplicates())
        rows = np.sort(numbers[numbers >= 0])
        stratum, weight = np.zeros(len(rows), dtype=np.int64), np.ones(len(rows))
        uncoded = weight
    else:
        coded = weigh_coded(sentences, codings, sample)
        rows, stratum, weight = coded.row, coded.stratum, coded.weight
        uncoded = (1 - 1 / weight).clip(0)
    read = sentences.iloc[rows]
    return _Read(
        rows,
        stratum,
        weight,
        uncoded,
        coded=_tabulate_codings(read, codings, themes),
        before=_tabulate_found(read, before, themes),
        now=_tabulate_found(read, now, themes),
    )


def _tabulate_codings(read: pd.DataFrame, codings: pd.DataFrame, themes: pd.Series) -> np.ndarray:
    """Tell which sentence was coded with which theme, or one below it in either codebook."""
    row = number_sentences(read, codings)
    table = np.zeros((len(read), len(themes)), dtype=bool)
    for number, theme in enumerate(themes):
        of_theme = is_under(codings["theme"], theme).to_numpy() & (row >= 0)
        table[row[of_theme], number] = True
    return table


def _tabulate_found(read: pd.DataFrame, found: Found, themes: pd.Series) -> np.ndarray:
    table = tabulate_themes(read, found.hits, found.codebook)
    return table[:, pd.Index(found.codebook.themes["theme"]).get_indexer(themes)]


def _compare_figures(read: _Read, themes: pd.DataFrame) -> pd.DataFrame:
    is_moved = read.before != read.now
    n_only = {
        "n_only_before": (is_moved & (read.before == read.coded)).sum(axis=0),
        "n_only_now": (is_moved & (read.now == read.coded)).sum(axis=0),
    }
    is_moved_enough = is_moved.sum(axis=0) >= LEAST_MOVED
    tables = []
    for figure in FIGURES:
        before = _estimate(read, read.before, figure)
        now = _estimate(read, read.now, figure)
        is_enough = is_moved_enough & (np.minimum(before.n, now.n) >= LEAST_COUNTED)
        half = np.where(is_enough, _half_width(read, figure, before, now), np.nan)
        difference = now.share - before.share
        columns = {
            "n_read": len(read.rows),
            "n_coded": read.coded.sum(axis=0),
            **n_only,
            "figure": figure,
            "before": before.share,
            "now": now.share,
            "difference": difference,
            "low": (difference - half).clip(-1, 1),
            "high": (difference + half).clip(-1, 1),
        }
        tables.append(themes.assign(order=range(len(themes)), **columns))
    rows = pd.concat(tables).sort_values("order", kind="stable").drop(columns="order")
    return COMPARED_CODEBOOKS.frame(rows)


def _estimate(read: _Read, found: np.ndarray, figure: str) -> _Estimate:
    """Estimate a figure by theme."""
    above, below = _list_parts(read.coded, found, figure)
    weight = read.weight[:, None]
    total = (weight * below).sum(axis=0)
    with np.errstate(invalid="ignore"):  # nothing was found or coded
        share = (weight * above).sum(axis=0) / total
        error = weight * (above - share * below) / total
    return _Estimate(share, error, total, (below > 0).sum(axis=0))


def _list_parts(coded: np.ndarray, found: np.ndarray, figure: str) -> tuple[np.ndarray, np.ndarray]:
    """List what a figure is a ratio of, sentence by sentence."""
    above = 1.0 * (coded & found)
    if figure == "precision":
        return above, 1.0 * found
    if figure == "recall":
        return above, 1.0 * coded
    return 2 * above, 1.0 * found + coded


def _one_more(read: _Read, figure: str, side: _Estimate) -> np.ndarray:
    """Compute what one more sentence that is moved, half of which was coded, adds to the variance.

    A sentence that is found as well adds to the ratio above if it was coded, and below but for
    recall.
    """
    above, below = {"precision": (1, 1), "recall": (1, 0), "f1": (2, 1)}[figure]
    coded = above - side.share * below
    uncoded = side.share * below
    with np.errstate(invalid="ignore", divide="ignore"):  # nothing was found or coded
        largest = read.weight.max(initial=0) / side.total
    return largest**2 * (coded**2 + uncoded**2) / 2


def _half_width(read: _Read, figure: str, before: _Estimate, now: _Estimate) -> np.ndarray:
    """Compute half of the width of the interval of a difference, by theme."""
    error = now.error - before.error
    variance = (_one_more(read, figure, before) + _one_more(read, figure, now)) / 2
    n_strata = int(read.stratum.max(initial=-1)) + 1
    for number in range(n_strata):
        is_in = read.stratum == number
        n = int(is_in.sum())
        if n > 1:
            apart = error[is_in] - error[is_in].mean(axis=0)
            squares = (read.uncoded[is_in][:, None] * apart**2).sum(axis=0)
            variance = variance + n / (n - 1) * squares
    return student_t(max(len(error) - n_strata, 1)) * np.sqrt(variance)


def _list_sentences(read: _Read, themes: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """List the sentences that only one codebook gets right, in the order of the text."""
    row, theme = np.nonzero(read.before != read.now)
    is_now = read.now[row, theme] == read.coded[row, theme]
    texts = sentences.iloc[read.rows[row]]
    columns = {
        "doc_id": texts["doc_id"].to_numpy(),
        "sent_id": texts["sent_id"].to_numpy(),
        "theme": themes["theme"].to_numpy()[theme],
        "label": themes["label"].to_numpy()[theme],
        "right": np.where(is_now, "now", "before"),
        "is_coded": read.coded[row, theme],
        "sentence": texts["sentence"].to_numpy(),
    }
    return DIFFERING_CODEBOOKS.frame(columns)
