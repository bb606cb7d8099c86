"""Browsing a table: sorted, filtered and searched as a reader writes it."""

import pandas as pd
import pytest

from analysis import browse, listing

TABLE = pd.DataFrame(
    {
        "theme": ["aid", "War", "sea", "<b>\0"],
        "n": [10, 2, 33, 4],
        "share": [0.5, None, 0.25, -1.0],
        "day": pd.to_datetime(["2024-05-01", None, "2023-01-02", "2022-01-01"]),
    }
)


def rows(**choice) -> list[int]:
    table = browse(TABLE)
    return table.select({**table.start(), **choice})


def test_rows_are_sorted_and_missing_values_come_last():
    assert rows() == [0, 1, 2, 3]
    assert rows(sort="n") == [1, 3, 0, 2]
    assert rows(sort="share") == [3, 2, 0, 1]
    assert rows(sort="share", descending=True) == [0, 2, 3, 1]
    assert rows(sort="day") == [3, 2, 0, 1]
    assert rows(sort="nothing") == [0, 1, 2, 3]


def test_any_column_is_searched_as_it_is_shown_whatever_the_case():
    assert rows(search="WAR") == [1]
    assert rows(search="0.25") == [2]
    assert rows(search="2023") == [2]
    assert rows(search="a") == [0, 1, 2]
    assert rows(search="[") == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("2", [1]),
        ("= 2", [1]),
        ("> 4", [0, 2]),
        (">=4", [0, 2, 3]),
        ("< 4", [1]),
        ("<= 4", [1, 3]),
        ("2-10", [0, 1, 3]),
        ("2 – 4", [1, 3]),
        (" ", [0, 1, 2, 3]),
    ],
)
def test_numbers_are_compared(wanted, found):
    assert rows(filters={"n": wanted}) == found


def test_missing_numbers_are_in_no_range_and_filters_add_up():
    assert rows(filters={"share": "-2–2"}) == [0, 2, 3]
    assert rows(filters={"share": "<1"}) == [0, 2, 3]
    assert rows(filters={"theme": "a", "n": "> 5"}, search="0.5") == [0]


@pytest.mark.parametrize("wanted", ["many", ">", "1.2.3", "> 5 or so"])
def test_what_is_no_number_is_said(wanted):
    table = browse(TABLE)
    page = table.answer({**table.start(), "filters": {"n": wanted}})
    assert page == {
        "fault": f"filter, n: found {wanted!r}; expected a number, such as 5, > 5, <= 0.5 or 2-9"
    }


def test_a_page_holds_the_cells_of_the_listing():
    table = browse(TABLE, limit=3)
    assert table.answer(table.start()) == {
        "rows": [
            ["aid", "10", "0.50", "2024-05-01"],
            ["War", "2", "–", "–"],
            ["sea", "33", "0.25", "2023-01-02"],
        ],
        "heading": "4 rows",
        "more": True,
        "next": 103,
    }
    last = table.answer({**table.start(), "filters": {"theme": "<"}})
    assert (last["rows"][0][0], last["heading"], last["more"]) == (
        "<b>\ufffd",
        "1 of 4 rows",
        False,
    )


def test_names_that_occur_twice_or_are_no_text_and_values_of_several_types():
    frame = pd.DataFrame([[1, "b"], ["x", "a"]], columns=[7, 7])
    table = browse(frame)
    assert [column["name"] for column in table.setup()["columns"]] == ["7", "7"]
    assert table.select({**table.start(), "sort": "7"}) == [0, 1]
    assert table.select({**table.start(), "filters": {"7": "x"}}) == []
    empty = browse(TABLE.head(0))
    assert empty.answer(empty.start())["rows"] == []


def test_elsewhere_it_is_what_listing_shows(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    shown = listing(TABLE, "theme", "n", limit=2)
    assert browse(TABLE, "theme", "n", limit=2)._repr_mimebundle_() == {
        "text/plain": repr(shown),
        "text/html": shown._repr_html_(),
    }
