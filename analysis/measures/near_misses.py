"""Near misses: sentences that are like those of a theme, though none of its patterns is in them.

Which words make a sentence alike is learnt from the study itself. A word has weight if it takes up
more of the sentences that carry the theme than of the others: the lower limit of the 95 % interval
of its log odds ratio, so that rare words weigh little. Words of which this limit is not above 0
weigh nothing, so there is no need for a list of words that are everywhere.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs, union_sorted
from analysis.codebook.model import Codebook
from analysis.faults import Fault, check_number, nearest, raise_all
from analysis.measures.carried import KEY, find_carried, is_under, number_sentences, number_themes
from analysis.measures.resampling import Z
from analysis.measures.terms import Terms, find_terms
from analysis.tables import HITS, NEAR_MISSES, SENTENCES

FEWEST = 5  # sentences of a theme from which to learn
FEWEST_WITH = 3  # of these that have the word
FEWEST_WORDS = 2  # of weight, in a sentence that is alike
LEAST_LIKENESS = 0.25  # a near miss is at least as alike as so many of the theme's own sentences
MOST = 20
SEPARATOR = " · "  # between the words of a sentence


class Vocabulary(NamedTuple):
    """Which words are in which sentence.

    Attributes:
        terms: every word of the sentences, one after the other.
        sentence: for each different word of each sentence, the row number of the sentence.
        word: its position in `terms.terms`.
        text: for each sentence, the number of its text.
        size: for each sentence, the number of different words.
    """

    terms: Terms
    sentence: np.ndarray
    word: np.ndarray
    text: np.ndarray
    size: np.ndarray


class Alike(NamedTuple):
    """How much each sentence is like those of a theme.

    Attributes:
        weight: the weight of each word.
        score: the sum of the weights of its words, over the number of its different words plus
            that of an average sentence, so that very short sentences do not win; 0 if too few of
            its words have weight, or if all of these are words that the patterns found.
        other_score: the same sum without the words that the patterns found, which all sentences
            that carry the theme have, over the same number.
    """

    weight: np.ndarray
    score: np.ndarray
    other_score: np.ndarray


def near_misses(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    *themes: str,
    limit: int = MOST,
) -> pd.DataFrame:
    """Find the sentences most like those of a theme among those that do not carry it.

    At least two words have to make a sentence alike, and one of them has to be a word that no
    pattern of the theme found. By such words, it has to be as alike as a quarter of the theme's own
    sentences: what is less alike than nearly all of them is no near miss. From fewer than five
    sentences nothing is learnt.

    Args:
        sentences: one row per sentence: `doc_id`, `sent_id`, `start` and `sentence`.
        hits: one row per match, as from `find_hits`.
        codebook: the codebook that gave the hits.
        themes: the ids of themes, each with the themes below it; by default all coded themes.
        limit: the most sentences to list for each theme.

    Returns:
        One row per theme and sentence, in the order of the themes, each with the most alike first
        (`analysis.tables.NEAR_MISSES`): `theme`, `label`, `doc_id`, `sent_id`, `score` (see
        `Alike`), `likeness` (the share of the theme's own sentences that are no more alike by the
        words that no pattern found), `words` (those that make it alike, the weightiest first) and
        `sentence`.

    Raises:
        InputError: a theme is not in the codebook, or a table lacks a column.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = THEMES.frame({"theme": ["trade"], "parent": "", "label": ["Trade"]})
    >>> patterns = {"theme": ["trade"], "pattern": ["trade"], "excludes": [False]}
    >>> codebook = Codebook("Example", "1", "en", themes, PATTERNS.frame(patterns), sha256="")
    >>> texts = ["Trade cuts tariffs at borders."] * 5 + ["Trade is trade."] * 2
    >>> texts += ["New tariffs, new borders."] + ["We met."] * 40
    >>> sentences = pd.DataFrame({"doc_id": "a", "start": 0, "sentence": texts})
    >>> sentences["sent_id"] = range(1, 49)
    >>> hits = {"doc_id": "a", "sent_id": range(1, 8), "theme": "trade", "start": 0, "end": 5}
    >>> found = near_misses(sentences, pd.DataFrame(hits), codebook, "trade")
    >>> found[["sent_id", "words"]].to_numpy().tolist()
    [[8, 'borders · tariffs']]
    """
    raise_all(check_number("near_misses, limit", limit, 0, "0 or more"))
    SENTENCES.need(sentences, [*KEY, "start", "sentence"])
    HITS.need(hits, [*KEY, "theme", "start", "end"])
    chosen = list(themes) or codebook.coded_themes()["theme"].tolist()
    numbers = _number_themes(chosen, codebook)
    vocabulary = read_vocabulary(sentences)
    found = find_carried(sentences, hits, codebook)
    row_of_hit = number_sentences(sentences, hits)
    theme_of_hit = number_themes(hits["theme"], codebook)
    # Offsets in the sentences; those of other sentences are not used.
    origin = np.append(sentences["start"].to_numpy(dtype=np.int64), 0)[row_of_hit]
    starts = hits["start"].to_numpy(dtype=np.int64) - origin
    ends = hits["end"].to_numpy(dtype=np.int64) - origin
    tables = [NEAR_MISSES.empty()]
    for number, theme in zip(numbers, chosen, strict=True):
        carries = np.zeros(len(sentences), dtype=bool)
        carries[found.sentence[found.theme == number]] = True
        if carries.sum() < FEWEST:
            continue
        is_part = is_under(codebook.themes["theme"], theme).to_numpy()
        own = np.flatnonzero(is_part[theme_of_hit] & (row_of_hit >= 0))
        found_words = _find_words_in_hits(vocabulary, row_of_hit[own], starts[own], ends[own])
        alike = measure_likeness(vocabulary, carries, found_words)
        rows = _choose(alike, carries, limit)
        if len(rows):
            label = codebook.themes["label"].iloc[number]
            table = _describe(sentences, vocabulary, alike, rows, carries)
            tables.append(table.assign(theme=theme, label=label))
    return NEAR_MISSES.frame(pd.concat(tables, ignore_index=True))


def _number_themes(themes: list[str], codebook: Codebook) -> np.ndarray:
    """Find the row number of each theme in `codebook.themes`."""
    known = codebook.themes["theme"]
    numbers = pd.Index(known).get_indexer(themes)
    faults = []
    for number, theme in zip(numbers, themes, strict=True):
        if number < 0:
            faults.append(Fault("near_misses", f"the theme {theme!r}", nearest(theme, known)))
    raise_all(faults)
    return numbers


def read_vocabulary(sentences: pd.DataFrame) -> Vocabulary:
    """Find which words are in which sentence."""
    terms = find_terms(sentences)
    n_words = max(1, len(terms.terms))
    pairs = union_sorted(terms.sentence.astype(np.int64) * n_words + terms.term)
    sentence, word = np.divmod(pairs, n_words)
    text, _ = factorize_runs(sentences["doc_id"])
    return Vocabulary(terms, sentence, word, text, np.bincount(sentence, minlength=len(sentences)))


# -- what is learnt --------------------------------------------------------------------------------


def measure_likeness(
    vocabulary: Vocabulary,
    carries: np.ndarray,
    found_words: np.ndarray,
) -> Alike:
    """Measure how much each sentence is like those that carry a theme.

    Args:
        vocabulary: as from `read_vocabulary`.
        carries: whether each sentence carries the theme.
        found_words: whether a pattern of the theme found each word.
    """
    weight = _weigh_words(vocabulary, carries)
    sentence = vocabulary.sentence
    word = vocabulary.word
    weighty = np.flatnonzero(weight[word])
    sentence, word = sentence[weighty], word[weighty]
    n = len(carries)
    is_other = ~found_words[word]
    total = np.bincount(sentence, weight[word], minlength=n)
    of_others = np.bincount(sentence, weight[word] * is_other, minlength=n)
    n_words = np.bincount(sentence, minlength=n)
    n_others = np.bincount(sentence, is_other, minlength=n)
    is_alike = (n_words >= FEWEST_WORDS) & (n_others > 0)
    length = np.maximum(vocabulary.size + vocabulary.size.sum() / max(1, n), 1)
    return Alike(weight, np.where(is_alike, total / length, 0), of_others / length)


def _weigh_words(vocabulary: Vocabulary, carries: np.ndarray) -> np.ndarray:
    """Weigh each word by how much more of the sentences that carry the theme it takes up.

    A sentence counts once for each of its different words. The log odds ratio has 0.5 added to each
    count (Haldane 1956, Anscombe 1956), and the standard error of Woolf (1955). Words in fewer than
    three of the sentences, or in one text only if the sentences are from several, weigh nothing.
    """
    n_words = len(vocabulary.terms.terms)
    if carries.sum() < FEWEST:
        return np.zeros(n_words)
    is_own = carries[vocabulary.sentence]
    n_with = np.bincount(vocabulary.word[is_own], minlength=n_words)
    n_elsewhere = np.bincount(vocabulary.word, minlength=n_words) - n_with
    a = n_with + 0.5
    b = n_with.sum() - n_with + 0.5
    c = n_elsewhere + 0.5
    d = n_elsewhere.sum() - n_elsewhere + 0.5
    low = np.log(a * d / (b * c)) - Z * np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    is_weighty = (low > 0) & (n_with >= FEWEST_WITH)
    if len(np.unique(vocabulary.text[carries])) > 1:
        chosen = is_own & is_weighty[vocabulary.word]
        is_weighty &= _count_texts(vocabulary, chosen) > 1
    return np.where(is_weighty, low, 0)


def _count_texts(vocabulary: Vocabulary, chosen: np.ndarray) -> np.ndarray:
    """Count the texts of each word, among some of the words in sentences."""
    n_texts = int(vocabulary.text.max(initial=0)) + 1
    text = vocabulary.text[vocabulary.sentence[chosen]]
    pairs = union_sorted(vocabulary.word[chosen] * n_texts + text)
    return np.bincount(pairs // n_texts, minlength=len(vocabulary.terms.terms))


def _find_words_in_hits(
    vocabulary: Vocabulary,
    row: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
) -> np.ndarray:
    """Whether each word lies, in whole or in part, inside a hit.

    Args:
        vocabulary: as from `read_vocabulary`.
        row: for each hit, the row number of its sentence.
        start: the offset in the sentence at which it starts.
        end: the offset in the sentence at which it ends.
    """
    terms = vocabulary.terms
    width = int(max(terms.end.max(initial=0), end.max(initial=0))) + 1
    origin = terms.sentence.astype(np.int64) * width
    starts = row * width + start
    ends = row * width + end
    first = np.searchsorted(origin + terms.end, starts, side="right")
    last = np.searchsorted(origin + terms.start, ends, side="left")
    # Add 1 where a hit begins and take 1 away behind it: the words inside have more than 0.
    depth = np.zeros(len(terms.term) + 1, dtype=np.int64)
    np.add.at(depth, first, 1)
    np.add.at(depth, np.maximum(first, last), -1)
    is_found = np.zeros(len(terms.terms), dtype=bool)
    is_found[terms.term[np.cumsum(depth)[:-1] > 0]] = True
    return is_found


# -- what is listed --------------------------------------------------------------------------------


def _choose(alike: Alike, carries: np.ndarray, limit: int) -> np.ndarray:
    """Choose the sentences with the highest scores, of those that do not carry the theme.

    Left out are those that are less alike than nearly all sentences that carry it.
    """
    rows = np.flatnonzero((alike.score > 0) & ~carries)
    rows = rows[_measure_rank(alike, carries, rows) >= LEAST_LIKENESS]
    highest_first = np.argsort(-alike.score[rows], kind="stable")
    return rows[highest_first[:limit]]


def _measure_rank(alike: Alike, carries: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return the share of the sentences with the theme that are no more alike than each row."""
    own = np.sort(alike.other_score[carries])
    return np.searchsorted(own, alike.other_score[rows], side="right") / len(own)


def _describe(
    sentences: pd.DataFrame,
    vocabulary: Vocabulary,
    alike: Alike,
    rows: np.ndarray,
    carries: np.ndarray,
) -> pd.DataFrame:
    """Describe some sentences, as `near_misses` does."""
    described = sentences[[*KEY, "sentence"]].iloc[rows].reset_index(drop=True)
    return described.assign(
        score=alike.score[rows],
        likeness=_measure_rank(alike, carries, rows),
        words=[_list_words(vocabulary, alike.weight, row) for row in rows],
    )


def _list_words(vocabulary: Vocabulary, weight: np.ndarray, row: int) -> str:
    """List the words of weight in a sentence, the weightiest first."""
    first, stop = np.searchsorted(vocabulary.sentence, [row, row + 1])
    words = vocabulary.word[first:stop]
    words = words[weight[words] > 0]
    heaviest_first = words[np.argsort(-weight[words], kind="stable")]
    return SEPARATOR.join(vocabulary.terms.terms[word] for word in heaviest_first)
