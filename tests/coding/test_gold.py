"""Which codings count: what was settled, what coders agree on, and else those of one coder."""

import pandas as pd
import tiny
from hypothesis import given
from hypothesis import strategies as st

from analysis.coding.gold import settle
from analysis.tables import CODINGS


def code(coder, themes, memo=""):
    """The codings of sentences 1, 2, …, with blanks between themes; None: not read."""
    rows = [
        ("a", sent_id, coder, theme, memo)
        for sent_id, given_themes in enumerate(themes, start=1)
        for theme in ([] if given_themes is None else given_themes.split() or [""])
    ]
    return CODINGS.frame(pd.DataFrame(rows, columns=list(CODINGS.columns)))


def gold_of(*tables, final=None):
    final = CODINGS.empty() if final is None else final
    return settle(pd.concat(tables, ignore_index=True), final)


def test_what_coders_agree_on_counts_and_where_they_differ_the_one_who_read_most():
    # 1: agreed; 2: one theme more by A; 3: A found none; 4: only B read it; 5: only A did
    by_a = code("A", ["aid", "aid law", "", None, "law"])
    by_b = code("B", ["aid", "aid", "law", "tone", None])
    by_c = code("C", [None, None, "", None, None])
    settled = gold_of(by_a, by_b, by_c)
    # A and B read four sentences each, so A comes first by name.
    assert tiny.rows(settled.gold, "sent_id", "coder", "theme") == [
        [1, "gold", "aid"],
        [2, "gold", "aid"],
        [2, "gold", "law"],
        [3, "gold", ""],
        [4, "gold", "tone"],
        [5, "gold", "law"],
    ]
    assert (settled.n_unsettled, settled.leading) == (2, "A")


def test_what_was_adjudicated_counts_before_all_else():
    by_a = code("A", ["aid", "aid", "law"])
    by_b = code("B", ["aid", "law", "tone"])
    settled = gold_of(by_a, by_b, final=code("final", ["tone", ""]))
    assert tiny.rows(settled.gold, "sent_id", "theme") == [[1, "tone"], [2, ""], [3, "law"]]
    assert (settled.n_unsettled, settled.leading) == (1, "A")


def test_memos_of_coders_who_agree_are_kept_once_each():
    settled = gold_of(
        code("A", ["aid"], "irony?"), code("B", ["aid"], "quoted"), code("C", ["aid"], "irony?")
    )
    assert settled.gold["memo"].tolist() == ["irony?; quoted"]


def test_nothing_coded_is_an_empty_table():
    settled = settle(CODINGS.empty(), CODINGS.empty())
    assert settled.n_unsettled == 0
    assert settled.leading == ""
    assert tiny.same_types(code("A", ["aid"]), settled.gold)


GIVEN = st.lists(st.sampled_from([None, "", "aid", "law", "aid law"]), min_size=1, max_size=6)


@given(GIVEN, GIVEN, GIVEN, st.permutations(["A", "B", "C"]))
def test_every_sentence_read_is_in_the_gold_standard_once_whoever_read_it(one, two, three, names):
    tables = [code(name, themes) for name, themes in zip("ABC", (one, two, three), strict=True)]
    codings = pd.concat(tables, ignore_index=True)
    before = codings.copy()
    gold = settle(codings, CODINGS.empty()).gold
    pd.testing.assert_frame_equal(codings, before)
    assert set(gold["sent_id"]) == set(codings["sent_id"])
    for sent_id, rows in gold.groupby("sent_id"):
        themes = set(rows["theme"])
        assert len(rows) == len(themes)
        of_sentence = codings[codings["sent_id"] == sent_id]
        readings = of_sentence.groupby("coder")["theme"].agg(set).tolist()
        assert themes in readings
    shuffled = pd.concat([tables["ABC".index(name)] for name in names], ignore_index=True)
    pd.testing.assert_frame_equal(settle(shuffled, CODINGS.empty()).gold, gold)
