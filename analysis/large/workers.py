"""Start worker processes on this machine, hand batches to workers, and collect the results."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import NamedTuple

from tqdm import tqdm

from analysis.faults import Fault, Report, raise_all
from analysis.large.batch_tables import BatchResult, Job, make_batch
from analysis.large.batches import Batch
from analysis.large.journal import Entry
from analysis.large.listed import warn_of_moved


class Workers(NamedTuple):
    """An executor that makes batches.

    Attributes:
        executor: runs `make_batch`.
        limit: the most batches that may be in progress at once; more would only use memory.
    """

    executor: Executor
    limit: int


@contextmanager
def start_local_workers(n: int) -> Iterator[Workers]:
    """Start `n` worker processes on this machine; a single worker is a thread of this process."""
    pool: Executor
    if n > 1:
        pool = ProcessPoolExecutor(n, get_context("spawn"), _start_worker)
    else:
        pool = ThreadPoolExecutor(1)
    try:
        yield Workers(pool, n + 1)
    finally:
        pool.shutdown(cancel_futures=True)


def _start_worker() -> None:
    """Prepare a worker to leave Ctrl-C to its parent, and to end when the parent is killed.

    A terminal that is closed ends it in the same way as Ctrl-C. SIGTERM is not ignored, because the
    pool uses it to end the other workers when one of them was killed.
    """
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):  # Windows has no SIGHUP
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


class Dispatcher:
    """Hand batches to workers and collect their results.

    Args:
        job: what all batches share.
        workers: the executor that makes them.
        bar: the progress bar.
        report: collects the files that were in the way and were moved aside.
    """

    def __init__(self, job: Job, workers: Workers, bar: tqdm, report: Report) -> None:
        self.n_kept = 0
        self._report = report
        self._job = job
        self._workers = workers
        self._bar = bar
        self._entries: dict[int, Entry] = {}
        self._faults: list[Fault] = []
        self._running: dict[Future[BatchResult], tuple[int, int]] = {}  # number and size

    def keep(self, batch: Batch, entry: Entry) -> None:
        """Keep a batch that an earlier run made."""
        self._entries[batch.number] = entry
        self._bar.update(batch.size)
        self.n_kept += 1

    def submit(self, batch: Batch) -> None:
        """Submit a batch; wait first if the limit of batches in progress is reached.

        After the first error, further texts are only checked.

        Raises:
            OSError: a worker was killed.
        """
        only_check = bool(self._faults)
        with _explain_killed_workers():
            future = self._workers.executor.submit(make_batch, self._job, batch, only_check)
        self._running[future] = batch.number, batch.size
        if len(self._running) >= self._workers.limit:
            self._collect(FIRST_COMPLETED)

    def finish(self) -> list[Entry]:
        """Wait for all batches, and return their entries in order.

        Raises:
            InputError: any text has errors; all of them are listed.
            OSError: a worker was killed.
        """
        self._collect()
        raise_all(self._faults)
        return [self._entries[number] for number in sorted(self._entries)]

    def _collect(self, until: str = "ALL_COMPLETED") -> None:
        done, _ = wait(self._running, return_when=until)
        for future in done:
            number, size = self._running.pop(future)
            with _explain_killed_workers():
                result = future.result()
            if result.entry is not None:
                self._entries[number] = result.entry
            self._faults.extend(result.faults)
            warn_of_moved(self._job.folder, result.moved, self._report)
            self._bar.update(size)


@contextmanager
def _explain_killed_workers() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        said = "a worker was killed (was there too little memory?); run it again to continue"
        raise OSError(said) from None
