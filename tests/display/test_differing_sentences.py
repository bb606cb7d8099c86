"""Sentences on which coders differ, as they are shown."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis import InputError
from analysis.display.differing_sentences import show_differences
from analysis.messages import speaking
from analysis.tables import CODER_DIFFERENCES, CODINGS

CODEBOOK = SimpleNamespace(themes=pd.DataFrame({"theme": ["t/aid"], "label": ["<b>Aid</b>"]}))
NONE = CODINGS.empty()
TABLE = CODER_DIFFERENCES.frame(
    {
        "doc_id": ["a", "b"],
        "sent_id": [3, 5],
        "n_coders": 2,
        "n_differences": [2, 1],
        "agreed": ["t/aid", ""],
        "differing": "war",
        "given": "",
        "further": ["A: War\nB: –", "A: War\nB: (no theme)"],
        "unsure": ["A\nB", ""],
        "memos": ["A: <i>which</i> war?", ""],
        "sentence": ["Arms &\nfood.", "A war <script>."],
    }
)


def test_plain_text_has_a_line_for_each_coder():
    assert repr(show_differences(TABLE, CODEBOOK, NONE)) == "\n".join(
        [
            "a, sentence 3: 2 differences",
            "  Arms & food.",
            "  agreed: <b>Aid</b>",
            "  A: War",
            "  B: –",
            "  unsure: A and B",
            "  memo of A: <i>which</i> war?",
            "",
            "b, sentence 5: 1 difference",
            "  A war <script>.",
            "  A: War",
            "  B: (no theme)",
        ]
    )


def test_nothing_in_a_page_is_run():
    html = show_differences(TABLE, CODEBOOK, NONE)._repr_html_()
    assert "<li>agreed: <bdi>&lt;b&gt;Aid&lt;/b&gt;</bdi></li>" in html
    assert "<script" not in html
    assert "<i>" not in html
    assert html.count("<ul>") == html.count("</ul>") == 2


def test_what_was_settled_is_the_last_line():
    settled = {"doc_id": ["a", "a", "b"], "sent_id": [3, 3, 5], "coder": "final", "memo": ""}
    final = CODINGS.frame({**settled, "theme": ["t/aid", "war", ""]})
    first, second = repr(show_differences(TABLE, CODEBOOK, final)).split("\n\n")
    assert first.endswith("\n  settled: <b>Aid</b>; war")
    assert second.endswith("\n  settled: (no theme)")


def test_more_sentences_are_counted_and_none_are_said():
    shown = show_differences(TABLE, CODEBOOK, NONE, 1)
    assert repr(shown).endswith("\n\nand 1 sentence more")
    assert "<p>and 1 sentence more</p>" in shown._repr_html_()
    none = "There is no sentence on which coders differ."
    assert repr(show_differences(TABLE.head(0), CODEBOOK, NONE)) == none


def test_in_french():
    with speaking("fr"):
        said = repr(show_differences(TABLE, CODEBOOK, NONE)).replace("\u00a0", " ")
    assert said.startswith("a, phrase 3 : 2 différences\n  Arms & food.\n  d’accord : <b>Aid</b>")
    assert "\n  incertain : A et B\n  mémo de A: " in said


def test_faults():
    with pytest.raises(InputError, match="found -1; expected a number of sentences"):
        show_differences(TABLE, CODEBOOK, NONE, -1)
    with pytest.raises(InputError, match="found no column 'further'"):
        show_differences(TABLE.drop(columns="further"), CODEBOOK, NONE)
