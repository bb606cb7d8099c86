"""Open JupyterLab on a study, with its notebooks, texts and exports all within reach."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from analysis.built_in import PACKAGE, built_in_notebooks, built_in_study, is_checkout
from analysis.faults import Fault, InputError, nearest
from analysis.output.folder import check_folder, read_exports_record, write_files
from analysis.output.notebooks import (
    find_notebooks,
    parameters_for,
    read_notebook,
    set_parameters,
    to_bytes,
)
from analysis.output.sources import exports_folder
from analysis.paths import relative_path
from analysis.provenance import RECORD, tables_record
from analysis.reading.settings import read_settings
from analysis.wording import printable


@dataclass(frozen=True)
class LabTarget:
    """What JupyterLab opens.

    Attributes:
        root: the folder that the file browser shows.
        notebook: the notebook that is opened first, somewhere below `root`.
    """

    root: Path
    notebook: Path

    def options(self) -> list[str]:
        """Options for JupyterLab's command line."""
        parts = self.notebook.relative_to(self.root).parts
        address = "/".join(quote(part) for part in parts)
        options = [
            f"--ServerApp.root_dir={self.root}",
            f"--LabApp.default_url=/lab/tree/{address}",
            "--KernelManager.transport_encryption=auto",  # ipykernel would print a notice
        ]
        if any(part.startswith(".") for part in parts):
            options.append("--ContentsManager.allow_hidden=True")
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # as in a container
            options.append("--ServerApp.allow_root=True")
        return options


def open_lab(
    folder: str | None,
    out: str,
    options: list[str],
) -> int:
    """Open JupyterLab and wait until it ends; returns the exit status.

    Args:
        folder: see `find_target`.
        out: the folder of all exports.
        options: further options of JupyterLab.
    """
    from jupyterlab.labapp import LabApp  # takes a second to import

    target = find_target(folder, out)
    print(printable(f"opening {relative_path(target.notebook, Path.cwd())}"))
    LabApp.launch_instance([*target.options(), *options])
    return 0


def find_target(folder: str | None, out: str = "exports") -> LabTarget:
    """What JupyterLab opens for a folder.

    - No folder: the built-in notebooks in a checkout, where they may be changed; else the built-in
      study.
    - A study: the notebooks in its exports, as last run. If the study was never run, the notebooks
      are copied there first, ready to be run.
    - A folder of exports, or any folder of notebooks: the notebooks there.

    Raises:
        InputError: there is no such folder, or the exports may not be written there.
    """
    if folder is None and is_checkout():
        return LabTarget(PACKAGE.parent, find_notebooks(built_in_notebooks())[0])
    path = built_in_study() if folder is None else Path(folder).resolve()
    if not path.exists():
        beside = path.parent.iterdir() if path.parent.is_dir() else []
        expected = f"a study: {nearest(path.name, (other.name for other in beside))}"
        raise InputError([Fault(str(folder), "no such folder or file", expected)])
    if path.is_dir():
        for notebooks, exports in ((path, path.parent), (path / "notebooks", path)):
            found = find_notebooks(notebooks)
            if found and _is_exports(exports):
                return LabTarget(_common(exports, _study_of(exports)), found[0])
        if find_notebooks(path):
            return LabTarget(path, find_notebooks(path)[0])
    exports = exports_folder(out, path)
    if not find_notebooks(exports / "notebooks"):
        _copy_notebooks(path, out, exports)
    return LabTarget(_common(exports, path), find_notebooks(exports / "notebooks")[0])


def _is_exports(folder: Path) -> bool:
    return Path(folder, RECORD).is_file() and not tables_record(folder)


def _study_of(exports: Path) -> Path:
    """The study that a folder of exports was made from."""
    return Path(exports, read_exports_record(exports).made_from["study"]).resolve()


def _common(exports: Path, study: Path) -> Path:
    """The folder that holds both exports and study.

    For a study on another drive or inside the installed package, the one that holds the exports.
    """
    if study.is_relative_to(PACKAGE):
        return exports.parent.parent
    try:
        return Path(os.path.commonpath([exports.parent, study.parent]))
    except ValueError:
        return exports.parent.parent


def _copy_notebooks(
    study: Path,
    out: str,
    exports: Path,
) -> None:
    """Copy the built-in notebooks into a study's exports, with the study's parameters."""
    folder = exports / "notebooks"
    parameters = parameters_for(folder, study, [], out)
    sources = {"study": relative_path(study, exports), "parameters": parameters}
    check_folder(exports, study, read_settings(study).texts, sources)
    files = {}
    for path in find_notebooks(built_in_notebooks()):
        notebook = read_notebook(path)
        set_parameters(notebook, parameters, path.name)
        files[f"notebooks/{path.name}"] = to_bytes(notebook)
    write_files(exports, sources, files, files.items())
