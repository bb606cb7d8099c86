"""Sheets: themes by name, another order for each coder, and codings that survive a sheet."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import CODEBOOK, SENTENCES_AB, codebook, rows

from analysis.coding.sheet_form import (
    NO_THEME,
    fill_sheet,
    make_sheet,
    name_themes,
    sheet_codings,
    theme_columns,
)
from analysis.faults import InputError
from analysis.tables import SHEET

NAMES = name_themes(CODEBOOK)
IDS = ["topic/rights", "topic/poverty", "actor/states", "tone"]


def _sheet(**cells) -> pd.DataFrame:
    """A sheet of the six sentences in their order, with cells by column and row (from 0)."""
    sheet = make_sheet(SENTENCES_AB, SENTENCES_AB, "Ada").sort_values(["doc_id", "sent_id"])
    sheet = sheet.reset_index(drop=True)
    for column, filled in cells.items():
        for row, cell in filled.items():
            sheet.loc[row, column] = cell
    return sheet


def test_the_sentences_around_are_those_of_the_same_text():
    sheet = _sheet()
    assert rows(sheet, "before", "sentence", "after")[3:5] == [
        ["Nothing here.", "Rights, rights and the poor.", ""],
        ["", "Countries should act right away.", "Poverty persists."],
    ]


def test_each_coder_has_another_order_and_the_same_one_again():
    orders = {
        coder: rows(make_sheet(SENTENCES_AB, SENTENCES_AB, coder, seed=3), "doc_id", "sent_id")
        for coder in ("Ada", "Ben")
    }
    again = make_sheet(SENTENCES_AB, SENTENCES_AB.iloc[::1], "Ada", seed=3)
    assert orders["Ada"] != orders["Ben"]
    assert sorted(orders["Ada"]) == sorted(orders["Ben"]) == rows(SENTENCES_AB, "doc_id", "sent_id")
    assert rows(again, "doc_id", "sent_id") == orders["Ada"]
    assert again["row"].tolist() == [1, 2, 3, 4, 5, 6]


def test_an_empty_sample_makes_an_empty_sheet():
    sheet = make_sheet(SENTENCES_AB, SENTENCES_AB.head(0), "Ada")
    assert sheet.dtypes.to_dict() == SHEET.empty().dtypes.to_dict()
    assert sheet.empty


def test_a_sentence_that_is_gone():
    sample = pd.DataFrame({"doc_id": ["a"], "sent_id": [5]})
    with pytest.raises(InputError, match="sentence 5 of 'a', which does not exist"):
        make_sheet(SENTENCES_AB, sample, "Ada")


def test_a_label_names_a_theme_only_if_no_other_theme_could_be_meant():
    book = codebook(
        {"aid/food": ["food"], "trade/food": ["food"], "trade": ["trade"], "war": ["war"]}
    )
    labels = {"aid/food": "Food", "trade/food": "food ", "trade": "War", "war": "(no theme)"}
    named = book.themes.assign(label=book.themes["theme"].map(labels).fillna(""))
    names = name_themes(type(book)(**{**vars(book), "themes": named}))
    assert names.choices == ["aid/food", "trade", "trade/food", "war"]
    assert [
        names.find(cell) for cell in ("FOOD", "War", "Trade/FOOD", "aid", "(No  theme)", "x")
    ] == [
        None,
        "war",
        "trade/food",
        "aid",
        "",
        None,
    ]


def test_ids_that_differ_in_case_only_are_told_apart():
    names = name_themes(codebook({"t/A": ["x"], "t/a": ["y"]}))
    assert [names.find(cell) for cell in ("t/A", "t/a", "T/A")] == ["t/A", "t/a", None]


def test_codings_of_a_filled_sheet():
    sheet = _sheet(
        theme_1={0: "states", 1: NO_THEME, 5: " POVERTY "},
        theme_3={0: "topic/rights"},
        unsure={0: "X"},
        memo={0: "= odd", 2: "later"},
    )
    codings = sheet_codings(sheet, CODEBOOK, "Ada")
    assert rows(codings, "doc_id", "sent_id", "coder", "theme", "memo", "unsure") == [
        ["a", 1, "Ada", "actor/states", "= odd", True],
        ["a", 1, "Ada", "topic/rights", "= odd", True],
        ["a", 2, "Ada", "", "", False],
        ["b", 2, "Ada", "topic/poverty", "", False],
    ]


def test_all_faults_of_a_sheet_at_once():
    sheet = _sheet(
        theme_1={0: "povertyy", 1: NO_THEME, 2: "Tone"},
        theme_2={1: "Rights", 2: "tone"},
        unsure={3: "maybe"},
    )
    with pytest.raises(InputError) as error:
        sheet_codings(sheet, CODEBOOK, "Ada")
    assert list(map(str, error.value.faults)) == [
        "sheet, line 1, theme_1: found 'povertyy'; expected 'Poverty'",
        "sheet, line 2, theme_1: found '(no theme)' beside a theme; expected one or the other",
        "sheet, line 3, theme_2: found 'tone' again in the same row; expected each theme once",
        "sheet, line 4, unsure: found 'maybe'; expected 'x', or a blank cell",
    ]


KEYS = st.sampled_from(rows(SENTENCES_AB, "doc_id", "sent_id"))
GIVEN = st.lists(st.sampled_from(IDS), unique=True)


@given(
    st.lists(st.tuples(KEYS, GIVEN, st.booleans(), st.text()), unique_by=lambda one: str(one[0]))
)
def test_codings_survive_a_sheet(coded):
    codings = pd.DataFrame(
        [
            (*key, theme, memo, unsure)
            for key, themes, unsure, memo in coded
            for theme in themes or [""]
        ],
        columns=["doc_id", "sent_id", "theme", "memo", "unsure"],
    ).astype({"doc_id": "str", "sent_id": "int64", "theme": "str", "memo": "str", "unsure": bool})
    sheet = fill_sheet(_sheet(), codings, NAMES)
    assert rows(sheet, "sentence") == rows(_sheet(), "sentence")
    back = sheet_codings(sheet, CODEBOOK, "Ada")
    assert sorted(rows(back, *codings.columns)) == sorted(rows(codings, *codings.columns))


def test_more_themes_than_columns_add_columns():
    book = codebook({f"t{n}": ["x"] for n in range(10)})
    codings = pd.DataFrame({"doc_id": "a", "sent_id": 1, "theme": [f"t{n}" for n in range(10)]})
    sheet = fill_sheet(_sheet(), codings, name_themes(book))
    assert theme_columns(list(sheet.columns)) == [f"theme_{n}" for n in range(1, 11)]
    assert sheet.columns.tolist()[-2:] == ["unsure", "memo"]
    assert sheet_codings(sheet, book, "Ada")["theme"].tolist() == [f"t{n}" for n in range(10)]
