"""Shares: how many of all sentences carry each theme."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.faults import Fault, raise_all
from analysis.measures.carried import KEY, find_carried
from analysis.measures.resampling import (
    check_draws,
    count_clusters,
    share_intervals,
    with_intervals,
)
from analysis.tables import SENTENCES, SHARES

IN_TEXT_ORDER = (
    "section",
    "paragraph",
)  # groups by these columns keep the order of the text; others are sorted


def theme_shares(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    by: str | Iterable[str] | None = None,
    *,
    draws: int = 0,
    seed: int = 0,
) -> pd.DataFrame:
    """Count the sentences that carry each theme, in all or group by group.

    A theme counts its own hits and those of the themes below it. A sentence counts once for each
    theme.

    Args:
        sentences: one row per sentence: `doc_id`, `sent_id` and the columns named in `by`. Some of
            a study's sentences can be given: hits in the others are not counted.
        hits: one row per match, as from `find_hits`.
        codebook: where the themes come from. Every theme has a row, headings included.
        by: a column of `sentences`, or several, that put the sentences into groups; None for one
            group of all.
        draws: how many times the texts are drawn anew for the intervals of the shares; 0 for no
            intervals. 2000 are usual.
        seed: makes the draws repeatable.

    Returns:
        One row per group and theme (the columns of `by`, then `analysis.tables.SHARES`): `theme`,
        `label`, `n_hits` (hits), `n_sentences_hit` (sentences that carry the theme), `n_sentences`
        (sentences of the group) and `share` (`n_sentences_hit` / `n_sentences`; NaN where the group
        has no sentence). Groups are sorted, missing values last; sections and paragraphs come as
        they first appear in the text. Themes come in the codebook's order.

        With `draws`, these columns follow:

        - `low` and `high`: the 95 % interval of `share`, by bootstrap-t over texts, or over
          paragraphs if `sentences` has only one text (`analysis.measures.resampling` says how);
          NaN if the group has fewer than five of them;
        - `resampled`: `"texts"` or `"paragraphs"`;
        - `n_resampled`: how many of them the group has;
        - `n_carrying`: in how many of these the theme occurs. With fewer than ten, the interval is
          unreliable.

    Raises:
        InputError: a column is missing, a sentence occurs twice, a column of `by` is one of the
            result's own, a hit names a theme that is not in the codebook, `draws` is below 20 and
            not 0, or `seed` is below 0.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = {"theme": ["poverty", "trade"], "parent": "", "label": ["Poverty", "Trade"]}
    >>> codebook = Codebook("Tiny", "1", "en", THEMES.frame(themes), PATTERNS.empty(), sha256="")
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2, 3]})
    >>> hits = pd.DataFrame({"doc_id": "a", "sent_id": [1, 1, 3], "theme": "poverty"})
    >>> shares = theme_shares(sentences, hits, codebook)
    >>> shares[["theme", "n_hits", "n_sentences_hit", "n_sentences"]].to_numpy().tolist()
    [['poverty', 3, 2, 3], ['trade', 0, 0, 3]]
    """
    by = list_columns(by)
    SENTENCES.need(sentences, KEY, groups=by)
    SENTENCES.unique(sentences)
    _check_group_columns(by)
    check_draws(draws, seed)
    if by:
        sentences = sentences.sort_values(KEY, kind="stable")
    groups, group = make_groups(sentences, by)
    themes = codebook.themes[["theme", "label"]]
    found = find_carried(sentences, hits, codebook)
    # One row per group and theme. `row` is the number of the row that an entry of `found` adds to.
    rows = groups.merge(themes, how="cross")
    row = group[found.sentence] * len(themes) + found.theme
    rows["n_hits"] = np.bincount(row, found.n_hits, minlength=len(rows))
    rows["n_sentences_hit"] = np.bincount(row, minlength=len(rows))
    sizes = np.bincount(group, minlength=len(groups))
    rows["n_sentences"] = np.repeat(sizes, len(themes))
    shares = with_share(rows).astype(SHARES.columns).reset_index(drop=True)
    if not draws:
        return shares
    counts = count_clusters(sentences, group, len(groups), found, len(themes))
    return with_intervals(shares, share_intervals(counts, draws, seed), counts.unit)


def with_share(counts: pd.DataFrame) -> pd.DataFrame:
    """Add the column `share`: `n_sentences_hit` / `n_sentences`; NaN if there are no sentences."""
    share = divide(counts["n_sentences_hit"], counts["n_sentences"])
    return counts.assign(share=share)


def divide(
    numerator: pd.Series,
    denominator: pd.Series,
) -> pd.Series:
    """Divide two columns of counts; NaN where the denominator is 0.

    >>> divide(pd.Series([1, 0]), pd.Series([4, 0])).tolist()
    [0.25, nan]
    """
    return numerator / denominator.where(denominator > 0)


def list_columns(by: str | Iterable[str] | None) -> list[str]:
    """List the columns, each once."""
    if by is None:
        return []
    if isinstance(by, str) or not isinstance(by, Iterable):
        return [by]
    return list(dict.fromkeys(by))


def _check_group_columns(by: list[str]) -> None:
    faults = []
    for column in by:
        if column in SHARES.columns or column in SHARES.optional:
            found = f"{column!r}, a column of the result"
            faults.append(Fault("theme_shares, by", found, "another column"))
    raise_all(faults)


def make_groups(
    sentences: pd.DataFrame,
    by: list[str],
) -> tuple[pd.DataFrame, np.ndarray]:
    """Put sentences into groups. The sentences are in the order of the text.

    Returns:
        One row per group, in order, with the columns of `by`; and the row number of each sentence's
        group.
    """
    if not by:
        all_sentences = pd.DataFrame(index=[0])
        return all_sentences, np.zeros(len(sentences), dtype=np.int64)
    ranks = {}
    for column in by:
        ranks[column] = _rank_values(sentences[column])
    group = pd.DataFrame(ranks).groupby(by).ngroup().to_numpy()
    _, first_sentence = np.unique(group, return_index=True)
    groups = sentences[by].iloc[first_sentence]
    return groups.reset_index(drop=True), group


def _rank_values(column: pd.Series) -> np.ndarray:
    """Rank the values of a column as groups, from 0; missing values come last."""
    codes, values = pd.factorize(column, sort=column.name not in IN_TEXT_ORDER)
    return np.where(codes < 0, len(values), codes)
