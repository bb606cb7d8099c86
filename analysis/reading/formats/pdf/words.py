"""Words that are divided at the end of a line, joined again."""

import re
import unicodedata
from collections.abc import Iterable

from analysis.reading.formats.pdf.characters import DIVIDED

HYPHENS = f"-‐{DIVIDED}"
WIDE = {"W", "F"}  # classes of East Asian width
WIDE_OR_NARROW = "A"  # the class of punctuation that Latin and Chinese texts share, such as “ and ”
# Before these words a hyphen stays, as in "pre- and post-war".
AND_OR = {"and", "or", "und", "oder", "et", "ou", "y", "o", "e"}

_DIVIDED_WORD = re.compile(rf"(?<!\w)\w++[-‐{DIVIDED}] \w+")
_WORD = re.compile(r"\w+(?:-\w+)*")
_LAST_WORD = re.compile(r"(?<!\w)\w++$")
_FIRST_WORD = re.compile(r"\w*")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")


def is_wide(character: str) -> bool:
    """Whether a character is twice as wide as a Latin letter, as Chinese characters are."""
    return unicodedata.east_asian_width(character) in WIDE


def are_unspaced(before: str, after: str) -> bool:
    """Whether no blank belongs between two characters: both are Chinese or Japanese writing.

    Korean has blanks between words. Punctuation that other scripts share goes with its neighbour.

    >>> are_unspaced("联", "合"), are_unspaced("。", "“"), are_unspaced("联", "U")
    (True, True, False)
    >>> are_unspaced("한", "국"), are_unspaced(".", "“")
    (False, False)
    """
    kinds = {_spacing(before), _spacing(after)}
    return kinds <= {"unspaced", "shared"} and "unspaced" in kinds


def _spacing(character: str) -> str:
    """Return `unspaced` for Chinese and Japanese, `shared` for punctuation that they share."""
    is_symbol = unicodedata.category(character).startswith("S")
    if is_symbol or _HANGUL.match(character):
        return "spaced"
    width = unicodedata.east_asian_width(character)
    if width in WIDE:
        return "unspaced"
    is_punctuation = unicodedata.category(character).startswith("P")
    return "shared" if width == WIDE_OR_NARROW and is_punctuation else "spaced"


class LineJoiner:
    """Joins the lines of a paragraph. The words of the whole text decide which hyphens stay.

    A hyphen at the end of a line is dropped if the next line begins in lower case. It stays if the
    text elsewhere has the word with a hyphen, or has both parts as words but never the whole word.

    >>> joiner = LineJoiner(["An international path, well-known to all."])
    >>> joiner.join(["A well-", "known inter-", "national path, pre-", "and post-", "War"])
    'A well-known international path, pre- and post-War'
    """

    def __init__(self, texts: Iterable[str]) -> None:
        text = " ".join(texts).lower()
        undivided = _DIVIDED_WORD.sub(" ", text)
        self.words = set(_WORD.findall(undivided))

    def join(self, lines: Iterable[str]) -> str:
        """Return the text of lines that belong together."""
        joined = ""
        for line in lines:
            joined = self._append(joined, line) if joined else line
        return joined.replace(DIVIDED, "-")

    def _append(self, text: str, line: str) -> str:
        end = text[-1]
        if end not in HYPHENS or not text[-2:-1].isalnum():
            return text + line if are_unspaced(end, line[0]) else f"{text} {line}"
        text = text[:-1]
        before = _find_last_word(text)
        after = _find_first_word(line)
        if after in AND_OR:
            return f"{text}- {line}"
        is_lower = line[0].islower()
        if is_lower and self._is_divided(before.lower(), after.lower()):
            return text + line
        return f"{text}-{line}"

    def _is_divided(self, before: str, after: str) -> bool:
        """Whether a hyphen at the end of a line divides one word, and does not join two."""
        if len(before) < 2 or not before.isalpha():
            return False
        if before + after in self.words:
            return True
        has_both_parts = before in self.words and after in self.words
        return not has_both_parts and f"{before}-{after}" not in self.words


def _find_last_word(text: str) -> str:
    found = _LAST_WORD.search(text)
    return found[0] if found else ""


def _find_first_word(text: str) -> str:
    found = _FIRST_WORD.match(text)
    return found[0] if found else ""
