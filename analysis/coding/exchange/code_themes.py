"""Codes of a project and themes of a codebook: which is which."""

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from analysis.codebook.formats._xml import fit_for_xml
from analysis.codebook.formats.refi import guid_of_theme
from analysis.codebook.model import Codebook
from analysis.coding.exchange.file_names import FreeNames
from analysis.coding.exchange.model import Code
from analysis.tables import PATTERNS, TEXT, THEMES

SLASH = "∕"  # in the names of codes, for the slash that parts the ids of themes


class Themes:
    """Finds the theme that a code means.

    It is the theme with the GUID that the workbook gives it, with the same path of names (ids or
    labels, whatever their case), the one that is written as a code of that name, or the only one
    with that label or last id.

    Args:
        codebook: the codebook of the study; None if it has none.
    """

    def __init__(self, codebook: Codebook | None) -> None:
        self._by_guid: dict[str, str] = {}
        self._by_path: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        if codebook is None:
            return
        labels = dict(zip(codebook.themes["theme"], codebook.themes["label"], strict=True))
        for theme, label in labels.items():
            self._by_guid[guid_of_theme(codebook.name, theme)] = theme
            self._by_path[_fold(theme)] = theme
            for name in {_fold(label), _fold(theme.rpartition("/")[2])}:
                self._by_name.setdefault(name, []).append(theme)
        for theme in labels:
            self._by_path.setdefault(_fold(_path_of_labels(theme, labels)), theme)
        for theme, name in unique_names(codebook.themes).items():
            self._by_name.setdefault(_fold(name), [theme])

    def find(self, codes: Iterable[Code]) -> tuple[dict[str, str], list[str]]:
        """Return the theme of each code, and the themes that are not in the codebook.

        Args:
            codes: the codes, each after the one above it.

        Returns:
            The ids of themes by the keys of codes. That of a code that is no theme of the codebook
            is its path of names.
        """
        paths: dict[str, str] = {}
        found: dict[str, str] = {}
        unknown: dict[str, None] = {}
        for code in codes:
            above = paths.get(code.parent, "")
            paths[code.key] = f"{above}/{_id_of(code)}" if above else _id_of(code)
            theme = self._theme_of(code, paths[code.key])
            if not theme:
                theme = paths[code.key]
                unknown[theme] = None
            found[code.key] = theme
        return found, list(unknown)

    def _theme_of(self, code: Code, path: str) -> str:
        """Return the theme that a code means; "" if there is none, or more than one."""
        theme = self._by_guid.get(code.key) or self._by_path.get(_fold(path))
        if not theme and not code.parent:
            theme = self._by_path.get(_fold(code.name))  # a label that is the id of a theme
        if theme:
            return theme
        named = self._by_name.get(_fold(code.name), [])
        return named[0] if len(named) == 1 else ""


def codebook_of(name: str, codes: Iterable[Code], themes: dict[str, str]) -> Codebook:
    """Make a codebook without patterns of the codes of a project.

    Args:
        name: what the codebook is called.
        codes: the codes, each after the one above it.
        themes: the theme of each code, by its key. Codes of one theme become one.
    """
    rows: dict[str, dict[str, str]] = {}
    for code in codes:
        theme = themes[code.key]
        row = {
            "theme": theme,
            "parent": theme.rpartition("/")[0],
            "label": " ".join(code.name.split()) or theme,
            "definition": code.definition,
            "include": "",
            "exclude": "",
            "color": code.color,
        }
        rows.setdefault(theme, row)
    table = THEMES.frame(pd.DataFrame(rows.values(), dtype=TEXT))
    return Codebook(name, "", "mul", table, PATTERNS.empty(), "")


def unique_names(themes: pd.DataFrame) -> dict[str, str]:
    """Return a name for each theme that no other has, whatever the case: programs ask for that.

    It is the label; where several themes have it, the label of the theme above follows.

    >>> themes = pd.DataFrame({"theme": ["a", "a/x", "b", "b/x"], "label": ["A", "X", "B", "x"]})
    >>> unique_names(themes)
    {'a': 'A', 'a/x': 'X (A)', 'b': 'B', 'b/x': 'x (B)'}
    """
    labels = {}
    for theme, label in zip(themes["theme"], themes["label"], strict=True):
        labels[theme] = " ".join(label.split()) or theme
    count = Counter(map(_fold, labels.values()))
    names: dict[str, str] = {}
    free = FreeNames()
    for theme, label in labels.items():
        name = label
        if count[_fold(label)] > 1:
            above = theme.rpartition("/")[0]
            name = f"{label} ({labels[above]})" if above in labels else label
        names[theme] = free.take(name)
    return names


def _id_of(code: Code) -> str:
    """Return the last id of a code's theme, as the reader of codebooks makes it."""
    return fit_for_xml(" ".join(code.name.split()) or "unnamed").replace("/", SLASH)


def _path_of_labels(theme: str, labels: dict[str, str]) -> str:
    ids = theme.split("/")
    above = ["/".join(ids[: n + 1]) for n in range(len(ids))]
    return "/".join(labels.get(one, one).replace("/", SLASH) for one in above)


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
