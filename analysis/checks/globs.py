"""Globs for `drop:` and `split:` that fit some lines of the texts, and no others."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, filterfalse, zip_longest

from analysis.reading.settings import glob_pattern

_NUMBER = re.compile(r"(\d+)")
_STARS = re.compile(r"\*(?:[\W_]*\*)+")  # stars with only punctuation and blanks between them
_LETTER = re.compile(r"[^\W\d_]")
_SYMBOL = re.compile(r"[^\w\s*]")  # what a glob has besides words; words alone would fit too much
# Three letters in a row, a letter of a script that has short words, or a sign that is not between
# stars. Without any, a glob such as `r*c*` or `*:*` would fit far more lines than it was made of.
_TELLING = re.compile(
    r"[^\W\d_]{3}|[\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7af]|^[^*]*[^\w\s*]|[^\w\s*][^*]*$"
)
MOST_LITERAL = 200  # globs for the lines of a kind that no single glob fits alone

Texts = Iterable[tuple[str, str]]


def safe_globs(kinds: Sequence[list[str]], texts: Texts) -> tuple[str, ...]:
    """Make the globs that fit the lines of each kind, and no other line of any text.

    Args:
        kinds: for each kind of line, the lines as written; they differ only in their numbers.
        texts: the id and text of every document.

    >>> safe_globs([["PV/3 2/9", "PV/4 2/9"]], [("a", "PV/3 2/9\\nPV is short.")])
    ('PV/*',)
    >>> safe_globs([["PV/3 2/9", "PV/4 2/9"]], [("a", "PV/3 2/9\\nPV/a is short.")])
    ('PV/* */*',)
    >>> safe_globs([["0:01", "0:05", "1:02", "1:07"]], [])
    ('0:*', '1:*')
    """
    members = set(chain.from_iterable(kinds))
    parts = list(chain.from_iterable(map(_parts_with_globs, kinds)))
    choices = [list(_choices(lines)) for lines in parts]
    globs = set(filter(_has_star, chain.from_iterable(choices)))
    unsafe = fitting_others(globs, members, texts)
    chosen: list[str] = []
    for lines, of_part in zip(parts, choices, strict=True):
        safe = [glob for glob in of_part if glob not in unsafe]
        if safe:
            chosen.append(safe[0])
        elif len(lines) <= MOST_LITERAL:
            chosen += filterfalse(_has_star, lines)
    return tuple(dict.fromkeys(chosen))


def _has_star(text: str) -> bool:
    return "*" in text


def _parts_with_globs(lines: list[str]) -> list[list[str]]:
    """Return a kind as a whole if a glob fits it; else its lines, grouped by their first number."""
    if len(lines) < 2 or any(_choices(lines)):
        return [lines]
    parts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines:
        before, number, *_ = _NUMBER.split(line, maxsplit=1)
        parts[before, number].append(line)
    return list(parts.values()) if len(parts) <= MOST_LITERAL else []


def _choices(lines: list[str]) -> Iterator[str]:
    """Yield globs that fit all lines of a kind, the shortest first.

    >>> list(_choices(["A/70/PV.22 01/10/2015", "A/70/PV.23 02/10/2015"]))
    ['A/*/PV.*', 'A/*/PV.* */*/*', 'A/70/PV.* */10/2015']
    >>> list(_choices(["01/10/2015", "02/10/2015"]))
    ['*/10/2015']
    >>> list(_choices(["15-29001 (E)", "15-29002 (E)"]))
    ['15-* (E)', '* (E)', '*-* (E)']
    >>> list(_choices(["United Nations"])), list(_choices(["r1c1", "r2c1"]))
    (['United Nations'], [])
    """
    if len(lines) == 1:
        if "*" not in lines[0]:
            yield lines[0]
        return
    parts = []
    for column in zip_longest(*map(_NUMBER.split, lines), fillvalue=""):
        parts.append(column[0] if len(set(column)) == 1 else "*")
    exact = "".join(parts)
    starred = _NUMBER.sub("*", lines[0])
    short = _STARS.sub("*", starred)
    globs = [short, starred, exact] if _SYMBOL.search(short) else [starred, exact]
    if not _LETTER.search(starred):
        globs = [exact]  # without letters, a glob with more stars would fit too much
    globs.sort(key=lambda glob: glob.startswith("*"))  # what begins with letters fits fewer lines
    yield from filter(_TELLING.search, globs)


def fitting_others(globs: set[str], members: set[str], texts: Texts) -> set[str]:
    """Return the globs that fit a line of a text that is not among the members."""
    if not globs:
        return set()
    patterns = {glob: glob_pattern(glob) for glob in globs}
    beginnings = tuple({glob.split("*")[0] for glob in globs})
    unsafe: set[str] = set()
    checked: set[str] = set()
    for _, text in texts:
        for line in map(str.strip, text.split("\n")):
            if not line.startswith(beginnings) or line in members or line in checked:
                continue
            checked.add(line)
            fitting = [glob for glob, pattern in patterns.items() if pattern.fullmatch(line)]
            unsafe.update(fitting)
            for glob in fitting:
                del patterns[glob]
    return unsafe
