"""Distinctive words: the terms that set a group of texts, or a period, apart from others."""

import pandas as pd

from analysis.faults import Fault, InputError, nearest
from analysis.measures.groups import name_groups
from analysis.measures.keyness import distinctive_terms
from analysis.measures.time import name_periods
from analysis.wording import UNSTATED


def words_of_group(
    sentences: pd.DataFrame,
    documents: pd.DataFrame,
    column: str,
    group: object,
    *,
    n: int = 1,
    min_n: int = 1,
) -> pd.DataFrame:
    """Compare the terms of one group of texts with those of all others.

    Args:
        sentences: one row per sentence, as for `keyness`.
        documents: one row per text, as for `group_of`.
        column: the metadata column that forms the groups, or a column of `sentences`, such as
            `speaker` or `section`.
        group: the name of the group, as charts write it.
        n: the number of words in a term.
        min_n: leave out terms that occur less often than this.

    Returns:
        One row per term, as from `distinctive_terms`.

    Raises:
        InputError: there is no such column or no such group.
    """
    names = with_groups(sentences, documents, column)[column]
    _check_group(column, group, names)
    is_stated = names.notna()
    return distinctive_terms(sentences[is_stated], names[is_stated] == str(group), n=n, min_n=min_n)


def words_of_period(
    sentences: pd.DataFrame,
    documents: pd.DataFrame,
    column: str,
    period: object,
    *,
    n: int = 1,
    min_n: int = 1,
) -> pd.DataFrame:
    """Compare the terms of one period with those of the period before it.

    The period before is the last one that has texts. The arguments are those of `words_of_group`;
    `column` holds dates or years, and `period` is named as by `shares_over_time`.

    Raises:
        InputError: the column holds neither dates nor years, or there is no such period or none
            before it.
    """
    by_text, _ = name_periods(documents, column)
    names = sentences["doc_id"].map(by_text)
    _check_group(column, period, names)
    earlier = names[(names < str(period)) & (names != UNSTATED)]
    if earlier.empty or str(period) == UNSTATED:
        found = f"no period before {str(period)!r}"
        raise InputError([Fault(f"column {column!r}", found, "a period with texts before it")])
    is_compared = names.isin([str(period), earlier.max()])
    is_target = names[is_compared] == str(period)
    return distinctive_terms(sentences[is_compared], is_target, n=n, min_n=min_n)


def with_groups(sentences: pd.DataFrame, documents: pd.DataFrame, column: str) -> pd.DataFrame:
    """Add the group of each sentence as a column, unless it is a column of the sentences already.

    Raises:
        InputError: neither table has the column.
    """
    if column in sentences and (column == "doc_id" or column not in documents):
        return sentences
    return sentences.assign(**{column: name_groups(sentences, documents, column)})


def _check_group(column: str, group: object, names: pd.Series) -> None:
    known = names.dropna().unique()
    if str(group) not in known:
        found = f"no group {str(group)!r}"
        raise InputError([Fault(f"column {column!r}", found, nearest(str(group), known))])
