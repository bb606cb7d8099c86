"""The input of the measurements: texts of three sizes, and codebooks drawn from their words.

    python -m bench.texts SOURCE OUT MB …

SOURCE is a file with one paragraph per line, or a folder of texts. For each size, the command
writes two files to the folder OUT: `texts-<mb>.txt` (texts separated by form feeds) and
`sentences-<mb>.txt` (one per line). It also writes one file per codebook, `patterns-<name>.tsv` (a
pattern and its literal per line). The same source always gives the same files.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, pairwise
from pathlib import Path

SEED = 20261124
SIZES = (1, 8, 64)  # MB: 1,000,000 bytes of UTF-8
ARTICLE = 0.02  # MB: one article of 20 kB
CODEBOOKS = (10, 100, 1_000, 10_000)  # patterns
# The codebook with as many patterns as the largest one, and the hits of the one with 100.
SAME_HITS = "10000-same-hits"
COMMON = 100  # so many of the most frequent words are never patterns
KINDS = ("word", "glob", "word", "phrase")
TEXT_END = "\f"

# A pattern and its literal: the words it was drawn from, which serve peers without globs.
Pattern = tuple[str, str]
Work = Callable[[], int]  # what is timed; it returns the number of rows of its result
Prepare = Callable[[list[str], list[Pattern]], Work]  # from texts or sentences, and a codebook


def recombine(paragraphs: list[str], mb: float) -> list[list[int]]:
    """Texts of `mb` MB in all; each is a list of paragraph numbers, drawn with replacement.

    Paragraphs stay whole so that quotation marks and brackets stay paired. No two texts are alike,
    so that caching whole texts gains nothing. The last text ends with the first paragraph that
    reaches the size.
    """
    rng = random.Random(SEED)
    texts: list[list[int]] = []
    left = mb * 1_000_000
    while left > 0:
        text: list[int] = []
        texts.append(text)
        for _ in range(rng.randint(4, 40)):
            number = rng.randrange(len(paragraphs))
            text.append(number)
            left -= len(paragraphs[number].encode()) + 2  # and a blank line
            if left <= 0:
                break
    return texts


class Words:
    """The lower-case words that patterns are drawn from.

    Attributes:
        all: every word.
        content: the content words, each with its count.
        runs: sequences of two or more words that are separated by single spaces.
        pairs: every two neighbours in a run.
    """

    def __init__(self, paragraphs: list[str]) -> None:
        text = "\n".join(paragraphs).lower()
        counts = Counter(re.findall(r"\w+", text))
        common = {word for word, _ in counts.most_common(COMMON)}
        self.all = set(counts)
        self.content = {
            word: count
            for word, count in sorted(counts.items())
            if word not in common and _is_content(word, count)
        }
        self.runs = [run.split(" ") for run in re.findall(r"\w+(?: \w+)+", text)]
        self.pairs = {pair for run in self.runs for pair in pairwise(run)}

    def shuffled(self, rng: random.Random) -> list[str]:
        """The content words in random order, in which frequent words tend to come first.

        Each word has a random key with which its odds of coming first are its count (Efraimidis &
        Spirakis 2006). A researcher, too, is more likely to write down a word that is often used.
        """
        keys = {word: rng.random() ** (1 / count) for word, count in self.content.items()}
        return sorted(self.content, key=keys.__getitem__, reverse=True)

    def stems(self) -> set[str]:
        """Every prefix of every word, the word itself included."""
        return {word[:n] for word in self.all for n in range(1, len(word) + 1)}


def _is_content(word: str, count: int) -> bool:
    return count > 1 and len(word) > 3 and word.isalpha()


def draw(words: Words, n: int) -> list[Pattern]:
    """Draw `n` patterns that occur in the texts.

    Every second one is a single word. The others are globs and phrases of two or three words, in
    turns. A smaller codebook is the beginning of a larger one. No two patterns are equal, nor are
    two literals. Raises `ValueError` if the texts have too few words.
    """
    rng = random.Random(SEED)
    globs = ((word[:-3] + "*", word) for word in words.shuffled(rng) if len(word) > 6)
    singles = ((word, word) for word in words.shuffled(rng))
    return _first_new(n, singles, globs, _phrases(words, rng))


def _first_new(
    n: int, words: Iterable[Pattern], globs: Iterable[Pattern], phrases: Iterable[Pattern]
) -> list[Pattern]:
    """The first `n` different patterns, taken in turns from the kinds in `KINDS`."""
    candidates = {"word": iter(words), "glob": iter(globs), "phrase": iter(phrases)}
    kinds = cycle(KINDS)
    chosen: dict[str, str] = {}
    literals: set[str] = set()
    while len(chosen) < n:
        new = (
            (pattern, literal)
            for pattern, literal in candidates[next(kinds)]
            if pattern not in chosen and literal not in literals
        )
        pair = next(new, None)
        if pair is None:
            raise ValueError(
                f"found words for {len(chosen):,} patterns; expected texts with words for {n:,}"
            )
        pattern, literal = pair
        chosen[pattern] = literal
        literals.add(literal)
    return list(chosen.items())


def _phrases(words: Words, rng: random.Random) -> Iterator[Pattern]:
    """Random stretches of two or three words that include a content word."""
    content = words.content.keys()
    runs = [run for run in words.runs if not content.isdisjoint(run)]
    for _ in range(20 * len(runs)):
        run = rng.choice(runs)
        length = rng.choice((2, 3))
        start = rng.randrange(max(1, len(run) - length + 1))
        stretch = run[start : start + length]
        if not content.isdisjoint(stretch):
            phrase = " ".join(stretch)
            yield phrase, phrase


def draw_same_hits(words: Words, few: list[Pattern], n: int) -> list[Pattern]:
    """Extend `few` to `n` patterns with patterns that never occur.

    These are reversed words, globs of reversed words, and pairs of words that are never neighbours.
    """
    rng = random.Random(SEED + 1)
    content = words.shuffled(rng)
    stems = words.stems()
    turned = [word[::-1] for word in content]
    absent = [word for word in turned if word not in words.all]
    singles = ((word, word) for word in absent)
    globs = ((word[:-1] + "*", word) for word in reversed(absent) if word[:-1] not in stems)
    phrases = _absent_phrases(words, content, rng, 100 * n)
    return few + _first_new(n - len(few), singles, globs, phrases)


def _absent_phrases(
    words: Words, content: list[str], rng: random.Random, tries: int
) -> Iterator[Pattern]:
    for _ in range(tries):
        pair = rng.choice(content), rng.choice(content)
        if pair not in words.pairs:
            phrase = " ".join(pair)
            yield phrase, phrase


def save(folder: Path, paragraphs: list[list[str]], sizes: list[float]) -> None:
    """Write the texts of all sizes and the codebooks; each paragraph is a list of sentences."""
    joined = [" ".join(sentences) for sentences in paragraphs]
    for mb in sizes:
        texts = recombine(joined, mb)
        whole = TEXT_END.join(_text(joined, numbers) for numbers in texts)
        _write(folder / f"texts-{mb}.txt", whole)
        sentences = "\n".join(_sentences(paragraphs, texts))
        _write(folder / f"sentences-{mb}.txt", sentences)
    words = Words(joined)
    largest = draw(words, CODEBOOKS[-1])
    codebooks = {str(n): largest[:n] for n in CODEBOOKS}
    codebooks[SAME_HITS] = draw_same_hits(words, largest[:100], len(largest))
    for name, patterns in codebooks.items():
        lines = [f"{pattern}\t{literal}" for pattern, literal in patterns]
        _write(folder / f"patterns-{name}.tsv", "\n".join(lines))


def _text(paragraphs: list[str], numbers: list[int]) -> str:
    return "\n\n".join(paragraphs[number] for number in numbers)


def _sentences(paragraphs: list[list[str]], texts: list[list[int]]) -> Iterator[str]:
    for numbers in texts:
        for number in numbers:
            yield from paragraphs[number]


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def paragraphs_of(source: Path) -> list[list[str]]:
    """The paragraphs of a file (one per line) or a folder of texts, each a list of sentences."""
    import pandas as pd

    from analysis import read_documents, split_sentences

    if source.is_dir():
        documents = read_documents(source)
    else:
        lines = [line for line in source.read_text(encoding="utf-8").split("\n") if line]
        doc_ids = [f"{number:09}" for number in range(len(lines))]
        documents = pd.DataFrame({"doc_id": doc_ids, "text": lines})
    sentences = split_sentences(documents)
    tidy = sentences["sentence"].str.split().str.join(" ")  # no line end, and no form feed
    by_paragraph = tidy.groupby([sentences["doc_id"], sentences["paragraph"]], sort=False)
    return by_paragraph.agg(list).tolist()


def _size(mb: str) -> float:
    return float(mb) if "." in mb else int(mb)


if __name__ == "__main__":
    source, out, *sizes = sys.argv[1:]
    try:
        save(Path(out), paragraphs_of(Path(source)), [_size(mb) for mb in sizes])
    except ValueError as error:  # also an InputError
        sys.exit(f"{source}: {error}")
