"""Findings of each kind, chosen from small tables by hand."""

from math import isnan, nan

import pandas as pd
import pytest

from analysis.measures.finding_kinds import (
    find_change,
    find_contrast,
    find_group,
    find_pair,
    find_pattern,
    find_position,
    find_sequence,
    find_trend,
)
from analysis.tables import SPLITS


def make_shares(counts: dict[str, tuple[int, float, float]], **columns: object) -> pd.DataFrame:
    """Make shares of 100 sentences: by theme, the sentences with it and the interval."""
    rows = [
        {
            "theme": theme,
            "label": theme.capitalize(),
            "n_sentences_hit": n,
            "low": low,
            "high": high,
        }
        for theme, (n, low, high) in counts.items()
    ]
    table = pd.DataFrame(rows).assign(
        n_sentences=100,
        coded=True,
        family="all",
        family_label="All",
        resampled="texts",
        n_resampled=40,
        n_carrying=20,
    )
    table["share"] = table["n_sentences_hit"] / 100
    return table.assign(**columns)


# -- contrast --------------------------------------------------------------------------------------


def test_the_most_lopsided_family_is_that_with_the_largest_sure_difference():
    counts = {
        "war": (60, 0.3, 0.9),  # 0.6 - 0.1, but surely only 0.3 - 0.2
        "art": (10, 0.05, 0.2),
        "praise": (50, 0.4, 0.6),  # surely 0.4 - 0.2
        "blame": (10, 0.05, 0.2),
        "doubt": (20, 0.1, 0.3),
        "scorn": (0, 0.0, 0.1),  # does not occur
    }
    family = ["topic", "topic", "tone", "tone", "tone", "tone"]
    found = find_contrast(make_shares(counts, family=family, family_label="Any"))
    assert (found["theme"], found["theme_b"]) == ("praise", "blame")
    assert found["n_sentences_hit_b"] == 10
    effect = [found["effect"], found["effect_low"], found["effect_high"]]
    assert effect == pytest.approx([0.4, 0.2, 0.55])


@pytest.mark.parametrize(
    "counts",
    [
        {"war": (50, 0.2, 0.8), "art": (10, 0.05, 0.3)},  # the intervals overlap
        {"war": (50, 0.4, 0.6), "art": (26, 0.2, 0.3)},  # not twice as frequent
        {"war": (4, 0.03, 0.05), "art": (1, 0.0, 0.02)},  # too few sentences
        {"war": (50, 0.4, 0.6)},  # alone
    ],
)
def test_a_contrast_that_is_small_or_unsure_is_none(counts):
    assert find_contrast(make_shares(counts))["outcome"] == "not clear"


def test_one_text_is_counted_whatever_its_paragraphs_say():
    counts = {"war": (50, 0.2, 0.8), "art": (10, 0.0, 0.9)}
    found = find_contrast(make_shares(counts, resampled="paragraphs"))
    assert found["effect"] == pytest.approx(0.4)
    assert isnan(found["effect_low"])
    without = {"war": (50, nan, nan), "art": (10, nan, nan)}
    assert find_contrast(make_shares(without))["outcome"] == "found"


def test_without_themes_there_is_no_contrast():
    assert find_contrast(make_shares({"war": (0, 0.0, 0.1)}))["outcome"] == "no data"


# -- groups and periods ----------------------------------------------------------------------------


def make_groups(rows: list[tuple], by: str = "outlet") -> pd.DataFrame:
    """Make ranked shares of groups of 100 sentences: group, theme, sentences, z, whether it is out."""
    columns = [by, "theme", "n_sentences_hit", "difference_z", "stands_out"]
    table = pd.DataFrame(rows, columns=columns).assign(
        label="L",
        n_sentences=100,
        share_of_all=0.2,
        coded=True,
        low=nan,
        high=nan,
        resampled="texts",
        n_resampled=20,
        n_carrying=12,
        strength=2.0,
        n_compared=30,
        difference_p=0.01,
        difference_low=0.0,
        difference_high=0.5,
    )
    for name in ("change", "trend"):
        empty = [name, f"{name}_low", f"{name}_high", f"{name}_z", f"{name}_p", f"{name}_strength"]
        table = table.assign(**dict.fromkeys(empty, nan), **{f"{name}_stands_out": False})
    table["share"] = table["n_sentences_hit"] / 100
    return table.assign(difference=table["share"] - 0.2)


def test_the_group_that_stands_out_most_clearly_is_found():
    rows = [("Post", "aid", 50, 9.0, False), ("News", "law", 30, 4.0, True)]
    found = find_group({"outlet": make_groups(rows)})
    assert (found["outcome"], found["group"], found["theme"]) == ("found", "News", "law")
    assert (found["z"], found["p"], found["n_compared"], found["share_b"]) == (4.0, 0.01, 30, 0.2)


