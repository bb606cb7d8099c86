"""The peers, each the way its own documentation calls the fast one, and the source of the built-in texts.

Runs in the peers' own environment. Every function takes what is in memory (texts, or their sentences) and the
codebook, and returns the work to be timed, which gives the number of rows of its result. What stands before `def work`
is loading, and is not timed; making a matcher of the patterns is part of the work, for all.
"""

import re
import sys
from pathlib import Path

LETTERS = [
    bytes([byte]) for byte in b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
]


def spacy_sentences(texts, patterns):
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
        return len(pd.DataFrame(rows, columns=["text", "start", "end", "sentence"]))

    return work


def spacy_hits(sentences, patterns):
    import pandas as pd
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")

    def work() -> int:
        matcher = _phrase_matcher(PhraseMatcher, nlp, patterns)
        rows = [
            (number, key, doc[start:end])
            for number, doc in enumerate(nlp.pipe(sentences, batch_size=1000))
            for key, start, end in matcher(doc)
        ]
        rows = [
            (number, key, span.start_char, span.end_char, span.text) for number, key, span in rows
        ]
        return len(pd.DataFrame(rows, columns=["sentence", "pattern", "start", "end", "match"]))

    return work


def _phrase_matcher(matcher, nlp, patterns):
    matcher = matcher(nlp.vocab, attr="LOWER")
    docs = nlp.tokenizer.pipe(literal for _, literal in patterns)
    for (pattern, _), doc in zip(patterns, docs, strict=True):
        matcher.add(pattern, [doc])
    return matcher


def spacy_all(texts, patterns):
    import pandas as pd
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")

    def work() -> int:
        matcher = _phrase_matcher(PhraseMatcher, nlp, patterns)
        sentences, hits = [], []
        for number, doc in enumerate(nlp.pipe(texts)):
            for sent in doc.sents:
                sentences.append((number, sent.start_char, sent.end_char, sent.text))
                for key, start, end in matcher(sent):
                    span = sent[start:end]
                    hits.append((len(sentences), key, span.start_char, span.end_char, span.text))
        sentences = pd.DataFrame(sentences, columns=["text", "start", "end", "sentence"])
        hits = pd.DataFrame(hits, columns=["sentence", "pattern", "start", "end", "match"])
        hits.groupby("pattern")["sentence"].nunique() / len(sentences)
        return len(hits)

    return work


def pysbd_sentences(texts, patterns):
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
        return len(pd.DataFrame(rows, columns=["text", "start", "end", "sentence"]))

    return work


def pandas_hits(sentences, patterns):
    import pandas as pd

    column = pd.Series(
        sentences, dtype="str"
    )  # on Arrow, whose regular expressions are much faster than Python's
    regexes = [
        rf"\b{re.escape(pattern)}\b".replace(r"\*", r"\w*").replace(r"\ ", " ")
        for pattern, _ in patterns
    ]

    def work() -> int:
        found = [column.index[column.str.contains(regex, case=False)] for regex in regexes]
        hits = [
            pd.DataFrame({"sentence": at, "pattern": number}) for number, at in enumerate(found)
        ]
        return len(pd.concat(hits, ignore_index=True))

    return work


def sklearn_hits(sentences, patterns):
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


def polars_hits(sentences, patterns):
    import polars as pl

    frame = pl.DataFrame({"sentence": sentences}).with_row_index("number")
    words = [pattern.rstrip("*") for pattern, _ in patterns]
    known = pl.DataFrame(
        {"word": words, "glob": [pattern.endswith("*") for pattern, _ in patterns]}
    ).with_row_index("n")

    def work() -> int:
        options = {"ascii_case_insensitive": True, "overlapping": True}
        found = frame.with_columns(
            start=pl.col("sentence").str.find_many(words, **options),
            match=pl.col("sentence").str.extract_many(words, **options),
        )
        found = found.filter(pl.col("start").list.len() > 0).explode("start", "match")
        found = found.with_columns(word=pl.col("match").str.to_lowercase()).join(known, on="word")
        data = pl.col("sentence").cast(pl.Binary)  # offsets count bytes
        before, after = pl.col("start") - 1, pl.col("start") + pl.col("match").str.len_bytes()
        found = found.filter(
            (pl.col("start") == 0) | ~data.bin.slice(before, 1).is_in(LETTERS),
            pl.col("glob") | ~data.bin.slice(after, 1).is_in(LETTERS),
        )
        return found.select("number", "n", "start", "match").height

    return work


def source() -> list[str]:
    """Real English that gensim's tests ship: 300 news articles (Lee et al. 2005), and Wikipedia's first articles."""
    import bz2

    import gensim
    from gensim.corpora.wikicorpus import extract_pages, filter_wiki

    folder = Path(gensim.__file__).parent / "test" / "test_data"
    paragraphs = (folder / "lee_background.cor").read_text(encoding="utf-8").split("\n")
    with bz2.open(
        folder / "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2"
    ) as file:
        for _, text, _ in extract_pages(file):
            paragraphs += filter_wiki(text).replace("''", "").split("\n")
    paragraphs = [" ".join(paragraph.split()) for paragraph in paragraphs]
    return [one for one in paragraphs if len(one) > 200 and one[0].isupper() and one[-1] in ".?!"]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text("\n".join(source()), encoding="utf-8")
