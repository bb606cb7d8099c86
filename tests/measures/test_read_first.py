"""What to read first, in a made corpus in which each reason is planted once."""

import numpy as np
import pandas as pd
import pytest
import tiny
from tiny import rows

from analysis import find_hits
from analysis.coding.precision import disagreements, precision_recall
from analysis.measures.read_first import read_first
from analysis.measures.resampling import wilson
from analysis.tables import CODINGS, READ_FIRST

CODEBOOK = tiny.codebook(
    {
        "security": ["securit*", "defen*", "us"],  # `us` finds the pronoun
        "vote": ["vote*", "election*"],
        "law": ["law", "court*"],
        "rights": ["right*", "law"],
        "flood": ["flood*", "river*"],
        "aid": ["aid", "help*"],
    }
)
VOTE = [
    "We vote with ballots at polling in the north.",
    "We hold an election with ballots at polling in the north.",
]
MISS = "Polling with ballots began."


def text(number: int) -> pd.DataFrame:
    texts = [
        "It concerns us.",
        "Join us now.",
        "Security matters." if number % 4 == 0 else "We met.",
        *VOTE,
        MISS if number == 3 else "It rained all night.",
        "The law on rights.",
        "Courts and rights.",
        *["The river flooded."] * (7 if number == 1 else 0),
        *["Aid and help came."] * number,
        *["We met again at noon in the north."] * 4,
    ]
    return tiny.sentences(*texts, doc_id=f"text {number:02}")


SENTENCES = pd.concat([text(number) for number in range(12)], ignore_index=True)
HITS = find_hits(SENTENCES, CODEBOOK)


@pytest.fixture(scope="module")
def table():
    return read_first(SENTENCES, HITS, CODEBOOK)


def test_every_reason_is_found_where_it_was_planted(table):
    about_length = table["reason"] == "depends on the length of the text"
    found = {
        (row.reason, row.theme, row.pattern): row.found for row in table[~about_length].itertuples()
    }
    assert found == {
        ("rests on one pattern", "security", "us"): "only “us” finds 24 of its 27 sentences",
        ("split by a neighbouring word", "security", "us"): (
            "in “us”, 12 of 24 matches are “concerns us” and 12 are “join us”"
        ),
        ("mostly in one text", "flood", ""): "all 7 sentences are in one text",
        ("shares a pattern", "law", "law"): (
            "“law”, in 12 of its 24 sentences, is also a pattern of “Rights”"
        ),
        ("shares a pattern", "rights", "law"): (
            "“law”, in 12 of its 24 sentences, is also a pattern of “Law”"
        ),
        ("near misses", "vote", ""): (
            "1 sentence that no pattern finds is at least as typical of it as half of its own; the"
            " words of this one: ballots · polling · with"
        ),
    }
    # The longer a text, the more of it is about aid. So all else takes up less of it.
    lengths = table[about_length].set_index("theme")["found"]
    assert lengths["aid"].startswith("its share is larger in longer texts (Spearman’s rho 0.90, 0.")
    assert lengths.drop("aid").str.startswith("its share is smaller in longer texts").all()


def test_the_most_severe_come_first_and_severity_is_a_lower_limit(table):
    assert table["severity"].is_monotonic_decreasing
    few = table["reason"] == "near misses"
    assert table.loc[~few, "severity"].between(0.1, 1).all()
    severity = table.set_index(["reason", "theme"])["severity"]
    low, _ = wilson(np.array([24 / 27]), 27)
    assert severity["rests on one pattern", "security"] == pytest.approx(low[0])
    low, _ = wilson(np.array([1.0]), 7)
    assert severity["mostly in one text", "flood"] == pytest.approx(low[0])
    assert table["reason"].iloc[0] == "rests on one pattern"


def test_a_row_has_a_sentence_and_a_line_of_code(table):
    columns = ["reason", "theme", "doc_id", "sent_id", "sentence", "run"]
    shown = {row[0]: row[2:] for row in rows(table, *columns) if row[1] != "rights"}
    # The first sentence that only this pattern finds, that is of this text, and so on.
    assert shown["rests on one pattern"] == [
        *["text 00", 1, "It concerns us."],
        'study.concordance("us")',
    ]
    assert shown["mostly in one text"][:2] == ["text 01", 9]
    assert shown["near misses"] == ["text 03", 6, MISS, 'study.near_misses("vote")']
    assert shown["shares a pattern"][2] == "The law on rights."
    assert shown["depends on the length of the text"] == ["", 0, "", "study.length_effects()"]


