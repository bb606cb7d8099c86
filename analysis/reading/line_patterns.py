r"""Patterns of the beginnings and ends of lines: list items, reference marks, final punctuation.

Spaces are written as `[ ]` in the parts of patterns, so that they also count in verbose patterns.
"""

import re

import regex

# The number of a list item or section: 2, 2.1, b, iv or IV.
ITEM_NUMBER = r"(?:\d+(?:\.\d+)*|[^\W\d_]|[ivxlcdm]+|[IVXLCDM]+)"

# A footnote mark of Markdown: [^1] or [^note].
FOOTNOTE_MARK = r"\[\^[^\]\s]{1,40}\]"

# A reference mark: [6], [6, 7], [6–8], [a], [note 3] or [^1].
REFERENCE_MARK = (
    r"(?:\[(?:\d{1,4}(?:[,–-][ ]?\d{1,4})*|[a-z]|(?:note|nb)[ ]\d{1,3})\]"
    rf"|{FOOTNOTE_MARK})"
)

# The beginning of a numbered line: `2.`, `b)` or `(iv)`, and a space.
NUMBERED = re.compile(rf"(?:{ITEM_NUMBER}[.)]|\({ITEM_NUMBER}\))\s")

# The beginning of a list item: a bullet or a number.
LIST_ITEM = re.compile(rf"[-*•–]\s|{NUMBERED.pattern}")

# What may follow final punctuation: closing marks, emphasis and reference marks.
_CLOSING = rf"(?:\s?(?:[\p{{Pe}}\p{{Pf}}\p{{Quotation_Mark}}*_¹²³⁰⁴-⁹]|{REFERENCE_MARK}))*$"

# The end of a sentence at the end of a line.
SENTENCE_END = regex.compile(rf"[\p{{Sentence_Terminal}}…]{_CLOSING}")

# The same, or a colon or semicolon: the next paragraph does not continue the sentence.
CLAUSE_END = regex.compile(rf"[\p{{Sentence_Terminal}}…:;：；؛]{_CLOSING}")


def begins_small(text: str, offset: int = 0) -> bool:
    """Whether the character at an offset is a small letter.

    Georgian letters are none: they have capitals, but no sentence begins with one.

    >>> begins_small("and"), begins_small("And"), begins_small("ღია")
    (True, False, False)
    """
    character = text[offset]
    return character.islower() and character.title() != character
