"""A study at an address: the same texts and tables as from a folder of this machine."""

import sys
import uuid
from pathlib import Path

import pandas as pd
import pytest
from tiny import CODEBOOK

from analysis import InputError, InputWarning, open_study, read_codebook, read_documents
from analysis.cli import main
from analysis.codebook.read import find_codebook

pytest.importorskip("upath", reason="the extra `dask` is not installed")
pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

from upath import UPath

from analysis.large.run import write_tables
from analysis.large.store import read_tables

BOOK = "name: Small\nversion: 1\nthemes:\n  rights: {patterns: [right*]}\n"
STUDY = {
    "study [1]/study.yaml": "groups: [outlet]\ntexts: ../speeches\nlanguage: en\n",
    "study [1]/metadata.csv": "doc_id,outlet\n1971/a #1,Post\nb?.md,Times\nb?.html,\nrows-1,Post\nrows-2,\npage,\n",
    "speeches/1971/a #1.txt": "Aims\n\nStates must protect rights. Poverty fell.",
    "speeches/1971/.hidden.txt": "Hidden.",
    "speeches/b?.md": "---\nyear: 9\n---\nCountries should act – 100%20 of them.",
    "speeches/b?.html": "<p>Rights and the poor, é.",
    "speeches/page.html": "<p>Poverty.",
    "speeches/page_files/ad.txt": "Buy!",
    "speeches/rows.csv": 'text,year\n"Poverty, again.\nStates must act.",10\nRights.,\n',
    "speeches/old/provenance.json": '{"study": "..", "files": [], "earlier_files": []}',
    "speeches/old/b.txt": "Of a run.",
    "speeches/README.md": "Read me.",
}


@pytest.fixture(params=["memory", "file"])
def top(request, tmp_path):
    """An address of an empty folder."""
    return UPath(
        f"memory:///{uuid.uuid4().hex}" if request.param == "memory" else f"file://{tmp_path}/there"
    )


