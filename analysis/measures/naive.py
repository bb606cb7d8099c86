"""Naive intervals, for comparison: as if every sentence were an independent observation."""

import pandas as pd

from analysis.measures.resampling import wilson
from analysis.tables import INTERVAL_COLUMNS, INTERVALS, SHARES


def compare_intervals(shares: pd.DataFrame) -> pd.DataFrame:
    """Put the naive interval of each share beside the one by texts.

    The naive interval is Wilson's, with the number of sentences. It is wrong, because sentences of
    one text are more alike than sentences of different texts. It is only here to show how much too
    narrow it is.

    Args:
        shares: one row per theme, as from `theme_shares` with `draws`.

    Returns:
        One row per theme (`analysis.tables.INTERVALS`): the columns of `shares`, and `naive_low`,
        `naive_high` and `times_as_wide`, the width of the interval by texts divided by that of the
        naive one. Further columns are kept.

    Raises:
        InputError: a column is missing.

    >>> row = {"theme": ["aid"], "label": "Aid", "n_hits": 600, "n_sentences_hit": 600}
    >>> row |= {"n_sentences": 20000, "share": 0.03, "low": 0.019, "high": 0.042}
    >>> row |= {"resampled": "texts", "n_resampled": 140, "n_carrying": 20}
    >>> table = compare_intervals(pd.DataFrame(row))
    >>> table[["naive_low", "naive_high", "times_as_wide"]].round(4).to_numpy().tolist()
    [[0.0277, 0.0325, 4.8612]]
    """
    SHARES.need(shares, [*SHARES.columns, *INTERVAL_COLUMNS])
    n = shares["n_sentences"].where(shares["n_sentences"] > 0).to_numpy()
    low, high = wilson(shares["share"].to_numpy(), n)
    width = shares["high"] - shares["low"]
    columns = {"naive_low": low, "naive_high": high, "times_as_wide": width / (high - low)}
    return INTERVALS.frame(shares.assign(**columns))
