"""Run notebooks side by side, each in its own kernel, as many at once as there are cores."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from tqdm import tqdm
from traitlets.config import Config

from analysis.output.notebooks import KERNEL, clean, count_cells
from analysis.output.sources import REDIRECT
from analysis.wording import printable

KERNEL_OPTIONS = ["--HistoryManager.enabled=False"]  # the user's history of commands is theirs
# Variables of the user's environment that would change how a notebook runs or what it shows.
NOT_PASSED_ON = ("JPY_SESSION_NAME", "MPLBACKEND")


@dataclass(frozen=True)
class Job:
    """One notebook to run.

    Attributes:
        name: the notebook's file name without its ending.
        notebook: the notebook; the run fills in its outputs.
        folder: the kernel's working folder.
        out: the folder to which its exports are redirected.
    """

    name: str
    notebook: NotebookNode
    folder: Path
    out: Path


class Outcome(NamedTuple):
    """How one notebook went: its number of code cells, its time in seconds, its error or `""`."""

    name: str
    cells: int
    seconds: float
    error: str

    def __str__(self) -> str:
        ending = f"failed: {self.error}" if self.error else "ok"
        line = f"{self.name:<16} {self.cells:3} cells  {self.seconds:5.1f} s  {ending}"
        return printable(line)


def run_jobs(jobs: list[Job]) -> list[Outcome]:
    """Run notebooks side by side, and print one line for each, in the order given.

    An error in a notebook ends only that notebook. Ctrl-C and signals to end stop all kernels.

    Raises:
        KeyboardInterrupt: the run was interrupted.
    """
    n_cells = sum(count_cells(job.notebook) for job in jobs)
    with tqdm(total=n_cells, unit="cell", leave=False, disable=None) as bar:
        # In the main thread, nbclient would answer signals itself, and end one kernel of several.
        run = _Thread(lambda: _run_all(jobs, bar))
        with _ended_by_signals():
            return run.wait()


async def _run_all(jobs: list[Job], bar: tqdm) -> list[Outcome]:
    """Run as many notebooks at once as there are cores."""
    free = asyncio.Semaphore(count_cores())
    tasks = [asyncio.create_task(_run(job, free, bar)) for job in jobs]
    outcomes = []
    try:
        for task in tasks:
            outcomes.append(await task)
            bar.write(str(outcomes[-1]))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return outcomes


def count_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


async def _run(
    job: Job,
    free: asyncio.Semaphore,
    bar: tqdm,
) -> Outcome:
    """Run one notebook when a core is free."""
    n_cells = count_cells(job.notebook)
    n_run = 0

    def on_cell(**_: Any) -> None:
        nonlocal n_run
        n_run += 1
        bar.update()

    async with free:
        begin = time.monotonic()
        error = await execute(job, on_cell)
        seconds = time.monotonic() - begin
    bar.update(n_cells - n_run)
    return Outcome(job.name, n_cells, seconds, error)


async def execute(job: Job, on_cell: Callable[..., None] | None = None) -> str:
    """Run a notebook in a new kernel, and clean it.

    Returns the first line of its error, or `""`. The error is shown in the notebook as well.
    """
    client = NotebookClient(
        job.notebook,
        kernel_name=KERNEL["name"],
        kernel_manager_class=_KernelManager,
        resources={"metadata": {"path": str(job.folder)}},
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",
        coalesce_streams=True,  # else the kernel's pace decides how lines are split into outputs
        on_cell_executed=on_cell,
        config=Config(
            KernelManager={"transport_encryption": "auto"}
        ),  # or ipykernel prints a notice
    )
    try:
        await client.async_execute(env=_environment(job.out))
    except CellExecutionError as error:
        return f"{error.ename}: {error.evalue}".splitlines()[0]
    except RuntimeError as error:  # a kernel that dies or does not start
        if _is_cancelled():  # nbclient takes a cancelled cell for a dead kernel
            raise asyncio.CancelledError from None
        return f"{type(error).__name__}: {error}".splitlines()[0]
    finally:
        await _shut_down(client)
        clean(job.notebook)
    return ""


def _environment(out: Path) -> dict[str, str]:
    """The environment of a kernel: its exports are redirected, the user's settings are left out."""
    settings = out / ".ipython"  # the user's may hold start-up files
    settings.mkdir(parents=True)
    passed_on = {key: value for key, value in os.environ.items() if key not in NOT_PASSED_ON}
    return passed_on | {REDIRECT: str(out), "IPYTHONDIR": str(settings)}


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def _shut_down(client: NotebookClient) -> None:
    """End a kernel that was still starting when the run was cancelled; nbclient ends all others."""
    manager = client.km
    if isinstance(manager, AsyncKernelManager) and manager.has_kernel:
        await manager.shutdown_kernel(now=True)


class _OwnKernel(KernelSpecManager):
    """Knows one kernel: this Python.

    A kernel of the same name that is installed elsewhere would have other packages.
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel, whatever its name."""
        return KernelSpec(**get_kernel_dict(extra_arguments=KERNEL_OPTIONS))


class _KernelManager(AsyncKernelManager):
    """Starts kernels of this Python."""

    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return _OwnKernel(parent=self)


# -- interruption ----------------------------------------------------------------------------------


class _Thread:
    """A thread that runs a coroutine, while the main thread waits for it and for signals."""

    def __init__(self, make: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        self._make = make
        self._result: Any = None
        self._error: BaseException | None = None
        self._started = threading.Event()
        # Not Thread.join: in Python 3.11, one that is interrupted takes its thread for ended.
        self._ended = threading.Event()

    def wait(self) -> Any:
        """The coroutine's result, or its error; at Ctrl-C, it is cancelled first."""
        threading.Thread(target=self._run, daemon=True).start()
        try:
            while not self._ended.wait(timeout=0.1):
                pass  # on Windows, a wait without end would block Ctrl-C
        except KeyboardInterrupt:
            self._started.wait()
            with suppress(RuntimeError):  # the loop has just ended
                self._loop.call_soon_threadsafe(self._task.cancel)
            self._ended.wait()
            raise
        if self._error is not None:
            raise self._error
        return self._result

    def _run(self) -> None:
        try:
            self._result = asyncio.run(self._main())
        except BaseException as error:  # raised again in the main thread
            self._error = error
        finally:
            self._ended.set()

    async def _main(self) -> Any:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.ensure_future(self._make())
        self._started.set()
        return await self._task


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let SIGTERM, and SIGHUP from a closed terminal, interrupt the run as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    names = ("SIGTERM", "SIGHUP")  # Windows has no SIGHUP
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {}
    for number in numbers:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            before[number] = signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
