"""The one reader of YAML: codebooks, `study.yaml` and the front matter of Markdown files.

A text becomes a tree of nodes in which every scalar stays text, whatever YAML would make of it
(`no`, `2030`, `12:30`). Whatever could make a short text mean a long one, or something other than
text, is refused: anchors, aliases, tags, half characters and hundreds of levels.
"""

from collections.abc import Iterator

import yaml

from analysis.faults import Fault
from analysis.reading.guard import describe_error
from analysis.wording import HALF_CHARACTER

MAX_DEPTH = 100  # levels of keys and lists

# Tags that are allowed, because they only name the type of a text, a list or a mapping.
OF_YAML = "tag:yaml.org,2002:"  # the parser's long form of !! before a tag
HARMLESS_TAGS = {
    f"{OF_YAML}{kind}" for kind in ("str", "int", "float", "bool", "null", "seq", "map")
}


class NotYaml(Exception):
    """A text cannot be read as YAML.

    Attributes:
        found: what is there, as in a `Fault`.
        line: its line, from 1; 0 if it is unknown.
        problem: what the parser complains of; "" if this module refused the text.
        expected: what is expected in its place; "" if that depends on the kind of file.
    """

    def __init__(self, found: str, line: int, expected: str = "", problem: str = "") -> None:
        super().__init__(found)
        self.found = found
        self.line = line
        self.expected = expected
        self.problem = problem

    def fault(self, file: str, expected: str, lines_above: int = 0) -> Fault:
        """Make a fault of it.

        Args:
            file: what messages call the file.
            expected: what is expected, unless this error knows it already.
            lines_above: the number of lines in the file above the text.
        """
        line = self.line + lines_above if self.line else 0
        return Fault(file, self.found, self.expected or expected, line=line)


def compose_yaml(text: str) -> yaml.Node | None:
    """Return the root node of a text; None if the text is blank.

    Raises:
        NotYaml: the text is no YAML, or something that is refused.

    >>> [(key.value, value.value) for key, value in compose_yaml("no: 007").value]
    [('no', '007')]
    """
    try:
        return _Loader(text).get_single_node()
    except NotYaml:
        raise
    except yaml.reader.ReaderError as error:
        line = 1 + text.count("\n", 0, error.position)
        found = f"the character U+{ord(text[error.position]):04X}"
        raise NotYaml(found, line, "printable text") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "unknown syntax"
        found = f"text that is not YAML ({problem})"
        raise NotYaml(found, mark.line + 1 if mark else 0, problem=problem) from None
    except Exception as error:  # Python's own errors, as for a wrong escape
        problem = describe_error(error)
        raise NotYaml(f"text that is not YAML ({problem})", 0, problem=problem) from error


class _Loader(yaml.BaseLoader):
    """Composes nodes, and refuses whatever would not give a small tree of texts."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node:
        event = self.peek_event()
        _refuse(event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            found = f"more than {MAX_DEPTH} levels"
            raise NotYaml(found, event.start_mark.line + 1, "a few levels")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _refuse(event: yaml.NodeEvent) -> None:
    """Raise `NotYaml` for an alias, an anchor, a tag or half a character."""
    line = event.start_mark.line + 1
    tag = getattr(event, "tag", None)
    if isinstance(event, yaml.AliasEvent):
        raise NotYaml(f"the alias *{event.anchor}", line, _quotes("*"))
    if event.anchor:
        raise NotYaml(f"the anchor &{event.anchor}", line, _quotes("&"))
    if tag and tag not in HARMLESS_TAGS:
        written = tag.replace(OF_YAML, "!!")
        raise NotYaml(f"the tag {written}", line, _quotes("!"))
    if isinstance(event, yaml.ScalarEvent) and HALF_CHARACTER.search(event.value):
        raise NotYaml(
            "half a character (\\uD800 to \\uDFFF)",
            line,
            "the character itself instead of its code",
        )


def _quotes(character: str) -> str:
    return f"quotes around a text that begins with {character}"


def line_of(node: yaml.Node) -> int:
    """Return the line at which a node begins."""
    return node.start_mark.line + 1


def repeated_keys(mapping: yaml.MappingNode) -> Iterator[yaml.ScalarNode]:
    """Yield each key of a mapping that an earlier key equals.

    >>> [line_of(key) for key in repeated_keys(compose_yaml("a: 1\\nb: 2\\na: 3"))]
    [3]
    """
    seen = set()
    for key, _ in mapping.value:
        if not isinstance(key, yaml.ScalarNode):
            continue
        if key.value in seen:
            yield key
        seen.add(key.value)
