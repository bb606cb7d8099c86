"""One measurement in a process of its own.

    python -m bench.measure NAME ITEMS PATTERNS

It prints one line of JSON. The work is first done on the first `WARM` items, which pays the costs
that arise only once: imports, tables, caches. The wall time of this first run is `first_s`. Then
the work is done on all items and timed. `analysis import` is done only once, because it is to be
measured cold.

The figures are the CPU seconds of this process and its children, the wall seconds, and the peak
memory of the whole process, which includes the interpreter, the libraries and the texts.
"""

import gc
import json
import sys
from pathlib import Path
from time import perf_counter

from bench import ours, peers
from bench.texts import TEXT_END, Pattern, Prepare, Work

TYPE_CHECKING = False  # not from typing: `analysis import` is to pay for every import it needs
if TYPE_CHECKING:
    from resource import struct_rusage

WORKS: dict[str, Prepare] = {
    "analysis import": ours.analysis_import,
    "analysis sentences": ours.analysis_sentences,
    "analysis hits": ours.analysis_hits,
    "analysis concordance": ours.analysis_concordance,
    "analysis keyness": ours.analysis_keyness,
    "analysis measures": ours.analysis_measures,
    "analysis all": ours.analysis_all,
    "sketch words": ours.sketch_words,
    "sentencex sentences": ours.sentencex_sentences,
    "spacy sentences": peers.spacy_sentences,
    "spacy hits": peers.spacy_hits,
    "spacy all": peers.spacy_all,
    "pysbd sentences": peers.pysbd_sentences,
    "pandas hits": peers.pandas_hits,
    "sklearn hits": peers.sklearn_hits,
    "sklearn keyness": peers.sklearn_keyness,
    "polars hits": peers.polars_hits,
}
WARM = {"texts": 2, "sentences": 100}  # items of the first run, by kind


def measure(name: str, items: Path, patterns: Path) -> dict[str, float]:
    """Do the work on a few items, then on all of them; return what the second run took."""
    kind = items.stem.partition("-")[0]
    separator = TEXT_END if kind == "texts" else "\n"
    inputs = items.read_text(encoding="utf-8").split(separator)
    book = _read_patterns(patterns)
    first_s = 0.0
    if name != "analysis import":
        first_s = _warm_up(WORKS[name], inputs[: WARM[kind]], book)
    work = WORKS[name](inputs, book)
    gc.collect()
    cpu_s, wall_s, n_rows = _timed(work)
    return {
        "cpu_s": cpu_s,
        "wall_s": wall_s,
        "first_s": first_s,
        "peak_mb": _peak_bytes() / 1e6,
        "n_rows": n_rows,
    }


def _read_patterns(path: Path) -> list[Pattern]:
    lines = path.read_text(encoding="utf-8").split("\n")
    pairs = [line.split("\t") for line in lines]
    return [(pattern, literal) for pattern, literal in pairs]


def _warm_up(prepare: Prepare, inputs: list[str], book: list[Pattern]) -> float:
    """Do the work once and return its wall seconds.

    Nothing else of it is kept, so that the timed run does not carry its memory.
    """
    _, wall_s, _ = _timed(prepare(inputs, book))
    return wall_s


def _timed(work: Work) -> tuple[float, float, int]:
    """CPU seconds, wall seconds, and the number of rows that the work returns."""
    cpu_before = _cpu_seconds()
    wall_before = perf_counter()
    n_rows = work()
    cpu_s = _cpu_seconds() - cpu_before
    wall_s = perf_counter() - wall_before
    return cpu_s, wall_s, n_rows


def _cpu_seconds() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in _usages())


def _peak_bytes() -> int:
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kibibytes
    return unit * max(usage.ru_maxrss for usage in _usages())


def _usages() -> "list[struct_rusage]":
    """The resources that this process and its children have used so far."""
    from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage  # Windows lacks it

    return [getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)]


if __name__ == "__main__":
    name, items, patterns = sys.argv[1:4]
    print(json.dumps(measure(name, Path(items), Path(patterns))))
