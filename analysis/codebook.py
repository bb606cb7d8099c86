"""A codebook file becomes a `Codebook`: the tables of its themes and patterns. Every fault is found at once."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

from .faults import Fault, InputError, nearest, raise_all
from .files import decode, read_bytes
from .patterns import fold, is_only_wildcards, regex_sign, tidy
from .tables import PATTERNS, THEMES

TOP_KEYS = ("name", "version", "language", "themes")
THEME_KEYS = ("label", "definition", "include", "exclude", "patterns", "not", "themes")
LISTS = ("include", "exclude", "patterns", "not")
# Quoted text and comments are passed over; `item` is a pattern after `- `, `entry` one in a list in brackets.
STAR = re.compile(
    r"""(?m:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|(?:^|\s)\#.*"""
    r"""|^[ ]*-[ ]+(?P<item>\*[^#\n]*)|(?:[\[,][ ]*|^[ ]*|:[ ]+)(?P<entry>\*[^,\]"'#\n]*))"""
)


@dataclass(frozen=True)
class Codebook:
    """A codebook as read: two tables, and what tells this version of it from any other.

    Attributes:
        name: what the codebook calls itself.
        version: as written, a text.
        language: BCP 47 tag of the patterns; `en` where none is given.
        themes: one row a theme (`theme`, `parent`, `label`, `definition`, `include`, `exclude`).
        patterns: one row a pattern of a theme (`theme`, `pattern`, `excludes`).
        sha256: of the file's bytes.
        notes: what could not be kept of a foreign format, a line each; empty for the workbook's own.
    """

    name: str
    version: str
    language: str
    themes: pd.DataFrame
    patterns: pd.DataFrame
    sha256: str
    notes: tuple[str, ...] = ()

    def leaves(self) -> pd.DataFrame:
        """The rows of `themes` that have no theme below them."""
        return self.themes[~self.themes["theme"].isin(self.themes["parent"])].reset_index(drop=True)


