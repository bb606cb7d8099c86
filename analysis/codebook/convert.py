"""A codebook in another format. What is lost is found by reading the new file and comparing."""

from collections.abc import Sequence
from math import isnan, nan
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from analysis.codebook.draft import Draft, first_three
from analysis.codebook.formats import FORMATS
from analysis.codebook.model import Codebook
from analysis.codebook.patterns import tidy
from analysis.codebook.read import read_codebook, read_draft
from analysis.faults import Fault, InputError, Report, nearest
from analysis.wording import pluralize


def convert(source: str | PathLike | Sequence[str | PathLike], target: str | PathLike) -> list[str]:
    """Write the codebook `source` (a file, or a list of files) as `target`, in the format of its ending.

    `.yaml` is the workbook's own format, `.yml` is quanteda's.

    Returns:
        One line for each kind of loss; no line if nothing is lost.

    Raises:
        InputError: the source cannot be read, the ending is unknown, or the target exists.
    """
    target = Path(target)
    _check_target(target)
    codebook = read_codebook(source)
    data = FORMATS[target.suffix.lower()].write(codebook)
    report = Report()
    with TemporaryDirectory() as folder:
        copy = Path(folder) / target.name
        copy.write_bytes(data)
        draft = read_draft(copy, report)
    with target.open("xb") as file:
        file.write(data)
    to_fix = [f"to fix before the workbook can read the file: {fault}" for fault in report.errors]
    return [*codebook.notes, *_losses(codebook, draft), *to_fix]


def _check_target(target: Path) -> None:
    """Raise `InputError` if the target cannot be written."""
    if target.suffix.lower() not in FORMATS:
        known = nearest(target.suffix, FORMATS)
        raise InputError([Fault(target.name, f"the ending {target.suffix!r}", known)])
    if not target.parent.is_dir():
        raise InputError([Fault(str(target), "a folder that does not exist", "an existing folder")])
    if target.exists():
        expected = "a new file: nothing is overwritten"
        raise InputError([Fault(str(target), "a file that exists", expected)])


def _losses(codebook: Codebook, draft: Draft) -> list[str]:
    """Say what the new file does not give back, one line for each kind."""
    losses = []
    for key in ("name", "version", "language"):
        before, after = getattr(codebook, key), getattr(draft, key)
        if before not in ("", after):
            losses.append(f"the {key} {before!r} becomes {after!r}")
    old = _contents(codebook.themes, codebook.patterns)
    new = _contents(*draft.tables())
    for kind, values in old.items():
        lost = [name for name, value in values.items() if new[kind].get(name) != value]
        if lost:
            losses.append(f"{pluralize(len(lost), kind)} lost {first_three(lost)}")
    changed = [name for name in new["pattern"] if name not in old["pattern"]]
    if changed:
        count = pluralize(len(changed), "pattern")
        losses.append(f"{count} with a different meaning {first_three(changed)}")
    return losses


def _contents(themes: pd.DataFrame, patterns: pd.DataFrame) -> dict[str, dict[str, object]]:
    """Collect everything that two tables hold: by kind, each thing's name and value."""
    contents: dict[str, dict[str, object]] = {"theme": dict.fromkeys(themes["theme"], True)}
    for column in ("label", "definition", "include", "exclude", "color"):
        contents[column] = {}
        if column in themes:
            filled = themes[themes[column] != ""]
            contents[column] = dict(zip(filled["theme"], filled[column], strict=True))
    labels = contents["label"].items()
    contents["label"] = {
        theme: label for theme, label in labels if label != theme.rpartition("/")[2]
    }
    return contents | _pattern_contents(patterns)


def _pattern_contents(patterns: pd.DataFrame) -> dict[str, dict[str, object]]:
    kept: dict[str, object] = {}
    excluding: dict[str, object] = {}
    weights: dict[str, object] = {}
    for row in patterns.itertuples(index=False):
        theme = row.theme.replace("/", "∕")  # as a format without levels writes the path
        name = f"{tidy(row.pattern)} in {theme}"
        weight = getattr(row, "weight", nan)
        if row.excludes:
            excluding[name] = True
        else:
            kept[name] = True
        if not isnan(weight):
            weights[name] = weight
    return {"pattern": kept, "`not` pattern": excluding, "weight": weights}
