"""Convert a codebook to another format; read the new file again to find what was lost."""

from math import isnan, nan
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from analysis.atomic import write_atomic
from analysis.codebook.draft import Draft, first_three
from analysis.codebook.formats import FORMATS
from analysis.codebook.model import Codebook
from analysis.codebook.patterns import tidy, without_capitals
from analysis.codebook.read import CodebookPath, load_codebook, read_draft
from analysis.faults import Fault, InputError, Report, cut, nearest
from analysis.wording import pluralize

# Kind ("theme", "label", …) -> name of a thing -> its value.
Contents = dict[str, dict[str, object]]


def convert(source: CodebookPath, target: str | PathLike[str]) -> list[str]:
    """Write the codebook `source` as the file `target`, in the format of the target's ending.

    `.yaml` is the workbook's own format, `.yml` is quanteda's.

    Args:
        source: a codebook file, or a list of them.
        target: the new file.

    Returns:
        One line for each kind of loss; no line if nothing is lost.

    Raises:
        InputError: the source cannot be read, the ending is unknown, or the target exists.
    """
    report = Report()
    lost = convert_codebook(source, target, report)
    report.show_warnings()
    return lost


def convert_codebook(
    source: CodebookPath, target: str | PathLike[str], report: Report
) -> list[str]:
    """Do what `convert` does; warnings about the source go to the report."""
    target = Path(target)
    check_target(target)
    own = Report()
    codebook = load_codebook(source, own)
    report.warn(*own.warnings)
    own.raise_errors()
    assert codebook is not None  # without errors there is one
    data = FORMATS[target.suffix.lower()].write(codebook)
    written = Report()
    with TemporaryDirectory() as folder:
        copy = Path(folder) / target.name
        copy.write_bytes(data)
        draft = read_draft(copy, written)
    check_target(target)  # nobody has made it meanwhile
    write_atomic(target, data)
    lines = [*codebook.notes]
    lines += _changed_statements(codebook, draft)
    lines += _changed_contents(codebook, draft)
    for fault in written.errors:
        lines.append(f"to fix before the workbook can read the file: {fault}")
    return [cut(line) for line in lines]


def check_target(target: Path) -> None:
    """Raise `InputError` unless the target is a new file with the ending of a known format."""
    ending = target.suffix
    if ending.lower() not in FORMATS:
        known = nearest(ending, FORMATS)
        raise InputError([Fault(target.name, f"the ending {ending!r}", known)])
    if not target.parent.is_dir():
        found = "a folder that does not exist"
        raise InputError([Fault(str(target), found, "an existing folder")])
    if target.is_symlink() or target.exists():
        expected = "a new file: nothing is overwritten"
        raise InputError([Fault(str(target), "a file that exists", expected)])


def _changed_statements(codebook: Codebook, draft: Draft) -> list[str]:
    """Say whether name, version or language have changed."""
    lines = []
    for key in ("name", "version", "language"):
        before = getattr(codebook, key)
        after = getattr(draft, key)
        if before and before != after:
            lines.append(f"the {key} {before!r} becomes {after!r}")
    return lines


def _changed_contents(codebook: Codebook, draft: Draft) -> list[str]:
    """Say which themes, texts and patterns the new file lacks or changes."""
    if draft.capitals_count:
        codebook = codebook.in_workbook_language()
    old = _contents(codebook.themes, codebook.patterns)
    themes, patterns = draft.tables()
    new = _contents(themes, patterns)
    lines = []
    for kind, values in old.items():
        lost = _names_not_in(new[kind], values)
        if lost:
            lines.append(f"{pluralize(len(lost), kind)} lost {first_three(lost)}")
    changed = _names_not_in(old["pattern"], new["pattern"])
    if changed:
        count = pluralize(len(changed), "pattern")
        lines.append(f"{count} with a different meaning {first_three(changed)}")
    return lines + _changed_capitals(codebook, draft)


def _changed_capitals(codebook: Codebook, draft: Draft) -> list[str]:
    """Say which patterns lose the meaning of their capitals."""
    if draft.capitals_count:
        return []
    kept = {str(row["pattern"]) for row in draft.patterns}
    changed = []
    for pattern in codebook.in_workbook_language().patterns["pattern"]:
        if pattern in kept and without_capitals(pattern) != pattern:
            changed.append(pattern)
    if not changed:
        return []
    count = pluralize(len(changed), "pattern")
    return [f"{count} found in small letters, too: case never counts there {first_three(changed)}"]


def _names_not_in(others: dict[str, object], values: dict[str, object]) -> list[str]:
    """Return the names of the values that `others` lacks or holds in another form."""
    return [name for name, value in values.items() if others.get(name) != value]


def _contents(themes: pd.DataFrame, patterns: pd.DataFrame) -> Contents:
    """Collect everything that two tables hold."""
    contents: Contents = {"theme": dict.fromkeys(themes["theme"], True)}
    for column in ("label", "definition", "include", "exclude", "color"):
        contents[column] = {}
        if column in themes:
            filled = themes[themes[column] != ""]
            contents[column] = dict(zip(filled["theme"], filled[column], strict=True))
    for theme in themes["theme"]:
        name = theme.rpartition("/")[2]
        if contents["label"].get(theme) == name:  # what every theme is called without a label
            del contents["label"][theme]
    return contents | _pattern_contents(patterns)


def _pattern_contents(patterns: pd.DataFrame) -> Contents:
    """Collect the patterns; a theme's path is one name, as a format without levels writes it."""
    contents: Contents = {
        "pattern": {},
        "`not` pattern": {},
        "weight": {},
    }
    for row in patterns.itertuples(index=False):
        kind = "`not` pattern" if row.excludes else "pattern"
        theme = row.theme.replace("/", "∕")
        name = f"{tidy(row.pattern)} in {theme}"
        weight = getattr(row, "weight", nan)
        contents[kind][name] = True
        if not isnan(weight):
            contents["weight"][name] = weight
    return contents
