"""Run the notebooks on a study, one after another, and put what they make into its exports folder.

Everything is made in a temporary folder first; then each file is moved to its place whole, and `provenance.json` comes
last. A run that is killed leaves the exports of the run before.
"""

import ast
import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import nbformat
import pandas as pd
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from tqdm import tqdm
from traitlets.config import Config

from analysis.atomic import write_atomic
from analysis.faults import Fault, InputError, collected, nearest, raise_all
from analysis.locks import exclusive
from analysis.output.folder import write_files
from analysis.output.sources import REDIRECT, exports_folder, folder_and_sources
from analysis.paths import relative_path
from analysis.provenance import RECORD

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
DEFAULTS = {"STUDY": "../seeds", "CODEBOOK": "", "OUT": "../exports"}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
KEPT = ("tags", "jupyter", "slideshow")  # what a clean cell's metadata may hold


class Outcome(NamedTuple):
    """How one notebook went: its name, how many cells of code it has, how long it took, its error or `""`."""

    name: str
    cells: int
    seconds: float
    error: str

    def __str__(self) -> str:
        ending = f"failed: {self.error}" if self.error else "ok"
        return f"{self.name:<16} {self.cells:3} cells  {self.seconds:5.1f} s  {ending}"


def run_study(
    study,
    documents: pd.DataFrame,
    codebook,
    *,
    codebook_file=(),
    out="exports",
    only=(),
    notebooks=NOTEBOOKS,
) -> list[Outcome]:
    """Run the notebooks on a study and write its exports.

    Args:
        study: the study folder. This path and those below are relative to the working folder.
        documents: the study as read, for the record of what the exports are made from.
        codebook: the codebook as read, likewise.
        codebook_file: the files that `codebook` was read from; none for the study's own.
        out: the folder of all exports; the study's are in the one that has its name.
        only: names of notebooks (`02-themes`, `02` or `themes`); none for all of them.
        notebooks: the folder that the notebooks lie in.

    Returns:
        How each notebook went. Where one failed, or with `only`, no file of an earlier run is removed.

    Raises:
        InputError: no such notebook, one without the cell of parameters, a folder with another study's exports.
    """
    # Run in the notebooks' folder, read in the exports' folder: the same paths, as seen from either.
    parameters = _parameters(study, codebook_file, out, notebooks)
    exported = _parameters(study, codebook_file, out, exports_folder(out, study) / "notebooks")
    folder, sources = folder_and_sources(out, study, documents, codebook, exported)
    loaded = _load(choose(notebooks, only), parameters)
    shown = relative_path(folder, Path.cwd())
    with exclusive(folder, shown), tempfile.TemporaryDirectory(prefix="workbook-") as made:
        outcomes = _run_all(loaded, notebooks, made)
        here = Path(made, folder.name)
        for name, notebook in loaded.items():
            file = f"{name}.ipynb"
            set_parameters(notebook, exported, file)
            write_atomic(here / "notebooks" / file, _text(notebook))
        names = {path.relative_to(here).as_posix() for path in here.rglob("*") if path.is_file()}
        names -= {RECORD}
        failed = any(outcome.error for outcome in outcomes)
        contents = ((name, (here / name).read_bytes()) for name in sorted(names))
        # Files of earlier runs that this one did not make go, too, if this one made all that it could.
        kept = write_files(folder, sources, names, contents, remove_others=not only and not failed)
    for name in kept:
        print(f"moved aside, not overwritten: {name}")
    print(f"results: {shown}")
    return outcomes


def save_notebooks(notebooks=NOTEBOOKS) -> int:
    """Rerun all notebooks on the built-in study and save them in place as one clean run, all of them or none.

    Returns the exit status: 1 where a notebook failed.
    """
    loaded = _load(choose(notebooks), DEFAULTS)
    with tempfile.TemporaryDirectory(prefix="workbook-") as made:
        outcomes = _run_all(loaded, notebooks, made)
    if any(outcome.error for outcome in outcomes):
        print("nothing is saved: a notebook failed", file=sys.stderr)
        return 1
    for name, notebook in loaded.items():
        write_atomic(Path(notebooks, f"{name}.ipynb"), _text(notebook))
    return 0


# -- which notebooks, with which parameters ------------------------------------------------------------------------


def choose(notebooks, only: Iterable[str] = ()) -> list[Path]:
    """The notebooks of a folder in reading order, or those of them that `only` names: `02-themes`, `02` or `themes`."""
    paths = sorted(
        path for path in Path(notebooks).glob("*.ipynb") if not path.name.startswith(".")
    )
    if not paths:
        raise InputError(
            [
                Fault(
                    relative_path(notebooks, Path.cwd()),
                    "no notebooks",
                    "the notebooks, beside the package",
                )
            ]
        )
    names = {path: {path.name, path.stem, *path.stem.partition("-")[::2]} - {""} for path in paths}
    known = set().union(*names.values())
    words = [path.stem.partition("-")[2] or path.stem for path in paths]
    raise_all(
        Fault("--only", repr(name), nearest(name, words)) for name in only if name not in known
    )
    return [path for path in paths if not only or names[path] & set(only)]


def _load(paths: list[Path], parameters: dict[str, str]) -> dict[str, nbformat.NotebookNode]:
    """The notebooks by name, without outputs, with these parameters."""
    loaded, faults = {}, []
    for path in paths:
        with collected(faults):
            loaded[path.stem] = with_parameters(
                nbformat.read(path, as_version=4), parameters, path.name
            )
    raise_all(faults)
    return loaded


