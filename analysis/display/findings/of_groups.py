"""How the groups of texts differ, in sentences."""

import pandas as pd

from analysis.display.findings.phrases import out_of, put_on_lines, quote
from analysis.wording import pluralize


def describe_groups(uses: pd.DataFrame, shares: dict[str, pd.DataFrame]) -> str:
    """Say which group differs most from all groups together, and what dates the texts.

    Args:
        uses: one row per metadata column and use, as from `column_uses`.
        shares: for each column that puts the texts into groups, a table as from `group_shares`.

    >>> print(describe_groups(pd.DataFrame({"column": ["note"], "use": [""]}), {}))
    No metadata column puts the texts into groups, so there are no groups to compare.
    No metadata column dates the texts, so there is no change over time to show.
    """
    no_groups = "No metadata column puts the texts into groups, so there are no groups to compare."
    no_time = "No metadata column dates the texts, so there is no change over time to show."
    groups = [_furthest_group(table, column) for column, table in shares.items()]
    times = uses.loc[uses["use"] == "time", "column"]
    dates = [f"The texts are dated by the column {quote(name)}." for name in times]
    return put_on_lines(*(groups or [no_groups]), *(dates or [no_time]))


def _furthest_group(shares: pd.DataFrame, column: str) -> str:
    groups = f"By {column} ({pluralize(shares[column].nunique(), 'group')})"
    coded = shares[shares["coded"] & shares["n_more"].abs().ge(0.5)]
    if coded.empty:
        return f"{groups}, no theme differs from its share in all groups by as much as a sentence."
    top = coded.loc[coded["n_more"].abs().idxmax()]
    n_more = round(abs(top["n_more"]))
    more = "more" if top["n_more"] > 0 else "fewer"
    count = out_of(top["n_sentences_hit"], top["n_sentences"], "sentence")
    return (
        f"{groups}, the largest difference is {quote(top['label'])} in {quote(top[column])}: "
        f"{count}, {n_more:,} {more} than its share in all groups together would give."
    )
