"""What the XML of Yoshikoder and Lexicoder shares: a `cnode` is a category, a `pnode` an entry.

Source of the formats: Yoshikoder's help (*Dictionaries*), and files of both programs. `*` is a
wildcard, `?` is not. In Lexicoder's dialect a space before or after an entry is the edge of a word;
without it, the entry is found inside words too. Either dialect occurs with any of the endings; the
attribute `style` tells them apart.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

from lxml import etree

from analysis.codebook.draft import WEIGHT, Draft
from analysis.codebook.formats._xml import local_name, read_xml, write_xml
from analysis.codebook.model import Codebook
from analysis.codebook.outline import outline

LEXICODER = "Lexicoder"  # the value of `style`
REGEX_SYNTAX = re.compile(r"[\\.\[\](){}+*?^$|]")


@dataclass(frozen=True)
class _Dialect:
    """How the entries of one file are to be read."""

    is_lexicoder: bool  # spaces are the edges of words
    has_regexes: bool  # entries may be regular expressions


def read_cnodes(draft: Draft, default_style: str) -> None:
    """Read a file of either dialect; `default_style` counts if the file states no style."""
    root = read_xml(draft, "dictionary")
    dialect = _Dialect(
        is_lexicoder=(root.get("style") or default_style) == LEXICODER,
        has_regexes=root.get("patternengine") == "regexp",
    )
    draft.name = _stated_name(root) or draft.name
    top = root
    if not dialect.is_lexicoder and _holds_one_root_category(root):
        top = root[0]
        draft.name = _stated_name(top) or draft.name
    _read_children(draft, top, "", dialect)


def _stated_name(element: etree._Element) -> str:
    return element.get("name", "").strip()


def _holds_one_root_category(root: etree._Element) -> bool:
    """Whether one category holds all others; in Yoshikoder it is the dictionary itself."""
    if len(root) != 1:
        return False
    return all(local_name(child) == "cnode" for child in root[0])


def _read_children(
    draft: Draft,
    parent: etree._Element,
    theme: str,
    dialect: _Dialect,
) -> None:
    """Read the elements below `parent`, whose theme is `theme`."""
    for node in parent:
        below = theme
        kind = local_name(node)
        if kind == "cnode":
            below = _read_category(draft, node, theme)
        elif kind == "pnode":
            _read_entry(draft, node, theme, dialect)
        else:
            reason = "it is neither cnode nor pnode"
            draft.note(f"<{kind}> is left out because {reason}", node.sourceline)
            _note_score(draft, node)
        _read_children(draft, node, below, dialect)


def _read_category(draft: Draft, node: etree._Element, parent: str) -> str:
    """Add a category as a theme, and return the theme's id."""
    definition = " ".join(node.get("desc", "").split())
    name = node.get("name", "")
    theme = draft.add_theme(name, parent, node.sourceline, definition=definition)
    _note_score(draft, node)
    return theme


def _read_entry(draft: Draft, node: etree._Element, theme: str, dialect: _Dialect) -> None:
    """Add an entry as a pattern of its theme."""
    entry = node.get("name", "")
    line = node.sourceline
    if dialect.has_regexes and REGEX_SYNTAX.search(entry):
        draft.note(f"{entry!r} is left out because it is a regular expression", line)
        return
    if dialect.is_lexicoder:
        entry = _with_wildcards(entry)
    score = node.get("score", "")
    if re.fullmatch(WEIGHT, score):
        draft.add_pattern(theme, entry, line, weight=score)
        return
    draft.add_pattern(theme, entry, line)
    _note_score(draft, node)


def _note_score(draft: Draft, node: etree._Element) -> None:
    """Note a score that is left out."""
    name = node.get("name", "")
    score = node.get("score", "")
    if score:
        draft.note(f"the score {score!r} of {name!r} is left out", node.sourceline)


def _with_wildcards(entry: str) -> str:
    """Return the pattern that an entry of Lexicoder means.

    >>> _with_wildcards(" abandon"), _with_wildcards(" in the ")
    ('abandon*', 'in the')
    """
    word = entry.strip()
    if not word:
        return entry
    left = "" if entry[0].isspace() else "*"
    right = "" if entry[-1].isspace() else "*"
    return f"{left}{word}{right}"


def write_cnodes(
    codebook: Codebook,
    root: ElementTree.Element,
    top: ElementTree.Element,
    to_entry: Callable[[str], str],
) -> str:
    """Return the XML of a codebook.

    Args:
        codebook: the codebook.
        root: the root element.
        top: the element in `root` that the themes are written to; it may be `root` itself.
        to_entry: turns a pattern into an entry.
    """
    nodes = {"": top}
    for entry in outline(codebook):
        category = {
            "name": entry.name,
            "desc": entry.definition,
        }
        parent = nodes[entry.parent]
        node = ElementTree.SubElement(parent, "cnode", category)
        nodes[entry.theme] = node
        for pattern, weight in entry.patterns.items():
            attributes = {"name": to_entry(pattern)}
            if weight:
                attributes["score"] = weight
            ElementTree.SubElement(node, "pnode", attributes)
    return write_xml(root)
