"""What a report says was not covered, and where patterns and reader differ."""

import pandas as pd
import pytest

from analysis import open_study
from analysis.messages import speaking
from analysis.output.report.coverage import describe_coverage
from analysis.output.report.differences import MOST, list_differences
from analysis.output.report.texts import Marked
from analysis.output.report.themes import Places
from analysis.output.report.view import choose_view

CODEBOOK = """\
name: Tiny
version: "1"
themes:
  aid: {label: Aid, patterns: [aid, relief]}
  war: {label: War, patterns: [war]}
"""
TEXT = "Aid came in time.\n\nThe market\n\nAid came again. Help was late. Relief was promised.\n"


@pytest.fixture
def study(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    rows = "doc_id,sent_id,theme\na,1,aid\na,2,\na,3,aid\na,4,aid\n"
    (tmp_path / "coding.csv").write_text(rows, encoding="utf-8")
    return open_study(tmp_path)


def list_of(study, sentences=None):
    marked = Marked(study.sentences, study.hits, study.codebook, study.documents)
    view = choose_view(study.sentences, len(study.hits), [], [])
    return list_differences(study, Places(study, marked), view)


def test_what_counts_nowhere_is_named(study):
    assert describe_coverage(study, study.shares()) == [
        "1 theme of the codebook occurs in no sentence: “War”.",
        "1 pattern of 3 finds nothing in these texts (“not” patterns aside).",
        "1 heading is not searched for themes, and does not count as a sentence.",
        "A theme can also be there in words that no pattern knows: only reading shows that.",
    ]
    with speaking("fr"):
        assert describe_coverage(study, study.shares())[0] == (
            "1 thème de la grille ne figure dans aucune phrase\u00a0: «\u00a0War\u00a0»."
        )


def test_only_the_limits_are_left_if_all_is_found(study):
    shares = study.shares().assign(n_sentences_hit=1)
    study.pattern_use = lambda: study.__class__.pattern_use(study).assign(status="hit")
    assert len(describe_coverage(study, shares)) == 2


def test_differences_are_quoted_with_the_way_to_their_place(study):
    differences = list_of(study)
    assert [(one.label, one.who, one.quoted.id) for one in differences.shown] == [
        ("Aid", "found by the patterns only", "s-1-2"),
        ("Aid", "missed by the patterns", "s-1-3"),
    ]
    assert str(differences.shown[1].quoted.text) == "Help was late."
    assert differences.n_more == 0


def test_without_codings_nothing_differs_and_many_are_counted(study, monkeypatch):
    many = pd.concat([study.disagreements()] * MOST, ignore_index=True)
    study.disagreements = lambda: many
    assert (len(list_of(study).shown), list_of(study).n_more) == (MOST, MOST)
    study._parts["gold"] = study.gold.head(0)
    assert list_of(study).shown == []
