"""The main findings in sentences, worked by hand."""

from math import log, nan

import pandas as pd
import pytest

from analysis.display.findings.of_start import Quotation, describe_findings
from analysis.measures.main_findings import KINDS
from analysis.messages import speaking
from analysis.tables import MAIN_FINDINGS, TEXT

ABSENT = {TEXT: "", "int64": 0, "float64": nan}
DEFAULTS = {column: ABSENT[dtype] for column, dtype in MAIN_FINDINGS.columns.items()}


def make(*rows: dict) -> pd.DataFrame:
    """Make a table of findings; what is not given is absent."""
    full = [DEFAULTS | {"outcome": "found", "rank": n} | row for n, row in enumerate(rows, start=1)]
    return MAIN_FINDINGS.frame(pd.DataFrame(full))


def describe(**columns: object):
    """The only finding."""
    return describe_findings(make(columns), {}).findings[0]


CONTRAST = {
    "kind": "contrast",
    "theme": "tone/praise",
    "label": "Praise",
    "theme_b": "tone/blame",
    "label_b": "Blame",
    "family_label": "Tones",
    "n_sentences_hit": 11,
    "n_sentences": 17,
    "share": 11 / 17,
    "n_sentences_hit_b": 1,
    "n_resampled": 5,
    "notebook": "02-themes",
}


def test_one_text_is_counted_and_its_one_sentence_quoted():
    row = CONTRAST | {"low": 0.25, "high": 0.91, "resampled": "paragraphs", "n_carrying": 5}
    found = describe_findings(make(row), {"tone/blame": Quotation("It was wrong.", "")}).findings[0]
    assert found.sentence == (
        "The themes under “Tones” that occur range from “Praise” (11 of 17 sentences) to “Blame”"
        " (1)."
    )
    assert found.remarks == [
        "The one sentence with “Blame” is: “It was wrong.”",
        "One text is no sample of anything but itself, so this is a count, not an estimate. The"
        " interval of “Praise” by its 5 paragraphs, 25.0 to 91.0% of sentences, shows how far"
        " the share hangs on single ones, and says nothing about other texts.",
    ]
    assert found.code == ['study.evidence("tone/praise")', 'study.evidence("tone/blame")']
    assert found.notebook == "02-themes"


def test_a_reported_sentence_is_said_to_be_one():
    quotation = Quotation("She said it.", "said, it")
    found = describe_findings(make(CONTRAST), {"tone/blame": quotation}).findings[0]
    assert found.remarks[0] == (
        "The one sentence with “Blame” contains “said” and “it”, so it seems to report what others say: “She"
        " said it.”"
    )


def test_a_contrast_of_many_texts_has_two_intervals():
    row = CONTRAST | {"n_sentences_hit": 1100, "n_sentences": 1700, "n_sentences_hit_b": 100}
    limits = {"low": 0.6, "high": 0.7, "low_b": 0.05, "high_b": 0.07, "effect_low": 0.53}
    found = describe(**row | limits | {"resampled": "texts", "n_resampled": 40, "n_carrying": 40})
    assert "“Praise” (1,100 of 1,700 sentences, 64.7%) to “Blame” (100)." in found.sentence
    assert found.remarks == [
        "By texts (40), the 95% intervals are 60.0 to 70.0% of sentences for “Praise” and 5.0 to"
        " 7.0% for “Blame”."
    ]


def test_few_texts_are_counted():
    found = describe(**CONTRAST | {"resampled": "texts", "n_resampled": 3})
    assert found.remarks == [
        "This is a count of 3 texts, not an estimate: an interval needs five texts."
    ]


GROUP = {
    "kind": "group",
    "theme": "aid",
    "label": "Aid",
    "column": "outlet",
    "group": 'The "Post"',
    "n_sentences_hit": 60,
    "n_sentences": 200,
    "share": 0.3,
    "low": 0.2,
    "high": 0.4,
    "share_b": 0.1,
    "effect": 0.2,
    "effect_low": 0.12,
    "effect_high": 0.31,
    "n_compared": 40,
    "p": 0.01,
    "resampled": "texts",
    "n_resampled": 12,
    "n_carrying": 8,
}


def test_a_group_is_said_with_its_difference_and_a_warning_of_few_texts():
    found = describe(**GROUP)
    assert found.sentence == (
        '“Aid” is more frequent in “The "Post"” (outlet) than overall: 30.0% of'
        " sentences (60 of 200), against 10.0% in all groups together."
    )
    assert found.remarks == [
        "The difference is 20.0 percentage points (by texts, 12.0 to 31.0). Even as the"
        " largest of 40 comparisons, this would be rare by chance (p = 0.010).",
        "Only 8 texts carry the theme there: with fewer than 10, an interval is rough.",
    ]
    assert "is less frequent in" in describe(**GROUP | {"effect": -0.2}).sentence
    (code,) = found.code
    assert code == 'study.evidence("aid", study.sentences_of("outlet", "The \\"Post\\""))'
    compile(code, "code", "eval")


