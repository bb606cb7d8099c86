"""Tables in batches: the same as in memory, whatever the batches, kills, workers; each batch made once."""

import io
import json
import os
import platform
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

from analysis import (
    InputError,
    InputWarning,
    find_hits,
    read_documents,
    split_sentences,
    theme_shares,
)
from analysis.cli import main
from analysis.faults import Report
from analysis.measures.families import without_families
from analysis.measures.groups import group_shares
from analysis.reading.encodings import decode
from analysis.reading.settings import read_settings
from analysis.reading.table_files import rows_of_texts

pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

from analysis.large.run import write_tables
from analysis.large.store import PARTS, read_tables

STUDY = (
    *("study.yaml", "groups: [outlet, year]\nlanguage: en\n"),
    *(
        "a/one.txt",
        "Aims\n\nStates must protect rights. Poverty fell.\n\nLater\n\nNothing here. Rights and the poor.",
    ),
    *("b.md", "---\noutlet: Post\nyear: 9\n---\nCountries should act right away."),
    *(
        "speeches.csv",
        'doc_id,text,year,note\nz,"Poverty, again.\nStates must act.",10,007\nc,Rights.,,\n,A right.,9,NA\n',
    ),
    *(
        "b.jsonl",
        '{"text": "States.", "outlet": "Post", "year": 10}\n{"text": "Poverty?", "more": true}\n',
    ),
    *("heading.txt", "Only a heading"),
)


def in_memory(study: Path) -> dict[str, pd.DataFrame]:
    documents = read_documents(study)
    sentences = split_sentences(documents)
    hits = find_hits(sentences, CODEBOOK)
    shares = theme_shares(sentences, hits, CODEBOOK)
    tables = {
        "documents": documents.drop(columns="text"),
        "sentences": sentences,
        "hits": hits,
        "shares": shares,
    }
    for column in read_settings(study).groups:
        shares = group_shares(sentences, hits, CODEBOOK, documents, column)
        tables[f"shares-by-{column}"] = without_families(shares)
    return tables


def assert_same(out: Path, study: Path) -> None:
    expected, found = in_memory(study), read_tables(out)
    for name in ("documents", "sentences", "hits", "shares"):
        pd.testing.assert_frame_equal(getattr(found, name), expected.pop(name))
    for name, table in expected.items():
        by_group = pd.read_parquet(out / f"{name}.parquet").astype(table.dtypes)
        pd.testing.assert_frame_equal(by_group, table)