def fill(top, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = top.joinpath(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())


def tables(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.parquet")}


def found(path) -> str:
    with pytest.raises(InputError) as caught:
        read_documents(path)
    return str(caught.value)


def test_texts_and_tables_are_those_of_a_copy_on_this_machine(top, tmp_path):
    here = tmp_path / "here"
    for place in (here, top):
        fill(place, STUDY)
    studies = [here / "study [1]", f"{top}/study [1]"]
    outs = [tmp_path / "one", tmp_path / "two"]
    with pytest.warns(InputWarning) as read:
        expected, documents = map(read_documents, studies)
    with pytest.warns(InputWarning) as written:
        made = [write_tables(studies[n], CODEBOOK, outs[n], batch=1) for n in (0, 1)]
    pd.testing.assert_frame_equal(documents, expected)
    assert made[0] == made[1]
    assert tables(outs[0]) == tables(outs[1]) != {}
    start = "../speeches/page_files: found the files of a saved web page; expected texts;"
    for warned in (read, written):
        assert len(warned) == 2
        assert all(str(warning.message).startswith(start) for warning in warned)
    assert documents["path"].tolist()[:2] == ["../speeches/1971/a #1.txt", "../speeches/b?.html"]
    assert documents["outlet"].tolist() == ["Post", "", "Times", "", "Post", ""]


def test_one_file_and_texts_that_lie_elsewhere(top, tmp_path):
    fill(top, {"a/b.txt": "Poverty.", "a/c/d.txt": "Rights."})
    assert read_documents(f"{top}/a/b.txt")["path"].tolist() == ["b.txt"]
    fill(tmp_path, {"study/study.yaml": f"texts: {top}/a\n"})
    documents = read_documents(tmp_path / "study")
    assert documents["doc_id"].tolist() == ["b", "c/d"]
    assert documents["path"].tolist() == [f"{top}/a/b.txt", f"{top}/a/c/d.txt"]


def test_only_what_changed_there_is_read_again(top, tmp_path):
    fill(top, {"a.txt": "Poverty.", "b.txt": "Rights."})
    write_tables(top, CODEBOOK, tmp_path / "out", batch=1)
    assert write_tables(f"{top}/", CODEBOOK, tmp_path / "out", batch=1)["kept"] == 2
    fill(top, {"b.txt": "Poverty"})
    assert write_tables(top, CODEBOOK, tmp_path / "out", batch=1)["kept"] == 1
    assert read_tables(tmp_path / "out").hits["match"].tolist() == ["Poverty", "Poverty"]


def test_the_command_line_reads_an_address(top, tmp_path, capsys):
    own = "name: Own\nversion: '1'\nthemes: {poverty: {patterns: [poverty]}}\n"
    fill(top, {"study/codebook.yaml": own, "study/a.txt": "Poverty fell."})
    fill(top, {"study/coding.csv": "doc_id,sent_id,theme\na,1,poverty\n"})
    study = f"{top}/study"
    assert read_codebook(find_codebook(study)).name == "Own"
    assert main(["check", study]) == 0
    assert (
        capsys.readouterr().out == f"{study}: 1 text, 1 sentence, 1 theme, 1 pattern: no faults\n"
    )
    codebook = ["--codebook", f"{study}/codebook.yaml"]
    assert main(["tables", study, "--out", str(tmp_path / "out"), *codebook]) == 0
    assert main(["run", study]) == 2
    assert "found an address; expected a path of this machine" in capsys.readouterr().err


def test_tables_at_an_address_are_written_and_read(top):
    fill(top, {"study/a.txt": "Poverty."})
    write_tables(f"{top}/study", CODEBOOK, f"{top}/out")
    assert not list(top.glob("out/.*"))
    assert read_tables(f"{top}/out").hits["match"].tolist() == ["Poverty"]


def test_a_study_is_opened_at_an_address_and_so_are_its_tables(top):
    fill(top, {"study/a.txt": "States must protect rights.", "study/codebook.yaml": BOOK})
    study = open_study(str(top / "study"))
    assert study.hits["match"].tolist() == ["rights"]
    write_tables(str(top / "study"), study.codebook, str(top / "tables"))
    tables = open_study(str(top / "tables"))
    pd.testing.assert_frame_equal(tables.hits, study.hits)
    assert tables.scope == study.scope == "1 text, 1 sentence, 1 hit"


def test_with_dask(tmp_path):
    pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    fill(tmp_path, {f"study/{n}.txt": f"State {n} must act. " for n in range(5)})
    write_tables(tmp_path / "study", CODEBOOK, tmp_path / "one", batch=40)
    write_tables(
        f"file://{tmp_path}/study", CODEBOOK, tmp_path / "two", batch=40, scheduler="local"
    )
    assert tables(tmp_path / "one") == tables(tmp_path / "two")


def test_addresses_that_lead_nowhere(top, monkeypatch):
    fill(top, {"study/a.txt": "Poverty.", "none.txt": "Rights.", "empty/README.md": "Nothing."})
    assert found(f"{top}/studi").endswith(
        "/studi: found no such folder or file; expected a study: 'study'"
    )
    assert found(f"{top}/empty").startswith(f"{top}/empty: found no texts; expected a text (")
    with pytest.raises(InputError, match="found no such file; expected a codebook file"):
        read_codebook(f"{top}/x.dic")
    assert found("nowhere://x").startswith("nowhere://x: found an address that cannot be used (")
    monkeypatch.setattr(type(top), "drive", "bucket")
    with pytest.raises(InputError, match="found no bucket 'bucket'; expected one that exists"):
        write_tables(f"{top}/study", CODEBOOK, f"{top}/out")
    monkeypatch.setitem(sys.modules, "upath", None)
    assert found("s3://bucket/study") == (
        "s3://bucket/study: found an address, and no universal_pathlib to open it; "
        "expected the extra `dask`: make env LOCK=requirements-all.lock"
    )
