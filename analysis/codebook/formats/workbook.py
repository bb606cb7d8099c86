"""The workbook's own YAML: `name`, `version`, `themes`. All faults are found at once, each with its line and keys."""

from collections.abc import Iterator, Sequence

import yaml

from analysis.codebook.draft import Draft
from analysis.codebook.formats._yaml import line_of, to_scalar
from analysis.codebook.model import Codebook
from analysis.codebook.outline import OutlineEntry, outline
from analysis.codebook.patterns import fold, is_only_wildcards, regex_syntax, tidy
from analysis.faults import Fault, nearest

TOP_KEYS = ("name", "version", "language", "themes")
THEME_KEYS = ("label", "definition", "include", "exclude", "patterns", "not", "themes")


def read_nodes(draft: Draft, root: yaml.Node | None) -> None:
    """Read the whole tree; faults are reported, and reading goes on."""
    if root is None:
        draft.stop("an empty file", "a codebook with name, version and themes")
    top = {key: node for key, _, node in _pairs(draft, root, "", TOP_KEYS)}
    for key in ("name", "version", "themes"):
        if key not in top:
            _fault(draft, root, key, "nothing", f"the key {key!r}")
    draft.name = _required_text(draft, top.get("name"), "name") or draft.name
    draft.version = _required_text(draft, top.get("version"), "version")
    draft.language = _text(draft, top.get("language"), "language") or draft.language
    if "themes" in top:
        _read_themes(draft, top["themes"], "themes", "")


def _read_themes(draft: Draft, node: yaml.Node, key: str, parent: str) -> None:
    """Read the themes in a mapping, each followed by the themes below it; `key` is the path of keys to it."""
    if not isinstance(node, yaml.MappingNode) or not node.value:
        expected = "at least one theme, each a key with its patterns below it"
        _fault(draft, node, key, "no theme", expected)
    for name, name_node, below in _pairs(draft, node, key):
        n_errors = len(draft.report.errors)
        if not name.strip() or "/" in name:
            expected = "a key that is not blank and has no /"
            _fault(draft, name_node, key, f"the theme key {name!r}", expected)
        theme = f"{parent}/{name}" if parent else name
        row = {"theme": theme, "parent": parent, "label": name}
        has_patterns = _read_theme(draft, row, below, f"{key}.{name}")
        if not has_patterns and len(draft.report.errors) == n_errors:
            # After another fault the theme may well have patterns.
            expected = "a list `patterns:`, or themes below it"
            _fault(draft, name_node, f"{key}.{name}", "a theme without patterns", expected)


def _read_theme(draft: Draft, row: dict[str, str], node: yaml.Node, key: str) -> bool:
    """Complete the row of a theme, read what is below it, and return whether it has patterns or subthemes."""
    theme = row["theme"]
    inside = {name: below for name, _, below in _pairs(draft, node, key, THEME_KEYS)}
    draft.themes[theme] = row | {
        "label": _text(draft, inside.get("label"), f"{key}.label") or row["label"],
        "definition": _text(draft, inside.get("definition"), f"{key}.definition"),
        "include": _examples(draft, inside.get("include"), f"{key}.include"),
        "exclude": _examples(draft, inside.get("exclude"), f"{key}.exclude"),
    }
    entries = []
    for name in ("patterns", "not"):
        for text, entry_node in _texts(draft, inside.get(name), f"{key}.{name}"):
            entries.append((name, text, entry_node))
    _read_patterns(draft, theme, entries, key)
    if "themes" in inside:
        _read_themes(draft, inside["themes"], f"{key}.themes", theme)
        return True
    return any(name == "patterns" for name, _, _ in entries)


def _read_patterns(
    draft: Draft, theme: str, entries: list[tuple[str, str, yaml.Node]], key: str
) -> None:
    """Add the patterns of a theme; each entry has its list (`patterns` or `not`), its text and its node."""
    seen: dict[str, tuple[str, str, yaml.Node]] = {}
    for entry in entries:
        name, pattern, node = entry
        first = seen.setdefault(fold(pattern), entry)
        found, expected = _check_pattern(entry, first)
        if found:
            _fault(draft, node, f"{key}.{name}", found, expected)
        draft.patterns.append({"theme": theme, "pattern": pattern, "excludes": name == "not"})


