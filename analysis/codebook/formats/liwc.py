"""LIWC's `.dic`: numbered categories between two `%` lines, then terms with their categories.

Source of the format: the operator's manuals of LIWC2007 and LIWC2015 (*Creating and using custom
dictionaries*). Since 2015 categories may be nested by indentation. `*` is a wildcard, `?` is not.
"""

import re

from analysis.codebook.draft import Draft
from analysis.codebook.model import Codebook
from analysis.codebook.outline import outline
from analysis.wording import pluralize

CATEGORY = re.compile(r"([0-9]++)\s++(.+)")
# The number of a category, alone or with a condition: `(02 134)125/464` is 125 after a word of
# category 02 or 134 and else 464; `<of>131/125` is 131 before the word "of" and else 125.
NUMBER = re.compile(r"(?:\([0-9\s]*\)|<[^<>\s]*>)?[0-9]+(?:/[0-9]+)?")
SPACED_NUMBER = re.compile(rf"(?<!\s)\s++{NUMBER.pattern}")
CONDITIONAL_TERM = re.compile(r"\([^()]+\)\s+\S")


def read(draft: Draft) -> None:
    """Read the categories, then the terms; a term becomes a pattern of each of its categories."""
    themes: dict[str, str] = {}  # by the numbers of their categories
    n_percents = 0
    for line, indent, text in draft.lines():
        category = CATEGORY.fullmatch(text)
        if text == "%":
            n_percents += 1
        elif n_percents > 1:
            _read_term(draft, line, text, themes)
        elif n_percents == 1 and category:
            number, name = _plain_number(category[1]), category[2]
            theme = draft.add_indented_theme(name, indent, line)
            first = themes.setdefault(number, theme)
            if first != theme:
                taken = f"the number {number} of {theme!r} is left out"
                draft.note(f"{taken}: it already belongs to {first!r}", line)
        else:
            reason = "it is not the number and name of a category"
            draft.note(f"{text!r} is left out because {reason}", line)
    if n_percents < 2:
        expected = "two lines with only %: one before the categories, one after them"
        draft.stop(f"{n_percents or 'no'} line with only %", expected)
    _note_nested_terms(draft)


def _read_term(draft: Draft, line: int, text: str, themes: dict[str, str]) -> None:
    """Add a term to each of its categories; `themes` maps the number of a category to its theme."""
    term, numbers = _split_term(text)
    if not numbers or NUMBER.sub("", numbers).strip():
        reason = "it is not a term with the numbers of its categories"
        draft.note(f"{text!r} is left out because {reason}", line)
        return
    if CONDITIONAL_TERM.match(term):
        draft.note(f"{term!r} is left out because it depends on the word before it", line)
        return
    for number in NUMBER.findall(numbers):
        key = _plain_number(number)
        if not number.isdecimal():
            reason = "it depends on the words around it"
            draft.note(f"{term!r} in {number} is left out because {reason}", line)
        elif key in themes:
            draft.add_pattern(themes[key], term, line)
        else:
            reason = f"there is no category {number}"
            draft.note(f"{term!r} in {number} is left out because {reason}", line)


def _split_term(text: str) -> tuple[str, str]:
    """Split a line into the term and the numbers of its categories.

    Numbers after a tab are those of categories; numbers before it belong to the term. Without a
    tab, the numbers at the end of the line are those of categories.

    >>> _split_term("year 2030\\t1"), _split_term("mother* 1 2")
    (('year 2030', '1'), ('mother*', ' 1 2'))
    """
    term, _, numbers = text.partition("\t")
    if numbers:
        return term, numbers
    start = _find_last_numbers(text)
    return text[:start], text[start:]


def _find_last_numbers(text: str) -> int:
    """Return where the numbers at the end of a line begin; without any, the end of the line."""
    start = end = 0
    for number in SPACED_NUMBER.finditer(text):
        if number.start() != end:
            start = number.start()
        end = number.end()
    return start if end == len(text) else len(text)


def _plain_number(number: str) -> str:
    """Write a number without leading zeros.

    >>> _plain_number("010"), _plain_number("0")
    ('10', '0')
    """
    return number.lstrip("0") or "0"


def _note_nested_terms(draft: Draft) -> None:
    """Note how many terms are listed both in a category and in one above it."""
    pairs = {(str(row["theme"]), str(row["pattern"])) for row in draft.patterns}
    pairs_above = set()
    for theme, term in pairs:
        for slash in re.finditer("/", theme):
            pairs_above.add((theme[: slash.start()], term))
    n_nested = len(pairs & pairs_above)
    if n_nested:
        terms = pluralize(n_nested, "term")
        draft.note(f"{terms} listed both in a category and in one below it: a hit counts in both")


def write(codebook: Codebook) -> str:
    """Write the categories, numbered in order and indented by tabs, and each term once."""
    categories = []
    terms: dict[str, list[str]] = {}
    for number, entry in enumerate(outline(codebook), start=1):
        indent = "\t" * entry.depth
        categories.append(f"{indent}{number}\t{entry.name}")
        for pattern in entry.patterns:
            terms.setdefault(pattern, [pattern]).append(str(number))
    term_lines = ["\t".join(fields) for fields in terms.values()]
    return "\n".join(["%", *categories, "%", *term_lines, ""])
