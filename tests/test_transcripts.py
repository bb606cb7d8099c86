"""A study of transcripts: who speaks, in its tables, its groups and its exports."""

import pandas as pd
import pytest
from test_notebooks import run_here

from analysis import InputError, open_study, read_codebook, read_documents

CODEBOOK = """\
name: Lights
version: "1"
language: en
themes:
  lights: {patterns: ["light*"]}
  fear: {patterns: [fear, afraid]}
"""
ADA = "Interviewer: Are the lights on?\n\nAda: No light at all\n\nInterviewer: Are you afraid?\n\nAda: Yes."
BO = "Interviewer: And you?\nBo: No fear. The lights are on.\n\nInterviewer: Thank you"
METADATA = "doc_id,outlet,speaker\na,Post,Ada Orr\nb,Post,Bo Ulm\nc,News,\n"
FILES = {
    "study.yaml": "groups: [speaker, outlet]\nlanguage: en\n",
    "codebook.yaml": CODEBOOK,
    "metadata.csv": METADATA,
    "a.txt": ADA,
    "b.txt": BO,
    "c.txt": "The lights went out. Everyone was afraid.",
}
NOT_STATED = "(not stated)"
SPEAKERS = ["Ada", "Bo", "Interviewer", NOT_STATED]


@pytest.fixture
def study(write):
    pairs = [part for name, text in FILES.items() for part in (f"study/{name}", text)]
    return write(*pairs) / "study"


def counts_of(table, theme):
    rows = table[table["theme"] == theme]
    columns = ["speaker", "n_hits", "n_sentences_hit", "n_sentences"]
    return list(rows[columns].itertuples(index=False, name=None))


def test_sentences_say_who_speaks(study):
    sentences = open_study(study).sentences
    assert sentences["speaker"].tolist() == [
        *("Interviewer", "Ada", "Interviewer", "Ada"),
        *("Interviewer", "Bo", "Bo", "Interviewer"),
        *("", ""),
    ]
    assert sentences["section"].eq("").all()


def test_a_metadata_column_of_that_name_is_kept_under_another(study):
    documents = read_documents(study)
    assert documents["speaker_stated"].tolist() == ["Ada Orr", "Bo Ulm", ""]
    assert "speaker" not in documents
    for name in "ab":
        (study / f"{name}.txt").write_text("The lights went out.")
    assert read_documents(study)["speaker"].tolist() == ["Ada Orr", "Bo Ulm", ""]


def test_two_columns_cannot_have_one_name(study):
    (study / "metadata.csv").write_text(METADATA.replace("outlet", "speaker_stated"))
    with pytest.raises(InputError, match="'speaker' and 'speaker_stated' beside turns"):
        read_documents(study)


def test_shares_by_speaker(study):
    opened = open_study(study)
    assert counts_of(opened.shares(by="speaker"), "fear") == [
        ("", 1, 1, 2),
        ("Ada", 0, 0, 2),
        ("Bo", 1, 1, 2),
        ("Interviewer", 1, 1, 4),
    ]
    shares = opened.group_shares("speaker")
    assert counts_of(shares, "lights") == [
        ("Ada", 1, 1, 2),
        ("Bo", 1, 1, 2),
        ("Interviewer", 1, 1, 4),
        (NOT_STATED, 1, 1, 2),
    ]
    assert shares.drop_duplicates("speaker")["n_documents"].tolist() == [1, 1, 2, 1]
    assert opened.sentences_of("speaker", "Bo")["sentence"].tolist() == [
        "Bo: No fear.",
        "The lights are on.",
    ]
    assert opened.column_uses()["column"].tolist() == ["speaker", "outlet", "speaker_stated"]
    assert not opened.check().errors


def test_speakers_in_tables_of_any_size(study, tmp_path):
    pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    from analysis.large.run import write_tables
    from analysis.large.store import read_tables

    made = tmp_path / "tables"
    write_tables(study, read_codebook(study / "codebook.yaml"), made, batch=1)
    parts = [pd.read_parquet(file) for file in sorted(made.glob("sentences/*.parquet"))]
    assert len(parts) == 3
    assert all(list(part) == list(parts[0]) for part in parts)
    one, other = open_study(study), open_study(made)
    pd.testing.assert_frame_equal(one.sentences, other.sentences)
    pd.testing.assert_frame_equal(one.documents.drop(columns="text"), other.documents)
    for column in ("speaker", "outlet"):
        pd.testing.assert_frame_equal(one.group_shares(column), other.group_shares(column))
    assert "speaker" in read_tables(made, ["c"]).sentences


def test_without_turns_the_stated_speakers_form_groups(study, tmp_path):
    pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    from analysis.large.run import write_tables

    for name in "ab":
        (study / f"{name}.txt").write_text("The lights went out.")
    write_tables(study, read_codebook(study / "codebook.yaml"), tmp_path / "tables", batch=1)
    one, other = open_study(study), open_study(tmp_path / "tables")
    assert "speaker" not in one.sentences
    pd.testing.assert_frame_equal(one.sentences, other.sentences)
    pd.testing.assert_frame_equal(one.documents.drop(columns="text"), other.documents)
    pd.testing.assert_frame_equal(one.group_shares("speaker"), other.group_shares("speaker"))
    assert one.group_shares("speaker")["speaker"].unique().tolist() == [
        "Ada Orr",
        "Bo Ulm",
        NOT_STATED,
    ]


@pytest.mark.parametrize(
    ("name", "table", "column"),
    [
        ("01-sentences", "sentences.csv", ["Interviewer", "Ada", "Bo", ""]),
        ("05-groups", "shares-by-speaker.csv", SPEAKERS),
    ],
)
def test_notebooks_export_speakers(name, table, column, study, tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBOOK_OUT")
    run_here(name, monkeypatch, study, tmp_path / "out")
    exported = pd.read_csv(tmp_path / "out/study/tables" / table, keep_default_na=False)
    assert exported["speaker"].unique().tolist() == column
