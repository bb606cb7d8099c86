"""Agreement of coders in charts: points on their intervals, and two marks."""

import numpy as np
import pandas as pd
import pytest
from chart_tables import axes, labels, texts
from layout_checks import find_faults
from matplotlib.colors import to_rgba

from analysis import InputError, charts
from analysis.charts.style import GREY
from analysis.tables import AGREEMENT

TABLE = AGREEMENT.frame(
    {
        "theme": ["topic", "topic/aid", "topic/debt", "topic/trade", "war", ""],
        "label": ["Topics", "Aid", "Debt", "Trade", "War", "All themes"],
        "n_coders": 3,
        "n_units": [100, 100, 100, 100, 100, 400],
        "n_coded": [60, 30, 40, 3, 0, 73],
        "percent": 0.9,
        "kappa": 0.5,
        "alpha": [0.9, 0.4, 0.75, 0.49, np.nan, 0.7],
        "ac1": 0.9,
        "low": [0.85, 0.2, 0.6, np.nan, np.nan, 0.62],
        "high": [0.95, 0.6, 0.88, np.nan, np.nan, 0.77],
    }
)


def points(ax) -> dict[str, tuple[float, str]]:
    """The place of each point and the colour of its edge, by its theme."""
    return {
        dot.get_label(): (float(dot.get_offsets()[0, 0]), dot.get_edgecolor()[0].tolist())
        for dot in ax.collections
    }


def test_a_point_lies_on_its_interval_between_two_marks():
    chart = charts.agreement(TABLE)
    ax = axes(chart)
    assert labels(ax.yaxis) == ["All themes", "Topics (all)", "Debt", "Trade", "Aid"]
    lines = {line.get_label(): line.get_xdata() for line in ax.lines}
    assert list(lines) == ["0.667", "0.8", "All themes", "Topics (all)", "Debt", "Aid"]
    assert list(lines["Debt"]) == [0.6, 0.88]
    assert list(lines["0.667"]) == [0.667, 0.667]
    places = {name: place for name, (place, _) in points(ax).items()}
    assert places == {
        "All themes": 0.7,
        "Topics (all)": 0.9,
        "Debt": 0.75,
        "Trade": 0.49,
        "Aid": 0.4,
    }
    assert {"alpha", "95% interval", "coded", "0.60 to 0.88", "40", "too rare"} <= set(texts(ax))
    assert "73" not in texts(ax)  # sentences x themes
    assert chart.title == "Agreement is clearly too low for 1 of 3 themes"
    assert chart.caption.startswith("n = 100 sentences that at least two of 3 coders read.")
    assert "These rows are not counted as themes." in chart.caption  # nor in the title
    assert "Left out: 1 theme that no coder gave." in chart.caption
    assert chart.data["shown"].tolist() == [True, True, True, True, False, True]
    assert len(chart.marks) == 0


def test_a_theme_that_is_too_rare_is_a_hollow_grey_point_and_said():
    chart = charts.agreement(TABLE)
    ax = axes(chart)
    _, colour = points(ax)["Trade"]
    assert colour == list(to_rgba(GREY))
    assert "(coded in fewer than 10 sentences): 1 of 3 themes. They are grey." in chart.caption
    colours = dict(
        zip(labels(ax.yaxis), (text.get_color() for text in ax.get_yticklabels()), strict=True)
    )
    assert colours["Trade"] != colours["Aid"]


TITLES = [
    ([0.7, 0.9], [0.8, 0.95], "Agreement is high enough for each of the 2 themes"),
    ([0.1, 0.2], [0.3, 0.4], "Agreement is too low for each of the 2 themes"),
    ([0.7, 0.1], [0.8, 0.3], "Agreement is high enough for 1 of 2 themes, and too low for 1"),
    ([0.7, 0.5], [0.8, 0.8], "Agreement is clearly high enough for 1 of 2 themes"),
    ([0.1, 0.5], [0.3, 0.8], "Agreement is clearly too low for 1 of 2 themes"),
    (
        [0.5, 0.5],
        [0.8, 0.8],
        "Whether agreement is high enough is unclear for each of the 2 themes",
    ),
    ([0.7, np.nan], [0.8, np.nan], "Agreement is clearly high enough for 1 of 2 themes"),
    ([np.nan, np.nan], [np.nan, np.nan], "How far coders agree"),
]


@pytest.mark.parametrize(("low", "high", "title"), TITLES)
def test_the_title_says_for_how_many_themes_agreement_is_high_enough(low, high, title):
    table = TABLE.iloc[[1, 2, 5]].assign(low=[*low, 0.5], high=[*high, 0.8])
    assert charts.agreement(table).title == title


