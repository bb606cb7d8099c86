"""Planted cases: what was put into 150 made speeches is what the charts say first."""

import planted
import pytest
from panel_tables import titles

from analysis.charts import deviation, shares_by_group, shares_over_time

DRAWS = 500


@pytest.fixture(scope="module")
def speeches():
    return planted.study()


@pytest.fixture(scope="module")
def by_country(speeches):
    return speeches.largest_groups("country", draws=DRAWS)


@pytest.fixture(scope="module")
def over_years(speeches):
    return speeches.shares_over_time("year", draws=DRAWS)


def test_the_rare_theme_of_one_group_is_the_first_panel_and_the_title(by_country):
    chart = shares_by_group(by_country, "country")
    assert titles(chart)[0] == "Fishing"
    first = chart.figure.axes[0]
    assert first.get_yticklabels()[0].get_text() == planted.PLANTED
    # As planted: 8% in the group, (8 + 4 x 2) / 5 = 3.2% in all.
    assert chart.title == "Fishing in “Norland”: 7.6% of the sentences, 2.8% in all groups"
    of_fishing = by_country[by_country["theme"] == planted.FISHING]
    assert of_fishing.loc[of_fishing["stands_out"], "country"].tolist() == [planted.PLANTED]
    n_hit = by_country.groupby("theme")["n_sentences_hit"].sum()
    assert n_hit[planted.FISHING] < n_hit[list(planted.FREQUENT)].min()


def test_the_deviation_of_the_group_is_the_first_dot(by_country):
    chart = deviation(by_country, "country")
    assert chart.title == "Fishing in “Norland”: 4.8 percentage points above all groups"
    assert titles(chart)[0] == "Fishing"


def test_the_jump_of_a_rare_theme_is_the_first_panel_and_the_title(over_years):
    chart = shares_over_time(over_years)
    assert titles(chart)[0] == "Pandemic"
    assert chart.title == "Pandemic in 2020: 12% of the sentences, 2.3% in all periods"


def test_the_sentences_say_what_was_planted(speeches, by_country, over_years):
    said = speeches.describe_groups({"country": by_country}, {"year": over_years})
    assert "“Fishing” in “Norland” differs most: 91 of 1,200" in said
    assert "“Pandemic” in 2020 differs most:" in said
    assert 2 <= said.count(".\n") + 1 <= 6


def test_where_nothing_is_planted_titles_are_neutral():
    even = planted.study(plant=False)
    by_country = even.largest_groups("country", draws=DRAWS)
    assert shares_by_group(by_country, "country").title == "No theme differs clearly by country"
    over_years = even.shares_over_time("year", draws=DRAWS)
    assert shares_over_time(over_years).title == "No theme changes clearly over time"
    said = even.describe_groups({"country": by_country}, {"year": over_years}).replace("\n", " ")
    assert said.count("If nothing differed, the largest of") == 2
