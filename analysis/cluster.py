"""More than one machine: the batches of `analysis.stream` on a Dask cluster, their tables wherever fsspec writes.

A batch depends on nothing but its texts, and its files are there whole or not at all: of a worker that is killed Dask
gives the batch to another, and nothing is lost. What comes back are the entries of the journal. The workers need the
same packages, and the paths of the study and of the tables mean the same to them; a table's rows are sent along.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from uuid import uuid4

from .faults import Fault, InputError, missing

LOCAL = "local"
CONFIG = {"distributed.admin.large-graph-warning-threshold": "1GB"}  # of a table's rows, more than Dask expects


@contextmanager
def cluster(scheduler: str) -> Iterator[tuple[Executor, int]]:
    """The workers of a Dask cluster as an executor, and how many batches may be under way at once.

    `scheduler` is the address of one that runs, such as `tcp://10.0.0.1:8786`, or `local`: then one worker a core is
    started on this machine, and ended afterwards. Raises `InputError` where there is no Dask, or no such scheduler.
    """
    try:
        import dask
        from distributed import Client, KilledWorker, LocalCluster
    except ImportError:
        raise InputError([missing("--scheduler", "no Dask", "dask")]) from None
    with dask.config.set(CONFIG):
        own = LocalCluster(threads_per_worker=1, dashboard_address=None) if scheduler == LOCAL else None
        try:
            client = Client(own or scheduler)
        except (OSError, ValueError) as error:
            expected = f"the address of a Dask scheduler that runs, such as tcp://10.0.0.1:8786, or {LOCAL!r}"
            raise InputError([Fault("--scheduler", f"{scheduler!r} ({error})", expected)]) from None
        try:
            yield client.get_executor(pure=False), sum(client.nthreads().values()) + 2
        except KilledWorker as error:
            raise OSError(f"workers were killed again and again; run it again, and it goes on ({error})") from None
        finally:
            client.close()
            if own:
                own.close()


class Remote:
    """A folder at an address (see `analysis.files.place`), with the methods of `analysis.parquet.Folder`."""

    def __init__(self, path):
        self.path, self.files, self.top = path, path.fs, path.path
        if path.drive and not self.files.exists(path.drive):  # to write would make a bucket of a mistyped name
            raise InputError([Fault(str(path), f"no bucket {path.drive!r}", "one that is there")])

    def sizes(self) -> dict[str, int]:
        """Every file in it, in folders too, and how many bytes it has."""
        self.files.invalidate_cache(self.top)
        found = self.files.find(self.top, detail=True)
        return {name.removeprefix(self.top).strip("/"): each["size"] for name, each in found.items()}

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return self.files.cat_file(f"{self.top}/{name}")

    def write(self, name: str, data: bytes) -> None:
        """Write a file, or write it anew: under another name, which is then changed."""
        folder, _, last = f"{self.top}/{name}".rpartition("/")
        self.files.makedirs(folder, exist_ok=True)
        self.files.pipe_file(part := f"{folder}/.{last}.{uuid4().hex}.part", data)
        self.files.mv(part, f"{folder}/{last}")

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with suppress(FileNotFoundError):
            self.files.rm_file(f"{self.top}/{name}")
