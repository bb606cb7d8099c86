"""Time: how often each theme occurs in each day, month or year."""

from collections.abc import Iterable

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype

from analysis.codebook.model import Codebook
from analysis.measures.groups import group_of, shares_of_groups
from analysis.tables import DOCUMENTS
from analysis.wording import UNSTATED

# The most days between the first text and the last: if periods are days, and if they are months.
MOST_DAYS = 92
MOST_DAYS_IN_MONTHS = 3 * 366


def shares_over_time(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    documents: pd.DataFrame,
    column: str,
) -> pd.DataFrame:
    """Count the sentences of each period that carry each theme.

    Args:
        sentences: one row per sentence, as for `theme_shares`.
        hits: one row per match, as for `theme_shares`.
        codebook: as for `theme_shares`.
        documents: one row per text: `doc_id` and the column. A text without a row is not counted.
        column: the metadata column of dates, or of years as whole numbers.

    Returns:
        One row per period and theme, as from `group_shares`, with `period` in place of the column.
        Dates become days (`2024-03-01`) if all lie within three months, months (`2024-03`) if they
        lie within three years, and else years (`2024`). Every period from the first text to the
        last has its rows; in one without texts `n_sentences` is 0 and `share` is NaN. Texts without
        a date are `(not stated)`, last.

    Raises:
        InputError: a column is missing, or a hit names a theme that is not in the codebook.
    """
    DOCUMENTS.need(documents, ["doc_id", column])
    values = documents[column]
    if is_datetime64_any_dtype(values):
        values = _bin_dates(values)
        every_period: Iterable[object] = pd.period_range(values.min(), values.max())
    else:
        every_period = range(values.min(), values.max() + 1)
    names = group_of(documents.assign(period=values), "period")
    order = [str(period) for period in every_period]
    if UNSTATED in set(names):
        order.append(UNSTATED)
    return shares_of_groups(sentences, hits, codebook, names, order)


def _bin_dates(dates: pd.Series) -> pd.Series:
    """Replace each date by its day, month or year, whichever suits the span of all dates."""
    n_days = (dates.max() - dates.min()).days
    if n_days <= MOST_DAYS:
        unit = "D"
    elif n_days <= MOST_DAYS_IN_MONTHS:
        unit = "M"
    else:
        unit = "Y"
    return dates.dt.tz_localize(None).dt.to_period(unit)
