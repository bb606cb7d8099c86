"""Agreement of coders in sentences."""

import numpy as np
import pandas as pd

from analysis.display.findings.of_agreement import describe_agreement
from analysis.messages import speaking
from analysis.tables import AGREEMENT

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
        "Two coders or more, of 3 coders, read 200 sentences. Over all themes, Krippendorff’s alpha"
        " is 0.70 (95% interval 0.63 to 0.77); pairs of coders agree in 91.0% of the cases, and"
        " would in 70.0% by chance. Among the themes with an interval, alpha is lowest for “War”:"
        " 0.40 (95% interval 0.28 to 0.52). The whole interval lies above 0.667 for 1 of 2 themes;"
        " that is the least that Krippendorff asks for tentative conclusions. Too rare to say how"
        " well coders agree (coded in fewer than 10 sentences): “Tax” (3)."
    )


def test_perfect_agreement_says_nothing_about_chance():
    perfect = ROWS.iloc[[0, 3]].assign(percent=1.0, kappa=1.0, alpha=1.0, high=1.0)
    said = describe_agreement(perfect).replace("\n", " ")
    assert "is 1.00 (95% interval 0.63 to 1.00); pairs of coders agree in 100.0% of the" in said
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
    assert said.replace("\n", " ").endswith("“Aid” (0), “War” (0) and “Tax” (0).")


def test_in_french():
    with speaking("fr"):
        said = describe_agreement(pd.concat([ROWS])).replace("\n", " ")
    assert "Deux codeurs au moins, sur 3 codeurs, ont lu 200 phrases." in said
    assert "est de 0,70 (intervalle à 95 % : 0,63 à 0,77)" in said.replace("\u00a0", " ").replace(
        "\u202f", " "
    )