def test_n_are_the_sentences_that_two_coders_read():
    chart = charts.agreement(TABLE.assign(n_coders=2))
    assert chart.caption.startswith("n = 100 sentences that two coders read.")


ONE = [
    (0.7, 0.8, "Agreement on “Aid” is high enough"),
    (0.1, 0.3, "Agreement on “Aid” is too low"),
    (0.5, 0.8, "Whether agreement on “Aid” is high enough is unclear"),
]


@pytest.mark.parametrize(("low", "high", "title"), ONE)
def test_the_title_names_the_only_theme(low, high, title):
    chart = charts.agreement(TABLE.iloc[[1, 5]].assign(low=low, high=high))
    assert chart.title == title
    assert labels(axes(chart).yaxis) == ["Aid"]  # all themes would be the same


def test_all_themes_too_rare():
    chart = charts.agreement(TABLE.assign(n_coded=5, low=np.nan, high=np.nan))
    assert chart.title == "No theme is frequent enough to say how well coders agree"
    assert "Krippendorff (2004)" not in chart.caption
    assert "interval" not in f"{chart.subtitle} {chart.caption} {chart.alt}"  # none is drawn


def test_a_frequent_theme_without_an_interval_is_explained():
    chart = charts.agreement(TABLE.assign(low=np.nan, high=np.nan))
    assert "There is no interval if fewer than 10 sentences lack the theme" in chart.caption
    assert "no interval" in texts(axes(chart))


def test_worse_than_chance_is_on_the_axis():
    table = TABLE.assign(alpha=-0.3, low=-0.55, high=0.1)
    ax = axes(charts.agreement(table))
    assert ax.get_xlim()[0] <= -0.55
    assert "−0.30" in texts(ax)
    assert labels(ax.xaxis) == ["−0.5", "0.0", "0.5", "1.0"]


EMPTY = [
    (TABLE.assign(n_coded=0), "No coder gave any theme."),
    (TABLE.assign(n_coded=0, n_units=0), "No sentence was read by two coders."),
    (TABLE.assign(n_coded=0, n_units=0, n_coders=1), "There are no two coders to compare."),
    (AGREEMENT.empty(), "There are no two coders to compare."),
]


@pytest.mark.parametrize(("table", "message"), EMPTY)
def test_nothing_to_draw(table, message):
    chart = charts.agreement(table)
    assert texts(axes(chart)) == [message]
    assert chart.caption.startswith("n = ")


def many(n: int, label: str) -> pd.DataFrame:
    names = [f"t{number:02}" for number in range(n)]
    steps = np.linspace(0.1, 0.9, n)
    return AGREEMENT.frame(
        {
            "theme": names,
            "label": [f"{label} {name}" for name in names],
            "n_coders": 2,
            "n_units": 400,
            "n_coded": range(10, n + 10),
            "percent": 0.9,
            "kappa": steps,
            "alpha": steps,
            "ac1": 0.9,
            "low": steps - 0.1,
            "high": steps + 0.1,
        }
    )


def test_of_many_themes_twenty_are_shown():
    chart = charts.agreement(many(40, "Theme"))
    assert len(labels(axes(chart).yaxis)) == 20
    assert "The chart shows 20 of 40 themes that were given" in chart.caption
    assert "of 40 themes" in chart.title


def test_themes_with_subthemes_give_way_to_others():
    below = many(20, "Theme")
    below["theme"] = "topic/" + below["theme"]
    topics = below.head(1).assign(theme="topic", label="Topics", n_coded=400)
    chart = charts.agreement(pd.concat([topics, below]))
    assert len(labels(axes(chart).yaxis)) == 20
    assert "(all)" not in "".join(labels(axes(chart).yaxis))
    assert "The chart shows" not in chart.caption  # all 20 themes are shown


def test_a_heading_covers_the_lines_behind_it():
    ax = axes(charts.agreement(TABLE))
    headings = [text for text in ax.texts if text.get_text() == "Topics"]
    assert headings[0].get_bbox_patch().get_facecolor() == (1, 1, 1, 1)


@pytest.mark.parametrize("width", ["column", "page", "slide"])
def test_words_are_inside_the_picture_and_apart(width):
    long = many(30, "Reduction of poverty in all its forms and dimensions everywhere")
    for table in (TABLE, long):
        assert not find_faults(charts.agreement(table, width=width).figure)


def test_a_missing_column_is_a_fault():
    with pytest.raises(InputError, match="table agreement: found no column 'alpha'"):
        charts.agreement(TABLE.drop(columns="alpha"))
