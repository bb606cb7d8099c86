"""A sample is found again: sentences that moved by their text, sentences that are gone by name."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_samples import make_record
from tiny import CODEBOOK, SENTENCES_AB, rows, sentences

from analysis.coding.anchoring import GONE, anchor, load_drawn
from analysis.coding.sample_file import write_sample
from analysis.faults import Report
from analysis.reading.settings import read_settings

OLD = sentences("One.", "Thanks.", "Two  is\nmore.", "Thanks.", "Three.")


def _starts(*texts):
    return anchor(OLD, sentences(*texts)).tolist()


def test_sentences_stay_where_they_read_the_same():
    assert _starts("One.", "Thanks.", "Two is more.", "Thanks.", "Three.") == [1, 2, 3, 4, 5]


def test_a_sentence_before_them_moves_all():
    assert _starts("Zero.", *OLD["sentence"]) == [2, 3, 4, 5, 6]


def test_a_repeated_sentence_is_the_nearest_one():
    # Old starts: Thanks. at 5 and 25. New starts: Thanks. at 0 and 20: 0 is 5 away from 5, 20 is 5
    # away from 25.
    assert _starts("Thanks.", "Two is more.", "Thanks.") == [GONE, 1, 2, 3, GONE]


def test_no_sentence_is_found_twice():
    assert _starts("Thanks.", "Four.") == [GONE, 1, GONE, GONE, GONE]


def test_texts_are_told_apart():
    other = sentences("One.", doc_id="b")
    assert anchor(OLD, other).tolist() == [GONE] * 5
    assert anchor(OLD, OLD.head(0)).tolist() == [GONE] * 5
    assert anchor(OLD.head(0), OLD).tolist() == []


TEXTS = st.lists(st.sampled_from(["One.", "Two.", "Three.", "Thanks."]), max_size=6)


@given(TEXTS, TEXTS)
def test_what_is_found_reads_the_same_and_is_found_once(before, after):
    old, new = sentences(*before), sentences(*after)
    now = anchor(old, new)
    found = now[now != GONE]
    assert len(np.unique(found)) == len(found)
    texts = new.set_index("sent_id")["sentence"]
    assert texts[found].tolist() == old["sentence"][now != GONE].tolist()
    for text in set(before):  # as many as there are
        n = min(before.count(text), after.count(text))
        assert int(((old["sentence"] == text) & (now != GONE)).sum()) == n


def _load(folder, sentences_now, codebook=CODEBOOK):
    report = Report()
    folder.joinpath("codebook.yaml").touch()
    return load_drawn(read_settings(folder), sentences_now, codebook, report), report


def test_what_moved_and_what_is_gone_is_said(tmp_path):
    record = make_record(SENTENCES_AB, strata=["x", "x", "x", "y", "y", "y"])
    tmp_path.joinpath("codings").mkdir()
    write_sample(tmp_path / "codings" / "sample.json", record)
    now = pd.concat(
        [
            sentences(
                "New.",
                "States must protect rights.",
                "Nothing here.",
                "Rights, rights and the poor.",
            ),
            SENTENCES_AB[SENTENCES_AB["doc_id"] == "b"],
        ]
    )
    drawn, report = _load(tmp_path, now)
    assert drawn is not None
    assert rows(drawn.sample(), "doc_id", "sent_id", "stratum", "weight") == [
        ["a", 2, "x", 1.5],
        ["a", 3, "x", 1.5],
        ["a", 4, "y", 1.0],
        ["b", 1, "y", 1.0],
        ["b", 2, "y", 1.0],
    ]
    assert list(map(str, report.warnings)) == [
        "codings/sample.json: found 1 sentence that moved since the sample was drawn (sentence 1 of"
        " 'a' is now 2); expected the texts as they were; they are found again by their text",
        "codings/sample.json, rows.1: found sentence 2 of 'a', which is gone (Poverty fell.); "
        "expected the texts as they were when the sample was drawn; this sentence is left out",
    ]


def test_a_codebook_that_changed_is_said(tmp_path):
    tmp_path.joinpath("codings").mkdir()
    write_sample(tmp_path / "codings" / "sample.json", make_record(SENTENCES_AB))
    other = type(CODEBOOK)(**{**vars(CODEBOOK), "version": "2", "sha256": "1" * 64})
    _, report = _load(tmp_path, SENTENCES_AB, other)
    assert [str(fault) for fault in report.warnings] == [
        "codings/sample.json, codebook.sha256: found another codebook in use ('Tiny', version 2); "
        "expected the one with which the sample was drawn ('Tiny', version 1); patterns look better"
        " than they are on sentences that they were improved on"
    ]


def test_a_study_without_a_sample(tmp_path):
    assert _load(tmp_path, SENTENCES_AB)[0] is None


@pytest.mark.parametrize("half", ["", "improve"])
def test_halves_are_there_if_a_draw_was_split(tmp_path, half):
    record = make_record(SENTENCES_AB)
    record = record._replace(rows=record.rows.assign(half=half))
    tmp_path.joinpath("codings").mkdir()
    write_sample(tmp_path / "codings" / "sample.json", record)
    drawn, _ = _load(tmp_path, SENTENCES_AB)
    assert ("half" in drawn.sample()) == bool(half)
