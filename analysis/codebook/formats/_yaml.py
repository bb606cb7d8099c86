"""What the YAML formats share: a file as a tree of nodes, and a text as a YAML scalar.

Every scalar of a file is read as text, whatever YAML would make of it (`no`, `2030`, `12:30`).
"""

import json
import re

import yaml

from analysis.codebook.draft import Draft
from analysis.faults import Fault, InputError
from analysis.reading.encodings import decode

SURROGATE = re.compile("[\ud800-\udfff]")  # UTF-8 has none, but an escape in quotes can name one

# A pattern that begins with `*` and has no quotes: `item` after `- `, `entry` after a colon or in a
# list in brackets. Quoted texts and comments come first, so that a `*` in them is passed over.
UNQUOTED_STAR = re.compile(
    r"""
      "(?:\\.|[^"\\\n])*"
    | '[^'\n]*'
    | (?:^|\s)\#.*
    | ^[ ]*-[ ]+ (?P<item> \*[^#\n]*)
    | (?: [\[,][ ]* | ^[ ]* | :[ ]+ ) (?P<entry> \*[^,\]"'#\n]*)
    """,
    re.MULTILINE | re.VERBOSE,
)
# What the YAML parser complains of, and what is expected; the last one fits every complaint.
EXPECTED = {
    "mapping values are not allowed": (
        "quotes around a text with a colon and a space; the keys of a theme equally indented"
    ),
    "could not find expected ':'": "`key: value`, with a space after the colon",
    "cannot start any token": (
        "spaces instead of tabs before a key, and quotes around a text that begins with @, ` or %"
    ),
    "but got '<scalar>'": "commas between entries, and closed quotes, here and on the lines above",
    "but got '?'": "quotes around a pattern with ? in a list in brackets",
    "": "YAML: the keys of a theme equally indented, lists in [ ] or with `- `, quotes closed",
}
# Words that other programs read as a truth value or nothing if they have no quotes.
SPECIAL_WORDS = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
PLAIN_SCALAR = re.compile(r"[^\W\d_][\w'’.*-]*(?: [\w'’.*][\w'’.*-]*)*")  # needs no quotes


class _TextLoader(yaml.BaseLoader):
    """Composes every scalar as text, and refuses aliases and halves of characters."""

    def __init__(self, text: str, file: str) -> None:
        super().__init__(text)
        self.file = file

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="an alias", problem_mark=event.start_mark)
        if isinstance(event, yaml.ScalarEvent) and SURROGATE.search(event.value):
            found = "half a character (\\uD800 to \\uDFFF)"
            line = event.start_mark.line + 1
            raise InputError([Fault(self.file, found, "whole characters", line=line)])
        return super().compose_node(parent, index)


def compose(draft: Draft) -> yaml.Node | None:
    """Return the root node of the file; None if the file is empty.

    YAML takes a pattern that begins with `*` and has no quotes for an alias, or cannot read it at
    all. Each such pattern is reported. Then the quotes are put in and the text is read again, so
    that other faults are found, too.

    Raises:
        InputError: the text is not YAML even then.
    """
    text = decode(draft.data, draft.file)
    try:
        return _compose_text(text, draft.file)
    except yaml.YAMLError:
        text = _quote_stars(text, draft)
    try:
        return _compose_text(text, draft.file)
    except yaml.YAMLError as error:
        raise InputError([_yaml_fault(error, text, draft.file)]) from None


def _compose_text(text: str, file: str) -> yaml.Node | None:
    loader = _TextLoader(text, file)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _quote_stars(text: str, draft: Draft) -> str:
    """Put quotes around each pattern that begins with `*` and lacks them, and report it."""

    def quote(found: re.Match[str]) -> str:
        name = found.lastgroup
        if name is None:
            return found[0]
        pattern = found[name].rstrip()
        line = 1 + text.count("\n", 0, found.start(name))
        expected = f'quotes around a pattern that begins with *: "{pattern}"'
        draft.report.error(Fault(draft.file, f"{pattern} without quotes", expected, line=line))
        quoted = json.dumps(pattern, ensure_ascii=False)
        return found[0].replace(pattern, quoted, 1)

    return UNQUOTED_STAR.sub(quote, text)


def _yaml_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    """Say in a researcher's words what the YAML parser complains of."""
    if isinstance(error, yaml.reader.ReaderError):
        line = 1 + text.count("\n", 0, error.position)
        return Fault(file, f"the character U+{error.character:04X}", "printable text", line=line)
    expected = next(hint for problem, hint in EXPECTED.items() if problem in error.problem)
    line = 1 + error.problem_mark.line
    return Fault(file, f"text that is not YAML ({error.problem})", expected, line=line)


def line_of(node: yaml.Node) -> int:
    """Return the line at which a node begins."""
    return node.start_mark.line + 1


def to_scalar(text: str) -> str:
    """Return a text as YAML, in quotes if YAML or another program would read it as something else.

    >>> print(to_scalar("poverty reduc*"), to_scalar("*armut"), to_scalar("no"), to_scalar("a: b"))
    poverty reduc* "*armut" "no" "a: b"
    """
    is_plain = PLAIN_SCALAR.fullmatch(text) and text.isprintable()
    if is_plain and text.lower() not in SPECIAL_WORDS:
        return text
    escaped = "".join(map(_escape, text))
    return f'"{escaped}"'


def _escape(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() else f"\\U{ord(char):08X}"
