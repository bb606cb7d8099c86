"""Open JupyterLab on a study, so that the file browser reaches notebooks, texts and exports."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from analysis.built_in import PACKAGE, built_in_notebooks, built_in_study, is_checkout
from analysis.faults import Fault, InputError, nearest
from analysis.locks import exclusive
from analysis.output.folder import PATIENCE, check_folder, finish_interrupted, write_files
from analysis.output.notebooks import (
    find_notebooks,
    make_parameters,
    read_notebook,
    set_parameters,
    to_bytes,
)
from analysis.output.records import read_exports_record
from analysis.output.sources import exports_folder
from analysis.paths import relative_path
from analysis.printing import say
from analysis.provenance import RECORD, tables_record
from analysis.reading.settings import read_settings

# Options of JupyterLab, whatever it opens.
OPTIONS = [
    "--KernelManager.transport_encryption=auto",  # ipykernel would print a notice
    "--ServerApp.kernel_spec_manager_class=analysis.output.lab_kernel.LabKernelSpecs",
    "--ServerApp.jpserver_extensions=analysis.output.lab_saving=True",
]


@dataclass(frozen=True)
class LabTarget:
    """The folder and the notebook that JupyterLab opens.

    Attributes:
        root: the folder that the file browser shows.
        notebook: the notebook that opens first, in `root` or a subfolder.
    """

    root: Path
    notebook: Path

    def options(self) -> list[str]:
        """List options for JupyterLab's command line."""
        parts = self.notebook.relative_to(self.root).parts
        address = "/".join(quote(part) for part in parts)
        options = [
            f"--ServerApp.root_dir={self.root}",
            f"--LabApp.default_url=/lab/tree/{address}",
            *OPTIONS,
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
    """Open JupyterLab, wait until it ends, and return the exit status.

    Args:
        folder: see `find_target`.
        out: the folder of all exports.
        options: further options of JupyterLab.
    """
    from jupyterlab.labapp import LabApp  # imported here because it takes a second

    target = find_target(folder, out)
    say(f"opening {relative_path(target.notebook, Path.cwd())}")
    LabApp.launch_instance([*target.options(), *options])
    return 0


def find_target(folder: str | None, out: str = "exports") -> LabTarget:
    """Find what JupyterLab opens for a folder.

    - No folder: in a checkout, the built-in notebooks, which can be edited there; otherwise the
      built-in study.
    - A study: the notebooks in its exports, as last run. If the study was never run, the built-in
      notebooks are copied there first.
    - A folder of exports, or any folder of notebooks: the notebooks in it.

    Raises:
        InputError: there is no such folder, or the folder of exports is refused (`check_folder`).
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
                return LabTarget(_find_common_folder(exports, _find_study(exports)), found[0])
        if find_notebooks(path):
            return LabTarget(path, find_notebooks(path)[0])
    exports = exports_folder(out, path)
    finish_interrupted(exports)
    if not find_notebooks(exports / "notebooks"):
        _copy_notebooks(path, out, exports)
    return LabTarget(_find_common_folder(exports, path), find_notebooks(exports / "notebooks")[0])


def _is_exports(folder: Path) -> bool:
    return Path(folder, RECORD).is_file() and not tables_record(folder)


def _find_study(exports: Path) -> Path:
    """Find the study that a folder of exports was made from."""
    return Path(exports, read_exports_record(exports).made_from["study"]).resolve()


def _find_common_folder(exports: Path, study: Path) -> Path:
    """Find the folder that contains both the exports and the study.

    If the study is on another drive or inside the installed package, return the folder around
    the folder of all exports.
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
    parameters = make_parameters(folder, study, [], out)
    sources = {"study": relative_path(study, exports), "parameters": parameters}
    check_folder(exports, study, read_settings(study).texts, sources)
    # Exports without notebooks keep the record of what they were made from.
    sources = {**sources, **read_exports_record(exports).made_from}
    files = {}
    for path in find_notebooks(built_in_notebooks()):
        notebook = read_notebook(path)
        set_parameters(notebook, parameters, path.name)
        files[f"notebooks/{path.name}"] = to_bytes(notebook)
    with exclusive(exports, relative_path(exports, Path.cwd()), PATIENCE):
        write_files(exports, sources, files, files.items())
