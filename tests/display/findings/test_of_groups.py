"""What is said of groups and of time: the strongest difference, and how sure it is."""

import pandas as pd

from analysis.display.findings.of_groups import describe_groups

USES = pd.DataFrame({"column": ["outlet", "year"], "use": ["groups", "time"]})
NO_TIME = "No metadata column dates the texts, so there is no change over time to show."


def table(rows: list[dict], **columns) -> pd.DataFrame:
    """Ranked shares of the theme Aid: 6% in all, and what a row says of its group."""
    common = {
        "theme": "aid",
        "label": "Aid",
        "coded": True,
        "n_groups": 1,
        "n_sentences": 1000,
        "share_of_all": 0.06,
        "resampled": "texts",
        "change": float("nan"),
        "change_low": float("nan"),
        "change_high": float("nan"),
        "change_strength": float("nan"),
        "change_stands_out": False,
        "stands_out": False,
        "trend_strength": float("nan"),
        "trend_stands_out": False,
        "trend_is_jump": False,
        "n_compared": 2,
    }
    return pd.DataFrame([{**common, **row, **columns} for row in rows])


def row(n: int, half: float, strength: float, **more) -> dict:
    share = n / 1000
    difference = share - 0.06
    return {
        "n_sentences_hit": n,
        "share": share,
        "low": share - half,
        "high": share + half,
        "n_more": n - 60.0,
        "difference": difference,
        "difference_low": difference - half,
        "difference_high": difference + half,
        "strength": strength,
        **more,
    }


def said(groups: pd.DataFrame | None = None, over: pd.DataFrame | None = None) -> list[str]:
    by = {} if groups is None else {"outlet": groups}
    time = {} if over is None else {"year": over}
    uses = USES[USES["use"].isin(["groups"] * len(by) + ["time"] * len(time))]
    return describe_groups(uses, by, time).replace("\n", " ").replace(". ", ".\n").splitlines()


def test_a_difference_that_stands_out_is_given_with_its_intervals():
    rows = [
        row(100, 0.02, 2.0, outlet="Post", stands_out=True),
        row(50, 0.02, 0.5, outlet="News"),
    ]
    assert said(table(rows)) == [
        "By outlet (2 groups), “Aid” in “Post” differs most: 100 of 1,000 sentences, 10.0% (by "
        "texts, 8.0 to 12.0%), and 6.0% in all groups; the difference is 4.0 percentage points "
        "(2.0 to 6.0).",
        "Even as the largest of 2 comparisons, this would be rare by chance.",
        NO_TIME,
    ]


def test_a_difference_that_does_not_stand_out_comes_behind_one_that_does():
    rows = [
        row(100, 0.02, 2.0, outlet="Post", stands_out=True),
        row(2, 0.01, 5.8, outlet="News", theme="law", label="Law"),
    ]
    assert "“Aid” in “Post” differs most" in said(table(rows))[0]


def test_other_themes_that_stand_out_are_counted():
    rows = [
        row(100, 0.02, 2.0, outlet="Post", stands_out=True),
        row(20, 0.02, 1.9, outlet="News", stands_out=True, theme="law", label="Law"),
    ]
    assert said(table(rows))[1] == (
        "Even as the largest of 2 comparisons, this would be rare by chance; so would “Law” in "
        "“News”."
    )


def test_what_is_not_clear_is_named_as_the_clearest():
    rows = [row(100, 0.05, 0.8, outlet="Post"), row(50, 0.02, 0.5, outlet="News")]
    assert said(table(rows, difference_p=0.62))[:3] == [
        "By outlet (2 groups), no difference is clear.",
        "The clearest is “Aid” in “Post”: 100 of 1,000 sentences, 10.0% (by texts, 5.0 to 15.0%), and "
        "6.0% in all groups; the difference is 4.0 percentage points (−1.0 to 9.0).",
        "If nothing differed, the largest of 2 comparisons would be as large in 62% of cases.",
    ]


