"""What is said of actors and tones, and what is left open."""

import pandas as pd
import pytest
from test_findings_of_structure import pair

from analysis import open_study
from analysis.display.findings.of_voice import describe_voice

NO_PAIRS = pd.DataFrame({"n_both": []})


def family(n: int, **counts: int) -> pd.DataFrame:
    table = pd.DataFrame({"label": list(counts), "n_sentences_hit": list(counts.values())})
    return table.assign(coded=True, n_sentences=n, share=table["n_sentences_hit"] / n)


def reporting(tones: pd.DataFrame, n_reported: list[int], words="", sentence="") -> pd.DataFrame:
    return tones.assign(n_reported=n_reported, words=words, sentence=sentence)


def said(actors, tones, pairs=NO_PAIRS, reported=None, n_with_tone=0, n_unnamed=0) -> list[str]:
    """What is said, without the line breaks inside a finding."""
    none = reporting(tones, [0] * len(tones))[:0]
    reported = none if reported is None else reported
    words = describe_voice(actors, tones, pd.DataFrame(pairs), reported, n_with_tone, n_unnamed)
    return words.splitlines()


def test_the_built_in_text_praises_and_reports_its_only_criticism():
    """What seeds/README.md says by hand."""
    words = open_study("seeds").describe_voice("actor", "tone").replace("\n", " ")
    assert "“Praise” in 11 of 17 sentences" in words
    assert "“Criticism” in 1;" in words
    assert "occurs in 0 of 11 sentences with “Praise”" in words
    assert (
        "The only sentence with “Criticism” contains “accusation” and “as discussed”, so it seems to"
        " report what others say: “The accusation of the weaponization of human rights"
    ) in words
    assert "“Experts” in 3;" in words
    assert "“United Nations” never." in words
    assert "“Praise” occurs in 6 of 6 sentences that name “Chinese NGOs”" in words
    assert "no actor and tone occur together clearly more or less often than by chance" in words
    assert "3 of 14 sentences with a tone name no actor at all." in words


def test_a_family_is_listed_with_those_that_never_occur():
    tones = family(40, Praise=3, Blame=9, Doubt=0)
    tones = tones.assign(low=0.1, high=0.4, resampled="texts")
    actors = family(40, **{f"A{number}": 9 - number for number in range(8)})
    assert " ".join(said(actors, tones)).startswith(
        "Tones: “Blame” in 9 of 40 sentences, 22.5% (by texts, 10.0 to 40.0%); “Praise” in 3;"
        " “Doubt” never. Actors: “A0” in 9 of 40 sentences; “A1” in 8; “A2” in 7; “A3” in 6;"
        " “A4” in 5; 3 other actors in fewer sentences."
    )


def test_reported_tones_are_counted_and_a_single_one_is_shown():
    tones = family(40, Praise=9, Blame=1, Doubt=1)
    table = reporting(
        tones,
        [2, 1, 0],
        words=["said", "critics, said", ""],
        sentence=["", f"Critics said it {'again ' * 60}.", "Perhaps."],
    )
    found = " ".join(said(family(40, A=1), tones, reported=table)[1:])
    assert "A word of reporting, such as “said”, occurs in 2 of 9 sentences with “Praise”." in found
    assert (
        "The only sentence with “Blame” contains “critics” and “said”, so it seems to report what"
        " others say: “Critics said it again"
    ) in found
    assert "again …”" in found
    assert "Doubt” holds" not in found


def test_two_actors_are_compared_in_the_tone_that_differs_most():
    pairs = [
        pair("east", "blame", 77, 30.0, (1.5, 1.2, 1.8), n_a=482),
        pair("west", "blame", 9, 29.0, (-1.5, -2.0, -1.0), n_a=470),
        pair("south", "blame", 12, 15.0, n_a=240),
    ]
    limits = {"share_low": 0.13, "share_high": 0.19}
    pairs = [each | limits | {"among_n": 98, "n_rows": 900, "n_rows_b": 98} for each in pairs]
    found = " ".join(said(family(9, A=1), family(9, B=1), pairs)).replace("\n", " ")
    assert (
        "“Blame” occurs in 77 of 482 sentences (16.0%, 95% interval 13.0 to 19.0%) that name"
        " “East”, and in 9 of 470 sentences (1.9%, 95% interval 13.0 to 19.0%) that name “West”."
        " Among the 98 sentences with both an actor and a tone, that is clear (odds ratio 4.5, 95%"
        " interval 3.3 to 6.0)."
    ) in found
    found = " ".join(said(family(9, A=1), family(9, B=1), pairs[::2]))
    assert "and in 98 of 900 sentences that name any actor." in found


def test_without_intervals_nothing_is_said_to_be_clear():
    pairs = [pair("east", "blame", 2, 1.0, n_a=3, n_rows=90, n_rows_b=4, n_clusters=2)]
    found = " ".join(said(family(9, A=1), family(9, B=1), pairs))
    assert found.count("with 2 texts, there is no telling whether that is more than chance.") == 1
    assert "“Blame” occurs in 2 of 3 sentences that name “East”, and in 4 of 90 sentences" in found


def test_a_family_that_is_missing_or_never_occurs():
    tones = family(9, Praise=2)
    assert said(tones[:0], tones)[-1] == "The codebook has no actors."
    assert said(tones, tones[:0])[0] == "The codebook has no tones."
    never = family(9, East=0, West=0)
    assert "None of 2 actors in the codebook occurs." in said(never, tones)
    assert said(never, tones)[-1] == "The patterns do not tell whom a tone is about."


@pytest.mark.parametrize(("n", "words"), [(1, "names no actor"), (2, "name no actor")])
def test_tones_without_an_actor_are_counted(n, words):
    found = said(family(9, A=1), family(9, B=1), n_with_tone=3, n_unnamed=n)
    assert words in found[-1]


def test_no_sentence_with_both():
    pairs = [pair("east", "blame", 0, 0.2, n_a=3, n_b=4)]
    found = said(family(9, A=1), family(9, B=1), pairs)
    assert "No sentence carries both an actor and a tone." in found


def test_themes_without_a_family_are_neither_actors_nor_tones(write):
    codebook = (
        "name: F\nversion: 1\nthemes:\n  law: {patterns: [law]}\n  tone: {patterns: [must]}\n"
    )
    study = open_study(write("a.txt", "The law must stay. It must.", "codebook.yaml", codebook))
    assert study.describe_voice("actor", "tone").splitlines() == [
        "Tones: “tone” in 2 of 2 sentences.",
        "A word of reporting, such as “said”, occurs in 0 of 2 sentences with “tone”.",
        "The codebook has no actors.",
    ]
