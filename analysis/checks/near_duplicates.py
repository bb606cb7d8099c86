"""Texts that repeat another text, whole or for the most part.

A text repeats another if at least half of its runs of five words occur in that one (Broder 1997
calls this the containment). So a reprint with one more paragraph is found, and a short text inside
a longer one.

Comparing every text with every other would take hours for ten thousand texts. So only texts are
compared, by all their runs, that share a fingerprint:

- the beginning of a sentence;
- between texts of few sentences, in which each may differ by a word, also runs of words: of every
  eight in a row the one with the smallest hash (Schleimer, Wilkerson & Aiken 2003, "Winnowing",
  SIGMOD), so that two texts with twelve words in a row in common share one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs, run_starts, union_sorted
from analysis.checks.findings import Finding
from analysis.checks.inputs import Inputs
from analysis.checks.word_runs import Runs, hash_runs
from analysis.wording import pluralize

LEAST_SHARE = 0.5  # of the runs of the shorter text
FEWEST_RUNS = 6  # of a text that repeats another only in part
# Of the runs of a text, the share from which it is nearly the same as another one. A text in which
# one word in twenty differs has about this share.
SAME = 0.7
SAME_IF_SHORT = 0.8  # for a text of few words, or without blanks between words
FEW_WORDS = 30
AS_LONG = 0.5  # of the length of the original
BEGINNING = 30  # characters of a sentence
FEW_SENTENCES = 12
SHORT = 64  # runs; all runs of a text with fewer are fingerprints
MOST_PAIRED = 8  # texts with one fingerprint; of more, each is paired with the longest one only
LEAST_SHARED = 0.05  # of the fingerprints of a text: below it, two texts are not compared

Sentences = tuple[np.ndarray, list[str]]  # the position of the text of each, and the sentences
Pairs = list[tuple[int, int]]  # positions of two texts


class Copy(NamedTuple):
    """A text that repeats another one.

    Attributes:
        text: its position.
        original: the position of the text that it repeats. That one repeats no other text.
        share: the share of its runs that occur in the original.
    """

    text: int
    original: int
    share: float


def near_duplicates(inputs: Inputs) -> Iterator[Finding]:
    """Find texts that repeat another text, grouped by the text to keep.

    Only texts that are nearly the same as another one, and about as long, are named for
    `leave_out:`. Others share a long passage with another text, or are a passage of it.
    """
    ids = [doc_id for doc_id, _ in inputs.running_texts]
    texts = [text for _, text in inputs.running_texts]
    copies = find_copies(texts, _sentences_by_text(inputs, ids))
    same = [copy for copy in copies if _is_nearly_same(copy, texts)]
    others = [copy for copy in copies if not _is_nearly_same(copy, texts)]
    if same:
        places = _describe_groups(same, ids)
        yield Finding(
            "warning",
            subject="texts",
            n=len(same),
            found=f"{pluralize(len(same), 'near-duplicate')} of other texts, "
            f"in {pluralize(len(places), 'group')}",
            advice="keep one text of each group; which one is your choice",
            places=places,
            settings={"leave_out": tuple(ids[copy.text] for copy in same)},
        )
    if others:
        verb = "repeats" if len(others) == 1 else "repeat"
        yield Finding(
            "note",
            subject="texts",
            n=len(others),
            found=f"{pluralize(len(others), 'text')} {verb} a large part of another text",
            advice="nothing to do, unless the same passage should count only once",
            places=_describe_groups(others, ids),
        )


def _is_nearly_same(copy: Copy, texts: Sequence[str]) -> bool:
    """Whether a copy and its original are the same text except for some words."""
    own = texts[copy.text]
    original = texts[copy.original]
    if len(own) < AS_LONG * len(original):
        return False
    is_short = len(own.split()) < FEW_WORDS
    return copy.share >= (SAME_IF_SHORT if is_short else SAME)


def _describe_groups(copies: Sequence[Copy], ids: Sequence[str]) -> tuple[str, ...]:
    """Describe each original with the texts that repeat it."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for copy in copies:
        original = ids[copy.original]
        groups[original].append(f"{ids[copy.text]} ({copy.share:.0%} the same)")
    return tuple(f"{own}: repeated by {', '.join(group)}" for own, group in groups.items())


