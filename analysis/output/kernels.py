"""Run notebooks in parallel, each in its own kernel, at most one per core."""

import asyncio
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from tqdm import tqdm
from traitlets.config import Config

from analysis.interrupts import interrupt_on_signals
from analysis.output import TIME_LIMIT
from analysis.output.notebooks import KERNEL, clean, count_cells
from analysis.output.sources import ASKED, REDIRECT
from analysis.wording import pluralize, printable

KERNEL_OPTIONS = ["--HistoryManager.enabled=False"]  # keeps the user's command history unchanged
# Variables of the user's environment that would change how a notebook runs or what it shows.
NOT_PASSED_ON = (
    "JPY_SESSION_NAME",
    "MATPLOTLIBRC",
    "MPLBACKEND",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
)
SETTINGS = ".settings"  # the folder for settings and caches of a kernel, beside its exports


@dataclass(frozen=True)
class Job:
    """One notebook to run.

    Attributes:
        name: the notebook's file name without its ending.
        notebook: the notebook; the run fills in its outputs.
        folder: the kernel's working folder.
        out: the folder that receives its exports.
        formats: further formats of the tables that it exports, beside CSV.
    """

    name: str
    notebook: NotebookNode
    folder: Path
    out: Path
    formats: Sequence[str] = ()


class Outcome(NamedTuple):
    """The result of one notebook: its number of code cells, its seconds, its error or `""`."""

    name: str
    cells: int
    seconds: float
    error: str

    def __str__(self) -> str:
        ending = f"failed: {self.error}" if self.error else "ok"
        return f"{self.name:<16} {self.cells:3} cells  {self.seconds:5.1f} s  {ending}"


def run_jobs(jobs: list[Job], time_limit: float = TIME_LIMIT) -> list[Outcome]:
    """Run notebooks in parallel, and print one line for each, in the order given.

    An error in a notebook stops only that notebook. Ctrl-C and termination signals stop all.

    Args:
        jobs: the notebooks.
        time_limit: the seconds that each notebook may run; 0 for no limit.

    Raises:
        KeyboardInterrupt: the run was interrupted.
    """
    n_cells = sum(count_cells(job.notebook) for job in jobs)
    with tqdm(total=n_cells, unit="cell", leave=False, disable=None) as bar:
        # In the main thread, nbclient would handle signals itself, and stop only one kernel.
        run = _Thread(lambda: _run_all(jobs, time_limit, bar))
        with interrupt_on_signals():
            return run.wait()


async def _run_all(jobs: list[Job], time_limit: float, bar: tqdm) -> list[Outcome]:
    """Run the notebooks, at most one per core at a time."""
    await asyncio.to_thread(_list_fonts)  # once, before any of them asks for it
    free = asyncio.Semaphore(count_cores())
    tasks = [asyncio.create_task(_run(job, time_limit, free, bar)) for job in jobs]
    outcomes = []
    try:
        for task in tasks:
            outcomes.append(await task)
            bar.write(printable(str(outcomes[-1])))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return outcomes


def count_cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


