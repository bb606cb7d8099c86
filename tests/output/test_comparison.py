"""Comparing a study with the run before or with a codebook: which one, and the files written."""

import hashlib
import io
import json
import os
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis.cli import main
from analysis.output.exports import REDIRECT, to_csv
from analysis.output.folder import check_folder, write_files
from analysis.output.history import history_files, name_run
from analysis.output.runs import run_study
from analysis.output.sources import folder_and_sources
from analysis.study import DRAWS, Study

BOOK = """\
name: Small
version: "1"
themes:
  rights: {patterns: ["right*"]}
  poverty: {label: Poverty and hunger, patterns: ["poverty"]}
"""
CHANGED = BOOK.replace('["poverty"]', '["hunger", "prices"]').replace('"1"', '"2"')
FILES = ["compare-sentences.csv", "compare-texts.csv", "compare.csv", "provenance.json"]


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.delenv(REDIRECT, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def study(write):
    write(
        "s/codebook.yaml", BOOK, "s/a.txt", "Poverty fell. Rights and prices rose. Hunger remains."
    )
    return write("s/b.txt", "Poverty persists.")


def record_run(out="exports", codebook=(), kept=("s/codebook.yaml",)) -> str:
    """Keep a run of the study `s` as `workbook run` does, without its notebooks; returns its name."""
    opened = Study("s", codebook)
    opened.check()
    folder, sources = folder_and_sources(out, "s", opened.documents, opened.codebook)
    shares = opened.shares(draws=DRAWS)
    tables = {"sentences": opened.sentences, "hits": opened.hits, "shares": shares}
    files = {f"{name}.csv": to_csv(table) for name, table in tables.items()}
    history = history_files(folder, sources, files, [Path(file).absolute() for file in kept])
    write_files(folder, sources, [], [], unlisted=history)
    return name_run(sources, files)


def compare(capsys, *words) -> list[str]:
    """What `workbook compare` prints."""
    assert main(["compare", "s", *words]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out.splitlines()


def fail(capsys, *words) -> str:
    """The message of a comparison that is refused."""
    assert main(["compare", *words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def table(name: str, folder="exports/s/compare") -> pd.DataFrame:
    return pd.read_csv(f"{folder}/{name}.csv", na_filter=False)


# -- which run -------------------------------------------------------------------------------------


def test_a_study_without_a_run_is_told_what_to_do(study, capsys):
    assert fail(capsys, "s") == (
        "error: exports/s/history: found no run of this study; expected a run to compare with "
        "(`workbook run s` makes one), or another codebook: --with FILE\n"
    )
    assert not (study / "exports").exists()


def test_before_a_run_the_study_is_compared_with_the_last_one(study, capsys):
    name = record_run()
    (study / "s/codebook.yaml").write_text(CHANGED)
    lines = compare(capsys)
    assert lines[0] == "s: as it is now (not yet run), compared with run 1 of 1"
    assert lines[1].startswith(f"before: run 1, {name}, codebook Small, version 1 ({name[:8]})")
    assert lines[2].startswith("now: codebook Small, version 2 (")
    assert lines[3:] == [
        "texts: 2 before and now",
        "sentences: 4 before and now",
        "themes: 2 before and now",
        "",
        f"{'theme':<54}{'before':>16}{'now':>16}  gained  lost",
        f"{'Poverty and hunger':<54}  2 of 4 (50.0%)  2 of 4 (50.0%)      +2    −2",
        '    poverty; +1 "hunger", +1 "prices", −2 "poverty"',
        "… and 1 unchanged, with the same sentences",
        "",
        "made exports/s/compare: compare.csv, compare-sentences.csv, compare-texts.csv",
    ]


def test_after_a_run_the_study_is_compared_with_the_run_before(study, capsys):
    record_run()
    (study / "s/codebook.yaml").write_text(CHANGED)
    before = compare(capsys)[3:]
    record_run()
    after = compare(capsys)
    assert after[0] == "s: as it is now (the same as run 2), compared with run 1 of 2"
    assert after[3:] == before


def test_a_study_that_is_again_as_it_was_is_compared_with_what_was_between(study, capsys):
    record_run()
    (study / "s/codebook.yaml").write_text(CHANGED)
    record_run()
    (study / "s/codebook.yaml").write_text(BOOK)
    lines = compare(capsys)
    assert lines[0] == "s: as it is now (the same as run 1), compared with run 2 of 2"
    record_run()
    lines = compare(capsys)
    assert lines[0] == "s: as it is now (the same as run 3), compared with run 2 of 3"


def test_the_only_run_again_changed_nothing(study, capsys):
    record_run()
    lines = compare(capsys)
    assert lines[0] == "s: as it is now (the same as run 1), compared with run 1 of 1"
    assert lines[7] == "Nothing changed: every theme has the same sentences."
    assert table("compare")["n_sentences_hit"].tolist() == [1, 2]
    assert table("compare-sentences").empty
    assert table("compare-texts").empty


def test_a_codebook_that_finds_the_same_in_other_words(study, capsys):
    record_run()
    (study / "s/codebook.yaml").write_text(BOOK.replace('"poverty"', '"poverty", "fell"'))
    lines = compare(capsys)
    assert (
        lines[7] == "Every theme has the same sentences, but some have a different number of hits."
    )


def test_texts_and_themes_that_are_not_the_same_are_said_first(study, capsys):
    record_run()
    (study / "s/b.txt").unlink()
    (study / "s/c.txt").write_text("Rights again.")
    (study / "s/a.txt").write_text("Poverty fell. Rights and prices rise. Hunger remains.")
    book = BOOK.replace("  rights:", "  claims:").replace("and hunger", "only")
    (study / "s/codebook.yaml").write_text(book + '  voice: {patterns: ["say"]}\n')
    lines = compare(capsys)
    assert lines[3:7] == [
        "texts: 2 before, 2 now: 1 added (c), 1 removed (b), 1 changed (a)",
        "sentences: 4 before, 4 now: 2 in both",
        "themes: 2 before, 3 now: 1 only now (voice), 1 renamed? (rights is now claims), 1 with another",
        "    label (poverty)",
    ]
    assert table("compare-texts")["change"].tolist() == ["changed", "removed", "added"]


def test_the_texts_are_those_of_the_characters_not_of_the_files(study, capsys):
    record_run()
    (study / "s/b.txt").write_bytes(b"\xef\xbb\xbfPoverty persists.")  # only a byte-order mark more
    assert compare(capsys)[3] == "texts: 2 before and now"


def test_the_history_of_a_real_run_is_read(study, capsys):
    opened = Study("s")
    run_study("s", opened.documents, opened.codebook, only=["01", "02"])
    capsys.readouterr()
    lines = compare(capsys)
    assert lines[0] == "s: as it is now (the same as run 1), compared with run 1 of 1"
    (study / "s/b.txt").unlink()
    assert compare(capsys)[3] == "texts: 2 before, 1 now: 1 removed (b)"


# -- a history that is not as it should be ---------------------------------------------------------


def test_a_history_that_does_not_know_the_characters_of_texts_is_read(study, capsys):
    name = record_run()
    path = study / "exports/s/history" / name / "provenance.json"
    record = json.loads(path.read_text())
    for text in record["texts"]:
        del text["text_sha256"]
    path.write_text(json.dumps(record))
    (study / "s/a.txt").write_text("Poverty fell. Rights and prices rise. Hunger remains.")
    lines = compare(capsys)
    assert lines[3] == "texts: 2 before, 2 now: 1 changed (a)"


def test_a_kept_codebook_that_cannot_be_read_costs_only_the_renamed_themes(study, capsys):
    name = record_run()
    folder = study / "exports/s/history" / name
    (folder / "codebook.yaml").write_text("name: [")
    record = json.loads((folder / "provenance.json").read_text())
    record["codebook"]["sha256"] = hashlib.sha256(b"name: [").hexdigest()
    (folder / "provenance.json").write_text(json.dumps(record))
    (study / "s/codebook.yaml").write_text(BOOK.replace("  rights:", "  claims:"))
    assert main(["compare", "s"]) == 0
    said = capsys.readouterr()
    assert said.err == (
        f"warning: history/{name}/codebook.yaml: found a codebook that this version of the workbook "
        "reads differently than the run did; expected the codebook as the run read it; "
        "without it, no theme can count as renamed\n"
    )
    assert "1 only now (claims), 1 only before (rights)" in said.out


@pytest.mark.parametrize(
    ("file", "content", "found"),
    [
        ("hits.csv", None, "no such file"),
        ("hits.csv", "doc_id,sent_id\na,1\n", "a file that cannot be read ("),
        (
            "hits.csv",
            f"doc_id,sent_id,theme,start,pattern\na,{10**30},t,1,p\na,-1,t,2,p\n",
            "a file that cannot be read (",
        ),
        (
            "hits.csv",
            "doc_id,sent_id,theme,start,pattern\na,1e30,t,1,p\n",
            "a file that cannot be read (",
        ),
        ("sentences.csv", "", "a file that cannot be read ("),
        ("sentences.csv", b"\xff\xfe", "a file that cannot be read ("),
        ("shares.csv", "theme,label\nrights\n\x00,", "not every theme of hits.csv"),
        ("shares.csv", "theme,label\na,b\na,c\n", "rows that occur twice"),
        ("provenance.json", "{}", "no record of a run"),
        ("provenance.json", "[", "no record of a run"),
        ("provenance.json", '{"codebook": {}, "texts": ["a"]}', "no record of a run"),
        (
            "provenance.json",
            r'{"codebook": {}, "texts": [{"doc_id": "\udc80"}]}',
            "no record of a run",
        ),
        ("provenance.json", None, "no record of a run"),
    ],
)
def test_a_damaged_run_is_refused(study, capsys, file, content, found):
    path = study / "exports/s/history" / record_run() / file
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    message = fail(capsys, "s")
    assert message.startswith(f"error: history/{path.parent.name}/{file}: found {found}")
    assert f"delete the folder {path.parent.name} to leave this run out" in message
    assert len(message.splitlines()) == 1


def test_tables_of_a_run_that_were_changed_are_refused(study, capsys):
    folder = study / "exports/s/history" / record_run()
    path = folder / "sentences.csv"
    content = path.read_bytes()
    changed = content.replace(b"Hunger remains", b"Hunger retains")
    assert changed != content
    path.write_bytes(changed)
    assert fail(capsys, "s") == (
        f"error: history/{folder.name}: found tables that were changed or damaged (sentences.csv, "
        "hits.csv, shares.csv: another sha256); expected what the run wrote; "
        f"delete the folder {folder.name} to leave this run out\n"
    )
    path.write_bytes(content)
    assert compare(capsys)


def test_a_kept_codebook_that_is_gone_costs_only_the_renamed_themes(study, capsys):
    name = record_run()
    (study / "exports/s/history" / name / "codebook.yaml").unlink()
    (study / "s/codebook.yaml").write_text(BOOK.replace("  rights:", "  claims:"))
    assert main(["compare", "s"]) == 0
    said = capsys.readouterr()
    assert said.err == (
        f"warning: history/{name}: found no codebook; expected the codebook as the run read it; "
        "without it, no theme can count as renamed\n"
    )
    assert "1 only now (claims), 1 only before (rights)" in said.out


def test_a_kept_codebook_that_was_changed_is_refused(study, capsys):
    folder = study / "exports/s/history" / record_run()
    path = folder / "codebook.yaml"
    path.write_text(BOOK.replace('"poverty"]', '"hunger"]'))
    assert fail(capsys, "s") == (
        f"error: history/{folder.name}: found a codebook that was changed or damaged (codebook.yaml: "
        "another sha256); expected what the run wrote; "
        f"delete the folder {folder.name} to leave this run out\n"
    )
    path.write_text(BOOK)
    (folder / "codebook-notes.txt").write_text("Mine.")
    assert compare(capsys)


def test_eleven_kept_codebooks_are_read_in_their_order(study, write, capsys):
    files = [f"{number}.yaml" for number in range(11)]
    for file in files:
        write(file, BOOK.replace("Small", f"Small {file[:-5]}"))
    folder = study / "exports/s/history" / record_run(codebook=files, kept=files)
    words = [word for file in files for word in ("--codebook", file)]
    assert "Nothing changed: every theme has the same sentences." in compare(capsys, *words)
    (folder / "codebook-10.yaml").write_text(BOOK)
    assert "found a codebook that was changed" in fail(capsys, "s", *words)


def test_a_table_of_a_run_that_is_a_pipe_is_refused(study, capsys):
    folder = study / "exports/s/history" / record_run()
    (folder / "hits.csv").unlink()
    os.mkfifo(folder / "hits.csv")
    assert f"history/{folder.name}/hits.csv: found a pipe" in fail(capsys, "s")


def test_a_run_whose_folder_was_removed_is_passed_over(study, capsys):
    record_run()
    (study / "s/codebook.yaml").write_text(CHANGED)
    name = record_run()
    shutil.rmtree(study / "exports/s/history" / name)
    (study / "s/codebook.yaml").write_text(BOOK.replace("prices", "wages"))
    assert compare(capsys)[0].endswith("compared with run 1 of 2")


@pytest.mark.parametrize(
    "runs",
    [["../../s"], ["..", "."], ["", 5, None], ["x" * 300], ["a\0-b-c"], ["\ud800"], {"a": 1}],
)
def test_an_index_of_other_things_is_no_history(study, capsys, runs):
    record_run()
    shutil.rmtree(study / "exports/s/history")
    (study / "exports/s/history").mkdir()
    (study / "exports/s/history/index.json").write_text(json.dumps({"runs": runs}))
    assert "found no run of this study" in fail(capsys, "s")


def test_a_record_that_says_little_of_what_it_was_made_from_is_read(study, capsys):
    path = study / "exports/s/history" / record_run() / "provenance.json"
    record = json.loads(path.read_text())
    record.update(git=None, codebook={"sha256": None})
    path.write_text(json.dumps(record))
    assert "codebook without a name, version not stated (None)" in compare(capsys)[1]


def test_cells_of_any_characters_come_back_as_they_were(write, capsys):
    write(
        "s/codebook.yaml",
        BOOK,
        "s/a.csv",
        b'text\n"A ""quoted"" right,\nsaid.\r\nNA"\nNA\n007 rights\n',
    )
    write("s/b.txt", "Poverty\x00 fell. A right\u2028is\x85a right.")
    assert main(["check", "s"]) == 0
    capsys.readouterr()
    record_run()
    lines = compare(capsys)
    assert "Nothing changed: every theme has the same sentences." in lines
    assert "(the same as run 1)" in lines[0]


# -- another codebook ------------------------------------------------------------------------------


def test_what_another_codebook_would_change(study, write, capsys):
    write("new.yaml", CHANGED)
    lines = compare(capsys, "--with", "new.yaml")
    assert lines[0] == (
        "s: what new.yaml (now) changes against s/codebook.yaml (before), on the same texts"
    )
    assert re.fullmatch(
        r"before: s/codebook.yaml: codebook Small, version 1 \([0-9a-f]{8}\)", lines[1]
    )
    assert re.fullmatch(r"now: new.yaml: codebook Small, version 2 \([0-9a-f]{8}\)", lines[2])
    assert lines[9] == '    poverty; +1 "hunger", +1 "prices", −2 "poverty"'
    record = json.loads((study / "exports/s/compare/provenance.json").read_text())
    assert record["codebook"]["version"] == "2"
    assert record["before"]["codebook"]["version"] == "1"
    assert main(["compare", "s", "--codebook", "new.yaml", "--with", "s/codebook.yaml"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("s: what s/codebook.yaml (now) changes against new.yaml (before), on ")
    assert '    poverty; +2 "poverty", −1 "hunger", −1 "prices"' in said


def test_a_pattern_that_the_other_codebook_lacks_is_lost(study, write, capsys):
    write("new.yaml", BOOK.replace('"poverty"', '"hunger"'))
    compare(capsys, "--with", "new.yaml")
    themes = table("compare").set_index("theme")
    assert themes.loc["poverty", ["n_gained", "n_lost"]].tolist() == [1, 2]


def test_headings_are_said_to_be_headings(study, write, capsys):
    below = BOOK.replace("themes:\n", "themes:\n  topic:\n    label: Topics\n    themes:\n")
    below = below.replace("  rights:", "      rights:").replace("  poverty:", "      poverty:")
    write("s/codebook.yaml", below, "new.yaml", below.replace('"poverty"', '"hunger"'))
    lines = compare(capsys, "--with", "new.yaml")
    assert "themes: 2 before and now; headings: 1 before and now" in lines
    assert [line.split("  ")[0] for line in lines if " of 4 (" in line] == [
        "Topics (all)",
        "Poverty and hunger",
    ]
    assert "… and 1 unchanged, with the same sentences" in lines


def test_several_codebooks_may_be_compared_with(study, write, capsys):
    write("b.yaml", BOOK.replace("Small", "Other"))
    both = ["s/codebook.yaml", "b.yaml"]
    words = [word for file in both for word in ("--codebook", file)]
    lines = compare(capsys, *words, "--with", "b.yaml", "--with", "s/codebook.yaml")
    assert "Nothing changed: every theme has the same sentences." in lines


def test_a_wrong_codebook_to_compare_with(study, write, capsys):
    write("new.yaml", BOOK + "x: 1\n")
    assert fail(capsys, "s", "--with", "nwe.yaml") == (
        "error: nwe.yaml: found no such file; expected a codebook file: 'new.yaml'\n"
    )
    assert "new.yaml, line 6: found the unknown key 'x'" in fail(capsys, "s", "--with", "new.yaml")


def test_a_study_without_a_codebook(write, capsys):
    write("n/a.txt", "Rights.", "new.yaml", BOOK)
    for words in (["n"], ["n", "--with", "new.yaml"]):
        assert "error: n: found no codebook; expected one codebook in it" in fail(capsys, *words)


def test_an_address_is_refused(capsys):
    assert "error: s3://a/b: found an address" in fail(capsys, "s3://a/b")


def test_tables_of_a_study_are_compared_too(study, capsys):
    pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    assert main(["tables", "s", "--out", "t"]) == 0
    capsys.readouterr()
    assert "exports/t/history: found no run" in fail(capsys, "t")
    assert "tables made with another codebook" in fail(capsys, "t", "--codebook", other_book(study))


def other_book(folder) -> str:
    (folder / "other.yaml").write_text(CHANGED)
    return "other.yaml"


def test_codebooks_are_held_against_what_people_coded(study, write, capsys):
    coded = "doc_id,sent_id,theme\na,1,poverty\na,2,\na,3,poverty\nb,1,poverty\n"
    write("new.yaml", CHANGED, "s/coding.csv", coded)
    lines = compare(capsys, "--with", "new.yaml")
    at = lines.index(
        "against people, in 4 sentences coded by hand: 1 finding right only now, 3 only before"
    )
    assert lines[at + 1].split()[:4] == ["theme", "coded", "before", "now"]
    numbers = lines[at + 2].split()[-9:]
    assert numbers[:3] == ["3", "3", "1"]
    assert numbers[3:] == ["1.00>0.50", "0.67>0.33", "0.80>0.40", "−0.40", "(too", "few)"]
    figures, sentences = table("compare-people"), table("compare-people-sentences")
    assert figures["figure"].tolist()[:3] == ["precision", "recall", "f1"]
    assert sentences[["doc_id", "sent_id", "right"]].to_numpy().tolist() == [
        *[["a", 1, "before"], ["a", 2, "before"], ["a", 3, "now"], ["b", 1, "before"]]
    ]


# -- the files -------------------------------------------------------------------------------------


def test_the_tables_and_where_they_are(study, write, capsys):
    write("new.yaml", CHANGED)
    compare(capsys, "--with", "new.yaml", "--out", "o")
    folder = study / "o/s/compare"
    assert sorted(path.name for path in folder.iterdir()) == FILES
    themes = table("compare", folder)
    assert themes["theme"].tolist() == ["poverty", "rights"]
    assert themes.loc[0, "patterns"] == '+1 "hunger", +1 "prices", −2 "poverty"'
    sentences = table("compare-sentences", folder)
    columns = ["change", "doc_id", "start", "end", "patterns", "sentence"]
    assert sentences[columns].to_numpy().tolist() == [
        ["gained", "a", 14, 37, '"prices"', "Rights and prices rose."],
        ["gained", "a", 38, 53, '"hunger"', "Hunger remains."],
        ["lost", "a", 0, 13, '"poverty"', "Poverty fell."],
        ["lost", "b", 0, 17, '"poverty"', "Poverty persists."],
    ]


def test_the_same_comparison_gives_the_same_files(study, write, capsys):
    write("new.yaml", CHANGED)
    folder = study / "exports/s/compare"
    made = []
    for _ in range(2):
        compare(capsys, "--with", "new.yaml")
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]


def test_a_file_of_the_user_is_moved_aside(study, write, capsys):
    write("new.yaml", CHANGED, "exports/s/compare/compare.csv", "mine")
    (study / "exports/s/provenance.json").write_text('{"study": "../../s"}')
    lines = compare(capsys, "--with", "new.yaml")
    assert lines[-1].endswith("moved aside, not overwritten: compare.csv.kept-1")
    kept = study / "exports/s/compare/compare.csv.kept-1"
    assert kept.read_text() == "mine"
    (study / "exports/s/compare/compare.csv").write_text("changed by hand")
    assert compare(capsys, "--with", "new.yaml")[-1].endswith("compare.csv.kept-2")


def test_a_folder_that_is_a_file_holds_the_study_or_other_files_is_refused(study, write, capsys):
    write("new.yaml", CHANGED, "file", "x", "o/s/mine.txt", "x")
    words = ["s", "--with", "new.yaml", "--out"]
    assert fail(capsys, *words, "file") == (
        "error: file: found a file; expected a folder; name another folder with --out\n"
    )
    assert "error: s: found the folder of the study" in fail(capsys, *words, ".")
    assert "error: o/s: found files, and no provenance.json" in fail(capsys, *words, "o")


def test_a_comparison_before_the_first_run_does_not_keep_the_run_out(study, write, capsys):
    write("new.yaml", CHANGED)
    compare(capsys, "--with", "new.yaml")
    folder = study / "exports/s"
    check_folder(folder, study / "s", study / "s", {"study": "../../s"})
    (folder / "mine.txt").write_text("x")
    assert "found files" in fail(capsys, "s", "--with", "new.yaml")


def test_a_run_leaves_the_comparison_where_it_is(study, write, capsys):
    write("new.yaml", CHANGED)
    compare(capsys, "--with", "new.yaml")
    opened = Study("s")
    folder, sources = folder_and_sources("exports", "s", opened.documents, opened.codebook)
    write_files(folder, sources, ["a.csv"], [("a.csv", b"x")], remove_others=True)
    assert sorted(path.name for path in (folder / "compare").iterdir()) == FILES


def test_a_comparison_inside_the_study_is_no_text(study, write, capsys, monkeypatch):
    write("new.yaml", CHANGED)
    monkeypatch.chdir("s")
    assert main(["compare", ".", "--with", "../new.yaml"]) == 0
    assert main(["check", "."]) == 0
    assert ".: 2 texts, 4 sentences" in capsys.readouterr().out


def test_the_history_in_exports_serves_where_there_is_none_in_out(study, capsys):
    record_run()
    (study / "s/codebook.yaml").write_text(CHANGED)
    assert compare(capsys, "--out", "o")[0].endswith("compared with run 1 of 1")
    assert (study / "o/s/compare/compare.csv").is_file()
    record_run("o")
    (study / "s/codebook.yaml").write_text(BOOK)
    lines = compare(capsys, "--out", "o")
    assert '    poverty; +2 "poverty", −1 "hunger", −1 "prices"' in lines


def test_csv_files_are_read_back_with_their_types(study, write, capsys):
    write("new.yaml", CHANGED)
    compare(capsys, "--with", "new.yaml")
    themes = pd.read_csv(io.BytesIO((study / "exports/s/compare/compare.csv").read_bytes()))
    assert themes["n_gained"].dtype == "int64"
    assert themes["share"].dtype == "float64"
