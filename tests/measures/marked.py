"""Studies of which only the themes of each sentence are given, for measures of pairs of themes."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
import tiny
from hypothesis import strategies as st

from analysis import Codebook
from analysis.tables import HITS, SENTENCES

Study = tuple[pd.DataFrame, pd.DataFrame, Codebook]  # sentences, hits, codebook


def marked_study(
    marks: Mapping[str, Iterable],
    texts: Iterable[int],
    paragraphs: Iterable[int] | int = 1,
) -> Study:
    """A study in which `marks` says, theme by theme, which sentences carry it.

    Every hit has characters of its own, so that no two overlap.
    """
    carried = np.column_stack([np.asarray(column, dtype=bool) for column in marks.values()])
    sentences = pd.DataFrame({"doc_id": [f"text {text:05}" for text in texts]})
    sentences["sent_id"] = sentences.groupby("doc_id").cumcount() + 1
    sentences["paragraph"] = paragraphs
    sentences = SENTENCES.frame(sentences.assign(start=0, end=0, n_words=1))
    codebook = tiny.codebook({theme: [theme] for theme in marks})
    sentence, theme = carried.nonzero()
    hits = sentences[["doc_id", "sent_id"]].iloc[sentence]
    names = np.array(list(marks))[theme]
    hits = hits.assign(theme=names, pattern=names, start=2 * theme, end=2 * theme + 1, match=names)
    return sentences, HITS.frame(hits), codebook


def random_study(seed: int, n_sentences: int = 60, n_themes: int = 4, n_texts: int = 7) -> Study:
    """A study of texts of unequal length, with themes that differ in how frequent they are."""
    rng = np.random.default_rng(seed)
    texts = np.sort(rng.integers(0, n_texts, n_sentences))
    marks = {f"t{n}": rng.random(n_sentences) < (n + 1) / 8 for n in range(n_themes)}
    return marked_study(marks, texts)


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """Any study of up to 12 sentences in up to 7 texts, with three themes."""
    n = draw(st.integers(1, 12))
    texts = sorted(draw(st.lists(st.integers(0, 6), min_size=n, max_size=n)))
    column = st.lists(st.booleans(), min_size=n, max_size=n)
    return marked_study({theme: draw(column) for theme in "abc"}, texts)


def themes_of_sentences(study: Study) -> list[set[str]]:
    """The themes of each sentence."""
    sentences, hits, _ = study
    found = hits.groupby(["doc_id", "sent_id"])["theme"].agg(set).to_dict()
    keys = zip(sentences["doc_id"], sentences["sent_id"], strict=True)
    return [found.get(key, set()) for key in keys]
