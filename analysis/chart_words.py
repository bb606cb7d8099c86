"""Words in charts: made of what a font can draw, fitted to their room, and the phrases that captions share."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from .chart import FONTS

MANY = 200  # sentences, above which a percentage is worth its room


def clean(text: object) -> str:
    r"""Give text as a picture can hold it: one line, with U+FFFD where a control character or half a pair stood.

    >>> clean("a\x00b\n c")
    'a�b c'
    """
    return "".join(map(_drawable, " ".join(str(text).split())))


def _drawable(sign: str) -> str:
    # U+FEFF is a letter without a shape, which matplotlib's PDF cannot write.
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in ("Cc", "Cs") or sign == "\ufeff" else sign


@lru_cache(maxsize=1 << 14)
def width_of(text: str, size: float) -> float:
    """The width in inches of a line of text, at a font size in points."""
    if not text:
        return 0.0
    width, _, _ = text_to_path.get_text_width_height_descent(
        text, FontProperties(family=FONTS, size=size), ismath=False
    )
    return width / 72


def shorten(text: str, inches: float, size: float) -> str:
    """As much of the text as fits, with `…` where some is left out; `""` where not even three letters fit.

    >>> shorten("Poverty", 1, 8), shorten("Poverty reduction", 0.7, 8), shorten("Poverty", 0.1, 8)
    ('Poverty', 'Poverty re…', '')
    """
    if width_of(text, size) <= inches:
        return text
    end = _fitting(text, inches - width_of("…", size), size)
    short = text[:end].rstrip() + "…"
    return short if end > 2 and width_of(short, size) <= inches else ""


def _fitting(text: str, inches: float, size: float) -> int:
    """How many letters of the text fit."""
    return bisect_right(range(1, len(text) + 1), inches, key=lambda end: width_of(text[:end], size))


def wrap(text: object, inches: float, size: float, lines: int = 99) -> list[str]:
    """Break text into lines that are at most so wide.

    Where they are too many, the last one keeps the end of the text, for long labels often differ only there.

    >>> wrap("Rights of vulnerable groups", 1, 8)
    ['Rights of', 'vulnerable', 'groups']
    >>> wrap("Rights of vulnerable groups", 1, 8, lines=2)
    ['Rights of', '… groups']
    """
    out = [""]
    for word in _pieces(clean(text), inches, size):
        longer = f"{out[-1]} {word}".strip()
        if width_of(longer, size) <= inches:
            out[-1] = longer
        else:
            out.append(word)
    out = [line for line in out if line] or [""]
    if len(out) > lines:
        rest = " ".join(out[lines - 1 :])
        while width_of("… " + rest, size) > inches and rest:
            rest = rest.partition(" ")[2] or rest[max(1, len(rest) // 8) :]
        out[lines - 1 :] = ["… " + rest]
    return out


def _pieces(text: str, inches: float, size: float) -> Iterator[str]:
    """Words; a word that is wider than a line, as many in Chinese, in pieces that fit."""
    for word in text.split():
        while width_of(word, size) > inches and len(word) > 1:
            end = max(_fitting(word, inches, size), 1)
            end = word.rfind("-", 1, end) + 1 or end
            yield word[:end]
            word = word[end:]
        yield word


def counted(n: int, what: str) -> str:
    """A number with its noun.

    >>> counted(1, "sentence"), counted(1200, "sentence")
    ('1 sentence', '1,200 sentences')
    """
    return f"{n:,} {what}" + ("" if n == 1 else "s")


def count_of(k: int, n: int) -> str:
    """Words for k of n; the percentage too, where n is large enough for one.

    >>> count_of(3, 17), count_of(120, 1204)
    ('3 of 17', '120 of 1,204 (10.0 %)')
    """
    return f"{k:,} of {n:,}" + (f" ({100 * k / n:.1f} %)" if n > MANY else "")


def leading(labels: Iterable[str], counts: Iterable[int], most: int = 3) -> str:
    """The labels with the highest counts above zero, in words.

    >>> leading(["rights", "poverty", "trade"], [2, 5, 0])
    'poverty (5), rights (2)'
    """
    order = sorted(zip(counts, labels, strict=True), key=lambda pair: -pair[0])
    return ", ".join(f"{label} ({count:,})" for count, label in order[:most] if count)


def beyond(shown: int, total: int, what: str, which: str = "those with the most sentences") -> str:
    """Say what the picture leaves out, or nothing where it shows all.

    >>> beyond(20, 22, "themes")
    ' Shown are 20 of 22 themes, those with the most sentences; the CSV of this chart holds all.'
    """
    if shown == total:
        return ""
    return f" Shown are {shown:,} of {total:,} {what}, {which}; the CSV of this chart holds all."
