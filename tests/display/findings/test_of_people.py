"""How patterns compare with people, in sentences."""

import numpy as np
import pandas as pd

from analysis.display.findings.of_people import describe_codings, describe_halves
from analysis.messages import speaking
from analysis.tables import PRECISION_BY_HALF, PRECISION_RECALL, SAMPLE

CODINGS = pd.DataFrame({"doc_id": "a", "sent_id": range(1, 51), "theme": "aid"})
SENTENCES = pd.DataFrame(index=range(900))
DRAWN = SAMPLE.frame({"doc_id": "a", "sent_id": range(1, 61), "stratum": "", "weight": 15.0})
COMPARED = PRECISION_RECALL.frame(
    {
        "theme": ["aid", "war", "law"],
        "label": ["Aid", "War", "Law"],
        "n_read": 50,
        "n_coded": [20, 30, 2],
        "n_found": [20, 30, 3],
        "n_both": [18, 15, 1],
        "precision": [0.9, 0.5, 0.33],
        "recall": [0.9, 0.5, 0.5],
        "precision_low": [0.7, 0.3, np.nan],
        "precision_high": [0.97, 0.7, np.nan],
        "recall_low": [0.7, 0.3, np.nan],
        "recall_high": [0.97, 0.7, np.nan],
        "f1": [0.9, 0.5, 0.4],
        "f1_low": [0.7, 0.3, np.nan],
        "f1_high": [0.97, 0.7, np.nan],
        "in_sample": False,
    }
)


def on_one_line(said):
    return said.replace("\n", " ")


def test_a_reader_without_a_sample():
    said = on_one_line(describe_codings(CODINGS, COMPARED, SENTENCES))
    assert said.startswith("The reader read 50 of 900 sentences.")
    assert "of 53 findings of the patterns, the reader coded 34" in said
    assert (
        "Precision is lowest for “War”: 50% (95% interval 30.0 to 70.0%; found in 30 sentences)."
        in said
    )
    assert (
        "Too few for an interval of F1 (found or coded in fewer than 10 sentences): 1 of 3" in said
    )
    assert said.endswith("expect less on other texts.")
    assert "no codings/" in describe_codings(CODINGS.head(0), COMPARED.head(0), SENTENCES)


def test_a_sample_says_how_far_it_is_in_sample():
    said = on_one_line(describe_codings(CODINGS, COMPARED, SENTENCES, DRAWN))
    assert said.startswith("50 of 60 sentences drawn at random were coded by hand and count here")
    assert said.endswith("expect less on other texts.")
    changed = COMPARED.assign(in_sample=True)
    said = on_one_line(describe_codings(CODINGS, changed, SENTENCES, DRAWN))
    assert "if it was improved on these sentences, the figures are in-sample" in said
    said = on_one_line(describe_codings(CODINGS, COMPARED, SENTENCES, DRAWN, "report"))
    assert said.endswith("so only the half that was held out counts.")


def halves(f1_report):
    tables = [
        COMPARED.assign(half="improve"),
        COMPARED.assign(half="report", f1=f1_report, n_read=40),
    ]
    return PRECISION_BY_HALF.frame(pd.concat(tables, ignore_index=True))


def test_what_is_lost_in_the_half_to_report():
    said = on_one_line(describe_halves(halves([0.6, 0.45, 0.1])))
    assert "50 sentences of the half to improve the patterns on, and 40 of the half to" in said
    assert "often enough in both to compare them: 2 themes." in said
    assert said.endswith("F1 is lower by 0.1 or more for 1, most for “Aid”: 0.60 against 0.90.")
    same = on_one_line(describe_halves(halves([0.9, 0.5, 0.1])))
    assert same.endswith("F1 is nowhere lower by 0.1 or more.")
    few = describe_halves(halves([0.9, 0.5, 0.1]).assign(f1_low=np.nan))
    assert few.endswith("often enough in both to compare them.")


def test_in_french():
    with speaking("fr"):
        assert "tirées au hasard" in on_one_line(
            describe_codings(CODINGS, COMPARED, SENTENCES, DRAWN)
        )
        assert "de la moitié d’évaluation" in on_one_line(describe_halves(halves([0.6, 0.45, 0.1])))
