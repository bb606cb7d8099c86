"""Any codebook into any format that can hold it. What is lost is found by reading the new file and comparing."""

from math import isnan, nan
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from analysis.codebook.draft import Draft, shown
from analysis.codebook.model import Codebook
from analysis.codebook.patterns import tidy
from analysis.codebook.read import FORMATS, read_codebook, read_draft
from analysis.faults import Fault, InputError, nearest
from analysis.wording import pluralize


def convert(source, target) -> list[str]:
    """Write the codebook `source` (a file, or a list of files) as `target`, in the format of its ending.

    `.yaml` is the workbook's own, `.yml` quanteda's. Returns what is lost, a line each; no line: nothing is.

    Raises `InputError` where the source cannot be read, the ending is unknown, or the target exists.
    """
    target = Path(target)
    ending = target.suffix.lower()
    if ending not in FORMATS:
        raise InputError(
            [Fault(target.name, f"the ending {target.suffix!r}", nearest(target.suffix, FORMATS))]
        )
    if not target.parent.is_dir():
        raise InputError([Fault(str(target), "a folder that is not there", "a folder that is")])
    if target.exists():
        raise InputError(
            [Fault(str(target), "a file that exists", "a new file: nothing is overwritten")]
        )
    codebook = read_codebook(source)
    data = FORMATS[ending][1](codebook)
    data = data.encode() if isinstance(data, str) else data
    with TemporaryDirectory() as folder:
        copy = Path(folder) / target.name
        copy.write_bytes(data)
        lost = [*codebook.notes, *_lost(codebook, read_draft(copy))]
    with target.open("xb") as file:
        file.write(data)
    return lost


def _lost(codebook: Codebook, draft: Draft) -> list[str]:
    """What the new file does not give back, a line each."""
    stated = [
        (key, getattr(codebook, key), getattr(draft, key))
        for key in ("name", "version", "language")
    ]
    lines = [
        f"the {key} {had!r} is {has!r} now" for key, had, has in stated if had not in ("", has)
    ]
    had, has = _held(codebook.themes, codebook.patterns), _held(*draft.tables())
    for what, before in had.items():
        lines += _counted(
            what, "lost", [key for key, value in before.items() if has[what].get(key) != value]
        )
    lines += _counted(
        "pattern",
        "with another meaning",
        [key for key in has["pattern"] if key not in had["pattern"]],
    )
    return [
        *lines,
        *(f"to be mended before the workbook reads it: {fault}" for fault in draft.faults),
    ]


def _held(themes: pd.DataFrame, patterns: pd.DataFrame) -> dict[str, dict[str, object]]:
    """All that two tables hold, by kind: what it is called, and its value."""
    held = {"theme": dict.fromkeys(themes["theme"], True)}
    for column in ("label", "definition", "include", "exclude", "color"):
        cells = zip(themes["theme"], themes.get(column, [""] * len(themes)), strict=True)
        held[column] = {theme: text for theme, text in cells if text}
    held["label"] = {
        theme: label for theme, label in held["label"].items() if label != theme.rpartition("/")[2]
    }
    held |= {"pattern": {}, "`not` pattern": {}, "weight": {}}
    for row in patterns.itertuples(index=False):
        called = f"{tidy(row.pattern)} in {row.theme.replace('/', '∕')}"  # so a flat theme holds what its path held
        held["`not` pattern" if row.excludes else "pattern"][called] = True
        if not isnan(weight := getattr(row, "weight", nan)):
            held["weight"][called] = weight
    return held


def _counted(noun: str, what: str, lost: list[str]) -> list[str]:
    return [f"{pluralize(len(lost), noun)} {what} {shown(lost)}"] if lost else []
