"""The front matter of a Markdown file: metadata between two lines of `---` at its top."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from analysis.faults import Fault, InputError, raise_all
from analysis.reading.yaml_nodes import NotYaml, compose_yaml, line_of, repeated_keys

LONGEST = 100_000  # characters
EXPECTED = "`key: value` between the two lines of ---"

_RULE = re.compile(r"---[ \t]*\n?")
_BEGINS_WITH_KEY = re.compile(r"\w[\w -]*:")
# Other lines of metadata: list items and the continuations of values, comments, blank lines.
_BEGINS_LIKE_METADATA = re.compile(r"[ \t#\n-]")


class _Block(NamedTuple):
    """The front matter of a file.

    Attributes:
        stated: the lines between the two lines of `---`.
        end: where the text below it begins, in characters.
    """

    stated: str
    end: int


def split_front_matter(text: str, file: str) -> tuple[dict[str, str], str]:
    """Split a Markdown file into what its front matter states, and the text below it.

    Lines of `---` with other text or without a key between them are horizontal rules: they stay in
    the text. The items of a list are joined by semicolons.

    Args:
        text: the text of the file.
        file: what messages call the file.

    Raises:
        InputError: the metadata are not YAML, not one text or list per key, or too long.

    >>> split_front_matter("---\\nauthor: Ann\\ntags: [a, b]\\n---\\nText.", "a.md")
    ({'author': 'Ann', 'tags': 'a; b'}, 'Text.')
    """
    block = _find_block(text)
    if block is None:
        return {}, text
    if len(block.stated) > LONGEST:
        found = f"metadata of {len(block.stated):,} characters"
        expected = f"at most {LONGEST:,} between the two lines of ---"
        raise InputError([Fault(file, found, expected, line=1)])
    return _read_cells(block.stated, file), text[block.end :]


def _find_block(text: str) -> _Block | None:
    """Find the front matter line by line; None if the text does not begin with one."""
    if not text.startswith("---"):
        return None
    lines = _lines(text)
    first = next(lines)
    if not _RULE.fullmatch(first):
        return None
    has_key = False
    end = len(first)
    for line in lines:
        if _RULE.fullmatch(line):
            stated = text[len(first) : end]
            is_metadata = has_key or not stated.strip()
            return _Block(stated, end + len(line)) if is_metadata else None
        end += len(line)
        if _BEGINS_WITH_KEY.match(line):
            has_key = True
        elif not _BEGINS_LIKE_METADATA.match(line):
            return None
    return None


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text, each with its line end, without a list of them all."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _read_cells(stated: str, file: str) -> dict[str, str]:
    """Return the value of each key as one text."""
    try:
        root = compose_yaml(stated)
    except NotYaml as error:
        if error.problem:
            error.found = "metadata that is not YAML"
        raise InputError([error.fault(file, EXPECTED, lines_above=1)]) from None
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise InputError([Fault(file, "metadata that is not YAML", EXPECTED, line=2)])
    raise_all(_faults(root, file))
    return {key.value: _cell(value) for key, value in root.value}


def _faults(root: yaml.MappingNode, file: str) -> Iterator[Fault]:
    """Yield a fault for each key that has no name, occurs again, or has keys below it."""
    for key, value in root.value:
        line = line_of(key) + 1
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if not name.strip():
            yield Fault(file, "metadata without a key", EXPECTED, line=line)
        elif not _is_text_or_list(value):
            yield Fault(file, f"keys below {name!r}", f"`{name}: value`", line=line, key=name)
    for key in repeated_keys(root):
        yield Fault(file, f"the key {key.value!r} again", "each key once", line=line_of(key) + 1)


def _is_text_or_list(node: yaml.Node) -> bool:
    if isinstance(node, yaml.SequenceNode):
        return all(isinstance(item, yaml.ScalarNode) for item in node.value)
    return isinstance(node, yaml.ScalarNode)


def _cell(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "; ".join(item.value for item in node.value)
    return str(node.value)
