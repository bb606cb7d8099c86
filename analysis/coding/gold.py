"""What counts when patterns are held against people: the gold standard of a study."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.measures.carried import KEY
from analysis.tables import CODINGS

GOLD = "gold"  # the coder of its rows
_SEPARATOR = "; "


class Settled(NamedTuple):
    """The gold standard, and how much of it coders do not agree on.

    Attributes:
        gold: one row per theme of a sentence (`analysis.tables.CODINGS`); its coder is "gold".
        n_unsettled: sentences on which coders differ and that nobody settled.
        leading: the coder whose codings count in these sentences; "" if there are none.
    """

    gold: pd.DataFrame
    n_unsettled: int
    leading: str


def settle(codings: pd.DataFrame, final: pd.DataFrame) -> Settled:
    """Settle, sentence by sentence, which themes count.

    What was adjudicated counts first; else what all coders who read the sentence agree on. Where
    they differ, one coder's codings count, so that no sentence is lost: those of the coder who read
    the most sentences, among those who read this one.

    Args:
        codings: one row per theme that a coder gave a sentence (`analysis.tables.CODINGS`).
        final: the same of what was adjudicated.

    >>> codings = CODINGS.frame(
    ...     {
    ...         "doc_id": "a",
    ...         "sent_id": [1, 2, 3, 1, 2],
    ...         "coder": ["A", "A", "A", "B", "B"],
    ...         "theme": ["aid", "aid", "", "aid", ""],
    ...         "memo": "",
    ...     }
    ... )
    >>> settled = settle(codings, CODINGS.empty())
    >>> settled.gold[["sent_id", "theme"]].to_numpy().tolist(), settled.n_unsettled
    ([[1, 'aid'], [2, 'aid'], [3, '']], 1)
    """
    codings = _without(codings, final)
    is_agreed = _agree(codings)
    differing = codings[~is_agreed]
    chosen = _choose_coders(codings, differing)
    rows = pd.concat([final, codings[is_agreed], chosen])
    memos = rows.groupby([*KEY, "theme"], sort=False)["memo"].agg(_join)
    gold = memos.reset_index().sort_values([*KEY, "theme"]).assign(coder=GOLD)
    n_unsettled = len(differing.drop_duplicates(KEY))
    leading = chosen["coder"].value_counts().index[0] if n_unsettled else ""
    return Settled(CODINGS.frame(gold), n_unsettled, leading)


def _without(codings: pd.DataFrame, final: pd.DataFrame) -> pd.DataFrame:
    """Leave out the sentences that were adjudicated."""
    keys = pd.MultiIndex.from_frame(codings[KEY])
    return codings[~keys.isin(pd.MultiIndex.from_frame(final[KEY]))].reset_index(drop=True)


def _agree(codings: pd.DataFrame) -> np.ndarray:
    """Tell of each row whether all coders who read its sentence gave it the same themes.

    They did if as many coders gave each theme as read the sentence. A blank theme is one here: it
    stands for having found none.
    """
    n_readers = codings.groupby(KEY)["coder"].transform("nunique")
    n_giving = codings.groupby([*KEY, "theme"])["coder"].transform("nunique")
    is_common = n_giving == n_readers
    return is_common.groupby([codings[name] for name in KEY]).transform("all").to_numpy(dtype=bool)


def _choose_coders(codings: pd.DataFrame, differing: pd.DataFrame) -> pd.DataFrame:
    """Keep, of each sentence on which coders differ, the rows of the one who read the most."""
    n_read = codings.drop_duplicates([*KEY, "coder"])["coder"].value_counts()
    by_name = n_read.sort_index().sort_values(ascending=False, kind="stable")
    rank = differing["coder"].map({coder: place for place, coder in enumerate(by_name.index)})
    first = rank.groupby([differing[name] for name in KEY]).transform("min")
    return differing[rank == first]


def _join(memos: pd.Series) -> str:
    return _SEPARATOR.join(dict.fromkeys(memo for memo in memos if memo))
