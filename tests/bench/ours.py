"""The package itself and two yardsticks.

One yardstick is sentencex alone, the other the least work that turns text into word ids.

These works run in the project's environment. Otherwise they follow the rules in `peers.py`: what
comes before `def work` prepares the input and is not timed.
"""

from __future__ import annotations

TYPE_CHECKING = False  # see measure.py
if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analysis import Codebook
    from bench.texts import Pattern, Work

PATTERNS_PER_THEME = 10
SENTENCES_PER_TEXT = 40
MEASURED = 100_000  # the most sentences of `analysis measures`
TEXT_SIZE = 50  # their sentences per text
THEMES = 50
DRAWS = 2000
CHUNK = 1 << 18  # characters that the sketch hashes at a time


def make_codebook(patterns: list[Pattern]) -> Codebook:
    """A codebook in which every ten patterns form a theme."""
    import pandas as pd

    from analysis import Codebook
    from analysis.tables import PATTERNS, THEMES

    numbers = range(len(patterns))
    theme = [f"theme-{number // PATTERNS_PER_THEME:04}" for number in numbers]
    names = list(dict.fromkeys(theme))
    empty = [""] * len(names)
    theme_columns = {
        "theme": names,
        "label": names,
        "parent": empty,
        "definition": empty,
        "include": empty,
        "exclude": empty,
    }
    pattern_columns = {
        "theme": theme,
        "pattern": [pattern for pattern, _ in patterns],
        "excludes": [False] * len(patterns),
    }
    pattern_table = PATTERNS.frame(pd.DataFrame(pattern_columns))
    return Codebook("bench", "1", "en", THEMES.frame(theme_columns), pattern_table, "")


def make_documents(texts: list[str]) -> pd.DataFrame:
    """The columns of `documents` that `split_sentences` reads."""
    import pandas as pd

    from analysis.tables import TEXT

    doc_ids = [f"{number:09}" for number in range(len(texts))]
    columns = {"doc_id": doc_ids, "text": texts, "language": "en"}
    return pd.DataFrame(columns, dtype=TEXT)


def make_sentences(sentences: list[str]) -> pd.DataFrame:
    """The columns of `sentences` that `find_hits` reads, with forty sentences per text."""
    import numpy as np
    import pandas as pd

    from analysis.tables import TEXT

    number = np.arange(len(sentences))
    doc_ids = [f"{n // SENTENCES_PER_TEXT:09}" for n in number]
    frame = pd.DataFrame({"doc_id": doc_ids, "sentence": sentences}, dtype=TEXT)
    length = np.fromiter(map(len, sentences), dtype=np.int64) + 1  # and a space
    start = np.cumsum(length) - length
    return frame.assign(sent_id=number % SENTENCES_PER_TEXT + 1, start=start)


def analysis_import(texts: list[str], patterns: list[Pattern]) -> Work:
    from importlib import import_module

    return lambda: len(import_module("analysis").__all__)


def analysis_sentences(texts: list[str], patterns: list[Pattern]) -> Work:
    from analysis import split_sentences

    documents = make_documents(texts)
    return lambda: len(split_sentences(documents))


def analysis_hits(sentences: list[str], patterns: list[Pattern]) -> Work:
    from analysis import find_hits

    frame = make_sentences(sentences)
    codebook = make_codebook(patterns)
    return lambda: len(find_hits(frame, codebook))


def analysis_concordance(sentences: list[str], patterns: list[Pattern]) -> Work:
    from analysis import concordance

    frame = make_sentences(sentences)
    one = next(pattern for pattern, _ in patterns if pattern.endswith("*"))
    return lambda: len(concordance(frame, one))


def analysis_keyness(sentences: list[str], patterns: list[Pattern]) -> Work:
    from analysis import keyness

    frame = make_sentences(sentences)
    target = every_other_text(len(sentences))
    return lambda: sum(len(keyness(frame, target, n=n)) for n in (1, 2))


def every_other_text(n_sentences: int) -> np.ndarray:
    """Whether each sentence belongs to every other text of `make_sentences`."""
    import numpy as np

    return np.arange(n_sentences) // SENTENCES_PER_TEXT % 2 == 0


def analysis_measures(sentences: list[str], patterns: list[Pattern]) -> Work:
    """All measures of themes, with intervals, of as many sentences; what they say plays no part."""
    from analysis import theme_shares
    from analysis.measures.cooccurrence import cooccurrence
    from analysis.measures.groups import group_shares
    from analysis.measures.sequences import sequences
    from analysis.measures.time import shares_over_time

    frame, hits, documents = make_study(min(len(sentences), MEASURED))
    codebook = make_codebook([(str(number), "") for number in range(PATTERNS_PER_THEME * THEMES)])

    def work() -> int:
        tables = [
            theme_shares(frame, hits, codebook, draws=DRAWS),
            group_shares(frame, hits, codebook, documents, "group", draws=DRAWS),
            shares_over_time(frame, hits, codebook, documents, "year", draws=DRAWS),
            cooccurrence(frame, hits, codebook),
            sequences(frame, hits, codebook),
        ]
        return sum(map(len, tables))

    return work


