"""The forms that carried each theme, counted by hand."""

import pandas as pd
from tiny import codebook, sentences

from analysis.hits.find import find_hits
from analysis.measures.forms import forms
from analysis.tables import FORMS


def test_forms_are_counted_by_theme_most_frequent_first():
    own = codebook({"us": ["us", "United States"], "tax": ["tax*"]})
    texts = [
        sentences("Tell us.", "The US told us of taxes.", "United  States."),
        sentences("Tax us.", "United\nStates.", doc_id="b"),
    ]
    hits = pd.concat([find_hits(table, own) for table in texts])
    assert forms(hits, own).to_numpy().tolist() == [
        ["us", "us", 3, 2],
        ["us", "United States", 2, 2],
        ["us", "US", 1, 1],
        ["tax", "Tax", 1, 1],
        ["tax", "taxes", 1, 1],
    ]


def test_spellings_of_one_plain_form_are_one_form():
    own = codebook({"t": ["women's", "café"]})
    hits = find_hits(sentences("women’s women's wom\u00aden's", "caf\u00e9 cafe\u0301"), own)
    assert forms(hits, own).to_numpy().tolist() == [["t", "women's", 3, 1], ["t", "café", 2, 1]]


def test_without_hits_there_are_no_forms():
    own = codebook({"t": ["tax"]})
    table = forms(find_hits(sentences("Nothing."), own), own)
    assert table.empty
    assert list(table) == list(FORMS.columns)
