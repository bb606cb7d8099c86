"""Time: each theme's share in each period."""

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype

from analysis.measures.groups import group_of, shares_of_groups
from analysis.wording import UNSTATED

DAYS, MONTHS = (
    92,
    3 * 366,
)  # days from the first text to the last, up to which a period is a day, a month


def shares_over_time(
    sentences, hits, codebook, documents: pd.DataFrame, column: str
) -> pd.DataFrame:
    """How many sentences of each period carry each theme.

    Returns:
        One row a period x theme, as from `group_shares`, by `period`: every one from the first to the last text, a gap
        with `n_sentences` 0 and `share` NaN. Dates become years (`2024`), where all lie within three years months
        (`2024-03`), within three months days. Texts without a date are `(not stated)`, last.
    """
    periods = documents[column]
    if is_datetime64_any_dtype(periods):
        span = (periods.max() - periods.min()).days
        periods = periods.dt.tz_localize(None).dt.to_period(
            "D" if span <= DAYS else "M" if span <= MONTHS else "Y"
        )
        every = pd.period_range(periods.min(), periods.max())
    else:
        every = range(periods.min(), periods.max() + 1)
    names = group_of(documents.assign(period=periods), "period")
    return shares_of_groups(
        sentences, hits, codebook, names, [*map(str, every), *names[names == UNSTATED]]
    )
