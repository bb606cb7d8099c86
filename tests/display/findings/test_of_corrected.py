"""Corrected shares in sentences."""

import numpy as np
import pandas as pd

from analysis.display.findings.of_corrected import describe_corrected
from analysis.messages import speaking
from analysis.tables import CORRECTED

ROWS = CORRECTED.frame(
    {
        "theme": ["aid", "war"],
        "label": ["Aid", "War"],
        "n_sentences": 900,
        "n_sample": [100, 12],
        "share": [0.1, 0.2],
        "corrected": [0.15, np.nan],
        "low": [0.12, np.nan],
        "high": [0.2, np.nan],
    }
)


def test_the_largest_change_is_said_and_what_is_too_few():
    said = describe_corrected(ROWS).replace("\n", " ")
    assert "“Aid” in 10.0% of the sentences; corrected, it is 15.0%" in said
    assert "(95% interval 12.0 to 20.0%)" in said
    assert said.endswith("Too few sentences were coded by hand for 1 case.")


def test_a_heading_that_changes_is_named_and_not_counted():
    heading = ROWS.head(1).assign(theme="topic", label="Topics", share=0.6, coded=False)
    rows = pd.concat([heading, ROWS.head(1).assign(coded=True)])
    said = describe_corrected(rows).replace("\n", " ")
    assert "outside the interval for 1 of 1 theme." in said
    assert "“Topics” changes most: 60.0% by the hits, 15.0% corrected (95% interval 12.0" in said
    same = pd.concat([heading.assign(share=0.15), ROWS.head(1).assign(share=0.15, coded=True)])
    said = describe_corrected(same).replace("\n", " ")
    assert said.endswith("The share of hits lies within the interval for 1 of 1 theme.")


def test_too_few_in_all():
    few = describe_corrected(ROWS[1:])
    assert few == "Too few sentences were coded by hand (12 of 900) to correct any share."
    assert describe_corrected(ROWS.head(0)) == "There is no share to correct."


def test_a_codebook_that_was_improved_on_the_sample_is_said():
    said = describe_corrected(ROWS, in_sample=True).replace("\n", " ")
    assert said.endswith("and the corrected shares are too close to the shares of hits.")


def test_in_french():
    with speaking("fr"):
        assert "la part corrigée est de 15,0" in describe_corrected(pd.concat([ROWS]))
