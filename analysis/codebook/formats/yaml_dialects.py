"""Read YAML in either of two formats: the workbook's own or quanteda's."""

import yaml

from analysis.codebook.draft import Draft
from analysis.codebook.formats import quanteda, workbook
from analysis.codebook.formats._yaml import compose


def read(draft: Draft) -> None:
    """Find out which of the two formats the file has, whatever its ending, and read it."""
    root = compose(draft)
    dialect = quanteda if _is_quanteda(root) else workbook
    dialect.read_nodes(draft, root)


def _is_quanteda(root: yaml.Node | None) -> bool:
    """Whether the keys are quanteda's.

    They are, if none is `themes` or `patterns`, and `name` and `version` are not both at the top.
    """
    if not isinstance(root, yaml.MappingNode):
        return False
    if _all_keys(root) & {"themes", "patterns"}:
        return False
    return not {"name", "version"} <= _keys(root)


def _keys(node: yaml.Node) -> set[str]:
    """Return the keys of a mapping."""
    if not isinstance(node, yaml.MappingNode):
        return set()
    return {str(key.value) for key, _ in node.value}


def _all_keys(node: yaml.Node) -> set[str]:
    """Return the keys of a mapping and of the mappings below its keys."""
    keys = _keys(node)
    if isinstance(node, yaml.MappingNode):
        for _, child in node.value:
            keys |= _all_keys(child)
    return keys
