"""Count themes batch by batch, and sum the counts to the shares of all texts."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.groups import COUNTS, group_of, pool_shares
from analysis.measures.shares import theme_shares, with_share
from analysis.reading.column_types import typed
from analysis.tables import SHARES, SPEAKER, TEXT
from analysis.wording import UNSTATED

# Value of a column, as written -> name in `COUNTS` -> one number per theme.
Counts = dict[str, list[list[int]]]


def count_themes(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    column: str = "",
) -> Counts:
    """Count each theme in the texts of a batch, for each value of a metadata column.

    If no column is given, or the documents lack it, the only value is `""`.
    """
    values = pd.Series("", documents.index)
    if column in documents:
        values = documents[column]
    counts = {}
    for value, doc_ids in documents["doc_id"].groupby(values):
        of_group = sentences[sentences["doc_id"].isin(doc_ids)]
        shares = theme_shares(of_group, hits, codebook)
        shares["n_documents"] = len(doc_ids)
        counts[value] = [shares[name].tolist() for name in COUNTS]
    return counts


def count_turns(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
) -> Counts:
    """Count each theme in the sentences of a batch, for each speaker."""
    counts = {}
    for speaker, spoken in sentences.groupby(SPEAKER):
        shares = theme_shares(spoken, hits, codebook)
        shares["n_documents"] = spoken["doc_id"].nunique()
        counts[str(speaker)] = [shares[name].tolist() for name in COUNTS]
    return counts


def sum_shares(codebook: Codebook, batches: Iterable[Counts]) -> pd.DataFrame:
    """Return the table `shares` of all texts, from counts that were made without a column."""
    whole = _sum_by_value(codebook, batches)[""]
    return SHARES.frame(with_share(whole.drop(columns="n_documents")))


def sum_group_shares(
    codebook: Codebook,
    batches: Iterable[Counts],
    column: str,
    *,
    is_time: bool = False,
) -> pd.DataFrame:
    """Return the shares by a metadata column or by speaker (`analysis.tables.GROUP_SHARES`).

    The type of the column decides how groups are named and sorted. It depends on the values in
    all batches, so it is known only here. `is_time` is as for `typed`.
    """
    tables = _sum_by_value(codebook, batches)
    cells = pd.Series(list(tables), dtype=TEXT)
    values = pd.DataFrame({"doc_id": cells, column: typed(cells, is_time=is_time)})
    names = group_of(values.sort_values(column), column)
    is_last = names == UNSTATED
    names = pd.concat([names[~is_last], names[is_last]])
    counts = []
    for value, name in names.items():
        named = tables[value].copy()
        named[column] = name
        counts.append(named)
    return pool_shares(pd.concat(counts), column)


def _sum_by_value(
    codebook: Codebook,
    batches: Iterable[Counts],
) -> dict[str, pd.DataFrame]:
    """Sum the counts of all batches: for each value, one row per theme."""
    sums: dict[str, np.ndarray] = {}
    for batch in batches:
        for value, counts in batch.items():
            before = sums.get(value, 0)
            sums[value] = before + np.array(counts)
    themes = codebook.themes[["theme", "label"]]
    tables = {}
    for value, numbers in sums.items():
        columns = dict(zip(COUNTS, numbers, strict=True))
        tables[value] = themes.assign(**columns)
    return tables
