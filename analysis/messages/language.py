"""A language: its texts, its nouns, and how it writes numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ENDINGS_WITH_ES = ("ch", "sh", "s", "x")


@dataclass(frozen=True)
class Language:
    """What it takes to say something in a language.

    Attributes:
        texts: the translation of each English text, with the same fields in braces.
        name_of: writes a noun, given in English and in the singular, as it follows a number.
        group: turns a number as English writes it, such as `1,204.5`, into that of the language.
        before_percent: what stands between a number and its percent sign.
        quotation_marks: what stands before and behind a quotation.
        noun_first: whether the noun of "k of n" follows the first number, not the second.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    name_of: Callable[[str, int], str] = lambda noun, n: noun
    group: Callable[[str], str] = str
    before_percent: str = ""
    quotation_marks: tuple[str, str] = ("“", "”")
    noun_first: bool = False


def pluralize_english(noun: str, n: int) -> str:
    """Write an English noun as it follows a number.

    >>> pluralize_english("match", 2), pluralize_english("category", 0)
    ('matches', 'categories')
    """
    head, of, rest = noun.partition(" of ")
    if n == 1:
        return noun
    if head.endswith(ENDINGS_WITH_ES):
        head += "es"
    elif head.endswith("y") and head[-2:-1] not in "aeiou":
        head = f"{head[:-1]}ies"
    else:
        head += "s"
    return f"{head}{of}{rest}"


ENGLISH = Language(name_of=pluralize_english)
