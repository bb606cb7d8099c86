"""A codebook file, or several, become a `Codebook`."""

import hashlib
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import pandas as pd

from analysis.codebook.draft import Draft, first_three
from analysis.codebook.formats import find_format
from analysis.codebook.model import Codebook
from analysis.faults import Fault, InputError, Report, nearest
from analysis.paths import files_named, to_path
from analysis.tables import PATTERNS, THEMES
from analysis.wording import pluralize

# Endings of files that hold a codebook but cannot be read, and what to use instead.
UNREADABLE = {
    ".dicx": "a .dic file, which LIWC-22 exports too, or a .csv with the columns theme and pattern",
    ".qdpx": "a .qdc file: export the codebook, not the project",
    ".xls": "an .xlsx or .csv file: save it again as one",
}


def read_codebook(path: str | PathLike | Sequence[str | PathLike]) -> Codebook:
    """Read and check a codebook file; several files become one codebook.

    Args:
        path: a codebook file. Its ending tells the format: `.yaml` and `.yml` (the workbook's own or quanteda's),
            `.csv` and `.xlsx` (a table of patterns), `.dic` (LIWC), `.cat` (WordStat), `.lcd` and `.lc3`
            (Lexicoder), `.ykd` (Yoshikoder), `.qdc` (REFI-QDA). A file with any other ending is read as YAML or
            LIWC. Or a list of files: each becomes a root theme, named after its codebook, above its own themes.

    Raises:
        InputError: with every fault: file, line, path of keys, what was found and what was expected.
    """
    report = Report()
    codebook = load_codebook(path, report)
    report.raise_errors()
    report.show_warnings()
    assert codebook is not None  # without errors there is one
    return codebook


def load_codebook(
    path: str | PathLike | Sequence[str | PathLike], report: Report
) -> Codebook | None:
    """Do what `read_codebook` does, but report errors and warnings; return None if there are errors."""
    if isinstance(path, list | tuple):
        return _load_several(path, report)
    own = Report()
    codebook = None
    with own.collecting():
        draft = read_draft(to_path(path), own)
        if not own.errors:
            codebook = _make_codebook(draft)
    report.add(own)
    return codebook


def read_draft(path: Path, report: Report) -> Draft:
    """Read a codebook file as far as possible, and report its faults.

    Raises:
        InputError: nothing of the file can be read.
    """
    _check_path(path)
    draft = Draft(path, report)
    n_errors = len(report.errors)
    try:
        find_format(path.suffix.lower(), draft.data).read(draft)
    except RecursionError:
        draft.stop("themes nested hundreds of levels deep", "a few levels")
    if not draft.themes and len(report.errors) == n_errors:
        report.error(Fault(draft.file, "no theme", "at least one theme"))
    return draft


def _check_path(path: Path) -> None:
    """Raise `InputError` if the path is not a codebook file; the file is not opened."""
    ending = path.suffix.lower()
    if path.is_dir():
        expected = "a codebook file, such as codebook.yaml inside it"
        raise InputError([Fault(str(path), "a folder", expected)])
    if not path.is_file():
        raise InputError([Fault(str(path), "no such file", _nearest_file(path))])
    if ending in UNREADABLE:
        raise InputError([Fault(path.name, f"a file ending in {ending}", UNREADABLE[ending])])


def _nearest_file(path: Path) -> str:
    """Say that a codebook file is expected, and which file of the folder has a similar name, if one has."""
    neighbours = files_named(path.absolute().parent, "[!.]*")
    near = nearest(path.name, [neighbour.name for neighbour in neighbours])
    is_similar = near.startswith("'")
    return f"a codebook file: {near}" if is_similar else "a codebook file"


def _make_codebook(draft: Draft) -> Codebook:
    """Make a codebook of a draft without errors; a lack of patterns is a note, or a warning for lists of codes."""
    themes, patterns = draft.tables()
    parents = set(themes["parent"])
    matching = set(patterns.loc[~patterns["excludes"], "theme"])
    bare = [theme for theme in themes["theme"] if theme not in parents | matching]
    if bare:
        found = f"{pluralize(len(bare), 'theme')} without patterns {first_three(bare)}"
        if draft.path.suffix.lower() == ".qdc":
            expected = (
                "patterns: convert the file to .yaml and add them; "
                "a theme without patterns is never found"
            )
            draft.report.warn(Fault(draft.file, found, expected))
        else:
            draft.note(found)
    return Codebook(
        name=draft.name,
        version=draft.version,
        language=draft.language,
        themes=themes,
        patterns=patterns,
        sha256=hashlib.sha256(draft.data).hexdigest(),
        notes=tuple(draft.notes),
    )


def _load_several(paths: Sequence[str | PathLike], report: Report) -> Codebook | None:
    """Load each file; return one codebook of all, or None if there are errors."""
    loaded = [load_codebook(path, report) for path in paths]
    codebooks = [codebook for codebook in loaded if codebook is not None]
    if len(codebooks) < len(loaded):
        return None
    if len(codebooks) == 1:
        return codebooks[0]
    files = [Path(path).name for path in paths]
    faults = _name_faults(codebooks, files)
    report.error(*faults)
    return None if faults else _join(codebooks, files)


def _name_faults(codebooks: list[Codebook], files: list[str]) -> list[Fault]:
    """Return a fault for each codebook named like an earlier one, and for a list without codebooks."""
    if not codebooks:
        return [Fault("codebooks", "none", "at least one file")]
    names = [_root_of(codebook) for codebook in codebooks]
    expected = "codebooks with different names: change one"
    faults = []
    for number, (name, file) in enumerate(zip(names, files, strict=True)):
        if name in names[:number]:
            faults.append(Fault(file, f"the name {name!r} again", expected))
    return faults


def _root_of(codebook: Codebook) -> str:
    """Return the id of the root theme that a codebook gets when it is joined with others."""
    return codebook.name.replace("/", "∕")


def _join(codebooks: list[Codebook], files: list[str]) -> Codebook:
    """Make one codebook in which each of the codebooks is a root theme."""
    themes = []
    patterns = []
    notes = []
    for codebook, file in zip(codebooks, files, strict=True):
        root = _root_of(codebook)
        themes.append(pd.DataFrame([{"theme": root, "parent": "", "label": codebook.name}]))
        below = root + "/" + codebook.themes["theme"]
        parents = (root + "/" + codebook.themes["parent"]).str.rstrip("/")
        themes.append(codebook.themes.assign(theme=below, parent=parents))
        searched = root + "/" + codebook.patterns["theme"]
        patterns.append(codebook.patterns.assign(theme=searched))
        notes += [f"{file}: {note}" for note in codebook.notes]
    languages = {codebook.language for codebook in codebooks}
    sums = "".join(codebook.sha256 for codebook in codebooks)
    return Codebook(
        name=" + ".join(codebook.name for codebook in codebooks),
        version=" + ".join(codebook.version or "not stated" for codebook in codebooks),
        language=languages.pop() if len(languages) == 1 else "mul",
        themes=THEMES.frame(pd.concat(themes)).fillna(""),
        patterns=PATTERNS.frame(pd.concat(patterns)),
        sha256=hashlib.sha256(sums.encode()).hexdigest(),
        notes=tuple(notes),
        joined=True,
    )
