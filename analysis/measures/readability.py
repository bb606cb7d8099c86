"""Readability: how hard the texts are to read, from the lengths of sentences and words."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
import regex
from pandas.api.typing import DataFrameGroupBy

from analysis.languages import COUNTED_BY_CHARACTER, ENGLISH, primary
from analysis.measures.shares import IN_TEXT_ORDER, divide
from analysis.measures.terms import list_terms
from analysis.tables import READABILITY, SENTENCES

LONG = 6  # letters; a word with more is long
PER_WORDS = 100

# Why a measure has no meaning.
NO_WORDS = "no words"
NO_BLANKS = "not all in languages with spaces between words, so words cannot be counted"
NOT_ENGLISH = "not all in English, the language that Flesch–Kincaid is made for"

# Flesch–Kincaid grade level: Kincaid, Fishburne, Rogers and Chissom (1975), Research Branch Report
# 8-75, Naval Technical Training Command.
PER_SENTENCE_LENGTH = 0.39
PER_SYLLABLE = 11.8
CONSTANT = -15.59

_VOWELS = regex.compile(r"[aeiouy]+")
_POSSESSIVE = regex.compile(r"'s?$")
# Vowels that are not heard.
_SILENT = regex.compile(
    r"""
    (?<=[aeiouy][^aeiouy]+) e $                        # made
    | (?<=[aeiouy][^aeiouytd]+) e (?= d $)             # named, but not wanted
    | (?<=[aeiouy][^aeiouy]*[^aeiouysxzcgh]) e (?= s $)  # names, but not places
    | (?<=[aeiouy][^aeiouyl]+) e (?= (ment|ly|ful|less|ness|thing|time|where|what)s? $)  # movement
    """,
    regex.VERBOSE,
)
_HEARD = regex.compile(r"[^aeiouylr]les?$")  # people, tables
# Vowels beside one another that are two syllables, and endings without a vowel that are one.
_DIVIDED = regex.compile(
    r"""
    (?<![tscxg]) i [aou] (?! ns? $)  # various, media; but social, union
    | (?<=[rdv]) i [ao] (?= ns? $)   # Indian
    | eo (?![pru])                   # video; but people, courageous
    | [aeiou] ing                    # being
    | [^aeiouqg] ua (?!r)            # actual; but equal, guard
    | [ds] n't $                     # didn't
    | is[mt]s? $ (?<= sms? )         # racism
    | iet | creat                    # society, created
    | (?<=[aeiouy]\w+) ea (?= s? $)  # area
    | (?<=[cs]) ia (?= t)            # association
    | sci (?=e)                      # science
    """,
    regex.VERBOSE,
)


def count_syllables(word: str) -> int:
    """Count the syllables of an English word in small letters, by rules for its spelling.

    A run of vowel letters, `y` among them, is a syllable. Vowels that are not heard are left out,
    and pairs that are heard apart count twice, as far as a few rules tell. Each part of a word with
    hyphens counts by itself, and has at least one.

    The rules agree with the CMU Pronouncing Dictionary on 97 of 100 words of running text; in all,
    they count 0.7 % too few syllables.

    >>> [count_syllables(word) for word in ("rights", "named", "wanted", "people", "society")]
    [1, 1, 2, 2, 4]
    """
    return sum(_count_in_part(part) for part in word.split("-"))


def _count_in_part(part: str) -> int:
    stem = _POSSESSIVE.sub("", part)
    heard = stem if _HEARD.search(stem) else _SILENT.sub("", stem)
    n = len(_VOWELS.findall(heard)) + len(_DIVIDED.findall(heard))
    return max(n, 1)


def readability(
    sentences: pd.DataFrame,
    languages: Mapping[str, str] | None = None,
    by: str | Iterable[str] = "doc_id",
) -> pd.DataFrame:
    """Measure how hard texts, or groups of sentences, are to read.

    A word is a term of one word (see `analysis.measures.terms`): `civil-society` and `don't` are
    one word each. Sentences without a word do not count.

    Args:
        sentences: one row per sentence: `doc_id`, `sentence` and the columns of `by`.
        languages: the language of each text, by `doc_id`; a text that is not named is in English.
        by: the column, or columns, whose values form the groups: by default, each text is one.

    Returns:
        One row per group (the columns of `by`, then `analysis.tables.READABILITY`): `n_sentences`,
        `n_words`, `words_per_sentence`, `syllables_per_word`, `long_words` (the share of words of
        more than six letters), and two measures that both grow as texts become harder:

        - `flesch_kincaid`: 0.39 × words per sentence + 11.8 × syllables per word − 15.59, years at
          an American school. It is made for English; so are the syllables (`count_syllables`).
        - `lix`: words per sentence + long words in 100. Björnsson (1968), "Läsbarhet". It can be
          used for any language with blanks between words, but compare texts of one language only.

        Where a measure has no meaning it is NaN, and `note` says why.

    Raises:
        InputError: a column is missing.

    >>> sentences = pd.DataFrame({"doc_id": ["a"], "sentence": ["The cat sat on the mat."]})
    >>> table = readability(sentences)
    >>> table[["flesch_kincaid", "lix"]].round(2).to_numpy().tolist()
    [[-1.45, 6.0]]
    """
    columns = [by] if isinstance(by, str) else list(by)
    SENTENCES.need(sentences, ["doc_id", "sentence"], groups=columns)
    language = read_languages(sentences["doc_id"], languages)
    counts = _count_by_sentence(sentences).assign(
        n_foreign=(language != ENGLISH).to_numpy(),
        n_unspaced=language.isin(COUNTED_BY_CHARACTER).to_numpy(),
    )
    table = group_rows(counts, sentences, columns).sum().reset_index()
    return READABILITY.frame(_with_measures(table))[[*columns, *READABILITY.columns]]


def languages_of(documents: pd.DataFrame) -> dict[str, str]:
    """Return the language of each text, by `doc_id`."""
    return dict(zip(documents["doc_id"], documents["language"], strict=True))


def read_languages(doc_ids: pd.Series, languages: Mapping[str, str] | None) -> pd.Series:
    """Read the primary language of the text of each row; English, if it is not named."""
    known = languages or {}
    language_of = {name: primary(known.get(name, ENGLISH)) for name in doc_ids.unique()}
    return doc_ids.map(language_of)


def group_rows(rows: pd.DataFrame, sentences: pd.DataFrame, columns: list[str]) -> DataFrameGroupBy:
    """Group rows, one per sentence, by columns of the sentences.

    Texts, sections and paragraphs come as they first appear, other groups sorted, missing last.
    """
    keys = [sentences[column].reset_index(drop=True) for column in columns]
    is_sorted = not set(columns) <= {*IN_TEXT_ORDER, "doc_id"}
    return rows.groupby(keys, sort=is_sorted, dropna=False)


def _count_by_sentence(sentences: pd.DataFrame) -> pd.DataFrame:
    """Count the words, syllables and long words of each sentence."""
    found = list_terms(sentences)
    syllables = np.array([count_syllables(term) for term in found.terms], dtype=np.int64)
    n_letters = np.array([sum(map(str.isalnum, term)) for term in found.terms], dtype=np.int64)
    is_long = n_letters > LONG
    n = len(sentences)
    n_words = np.bincount(found.sentence, minlength=n)
    columns = {
        "n_sentences": (n_words > 0).astype(np.int64),
        "n_words": n_words,
        "n_syllables": np.bincount(found.sentence, syllables[found.term], minlength=n),
        "n_long": np.bincount(found.sentence, is_long[found.term], minlength=n),
    }
    return pd.DataFrame(columns)


def _with_measures(counts: pd.DataFrame) -> pd.DataFrame:
    n_words = counts["n_words"]
    per_sentence = divide(n_words, counts["n_sentences"])
    is_english = counts["n_foreign"] == 0
    is_spaced = counts["n_unspaced"] == 0
    syllables = divide(counts["n_syllables"], n_words).where(is_english)
    long_words = divide(counts["n_long"], n_words).where(is_spaced)
    grade = PER_SENTENCE_LENGTH * per_sentence + PER_SYLLABLE * syllables + CONSTANT
    return counts.assign(
        words_per_sentence=per_sentence,
        syllables_per_word=syllables,
        long_words=long_words,
        flesch_kincaid=grade,
        lix=per_sentence + PER_WORDS * long_words,
        note=np.select(
            [n_words == 0, ~is_spaced, ~is_english],
            [NO_WORDS, NO_BLANKS, NOT_ENGLISH],
            default="",
        ),
    )
