"""More than one machine: the batches of `analysis.large.run` on a Dask cluster.

A batch depends on nothing but its texts, and its files are there whole or not at all: of a worker that is killed Dask
gives the batch to another, and nothing is lost. What comes back are the entries of the journal. The workers need the
same packages, and the paths of the study and of the tables mean the same to them; a table's rows are sent along.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from analysis.faults import Fault, InputError, missing

LOCAL = "local"
PAGE = "127.0.0.1:0"  # of Dask's own page: any free port, for 8787 may be another cluster's
CONFIG = {
    "distributed.admin.large-graph-warning-threshold": "1GB"
}  # of a table's rows, more than Dask expects


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
        own = (
            LocalCluster(threads_per_worker=1, dashboard_address=PAGE)
            if scheduler == LOCAL
            else None
        )
        try:
            client = Client(own or scheduler)
        except (OSError, ValueError) as error:
            expected = f"the address of a Dask scheduler that runs, such as tcp://10.0.0.1:8786, or {LOCAL!r}"
            raise InputError([Fault("--scheduler", f"{scheduler!r} ({error})", expected)]) from None
        try:
            yield client.get_executor(pure=False), sum(client.nthreads().values()) + 2
        except KilledWorker as error:
            raise OSError(
                f"workers were killed again and again; run it again, and it goes on ({error})"
            ) from None
        finally:
            client.close()
            if own:
                own.close()
