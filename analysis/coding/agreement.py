"""How far several coders agree, theme by theme."""

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding import unit_counts
from analysis.coding.sheets import Sheets, read_sheets
from analysis.coding.unit_counts import UnitCounts, add_counts, count_units, disagree
from analysis.measures.resampling import check_draws
from analysis.messages import say
from analysis.tables import AGREEMENT, AGREEMENT_COUNTS

_PAIR = ["coder_a", "coder_b"]
_CELLS = ["n_both", "n_only_a", "n_only_b", "n_neither"]


def agreement(
    codings: pd.DataFrame,
    codebook: Codebook | None = None,
    *,
    draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compute how far coders agree on each theme, and on all.

    A unit is a sentence that two coders or more read, and a coder gave it the theme, or did not. A
    coder read a sentence if there is any row of the coder for it, if only one with a blank theme.
    Differing numbers of coders are allowed for as in `analysis.coding.chance_agreement` and
    `analysis.coding.krippendorff`, which have the formulas and their sources.

    Percent agreement says little by itself: of a rare theme, coders who never give it agree nearly
    everywhere. AC1 is high then too. `agreement_counts` has the counts behind each figure.

    Args:
        codings: one row per theme that a coder gave a sentence: `doc_id`, `sent_id`, `theme`, and
            `coder`; without that column they are of one coder, and there is nothing to compare.
        codebook: where the themes come from. A theme counts where a coder gave it or one below it.
            By default, the themes are those that occur, as they are.
        draws: how many times the sentences get other weights for the interval of alpha (a Bayesian
            bootstrap, see `analysis.coding.unit_counts.alpha_interval`); 0 for none.
        seed: makes the draws repeatable.

    Returns:
        One row per theme, in the codebook's order (without one, sorted), and at the end one with
        the theme `""` for all, in which a unit is a sentence x theme
        (`analysis.tables.AGREEMENT`): `theme`, `label`, `n_coders` (of `codings`), `n_units`,
        `n_coded` (units to which a coder gave the theme), `percent` (share of pairs of coders who
        agree, as the mean of the units), `kappa` (Cohen's for two coders, Fleiss' for more),
        `alpha` (Krippendorff's), `ac1` (Gwet's), and `low` and `high`, the 95 % interval of alpha.

        All are NaN without units. Kappa and alpha are NaN if the theme was given everywhere or
        nowhere, for then there is no telling whether coders can see it; AC1 is 1. The interval is
        NaN if fewer than 10 sentences have the theme, or fewer than 10 lack it by any coder. It
        takes sentences to be independent of each other. All themes are those that coders can give:
        headings that nobody gave are left out. For these, sentences are weighted with all of their
        themes. Without any theme the table is empty.

    Raises:
        InputError: a column is missing; a coder has no name; a coder gave a theme twice to the same
            sentence; a theme is not in the codebook; draws or seed are no such numbers.

    >>> codings = pd.DataFrame(
    ...     {
    ...         "doc_id": "a",
    ...         "sent_id": [1, 2, 3, 4, 1, 2, 3, 4],
    ...         "coder": ["A"] * 4 + ["B"] * 4,
    ...         "theme": ["aid", "aid", "", "", "aid", "", "", ""],
    ...     }
    ... )
    >>> table = agreement(codings)
    >>> table[["theme", "n_units", "n_coded", "percent", "kappa"]].to_numpy().tolist()
    [['aid', 4, 2, 0.75, 0.5], ['', 4, 2, 0.75, 0.5]]
    """
    check_draws(draws, seed)
    sheets = read_sheets(codings, codebook)
    if sheets.themes.empty:
        return AGREEMENT.empty()
    n_read = sheets.is_read.sum(axis=0)
    of_themes, of_sentences = _count(sheets, n_read)
    kappas = _cohen_kappas(sheets) if len(sheets.coders) == 2 else None
    rows = []
    for counts in of_themes:
        rows.append(_figures(counts, unit_counts.alpha_interval(counts, draws, seed)))
    pooled = add_counts([of_themes[n] for n in np.flatnonzero(sheets.themes["pooled"])])
    interval = unit_counts.alpha_interval(of_sentences, draws, seed, sheets.n_pooled)
    rows.append(_figures(pooled, interval))
    table = _name_rows(sheets).join(pd.DataFrame(rows))
    table["n_coders"] = len(sheets.coders)
    if kappas is not None:
        table["kappa"] = kappas
    return AGREEMENT.frame(table)


def agreement_counts(codings: pd.DataFrame, codebook: Codebook | None = None) -> pd.DataFrame:
    """Count, for each two coders, the sentences to which both, one or neither gave a theme.

    Args:
        codings: as for `agreement`.
        codebook: as for `agreement`.

    Returns:
        One row per theme and pair of coders, in the order of `agreement` and then of the coders'
        names (`analysis.tables.AGREEMENT_COUNTS`): `theme` (`""` for all: sentences x themes),
        `label`, `coder_a`, `coder_b`, `n_units` (sentences that both read), `n_both`, `n_only_a`,
        `n_only_b`, `n_neither`. The table is empty with fewer than two coders.

    Raises:
        InputError: as for `agreement`.

    >>> codings = pd.DataFrame(
    ...     {
    ...         "doc_id": "a",
    ...         "sent_id": [1, 2, 1, 2],
    ...         "coder": ["A", "A", "B", "B"],
    ...         "theme": ["aid", "aid", "aid", ""],
    ...     }
    ... )
    >>> agreement_counts(codings).iloc[0, 4:].tolist()
    [2, 1, 1, 0, 0]
    """
    return _count_pairs(read_sheets(codings, codebook))


def _count(sheets: Sheets, n_read: np.ndarray) -> tuple[list[UnitCounts], UnitCounts]:
    """Count the units of each theme, and the sentences with all themes that are pooled."""
    of_themes = []
    given = np.zeros(len(n_read), dtype=np.int64)
    disagreement = np.zeros(len(n_read))
    for is_given, is_pooled in zip(sheets.by_theme(), sheets.themes["pooled"], strict=True):
        n_given = is_given.sum(axis=0)
        of_themes.append(count_units(n_read, n_given))
        if is_pooled:
            given += n_given
            disagreement += disagree(n_read, n_given)
    read = n_read * sheets.n_pooled
    disagreement = disagreement.round(9)  # equal but for the order of the sum
    sums = np.column_stack([read, given, disagreement])
    kinds, n = np.unique(sums, axis=0, return_counts=True)
    return of_themes, UnitCounts(n, *kinds.T)


def _figures(counts: UnitCounts, interval: tuple[float, float]) -> dict[str, Any]:
    low, high = interval
    alpha = unit_counts.alpha(counts)
    return {
        "n_units": int(counts.n.sum()),
        "n_coded": counts.n_coded,
        "percent": unit_counts.percent_agreement(counts),
        "kappa": unit_counts.fleiss(counts),
        "alpha": alpha,
        "ac1": unit_counts.ac1(counts),
        "low": np.minimum(low, alpha),
        "high": np.maximum(high, alpha),
    }


def _name_rows(sheets: Sheets) -> pd.DataFrame:
    """List the themes and, at the end, all of them."""
    themes = sheets.themes[["theme", "label"]]
    everything = pd.DataFrame({"theme": [""], "label": [say("All themes")]})
    return pd.concat([themes, everything], ignore_index=True)


def _cohen_kappas(sheets: Sheets) -> list[float]:
    cells = _count_pairs(sheets)[_CELLS].to_numpy().tolist()
    return [unit_counts.cohen(*row) for row in cells]


def _count_pairs(sheets: Sheets) -> pd.DataFrame:
    pairs = list(combinations(range(len(sheets.coders)), 2))
    if not pairs or sheets.themes.empty:
        return AGREEMENT_COUNTS.empty()
    by_theme = [_count_cells(sheets.is_read, is_given, pairs) for is_given in sheets.by_theme()]
    cells = np.array(by_theme)
    pooled = cells[sheets.themes["pooled"].to_numpy()].sum(axis=0, keepdims=True)
    cells = np.concatenate([cells, pooled]).reshape(-1, len(_CELLS))
    names = _name_rows(sheets)
    table = names.loc[names.index.repeat(len(pairs))].reset_index(drop=True)
    coders = [(sheets.coders[a], sheets.coders[b]) for a, b in pairs]
    table[_PAIR] = coders * len(names)
    table[_CELLS] = cells
    return AGREEMENT_COUNTS.frame(table.assign(n_units=cells.sum(axis=1)))


def _count_cells(
    is_read: np.ndarray,
    is_given: np.ndarray,
    pairs: list[tuple[int, int]],
) -> list[list[int]]:
    """Count by pair: both coders gave the theme, only the first, only the second, or neither."""
    counts = []
    for a, b in pairs:
        both_read = is_read[a] & is_read[b]
        by_a, by_b = is_given[a, both_read], is_given[b, both_read]
        n_both = int((by_a & by_b).sum())
        n_only_a, n_only_b = int(by_a.sum()) - n_both, int(by_b.sum()) - n_both
        n_neither = int(both_read.sum()) - n_both - n_only_a - n_only_b
        counts.append([n_both, n_only_a, n_only_b, n_neither])
    return counts