def _sentences_by_text(inputs: Inputs, ids: Sequence[str]) -> Sentences:
    """Return the sentences, each with the position of its text."""
    codes, doc_ids = factorize_runs(inputs.sentences["doc_id"])
    positions = pd.Index(ids).get_indexer(doc_ids)
    return positions[codes], inputs.written


# -- which texts repeat others ------------------------------------------------------------------


def find_copies(texts: Sequence[str], sentences: Sentences) -> list[Copy]:
    """Find the texts that repeat another one, in their order.

    Of texts that repeat one another, the longest is the original; if they are equally long, the
    first of them.

    Args:
        texts: the texts.
        sentences: the position of the text of each sentence, and the sentences.

    >>> text = "The street lights are broken, and nobody has come to mend them for weeks."
    >>> texts = [text, "Another text, about the council.", f"{text} So we wrote a letter."]
    >>> find_copies(texts, (np.arange(3), texts))
    [Copy(text=0, original=2, share=1.0)]
    """
    first_of: dict[str, int] = {}
    for number, text in enumerate(texts):
        first_of.setdefault(text, number)
    different = np.zeros(len(texts), dtype=bool)
    different[list(first_of.values())] = True
    copies = _find_near_copies(texts, sentences, different)
    for number, text in enumerate(texts):
        first = first_of[text]
        if number != first and _has_run(text):
            of_first = copies.get(first, Copy(first, first, 1.0))
            copies[number] = of_first._replace(text=number)
    return sorted(copies.values())


def _has_run(text: str) -> bool:
    (runs,) = hash_runs([text])
    return len(runs.hash) > 0


def _find_near_copies(
    texts: Sequence[str], sentences: Sentences, kept: np.ndarray
) -> dict[int, Copy]:
    """Find the copies among the texts that are kept, which all differ."""
    prints = _fingerprints(texts, sentences)
    runs_of = _RunSets(texts)
    copies: dict[int, Copy] = {}
    compared: set[tuple[int, int]] = set()
    while True:
        is_of_kept = kept[prints.text]
        prints = Runs(prints.text[is_of_kept], prints.hash[is_of_kept])
        pairs = set(_similar_pairs(prints, len(texts))) - compared
        compared |= pairs
        found = _choose_originals(pairs, runs_of)
        if not found:
            break
        # If many texts have a fingerprint, some pairs of them were not compared: look again.
        copies.update(found)
        kept[list(found)] = False
    for number, copy in copies.items():
        copies[number] = _follow(copy, copies)
    return copies


def _follow(copy: Copy, copies: Mapping[int, Copy]) -> Copy:
    """Replace an original that was itself found to repeat another text by that text."""
    original = copy.original
    while original in copies:
        original = copies[original].original
    return copy._replace(original=original)


def _choose_originals(pairs: Iterable[tuple[int, int]], runs_of: "_RunSets") -> dict[int, Copy]:
    """Compare pairs of texts; each text that repeats one that is kept becomes a copy of it."""
    shares: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for a, b in sorted(pairs):
        share = runs_of.share(a, b)
        if share >= LEAST_SHARE:
            shares[a][b] = share
            shares[b][a] = share
    longest_first = sorted(shares, key=lambda text: (-runs_of.size(text), text))
    kept: set[int] = set()
    copies: dict[int, Copy] = {}
    for text in longest_first:
        of_kept = [
            Copy(text, other, share) for other, share in shares[text].items() if other in kept
        ]
        if of_kept:
            copies[text] = max(of_kept, key=lambda copy: copy.share)
        else:
            kept.add(text)
    return copies


