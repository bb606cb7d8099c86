"""A codebook file, or several, become a `Codebook`.

The reader of a format reports each fault and reads on, so that all are known at once. They go to
the report of the `Draft` (`load_codebook`) and are raised together as one `InputError`
(`read_codebook`).
"""

import hashlib
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any, cast

import pandas as pd

from analysis.codebook.draft import Draft, first_three
from analysis.codebook.formats import find_format
from analysis.codebook.model import Codebook
from analysis.faults import Fault, InputError, Report, nearest
from analysis.paths import files_named, to_path
from analysis.reading.guard import guard
from analysis.tables import PATTERNS, THEMES
from analysis.wording import pluralize

CodebookPath = str | PathLike[str] | list[Any] | tuple[Any, ...]  # a file, or a list of files

# Endings of files that hold a codebook but cannot be read, and what to use instead.
UNREADABLE = {
    ".dicx": "a .dic file, which LIWC-22 exports too, or a .csv with the columns theme and pattern",
    ".qdpx": "a .qdc file, or `workbook exchange STUDY FILE.qdpx` for the whole project",
    ".xls": "an .xlsx or .csv file: save it again as one",
}


DRAFT = "codebook.draft.yaml"  # what `workbook draft` writes into a study
DRAFTS = "codebook.draft."


def find_codebook(
    study: str | PathLike[str],
    codebook: str | PathLike[str] | Sequence[str | PathLike[str]] = "",
) -> Path | list[Path]:
    """Return the path of the codebook to use: of those that are named, or else of the study's own.

    Args:
        study: the study; its own codebook is `codebook.*` in its folder, in any format. Drafts,
            `codebook.draft.*`, are passed over.
        codebook: a codebook file, or several; empty for the study's own.

    Raises:
        InputError: none is named, and the study has no codebook or more than one.
    """
    if codebook:
        if isinstance(codebook, list | tuple):
            return [to_path(file) for file in codebook]
        return to_path(cast("str | PathLike[str]", codebook))
    path = to_path(study)
    folder = path if path.is_dir() else path.parent
    files = own_codebooks(folder)
    if len(files) == 1:
        return files[0]
    expected = "one codebook in it, such as codebook.yaml, or --codebook FILE"
    if files:
        names = ", ".join(file.name for file in files)
        found = f"several codebooks ({names})"
    else:
        found = "no codebook"
        expected += "; `workbook new DIR` starts a study with a codebook to edit"
        draft = folder / DRAFT
        if draft.is_file():
            expected += f"; --codebook {draft} uses the draft in it"
        else:
            expected += ", `workbook draft STUDY` proposes one for these texts"
    raise InputError([Fault(str(folder), found, expected)])


def own_codebooks(folder: Path) -> list[Path]:
    """List the codebooks of a study folder: its files `codebook.*`, but no draft."""
    files = files_named(folder, "codebook.*")
    return [file for file in files if not file.name.startswith(DRAFTS)]


def read_codebook(path: CodebookPath) -> Codebook:
    """Read and check a codebook file; several files become one codebook.

    The ending tells the format: `.yaml` and `.yml` (the workbook's own or quanteda's), `.csv` and
    `.xlsx` (a table of patterns), `.dic` (LIWC), `.cat` (WordStat), `.lcd` and `.lc3` (Lexicoder),
    `.ykd` (Yoshikoder), `.qdc` (REFI-QDA). A file with any other ending is read as LIWC or YAML.

    Args:
        path: a codebook file. Or a list of files: then each codebook becomes a root theme, named
            after the codebook, with its themes below.

    Raises:
        InputError: with every fault: file, line, path of keys, what was found, what was expected.
    """
    report = Report()
    codebook = load_codebook(path, report)
    report.raise_errors()
    report.show_warnings()
    assert codebook is not None  # without errors there is one
    return codebook


def load_codebook(path: CodebookPath, report: Report) -> Codebook | None:
    """Read a codebook as `read_codebook` does; faults and warnings go to the report.

    Returns:
        The codebook, or None if it has errors.
    """
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
    with guard(draft.file):
        find_format(path.suffix.lower(), draft.data).read(draft)
    if not draft.themes and len(report.errors) == n_errors:
        report.error(Fault(draft.file, "no theme", "at least one theme"))
    return draft


