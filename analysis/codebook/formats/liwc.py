"""LIWC's `.dic`: between two `%` lines the categories with their numbers, then one term a line with its categories.

Source of the format: the operator's manuals of LIWC2007 and LIWC2015 (*Creating and using custom dictionaries*).
Categories may be nested by indentation (2015). `*` is a wildcard, `?` is none.
"""

import re

from analysis.codebook.draft import Draft, walk

CATEGORY = re.compile(r"0*([0-9]+)\s+(.+)")
# `125`; on a condition `(02 134)125/464`: 125 after a word of 02 or 134, else 464; `<of>131/125`: 131 before "of".
NUMBER = re.compile(r"(?:\([0-9\s]*\)|<[^<>\s]*>)?[0-9]+(?:/[0-9]+)?")
NUMBERS = re.compile(rf"(?:\s+{NUMBER.pattern})+$")
CONDITIONAL = re.compile(r"\([^()]+\)\s+\S")


def read(draft: Draft) -> None:
    """Read categories, then terms; a term in several categories is a pattern of each."""
    numbers: dict[str, str] = {}
    marks = 0
    for line, indent, text in draft.lines():
        if text == "%":
            marks += 1
        elif marks == 1 and (found := CATEGORY.fullmatch(text)):
            theme = draft.indented(found[2], indent, line)
            if numbers.setdefault(found[1], theme) != theme:
                draft.note(
                    f"the number {found[1]} of {theme!r} is left out: it is {numbers[found[1]]!r} already",
                    line,
                )
        elif marks > 1:
            _term(draft, line, text, numbers)
        else:
            draft.note(f"{text!r} is left out, for it is no number and name of a category", line)
    if marks < 2:
        expected = "two lines that hold only %: before the categories, and after them"
        draft.stop(f"{marks or 'no'} line that holds only %", expected)
    pairs = {(row["theme"], row["pattern"]) for row in draft.patterns}
    above = [
        (theme[: slash.start()], term) for theme, term in pairs for slash in re.finditer("/", theme)
    ]
    if twice := len(pairs.intersection(above)):
        draft.note(
            f"{twice} entries stand in a category below theirs too: a hit of theirs counts in both"
        )


def _term(draft: Draft, line: int, text: str, numbers: dict[str, str]) -> None:
    term, _, rest = text.partition(
        "\t"
    )  # after a tab, numbers that belong to the term stay with it
    if not rest and (found := NUMBERS.search(text)):
        term, rest = text[: found.start()], found[0]
    if not rest or NUMBER.sub("", rest).strip():
        draft.note(f"{text!r} is left out, for it is no term with numbers of categories", line)
    elif CONDITIONAL.match(term):
        draft.note(f"{term!r} is left out, for it depends on the word before it", line)
    else:
        for number in NUMBER.findall(rest):
            if not number.isdecimal():
                draft.note(
                    f"{term!r} in {number} is left out, for it depends on the words beside it", line
                )
            elif theme := numbers.get(number.lstrip("0") or "0"):
                draft.pattern(theme, term, line)
            else:
                draft.note(f"{term!r} in {number} is left out, for there is no such category", line)


def write(codebook) -> str:
    """Write categories numbered in order and indented by tabs, and each term once."""
    categories, terms = [], {}
    for number, theme in enumerate(walk(codebook), start=1):
        categories.append("\t" * theme.depth + f"{number}\t{theme.name}")
        for pattern in theme.patterns:
            terms.setdefault(pattern, [pattern]).append(str(number))
    return "\n".join(["%", *categories, "%", *map("\t".join, terms.values()), ""])
