"""Tell by a line alone whether it can be a heading; `layout` looks at the lines around it."""

import re

import regex

from analysis.languages import ENGLISH, UNSPACED
from analysis.reading.line_patterns import FOOTNOTE_MARK, LIST_ITEM, REFERENCE_MARK

HEADING_WORDS = 12
HEADING_CHARS = 100
HEADING_CHARS_UNSPACED = 30  # in languages that write no spaces between words

# The beginning of a Markdown heading.
_MARKDOWN_PREFIX = re.compile(r"#{1,6}\s+")

# Markdown images: ![caption](file).
_IMAGES = re.compile(r"(?:!\[[^\]]*\]\([^)]*\)\s*)+")

# A hashtag: #water, but neither #1 nor C#.
_HASHTAG = re.compile(r"(?<![\w#])[#＃]\d*[^\W\d]")

# A turn of a dialogue, as novels and many languages mark it: `— Why not now`.
_DIALOGUE = re.compile(r"[—―]\s?\w.*[^—―]$")

_ENDS_IN_FOOTNOTE_MARK = re.compile(rf"{FOOTNOTE_MARK}[*_\s]*$")

# What may follow the last character that counts: reference marks, closing brackets, emphasis.
_TRAILING_MARKUP = regex.compile(
    rf"""(?V1)
    (?:
        {REFERENCE_MARK}
      | [\p{{Pe}}--\p{{Quotation_Mark}}]  # a closing bracket that is not a quotation mark
      | [*_\s¹²³⁰⁴-⁹]
    )+$
    """,
    regex.VERBOSE,
)

# Punctuation at the end of a line: the line is no heading.
_TERMINAL_PUNCTUATION = regex.compile(r"[\p{Terminal_Punctuation}\p{Quotation_Mark}\p{Pf}…]$")

_OPENING_BRACKET = regex.compile(r"\p{Ps}")
_CLOSING_BRACKET = regex.compile(r"\p{Pe}")


def is_heading(line: str, language: str = ENGLISH, *, numbered: bool = False) -> bool:
    """Whether a line between blank lines can be a heading, without looking for Markdown.

    A line that begins with a number or letter, such as `1.`, can be a heading only if `numbered`.

    >>> [is_heading(line) for line in ["Aims and means", "They ended.", "![Aims](aims.png)"]]
    [True, False, False]
    >>> is_heading("A note[^1]"), is_heading("Clean #water now"), is_heading("— In May")
    (False, False, False)
    >>> is_heading("1. Aims"), is_heading("1. Aims", numbered=True)
    (False, True)
    """
    if is_too_long(line, language):
        return False
    if not _has_letter(line) or _in_brackets(line) or _IMAGES.fullmatch(line):
        return False
    if _HASHTAG.search(line) or _ENDS_IN_FOOTNOTE_MARK.search(line):
        return False
    if _DIALOGUE.match(line) or (LIST_ITEM.match(line) and not numbered):
        return False
    return not ends_in_punctuation(line)


def is_markdown_heading(line: str) -> bool:
    """Whether a line is a heading that Markdown marks: one to six `#`, a space, and a letter."""
    return bool(_MARKDOWN_PREFIX.match(line)) and _has_letter(line)


def heading_text(line: str) -> str:
    """Remove the `#` of a Markdown heading; return any other line unchanged.

    >>> heading_text("## Aims and means ##"), heading_text("#1 of all")
    ('Aims and means', '#1 of all')
    """
    if not is_markdown_heading(line):
        return line
    without_closing = line.rstrip("#")
    if without_closing[-1].isspace():  # otherwise the `#` belongs to the last word, as in C#
        line = without_closing
    return _MARKDOWN_PREFIX.sub("", line, count=1).rstrip()


def is_too_long(line: str, language: str) -> bool:
    """Whether a line is too long for a heading."""
    max_chars = HEADING_CHARS_UNSPACED if language in UNSPACED else HEADING_CHARS
    return len(line) > max_chars or len(line.split()) > HEADING_WORDS


def ends_in_punctuation(line: str) -> bool:
    """Whether a line ends in punctuation, apart from reference marks, brackets and emphasis.

    >>> [ends_in_punctuation(line) for line in ["They ended.*", "Aims [6]", "(Aims)"]]
    [True, False, False]
    """
    bare = _TRAILING_MARKUP.sub("", line)
    return bool(_TERMINAL_PUNCTUATION.search(bare))


def _has_letter(line: str) -> bool:
    return any(map(str.isalpha, line))


def _in_brackets(line: str) -> bool:
    """Whether the bracket that opens a line closes at its end, leaving emphasis aside.

    >>> [_in_brackets(line) for line in ["(Own report)", "(a) and (b)", "*[Own (report)]*"]]
    [True, False, True]
    """
    bare = line.strip("*_")
    if not _OPENING_BRACKET.match(bare):
        return False
    if not _CLOSING_BRACKET.match(bare[-1]):
        return False
    depth = 0
    for position, character in enumerate(bare):
        if _OPENING_BRACKET.match(character):
            depth += 1
        elif _CLOSING_BRACKET.match(character):
            depth -= 1
        if depth == 0:
            return position == len(bare) - 1
    return False
