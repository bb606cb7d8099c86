"""What is measured on: English texts of three sizes, and codebooks drawn from their words, the same ones every time.

    python -m bench.texts SOURCE OUT MB …

SOURCE is a file with one paragraph a line, or a folder of texts. OUT then holds, for each size, `texts-<mb>.txt` (texts
between form feeds), `sentences-<mb>.txt` (one a line) and, once, `patterns-<name>.tsv` (a pattern and its literal).
"""

import random
import re
import sys
from collections import Counter
from itertools import cycle, pairwise
from pathlib import Path

SEED = 20261124
SIZES = (1, 8, 64)  # MB: 1,000,000 bytes of UTF-8
ARTICLE = 0.02  # MB: one article of 20 kB
CODEBOOKS = (10, 100, 1_000, 10_000)  # patterns
SAME_HITS = (
    "10000-same-hits"  # as many patterns as the largest codebook, with the hits of the one of 100
)
COMMON = 100  # of the most frequent words none is a pattern
KINDS = ("word", "glob", "word", "phrase")
TEXT_END = "\f"

Pattern = tuple[
    str, str
]  # a pattern, and what stands for it where no globs are known: the words it was drawn from


def recombine(paragraphs: list[str], mb: float) -> list[list[int]]:
    """Texts of `mb` MB in all: the numbers of each text's paragraphs, drawn with replacement.

    Whole paragraphs, so that quotation marks and brackets stay paired; never two texts alike, so that no one gains by
    remembering texts. The last text ends with the first paragraph that reaches the size.
    """
    rng = random.Random(SEED)
    texts, left = [], mb * 1_000_000
    while left > 0:
        texts.append([])
        for _ in range(rng.randint(4, 40)):
            texts[-1].append(rng.randrange(len(paragraphs)))
            left -= len(paragraphs[texts[-1][-1]].encode()) + 2  # and a blank line
            if left <= 0:
                break
    return texts


class Words:
    """The words that patterns are drawn from, in small letters: all, those of content, and neighbours of one blank."""

    def __init__(self, paragraphs: list[str]):
        whole = "\n".join(paragraphs).lower()
        count = Counter(re.findall(r"\w+", whole))
        common = {word for word, _ in count.most_common(COMMON)}
        self.all = set(count)
        self.content = {
            word: n
            for word, n in sorted(count.items())
            if n > 1 and len(word) > 3 and word.isalpha() and word not in common
        }
        self.runs = [run.split(" ") for run in re.findall(r"\w+(?: \w+)+", whole)]
        self.pairs = {pair for run in self.runs for pair in pairwise(run)}

    def shuffled(self, rng: random.Random) -> list[str]:
        """The words of content in the order in which a finger put into the text anywhere would first hit them.

        Each has a random key whose odds to come first are its count (Efraimidis & Spirakis 2006): a researcher, too,
        rather writes down a word that is often used.
        """
        key = {word: rng.random() ** (1 / n) for word, n in self.content.items()}
        return sorted(self.content, key=key.__getitem__, reverse=True)

    def stems(self) -> set[str]:
        """Every beginning of every word."""
        return {word[:n] for word in self.all for n in range(1, len(word) + 1)}


def draw(words: Words, n: int) -> list[Pattern]:
    """`n` patterns that occur: every second one word, then globs and phrases of two or three words, by turns.

    A smaller codebook is the beginning of a larger one. No two patterns and no two literals are equal. Raises
    `ValueError` where the texts have too few words.
    """
    rng = random.Random(SEED)
    stems = ((word[:-3] + "*", word) for word in words.shuffled(rng) if len(word) > 6)
    made = {
        "word": ((word, word) for word in words.shuffled(rng)),
        "glob": stems,
        "phrase": _phrases(words, rng),
    }
    return _first(made, n)