def test_where_no_group_stands_out_the_clearest_is_named():
    rows = [("Post", "aid", 50, -3.0, False), ("News", "law", 30, 2.0, False)]
    found = find_group({"outlet": make_groups(rows)})
    assert (found["outcome"], found["group"]) == ("not clear", "Post")


def test_what_stands_out_in_one_column_goes_before_all_of_another():
    other = make_groups([("Rome", "aid", 50, 9.0, False)], by="city")
    tables = {"city": other, "outlet": make_groups([("Post", "aid", 50, 4.0, True)])}
    assert find_group(tables)["column"] == "outlet"


def test_without_columns_or_intervals_there_is_no_finding():
    assert find_group({})["outcome"] == "no data"
    assert find_change({})["outcome"] == "no data"
    untested = make_groups([("Post", "aid", 50, nan, False)])
    assert find_group({"outlet": untested})["outcome"] == "no interval"


def make_periods() -> pd.DataFrame:
    """Two periods of a theme that rises from 0.05 to 0.45 on the line, and less without the second."""
    rows = [("2019", "aid", 10, 1.0, False), ("2020", "aid", 40, 1.0, False)]
    line = {"trend": 0.1, "trend_z": 2.0, "trend_first": 0.05, "trend_last": 0.45}
    line |= {"trend_without": "2020", "trend_rest": 0.02}
    line |= {"trend_rest_low": -0.01, "trend_rest_high": 0.05, "trend_is_jump": False}
    return make_groups(rows, by="period").assign(**line)


def test_a_change_names_where_it_begins():
    table = make_periods()
    changing = table.assign(change=[nan, 0.3], change_z=[nan, 5.0], change_stands_out=[False, True])
    found = find_change({"year": changing})
    ends = (found["what"], found["group_b"], found["group"], found["share_b"], found["share"])
    assert ends == ("change", "2019", "2020", 0.1, 0.4)
    assert "without" not in found
    found = find_change({"year": changing.assign(trend_is_jump=True)})
    assert (found["without"], found["rest"], found["rest_high"]) == ("2020", 0.02, 0.05)


def test_a_trend_is_a_finding_of_its_own_with_its_ends_on_the_line():
    table = make_periods()
    found = find_trend({"year": table})
    assert (found["what"], found["outcome"], found["group_b"]) == ("trend", "not clear", "2019")
    found = find_trend({"year": table.assign(trend_stands_out=True)})
    ends = (found["outcome"], found["share_b"], found["share"], found["without"], found["rest"])
    assert ends == ("found", 0.05, 0.45, "2020", 0.02)
    assert isnan(found["low"])
    assert find_trend({"year": table.assign(trend_is_jump=True)})["outcome"] == "no interval"


def test_other_groups_and_trends_that_stand_out_are_named():
    rows = [
        ("Post", "aid", 50, 9.0, True),
        ("News", "aid", 40, 8.0, True),
        ("News", "law", 10, -8.5, True),
        ("Star", "law", 30, 7.0, False),
    ]
    found = find_group({"outlet": make_groups(rows)})
    assert found["also"] == "L in News (less: 10.0%)\nL in News (more: 40.0%)"
    table = make_periods().assign(trend_stands_out=True)
    falling = table.assign(theme="law", label="Law", trend=-0.1, trend_z=-1.5)
    both = pd.concat([table, falling], ignore_index=True)
    assert find_trend({"year": both})["also"] == "Law (falls)"


def test_a_finding_is_about_five_sentences_or_as_many_expected():
    table = make_groups([("Post", "aid", 4, 5.0, True)])
    assert find_group({"outlet": table})["outcome"] == "found"  # 20 were expected
    assert find_group({"outlet": table.assign(share_of_all=0.01)})["outcome"] == "not clear"


# -- pairs and sequences ---------------------------------------------------------------------------

PAIRS = pd.DataFrame(
    {
        "theme_a": ["aid", "aid", "law"],
        "theme_b": ["law", "war", "war"],
        "label_a": ["Aid", "Aid", "Law"],
        "label_b": ["Law", "War", "War"],
        "n_a": 50,
        "n_b": 50,
        "n_both": [40, 30, 4],
        "expected": [10.0, 10.0, 1.0],
        "log_odds": [4.0, 2.0, 3.0],
        "low": [3.0, 1.0, 2.5],
        "high": [5.0, 3.0, 3.5],
        "by_codebook": [True, False, False],
        "clusters": "texts",
        "n_clusters": 40,
    }
)


def test_a_pair_of_the_codebook_and_one_of_few_sentences_are_left_out():
    found = find_pair(PAIRS)
    assert (found["theme"], found["theme_b"], found["n_both"]) == ("aid", "war", 30)
    assert (found["n_set_aside"], found["n_compared"]) == (1, 2)


