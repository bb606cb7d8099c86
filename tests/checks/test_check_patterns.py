"""What `workbook check` says about the patterns of a codebook."""

import pytest
from tiny import codebook, sentences

from analysis.checks import patterns as checks
from analysis.checks.inputs import PatternInputs
from analysis.hits.find import search_sentences

FILLER = [f"Nothing of note happened on day {day}." for day in range(60)]


def inputs(patterns: dict[str, list[str]], *texts: str) -> PatternInputs:
    """The patterns of each theme, and the sentences in which they are looked for."""
    own = codebook(patterns)
    table = sentences(*texts)
    return PatternInputs(table, search_sentences(table, own), own)


def found(check, *args) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(one.severity, one.n, one.places) for one in check(inputs(*args))]


def test_a_pattern_in_over_a_fifth_of_all_sentences():
    texts = [*FILLER[:39], *["The taxes of the city rose."] * 11]
    assert found(checks.everywhere, {"t": ["the", "tax*"]}, *texts) == [
        ("warning", 2, ("t: the (in 11 of 50 sentences)", "t: tax* (in 11 of 50 sentences)"))
    ]
    assert found(checks.everywhere, {"t": ["the"]}, *FILLER, *texts) == []


def test_a_sentence_counts_once_however_often_the_pattern_is_in_it():
    texts = [*FILLER[:45], *["the the the"] * 5]
    assert found(checks.everywhere, {"t": ["the"]}, *texts) == []


def test_of_few_sentences_a_fifth_says_nothing():
    assert found(checks.everywhere, {"t": ["the"]}, "See the end.") == []


@pytest.mark.parametrize(
    "pattern",
    ["“covid”", '"covid*"', "«covid»", "„covid“", "「covid」", "‘covid’", "'covid'", "the “covid”"],
)
def test_quotation_marks_are_part_of_a_pattern(pattern):
    assert found(checks.syntax, {"t": [pattern]}, "The covid year.") == [
        ("warning", 1, (f"t: {pattern}",))
    ]


@pytest.mark.parametrize(
    ("pattern", "sign"),
    [
        ("COVID* OR SARS*", "OR"),
        ("war AND peace", "AND"),
        ("war NEAR/5 peace", "NEAR/5"),
        ("war W/3 peace", "W/3"),
        ("tax(es)?", ")?"),
        (r"\btax\b", "\\"),
        ("[Tt]ax", "[Tt]"),
        ("tax|levy", "|"),
        ("^tax", "^t"),
        ("tax$", "x$"),
        ("ta{1,2}x", "{1,2}"),
        ("war w/5 peace", "w/5"),
        ("war adj3 peace", "adj3"),
        ("war+peace", "+"),
        ("taxat!", "!"),
        ("• tax rates", "•"),
        ("2. tax rates", "2."),
    ],
)
def test_rules_and_regular_expressions_are_not_read(pattern, sign):
    [(severity, n, [place])] = found(checks.syntax, {"t": [pattern]}, "War, peace and tax.")
    assert (severity, n) == ("warning", 1)
    assert place.startswith(f"t: {pattern} (has ")


@pytest.mark.parametrize(
    "pattern", ["law and order", "U.N.", "$5", "50%", "AND1", "what?", "Art. 5(2)", "women's"]
)
def test_usual_patterns_are_no_rules(pattern):
    assert found(checks.syntax, {"t": [pattern]}, "Nothing.") == []


@pytest.mark.parametrize("pattern", ["tax, levy", "tax; levy", "tax / levy", "税、费", "levy,"])
def test_a_list_of_words_is_no_pattern(pattern):
    assert found(checks.syntax, {"t": [pattern]}, "A tax. A levy.") == [
        ("warning", 1, (f"t: {pattern}",))
    ]


def test_a_list_that_is_found_is_a_pattern():
    assert found(checks.syntax, {"t": ["tax, levy"]}, "On tax, levy and toll.") == []
    assert found(checks.syntax, {"t": ["1,5", "and/or", "HIV/AIDS"]}, "Nothing.") == []


def test_a_codebook_in_capitals_is_not_found_in_small_letters():
    patterns = ["TAX", "STREET LIGHT*", "MOON"]
    assert found(checks.in_capitals, {"t": patterns}, "A tax on each street and light.") == [
        ("warning", 2, ("t: TAX", "t: STREET LIGHT*"))
    ]