def test_codings_add_low_precision_and_recall():
    read = SENTENCES[SENTENCES["sentence"].isin(["It concerns us.", MISS, *VOTE])]
    voting = read[read["sentence"] == MISS].assign(theme="vote")
    others = read[read["sentence"] != MISS].assign(theme="")
    codings = CODINGS.frame(pd.concat([voting, others])[["doc_id", "sent_id", "theme"]])
    precision = precision_recall(SENTENCES, HITS, CODEBOOK, codings)
    differences = disagreements(SENTENCES, HITS, CODEBOOK, codings)
    table = read_first(SENTENCES, HITS, CODEBOOK, precision, differences)
    low = table[table["reason"] == "low precision"]
    assert rows(low, "theme", "found", "sentence") == [
        ["vote", "the reader confirmed 0 of 24 sentences that the patterns found", VOTE[0]],
        [
            "security",
            "the reader confirmed 0 of 12 sentences that the patterns found",
            "It concerns us.",
        ],
    ]
    missed = precision.assign(n_coded=9, n_both=1, n_found=1)
    table = read_first(SENTENCES, HITS, CODEBOOK, missed)
    recall = table[table["reason"] == "low recall"]
    assert set(recall["found"]) == {"the patterns found 1 of 9 sentences that the reader coded"}
    assert set(recall["sentence"]) == {""}


def test_a_pattern_split_by_a_word_has_the_line_that_groups_its_matches(table):
    [row] = rows(table[table["reason"] == "split by a neighbouring word"], "severity", "run")
    low, _ = wilson(np.array([12 / 27]), 27)
    assert row == [pytest.approx(low[0]), 'study.concordance("us").group("L1")']


def test_two_words_that_compete_are_named_first_and_a_single_one_counts_half():
    """Of 40 debts, 20 are sovereign; of 36 securities, 12 are social and 14 collective."""
    texts = tiny.sentences(
        *["We owe sovereign debt."] * 20,
        *["Nobody pays debt."] * 20,
        *["They want social security."] * 12,
        *["They need collective security."] * 14,
        *["Nothing is secure here."] * 10,
    )
    codebook = tiny.codebook({"owing": ["debt"], "peace": ["secur*"]})
    found = read_first(texts, find_hits(texts, codebook), codebook)
    found = found[found["reason"] == "split by a neighbouring word"]
    assert found["pattern"].tolist() == ["secur*", "debt"]
    competing, _ = wilson(np.array([14 / 36]), 36)
    alone, _ = wilson(np.array([0.5]), 40)
    assert found["severity"].tolist() == pytest.approx([competing[0], alone[0] / 2])


def test_that_a_theme_rests_on_the_word_of_its_label_or_on_one_of_two_weighs_less():
    texts = tiny.sentences(*["We owe debt."] * 30, *["A loan."] * 10, *["A hall."] * 9)
    low, _ = wilson(np.array([0.75]), 40)
    weights = {}
    for theme, patterns in (("debt", ["debt*", "loan"]), ("money", ["debt*", "loan"])):
        codebook = tiny.codebook({theme: patterns})
        found = read_first(texts, find_hits(texts, codebook), codebook)
        found = found[found["pattern"] == "debt*"]
        weights[found["reason"].iloc[0]] = found["severity"].iloc[0] / low[0]
    expected = {"mostly found by one pattern": 0.25, "rests on one pattern": 1}
    assert weights == pytest.approx(expected)
    even = pd.concat([texts, tiny.sentences(*["A loan."] * 10, doc_id="b")], ignore_index=True)
    found = read_first(even, find_hits(even, codebook), codebook)
    [severity] = found.loc[found["reason"] == "mostly found by one pattern", "severity"]
    low, _ = wilson(np.array([0.6]), 50)
    assert severity == pytest.approx(0.25 * low[0])


def test_few_sentences_are_not_judged():
    few = SENTENCES.head(10)
    assert read_first(few, find_hits(few, CODEBOOK), CODEBOOK).empty


def test_a_theme_with_one_pattern_is_not_said_to_rest_on_it():
    codebook = tiny.codebook({"vote": ["vote*"]})
    table = read_first(SENTENCES, find_hits(SENTENCES, codebook), codebook)
    assert "rests on one pattern" not in set(table["reason"])


def test_an_empty_study_has_the_same_types(table):
    none = SENTENCES.head(0)
    assert tiny.same_types(table, read_first(none, HITS.head(0), CODEBOOK))
    assert list(table.columns) == list(READ_FIRST.columns)
