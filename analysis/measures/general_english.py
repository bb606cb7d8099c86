"""Against general English: the words that some texts use more often than English does as a whole.

General English is the list of the package wordfreq (the extra `english`), made of books, subtitles,
news, encyclopedias and the web. It says how frequent a word is, not how often it was counted, and
not in how many words. So the list is taken for known proportions, without an error of its own, and
the test is the one-sample likelihood-ratio test. It is surer of itself than a comparison of two
corpora would be.

What cannot be compared:

- wordfreq cuts words at hyphens (`civil-society` is two words there), and counts numbers by their
  number of digits. Words with a hyphen or a digit have no frequency here.
- It lists words of at least one in a hundred million. A rarer word has the frequency 0, and no test
  can be made of it.
- It writes small letters, as `analysis.measures.terms` does; `US` and `us` are one word in both.
- Words that these texts do not use at all have no row.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.faults import Fault, InputError, missing
from analysis.languages import ENGLISH, primary
from analysis.measures.association_statistics import (
    adjust_p_values,
    g_squared_of_share,
    log_ratio_to_share,
    p_value,
)
from analysis.measures.dispersion import deviation_of_proportions
from analysis.measures.keyness import sort_by_strength
from analysis.measures.terms import count_parts, count_terms, list_terms
from analysis.tables import ENGLISH_KEYNESS, SENTENCES, TEXT

NOT_COMPARABLE = r"[-\d]"  # a hyphen or a digit


def english_frequencies() -> Mapping[str, float]:
    """Return the frequency of each English word that wordfreq lists: its share of all words.

    Raises:
        InputError: wordfreq is not installed.
    """
    try:
        from wordfreq import get_frequency_dict
    except ImportError as error:
        fault = missing("general English", "the package wordfreq is not installed", "english")
        raise InputError([fault]) from error
    return get_frequency_dict(ENGLISH, wordlist="best")


def english_only(sentences: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Select the sentences of the texts in English.

    Raises:
        InputError: no text is in English, and there are others.
    """
    is_english = documents["language"].map(primary) == ENGLISH
    if len(documents) and not is_english.any():
        languages = ", ".join(sorted(set(documents["language"])))
        found = f"no text in English, but in {languages}"
        raise InputError([Fault("general English", found, "a text whose language is `en`")])
    return sentences[sentences["doc_id"].isin(documents.loc[is_english, "doc_id"])]


def keyness_against_english(
    sentences: pd.DataFrame,
    frequencies: Mapping[str, float] | None = None,
    *,
    min_n: int = 1,
) -> pd.DataFrame:
    """Find the words that are more frequent, or rarer, in some sentences than in general English.

    Args:
        sentences: one row per sentence, in English: `doc_id` and `sentence`.
        frequencies: the share of each word, in small letters, in general English; by default those
            of `english_frequencies`.
        min_n: leave out words that occur less often than this.

    Returns:
        One row per word (`analysis.tables.ENGLISH_KEYNESS`), by `g2` without its sign, the largest
        first, then by `n_target`: `term`, `n_target`, `size_target` (all words of the texts),
        `frequency` (in general English; 0 where it is too rare to be listed, NaN where it cannot be
        compared), `expected` (`n_target` at that frequency), `g2` (one-sample likelihood ratio,
        negative where the word is rarer in the texts), `p`, `p_adjusted` (Benjamini and Hochberg),
        `log_ratio` (1: twice as frequent in the texts), `low`, `high` (its 95 % interval),
        `n_texts` and `dp_norm` (as in `dispersion`). Without a frequency, what follows from it is
        NaN.

    Raises:
        InputError: a column is missing, or wordfreq is needed and not installed.

    >>> sentences = pd.DataFrame({"doc_id": ["a"], "sentence": ["The rights of the many."]})
    >>> table = keyness_against_english(sentences, {"the": 0.06, "rights": 0.0001, "of": 0.03})
    >>> table[["term", "n_target", "size_target", "expected"]].head(2).to_numpy().tolist()
    [['rights', 1, 5, 0.0005], ['the', 2, 5, 0.3]]
    """
    SENTENCES.need(sentences, ["doc_id", "sentence"])
    known = english_frequencies() if frequencies is None else frequencies
    found = list_terms(sentences)
    text, _ = factorize_runs(sentences["doc_id"])
    own_text = text[found.sentence]
    sizes = np.bincount(own_text)
    counts = count_terms(found.term, own_text, len(sizes))
    n_terms = len(found.terms)
    _, dp_norm = deviation_of_proportions(counts, sizes, n_terms)
    table = pd.DataFrame(
        {
            "term": found.terms,
            "n_target": np.bincount(found.term, minlength=n_terms),
            "size_target": len(found.term),
            "n_texts": np.bincount(counts.term, minlength=n_terms),
            "dp_norm": dp_norm,
            "n_sentences_target": count_parts(found.term, found.sentence, len(sentences), n_terms),
            "frequency": [known.get(term, 0.0) for term in found.terms],
        }
    )
    is_cut = pd.Series(found.terms, dtype=TEXT).str.contains(NOT_COMPARABLE)
    table["frequency"] = table["frequency"].mask(is_cut)
    table = table[table["n_target"] >= min_n].sort_values(
        "n_target", ascending=False, kind="stable"
    )
    tested = _with_tests(table)
    return ENGLISH_KEYNESS.frame(sort_by_strength(tested))


def _with_tests(table: pd.DataFrame) -> pd.DataFrame:
    n = table["n_target"].to_numpy()
    size = table["size_target"].to_numpy()
    share = table["frequency"].where(table["frequency"] > 0).to_numpy()
    g2 = g_squared_of_share(n, size, share)
    p = p_value(g2)
    ratio = log_ratio_to_share(n, size, share)
    return table.assign(
        expected=table["frequency"] * size,
        g2=g2,
        p=p,
        p_adjusted=adjust_p_values(p),
        log_ratio=ratio.value,
        low=ratio.low,
        high=ratio.high,
    )
