"""A folder of tables is used in the same way on this machine and at an address."""

import pickle
import uuid
from pathlib import Path

import pytest

from analysis import InputError

pytest.importorskip("fsspec", reason="the extra `parquet` is not installed")

from analysis.large.folder import Folder


@pytest.fixture(params=["path", "file", "memory"])
def folder(request, tmp_path):
    """A folder that does not exist yet."""
    if request.param == "path":
        return Folder(tmp_path / "a [1]#é")
    pytest.importorskip("upath", reason="the extra `dask` is not installed")
    if request.param == "file":
        return Folder(f"file://{tmp_path}/there")
    return Folder(f"memory:///{uuid.uuid4().hex}")


def test_files_are_written_listed_read_and_removed(folder):
    assert folder.sizes() == {}
    folder.write("a.json", b"{}")
    folder.write("hits/part-00000.parquet", b"PAR")
    folder.write("a.json", b"[1]")
    assert folder.sizes() == {"a.json": 3, "hits/part-00000.parquet": 3}
    assert folder.read("a.json") == b"[1]"
    folder.remove("a.json")
    folder.remove("a.json")
    assert folder.sizes() == {"hits/part-00000.parquet": 3}


def test_a_file_is_written_whole_or_not_at_all(folder, monkeypatch):
    folder.write("a.json", b"{}")

    def fail(path: str, data: bytes) -> None:
        with folder._files.open(path, "wb") as file:
            file.write(data[:1])
        raise OSError("no space left")

    monkeypatch.setattr(folder._files, "pipe_file", fail)
    with pytest.raises(OSError, match="no space left"):
        folder.write("a.json", b"[1]")
    assert folder.sizes() == {"a.json": 2}
    assert folder.read("a.json") == b"{}"


def test_a_folder_is_sent_to_a_worker(folder):
    folder.write("a.json", b"{}")
    assert pickle.loads(pickle.dumps(folder)).read("a.json") == b"{}"


def test_only_a_folder_of_this_machine_is_locked(folder):
    with folder.exclusive():
        if str(folder.path).startswith("memory:"):
            with folder.exclusive():
                assert folder.sizes() == {}
        else:
            assert folder.sizes() == {".lock": 0}
            with pytest.raises(InputError, match="found a folder that another run is writing to"):
                folder.exclusive().__enter__()
    assert folder.sizes() == {}


def test_a_path_is_the_folder_wherever_the_work_is_done(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = Folder("out")
    monkeypatch.chdir("/")
    folder.write("a.json", b"{}")
    assert Path(tmp_path, "out/a.json").read_bytes() == b"{}"