def files(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


def journal(out: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in out.glob("journal/[0-9]*")}


def faults(study: Path, out: Path, **options) -> list[str]:
    with pytest.raises(InputError) as caught:
        write_tables(study, CODEBOOK, out, **options)
    return [str(fault) for fault in caught.value.faults]


@pytest.fixture
def study(write):
    folder = write(
        *(f"study/{part}" if number % 2 == 0 else part for number, part in enumerate(STUDY))
    )
    return folder / "study"


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


def test_they_are_the_same_with_more_workers(study, tmp_path):
    write_tables(study, CODEBOOK, tmp_path / "one", batch=1, workers=1)
    made = write_tables(study, CODEBOOK, tmp_path / "two", batch=1, workers=2)
    assert made["batches"] == 8
    assert files(tmp_path / "one") == files(tmp_path / "two")


ROWS = st.text(st.sampled_from('ab,;"\n\r \ufeffé\t')) | st.lists(
    st.sampled_from(["text", "t", "1", ",", "\n", '"'])
)


@given(
    ROWS.map("".join),
    st.sampled_from([".csv", ".tsv"]),
    st.sampled_from(["utf-8", "utf-16", "latin-1"]),
)
def test_a_table_row_by_row_is_the_table(body, ending, encoding):
    data = (("Text,t\n" if ending == ".csv" else "") + body).encode(encoding, "ignore")
    results = []
    for read in (whole, lambda data, file: by_rows(data, file)[0]):
        try:
            results.append(read(data, f"a{ending}"))
        except InputError as error:
            results.append([str(fault) for fault in error.faults])
    assert results[0] == results[1]


def whole(data: bytes, file: str) -> list:
    """The rows of the table as it is decoded at once; the mark at its top guards one that belongs to the text."""
    return by_rows(decode(data, file).encode("utf-8-sig"), file)[0]


def by_rows(data: bytes, file: str) -> tuple:
    report = Report()
    rows = list(rows_of_texts(io.BytesIO(data), file, "text", "", report))
    return rows, [warning.found for warning in report.warnings]


def test_keys_that_come_late_are_columns_all_the_same():
    data = b'{"text": "a", " n ": 1}\n{"text": "b", "m": 2}\n{"m": 3}\n'
    rows, left_out = by_rows(data, "a.jsonl")
    assert rows == [(1, {"text": "a", "n": "1"}), (2, {"text": "b", "m": "2"})]
    assert left_out == ["1 row without a text (line 3)"]


def test_the_byte_of_a_long_table_that_cannot_be_read_is_named():
    data = b"text\r\n" + b"One.\r\n" * 500_000 + b"caf\xe9\n"
    with pytest.raises(InputError) as caught:
        by_rows(data, "a.csv")
    assert str(caught.value).startswith(
        "a.csv, line 500002: found byte 0xe9 at offset 3000009, which is not UTF-8;"
    )


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
    assert len(list(out.glob(".*.running"))) == 1
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
    assert write_tables(study, CODEBOOK, out, batch=1)["kept"] == 5
    assert [name for name in files(out) if not name.endswith((".parquet", ".json"))] == [
        "notes.txt"
    ]
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


def test_a_folder_with_other_files_is_refused(study, tmp_path):
    assert faults(study, study) == [
        f"{study}: found a folder that has files in it; expected a new or empty one; "
        "name another folder with --out, or remove this one"
    ]


# -- one run at a time -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other", ["!", "~"]
)  # a name before that of this machine, and one behind it
def test_a_folder_in_which_a_run_is_at_work_is_refused(study, tmp_path, other, capsys):
    lock = f".{other}-1.running"
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / lock).touch()
    (study / "codebook.yaml").write_text("name: N\nversion: '1'\nthemes: {a: {patterns: [a]}}\n")
    assert main(["tables", str(study), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == (
        f"error: {tmp_path / 'out'}: found another run at work in it; "
        f"expected one; if it was killed, remove {lock} there\n"
    )
    assert list(files(tmp_path / "out")) == [lock]


def test_a_run_that_was_killed_on_this_machine_is_none(study, tmp_path):
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    lock = tmp_path / f"out/.{platform.node()}-{process.pid}.running"
    lock.parent.mkdir()
    lock.touch()
    assert "at work" in faults(study, tmp_path / "out")[0]
    process.kill()
    process.communicate()
    write_tables(study, CODEBOOK, tmp_path / "out")
    assert not lock.exists()


def test_of_runs_at_once_one_does_the_work(study, tmp_path):
    script = tmp_path / "run.py"
    script.write_text(RUN)
    runs = [start(script, study, tmp_path / "out", 1, stderr=subprocess.PIPE) for _ in range(3)]
    said = [run.communicate()[1] for run in runs]
    assert 0 in [run.returncode for run in runs]
    for run, text in zip(runs, said, strict=True):
        assert (run.returncode == 0) != (b"another run at work in it" in text)
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
    assert found[0].startswith("metadata.csv, line 2: found 'nobody' as doc_id, which no text has;")
    assert found[1:] == [
        "more.csv, line 2: found the id 'z', which another text also has; expected another name",
        "more.csv, line 3: found 3 cells; expected 2, as in the header",
        "speeches.csv, line 2: found the id 'z', which another text also has; expected another name",
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
        "study.yaml, groups: found the column 'outlet'; expected"
    )


def test_what_is_left_out_is_said_once(write, tmp_path):
    study = write("study/a.csv", 'text,n\nOne.,\n" ",2\nTwo.,\n', "study/b.txt", "NUL\0") / "study"
    for _ in range(2):
        with pytest.warns(InputWarning) as said:
            write_tables(study, CODEBOOK, tmp_path / "out", batch=1)
        table, text = (str(warning.message) for warning in said)
        assert table.startswith("a.csv: found 1 row without a text (line 3); expected texts;")
        assert text.startswith("b.txt: found 1 NUL character; expected text without NUL;")


# -- to read them ----------------------------------------------------------------------------------------------------


def test_some_of_the_tables_are_read_and_it_says_so(study, tmp_path):
    write_tables(study, CODEBOOK, tmp_path / "out", batch=1)
    some, spread = (
        read_tables(tmp_path / "out", ["z", "b.md"]),
        read_tables(tmp_path / "out", most=13),
    )
    assert some.documents["doc_id"].tolist() == ["b.md", "z"]
    assert some.sentences["sentence"].tolist() == [
        *("Countries should act right away.", "Poverty, again.", "States must act."),
    ]
    assert some.hits["match"].tolist() == ["Countries", "should", "Poverty", "States", "must"]
    whole = "The shares by theme, outlet, year are of all texts, all else is of those shown."
    assert some.says == f"Shown: 2 of 8 texts, 3 of 12 sentences, 5 of 15 hits.\n{whole}"
    assert spread.says == (
        f"Shown: 3 of 8 texts, 6 of 12 sentences, 7 of 15 hits,\nin 3 of 8 parts at even distances.\n{whole}"
    )
    assert spread.shares.equals(some.shares)
    assert read_tables(tmp_path / "out").says == "8 texts, 12 sentences, 15 hits"


def test_the_parts_are_taken_at_even_distances_as_many_as_fit(study, tmp_path):
    write_tables(study, CODEBOOK, tmp_path / "out", batch=1)
    every = read_tables(tmp_path / "out").documents
    parts = [
        pd.read_parquet(path)["doc_id"].tolist()
        for path in sorted(tmp_path.glob("out/documents/*"))
    ]
    rows = [
        [len(pd.read_parquet(path)) for path in sorted(tmp_path.glob(f"out/{name}/*"))]
        for name in PARTS
    ]
    sizes = [n_sentences + n_hits for _, n_sentences, n_hits in zip(*rows, strict=True)]
    for most in range(29):
        shown = read_tables(tmp_path / "out", most=most)
        numbers = [
            number for number, ids in enumerate(parts) if ids[0] in set(shown.documents["doc_id"])
        ]
        n = len(numbers)
        assert numbers == [round(number * 7 / max(1, n - 1)) for number in range(n)]
        assert sum(sizes[number] for number in numbers) <= max(most, sizes[0])
        assert list(shown.documents) == list(every)  # columns that no part shown has, too


def test_tables_that_are_not_there(tmp_path):
    with pytest.raises(
        InputError,
        match="found no tables; expected the folder of a run of `workbook tables` that has ended",
    ):
        read_tables(tmp_path)


def test_without_pyarrow_it_says_which_extra(study, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert faults(study, tmp_path / "out") == [
        "workbook tables: found no pyarrow to write Parquet with; expected the extra `parquet`: "
        "make env LOCK=requirements-all.lock"
    ]
