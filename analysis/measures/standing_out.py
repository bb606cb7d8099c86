"""Phrases that stand out: words, and phrases of two or three words, that could make a theme.

Nothing here knows a language. What stands out is found by how words are spread over the texts:

- Function words stand beside many different words, and occur everywhere alike. A word counts as
  one if the side on which it has fewer different neighbours still has a good part of those that the
  best connected word has. The more its occurrences clump, the less its neighbours count.
- A phrase sticks together: its words follow one another far more often than by chance, measured by
  normalised pointwise mutual information (Bouma 2009, "Normalized (pointwise) mutual information in
  collocation extraction"). It neither begins nor ends with a function word.
- A single word stands out if it clumps. Words of a topic recur in the same passages, and so occur
  in fewer passages than if they were spread at random. This is measured by residual IDF (Church &
  Gale 1995, "Inverse document frequency (IDF): a measure of deviations from Poisson"). Short texts
  have too few passages for that. There, a word has to be longer than the average word, since
  frequent words tend to be short in every language (Zipf 1935, "The psycho-biology of language").
- All of them occur several times, in several texts (or paragraphs, if there are few texts).
- Formulas, such as greetings and thanks, stand out in every way, and say nothing. So a phrase is
  left out if most of its occurrences are in sentences that many texts have word for word.

An occurrence inside a chosen phrase is not counted for the single word as well.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs, rank_in_run, run_starts
from analysis.codebook.plain_form import CharKind, kind_of
from analysis.measures.terms import find_terms
from analysis.tables import PHRASES, SENTENCES

LONGEST = 3  # words of a phrase
LONGEST_IN_LETTERS = 6  # the same where each letter is a word: three words have about two each
PASSAGE = 10  # sentences
FEW_PASSAGES = 20  # with fewer, clumping says nothing
FEW_PARTS = 5  # texts or paragraphs; with fewer, smaller parts are counted
CONNECTED = 0.025  # of the neighbours of the best connected word
CONNECTED_LETTER = 0.4  # the same of a letter that is a word, since words are made of them
FEWEST_NEIGHBOURS = 5.5  # of a function word; in a short text all words have few
CLUMPED = 0.3  # bits of residual IDF
STICKY = 0.3  # normalised pointwise mutual information: 0 by chance, 1 if always together
PART_OF_WORD = 0.15  # of the occurrences of the rarer part of a phrase
FEWEST = 3  # occurrences
RARE = 1e-4  # of all words; a phrase has to be more frequent
FORMULA = 0.2  # of the texts have a formula word for word
FEWEST_TEXTS = 3  # the same in texts, if there are few
FEWEST_PHRASES = 20  # that are kept, if there are so many
MOST_PHRASES = 150
LONGEST_ENDING = 2  # letters that may follow an apostrophe, as in China's


class Phrases(NamedTuple):
    """The phrases that stand out in some sentences, and where each of them occurs.

    Attributes:
        table: one row per phrase, as from `standing_out`.
        phrase: for each occurrence, the position of its phrase in the table.
        sentence: for each occurrence, the position of its sentence.
    """

    table: pd.DataFrame
    phrase: np.ndarray
    sentence: np.ndarray


class _Words(NamedTuple):
    """All words of some sentences, in order; the arrays have one entry per word.

    Attributes:
        word: its number in `words`. A word that is another one with an apostrophe and an ending
            counts as that one, so `China's` is `china`.
        sentence: the position of its sentence.
        continues: whether the next word follows in the same sentence, after white space only.
        start: the offset in the sentence at which the word starts.
        end: the offset at which it ends, without such an ending.
        words: the different words, in plain form and small letters.
    """

    word: np.ndarray
    sentence: np.ndarray
    continues: np.ndarray
    start: np.ndarray
    end: np.ndarray
    words: list[str]


class _Candidate(NamedTuple):
    """One phrase, and the positions of the first words of its occurrences."""

    first: np.ndarray
    n_words: int


def standing_out(sentences: pd.DataFrame) -> pd.DataFrame:
    """Find the words and phrases that stand out in some sentences.

    Returns:
        One row per phrase (`analysis.tables.PHRASES`), at most 150; those in the most passages of
        the texts come first. An occurrence inside a longer phrase of the table does not count.

    Raises:
        InputError: `sentences` lacks a column.

    >>> lines = ["Clean water is scarce.", "They ask for clean water.", "Where is clean water?"]
    >>> sentences = pd.DataFrame({"doc_id": "a", "paragraph": [1, 2, 3], "sentence": lines})
    >>> standing_out(sentences)[["phrase", "form", "n"]].to_numpy().tolist()
    [['clean water', 'clean water', 3]]
    """
    return find_phrases(sentences).table


def find_phrases(sentences: pd.DataFrame) -> Phrases:
    """Find the phrases that stand out, as `standing_out` does, and where each of them occurs."""
    SENTENCES.need(sentences, ["doc_id", "paragraph", "sentence"])
    words = _read_words(sentences)
    passage = _number_passages(sentences)
    part = _number_parts(sentences)
    is_formula = _is_formula(sentences)
    may_end = ~_is_function_word(words, passage) & ~_is_bare(words.words)

    is_free = np.ones(len(words.word), dtype=bool)
    fewest = max(FEWEST, round(len(words.word) * RARE))
    chosen = []

    def choose(candidates: Iterator[_Candidate]) -> None:
        for candidate in candidates:
            left = _leave_taken_out(candidate, is_free)
            sentence = words.sentence[left.first]
            if len(sentence) < fewest or is_formula[sentence].mean() > 0.5:
                continue
            if _is_dispersed(part[sentence], part):
                is_free[_places(left)] = False
                chosen.append(left)

    choose(_find_longer_phrases(words, may_end, fewest))
    choose(_find_single_words(words, may_end, is_free.copy(), passage, fewest))
    return _make_table(chosen, words, sentences, passage)


def find_function_words(sentences: pd.DataFrame) -> set[str]:
    """Find the words that no phrase begins or ends with: function words, numbers, single letters.

    In texts this short, no word has enough different neighbours to be a function word.

    >>> sentences = pd.DataFrame({"doc_id": "a", "sentence": ["Article 12 b of the law."]})
    >>> sorted(find_function_words(sentences))
    ['12', 'b']
    """
    words = _read_words(sentences)
    is_function_word = _is_function_word(words, _number_passages(sentences))
    chosen = np.flatnonzero(is_function_word | _is_bare(words.words))
    return {words.words[number] for number in chosen.tolist()}


def _places(candidate: _Candidate) -> np.ndarray:
    """Return the positions of all words of a phrase, one row per occurrence."""
    return candidate.first[:, None] + np.arange(candidate.n_words)


def _leave_taken_out(candidate: _Candidate, is_free: np.ndarray) -> _Candidate:
    """Keep those occurrences of a phrase of which no word belongs to another phrase."""
    is_left = is_free[_places(candidate)].all(axis=1)
    return candidate._replace(first=candidate.first[is_left])


# -- words, passages and parts ---------------------------------------------------------------------


def _read_words(sentences: pd.DataFrame) -> _Words:
    """Find all words of the sentences."""
    found = find_terms(sentences)
    pairs = find_terms(sentences, n=2)
    base = _without_endings(found.terms)
    word = base[found.term].astype(np.int64)
    is_shorter = word != found.term
    end = found.end.copy()
    lengths = np.array([len(term) for term in found.terms], dtype=np.int64)
    end[is_shorter] = found.start[is_shorter] + lengths[word[is_shorter]]
    continues = np.zeros(len(word), dtype=bool)
    is_first_of_pair = found.sentence[:-1] == found.sentence[1:]
    continues[:-1][is_first_of_pair] = pairs.unbroken
    continues[:-1] |= is_first_of_pair & (found.end[:-1] == found.start[1:])  # 人权
    continues &= ~is_shorter  # a pattern finds no blank behind `China` in `China's`
    return _Words(word, found.sentence, continues, found.start, end, found.terms)


def _without_endings(words: list[str]) -> np.ndarray:
    """Return for each word the number of the word that it counts as, mostly its own."""
    number = {word: position for position, word in enumerate(words)}
    base = np.arange(len(words))
    for position, word in enumerate(words):
        stem, apostrophe, ending = word.rpartition("'")
        if apostrophe and len(ending) <= LONGEST_ENDING and stem in number:
            base[position] = number[stem]
    return base


def _number_passages(sentences: pd.DataFrame) -> np.ndarray:
    """Number the stretches of ten sentences of each text."""
    text, _ = factorize_runs(sentences["doc_id"])
    position = rank_in_run(text) - 1
    return pd.factorize(text * (len(sentences) + 1) + position // PASSAGE)[0]


def _number_parts(sentences: pd.DataFrame) -> np.ndarray:
    """Number the parts over which a phrase has to be dispersed: texts, paragraphs or sentences."""
    text, texts = factorize_runs(sentences["doc_id"])
    if len(texts) >= FEW_PARTS:
        return text
    paragraph = sentences["paragraph"].to_numpy()
    of_text = text * (paragraph.max(initial=0) + 1) + paragraph
    part, paragraphs = pd.factorize(of_text)
    return part if len(paragraphs) >= FEW_PARTS else np.arange(len(sentences))


def _is_formula(sentences: pd.DataFrame) -> np.ndarray:
    """Whether each sentence recurs word for word in many texts; case and blanks do not count.

    >>> lines = ["I thank you.", "i  thank you.", "I thank you.", "I thank you all."]
    >>> sentences = pd.DataFrame({"doc_id": ["a", "b", "c", "c"], "sentence": lines})
    >>> _is_formula(sentences).tolist()
    [True, True, True, False]
    """
    text, texts = factorize_runs(sentences["doc_id"])
    plain = [" ".join(sentence.lower().split()) for sentence in sentences["sentence"]]
    number, different = pd.factorize(np.array(plain, dtype=object))
    held = pd.DataFrame({"number": number, "text": text}).drop_duplicates()
    n_texts = np.bincount(held["number"], minlength=len(different))
    return n_texts[number] >= max(FEWEST_TEXTS, FORMULA * len(texts))


def _is_dispersed(part: np.ndarray, parts: np.ndarray) -> bool:
    """Whether a phrase occurs in enough parts, given the part of each of its occurrences."""
    n_parts = parts.max(initial=-1) + 1
    return len(np.unique(part)) >= (3 if n_parts >= FEW_PASSAGES else 2)


# -- what no phrase begins or ends with ------------------------------------------------------------


def _is_function_word(words: _Words, passage: np.ndarray) -> np.ndarray:
    """Whether each word is a function word: beside many others, and everywhere alike."""
    n_types = len(words.words)
    follows = words.sentence[:-1] == words.sentence[1:]
    pair = np.unique(words.word[:-1][follows] * n_types + words.word[1:][follows])
    n_right = np.bincount(pair // max(n_types, 1), minlength=n_types)
    n_left = np.bincount(pair % max(n_types, 1), minlength=n_types)
    n_passages = passage.max(initial=-1) + 1
    spread = 2 ** -_residual_idf(words.word, passage[words.sentence], n_types, n_passages)
    neighbours = np.minimum(n_left, n_right) * np.minimum(spread, 1) ** 3
    is_solo = np.array([_is_solo(word) for word in words.words], dtype=bool)
    connected = np.where(is_solo, CONNECTED_LETTER, CONNECTED)
    return neighbours >= np.maximum(connected * neighbours.max(initial=0), FEWEST_NEIGHBOURS)


def _is_bare(words: list[str]) -> np.ndarray:
    """Whether each word says nothing: numbers, and single letters unless they are words."""
    bare = []
    for word in words:
        has_letter = any(map(str.isalpha, word))
        bare.append(not has_letter or (len(word) == 1 and not _is_solo(word)))
    return np.array(bare, dtype=bool)


def _is_solo(word: str) -> bool:
    """Whether a word is one letter of a script without blanks."""
    return kind_of(word[0]) is CharKind.SOLO


def _residual_idf(
    word: np.ndarray, passage: np.ndarray, n_types: int, n_passages: int
) -> np.ndarray:
    """Return the residual IDF of each word in bits: 0 if it is spread at random, more if it clumps.

    Args:
        word: the word of each occurrence.
        passage: the passage of each occurrence.
        n_types: the number of different words.
        n_passages: the number of passages.
    """
    n = np.bincount(word, minlength=n_types)
    in_passages = np.unique(passage * n_types + word) % max(n_types, 1)
    observed = np.bincount(in_passages, minlength=n_types)
    expected = -n_passages * np.expm1(-n / max(n_passages, 1))
    residual = np.zeros(n_types)
    occurs = n > 0
    residual[occurs] = np.log2(expected[occurs] / observed[occurs])
    return residual


# -- phrases of several words ----------------------------------------------------------------------


def _find_longer_phrases(words: _Words, may_end: np.ndarray, fewest: int) -> Iterator[_Candidate]:
    """Yield the phrases of several words that stick together: the longest, then shorter ones."""
    word = words.word
    runs = _number_runs(words)
    counts = [np.bincount(run[run >= 0]) for run in runs]
    for length in range(len(runs), 1, -1):
        run = runs[length - 1]
        first = np.flatnonzero(run >= 0)
        last = first + length - 1
        shorter = runs[length - 2]
        n_shorter = counts[length - 2]
        n_all = counts[length - 1][run[first]]
        sticks = np.minimum(
            _stickiness(n_all, n_shorter[shorter[first]], counts[0][word[last]], len(word)),
            _stickiness(n_all, counts[0][word[first]], n_shorter[shorter[first + 1]], len(word)),
        )
        ends_well = may_end[word[first]] & may_end[word[last]] & (word[first] != word[last])
        qualifies = ends_well & (n_all >= fewest)
        for places in _stickiest_first(run[first], sticks, qualifies):
            yield _Candidate(first[places], length)


def _number_runs(words: _Words) -> list[np.ndarray]:
    """Number the runs of one word, of two words and so on that begin at each word.

    Returns:
        For each length the number of the run that begins at each word; -1 where none does. Equal
        runs have the same number.
    """
    n_types = len(words.words)
    is_letter = np.array([_is_solo(word) for word in words.words], dtype=bool)[words.word]
    runs = [words.word]
    for length in range(2, LONGEST_IN_LETTERS + 1):
        shorter = runs[-1]
        first = np.flatnonzero(shorter[: len(shorter) - length + 1] >= 0)
        first = first[words.continues[first + length - 2]]
        if length > LONGEST:
            all_letters = is_letter[first[:, None] + np.arange(length)].all(axis=1)
            first = first[all_letters]
        if len(first) == 0:
            break
        run = np.full(len(shorter), -1)
        run[first] = pd.factorize(shorter[first] * n_types + words.word[first + length - 1])[0]
        runs.append(run)
    return runs


def _stickiness(
    n_both: np.ndarray, n_before: np.ndarray, n_after: np.ndarray, n_words: int
) -> np.ndarray:
    """Return how much two parts of a phrase stick together: 0 by chance, 1 if always together.

    It is 0, too, if even the rarer part is seldom in this phrase.

    Args:
        n_both: how often the second part follows the first.
        n_before: how often the first part occurs.
        n_after: how often the second part occurs.
        n_words: the number of all words.
    """
    pmi = np.log(n_both * n_words / (n_before * n_after.astype(float)))
    normalised = pmi / -np.log(n_both / n_words)
    is_common = n_both >= PART_OF_WORD * np.minimum(n_before, n_after)
    return np.where(is_common, normalised, 0)


def _stickiest_first(
    phrase: np.ndarray, sticks: np.ndarray, qualifies: np.ndarray
) -> Iterator[np.ndarray]:
    """Yield the rows of each phrase that sticks together, those of the stickiest first.

    Args:
        phrase: the number of the phrase at each occurrence.
        sticks: how much it sticks together.
        qualifies: whether it meets all other conditions.
    """
    rows = np.flatnonzero(qualifies & (sticks >= STICKY))
    rows = rows[np.lexsort((phrase[rows], -sticks[rows]))]
    starts = run_starts(phrase[rows])
    return iter(np.split(rows, starts[1:]) if len(rows) else [])


# -- single words ----------------------------------------------------------------------------------


def _find_single_words(
    words: _Words,
    may_end: np.ndarray,
    is_free: np.ndarray,
    passage: np.ndarray,
    fewest: int,
) -> Iterator[_Candidate]:
    """Yield the words that stand out by their occurrences outside longer phrases."""
    places = np.flatnonzero(is_free)
    word = words.word[places]
    n_types = len(words.words)
    n = np.bincount(word, minlength=n_types)
    n_passages = passage.max(initial=-1) + 1
    lengths = np.array([len(one) for one in words.words])
    if n_passages >= FEW_PASSAGES:
        of_word = passage[words.sentence[places]]
        is_marked = _residual_idf(word, of_word, n_types, n_passages) >= CLUMPED
    else:
        is_marked = lengths > lengths[words.word].mean() if len(words.word) else lengths > 0
    is_solo = np.array([_is_solo(one) for one in words.words], dtype=bool)
    qualifies = may_end & is_marked & ~is_solo & (n >= fewest)
    rows = np.flatnonzero(qualifies[word])
    rows = rows[np.argsort(word[rows], kind="stable")]
    starts = run_starts(word[rows])
    for chosen in np.split(rows, starts[1:]) if len(rows) else []:
        yield _Candidate(places[chosen], 1)


# -- the table -------------------------------------------------------------------------------------


def _make_table(
    chosen: list[_Candidate], words: _Words, sentences: pd.DataFrame, passage: np.ndarray
) -> Phrases:
    """Describe the chosen phrases, and keep those in the most passages."""
    text, _ = factorize_runs(sentences["doc_id"])
    spelled = sentences["sentence"].to_numpy()
    rows = []
    for candidate in chosen:
        sentence = words.sentence[candidate.first]
        row = {
            "phrase": _spell(words, candidate),
            "form": _most_frequent_form(spelled, words, candidate),
            "n_words": candidate.n_words,
            "n": len(sentence),
            "n_sentences": len(np.unique(sentence)),
            "n_texts": len(np.unique(text[sentence])),
            "n_passages": len(np.unique(passage[sentence])),
        }
        rows.append(row)
    table = pd.DataFrame(rows, columns=[*PHRASES.columns, "n_passages"])
    order = table.sort_values(["n_passages", "n", "phrase"], ascending=[False, False, True])
    most = min(max(round(len(words.word) ** 0.5), FEWEST_PHRASES), MOST_PHRASES)
    kept = order.index[:most]
    occurrences = [words.sentence[chosen[number].first] for number in kept]
    lengths = [len(one) for one in occurrences]
    return Phrases(
        PHRASES.frame(table.loc[kept, list(PHRASES.columns)].assign(group=0)),
        np.repeat(np.arange(len(kept)), lengths),
        np.concatenate([np.zeros(0, dtype=np.int64), *occurrences]),
    )


def _spell(words: _Words, candidate: _Candidate) -> str:
    """Write a phrase as a pattern finds it: without blanks between letters that are words."""
    first = candidate.first[0]
    spelled = ""
    for word in words.word[first : first + candidate.n_words].tolist():
        following = words.words[word]
        is_apart = spelled and not (_is_solo(spelled[-1]) and _is_solo(following))
        spelled += f" {following}" if is_apart else following
    return spelled


def _most_frequent_form(spelled: np.ndarray, words: _Words, candidate: _Candidate) -> str:
    """Return how a phrase is mostly spelled in the texts; of equally frequent forms, the first."""
    last = candidate.first + candidate.n_words - 1
    spans = zip(
        spelled[words.sentence[candidate.first]],
        words.start[candidate.first].tolist(),
        words.end[last].tolist(),
        strict=True,
    )
    forms = Counter(" ".join(text[start:end].split()) for text, start, end in spans)
    return min(forms, key=lambda form: (-forms[form], form))
