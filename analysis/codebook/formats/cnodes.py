"""Yoshikoder's `.ykd` and Lexicoder's `.lcd`: XML of `cnode` (a category) and `pnode` (an entry), and the text `.lc3`.

Source of the formats: Yoshikoder's help (*Dictionaries*), and files of both programs. `*` is a wildcard, `?` is none.
In Lexicoder's XML a blank before or after an entry is the edge of a word; without it, it is found inside words too.
The text has `+category` or `+category#rrggbb`, then whole words, one a line.
"""

import re
from collections.abc import Callable
from xml.etree import ElementTree

from analysis.codebook.draft import NUMBER, Draft, Element, document, elements, walk
from analysis.codebook.patterns import tidy

REGEX = re.compile(r"[\\.\[\](){}+*?^$|]")


def read(draft: Draft) -> None:
    """Read any of the three, by what the file holds."""
    ending = draft.path.suffix.lower()
    if ending == ".lc3" and not draft.data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(
        b"<"
    ):
        _read_text(draft)
        return
    root, *nodes = elements(draft, "dictionary")
    draft.name = root.get("name").strip() or draft.name
    lexicoder = (root.get("style") or ("" if ending == ".ykd" else "Lexicoder")) == "Lexicoder"
    parents = [node.parent for node in nodes]
    if (
        not lexicoder
        and parents.count(root) == 1
        and all(n.tag == "cnode" for n in nodes if n.parent is nodes[0])
    ):
        draft.name = (
            nodes.pop(0).get("name").strip() or draft.name
        )  # Yoshikoder's root is the dictionary
    regexes = root.get("patternengine") == "regexp"
    for node in nodes:
        if regexes and node.tag == "pnode" and REGEX.search(node.get("name")):
            draft.note(
                f"{node.get('name')!r} is left out, for it is a regular expression", node.line
            )
        else:
            _read_node(draft, node, lexicoder)


def _read_node(draft: Draft, node: Element, lexicoder: bool) -> None:
    name, score, node.theme = node.get("name"), node.get("score"), node.parent.theme
    weight = score if node.tag == "pnode" and re.fullmatch(NUMBER, score) else ""
    if node.tag == "cnode":
        node.theme = draft.theme(
            name, node.theme, node.line, definition=" ".join(node.get("desc").split())
        )
    elif node.tag == "pnode":
        if lexicoder and name.strip():
            name = "*" * (not name[0].isspace()) + name.strip() + "*" * (not name[-1].isspace())
        draft.pattern(node.theme, name, node.line, weight=weight)
    else:
        draft.note(f"<{node.tag}> is left out, for it is neither cnode nor pnode", node.line)
    if score != weight:
        draft.note(f"the score {score!r} of {node.get('name')!r} is left out", node.line)


def _read_text(draft: Draft) -> None:
    theme = ""
    for line, _, text in draft.lines():
        if header := re.fullmatch(r"\+(.*?)(#[0-9A-Fa-f]{6})?", text):
            theme = draft.theme(header[1], "", line, color=header[2])
        else:
            draft.pattern(theme, text, line)
    if not draft.themes:
        expected = (
            "XML with <dictionary> at its top, or lines such as `+category` with words below them"
        )
        draft.stop("no category", expected)


def write_yoshikoder(codebook) -> str:
    """Write the codebook as the root category, and its themes below it."""
    root = ElementTree.Element("dictionary", style="050805", patternengine="substring")
    return _xml(
        codebook, root, ElementTree.SubElement(root, "cnode", name=codebook.name, desc=""), str
    )


def write_lexicoder(codebook) -> str:
    """Write a blank where a pattern ends at the edge of a word."""
    root = ElementTree.Element("dictionary", style="Lexicoder", name=codebook.name)
    return _xml(codebook, root, root, _with_edges)


def write_lc3(codebook) -> str:
    """Write one level of categories, named by the paths of the themes."""
    lines = []
    for theme in walk(codebook):
        if theme.patterns or theme.is_leaf:
            lines += [f"+{theme.theme}{getattr(theme, 'color', '')}", *theme.patterns]
    return "\n".join([*lines, ""])


def _with_edges(pattern: str) -> str:
    """The entry of Lexicoder's that means the pattern.

    >>> _with_edges("abandon*"), _with_edges("in the *")
    (' abandon', ' in the * ')
    """
    left, entry, right = re.fullmatch(r"(\*(?! |$))?(.*?)((?<=[^ ])\*)?", tidy(pattern)).groups()
    return " " * (not left) + entry + " " * (not right)


def _xml(
    codebook, root: ElementTree.Element, top: ElementTree.Element, entry: Callable[[str], str]
) -> str:
    nodes = {"": top}
    for theme in walk(codebook):
        node = ElementTree.SubElement(
            nodes[theme.parent], "cnode", name=theme.name, desc=theme.definition
        )
        nodes[theme.theme] = node
        for pattern, weight in theme.patterns.items():
            score = {"score": weight} if weight else {}
            ElementTree.SubElement(node, "pnode", name=entry(pattern), **score)
    return document(root)
