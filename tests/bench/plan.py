"""What is measured, in what order, and what is skipped because it would take too long."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.texts import ARTICLE, CODEBOOKS, SAME_HITS, SIZES

LIMIT = 60  # seconds: a cell that is predicted to take longer is not run
ROUNDS = 5
KEY = "100"  # the codebook of the steps that are measured with a single one

# Each work, and what its figures include. Works whose names end alike take the same input and do
# the same job.
WORKS = {
    "analysis import": "`import analysis` in a fresh process",
    "sketch words": "sentences to word ids: hashes by numpy, numbered by pandas; no offsets",
    "analysis sentences": "texts to the table `sentences`",
    "sentencex sentences": "texts to a list of dicts, each with a sentence and its offsets",
    "spacy sentences": (
        "texts to a data frame of sentences: blank English with sentencizer, `nlp.pipe`"
    ),
    "pysbd sentences": "paragraphs to spans to a data frame of sentences",
    "analysis hits": (
        "sentences to the table `hits`: globs, phrases, offsets, selection within a theme"
    ),
    "spacy hits": (
        "sentences to a data frame with offsets: blank English, PhraseMatcher (`LOWER`); no globs"
    ),
    "sklearn hits": "sentences to counts of 1- to 3-grams of the vocabulary; no globs, no offsets",
    "pandas hits": (
        "sentences (Arrow) by `str.contains`, with one regular expression per pattern;"
        " globs, no offsets"
    ),
    "polars hits": (
        "sentences by find_many and extract_many, whole words (ASCII);"
        " globs at the end of a word, byte offsets"
    ),
    "tidytext hits": (
        "sentences to single words, joined with the patterns; no phrases, no globs, no offsets"
    ),
    "analysis concordance": (
        "sentences to the table `concordance` of one pattern: offsets, 60 characters on each side"
    ),
    "analysis keyness": "sentences to two tables `keyness`: of terms of one word and of two words",
    "sklearn keyness": "sentences to counts of the same terms by CountVectorizer, and their G²",
    "analysis measures": (
        "made-up hits of 50 themes in at most 100,000 of the sentences, 50 to a text, to the shares"
        " of all, of 15 groups and of 10 years, with intervals of 2,000 draws, and to pairs"
    ),
    "analysis all": "texts to the tables `sentences`, `hits` and `shares`",
    "spacy all": (
        "texts to data frames of sentences, hits and shares: sentencizer, PhraseMatcher; no globs"
    ),
}
HITS = [work for work in WORKS if work.endswith(" hits")]
SENTENCES = ["sketch words", *(work for work in WORKS if work.endswith(" sentences"))]
KEYNESS = [work for work in WORKS if work.endswith(" keyness")]
ALL = [work for work in WORKS if work.endswith(" all")]
# The other works take whole texts.
ON_SENTENCES = {"sketch words", "analysis concordance", "analysis measures", *KEYNESS, *HITS}


@dataclass(frozen=True)
class Cell:
    """One row of the table: a work on texts of `mb` MB with a codebook (`""` if it uses none)."""

    work: str
    mb: float
    book: str = ""

    def __str__(self) -> str:
        book = f", {self.book} patterns" if self.book else ""
        return f"{self.work}, {self.mb} MB{book}"


def all_cells(
    sizes: Sequence[float] = SIZES, pattern_counts: Sequence[int] = CODEBOOKS
) -> list[Cell]:
    """Every cell: small texts before large ones, and cells that are compared next to each other."""
    cells = [Cell("analysis import", ARTICLE), Cell("analysis all", ARTICLE, KEY)]
    for mb in sizes:
        cells += [Cell(work, mb) for work in SENTENCES]
        cells += [Cell(work, mb, str(n)) for n in pattern_counts for work in HITS]
        if max(pattern_counts) == CODEBOOKS[-1]:
            cells.append(Cell("analysis hits", mb, SAME_HITS))
        cells.append(Cell("analysis concordance", mb))
        cells += [Cell(work, mb) for work in KEYNESS]
        cells.append(Cell("analysis measures", mb))
        cells += [Cell(work, mb, KEY) for work in ALL]
    return cells


def predictor(cell: Cell, cells: list[Cell]) -> tuple[Cell, float] | None:
    """The smaller cell that predicts this one, and how many times as long this one may take.

    It has the same work and codebook on the next smaller texts. On the smallest texts it has the
    next smaller codebook. None if there is no smaller cell.
    """
    same_work = [other for other in cells if other.work == cell.work]
    return _with_smaller_texts(cell, same_work) or _with_smaller_codebook(cell, same_work)


def _with_smaller_texts(cell: Cell, same_work: list[Cell]) -> tuple[Cell, float] | None:
    smaller = [
        other
        for other in same_work
        if other.book == cell.book
        and SIZES[0] <= other.mb < cell.mb  # no article: it predicts nothing
    ]
    if not smaller:
        return None
    largest = max(smaller, key=lambda other: other.mb)
    return largest, cell.mb / largest.mb


def _with_smaller_codebook(cell: Cell, same_work: list[Cell]) -> tuple[Cell, float] | None:
    if not cell.book.isdigit():
        return None
    n_patterns = int(cell.book)
    on_same_texts = [other for other in same_work if other.mb == cell.mb and other.book.isdigit()]
    smaller = [other for other in on_same_texts if int(other.book) < n_patterns]
    if not smaller:
        return None
    largest = max(smaller, key=lambda other: int(other.book))
    return largest, n_patterns / int(largest.book)


def reason_to_skip(
    cell: Cell, cells: list[Cell], walls: dict[Cell, float], seconds_left: float
) -> str:
    """Why a cell is not run, or `""` if it is to be run.

    Args:
        cell: the next cell.
        cells: all cells.
        walls: wall seconds of the cells that have been run.
        seconds_left: seconds until everything has to end.
    """
    smaller = predictor(cell, cells)
    if smaller is None:
        return "" if seconds_left > 0 else "not run: no time left"
    smaller_cell, factor = smaller
    if smaller_cell not in walls:
        return "not run: the next smaller one was not"
    predicted = walls[smaller_cell] * factor
    if predicted > LIMIT:
        return f"not run: predicted {predicted:,.0f} s"
    if predicted >= seconds_left:
        return f"not run: predicted {predicted:,.0f} s, no time left"
    return ""


def affordable(costs: dict[Cell, float], seconds: float) -> set[Cell]:
    """The cells that another round has time for: the cheapest first, as many as fit."""
    chosen = set()
    total = 0.0
    for cell in sorted(costs, key=costs.__getitem__):
        total += costs[cell]
        if total <= seconds:
            chosen.add(cell)
    return chosen
