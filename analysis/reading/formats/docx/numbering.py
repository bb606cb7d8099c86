"""The numbers of list items in a Word document, ECMA-376 part 1, 17.9."""

from analysis.reading.formats.docx.styles import find_value
from analysis.reading.formats.zipped_xml import NOTHING, Element
from analysis.reading.layout_writer import BULLET

DEEPEST_ITEM = 8  # a list has nine levels, from 0


class Numbering:
    """The lists of a document, and how far each has counted.

    A list (`num`) refers to a definition (`abstractNum`). Lists that share a definition continue
    its count, unless one of them states where it starts.
    """

    def __init__(self, root: Element) -> None:
        self.lists: dict[str, Element] = {}
        for item_list in root.iter("num"):
            self.lists[item_list.get("numId")] = item_list
        self.definitions: dict[str, Element] = {}
        for definition in root.iter("abstractNum"):
            self.definitions[definition.get("abstractNumId")] = definition
        self.counts: dict[str, dict[int, int]] = {}  # by definition and depth
        self.begun: set[tuple[str, int]] = set()  # lists and depths

    def item_marker(self, list_id: str, stated_depth: str) -> str:
        """Count an item and return its marker; "" if there is no such list or it shows none."""
        item_list = self.lists.get(list_id)
        if item_list is None:
            return ""
        depth = min(int(stated_depth), DEEPEST_ITEM)
        definition = find_value("abstractNumId", item_list)
        levels = self._find_levels(item_list, definition, depth)
        restart = self._find_restart(item_list, list_id, depth)
        start = int(restart or find_value("start", *levels) or 1)
        number = self._count_item(definition, depth, start, restarts=bool(restart))
        number_format = find_value("numFmt", *levels)
        if number_format in ("bullet", ""):
            return BULLET
        return "" if number_format == "none" else f"{number}. "

    def _find_levels(self, item_list: Element, definition: str, depth: int) -> list[Element]:
        """Return what the list itself, and then its definition, say about this depth."""
        level = f"lvl[@ilvl='{depth}']"
        shared = self.definitions.get(definition, NOTHING)
        return item_list.findall(f"lvlOverride/{level}") + shared.findall(level)

    def _find_restart(self, item_list: Element, list_id: str, depth: int) -> str:
        """Return the number at which the list restarts the count; "" after its first item."""
        if (list_id, depth) in self.begun:
            return ""
        self.begun.add((list_id, depth))
        overrides = item_list.findall(f"lvlOverride[@ilvl='{depth}']")
        return find_value("startOverride", *overrides)

    def _count_item(self, definition: str, depth: int, start: int, *, restarts: bool) -> int:
        """Return the number of the next item at this depth; deeper lists start again after it."""
        counts = self.counts.setdefault(definition, {})
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        last = counts.get(depth)
        number = start if restarts or last is None else last + 1
        counts[depth] = number
        return number
