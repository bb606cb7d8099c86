"""Tenths: how the share of each theme changes from the start to the end of the texts."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import KEY, find_carried
from analysis.measures.families import with_families
from analysis.measures.groups import name_groups
from analysis.measures.permutation import Tested, find_testable, judge_contrasts
from analysis.measures.resampling import LEAST_CLUSTERS, count_clusters, insert_columns
from analysis.measures.shares import divide, theme_shares
from analysis.tables import SENTENCES, TENTHS

N = 10


def find_tenths(sentences: pd.DataFrame) -> pd.Series:
    """Find the tenth of its text, 1 to 10, in which the middle of each sentence lies.

    Args:
        sentences: all sentences of each text: `doc_id` and `sent_id`.

    >>> find_tenths(pd.DataFrame({"doc_id": "a", "sent_id": [1, 2, 3, 4]})).tolist()
    [2, 4, 7, 9]
    """
    number = sentences["sent_id"]
    n = sentences.groupby("doc_id", observed=True)["sent_id"].transform("size")
    return N * (2 * number - 1) // (2 * n) + 1


def tenth_shares(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    documents: pd.DataFrame,
    by: str | None = None,
    *,
    draws: int = 0,
    seed: int = 0,
) -> pd.DataFrame:
    """Count the sentences of each tenth of the texts that carry each theme.

    Args:
        sentences: all sentences of each text, as from `split_sentences`.
        hits: one row per match, as from `find_hits`.
        codebook: where the themes come from.
        documents: one row per text, with the column `by`.
        by: the metadata column that forms groups, or `speaker`; by default all texts are one group.
        draws: how many times the texts are drawn anew for the intervals; 0 for no intervals.
        seed: makes the draws repeatable.

    Returns:
        One row per group, tenth and theme: the column of `by`, if any, then
        `analysis.tables.TENTHS`, then the columns of `with_families`. A tenth in which no sentence
        lies, as it happens in short texts, has no rows. The columns are `tenth`, those of
        `theme_shares`, and:

        - `share_of_all`: the theme's share in all tenths (of the group) together;
        - `n_more`: how many more sentences of the tenth carry the theme than if its share were
          `share_of_all`.

        With `draws`, there are also the columns of intervals, and `difference_z` and `difference_p`
        judge `n_more` by a permutation test in which the tenths of each text change places
        (`analysis.measures.permutation`): `difference_p` is the chance that the largest of all
        `n_compared` differences is as large if it did not matter where in its text a sentence is.
        Groups are not tested, and neither is a theme that fewer than five texts carry.

    Raises:
        InputError: as from `theme_shares`.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = THEMES.frame({"theme": ["aid"], "parent": "", "label": ["Aid"]})
    >>> codebook = Codebook("Tiny", "1", "en", themes, PATTERNS.empty(), sha256="")
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2]})
    >>> hits = pd.DataFrame({"doc_id": ["a"], "sent_id": [2], "theme": ["aid"]})
    >>> table = tenth_shares(sentences, hits, codebook, pd.DataFrame({"doc_id": ["a"]}))
    >>> table[["tenth", "n_sentences_hit", "n_sentences", "n_more"]].to_numpy().tolist()
    [[3.0, 0.0, 1.0, -0.5], [8.0, 1.0, 1.0, 0.5]]
    """
    SENTENCES.need(sentences, KEY)
    columns = [*KEY, *sentences.columns.intersection(["paragraph"])]
    in_tenths = sentences[columns].assign(tenth=find_tenths(sentences))
    groups: list[str] = []
    if by is not None:
        groups = [by]
        in_tenths[by] = name_groups(sentences, documents, by)
        in_tenths = in_tenths.dropna(subset=by)
    shares = theme_shares(in_tenths, hits, codebook, [*groups, "tenth"], draws=draws, seed=seed)
    shares = _compare(shares, [*groups, "theme"])
    if draws:
        is_tested = with_families(shares, codebook)["coded"].to_numpy(dtype=bool)
        tested = None
        if not groups and in_tenths["doc_id"].nunique() >= LEAST_CLUSTERS:
            tested = _test(in_tenths, hits, codebook, is_tested, draws, seed)
        shares = _with_tests(shares, tested)
    of_groups = shares[groups]
    table = TENTHS.frame(shares.drop(columns=groups))
    return with_families(pd.concat([of_groups, table], axis=1), codebook)


def _compare(shares: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Add `share_of_all` and `n_more`; the key are the columns of what is put together."""
    of_all = shares.groupby(key)[["n_sentences_hit", "n_sentences"]].transform("sum")
    share_of_all = divide(of_all["n_sentences_hit"], of_all["n_sentences"])
    n_more = shares["n_sentences_hit"] - shares["n_sentences"] * share_of_all
    return insert_columns(shares, "share", {"share_of_all": share_of_all, "n_more": n_more})


def _test(
    in_tenths: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    is_coded: np.ndarray,
    draws: int,
    seed: int,
) -> Tested:
    """Test all tenths and all coded themes that at least five texts carry."""
    ordered = in_tenths.sort_values(KEY, kind="stable")
    tenths, group = np.unique(ordered["tenth"], return_inverse=True)
    n_themes = len(codebook.themes)
    found = find_carried(ordered, hits, codebook)
    counts = count_clusters(ordered, group, len(tenths), found, n_themes)
    is_compared = is_coded.reshape(len(tenths), n_themes) & find_testable(counts.pooled())
    return judge_contrasts(counts, np.eye(len(tenths)), is_compared, draws, seed)


def _with_tests(shares: pd.DataFrame, tested: Tested | None) -> pd.DataFrame:
    if tested is None:
        return shares.assign(difference_z=np.nan, difference_p=np.nan, n_compared=0)
    z, p = tested.z.ravel(), tested.p.ravel()
    return shares.assign(difference_z=z, difference_p=p, n_compared=np.isfinite(z).sum())
