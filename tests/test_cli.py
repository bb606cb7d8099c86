"""The command line: what is typed, what it prints, and its exit status."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from small_disk import run_on_small_disk

from analysis import cli, read_documents
from analysis.built_in import built_in_study
from analysis.cli import main
from analysis.output import runs as run
from analysis.output.exports import REDIRECT
from analysis.output.runs import Outcome

BOOK = """\
name: Small
version: "1"
themes:
  rights: {patterns: ["right*"]}
  poverty: {patterns: ["poverty"]}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.delenv(REDIRECT, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def calls(monkeypatch):
    """The arguments of `run_study`, which is replaced; its outcomes can be set."""
    made = {"outcomes": []}

    def run_study(study, documents, codebook, **options):
        made.update(
            options, study=study, doc_ids=documents["doc_id"].tolist(), codebook=codebook.name
        )
        made["report_on"] = str(made["report_on"].path)
        return made["outcomes"]

    monkeypatch.setattr(run, "run_study", run_study)
    return made


def study(write, *more):
    write("s/codebook.yaml", BOOK, "s/a.txt", "States must protect rights.\n\nPoverty fell.", *more)


def test_a_correct_study_has_no_faults(write, capsys):
    study(write)
    assert main(["check", "s"]) == 0
    assert capsys.readouterr().out == "s: 1 text, 2 sentences, 2 themes, 2 patterns: no faults\n"


def test_the_built_in_study_is_checked_from_any_folder(capsys):
    assert main(["check"]) == 0
    assert re.fullmatch(
        r"the built-in study: 1 text, 17 sentences, 27 themes under \d headings, [\d,]+ patterns: "
        r"no faults, \d notes",
        capsys.readouterr().out.splitlines()[-1],
    )


def test_an_unknown_format_is_named_before_anything_runs(write, capsys):
    study(write)
    assert main(["run", "s", "--formats", "tex,xlxs"]) == 2
    said = capsys.readouterr()
    assert said.err == "error: --formats: found the format 'xlxs'; expected 'xlsx'\n"
    assert said.out == ""


def test_a_print_without_a_browser_is_refused_before_anything_runs(write, capsys, monkeypatch):
    study(write)
    monkeypatch.setenv("PATH", "")
    assert main(["run", "s", "--pdf"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "error: --pdf: found no browser that can print the report; expected Chromium, Chrome or Edge, "
        "installed; or print report.html from any browser\n"
    )


def test_all_errors_are_listed_at_once(write, capsys):
    study(
        write,
        "s/metadata.csv",
        "doc_id,year\nb,2020\n",
        "s/c.txt",
        b"caf\xe9",
        "s/codebook.yaml",
        BOOK + "titel: x\n",
    )
    assert main(["check", "s"]) == 2
    said = capsys.readouterr()
    assert said.err == ""
    lines = said.out.splitlines()
    assert lines[0].split() == ["severity", "subject", "found", "what", "to", "do"]
    places = [line[10:32].strip() for line in lines[1:] if line.startswith("error")]
    assert places == ["c.txt, line 1", "metadata.csv, line 2", "codebook.yaml, line 6"]
    at = lines[0].index("found")
    assert all(line[at - 2 : at] == "  " for line in lines[:-1] if len(line) > at)


def test_coding_is_checked_too(write, capsys):
    study(write, "s/coding.csv", "doc_id,sent_id,theme\na,9,rights\na,1,other\n")
    assert main(["check", "s"]) == 2
    assert "coding.csv, line 2" in capsys.readouterr().out


def test_run_stops_at_errors_and_prints_one_line_each(write, calls, capsys):
    study(write, "s/codebook.yaml", BOOK + "x: 1\n", "s/b.txt", b"")
    assert main(["run", "s"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "error: b.txt: found an empty file; expected a text",
        "error: codebook.yaml, line 6: found the unknown key 'x'; expected one of 'language', 'name', 'themes', 'version'",
    ]
    assert "study" not in calls


def test_run_prints_warnings_and_continues(write, calls, capsys):
    study(write, "s/metadata.csv", "doc_id,year\n", "s/d.txt", "Life and rights.")
    assert main(["run", "s", "--out", "o", "--only", "02", "voice"]) == 0
    assert calls == {
        "study": "s",
        "doc_ids": ["a", "d"],
        "codebook": "Small",
        "codebook_file": [],
        "out": "o",
        "only": ["02", "voice"],
        "time_limit": 3600,
        "formats": (),
        "browser": "",
        "report_on": "s",
        "outcomes": [],
    }
    warnings = capsys.readouterr().err.splitlines()
    assert warnings == [
        "warning: metadata.csv: found no row for 2 of 2 texts ('a', 'd'); expected one row per text"
    ]


def test_a_study_may_be_the_working_folder(write, calls, monkeypatch, capsys):
    study(write)
    monkeypatch.chdir("s")
    assert main(["run", "."]) == 0
    write(
        "s/exports/s/provenance.json",
        '{"study": "..", "files": [], "earlier_files": []}',
        "s/exports/s/charts/a.png",
        "x",
        "s/exports/s/notes.txt",
        "No text.",
    )
    assert main(["check", "."]) == 0  # exports are no part of the study
    assert capsys.readouterr().out.startswith(".: 1 text, ")


@pytest.mark.parametrize("words", [["s", "--out", "."], ["texts/s", "--out", "texts"]])
def test_a_run_never_writes_into_the_study(write, words, capsys):
    book = write("s/codebook.yaml", BOOK, "s/a.txt", "Rights.") / "s"
    write("texts/s/codebook.yaml", BOOK, "texts/s/a.txt", "Rights.")
    write("s/tables/documents.csv", "text\nMine.\n")
    assert main(["run", *words]) == 2
    said = capsys.readouterr().err
    assert "found the folder of the study, or one that contains it" in said
    assert "name another folder with --out" in said
    assert (book / "tables/documents.csv").read_text() == "text\nMine.\n"


def test_a_notebook_that_is_passed_over_is_a_warning(write, calls, capsys):
    study(write, "s/notebooks/x.IPYNB", "{}", "s/notebooks/sub/y.ipynb", "{}")
    assert main(["run", "s"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "warning: notebooks/x.IPYNB: found a notebook that ends in '.IPYNB'; "
        "expected a name that ends in '.ipynb'; it is left out",
        "warning: notebooks/sub/y.ipynb: found a notebook in the folder 'sub'; "
        "expected notebooks in the folder 'notebooks' itself; it is left out",
    ]
    assert main(["check", "s"]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[-1].endswith(
        "2 warnings; first: notebooks/x.IPYNB: a notebook that ends in '.IPYNB'"
    )
    assert "notebooks/sub/y.ipynb" in said


def test_only_may_be_given_twice(write, calls):
    study(write)
    assert main(["run", "s", "--only", "01", "--only", "02", "03"]) == 0
    assert calls["only"] == ["01", "02", "03"]


@pytest.mark.parametrize(("word", "limit"), [("90", 90), ("0.5", 0.5), ("0", 0)])
def test_the_time_limit_of_a_notebook_can_be_set(write, calls, word, limit):
    study(write)
    assert main(["run", "s", "--timeout", word]) == 0
    assert calls["time_limit"] == limit


@pytest.mark.parametrize("word", ["-1", "1h", "nan", "1e9", "inf", "٣", "9999999999"])
def test_a_time_limit_is_a_number_of_seconds(write, calls, capsys, word):
    study(write)
    with pytest.raises(SystemExit) as ending:
        main(["run", "s", f"--timeout={word}"])
    assert ending.value.code == 2
    assert f"found {word!r}; expected a number of seconds" in capsys.readouterr().err


def test_a_failed_notebook_gives_status_1(write, calls):
    study(write)
    calls["outcomes"] = [Outcome("01", 1, 0.1, ""), Outcome("02", 1, 0.1, "ValueError: x")]
    assert main(["run", "s"]) == 1


def test_another_codebook(write, calls, capsys):
    study(write, "other.yaml", BOOK.replace("Small", "Other\nlanguage: fr"))
    assert main(["run", "s", "--codebook", "other.yaml"]) == 0
    assert (calls["codebook"], calls["codebook_file"]) == ("Other", ["other.yaml"])
    assert capsys.readouterr().err.startswith("warning: other.yaml: found 1 text of 1 in en")
    assert main(["check", "s", "--codebook", "othr.yaml"]) == 2
    assert "'other.yaml'" in capsys.readouterr().out


def test_without_a_codebook_the_message_names_three_solutions(write, capsys):
    write("s/a.txt", "One.")
    assert main(["run", "s"]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "--codebook" in said
    assert "workbook new" in said
    assert "workbook draft" in said


def test_a_missing_study(write, capsys):
    study(write)
    assert main(["run", "t"]) == 2
    assert (
        capsys.readouterr().err == "error: t: found no such folder or file; expected a study: 's'\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rnu"], "workbook: error: found the command 'rnu'; expected 'run'"),
        (
            ["run", "--onyl", "x"],
            "workbook run: error: found the option '--onyl'; expected '--only'",
        ),
        (["lab", "--port", "-1"], "workbook lab: error: argument --port: "),
        (["lab", "--port", "65536"], "workbook lab: error: argument --port: found '65536'"),
        (
            ["check", "--only", "x"],
            "workbook check: error: found the option '--only'; expected one of '--",
        ),
        (
            ["check", "a", "b"],
            "workbook check: error: found the word 'b'; expected no further word",
        ),
        ([], "workbook: error: the following arguments are required: COMMAND"),
        (["new"], "workbook new: error: the following arguments are required: DIR"),
        (["compare", "s", "--with"], "workbook compare: error: argument --with: expected one argu"),
        (
            ["compare", "s", "--wiht", "x"],
            "workbook compare: error: found the option '--wiht'; expected '--with'",
        ),
    ],
)
def test_a_mistake_in_the_command_line(words, said, capsys):
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith(said)


@pytest.mark.parametrize(
    "command",
    [[], ["run"], ["check"], ["new"], ["draft"], ["lab"], ["convert"], ["compare"], ["tables"]],
)
def test_every_command_and_option_is_explained(command, capsys):
    with pytest.raises(SystemExit) as end:
        main([*command, "--help"])
    assert end.value.code == 0
    listed = capsys.readouterr().out.split("\n\n", 1)[1]
    for line in re.findall(r"^  (?:-|[A-Za-z]).*(?:\n {10,}.*)*", listed, re.MULTILINE):
        assert len(re.split(r"\s{2,}", line.strip(), maxsplit=1)) == 2, line


def test_a_new_study(tmp_path, write, capsys):
    assert main(["new", "a b/c"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "made 'a b/c': README.md, codebook.yaml, notebooks/01-my-question.ipynb "
        "(the codebook is a copy of the built-in one)",
        "next: put texts into 'a b/c', then",
        "  make check STUDY='a b/c'    (without make: workbook check 'a b/c')",
        "  make run STUDY='a b/c'      (without make: workbook run 'a b/c')",
        "for themes of your own: workbook draft 'a b/c' proposes some from the texts",
    ]
    folder = tmp_path / "a b" / "c"
    made = ["README.md", "codebook.yaml", "notebooks"]
    assert sorted(path.name for path in folder.iterdir()) == made
    built_in = built_in_study() / "codebook.yaml"
    assert (folder / "codebook.yaml").read_bytes() == built_in.read_bytes()
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# c\n")
    assert "$" not in readme
    notebook = nbformat.read(folder / "notebooks/01-my-question.ipynb", as_version=4)
    nbformat.validate(notebook)
    sources = [cell.source for cell in notebook.cells]
    assert 'STUDY = ".."\nCODEBOOK = ""\nOUT = "../../../exports"' in sources
    assert main(["check", "a b/c"]) == 2
    assert "no texts" in capsys.readouterr().out
    write("a b/c/one.txt", "States must protect rights.", "a b/c/two.txt", "Poverty fell.")
    assert main(["check", "a b/c"]) == 0


def test_a_new_study_can_read_texts_from_another_folder(tmp_path, write, capsys):
    write(
        "texts/a.txt",
        "States must protect rights.",
        "texts/deep/b.md",
        "Poverty fell.",
        "texts/metadata.csv",
        "doc_id,y\na,1\ndeep/b,\n",
    )
    assert main(["new", "s", "--from", "texts"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "made s: README.md, codebook.yaml, notebooks/01-my-question.ipynb, study.yaml "
        "(the codebook is a copy of the built-in one)",
        "next:",
    ]
    assert (tmp_path / "s/study.yaml").read_text() == 'texts: "../texts"\n'
    assert (
        "they are in `../texts`, and are read from there" in (tmp_path / "s/README.md").read_text()
    )
    documents = read_documents("s")
    assert documents[["doc_id", "path", "y"]].fillna(0).to_numpy().tolist() == [
        ["a", "../texts/a.txt", 1], ["deep/b", "../texts/deep/b.md", 0]]  # fmt: skip
    assert main(["check", "s"]) == 0
    assert main(["new", "t", "--from", "txets"]) == 2
    assert "error: txets, --from: found no such folder" in capsys.readouterr().err


def test_texts_in_another_language_than_the_codebook_are_reported(write, capsys):
    french = (
        "Les organisations non gouvernementales défendent les droits de l'homme dans tous les pays."
    )
    study(write, "s/b.txt", french, "o.dic", "%\n1 a\n%\nright* 1\n")
    assert main(["check", "s"]) == 0
    said = capsys.readouterr().out
    assert "1 text of 2 in fr" in said
    assert said.endswith(
        "s: 2 texts, 3 sentences, 2 themes, 2 patterns: 1 warning; first: codebook.yaml: 1 text of 2 in fr\n"
    )
    assert main(["check", "s", "--codebook", "o.dic"]) == 0  # which states no language
    assert capsys.readouterr().out.endswith(": no faults\n")


def test_several_codebooks(write, calls, capsys):
    study(write, "b.yaml", BOOK.replace("Small", "Other"))
    assert main(["run", "s", "--codebook", "s/codebook.yaml", "--codebook", "b.yaml"]) == 0
    assert (calls["codebook"], calls["codebook_file"]) == (
        "Small + Other",
        ["s/codebook.yaml", "b.yaml"],
    )
    assert main(["check", "s", "--codebook", "b.yaml", "--codebook", "s/codebook.yaml"]) == 0
    assert "1 text, 2 sentences, 4 themes under 2 headings, 4 patterns" in capsys.readouterr().out


def test_convert(tmp_path, write, capsys):
    study(write)
    assert main(["convert", "s/codebook.yaml", "b.dic"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "made b.dic"
    assert (tmp_path / "b.dic").read_text().startswith("%")
    assert main(["check", "s", "--codebook", "b.dic"]) == 0
    assert main(["convert", "s/codebook.yaml", "b.dic"]) == 2
    assert (
        capsys.readouterr().err
        == "error: b.dic: found a file that exists; expected a new file: nothing is overwritten\n"
    )


def test_a_new_study_is_never_made_in_a_folder_with_files(tmp_path, write, capsys):
    write("s/mine", "x", "f", "x")
    assert main(["new", "s"]) == 2
    assert main(["new", "f"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "error: s: found a folder that has files in it; expected a new or empty folder",
        "error: f: found a file; expected a new or empty folder",
    ]
    assert [path.name for path in (tmp_path / "s").iterdir()] == ["mine"]
    (tmp_path / "empty").mkdir()
    assert main(["new", "empty"]) == 0


def test_an_error_of_the_operating_system_is_one_line(monkeypatch, capsys):
    def refuse(options):
        raise PermissionError(13, "Permission denied", "/x/y\n")

    monkeypatch.setattr(cli, "_new", refuse)
    assert main(["new", "x"]) == 2
    assert capsys.readouterr().err == "workbook: Permission denied: /x/y\\n\n"


def test_help_and_mistakes_need_no_heavy_imports():
    program = """if True:
        import sys
        from analysis.cli import main
        try:
            main(sys.argv[1:])
        except SystemExit:
            pass
        print(sorted({"pandas", "numpy", "yaml", "matplotlib", "nbformat"} & set(sys.modules)))
        """
    for words in (["--help"], ["run", "--help"], ["rnu"], ["run", "--onyl"]):
        command = [sys.executable, "-c", program, *words]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "[]", words


def test_ctrl_c_prints_nothing(monkeypatch, capsys):
    def interrupt(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_check", interrupt)
    assert main(["check"]) == 130
    assert capsys.readouterr() == ("", "")


def test_letters_that_a_terminal_cannot_print_are_escaped(write):
    study(write, "s/人权.txt", b"")
    program = "from analysis.cli import main; raise SystemExit(main())"
    environment = {"PYTHONIOENCODING": "ascii", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", program, "check", "s"], capture_output=True, env=environment
    )
    assert (done.returncode, done.stderr) == (2, b"")
    assert b"\\u4eba\\u6743.txt" in done.stdout


def test_compare(write, capsys):
    study(write, "new.yaml", BOOK.replace('"poverty"', '"protect"').replace("rights:", "claims:"))
    assert main(["compare", "s", "--with", "new.yaml"]) == 0
    said = capsys.readouterr().out
    assert "1 renamed? (rights is now claims)" in said
    assert 'poverty; +1 "protect", −1 "poverty"' in said
    assert main(["compare", "s"]) == 2
    assert "`workbook run s` makes one" in capsys.readouterr().err


def test_tables_are_made_once(write, capsys):
    pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    study(write, "s/b.txt", "Rights.")
    assert main(["tables", "s", "--out", "o"]) == 0
    assert main(["tables", "s", "--out", "o"]) == 0
    made = "made o: 2 documents, 3 sentences, 3 hits, in 1 batch"
    assert capsys.readouterr().out == f"{made}\n{made}, 1 of them kept\n"
    assert main(["tables", "s", "--out", "o", "--codebook", "othr.yaml"]) == 2
    assert main(["tables", "t", "--out", "o"]) == 2


def test_check_replaces_only_its_own_findings(tmp_path, write, capsys):
    study(write, "s/b.txt", "", "mine.csv", "text\nmine\n", "o.csv", "")
    assert main(["check", "s", "--out", "f.csv"]) == 2
    assert main(["check", "s", "--out", "f.csv"]) == 2  # again: they are replaced
    found = (tmp_path / "f.csv").read_text()
    assert "an empty file" in found
    write("annotated.csv", found.replace('"setting"', '"setting","my note"'), "folder.csv/x", "")
    capsys.readouterr()
    for name in ("mine.csv", "o.csv", "annotated.csv", "folder.csv"):
        before = (tmp_path / name).read_bytes() if name != "folder.csv" else None
        assert main(["check", "s", "--out", name]) == 2
        assert capsys.readouterr() == (
            "",
            f"error: {name}: found a file that no check has written; "
            "expected a new file, or the findings of an earlier check, which are replaced\n",
        )
        assert before is None or (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize("words", [["new", "n/m"], ["convert", "s/codebook.yaml", "b.dic"]])
def test_a_full_disk_leaves_nothing_half_made(tmp_path, write, monkeypatch, capsys, words):
    study(write)
    before = sorted(tmp_path.rglob("*"))
    write_bytes = Path.write_bytes

    def fill(path, content):
        if path.absolute().is_relative_to(tmp_path):
            write_bytes(path, content[:5])
            raise OSError(28, "No space left on device", str(path))
        return write_bytes(path, content)

    monkeypatch.setattr(Path, "write_bytes", fill)
    assert main(words) == 2
    assert capsys.readouterr().err.startswith("workbook: No space left on device: ")
    assert sorted(tmp_path.rglob("*")) == before


FULL = """if True:
    import sys
    from small_disk import fill, list_files, make_room
    from analysis.built_in import built_in_study
    from analysis.cli import main

    for words in (["new", "n/m"], ["convert", str(built_in_study() / "codebook.yaml"), "b.dic"]):
        make_room()
        before = list_files()
        for pages in range(0, 100, 4):
            fill(pages)
            if main(words) == 0:
                break
            assert list_files() == before, (words, pages)
        assert 1 < pages < 99, (words, pages)
    """


def test_a_small_file_system_that_is_full(tmp_path):
    run_on_small_disk(FULL, tmp_path)


def test_convert_does_not_follow_a_link_that_leads_nowhere(tmp_path, write):
    study(write)
    (tmp_path / "b.dic").symlink_to(tmp_path / "elsewhere")
    assert main(["convert", "s/codebook.yaml", "b.dic"]) == 2
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("place", ["exports/s", "exports/deep/s"])
def test_a_study_in_the_folder_of_exports_is_not_overwritten(tmp_path, write, capsys, place):
    write(f"{place}/codebook.yaml", BOOK, f"{place}/a.txt", "Rights.")
    write(f"{place}/tables/hits.csv", "text\nMine.\n", "exports/s/notes.txt", "Mine, too.")
    before = sorted(tmp_path.rglob("*"))
    assert main(["run", place]) == 2
    assert "name another folder with --out" in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


def test_files_without_a_record_are_not_overwritten(tmp_path, write, capsys):
    study(write, "exports/s/mine.txt", "Mine.", "exports/s/tables/hits.csv", "text\nMine.\n")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert main(["run", "s"]) == 2
    assert capsys.readouterr().err == (
        "error: exports/s: found files, and no provenance.json that says that they are exports; "
        "expected an empty folder, or exports; name another folder with --out\n"
    )
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_check_lists_all_that_was_met_and_not_read(tmp_path, write, capsys):
    study(write, "s/b.png", "x", "s/~$a.docx", "x", "s/p.html", "<p>Rights.<img src=x>")
    write("s/p_files/ad.txt", "Buy!", "s/rows.csv", "text,n\nOne.,1\n,2\n", "s/sub/notes", "x")
    (tmp_path / "s/up").symlink_to(".")
    (tmp_path / "s/z.txt").symlink_to("a.txt")
    assert main(["check", "s"]) == 0
    said = capsys.readouterr().out
    for name in ("b.png", "~$a.docx", "p.html", "p_files", "rows.csv", "sub/notes", "up", "z.txt"):
        assert re.search(rf"^warning +{re.escape(name)}\b", said, re.MULTILINE), name


def test_check_needs_no_backend_of_matplotlib(write):
    """Letters that no font has make it load matplotlib."""
    study(write, "s/b.txt", "Title \u06dd \U00012000\n\nStates must protect rights.")
    program = "from analysis.cli import main; raise SystemExit(main())"
    environment = {**os.environ, "MPLBACKEND": "bogus"}
    done = subprocess.run(
        [sys.executable, "-c", program, "check", "s"], env=environment, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    assert b"cannot" in done.stdout
