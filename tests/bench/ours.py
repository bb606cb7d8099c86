"""The package itself, and two yardsticks: sentencex alone, and the least that turns text into word ids.

Runs in the project's environment; otherwise as in `peers.py`.
"""

from collections.abc import Callable


def codebook_of(patterns: list[tuple[str, str]]):
    """Make a `Codebook` with a theme for each ten patterns."""
    import pandas as pd

    from analysis import Codebook
    from analysis.tables import PATTERNS, THEMES

    theme = [f"theme-{number // 10:04}" for number in range(len(patterns))]
    names = list(dict.fromkeys(theme))
    blank = dict.fromkeys(["parent", "definition", "include", "exclude"], [""] * len(names))
    themes = THEMES.frame({"theme": names, "label": names} | blank)
    rows = {
        "theme": theme,
        "pattern": [pattern for pattern, _ in patterns],
        "excludes": [False] * len(patterns),
    }
    return Codebook("bench", "1", "en", themes, PATTERNS.frame(pd.DataFrame(rows)), "")


def documents_of(texts: list[str]):
    """Make the columns of `documents` that `split_sentences` reads."""
    import pandas as pd

    from analysis.tables import TEXT

    doc_ids = [f"{n:09}" for n in range(len(texts))]
    return pd.DataFrame({"doc_id": doc_ids, "text": texts, "language": "en"}, dtype=TEXT)


def sentences_of(sentences: list[str]):
    """Make the columns of `sentences` that `find_hits` reads, forty sentences a text."""
    import numpy as np
    import pandas as pd

    from analysis.tables import TEXT

    number, length = np.arange(len(sentences)), np.fromiter(map(len, sentences), dtype=np.int64) + 1
    frame = pd.DataFrame(
        {"doc_id": [f"{n // 40:09}" for n in number], "sentence": sentences}, dtype=TEXT
    )
    return frame.assign(sent_id=number % 40 + 1, start=np.cumsum(length) - length)


def analysis_import(texts, patterns) -> Callable[[], int]:
    from importlib import import_module

    return lambda: len(import_module("analysis").__all__)


def analysis_sentences(texts, patterns) -> Callable[[], int]:
    from analysis import split_sentences

    documents = documents_of(texts)
    return lambda: len(split_sentences(documents))


def analysis_hits(sentences, patterns) -> Callable[[], int]:
    from analysis import find_hits

    frame, codebook = sentences_of(sentences), codebook_of(patterns)
    return lambda: len(find_hits(frame, codebook))


def analysis_all(texts, patterns) -> Callable[[], int]:
    from analysis import find_hits, split_sentences, theme_shares

    documents, codebook = documents_of(texts), codebook_of(patterns)

    def work() -> int:
        sentences = split_sentences(documents)
        hits = find_hits(sentences, codebook)
        theme_shares(sentences, hits, codebook)
        return len(hits)

    return work


def sentencex_sentences(texts, patterns) -> Callable[[], int]:
    import sentencex

    return lambda: sum(len(sentencex.get_sentence_boundaries("en", text)) for text in texts)


def sketch_words(sentences, patterns) -> Callable[[], int]:
    """Word ids and nothing else: no offsets, no case but ASCII's and Latin-1's, every letter its own number."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(1)
    signs = [chr(code) for code in range(0x110000)]
    word = np.array([sign.isalnum() or sign == "_" for sign in signs])
    fold = np.array([ord(low) if len(low := sign.lower()) == 1 else ord(sign) for sign in signs])
    mixed = rng.integers(1, 1 << 63, 0x110000).astype(np.uint64) | np.uint64(1)
    value = np.where(word, mixed[fold], np.uint64(0))
    place = rng.integers(1, 1 << 63, 1 << 18).astype(np.uint64) | np.uint64(1)

    def hashes(chunk: str):
        values = value[np.frombuffer(chunk.encode("utf-32-le"), dtype=np.uint32)]
        inside = np.concatenate([[False], values != 0, [False]])
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        starts, ends = edges[::2], edges[1::2]
        letters = values[inside[1:-1]]
        length = ends - starts
        first = np.cumsum(length) - length
        within = np.arange(len(letters)) - np.repeat(first, length)
        return np.add.reduceat(letters * place[within], first)

    def work() -> int:
        text = "\n".join(sentences)
        chunks = [hashes(text[at : at + (1 << 18)]) for at in range(0, len(text), 1 << 18)]
        return len(pd.factorize(np.concatenate(chunks))[0])

    return work
