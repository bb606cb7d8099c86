r"""The engine: texts and patterns become arrays of matches, the whole corpus at a time. It knows nothing of themes.

The idea. A pattern of whole words need not be looked for in characters. In chunks that stay in the processor's cache
every character is told to be a letter or not, and runs of letters are words. The bytes of a word, eight at a time, make
a 64-bit hash, and words of one hash are one *spelling*. What remains is small: each spelling is cut out of the texts
once, folded and numbered. The words of a pattern are looked up among the spellings (a glob once a spelling, not once a
word), and a phrase only where its rarest word stands.

The limits. A pattern with signs (`U.N.`, `anti-*`, `women's`) goes to its regular expression, in the texts that hold
its rarest word; one without any word goes to it in every text. Two words of one hash would be taken for one: among a
million spellings the odds are one in thirty-seven million, and words of up to eight Latin letters never share one.
"""

import re
from bisect import bisect_left
from collections import namedtuple
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise

import numpy as np
import pandas as pd

from analysis.arrays import CharClasses, code_points
from analysis.codebook.patterns import fold_words, tidy, to_regex

CHUNK = 250_000  # characters: what is made of them, four bytes each or less, stays in a cache of a MB or two
BLOCK = (
    1 << 21
)  # characters whose words are held at a time, in memory that is used again for the next ones
OTHER, BLANK, LETTER = (
    1,
    2,
    3,
)  # the kinds of characters; 4 and 5 are letters of two and of three bytes
PART = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)  # the first n of eight bytes
NONE = pd.Index([], dtype=np.uint64)
R = 0x9E3779B97F4A7C15  # odd, its bits without a pattern: 2**64 divided by the golden ratio
PIECE = re.compile(r"[\w*?]+")
PLAIN = re.compile(r"[\w*?]+(?: [\w*?]+)*")
WORD = re.compile(r"\w*")
WILD = re.compile(r"[*?]")
BEGINS = re.compile(r"\*?[\w?]")


# -- words ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WordIndex:
    """The words of many texts; every array has one entry a word, in the order of the texts.

    Attributes:
        text: the number of the text that the word stands in.
        start, end: its characters within that text.
        type: the number of its word type: its place in `types`.
        joined: whether only white space stands between it and the word before it, in the same text.
        types: the word types in folded letters, sorted; one entry a type.
    """

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    type: np.ndarray
    joined: np.ndarray
    types: list[str]


def index_words(sentences: pd.DataFrame) -> WordIndex:
    """Find the words of all sentences and number their types; `text` is then the position of the sentence.

    >>> index = index_words(pd.DataFrame({"sentence": ["Human rights, human RIGHTS."]}))
    >>> index.types, index.type.tolist(), index.joined.tolist()
    (['HUMAN', 'RIGHTS'], [0, 1, 0, 1], [False, True, False, True])
    """
    texts, forms = sentences["sentence"].tolist(), []
    words, _ = _index(texts, begins := _begins(texts).astype(np.int32), forms, NONE)
    folded = fold_words(forms)
    number = {word: n for n, word in enumerate(sorted(set(folded)))}
    types = np.array([number[word] for word in folded], dtype=np.int32)[words.form]
    text = np.searchsorted(begins, words.start, side="right") - 1
    return WordIndex(
        text, words.start - begins[text], words.end - begins[text], types, words.joined, [*number]
    )


# The words of some texts, one entry a word: as of an index, but places along all texts, and numbers of spellings.
_Words = namedtuple("_Words", ["start", "end", "form", "joined"])


def _index(
    texts: list[str], begins: np.ndarray, forms: list[str], known: pd.Index
) -> tuple[_Words, pd.Index]:
    """The words of some texts; spellings are numbered in order of appearance, and new ones go to `forms`.

    `begins` are where the texts begin, and a next one would; `known` are the hashes of `forms`, before and then after.
    """
    parts = [_words(texts[a:b], begins[a]) for a, b in _chunks(begins, CHUNK)]
    start, end, joined, hashes = map(np.concatenate, zip(*parts, strict=True))
    form = known.get_indexer(hashes)
    new = np.flatnonzero(form < 0)
    if len(new):
        number, found = pd.factorize(hashes[new])
        form[new] = number + len(known)
        known = known.append(pd.Index(found))
        new = new[np.diff(np.maximum.accumulate(number), prepend=-1) > 0]  # where each stands first
    text = np.searchsorted(begins, start[new], side="right") - 1
    places = zip(
        text.tolist(), *((part[new] - begins[text]).tolist() for part in (start, end)), strict=True
    )
    forms += [texts[t][a:b] for t, a, b in places]
    return _Words(start, end, form, joined), known


