r"""The pattern language: words and phrases with wildcards, found as whole words.

A pattern is looked for in the plain form of a sentence (see `plain_form`). `*` matches any letters
and digits, or none; as a word of its own it matches one word. `?` matches one letter or digit. A
space matches any run of white space, and every other character matches itself. Case counts only in
words in capitals, which match only in capitals. `to_regex` gives the exact meaning.

In scripts without blanks between words, such as Chinese or Thai, each letter is a word. Beside such
a letter, `*` matches as few letters of any script as possible; at an end of the pattern, none.
"""

import re
from collections import Counter
from collections.abc import Callable
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import is_normalized

import numpy as np
import regex

from analysis.codebook import plain_form as plain
from analysis.codebook.plain_form import CharKind, kind_of, plain_cluster, split_clusters

WILDCARDS = "*?"
MOST_WORDS = 100
MOST_CHARACTERS = 5000
SHORT_ENOUGH = f"at most {MOST_WORDS} words, and {MOST_CHARACTERS:,} characters"
REGEX_SYNTAX = ("\\", ".*", ".+", "|", "(?", "[^")
_LAST_CASED = 0x20000  # the last letter that has a case, an Adlam letter, is U+1E943
_BLOCK_OF_LETTERS = 256  # that are looked at together
_LAST_SIGN = 0x20000

# A plain form contains no full-width signs. In the plain form of a pattern they mark signs that are
# not wildcards: `＊` is an asterisk of the text, and `？` a question mark.
_AS_SIGNS = str.maketrans("*?", "＊？")
_FROM_SIGNS = str.maketrans("＊？", "*?")

_TOKEN = regex.compile(
    rf"""
      (?P<BLANK> {plain.WHITE_SPACE}+)
    | (?P<SOLO> {plain.SOLO}{plain.MARK}*)
    | (?P<WORD> (?:{plain.JOINED}|[*?]) (?:{plain.JOINED}|[*?]|{plain.MARK})*)
    | (?P<SIGN> .)
    """,
    regex.VERSION1 | regex.VERBOSE | regex.DOTALL,
)
_LETTER_WITH_CASE = regex.compile(r"[\p{Lu}\p{Ll}\p{Lt}]")
_SMALL_LETTER = regex.compile(r"\p{Ll}")
_MARK_AFTER_WILDCARD = regex.compile(r"[*?]\p{M}")


class TokenKind(Enum):
    """What a part of a pattern is."""

    BLANK = "a run of white space"
    WORD = "a run of letters and digits of scripts with blanks, with their marks, and wildcards"
    SOLO = "a letter of a script without blanks, with its marks"
    SIGN = "any other character"


class Token(NamedTuple):
    """A part of a pattern; `text` is its plain form, with wildcards."""

    kind: TokenKind
    text: str

    @property
    def is_capitals(self) -> bool:
        """Whether it is a word written in capitals: at least two, and no small letter.

        >>> [Token(TokenKind.WORD, word).is_capitals for word in ("SDG*", "Un", "G20")]
        [True, False, False]
        """
        if self.kind is not TokenKind.WORD or _SMALL_LETTER.search(self.text):
            return False
        return len(_LETTER_WITH_CASE.findall(self.text)) >= 2

    @property
    def has_loose_mark(self) -> bool:
        """Whether a combining mark follows a wildcard."""
        return bool(_MARK_AFTER_WILDCARD.search(self.text))


@lru_cache(maxsize=100_000)
def parse(pattern: str) -> tuple[Token, ...]:
    """Split a pattern into its parts; blanks at the ends and needless `*` are left out.

    >>> [(token.kind.name, token.text) for token in parse(" UN  *联合 ")]
    [('WORD', 'UN'), ('BLANK', ' '), ('WORD', '*'), ('SOLO', '联'), ('SOLO', '合')]
    """
    stars_once = re.sub(r"\*+", "*", _plain_pattern(pattern)).strip()
    tokens = []
    for match in _TOKEN.finditer(stars_once):
        kind = TokenKind[match.lastgroup or ""]
        tokens.append(Token(kind, " " if kind is TokenKind.BLANK else match[0]))
    if _is_needless(tokens[:2]):
        del tokens[0]
    if _is_needless(tokens[:-3:-1]):
        del tokens[-1]
    return tuple(tokens)


