"""The workbook's own YAML: `name`, `version`, `themes`. Every fault is found at once, with its line and its keys."""

import json
import re
from collections.abc import Iterator

import yaml

from analysis.codebook.draft import Draft, walk
from analysis.codebook.patterns import fold, is_only_wildcards, regex_sign, tidy
from analysis.faults import Fault, InputError, nearest
from analysis.reading.encodings import decode
from analysis.tables import THEMES

WORDS_OF_YAML = (
    "y",
    "n",
    "yes",
    "no",
    "on",
    "off",
    "true",
    "false",
    "null",
)  # in some programs no texts
TOP_KEYS = ("name", "version", "language", "themes")
THEME_KEYS = ("label", "definition", "include", "exclude", "patterns", "not", "themes")
HALF = re.compile(
    "[\ud800-\udfff]"
)  # no text in UTF-8 holds one, but an escape in quotes can name it
# Quoted text and comments are passed over; `item` is a pattern after `- `, `entry` one in a list in brackets.
STAR = re.compile(
    r"""(?m:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|(?:^|\s)\#.*"""
    r"""|^[ ]*-[ ]+(?P<item>\*[^#\n]*)|(?:[\[,][ ]*|^[ ]*|:[ ]+)(?P<entry>\*[^,\]"'#\n]*))"""
)
HINTS = {
    "mapping values are not allowed": "quotes around a text with a colon and a blank; keys of a theme at one depth",
    "could not find expected ':'": "`key: value`, with a blank after the colon",
    "cannot start any token": "spaces, not tabs, before a key; quotes around a text that begins with @, ` or %",
    "but got '<scalar>'": "a comma between entries, and quotes closed, here and on the lines above",
    "but got '?'": "quotes around a pattern that holds ?, in a list in brackets",
    "": "YAML: keys of one theme at one depth, lists in [ ] or with `- `, quotes closed",
}


def compose(draft: Draft) -> yaml.Node | None:
    """The tree of nodes; where patterns that begin with `*` lack their quotes, of the text with quotes, and the faults.

    To YAML such a pattern is an alias, or nothing it can read; with quotes the rest of the file can be looked at too.
    """
    text = decode(draft.data, draft.file)
    try:
        return _compose(text, draft)
    except yaml.YAMLError:
        text = STAR.sub(lambda found: _quoted(found, draft), text)
    try:
        return _compose(text, draft)
    except yaml.YAMLError as error:
        raise InputError([*draft.faults, _yaml_fault(error, text, draft.file)]) from None


def _compose(text: str, draft: Draft) -> yaml.Node | None:
    """As `yaml.compose`, where every scalar is a text and no node an alias."""

    class Loader(yaml.BaseLoader):
        def compose_node(self, parent, index):
            event = self.peek_event()
            if isinstance(event, yaml.AliasEvent):
                raise yaml.MarkedYAMLError(problem="an alias", problem_mark=event.start_mark)
            if isinstance(event, yaml.ScalarEvent) and HALF.search(event.value):
                draft.stop(
                    "half a sign (\\uD800 to \\uDFFF)", "whole signs", event.start_mark.line + 1
                )
            return super().compose_node(parent, index)

    return yaml.compose(text, Loader)


def _quoted(found: re.Match, draft: Draft) -> str:
    """What `STAR` found, with quotes around a pattern that lacks them, which is noted as a fault."""
    if not (star := (found["item"] or found["entry"] or "").rstrip()):
        return found[0]
    line = found.string.count("\n", 0, found.start(found.lastgroup)) + 1
    expected = f'a pattern that begins with * in quotes: "{star}"'
    draft.faults.append(Fault(draft.file, f"{star} without quotes", expected, line=line))
    return found[0].replace(star, json.dumps(star, ensure_ascii=False), 1)


def _yaml_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return Fault(file, f"the character U+{error.character:04X}", "printable text", line=line)
    hint = next(hint for sign, hint in HINTS.items() if sign in error.problem)
    return Fault(
        file, f"text that is not YAML ({error.problem})", hint, line=error.problem_mark.line + 1
    )


def read(draft: Draft, root: yaml.Node | None) -> None:
    """Walk the nodes once; note faults and go on, so that one reading finds all of them."""
    if root is None:
        draft.stop("an empty file", "a codebook with name, version and themes")
    top = {key: node for key, _, node in _pairs(draft, root, "", TOP_KEYS)}
    for key in TOP_KEYS:
        if key not in top and key != "language":
            _fault(draft, root, key, "nothing", f"the key {key!r}")
        elif key == "themes":
            _themes(draft, top[key], key, "")
        elif text := _text(draft, top.get(key), key):
            setattr(draft, key, text)
        elif key != "language" and isinstance(top[key], yaml.ScalarNode):
            _fault(draft, top[key], key, "a blank", "a text")


