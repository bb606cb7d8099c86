"""The peers, each called the fast way that its documentation shows, and the built-in texts.

This module runs in the peers' own environment. Every function takes what is in memory (texts, or
their sentences) and the codebook, and returns the work to be timed, which returns the number of
rows of its result. What comes before `def work` is loading and is not timed. Building a matcher
from the patterns is part of the work, for every peer.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

TYPE_CHECKING = False  # see measure.py
if TYPE_CHECKING:
    from typing import Any

    import numpy as np

    from bench.texts import Pattern, Work

WORD_BYTES = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
LETTERS = [bytes([byte]) for byte in WORD_BYTES]
# A term of one word, as `analysis.measures.terms` reads it in scripts with blanks.
TERM = r"(?u)[^\W_]+(?:(?<=[^\W\d_])['’‘‐‑–-](?=[^\W\d_])[^\W_]+)*"
WIKIPEDIA = "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2"
SENTENCE_COLUMNS = ["text", "start", "end", "sentence"]
HIT_COLUMNS = ["sentence", "pattern", "start", "end", "match"]


def spacy_sentences(texts: list[str], patterns: list[Pattern]) -> Work:
    import pandas as pd
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")

    def work() -> int:
        rows = [
            (number, sent.start_char, sent.end_char, sent.text)
            for number, doc in enumerate(nlp.pipe(texts))
            for sent in doc.sents
        ]
        return len(pd.DataFrame(rows, columns=SENTENCE_COLUMNS))

    return work


def spacy_hits(sentences: list[str], patterns: list[Pattern]) -> Work:
    import pandas as pd
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")

    def work() -> int:
        matcher = _phrase_matcher(PhraseMatcher, nlp, patterns)
        rows: list[tuple] = [
            (number, key, doc[start:end])
            for number, doc in enumerate(nlp.pipe(sentences, batch_size=1000))
            for key, start, end in matcher(doc)
        ]
        # Under the same name, so that the spans are freed before the frame is made.
        rows = [
            (number, key, span.start_char, span.end_char, span.text) for number, key, span in rows
        ]
        return len(pd.DataFrame(rows, columns=HIT_COLUMNS))

    return work


def _phrase_matcher(make: Any, nlp: Any, patterns: list[Pattern]) -> Any:
    """A matcher of all literals; `make` is spaCy's PhraseMatcher, which is imported lazily."""
    matcher = make(nlp.vocab, attr="LOWER")
    docs = nlp.tokenizer.pipe(literal for _, literal in patterns)
    for (pattern, _), doc in zip(patterns, docs, strict=True):
        matcher.add(pattern, [doc])
    return matcher


def spacy_all(texts: list[str], patterns: list[Pattern]) -> Work:
    import pandas as pd
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")

    def work() -> int:
        matcher = _phrase_matcher(PhraseMatcher, nlp, patterns)
        sentences: Any = []  # lists of rows at first, then data frames: the lists are freed
        hits: Any = []
        for number, doc in enumerate(nlp.pipe(texts)):
            for sent in doc.sents:
                sentences.append((number, sent.start_char, sent.end_char, sent.text))
                for key, start, end in matcher(sent):
                    span = sent[start:end]
                    hits.append((len(sentences), key, span.start_char, span.end_char, span.text))
        sentences = pd.DataFrame(sentences, columns=SENTENCE_COLUMNS)
        hits = pd.DataFrame(hits, columns=HIT_COLUMNS)
        hits.groupby("pattern")["sentence"].nunique() / len(sentences)
        return len(hits)

    return work


def pysbd_sentences(texts: list[str], patterns: list[Pattern]) -> Work:
    import pandas as pd
    import pysbd

    segmenter = pysbd.Segmenter(language="en", clean=False, char_span=True)

    def work() -> int:
        rows = [
            (number, span.start, span.end, span.sent)
            for number, text in enumerate(texts)
            for paragraph in text.split("\n\n")
            for span in segmenter.segment(paragraph)
        ]
        return len(pd.DataFrame(rows, columns=SENTENCE_COLUMNS))

    return work


def pandas_hits(sentences: list[str], patterns: list[Pattern]) -> Work:
    import pandas as pd

    # A column on Arrow, whose regular expressions are much faster than Python's.
    column = pd.Series(sentences, dtype="str")
    regexes = [_regex(pattern) for pattern, _ in patterns]

    def work() -> int:
        found = [column.index[column.str.contains(regex, case=False)] for regex in regexes]
        hits = [
            pd.DataFrame({"sentence": at, "pattern": number}) for number, at in enumerate(found)
        ]
        return len(pd.concat(hits, ignore_index=True))

    return work