def _kind(sign: str) -> int:
    if sign.isalnum() or sign == "_":
        return LETTER + (sign > "\xff") + (sign > "\uffff")
    return BLANK if sign.isspace() else OTHER


_kinds = CharClasses(_kind)


def _begins(texts: list[str]) -> np.ndarray:
    """Where each text begins if they stand one behind the other, a character apart; and where a next one would."""
    length = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    return np.concatenate([[0], np.cumsum(length + 1)])


def _chunks(begins: np.ndarray, size: int) -> Iterator[tuple[int, int]]:
    """Runs of texts (first, one after the last) of about `size` characters; one at least, be it empty."""
    return pairwise(
        [0, *(np.flatnonzero(np.diff(begins[:-1] // size)) + 1).tolist(), len(begins) - 1]
    )


def _words(texts: list[str], begin: int) -> tuple[np.ndarray, ...]:
    """The words of some texts, of which the first begins at `begin`: start, end, joined, hash."""
    text = "\0".join(
        ["", *texts, "\0" * 7]
    )  # no word begins or ends it, and eight bytes may be read at the last one
    codes = code_points(text)
    kinds = _kinds(codes)
    inside = kinds >= LETTER
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts, stops = edges[::2].copy(), edges[1::2].copy()
    joined = kinds[stops] == BLANK  # to the word behind it; most gaps are one character
    wide = np.flatnonzero(joined[:-1] & (starts[1:] - stops[:-1] > 1))
    joined[wide] = kinds[stops[wide] + 1] == BLANK
    wide = wide[joined[wide]]
    joined[wide] = [
        text[a:b].isspace()
        for a, b in zip(stops[wide].tolist(), starts[wide + 1].tolist(), strict=True)
    ]
    places = ((column + (begin - 1)).astype(np.int32) for column in (starts, stops))
    return *places, np.roll(joined, 1), _hashes(text, codes, kinds, starts, stops)


def _hashes(
    text: str, codes: np.ndarray, kinds: np.ndarray, starts: np.ndarray, stops: np.ndarray
) -> np.ndarray:
    """The hash of each word, which depends on nothing but its letters.

    The lowest bytes of the first eight are taken as they are. What few words have besides is mixed in, eight bytes at
    a time: the lowest bytes of further letters, and the higher bytes of letters; Python hashes words of more than 64.
    """
    length, wide = stops - starts, kinds > LETTER
    long = np.flatnonzero(length > 8)
    high = np.unique(
        np.searchsorted(starts, np.flatnonzero(wide[1:] > wide[:-1]) + 1, side="right") - 1
    )
    hashes = _eights(codes, 0).take(starts, mode="clip") & PART.take(length, mode="clip")
    for shift, done, on in ((0, 8, long), (8, 0, high), (16, 0, high))[
        : int(kinds.max()) - LETTER + 1
    ]:
        eights = _eights(codes, shift)
        while len(on) and done < 64:
            part = eights[starts[on] + done] & PART.take(length[on] - done, mode="clip")
            at, part = on[part > 0], part[part > 0]
            z = hashes[at] + np.uint64(
                (8 * shift + done) * R % (1 << 64)
            )  # splitmix64 (Steele, Lea & Flood 2014)
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            hashes[at] = (z ^ (z >> np.uint64(31))) + part
            done += 8
            on = on[length[on] > done]
    for word in long[length[long] > 64].tolist():
        hashes[word] = hash(text[starts[word] : stops[word]]) % (1 << 64)
    return hashes * np.uint64(R)


def _eights(codes: np.ndarray, shift: int) -> np.ndarray:
    """For each character, as one number: a byte, the one after `shift` bits, of it and of the seven that follow."""
    plane = (codes >> np.uint32(shift) if shift else codes).astype(np.uint8)
    return np.ndarray(len(plane) - 7, "<u8", plane, strides=(1,))


# -- patterns ------------------------------------------------------------------------------------------------------


def find_matches(
    texts: list[str], patterns: list[str], forms: list[str] | None = None
) -> Iterator[pd.DataFrame]:
    """Every match of every pattern in every text: overlapping ones too, at most one a start position.

    Args:
        texts: searched one by one.
        patterns: of the pattern language.
        forms: an empty list, to which every spelling of a word is added.

    Returns:
        For each block of texts (one at least), one row a match: `text` and `pattern` (positions in the two lists),
        `start`, `end` (characters within the text) and `form`: the place of these characters in `forms`, where they
        are one word that a pattern without signs matches, else -1; all int32; by text, start and pattern.

    >>> [found] = find_matches(["Human rights, human rights."], ["rights", "human right*"], forms := [])
    >>> found.to_numpy().tolist(), forms
    ([[0, 1, 0, 12, -1], [0, 0, 6, 12, 1], [0, 1, 14, 26, -1], [0, 0, 20, 26, 1]], ['Human', 'rights', 'human'])
    """
    begins, wanted, known = _begins(texts), _Wanted(patterns), NONE
    forms = [] if forms is None else forms
    for a, b in _chunks(begins, BLOCK):
        n_known, block, within = (
            len(forms),
            texts[a:b],
            (begins[a : b + 1] - begins[a]).astype(np.int32),
        )
        words, known = _index(block, within, forms, known)
        wanted.learn(words, forms, n_known)
        found = [_phrases(words, wanted), _with_signs(block, within, words, wanted)]
        pattern, start, end, form = (np.concatenate(column) for column in zip(*found, strict=True))
        # one number orders faster than two, and is nearly in order already
        order = np.argsort(start.astype(np.int64) * len(patterns) + pattern, kind="stable")
        pattern, start, end, form = (column[order] for column in (pattern, start, end, form))
        many = np.diff(np.searchsorted(start, within))
        text, begin = (
            np.repeat(column, many) for column in (np.arange(a, b, dtype=np.int32), within[:-1])
        )
        columns = {
            "text": text,
            "pattern": pattern,
            "start": start - begin,
            "end": end - begin,
            "form": form,
        }
        yield pd.DataFrame(columns, copy=False)


class _Wanted:
    """Patterns, made ready: which are plain words, which have signs, and the different words of all, as *pieces*.

    Attributes:
        table, length: the pieces of each plain pattern, and -1 behind them; how many they are.
        form, piece: each spelling met so far, and a piece that means it; one entry a pair. Their `key` is in order.
    """

    def __init__(self, patterns: list[str]):
        self.tidied = [tidy(pattern) for pattern in patterns]
        words = [PIECE.findall(pattern) for pattern in self.tidied]
        different = list(dict.fromkeys(chain(*words)))
        folded = dict(zip(different, fold_words(different), strict=True))
        self.number = {word: n for n, word in enumerate(dict.fromkeys(folded.values()))}
        self.words = [[self.number[folded[word]] for word in own] for own in words]
        self.any = self.number.get("*", -1)
        self.globs = [word for word in self.number if WILD.search(word)]
        begins = {WORD.match(word)[0][:2] for word in self.globs}
        self.begins = (
            begins if min(map(len, begins), default=2) == 2 else set()
        )  # of all words that globs mean
        self.plain = [n for n, pattern in enumerate(self.tidied) if PLAIN.fullmatch(pattern)]
        self.signed = sorted(set(range(len(patterns))).difference(self.plain))
        self.glob = cache(
            lambda word: re.compile(word.replace("*", r"\w*").replace("?", r"\w")).fullmatch
        )
        self.regex = cache(lambda n: re.compile(f"(?=({to_regex(self.tidied[n])}))", re.IGNORECASE))
        phrases = [self.words[n] for n in self.plain]
        self.length = np.array(list(map(len, phrases)), dtype=np.int64)
        self.table = np.full((len(phrases), max(self.length, default=1)), -1)
        self.table[np.arange(self.table.shape[1]) < self.length[:, None]] = list(chain(*phrases))
        self.form = self.piece = self.key = np.zeros(0, dtype=np.int64)

    def learn(self, words: _Words, forms: list[str], known: int) -> None:
        """Find the pieces that mean the spellings from number `known` on, and how often each piece now occurs."""
        folded = fold_words(forms[known:])
        order = [n for n, word in enumerate(folded) if not self.begins or word[:2] in self.begins]
        order.sort(key=folded.__getitem__)
        ranked = [folded[n] for n in order]
        pairs = [(n, self.number[word]) for n, word in enumerate(folded) if word in self.number]
        pairs += [
            (order[at], self.number[word]) for word in self.globs for at in self.meant(word, ranked)
        ]
        key = np.array(
            [(known + n) * len(self.number) + piece for n, piece in pairs], dtype=np.int64
        )
        self.key = np.append(self.key, np.sort(key))
        self.form, self.piece = np.divmod(self.key, max(1, len(self.number)))
        count = np.bincount(words.form, minlength=len(forms))
        self.count = np.bincount(self.piece, count[self.form], minlength=len(self.number))

    def meant(self, word: str, ranked: list[str]) -> Iterable[int]:
        """The places of those of some folded words, in order, that a word with wildcards means."""
        start = bisect_left(ranked, prefix := WORD.match(word)[0])
        stop = bisect_left(ranked, prefix + chr(0x10FFFF), lo=start)
        if word == prefix + "*":
            return range(start, stop)
        meant, part = (
            self.glob(word),
            max(WILD.split(word), key=len),
        )  # to look for a part is far faster
        return [at for at in range(start, stop) if part in ranked[at] and meant(ranked[at])]

    def occurrences(self, words: _Words, pieces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Every place of a word that some pieces mean, and the position of the piece; -1 is no piece."""
        order = np.argsort(pieces, kind="stable")
        pair, place = _places(self.piece + 1, pieces[order] + 1, len(self.number) + 1)
        at, own = _places(words.form, self.form[pair], words.form.max(initial=-1) + 1)
        return at, order[place[own]]


def _places(keys: np.ndarray, values: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Every place of each key among sorted values: the position of the key, the place; all are below `n`."""
    many = np.bincount(values, minlength=n)
    begin = np.cumsum(many) - many
    at = np.flatnonzero((many > 0).take(keys))
    times = many[keys[at]]
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    at = np.repeat(at, times)
    return at, begin[keys[at]] + within


def _phrases(words: _Words, wanted: _Wanted) -> tuple[np.ndarray, ...]:
    """Matches of patterns that are nothing but words and white space: pattern, start, end, form."""
    table, length = wanted.table, wanted.length
    anchor = np.append(wanted.count, np.inf)[table].argmin(axis=1)  # the rarest word; -1 is none
    at, phrase = wanted.occurrences(words, table[np.arange(len(table)), anchor])
    first, keep = at, length[phrase] == 1
    on = np.flatnonzero(~keep)  # those whose other words are still to be looked at
    first[on] -= anchor[phrase[on]]
    on = on[(first[on] >= 0) & (first[on] + length[phrase[on]] <= len(words.form))]
    for place in range(table.shape[1]):
        piece, at = table[phrase[on], place], np.minimum(first[on] + place, len(words.form) - 1)
        good = (piece < 0) | (place == 0) | words.joined[at]
        look = np.flatnonzero(good & (piece >= 0) & (place != anchor[phrase[on]]))
        key = (
            words.form[at[look]] * len(wanted.number) + piece[look]
        )  # does the piece mean the spelling?
        good[look] = np.append(wanted.key, -1)[np.searchsorted(wanted.key, key)] == key
        on = on[good]
    keep[on] = True
    first, phrase = first[keep], phrase[keep]
    last = first + length[phrase] - 1
    form = np.where(last == first, words.form[first], -1).astype(np.int32)
    return np.array(wanted.plain, dtype=np.int32)[phrase], words.start[first], words.end[last], form


def _with_signs(
    texts: list[str], begins: np.ndarray, words: _Words, wanted: _Wanted
) -> tuple[np.ndarray, ...]:
    """Matches of patterns that have signs in them, by their regular expressions: pattern, start, end, form.

    A pattern is looked for in the texts that hold its rarest word (in all, where it has no word): only where its first
    word stands, if it begins with one.
    """
    n_texts, signed = len(texts), np.array(wanted.signed, dtype=np.int64)
    own = [
        [piece for piece in wanted.words[number] if piece != wanted.any] for number in wanted.signed
    ]
    led = np.array(
        [BEGINS.match(wanted.tidied[number]) is not None for number in wanted.signed], dtype=bool
    )
    rarest = [min(pieces, key=wanted.count.__getitem__, default=-1) for pieces in own]
    at, which = wanted.occurrences(words, np.array(rarest, dtype=np.int64))
    text = np.searchsorted(begins, words.start[at], side="right") - 1
    pairs = np.unique(which * n_texts + text)  # a pattern, and a text that is worth a look
    pairs = np.concatenate(
        [pairs, *(np.arange(n_texts) + n * n_texts for n, piece in enumerate(rarest) if piece < 0)]
    )
    leads = [pieces[0] if first else -1 for pieces, first in zip(own, led, strict=True)]
    at, which = wanted.occurrences(words, np.array(leads, dtype=np.int64))
    text = np.searchsorted(begins, words.start[at], side="right") - 1
    tried = np.isin(which * n_texts + text, pairs)
    columns = (
        column[tried].tolist() for column in (signed[which], text, words.start[at] - begins[text])
    )
    tries = (
        (n, text, wanted.regex(n).match(texts[text], start))
        for n, text, start in zip(*columns, strict=True)
    )
    found = [(n, text, *match.span(1)) for n, text, match in tries if match]
    which, text = np.divmod(pairs, max(1, n_texts))
    columns = (column[~led[which]].tolist() for column in (signed[which], text))
    for n, text in zip(*columns, strict=True):
        found += [(n, text, *match.span(1)) for match in wanted.regex(n).finditer(texts[text])]
    pattern, text, start, end = np.array(found, dtype=np.int32).reshape(-1, 4).T
    return (
        pattern,
        begins[text] + start,
        begins[text] + end,
        np.full(len(found), -1, dtype=np.int32),
    )