def test_other_groups_that_stand_out_are_named_up_to_four():
    others = [f"Aid in {city} (more: 20.0%)" for city in ("Rome", "Oslo", "Bonn", "Lima", "Kyiv")]
    assert describe(**GROUP | {"also": others[0]}).remarks[1] == (
        "Also standing out: Aid in Rome (more: 20.0%)."
    )
    remark = describe(**GROUP | {"also": "\n".join(others)}).remarks[1]
    assert remark.endswith("Aid in Lima (more: 20.0%) and 1 more.")


def test_a_trend_is_said_with_its_ends_on_the_line_and_what_is_left_without_a_few_years():
    trend = GROUP | {"kind": "trend", "what": "trend", "group_b": "2013", "group": "2022"}
    trend |= {"share_b": 0.101, "share": 0.024, "low": nan, "high": nan, "n_carrying": 0}
    trend |= {"effect": -0.0085, "effect_low": -0.012, "effect_high": -0.0051}
    trend |= {"without": "2021–2022", "rest": -0.0087, "rest_low": -0.014, "rest_high": -0.0038}
    found = describe(**trend)
    assert found.sentence == (
        "“Aid” falls by 0.85 points a year (0.51 to 1.2): on a straight line, from 10.1% in 2013 to"
        " 2.4% in 2022."
    )
    assert found.remarks[0].startswith(
        "Without 2021–2022, on which it hinges most, it falls by 0.87 points a year (0.38 to 1.4),"
        " too. The intervals are by texts. Even as the largest of 40 comparisons"
    )
    assert found.code[0] == 'study.trends("outlet")'


def test_a_jump_is_said_to_be_no_trend():
    change = GROUP | {"kind": "change", "what": "difference", "group": "2020", "group_b": ""}
    jump = {"without": "2020–2021", "rest": 0.0023, "rest_low": -0.0011, "rest_high": 0.0058}
    assert describe(**change | jump).remarks[1] == (
        "A line through all periods rises only because of 2020–2021: without, its slope is 0.2"
        " percentage points a period (−0.1 to 0.6). That is a jump, and no trend."
    )


@pytest.mark.parametrize(("effect", "went"), [(0.2, "rose"), (-0.2, "fell")])
def test_a_change_rises_or_falls(effect, went):
    change = GROUP | {"kind": "change", "group": "2020", "group_b": "2019", "effect": effect}
    found = describe(**change)
    assert found.sentence == (
        f"“Aid” {went} from 10.0% of sentences in 2019 to 30.0% in 2020 (60 of 200 sentences)."
    )


def test_a_pair_is_said_as_an_odds_ratio_that_is_not_the_codebook_s_doing():
    limits = {"effect": log(4), "effect_low": log(2), "effect_high": log(8)}
    pair = {"label_b": "War", "theme_b": "war", "n_both": 30, "expected": 12.4, "n_set_aside": 2}
    pair |= {"n_sentences": 0}  # all were compared
    found = describe(**GROUP | pair | limits | {"kind": "pair", "n_carrying": 0})
    assert found.sentence == "30 sentences carry both “Aid” and “War”; by chance, about 12 would."
    assert found.remarks == [
        "The odds of one theme are 4 times as high in sentences with the other as in those without"
        " it (by texts, 2 to 8). Among 40 comparisons, one as clear as this would be rare by chance. It"
        " is not the codebook’s doing: the two share no pattern, and never find the same words."
        " (2 other pairs do, and are left out.)"
    ]
    by_paragraphs = describe(**GROUP | pair | limits | {"kind": "pair", "resampled": "paragraphs"})
    assert by_paragraphs.remarks[1] == (
        "One text is no sample of anything but itself: the interval is by its paragraphs, and says"
        " how the text is built."
    )


def test_a_sequence_is_compared_with_random_order():
    limits = {"effect": log(0.5), "effect_low": log(0.3), "effect_high": log(0.8)}
    pair = {"label_b": "War", "theme_b": "war", "n_both": 3, "expected": 12.0, "n_carrying": 0}
    found = describe(**GROUP | pair | limits | {"kind": "sequence"})
    assert found.sentence == (
        "3 sentences with “Aid” are followed by one with “War”; with the sentences of each text in"
        " random order, about 12 would be."
    )
    assert found.remarks[0].startswith("The odds are 0.5 times those of chance (by texts, 0.3 to")


