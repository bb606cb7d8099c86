r"""The pattern language: whole words and phrases with globs, each one exactly a regular expression.

`*` is any letters (at least one where it stands as a word of its own), `?` is one letter, a blank is any run of
blanks, an apostrophe or hyphen is any of its kind, and everything else is itself. Case does not count.
"""

import re
from functools import cache, lru_cache

APOSTROPHES = "'’"
HYPHENS = "-‐‑–"
REGEX_SIGNS = ("\\", ".*", ".+", "|", "(?", "[^")


def tidy(pattern: str) -> str:
    """Blanks at the ends off, a run of blanks one blank, a run of `*` one `*`.

    >>> tidy("  global   govern** ")
    'global govern*'
    """
    return re.sub(r"\*+", "*", " ".join(pattern.split()))


def to_regex(pattern: str) -> str:
    r"""Give the regular expression that the pattern means, to be compiled with `re.IGNORECASE`.

    >>> to_regex("in the * of")
    '(?<!\\w)in\\s+the\\s+\\w+\\s+of(?!\\w)'
    >>> re.search(to_regex("anti-poverty work*"), "Anti–poverty  workers", re.IGNORECASE).group()
    'Anti–poverty  workers'
    """
    words = tidy(pattern).split(" ")
    return r"(?<!\w)" + r"\s+".join(map(_word_regex, words)) + r"(?!\w)"


def _word_regex(word: str) -> str:
    return r"\w+" if word == "*" else "".join(map(_sign_regex, word))


def _sign_regex(sign: str) -> str:
    if sign == "*":
        return r"\w*"
    if sign == "?":
        return r"\w"
    for kind in (APOSTROPHES, HYPHENS):
        if sign in kind:
            return f"[{re.escape(kind)}]"
    return re.escape(sign)


def fold(pattern: str) -> str:
    """Give two patterns the same text where they differ only in case, apostrophes, hyphens and blanks.

    >>> fold("Women’s  RIGHTS") == fold("women's rights")
    True
    >>> fold("straße") == fold("strasse")
    False
    """
    return fold_words([tidy(pattern)])[0]


def fold_words(words: list[str]) -> list[str]:
    """The same for words that have no blanks to tidy.

    >>> fold_words(["Straße", "ſ"])
    ['STRAßE', 'S']
    """
    return [word.upper() if word.isascii() else "".join(map(_fold_sign, word)) for word in words]


@cache
def _fold_sign(sign: str) -> str:
    for kind in (APOSTROPHES, HYPHENS):
        if sign in kind:
            return kind[0]
    # re.IGNORECASE is the judge of what equals what, not lower(): it holds i = İ, and ß apart from ss.
    return min(re.findall(re.escape(sign), _cased_letters(), re.IGNORECASE), default=sign)


@lru_cache(maxsize=1)
def _cased_letters() -> str:
    letters = map(chr, range(0x20000))  # the last letter with case, Adlam, is U+1E943
    return "".join(c for c in letters if c.lower() != c or c.upper() != c)


def regex_sign(pattern: str) -> str:
    """The first sign of a regular expression in the pattern, or `""`: such a pattern would never match.

    >>> regex_sign("poverty.*"), regex_sign("U.N.")
    ('.*', '')
    """
    found = [sign for sign in REGEX_SIGNS if sign in pattern]
    return min(found, key=pattern.index, default="")


def is_only_wildcards(pattern: str) -> bool:
    """Whether a pattern has nothing but wildcards and blanks, and so would match everywhere.

    >>> is_only_wildcards("* ?"), is_only_wildcards("*a")
    (True, False)
    """
    return not tidy(pattern).strip("*? ")