def _regex(pattern: str) -> str:
    """The regular expression of a pattern: whole words, `*` for any letters."""
    escaped = re.escape(pattern)
    return rf"\b{escaped}\b".replace(r"\*", r"\w*").replace(r"\ ", " ")


def sklearn_hits(sentences: list[str], patterns: list[Pattern]) -> Work:
    import pandas as pd
    from sklearn.feature_extraction.text import CountVectorizer

    words = [literal for _, literal in patterns]

    def work() -> int:
        counter = CountVectorizer(
            ngram_range=(1, 3), vocabulary=words, token_pattern=r"(?u)\b\w+\b"
        )
        counts = counter.transform(sentences).tocoo()
        return len(pd.DataFrame({"sentence": counts.row, "pattern": counts.col, "n": counts.data}))

    return work


def sklearn_keyness(sentences: list[str], patterns: list[Pattern]) -> Work:
    """Counts of the same terms on two sides, and their G²; no intervals, no texts counted."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    from bench.ours import every_other_text

    target = every_other_text(len(sentences))

    def work() -> int:
        counter = CountVectorizer(ngram_range=(1, 2), token_pattern=TERM)
        counts = counter.fit_transform(sentences)
        a, b = (np.asarray(counts[side].sum(axis=0)).ravel() for side in (target, ~target))
        terms = counter.get_feature_names_out()
        is_pair = np.char.find(terms.astype(str), " ") >= 0
        n_rows = 0
        for of_length in (is_pair, ~is_pair):
            g2 = g_squared(a[of_length], b[of_length])
            n_rows += len(np.argsort(-g2))
        return n_rows

    return work


def g_squared(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """G² of the four cells of each term, whose counts in target and reference are given."""
    import numpy as np

    size_a = a.sum()
    size_b = b.sum()
    share = (a + b) / (size_a + size_b)
    cells = [(a, share * size_a), (b, share * size_b)]
    cells += [(size_a - a, (1 - share) * size_a), (size_b - b, (1 - share) * size_b)]
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.where(n > 0, n * np.log(n / expected), 0) for n, expected in cells]
    return 2 * sum(parts)


def polars_hits(sentences: list[str], patterns: list[Pattern]) -> Work:
    import polars as pl

    frame = pl.DataFrame({"sentence": sentences}).with_row_index("number")
    words = [pattern.rstrip("*") for pattern, _ in patterns]
    is_glob = [pattern.endswith("*") for pattern, _ in patterns]
    known = pl.DataFrame({"word": words, "glob": is_glob}).with_row_index("n")

    def work() -> int:
        options = {"ascii_case_insensitive": True, "overlapping": True}
        found = frame.with_columns(
            start=pl.col("sentence").str.find_many(words, **options),
            match=pl.col("sentence").str.extract_many(words, **options),
        )
        found = found.filter(pl.col("start").list.len() > 0).explode("start", "match")
        found = found.with_columns(word=pl.col("match").str.to_lowercase()).join(known, on="word")
        data = pl.col("sentence").cast(pl.Binary)  # offsets count bytes
        before = pl.col("start") - 1
        after = pl.col("start") + pl.col("match").str.len_bytes()
        found = found.filter(
            (pl.col("start") == 0) | ~data.bin.slice(before, 1).is_in(LETTERS),
            pl.col("glob") | ~data.bin.slice(after, 1).is_in(LETTERS),
        )
        return found.select("number", "n", "start", "match").height

    return work


def source() -> list[str]:
    """Paragraphs of real English that gensim's tests ship.

    They are 300 news articles (Lee et al. 2005) and the first articles of Wikipedia.
    """
    lines = [*_news_lines(), *_wikipedia_lines()]
    paragraphs = [" ".join(line.split()) for line in lines]
    return [paragraph for paragraph in paragraphs if _is_prose(paragraph)]


def _test_data() -> Path:
    import gensim

    return Path(gensim.__file__).parent / "test" / "test_data"


def _news_lines() -> list[str]:
    return (_test_data() / "lee_background.cor").read_text(encoding="utf-8").split("\n")


def _wikipedia_lines() -> Iterator[str]:
    import bz2

    from gensim.corpora.wikicorpus import extract_pages, filter_wiki

    with bz2.open(_test_data() / WIKIPEDIA) as file:
        for _, text, _ in extract_pages(file):
            without_quotes = filter_wiki(text).replace("''", "")  # the markup of italics and bold
            yield from without_quotes.split("\n")


def _is_prose(paragraph: str) -> bool:
    """Whether this is a long paragraph of whole sentences, not a heading, a list or a table."""
    if len(paragraph) <= 200:
        return False
    return paragraph[0].isupper() and paragraph[-1] in ".?!"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text("\n".join(source()), encoding="utf-8")