@pytest.mark.parametrize(
    ("n_only", "n_without", "words"),
    [
        (40, 20, "40 of its 60 sentences are found only by “grant*”. Without that pattern, the theme"
         " would be in 10.0% of sentences instead of 30.0%."),
        (60, 0, "all of its 60 sentences are found only by “grant*”. Without that pattern, the theme"
         " would not occur."),
    ],
)  # fmt: skip
def test_a_pattern_is_a_count(n_only, n_without, words):
    pattern = {"pattern": "grant*", "n_only": n_only, "n_sentences_hit_b": n_without}
    found = describe(**GROUP | pattern | {"kind": "pattern", "n_carrying": 0, "resampled": ""})
    assert found.sentence == f"“Aid” rests on one pattern: {words}"
    assert found.code == ['study.concordance("grant*")']


def test_a_place_is_early_or_late():
    place = {"kind": "position", "effect": 0.2, "effect_low": 0.1, "effect_high": 0.3}
    found = describe(**GROUP | place | {"n_carrying": 0})
    assert (
        found.sentence == "“Aid” comes early: its mean position is 20.0% of the way through a text."
    )
    assert found.remarks[0].startswith(
        "The interval of the mean position (by the 12 texts that carry the theme) is 10.0 to 30.0%;"
    )


@pytest.mark.parametrize(
    ("n_only", "rests", "words"),
    [
        (31, 1, "“Aid” rests on one pattern: 31 of its 60 sentences are found only by “grant*”."),
        (
            31,
            0,
            "Only “grant*” finds 31 of the 60 sentences with “Aid”, which is no surprise: it is a"
            " word of the label, or one of two patterns that find about as much.",
        ),
        (
            30,
            0,
            "“Aid” does not rest on one pattern: even without “grant*”, 30 of its 60"
            " sentences remain.",
        ),
    ],
)
def test_it_is_said_whether_a_finding_rests_on_one_pattern(n_only, rests, words):
    pattern = {"pattern": "grant*", "pattern_label": "Aid", "n_only": n_only, "n_theme": 60}
    pattern |= {"n_patterns": 2, "rests": rests}
    assert describe(**GROUP | pattern).remarks[-1] == words


def test_a_theme_with_one_pattern_is_said_to_have_no_other():
    pattern = {"pattern": "grant*", "pattern_label": "Aid", "n_only": 60, "n_theme": 60}
    remark = describe(**GROUP | pattern | {"n_patterns": 1}).remarks[-1]
    assert remark == "“Aid” has only one pattern, “grant*”."


@pytest.mark.parametrize("outcome", ["no data", "no interval", "not clear"])
def test_what_was_not_found_is_said_kind_by_kind(outcome):
    kinds = [kind for kind in KINDS if (kind, outcome) not in COUNTS]
    rows = [{"kind": kind, "rank": 0, "outcome": outcome, "n_compared": 1} for kind in kinds]
    described = describe_findings(make(*rows), {})
    assert described.findings == []
    assert len(set(described.missing)) == len(kinds)
    assert all(sentence.endswith(".") for sentence in described.missing)
    assert "{" not in "".join(described.missing)


COUNTS = {("contrast", "no interval"), ("pattern", "no interval")}  # these need no interval


def test_a_split_pattern_is_named_with_the_words_beside_it():
    row = {"kind": "pattern", "label": "Law", "pattern": "right*", "column": "L1"}
    row |= {"group": "human rights", "n_both": 1200, "n_hits": 2000}
    found = describe(**row)
    assert found.sentence == (
        "“Law” may mix two subjects: 1,200 of 2,000 matches of “right*” are “human rights”."
    )
    assert found.remarks[0].startswith("This is a count, not an estimate, and no count")
    assert found.code == ['study.concordance("right*").group("L1")']
    both = describe(**row | {"group_b": "right hand", "n_sentences_hit_b": 300})
    assert both.sentence.endswith("are “human rights”, and 300 are “right hand”.")


def test_only_the_first_five_are_main_findings():
    rows = [GROUP] * 6 + [{"kind": "pair", "rank": 0, "outcome": "not clear"}]
    described = describe_findings(make(*rows), {})
    assert len(described.findings) == 5
    assert described.missing == []  # there are five, so nothing is missing


def test_findings_are_said_in_french():
    with speaking("fr"):
        found = describe(**CONTRAST | {"resampled": "texts", "n_resampled": 3})
    assert found.sentence == (
        "Les thèmes présents sous «\u00a0Tones\u00a0» vont de «\u00a0Praise\u00a0»"
        " (11 phrases sur 17) à «\u00a0Blame\u00a0» (1)."
    )
    assert found.remarks == [
        "C’est un décompte sur 3 textes, non une estimation\u00a0: un intervalle demande cinq"
        " textes."
    ]
