"""Damage to a folder of tables is seen before it is read: nothing is read with other content."""

import json
import random
import shutil
from pathlib import Path

import pandas as pd
import pytest
from tiny import CODEBOOK

from analysis import InputError, InputWarning, open_study
from analysis.cli import main
from analysis.sealed import seal

pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

from large_study import faults, files

from analysis.large.run import write_tables
from analysis.large.store import Tables, read_tables

N_FLIPS = 60


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """A study in `st`, and its tables in `out`."""
    top = tmp_path_factory.mktemp("damage")
    (top / "st").mkdir()
    (top / "st/study.yaml").write_text("groups: [kind]\nlanguage: en\n")
    (top / "st/a.md").write_text("---\nkind: x\n---\nStates must act. The poor.\n\nRights.")
    (top / "st/b.md").write_text("---\nkind: y\n---\nPoverty fell.")
    write_tables(top / "st", CODEBOOK, top / "out", batch=1)
    return top


@pytest.fixture
def out(source, tmp_path) -> Path:
    """A copy of the tables."""
    return Path(shutil.copytree(source / "out", tmp_path / "out"))


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place // 8] ^= 1 << place % 8
    path.write_bytes(data)


def assert_equal(one: Tables, other: Tables) -> None:
    for name in ("documents", "sentences", "hits", "shares"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    for table in ("themes", "patterns"):
        pd.testing.assert_frame_equal(getattr(one.codebook, table), getattr(other.codebook, table))
    pd.testing.assert_frame_equal(one.by_group["kind"], other.by_group["kind"])
    assert one.codebook.sha256 == other.codebook.sha256
    assert (one.scope, one.groups, one.time) == (other.scope, other.groups, other.time)


def test_one_flipped_bit_anywhere_is_seen(source, out):
    right = read_tables(out)
    chance = random.Random(14)
    names = sorted(files(out))
    for _ in range(N_FLIPS):
        name = chance.choice(names)
        path = out / name
        whole = path.read_bytes()
        flip(path, chance.randrange(8 * len(whole)))
        try:
            assert_equal(read_tables(out), right)
            assert path.suffix == ".json"  # such as é written as \\u00E9
        except InputError as error:
            assert str(error).startswith((f"out/{name}: found ", "out/journal/: found "))
            assert "; run `workbook tables` again" in str(error)
        path.write_bytes(whole)


def test_every_file_is_compared(source, out):
    for name, content in files(out).items():
        for damaged in (content[:-2], b"", bytes([content[0] ^ 1]) + content[1:]):
            (out / name).write_bytes(damaged)
            with pytest.raises(InputError, match=rf"out/{name}: found "):
                read_tables(out)
        (out / name).unlink()
        with pytest.raises(InputError, match="found no "):
            read_tables(out)
        (out / name).write_bytes(content)
    read_tables(out)


def test_all_damaged_files_are_named_at_once(out):
    for path in out.glob("*/part-00001.parquet"):
        flip(path, 1000)
    flip(out / "shares.parquet", 1000)
    with pytest.raises(InputError) as caught:
        read_tables(out)
    assert [fault.file for fault in caught.value.faults] == [
        *(f"out/{name}/part-00001.parquet" for name in ("documents", "hits", "sentences")),
        "out/shares.parquet",
    ]
    fault = str(caught.value.faults[0])
    assert "found a file that was changed or damaged (its sha256 is " in fault
    assert fault.endswith(
        "expected the file as `workbook tables` wrote it; run `workbook tables` again"
    )


def test_only_what_is_read_is_compared(out):
    flip(out / "hits/part-00001.parquet", 1000)
    assert read_tables(out, most=0).documents["doc_id"].tolist() == ["a"]


@pytest.mark.parametrize(
    "name", ["hits/part-00001.parquet", "journal/00001.json", "sentences/part-00001.parquet"]
)
def test_a_damaged_batch_is_made_again(source, out, name):
    before = files(out)
    flip(out / name, 300)
    damaged = (out / name).read_bytes()
    copy = out.parent / "st"
    shutil.copytree(source / "st", copy)
    with pytest.warns(InputWarning, match=f"out/{name}.kept-1: found a file that is not as"):
        write_tables(copy, CODEBOOK, out, batch=1)
    after = files(out)
    assert after.pop(f"{name}.kept-1") == damaged
    assert after.keys() == before.keys()
    assert {key: after[key] for key in after if key.endswith(".parquet")} == {
        key: before[key] for key in before if key.endswith(".parquet")
    }


def test_a_batch_with_a_damaged_part_is_not_kept(source):
    write_tables(source / "st", CODEBOOK, source / "again", batch=1)
    assert write_tables(source / "st", CODEBOOK, source / "again", batch=1)["kept"] == 2
    for name in ("hits/part-00001.parquet", "journal/00000.json"):
        flip(source / "again" / name, 100)
    with pytest.warns(InputWarning, match="kept-1"):
        assert write_tables(source / "st", CODEBOOK, source / "again", batch=1)["kept"] == 0
    read_tables(source / "again")


def test_pages_have_checksums(out):
    """So that other programs see damage, too."""
    from pyarrow import parquet

    right = pd.read_parquet(out / "sentences/part-00000.parquet")
    found = set()
    for byte in range(4, 200, 7):
        path = out / "sentences/part-00000.parquet"
        whole = path.read_bytes()
        flip(path, 8 * byte)
        try:
            table = parquet.read_table(path, page_checksum_verification=True).to_pandas()
            found.add("same" if table.equals(right) else "other")
        except Exception as error:  # of any kind
            found.add("checksum" if "CRC" in str(error) else "fault")
        path.write_bytes(whole)
    assert "checksum" in found
    assert "other" not in found


# -- odd journals and records ----------------------------------------------------------------------

ODD = {
    "empty": b"",
    "NUL": b"\0" * 200,
    "half": b'{"fingerprint": "',
    "a list": b"[1, 2]",
    "a number": b"5",
    "not UTF-8": b'{"files": "\xff"}',
    "UTF-16": '{"files": {}}'.encode("utf-16"),
    "deep": b'{"files": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "deeper": b"[" * 500_000,
    "long number": b'{"files": ' + b"9" * 10_000 + b"}",
    "half a character": b'{"batch": 1, "sha256": "\\ud800"}',
    "no keys": b"{}",
    "numbers": b'{"files": 5, "batch": "x", "rows": [], "complete": 1, "sha256": 7}',
}
CHANGED = {
    "files is a number": {"files": 5},
    "files outside": {"files": {"../st/a.md": "0"}},
    "files at the root": {"files": {"/etc/passwd": "0"}},
    "files of another batch": {"files": {"hits/part-00007.parquet": "0"}},
    "rows is a list": {"rows": [1]},
    "rows is text": {"rows": {"documents": "1", "sentences": 1, "hits": 1}},
    "counts is a number": {"counts": 5},
    "counts are deep": {"counts": {"": {"": [[[1]]]}}},
    "columns is text": {"columns": "doc_id"},
    "true for a number": {"rows": {"documents": True, "sentences": 1, "hits": 1}},
}


@pytest.mark.parametrize("kind", [*ODD, *CHANGED])
def test_an_odd_entry_counts_as_not_done(source, out, kind):
    path = out / "journal/00001.json"
    content = ODD.get(kind)
    if content is None:
        content = json.dumps(seal({**json.loads(path.read_bytes()), **CHANGED[kind]})).encode()
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"out/journal/00001.json: found no entry, or a damaged"):
        read_tables(out)
    shutil.copytree(source / "st", out.parent / "st")
    texts = files(out.parent / "st")
    with pytest.warns(InputWarning, match=r"out/journal/00001.json.kept-1"):
        write_tables(out.parent / "st", CODEBOOK, out, batch=1)
    assert (out / "journal/00001.json.kept-1").read_bytes() == content
    assert files(out.parent / "st") == texts
    read_tables(out)


