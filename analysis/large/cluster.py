"""More than one machine: the batches of a run on a Dask cluster.

A batch depends on its texts only, and each of its files is complete or absent. So if a worker is
killed, Dask gives its batch to another one, and nothing is lost. Workers send back the entries of
the journal. They need the same packages, and the paths of the study and of the tables must mean
the same to them. Rows of a table are sent to them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from analysis.faults import Fault, InputError, missing
from analysis.large.workers import Workers

LOCAL = "local"
PAGE = "127.0.0.1:0"  # of Dask's own page: any free port, because 8787 may be another cluster's
CONFIG = {
    "distributed.admin.large-graph-warning-threshold": "1GB"
}  # rows are more than Dask expects
MORE_THAN_BUSY = 2  # batches that wait, so that no worker does


@contextmanager
def cluster_workers(scheduler: str) -> Iterator[Workers]:
    """Connect to the workers of a Dask cluster.

    Args:
        scheduler: the address of a running scheduler, such as `tcp://10.0.0.1:8786`. Or `local`:
            then one worker per core is started on this machine, and ended afterwards.

    Raises:
        InputError: Dask is not installed, or there is no such scheduler.
        OSError: workers were killed again and again.
    """
    try:
        import dask
        from distributed import Client, KilledWorker, LocalCluster
    except ImportError:
        raise InputError([missing("--scheduler", "no Dask", "dask")]) from None
    with dask.config.set(CONFIG):
        own = None
        if scheduler == LOCAL:
            own = LocalCluster(threads_per_worker=1, dashboard_address=PAGE)
        try:
            client = Client(own or scheduler)
        except (OSError, ValueError) as error:
            found = f"{scheduler!r} ({error})"
            expected = (
                "the address of a Dask scheduler that runs, such as tcp://10.0.0.1:8786, "
                f"or {LOCAL!r}"
            )
            raise InputError([Fault("--scheduler", found, expected)]) from None
        try:
            n_threads = sum(client.nthreads().values())
            yield Workers(client.get_executor(pure=False), n_threads + MORE_THAN_BUSY)
        except KilledWorker as error:
            said = f"workers were killed again and again; run it again, and it goes on ({error})"
            raise OSError(said) from None
        finally:
            client.close()
            if own:
                own.close()
