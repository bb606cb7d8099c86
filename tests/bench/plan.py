"""What is measured, in what order, and what is left out: cells, and what the smaller ones predict of the larger."""

from dataclasses import dataclass

from bench.texts import ARTICLE, CODEBOOKS, SAME_HITS, SIZES

LIMIT = 60  # seconds: a cell that is predicted to take longer is not run
ROUNDS = 5
KEY = "100"  # the codebook of the steps that are measured with one only

# Each work, and what its figures include. Those of one line of `STEPS` have the same input and do the same job.
WORKS = {
    "analysis import": "`import analysis` in a fresh process",
    "sketch words": "sentences to word ids: hashes by numpy, numbered by pandas; no offsets",
    "analysis sentences": "texts to the table `sentences`",
    "sentencex sentences": "texts to a list of dicts, a sentence and its offsets each",
    "spacy sentences": "blank English with sentencizer, `nlp.pipe`; texts to a data frame of sentences",
    "pysbd sentences": "paragraphs to spans to a data frame of sentences",
    "analysis hits": "sentences to the table `hits`: globs, phrases, offsets, selection within a theme",
    "spacy hits": "sentences through blank English and PhraseMatcher (`LOWER`) to a data frame with offsets; no globs",
    "sklearn hits": "sentences to counts of 1- to 3-grams of the vocabulary; no globs, no offsets",
    "pandas hits": "sentences (Arrow) by `str.contains`, a regular expression a pattern; globs, no offsets",
    "polars hits": "sentences by find_many and extract_many, whole words (ASCII); globs at a word's end, byte offsets",
    "tidytext hits": "sentences to single words, joined with the patterns; no phrases, no globs, no offsets",
    "analysis all": "texts to the tables `sentences`, `hits` and `shares`",
    "spacy all": "texts by sentencizer and PhraseMatcher to data frames of sentences, hits and shares; no globs",
}
HITS = [work for work in WORKS if work.endswith(" hits")]
SENTENCES = ["sketch words", *(work for work in WORKS if work.endswith(" sentences"))]
ALL = [work for work in WORKS if work.endswith(" all")]
ON_SENTENCES = {"sketch words", *HITS}  # the others are given whole texts


@dataclass(frozen=True)
class Cell:
    """One line of the table: a work on texts of `mb` MB with a codebook (blank where none is used)."""

    work: str
    mb: float
    book: str = ""

    def __str__(self) -> str:
        book = f", {self.book} patterns" if self.book else ""
        return f"{self.work}, {self.mb} MB{book}"


def cells(sizes=SIZES, books=CODEBOOKS) -> list[Cell]:
    """Everything, small before large, and those to be compared next to one another."""
    found = [Cell("analysis import", ARTICLE), Cell("analysis all", ARTICLE, KEY)]
    for mb in sizes:
        found += [Cell(work, mb) for work in SENTENCES]
        found += [Cell(work, mb, str(book)) for book in books for work in HITS]
        if max(books) == CODEBOOKS[-1]:
            found.append(Cell("analysis hits", mb, SAME_HITS))
        found += [Cell(work, mb, KEY) for work in ALL]
    return found


def smaller(cell: Cell, among: list[Cell]) -> tuple[Cell, float] | None:
    """The cell that predicts this one, and how many times as long this one may take; None for the smallest.

    It is the same work and codebook on the next smaller texts, and on the smallest texts the next smaller codebook.
    """
    same = [other for other in among if other.work == cell.work]
    sizes = [other for other in same if other.book == cell.book and SIZES[0] <= other.mb < cell.mb]
    if sizes:
        before = max(sizes, key=lambda other: other.mb)
        return before, cell.mb / before.mb
    books = [
        other
        for other in same
        if other.mb == cell.mb and other.book.isdigit() and cell.book.isdigit()
    ]
    books = [other for other in books if int(other.book) < int(cell.book)]
    if not books:
        return None
    before = max(books, key=lambda other: int(other.book))
    return before, int(cell.book) / int(before.book)


def why_not(cell: Cell, among: list[Cell], walls: dict[Cell, float], left: float) -> str:
    """Why a cell is not run: blank where it is.

    Args:
        cell: that is next.
        among: all cells.
        walls: the wall seconds of the cells that have been run.
        left: seconds until the whole has to end.
    """
    if (before := smaller(cell, among)) is None:
        return "" if left > 0 else "not run: no time left"
    if before[0] not in walls:
        return "not run: the next smaller one was not"
    predicted = walls[before[0]] * before[1]
    if predicted > LIMIT:
        return f"not run: predicted {predicted:,.0f} s"
    return "" if predicted < left else f"not run: predicted {predicted:,.0f} s, no time left"


def affordable(costs: dict[Cell, float], seconds: float) -> set[Cell]:
    """The cells that another round has time for: the cheapest first, as many as fit."""
    chosen, total = set(), 0.0
    for cell in sorted(costs, key=costs.__getitem__):
        total += costs[cell]
        if total <= seconds:
            chosen.add(cell)
    return chosen
