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


def texts(n, *repeated):
    return [sentences(*repeated, doc_id=f"t{number:02}") for number in range(n)]


def test_sentences_that_recur_are_counted_and_the_most_frequent_come_first():
    thanks = texts(12, "I thank you all most warmly.", "i  thank you all MOST warmly.")
    north = texts(10, "Long live the free north.")
    for table in north:
        table["doc_id"] = "n" + table["doc_id"]
    [finding] = check(sentences(*FILLER, doc_id="a"), *thanks, *north)
    assert (finding.severity, finding.subject, finding.n) == ("warning", "texts", 34)
    assert finding.found == (
        "34 of 94 sentences are word for word one of 2 that recur in 10 texts or more"
    )
    assert finding.places == (
        "24 times in 12 texts: “I thank you all most warmly.”",
        "10 times in 10 texts: “Long live the free north.”",
    )


def test_a_few_formulas_are_a_note():
    many = [f"On day {day} all was quiet." for day in range(100)]
    [finding] = check(sentences(*many, doc_id="a"), *texts(10, "I thank you all most warmly."))
    assert (finding.severity, finding.n) == ("note", 10)


def test_what_recurs_in_few_texts_or_is_short_or_rare_is_not_worth_knowing():
    assert check(*texts(9, "I thank you all most warmly.")) == []
    assert check(sentences(*["I thank you all most warmly."] * 30)) == []
    assert check(*texts(20, "Page 2 (continued):")) == []
    many = [f"On day {day} all was quiet." for day in range(1_500)]
    assert check(sentences(*many, doc_id="a"), *texts(10, "I thank you all most warmly.")) == []


def test_a_long_sentence_is_shortened():
    [finding] = check(*texts(10, "A sentence of very many words that goes on and on " * 3))
    assert finding.places == ("10 times in 10 texts: “A sentence of very many words that goes …”",)
