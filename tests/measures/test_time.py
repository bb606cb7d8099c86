"""Shares over time: counted by hand on the tiny corpus."""

import pandas as pd
import pytest
from tiny import CODEBOOK, SENTENCES_AB, sentences

from analysis import InputError, find_hits
from analysis.measures.time import shares_over_time
from analysis.wording import UNSTATED

# The two texts of the corpus (4 and 2 sentences), and one of a single sentence: rights and poverty.
SENTENCES = pd.concat(
    [SENTENCES_AB, sentences("Poverty hurts rights.", doc_id="c")], ignore_index=True
)
HITS = find_hits(SENTENCES, CODEBOOK)
DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b", "c"]})


def over_time(values):
    return shares_over_time(SENTENCES, HITS, CODEBOOK, DOCUMENTS.assign(time=values), "time")


def of(table, theme, *columns):
    """The rows of a theme as tuples: its group, then the columns."""
    return list(
        table.loc[table["theme"] == theme, [table.columns[0], *columns]].itertuples(
            index=False, name=None
        )
    )


def test_every_period_has_rows_and_a_gap_is_not_zero():
    table = over_time(pd.array([1990, 1992, None], dtype="Int64"))
    counts = ["n_sentences_hit", "n_sentences", "n_documents"]
    assert of(table, "topic/poverty", *counts) == [
        ("1990", 2, 4, 1),
        ("1991", 0, 0, 0),
        ("1992", 1, 2, 1),
        (UNSTATED, 1, 1, 1),
    ]
    assert table.loc[table["period"] == "1991", "share"].isna().all()
    assert table.loc[table["period"] == "1992", "share"].notna().all()


@pytest.mark.parametrize(
    ("first", "last", "periods"),
    [
        ("2020-01-31", "2020-01-31", ["2020-01-31"]),
        ("2020-02-27", "2020-03-01", ["2020-02-27", "2020-02-28", "2020-02-29", "2020-03-01"]),
        (
            "2020-01-01",
            "2020-04-02",
            [f"2020-01-{day:02}" for day in range(1, 32)],
        ),  # 92 days, and more
        ("2020-01-01", "2020-04-03", ["2020-01", "2020-02", "2020-03", "2020-04"]),
        ("2019-11-01", "2020-02-29", ["2019-11", "2019-12", "2020-01", "2020-02"]),
        ("2017-01-01", "2020-01-04", [f"2017-{month:02}" for month in range(1, 13)]),
        ("2017-01-01", "2020-01-05", ["2017", "2018", "2019", "2020"]),
        ("1650-01-01", "1653-12-31", ["1650", "1651", "1652", "1653"]),
    ],
)
def test_dates_are_binned_by_their_span(first, last, periods):
    dates = pd.Series([first, last, last]).astype("datetime64[us]")
    found = over_time(dates.tolist())["period"].unique().tolist()
    assert found[: len(periods)] == periods
    assert found[-1].startswith(last[: len(found[0])])


def test_times_of_day_and_zones_are_dates_too():
    times = pd.to_datetime(
        ["2020-01-31 23:59", "2020-01-31 00:01", "2020-02-01 12:00"]
    ).tz_localize("Asia/Tokyo")
    assert over_time(times)["period"].unique().tolist() == ["2020-01-31", "2020-02-01"]


def test_numbers_are_periods_in_ascending_order():
    assert over_time([1999, 2001, 2000])["period"].unique().tolist() == ["1999", "2000", "2001"]


def test_numbers_that_are_no_years_are_a_fault():
    with pytest.raises(
        InputError, match=r"neither a date nor a year in 3 cells of the column 'time'"
    ):
        over_time([20230131, 20230201, 20230202])


def test_dates_that_are_only_months_are_months():
    days = pd.to_datetime(["2023-01-01", "2023-03-01", "2023-01-15"])
    written = ["2023-01", "2023-03", "2023-01-15"]
    documents = DOCUMENTS.assign(time=days, time_as_written=written)
    table = shares_over_time(SENTENCES, HITS, CODEBOOK, documents, "time")
    assert table["period"].unique().tolist() == ["2023-01", "2023-02", "2023-03"]
