"""Families of themes, worked out by hand."""

from dataclasses import replace

import pandas as pd
import pytest
import tiny
from tiny import rows

from analysis import InputError, find_hits, read_documents, theme_shares
from analysis.measures.cooccurrence import cooccurrence, cross
from analysis.measures.families import (
    select_families,
    top_theme_per_family,
    with_families,
)
from analysis.measures.groups import group_shares, top_groups
from analysis.measures.positions import positions
from analysis.measures.reading_map import reading_map
from analysis.measures.time import shares_over_time
from analysis.tables import FAMILY_COLUMNS, without_family_columns

S, C = tiny.SENTENCES_AB, tiny.CODEBOOK
H = find_hits(S, C)
DEEP, DEEP_S = tiny.DEEP, tiny.DEEP_SENTENCES
DEEP_H = find_hits(DEEP_S, DEEP)


def test_the_top_theme_of_each_family():
    shares = theme_shares(S, H, C)
    assert top_theme_per_family(shares, C)["theme"].tolist() == [
        "topic/poverty",
        "actor/states",
        "tone",
    ]
    assert top_theme_per_family(theme_shares(S, H.head(0), C), C).empty


def test_a_theme_leads_its_family_with_the_sentences_of_its_subthemes():
    shares = theme_shares(DEEP_S, DEEP_H, DEEP)
    assert top_theme_per_family(shares, DEEP)["theme"].tolist() == ["nature/water", "trade"]


def test_the_family_of_every_theme():
    table = with_families(DEEP.themes[["theme"]], DEEP)
    assert rows(table, "theme", *FAMILY_COLUMNS) == [
        ["nature", "nature", "Nature", 0, 0, False, True],  # a heading
        ["nature/water", "nature", "Nature", 0, 1, True, True],  # with patterns of its own
        ["nature/water/storage", "nature", "Nature", 0, 2, True, False],
        ["nature/paths", "nature", "Nature", 0, 3, True, False],
        ["trade", "", "", 1, 4, True, False],  # a root without subthemes is in no family
    ]
    assert table.dtypes.astype(str).to_dict() == {"theme": "str", **FAMILY_COLUMNS}


def test_roots_without_subthemes_share_one_number():
    codebook = tiny.codebook({"a": ["a"], "topic/trade": ["trade"], "b": ["b"]})
    table = with_families(codebook.themes, codebook)
    assert rows(table, "theme", "family", "family_order") == [
        ["a", "", 0],
        ["topic", "topic", 1],
        ["topic/trade", "topic", 1],
        ["b", "", 0],
    ]


def test_the_name_of_one_of_several_codebooks_has_no_number():
    themes = {"A/topic/water": ["water"], "A/topic/paths": ["path*"], "B/trade": ["trade"]}
    codebook = replace(tiny.codebook(themes), joined=True)
    table = with_families(codebook.themes, codebook)
    assert rows(table, "theme", "family", "family_label", "family_order") == [
        ["A", "", "", -1],
        ["A/topic", "A/topic", "Topic", 0],
        ["A/topic/water", "A/topic", "Topic", 0],
        ["A/topic/paths", "A/topic", "Topic", 0],
        ["B", "B", "B", 1],
        ["B/trade", "B", "B", 1],
    ]


def test_families_are_added_to_any_rows_and_taken_out_again():
    table = pd.DataFrame({"theme": ["trade", "nature", "trade"], "n": [1, 2, 3]}, index=[7, 5, 7])
    added = with_families(table, DEEP)
    assert added["theme_order"].to_dict() == {7: 4, 5: 0}
    assert added["n"].tolist() == [1, 2, 3]
    pd.testing.assert_frame_equal(with_families(added, DEEP), added)
    pd.testing.assert_frame_equal(without_family_columns(added), table)
    pd.testing.assert_frame_equal(without_family_columns(table), table)
    assert with_families(table[:0], DEEP).dtypes.equals(added.dtypes)


def test_a_theme_that_is_not_in_the_codebook_is_an_error():
    with pytest.raises(
        InputError, match="table of themes: found the theme 'trad'; expected 'trade'"
    ):
        with_families(pd.DataFrame({"theme": ["trad"]}), DEEP)


DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b"], "outlet": ["Post", "News"], "year": [2020, 2022]})
TABLES = {
    "positions": lambda s, h: positions(s, h, C),
    "group_shares": lambda s, h: group_shares(s, h, C, DOCUMENTS, "outlet"),
    "top_groups": lambda s, h: top_groups(
        group_shares(s, h, C, DOCUMENTS, "outlet"), "outlet", limit=0
    ),
    "shares_over_time": lambda s, h: shares_over_time(s, h, C, DOCUMENTS, "year"),
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("n_sentences", [6, 0])
def test_tables_of_themes_carry_their_families(name, n_sentences):
    table = TABLES[name](S.head(n_sentences), H)
    expected = with_families(table[["theme"]], C)
    pd.testing.assert_frame_equal(table[list(expected.columns)], expected)


def test_tables_of_pairs_carry_the_families_of_both_themes():
    for pairs in (cooccurrence(S, H, C), cross(cooccurrence(S, H, C), "tone", "actor")):
        for side in ("a", "b"):
            theme = pairs[[f"theme_{side}"]].set_axis(["theme"], axis=1)
            expected = with_families(theme, C).add_suffix(f"_{side}")
            pd.testing.assert_frame_equal(pairs[list(expected.columns)], expected)


def test_the_reading_map_carries_the_families_of_its_lanes():
    blocks = reading_map(S, H, C, "a")
    assert rows(blocks[:3], "root", "family", "family_label", "family_order", "theme_order") == [
        ["topic", "topic", "Topic", 0, 0],
        ["actor", "actor", "Actor", 1, 3],
        ["tone", "", "", 2, 5],
    ]


@pytest.mark.parametrize("column", FAMILY_COLUMNS)
def test_metadata_cannot_have_a_column_of_families(write, column):
    study = write("a.txt", "One.", "metadata.csv", f"doc_id,{column}\na,x\n")
    with pytest.raises(InputError, match=f"{column!r} is a column of the workbook"):
        read_documents(study)


def test_a_family_is_its_root_and_all_below_it():
    table = theme_shares(S, H, C)
    assert select_families(table, "actor", "tone")["theme"].tolist() == [
        "actor",
        "actor/states",
        "tone",  # a root without subthemes
    ]
    assert select_families(table, "").empty  # a family that the codebook lacks
