"""The workbook's own YAML: `name`, `version`, `themes`.

All faults of a file are found at once, each with its line and the path of keys that leads to it.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import yaml

from analysis.codebook.draft import Draft
from analysis.codebook.formats._yaml import to_scalar
from analysis.codebook.model import Codebook
from analysis.codebook.outline import OutlineEntry, outline
from analysis.codebook.patterns import (
    SHORT_ENOUGH,
    Problem,
    describe_excess,
    find_problem,
    fold,
    regex_syntax,
)
from analysis.faults import Fault, Nearest
from analysis.reading.yaml_nodes import line_of

TOP_KEYS = ("name", "version", "language", "themes")
THEME_KEYS = ("label", "definition", "include", "exclude", "patterns", "not", "themes")


class _Pair(NamedTuple):
    """A key of a mapping, and what is below it."""

    name: str
    key: yaml.Node
    value: yaml.Node


class _Entry(NamedTuple):
    """A pattern as the file has it."""

    list_name: str  # `patterns` or `not`
    pattern: str
    node: yaml.Node


def read_nodes(draft: Draft, root: yaml.Node | None) -> None:
    """Read the whole tree; faults are reported, and reading goes on."""
    if root is None:
        draft.stop("an empty file", "a codebook with name, version and themes")
    _Reader(draft).read(root)


class _Reader:
    """Reads the nodes of one file into a draft; a `path` is the path of keys to a node."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.report = draft.report
        self._nearest: dict[tuple[str, ...], Nearest] = {}
        for keys in (TOP_KEYS, THEME_KEYS):
            self._nearest[keys] = Nearest(keys)

    def read(self, root: yaml.Node) -> None:
        """Read name, version, language and themes."""
        self.draft.capitals_count = True
        top = self._children(root, "", TOP_KEYS)
        for key in ("name", "version", "themes"):
            if key not in top:
                self._fault(root, key, "nothing", f"the key {key!r}")
        draft = self.draft
        draft.name = self._required_text(top.get("name"), "name") or draft.name
        draft.version = self._required_text(top.get("version"), "version")
        draft.language = self._text(top.get("language"), "language") or draft.language
        if "themes" in top:
            self._read_themes(top["themes"], "themes", parent="")

    def _read_themes(self, node: yaml.Node, path: str, parent: str) -> None:
        """Read the themes in a mapping, each followed by the themes below it."""
        if not isinstance(node, yaml.MappingNode) or not node.value:
            expected = "at least one theme, each a key with its patterns below it"
            self._fault(node, path, "no theme", expected)
        for pair in self._pairs(node, path):
            self._read_theme(pair, path, parent)

    def _read_theme(self, pair: _Pair, path: str, parent: str) -> None:
        """Read one theme and the themes below it; `path` leads to the mapping it is in."""
        n_errors = len(self.report.errors)
        name = pair.name
        if not name.strip() or "/" in name:
            expected = "a key that is not blank and has no /"
            self._fault(pair.key, path, f"the theme key {name!r}", expected)
        theme = f"{parent}/{name}" if parent else name
        path = f"{path}.{name}"
        inside = self._children(pair.value, path, THEME_KEYS)
        self.draft.themes[theme] = {
            "theme": theme,
            "parent": parent,
            "label": self._text(inside.get("label"), f"{path}.label") or name,
            "definition": self._text(inside.get("definition"), f"{path}.definition"),
            "include": self._examples(inside.get("include"), f"{path}.include"),
            "exclude": self._examples(inside.get("exclude"), f"{path}.exclude"),
        }
        patterns = self._entries(inside, "patterns", path)
        excluding = self._entries(inside, "not", path)
        self._read_patterns(patterns + excluding, path, theme)
        if "themes" in inside:
            self._read_themes(inside["themes"], f"{path}.themes", theme)
        elif not patterns and len(self.report.errors) == n_errors:
            # After another fault the theme may well have patterns.
            expected = "a list `patterns:`, or themes below it"
            self._fault(pair.key, path, "a theme without patterns", expected)

    def _entries(self, inside: dict[str, yaml.Node], list_name: str, path: str) -> list[_Entry]:
        """Return the entries of one list of patterns of a theme."""
        texts = self._texts(inside.get(list_name), f"{path}.{list_name}")
        return [_Entry(list_name, text, node) for text, node in texts]

    def _read_patterns(self, entries: list[_Entry], path: str, theme: str) -> None:
        """Add the patterns of a theme to the draft, and report what is wrong with each."""
        seen: dict[str, _Entry] = {}
        for entry in entries:
            excess = describe_excess(entry.pattern)
            if excess:
                found = f"the pattern {entry.pattern!r}, which has {excess}"
                self._fault(entry.node, f"{path}.{entry.list_name}", found, SHORT_ENOUGH)
                continue
            first = seen.setdefault(fold(entry.pattern), entry)
            problem = _find_problem(entry, first)
            if problem:
                self._fault(entry.node, f"{path}.{entry.list_name}", *problem)
            row = {
                "theme": theme,
                "pattern": entry.pattern,
                "excludes": entry.list_name == "not",
            }
            self.draft.patterns.append(row)

    def _children(self, node: yaml.Node, path: str, known: Sequence[str]) -> dict[str, yaml.Node]:
        """Return what is below each known key of a mapping."""
        return {pair.name: pair.value for pair in self._pairs(node, path, known)}

    def _pairs(self, node: yaml.Node, path: str, known: Sequence[str] = ()) -> list[_Pair]:
        """Return the keys of a mapping and what is below each.

        Repeated keys are reported and left out; so are unknown ones, if the known keys are given.
        """
        if not isinstance(node, yaml.MappingNode):
            names = ", ".join(known) or "theme: …"
            self._fault(node, path, _describe(node), f"keys ({names}), each with a colon")
            return []
        pairs = []
        seen = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else _describe(key)
            if name in seen:
                self._fault(key, path, f"the key {name!r} again", "each key once")
            elif known and name not in known:
                self._fault(
                    key, path, f"the unknown key {name!r}", self._nearest[tuple(known)](name)
                )
            else:
                pairs.append(_Pair(name, key, value))
            seen.add(name)
        return pairs

    def _required_text(self, node: yaml.Node | None, path: str) -> str:
        """Return the text of a node; report a blank one. A missing node is reported already."""
        text = self._text(node, path)
        if not text and isinstance(node, yaml.ScalarNode):
            self._fault(node, path, "a blank", "a text")
        return text

    def _text(self, node: yaml.Node | None, path: str) -> str:
        """Return the text of a node, `""` for a missing one; report a node that is not a text."""
        if node is None:
            return ""
        if isinstance(node, yaml.ScalarNode):
            return node.value.strip()
        expected = "a text"
        if isinstance(node, yaml.MappingNode):
            expected = "a text, in quotes if it contains a colon and a space"
        self._fault(node, path, _describe(node), expected)
        return ""

    def _texts(self, node: yaml.Node | None, path: str) -> list[tuple[str, yaml.Node]]:
        """Return the texts of a list, each with its node; a missing list is empty."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            expected = 'a list: ["…", "…"], or one entry per line, each after `- `'
            self._fault(node, path, _describe(node), expected)
            return []
        texts = []
        for item in node.value:
            text = self._text(item, path)
            if isinstance(item, yaml.ScalarNode):
                texts.append((text, item))
        return texts

    def _examples(self, node: yaml.Node | None, path: str) -> str:
        """Return the texts of a list as one text, one per line."""
        lines = [" ".join(text.split()) for text, _ in self._texts(node, path)]
        return "\n".join(lines)

    def _fault(self, node: yaml.Node, path: str, found: str, expected: str) -> None:
        file = self.draft.file
        self.report.error(Fault(file, found, expected, line=line_of(node), key=path))


def _find_problem(entry: _Entry, first: _Entry) -> Problem | None:
    """Return what is wrong with an entry.

    `first` is the first entry of the theme that means the same; it may be the entry itself.
    """
    problem = find_problem(entry.pattern)
    if problem or first is entry:
        return problem
    found = f"{entry.pattern!r} in `patterns` and in `not`"
    if entry.list_name == first.list_name:
        found = f"the pattern {entry.pattern!r} again"
    where = f"({first.pattern!r} on line {line_of(first.node)})"
    return Problem(f"{found} {where}", "each pattern once per theme")


def _describe(node: yaml.Node) -> str:
    """Say what a node is.

    >>> _describe(yaml.compose("[a, b]"))
    'a list'
    """
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "keys"
    return f"the text {node.value!r}" if node.value else "nothing"


def write(codebook: Codebook) -> str:
    """Write everything that a codebook holds, except patterns with regular-expression syntax."""
    lines = [
        f"name: {to_scalar(codebook.name)}",
        f"version: {to_scalar(codebook.version or 'not stated')}",
        f"language: {to_scalar(codebook.language)}",
        "themes:",
    ]
    for entry in outline(codebook.in_workbook_language()):
        lines += _theme_lines(entry)
    return "\n".join([*lines, ""])


def _theme_lines(entry: OutlineEntry) -> list[str]:
    """Return the lines of one theme, without those of the themes below it."""
    indent = "  " + "    " * entry.depth
    lines = [f"{indent}{to_scalar(entry.name)}:"]
    if entry.label and entry.label != entry.name:
        lines.append(f"{indent}  label: {to_scalar(entry.label)}")
    if entry.definition:
        lines.append(f"{indent}  definition: {to_scalar(entry.definition)}")
    lists = {
        "include": entry.include,
        "exclude": entry.exclude,
        "patterns": _without_regexes(entry.patterns),
        "not": _without_regexes(entry.not_patterns),
    }
    for key, texts in lists.items():
        if texts:
            lines.append(f"{indent}  {key}:")
        for text in texts:
            lines.append(f"{indent}  - {to_scalar(text)}")
    if not entry.is_leaf:
        lines.append(f"{indent}  themes:")
    elif not lists["patterns"]:
        lines.append(f"{indent}  patterns: []")
    return lines


def _without_regexes(patterns: Iterable[str]) -> list[str]:
    return [pattern for pattern in patterns if not regex_syntax(pattern)]
