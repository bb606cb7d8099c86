"""Corrected shares: from all hits and the codings of a sample together."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.coded_sample import check_codings_of_sample, tabulate_themes, weigh_coded
from analysis.coding.regression_estimate import Cells, regression
from analysis.faults import Fault, raise_all
from analysis.measures.carried import KEY, find_carried, number_themes
from analysis.measures.log_odds import student_t
from analysis.measures.shares import list_columns, make_groups
from analysis.tables import CODINGS, CORRECTED, SAMPLE, SENTENCES

LEAST_CODED = 20  # coded sentences of a group; with fewer there is no corrected share
DIGITS = 10  # further ones can differ between machines


class _Group(NamedTuple):
    """A group of sentences, and those of them that were coded.

    Attributes:
        n: all its sentences.
        share: of these, those with a hit, by theme.
        weight: how many sentences each coded one stands for.
        stratum: the stratum of each coded one.
        n_stratum: coded sentences of each stratum, in all groups.
        x: coded sentences x themes: whether it has a hit.
        y: coded sentences x themes: whether it was coded with the theme.
        is_represented: whether none of its sentences is known to be of a stratum without any coded.
    """

    n: int
    share: np.ndarray
    weight: np.ndarray
    stratum: np.ndarray
    n_stratum: np.ndarray
    x: np.ndarray
    y: np.ndarray
    is_represented: bool

    @property
    def is_read_whole(self) -> bool:
        """Whether all of its sentences were coded, so that the shares are known."""
        return 0 < self.n == len(self.x)

    @property
    def is_enough(self) -> bool:
        """Whether the coded sentences say enough for a corrected share."""
        return self.is_represented and len(self.x) >= LEAST_CODED


def corrected_shares(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    codings: pd.DataFrame,
    sample: pd.DataFrame,
    by: str | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Correct the shares of themes for what the patterns get wrong, by a coded sample.

    The corrected share is the mean of the codings in the sample, plus λ times the difference
    between the hits' mean in all sentences and in the sample, with λ from the data. This is the
    regression estimator (Cochran 1977; Särndal, Swensson and Wretman 1992), lately known as
    prediction-powered inference (Angelopoulos et al. 2023, "Prediction-powered inference" and
    "PPI++") and design-based supervised learning (Egami et al. 2023);
    `analysis.coding.regression_estimate` has the formulas and references. It is the share in these
    sentences, had all of them been coded. The interval takes it that sentences, not texts, were
    drawn.

    Args:
        sentences: one row per sentence, all that the sample was drawn from, as from
            `split_sentences`.
        hits: one row per match, as from `find_hits`.
        codebook: where the themes come from. A theme counts those below it, in hits and codings.
        codings: one row per theme that one coder gave a sentence (`analysis.tables.CODINGS`); a
            blank theme means that the coder read the sentence and found none. Codings of sentences
            outside the sample are not counted.
        sample: one row per sentence drawn (`analysis.tables.SAMPLE`): `doc_id`, `sent_id`,
            `stratum`, `weight` (1 / the chance to be drawn). Sentences that were not coded are left
            out, and those of their stratum weigh more instead.
        by: a column of `sentences`, or several, that put the sentences into groups.

    Returns:
        One row per group and theme (the columns of `by`, then `analysis.tables.CORRECTED`), groups
        and themes in the order of `theme_shares`: `theme`, `label`, `n_sentences`, `n_sample`
        (coded sentences of the sample in the group), `share` (of all sentences of the group, those
        with a hit), `precision` and `recall` (weighted by the sample), `corrected`, and `low` and
        `high`, its 95 % interval. These three are NaN if fewer than 20 sentences of the group were
        coded (and not all of them), or none of a stratum that the group has sentences of.

    Raises:
        InputError: a column is missing; a sentence occurs twice; a sentence of the sample is not in
            `sentences`; a weight is not above 0; `codings` are of several coders, or have a theme
            that is not in the codebook; a column of `by` is one of the result's own.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = {"theme": ["aid"], "parent": "", "label": ["Aid"]}
    >>> codebook = Codebook("Tiny", "1", "en", THEMES.frame(themes), PATTERNS.empty(), sha256="")
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": range(1, 101)})
    >>> hits = pd.DataFrame({"doc_id": "a", "sent_id": range(1, 21), "theme": "aid"})
    >>> sample = sentences[::4].assign(stratum="", weight=4)
    >>> codings = sample.assign(theme=["aid"] * 4 + [""] * 21)
    >>> table = corrected_shares(sentences, hits, codebook, codings, sample)
    >>> table[["share", "precision", "recall", "corrected"]].to_numpy().tolist()
    [[0.2, 0.8, 1.0, 0.16]]
    """
    columns = list_columns(by)
    _check(sentences, codings, sample, columns)
    sentences = sentences.sort_values(KEY, kind="stable")
    groups, group = make_groups(sentences, columns)
    themes = codebook.themes[["theme", "label"]]
    share, sizes = _hit_shares(sentences, hits, codebook, group, len(groups))
    coded = weigh_coded(sentences, codings, sample)
    is_known = ~np.isin(np.arange(len(groups)), group[coded.unknown])
    read = sentences.iloc[coded.row]
    x = tabulate_themes(read, hits, codebook)
    with_theme = codings[codings["theme"] != ""]
    number_themes(with_theme["theme"], codebook, "codings")
    y = tabulate_themes(read, with_theme, codebook)
    n_stratum = np.bincount(coded.stratum)
    tables = []
    for number in range(len(groups)):
        is_in = group[coded.row] == number
        own = _Group(
            n=int(sizes[number]),
            share=share[number],
            weight=coded.weight[is_in],
            stratum=coded.stratum[is_in],
            n_stratum=n_stratum,
            x=x[is_in],
            y=y[is_in],
            is_represented=bool(is_known[number]),
        )
        tables.append(pd.concat([themes, _correct_group(own)], axis=1))
    if not tables:
        return pd.concat([groups, CORRECTED.empty()], axis=1)
    rows = pd.concat(tables, ignore_index=True)
    of_groups = groups.loc[groups.index.repeat(len(themes))].reset_index(drop=True)
    return pd.concat([of_groups, CORRECTED.frame(rows)], axis=1)


