"""One run at a time: the operating system's own lock, which is gone when its process is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.faults import Fault, InputError


@contextmanager
def exclusive(folder: Path, shown: str, timeout: float = 0) -> Iterator[None]:
    """Keep a folder of this machine to this process; the lock file lies beside it and is removed at the end.

    Args:
        folder: the folder to keep; it need not exist.
        shown: what a message calls it.
        timeout: how many seconds to wait for another process.

    Raises:
        InputError: another process keeps the folder.
    """
    file = folder.with_name(f".{folder.name}.lock")
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file, timeout=timeout)
    try:
        lock.acquire()
    except Timeout:
        found = "a folder that another run is writing to"
        raise InputError([Fault(shown, found, "one run at a time; wait for the other")]) from None
    try:
        yield
    finally:
        # Removed while it is held: whoever waits for it then sees that it is gone, and makes another.
        if os.name != "nt":
            with suppress(OSError):
                file.unlink()
        lock.release()
