"""Measure, wrap and shorten text, so that it fits into its space."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from analysis.charts.style import FONTS, add_fonts

POINTS = 72  # per inch
LEAST = 3  # the fewest characters that a shortened text keeps; otherwise it becomes ""
NO_LIMIT = 99  # lines
MOST_IN_LINE = 500  # characters; no more fit into the widest line, in the smallest size

# Characters that cannot be drawn: control characters, surrogates, the byte-order mark.
UNDRAWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")

# Blanks at which a line can break; French has others before its signs.
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")

# Hebrew, Arabic and related scripts run from right to left; a run of them can contain spaces.
RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
RTL_RUN = re.compile(rf"{RTL}(?:(?:{RTL}|\s)*{RTL})?")
LTR_MARK = "\N{LEFT-TO-RIGHT MARK}"

# A number keeps its percent sign, and "n = 3" stays on one line.
BETWEEN_WORDS = re.compile("(?<!=) (?![%=])")

Cut = Callable[[str, int], str]  # cuts a text to a length


def clean(text: object) -> str:
    r"""Put text on one line, with U+FFFD for characters that cannot be drawn.

    >>> clean("a\x00b\n c")
    'a�b c'
    """
    one_line = BLANKS.sub(" ", str(text)).strip()
    return UNDRAWABLE.sub("\N{REPLACEMENT CHARACTER}", one_line)


# -- width -----------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 14)
def measure_width(text: str, size: float) -> float:
    """Measure the width of a line of text in inches; `size` is the font size in points.

    >>> round(measure_width("Poverty", 8), 2)
    0.42
    """
    if not text:
        return 0.0
    add_fonts()
    font = FontProperties(family=FONTS, size=size)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return width / POINTS


def measure_widest(lines: Iterable[str], size: float) -> float:
    """Measure the width of the widest line, in inches."""
    return max(measure_width(line, size) for line in lines)


# -- one line --------------------------------------------------------------------------------------


def shorten(text: str, inches: float, size: float) -> str:
    """Cut a text that does not fit to as much of its start as fits, followed by `…`.

    If not even three characters fit, the text becomes `""`.

    >>> shorten("Poverty", 1, 8), shorten("Poverty reduction", 0.7, 8), shorten("Poverty", 0.1, 8)
    ('Poverty', 'Poverty re…', '')
    """

    def keep_start(text: str, n: int) -> str:
        if n < LEAST:
            return ""
        return f"{text[:n].rstrip()}…"

    return _fit(_cut_end(clean(text)), inches, size, keep_start)


def squeeze(text: str, inches: float, size: float) -> str:
    """Cut a text that does not fit to its start and end, with `…` between them.

    The end is kept because long labels often differ only there.

    >>> squeeze("Poverty reduction in towns", 1, 8)
    'Poverty…in towns'
    """

    def keep_ends(text: str, n: int) -> str:
        start = text[:n].rstrip()
        end = text[len(text) - n :].lstrip()
        return f"{start}…{end}"

    return _fit(_cut_middle(clean(text), MOST_IN_LINE), inches, size, keep_ends)


def _cut_end(text: str) -> str:
    """Cut a text that cannot fit into one line, before it is measured."""
    return text if len(text) <= MOST_IN_LINE else f"{text[:MOST_IN_LINE]}…"


def _cut_middle(text: str, most: int) -> str:
    """Cut the middle of a text that cannot fit, before it is measured."""
    half = most // 2
    return text if len(text) <= most else f"{text[:half]} … {text[-half:]}"


def _fit(text: str, inches: float, size: float, cut: Cut) -> str:
    """Keep a text that fits; otherwise cut it to the greatest length that fits."""
    if measure_width(text, size) <= inches:
        return text

    def measure_cut(n: int) -> float:
        return measure_width(cut(text, n), size)

    longest = bisect_right(range(1, len(text)), inches, key=measure_cut)
    return cut(text, longest)


def keep_left_to_right(line: str) -> str:
    r"""Keep a line in order from left to right, even if it contains right-to-left words.

    A U+200E is put before and after each run of such words. Otherwise the numbers and punctuation
    that follow the run would be drawn to the left of it.

    >>> keep_left_to_right("\u0645\u0627\u0621: 3").encode("ascii", "backslashreplace").decode()
    '\\u200e\\u0645\\u0627\\u0621\\u200e: 3'
    """
    return RTL_RUN.sub(rf"{LTR_MARK}\g<0>{LTR_MARK}", line)


# -- several lines ---------------------------------------------------------------------------------


def wrap(text: object, inches: float, size: float, limit: int = NO_LIMIT) -> list[str]:
    """Break a text, even inside words that are too wide, into at most `limit` lines that fit.

    If there would be more lines, the last one shows the end of the text.

    >>> wrap("Rights of vulnerable groups", 1, 8)
    ['Rights of', 'vulnerable', 'groups']
    >>> wrap("Rights of vulnerable groups", 1, 8, limit=2)
    ['Rights of', '… groups']
    """
    lines: list[str] = []
    cut = _cut_middle(clean(text), MOST_IN_LINE * limit)
    for word in BETWEEN_WORDS.split(cut):
        longer = f"{lines[-1]} {word}" if lines else ""
        if lines and measure_width(longer, size) <= inches:
            lines[-1] = longer
        else:
            lines += _break_word(word, inches, size)
    if len(lines) <= limit:
        return lines
    kept = lines[: limit - 1]
    rest = " ".join(lines[limit - 1 :])
    return [*kept, _keep_last_words(rest, inches, size)]


def _break_word(word: str, inches: float, size: float) -> list[str]:
    """Break a word into parts that fit, after a hyphen if possible.

    A Chinese “word” can be a whole sentence, because Chinese has no spaces between words.
    """

    def keep_start(text: str, n: int) -> str:
        return text[: max(1, n)]

    segments = []
    fitting = _fit(word[:MOST_IN_LINE], inches, size, keep_start)
    while fitting != word:
        with_hyphen = fitting.rfind("-", 1) + 1
        segment = fitting[:with_hyphen] or fitting
        segments.append(segment)
        word = word[len(segment) :]
        fitting = _fit(word[:MOST_IN_LINE], inches, size, keep_start)
    return [*segments, word]


def _keep_last_words(text: str, inches: float, size: float) -> str:
    """Keep `…` and the last words that fit; if not even one word fits, keep its end."""
    text = text[-MOST_IN_LINE:]
    while text and measure_width(f"… {text}", size) > inches:
        _, _, fewer_words = text.partition(" ")
        eighth = max(1, len(text) // 8)
        text = fewer_words or text[eighth:]
    return f"… {text}"