def _first(made: dict, n: int) -> list[Pattern]:
    """The first `n` new patterns, of one kind after the other."""
    chosen: dict[str, str] = {}
    literals: set[str] = set()
    kinds = cycle(KINDS)
    while len(chosen) < n:
        new = (
            pair for pair in made[next(kinds)] if pair[0] not in chosen and pair[1] not in literals
        )
        if (pair := next(new, None)) is None:
            raise ValueError(
                f"found words for {len(chosen):,} patterns; expected texts with words for {n:,}"
            )
        chosen[pair[0]] = pair[1]
        literals.add(pair[1])
    return list(chosen.items())


def _phrases(words: Words, rng: random.Random):
    content = words.content.keys()
    runs = [run for run in words.runs if not content.isdisjoint(run)]
    for _ in range(20 * len(runs)):
        run, length = rng.choice(runs), rng.choice((2, 3))
        at = rng.randrange(max(1, len(run) - length + 1))
        phrase = run[at : at + length]
        if not content.isdisjoint(phrase):
            yield " ".join(phrase), " ".join(phrase)


def draw_same_hits(words: Words, few: list[Pattern], n: int) -> list[Pattern]:
    """`few` patterns, and as many that never occur as make `n`: words and stems turned round, words never together."""
    rng = random.Random(SEED + 1)
    content = words.shuffled(rng)
    stems = words.stems()
    turned = [word[::-1] for word in content if word[::-1] not in words.all]
    apart = ((rng.choice(content), rng.choice(content)) for _ in range(100 * n))
    made = {
        "word": ((word, word) for word in turned),
        "glob": ((word[:-1] + "*", word) for word in reversed(turned) if word[:-1] not in stems),
        "phrase": ((" ".join(pair), " ".join(pair)) for pair in apart if pair not in words.pairs),
    }
    return few + _first(made, n - len(few))


def save(folder: Path, paragraphs: list[list[str]], sizes: list[float]) -> None:
    """Write the texts of all sizes and the codebooks; `paragraphs` are lists of sentences."""
    joined = [" ".join(sentences) for sentences in paragraphs]
    for mb in sizes:
        texts = recombine(joined, mb)
        whole = TEXT_END.join("\n\n".join(joined[number] for number in text) for text in texts)
        (folder / f"texts-{mb}.txt").write_text(whole, encoding="utf-8", newline="")
        lines = [sentence for text in texts for number in text for sentence in paragraphs[number]]
        (folder / f"sentences-{mb}.txt").write_text("\n".join(lines), encoding="utf-8", newline="")
    words = Words(joined)
    most = draw(words, CODEBOOKS[-1])
    books = {str(n): most[:n] for n in CODEBOOKS} | {
        SAME_HITS: draw_same_hits(words, most[:100], len(most))
    }
    for name, patterns in books.items():
        lines = "\n".join(f"{pattern}\t{literal}" for pattern, literal in patterns)
        (folder / f"patterns-{name}.tsv").write_text(lines, encoding="utf-8")


def paragraphs_of(source: Path) -> list[list[str]]:
    """Read the paragraphs of a file (one a line) or of a folder of texts, each as the sentences that it holds."""
    import pandas as pd

    from analysis import read_documents, split_sentences

    if source.is_dir():
        documents = read_documents(source)
    else:
        lines = [line for line in source.read_text(encoding="utf-8").split("\n") if line]
        documents = pd.DataFrame({"doc_id": [f"{n:09}" for n in range(len(lines))], "text": lines})
    sentences = split_sentences(documents)
    tidy = sentences["sentence"].str.split().str.join(" ")  # one line, and no form feed
    return (
        tidy.groupby([sentences["doc_id"], sentences["paragraph"]], sort=False).agg(list).tolist()
    )


if __name__ == "__main__":
    source, out, *sizes = sys.argv[1:]
    try:
        save(
            Path(out),
            paragraphs_of(Path(source)),
            [float(mb) if "." in mb else int(mb) for mb in sizes],
        )
    except ValueError as error:  # an InputError too
        sys.exit(f"{source}: {error}")
