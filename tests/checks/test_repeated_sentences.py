"""Sentences that recur word for word, as `workbook check` names them."""

from pathlib import Path

import pandas as pd
from tiny import sentences

from analysis.checks.inputs import Inputs
from analysis.checks.repeated_sentences import repeated_sentences
from analysis.reading.settings import Settings

FILLER = [f"Nothing of note happened on day {day}." for day in range(60)]


def check(*tables: pd.DataFrame):
    table = pd.concat(tables, ignore_index=True)
    return list(repeated_sentences(Inputs(Settings(Path(), Path(), Path()), pd.DataFrame(), table)))


def test_sentences_that_recur_are_counted_and_the_most_frequent_come_first():
    first = sentences(*FILLER, *["I thank you."] * 7, *["Long live the north."] * 10, doc_id="a")
    second = sentences(*["i  thank you."] * 6, *["We met."] * 9, doc_id="b")
    [finding] = check(first, second)
    assert (finding.severity, finding.subject, finding.n) == ("note", "texts", 23)
    assert finding.found == (
        "23 of 92 sentences are word for word one of 2 that recur 10 times or more"
    )
    assert finding.places == (
        "13 times in 2 texts: “I thank you.”",
        "10 times in 1 text: “Long live the north.”",
    )


def test_a_few_among_very_many_are_not_worth_knowing():
    many = [f"On day {day} all was quiet." for day in range(1_500)]
    assert check(sentences(*many, *["I thank you."] * 12)) == []
    assert check(sentences(*FILLER, *["I thank you."] * 9)) == []


def test_a_long_sentence_is_shortened():
    [finding] = check(sentences(*["A sentence of very many words that goes on and on " * 3] * 10))
    assert finding.places == ("10 times in 1 text: “A sentence of very many words that goes …”",)
