"""A codebook file, or several, become a `Codebook`."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from os import PathLike
from pathlib import Path

import pandas as pd

from analysis.codebook.draft import Draft, shown
from analysis.codebook.formats import cnodes, liwc, quanteda, refi, rows, wordstat, workbook
from analysis.codebook.model import Codebook
from analysis.faults import Fault, Report, nearest, raise_all
from analysis.paths import files_named, to_path
from analysis.tables import PATTERNS, THEMES
from analysis.wording import pluralize


def _read_yaml(draft: Draft) -> None:
    root = workbook.compose(draft)
    (quanteda if quanteda.fits(root) else workbook).read(draft, root)


FORMATS: dict[
    str, tuple[Callable[[Draft], None], Callable[[Codebook], str | bytes]]
] = {  # how to read, how to write
    ".yaml": (_read_yaml, workbook.write),
    ".yml": (_read_yaml, quanteda.write),
    ".csv": (rows.read, rows.write),
    ".xlsx": (rows.read, rows.write_sheet),
    ".dic": (liwc.read, liwc.write),
    ".cat": (wordstat.read, wordstat.write),
    ".lcd": (cnodes.read, cnodes.write_lexicoder),
    ".lc3": (cnodes.read, cnodes.write_lc3),
    ".ykd": (cnodes.read, cnodes.write_yoshikoder),
    ".qdc": (refi.read, refi.write),
}
ELSEWHERE = {
    ".dicx": "a .dic file, as LIWC-22 exports too, or a .csv with columns theme and pattern",
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
    """Do what `read_codebook` does, but report errors and warnings; return None if there were errors."""
    if isinstance(path, list | tuple):
        return _load_several(path, report)
    own = Report()
    codebook = None
    with own.collecting():
        codebook = _load_one(to_path(path), own)
    report.add(own)
    return None if own.errors else codebook


def _load_several(paths: Sequence[str | PathLike], report: Report) -> Codebook | None:
    loaded = [load_codebook(path, report) for path in paths]
    codebooks = [codebook for codebook in loaded if codebook is not None]
    if len(codebooks) < len(loaded):
        return None
    if len(codebooks) == 1:
        return codebooks[0]
    with report.collecting():
        return _join(codebooks, [Path(path).name for path in paths])
    return None


def _load_one(path: Path, report: Report) -> Codebook:
    draft = read_draft(path)
    report.error(*draft.faults)
    if not draft.themes and not report.errors:
        report.error(Fault(draft.file, "no theme", "one theme or more"))
    themes, patterns = draft.tables()
    filled = [*themes["parent"], *patterns.loc[~patterns["excludes"], "theme"]]
    bare = themes.loc[~themes["theme"].isin(filled), "theme"].tolist()
    if bare:
        found = f"{pluralize(len(bare), 'theme')} without patterns {shown(bare)}"
        if path.suffix.lower() == ".qdc":
            expected = "patterns: convert the file to .yaml and add them; nothing is found without"
            report.warn(Fault(draft.file, found, expected))
        else:
            draft.note(found)
    sha256 = hashlib.sha256(draft.data).hexdigest()
    return Codebook(
        draft.name, draft.version, draft.language, themes, patterns, sha256, tuple(draft.notes)
    )


def read_draft(path: Path) -> Draft:
    """Read a file as far as it can be; `faults` of the draft are not raised yet."""
    raise_all(_not_a_codebook(path))
    draft = Draft(path)
    by_content = liwc.read if re.match(rb"\s*%\s", draft.data) else _read_yaml
    read, _ = FORMATS.get(path.suffix.lower(), (by_content, None))
    try:
        read(draft)
    except RecursionError:
        draft.stop("themes hundreds of levels deep", "a few levels")
    return draft


def _not_a_codebook(path: Path) -> Iterator[Fault]:
    """What is wrong with a path, before the file is opened."""
    if path.is_dir():
        yield Fault(str(path), "a folder", "a codebook file, such as codebook.yaml in it")
    elif not path.is_file():
        near = nearest(
            path.name, [other.name for other in files_named(path.absolute().parent, "[!.]*")]
        )
        yield Fault(
            str(path), "no such file", "a codebook file" + f": {near}" * near.startswith("'")
        )
    elif other := ELSEWHERE.get(path.suffix.lower()):
        yield Fault(path.name, f"a file that ends with {path.suffix.lower()}", other)


def _join(codebooks: list[Codebook], files: list[str]) -> Codebook:
    """One codebook, in which each of them is a root theme."""
    names = [codebook.name.replace("/", "∕") for codebook in codebooks]
    again = [at for at, name in enumerate(names) if name in names[:at]]
    expected = "codebooks of different names: change one"
    faults = [Fault(files[at], f"the name {names[at]!r} again", expected) for at in again]
    raise_all(faults if names else [Fault("codebooks", "none", "one or more files")])
    themes, patterns, notes = [], [], []
    for name, codebook, file in zip(names, codebooks, files, strict=True):
        themes.append(pd.DataFrame([{"theme": name, "parent": "", "label": codebook.name}]))
        below, parent = (
            name + "/" + codebook.themes["theme"],
            (name + "/" + codebook.themes["parent"]).str.rstrip("/"),
        )
        themes.append(codebook.themes.assign(theme=below, parent=parent))
        patterns.append(codebook.patterns.assign(theme=name + "/" + codebook.patterns["theme"]))
        notes += [f"{file}: {note}" for note in codebook.notes]
    name = " + ".join(codebook.name for codebook in codebooks)
    version = " + ".join(codebook.version or "not stated" for codebook in codebooks)
    languages = {codebook.language for codebook in codebooks}
    language = languages.pop() if len(languages) == 1 else "mul"
    tables = THEMES.frame(pd.concat(themes)).fillna(""), PATTERNS.frame(pd.concat(patterns))
    sha256 = hashlib.sha256("".join(codebook.sha256 for codebook in codebooks).encode()).hexdigest()
    return Codebook(name, version, language, *tables, sha256, tuple(notes), joined=True)
