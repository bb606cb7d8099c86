"""Precision and recall: the patterns of a codebook against what people coded by hand."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.coded_sample import (
    CodedSample,
    check_codings_of_sample,
    keep_half,
    tabulate_themes,
    weigh_coded,
)
from analysis.coding.score_interval import Counts, score_interval, weighted_share
from analysis.faults import raise_all
from analysis.measures.carried import KEY, find_carried, number_themes, theme_sentences
from analysis.measures.resampling import wilson
from analysis.tables import (
    CODINGS,
    DISAGREEMENTS,
    HALVES,
    LEAST_COUNTED,
    PRECISION_BY_HALF,
    PRECISION_RECALL,
    SAMPLE,
    SENTENCES,
)

MISSED = "missed by the patterns"
FOUND_ONLY = "found by the patterns only"


class _Compared(NamedTuple):
    """Sentences read x themes: what the patterns found, and what was coded by hand."""

    found: np.ndarray
    coded: np.ndarray


def precision_recall(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    codings: pd.DataFrame,
    sample: pd.DataFrame | None = None,
    *,
    half: str = "",
    in_sample: bool | None = None,
) -> pd.DataFrame:
    """Compare what the patterns found with what a reader coded, theme by theme.

    Only the sentences that occur in `codings` count: those that the reader has read. With a sample,
    they are weighted by what they stand for, and only those of the sample count.

    The 95 % intervals are Wilson's (1927, Journal of the American Statistical Association 22,
    209-212), as if the sentences read had been drawn at random; with a sample, those of
    `analysis.coding.score_interval`, which come to the same without strata. That of F1 follows
    from the interval of j, the share of "both" among the sentences found or coded: F1 is
    2 j / (1 + j).

    Args:
        sentences: one row per sentence, as from `split_sentences`.
        hits: one row per match, as from `find_hits`.
        codebook: where the themes come from.
        codings: one row per theme that the reader coded in a sentence, as from `read_codings`.
        sample: one row per sentence drawn (`analysis.tables.SAMPLE`), if these sentences were drawn
            at random. Those of a stratum that were not coded are made up for by the others.
        half: "improve" or "report", to count one half of the sample only.
        in_sample: whether the patterns may have been written or improved with these codings; by
            default, whether there is no sample.

    Returns:
        One row per theme that was coded or found in the sentences read, in the codebook's order
        (`analysis.tables.PRECISION_RECALL`): `theme`, `label`, `n_read` (sentences that count),
        `n_coded` (sentences in which the reader coded the theme or one below it), `n_found`
        (sentences in which the patterns found it or one below it), `n_both`, `precision` (`n_both`
        / `n_found`; NaN where nothing was found) and `recall` (`n_both` / `n_coded`; NaN where
        nothing was coded), weighted; `precision_low`, `precision_high`, `recall_low`,
        `recall_high`, `f1`, `f1_low`, `f1_high` and `in_sample`. Limits are NaN where fewer than
        ten sentences were found (precision), coded (recall), or either (F1), and where no sentence
        of a stratum was coded. A heading has a row only if the reader coded it somewhere.

    Raises:
        InputError: `hits` or `codings` names a theme that is not in the codebook; as for
            `corrected_shares`, the sample is faulty; the sample has no halves.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = {"theme": ["poverty", "trade"], "parent": "", "label": ["Poverty", "Trade"]}
    >>> codebook = Codebook("Tiny", "1", "en", THEMES.frame(themes), PATTERNS.empty(), sha256="")
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2, 3]})
    >>> codings = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2], "theme": ["trade", "trade"]})
    >>> hits = pd.DataFrame({"doc_id": "a", "sent_id": [2, 3], "theme": ["trade", "trade"]})
    >>> table = precision_recall(sentences, hits, codebook, codings)
    >>> table[["theme", "n_coded", "n_found", "n_both", "precision", "recall"]].to_numpy().tolist()
    [['trade', 2, 1, 1, 1.0, 0.5]]
    """
    SENTENCES.need(sentences, KEY)
    CODINGS.need(codings, [*KEY, "theme"])
    if sample is not None:
        SAMPLE.unique(SAMPLE.need(sample))
        raise_all(check_codings_of_sample(sentences, codings, sample))
    if half:
        codings = keep_half(codings, sample, half)
    if sample is None:
        read = sentences.merge(codings[KEY].drop_duplicates(), on=KEY)
        compared = _compare(read, hits, codebook, codings)
        figures = _count(compared)
        limits = _independent_limits(figures)
    else:
        coded = weigh_coded(sentences, codings, sample)
        compared = _compare(sentences.iloc[coded.row], hits, codebook, codings)
        n_hit = _count_carrying(sentences, hits, codebook)
        figures, limits = _weighted(compared, coded, n_hit, len(sentences))
    rows = pd.concat([codebook.themes[["theme", "label"]], figures, limits], axis=1)
    rows["in_sample"] = sample is None if in_sample is None else in_sample
    counted = {*codebook.coded_themes()["theme"], *codings["theme"]}
    is_there = (rows["n_coded"] > 0) | (rows["n_found"] > 0)
    return PRECISION_RECALL.frame(rows[is_there & rows["theme"].isin(counted)])


def precision_by_half(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    codings: pd.DataFrame,
    sample: pd.DataFrame,
    *,
    in_sample: bool = True,
) -> pd.DataFrame:
    """Compare patterns and reader in each half of a sample apart.

    Args:
        sentences: as for `precision_recall`, as are `hits`, `codebook` and `codings`.
        sample: one row per sentence drawn, with the column `half`.
        in_sample: whether the patterns may have been improved on the half that is meant for it.

    Returns:
        One row per half and theme (`analysis.tables.PRECISION_BY_HALF`).
    """
    tables = []
    for half in HALVES:
        is_improved = in_sample and half == HALVES[0]
        table = precision_recall(
            sentences, hits, codebook, codings, sample, half=half, in_sample=is_improved
        )
        tables.append(table.assign(half=half))
    return PRECISION_BY_HALF.frame(pd.concat(tables, ignore_index=True))


def disagreements(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    codings: pd.DataFrame,
) -> pd.DataFrame:
    """List the themes on which the patterns and the reader differ, sentence by sentence.

    The arguments are those of `precision_recall`.

    Returns:
        One row per sentence and theme, in the order of the text (`analysis.tables.DISAGREEMENTS`):
        `doc_id`, `sent_id`, `theme`, `label`, `who` ("missed by the patterns" or "found by the
        patterns only"), `sentence`.
    """
    rows = _list_compared(sentences, hits, codebook, codings)
    texts = sentences[[*KEY, "sentence"]]
    rows = rows[~rows["both"]].merge(texts, on=KEY)
    rows["who"] = np.where(rows["coded"], MISSED, FOUND_ONLY)
    rows = rows.sort_values([*KEY, "theme"])
    return DISAGREEMENTS.frame(rows[list(DISAGREEMENTS.columns)])


def _list_compared(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    codings: pd.DataFrame,
) -> pd.DataFrame:
    """Set what was coded beside what was found, in the sentences that were read.

    One row per sentence and theme that was coded or found in it: `doc_id`, `sent_id`, `theme`,
    `label`, and whether it was `coded`, `found`, `both`. Headings are left out unless the reader
    coded them somewhere.
    """
    keys = codings[KEY].drop_duplicates()
    read = sentences.merge(keys, on=KEY)
    with_theme = codings[codings["theme"] != ""]
    themes = {*codebook.coded_themes()["theme"], *codings["theme"]}
    coded = theme_sentences(read, with_theme, codebook)
    found = theme_sentences(read, hits, codebook)
    coded = _select_themes(coded, themes)
    found = _select_themes(found, themes)
    rows = coded.merge(found, how="outer", indicator="source")
    source = rows.pop("source")
    rows["coded"] = source != "right_only"
    rows["found"] = source != "left_only"
    rows["both"] = source == "both"
    return rows


def _select_themes(
    rows: pd.DataFrame,
    themes: set[str],
) -> pd.DataFrame:
    is_selected = rows["theme"].isin(themes)
    return rows.loc[is_selected, [*KEY, "theme", "label"]]


# -- counts and intervals --------------------------------------------------------------------------


def _compare(
    read: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    codings: pd.DataFrame,
) -> _Compared:
    with_theme = codings[codings["theme"] != ""]
    number_themes(with_theme["theme"], codebook, "codings")
    found = tabulate_themes(read, hits, codebook)
    return _Compared(found, tabulate_themes(read, with_theme, codebook))


def _count(compared: _Compared) -> pd.DataFrame:
    """Count by theme, and compute precision, recall and F1 without weights."""
    found, coded = compared
    counts = pd.DataFrame(
        {
            "n_read": len(found),
            "n_coded": coded.sum(axis=0),
            "n_found": found.sum(axis=0),
            "n_both": (found & coded).sum(axis=0),
        }
    )
    with np.errstate(invalid="ignore"):  # nothing was found or coded
        counts["precision"] = counts["n_both"] / counts["n_found"]
        counts["recall"] = counts["n_both"] / counts["n_coded"]
        counts["f1"] = 2 * counts["n_both"] / (counts["n_found"] + counts["n_coded"])
    return counts


def _independent_limits(figures: pd.DataFrame) -> pd.DataFrame:
    """Compute the limits of shares of independent sentences."""
    limits: dict[str, np.ndarray] = {}
    for name, n in _list_denominators(figures).items():
        share = figures["n_both"] / n.where(n >= LEAST_COUNTED)
        low, high = wilson(share.to_numpy(), n.clip(1).to_numpy())
        limits |= _name_limits(name, low, high)
    return pd.DataFrame(limits)


def _weighted(
    compared: _Compared,
    coded: CodedSample,
    n_hit: np.ndarray,
    n_sentences: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count by theme, and compute weighted figures and their limits."""
    figures = _count(compared)
    limits: dict[str, np.ndarray] = {}
    denominators = _list_denominators(figures)
    for name, counts in _count_cells(compared, coded, n_hit, n_sentences).items():
        share = weighted_share(counts)
        low, high = score_interval(counts)
        is_enough = (denominators[name] >= LEAST_COUNTED) & (len(coded.unknown) == 0)
        figures[name] = _to_f1(share) if name == "f1" else share
        limits |= _name_limits(name, np.where(is_enough, low, np.nan), high)
    return figures, pd.DataFrame(limits)


def _list_denominators(figures: pd.DataFrame) -> dict[str, pd.Series]:
    """List, by figure, of how many sentences `n_both` is a share; F1 follows from such a one."""
    either = figures["n_found"] + figures["n_coded"] - figures["n_both"]
    return {"precision": figures["n_found"], "recall": figures["n_coded"], "f1": either}


def _name_limits(name: str, low: np.ndarray, high: np.ndarray) -> dict[str, np.ndarray]:
    high = np.where(np.isnan(low), np.nan, high)
    if name == "f1":
        low, high = _to_f1(low), _to_f1(high)
    return {f"{name}_low": low, f"{name}_high": high}


def _to_f1(share: np.ndarray) -> np.ndarray:
    """Turn the share of "both" among the sentences found or coded into F1."""
    return 2 * share / (1 + share)


def _count_carrying(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> np.ndarray:
    """Count the sentences that carry each theme."""
    carried = find_carried(sentences, hits, codebook)
    return np.bincount(carried.theme, minlength=len(codebook.themes))


def _count_cells(
    compared: _Compared,
    coded: CodedSample,
    n_hit: np.ndarray,
    n_sentences: int,
) -> dict[str, Counts]:
    """Count the sentences that each figure is a share of, by theme and cell of the sample."""
    found, is_coded = compared
    cells, cell = np.unique([coded.stratum, coded.weight], axis=1, return_inverse=True)
    strata, stratum = np.unique(cells[0], return_inverse=True)
    of_cell = np.eye(cells.shape[1])[cell.reshape(-1)]
    n_stratum = np.bincount(stratum, of_cell.sum(axis=0), minlength=len(strata))
    can_hit, can_miss = _find_possible(found, of_cell, stratum, cells[1], n_hit, n_sentences)

    def count(is_counted: np.ndarray) -> np.ndarray:
        return is_counted.T.astype(float) @ of_cell

    both = count(found & is_coded)
    sample = {"weight": cells[1], "stratum": stratum, "n_stratum": n_stratum}
    return {
        "precision": Counts(both, count(found & ~is_coded), can_hit, can_hit, **sample),
        "recall": Counts(both, count(is_coded & ~found), can_hit, can_miss, **sample),
        "f1": Counts(both, count(found ^ is_coded), can_hit, can_hit | can_miss, **sample),
    }


def _find_possible(
    found: np.ndarray,
    of_cell: np.ndarray,
    stratum: np.ndarray,
    weight: np.ndarray,
    n_hit: np.ndarray,
    n_sentences: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Tell whether a stratum can have sentences with a hit, and without one, drawn or not.

    If strata of which all drawn sentences have a hit are as large as there are hits, the others
    have none: so it is where the sample was stratified by hits of the theme. Themes x cells.
    """
    of_stratum = np.eye(stratum.max(initial=-1) + 1)[stratum]
    n = of_cell.sum(axis=0) @ of_stratum
    size = (of_cell.sum(axis=0) * weight) @ of_stratum
    hits = found.T.astype(float) @ of_cell @ of_stratum
    left_hits = n_hit - np.where(hits == n, size, 0).sum(axis=1)
    left_others = n_sentences - n_hit - np.where(hits == 0, size, 0).sum(axis=1)
    can_hit = (hits > 0) | (left_hits > 0.5)[:, None]
    can_miss = (hits < n) | (left_others > 0.5)[:, None]
    return can_hit[:, stratum], can_miss[:, stratum]
