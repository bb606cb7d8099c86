"""Paths that no record can hold, walks, and what is opened."""

import os
import threading

import pytest

from analysis.cli import main
from analysis.faults import InputError
from analysis.paths import files_named, open_file, read_bytes, to_path, walk

ODD = {
    os.fsdecode(b"caf\xe9"): r"caf\xe9: found a path that is not UTF-8; expected another name",
    "a\ud800": r"a\ud800: found a path that is not UTF-8; expected another name",
    "a\0b": "a\0b: found a path with NUL in it; expected another name",
    "x"
    * 300: f"{'x' * 300}: found a path with a name of more letters than a file can have (300 in "
    "all); expected another name",
}


@pytest.mark.parametrize("path", ODD)
def test_an_odd_path_is_a_fault(path):
    with pytest.raises(InputError) as caught:
        to_path(path)
    assert str(caught.value) == ODD[path]


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["check", "s", "--codebook"],
        ["run", "s", "--out"],
        ["tables", "s", "--out"],
        ["compare", "s", "--with"],
        ["new"],
        ["convert", "s/codebook.yaml"],
        ["lab"],
        [],
    ],
)
@pytest.mark.parametrize("path", ODD)
def test_an_odd_path_on_the_command_line_is_a_fault(words, path, capsys):
    assert main([*words, path]) == 2
    printed = capsys.readouterr().err
    assert printed == f"error: {ODD[path]}\n".replace("\0", r"\x00")


@pytest.mark.parametrize("codebook", ["/dev/zero", "pipe.yaml", "pipe.dic", "pipe"])
def test_a_codebook_that_is_no_file_is_a_fault_at_once(tmp_path, monkeypatch, capsys, codebook):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Rights.")
    if codebook.startswith("pipe"):
        os.mkfifo(tmp_path / codebook)
    kind = "a pipe" if codebook.startswith("pipe") else "a device"
    assert main(["convert", codebook, "b.dic"]) == 2
    assert f"found {kind}; expected a regular file" in capsys.readouterr().err
    assert main(["check", "a.txt", "--codebook", codebook]) == 2
    assert kind in capsys.readouterr().out


def test_a_codebook_of_more_than_20_mb_is_a_fault(tmp_path):
    with (tmp_path / "a.yaml").open("wb") as file:
        file.truncate(10**12)
    assert main(["convert", str(tmp_path / "a.yaml"), str(tmp_path / "b.dic")]) == 2


def test_a_file_that_became_a_pipe_does_not_wait(tmp_path, monkeypatch):
    """Between the look at a path and the opening, something else can take its place."""
    path = tmp_path / "a"
    path.write_text("x")
    regular = path.stat()
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(type(path), "stat", lambda *_, **__: regular)
    done = threading.Event()

    def read():
        read_bytes(path, "a")
        done.set()

    threading.Thread(target=read, daemon=True).start()
    assert done.wait(10)


@pytest.mark.parametrize("size", [0, 1, 2_000_000])
def test_a_file_is_read_up_to_a_size(tmp_path, size):
    path = tmp_path / "a"
    path.write_bytes(b"x" * size)
    assert read_bytes(path, "a", 2_000_000) == b"x" * size
    if size > 1_000_000:
        with pytest.raises(InputError, match=r"a: found a file of 2 MB; expected at most 1 MB; no"):
            read_bytes(path, "a", 1_000_000, "; nothing else")


def test_a_folder_and_a_missing_file_are_no_files(tmp_path):
    with pytest.raises(InputError, match=r"x: found a folder; expected a regular file"):
        open_file(tmp_path, "x")
    with pytest.raises(InputError, match=r"x: found a file that cannot be read \(No such file or"):
        open_file(tmp_path / "x", "x")


def test_a_walk_enters_the_folders_that_remain_but_no_links(tmp_path):
    for name in ("b/c/d.txt", "a/e.txt", "x/y/f.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "z").symlink_to("a")
    (tmp_path / "loop").symlink_to("loop")
    seen = []
    for folder, folders, names in walk(tmp_path):
        folders[:] = sorted(set(folders) - {"x"})
        seen.append((folder.relative_to(tmp_path).as_posix(), list(folders), names))
    assert seen == [
        (".", ["a", "b", "z"], ["loop"]),
        ("a", [], ["e.txt"]),
        ("b", ["c"], []),
        ("b/c", [], ["d.txt"]),
    ]


def test_a_walk_through_what_is_not_there_says_so(tmp_path):
    errors = []
    assert list(walk(tmp_path / "x", errors.append)) == []
    assert [error.strerror for error in errors] == ["No such file or directory"]
    assert list(walk(tmp_path / "x")) == []
    assert files_named(tmp_path / "x", "*") == []
