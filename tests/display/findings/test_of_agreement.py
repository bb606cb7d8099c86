"""Agreement of coders in sentences."""

import numpy as np
import pandas as pd

from analysis.display.findings.of_agreement import describe_agreement, describe_coders
from analysis.messages import speaking
from analysis.tables import AGREEMENT, CODINGS, CONFUSIONS

ROWS = AGREEMENT.frame(
    {
        "theme": ["aid", "war", "tax", ""],
        "label": ["Aid", "War", "Tax", "All themes"],
        "n_coders": 3,
        "n_units": [200, 200, 200, 600],
        "n_coded": [60, 40, 3, 103],
        "percent": [0.95, 0.8, 0.99, 0.91],
        "kappa": [0.82, 0.4, 0.49, 0.7],
        "alpha": [0.82, 0.4, 0.49, 0.7],
        "ac1": 0.9,
        "low": [0.71, 0.28, np.nan, 0.63],
        "high": [0.9, 0.52, np.nan, 0.77],
    }
)


def test_alpha_goes_with_its_interval_and_percent_with_chance():
    said = describe_agreement(ROWS).replace("\n", " ")
    assert said == (
        "200 sentences were read by at least two of the 3 coders. Over all themes, Krippendorff’s alpha"
        " is 0.70 (95% interval 0.63 to 0.77); asked whether a sentence has a theme, two coders agree"
        " in 91.0% of the cases, and by chance would in 70.0%. Among the themes with an interval, alpha is lowest for “War”:"
        " 0.40 (95% interval 0.28 to 0.52). Krippendorff asks for an alpha of at least"
        " 0.667, even if conclusions are tentative; the whole interval lies above that for 1 of 3"
        " themes. Too rare to say how"
        " well coders agree (coded in fewer than 10 sentences): “Tax” (3)."
    )


def test_perfect_agreement_says_nothing_about_chance():
    perfect = ROWS.iloc[[0, 3]].assign(percent=1.0, kappa=1.0, alpha=1.0, high=1.0)
    said = describe_agreement(perfect).replace("\n", " ")
    assert (
        "is 1.00 (95% interval 0.63 to 1.00); asked whether a sentence has a theme, two coders agree in 100.0% of the cases."
        in said
    )
    assert "chance" not in said
    assert "lowest" not in said


def test_nothing_to_compare():
    nothing = "No sentence was read by two coders, so there is no agreement to speak of."
    assert describe_agreement(ROWS.assign(n_units=0)) == nothing
    assert describe_agreement(ROWS.head(0)) == nothing


def test_themes_that_nobody_gave_or_all_gave():
    without = {"kappa": np.nan, "alpha": np.nan, "low": np.nan, "high": np.nan}
    said = describe_agreement(ROWS.assign(n_coded=0, percent=1.0, **without))
    assert "No theme varies enough to tell agreement from chance." in said
    assert said.endswith("\nGiven by no coder: 3 of 3 themes.")
    assert "rare" not in said


def test_a_theme_with_subthemes_is_not_counted_beside_them():
    topics = ROWS.head(1).assign(theme="topic", label="Topics", alpha=0.1)
    below = ROWS.assign(theme=["topic/aid", "topic/war", "topic/tax", ""])
    assert describe_agreement(pd.concat([topics, below])) == describe_agreement(below)


def test_in_french():
    with speaking("fr"):
        said = describe_agreement(pd.concat([ROWS])).replace("\n", " ")
    assert "200 phrases ont été lues par au moins deux des 3 codeurs." in said
    assert "est de 0,70 (intervalle à 95 % : 0,63 à 0,77)" in said.replace("\u00a0", " ").replace(
        "\u202f", " "
    )


def test_many_themes_that_are_too_rare_are_counted():
    rare = ROWS.iloc[[2] * 7].assign(theme=list("abcdefg"))
    said = describe_agreement(pd.concat([rare, ROWS.iloc[[3]]])).replace("\n", " ")
    assert said.endswith(
        "Too rare to say how well coders agree (coded in fewer than 10 sentences): 7 of 7 themes."
    )


# -- coders ----------------------------------------------------------------------------------------

CODED = CODINGS.frame(
    {
        "doc_id": "a",
        "sent_id": [1, 2, 1, 2],
        "coder": ["A", "A", "B", "B"],
        "theme": ["aid", "war", "aid", "tax"],
        "memo": "",
    }
)
CONFUSED = CONFUSIONS.frame(
    {
        "theme_a": ["aid", "aid"],
        "label_a": ["Aid", "Aid"],
        "theme_b": ["war", "tax"],
        "label_b": ["War", "Tax"],
        "n_units": 200,
        "n_confused": [9, 2],
        "expected": [1.25, 2.5],
        "n_agreed_a": 30,
        "n_agreed_b": [20, 2],
        "n_differing_a": 15,
        "n_differing_b": [12, 2],
        "definition_a": ["Help between states,\nin any form.", "Help."],
        "definition_b": ["", ""],
    }
)
DIFFERENCES = pd.DataFrame({"doc_id": "a", "sent_id": range(40)})
HOW = (
    "Let two people code the same sentences, each alone: `workbook sample STUDY --n 100 --coders"
    " A,B` draws them at random, and writes a sheet for each coder into codings/."
)