def _parameters(study, codebook_file, out, folder: Path) -> dict[str, str | list[str]]:
    """The values of a notebook's parameters, as paths from the folder that it is in."""
    codebooks = [relative_path(file, folder) for file in codebook_file]
    return {
        "STUDY": relative_path(study, folder),
        "CODEBOOK": codebooks if len(codebooks) > 1 else "".join(codebooks),
        "OUT": relative_path(out, folder),
    }


def with_parameters(notebook, parameters: dict[str, str], file: str):
    """The notebook with other values in the lines `NAME = …` of its cell tagged `parameters`, and without outputs."""
    set_parameters(notebook, parameters, file)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def set_parameters(notebook, parameters: dict[str, str], file: str) -> None:
    """Write other values into the lines `NAME = …` of the cell tagged `parameters`."""
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        found = f"{len(tagged) or 'no'} cells tagged 'parameters'"
        raise InputError([Fault(file, found, f"one, with {', '.join(parameters)}")])
    tagged[0].source = rewrite(tagged[0].source, parameters, file)


def rewrite(source: str, values: dict[str, str], file: str = "") -> str:
    r"""The lines `NAME = …` of a cell with other values; comments stay, and so does a value that is the same.

    >>> print(rewrite('STUDY = "../seeds"  # a folder\nN = 1', {"STUDY": "C:\\texts"}))
    STUDY = 'C:\\texts'  # a folder
    N = 1
    """
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise InputError(
            [Fault(file, f"parameters that Python cannot read ({error.msg})", "NAME = value")]
        ) from None
    lines, missing = source.encode().split(b"\n"), set(values)
    for node in reversed(tree.body):
        name = (
            node.targets[0].id
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            else ""
        )
        missing.discard(name)
        if name in values and getattr(node.value, "value", None) != values[name]:
            first, last = node.value.lineno - 1, node.value.end_lineno - 1
            before, after = (
                lines[first][: node.value.col_offset],
                lines[last][node.value.end_col_offset :],
            )
            lines[first : last + 1] = [before + _literal(values[name]).encode() + after]
    raise_all(
        Fault(file, f"no line {name} = …", "it, in the cell tagged 'parameters'")
        for name in sorted(missing)
    )
    return b"\n".join(lines).decode()


def _literal(value: str | list[str]) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    quoted = repr(value)
    return (
        quoted if set(value) & {'"', "'", "\\"} or not value.isprintable() else f'"{quoted[1:-1]}"'
    )


# -- running -------------------------------------------------------------------------------------------------------


def _run_all(loaded: dict[str, nbformat.NotebookNode], notebooks, out) -> list[Outcome]:
    """Run each notebook in place, one line each; the exports of all go below `out`."""
    n_cells = {
        name: sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in notebook.cells)
        for name, notebook in loaded.items()
    }
    outcomes = []
    with tqdm(total=sum(n_cells.values()), unit="cell", leave=False, disable=None) as bar:
        for name, notebook in loaded.items():
            bar.set_description(name)
            begin, end = time.monotonic(), bar.n + n_cells[name]
            error = execute(notebook, notebooks, out, lambda **_: bar.update())
            bar.update(end - bar.n)
            outcomes.append(Outcome(name, n_cells[name], time.monotonic() - begin, error))
            bar.write(str(outcomes[-1]))
    return outcomes


def execute(notebook, folder, out, on_cell: Callable | None = None) -> str:
    """Run a notebook in place, in a new kernel whose working folder is `folder`, and clean it.

    Returns the first line of its error, or `""`; the error is in the notebook, too.
    """
    client = NotebookClient(
        notebook,
        kernel_name=KERNEL["name"],
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",
        coalesce_streams=True,  # or a kernel's pace would decide how its lines are cut into outputs
        on_cell_executed=on_cell,
        config=Config(
            KernelManager={"transport_encryption": "auto"}
        ),  # ipykernel 7.4 else prints a notice
    )
    environment = {
        key: value for key, value in os.environ.items() if key != "JPY_SESSION_NAME"
    }  # no widgets
    try:
        asyncio.run(_in_kernel(client, {**environment, REDIRECT: str(out)}))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    except CellExecutionError as error:
        return f"{error.ename}: {error.evalue}".splitlines()[0]
    except RuntimeError as error:  # a kernel that dies or does not start
        return f"{type(error).__name__}: {error}".splitlines()[0]
    finally:
        _clean(notebook)
    return ""


async def _in_kernel(client: NotebookClient, environment: dict[str, str]) -> None:
    """Run; at Ctrl-C, or where the process is told to end, shut the kernel down and let the whole run end.

    nbclient's own answer to these signals is to kill the kernel, which reads as a failed notebook among others.
    """
    this, task = (
        asyncio.current_task(),
        asyncio.ensure_future(client.async_execute(env=environment)),
    )
    await asyncio.sleep(0)  # it sets its handlers first
    with contextlib.suppress(NotImplementedError):  # Windows: asyncio.run cancels by itself
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, this.cancel)
    try:
        await task
    except RuntimeError:
        if this.cancelling():  # nbclient takes a cancelled cell for a dead kernel
            raise asyncio.CancelledError from None
        raise


def _clean(notebook) -> None:
    """Take off what differs from run to run and from machine to machine."""
    language = {
        key: value
        for key, value in notebook.metadata.get("language_info", {}).items()
        if key != "version"
    }
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": language})
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(
            {key: value for key, value in cell.metadata.items() if key in KEPT}
        )


def _text(notebook) -> bytes:
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode()


if __name__ == "__main__":
    sys.exit(save_notebooks())