def _is_needless(outermost: list[Token]) -> bool:
    """Whether the first token is a `*` that adds nothing, because of the one beside it."""
    if len(outermost) < 2 or outermost[0].text != "*":
        return False
    return outermost[1].kind is TokenKind.SOLO


def _plain_pattern(pattern: str) -> str:
    """Return the plain form of a pattern, in which only wildcards are `*` and `?`."""
    parts = []
    for cluster in split_clusters(pattern):
        part = plain_cluster(cluster)
        has_wildcard = any(char in cluster for char in WILDCARDS)
        parts.append(part if has_wildcard else part.translate(_AS_SIGNS))
    return plain.join_divided("".join(parts))


def tidy(pattern: str) -> str:
    """Strip the pattern; make each run of white space one space and each run of `*` one `*`.

    >>> tidy("  global   govern** ")
    'global govern*'
    """
    return re.sub(r"\*+", "*", " ".join(pattern.split()))


# -- regular expressions -------------------------------------------------------------------------


class _Dialect(NamedTuple):
    """How parts of patterns are written as regular expressions.

    Attributes:
        any_letter: one letter or digit, with its marks (`?`).
        letters: any letters and digits of scripts with blanks, or none (`*`).
        few_letters: the same of any script, and as few as will do.
        any_word: one word (`*` as a word of its own).
        edge: a place that is not inside a word.
        blank: a run of white space.
        division: the line end after the hyphen of a divided word, if there is one.
    """

    any_letter: str
    letters: str
    few_letters: str
    any_word: str
    edge: str
    blank: str
    division: str


_J, _S, _A, _M = plain.JOINED, plain.SOLO, plain.ANY_LETTER, plain.MARK
_HYPHENS = f"[{re.escape(plain.HYPHENS)}－﹣]"
_EVERY_SCRIPT = _Dialect(  # for `regex`
    any_letter=f"{_A}{_M}*",
    letters=f"(?:{_J}|(?<={_J}{_M}*){_M})*",
    few_letters=f"(?:{_A}|(?<={_A}{_M}*){_M})*?",
    any_word=f"(?:{_J}(?:{_J}|{_M})*|{_S}{_M}*)",
    edge=f"(?!(?<={_J}{_M}*){_J}|(?<={_A}{_M}*){_M})",
    blank=f"{plain.WHITE_SPACE}++",
    division=f"(?>(?:(?<={plain.NO_DIGIT}{_M}*{_HYPHENS}){plain.LINE_BREAK}(?={plain.NO_DIGIT}))?)",
)
_L = r"[^\W_ʼ]"
_SIMPLE = _Dialect(  # for `re`
    any_letter=_L,
    letters=f"{_L}*",
    few_letters=f"{_L}*?",
    any_word=f"{_L}+",
    edge=f"(?!(?<={_L}){_L})",
    blank=r"\s++",
    division=rf"(?>(?:(?<=[^\W\d_ʼ]{_HYPHENS})(?=[^\S\n]*+\n)\s++(?=[^\W\d_ʼ]))?)",
)


def to_regex(pattern: str) -> str:
    """Return the regular expression that a pattern means; compile it with `regex.VERSION1`.

    It finds the pattern in plain forms, and in texts that differ from their plain form only in
    characters that are no letters, such as `’` for `'`, or in the line ends of divided words.

    >>> expression = to_regex("anti-poverty work*")
    >>> regex.search(expression, "Anti–poverty  workers", regex.VERSION1).group()
    'Anti–poverty  workers'
    """
    return _write(parse(pattern), _EVERY_SCRIPT)


def to_simple_regex(pattern: str) -> str:
    r"""Return a regular expression for `re`, which is much faster and means the same in most texts.

    The texts must have no combining marks, no letters of scripts without blanks, no superscripts,
    and no other digits than decimal ones.

    >>> to_simple_regex("SDG*")
    '(?!(?<=[^\\W_ʼ])[^\\W_ʼ])SDG[^\\W_ʼ]*(?!(?<=[^\\W_ʼ])[^\\W_ʼ])'
    """
    return _write(parse(pattern), _SIMPLE)


class Star(Enum):
    """What a `*` inside a word, or beside a letter of a script without blanks, matches."""

    MANY = "as many letters as possible, of scripts with blanks"
    FEW = "as few letters as possible, of any script"


class Parts(NamedTuple):
    """A pattern, cut at the stars that may match one text in several ways.

    Attributes:
        expressions: the regular expressions of what is before, between and after the stars.
        stars: what each star matches; one fewer than the expressions.
    """

    expressions: list[str]
    stars: list[Star]


