"""Tables in batches: the same as in memory, whatever the batches, kills, workers; each batch made once."""

import json
import os
import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import CODEBOOK

from analysis import InputError, InputWarning
from analysis.cli import main

pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

from large_study import assert_same, faults, files, journal

from analysis.large.run import write_tables
from analysis.large.store import read_tables
from analysis.sealed import seal

# -- the same tables -------------------------------------------------------------------------------------------------


def test_the_tables_are_those_of_the_texts_in_memory(study, tmp_path):
    made = write_tables(study, CODEBOOK, tmp_path / "out")
    assert made == {"documents": 8, "sentences": 12, "hits": 15, "batches": 1, "kept": 0}
    assert_same(tmp_path / "out", study)


TEXT = st.text(st.sampled_from("Ab .\n?é国\x00"), min_size=1, max_size=20).filter(str.strip)
WORDS = st.lists(
    st.sampled_from(["States must act.", "Poverty?", "rights", "\n\n", "Head", "the poor."]),
    min_size=1,
)
TEXTS = st.lists(
    st.tuples(TEXT | WORDS.map(" ".join), st.sampled_from(["", "7", "07", "x"])),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15)
@given(TEXTS, st.integers(1, 200), st.booleans())
def test_they_are_the_same_whatever_the_batches(tmp_path_factory, texts, batch, table):
    study, out = tmp_path_factory.mktemp("study"), tmp_path_factory.mktemp("out")
    rows = [{"text": text.strip("\x00") + ".", "group": group} for text, group in texts]
    (study / "study.yaml").write_text("groups: [group]\nlanguage: en\n")
    if table:
        (study / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    else:
        for number, row in enumerate(rows):
            (study / f"{number}.txt").write_text(row["text"].replace("\x00", ""))
        cells = [f"{number},{row['group']}" for number, row in enumerate(rows)]
        (study / "metadata.csv").write_text("\n".join(["doc_id,group", *cells]))
    write_tables(study, CODEBOOK, out, batch=batch)
    assert_same(out, study)


def test_split_files_decoded_cells_and_dates_are_the_same(write, tmp_path):
    end = "End of Document"
    study = write(
        *("s/a.txt", f"Rights.\n{end}\nPoverty fell.\nPage 1\n{end}\n", "s/b.txt", "States act."),
        *(
            "s/c.md",
            f"---\nwho: Ann\n---\nThe poor.\n{end}\nRights again.\n",
            "s/e.html",
            "<p>Act.",
        ),
        *("s/t.csv", 'text;day;;;\n"States<br>must &amp; can.";2023-01-05T10:00Z;x;;\n'),
        "s/metadata.csv",
        "doc_id,day,month\na-1,20230131,2023-03\na-2,20230201,2023-03-05\nc-1,,\nc-2,20230131,2023-03\nb,,\ne,,\nt-1,,\n",
        "s/study.yaml",
        f'split: ["{end}", "Not there"]\ndrop: ["Page *"]\nhtml: text\ntime: day\ngroups: [day, month]\n'
        "language: en\n",
    )
    for number, batch in enumerate((1, 30, 10_000)):
        out = tmp_path / f"out{number}"
        with pytest.warns(InputWarning) as said:
            write_tables(study / "s", CODEBOOK, out, batch=batch)
        assert sorted(str(warning.message).partition(";")[0] for warning in said) == [
            "study.yaml, split: found 'Not there', which fits no line",
            "t.csv, line 1: found a column without a name",
        ]
        with pytest.warns(InputWarning):
            assert_same(out, study / "s")
    documents = read_tables(out).documents
    assert documents["doc_id"].tolist() == ["a-1", "a-2", "b", "c-1", "c-2", "e", "t-1"]
    assert documents["day_as_written"].tolist()[:2] == ["20230131", "20230201"]
    assert documents["month_as_written"].tolist()[:2] == ["2023-03", "2023-03-05"]
    shares = pd.read_parquet(out / "shares-by-day.parquet")
    assert shares["day"].unique().tolist() == [
        "2023-01-05",
        "2023-01-31",
        "2023-02-01",
        "(not stated)",
    ]


def test_a_split_file_that_cannot_be_read_is_one_fault(write, tmp_path):
    study = write("s/a.txt", b"caf\xe9", "s/b.txt", "One.", "s/study.yaml", "split: x*\n") / "s"
    (study / "metadata.csv").write_text("doc_id,n\na,1\nb,2\n")
    (fault,) = faults(study, tmp_path / "out")
    assert fault.startswith("a.txt, line 1: found byte 0xe9")


def test_the_column_of_dates_as_written_may_not_be_taken(write, tmp_path):
    study = write("s/a.txt", "One.", "s/metadata.csv", "doc_id,m,m_as_written\na,2023-03,x\n") / "s"
    write_tables(study, CODEBOOK, tmp_path / "out")
    with pytest.raises(InputError, match="found the column 'm_as_written'; expected another name"):
        read_tables(tmp_path / "out")


def test_they_are_the_same_with_more_workers(study, tmp_path):
    write_tables(study, CODEBOOK, tmp_path / "one", batch=1, workers=1)
    made = write_tables(study, CODEBOOK, tmp_path / "two", batch=1, workers=2)
    assert made["batches"] == 8
    assert files(tmp_path / "one") == files(tmp_path / "two")


# -- killed, and gone on with ----------------------------------------------------------------------------------------

RUN = """
import sys
from tiny import CODEBOOK
from analysis.large.run import write_tables
if __name__ == "__main__":
    print(write_tables(sys.argv[1], CODEBOOK, sys.argv[2], batch=40, workers=int(sys.argv[3])))
"""


def start(script: Path, *words, **more) -> subprocess.Popen:
    here = Path(__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}
    command = [sys.executable, script, *map(str, words)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, **more)


def test_a_run_that_is_killed_goes_on_where_it_stopped(write):
    folder = write(
        "run.py",
        RUN,
        *(part for n in range(40) for part in (f"study/{n}.txt", f"State {n} must act. " * 3)),
    )
    study, out, chance = folder / "study", folder / "out", random.Random(4)
    done: dict[str, int] = {}
    for kill in range(5):
        process = start(folder / "run.py", study, out, 2 if kill == 2 else 1)
        enough = len(done) + chance.randint(1, 4)
        while len(journal(out)) < enough and process.poll() is None:
            time.sleep(chance.uniform(0, 0.02))
        process.kill()
        process.communicate()
        assert journal(out).items() >= done.items()  # no batch was made again
        done = journal(out)
    assert 5 <= len(done) < 40
    assert (out / ".lock").exists()  # of the run that was killed; nothing holds it
    made = write_tables(study, CODEBOOK, out, batch=40)
    assert made["batches"] == 40
    assert made["kept"] >= len(done)
    assert journal(out).items() >= done.items()
    write_tables(study, CODEBOOK, folder / "undisturbed", batch=40)
    assert files(out) == files(folder / "undisturbed")


def test_what_is_half_written_goes(study, tmp_path):
    out = tmp_path / "out"
    (out / "hits").mkdir(parents=True)
    (out / "hits/.part-00000.parquet.1.part").write_bytes(b"PAR")
    write_tables(study, CODEBOOK, out, batch=1)
    (out / "hits/part-00002.parquet").write_bytes(b"PAR")
    (out / "sentences/part-00003.parquet").unlink()
    (out / "journal/00007.json").unlink()
    (out / "notes.txt").write_text("Not of any run.")
    with pytest.warns(InputWarning, match=r"out/hits/part-00002.parquet.kept-1: found a file that"):
        assert write_tables(study, CODEBOOK, out, batch=1)["kept"] == 5
    others = [name for name in files(out) if not name.endswith((".parquet", ".json"))]
    assert sorted(others) == ["hits/part-00002.parquet.kept-1", "notes.txt"]
    assert_same(out, study)


def test_only_the_batches_of_texts_that_changed_are_made_again(study, tmp_path):
    write_tables(study, CODEBOOK, tmp_path / "out", batch=1)
    (study / "heading.txt").write_text("No heading any more.")
    assert write_tables(study, CODEBOOK, tmp_path / "out", batch=1)["kept"] == 7
    (study / "metadata.csv").write_text(
        "doc_id,year\na/one,1990\nb.md,\nheading,\nb.jsonl-1,\nb.jsonl-2,\nc,\nz,\nspeeches-3,\n"
    )
    assert write_tables(study, CODEBOOK, tmp_path / "out", batch=1)["kept"] == 0
    (study / "heading.txt").unlink()
    (study / "metadata.csv").unlink()
    write_tables(study, CODEBOOK, tmp_path / "out", batch=1)
    assert_same(tmp_path / "out", study)
    assert len(journal(tmp_path / "out")) == 7


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no time of the entry")
def test_an_edit_that_keeps_size_and_time_is_seen(study, tmp_path):
    write_tables(study, CODEBOOK, tmp_path / "out", batch=1)
    path = study / "heading.txt"
    before = path.stat()
    path.write_text("Rights in Paris"[:14])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert write_tables(study, CODEBOOK, tmp_path / "out", batch=1)["kept"] == 7


@pytest.mark.parametrize(
    ("key", "change", "found"),
    [
        ("codebook", {"codebook": replace(CODEBOOK, sha256="1")}, "made with another codebook"),
        ("batch", {"batch": 2}, "made in batches of another size"),
        ("settings", {"settings": "language: fr\n"}, "made with other settings in study.yaml"),
    ],
)
def test_other_inputs_are_refused(study, tmp_path, key, change, found):
    write_tables(study, CODEBOOK, tmp_path / "out", batch=1)
    before = files(tmp_path / "out")
    if "settings" in change:
        (study / "study.yaml").write_text(change["settings"])
    with pytest.raises(InputError) as caught:
        write_tables(
            study, change.get("codebook", CODEBOOK), tmp_path / "out", batch=change.get("batch", 1)
        )
    assert str(caught.value) == (
        f"provenance.json, {key}: found tables {found}; expected tables to go on with; "
        "name another folder with --out, or remove this one"
    )
    assert files(tmp_path / "out") == before


def test_tables_of_another_state_of_the_workbook_are_refused(study, tmp_path):
    write_tables(study, CODEBOOK, tmp_path / "out")
    record = tmp_path / "out/provenance.json"
    record.write_text(json.dumps(seal({**json.loads(record.read_text()), "code": "1"})))
    assert faults(study, tmp_path / "out") == [
        "provenance.json, code: found tables made by another state of the workbook; "
        "expected tables to go on with; name another folder with --out, or remove this one"
    ]


# -- one run at a time -----------------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from analysis.locks import exclusive
with exclusive(Path(sys.argv[1]), "", inside=True):
    print("locked", flush=True)
    input()
"""


def hold(tmp_path: Path, out: Path) -> subprocess.Popen:
    """Another process that has locked a folder."""
    script = tmp_path / "hold.py"
    script.write_text(HOLD)
    process = start(script, out, stdin=subprocess.PIPE)
    assert process.stdout.readline().strip() == b"locked"
    return process


def test_a_folder_in_which_a_run_is_at_work_is_refused(study, tmp_path, capsys):
    (study / "codebook.yaml").write_text("name: N\nversion: '1'\nthemes: {a: {patterns: [a]}}\n")
    process = hold(tmp_path, tmp_path / "out")
    assert main(["tables", str(study), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == (
        f"error: {tmp_path / 'out'}: found a folder that another run is writing to; "
        "expected one run at a time; wait for the other\n"
    )
    assert list(files(tmp_path / "out")) == [".lock"]
    process.communicate(b"\n")
    assert not list(files(tmp_path / "out"))


def test_a_run_that_was_killed_keeps_nobody_out(study, tmp_path):
    process = hold(tmp_path, tmp_path / "out")
    process.kill()
    process.communicate()
    assert list(files(tmp_path / "out")) == [".lock"]
    write_tables(study, CODEBOOK, tmp_path / "out")
    assert ".lock" not in files(tmp_path / "out")


def test_of_runs_at_once_one_does_the_work(study, tmp_path):
    script = tmp_path / "run.py"
    script.write_text(RUN)
    runs = [start(script, study, tmp_path / "out", 1, stderr=subprocess.PIPE) for _ in range(3)]
    said = [run.communicate()[1] for run in runs]
    assert 0 in [run.returncode for run in runs]
    for run, text in zip(runs, said, strict=True):
        assert (run.returncode == 0) != (b"another run is writing to" in text)
    write_tables(study, CODEBOOK, tmp_path / "undisturbed", batch=40)
    assert files(tmp_path / "out") == files(tmp_path / "undisturbed")


# -- faults ----------------------------------------------------------------------------------------------------------


def test_all_faults_are_found_and_what_was_right_is_kept(study, tmp_path):
    for name in ("x.txt", "y.txt"):
        (study / name).write_bytes(b"caf\xe9")
    found = faults(study, tmp_path / "out", batch=1)
    assert [fault.partition(":")[0] for fault in found] == ["x.txt, line 1", "y.txt, line 1"]
    assert not list((tmp_path / "out").rglob("*.part"))
    done = journal(tmp_path / "out")
    assert set(done) >= {"00000.json", "00001.json"}
    with pytest.raises(
        InputError, match="found tables that are not complete; expected the folder of a run of"
    ):
        read_tables(tmp_path / "out")
    for name in ("x.txt", "y.txt"):
        (study / name).write_text("Poverty.")
    write_tables(study, CODEBOOK, tmp_path / "out", batch=1)
    assert_same(tmp_path / "out", study)
    assert journal(tmp_path / "out").items() >= done.items()


def test_faults_of_tables_and_ids_are_found_before_anything_is_made(study, tmp_path):
    (study / "more.csv").write_text("doc_id,text\nz,One.\nc,Two.,3\n")
    (study / "metadata.csv").write_text("doc_id\nnobody\n")
    found = faults(study, tmp_path / "out", batch=1)
    assert found[0].startswith(
        "metadata.csv, line 2: found the doc_id 'nobody', which no text has;"
    )
    assert found[1:] == [
        "more.csv, line 2: found the id 'z', which another text also has; expected an id of its own",
        "more.csv, line 3: found 3 cells; expected 2, as in the header; a cell with a delimiter in it needs quotes",
        "speeches.csv, line 2: found the id 'z', which another text also has; expected an id of its own",
    ]
    assert not files(tmp_path / "out")


def test_no_texts_and_no_such_column(write, tmp_path):
    study = write("empty/study.yaml", "groups: [outlet]\n") / "empty"
    assert faults(study, tmp_path / "out")[0].startswith(
        f"{study}: found no texts; expected a text ("
    )
    (study / "a.txt").write_text("Poverty.")
    with pytest.warns(InputWarning) as said:
        write_tables(study, CODEBOOK, tmp_path / "out")
    assert str(said[0].message).startswith(
        "study.yaml, groups: found 'outlet', which is not a metadata column; expected"
    )


def test_what_is_left_out_is_said_once(write, tmp_path):
    study = write("study/a.csv", 'text,n\nOne.,\n" ",2\nTwo.,\n', "study/b.txt", "NUL\0") / "study"
    for _ in range(2):
        with pytest.warns(InputWarning) as said:
            write_tables(study, CODEBOOK, tmp_path / "out", batch=1)
        table, text = (str(warning.message) for warning in said)
        assert table.startswith("a.csv: found 1 row without a text (line 3); expected texts;")
        assert text.startswith("b.txt: found 1 NUL character; expected text without NUL;")


def test_lines_and_texts_are_left_out_as_in_a_study(write, tmp_path):
    settings = 'drop: ["Page *", "Folio *"]\nleave_out: [b, rows-1]'
    files = [
        "a.txt",
        "To see\nPage 3\nand act.",
        "b.txt",
        "Copy.",
        "rows.csv",
        "text\nOne.\nTwo.\n",
    ]
    study = write("study.yaml", settings, *files)
    with pytest.warns(InputWarning, match=r"drop: found 'Folio \*', which fits no line"):
        write_tables(study, CODEBOOK, tmp_path / "out", batch=1)
    tables = read_tables(tmp_path / "out")
    assert tables.documents["doc_id"].tolist() == ["a", "rows-2"]
    assert tables.sentences["sentence"].tolist() == ["To see\nand act.", "Two."]


def test_an_id_in_leave_out_that_no_text_has_ends_the_run(write, tmp_path):
    study = write("study/study.yaml", "leave_out: [b]", "study/a.txt", "One.") / "study"
    assert faults(study, tmp_path / "out") == [
        "study.yaml, leave_out: found 'b', which fits no text; expected 'a'"
    ]


def test_without_pyarrow_it_says_which_extra(study, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert faults(study, tmp_path / "out") == [
        "workbook tables: found no pyarrow to write Parquet with; expected the extra `parquet`: "
        "make env LOCK=requirements-all.lock"
    ]
