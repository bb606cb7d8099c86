"""The formats that are read, one module each. To add one, add its module and a line here.

A module has `read`, which makes a `Project` of a file, and says how positions are usually counted
in its format.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from analysis.coding.exchange.model import Project
from analysis.coding.exchange.positions import Counting
from analysis.faults import Fault, InputError, Report, nearest

EXPECTED = "a REFI-QDA project (.qdpx), or spans (.json, .jsonl, .csv)"


Reader = Callable[[Path, Report], tuple[Project, Counting]]
MODULES = {
    ".qdpx": "qdpx",
    ".json": "span_json",
    ".jsonl": "span_json",
    ".csv": "span_table",
    ".tsv": "span_table",
}


def find_reader(path: Path) -> Reader:
    """Return the function that reads a file, by its ending.

    It returns the project, and how positions are usually counted in its format.

    Raises:
        InputError: there is no such file, or its ending is of no known format.
    """
    ending = path.suffix.lower()
    if ending not in MODULES:
        found = f"the ending {ending!r}" if ending else "no ending"
        near = nearest(ending, MODULES)
        expected = EXPECTED if near.startswith("one of") else near
        raise InputError([Fault(str(path), found, expected)])
    if not path.is_file():
        found = "a folder" if path.is_dir() else "no such file"
        raise InputError([Fault(str(path), found, EXPECTED)])
    return import_module(f"analysis.coding.exchange.{MODULES[ending]}").read
