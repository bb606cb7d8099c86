r"""The pattern language: words and phrases with wildcards, found as whole words.

`*` is any letters; as a word of its own it is at least one letter. `?` is one letter. A space is
any run of white space, an apostrophe is any apostrophe, a hyphen is any hyphen, and every other
character is itself. Case does not count. `to_regex` says the same exactly.
"""

import re
from functools import cache, lru_cache

APOSTROPHES = "'’"
HYPHENS = "-‐‑–"
REGEX_SYNTAX = ("\\", ".*", ".+", "|", "(?", "[^")
_LAST_CASED = 0x20000  # the last letter that has a case, an Adlam letter, is U+1E943


def tidy(pattern: str) -> str:
    """Strip the pattern; make each run of white space one space and each run of `*` one `*`.

    >>> tidy("  global   govern** ")
    'global govern*'
    """
    return re.sub(r"\*+", "*", " ".join(pattern.split()))


def to_regex(pattern: str) -> str:
    r"""Return the regular expression that the pattern means; compile it with `re.IGNORECASE`.

    >>> to_regex("in the * of")
    '(?<!\\w)in\\s+the\\s+\\w+\\s+of(?!\\w)'
    >>> re.search(to_regex("anti-poverty work*"), "Anti–poverty  workers", re.IGNORECASE).group()
    'Anti–poverty  workers'
    """
    words = [_word_regex(word) for word in tidy(pattern).split(" ")]
    phrase = r"\s+".join(words)
    return rf"(?<!\w){phrase}(?!\w)"


def _word_regex(word: str) -> str:
    if word == "*":
        return r"\w+"
    return "".join(_char_regex(char) for char in word)


def _char_regex(char: str) -> str:
    if char == "*":
        return r"\w*"
    if char == "?":
        return r"\w"
    for alike in (APOSTROPHES, HYPHENS):
        if char in alike:
            return f"[{re.escape(alike)}]"
    return re.escape(char)


def fold(pattern: str) -> str:
    """Remove the differences in case, apostrophes, hyphens and spaces, which do not count.

    >>> fold("Women’s  RIGHTS") == fold("women's rights")
    True
    >>> fold("straße") == fold("strasse")
    False
    """
    return fold_words([tidy(pattern)])[0]


def fold_words(words: list[str]) -> list[str]:
    """Fold words, which have no white space to tidy.

    >>> fold_words(["Straße", "ſ"])
    ['STRAßE', 'S']
    """
    return [word.upper() if word.isascii() else _fold_chars(word) for word in words]


def _fold_chars(word: str) -> str:
    return "".join(map(_fold_char, word))


@cache
def _fold_char(char: str) -> str:
    for alike in (APOSTROPHES, HYPHENS):
        if char in alike:
            return alike[0]
    # `re.IGNORECASE` decides which letters are equal. `lower()` is no substitute: for `re`, i
    # equals İ, and ß does not equal ss.
    equal = re.findall(re.escape(char), _cased_letters(), re.IGNORECASE)
    return min(equal, default=char)


@lru_cache(maxsize=1)
def _cased_letters() -> str:
    letters = []
    for char in map(chr, range(_LAST_CASED)):
        if char.lower() != char or char.upper() != char:
            letters.append(char)
    return "".join(letters)


def regex_syntax(pattern: str) -> str:
    """Return the first piece of regular-expression syntax in the pattern, or `""`.

    >>> regex_syntax("poverty.*"), regex_syntax("U.N.")
    ('.*', '')
    """
    found = [syntax for syntax in REGEX_SYNTAX if syntax in pattern]
    return min(found, key=pattern.index, default="")


def is_only_wildcards(pattern: str) -> bool:
    """Whether a pattern is blank or holds only wildcards; it would match everywhere.

    >>> is_only_wildcards("* ?"), is_only_wildcards("*a")
    (True, False)
    """
    return not tidy(pattern).strip("*? ")
