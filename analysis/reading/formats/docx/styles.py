"""The styles of a Word document: headings, hidden text and superscript, ECMA-376 part 1, 17.7.

What a run states itself counts before its character style, that before the style of its paragraph,
and that before the defaults of the document. Hiding is a toggle: a character style that hides shows
the text again inside a paragraph whose style hides it (17.7.3).
"""

import re

from analysis.reading.formats.zipped_xml import (
    NOTHING,
    Element,
    heading_level_of_name,
    style_chain,
)

# An outline level counts from 0; level 9 is body text.
OUTLINE_LEVELS = tuple("012345678")
OFF = ("0", "false", "off")
SUPERSCRIPT = "superscript"
DROP_CAPS = ("drop", "margin")
# The character styles of note marks, and the paragraph styles of lists that Word itself makes.
INDEX = re.compile("index ([1-9]|heading)")
NOTE_MARKS = ("footnote reference", "endnote reference")
CONTENTS = ("toc ", "table of figures", "table of authorities", "toa heading")


def find_value(path: str, *elements: Element, default: str = "") -> str:
    """Return the value at a path in the first element that has one there; "" if none has.

    `default` is the value of an element that states none, such as `<w:vanish/>`.
    """
    for element in elements:
        found = element.find(path)
        if found is not None:
            return found.get("val", default)
    return ""


def is_on(path: str, element: Element) -> bool:
    """Whether an element switches on the property at this path."""
    value = find_value(path, element, default="1")
    return bool(value) and value not in OFF


class Styles:
    """The styles of a document, and what they say about its paragraphs and runs."""

    def __init__(self, root: Element) -> None:
        self.styles: dict[str, Element] = {}
        self._default_ids: dict[str, str] = {}  # by the kind of style: paragraph, character, …
        for style in root.iter("style"):
            style_id = style.get("styleId", "")
            self.styles[style_id] = style
            if style.get("default", "0") not in OFF:
                self._default_ids[style.get("type", "")] = style_id
        run_defaults = root.find("docDefaults/rPrDefault")
        self._run_defaults = NOTHING if run_defaults is None else run_defaults
        self._values: dict[tuple[str, str], str] = {}  # by style and path

    # -- paragraphs --

    def chain(self, paragraph: Element) -> list[Element]:
        """Return the style of a paragraph, the style that it is based on, and so on."""
        return self._chain_of_style(self._paragraph_style(paragraph))

    def heading_level(self, paragraph: Element) -> int:
        """Return the level of a heading, by its outline level or its style; 0 for a paragraph."""
        chain = self.chain(paragraph)
        outline_level = find_value("pPr/outlineLvl", paragraph, *chain)
        if outline_level in OUTLINE_LEVELS:
            return int(outline_level) + 1
        if outline_level:
            return 0
        for name in self._style_names(paragraph):
            level = heading_level_of_name(name)
            if level:
                return level
        return 0

    def is_contents_line(self, paragraph: Element) -> bool:
        """Whether a paragraph is a line of a table of contents, figures or authorities."""
        return any(name.startswith(CONTENTS) for name in self._style_names(paragraph))

    def is_index_line(self, paragraph: Element) -> bool:
        """Whether a paragraph is a line of an index."""
        return any(INDEX.fullmatch(name) for name in self._style_names(paragraph))

    def is_drop_cap(self, paragraph: Element) -> bool:
        """Whether a paragraph is a large first letter, whose word goes on in the next one."""
        for element in (paragraph, *self.chain(paragraph)):
            frame = element.find("pPr/framePr")
            if frame is not None:
                return frame.get("dropCap") in DROP_CAPS
        return False

    def _style_names(self, paragraph: Element) -> list[str]:
        """Return the names of a paragraph's styles; the id of a style that the file lacks."""
        names = [_find_style_name(style) for style in self.chain(paragraph)]
        return names or [self._paragraph_style(paragraph)]

    # -- runs --

    def is_hidden(self, run: Element) -> bool:
        """Whether a run is hidden text."""
        stated = find_value("rPr/vanish", run, default="1")
        if stated:
            return stated not in OFF
        if is_on("rPr/vanish", self._run_defaults):
            return True
        by_paragraph, by_run = (
            self._style_value(style_id, "rPr/vanish") not in ("", *OFF)
            for style_id in self._styles_of_run(run)
        )
        return by_paragraph != by_run

    def is_superscript(self, run: Element) -> bool:
        """Whether a run is superscript, or raised."""
        alignment = self._find_run_value(run, "rPr/vertAlign")
        if alignment:
            return alignment == SUPERSCRIPT
        raised_by = self._find_run_value(run, "rPr/position")  # in half points; below 0 is lowered
        return raised_by.isdecimal() and int(raised_by) > 0

    def is_note_mark(self, run: Element) -> bool:
        """Whether a run is the mark of a note that was typed, or refers to another mark."""
        chain = self._chain_of_style(self._run_style(run))
        is_mark = any(_find_style_name(style) in NOTE_MARKS for style in chain)
        return is_mark and self.is_superscript(run)

    def _find_run_value(self, run: Element, path: str) -> str:
        """Return what is stated about a run: by itself, its styles, or the document's defaults."""
        value = find_value(path, run)
        for style_id in reversed(self._styles_of_run(run)):
            value = value or self._style_value(style_id, path)
        return value or find_value(path, self._run_defaults)

    def _styles_of_run(self, run: Element) -> tuple[str, str]:
        """Return the ids of the style of a run's paragraph and of its own style."""
        paragraph = next(run.iterancestors("p"), NOTHING)
        return self._paragraph_style(paragraph), self._run_style(run)

    def _paragraph_style(self, paragraph: Element) -> str:
        stated = find_value("pPr/pStyle", paragraph)
        return stated or self._default_ids.get("paragraph", "")

    def _run_style(self, run: Element) -> str:
        return find_value("rPr/rStyle", run) or self._default_ids.get("character", "")

    def _chain_of_style(self, style_id: str) -> list[Element]:
        return style_chain(style_id, self.styles, lambda style: find_value("basedOn", style))

    def _style_value(self, style_id: str, path: str) -> str:
        """Return the value at a path in a style, or in one that it is based on."""
        key = style_id, path
        if key not in self._values:
            chain = self._chain_of_style(style_id)
            self._values[key] = find_value(path, *chain, default="1")
        return self._values[key]


def _find_style_name(style: Element) -> str:
    """Return the name of a style, which is English in every language of Word."""
    return find_value("name", style).lower()