def cut_at_stars(pattern: str) -> Parts:
    """Cut a pattern at its stars; the expressions are for `regex.VERSION1`, as from `to_regex`.

    >>> [star.name for star in cut_at_stars("*法*a*").stars]
    ['FEW', 'MANY']
    """
    expressions = [""]
    stars = []
    kinds = {_EVERY_SCRIPT.letters: Star.MANY, _EVERY_SCRIPT.few_letters: Star.FEW}
    for piece in _write_pieces(parse(pattern), _EVERY_SCRIPT):
        if piece in kinds:
            stars.append(kinds[piece])
            expressions.append("")
        else:
            expressions[-1] += piece
    return Parts(expressions, stars)


def _write(tokens: tuple[Token, ...], dialect: _Dialect) -> str:
    return "".join(_write_pieces(tokens, dialect))


def _write_pieces(tokens: tuple[Token, ...], dialect: _Dialect) -> list[str]:
    """Return regular expressions that follow one another; each star is one of its own."""
    last = len(tokens) - 1
    parts = [dialect.edge]
    for position, token in enumerate(tokens):
        before = tokens[position - 1] if position else None
        after = tokens[position + 1] if position < last else None
        if before and before.text == "-" and not (token.text == "*" and after is None):
            parts.append(dialect.division)
        if token.kind is TokenKind.BLANK:
            parts.append(dialect.blank)
        elif token.kind is TokenKind.WORD:
            parts += _word_pieces(token, before, after, dialect)
        else:
            parts += map(_char_regex, token.text)
    return [*parts, dialect.edge]


def _word_pieces(
    token: Token, before: Token | None, after: Token | None, dialect: _Dialect
) -> list[str]:
    """Return the regular expressions for the parts of a word between its neighbours."""
    word = token.text
    if word == "*" and not any(map(_touches, (before, after))):
        return [dialect.any_word]
    if word == "*" and before and before.text == "-" and after is None:
        # Without letters, the match ends at the hyphen: before the line end of a divided word.
        some_letters = dialect.letters.removesuffix("*") + "+"
        return [f"(?:{dialect.division}{some_letters}|)"]
    write_char: Callable[[str], str] = re.escape if token.is_capitals else _char_regex
    parts = []
    for position, char in enumerate(word):
        begins = position == 0 and _is_solo(before)
        ends = position == len(word) - 1 and _is_solo(after)
        if char == "?":
            parts.append(dialect.any_letter)
        elif char == "*":
            parts.append(dialect.few_letters if begins or ends else dialect.letters)
        else:
            parts.append(write_char(char))
    return parts


def _touches(neighbour: Token | None) -> bool:
    """Whether a neighbour is there and no blank."""
    return neighbour is not None and neighbour.kind is not TokenKind.BLANK


def _is_solo(neighbour: Token | None) -> bool:
    return neighbour is not None and neighbour.kind is TokenKind.SOLO


@cache
def _char_regex(char: str) -> str:
    """Return the regular expression for one character in any case and spelling."""
    literal = char.translate(_FROM_SIGNS)
    alike = _case_class(literal) + _spellings().get(literal, "")
    if len(alike) == 1:
        return re.escape(literal)
    return f"[{re.escape(alike)}]"


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    """Return the other characters that have a sign as their plain form, by that sign."""
    spellings: dict[str, str] = {}
    unified = plain.APOSTROPHES + plain.HYPHENS
    for char in map(chr, range(_LAST_SIGN)):
        if char in unified or not is_normalized("NFKC", char):
            sign = plain_cluster(char)
            is_sign = len(sign) == 1 and kind_of(sign) is CharKind.OTHER
            if is_sign and sign != char and not sign.isspace():
                spellings[sign] = spellings.get(sign, "") + char
    return spellings


# -- case ----------------------------------------------------------------------------------------


def fold(pattern: str) -> str:
    """Return a form that patterns of the same meaning share.

    >>> fold("Women’s  RIGHTS*") == fold("women's RIGHTS**")
    True
    >>> fold("US") == fold("us"), fold("Us") == fold("us")
    (False, True)
    """
    parts = []
    for token in parse(pattern):
        parts.append(token.text if token.is_capitals else _fold_chars(token.text))
    return "".join(parts)