def _themes(draft: Draft, node: yaml.Node, place: str, parent: str) -> None:
    """Add each theme below `node`, depth first."""
    if not isinstance(node, yaml.MappingNode) or not node.value:
        _fault(
            draft,
            node,
            place,
            "no theme",
            "one theme or more, each a key with its patterns below it",
        )
    for name, key_node, child in _pairs(draft, node, place):
        before, at, theme = (
            len(draft.faults),
            f"{place}.{name}",
            f"{parent}/{name}" if parent else name,
        )
        if not name.strip() or "/" in name:
            _fault(
                draft,
                key_node,
                place,
                f"the theme key {name!r}",
                "a key that is not blank and has no /",
            )
        inside = {key: below for key, _, below in _pairs(draft, child, at, THEME_KEYS)}
        label, definition = (_text(draft, inside.get(key), f"{at}.{key}") for key in THEME_KEYS[:2])
        lists = {key: _texts(draft, inside.get(key), f"{at}.{key}") for key in THEME_KEYS[2:6]}
        include, exclude = (
            "\n".join(" ".join(text.split()) for text, _ in lists[key]) for key in THEME_KEYS[2:4]
        )
        row = (theme, parent, label or name, definition, include, exclude)
        draft.themes[theme] = dict(zip(THEMES.columns, row, strict=True))
        _patterns(
            draft, at, theme, [(key, *entry) for key in THEME_KEYS[4:6] for entry in lists[key]]
        )
        if "themes" in inside:
            _themes(draft, inside["themes"], f"{at}.themes", theme)
        elif (
            not lists["patterns"] and len(draft.faults) == before
        ):  # with another fault it may have some
            _fault(
                draft,
                key_node,
                at,
                "a theme without patterns",
                "a list `patterns:`, or themes below it",
            )


def _patterns(
    draft: Draft, place: str, theme: str, entries: list[tuple[str, str, yaml.Node]]
) -> None:
    """Add the patterns of a theme, each with its key (`patterns` or `not`) and node, and what is wrong with each."""
    seen: dict[str, tuple[str, str, yaml.Node]] = {}
    for key, pattern, node in entries:
        first_key, first, first_node = seen.setdefault(fold(pattern), (key, pattern, node))
        if is_only_wildcards(pattern):
            found = f"the pattern {pattern!r}" if tidy(pattern) else "a blank pattern"
            _fault(draft, node, f"{place}.{key}", found, "a pattern with a letter or number in it")
        elif sign := regex_sign(pattern):
            found = f"{pattern!r}, which holds {sign!r}, a sign of a regular expression"
            expected = "a word or phrase, in which * stands for any letters and ? for one"
            _fault(draft, node, f"{place}.{key}", found, expected)
        elif first_node is not node:
            found = (
                f"the pattern {pattern!r} again"
                if key == first_key
                else f"{pattern!r} in `patterns` and in `not`"
            )
            where = f"({first!r} on line {first_node.start_mark.line + 1})"
            _fault(
                draft, node, f"{place}.{key}", f"{found} {where}", "each pattern once in a theme"
            )
        draft.patterns.append({"theme": theme, "pattern": pattern, "excludes": key == "not"})


def _pairs(
    draft: Draft, node: yaml.Node, place: str, known=()
) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """The keys of a mapping, their nodes, and those below; a repeated or unknown key is noted and left out."""
    if not isinstance(node, yaml.MappingNode):
        _fault(
            draft,
            node,
            place,
            _shown(node),
            f"keys ({', '.join(known or ['theme: …'])}), each with a colon",
        )
        return
    seen = set()
    for key_node, child in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else _shown(key_node)
        if key in seen:
            _fault(draft, key_node, place, f"the key {key!r} again", "each key once")
        elif known and key not in known:
            _fault(draft, key_node, place, f"the unknown key {key!r}", nearest(key, known))
        else:
            yield key, key_node, child
        seen.add(key)


def _text(draft: Draft, node: yaml.Node | None, place: str) -> str:
    if isinstance(node, yaml.ScalarNode | None):
        return node.value.strip() if node else ""
    quotes = (
        "; one with a colon and a blank in it in quotes"
        if isinstance(node, yaml.MappingNode)
        else ""
    )
    _fault(draft, node, place, _shown(node), f"a text{quotes}")
    return ""


def _texts(draft: Draft, node: yaml.Node | None, place: str) -> list[tuple[str, yaml.Node]]:
    """The entries of a list of texts, each with its node; an absent list is empty."""
    if isinstance(node, yaml.SequenceNode | None):
        texts = [(_text(draft, item, place), item) for item in (node.value if node else [])]
        return [(text, item) for text, item in texts if isinstance(item, yaml.ScalarNode)]
    _fault(draft, node, place, _shown(node), 'a list: ["…", "…"], or one entry a line after `- `')
    return []


def _fault(draft: Draft, node: yaml.Node, key: str, found: str, expected: str) -> None:
    draft.faults.append(Fault(draft.file, found, expected, line=node.start_mark.line + 1, key=key))


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
    signs = (
        f"\\{sign}" if sign in '"\\' else sign if sign.isprintable() else f"\\U{ord(sign):08X}"
        for sign in text
    )
    return f'"{"".join(signs)}"'


def write(codebook) -> str:
    """Write the codebook as the workbook's own YAML, all of it but patterns with signs of regular expressions."""
    lines = [
        f"name: {scalar(codebook.name)}",
        f"version: {scalar(codebook.version or 'not stated')}",
    ]
    lines += [f"language: {scalar(codebook.language)}", "themes:"]
    for row in walk(codebook):
        pad = "    " * row.depth + "  "
        lines.append(f"{pad}{scalar(row.name)}:")
        texts = {"label": row.label if row.label != row.name else "", "definition": row.definition}
        lines += [f"{pad}  {key}: {scalar(text)}" for key, text in texts.items() if text]
        lists = {
            key: getattr(row, key).split("\n") if getattr(row, key) else []
            for key in ("include", "exclude")
        }
        for key, patterns in (("patterns", row.patterns), ("not", row.nots)):
            lists[key] = [pattern for pattern in patterns if not regex_sign(pattern)]
        for key, entries in lists.items():
            lines += [f"{pad}  {key}:"] * bool(entries) + [
                f"{pad}  - {scalar(entry)}" for entry in entries
            ]
        if not row.is_leaf:
            lines.append(f"{pad}  themes:")
        elif not lists["patterns"]:
            lines.append(f"{pad}  patterns: []")
    return "\n".join([*lines, ""])
