"""The words of a study: methods that call the measures of terms."""

import pytest

from analysis import InputError, open_study

CODEBOOK = """\
name: Rights
version: "1"
themes:
  topic: {themes: {rights: {patterns: ["right*"]}}}
"""


@pytest.fixture
def study(write):
    folder = write(
        *("codebook.yaml", CODEBOOK),
        *("metadata.csv", "doc_id,outlet,year\na,Post,1999\nb,News,2001\n"),
        *("a.txt", "Aims\n\nStates must protect human rights. Poverty fell."),
        *("b.txt", "Rights matter to poverty."),
    )
    return open_study(folder)


def test_terms_are_compared(study):
    by_hand = study.keyness(study.sentences["doc_id"] == "a")
    of_group = study.distinctive_words("outlet", "Post")
    assert by_hand.equals(of_group.drop(columns="target"))
    assert study.distinctive_words("section", "Aims", n=2)["n_target"].sum() == 5
    assert study.new_words("year", 2001, min_n=2)["term"].tolist() == ["poverty", "rights"]
    assert study.dispersion()["n_texts"].max() == 2


def test_collocates_of_a_theme(study):
    table = study.collocates("topic", span=1).set_index("term")
    assert table.loc[["human", "matter", "to"], "n_target"].tolist() == [1, 1, 0]
    with pytest.raises(InputError, match="table collocates: found the theme 'topics'"):
        study.collocates("topics")


def test_words_are_compared_with_general_english(study):
    pytest.importorskip("wordfreq")
    table = study.words_against_english()
    assert table["size_target"].tolist() == [11] * 9
    assert (table["frequency"] > 0).all()


def test_readability_and_diversity_by_text_and_group(study):
    assert study.readability()["doc_id"].tolist() == ["a", "b"]
    assert study.readability("outlet")["outlet"].tolist() == ["News", "Post"]
    assert study.readability("section")["n_words"].tolist() == [7, 4]
    assert study.diversity("year")["n_types"].tolist() == [7, 4]
    assert study.diversity()["mattr"].isna().all()
