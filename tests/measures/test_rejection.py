"""Rejecting lines: what is proposed drops what is rejected and keeps what is kept."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tiny import codebook, rows, sentences

from analysis import find_hits
from analysis.codebook.model import Codebook
from analysis.measures.concordance import read_texts
from analysis.measures.lines import make_lines, read_query
from analysis.measures.rejection import Exclusion, Rejection, reject_lines
from analysis.tables import PATTERNS

BOOK = codebook({"poverty": ["poverty", "poor"], "law": ["law*", "!law of gravity"]})


def study(*texts: str, book: Codebook = BOOK) -> SimpleNamespace:
    table = sentences(*texts)
    return SimpleNamespace(sentences=table, codebook=book, hits=find_hits(table, book))


def lines_of(source: SimpleNamespace, *query: str) -> pd.DataFrame:
    asked = read_query(list(query), source.codebook)
    return make_lines(read_texts(source.sentences), asked, source.hits, 60)


def reject(source: SimpleNamespace, query: str, *numbers: int) -> Rejection:
    return reject_lines(source, lines_of(source, query), list(numbers), "a figure of speech")


def hits_with(source: SimpleNamespace, rejection: Rejection) -> pd.DataFrame:
    """The hits once the proposed patterns are in the codebook."""
    added = [(one.theme, one.pattern, True) for one in rejection.exclusions]
    patterns = pd.concat(
        [source.codebook.patterns, pd.DataFrame(added, columns=list(PATTERNS.columns))]
    )
    book = replace(source.codebook, patterns=PATTERNS.frame(patterns))
    return find_hits(source.sentences, book)


SPEECH = (
    "Poverty of imagination is poverty.",
    "They fight poverty.",
    "A poverty of imagination, again.",
    "The poverty of nations.",
)


def test_a_pattern_of_the_words_beside_drops_the_line_and_keeps_the_others():
    source = study(*SPEECH)
    rejection = reject(source, "poverty", 1, 4)
    [exclusion] = rejection.exclusions
    assert exclusion == ("poverty", "poverty of imagination", (1, 4), 0, 0)
    assert rejection.wider == ()
    assert hits_with(source, rejection)["start"].tolist() == [26, 46, 92]
    assert str(rejection).split("\n\n")[:4] == [
        "Rejected: lines 1 and 4. Reason: a figure of speech",
        "In the codebook, for the theme poverty:",
        '    not: ["poverty of imagination"]  # a figure of speech',
        '"poverty of imagination" drops lines 1 and 4, none of the other lines, and no other hit.',
    ]


def test_hits_that_the_concordance_does_not_show_are_counted():
    source = study("Poverty of imagination.", "They fight poverty.", "Poverty of imagination.")
    some = lines_of(source, "poverty")[:2]
    rejection = reject_lines(source, some, [1], "no")
    assert rejection.exclusions[0][1:] == ("poverty of imagination", (1,), 1, 0)
    assert "and 1 other hit of the theme, not shown in this concordance." in str(rejection)


def test_a_pattern_ends_with_a_telling_word_unless_another_drops_more_lines():
    texts = ["Poverty with many kinds.", "They fight poverty."]
    often = study(*texts, *["The end with it."] * 20)
    assert reject(often, "poverty", 1).exclusions[0].pattern == "poverty with many"
    twice = study(*texts, "Poverty with care.", *["The end with it."] * 20)
    assert reject(twice, "poverty", 1, 3).exclusions[0].pattern == "poverty with"
    assert reject(study("No poor.", "The poor."), "poverty", 1).exclusions[0].pattern == "no poor"


def test_a_form_alone_is_a_pattern_if_it_is_rejected_several_times():
    source = study("A lawn is green.", "Laws rule.", "They mow the lawn.")
    assert [one.pattern for one in reject(source, "law", 1, 3).exclusions] == ["lawn"]
    assert [one.pattern for one in reject(source, "law", 1).exclusions] == ["lawn is green"]


def test_without_a_good_pattern_only_the_coding_is_offered():
    source = study("The poor.", "The poor.")
    rejection = reject(source, "poverty", 1)
    assert rejection.exclusions == ()
    assert rejection.uncovered == {"poverty": (1,)}
    assert rows(rejection.codings, "doc_id", "sent_id", "theme", "memo") == [
        ["a", 1, "", "not poverty: a figure of speech"]
    ]
    said = str(rejection)
    assert "not:" not in said
    assert "no pattern made of the words around the match is of use for line 1." in said
    assert said.endswith('memo\n"a",1,"","not poverty: a figure of speech"')


SOCIAL = "Social security is for the old."
PEACE = "Collective security keeps the peace."


def test_a_pattern_that_drops_lines_not_yet_judged_is_proposed_for_reading():
    source = study(*[PEACE, SOCIAL] * 3, book=codebook({"security": ["secur*"]}))
    rejection = reject(source, "secur*", 2)
    assert rejection.exclusions == ()
    assert rejection.wider == (Exclusion("security", "social security", (2,), 0, 2),)
    said = str(rejection)
    assert (
        'For the theme security, "social security" drops line 2. It would also drop 2 lines that '
        'you have not judged: read them with\n\n    study.concordance("social security")\n'
    ) in said
    assert "is of use" not in said
    assert reject(source, "secur*", 2, 4, 6).wider == ()


def test_a_pattern_that_fits_a_single_line_is_shown_beside_a_wider_one():
    others = [f"Social security for {name}." for name in ("miners", "nurses", "sailors")]
    source = study(*others, *[PEACE] * 4, book=codebook({"security": ["secur*"]}))
    rejection = reject(source, "secur*", 1)
    assert [one.pattern for one in rejection.exclusions] == ["security for miners"]
    assert [one[1:] for one in rejection.wider] == [("social security", (1,), 0, 2)]


def test_a_pattern_that_would_do_away_with_the_theme_is_not_proposed():
    source = study(*[SOCIAL] * 3, PEACE, book=codebook({"security": ["secur*"]}))
    assert reject(source, "secur*", 1).wider == ()


def test_of_many_codings_ten_are_shown():
    source = study(*[SOCIAL] * 12, PEACE, book=codebook({"security": ["secur*"]}))
    rejection = reject(source, "secur*", *range(1, 13))
    assert len(rejection.codings) == 12
    said = str(rejection)
    assert said.count('"not security: a figure of speech"') == 10
    assert "and 2 more rows: keep what reject() returns" in said


def test_a_pattern_whose_hits_are_all_rejected_can_be_taken_out():
    rejection = reject(study("The poor.", "They fight poverty."), "poverty", 1)
    assert rejection.useless == {"poverty": ("poor",)}
    assert 'Every hit of the pattern "poor" of the theme poverty is rejected' in str(rejection)


def test_a_coding_keeps_the_other_themes_of_the_sentence():
    source = study("The poor law of old.", "The law.", "The poor.")
    rejection = reject(source, "poverty", 1)
    assert rows(rejection.codings, "sent_id", "theme") == [[1, "law"]]
    assert [one.theme for one in rejection.exclusions] == ["poverty"]


def test_a_line_of_a_pattern_stands_for_the_hits_that_it_overlaps():
    source = study("The poor law of old.", "The poor are many.", "Nothing poorly said.")
    rejection = reject(source, "poor *", 1)
    assert [(one.theme, one.lines) for one in rejection.exclusions] == [
        ("poverty", (1,)),
        ("law", (1,)),
    ]
    assert 'not: ["law of gravity", ' in str(rejection)  # beside the one that is there
    idle = reject(source, "nothing", 1)
    assert (idle.idle, idle.exclusions, len(idle.codings)) == ((1,), (), 0)
    assert (
        str(idle).splitlines()[-1] == "Line 1 is no hit of a theme, so there is nothing to change."
    )


@pytest.mark.parametrize("because", ['say "no"\nand: more', "# no"])
def test_what_is_to_be_pasted_can_be_read(because):
    source = study('The "poor" law.', "The poor.")
    rejection = reject_lines(source, lines_of(source, "poverty"), [1], because)
    [line] = [row for row in str(rejection).splitlines() if row.startswith("    not: ")]
    assert yaml.safe_load(line) == {"not": [one.pattern for one in rejection.exclusions]}
    assert len(rejection.exclusions) == 1


def test_where_case_never_counts_it_does_not_in_a_proposal():
    book = replace(codebook({"aid": ["aid"]}), caseless=("",))
    source = study("AID FOR TRADE.", "Aid is given.", "Aid for trade fairs.", book=book)
    [exclusion] = reject(source, "aid", 1, 3).exclusions
    assert (exclusion.pattern, exclusion.lines) == ("aid for trade", (1, 3))


WORDS = ["poor", "Poverty", "of", "the", "law", "人", "US", "us", "mind", "?", "*", ",", "é"]
sentence = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(
    lambda words: f"The {' '.join(words)}."
)


@given(texts=st.lists(sentence, min_size=1, max_size=8), data=st.data())
def test_proposed_patterns_drop_rejected_lines_and_no_kept_one(texts, data):
    source = study(*texts)
    lines = lines_of(source, "poverty")
    if lines.empty:
        return
    numbers = data.draw(st.lists(st.sampled_from(lines["line"].tolist()), min_size=1, unique=True))
    rejection = reject_lines(source, lines, numbers, "no")
    left = hits_with(source, rejection)
    left = set(left.loc[left["theme"] == "poverty", "start"])
    dropped = {line for one in rejection.exclusions for line in one.lines}
    unresolved = set(rejection.uncovered.get("poverty", ()))
    assert dropped | unresolved == set(numbers)
    assert not dropped & unresolved
    for line in lines.itertuples():
        assert (line.start in left) == (line.line not in dropped)
