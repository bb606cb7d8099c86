"""A codebook theme by theme, as the writer of each format needs it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isnan, nan

from analysis.codebook.model import Codebook


@dataclass
class OutlineEntry:
    """One theme with everything that belongs to it.

    Attributes:
        theme: the theme's id.
        parent: the id of the theme above it, or `""`.
        label, definition: texts, `""` if there is none.
        include, exclude: the examples, each a text.
        color: such as `#46AA00`, or `""`.
        is_leaf: whether there are no themes below it.
        patterns: its patterns, each with its weight as a text, or `""`.
        not_patterns: the same for its `not` patterns.
    """

    theme: str
    parent: str
    label: str
    definition: str
    include: list[str]
    exclude: list[str]
    color: str
    is_leaf: bool
    patterns: dict[str, str] = field(default_factory=dict)
    not_patterns: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The last key of the theme's id."""
        return self.theme.rpartition("/")[2]

    @property
    def depth(self) -> int:
        """The number of themes above it."""
        return self.theme.count("/")


def outline(codebook: Codebook) -> Iterator[OutlineEntry]:
    """Yield the themes in the order of the codebook, each followed by the themes below it."""
    parents = set(codebook.themes["parent"])
    entries: dict[str, OutlineEntry] = {}
    for row in codebook.themes.itertuples(index=False):
        entries[row.theme] = OutlineEntry(
            theme=row.theme,
            parent=row.parent,
            label=row.label,
            definition=row.definition,
            include=_lines(row.include),
            exclude=_lines(row.exclude),
            color=getattr(row, "color", ""),
            is_leaf=row.theme not in parents,
        )
    for row in codebook.patterns.itertuples(index=False):
        entry = entries[row.theme]
        patterns = entry.not_patterns if row.excludes else entry.patterns
        patterns[row.pattern] = _weight(getattr(row, "weight", nan))
    yield from entries.values()


def _lines(cell: str) -> list[str]:
    return cell.split("\n") if cell else []


def _weight(number: float) -> str:
    return "" if isnan(number) else f"{number:.15g}"
