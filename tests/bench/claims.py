"""What is asked of the package's speed, against the table: asked, measured, met or not."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from bench.plan import KEY
from bench.texts import ARTICLE, SAME_HITS


@dataclass(frozen=True)
class Claim:
    """Something asked for: `bound` to be reached (or, with `most`, not to be passed) by the last figure found.

    `found` has what was measured: by MB, the largest text last; empty where it was not.
    """

    text: str
    bound: float
    found: pd.Series
    most: bool = False

    @property
    def met(self) -> str:
        """`yes`, `no`, or `not measured`."""
        if self.found.empty:
            return "not measured"
        value = self.found.iloc[-1]
        return "yes" if (value <= self.bound if self.most else value >= self.bound) else "no"

    def line(self) -> list[str]:
        """In words: what, asked, measured (the largest texts first), met."""
        said = [
            f"{value:{',.0f' if value >= 100 else '.3g'}} ({mb:g} MB)"
            for mb, value in self.found.items()
        ]
        return [
            self.text,
            f"{'≤' if self.most else '≥'} {self.bound:g}",
            ", ".join(said[::-1]) or "–",
            self.met,
        ]


def claims(frame: pd.DataFrame) -> Iterator[Claim]:
    """What is asked, computed from the table; CPU seconds, judged on the largest texts on which both were run."""

    def by_size(work: str, book: str = "", column: str = "cpu_s") -> pd.Series:
        of = frame[(frame["work"] == work) & (frame["book"] == book) & (frame["repeats"] > 0)]
        return of.set_index("mb")[column].sort_index()

    def times(slow: pd.Series, fast: pd.Series) -> pd.Series:
        return (slow / fast).dropna()

    hits, whole, peers = (
        by_size("analysis hits", KEY),
        by_size("analysis all", KEY),
        "sentences to hits, 100 patterns",
    )
    for work, bound in {
        "spacy hits": 20,
        "sklearn hits": 10,
        "pandas hits": 80,
        "tidytext hits": 3,
    }.items():
        yield Claim(
            f"{peers}: times as fast as {work.split()[0]}", bound, times(by_size(work, KEY), hits)
        )
    yield Claim(f"{peers}: share of the sketch's rate", 0.65, times(by_size("sketch words"), hits))
    for book, bound in {"1000": 30, "10000": 12}.items():
        rate = by_size("analysis hits", book, "mb_per_cpu_s")
        yield Claim(f"sentences to hits, {int(book):,} patterns: MB per CPU s", bound, rate)
    tables = "texts to all tables, 100 patterns"
    yield Claim(
        f"{tables}: times sentencex's cost", 3.5, times(whole, by_size("sentencex sentences")), True
    )
    yield Claim(f"{tables}: times as fast as spacy", 15, times(by_size("spacy all", KEY), whole))
    both = by_size("pysbd sentences") + by_size("pandas hits", KEY)
    yield Claim(f"{tables}: times as fast as pysbd + pandas", 100, times(both, whole))
    yield Claim(
        "64 MB: times the cost of 8 MB, the worst of the package's rows", 8.8, _growth(frame), True
    )
    same = times(by_size("analysis hits", SAME_HITS), hits)
    yield Claim("10,000 patterns with the hits of 100: times the cost of 100", 6, same, True)
    seconds = {
        name: by_size("analysis all", KEY, name)[lambda s: s.index == ARTICLE]
        for name in ("wall_s", "first_s")
    }
    yield Claim(
        "an article of 20 kB to all tables, 100 patterns, warm: ms",
        50,
        1000 * seconds["wall_s"],
        True,
    )
    stall = seconds["first_s"] - seconds["wall_s"]
    yield Claim("the same for the first time: more seconds than warm", 0.5, stall, True)
    yield Claim("`import analysis`: seconds", 1, by_size("analysis import", column="wall_s"), True)


def _growth(frame: pd.DataFrame) -> pd.Series:
    own = frame[frame["work"].str.startswith("analysis")]
    wide = own.pivot_table("cpu_s", ["work", "book"], "mb").reindex(columns=[8.0, 64.0])
    found = (wide[64.0] / wide[8.0]).dropna()
    return pd.Series({64.0: found.max()} if len(found) else {}, dtype=float)