async def _run(
    job: Job,
    time_limit: float,
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
        error = await execute(job, on_cell, time_limit)
        seconds = time.monotonic() - begin
    bar.update(n_cells - n_run)
    return Outcome(job.name, n_cells, seconds, error)


async def execute(
    job: Job,
    on_cell: Callable[..., None] | None = None,
    time_limit: float = TIME_LIMIT,
) -> str:
    """Run a notebook in a new kernel, and clean it.

    The kernel ends with the notebook, or when the notebook has run for `time_limit` seconds (0 for
    no limit).

    Returns the first line of its error, or `""`. The notebook shows the whole error.
    """
    clock = asyncio.timeout(None)
    begun: list[NotebookNode] = []  # the cells that were run, the last one perhaps in part

    def on_begin(cell: NotebookNode, **_: Any) -> None:
        if time_limit and not begun:  # the kernel has started
            clock.reschedule(asyncio.get_running_loop().time() + time_limit)
        begun.append(cell)

    client = NotebookClient(
        job.notebook,
        kernel_name=KERNEL["name"],
        kernel_manager_class=_KernelManager,
        resources={"metadata": {"path": str(job.folder)}},
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",
        coalesce_streams=True,  # else timing decides how lines are grouped into outputs
        on_cell_execute=on_begin,
        on_cell_executed=on_cell,
        config=_configure(job.out),
    )
    try:
        async with clock:
            await _run_cells(client, job)
    except TimeoutError:
        return _note_timeout(begun, time_limit)
    except CellExecutionError as error:
        return f"{error.ename}: {error.evalue}".splitlines()[0]
    except RuntimeError as error:  # the kernel died or did not start
        return f"{type(error).__name__}: {error}".splitlines()[0]
    finally:
        await _shut_down(client)
        clean(job.notebook)
    return ""


async def _run_cells(client: NotebookClient, job: Job) -> None:
    """Run all cells. A cancelled cell raises `CancelledError`; nbclient says that a kernel died."""
    try:
        await client.async_execute(env=_make_environment(job))
    except RuntimeError:
        if _is_cancelled():
            raise asyncio.CancelledError from None
        raise


def _note_timeout(begun: list[NotebookNode], time_limit: float) -> str:
    """Add an error to the cell that was running at the time limit, and return it."""
    name = "TimeoutError"
    busy = f"code cell {len(begun)} still busy after {pluralize(round(time_limit), 'second')}"
    value = f"found {busy}; expected an end, or a longer limit (--timeout)"
    line = f"{name}: {value}"
    error = new_output("error", ename=name, evalue=value, traceback=[line])
    begun[-1]["outputs"].append(error)
    return line


def _configure(out: Path) -> Config:
    """Configure the manager of a kernel."""
    manager = {
        "connection_file": str(out / SETTINGS / "kernel.json"),  # not in the user's folder
        "transport_encryption": "auto",  # else ipykernel prints a notice
    }
    return Config(KernelManager=manager)


def _make_environment(job: Job) -> dict[str, str]:
    """Make the environment of a kernel: redirected exports, and no settings of the user."""
    out = job.out
    ipython = out / SETTINGS / "ipython"  # the user's folder may contain start-up files
    matplotlib = out / SETTINGS / "matplotlib"  # and perhaps nobody can write to this one
    ipython.mkdir(parents=True)
    matplotlib.mkdir()
    for name, content in _list_fonts().items():
        Path(matplotlib, name).write_bytes(content)
    own = {REDIRECT: out, "IPYTHONDIR": ipython, "MPLCONFIGDIR": matplotlib}
    asked = {ASKED: ",".join(job.formats)}
    return _pass_on() | {name: str(path) for name, path in own.items()} | asked


def _pass_on() -> dict[str, str]:
    """Return the user's environment, without what would change the results."""
    return {key: value for key, value in os.environ.items() if key not in NOT_PASSED_ON}


@cache
def _list_fonts() -> dict[str, bytes]:
    """Let matplotlib list the fonts of this machine; returns the files of its cache by name.

    It is done once, because it takes a second, and before the kernels start, because matplotlib
    prints a notice if it takes several.
    """
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        # -P: no module is imported from the working folder.
        command = [sys.executable, "-P", "-c", "import matplotlib.font_manager"]
        environment = _pass_on() | {"MPLCONFIGDIR": folder}
        # If it fails, each kernel lists the fonts itself.
        subprocess.run(command, env=environment, capture_output=True, check=False)
        return {path.name: path.read_bytes() for path in Path(folder).glob("*.json")}


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def _shut_down(client: NotebookClient) -> None:
    """Stop a kernel that was still starting when the run was cancelled; nbclient stops the rest."""
    manager = client.km
    if isinstance(manager, AsyncKernelManager) and manager.has_kernel:
        await manager.shutdown_kernel(now=True)


class _OwnKernel(KernelSpecManager):
    """Offer one kernel: this Python.

    An installed kernel of the same name could have other packages.
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the kernel, whatever its name."""
        return KernelSpec(**get_kernel_dict(extra_arguments=KERNEL_OPTIONS))


class _KernelManager(AsyncKernelManager):
    """Start kernels of this Python."""

    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return _OwnKernel(parent=self)


# -- interruption ----------------------------------------------------------------------------------


class _Thread:
    """A thread that runs a coroutine, so that the main thread can wait for signals."""

    def __init__(self, make: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        self._make = make
        self._result: Any = None
        self._error: BaseException | None = None
        self._started = threading.Event()
        # Thread.join would not do: in Python 3.11, an interrupted join marks the thread as ended.
        self._ended = threading.Event()

    def wait(self) -> Any:
        """Return the coroutine's result or raise its error; Ctrl-C cancels it first."""
        threading.Thread(target=self._run, daemon=True).start()
        try:
            while not self._ended.wait(timeout=0.1):
                pass  # on Windows, a wait without a timeout would block Ctrl-C
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
        except BaseException as error:  # the main thread raises it again
            self._error = error
        finally:
            self._ended.set()

    async def _main(self) -> Any:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.ensure_future(self._make())
        self._started.set()
        return await self._task
