"""Time: how often each theme occurs in each day, month or year."""

from collections.abc import Iterable

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype

from analysis.codebook.model import Codebook
from analysis.faults import Fault, InputError, Nearest
from analysis.measures.groups import (
    can_date,
    group_of,
    name_group,
    name_groups,
    shares_of_groups,
    undated_fault,
)
from analysis.tables import AS_WRITTEN, DOCUMENTS, TEXT
from analysis.wording import UNSTATED

# The most days between the first text and the last: if periods are days, and if they are months.
MOST_DAYS = 92
MOST_DAYS_IN_MONTHS = 3 * 366
MONTH = r"\d{4}-\d{2}"  # a date without its day


def shares_over_time(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    documents: pd.DataFrame,
    column: str,
    *,
    draws: int = 0,
    seed: int = 0,
) -> pd.DataFrame:
    """Count the sentences of each period that carry each theme.

    Args:
        sentences: one row per sentence, as for `theme_shares`.
        hits: one row per match, as for `theme_shares`.
        codebook: as for `theme_shares`.
        documents: one row per text: `doc_id` and the column. A text without a row is not counted.
            If there is a column `<column>_as_written`, it tells which dates are only months.
        column: the metadata column of dates, or of years as whole numbers.
        draws: how many times the texts are drawn anew for the intervals; 0 for no intervals.
        seed: makes the draws repeatable.

    Returns:
        One row per period and theme, as from `group_shares`, with `period` in place of the column.
        Dates become days (`2024-03-01`) if all lie within three months and none is only a month,
        months (`2024-03`) if they lie within three years, and else years (`2024`). Every period
        from the first text to the last has its rows; in one without texts `n_sentences` is 0 and
        `share` is NaN. Texts without a date are `(not stated)`, last. `dated_by` is the column.

        With `draws`, there are also the intervals and differences of `group_shares`, and `change`:
        `share` minus the share of the period before, with its 95 % interval, `change_low` and
        `change_high` (`analysis.measures.differences` says how). They are NaN in the first period,
        in one without texts, in the one after that, and for texts without a date. `trend` is the
        slope of a straight line through the shares of all periods, in shares a period, with its
        95 % interval (`analysis.measures.trends` says how); it is the same in all rows of a theme.
        Differences, changes and trends are tested together (`change_z`, `change_p`, `trend_z` and
        `trend_p`, as `difference_z` and `difference_p` of `group_shares`).

    Raises:
        InputError: a column is missing, the column holds neither dates nor years, or a hit names a
            theme that is not in the codebook.
    """
    names, order = name_periods(documents, column)
    shares = shares_of_groups(
        sentences, hits, codebook, names, order, draws=draws, seed=seed, over_time=True
    )
    shares.insert(1, "dated_by", pd.Series(column, shares.index, TEXT))
    return shares


def with_periods(sentences: pd.DataFrame, documents: pd.DataFrame, column: str) -> pd.DataFrame:
    """Add the period of each sentence, in the order of time, as a column `period`.

    Raises:
        InputError: as `name_periods`.
    """
    names, order = name_periods(documents, column)
    period = pd.Categorical(sentences["doc_id"].map(names), order, ordered=True)
    return sentences.assign(period=period)


def name_periods(documents: pd.DataFrame, column: str) -> tuple[pd.Series, list[str]]:
    """Name the period of each text, as `shares_over_time` describes.

    Returns:
        One name per text, by `doc_id`; and all periods from the first text to the last, then
        `(not stated)` if a text has no date.

    Raises:
        InputError: the column is missing, or holds neither dates nor years.
    """
    DOCUMENTS.need(documents, ["doc_id", column])
    values = documents[column]
    if not can_date(values):
        by_text = documents.set_index("doc_id")[column]
        raise InputError([undated_fault(by_text, column)])
    if is_datetime64_any_dtype(values):
        written = documents.get(f"{column}{AS_WRITTEN}", pd.Series(dtype=TEXT))
        has_months = written.str.fullmatch(MONTH).any()
        values = _bin_dates(values, has_months)
        every_period: Iterable[object] = pd.period_range(values.min(), values.max())
    else:
        every_period = range(values.min(), values.max() + 1)
    names = group_of(documents.assign(period=values), "period")
    order = [str(period) for period in every_period]
    if UNSTATED in set(names):
        order.append(UNSTATED)
    return names, order


def sentences_of(
    sentences: pd.DataFrame,
    documents: pd.DataFrame,
    column: str,
    group: object,
    known: Iterable[str] = (),
) -> pd.DataFrame:
    """Select the sentences of one group of texts, or of one period.

    Args:
        sentences: one row per sentence.
        documents: one row per text.
        column: the column that forms the groups, or dates the texts.
        group: the name of the group or period, or a number or date.
        known: groups that exist even if none of their sentences is here, because not all were read.

    Raises:
        InputError: the column is missing, or no sentence is of that group or period.

    >>> sentences = pd.DataFrame({"doc_id": ["a", "b"], "sent_id": [1, 1]})
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "year": [2019, 2020]})
    >>> sentences_of(sentences, documents, "year", 2020)["doc_id"].tolist()
    ['b']
    """
    wanted = name_group(group)
    groups = name_groups(sentences, documents, column)
    choices = [groups]
    if column in documents and can_date(documents[column]):
        periods, _ = name_periods(documents, column)
        choices.append(sentences["doc_id"].map(periods))
    for names in choices:
        is_chosen = names == wanted
        if is_chosen.any():
            return sentences[is_chosen]
    if wanted in set(known):
        return sentences[:0]
    expected = Nearest(choices[-1].dropna())(wanted)
    raise InputError([Fault(f"sentences_of, {column}", repr(group), expected)])


def _bin_dates(dates: pd.Series, has_months: bool) -> pd.Series:
    """Replace each date by its day, month or year, whichever suits the span of all dates.

    With `has_months`, the day of some dates is unknown.
    """
    n_days = (dates.max() - dates.min()).days
    if n_days <= MOST_DAYS and not has_months:
        unit = "D"
    elif n_days <= MOST_DAYS_IN_MONTHS:
        unit = "M"
    else:
        unit = "Y"
    return dates.dt.tz_localize(None).dt.to_period(unit)