def read_codebook(path) -> Codebook:
    """Read a codebook file (the workbook's own YAML) and check all of it.

    Raises `InputError` with every fault: file, line, the path of keys, what was found, what is expected.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError([_missing(path)])
    data = read_bytes(path, path.name)
    try:
        root, faults = _compose(decode(data, path.name), path.name)
        reader = _Reader(path.name, faults)
        fields = reader.codebook(root)
    except RecursionError:
        raise InputError([Fault(path.name, "themes hundreds of levels deep", "a few levels")]) from None
    raise_all(reader.faults)
    return Codebook(**fields, sha256=hashlib.sha256(data).hexdigest())


def _missing(path: Path) -> Fault:
    if path.is_dir():
        return Fault(str(path), "a folder", "a codebook file, such as codebook.yaml in it")
    beside = [other.name for other in path.absolute().parent.glob("[!.]*")]
    near = nearest(path.name, beside)
    return Fault(str(path), "no such file", f"a codebook file{'' if near.startswith(('one', 'none')) else f': {near}'}")


# -- YAML: to nodes, which know their lines ---------------------------------------------------------------------


def _compose(text: str, file: str) -> tuple[yaml.Node | None, list[Fault]]:
    """The tree of nodes; where patterns that begin with `*` lack their quotes, of the text with quotes, and the faults.

    To YAML such a pattern is an alias, or nothing it can read; with quotes the rest of the file can be looked at too.
    """
    faults: list[Fault] = []
    try:
        aliases = any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.BaseLoader))
    except yaml.YAMLError:
        aliases = True
    if aliases:
        text = STAR.sub(lambda found: _quoted(found, file, faults), text)
    try:
        return yaml.compose(text, Loader=yaml.BaseLoader), faults
    except yaml.YAMLError as error:
        raise InputError([*faults, _yaml_fault(error, text, file)]) from None


def _quoted(found: re.Match, file: str, faults: list[Fault]) -> str:
    """What `STAR` found, with quotes around a pattern that lacks them, which is noted as a fault."""
    if not (star := found["item"] or found["entry"]):
        return found[0]
    line = found.string.count("\n", 0, found.start(found.lastgroup)) + 1
    star = star.rstrip()
    expected = f'a pattern that begins with * in quotes: "{star}"'
    faults.append(Fault(file, f"{star} without quotes", expected, line=line))
    return found[0].replace(star, json.dumps(star, ensure_ascii=False), 1)


def _yaml_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    mark = getattr(error, "problem_mark", None)
    if mark is None:  # a ReaderError: a character that YAML does not allow
        line = text.count("\n", 0, error.position) + 1
        return Fault(file, f"the character U+{error.character:04X}", "printable text", line=line)
    return Fault(file, f"text that is not YAML ({error.problem})", _yaml_hint(error.problem), line=mark.line + 1)


def _yaml_hint(problem: str) -> str:
    hints = {
        "mapping values are not allowed": "quotes around a text with a colon and a blank; keys of a theme at one depth",
        "could not find expected ':'": "`key: value`, with a blank after the colon",
        "cannot start any token": "spaces, not tabs, before a key; quotes around a text that begins with @, ` or %",
        "but got '<scalar>'": "a comma between entries, and quotes closed, here and on the lines above",
        "but got '?'": "quotes around a pattern that holds ?, in a list in brackets",
    }
    known = [hint for sign, hint in hints.items() if sign in problem]
    return known[0] if known else "YAML: keys of one theme at one depth, lists in [ ] or with `- `, quotes closed"


# -- nodes to tables, every fault noted --------------------------------------------------------------------------


class _Reader:
    """Walks the nodes once; notes faults and goes on, so that one reading finds all of them."""

    def __init__(self, file: str, faults: list[Fault]):
        self.file = file
        self.faults = faults

    def fault(self, node: yaml.Node | None, key: str, found: str, expected: str) -> None:
        line = node.start_mark.line + 1 if node is not None else 0
        self.faults.append(Fault(self.file, found, expected, line=line, key=key))

    def codebook(self, root: yaml.Node | None) -> dict:
        """The fields of a `Codebook`, as far as they can be read."""
        if root is None:
            self.fault(None, "", "an empty file", "a codebook with name, version and themes")
            return {}
        top = self.mapping(root, "", TOP_KEYS)
        for key in ("name", "version", "themes"):
            if key not in top:
                self.fault(root, key, "nothing", f"the key {key!r}")
        texts = {key: self.text(top[key], key) for key in ("name", "version", "language") if key in top}
        for key in ("name", "version"):
            if texts.get(key) == "":
                self.fault(top[key], key, "a blank", "a text")
        themes = list(self.themes(top["themes"], "themes", "")) if "themes" in top else []
        return {
            "name": texts.get("name", ""),
            "version": texts.get("version", ""),
            "language": texts.get("language") or "en",
            "themes": THEMES.frame(pd.DataFrame([theme for theme, _ in themes], columns=list(THEMES.columns))),
            "patterns": PATTERNS.frame(
                pd.DataFrame([row for _, rows in themes for row in rows], columns=list(PATTERNS.columns))
            ),
        }

    def themes(self, node: yaml.Node, place: str, parent: str) -> Iterator[tuple[dict, list[dict]]]:
        """Each theme below `node`, depth first, with the rows of its patterns."""
        children = self.mapping(node, place, None)
        if not children:
            self.fault(node, place, "no theme", "one theme or more, each a key with its patterns below it")
        lines = {self.name(key): key for key, _ in reversed(node.value)} if children else {}
        for key, child in children.items():
            if not key.strip() or "/" in key:
                self.fault(lines[key], place, f"the theme key {key!r}", "a key that is not blank and has no /")
            theme, at = f"{parent}/{key}" if parent else key, f"{place}.{key}"
            inside = self.mapping(child, at, THEME_KEYS)
            patterns = self.patterns(inside, at, theme)
            is_list = isinstance(inside.get("patterns"), yaml.SequenceNode | None)  # what is none is a fault already
            if inside and "themes" not in inside and is_list and all(row["excludes"] for row in patterns):
                self.fault(lines[key], at, "a theme without patterns", "a list `patterns:`, or themes below it")
            yield self.theme(inside, at, theme, parent), patterns
            if "themes" in inside:
                yield from self.themes(inside["themes"], f"{at}.themes", theme)

    def theme(self, inside: dict[str, yaml.Node], place: str, theme: str, parent: str) -> dict:
        row = {"theme": theme, "parent": parent, "label": "", "definition": "", "include": "", "exclude": ""}
        for key in ("label", "definition"):
            if key in inside:
                row[key] = self.text(inside[key], f"{place}.{key}")
        for key in ("include", "exclude"):
            row[key] = "\n".join(" ".join(text.split()) for text, _ in self.texts(inside, key, place))
        return row | {"label": row["label"] or theme.rpartition("/")[2]}

    def patterns(self, inside: dict[str, yaml.Node], place: str, theme: str) -> list[dict]:
        rows, seen = [], {}
        for key in ("patterns", "not"):
            for pattern, at in self.texts(inside, key, place):
                self.pattern(pattern, at, f"{place}.{key}", key, seen)
                rows.append({"theme": theme, "pattern": pattern, "excludes": key == "not"})
        return rows

    def pattern(self, pattern: str, node: yaml.Node, place: str, key: str, seen: dict) -> None:
        """Note what is wrong with one pattern; `seen` are the folded patterns of its theme so far."""
        if is_only_wildcards(pattern):
            found = f"the pattern {pattern!r}" if tidy(pattern) else "a blank pattern"
            self.fault(node, place, found, "a pattern with a letter or number in it")
        elif sign := regex_sign(pattern):
            self.fault(
                node,
                place,
                f"{pattern!r}, which holds {sign!r}, a sign of a regular expression",
                "a word or phrase, in which * stands for any letters and ? for one",
            )
        elif first := seen.get(fold(pattern)):
            where = f"the pattern {pattern!r} again" if first[1] == key else f"{pattern!r} in `patterns` and in `not`"
            self.fault(node, place, f"{where} ({first[0]!r} on line {first[2]})", "each pattern once in a theme")
        seen.setdefault(fold(pattern), (pattern, key, node.start_mark.line + 1))

    def mapping(self, node: yaml.Node, place: str, known: tuple[str, ...] | None) -> dict[str, yaml.Node]:
        """The keys of a mapping and their nodes; a repeated or unknown key is noted and left out."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, place, self.shown(node), f"keys ({', '.join(known or ['theme: …'])}), each with a colon")
            return {}
        inside: dict[str, yaml.Node] = {}
        for key_node, child in node.value:
            key = self.name(key_node)
            if key in inside:
                self.fault(key_node, place, f"the key {key!r} again", "each key once")
            elif known and key not in known:
                self.fault(key_node, place, f"the unknown key {key!r}", nearest(key, known))
            else:
                inside[key] = child
        return inside

    def text(self, node: yaml.Node, place: str) -> str:
        if isinstance(node, yaml.ScalarNode):
            return node.value.strip()
        quotes = "; one with a colon and a blank in it in quotes" if isinstance(node, yaml.MappingNode) else ""
        self.fault(node, place, self.shown(node), f"a text{quotes}")
        return ""

    def texts(self, inside: dict[str, yaml.Node], key: str, place: str) -> list[tuple[str, yaml.Node]]:
        """The entries of a list of texts, each with its node; an absent list is empty."""
        node = inside.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(node, f"{place}.{key}", self.shown(node), 'a list: ["…", "…"], or one entry a line after `- `')
            return []
        texts = [(self.text(item, f"{place}.{key}"), item) for item in node.value]
        return [(text, item) for text, item in texts if isinstance(item, yaml.ScalarNode)]

    def name(self, key: yaml.Node) -> str:
        return key.value if isinstance(key, yaml.ScalarNode) else self.shown(key)

    @staticmethod
    def shown(node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return f"the text {node.value!r}" if node.value else "nothing"
        return "a list" if isinstance(node, yaml.SequenceNode) else "keys"
