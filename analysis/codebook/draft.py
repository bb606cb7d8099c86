"""A codebook while it is being read: the reader of each format fills a `Draft`.

What is wrong with a file goes to the draft's report. What is right but cannot be kept is noted.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pandas as pd

from analysis.codebook.patterns import (
    SHORT_ENOUGH,
    describe_excess,
    fold,
    is_only_wildcards,
    tidy,
    without_capitals,
)
from analysis.faults import Fault, InputError, Report, cut
from analysis.paths import read_bytes
from analysis.reading.encodings import decode
from analysis.tables import PATTERNS, THEMES

MAX_BYTES = 20_000_000  # the largest known dictionaries have one or two million
MAX_DEPTH = 100  # levels of categories, or of XML elements
WEIGHT = r"-?[0-9]+(?:\.[0-9]+)?"  # a regular expression
WILDCARDS = "*?"  # of the workbook's pattern language
TAB_WIDTH = 4  # spaces that a tab counts as when indents are compared


class Draft:
    """What has been read of a codebook file so far.

    Attributes:
        path: the file.
        file: its name, for messages.
        data: its bytes.
        name: what the codebook calls itself; the file's name without its ending, until the file
            says otherwise.
        version: its version, `""` if the file states none.
        language: its language, `en` if the file states none.
        themes: the rows of the table `themes` by their ids, in the order of the file.
        patterns: the rows of the table `patterns`, in the order of the file.
        notes: one line for each thing that could not be kept.
        report: the faults found so far.
        capitals_count: whether a word written in capitals is found in capitals only; so it is in
            the workbook's own formats.
    """

    def __init__(self, path: Path, report: Report) -> None:
        self.path = path
        self.file = path.name
        self.name = path.stem
        self.version = ""
        self.language = "en"
        self.themes: dict[str, dict[str, str]] = {}
        self.patterns: list[dict[str, object]] = []
        self.notes: list[str] = []
        self.report = report
        self.capitals_count = False
        self._seen: set[tuple[str, str]] = set()
        self._open: list[tuple[int, str]] = []
        self.data = read_bytes(path, self.file, MAX_BYTES)

    def stop(self, found: str, expected: str, line: int = 0) -> NoReturn:
        """Raise `InputError`: the whole file cannot be read."""
        raise InputError([Fault(self.file, found, expected, line=line)])

    def note(self, text: str, line: int = 0) -> None:
        """Note something that could not be kept."""
        self.notes.append(f"line {line}: {text}" if line else text)

    def lines(self) -> Iterator[tuple[int, int, str]]:
        """Yield each line that is not blank: its number, its indent in columns, its text."""
        text = decode(self.data, self.file)
        for number, line in enumerate(text.split("\n"), start=1):
            stripped = line.strip()
            if stripped:
                expanded = line.expandtabs(TAB_WIDTH)
                indent = len(expanded) - len(expanded.lstrip())
                yield number, indent, stripped

    def add_theme(
        self,
        name: str,
        parent: str,
        line: int,
        *,
        definition: str = "",
        color: str = "",
    ) -> str:
        """Add a category of another program's file as a theme, and return the theme's id.

        A category that occurs again is noted; the first one stays.
        """
        label = " ".join(name.split()) or "unnamed"
        key = label.replace("/", "∕")
        theme = f"{parent}/{key}" if parent else key
        if theme.count("/") >= MAX_DEPTH:
            self.stop(f"categories nested more than {MAX_DEPTH} deep", "a few levels", line)
        if not name.strip():
            self.note("a category without a name is called 'unnamed'", line)
        if theme in self.themes:
            again = f"the category {theme!r} occurs again"
            self.note(f"{again}: its entries are added to the first one", line)
            return theme
        row = {
            "theme": theme,
            "parent": parent,
            "label": label,
            "definition": definition,
        }
        if color:
            row["color"] = color
        self.themes[theme] = row
        return theme

    def add_indented_theme(self, name: str, indent: int, line: int) -> str:
        """Add a theme below the last theme that is less indented, and return its id."""
        theme = self.add_theme(name, self.theme_above(indent), line)
        self._open.append((indent, theme))
        return theme

    def theme_above(self, indent: int) -> str:
        """Return the id of the theme that a line with this indent is below, or `""`."""
        while self._open and self._open[-1][0] >= indent:
            self._open.pop()
        return self._open[-1][1] if self._open else ""

    def add_pattern(
        self,
        theme: str,
        entry: str,
        line: int,
        *,
        wildcards: str = "*",
        weight: str = "",
        excludes: bool = False,
    ) -> None:
        """Add an entry of another program's file as a pattern, or note why it is left out.

        In the workbook's own table of patterns, an entry that is too long is an error.

        Args:
            theme: the id of its theme; `""` if the entry is in no category.
            entry: the text as in the file.
            line: its line in the file.
            wildcards: the wildcards of the format. Others in the entry are plain characters there.
            weight: a number as in the file, or `""`.
            excludes: whether this is a `not` pattern.
        """
        excess = describe_excess(entry)
        if excess and self.capitals_count:
            found = f"the pattern {entry!r}, which has {excess}"
            self.report.error(Fault(self.file, found, SHORT_ENOUGH, line=line))
            return
        objection = self._objection(theme, entry, wildcards)
        if objection:
            what = cut(repr(" ".join(entry.split())))
            if theme:
                what += f" in {theme!r}"
            self.note(f"{what} is {objection}", line)
            return
        self._seen.add((theme, self._meaning(entry)))
        row: dict[str, object] = {
            "theme": theme,
            "pattern": tidy(entry),
            "excludes": excludes,
        }
        if weight:
            row["weight"] = float(weight)
        self.patterns.append(row)

    def _objection(self, theme: str, entry: str, wildcards: str) -> str:
        """Return why an entry cannot be a pattern of the theme, or `""`."""
        literal = ""
        for char in WILDCARDS:
            if char in entry and char not in wildcards:
                literal += char
        if not theme:
            return "left out because it is in no category"
        if literal:
            reason = f"{literal} is a wildcard in the workbook but not in this format"
            return f"left out because {reason}"
        excess = describe_excess(entry)
        if excess:
            return f"left out because it has {excess}, and a pattern has {SHORT_ENOUGH}"
        if is_only_wildcards(entry):
            return "left out because it is blank or holds only wildcards"
        if (theme, self._meaning(entry)) in self._seen:
            return "repeated in its category and read once"
        return ""

    def _meaning(self, entry: str) -> str:
        return fold(entry if self.capitals_count else without_capitals(entry))

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the tables `themes` and `patterns`.

        Each theme is followed by the themes below it; patterns come in the order of their themes.
        """
        rank: dict[str, list[int]] = {"": []}
        for number, (theme, row) in enumerate(self.themes.items()):
            rank[theme] = [*rank[row["parent"]], number]
        themes = sorted(self.themes.values(), key=lambda row: rank[row["theme"]])
        patterns = sorted(self.patterns, key=lambda row: rank[str(row["theme"])])
        return THEMES.frame(themes).fillna(""), PATTERNS.frame(patterns)


def first_three(names: list[str]) -> str:
    """Return the first three names in brackets.

    >>> first_three(["a", "b"]), first_three(["a", "b", "c", "d"])
    ('(a, b)', '(a, b, c …)')
    """
    listed = ", ".join(names[:3])
    return f"({listed} …)" if len(names) > 3 else f"({listed})"