def _check_path(path: Path) -> None:
    """Raise `InputError` if the path is not a codebook file; the file is not opened."""
    ending = path.suffix.lower()
    if path.is_dir():
        expected = "a codebook file, such as codebook.yaml inside it"
        raise InputError([Fault(str(path), "a folder", expected)])
    if not path.exists():
        raise InputError([Fault(str(path), "no such file", _nearest_file(path))])
    if ending in UNREADABLE:
        raise InputError([Fault(path.name, f"a file ending in {ending}", UNREADABLE[ending])])


def _nearest_file(path: Path) -> str:
    """Say what is expected, with the file in the folder whose name is similar, if there is one."""
    neighbours = files_named(path.absolute().parent, "[!.]*")
    near = nearest(path.name, [neighbour.name for neighbour in neighbours])
    is_similar = near.startswith("'")
    return f"a codebook file: {near}" if is_similar else "a codebook file"


def _make_codebook(draft: Draft) -> Codebook:
    """Make a codebook of a draft without errors."""
    themes, patterns = draft.tables()
    _mention_bare_themes(draft, themes, patterns)
    return Codebook(
        name=draft.name,
        version=draft.version,
        language=draft.language,
        themes=themes,
        patterns=patterns,
        sha256=hashlib.sha256(draft.data).hexdigest(),
        notes=tuple(draft.notes),
        caseless=() if draft.capitals_count else ("",),
    )


def _mention_bare_themes(draft: Draft, themes: pd.DataFrame, patterns: pd.DataFrame) -> None:
    """Note leaf themes without patterns; warn of them if the format has no patterns at all."""
    parents = set(themes["parent"])
    matching = set(patterns.loc[~patterns["excludes"], "theme"])
    bare = [theme for theme in themes["theme"] if theme not in parents | matching]
    if not bare:
        return
    found = f"{pluralize(len(bare), 'theme')} without patterns {first_three(bare)}"
    if draft.path.suffix.lower() != ".qdc":
        draft.note(found)
        return
    expected = (
        "patterns: convert the file to .yaml and add them; a theme without patterns is never found"
    )
    draft.report.warn(Fault(draft.file, found, expected))


def _load_several(paths: Sequence[str | PathLike[str]], report: Report) -> Codebook | None:
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
    """Return a fault for each codebook named like an earlier one, or for an empty list."""
    if not codebooks:
        return [Fault("codebooks", "none", "at least one file")]
    faults = []
    seen = set()
    for codebook, file in zip(codebooks, files, strict=True):
        name = _root_of(codebook)
        if name in seen:
            expected = "codebooks with different names: change one"
            faults.append(Fault(file, f"the name {name!r} again", expected))
        seen.add(name)
    return faults


def _root_of(codebook: Codebook) -> str:
    """Return the id of the root theme that a codebook gets when it is joined with others."""
    return codebook.name.replace("/", "∕")


def _join(codebooks: list[Codebook], files: list[str]) -> Codebook:
    """Make one codebook in which each of the codebooks is a root theme."""
    themes = []
    patterns = []
    notes = []
    caseless = []
    for codebook, file in zip(codebooks, files, strict=True):
        themes.append(_themes_below_root(codebook))
        prefix = f"{_root_of(codebook)}/"
        for theme in codebook.caseless:
            caseless.append(f"{prefix}{theme}".removesuffix("/"))
        theme = prefix + codebook.patterns["theme"]
        patterns.append(codebook.patterns.assign(theme=theme))
        for note in codebook.notes:
            notes.append(f"{file}: {note}")
    languages = {codebook.language for codebook in codebooks}
    return Codebook(
        name=" + ".join(codebook.name for codebook in codebooks),
        version=" + ".join(codebook.version or "not stated" for codebook in codebooks),
        language=languages.pop() if len(languages) == 1 else "mul",
        themes=THEMES.frame(pd.concat(themes)).fillna(""),
        patterns=PATTERNS.frame(pd.concat(patterns)),
        sha256=join_digests([codebook.sha256 for codebook in codebooks]),
        notes=tuple(notes),
        joined=True,
        caseless=tuple(caseless),
    )


def join_digests(digests: Sequence[str]) -> str:
    """Compute the SHA-256 of a codebook from those of its files: of one file, it is its own."""
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def _themes_below_root(codebook: Codebook) -> pd.DataFrame:
    """Return the themes of a codebook below a new root theme, which comes first."""
    root = _root_of(codebook)
    theme = f"{root}/" + codebook.themes["theme"]
    parent = f"{root}/" + codebook.themes["parent"]
    top = pd.DataFrame([{"theme": root, "parent": "", "label": codebook.name}])
    below = codebook.themes.assign(theme=theme, parent=parent.str.rstrip("/"))
    return pd.concat([top, below])
