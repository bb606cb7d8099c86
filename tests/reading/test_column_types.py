"""Columns of metadata: which become numbers or days, and what is kept beside the days."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError, read_documents
from analysis.reading.column_types import read_day, typed


def read_column(write, cells, *, settings="time: day\n"):
    """The documents of a study whose metadata have these cells in the column `day`."""
    rows = [f'{number},"{cell}"' for number, cell in enumerate(cells)]
    files = [
        "metadata.csv",
        "\n".join(["doc_id,day", *rows]),
        "study.yaml",
        f"language: en\n{settings}",
    ]
    for number in range(len(cells)):
        files += [f"{number}.txt", "One."]
    return read_documents(write(*files))


def days_of(documents):
    return ["" if day is pd.NaT else str(day.date()) for day in documents["day"]]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["20230131", "20230201"], ["2023-01-31", "2023-02-01"]),
        (["2023-01-05T12:33:21Z", ""], ["2023-01-05", ""]),
        (["2023-01-05 12:33", "2023-01-05T00:05+02:00"], ["2023-01-05", "2023-01-05"]),
        (["2023-03", "2023-03-05"], ["2023-03-01", "2023-03-05"]),
        (["2023-01-05T23:59:59.123456-0800", "2023-01"], ["2023-01-05", "2023-01-01"]),
        (["2023-01-05 12:33:21 UTC", "2023-01-05 12:33:21 +0200"], ["2023-01-05"] * 2),
        (["20230131T1233", "20230131123321"], ["2023-01-31", "2023-01-31"]),
        (["2024-02-29 09:30:00", "2024-03-05"], ["2024-02-29", "2024-03-05"]),
    ],
)
def test_dates_are_days_and_what_stood_there_is_kept(write, cells, days):
    documents = read_column(write, cells)
    assert documents["day"].dtype == "datetime64[us]"
    assert days_of(documents) == days
    assert documents["day_as_written"].tolist() == cells
    columns = list(documents)
    assert columns.index("day_as_written") == columns.index("day") + 1


def test_days_need_no_second_column(write):
    documents = read_column(write, ["2023-01-31", "", "2023-02-01"])
    assert days_of(documents) == ["2023-01-31", "", "2023-02-01"]
    assert "day_as_written" not in documents


@pytest.mark.parametrize(
    "cells",
    [
        ["2023-W05", "2023-W06"],
        ["05.01.2023", "06.01.2023"],
        ["2023/01/05", "2023/01/06"],
        ["01/05/2023", "2023-01-05"],
        ["Jan 2023", "Feb 2023"],
        ["2023-13", "2023-01"],
        ["2023-01-05T25:00", "2023-01-05"],
        ["20230131", "20230231"],
        ["20230131", "2023"],
        ["2023", "2023-01"],
        ["20230131", "99990131"],
        ["1", "2"],
        ["2020.5", "2021.5"],
        ["999", "1000"],
        ["2100", "2101"],
    ],
)
def test_a_time_column_with_other_cells_stays_text(write, cells):
    documents = read_column(write, cells)
    assert documents["day"].tolist() == cells
    assert documents["day"].dtype == "str"
    assert "day_as_written" not in documents


def test_years_stay_whole_numbers(write):
    assert read_column(write, ["1000", "2100"])["day"].dtype == "int64"
    assert read_column(write, ["1999", ""])["day"].dtype == "Int64"


def test_only_in_the_time_column_are_eight_digits_a_day(write):
    documents = read_column(write, ["20230131", "20230201"], settings="")
    assert documents["day"].tolist() == [20230131, 20230201]
    documents = read_column(write, ["2023-03", "2023-04-05T10:00"], settings="")
    assert days_of(documents) == ["2023-03-01", "2023-04-05"]


def test_seasons_are_no_months(write):
    seasons = ["2009-10", "2010-11", "2009-10"]
    assert read_column(write, seasons, settings="")["day"].tolist() == seasons
    assert days_of(read_column(write, seasons))[:2] == ["2009-10-01", "2010-11-01"]  # as stated
    assert days_of(read_column(write, ["2009-10", "2010-10", ""], settings=""))[0] == "2009-10-01"


def test_decimal_commas_are_text(write):
    assert read_column(write, ["0,5", "1,25"], settings="")["day"].tolist() == ["0,5", "1,25"]


def test_a_column_that_has_the_name_of_the_kept_one_is_a_fault(write):
    study = write(
        *("a.txt", "One.", "study.yaml", "time: day\n"),
        *("metadata.csv", "doc_id,day,day_as_written\na,20230131,x\n"),
    )
    with pytest.raises(InputError) as caught:
        read_documents(study)
    assert str(caught.value) == (
        "metadata: found the column 'day_as_written'; "
        "expected another name: the original cells of 'day' are kept in that column"
    )
    write("metadata.csv", "doc_id,day,day_as_written\na,2023-01-31,x\n")
    assert read_documents(study)["day_as_written"].tolist() == ["x"]  # nothing has to be kept


def test_dates_of_a_spreadsheet_are_days(write, tmp_path):
    moments = pd.to_datetime(["2023-01-05 12:33", "2023-02-01 00:00"])
    metadata = pd.DataFrame({"doc_id": ["a", "b"], "day": moments})
    metadata.to_excel(tmp_path / "metadata.xlsx", index=False)
    documents = read_documents(write("a.txt", "A.", "b.txt", "B."))
    assert days_of(documents) == ["2023-01-05", "2023-02-01"]
    assert documents["day_as_written"].tolist() == ["2023-01-05 12:33:00", "2023-02-01"]


@given(st.dates(), st.sampled_from(["", "T00:00", " 23:59:59Z", "T12:00+14:00", "T12:00:00.5-11"]))
def test_the_day_is_the_one_that_is_written(day, time):
    assert read_day(f"{day.isoformat()}{time}") == day
    assert read_day(day.isoformat()[:7]) == day.replace(day=1)
    expected = day if 1000 <= day.year <= 2100 else None
    assert read_day(f"{day:%Y}".zfill(4) + f"{day:%m%d}") == expected


@given(st.text("0123456789-T:Z+ ", max_size=12))
def test_what_is_no_date_is_none_and_no_exception(cell):
    day = read_day(cell)
    assert day is None or type(day) is date
    column = typed(pd.Series([cell], dtype="str"), is_time=True)
    assert column.dtype in ("datetime64[us]", "int64", "str")