RECORDS = {
    "files is a number": {"files": 5},
    "no rows": {"rows": None},
    "rows is a list": {"rows": [1, 2, 3]},
    "settings is text": {"settings": "language: en"},
    "groups is a number": {"settings": {"groups": 5, "time": ""}},
    "codebook is text": {"codebook": "tiny"},
    "version is a number": {"codebook": {"name": "", "version": 1, "language": "", "sha256": ""}},
    "batch is text": {"batch": "8388608"},
    "study is null": {"study": None},
    "complete is text": {"complete": "yes"},
    "batches is a list": {"batches": []},
}


@pytest.mark.parametrize("is_sealed", [True, False], ids=["sealed", "not sealed"])
@pytest.mark.parametrize("kind", [*ODD, *RECORDS])
def test_an_odd_record_is_a_fault(source, out, kind, is_sealed, capsys):
    path = out / "provenance.json"
    content = ODD.get(kind)
    if content is None:
        changed = {**json.loads(path.read_bytes()), **RECORDS[kind]}
        content = json.dumps(seal(changed) if is_sealed else changed).encode()
    path.write_bytes(content)
    before = files(out)
    for read in (read_tables, open_study):
        with pytest.raises(InputError, match=r"^out/provenance.json: found a (file|record) that"):
            read(out)
    (fault,) = faults(source / "st", out, batch=1)
    assert fault.startswith("out/provenance.json: found a ")
    assert main(["check", str(out)]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert files(out) == before


def test_a_study_with_a_journal_and_a_record_of_something_else_is_a_study(write):
    folder = write("journal/1971.txt", "Poverty.", "journal/a.json", "{}", "provenance.json", "[5]")
    with pytest.warns(InputWarning):
        assert open_study(folder).documents["doc_id"].tolist() == ["journal/1971"]


@pytest.mark.parametrize("record", [b"", b"{}", b"[" * 5_000, b'{"batch": 1}'])
def test_the_parts_of_tables_with_a_damaged_record_are_no_texts(source, tmp_path, record):
    study = Path(shutil.copytree(source / "st", tmp_path / "st"))
    shutil.copytree(source / "out", study / "tables")
    (study / "tables/provenance.json").write_bytes(record)
    assert open_study(study).documents["doc_id"].tolist() == ["a", "b"]


def test_entries_of_another_run_are_a_fault(source, out, tmp_path):
    shutil.copytree(source / "st", tmp_path / "other")
    (tmp_path / "other/b.md").write_text("---\nkind: y\n---\nRights everywhere. Rights.")
    write_tables(tmp_path / "other", CODEBOOK, tmp_path / "out2", batch=1)
    for name in files(out):
        if "00001" in name:
            shutil.copy(tmp_path / "out2" / name, out / name)
    with pytest.raises(InputError, match=r"out/journal/: found entries that do not belong to the"):
        read_tables(out)
