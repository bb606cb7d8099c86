r"""The plain form of a text, in which patterns are looked for, and the kinds of its characters.

Spellings that look the same to a reader have the same plain form. `ﬁ` is `fi`, `e` with a
combining accent is `é`, `ＡＢＣ` is `ABC`; every apostrophe is `'` and every hyphen `-`. Soft
hyphens, zero-width spaces, variation selectors, Arabic vowel points and Hebrew points are left out.

The plain form is made of *clusters*: what a reader takes for one character (`\X` in `regex`).
Properties of characters are those of `regex`, so that they do not depend on the Python version.
"""

import unicodedata
from enum import IntEnum
from functools import cache

import regex

from analysis.languages import SCRIPTS_WITHOUT_BLANKS

APOSTROPHES = "'’‘ʼ´`′"
HYPHENS = "-‐‑‒–−"

# Format characters, variation selectors, Arabic tatweel and vowel points, Hebrew points.
LEFT_OUT = (
    r"[\p{Cf}\uFE00-\uFE0F\U000E0100-\U000E01EF\u0640\u064B-\u065F\u0670"
    r"[[\u0591-\u05C7]&&\p{M}]]"
)
WHITE_SPACE = r"[\s\x1C-\x1F]"  # what `str.isspace` is true of
MARK = r"\p{M}"
SUPERSCRIPTS = r"\p{dt=super}\p{dt=sub}"  # superscripts and subscripts; `ª` and `™`, too
_WITHOUT_BLANKS = "".join(rf"\p{{scx={script}}}" for script in SCRIPTS_WITHOUT_BLANKS)
# Letters and digits: all; those of scripts without blanks; and the others. One apostrophe, U+02BC,
# is a letter in Unicode.
NO_LETTERS = f"[{SUPERSCRIPTS}ʼ]"
ANY_LETTER = rf"[[\p{{L}}\p{{N}}]--{NO_LETTERS}]"
SOLO = rf"[{ANY_LETTER}&&[{_WITHOUT_BLANKS}]]"
JOINED = rf"[{ANY_LETTER}--[{_WITHOUT_BLANKS}]]"
NO_DIGIT = rf"[\p{{L}}--{NO_LETTERS}]"

# White space with a line end in it, between the hyphen of a word and the rest of the word.
LINE_BREAK = rf"(?=[{WHITE_SPACE}--\n]*+\n){WHITE_SPACE}++"
_DIVISION = regex.compile(rf"(?<={NO_DIGIT}{MARK}*-){LINE_BREAK}(?={NO_DIGIT})", regex.VERSION1)
_CLUSTER = regex.compile(r"\X")
_LEFT_OUT = regex.compile(LEFT_OUT, regex.VERSION1)
_SUPERSCRIPT = regex.compile(f"([{SUPERSCRIPTS}])", regex.VERSION1)
_UNIFY = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))


class CharKind(IntEnum):
    """What a character of a plain form is in a word.

    A mark belongs to the letter or digit before it, and is part of no word if there is none.
    """

    OTHER = 0
    MARK = 1
    JOINED = 2  # a letter or digit of a script with blanks: part of a run of them
    SOLO = 3  # a letter or digit of a script without blanks: a word by itself


_KINDS = {
    CharKind.MARK: regex.compile(MARK),
    CharKind.SOLO: regex.compile(SOLO, regex.VERSION1),
    CharKind.JOINED: regex.compile(JOINED, regex.VERSION1),
}


def kind_of(char: str) -> CharKind:
    """Return what a character is in a word.

    >>> [kind_of(char).name for char in "a7_人¹"]
    ['JOINED', 'JOINED', 'OTHER', 'SOLO', 'OTHER']
    """
    for kind, pattern in _KINDS.items():
        if pattern.match(char):
            return kind
    return CharKind.OTHER


def plain_form(text: str) -> str:
    r"""Return the plain form of a text.

    >>> plain_form("“The ﬁrst step”, cafe\u0301, govern\u00adment’s two-\nstate plan")
    "“The first step”, café, government's two-state plan"
    """
    plain = text
    if not text.isascii():
        plain = "".join(map(plain_cluster, split_clusters(text)))
    elif "`" in text:
        plain = text.translate(_UNIFY)
    return join_divided(plain)


def join_divided(plain: str) -> str:
    r"""Leave out the line ends after the hyphens of divided words.

    >>> join_divided("two-\nstate, 1990-\n1995")
    'two-state, 1990-\n1995'
    """
    return _DIVISION.sub("", plain) if "\n" in plain else plain


def split_clusters(text: str) -> list[str]:
    r"""Split a text into clusters.

    >>> [len(cluster) for cluster in split_clusters("ae\u0301")]
    [1, 2]
    """
    return _CLUSTER.findall(text)


@cache
def plain_cluster(cluster: str) -> str:
    r"""Return the plain form of one cluster; it can be empty, or several characters.

    >>> plain_cluster("ﬁ"), plain_cluster("\u200b"), plain_cluster("²"), plain_cluster("–")
    ('fi', '', '²', '-')
    """
    left = _LEFT_OUT.sub("", cluster).translate(_UNIFY)
    parts = []
    for part in _SUPERSCRIPT.split(left):
        is_superscript = _SUPERSCRIPT.fullmatch(part)
        parts.append(part if is_superscript else unicodedata.normalize("NFKC", part))
    return "".join(parts).translate(_UNIFY)
