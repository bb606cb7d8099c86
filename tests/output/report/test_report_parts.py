"""The small parts of a report: words, policy, steps, and which sentences the page holds."""

import base64
import hashlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.output.report.markup import clean, write_attribute, write_text
from analysis.output.report.policy import write_policy
from analysis.output.report.prose import Block, split_blocks
from analysis.output.report.selections import to_steps
from analysis.output.report.view import SPARE, choose_view, measure_bytes, spread


@given(st.lists(st.integers(0, 10_000), unique=True).map(sorted))
def test_steps_lead_back_to_the_positions(positions):
    assert np.cumsum(to_steps(np.array(positions, dtype=np.int64))).tolist() == positions


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_can_stand_in_a_page(text):
    written = write_text(text)
    written.encode()
    assert "<" not in written
    assert "\0" not in written
    assert '"' not in write_attribute(text)
    assert clean(clean(text)) == clean(text)


def test_paragraphs_and_lists_of_a_terminal():
    text = "One line\nand another.\n- first,\n  wrapped\n- second\nThe end.\n\nReally."
    assert split_blocks(text) == [
        Block("One line and another."),
        Block(items=["first, wrapped", "second"]),
        Block("The end. Really."),
    ]
    assert split_blocks("") == []
    kept = "«\u00a0Aide\u00a0»\u00a0: 12\u202f%"  # no line may break there
    assert split_blocks(kept) == [Block(kept)]


def test_the_policy_names_the_script_by_its_sum():
    digest = base64.b64encode(hashlib.sha256("läuft".encode()).digest()).decode()
    assert write_policy("läuft") == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-"
        f"{digest}'; base-uri 'none'; form-action 'none'"
    )


# -- which sentences -------------------------------------------------------------------------------


def make_sentences(n: int, in_paragraph: int, text: str = "word" * 10) -> pd.DataFrame:
    number = np.arange(n)
    return pd.DataFrame(
        {
            "doc_id": "a",
            "sent_id": number + 1,
            "paragraph": number // in_paragraph + 1,
            "sentence": text,
        }
    ).astype({"doc_id": "str", "sentence": "str"})


def test_small_texts_are_held_whole():
    sentences = make_sentences(100, 4)
    view = choose_view(sentences, 30, [np.array([1, 5])], [])
    assert view.is_whole
    assert view.rows.tolist() == list(range(100))
    assert view.positions(np.array([3, 99])).tolist() == [3, 99]


def test_of_large_texts_the_paragraphs_of_the_evidence_are_held():
    sentences = make_sentences(1000, 4)
    rows = np.arange(0, 1000, 250)
    view = choose_view(sentences, 10, [rows], [np.array([501])], largest=10_000)
    assert not view.is_whole
    paragraphs = sentences["paragraph"].iloc[view.rows].unique().tolist()
    assert paragraphs == [1, 63, 126, 188]
    assert len(view.rows) == 4 * 4
    assert view.positions(rows).tolist() == [0, 6, 8, 14]
    assert view.positions(np.array([1, 9])).tolist() == [1]


def test_what_is_held_stays_below_the_limit():
    sentences = make_sentences(5000, 1)
    everything = np.arange(5000)
    view = choose_view(sentences, 0, [everything] * 20, [everything], largest=4_000)
    assert measure_bytes(sentences)[view.rows].sum() <= 4_000
    assert len(view.rows) >= 20


def test_many_tiny_sentences_are_not_held_whole():
    n = SPARE // 40 + 1000  # their marks would take more room than their text
    view = choose_view(make_sentences(n, 5, "a"), 0, [np.arange(10)], [])
    assert not view.is_whole


@pytest.mark.parametrize(("n", "most"), [(0, 3), (2, 3), (3, 3), (100, 7)])
def test_rows_are_spread_from_the_first_to_the_last(n, most):
    chosen = spread(np.arange(n), most)
    assert len(chosen) == len(set(chosen.tolist())) == min(n, most)
    if n:
        assert (chosen[0], chosen[-1]) == (0, n - 1)