class _RunSets:
    """The runs of each text, without repetition; they are made when first asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._sets: dict[int, np.ndarray] = {}

    def of(self, text: int) -> np.ndarray:
        """Return the sorted hashes of the runs of a text."""
        if text not in self._sets:
            (runs,) = hash_runs([self._texts[text]])
            self._sets[text] = union_sorted(runs.hash)
        return self._sets[text]

    def size(self, text: int) -> int:
        """Count the different runs of a text."""
        return len(self.of(text))

    def share(self, a: int, b: int) -> float:
        """Return the share of the runs of the shorter of two texts that the other one has."""
        shorter, longer = sorted((self.of(a), self.of(b)), key=len)
        n_shared = len(np.intersect1d(shorter, longer, assume_unique=True))
        if n_shared < len(shorter) < FEWEST_RUNS or len(shorter) == 0:
            return 0.0
        return n_shared / len(shorter)


# -- which texts are compared -------------------------------------------------------------------


def _fingerprints(texts: Sequence[str], sentences: Sentences) -> Runs:
    """Choose the fingerprints of each text: how its sentences begin, and some of its runs."""
    text, written = sentences
    beginnings = [sentence[:BEGINNING].replace("\n", " ").lower() for sentence in written]
    hashes, _ = pd.factorize(np.array(beginnings, dtype=object))
    n_sentences = np.bincount(text, minlength=len(texts))
    few = np.flatnonzero(n_sentences <= FEW_SENTENCES)
    chosen = [Runs(text, hashes.astype(np.uint64))]
    for runs in hash_runs([texts[number] for number in few.tolist()]):
        own = _fingerprints_of(runs)
        chosen.append(Runs(few[own.text], own.hash))
    return Runs(*map(np.concatenate, zip(*chosen, strict=True)))


def _fingerprints_of(runs: Runs) -> Runs:
    text, hashes = runs
    n_runs = np.bincount(text, minlength=1)
    short = n_runs[text] < SHORT
    lowest = hashes
    for step in (1, 2, 4):  # the smallest of 2, of 4, of 8 runs in a row
        lowest = np.minimum(lowest[:-step], lowest[step:])
    begins = text[: len(lowest)]
    is_window = begins == text[len(text) - len(lowest) :]
    is_long = ~short[: len(lowest)]
    is_new = np.append(True, lowest[1:] != lowest[:-1])[: len(lowest)]
    chosen = is_window & is_long & is_new
    return Runs(
        np.concatenate([text[short], begins[chosen]]),
        np.concatenate([hashes[short], lowest[chosen]]),
    )


def _similar_pairs(prints: Runs, n_texts: int) -> Pairs:
    """Pair the texts that share enough fingerprints to be worth comparing."""
    n_prints = np.bincount(prints.text, minlength=n_texts)
    is_shared = pd.Series(prints.hash).duplicated(keep=False).to_numpy()
    prints = _each_once(Runs(prints.text[is_shared], prints.hash[is_shared]))
    starts = run_starts(prints.hash)
    sizes = np.diff(starts, append=len(prints.hash))
    first, second = _pairs_of_few(prints.text, starts, sizes)
    with_longest = _pairs_with_longest(prints.text, n_prints, starts, sizes)
    first = np.concatenate([first, np.minimum(*with_longest)])
    second = np.concatenate([second, np.maximum(*with_longest)])
    keys, counts = np.unique(first * n_texts + second, return_counts=True)
    first, second = np.divmod(keys, n_texts)
    fewest = np.minimum(n_prints[first], n_prints[second])
    enough = counts >= LEAST_SHARED * fewest
    return list(zip(first[enough].tolist(), second[enough].tolist(), strict=True))


def _each_once(prints: Runs) -> Runs:
    """Sort fingerprints by hash and text, and keep each once."""
    order = np.lexsort((prints.text, prints.hash))
    text = prints.text[order]
    hashes = prints.hash[order]
    is_new = np.ones(len(text), dtype=bool)
    is_new[1:] = (hashes[1:] != hashes[:-1]) | (text[1:] != text[:-1])
    return Runs(text[is_new], hashes[is_new])


def _pairs_of_few(
    text: np.ndarray, starts: np.ndarray, sizes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Pair every two texts that share a fingerprint which few texts have, once per fingerprint."""
    first = [np.empty(0, dtype=np.int64)]
    second = [np.empty(0, dtype=np.int64)]
    for size in range(2, MOST_PAIRED + 1):
        of_size = starts[sizes == size]
        for i, j in combinations(range(size), 2):
            first.append(text[of_size + i])
            second.append(text[of_size + j])
    return np.concatenate(first), np.concatenate(second)


def _pairs_with_longest(
    text: np.ndarray, n_prints: np.ndarray, starts: np.ndarray, sizes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Pair the texts that share a fingerprint with the longest of them, if they are many."""
    n_texts = len(n_prints)
    if len(text) == 0:
        return text, text
    # The largest of these is that of the text with the most fingerprints, or of the first of them.
    ranks = n_prints[text] * n_texts + (n_texts - 1 - text)
    longest = n_texts - 1 - np.maximum.reduceat(ranks, starts) % n_texts
    of_many = np.repeat(sizes > MOST_PAIRED, sizes)
    partner = np.repeat(longest, sizes)
    chosen = of_many & (partner != text)
    return text[chosen], partner[chosen]
