"""Prepare the body of a Word document, so that it can be read from its first run to its last.

Word shows one of several alternatives, shows the result of a field and not its instruction, and
joins paragraphs whose end is hidden, deleted or that of a drop cap. The elements are changed to say
the same.
"""

from analysis.reading.formats.docx.styles import OFF, Styles, is_on
from analysis.reading.formats.zipped_xml import Element

# Elements between two paragraphs that only mark where something begins, ends or is misspelt.
RANGE_MARKS = ("Start", "End", "Err")
# Elements that write something: text, and characters that stand for themselves.
WRITTEN = ("t", "tab", "ptab", "br", "cr", "noBreakHyphen", "sym", "symEx")
# What the properties of a paragraph's end say if it was deleted or moved elsewhere.
MARK_GONE = ("del", "moveFrom")


def prepare(body: Element, styles: Styles) -> None:
    """Prepare a document, or a part of one, in place."""
    keep_one_alternative(body)
    mark_instructions(body)
    move_note_marks(body)
    join_paragraphs(body, styles)


def keep_one_alternative(body: Element) -> None:
    """Keep the first of several alternatives that has text; the first of all if none has."""
    for alternatives in list(body.iter("AlternateContent")):
        branches = list(alternatives)
        with_text = [branch for branch in branches if _has_text(branch)]
        kept = [*with_text, *branches][:1]
        for branch in branches:
            if branch not in kept:
                alternatives.remove(branch)


def _has_text(element: Element) -> bool:
    texts = element.iter("t")
    return any(text.text for text in texts)


def mark_instructions(body: Element) -> None:
    """Mark what a field's instruction writes, such as the result of a field inside that field."""
    open_fields: list[list[Element]] = []  # what the instruction of each has written so far
    instruction: list[Element] | None = None  # the outermost that has not come to its result
    for element in body.iter("fldChar", *WRITTEN):
        kind = element.get("fldCharType", "")
        if element.tag in WRITTEN:
            if instruction is not None:
                instruction.append(element)
        elif kind == "begin":
            open_fields.append([])
            if instruction is None:
                instruction = open_fields[-1]
        elif kind in ("separate", "end") and open_fields:
            if instruction is open_fields[-1]:
                instruction = None
            if kind == "end":
                _mark_as_instruction(open_fields.pop())


def _mark_as_instruction(written: list[Element]) -> None:
    for element in written:
        element.tag = "instrText"


def move_note_marks(body: Element) -> None:
    """Move the mark of a note that the author typed into the reference to the note."""
    moved = set()  # the runs whose text is in their first such reference
    for reference in list(body.iter("footnoteReference", "endnoteReference")):
        run = reference.getparent()
        if run is None or run in moved or reference.get("customMarkFollows", "0") in OFF:
            continue
        reference.extend(run.findall("t"))
        moved.add(run)


def join_paragraphs(body: Element, styles: Styles) -> None:
    """Join each paragraph without an end of its own to the one below it.

    The last paragraph comes first: so no run is moved twice. The joined paragraph has the
    properties of the lower one, as in Word.
    """
    for paragraph in reversed(list(body.iter("p"))):
        following = _find_following(paragraph)
        if following is None or not _goes_on(paragraph, styles):
            continue
        has_properties = len(following) > 0 and following[0].tag == "pPr"
        place = 1 if has_properties else 0
        for child in reversed(paragraph):
            if child.tag != "pPr":
                following.insert(place, child)
        paragraph.getparent().remove(paragraph)


def _find_following(paragraph: Element) -> Element | None:
    """Return the paragraph directly below a paragraph; None if there is none."""
    following = paragraph.getnext()
    while following is not None and following.tag.endswith(RANGE_MARKS):
        following = following.getnext()
    is_paragraph = following is not None and following.tag == "p"
    return following if is_paragraph else None


def _goes_on(paragraph: Element, styles: Styles) -> bool:
    """Whether the text of a paragraph goes on in the paragraph below it."""
    mark = paragraph.find("pPr/rPr")
    if mark is not None and any(change.tag in MARK_GONE for change in mark):
        return True
    if styles.is_drop_cap(paragraph):
        return True
    is_hidden = mark is not None and is_on("vanish", mark)
    return is_hidden and not styles.heading_level(paragraph)