def test_a_theme_that_follows_itself_is_no_finding():
    sequences = PAIRS.rename(columns={"n_both": "n_followed"}).drop(columns="by_codebook")
    assert find_sequence(sequences)["theme_b"] == "law"
    to_itself = sequences.assign(theme_b=sequences["theme_a"])
    assert find_sequence(to_itself)["outcome"] == "no data"


# -- patterns and positions ------------------------------------------------------------------------


NO_SPLITS = SPLITS.empty()


def test_the_pattern_on_which_the_most_sentences_hang_is_found():
    table = pd.DataFrame(
        {
            "theme": ["aid", "aid", "law", "law", "war"],
            "label": "L",
            "pattern": ["aid", "grant", "law*", "act", "war*"],
            "n_found": [24, 5, 9, 0, 60],
            "n_only": [20, 1, 9, 0, 60],  # war has no other pattern
            "n_sentences_hit": [25, 25, 9, 9, 60],
            "n_without": [5, 24, 0, 9, 0],
        }
    )
    n = table["n_sentences_hit"]
    table = table.assign(n_sentences=100, share=n / 100, share_without=table["n_without"] / 100)
    table["rests"] = table["pattern"].isin(["aid", "law*"])
    found = find_pattern(table, NO_SPLITS)
    assert (found["theme"], found["n_sentences_hit_b"], found["share_b"]) == ("aid", 5, 0.05)
    assert find_pattern(table[2:], NO_SPLITS)["theme"] == "law"
    assert find_pattern(table.assign(rests=False), NO_SPLITS)["outcome"] == "not clear"
    assert find_pattern(table.assign(n_sentences_hit=0), NO_SPLITS)["outcome"] == "no data"


def test_a_pattern_with_a_wildcard_that_a_word_splits_comes_first():
    columns = {"theme": "law", "label": "Law", "side": "L1", "word": "x", "n_hits": 100}
    splits = pd.DataFrame(
        {
            "pattern": ["act", "right*", "right*", "right*"],
            "phrase": ["the act", "human rights", "right hand", "far right"],
            "n_beside": [60, 50, 30, 10],
            "share": [0.6, 0.5, 0.3, 0.1],
        }
    ).assign(**columns)
    counts = {"n_found": 9, "n_only": 9, "n_sentences_hit": 90, "n_sentences": 300, "share": 0.3}
    table = pd.DataFrame({"theme": ["law"], "label": "Law", "pattern": "right*"}).assign(**counts)
    found = find_pattern(table, splits)
    names = ["theme", "pattern", "column", "group", "n_both", "n_hits", "group_b"]
    assert [found[name] for name in [*names, "n_sentences_hit_b"]] == [
        *["law", "right*", "L1", "human rights", 50, 100, "right hand", 30]
    ]
    nearly_all = splits.assign(share=[0.6, 0.85, 0.1, 0.05])
    assert find_pattern(table.assign(rests=False), nearly_all)["outcome"] == "not clear"


def test_two_words_that_compete_go_before_a_single_one_that_is_more_frequent():
    columns = {"label": "L", "side": "L1", "word": "x", "n_hits": 200, "share": 0.3}
    splits = pd.DataFrame(
        {
            "theme": ["debt", "peace", "peace"],
            "pattern": ["debt*", "secur*", "secur*"],
            "phrase": ["sovereign debt", "collective security", "social security"],
            "n_beside": [90, 60, 55],
        }
    ).assign(**columns)
    counts = {"n_sentences_hit": 90, "n_sentences": 300, "share": 0.3, "rests": False}
    table = pd.DataFrame({"theme": ["debt", "peace"], "label": "L", "pattern": "x"}).assign(
        **counts
    )
    found = find_pattern(table, splits)
    assert (found["group"], found["group_b"]) == ("collective security", "social security")
    assert find_pattern(table, splits[:2])["group"] == "sovereign debt"


def test_a_theme_that_is_surely_early_is_found():
    table = pd.DataFrame(
        {
            "theme": ["aid", "law", "war"],
            "label": "L",
            "n_sentences_hit": 30,
            "n_texts": [20, 20, 9],  # war is in too few texts
            "position": [0.2, 0.6, 0.1],
            "low": [0.1, 0.5, 0.09],
            "high": [0.3, 0.7, 0.11],
        }
    )
    found = find_position(table)
    assert (found["theme"], found["effect"], found["n_resampled"]) == ("aid", 0.2, 20)
    assert found["strength"] == pytest.approx(3)
    assert find_position(table.assign(low=nan, high=nan))["outcome"] == "no interval"
    assert find_position(table[:0])["outcome"] == "no data"
