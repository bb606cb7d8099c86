"""Quanteda's YAML: nested keys down to lists of patterns.

If a key has both patterns and keys below it, the patterns are below the key `__`. Source of the
format: `dictionary()` and `as.yaml()` in quanteda's reference.
"""

import yaml

from analysis.codebook.draft import Draft
from analysis.codebook.formats._yaml import to_scalar
from analysis.codebook.model import Codebook
from analysis.codebook.outline import outline
from analysis.reading.yaml_nodes import line_of

OWN_PATTERNS = "__"


def read_nodes(draft: Draft, node: yaml.Node, theme: str = "") -> None:
    """Read what is below the key of a theme."""
    if isinstance(node, yaml.ScalarNode) and node.value:
        draft.add_pattern(theme, node.value, line_of(node), wildcards="*?")
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            read_nodes(draft, item, theme)
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            below = theme
            if name != OWN_PATTERNS:
                below = draft.add_theme(name, theme, line_of(key))
            read_nodes(draft, child, below)


def write(codebook: Codebook) -> str:
    """Write two spaces per level and one pattern per line."""
    lines = []
    for entry in outline(codebook):
        indent = "  " * entry.depth
        key = f"{indent}{to_scalar(entry.name)}:"
        if entry.is_leaf and not entry.patterns:
            key += " []"
        lines.append(key)
        if entry.patterns and not entry.is_leaf:
            lines.append(f"{indent}  {OWN_PATTERNS}:")
        for pattern in entry.patterns:
            lines.append(f"{indent}  - {to_scalar(pattern)}")
    return "\n".join([*lines, ""])
