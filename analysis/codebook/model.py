"""A codebook file, or several, become a `Codebook`: the tables of its themes and patterns."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.codebook.draft import Draft, shown
from analysis.codebook.formats import cnodes, liwc, quanteda, refi, rows, wordstat, workbook
from analysis.faults import Fault, collected, nearest, raise_all, warn
from analysis.paths import files_named, to_path
from analysis.tables import PATTERNS, TEXT, THEMES
from analysis.wording import pluralize


@dataclass(frozen=True)
class Codebook:
    """A codebook as read: two tables, and what tells this version of it from any other.

    Attributes:
        name: what the codebook calls itself; the file's name without its ending where the format has none.
        version: as written, a text; `""` where the format has none.
        language: BCP 47 tag of the patterns; `en` where none is given, `mul` for codebooks of several.
        themes: one row a theme (`theme`, `parent`, `label`, `definition`, `include`, `exclude`; `color`, such as
            `#46AA00`, only where the format states one).
        patterns: one row a pattern of a theme (`theme`, `pattern`, `excludes`; `weight` only where the format has one:
            it changes no number).
        sha256: of the file's bytes; of several codebooks, of their sha256s one after the other.
        notes: what could not be kept of a foreign format, a line each; empty for the workbook's own.
        joined: whether these are several codebooks, each below a root theme of its name.
    """

    name: str
    version: str
    language: str
    themes: pd.DataFrame
    patterns: pd.DataFrame
    sha256: str
    notes: tuple[str, ...] = ()
    joined: bool = False

    def families(self) -> pd.DataFrame:
        """`themes`, and of each theme the `root` of its family, and whether it is `looked_for`.

        A root is the first theme of the path; in joined codebooks the second, where it has themes below it. Looked for
        is what has patterns of its own (not only `not` patterns), or nothing below it; all else are headings.
        """
        theme, inner = self.themes["theme"], set(self.themes["parent"])
        root = theme.str.replace("/.*", "", regex=True)
        if self.joined:
            second = theme.str.replace("^([^/]*/[^/]*)/.*", r"\1", regex=True)
            root = second.where(second.isin(inner), root)
        own = self.patterns.loc[~self.patterns["excludes"], "theme"]
        return self.themes.assign(
            root=root.astype(TEXT), looked_for=theme.isin(own) | ~theme.isin(inner)
        )

    def looked_for(self) -> pd.DataFrame:
        """The rows of `families` that are looked for: what tables and charts of single themes are made of."""
        return self.families().loc[lambda rows: rows["looked_for"]].reset_index(drop=True)


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


def read_codebook(path) -> Codebook:
    """Read a codebook file by its ending and content, and check all of it; of several files make one codebook.

    Args:
        path: a file: the workbook's own YAML or quanteda's, a table (`.csv`, `.xlsx`), LIWC (`.dic`), WordStat
            (`.cat`), Lexicoder (`.lcd`, `.lc3`), Yoshikoder (`.ykd`), REFI-QDA (`.qdc`); with another ending YAML or
            LIWC. Or a list of files: then a theme is `<codebook's name>/<theme>`, below a theme for each codebook.

    Raises `InputError` with every fault: file, line, the path of keys, what was found, what is expected.
    """
    if isinstance(path, list | tuple):
        codebooks, faults = [], []
        for one in path:
            with collected(faults):
                codebooks.append(read_codebook(one))
        raise_all(faults)
        return (
            codebooks[0]
            if len(codebooks) == 1
            else _join(codebooks, [Path(one).name for one in path])
        )
    draft = read_draft(to_path(path))
    raise_all(
        draft.faults or [Fault(draft.file, "no theme", "one theme or more")] * (not draft.themes)
    )
    themes, patterns = draft.tables()
    filled = [*themes["parent"], *patterns.loc[~patterns["excludes"], "theme"]]
    if bare := themes.loc[~themes["theme"].isin(filled), "theme"].tolist():
        found = f"{pluralize(len(bare), 'theme')} without patterns {shown(bare)}"
        if draft.path.suffix.lower() == ".qdc":
            warn(
                Fault(
                    draft.file,
                    found,
                    "patterns: convert the file to .yaml and add them; nothing is found without",
                )
            )
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
