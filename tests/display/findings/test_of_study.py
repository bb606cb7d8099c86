"""What a study is and how to go on, in sentences."""

import pandas as pd
import pytest

from analysis.display.findings.of_study import describe_study, suggest_next_steps

DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b", "c"], "language": ["fr", "en", "en"]})
SENTENCES = pd.DataFrame({"n_words": [3, 4, 5, 6]})
NO_USES = pd.DataFrame({"column": ["note"], "use": [""]})
USES = pd.DataFrame({"column": ["outlet", "date"], "use": ["groups", "time"]})


def make_shares(*counts: int, family: str = "Topics") -> pd.DataFrame:
    labels = [f"{family} {number}" for number in range(1, len(counts) + 1)]
    table = pd.DataFrame({"label": labels, "n_sentences_hit": counts})
    return table.assign(coded=True, family_label=family, family_order=len(family), n_sentences=4)


def describe(shares: pd.DataFrame, uses: pd.DataFrame = NO_USES, n_uncovered: int = 1) -> list[str]:
    said = describe_study(DOCUMENTS, SENTENCES, uses, shares, "C, version 1", n_uncovered)
    return said.splitlines()


def test_a_study_is_described_from_its_texts_to_its_themes():
    shares = pd.concat([make_shares(1, 4, 2, 3, 0), make_shares(2, family="Tone")])
    assert describe(shares, USES) == [
        "3 texts: 4 sentences, 18 words, languages en and fr.",
        "They are put into groups by “outlet”, and dated by “date”.",
        "Codebook: C, version 1. 5 of 6 themes occur. “Topics 5” does not.",
        "1 of 4 sentences carries no theme.",
        "The most frequent themes, with the number of sentences that carry them:",
        "- Tone: “Tone 1” 2",
        "- Topics: “Topics 2” 4, “Topics 4” 3, “Topics 3” 2",
    ]


@pytest.mark.parametrize(
    ("uses", "line"),
    [
        (NO_USES, "No metadata date the texts or put them into groups."),
        (USES[:1], "They are put into groups by “outlet”; no metadata column dates them."),
        (USES[1:], "They are dated by “date”; no metadata column puts them into groups."),
    ],
)
def test_metadata_are_named(uses, line):
    assert describe(make_shares(1), uses)[1] == line


def test_one_text_is_divided():
    uses = pd.DataFrame({"column": ["section"], "use": ["groups"]})
    said = describe_study(DOCUMENTS[:1], SENTENCES, uses, make_shares(1), "C, version 1", 0)
    assert said.splitlines()[1] == "It is divided by “section”; no metadata column dates it."


def test_nothing_is_said_of_themes_where_none_occurs():
    lines = describe(make_shares(0, 0), n_uncovered=4)
    assert lines[2:] == [
        "Codebook: C, version 1. 0 of 2 themes occur.",
        "4 of 4 sentences carry no theme.",
    ]
    assert describe(make_shares(4), n_uncovered=0)[3] == (
        "Every sentence carries at least one theme."
    )


def test_many_families_are_counted():
    families = pd.concat([make_shares(1, family="x" * n) for n in range(1, 10)])
    assert describe(families)[-1] == "- and those of 2 more families"


def suggest(
    documents: pd.DataFrame = DOCUMENTS,
    uses: pd.DataFrame = USES,
    codings: pd.DataFrame = DOCUMENTS,
    shares: pd.DataFrame | None = None,
    n_uncovered: int = 0,
) -> list[str]:
    shares = make_shares(1) if shares is None else shares
    said = suggest_next_steps(documents, SENTENCES, uses, codings, shares, n_uncovered)
    return [line for line in said.splitlines() if line.startswith("- ")]


def test_what_a_study_lacks_is_suggested():
    (last,) = suggest()
    assert last.startswith("- After you change the codebook, `workbook compare STUDY`")
    assert suggest(documents=DOCUMENTS[:1])[0].startswith("- There is only one text.")
    assert suggest(uses=NO_USES)[0].startswith("- To compare groups of texts, or periods,")
    assert suggest(codings=DOCUMENTS[:0])[0].startswith("- Nothing is coded by hand,")
    assert suggest(shares=make_shares(1, 0))[0].startswith("- 1 of 2 themes does not occur.")
    assert suggest(shares=make_shares(0))[0].startswith("- No theme occurs. `workbook draft STUDY`")
    assert suggest(n_uncovered=1)[0].startswith("- 1 of 4 sentences carries no theme.")
