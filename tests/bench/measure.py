"""One measurement, in a process of its own: python -m bench.measure NAME ITEMS PATTERNS, one line of JSON on stdout.

The work is done once on the first `WARM` items (that pays what is paid once: imports, tables, caches; `first_s`), then
on all of them, timed (`analysis import` only once: nothing is to be warm). Measured are CPU seconds of this process and its children, wall seconds, and the peak memory of
the whole process: the interpreter, the libraries and the texts too.
"""

import gc
import json
import sys
from pathlib import Path
from time import perf_counter

from bench import ours, peers
from bench.texts import TEXT_END

WORKS = {
    "analysis import": ours.analysis_import,
    "analysis sentences": ours.analysis_sentences,
    "analysis hits": ours.analysis_hits,
    "analysis all": ours.analysis_all,
    "sketch words": ours.sketch_words,
    "sentencex sentences": ours.sentencex_sentences,
    "spacy sentences": peers.spacy_sentences,
    "spacy hits": peers.spacy_hits,
    "spacy all": peers.spacy_all,
    "pysbd sentences": peers.pysbd_sentences,
    "pandas hits": peers.pandas_hits,
    "sklearn hits": peers.sklearn_hits,
    "polars hits": peers.polars_hits,
}
WARM = {"texts": 2, "sentences": 100}


def measure(name: str, items: Path, patterns: Path) -> dict:
    """Do the work, warm and timed, and say what it took."""
    kind = items.stem.partition("-")[0]
    read = items.read_text(encoding="utf-8").split(TEXT_END if kind == "texts" else "\n")
    book = [tuple(line.split("\t")) for line in patterns.read_text(encoding="utf-8").split("\n")]
    first = 0.0 if name == "analysis import" else _timed(WORKS[name](read[: WARM[kind]], book))[1]
    work = WORKS[name](read, book)
    gc.collect()
    cpu, wall, n_rows = _timed(work)
    peak = max(used.ru_maxrss for used in _used()) * (
        1 if sys.platform == "darwin" else 1024
    )  # its unit there
    return {"cpu_s": cpu, "wall_s": wall, "first_s": first, "peak_mb": peak / 1e6, "n_rows": n_rows}


def _timed(work) -> tuple[float, float, int]:
    cpu, wall = _cpu(), perf_counter()
    n_rows = work()
    return _cpu() - cpu, perf_counter() - wall, n_rows


def _cpu() -> float:
    return sum(used.ru_utime + used.ru_stime for used in _used())


def _used() -> list:
    """What this process and its children have used so far."""
    from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage  # not there on Windows

    return [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
