"""Text that cannot be read back, because its font does not state which letters it draws.

A viewer shows the right letters, but what can be taken from the file are the numbers of drawings,
which look like letters of their own: `7KH FRXQFLO` for `The council`. In some old files they are
the letters of ASCII all the same, and the text is right. So such text counts as readable if it
reads like a language.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import regex

from analysis.faults import Fault, InputError
from analysis.reading.formats.pdf.lines import Line, PageLines
from analysis.reading.omissions import Tally
from analysis.wording import pluralize

MOST = 0.5  # of the characters of a file: if more cannot be read, the file is no text
LIKE_WORDS = 0.7  # of the words of a language, at least, look like words
LIKE_STATED_WORDS = 0.45  # even if the file states the letters: some texts are full of codes
VOWELS = 0.31  # of the letters of a language that is written in Latin letters, at least
LEAST_LETTERS = 0.3  # of the visible characters of any text are letters or digits
ENOUGH_LETTERS = 300  # show how frequent the vowels are
FEW_WORDS = 10  # tell little about a font: it is then judged like the others of its file
MANY_WORDS = 50  # show that text with stated letters is in no language
MOST_LINES = 150  # of a file that are looked at, if it states the letters
MOST_RANGES = 5  # of pages that a message names

EXPECTED = "a PDF with text that can be read: run text recognition (OCR) on it first"

_EDGES = regex.compile(r"^[\p{P}\p{S}]+|(?<![\p{P}\p{S}])[\p{P}\p{S}]+$")
_PARTS = regex.compile(r"[-'’‘ʼ‑.·/,:;]+")
_ALPHABET = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{Armenian}\p{M}]+")
_NUMBER = regex.compile(r"[\d.,:/+–—-]+")
_ORDINAL = regex.compile(r"\d+\p{Ll}{1,3}|\p{Lu}{1,3}\d+")
_PLAIN = regex.compile(r"[A-Z]?[b-df-hj-np-tv-xz]*+[aeiouy][a-z]*+")
_LATIN = regex.compile(r"\p{Latin}")
_VOWELS = "aeiouyıəæø"
_ANY_LETTER = regex.compile(r"\p{L}")
_LETTER = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{Armenian}]")
_CASE = regex.compile(r"\p{L}?[^\p{Lu}]*|[^\p{Ll}]+s?")
_CONSONANTS = regex.compile(r"[bcdfghjklmnpqrstvwxz]{3,}|\S*[bcdfghjklmnpqrstvwxz]{7}\S*")
_CHINESE_OR_JAPANESE = {"CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}


def remove_unreadable(pages: Sequence[PageLines], file: str) -> tuple[list[PageLines], Tally]:
    """Return the pages without the lines that cannot be read, and a count of what is left out.

    Raises:
        InputError: most of the file cannot be read.
    """
    fonts = _find_unreadable_fonts([line for page in pages for line in page.lines])
    left_out = Tally()
    readable = []
    on_pages = []  # from 1
    n_unreadable = 0
    for number, page in enumerate(pages, start=1):
        lines = [line for line in page.lines if not _is_set_in(line, fonts)]
        gone = [line.text for line in page.lines if _is_set_in(line, fonts)]
        readable.append(page._replace(lines=lines))
        n_unreadable += page.unreadable + len("".join(gone))
        if gone or page.unreadable:
            on_pages.append(number)
    n_readable = sum(len(line.text) for page in readable for line in page.lines)
    where = list_pages(on_pages)
    if n_unreadable > MOST * (n_unreadable + n_readable):
        found = f"text whose fonts do not say which letters they draw ({where})"
        raise InputError([Fault(file, found, EXPECTED)])
    _judge_stated(readable, file)
    if n_unreadable:
        share = n_unreadable / (n_unreadable + n_readable)
        what = pluralize(n_unreadable, "unreadable character")
        left_out.add(f"{what} ({where}, {share:.1%} of the text; run text recognition, OCR)")
    return readable, left_out


def _is_set_in(line: Line, fonts: set[bytes]) -> bool:
    return line.unmapped is not None and line.unmapped.font in fonts


def _find_unreadable_fonts(lines: Iterable[Line]) -> set[bytes]:
    """Name the fonts whose letters are not stated and do not read like a language."""
    texts: dict[bytes, list[str]] = defaultdict(list)
    for line in lines:
        if line.unmapped:
            texts[line.unmapped.font].append(line.unmapped.text)
    counts = {font: count_likely_words(text) for font, text in texts.items()}
    n = sum(count.n for count in counts.values())
    n_like = sum(count.n_like for count in counts.values())
    together = WordCount(n, n_like)
    unreadable = set()
    for font, count in counts.items():
        judged = count if count.n >= FEW_WORDS else together
        if not (judged.is_language(LIKE_WORDS) and has_usual_vowels(texts[font])):
            unreadable.add(font)
    return unreadable


def _judge_stated(pages: Sequence[PageLines], file: str) -> None:
    """Raise an error if the letters that a file states are those of no language."""
    lines = [line.text for page in pages for line in page.lines]
    every = len(lines) // MOST_LINES + 1
    visible = "".join("".join(lines[::every]).split())
    n_letters = sum(map(str.isalnum, visible))
    if len(visible) >= ENOUGH_LETTERS and n_letters < LEAST_LETTERS * len(visible):
        found = "text with hardly any letters, because its fonts map them to question marks"
        raise InputError([Fault(file, found, EXPECTED)])
    count = count_likely_words(lines[::every])
    if count.n < MANY_WORDS or count.is_language(LIKE_WORDS):
        return
    if not count.is_language(LIKE_STATED_WORDS) or not has_usual_vowels(lines[::every]):
        found = "text that reads like no language, because its fonts map to the wrong letters"
        raise InputError([Fault(file, found, EXPECTED)])


def list_pages(numbers: Sequence[int]) -> str:
    """Name pages by their numbers, which are sorted.

    >>> list_pages([3]), list_pages([1, 2, 3, 7])
    ('page 3', 'pages 1-3, 7')
    """
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1] = [ranges[-1][0], number]
        else:
            ranges.append([number])
    names = ["-".join(map(str, each)) for each in ranges[:MOST_RANGES]]
    if len(ranges) > MOST_RANGES:
        names.append("…")
    noun = "page" if len(numbers) == 1 else "pages"
    return f"{noun} {', '.join(names)}"


# -- whether a text reads like a language --------------------------------------------------------


class WordCount(NamedTuple):
    """How many words a text has, and how many of them look like words of a language."""

    n: int
    n_like: int

    def is_language(self, share: float) -> bool:
        """Whether at least this share looks like words of a language."""
        return self.n_like >= share * self.n


def count_likely_words(lines: Iterable[str]) -> WordCount:
    """Count the words of at least three characters, and those that look like words of a language.

    >>> text = "The council met in the hall to vote."
    >>> count_likely_words([text]), count_likely_words(["7KH FRXQFLO PHW LQ WKH KDOO WR YRWH"])
    (WordCount(n=6, n_like=6), WordCount(n=6, n_like=3))
    """
    n = 0
    n_like = 0
    for line in lines:
        for word in line.split():
            bare = _EDGES.sub("", word)
            if len(bare) >= 3 and not _NUMBER.fullmatch(bare):
                n += 1
                n_like += _looks_like_word(bare)
            elif not bare and len(set(word)) >= 3:
                n += 1  # such as `!"#$`
    return WordCount(n, n_like)


def has_usual_vowels(lines: Iterable[str]) -> bool:
    """Whether the most frequent letter is a vowel, and vowels are frequent, if letters are Latin.

    >>> has_usual_vowels(["one tree and another one"] * 20)
    True
    >>> has_usual_vowels(["nzy dgyy wzm wznduyg nzy"] * 20)
    False
    """
    text = unicodedata.normalize("NFD", "".join(lines)).lower()
    letters = _LATIN.findall(text)
    if len(letters) < max(ENOUGH_LETTERS, len(_ANY_LETTER.findall(text)) / 2):
        return True
    counts = Counter(letters)
    most_frequent, _ = counts.most_common(1)[0]
    n_vowels = sum(counts[vowel] for vowel in _VOWELS)
    return most_frequent in _VOWELS and n_vowels >= VOWELS * len(letters)


def _looks_like_word(word: str) -> bool:
    """Whether a word has letters of one script, capitals where they belong, and vowels."""
    if _PLAIN.fullmatch(word):
        return True  # as nearly all words of English are
    parts = _PARTS.split(unicodedata.normalize("NFC", word))
    return all(map(_looks_like_part, parts))


def _looks_like_part(part: str) -> bool:
    if _ALPHABET.fullmatch(part):
        is_cased_like_word = bool(_CASE.fullmatch(part))
        return is_cased_like_word and not _CONSONANTS.fullmatch(part.lower())
    if _LETTER.search(part):
        return bool(_ORDINAL.fullmatch(part))
    if part and not _ANY_LETTER.search(part):
        return part.isdigit()
    scripts = {_script(character) for character in part}
    if scripts <= _CHINESE_OR_JAPANESE | {""}:
        return True
    return len(scripts - {""}) <= 1 and "symbol" not in scripts


def _script(character: str) -> str:
    """Return the name of the script of a letter, `symbol`, or "" for what goes with any script."""
    category = unicodedata.category(character)
    if category[0] in "LM" and category != "Lm":
        first_word, *_ = unicodedata.name(character, "symbol").split()
        return first_word
    is_symbol = category[0] in "SC" and category != "Cf"
    return "symbol" if is_symbol else ""
