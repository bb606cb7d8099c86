"""Families: read off a table, or derived from the ids of its themes."""

import pandas as pd
from chart_tables import DEEP, blocks, family_columns, with_family_columns

from analysis.charts.families import derive_family_columns, find_root_colours, read_themes
from analysis.charts.style import PALETTE
from analysis.tables import FAMILY_COLUMNS, without_family_columns

THEMES = pd.DataFrame(
    {
        "theme": ["b", "topic", "topic/a", "tone", "tone/x"],
        "label": ["B", "Topic", "A", "Tone", "X"],
    }
)


def test_columns_are_derived_from_the_ids():
    derived = derive_family_columns(THEMES).astype(FAMILY_COLUMNS)
    pd.testing.assert_frame_equal(
        derived.drop(columns="label"), family_columns(THEMES), check_dtype=False
    )


def test_columns_of_the_table_count_and_not_its_ids():
    part = with_family_columns(THEMES, THEMES).tail(1)
    row = read_themes(part).loc["tone/x"]
    assert (row["family_label"], row["colour"]) == ("Tone", PALETTE[2])
    row = read_themes(without_family_columns(part)).loc["tone/x"]
    assert (row["family_label"], row["colour"]) == ("tone", PALETTE[0])


def test_a_theme_with_patterns_and_subthemes_is_coded():
    table = with_family_columns(DEEP[["theme", "label"]], DEEP)
    assert list(read_themes(table)["label"]) == ["Water (all)", "Wells", "Trade"]
    assert list(read_themes(DEEP)["label"]) == ["Wells", "Trade"]  # as far as ids tell
    assert list(read_themes(DEEP, all_coded=True)["label"])[:2] == ["Topics (all)", "Water (all)"]


def test_families_of_joined_codebooks_have_colours_of_their_own():
    paths = ["A", "A/topic", "A/topic/water", "A/tone", "A/tone/praise", "B", "B/trade"]
    roots = ["A", "A/topic", "A/topic", "A/tone", "A/tone", "B", "B"]
    coded = [path.count("/") == 2 or path == "B/trade" for path in paths]
    themes = pd.DataFrame({"theme": paths, "label": paths, "root": roots, "coded": coded})
    found = read_themes(with_family_columns(themes[["theme", "label"]], themes))
    assert found[["family_label", "colour"]].to_numpy().tolist() == [
        ["A/topic", PALETTE[0]],
        ["A/tone", PALETTE[1]],
        ["B", PALETTE[2]],
    ]


def test_roots_of_a_reading_map_have_the_colours_of_their_families():
    plain = find_root_colours(blocks())
    assert plain.to_dict() == {"topic": PALETTE[0], "actor": PALETTE[1]}
    assert find_root_colours(with_family_columns(blocks())).to_dict() == plain.to_dict()
