"""The workbook's own YAML: `name`, `version`, `themes`. Every fault is found at once, with its line and its keys."""

import json
import re

import yaml

from ..faults import Fault, InputError, nearest
from ..files import decode
from ..patterns import fold, is_only_wildcards, regex_sign, tidy
from .draft import Draft, walk

TOP_KEYS = ("name", "version", "language", "themes")
WORDS_OF_YAML = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")  # in some programs no texts
THEME_KEYS = ("label", "definition", "include", "exclude", "patterns", "not", "themes")
HALF = re.compile("[\ud800-\udfff]")  # no text in UTF-8 holds one, but an escape in quotes can name it
# Quoted text and comments are passed over; `item` is a pattern after `- `, `entry` one in a list in brackets.
STAR = re.compile(
    r"""(?m:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|(?:^|\s)\#.*"""
    r"""|^[ ]*-[ ]+(?P<item>\*[^#\n]*)|(?:[\[,][ ]*|^[ ]*|:[ ]+)(?P<entry>\*[^,\]"'#\n]*))"""
)


def compose(draft: Draft) -> yaml.Node | None:
    """The tree of nodes; where patterns that begin with `*` lack their quotes, of the text with quotes, and the faults.

    To YAML such a pattern is an alias, or nothing it can read; with quotes the rest of the file can be looked at too.
    """
    text = decode(draft.data, draft.file)
    aliases = False
    try:
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            aliases = aliases or isinstance(event, yaml.AliasEvent)
            if isinstance(event, yaml.ScalarEvent) and HALF.search(event.value):
                line = event.start_mark.line + 1
                draft.faults.append(Fault(draft.file, "half a sign (\\uD800 to \\uDFFF)", "whole signs", line=line))
    except yaml.YAMLError:
        aliases = True
    if aliases:
        text = STAR.sub(lambda found: _quoted(found, draft), text)
    try:
        return yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise InputError([*draft.faults, _yaml_fault(error, text, draft.file)]) from None


def _quoted(found: re.Match, draft: Draft) -> str:
    """What `STAR` found, with quotes around a pattern that lacks them, which is noted as a fault."""
    if not (star := (found["item"] or found["entry"] or "").rstrip()):
        return found[0]
    line = found.string.count("\n", 0, found.start(found.lastgroup)) + 1
    expected = f'a pattern that begins with * in quotes: "{star}"'
    draft.faults.append(Fault(draft.file, f"{star} without quotes", expected, line=line))
    return found[0].replace(star, json.dumps(star, ensure_ascii=False), 1)


def _yaml_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    mark = getattr(error, "problem_mark", None)
    if mark is None:  # a ReaderError: a character that YAML does not allow
        line = text.count("\n", 0, error.position) + 1
        return Fault(file, f"the character U+{error.character:04X}", "printable text", line=line)
    hint = next((hint for sign, hint in HINTS.items() if sign in error.problem), None)
    expected = hint or "YAML: keys of one theme at one depth, lists in [ ] or with `- `, quotes closed"
    return Fault(file, f"text that is not YAML ({error.problem})", expected, line=mark.line + 1)


HINTS = {
    "mapping values are not allowed": "quotes around a text with a colon and a blank; keys of a theme at one depth",
    "could not find expected ':'": "`key: value`, with a blank after the colon",
    "cannot start any token": "spaces, not tabs, before a key; quotes around a text that begins with @, ` or %",
    "but got '<scalar>'": "a comma between entries, and quotes closed, here and on the lines above",
    "but got '?'": "quotes around a pattern that holds ?, in a list in brackets",
}


def read(draft: Draft, root: yaml.Node | None) -> None:
    """Walk the nodes once; note faults and go on, so that one reading finds all of them."""
    _Reader(draft).codebook(root)


