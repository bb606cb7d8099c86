"""Find where sentences end in one segment: with the library sentencex, corrected by rules.

A segment is a paragraph or list item in which all white space is " ". Offsets count from its start.
"""

from functools import lru_cache
from itertools import accumulate

import sentencex

from analysis.languages import ENGLISH
from analysis.sentences.abbreviations import (
    ABBREVIATIONS,
    ALWAYS_CONTINUED,
    CLOCK_TIMES,
    NUMBER_OR_WORD,
    NUMBERED,
    OWN_TITLES,
    TITLES,
)
from analysis.sentences.boundary_patterns import (
    CLOSING,
    DIGIT_FOLLOWS,
    FINAL_PUNCTUATION,
    LAST_WORD,
    LETTERS_WITH_STOPS,
    LIST_MARKER,
    LOWERCASE_FOLLOWS,
    MAY_END_INSIDE,
    NUMBER_FOLLOWS,
    OPENING_AT_END,
    OPENING_MARKS,
    SENTENCE_CONTINUES,
    STARTER_FOLLOWS,
    TIME_CONTINUES,
    UNSPACED_END,
    compile_quotes_and_brackets,
)

WINDOW = 10_000  # characters that sentencex gets at a time
SHORT_FRAGMENT = 12  # characters; only shorter sentences are checked for fragments (`1.`, `…`)
LONGEST_ABBREVIATION = 20  # characters
OPENING_REACH = 5  # characters before an end that are searched for opening punctuation
LONGEST_WORD = 1_000  # characters that are shown to sentencex
CACHED_WORDS = 1 << 16

# The results of `boundary_confidence`.
UNCERTAIN, LIKELY, CERTAIN = 0, 1, 2


def find_sentencex_ends(text: str, language: str) -> list[int]:
    """Find the sentence ends that sentencex sees inside a text; the end of the text is left out.

    The time that sentencex takes grows with the square of the length, so it gets a long text in
    windows. The last sentence of a window may continue beyond it, so the next window starts with
    that sentence.
    """
    if len(text) <= WINDOW:
        return _add_lengths(sentencex.segment(language, text))[:-1]
    ends: list[int] = []
    start = 0
    while start < len(text):
        found = _add_lengths(sentencex.segment(language, text[start : start + WINDOW]))
        ends += [start + end for end in found[:-1]]
        is_last_window = start + WINDOW >= len(text)
        if is_last_window or len(found) == 1:
            start += found[-1]
        else:
            start += found[-2]
    return ends


def find_ends_in_quotes(text: str, language: str) -> list[int]:
    """Find the sentence ends inside quotation marks and brackets.

    Sentencex finds no end there, so it gets a copy of the text in which all quotation marks and
    brackets are spaces.
    """
    quotes_and_brackets = compile_quotes_and_brackets()
    if not MAY_END_INSIDE.search(text) or not quotes_and_brackets.search(text):
        return []
    blanked = quotes_and_brackets.sub(" ", text)
    ends = []
    for found in find_sentencex_ends(blanked, language):
        end = len(blanked[:found].rstrip())
        if FINAL_PUNCTUATION.match(text, end - 1):
            ends.append(end)
    return ends


@lru_cache(CACHED_WORDS)
def boundary_confidence(word: str) -> int:
    """Rate how likely a full stop ends a sentence between this word and a capital.

    - `CERTAIN`: sentencex always finds an end there in English, and it is right.
    - `LIKELY`: if sentencex finds an end there, it is right.
    - `UNCERTAIN`: the rules must look at the context.

    >>> [boundary_confidence(word) for word in ["done", "Yahoo", "Dr"]]
    [2, 1, 0]
    """
    if word.lower() in ABBREVIATIONS or len(word) == 1:
        return UNCERTAIN
    if len(word) == 2 and not word[1].isalpha():
        return UNCERTAIN
    if not word:
        return LIKELY
    ending = word[-LONGEST_WORD:]  # sentencex takes time by the square of a run of quotes
    splits = len(sentencex.segment(ENGLISH, f"{ending}. A")) == 2
    return CERTAIN if splits else LIKELY


