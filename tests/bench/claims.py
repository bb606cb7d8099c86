"""The targets set for the package's speed, each checked against the table of measurements."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from bench.plan import KEY
from bench.texts import ARTICLE, SAME_HITS

FASTER_THAN = {  # work of a peer: how many times as fast as the peer the package should be
    "spacy hits": 20,
    "sklearn hits": 10,
    "pandas hits": 80,
    "tidytext hits": 3,
}
RATES = {"1000": 30, "10000": 12}  # codebook: MB per CPU second
HITS_STEP = "sentences to hits, 100 patterns"
ALL_STEPS = "texts to all tables, 100 patterns"


@dataclass(frozen=True)
class Claim:
    """A target: at least `bound`, or at most `bound` if `at_most` is set, on the largest texts.

    `found` holds the measured figures by text size in MB, in ascending order. It is empty if
    nothing was measured.
    """

    text: str
    bound: float
    found: pd.Series
    at_most: bool = False

    @property
    def met(self) -> str:
        """`yes`, `no`, or `not measured`."""
        if self.found.empty:
            return "not measured"
        value = self.found.iloc[-1]
        is_met = value <= self.bound if self.at_most else value >= self.bound
        return "yes" if is_met else "no"

    def row(self) -> list[str]:
        """A row of the page: target, bound, figures (largest texts first), verdict."""
        comparison = "≤" if self.at_most else "≥"
        figures = [_figure(value, mb) for mb, value in self.found.items()]
        largest_first = ", ".join(reversed(figures))
        return [self.text, f"{comparison} {self.bound:g}", largest_first or "–", self.met]


def _figure(value: float, mb: float) -> str:
    number = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{number} ({mb:g} MB)"


def claims(frame: pd.DataFrame) -> Iterator[Claim]:
    """Every target with its figures from the table `frame`.

    Ratios compare CPU seconds, and are judged on the largest texts that both sides were measured
    on.
    """
    yield from _hits_claims(frame)
    yield from _all_tables_claims(frame)
    text = "64 MB: times the cost of 8 MB, the worst of the package's rows"
    yield Claim(text, 8.8, _growth(frame), at_most=True)
    same_hits = _times(
        figures(frame, "analysis hits", SAME_HITS), figures(frame, "analysis hits", KEY)
    )
    text = "10,000 patterns with the hits of 100: times the cost of 100"
    yield Claim(text, 6, same_hits, at_most=True)
    seconds = figures(frame, "analysis concordance", column="wall_s")
    yield Claim("a concordance of one pattern: seconds", 1.5, seconds, at_most=True)
    own = figures(frame, "analysis keyness")
    text = "keyness of terms of one and two words"
    yield Claim(f"{text}: CPU seconds", 8, own, at_most=True)
    sklearn = figures(frame, "sklearn keyness")
    yield Claim(f"{text}: times as fast as sklearn", 2, _times(sklearn, own))
    text = "all measures of 100,000 sentences in 2,000 texts, 50 themes, 2,000 draws"
    seconds = figures(frame, "analysis measures", column="wall_s")
    yield Claim(f"{text}: wall seconds", 20, seconds, at_most=True)
    peak = figures(frame, "analysis measures", column="peak_mb")
    yield Claim(f"{text}: peak MB", 2000, peak, at_most=True)
    yield from _article_claims(frame)
    seconds = figures(frame, "analysis import", column="wall_s")
    yield Claim("`import analysis`: seconds", 1, seconds, at_most=True)


def figures(frame: pd.DataFrame, work: str, book: str = "", column: str = "cpu_s") -> pd.Series:
    """The measured figures of one work and codebook, by text size in MB, in ascending order."""
    is_wanted = (frame["work"] == work) & (frame["book"] == book) & (frame["repeats"] > 0)
    return frame[is_wanted].set_index("mb")[column].sort_index()


def _times(slow: pd.Series, fast: pd.Series) -> pd.Series:
    return (slow / fast).dropna()


def _hits_claims(frame: pd.DataFrame) -> Iterator[Claim]:
    own = figures(frame, "analysis hits", KEY)
    for work, bound in FASTER_THAN.items():
        peer = work.split()[0]
        text = f"{HITS_STEP}: times as fast as {peer}"
        yield Claim(text, bound, _times(figures(frame, work, KEY), own))
    sketch = figures(frame, "sketch words")
    yield Claim(f"{HITS_STEP}: share of the sketch's rate", 0.65, _times(sketch, own))
    for book, bound in RATES.items():
        rate = figures(frame, "analysis hits", book, "mb_per_cpu_s")
        yield Claim(f"sentences to hits, {int(book):,} patterns: MB per CPU s", bound, rate)


def _all_tables_claims(frame: pd.DataFrame) -> Iterator[Claim]:
    own = figures(frame, "analysis all", KEY)
    sentencex = figures(frame, "sentencex sentences")
    text = f"{ALL_STEPS}: times sentencex's cost"
    yield Claim(text, 3.5, _times(own, sentencex), at_most=True)
    spacy = figures(frame, "spacy all", KEY)
    yield Claim(f"{ALL_STEPS}: times as fast as spacy", 15, _times(spacy, own))
    both = figures(frame, "pysbd sentences") + figures(frame, "pandas hits", KEY)
    yield Claim(f"{ALL_STEPS}: times as fast as pysbd + pandas", 100, _times(both, own))


def _growth(frame: pd.DataFrame) -> pd.Series:
    """The largest ratio of CPU seconds, 64 MB to 8 MB, among the package's own rows."""
    own = frame[frame["work"].str.startswith("analysis")]
    by_size = own.pivot_table("cpu_s", ["work", "book"], "mb").reindex(columns=[8.0, 64.0])
    ratios = (by_size[64.0] / by_size[8.0]).dropna()
    worst = {64.0: ratios.max()} if len(ratios) else {}
    return pd.Series(worst, dtype=float)


def _article_claims(frame: pd.DataFrame) -> Iterator[Claim]:
    warm = _article_seconds(frame, "wall_s")
    first = _article_seconds(frame, "first_s")
    text = "an article of 20 kB to all tables, 100 patterns, warm: ms"
    yield Claim(text, 50, 1000 * warm, at_most=True)
    text = "the same for the first time: more seconds than warm"
    yield Claim(text, 0.5, first - warm, at_most=True)


def _article_seconds(frame: pd.DataFrame, column: str) -> pd.Series:
    seconds = figures(frame, "analysis all", KEY, column)
    return seconds[seconds.index == ARTICLE]