class _Reader:
    def __init__(self, draft: Draft):
        self.draft = draft

    def fault(self, node: yaml.Node | None, key: str, found: str, expected: str) -> None:
        line = node.start_mark.line + 1 if node is not None else 0
        self.draft.faults.append(Fault(self.draft.file, found, expected, line=line, key=key))

    def codebook(self, root: yaml.Node | None) -> None:
        if root is None:
            self.fault(None, "", "an empty file", "a codebook with name, version and themes")
            return
        top = self.mapping(root, "", TOP_KEYS)
        for key in ("name", "version", "themes"):
            if key not in top:
                self.fault(root, key, "nothing", f"the key {key!r}")
        for key in TOP_KEYS[:3]:
            if key in top and (text := self.text(top[key], key)):
                setattr(self.draft, key, text)
            elif key in top and key != "language" and isinstance(top[key], yaml.ScalarNode):
                self.fault(top[key], key, "a blank", "a text")
        if "themes" in top:
            self.themes(top["themes"], "themes", "")

    def themes(self, node: yaml.Node, place: str, parent: str) -> None:
        """Add each theme below `node`, depth first."""
        children = self.mapping(node, place, None)
        if not children:
            self.fault(node, place, "no theme", "one theme or more, each a key with its patterns below it")
        keys = {_name(key): key for key, _ in reversed(node.value)} if children else {}
        for name, child in children.items():
            if not name.strip() or "/" in name:
                self.fault(keys[name], place, f"the theme key {name!r}", "a key that is not blank and has no /")
            theme, at = f"{parent}/{name}" if parent else name, f"{place}.{name}"
            inside = self.mapping(child, at, THEME_KEYS)
            row = {key: self.text(inside[key], f"{at}.{key}") if key in inside else "" for key in THEME_KEYS[:2]}
            for key in ("include", "exclude"):
                row[key] = "\n".join(" ".join(text.split()) for text, _ in self.texts(inside, key, at))
            self.draft.themes[theme] = row | {"theme": theme, "parent": parent, "label": row["label"] or name}
            has_pattern = self.patterns(inside, at, theme)
            is_list = isinstance(inside.get("patterns"), yaml.SequenceNode | None)  # what is none is a fault already
            if inside and "themes" not in inside and is_list and not has_pattern:
                self.fault(keys[name], at, "a theme without patterns", "a list `patterns:`, or themes below it")
            if "themes" in inside:
                self.themes(inside["themes"], f"{at}.themes", theme)

    def patterns(self, inside: dict[str, yaml.Node], place: str, theme: str) -> bool:
        """Add the patterns of a theme, with what is wrong with each; whether any of them finds something."""
        seen: dict[str, tuple[str, str, yaml.Node]] = {}
        for key in ("patterns", "not"):
            for pattern, node in self.texts(inside, key, place):
                first, first_key, first_node = seen.setdefault(fold(pattern), (pattern, key, node))
                at, where = f"{place}.{key}", f"{first!r} on line {first_node.start_mark.line + 1}"
                if is_only_wildcards(pattern):
                    found = f"the pattern {pattern!r}" if tidy(pattern) else "a blank pattern"
                    self.fault(node, at, found, "a pattern with a letter or number in it")
                elif sign := regex_sign(pattern):
                    expected = "a word or phrase, in which * stands for any letters and ? for one"
                    self.fault(node, at, f"{pattern!r}, which holds {sign!r}, a sign of a regular expression", expected)
                elif first_node is not node:
                    again = f"the pattern {pattern!r} again" * (key == first_key)
                    found = again or f"{pattern!r} in `patterns` and in `not`"
                    self.fault(node, at, f"{found} ({where})", "each pattern once in a theme")
                self.draft.patterns.append({"theme": theme, "pattern": pattern, "excludes": key == "not"})
        return any(key == "patterns" for _, key, _ in seen.values())

    def mapping(self, node: yaml.Node, place: str, known: tuple[str, ...] | None) -> dict[str, yaml.Node]:
        """The keys of a mapping and their nodes; a repeated or unknown key is noted and left out."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, place, _shown(node), f"keys ({', '.join(known or ['theme: …'])}), each with a colon")
            return {}
        inside: dict[str, yaml.Node] = {}
        for key_node, child in node.value:
            key = _name(key_node)
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
        self.fault(node, place, _shown(node), f"a text{quotes}")
        return ""

    def texts(self, inside: dict[str, yaml.Node], key: str, place: str) -> list[tuple[str, yaml.Node]]:
        """The entries of a list of texts, each with its node; an absent list is empty."""
        node, at = inside.get(key), f"{place}.{key}"
        if not isinstance(node, yaml.SequenceNode | None):
            self.fault(node, at, _shown(node), 'a list: ["…", "…"], or one entry a line after `- `')
        items = node.value if isinstance(node, yaml.SequenceNode) else []
        texts = [(self.text(item, at), item) for item in items]
        return [(text, item) for text, item in texts if isinstance(item, yaml.ScalarNode)]


def _name(key: yaml.Node) -> str:
    return key.value if isinstance(key, yaml.ScalarNode) else _shown(key)


def _shown(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return f"the text {node.value!r}" if node.value else "nothing"
    return "a list" if isinstance(node, yaml.SequenceNode) else "keys"


# -- a codebook to YAML ------------------------------------------------------------------------------------------

PLAIN = re.compile(r"[^\W\d_][\w'’.*-]*(?: [\w'’.*][\w'’.*-]*)*")  # what YAML reads as it stands


def scalar(text: str) -> str:
    """The text in YAML, in quotes where it, or another program's reading of it, needs them.

    >>> print(scalar("poverty reduc*"), scalar("*armut"), scalar("no"), scalar("a: b"))
    poverty reduc* "*armut" "no" "a: b"
    """
    if PLAIN.fullmatch(text) and text.isprintable() and text.lower() not in WORDS_OF_YAML:
        return text
    signs = (f"\\{sign}" if sign in '"\\' else sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in text)
    return f'"{"".join(signs)}"'


def write(codebook) -> str:
    """Write the codebook as the workbook's own YAML, all of it but patterns with signs of regular expressions."""
    lines = [f"name: {scalar(codebook.name)}", f"version: {scalar(codebook.version or 'not stated')}"]
    lines += [f"language: {scalar(codebook.language)}", "themes:"]
    for theme in walk(codebook):
        pad, row = "    " * theme.depth + "  ", theme.row
        lines.append(f"{pad}{scalar(theme.name)}:")
        texts = {"label": row.label if row.label != theme.name else "", "definition": row.definition}
        lines += [f"{pad}  {key}: {scalar(text)}" for key, text in texts.items() if text]
        lists = {key: getattr(row, key).split("\n") if getattr(row, key) else [] for key in ("include", "exclude")}
        for key, patterns in (("patterns", theme.patterns), ("not", theme.nots)):
            lists[key] = [pattern for pattern in patterns if not regex_sign(pattern)]
        for key, entries in lists.items():
            lines += [f"{pad}  {key}:"] * bool(entries) + [f"{pad}  - {scalar(entry)}" for entry in entries]
        if not theme.is_leaf:
            lines.append(f"{pad}  themes:")
        elif not lists["patterns"]:
            lines.append(f"{pad}  patterns: []")
    return "\n".join([*lines, ""])
