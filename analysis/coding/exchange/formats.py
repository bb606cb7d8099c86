"""The formats that are read, one module each. To add one, add its module and a line here.

A module has `read`, which makes a `Project` of a file, and `COUNTING`, the way in which positions
are usually counted there.
"""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from analysis.coding.exchange.model import Project
from analysis.coding.exchange.positions import Counting
from analysis.faults import Fault, InputError, Report, nearest

ENDINGS = (".qdpx", ".json", ".jsonl", ".csv", ".tsv")
EXPECTED = "a REFI-QDA project (.qdpx), or spans (.json, .jsonl, .csv)"


class Format(NamedTuple):
    """How projects of one format are read."""

    read: Callable[[Path, Report], Project]
    counting: Counting


def find_format(path: Path) -> Format:
    """Return the format of a file, by its ending and, of JSON, by its content.

    Raises:
        InputError: there is no such file, or it is of no known format.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        found = f"the ending {ending!r}" if ending else "no ending"
        near = nearest(ending, ENDINGS)
        expected = EXPECTED if near.startswith("one of") else near
        raise InputError([Fault(str(path), found, expected)])
    if not path.is_file():
        found = "a folder" if path.is_dir() else "no such file"
        raise InputError([Fault(str(path), found, EXPECTED)])
    if ending == ".qdpx":
        name = "qdpx"
    elif ending in (".csv", ".tsv"):
        name = "span_table"
    else:
        name = "span_json"
    module = import_module(f"analysis.coding.exchange.{name}")
    return Format(module.read, module.COUNTING)
