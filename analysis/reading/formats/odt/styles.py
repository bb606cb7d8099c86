"""The styles of an OpenDocument text, and what they say: ODF 1.3, part 3, 16 and 20."""

import re

from analysis.reading.formats.zipped_xml import (
    NOTHING,
    Element,
    heading_level_of_name,
    style_chain,
)

PARAGRAPH_FAMILY = "paragraph"
TEXT_FAMILY = "text"
DEFAULT = "default"
# The elements whose style says how their text looks, and the families of those styles.
FAMILIES = {
    "p": PARAGRAPH_FAMILY,
    "h": PARAGRAPH_FAMILY,
    "span": TEXT_FAMILY,
    "a": TEXT_FAMILY,
}
MOST_FOUND = 10_000
NOTE_MARKS = ("Footnote anchor", "Footnote Symbol", "Endnote anchor", "Endnote Symbol")
_RAISED = re.compile(r"super|[0.]*+[1-9][\d.]*+%")  # raised by a part of the font's height


class Styles:
    """The styles of a text, and what they say about its paragraphs, spans and lists."""

    def __init__(self, common: Element, content: Element) -> None:
        self.families: dict[str, dict[str, Element]] = {PARAGRAPH_FAMILY: {}, TEXT_FAMILY: {}}
        self.default_styles: dict[str, Element] = {}
        self.list_styles: dict[str, Element] = {}
        self._font_families: dict[str, str] = {}
        # What was found last, by element and attribute: elements inside these ask for it again.
        self._found: dict[tuple[Element, str], str] = {}
        self._stated: set[str] = set()  # the attributes that any style states
        self._values: dict[tuple[str, str, str], str] = {}  # by family, style and attribute
        for root in (common, content):
            self.list_styles |= {style.get("name"): style for style in root.iter("list-style")}
            for style in root.iter("style"):
                for family, styles in self.families.items():
                    if style.get("family", family) == family:
                        styles[style.get("name")] = style
            for font in root.iter("font-face"):
                self._font_families[font.get("name")] = font.get("font-family", "")
            for properties in root.iter("text-properties"):
                self._stated.update(properties.keys())
            for style in root.iter("default-style"):
                self.default_styles[style.get("family", "")] = style

    # -- paragraphs --

    def heading_level(self, paragraph: Element) -> int:
        """Return the level of a heading, by its element or its style; 0 for a paragraph."""
        level = paragraph.get("outline-level", "1" if paragraph.tag == "h" else "")
        if level:
            return max(int(level), 0)
        chain = self._chain(PARAGRAPH_FAMILY, paragraph.get("style-name"))
        for style in chain:
            level = style.get("default-outline-level")
            if level is not None:
                return max(int(level or 0), 0)
            if _find_name(style) == "Title":
                return 1
        levels = [heading_level_of_name(_find_name(style)) for style in chain]
        return next(filter(None, levels), 0)

    # -- text --

    def is_hidden(self, element: Element) -> bool:
        """Whether a paragraph or a span is hidden by its style or by a style around it."""
        display = self._find_property(element, "display")
        if display == "condition":
            display = self._find_property(element, "condition")
        return display == "none"

    def shows_part(self, element: Element) -> bool:
        """Whether a span inside an element says itself that it is shown."""
        spans = element.iter("span", "a")
        return any(self._own_property(span, "display") == "true" for span in spans)

    def is_superscript(self, element: Element) -> bool:
        """Whether a style raises the text of a paragraph or a span."""
        position = self._find_property(element, "text-position")
        return bool(_RAISED.match(position))

    def find_font(self, element: Element) -> str:
        """Return the font of a paragraph or a span; "" if no style states one."""
        name = self._find_property(element, "font-name")
        family = self._font_families.get(name) or self._find_property(element, "font-family")
        return (family or name).strip("'")

    def is_note_mark(self, span: Element) -> bool:
        """Whether a span is the mark of a note that was typed."""
        chain = self._chain(TEXT_FAMILY, span.get("style-name"))
        is_mark = any(_find_name(style) in NOTE_MARKS for style in chain)
        return is_mark and self.is_superscript(span)

    def _find_property(self, element: Element, attribute: str) -> str:
        """Return what the innermost style states about the text of an element; "" if none does."""
        if attribute not in self._stated:
            return ""
        key = element, attribute
        if key not in self._found:
            if len(self._found) > MOST_FOUND:
                self._found.clear()
            self._found[key] = self._find_outwards(element, attribute)
        return self._found[key]

    def _find_outwards(self, element: Element, attribute: str) -> str:
        if element is None or element.tag not in FAMILIES:
            return ""
        value = self._own_property(element, attribute)
        if value:
            return value
        if FAMILIES[element.tag] == PARAGRAPH_FAMILY:
            return self._default_property(attribute)
        return self._find_property(element.getparent(), attribute)

    def _default_property(self, attribute: str) -> str:
        """Return what all paragraphs state about their text unless a style says otherwise."""
        key = DEFAULT, "", attribute
        if key not in self._values:
            default = self.default_styles.get(PARAGRAPH_FAMILY, NOTHING)
            self._values[key] = _text_property(default, attribute)
        return self._values[key]

    def _own_property(self, element: Element, attribute: str) -> str:
        """Return what the style of an element states about its text; "" if it states nothing."""
        family = FAMILIES[element.tag]
        name = element.get("style-name", "")
        key = family, name, attribute
        if key not in self._values:
            values = [_text_property(style, attribute) for style in self._chain(family, name)]
            self._values[key] = next(filter(None, values), "")
        return self._values[key]

    def _chain(self, family: str, name: str | None) -> list[Element]:
        """Return the style with this name, the style that it is based on, and so on."""
        return style_chain(name, self.families[family], _find_parent_style)

    # -- lists --

    def first_number(self, list_style: str, depth: int) -> int | None:
        """Return the first number of a list at this depth; None if it has bullets."""
        levels = self.list_styles.get(list_style, NOTHING)
        level = levels.find(f"list-level-style-number[@level='{depth}']")
        return None if level is None else int(level.get("start-value", 1))


def _find_parent_style(style: Element) -> str | None:
    return style.get("parent-style-name")


def _find_name(style: Element) -> str:
    """Return the name that a program shows for a style."""
    name: str = style.get("display-name") or style.get("name", "")
    return name.replace("_20_", " ")


def _text_property(style: Element, attribute: str) -> str:
    """Return what a style itself states about its text; "" if it states nothing."""
    for properties in style.iter("text-properties"):
        value: str = properties.get(attribute, "")
        if value:
            return value
    return ""
