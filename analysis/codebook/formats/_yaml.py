"""What the YAML formats share: a file as a tree of nodes, and a text as a YAML scalar."""

import json
import re
from bisect import bisect

import yaml

from analysis.codebook.draft import Draft
from analysis.faults import Fault, InputError
from analysis.reading.encodings import decode
from analysis.reading.yaml_nodes import NotYaml, compose_yaml

# A pattern that begins with `*` and has no quotes: `item` after `- `, `entry` after a colon or in a
# list in brackets. Quoted texts and comments come first, so that a `*` in them is passed over.
UNQUOTED_STAR = re.compile(
    r"""
      "(?:\\.|[^"\\\n])*+"?
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
        return compose_yaml(text)
    except NotYaml:
        text = _quote_stars(text, draft)
    try:
        return compose_yaml(text)
    except NotYaml as error:
        expected = next(hint for problem, hint in EXPECTED.items() if problem in error.problem)
        raise InputError([error.fault(draft.file, expected)]) from None


def _quote_stars(text: str, draft: Draft) -> str:
    """Put quotes around each pattern that begins with `*` and lacks them, and report it."""

    line_ends = [found.start() for found in re.finditer("\n", text)]

    def quote(found: re.Match[str]) -> str:
        name = found.lastgroup
        if name is None:
            return found[0]
        pattern = found[name].rstrip()
        line = 1 + bisect(line_ends, found.start(name))
        expected = f'quotes around a pattern that begins with *: "{pattern}"'
        draft.report.error(Fault(draft.file, f"{pattern} without quotes", expected, line=line))
        quoted = json.dumps(pattern, ensure_ascii=False)
        return found[0].replace(pattern, quoted, 1)

    return UNQUOTED_STAR.sub(quote, text)


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
