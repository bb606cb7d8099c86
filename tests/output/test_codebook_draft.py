"""`workbook draft`: a file to edit, which reads back without faults; or a word on what is missing."""

import re

import pandas as pd
import pytest
from made_speeches import PHRASES, made_speeches

from analysis.built_in import built_in_study
from analysis.cli import main
from analysis.codebook.read import read_codebook
from analysis.output import codebook_draft
from analysis.study import open_study


@pytest.fixture(scope="module")
def speeches(tmp_path_factory):
    """A study without a codebook."""
    folder = tmp_path_factory.mktemp("made") / "my speeches"
    folder.mkdir()
    for name, sentences in made_speeches(60).groupby("doc_id"):
        paragraphs = sentences.groupby("paragraph")["sentence"].agg(" ".join)
        (folder / f"{name}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def drafted(speeches):
    """The draft of its codebook, and what the command printed."""
    out = speeches.parent / "draft.yaml"
    study = open_study(speeches)
    lines = codebook_draft.write_draft(str(speeches), study.documents, study.sentences, str(out))
    return out, lines


def test_the_file_reads_back_with_the_planted_topics(drafted):
    codebook = read_codebook(drafted[0])
    assert codebook.notes == ()
    by_theme = codebook.patterns[~codebook.patterns["excludes"]].groupby("theme")["pattern"]
    found = sorted(sorted(patterns) for _, patterns in by_theme)
    assert found == sorted(map(sorted, PHRASES.values()))
    assert (codebook.version, codebook.language) == ("draft", "en")


def test_every_pattern_has_hits(speeches, drafted):
    use = open_study(speeches, drafted[0]).pattern_use()
    assert set(use.loc[~use["excludes"], "status"]) == {"hit"}


def test_every_theme_says_that_it_is_a_draft_and_has_examples_that_it_finds(speeches, drafted):
    study = open_study(speeches, drafted[0])
    shares = study.shares().set_index("theme")
    for theme in study.codebook.themes.itertuples():
        n_hit = shares.loc[theme.theme, "n_sentences_hit"]
        assert theme.definition.startswith("Draft: sentences with ")
        assert f"together {n_hit:,} of {len(study.sentences):,} sentences" in theme.definition
        examples = theme.include.split("\n")
        assert len(examples) == 3
        held = study.sentences_with(theme.theme)["sentence"].tolist()
        assert set(examples) <= set(held)


def test_the_top_of_the_file_says_what_it_is(drafted):
    top = drafted[0].read_text(encoding="utf-8").partition("\n\nname:")[0]
    text = re.sub(r"\n# ?", " ", top)
    assert text.startswith("# A DRAFT of a codebook")
    assert "Made of 60 texts (2,134 sentences): speech-000, speech-001," in text
    assert "speech-019 and 40 more" in text
    assert "Rule: " in text
    assert "Next: " in text
    assert all(line.startswith("#") for line in top.splitlines())


def test_a_second_draft_has_the_same_bytes(speeches, drafted, monkeypatch, capsys):
    before = drafted[0].read_bytes()
    (speeches.parent / "again").mkdir()
    monkeypatch.chdir(speeches.parent / "again")
    assert main(["draft", str(speeches), "--out", "draft.yaml"]) == 0
    after = (speeches.parent / "again" / "draft.yaml").read_bytes()
    assert after == before.replace(str(drafted[0]).encode(), b"draft.yaml")
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("made draft.yaml: a draft of 6 themes with ")
    assert said[-1].endswith("my speeches' --codebook draft.yaml")


def test_check_has_nothing_to_say_about_the_draft(speeches, drafted, capsys):
    assert main(["check", str(speeches), "--codebook", str(drafted[0])]) == 0
    said = capsys.readouterr().out
    assert "patterns " not in said
    assert "draft.yaml" not in said


def test_nothing_is_overwritten(write, monkeypatch, capsys):
    folder = write("s/a.txt", "Water.", "s/codebook.draft.yaml", "mine")
    monkeypatch.chdir(folder)
    assert main(["draft", "s"]) == 2
    assert capsys.readouterr().err == (
        "error: s/codebook.draft.yaml: found a file that exists; "
        "expected a new file: nothing is overwritten\n"
    )
    assert (folder / "s/codebook.draft.yaml").read_text() == "mine"


def test_a_draft_goes_into_the_study_and_is_neither_a_text_nor_its_codebook(
    speeches, monkeypatch, capsys
):
    monkeypatch.chdir(speeches.parent)
    target = codebook_draft.choose_target(speeches.name)
    assert target == "my speeches/codebook.draft.yaml"
    study = open_study(speeches.name)
    codebook_draft.write_draft(speeches.name, study.documents, study.sentences, target)
    again = open_study(speeches.name)
    assert len(again.documents) == 60
    assert again.left_out.empty
    assert main(["check", speeches.name]) == 2
    said = capsys.readouterr().out
    assert "found no codebook" in said or "no codebook" in said
    assert "--codebook my speeches/codebook.draft.yaml uses the draft in it" in " ".join(
        said.split()
    )
    (speeches / "codebook.yaml").write_text((speeches / "codebook.draft.yaml").read_text())
    assert main(["check", speeches.name]) == 0
    for made in ("codebook.yaml", "codebook.draft.yaml"):
        (speeches / made).unlink()


def test_what_takes_no_draft_leaves_it_to_the_working_folder(write, monkeypatch):
    monkeypatch.chdir(write("s/a.txt", "Water."))
    for study in (str(built_in_study()), "s/a.txt", "s3://bucket/study", "missing"):
        assert codebook_draft.choose_target(study) == "codebook.draft.yaml"
    monkeypatch.setattr(codebook_draft.os, "access", lambda *_: False)
    assert codebook_draft.choose_target("s") == "codebook.draft.yaml"


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("d.csv", "d.csv, --out: found the ending '.csv'; expected a file that ends in .yaml"),
        ("d", "d, --out: found no ending; expected a file that ends in .yaml"),
        ("no/d.yaml", "no/d.yaml: found a folder that does not exist; expected an existing folder"),
    ],
)
def test_a_file_that_cannot_be_written(write, monkeypatch, capsys, out, said):
    monkeypatch.chdir(write("s/a.txt", "Water."))
    assert main(["draft", "s", "--out", out]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Water is a right.", "found 1 sentence, in which no word or phrase stands out"),
        (
            "Clean water.\n\nMore clean water.\n\nNo clean water!",
            "found 3 sentences; the phrases that stand out in them (clean water 3) form no group",
        ),
    ],
)
def test_too_little_text(write, monkeypatch, capsys, text, said):
    folder = write("s/a.txt", text)
    monkeypatch.chdir(folder)
    assert main(["draft", "s"]) == 2
    complaint = capsys.readouterr().err
    assert said in complaint
    assert "expected more text" in complaint
    assert not (folder / "s/codebook.draft.yaml").exists()


def test_the_built_in_text_is_too_short(write, monkeypatch, capsys):
    monkeypatch.chdir(write("x", ""))
    assert main(["draft"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: the built-in study: found 17 sentences; the phrases that")
    assert "(human rights 11, " in said


def test_faults_of_the_texts_are_said_and_no_codebook_is_needed(write, monkeypatch, capsys):
    folder = write("s/a.txt", b"caf\xe9", "s/b.txt", b"", "s/codebook.yaml", "not: right")
    monkeypatch.chdir(folder)
    assert main(["draft", "s"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "codebook" not in "".join(said)


def test_a_long_example_is_cut_and_a_shorter_one_preferred():
    long = "water " * 80 + "rivers."
    lines = [long, "Water.", "Rivers and water.", "Rivers."]
    sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2, 3, 4], "sentence": lines})
    hits = pd.DataFrame({"sentence": [0, 0, 1, 2, 2], "pattern": ["w", "r", "w", "w", "r"]})
    assert codebook_draft._choose_examples(hits, sentences) == [
        "Rivers and water.",
        "Water.",
        ("water " * 50).rstrip() + " …",
    ]