def without_capitals(pattern: str) -> str:
    """Return the pattern with small letters in words that are written in capitals.

    So its case never counts. A pattern without such a word stays as it is.

    >>> without_capitals("COVID-19 in the US"), without_capitals("Human Rights")
    ('covid-19 in the us', 'Human Rights')
    """
    tokens = parse(pattern)
    if not any(token.is_capitals for token in tokens):
        return pattern
    parts = []
    for token in tokens:
        parts.append(_fold_chars(token.text) if token.is_capitals else token.text)
    return "".join(parts)


def fold_words(words: list[str]) -> list[str]:
    """Write words in small letters.

    `re.IGNORECASE` decides which letters are equal: for it, i equals İ, and ß does not equal ss.

    >>> fold_words(["Straße", "ſ", "ΜΟΣ", "İ"])
    ['straße', 's', 'μοσ', 'i']
    """
    return [word.lower() if word.isascii() else _fold_chars(word) for word in words]


def _fold_chars(word: str) -> str:
    return "".join(map(_fold_char, word))


@cache
def _fold_char(char: str) -> str:
    """Return the small letter that represents all letters equal to this one."""
    equal = _case_class(char)
    small = Counter(letter.lower() for letter in equal if letter.lower() in equal)
    most = max(small.values(), default=0)
    return min((letter for letter in small if small[letter] == most), default=char)


@cache
def _case_class(char: str) -> str:
    """Return the letters that `re.IGNORECASE` takes for equal to this one, itself included."""
    equal = re.findall(re.escape(char), _cased_letters(), re.IGNORECASE)
    return "".join(equal) or char


@lru_cache(maxsize=1)
def _cased_letters() -> str:
    """All letters that have a small and a capital form."""
    code_points = np.arange(_LAST_CASED, dtype="<u4")
    chars = code_points.tobytes().decode("utf-32-le", errors="surrogatepass")
    letters = []
    for first in range(0, len(chars), _BLOCK_OF_LETTERS):
        block = chars[first : first + _BLOCK_OF_LETTERS]
        if block.lower() == block == block.upper():  # as most blocks: a fast way past them
            continue
        letters += [char for char in block if not char.lower() == char == char.upper()]
    return "".join(letters)


# -- what is no pattern --------------------------------------------------------------------------


class Problem(NamedTuple):
    """What is wrong with a pattern, in the words of a `Fault`."""

    found: str
    expected: str


def find_problem(pattern: str) -> Problem | None:
    """Say why a pattern cannot be searched for; None if it can.

    >>> find_problem("right*")
    >>> find_problem("right.*").found
    "'right.*', which contains '.*' as in a regular expression"
    """
    excess = describe_excess(pattern)
    if excess:
        return Problem(f"the pattern {pattern!r}, which has {excess}", SHORT_ENOUGH)
    if is_only_wildcards(pattern):
        found = f"the pattern {pattern!r}" if tidy(pattern) else "a blank pattern"
        return Problem(found, "a pattern with a letter or number in it")
    syntax = regex_syntax(pattern)
    if syntax:
        found = f"{pattern!r}, which contains {syntax!r} as in a regular expression"
        expected = "a word or phrase, in which * means any letters and ? means one letter"
        return Problem(found, expected)
    return None


def describe_excess(pattern: str) -> str:
    """Say how long a pattern is that is too long to be searched for; `""` for any other.

    Phrases are compared word by word, in arrays that are as wide as the longest phrase.

    >>> describe_excess("rights"), describe_excess("never " * 101)
    ('', '101 words')
    """
    if len(pattern) > MOST_CHARACTERS:
        return f"{len(pattern):,} characters"
    words = (TokenKind.WORD, TokenKind.SOLO)
    n_words = sum(token.kind in words for token in parse(pattern))
    return f"{n_words:,} words" if n_words > MOST_WORDS else ""


def regex_syntax(pattern: str) -> str:
    """Return the first piece of regular-expression syntax in the pattern, or `""`.

    >>> regex_syntax("poverty.*"), regex_syntax("U.N.")
    ('.*', '')
    """
    found = [syntax for syntax in REGEX_SYNTAX if syntax in pattern]
    return min(found, key=pattern.index, default="")


def is_only_wildcards(pattern: str) -> bool:
    """Whether a pattern is blank or holds only wildcards; it would match everywhere.

    >>> is_only_wildcards("* ?"), is_only_wildcards("*a"), is_only_wildcards("？")
    (True, False, False)
    """
    letters = "".join(token.text for token in parse(pattern))
    return not letters.strip("*? ")
