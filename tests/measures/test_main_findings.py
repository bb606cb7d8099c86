"""Main findings: what is planted in made speeches is found, and nothing where nothing is."""

from pathlib import Path

import pandas as pd
import pytest
from speeches import BAD_PATTERN, COUNTRY_APART, YEAR_OF_JUMP, write_speeches

from analysis import Study, open_study
from analysis.measures.main_findings import KINDS
from analysis.tables import MAIN_FINDINGS

SEEDS = Path(__file__).parents[2] / "seeds"
DRAWS = 500


@pytest.fixture(scope="module")
def speeches(tmp_path_factory) -> Study:
    """The study with four things planted."""
    return open_study(write_speeches(tmp_path_factory.mktemp("speeches")))


@pytest.fixture(scope="module")
def findings(speeches) -> pd.DataFrame:
    """The main findings of the speeches."""
    return speeches.main_findings(draws=DRAWS)


def test_the_findings_are_those_that_were_planted(findings):
    findings = findings.set_index("kind")
    main = findings[findings["rank"].between(1, 5)]
    assert main.index.tolist() == ["group", "change", "pair", "pattern", "contrast"]
    assert main["rank"].tolist() == [1, 2, 3, 4, 5]
    assert main.loc["group", ["theme", "group"]].tolist() == ["oceans", COUNTRY_APART]
    assert main.loc["change", ["theme", "group"]].tolist() == ["pandemic", str(YEAR_OF_JUMP)]
    assert main.loc["pair", ["theme", "theme_b"]].tolist() == ["peace", "women"]
    assert main.loc["pattern", ["theme", "pattern"]].tolist() == ["energy", BAD_PATTERN]
    # The most frequent theme is so only because of the bad pattern, and the finding knows it.
    assert main.loc["contrast", ["theme", "pattern"]].tolist() == ["energy", BAD_PATTERN]


def test_the_sentences_name_what_was_planted(speeches, findings):
    said = repr(speeches.describe_findings(findings))
    assert f"1. “Oceans” is more frequent in “{COUNTRY_APART}” (country) than overall" in said
    assert "2. “Pandemic” is more frequent in 2020 than overall" in said
    assert "carry both “Peace” and “Women”" in said
    assert "4. “Energy” rests on one pattern:" in said


def test_no_group_and_no_pair_is_found_where_none_differs(tmp_path):
    study = open_study(write_speeches(tmp_path, seed=1, planted=False))
    findings = study.main_findings(draws=DRAWS).set_index("kind")
    kinds = ["group", "change", "trend", "pair", "pattern", "sequence", "position"]
    assert findings.loc[kinds, "outcome"].unique().tolist() == ["not clear"]
    assert findings.loc[kinds, "n_compared"].gt(0).all()


def test_there_is_a_row_for_each_kind_whatever_the_study(findings, tmp_path):
    (tmp_path / "one.txt").write_text("Nothing here.", encoding="utf-8")
    (tmp_path / "study.yaml").write_text("language: en\n", encoding="utf-8")
    (tmp_path / "codebook.yaml").write_text(
        "name: N\nversion: 1\nthemes:\n  law: {patterns: [law]}\n", encoding="utf-8"
    )
    empty = open_study(tmp_path).main_findings(draws=DRAWS)
    for table in (findings, empty):
        assert table["kind"].tolist() == list(KINDS)
        assert table.columns.tolist() == list(MAIN_FINDINGS.columns)
    assert findings.dtypes.equals(empty.dtypes)
    assert empty["rank"].tolist() == [0] * len(KINDS)


def test_sentences_of_a_period_are_those_of_its_texts(speeches):
    chosen = speeches.sentences_of("year", "2020")
    of_year = speeches.documents.loc[speeches.documents["year"] == 2020, "doc_id"]
    assert set(chosen["doc_id"]) == set(of_year)


def test_the_built_in_text_is_one_sided():
    findings = open_study(SEEDS).main_findings(draws=DRAWS).set_index("kind")
    contrast = findings.loc["contrast"]
    assert contrast[["theme", "theme_b"]].tolist() == ["tone/praise", "tone/criticism"]
    assert contrast[["n_sentences_hit", "n_sentences", "n_sentences_hit_b"]].tolist() == [11, 17, 1]
