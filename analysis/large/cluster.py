"""Make the batches of a run on a Dask cluster, which may have several machines.

A batch depends only on its texts, and each of its files is complete or absent. So if a worker is
killed, Dask gives its batch to another worker, and nothing is lost. All workers need the same
packages, and must reach the study and the tables by the same paths. They receive the rows of
tables from here, and send back entries of the journal.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from analysis.faults import Fault, InputError, missing
from analysis.large.workers import Workers

LOCAL = "local"
PAGE = "127.0.0.1:0"  # Dask's status page takes any free port: another cluster may have 8787
CONFIG = {
    "distributed.admin.large-graph-warning-threshold": "1GB"
}  # Dask warns of data as large as our rows
MORE_THAN_BUSY = 2  # batches waiting, so that no worker has to


@contextmanager
def connect_to_cluster(scheduler: str) -> Iterator[Workers]:
    """Connect to the workers of a Dask cluster.

    Args:
        scheduler: the address of a running scheduler, such as `tcp://10.0.0.1:8786`; or `local`,
            which starts one worker per core on this machine and stops them afterwards.

    Raises:
        InputError: Dask is not installed, or there is no such scheduler.
        OSError: Dask gave up a batch because several workers died while they worked on it.
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
            said = f"workers were killed again and again; run it again to continue ({error})"
            raise OSError(said) from None
        finally:
            client.close()
            if own:
                own.close()
