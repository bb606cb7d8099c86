"""What the texts consist of, in sentences."""

import pandas as pd

from analysis.display.findings.phrases import put_on_lines
from analysis.wording import pluralize


def describe_sentences(sections: pd.DataFrame, sentences: pd.DataFrame) -> str:
    """Say how many sentences there are, and how long they are.

    Args:
        sections: one row per section, as from `sections`.
        sentences: one row per sentence, as from `split_sentences`.

    >>> sections = pd.DataFrame({"doc_id": ["a", "a"], "section": ["", "Aims"]})
    >>> sentences = pd.DataFrame({"doc_id": ["a", "a"], "n_words": [3, 5]})
    >>> print(describe_sentences(sections, sentences))
    1 text: 2 sections, 2 sentences, 8 words.
    The median sentence has 4 words, the shortest 3 and the longest 5.
    """
    if sentences.empty:
        return "The study has no sentences."
    n_words = sentences["n_words"]
    n_texts = pluralize(sentences["doc_id"].nunique(), "text")
    counts = [
        pluralize(len(sections), "section"),
        pluralize(len(sentences), "sentence"),
        pluralize(n_words.sum(), "word"),
    ]
    median = f"The median sentence has {n_words.median():g} words"
    extremes = f"the shortest {n_words.min():,} and the longest {n_words.max():,}"
    return put_on_lines(f"{n_texts}: {', '.join(counts)}.", f"{median}, {extremes}.")


def describe_offsets(matching: pd.Series) -> str:
    """Say how many sentences match the text at their offsets.

    Args:
        matching: whether each sentence does, as from `matches_offsets`.

    >>> print(describe_offsets(pd.Series([True, True, False])))
    2 of 3 sentences match the text at their offsets.
    """
    n_sentences = pluralize(len(matching), "sentence")
    if matching.all():
        return f"All {n_sentences} match the text at their offsets."
    return f"{matching.sum():,} of {n_sentences} match the text at their offsets."
