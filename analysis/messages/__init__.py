"""What charts and reports say, in the language of the study: English or French.

The English text is written where it is said, and is the key to its translation:

    say("The chart shows {k} of {n}.", k=number(20), n=count(22, "theme"))

A text that the table of a language lacks is said in English. Numbers and percentages are written as
the language writes them, so they reach a text through `number`, `decimal` and `percent`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from analysis.faults import Fault, raise_all
from analysis.messages import french
from analysis.messages.language import ENGLISH, Language
from analysis.wording import BEFORE_FIRST, UNSTATED

LANGUAGES: dict[str, Language] = {"en": ENGLISH, "fr": french.LANGUAGE}

OWN_GROUPS = (UNSTATED, BEFORE_FIRST)  # the groups that no text names

_spoken = "en"


def speak(language: str) -> None:
    """Set the language of all that follows.

    Raises:
        InputError: there is no table of this language.

    >>> speak("fr")
    >>> percent(0.132), number(1204), count(0, "sentence")
    ('13\u202f%', '1\u202f204', '0 phrase')
    >>> speak("en")
    >>> percent(0.132), number(1204), count(0, "sentence")
    ('13%', '1,204', '0 sentences')
    """
    global _spoken
    if language not in LANGUAGES:
        expected = f"one of {', '.join(LANGUAGES)}"
        raise_all([Fault("captions", repr(language), expected)])
    _spoken = language


def spoken() -> str:
    """Return the language of what is said, as a language tag."""
    return _spoken


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Set the language inside a `with` block."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def say(text: str, **values: object) -> str:
    """Say a text in the language that was set, with values in its fields.

    >>> say("{first} and {second}", first="Aid", second="Debt")
    'Aid and Debt'
    """
    return LANGUAGES[_spoken].texts.get(text, text).format(**values)


def count(n: int, noun: str) -> str:
    """Write a count with its noun, which is given in English and in the singular.

    >>> count(1, "sentence"), count(1204, "match")
    ('1 sentence', '1,204 matches')
    """
    return f"{number(n)} {name_of(noun, n)}"


def out_of(k: int, n: int, noun: str) -> str:
    """Say how many there are of all, with the noun.

    >>> out_of(3, 17, "sentence")
    '3 of 17 sentences'
    """
    if LANGUAGES[_spoken].noun_first:
        return say("{k} of {n}", k=count(k, noun), n=number(n))
    return say("{k} of {n}", k=number(k), n=count(n, noun))


def name_of(noun: str, n: int) -> str:
    """Return a noun as it follows a number.

    >>> name_of("theme", 1), name_of("theme", 2)
    ('theme', 'themes')
    """
    return LANGUAGES[_spoken].name_of(noun, n)


def name_group(name: str) -> str:
    """Write the name of a group; only that of texts without a value, or of sentences before any
    heading, is of the language.

    >>> with speaking("fr"):
    ...     name_group("(not stated)"), name_group("Post")
    ('(non renseigné)', 'Post')
    """
    return say(name) if name in OWN_GROUPS else name


def number(n: float) -> str:
    """Write a whole number with its thousands apart.

    >>> number(18089)
    '18,089'
    """
    return LANGUAGES[_spoken].group(f"{n:,.0f}")


def decimal(value: float, digits: int = 1) -> str:
    """Write a number with some digits behind the point.

    >>> decimal(1204.25, 2)
    '1,204.25'
    """
    return LANGUAGES[_spoken].group(f"{value:,.{digits}f}")


def percent(share: float, digits: int | None = None) -> str:
    """Write a share as a percentage, by default with about two digits.

    >>> percent(0.1432), percent(0.0832), percent(0.0021), percent(0), percent(0.1432, 1)
    ('14%', '8.3%', '0.21%', '0%', '14.3%')
    """
    return with_percent(bare_percent(share, digits))


def with_percent(written: str) -> str:
    """Put a percent sign behind a number that is written already.

    >>> with_percent("−2.1")
    '−2.1%'
    """
    return f"{written}{LANGUAGES[_spoken].before_percent}%"


def bare_percent(share: float, digits: int | None = None) -> str:
    """Write a share as a percentage without its sign, as for the lower end of a range."""
    value = 100 * share
    if digits is not None:
        return decimal(value, digits)
    digits = 0 if abs(value) >= 10 else 1 if abs(value) >= 1 else 2
    written = f"{value:,.{digits}f}"
    if digits:
        written = written.rstrip("0").rstrip(".")
    return LANGUAGES[_spoken].group(written)


def join(names: Sequence[str]) -> str:
    """Join names as a sentence does.

    >>> join(["Aid"]), join(["Aid", "Debt", "War"])
    ('Aid', 'Aid, Debt and War')
    """
    *others, last = names
    if not others:
        return last
    return say("{first} and {second}", first=", ".join(others), second=last)


def quote(text: str) -> str:
    """Put a text between the quotation marks of the language.

    >>> quote("Aid")
    '“Aid”'
    """
    opening, closing = LANGUAGES[_spoken].quotation_marks
    return f"{opening}{text}{closing}"
