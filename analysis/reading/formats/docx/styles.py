"""The styles of a Word document: headings, hidden text and superscript, ECMA-376 part 1, 17.7.

What a run states itself counts before its character style, that before the style of its paragraph,
and that before the defaults of the document. Hiding is a toggle: a character style that hides shows
the text again inside a paragraph whose style hides it (17.7.3).
"""

import re
from typing import NamedTuple

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
# The properties of a run that say how it looks.
LOOKS = frozenset(("rStyle", "vanish", "vertAlign", "position"))
RunProperties = tuple[tuple[str, str], ...]  # names and values
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


def is_on(path: str, *elements: Element) -> bool:
    """Whether the first element that has the property at this path switches it on."""
    value = find_value(path, *elements, default="1")
    return bool(value) and value not in OFF


class RunLook(NamedTuple):
    """How a run looks: whether it is hidden, superscript, or the mark of a note that was typed."""

    is_hidden: bool
    is_superscript: bool
    is_note_mark: bool


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
        self._chains: dict[str, list[Element]] = {}
        self._paragraph: Element | None = None  # of the run that was looked at last
        self._style_of_paragraph = ""
        self._looks: dict[tuple[str, RunProperties], RunLook] = {}

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
        levels = [heading_level_of_name(name) for name in self._style_names(paragraph)]
        return next(filter(None, levels), 0)

    def name_list_line(self, paragraph: Element) -> str | None:
        """Name a line of a list that Word itself makes; return None for any other paragraph."""
        for name in self._style_names(paragraph):
            if name.startswith(CONTENTS):
                return "table-of-contents line"
            if INDEX.fullmatch(name):
                return "index line"
        return None

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

    def look(self, run: Element) -> RunLook:
        """Return how a run looks."""
        paragraph = next(run.iterancestors("p"), NOTHING)
        if paragraph is not self._paragraph:  # the runs of a paragraph ask one after the other
            self._paragraph = paragraph
            self._style_of_paragraph = self._paragraph_style(paragraph)
        paragraph_style = self._style_of_paragraph
        stated = _list_properties(run)
        key = paragraph_style, stated
        if key not in self._looks:
            properties = dict(stated)
            run_style = properties.get("rStyle") or self._default_ids.get("character", "")
            self._looks[key] = self._find_look(properties, paragraph_style, run_style)
        return self._looks[key]

    def _find_look(
        self,
        stated: dict[str, str],
        paragraph_style: str,
        run_style: str,
    ) -> RunLook:
        by_run = self._chain_of_style(run_style)
        by_paragraph = self._chain_of_style(paragraph_style)
        is_superscript = self._is_superscript(stated, [*by_run, *by_paragraph])
        has_mark_style = any(_find_style_name(style) in NOTE_MARKS for style in by_run)
        return RunLook(
            self._is_hidden(stated, by_run, by_paragraph),
            is_superscript,
            is_note_mark=is_superscript and has_mark_style,
        )

    def _is_hidden(
        self,
        stated: dict[str, str],
        by_run: list[Element],
        by_paragraph: list[Element],
    ) -> bool:
        if "vanish" in stated:
            return stated["vanish"] not in OFF
        if is_on("rPr/vanish", self._run_defaults):
            return True
        return is_on("rPr/vanish", *by_run) != is_on("rPr/vanish", *by_paragraph)

    def _is_superscript(self, stated: dict[str, str], styles: list[Element]) -> bool:
        around = (*styles, self._run_defaults)
        alignment = stated.get("vertAlign") or find_value("rPr/vertAlign", *around)
        if alignment:
            return alignment == SUPERSCRIPT
        # In half points; below 0 the text is lowered.
        raised_by = stated.get("position") or find_value("rPr/position", *around)
        return raised_by.isdecimal() and int(raised_by) > 0

    # -- styles --

    def _paragraph_style(self, paragraph: Element) -> str:
        stated = find_value("pPr/pStyle", paragraph)
        return stated or self._default_ids.get("paragraph", "")

    def _chain_of_style(self, style_id: str) -> list[Element]:
        if style_id not in self._chains:
            chain = style_chain(style_id, self.styles, lambda style: find_value("basedOn", style))
            self._chains[style_id] = chain
        return self._chains[style_id]


def _list_properties(run: Element) -> RunProperties:
    """List what a run itself states about its look."""
    properties = run.find("rPr")
    if properties is None:
        return ()
    return tuple((each.tag, each.get("val", "1")) for each in properties if each.tag in LOOKS)


def _find_style_name(style: Element) -> str:
    """Return the name of a style, which is English in every language of Word."""
    return find_value("name", style).lower()