def describe(*tables, final=None):
    settled = CODINGS.empty() if final is None else final
    return describe_coders(*tables, settled).replace("\n", " ")


def test_the_definitions_of_the_pair_confused_most_are_beside_each_other():
    said = describe(CODED, ROWS, CONFUSED, DIFFERENCES)
    assert said.startswith(
        "200 sentences were read by at least two of the 3 coders. Over all themes"
    )
    assert said.endswith(
        "Confused most often, with the number of sentences: “Aid” and “War” (9; by chance 1.2); “Aid” and"
        " “Tax” (2; by chance 2.5). “Aid” is defined as “Help between states, in any form.” The"
        " codebook has no definition of “War”. These two could be told apart better if the codebook"
        " said whether a sentence can have both and, if not, which of them it gets. `include` and"
        " `exclude` can hold sentences on which coders differ. They differ on 40 of 200 sentences."
        " `workbook adjudicate STUDY` writes these into a sheet, codings/final.csv, the worst first,"
        " where each can be settled. What is settled counts when patterns are held against people."
    )


def test_sentences_that_are_settled_are_counted():
    settled = {"coder": "final", "theme": "aid", "memo": ""}
    keys = DIFFERENCES[["doc_id", "sent_id"]]
    final = CODINGS.frame(pd.concat([keys.head(3).assign(**settled), CODED.assign(doc_id="b")]))
    said = describe(CODED, ROWS, CONFUSED, DIFFERENCES, final=final)
    assert said.endswith(
        "They differ on 40 of 200 sentences. Of these, 3 are settled in codings/final.csv."
    )
    said = describe(CODED, ROWS, CONFUSED, DIFFERENCES, final=CODINGS.frame(keys.assign(**settled)))
    assert said.endswith("All of these are settled in codings/final.csv.")


def test_a_pair_that_is_confused_no_more_than_by_chance_needs_no_better_definition():
    said = describe(CODED, ROWS, CONFUSED.tail(1), DIFFERENCES)
    assert "“Aid” and “Tax” (2; by chance 2.5)" in said
    assert "defin" not in said


def test_two_coders_read_the_same_and_neither_theme_is_defined():
    said = describe(CODED, ROWS.assign(n_coders=2), CONFUSED.assign(definition_a=""), DIFFERENCES)
    assert said.startswith("Two coders read the same 200 sentences.")
    assert "The codebook defines neither “Aid” nor “War”." in said


def test_more_sentences_are_advised_if_most_themes_are_too_rare():
    advice = "More sentences would tell: `workbook sample STUDY --more 100` adds some"
    rare = ROWS.assign(n_coded=[60, 3, 3, 66])
    assert advice in describe(CODED, rare, CONFUSED, DIFFERENCES)
    assert advice not in describe(CODED, ROWS, CONFUSED, DIFFERENCES)


def test_a_long_definition_is_cut():
    long = CONFUSED.assign(definition_a="Help that goes on and on. " * 30)
    said = describe(CODED, ROWS, long, DIFFERENCES)
    quoted = said.split("is defined as “")[1].split("”")[0]
    assert quoted.endswith("…")
    assert len(quoted) <= 200


def test_coders_who_agree_everywhere():
    said = describe(CODED, ROWS, CONFUSED.head(0), DIFFERENCES.head(0))
    assert said.endswith("They confuse no two themes. They differ on none of these sentences.")
    once = describe(CODED, ROWS, CONFUSED.assign(n_confused=1), DIFFERENCES)
    assert "They confuse no two themes more than once." in once


def test_without_two_coders_it_says_how_to_get_them():
    nothing = (CONFUSED.head(0), DIFFERENCES.head(0))
    one = CODED[CODED["coder"] == "A"]
    said = describe(one, ROWS.assign(n_units=0, n_coders=1), *nothing)
    assert said == (
        "One coder read 2 sentences, and nobody else read any: it is not known whether others would"
        f" code them in the same way. {HOW}"
    )
    said = describe(CODED, ROWS.assign(n_units=0), *nothing)
    assert said == (
        f"No sentence was read by two coders, so there is no agreement to speak of. {HOW}"
    )
    for table in (ROWS.head(0), ROWS.assign(n_units=0, n_coders=0)):
        said = describe(CODED.head(0), table, *nothing)
        assert said == f"No sentence is coded by hand. {HOW}"


def test_coders_in_french():
    with speaking("fr"):
        said = describe(CODED, ROWS, CONFUSED, DIFFERENCES).replace("\u00a0", " ")
    assert (
        "Confondus le plus souvent, avec le nombre de phrases : « Aid » et « War » (9 ; par" in said
    )
