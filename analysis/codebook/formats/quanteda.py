"""Quanteda's YAML: keys inside one another down to lists of globs; `__` holds the globs of a key with keys below it.

Source of the format: `dictionary()` and `as.yaml()` in quanteda's reference. Every scalar stays text (`NO`, `on`).
"""

import yaml

from analysis.codebook.draft import Draft, walk
from analysis.codebook.formats.workbook import scalar

OWN = "__"


def fits(root: yaml.Node | None) -> bool:
    """Whether this is quanteda's: keys, none of them `themes` or `patterns`, and not both `name` and `version`."""
    if not isinstance(root, yaml.MappingNode):
        return False
    top = {str(key.value) for key, _ in root.value}
    return not _keys(root) & {"themes", "patterns"} and not {"name", "version"} <= top


def _keys(node: yaml.Node) -> set[str]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {str(key.value) for key, _ in pairs}.union(*(_keys(child) for _, child in pairs))


def read(draft: Draft, node: yaml.Node, theme: str = "") -> None:
    """Read what stands below the key of a theme."""
    if isinstance(node, yaml.ScalarNode) and node.value:
        draft.pattern(theme, node.value, node.start_mark.line + 1, "*?")
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            read(draft, item, theme)
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            name, line = (
                key.value if isinstance(key, yaml.ScalarNode) else "",
                key.start_mark.line + 1,
            )
            read(draft, child, theme if name == OWN else draft.theme(name, theme, line))


def write(codebook) -> str:
    """Write two blanks a level, one pattern a line."""
    lines = []
    for theme in walk(codebook):
        pad = "  " * theme.depth
        lines.append(f"{pad}{scalar(theme.name)}:{' []' * (theme.is_leaf and not theme.patterns)}")
        lines += [f"{pad}  {OWN}:"] * bool(theme.patterns and not theme.is_leaf)
        lines += [f"{pad}  - {scalar(pattern)}" for pattern in theme.patterns]
    return "\n".join([*lines, ""])