def make_study(n: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """`n` sentences in texts of 50, hits that cluster by text, and texts in 15 groups and 10 years.

    A theme is in one sentence of twenty on average, and in every tenth text far more often.
    """
    import numpy as np
    import pandas as pd

    from analysis.tables import TEXT

    rng = np.random.default_rng(1)
    text = np.arange(n) // TEXT_SIZE
    n_texts = -(-n // TEXT_SIZE)
    chance = rng.beta(0.5, 9.5, size=(n_texts, THEMES))
    sentence, theme = np.nonzero(rng.random((n, THEMES)) < chance[text])
    doc_ids = np.array([f"{number:09}" for number in range(n_texts)])
    columns = {"doc_id": pd.Series(doc_ids[text], dtype=TEXT), "sent_id": np.arange(n) % TEXT_SIZE}
    frame = pd.DataFrame(columns).assign(paragraph=1)
    names = np.array([f"theme-{number:04}" for number in range(THEMES)])
    hits = frame.iloc[sentence].assign(
        theme=pd.Series(names[theme], sentence, TEXT),
        start=np.arange(len(sentence)),
        end=np.arange(len(sentence)) + 1,
        pattern="",
    )
    documents = pd.DataFrame({"doc_id": pd.Series(doc_ids, dtype=TEXT)})
    groups = pd.Series([f"group {number % 15}" for number in range(n_texts)], dtype=TEXT)
    years = 2011 + np.arange(n_texts) * 10 // max(n_texts, 1)
    return frame, hits.reset_index(drop=True), documents.assign(group=groups, year=years)


def analysis_all(texts: list[str], patterns: list[Pattern]) -> Work:
    from analysis import find_hits, split_sentences, theme_shares

    documents = make_documents(texts)
    codebook = make_codebook(patterns)

    def work() -> int:
        sentences = split_sentences(documents)
        hits = find_hits(sentences, codebook)
        theme_shares(sentences, hits, codebook)
        return len(hits)

    return work


def sentencex_sentences(texts: list[str], patterns: list[Pattern]) -> Work:
    import sentencex

    return lambda: sum(len(sentencex.get_sentence_boundaries("en", text)) for text in texts)


def sketch_words(sentences: list[str], patterns: list[Pattern]) -> Work:
    """Word ids and nothing else: no offsets.

    A word's hash is the sum of a number for each letter times a number for its position. Letters
    that differ only in case share a number if their small letter is a single character.
    """
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(1)
    letter_numbers = _letter_numbers(rng)
    position_numbers = _odd_numbers(rng, CHUNK)

    def hash_words(chunk: str) -> np.ndarray:
        values = letter_numbers[np.frombuffer(chunk.encode("utf-32-le"), dtype=np.uint32)]
        inside = np.concatenate([[False], values != 0, [False]])
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        starts = edges[::2]
        ends = edges[1::2]
        letters = values[inside[1:-1]]
        length = ends - starts
        first = np.cumsum(length) - length
        position = np.arange(len(letters)) - np.repeat(first, length)
        return np.add.reduceat(letters * position_numbers[position], first)

    def work() -> int:
        text = "\n".join(sentences)
        hashes = [hash_words(text[start : start + CHUNK]) for start in range(0, len(text), CHUNK)]
        return len(pd.factorize(np.concatenate(hashes))[0])

    return work


def _letter_numbers(rng: np.random.Generator) -> np.ndarray:
    """A random number for each code point that belongs to words, 0 for all others.

    A capital and its small letter share one number.
    """
    import numpy as np

    characters = [chr(code) for code in range(0x110000)]
    is_word = np.array([character.isalnum() or character == "_" for character in characters])
    folded = np.array([_folded(character) for character in characters])
    numbers = _odd_numbers(rng, 0x110000)
    return np.where(is_word, numbers[folded], np.uint64(0))


def _folded(character: str) -> int:
    """The code point of the small letter, or of the character if there is no single one."""
    lower = character.lower()
    return ord(lower) if len(lower) == 1 else ord(character)


def _odd_numbers(rng: np.random.Generator, size: int) -> np.ndarray:
    import numpy as np

    return rng.integers(1, 1 << 63, size).astype(np.uint64) | np.uint64(1)
