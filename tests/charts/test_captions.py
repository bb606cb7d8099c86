"""Captions of intervals: what was resampled, why there is no interval, and when one is rough."""

import numpy as np
import pandas as pd

from analysis.charts.captions import explain_intervals, say_shown
from analysis.messages import speaking


def rows(**columns) -> pd.DataFrame:
    table = {"label": ["Aid", "War"], "share": [0.2, 0.1], "low": [0.1, 0.05], "high": [0.3, 0.2]}
    table |= {"resampled": "texts", "n_resampled": 140, "n_carrying": [90, 10]}
    return pd.DataFrame(table | columns)


BASIS = "A thin line is a 95% interval by bootstrap-t over 140 texts."
NONE = {"low": np.nan, "high": np.nan}


def test_what_was_resampled_is_said():
    assert explain_intervals(rows()) == BASIS
    assert explain_intervals(rows(n_resampled=[5, 1400])).startswith(
        "A thin line is a 95% interval by bootstrap-t over 5 to 1,400 texts."
    )
    assert explain_intervals(rows(), "A bar").startswith("A bar is a 95% interval")
    assert explain_intervals(rows().drop(columns=["low", "high"])) == ""
    assert explain_intervals(rows(share=np.nan, **NONE)) == ""  # without sentences


def test_one_text_is_said_to_be_no_sample():
    caption = explain_intervals(rows(resampled="paragraphs", n_resampled=12))
    assert "over 12 paragraphs" in caption
    assert "one text is no sample of anything but itself" in caption


def test_themes_that_few_texts_carry_are_named():
    assert explain_intervals(rows(n_carrying=[90, 9])) == (
        f"{BASIS} War is carried by fewer than ten texts; its interval is rough."
    )
    assert explain_intervals(rows(n_carrying=[90, 0])) == BASIS
    assert "No theme shown is carried by ten texts or more" in explain_intervals(
        rows(n_carrying=[3, 9])
    )
    parts = [rows(label=[f"Aid {i}", f"War {i}"], n_carrying=[2, 50]) for i in range(9)]
    many = pd.concat(parts)
    assert "9 of the themes shown are carried by fewer than ten texts" in explain_intervals(many)


def test_themes_with_the_same_label_are_no_groups():
    alike = rows(label="Other", theme=["topic/other", "tone/other"], n_carrying=[3, 50])
    assert "Other is carried by fewer than ten texts" in explain_intervals(alike)
    groups = rows(theme="topic/aid", n_carrying=[3, 50])
    assert "In 1 of 2 cases, fewer than ten texts carry the theme" in explain_intervals(groups)
    none = rows(theme="topic/aid", n_resampled=[2, 4], **NONE)
    assert explain_intervals(none) == (
        "There are no intervals: no group has the five texts that they need."
    )


def test_shares_of_none_and_all_have_another_interval():
    assert "it is Wilson's, on the effective number of texts" in explain_intervals(
        rows(share=[0.2, 0.0])
    )


def test_why_there_are_no_intervals():
    assert explain_intervals(rows(**NONE, n_resampled=4)) == (
        "There are no intervals: they need at least five texts, and there are 4 texts."
    )
    assert explain_intervals(rows(**NONE, n_resampled=[1, 4])) == (
        "There are no intervals: they need at least five texts, and there are 4 texts at most."
    )
    one_text = rows(**NONE, n_resampled=1, resampled="paragraphs")
    assert explain_intervals(one_text).startswith(
        "There are no intervals: they need at least five paragraphs, and the only text has"
        " 1 paragraph."
    )
    assert explain_intervals(rows(**NONE, n_resampled=0, resampled="")) == (
        "There are no intervals, because only some of the texts were read."
    )
    some = rows(low=[0.1, np.nan], high=[0.3, np.nan])
    assert "A group with fewer than five texts has none." in explain_intervals(some)


def test_captions_are_said_in_french():
    with speaking("fr"):
        assert explain_intervals(rows(n_carrying=[90, 9])) == (
            "Un trait fin est un intervalle à 95\u202f% par bootstrap-t sur 140 textes."
            " War\u00a0: thème porté par moins de dix textes\u00a0; son intervalle est"
            " approximatif."
        )
        counted = pd.DataFrame({"n": range(22)})
        assert say_shown(counted[2:], counted, "columns") == (
            "Le graphique montre 20 colonnes sur 22, les plus riches en phrases\u00a0; son fichier"
            " CSV contient tout."
        )
