"""Lock a folder for one run. The operating system ends the lock if the run is killed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.faults import Fault, InputError

INSIDE = ".lock"  # the name of a lock file that is in its folder


@contextmanager
def exclusive(
    folder: Path, shown: str, timeout: float = 0, *, inside: bool = False
) -> Iterator[None]:
    """Lock a folder of this machine for this process.

    The lock file is removed at the end. A process that is killed leaves it behind, unlocked.

    Args:
        folder: the folder to lock; it need not exist.
        shown: what a message calls it.
        timeout: how many seconds to wait for another process.
        inside: whether the lock file is in the folder, which is made if it does not exist.
            Otherwise the file is beside the folder.

    Raises:
        InputError: another process has locked the folder, or a file of the user has the name of
            the lock file, which would be emptied.
    """
    file = folder / INSIDE if inside else folder.with_name(f".{folder.name}.lock")
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_file() and file.stat().st_size:
        expected = "no file of this name, which the lock of a run has: rename or move yours"
        raise InputError([Fault(str(file), "a file that is not empty", expected)])
    lock = FileLock(file, timeout=timeout)
    try:
        lock.acquire()
    except Timeout:
        found = "a folder that another run is writing to"
        raise InputError([Fault(shown, found, "one run at a time; wait for the other")]) from None
    try:
        yield
    finally:
        # It is removed while it is locked. A process that waits for it then makes another.
        if os.name != "nt":
            with suppress(OSError):
                file.unlink()
        lock.release()
