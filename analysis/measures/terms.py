r"""Terms: the words and phrases that are counted, and where each of them occurs.

A *term* is `n` words in a row inside one sentence, in plain form and small letters, with one space
between them. These are the words that patterns are made of (see `analysis.hits.tokens`), with
two differences:

- Apostrophes and hyphens between letters join: `don't` and `civil-society` are one word each. A
  digit joins nothing, so `COVID-19` is two words. Divided words are joined, too: `two-⏎state` is
  `two-state`.
- In Chinese, Japanese, Thai, Lao, Khmer and Burmese, each letter is a word, and nothing joins.

Punctuation does not break a phrase: `rights, and` is the term `rights and`. Every run of n words in
a sentence counts, so a sentence of 10 words has 9 terms of two words. This is how quanteda counts
(`tokens(remove_punct = TRUE)`, then `tokens_ngrams`), and scikit-learn's `CountVectorizer`. To keep
only phrases without punctuation inside, select by `Terms.unbroken`.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
import regex

from analysis.arrays import CharClasses, code_points, run_starts
from analysis.codebook.plain_form import CharKind, kind_of, plain_cluster, plain_form
from analysis.faults import check_number, raise_all
from analysis.hits.joined_texts import split_texts, text_starts, texts_at
from analysis.hits.tokens import Vocabulary, read_block
from analysis.tables import SENTENCES

BLOCK = 2_000_000  # characters of the sentences that are read at a time

# Classes of characters.
OTHER = 1
APOSTROPHE = 2
HYPHEN = 3
LETTER = 4  # of a script with blanks
MARK = 5  # it belongs to the letter or digit before it

_DIGIT = regex.compile(r"\p{N}")


class Terms(NamedTuple):
    """Every term of some sentences, in their order; every array has one entry per occurrence.

    Attributes:
        sentence: the position of the sentence in the table, from 0.
        start: the offset in the sentence at which the term starts.
        end: the offset in the sentence at which it ends.
        term: the position of the term in `terms`.
        unbroken: whether only white space separates its words; True for terms of one word.
        terms: the different terms, sorted.
    """

    sentence: np.ndarray
    start: np.ndarray
    end: np.ndarray
    term: np.ndarray
    unbroken: np.ndarray
    terms: list[str]


class ListedTerms(NamedTuple):
    """Every term of some sentences, to be counted; the first two have one entry per occurrence.

    Attributes:
        sentence: the position of the sentence in the table; in no order.
        term: the position of the term in `terms`.
        terms: the different terms, sorted.
    """

    sentence: np.ndarray
    term: np.ndarray
    terms: list[str]


class TermCounts(NamedTuple):
    """How often each term occurs in each part; one entry per term and part in which it occurs.

    Attributes:
        term: the position of the term in the list of terms; in ascending order.
        part: the number of the part; in ascending order for each term.
        n: how often the term occurs there.
    """

    term: np.ndarray
    part: np.ndarray
    n: np.ndarray


class _Words(NamedTuple):
    """The words of some sentences; every array has one entry per word.

    Attributes:
        sentence: the position of the sentence.
        word: the position of the word in `words`.
        words: the different words, sorted.
        start: the offset in the sentence at which the word starts.
        end: the offset in the sentence at which it ends.
        joined: whether only white space separates it from the word before it.
    """

    sentence: np.ndarray
    word: np.ndarray
    words: list[str]
    start: np.ndarray
    end: np.ndarray
    joined: np.ndarray


def find_terms(sentences: pd.DataFrame, n: int = 1) -> Terms:
    """Find every term of `n` words in some sentences.

    Args:
        sentences: one row per sentence: `sentence`. Other columns are ignored.
        n: the number of words in a term.

    Raises:
        InputError: there is no column `sentence`.
        ValueError: `n` is less than 1.

    >>> sentences = pd.DataFrame({"sentence": ["Human rights, HUMAN Rights.", "We don’t."]})
    >>> words = find_terms(sentences)
    >>> words.terms
    ["don't", 'human', 'rights', 'we']
    >>> words.term.tolist(), words.sentence.tolist()
    ([1, 2, 1, 2, 3, 0], [0, 0, 0, 0, 1, 1])
    >>> pairs = find_terms(sentences, n=2)
    >>> [pairs.terms[number] for number in pairs.term]
    ['human rights', 'rights human', 'human rights', "we don't"]
    >>> pairs.unbroken.tolist()
    [True, False, True, True]
    """
    words = _find_words(_read_texts(sentences, n), with_offsets=True)
    first, term, terms = _number_terms(words, n)
    unbroken = np.ones(len(first), dtype=bool)
    for offset in range(1, n):
        unbroken &= words.joined[first + offset]
    end = words.end[first + n - 1]
    return Terms(words.sentence[first], words.start[first], end, term, unbroken, terms)


def list_terms(sentences: pd.DataFrame, n: int = 1) -> ListedTerms:
    """Find every term of `n` words, but not where it starts and ends: half as much work.

    The arguments and errors are those of `find_terms`.
    """
    words = _find_words(_read_texts(sentences, n), with_offsets=False)
    if n == 1:
        return ListedTerms(words.sentence, words.word, words.words)
    first, term, terms = _number_terms(words, n)
    return ListedTerms(words.sentence[first], term, terms)


def count_terms(term: np.ndarray, part: np.ndarray, n_parts: int) -> TermCounts:
    """Count the occurrences of each term in each part of a corpus.

    Args:
        term: for each occurrence, the number of its term.
        part: for each occurrence, the number of the part that it is in.
        n_parts: how many parts there are.

    >>> counts = count_terms(np.array([1, 0, 1, 1]), np.array([0, 0, 1, 1]), 2)
    >>> counts.term.tolist(), counts.part.tolist(), counts.n.tolist()
    ([0, 1, 1], [0, 0, 1], [1, 1, 2])
    """
    pairs = _sort_pairs(term, part, n_parts)
    first = run_starts(pairs)
    n = np.diff(first, append=len(pairs))
    own_term, own_part = np.divmod(pairs[first], max(n_parts, 1))
    return TermCounts(own_term, own_part, n)


def count_parts(term: np.ndarray, part: np.ndarray, n_parts: int, n_terms: int) -> np.ndarray:
    """Count the parts of a corpus in which each term occurs; less work than `count_terms`.

    The arguments are those of `count_terms`, and the number of terms.

    >>> count_parts(np.array([1, 0, 1, 1]), np.array([0, 0, 1, 1]), 2, 2).tolist()
    [1, 2]
    """
    pairs = _sort_pairs(term, part, n_parts)
    different = pairs[run_starts(pairs)]
    edges = np.arange(n_terms + 1, dtype=np.int64) * n_parts
    return np.diff(np.searchsorted(different, edges))


def _sort_pairs(term: np.ndarray, part: np.ndarray, n_parts: int) -> np.ndarray:
    """Make one number of the term and the part of each occurrence, and sort these numbers."""
    pairs = term.astype(np.int64)
    pairs *= n_parts
    pairs += part
    pairs.sort()
    return pairs


def _read_texts(sentences: pd.DataFrame, n: int) -> list[str]:
    raise_all(check_number("n", n, 1, "1 or more words in a term"))
    SENTENCES.need(sentences, ["sentence"])
    return sentences["sentence"].tolist()


# -- phrases -------------------------------------------------------------------------------------


def _number_terms(words: _Words, n: int) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Put the words of each sentence together to terms of `n` words.

    Returns:
        The position of the first word of each term, the number of the term, and the terms.
    """
    n_runs = max(len(words.word) - n + 1, 0)
    is_inside = words.sentence[:n_runs] == words.sentence[n - 1 :][:n_runs]
    term = words.word[:n_runs][is_inside]
    terms = words.words
    for offset in range(1, n):
        following = words.word[offset:][:n_runs][is_inside]
        term, terms = _append_word(term, terms, following, words.words)
    first = np.flatnonzero(is_inside)
    return first, term, terms


