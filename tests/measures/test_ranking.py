"""The ranking of themes by how much groups differ: worked by hand on tables of a few rows."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import codebook

from analysis import InputError
from analysis.measures.ranking import check_named_themes, rank_differences
from analysis.tables import RANKED
from analysis.wording import UNSTATED

CODEBOOK = codebook({"aid": ["aid"], "law": ["law"], "war/sea": ["sea"]})
THEMES = list(CODEBOOK.themes["theme"])


def table(rows: list[tuple], by: str = "outlet") -> pd.DataFrame:
    """One row per group and theme: what they are, the difference and its interval, and `n_more`."""
    columns = [by, "theme", "difference", "difference_low", "difference_high", "n_more"]
    return pd.DataFrame(rows, columns=columns).assign(n_sentences=10, n_sentences_hit=5)


# The half of the interval that lies towards 0 is 0.05 wide for aid and 0.01 for law.
DIFFERING = [
    ("Post", "aid", 0.10, 0.05, 0.20, 8.0),
    ("Post", "law", 0.03, 0.02, 0.09, 2.0),
    ("News", "aid", -0.02, -0.09, 0.06, -4.0),
    ("News", "law", -0.01, -0.02, 0.01, -1.0),
]


def test_a_strength_is_the_difference_relative_to_its_interval():
    ranked = rank_differences(table(DIFFERING), CODEBOOK, "outlet")
    assert ranked["strength"].tolist() == pytest.approx([2, 3, 0.25, 0.5])
    assert ranked["change_strength"].isna().all()
    assert not ranked["stands_out"].any()  # nothing was tested
    assert {name: str(ranked[name].dtype) for name in RANKED} == RANKED


@pytest.mark.parametrize(
    ("slope", "rest", "is_trend"),
    [
        (0.01, (0.002, 0.01), True),
        (0.01, (-0.001, 0.01), False),
        (-0.01, (-0.01, -0.002), True),
        (-0.01, (0.002, 0.01), False),  # it rises without them
        (0.01, (np.nan, np.nan), False),
    ],
)
def test_a_trend_stands_out_if_it_is_clear_without_the_periods_it_hinges_on(slope, rest, is_trend):
    line = {"trend": slope, "trend_low": slope - 0.004, "trend_high": slope + 0.004}
    line |= {"trend_p": 0.01, "trend_rest_low": rest[0], "trend_rest_high": rest[1]}
    ranked = rank_differences(table(DIFFERING[:1]).assign(**line), CODEBOOK, "outlet")
    assert ranked["trend_stands_out"].tolist() == [is_trend]
    assert ranked["trend_is_jump"].tolist() == [not is_trend]
    by_chance = table(DIFFERING[:1]).assign(**line | {"trend_p": 0.06})
    assert not rank_differences(by_chance, CODEBOOK, "outlet")["trend_is_jump"].any()


def test_the_theme_with_the_strongest_difference_ranks_first_whatever_it_counts():
    ranked = rank_differences(table(DIFFERING), CODEBOOK, "outlet")
    assert dict(zip(ranked["theme"], ranked["theme_rank"], strict=True)) == {"law": 1, "aid": 2}


def test_without_intervals_the_ranking_is_by_sentences_and_nothing_stands_out():
    counts = ["outlet", "theme", "n_sentences", "n_sentences_hit", "n_more"]
    plain = table(DIFFERING)[counts].assign(share=0.5, share_of_all=0.4)
    ranked = rank_differences(plain, CODEBOOK, "outlet")
    assert dict(zip(ranked["theme"], ranked["theme_rank"], strict=True)) == {"aid": 1, "law": 2}
    assert ranked["difference"].tolist() == pytest.approx([0.1] * 4)
    assert ranked["strength"].isna().all()
    assert not ranked["stands_out"].any()


def test_what_has_no_interval_ranks_behind_what_has_one():
    rows = [("Post", "aid", 0.5, np.nan, np.nan, 99.0), ("Post", "law", 0.01, -0.01, 0.03, 0.1)]
    ranked = rank_differences(table(rows), CODEBOOK, "outlet")
    assert ranked["theme_rank"].tolist() == [2, 1]


def test_an_interval_without_width_is_stronger_than_any_other_unless_nothing_differs():
    rows = [("Post", "aid", 0.5, 0.5, 0.5, 5.0), ("Post", "law", 0.0, 0.0, 0.0, 0.0)]
    ranked = rank_differences(table(rows), CODEBOOK, "outlet")
    assert ranked["strength"].tolist() == [np.inf, 0]


def test_pooled_groups_headings_and_undated_texts_do_not_count():
    pooled = table(DIFFERING).assign(n_groups=[5, 5, 1, 1])
    ranked = rank_differences(pooled, CODEBOOK, "outlet")
    assert dict(zip(ranked["theme"], ranked["theme_rank"], strict=True)) == {"law": 1, "aid": 2}
    assert not ranked["stands_out"].any()
    undated = [(UNSTATED, *row[1:]) if row[0] == "Post" else row for row in DIFFERING]
    ranked = rank_differences(table(undated, "period"), CODEBOOK, "period")
    heading = rank_differences(table([("Post", "war", 0.5, 0.4, 0.6, 9.0)]), CODEBOOK, "outlet")
    assert heading["theme_rank"].tolist() == [0]


def test_a_change_counts_as_much_as_a_difference():
    changes = {"change": [np.nan, np.nan, 0.12, 0.0], "change_low": [np.nan, np.nan, 0.09, -0.1]}
    changing = table(DIFFERING, "period").assign(**changes, change_high=[np.nan, np.nan, 0.2, 0.1])
    ranked = rank_differences(changing, CODEBOOK, "period")
    assert ranked["change_strength"].tolist()[2:] == pytest.approx([4, 0])
    assert ranked["theme_rank"].tolist() == [1, 2, 1, 2]


def test_named_themes_are_drawn_in_their_order_and_no_others():
    ranked = rank_differences(table(DIFFERING), CODEBOOK, "outlet", ["war", "aid", "war"])
    assert ranked["theme_rank"].tolist() == [2, 0, 2, 0]
    with pytest.raises(InputError) as error:
        check_named_themes(CODEBOOK, ["aids", "war/see", "law"])
    assert [str(fault) for fault in error.value.faults] == [
        "study.yaml, themes: found 'aids', which is not a theme of the codebook; expected 'aid'",
        "study.yaml, themes: found 'war/see', which is not a theme of the codebook; "
        "expected 'war/sea'",
    ]


def test_no_rows_have_no_ranks():
    ranked = rank_differences(table([]), CODEBOOK, "outlet")
    assert ranked.empty
    assert {name: str(ranked[name].dtype) for name in RANKED} == RANKED


BOUNDS = st.integers(-64, 64).map(lambda n: n / 64)  # exact, so that no bound rounds to 0


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(THEMES), BOUNDS, BOUNDS, BOUNDS), max_size=12))
def test_a_strength_exceeds_one_exactly_where_the_interval_excludes_zero(drawn):
    rows = []
    for theme, *bounds in drawn:
        low, difference, high = sorted(bounds)
        rows.append(("Post", theme, difference, low, high, difference))
    ranked = rank_differences(table(rows), CODEBOOK, "outlet")
    excludes = (ranked["difference_low"] > 0) | (ranked["difference_high"] < 0)
    assert (ranked["strength"] > 1).tolist() == excludes.tolist()
    assert (excludes | ~ranked["stands_out"]).all()


def test_a_theme_that_never_occurs_is_not_compared():
    rows = table(DIFFERING)
    rows["n_sentences_hit"] = rows["n_sentences_hit"].where(rows["theme"] == "law", 0)
    ranked = rank_differences(rows, CODEBOOK, "outlet")
    assert ranked["strength"].isna().tolist() == [True, False, True, False]
    assert ranked["theme_rank"].tolist() == [0, 1, 0, 1]


def test_what_is_rare_as_the_largest_stands_out_if_its_interval_excludes_zero():
    tested = table(DIFFERING).assign(
        difference_z=[3.0, 4.0, -5.0, -1.0],
        difference_p=[0.06, 0.04, 0.01, 0.9],
        n_compared=40,
    )
    ranked = rank_differences(tested, CODEBOOK, "outlet")
    assert ranked["stands_out"].tolist() == [False, True, False, False]
    assert ranked["n_compared"].tolist() == [40] * 4
    # Aid has the larger z, though not the larger strength.
    assert dict(zip(ranked["theme"], ranked["theme_rank"], strict=True)) == {"aid": 1, "law": 2}
