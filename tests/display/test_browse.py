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
    assert rows(search="25.0%") == [2]
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
    assert rows(filters={"share": "-200–200"}) == [0, 2, 3]
    assert rows(filters={"share": "<100"}) == [0, 2, 3]
    assert rows(filters={"theme": "a", "n": "> 5"}, search="50.0") == [0]


# As `listing` shows them: 12.5%, 13.2%, 2.5%; 1.3 pp, -5.0 pp, 0.40 pp; <0.001, 0.049, 0.200.
FINDINGS = pd.DataFrame(
    {
        "n_words": [1204, 120, 12],
        "share": [0.125, 0.1319, 0.025],
        "low": [0.1, 0.132, 0.01],
        "change": [0.013, -0.05, 0.004],
        "p": [0.0002, 0.049, 0.2],
        "kappa": [0.404, 0.406, 0.4],
    }
)


@pytest.mark.parametrize(
    ("column", "wanted", "found"),
    [
        ("share", "> 5", [0, 1]),
        ("share", ">5%", [0, 1]),
        ("share", "2%-12.5 %", [0, 2]),
        ("share", "13.2%", [1]),  # as it is shown
        ("share", "= 13,2", [1]),  # as the French write it
        ("low", ">= 13.2%", [1]),  # 0.132 itself, and not what 13.2 / 100 is
        ("change", "> 1", [0]),
        ("change", "<= 0.4 pp", [1, 2]),
        ("change", "-5 pp", [1]),
        ("p", "< 0.05", [0, 1]),
        ("p", "< 0.001", [0]),
        ("kappa", "0.4", [0, 2]),
        ("kappa", "> 0.4", [0, 1]),
        ("n_words", "1,204", [0]),
        ("n_words", "> 100", [0, 1]),
    ],
)
def test_numbers_are_compared_in_the_unit_that_is_shown(column, wanted, found):
    table = browse(FINDINGS)
    assert table.select({**table.start(), "filters": {column: wanted}}) == found


def test_cells_are_those_of_the_static_table_whatever_is_chosen():
    table = browse(FINDINGS)
    cells = [row.split() for row in repr(listing(FINDINGS)).replace(" pp", "_pp").splitlines()[1:]]
    shown = table.answer({**table.start(), "sort": "share"})["rows"]
    assert [[cell.replace(" ", "_") for cell in row] for row in shown] == [
        cells[at] for at in (2, 0, 1)
    ]
    # One share above 1 says that the column holds no shares: it does so with that row out of sight.
    odd = browse(pd.DataFrame({"share": [0.5, 7.0]}))
    assert odd.answer({**odd.start(), "filters": {"share": "< 1"}})["rows"] == [["0.50"]]


def test_hints_and_faults_name_the_unit():
    table = browse(FINDINGS)
    hints = {column["name"]: column["hint"] for column in table.setup()["columns"]}
    assert (hints["share"], hints["change"]) == ("> 5%", "> 5 pp")
    assert (hints["n_words"], hints["p"]) == ("> 5, or 2-9", "< 0.05")
    for wanted in ("> 5 pp", "5%%", "1,234,5"):
        page = table.answer({**table.start(), "filters": {"share": wanted}})
        assert page["fault"] == (
            f"filter, share: found {wanted!r}; expected a number, such as 5%, > 5%, <= 0.5% or 2-9%"
        )
    page = table.answer({**table.start(), "filters": {"change": "5%"}})
    assert page["fault"].endswith("a number, such as 5 pp, > 5 pp, <= 0.5 pp or 2-9 pp")


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
            ["aid", "10", "50.0%", "2024-05-01"],
            ["War", "2", "–", "–"],
            ["sea", "33", "25.0%", "2023-01-02"],
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
