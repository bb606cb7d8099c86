"""Lines of a concordance: themes and patterns, metadata, and what is done with the lines."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import CODEBOOK, SENTENCES_AB, rows, same_types, sentences

from analysis import InputError, find_hits
from analysis.arrays import TEXT
from analysis.measures.concordance import read_texts
from analysis.measures.line_steps import (
    describe_strata,
    group_lines,
    sample_lines,
    share_out,
    sort_lines,
    words_beside,
)
from analysis.measures.lines import make_lines, read_query, with_metadata
from analysis.tables import LINES

TEXTS = read_texts(SENTENCES_AB)
HITS = find_hits(SENTENCES_AB, CODEBOOK)
DOCUMENTS = pd.DataFrame(
    {"doc_id": ["a", "b"], "title": ["One", "Two"], "year": [2001, 2002], "left": ["x", "y"]}
)


def lines_of(*query: str, width: int = 60) -> pd.DataFrame:
    return make_lines(TEXTS, read_query(list(query), CODEBOOK), HITS, width)


# -- which lines there are -------------------------------------------------------------------------


def test_a_theme_is_its_hits_and_those_below_it():
    lines = lines_of("topic")
    found = ["line", "doc_id", "start", "pattern", "theme", "match"]
    assert rows(lines, *found) == [
        [1, "a", 20, "right*", "topic/rights", "rights"],
        [2, "a", 28, "poverty", "topic/poverty", "Poverty"],
        [3, "a", 56, "right*", "topic/rights", "Rights"],
        [4, "a", 64, "right*", "topic/rights", "rights"],
        [5, "a", 75, "the poor", "topic/poverty", "the poor"],
        [6, "b", 33, "poverty", "topic/poverty", "Poverty"],
    ]  # “right away” is no hit
    assert (
        lines["left"][4]
        == "st protect rights. Poverty fell. Nothing here. Rights, rights and "[-60:]
    )


def test_themes_and_patterns_can_be_asked_for_together():
    lines = lines_of("topic/rights", "right*", "nothing")
    assert lines["theme"].tolist() == [
        "",
        "topic/rights",
        "",
        "",
        "topic/rights",
        "",
        "topic/rights",
        "",
    ]
    assert rows(lines_of("topic", "topic/rights"), "line") == rows(lines_of("topic"), "line")


def test_the_id_of_a_theme_stands_for_the_theme_and_a_misspelled_one_is_an_error():
    assert read_query("tone", CODEBOOK).themes == ["tone"]
    assert read_query(["tones", "and/or"], CODEBOOK).patterns == ["tones", "and/or"]
    with pytest.raises(InputError, match=r"found the theme 'topic/right'; expected 'topic/rights'"):
        read_query("topic/right", CODEBOOK)
    with pytest.raises(InputError, match="found no pattern"):
        read_query([], CODEBOOK)


def test_metadata_come_last_and_one_called_like_a_column_is_renamed():
    table = with_metadata(lines_of("poverty"), SENTENCES_AB, DOCUMENTS)
    assert list(table.columns) == [*LINES.columns, "title", "year", "left_stated"]
    assert rows(table, "doc_id", "title", "year", "left_stated") == [
        ["a", "One", 2001, "x"],
        ["b", "Two", 2002, "y"],
    ]
    none = with_metadata(lines_of("absent"), SENTENCES_AB, DOCUMENTS)
    assert same_types(table, none)
    speakers = SENTENCES_AB.assign(speaker=pd.Series("Ann", SENTENCES_AB.index, TEXT))
    assert with_metadata(lines_of("poverty"), speakers, DOCUMENTS)["speaker"].tolist() == [
        "Ann",
        "Ann",
    ]


# -- the words beside them -------------------------------------------------------------------------


def test_words_beside_run_on_over_the_ends_of_sentences():
    lines = lines_of("poverty", "the poor")
    names = ["L2", "L1", "R1", "R2"]
    assert rows(words_beside(TEXTS, lines, names), *names) == [
        ["protect", "rights", "fell", "nothing"],
        ["rights", "and", "", ""],
        ["right", "away", "persists", ""],
    ]
    assert words_beside(TEXTS, lines, []).shape == (3, 0)
    empty = words_beside(TEXTS, lines[:0], ["L1"])
    assert (len(empty), empty["L1"].dtype) == (0, TEXT)


def test_lines_are_sorted_by_words_by_columns_and_by_position():
    table = sentences("The new law and the old law.", "A law is law.")
    texts = read_texts(table)
    lines = make_lines(texts, read_query("law", CODEBOOK), None, 60)
    found = words_beside(texts, lines, ["L1", "R1"])
    assert found["L1"].tolist() == ["new", "old", "a", "is"]
    assert found["R1"].tolist() == ["and", "a", "is", ""]
    assert sort_lines(texts, lines, ("R1",))["line"].tolist() == [4, 2, 1, 3]
    assert sort_lines(texts, lines, ("L1",))["line"].tolist() == [3, 4, 1, 2]
    assert sort_lines(texts, lines, ("sent_id", "R1"))["line"].tolist() == [2, 1, 4, 3]
    assert sort_lines(texts, lines, ("match", "L1"), descending=True)["line"].tolist() == [
        2,
        1,
        4,
        3,
    ]
    shuffled = lines.sample(frac=1, random_state=0)
    assert sort_lines(texts, shuffled, ("position",))["line"].tolist() == [1, 2, 3, 4]


def test_missing_values_come_last_and_accents_beside_their_letters():
    lines = lines_of("topic").assign(year=[2.0, None, 1.0, 3.0, 2.0, None], who=list("zéEfae"))
    assert sort_lines(TEXTS, lines, ("year",))["line"].tolist() == [3, 1, 5, 4, 2, 6]
    assert sort_lines(TEXTS, lines, ("year",), descending=True)["line"].tolist() == [
        4,
        1,
        5,
        3,
        2,
        6,
    ]
    by_who = sort_lines(TEXTS, lines.astype({"who": TEXT}), ("who",))
    assert "".join(by_who["who"]) == "aEeéfz"


def test_groups_are_ordered_by_size_and_keep_together_when_sorted():
    table = sentences("The law is. The law was. A law is. The law is.")
    texts = read_texts(table)
    lines = make_lines(texts, read_query("law", CODEBOOK), None, 60)
    grouped = group_lines(texts, lines, "R1")
    assert rows(grouped, "line", "group") == [[1, "is"], [3, "is"], [4, "is"], [2, "was"]]
    assert sort_lines(texts, grouped, ("L1",))["line"].tolist() == [3, 1, 4, 2]
    years = lines.assign(year=[2001.0, None, None, 2001.0])
    assert rows(group_lines(texts, years, "year"), "line", "group") == [
        [2, "(not stated)"],
        [3, "(not stated)"],
        [1, "2001.0"],
        [4, "2001.0"],
    ]


# -- samples ---------------------------------------------------------------------------------------


def test_a_sample_is_drawn_by_its_seed_whatever_the_order_of_the_lines():
    lines = lines_of("topic")
    drawn = sample_lines(lines, 3, seed=1)
    again = sample_lines(lines.sample(frac=1, random_state=3), 3, seed=1)
    assert sorted(drawn["line"]) == drawn["line"].tolist() == sorted(again["line"])
    assert len({tuple(sample_lines(lines, 3, seed=seed)["line"]) for seed in range(9)}) > 3
    assert sample_lines(lines, 99)["line"].tolist() == lines["line"].tolist()
    assert same_types(lines, sample_lines(lines[:0], 3))


def test_every_line_is_as_likely_as_any_other():
    lines = lines_of("topic")
    n = pd.concat([sample_lines(lines, 2, seed=seed)["line"] for seed in range(600)]).value_counts()
    assert len(n) == 6
    assert n.between(150, 250).all()  # 200 expected, with a standard deviation of 12


def test_strata_get_lines_in_proportion():
    lines = lines_of("topic").assign(who=["x", "x", "x", "x", "y", ""])
    drawn = sample_lines(lines, 3, "who", seed=0)
    assert drawn["who"].tolist() == ["x", "y", ""]
    assert describe_strata(lines, drawn, "who") == "x 1 of 4, y 1 of 1, (not stated) 1 of 1"
    many = lines.assign(who=list("abcdef")).pipe(
        lambda table: pd.concat([table, table.assign(who="g")])
    )
    assert describe_strata(many, many, "who").endswith("and 1 more value")


@given(
    st.dictionaries(st.text("abcde", min_size=1), st.integers(1, 50), min_size=1),
    st.integers(1, 300),
)
def test_shares_of_a_sample_add_up(sizes, n):
    sizes = pd.Series(sizes)
    quota = share_out(sizes, n)
    assert quota.sum() == min(n, sizes.sum())
    assert (quota <= sizes).all()
    assert (quota >= (n >= len(sizes))).all()
    exact = sizes * min(n, sizes.sum()) / sizes.sum()
    above = quota[quota > 1]
    assert (above < exact[above.index] + 1).all()
