"""The forms of each theme, written for reading."""

import pandas as pd

from analysis.display.forms import forms_by_theme
from analysis.tables import FORMS


def test_the_most_frequent_forms_are_written_and_the_others_counted():
    forms = pd.DataFrame(
        {"theme": ["u", "t", "t", "t"], "form": ["a b", "c", "d", "e"], "n_hits": [2, 9, 5, 1]}
    )
    assert forms_by_theme(forms, most=2).to_numpy().tolist() == [
        ["u", 2, 1, "a b 2"],
        ["t", 15, 3, "c 9 · d 5 · and 1 more"],
    ]


def test_without_forms_there_are_no_rows():
    assert list(forms_by_theme(FORMS.empty())) == ["theme", "n_hits", "n_forms", "forms"]