def test_a_short_word_in_capitals_among_others_is_an_abbreviation():
    patterns = ["US", "WHO", "tax*", "moon*", "GOVERNMENT"]
    assert found(checks.in_capitals, {"t": patterns}, "Who told us of the government?") == [
        ("warning", 1, ("t: GOVERNMENT",))
    ]
    assert found(checks.in_capitals, {"t": ["US"]}, "The US told us.") == []
    patterns = ["UN reform*", "tax"]  # the texts have UN, and reform elsewhere
    assert found(checks.in_capitals, {"t": patterns}, "The UN met. A reform followed.") == []


def test_what_looks_like_a_rule_but_is_found_is_a_pattern():
    assert found(checks.syntax, {"t": ["THIS OR THAT"]}, "THIS OR THAT, they said.") == []


def test_a_pattern_found_in_capitals_and_in_small_letters():
    texts = ["The US told us.", "Tell us.", "The US and the EU."]
    assert found(checks.both_cases, {"t": ["us", "EU", "tell*"]}, *texts) == [
        ("warning", 1, ("t: us (us 2 · US 2)",))
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ["The US told them.", "US aid."],  # in capitals only
        ["Us and them.", "Tell us."],  # only at the beginning of a sentence
        ["THEY TOLD US ALL.", "Tell us."],  # a headline in capitals
    ],
)
def test_one_way_of_writing_is_no_mixture(texts):
    assert found(checks.both_cases, {"t": ["us"]}, *texts) == []


def test_patterns_that_never_match_with_the_words_that_may_be_meant():
    patterns = {"t": ["tax*", "levy", "povrety reduc*", "goverment*"], "u": ["duty"]}
    texts = ["Poverty rose.", "Governments taxed governmental work.", "It was reduced."]
    assert found(checks.never_found, patterns, *texts) == [
        (
            "note",
            4,
            (
                "t: povrety reduc* (the texts have: poverty)",
                "t: goverment* (the texts have: governmental, governments)",
                "t: levy",
                "u: duty",
            ),
        )
    ]


def test_what_is_not_read_as_meant_is_told_once():
    patterns = {"t": ["war OR peace", "“covid”", "levy"]}
    assert found(checks.never_found, patterns, "Nothing.") == [("note", 1, ("t: levy",))]


def test_patterns_of_which_others_take_every_match():
    assert found(checks.shadowed, {"t": ["tax", "tax reform"]}, "The tax reform failed.") == [
        ("note", 1, ("t: tax",))
    ]


def test_patterns_that_several_themes_share():
    patterns = {"t": ["Tax*", "levy"], "u": ["tax**"], "v": ["TAX*"]}
    assert found(checks.shared, patterns, "Tax.") == [("note", 1, ("Tax* (t, u)",))]


def test_a_sound_codebook_gives_nothing():
    for check in (
        checks.syntax,
        checks.everywhere,
        checks.both_cases,
        checks.never_found,
        checks.shadowed,
        checks.shared,
    ):
        assert found(check, {"t": ["tax*"]}, "Taxes rose.", *FILLER) == []


def test_a_fifth_of_two_dozen_sentences_is_told():
    [(_, n, places)] = found(checks.everywhere, {"t": ["the", "moon"]}, *["See the end."] * 24)
    assert (n, places) == (1, ("t: the (in 24 of 24 sentences)",))


def test_patterns_of_which_many_matches_are_beside_the_same_word():
    """Of 54 securities, 24 are social and 20 collective; of 40 debts, 19 are sovereign."""
    texts = [
        *["They want social security."] * 24,
        *["They need collective security."] * 20,
        *["Nothing is secure here."] * 10,
        *["We owe sovereign debt."] * 19,
        *["It is debt."] * 21,
        *FILLER,
    ]
    assert found(checks.split_by_a_word, {"peace": ["secur*"], "owing": ["debt"]}, *texts) == [
        (
            "note",
            1,
            ("peace: 24 “social security”, 20 “collective security” (of 54 of secur*)",),
        )
    ]
    assert found(checks.split_by_a_word, {"peace": ["secur*"]}, *FILLER) == []