def test_without_intervals_the_sentences_are_counted():
    none = float("nan")
    rows = [row(62, none, none, outlet="Post"), row(50, none, none, outlet="News")]
    plain = table(rows, n_compared=0)
    counted = (
        "By outlet (2 groups), “Aid” in “News” differs most: 50 of 1,000 sentences, 10 fewer than "
        "its share in all groups together would give."
    )
    too_few = (
        "No group has the five texts that an interval needs: this is a count, not an estimate."
    )
    assert said(plain) == [counted, too_few, NO_TIME]
    assert said(plain.drop(columns="resampled")) == [counted, NO_TIME]
    unread = "There are no intervals, because only some of the texts were read."
    assert said(plain.assign(resampled=""))[1] == unread
    alike = "By outlet (2 groups), no theme differs from its share in all groups by as much as a"
    assert said(plain.assign(n_more=0.2))[0].startswith(alike)


def test_the_sections_of_one_text_are_said_to_be_parts_of_it():
    uses = pd.DataFrame({"column": ["section"], "use": ["groups"]})
    shares = table([row(100, 0.02, 2.0, section="Aims", stands_out=True)])
    sentences = describe_groups(uses, {"section": shares}, {}).replace("\n", " ")
    assert sentences.endswith(
        "The groups are the sections of one text: they show how this text is built, and nothing "
        "about other texts."
    )


# -- time ------------------------------------------------------------------------------------------


def test_a_change_that_stands_out_is_given_from_one_period_to_the_next():
    change = {"change": 0.11, "change_low": 0.08, "change_high": 0.15, "change_strength": 3.7}
    rows = [
        row(10, 0.005, 1.0, period="2019"),
        row(120, 0.03, 2.0, period="2020", stands_out=True, change_stands_out=True, **change),
    ]
    assert said(over=table(rows))[1:] == [
        "Over time (2019 to 2020), “Aid” changed most: it rose from 1.0% (by texts, 0.5 to 1.5%) "
        "in 2019 to 12.0% (by texts, 9.0 to 15.0%) in 2020, by 11.0 percentage points (8.0 to "
        "15.0).",
        "Even as the largest of 2 comparisons, this would be rare by chance.",
    ]
    fall = {"change": -0.11, "change_low": -0.15, "change_high": -0.08}
    assert "it fell from" in said(over=table(rows, **fall))[1]
    assert "by 11.0 percentage points (8.0 to 15.0)." in said(over=table(rows, **fall))[1]


def test_without_a_change_the_period_that_differs_most_is_named():
    rows = [row(100, 0.02, 2.0, period="2019"), row(20, 0.02, 2.1, period="2020", stands_out=True)]
    assert said(over=table(rows))[1].startswith(
        "Over time (2019 to 2020), “Aid” in 2020 differs most: 20 of 1,000 sentences, 2.0%"
    )


def test_one_period_cannot_change():
    rows = [row(100, 0.02, 2.0, period="2019"), row(20, 0.02, 2.1, period="(not stated)")]
    assert said(over=table(rows))[1] == (
        "All texts that “year” dates are of one period, so nothing can change."
    )


def test_a_jump_is_named_beside_the_trends():
    line = {"trend_first": 0.03, "trend_last": 0.11, "trend": 0.01, "trend_low": 0.005}
    line |= {"trend_high": 0.015, "trend_z": 3.0, "trend_without": "2020", "trend_rest": 0.002}
    line |= {"trend_rest_low": -0.001, "trend_rest_high": 0.005}
    rows = [row(20, 0.02, 2.0, period="2019"), row(110, 0.02, 2.1, period="2020", stands_out=True)]
    jump = table(rows, **line | {"trend_is_jump": True})
    assert said(over=jump)[-1] == (
        "“Aid” rises only because of 2020, a jump and no trend: without, its slope is 0.20 points a"
        " year (−0.10 to 0.50)."
    )
    line["trend_rest_low"] = 0.001
    other = table(
        rows, **line | {"theme": "law", "label": "Law", "trend_stands_out": True, "trend_z": 1.5}
    )
    both = said(over=pd.concat([jump, other], ignore_index=True))
    assert both[-3:-1] == [
        "Over all periods, “Law” rises by 1.0 points a year (0.50 to 1.5): on a straight line, from"
        " 3.0% in 2019 to 11.0% in 2020.",
        "Without 2020, on which it hinges most, it rises by 0.20 points a year (0.10 to 0.50), too.",
    ]
    unclear = table(rows, **line)
    assert "No trend is clear; the clearest: “Aid” rises by 1.0 points" in said(over=unclear)[-1]