def _append_word(
    term: np.ndarray,
    terms: list[str],
    word: np.ndarray,
    words: list[str],
) -> tuple[np.ndarray, list[str]]:
    """Append a word to each occurrence of a term, and number the longer terms in sorted order.

    A space sorts before every character of a word, so terms sort like their words, one by one.
    """
    pair = term.astype(np.int64)
    pair *= len(words)
    pair += word
    number, different = pd.factorize(pair)
    order = np.argsort(different)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order))
    before, last = np.divmod(different[order], max(len(words), 1))
    parts = zip(before.tolist(), last.tolist(), strict=True)
    return rank[number], [f"{terms[first]} {words[second]}" for first, second in parts]


# -- words ---------------------------------------------------------------------------------------


class _Numbers:
    """Numbers the different words, in the order in which they are first seen."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._of_word: dict[str, int] = {}
        self._of_type = np.zeros(0, dtype=np.int32)  # by the number of a type in `vocabulary`

    def of_types(self, type_id: np.ndarray) -> np.ndarray:
        """Return the numbers of words, given the numbers of their types."""
        new_types = self.vocabulary.types[len(self._of_type) :]
        self._of_type = np.append(self._of_type, self._number(new_types))
        return self._of_type[type_id]

    def of_spellings(self, spellings: list[str]) -> np.ndarray:
        """Return the numbers of words, given how they are spelled."""
        codes, different = pd.factorize(np.array(spellings, dtype=object))
        return self._number(list(map(plain_form, different)))[codes]

    def _number(self, words: list[str]) -> np.ndarray:
        of_word = self._of_word
        numbers = [of_word.setdefault(word.lower(), len(of_word)) for word in words]
        return np.array(numbers, dtype=np.int32)

    def sort(self, number: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """Replace numbers by positions in the sorted list of the words that occur."""
        words = list(self._of_word)
        occurs = np.bincount(number, minlength=len(words)) > 0
        chosen = sorted(np.flatnonzero(occurs).tolist(), key=words.__getitem__)
        position = np.zeros(len(words), dtype=np.int32)
        position[chosen] = np.arange(len(chosen))
        return position[number], [words[one] for one in chosen]


def _find_words(texts: list[str], *, with_offsets: bool) -> _Words:
    """Find the words of texts, in blocks.

    Without offsets, the words of a sentence are in order, but sentences are not; and `start`, `end`
    and `joined` are left empty.
    """
    numbers = _Numbers()
    blocks = []
    for first, stop in split_texts(text_starts(texts), BLOCK):
        block = _find_words_of_block(texts[first:stop], numbers, with_offsets)
        block[0][:] += first
        blocks.append(block)
    sentence, number, start, end, joined = map(np.concatenate, zip(*blocks, strict=True))
    word, words = numbers.sort(number)
    return _Words(sentence, word, words, start, end, joined)


def _find_words_of_block(
    texts: list[str], numbers: _Numbers, with_offsets: bool
) -> tuple[np.ndarray, ...]:
    """Find the words of a block: `sentence`, their numbers, `start`, `end` and `joined`."""
    block = read_block(texts, numbers.vocabulary)
    start, end, type_id, joined = block.words
    number = numbers.of_types(type_id)
    text = "\0".join([*block.texts, ""])
    continues = _find_continued(text, start, end, joined)
    if continues.any():
        first = np.flatnonzero(~continues)
        last = np.append(first[1:], len(continues)) - 1
        number = number[first]
        start = start[first]
        end = end[last]
        joined = joined[first]
        several = np.flatnonzero(last > first)
        spans = zip(start[several].tolist(), end[several].tolist(), strict=True)
        number[several] = numbers.of_spellings([text[begin:stop] for begin, stop in spans])

    position = texts_at(start, block.starts)
    sentence = block.order[position].astype(np.int32)
    if not with_offsets:
        nothing = np.zeros(0, dtype=np.int32)
        return sentence, number, nothing, nothing, nothing
    origin = block.starts[position]
    start = start - origin
    end = end - origin
    block.to_source(position, start, end)
    in_order = np.argsort(sentence, kind="stable")
    return tuple(column[in_order] for column in (sentence, number, start, end, joined))


# -- apostrophes and hyphens ---------------------------------------------------------------------


def _find_continued(
    text: str, start: np.ndarray, end: np.ndarray, joined: np.ndarray
) -> np.ndarray:
    """Whether each word continues the word before it, after an apostrophe or a hyphen.

    Args:
        text: the joined texts of a block.
        start: for each word, the offset at which it starts.
        end: the offset at which it ends.
        joined: whether only white space separates it from the word before it.
    """
    codes = code_points(text)
    gap = start[1:] - end[:-1]
    single = np.flatnonzero((gap == 1) & ~joined[1:])
    joiner = _classify(codes[end[single]])
    single = single[(joiner == APOSTROPHE) | (joiner == HYPHEN)]

    longer = np.flatnonzero((gap > 1) & ~joined[1:])
    longer = longer[_classify(codes[end[longer]]) == HYPHEN]
    gaps = zip((end[longer] + 1).tolist(), start[longer + 1].tolist(), strict=True)
    is_divided = [_is_line_break(text[begin:stop]) for begin, stop in gaps]
    longer = longer[np.array(is_divided, dtype=bool)]

    word = np.concatenate([single, longer])  # the words before the gaps
    is_between_letters = _classify(codes[start[word + 1]]) == LETTER
    is_between_letters &= _last_classes(codes, end[word]) == LETTER
    continues = np.zeros(len(start), dtype=bool)
    continues[word[is_between_letters] + 1] = True
    return continues


def _is_line_break(gap: str) -> bool:
    return gap.isspace() and "\n" in gap


def _last_classes(codes: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the class of the last character of each word that is not a combining mark."""
    last = end - 1
    classes = _classify(codes[last])
    marks = np.flatnonzero(classes == MARK)
    while len(marks):
        last[marks] -= 1
        classes[marks] = _classify(codes[last[marks]])
        marks = marks[classes[marks] == MARK]
    return classes


def _class_of(char: str) -> int:
    plain = plain_cluster(char)
    if plain == "'":
        return APOSTROPHE
    if plain == "-":
        return HYPHEN
    kind = kind_of(plain[:1])
    if kind is CharKind.MARK:
        return MARK
    is_letter = kind is CharKind.JOINED and not _DIGIT.match(plain)
    return LETTER if is_letter else OTHER


_classify = CharClasses(_class_of)
