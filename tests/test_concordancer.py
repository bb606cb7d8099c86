"""The concordance of a study: steps are recorded, and nothing else changes."""

import re

import pandas as pd
import pytest
from tiny import rows

from analysis import InputError, open_study
from analysis.output.exports import to_csv
from analysis.tables import LINES

CODEBOOK = """\
name: Small
version: "1"
themes:
  topic:
    themes:
      rights: {label: Rights, patterns: ["right*"]}
      poverty: {label: Poverty, patterns: [poverty]}
"""
METADATA = "doc_id,outlet,year\na,Post,2001\nb,News,2002\n"


@pytest.fixture
def study(write):
    texts = (
        "a.txt",
        "Rights first.\n\nThe rights of all. Poverty fell.",
        "b.txt",
        "No right to poverty.",
    )
    return open_study(write(*texts, "codebook.yaml", CODEBOOK, "metadata.csv", METADATA))


def test_lines_carry_the_metadata_of_their_texts(study, tmp_path):
    found = study.concordance("right*")
    assert list(found.table.columns) == [*LINES.columns, "title", "language", "outlet", "year"]
    assert rows(found.table, "line", "doc_id", "match", "outlet", "year") == [
        [1, "a", "Rights", "Post", 2001],
        [2, "a", "rights", "Post", 2001],
        [3, "b", "right", "News", 2002],
    ]
    assert to_csv(found.table).count(b"\n") == 4


def test_the_word_beside_a_match_is_one_of_its_sentence(study):
    """“Poverty fell.” begins with the match, though another sentence stands before it."""
    found = study.concordance(["right*", "poverty"])
    assert rows(found.group("L1").table, "group", "match") == [
        ["(sentence start)", "Rights"],
        ["(sentence start)", "Poverty"],
        ["no", "right"],
        ["the", "rights"],
        ["to", "poverty"],
    ]
    assert found.group("R1").table["group"].tolist()[-1] == "to"
    assert "(sentence end)" in set(found.group("R1").table["group"])


def test_each_step_is_a_new_concordance_with_a_caption_and_the_same_numbers(study):
    found = study.concordance(["right*", "poverty"])
    before = found.table.copy()
    worked = (
        found.sort("year", "R1", descending=True).group("outlet").sample(4, by="outlet", seed=1)
    )
    assert worked.caption == [
        "Concordance of “right*”, “poverty”: 4 lines in 3 of 4 sentences and in 2 texts.",
        "Steps: sorted by year, then R1, in descending order; grouped by outlet (2 groups); "
        "4 of 5 lines drawn (seed 1), in proportion to outlet: Post 2 of 3, News 2 of 2.",
    ]
    assert set(worked.table["line"]) < {1, 2, 3, 4, 5}
    assert len(found) == 5
    assert found.steps == ()
    pd.testing.assert_frame_equal(found.table, before)
    assert found.sort().table["line"].tolist() == [1, 2, 3, 4, 5]


def test_lines_beyond_the_limit_are_said(study):
    found = study.concordance("topic", limit=2)
    assert str(found).endswith("\n\nand 3 more lines: .show() shows all, .table holds them")
    assert str(found).count("⟦") == found._repr_html_().count("<mark>") == 2
    assert str(found.show()).count("⟦") == 5
    assert repr(found.show(4)).count("⟦") == 4


def test_of_groups_the_first_lines_of_each_are_shown(study, monkeypatch):
    monkeypatch.setattr("analysis.concordancer.MOST_OF_GROUP", 1)
    found = study.concordance(["right*", "poverty"], limit=3).group("outlet")
    assert [row.split()[0] for row in str(found).splitlines() if "⟦" in row] == ["1", "4"]
    assert "Post: 3 lines" in str(found)
    assert "and 3 more lines" in str(found)


def test_ranking_is_recorded_with_its_words(study):
    found = study.concordance("right*").rank(span=2)
    assert (
        found.steps[0].startswith("not ranked") or "collocates are within 2 words" in found.steps[0]
    )
    assert found.table["n_collocates"].dtype == "int64"


def test_the_id_of_a_theme_can_be_searched_for_as_a_word(write):
    book = "name: F\nversion: 1\nthemes:\n  rights: {patterns: [law]}\n"
    study = open_study(write("a.txt", "Rights are law.", "codebook.yaml", book))
    assert study.concordance("rights").table["match"].tolist() == ["law"]
    assert study.concordance("rights", themes=False).table["match"].tolist() == ["Rights"]


def test_words_beside_are_a_table(study):
    beside = study.concordance("right*").words_beside("L1", "R1")
    assert rows(beside, "L1", "R1") == [["", "first"], ["the", "of"], ["no", "to"]]
    with pytest.raises(InputError, match="found 'X1'; expected"):
        study.concordance("right*").words_beside("X1")


def test_no_line_is_said(study):
    found = study.concordance("absent")
    assert str(found) == "Concordance of “absent”: no line (4 sentences searched)."
    assert "<table" not in found._repr_html_()
    for step in (found.rank(), found.sort("R1"), found.group("year"), found.sample(3, by="outlet")):
        assert len(step) == 0
        assert "no line" in str(step)


def test_a_rejected_line_is_said_to_whom_it_may_concern(study):
    said = str(study.concordance("topic/rights").reject(3, because="negated"))
    assert re.search(r'not: \["right to poverty"\]  # negated', said)


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (lambda c: c.sort("R1", "yaer"), "sort: found the key 'yaer'; expected 'year'"),
        (lambda c: c.sort("R9"), "expected a word from L1 to L5, or from R1 to R5"),
        (lambda c: c.group("outlets"), "group: found the key 'outlets'; expected 'outlet'"),
        (lambda c: c.rank(0), "found a span of 0; expected 1 to 9 words"),
        (lambda c: c.sample(0), "sample: found 0; expected 1 or more lines"),
        (lambda c: c.sample(2, by="outlit"), "no column 'outlit'; expected 'outlet'"),
        (lambda c: c.reject([1, 9], because="x"), "found the line 9; expected the number"),
        (lambda c: c.reject(1, because=" "), 'found no reason; expected because="…"'),
        (lambda c: c.reject([], because="x"), "found no line"),
        (lambda c: c.reject([[1]], because="x"), "found the line [1]; expected the number"),
        (lambda c: c.reject(1, because=None), 'found no reason; expected because="…"'),
        (lambda c: c.group("position"), "found the key 'position'; expected"),
        (lambda c: c.sample(2, by=["L1"]), "found no column ['L1']"),
        (lambda c: c.sample(2, seed="a"), "seed: found 'a'; expected 0 or"),
        (lambda c: c.show(-1), "limit: found -1; expected a number of lines, or None"),
    ],
)
def test_what_does_not_exist_is_an_error_that_names_the_nearest(study, step, message):
    with pytest.raises(InputError, match=re.escape(message)):
        step(study.concordance("right*"))


def test_a_wrong_query_is_an_error(study):
    with pytest.raises(
        InputError, match="found the theme 'topic/povrty'; expected 'topic/poverty'"
    ):
        study.concordance(["right*", "topic/povrty"])
    with pytest.raises(
        InputError, match="concordance, width: found 'wide'; expected a number of characters"
    ):
        study.concordance("right*", width="wide")