def _check_pattern(
    entry: tuple[str, str, yaml.Node], first: tuple[str, str, yaml.Node]
) -> tuple[str, str]:
    """Return what is wrong with an entry and what is expected, or two blanks.

    `first` is the first entry of the theme that means the same.
    """
    name, pattern, node = entry
    syntax = regex_syntax(pattern)
    if is_only_wildcards(pattern):
        found = f"the pattern {pattern!r}" if tidy(pattern) else "a blank pattern"
        return found, "a pattern with a letter or number in it"
    if syntax:
        found = f"{pattern!r}, which contains {syntax!r} as in a regular expression"
        return found, "a word or phrase, in which * means any letters and ? means one letter"
    first_name, first_pattern, first_node = first
    if first_node is not node:
        is_same_list = name == first_name
        again = (
            f"the pattern {pattern!r} again"
            if is_same_list
            else f"{pattern!r} in `patterns` and in `not`"
        )
        where = f"({first_pattern!r} on line {line_of(first_node)})"
        return f"{again} {where}", "each pattern once per theme"
    return "", ""


def _pairs(
    draft: Draft, node: yaml.Node, key: str, known: Sequence[str] = ()
) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """Yield each key of a mapping, the key's node and the node below it; report repeated and unknown keys instead."""
    if not isinstance(node, yaml.MappingNode):
        names = ", ".join(known or ["theme: …"])
        _fault(draft, node, key, _describe(node), f"keys ({names}), each with a colon")
        return
    seen = set()
    for name_node, below in node.value:
        is_text = isinstance(name_node, yaml.ScalarNode)
        name = name_node.value if is_text else _describe(name_node)
        if name in seen:
            _fault(draft, name_node, key, f"the key {name!r} again", "each key once")
        elif known and name not in known:
            _fault(draft, name_node, key, f"the unknown key {name!r}", nearest(name, known))
        else:
            yield name, name_node, below
        seen.add(name)


def _required_text(draft: Draft, node: yaml.Node | None, key: str) -> str:
    """Return the text of a node; report a blank one. A missing node has been reported already."""
    text = _text(draft, node, key)
    if not text and isinstance(node, yaml.ScalarNode):
        _fault(draft, node, key, "a blank", "a text")
    return text


def _text(draft: Draft, node: yaml.Node | None, key: str) -> str:
    """Return the text of a node, `""` for a missing one; report a node that is not a text."""
    if node is None:
        return ""
    if isinstance(node, yaml.ScalarNode):
        return node.value.strip()
    expected = "a text"
    if isinstance(node, yaml.MappingNode):
        expected = "a text, in quotes if it contains a colon and a space"
    _fault(draft, node, key, _describe(node), expected)
    return ""


def _texts(draft: Draft, node: yaml.Node | None, key: str) -> list[tuple[str, yaml.Node]]:
    """Return the texts of a list, each with its node; an absent list is empty."""
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        expected = 'a list: ["…", "…"], or one entry per line, each after `- `'
        _fault(draft, node, key, _describe(node), expected)
        return []
    texts = [(_text(draft, item, key), item) for item in node.value]
    return [(text, item) for text, item in texts if isinstance(item, yaml.ScalarNode)]


def _examples(draft: Draft, node: yaml.Node | None, key: str) -> str:
    """Return the texts of a list as one text, one per line."""
    return "\n".join(" ".join(text.split()) for text, _ in _texts(draft, node, key))


def _fault(draft: Draft, node: yaml.Node, key: str, found: str, expected: str) -> None:
    draft.report.error(Fault(draft.file, found, expected, line=line_of(node), key=key))


def _describe(node: yaml.Node) -> str:
    """Say what a node is.

    >>> _describe(yaml.compose("[a, b]"))
    'a list'
    """
    if isinstance(node, yaml.ScalarNode):
        return f"the text {node.value!r}" if node.value else "nothing"
    return "a list" if isinstance(node, yaml.SequenceNode) else "keys"


def write(codebook: Codebook) -> str:
    """Write everything that a codebook holds, except patterns with regular-expression syntax."""
    lines = [
        f"name: {to_scalar(codebook.name)}",
        f"version: {to_scalar(codebook.version or 'not stated')}",
        f"language: {to_scalar(codebook.language)}",
        "themes:",
    ]
    for entry in outline(codebook):
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
        "patterns": [pattern for pattern in entry.patterns if not regex_syntax(pattern)],
        "not": [pattern for pattern in entry.not_patterns if not regex_syntax(pattern)],
    }
    for key, texts in lists.items():
        if texts:
            lines.append(f"{indent}  {key}:")
            lines += [f"{indent}  - {to_scalar(text)}" for text in texts]
    if not entry.is_leaf:
        lines.append(f"{indent}  themes:")
    elif not lists["patterns"]:
        lines.append(f"{indent}  patterns: []")
    return lines