def _check(
    sentences: pd.DataFrame,
    codings: pd.DataFrame,
    sample: pd.DataFrame,
    by: list[str],
) -> None:
    SENTENCES.need(sentences, KEY, groups=by)
    SENTENCES.unique(sentences)
    CODINGS.need(codings, [*KEY, "theme"])
    SAMPLE.unique(SAMPLE.need(sample))
    faults = []
    for column in by:
        if column in CORRECTED.columns:
            found = f"{column!r}, a column of the result"
            faults.append(Fault("corrected_shares, by", found, "another column"))
    raise_all(faults + check_codings_of_sample(sentences, codings, sample))


def _hit_shares(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    group: np.ndarray,
    n_groups: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Compute the share of sentences with a hit, groups x themes, and the sizes of the groups."""
    n_themes = len(codebook.themes)
    carried = find_carried(sentences, hits, codebook)
    cell = group[carried.sentence] * n_themes + carried.theme
    counts = np.bincount(cell, minlength=n_groups * n_themes).reshape(n_groups, n_themes)
    sizes = np.bincount(group, minlength=n_groups)
    with np.errstate(invalid="ignore"):  # without sentences
        return counts / sizes[:, None], sizes


def _correct_group(group: _Group) -> pd.DataFrame:
    """Correct the shares of the themes in a group."""
    weight = group.weight[:, None]
    both = (weight * (group.x & group.y)).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):  # without hits, without codings
        precision = both / (weight * group.x).sum(axis=0)
        recall = both / (weight * group.y).sum(axis=0)
    corrected, low, high = _estimate(group)
    return pd.DataFrame(
        {
            "n_sentences": group.n,
            "n_sample": len(group.x),
            "share": group.share,
            "precision": precision,
            "recall": recall,
            "corrected": corrected,
            "low": low,
            "high": high,
        }
    )


def _estimate(group: _Group) -> np.ndarray:
    """Estimate the shares of the themes in a group: three rows, the share and its limits."""
    n_sample, n_themes = group.x.shape
    if group.is_read_whole:
        return np.array([group.y.mean(axis=0)] * 3)
    if not group.is_enough:
        return np.full((3, n_themes), np.nan)
    cells = _count_cells(group)
    n_strata = cells.n_stratum.shape[-1]
    freedom = max(n_sample - n_strata - 1, 1)
    quantile = np.full(n_themes, student_t(freedom))
    return np.array(regression(cells, group.share, quantile)[:3]).round(DIGITS)


def _count_cells(group: _Group) -> Cells:
    """Count the coded sentences of a group by theme, stratum and whether they have a hit."""
    strata, stratum = np.unique(group.stratum, return_inverse=True)
    n_themes = group.x.shape[1]
    shape = (n_themes, len(strata), 2)
    start = np.arange(n_themes) * len(strata) * 2
    cell = (start + stratum[:, None] * 2 + group.x).ravel()

    def add(values: np.ndarray) -> np.ndarray:
        spread = np.broadcast_to(values, group.x.shape).ravel()
        return np.bincount(cell, spread, minlength=np.prod(shape)).reshape(shape)

    column = group.weight[:, None]
    return Cells(
        n=add(np.ones_like(column)),
        weight=add(column),
        squares=add(column**2),
        positive=add(column * group.y),
        n_stratum=np.broadcast_to(group.n_stratum[strata], shape[:2]),
    )
