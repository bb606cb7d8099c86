"""Text that fits its room: measured, wrapped, shortened."""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from analysis.charts.style import FONTS, add_fonts

POINTS = 72  # per inch
LEAST = 3  # characters that a shortened text keeps, or nothing is written

# What no picture can hold: control characters, halves of surrogate pairs, the byte-order mark.
UNDRAWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")

# Hebrew, Arabic and related scripts, which run from right to left; a run of them can hold spaces.
RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
RTL_RUN = re.compile(rf"{RTL}(?:(?:{RTL}|\s)*{RTL})?")
LTR_MARK = "\N{LEFT-TO-RIGHT MARK}"


def clean(text: object) -> str:
    r"""Text on one line, with U+FFFD in place of characters that no picture can hold.

    >>> clean("a\x00b\n c")
    'a�b c'
    """
    one_line = " ".join(str(text).split())
    return UNDRAWABLE.sub("\N{REPLACEMENT CHARACTER}", one_line)


@lru_cache(maxsize=1 << 14)
def width_of(text: str, size: float) -> float:
    """The width in inches of a line of text at a font size in points.

    >>> round(width_of("Poverty", 8), 2)
    0.43
    """
    if not text:
        return 0.0
    add_fonts()
    font = FontProperties(family=FONTS, size=size)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return width / POINTS


def widest(lines: list[str], size: float) -> float:
    """The width in inches of the widest of some lines."""
    return max(width_of(line, size) for line in lines)


def shorten(text: str, inches: float, size: float) -> str:
    """As much of the start of a text as fits, and `…`; `""` if not even three characters fit.

    >>> shorten("Poverty", 1, 8), shorten("Poverty reduction", 0.7, 8), shorten("Poverty", 0.1, 8)
    ('Poverty', 'Poverty re…', '')
    """

    def cut(text: str, n: int) -> str:
        return f"{text[:n].rstrip()}…" if n >= LEAST else ""

    return _fit(clean(text), inches, size, cut)


def squeeze(text: str, inches: float, size: float) -> str:
    """The text, or as much of its start and end as fits with `…` between them: long labels differ in either.

    >>> squeeze("Poverty reduction in towns", 1, 8)
    'Poverty…in towns'
    """

    def cut(text: str, n: int) -> str:
        return f"{text[:n].rstrip()}…{text[len(text) - n :].lstrip()}"

    return _fit(clean(text), inches, size, cut)


def _fit(text: str, inches: float, size: float, cut: Callable[[str, int], str]) -> str:
    """The text if it fits, otherwise `cut(text, n)` with the largest n that fits."""
    if width_of(text, size) <= inches:
        return text

    def width_of_cut(n: int) -> float:
        return width_of(cut(text, n), size)

    return cut(text, bisect_right(range(1, len(text)), inches, key=width_of_cut))


def keep_left_to_right(line: str) -> str:
    r"""A line that runs from left to right as a whole, even if words in it run from right to left.

    Each run of such words is put between two U+200E. Otherwise the numbers and punctuation behind it would change
    sides with it.

    >>> keep_left_to_right("\u0645\u0627\u0621: 3 of 5").encode("ascii", "backslashreplace").decode()
    '\\u200e\\u0645\\u0627\\u0621\\u200e: 3 of 5'
    """
    return RTL_RUN.sub(rf"{LTR_MARK}\g<0>{LTR_MARK}", line)


def wrap(text: object, inches: float, size: float, limit: int = 99) -> list[str]:
    """Break a text into at most `limit` lines that fit; a word that is too wide is broken, too.

    If there are too many lines, the last one keeps the end of the text.

    >>> wrap("Rights of vulnerable groups", 1, 8)
    ['Rights of', 'vulnerable', 'groups']
    >>> wrap("Rights of vulnerable groups", 1, 8, limit=2)
    ['Rights of', '… groups']
    """
    lines: list[str] = []
    for word in re.split(" (?!%)", clean(text)):  # a number keeps its percent sign
        if lines and width_of(f"{lines[-1]} {word}", size) <= inches:
            lines[-1] += f" {word}"
        else:
            lines += _break_word(word, inches, size)
    if len(lines) > limit:
        rest = " ".join(lines[limit - 1 :])
        lines[limit - 1 :] = [_keep_end(rest, inches, size)]
    return lines


def _break_word(word: str, inches: float, size: float) -> list[str]:
    """The word in segments that fit, broken behind hyphens if it has any; Chinese has no spaces between words."""

    def cut(text: str, n: int) -> str:
        return text[: max(1, n)]

    segments = []
    fitting = _fit(word, inches, size, cut)
    while fitting != word:
        behind_hyphen = fitting.rfind("-", 1) + 1
        segment = fitting[:behind_hyphen] or fitting
        segments.append(segment)
        word = word[len(segment) :]
        fitting = _fit(word, inches, size, cut)
    return [*segments, word]


def _keep_end(text: str, inches: float, size: float) -> str:
    """`…` and as many of the last words as fit; a single word that is too wide loses an eighth at a time."""
    while text and width_of(f"… {text}", size) > inches:
        _, _, fewer_words = text.partition(" ")
        text = fewer_words or text[max(1, len(text) // 8) :]
    return f"… {text}"