def resolve_boundary(text: str, end: int, language: str) -> int:
    """Move a possible end past closing punctuation; return 0 if no sentence ends there.

    The end of the text is not an end inside it, so that returns 0, too.

    >>> resolve_boundary("“Go.” They left.", 4, "en"), resolve_boundary("Dr. Ba left.", 3, "en")
    (5, 0)
    """
    if text[end - 1] in OPENING_MARKS:
        opening = OPENING_AT_END.search(text, max(0, end - OPENING_REACH), end)
        if opening:
            end = opening.start()
    before_word = text[end : end + 1] == " " and text[end + 1 : end + 2].isalpha()
    if not before_word:  # this test is fast, and usually saves the search
        end = CLOSING.match(text, end).end()
    if 0 < end < len(text) and _is_end(text, language, end):
        return end
    return 0


def merge_fragments(text: str, ends: list[int]) -> list[int]:
    """Drop the ends that would make a list marker or punctuation alone a sentence.

    A list marker belongs to the sentence after it. Punctuation belongs to the sentence before it;
    at the start of a text it belongs to the sentence after it.

    >>> merge_fragments("1. They left. … All did.", [2, 13, 15])
    [15]
    """
    kept: list[int] = []
    start = 0
    for end in ends:
        if end - start < SHORT_FRAGMENT:
            if LIST_MARKER.fullmatch(text, start, end):
                continue
            if not _has_word(text[start:end]):
                if kept:
                    kept[-1] = end
                    start = end
                continue
        kept.append(end)
        start = end
    if kept and len(text) - kept[-1] < SHORT_FRAGMENT and not _has_word(text[kept[-1] :]):
        kept.pop()
    return kept


def _add_lengths(sentences: list[str]) -> list[int]:
    """Add up the lengths of the sentences to get their ends; sentencex keeps every character."""
    return list(accumulate(map(len, sentences)))


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _is_end(text: str, language: str, end: int) -> bool:
    """Whether a sentence ends at `end`, which comes after final and closing punctuation."""
    if SENTENCE_CONTINUES.match(text, end):
        return False
    if language != ENGLISH and LOWERCASE_FOLLOWS.match(text, end):
        return False
    if text[end - 1] != ".":
        return True
    if not text[end].isspace():
        return bool(UNSPACED_END.match(text, end))
    word = _find_word_before_stop(text, end)
    return not _is_abbreviation(word, language, text, end)


def _find_word_before_stop(text: str, end: int) -> str:
    """Find the word before the full stop at `end - 1`."""
    reach = max(0, end - LONGEST_ABBREVIATION)
    start = max(text.rfind(" ", reach, end) + 1, reach)
    word = text[start : end - 1]
    if word.isalnum():
        return word
    return LAST_WORD.search(word)[0]


def _is_abbreviation(word: str, language: str, text: str, end: int) -> bool:
    """Whether the full stop at `end - 1` belongs to an abbreviation and the sentence continues."""
    key = word.lower() if len(word) > 1 else word
    if key in ALWAYS_CONTINUED:
        return True
    if key in TITLES or key in OWN_TITLES.get(language, ()):
        return not STARTER_FOLLOWS.match(text, end)
    if key in NUMBERED and NUMBER_FOLLOWS.match(text, end):
        return True
    if key == NUMBER_OR_WORD:
        return bool(DIGIT_FOLLOWS.match(text, end))
    if (len(word) == 1 or key in NUMBERED) and LOWERCASE_FOLLOWS.match(text, end):
        return True
    if key in CLOCK_TIMES:
        return bool(TIME_CONTINUES.match(text, end))
    if _is_initial(word, language, text, end) or _is_ordinal(word, language) or _has_stops(word):
        return not STARTER_FOLLOWS.match(text, end)
    return False


def _is_initial(word: str, language: str, text: str, end: int) -> bool:
    """Whether a word is an initial of a name. In English none is: "plan B." ends a sentence."""
    if language == ENGLISH or len(word) != 1 or not word.isalpha() or word.islower():
        return False
    is_degree = text[end - 3 : end - 2] == "°"  # 30 °C.
    return not is_degree


def _is_ordinal(word: str, language: str) -> bool:
    """Whether a word and its full stop are a German ordinal number: "3. Oktober"."""
    return language == "de" and len(word) < 3 and word.isdecimal()


def _has_stops(word: str) -> bool:
    """Whether a word consists of single letters with full stops between them, such as "U.S"."""
    return "." in word and bool(LETTERS_WITH_STOPS.fullmatch(word))
