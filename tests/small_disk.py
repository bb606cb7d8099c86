"""A small file system that can be filled up, for programs that may leave nothing half written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILLER = Path("filler")


def run_on_small_disk(program: str, folder: Path, megabytes: int = 2) -> None:
    """Run a program in a file system of its own, which is mounted in a folder; it must succeed.

    The program can import what tests import: `from small_disk import fill`.
    """
    mount = f"mount -t tmpfs -o size={megabytes}m none '{folder}' && cd '{folder}'"
    unshare = ["unshare", "-rm", "sh", "-c"]
    if not shutil.which("unshare") or subprocess.run([*unshare, mount], stderr=-3).returncode:
        pytest.skip("no small file system can be mounted here")
    paths = [HERE.parent, HERE, HERE / "large"]
    done = subprocess.run(
        [*unshare, f'{mount} && "$0" -c "$1"', sys.executable, program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def fill(pages: int) -> None:
    """Fill the file system of the working folder, so that only so many pages are free."""
    FILLER.unlink(missing_ok=True)
    disk = os.statvfs(".")
    FILLER.write_bytes(bytes((disk.f_bavail - pages) * disk.f_frsize))


def make_room() -> None:
    """Undo `fill`."""
    FILLER.unlink(missing_ok=True)


def list_files() -> dict[str, bytes]:
    """Read all files of the working folder but the one that fills it."""
    found = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    return {path.as_posix(): content for path, content in found.items() if path != FILLER}
