"""`make bench`: measure the package and its peers in turns on the same texts.

    PYTHONPATH=tests .venv/bin/python -m bench.run [--quick] [--texts FOLDER] [--minutes N]

The peers have an environment of their own, `.venv/bench`. R's tidytext takes part if it is
installed in R. Each measurement is a process of its own (`measure.py`). A round goes through all
cells (`plan.py`) before the next round begins. If time is short, a round takes only the cheapest
cells; the table says how often each was measured. The runner itself loads no library until
everything is measured, because a process on Linux inherits the peak memory of its parent. The
results are in `exports/bench/`: `bench.md`, `bench.csv`, `measurements.csv`, `bench.png`,
`bench.svg`, and the texts. Needs Linux or macOS.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from bench.plan import KEY, LIMIT, ON_SENTENCES, ROUNDS, Cell, affordable, all_cells, reason_to_skip
from bench.texts import ARTICLE, SIZES

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PEERS = ROOT / ".venv" / "bench"
PEERS_PYTHON = PEERS / "bin" / "python"
OWN = {"analysis", "sketch", "sentencex"}  # run in the project's environment
REPORTING = 20  # seconds kept for the table and the chart
SEARCH_PATH = os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
ENVIRONMENT = os.environ | {"PYTHONPATH": SEARCH_PATH}


def set_up() -> None:
    """Make the peers' environment with the versions in `peers.txt`, unless it has them already."""
    wanted = HERE / "peers.txt"
    ready = PEERS / "ready.txt"
    if ready.is_file() and ready.read_text() == wanted.read_text():
        return
    log(f"setting up {PEERS} (once; about a minute)")
    run_command(sys.executable, "-m", "venv", "--clear", PEERS)
    run_command(*_installer(), "--quiet", "-r", wanted)
    ready.write_text(wanted.read_text())


def _installer() -> list[str | Path]:
    """The command that installs into the peers' environment: uv if the project has it, else pip."""
    uv = shutil.which("uv", path=Path(sys.executable).parent)
    if uv:
        return [uv, "pip", "install", "--python", PEERS_PYTHON]
    return [PEERS_PYTHON, "-m", "pip", "install"]


def make_texts(folder: Path, texts: str | None, sizes: Sequence[float]) -> None:
    """Write texts and codebooks to `folder`, in processes of their own."""
    log("making the texts and the codebooks")
    if texts:
        source = Path(texts).absolute()
    else:
        source = folder / "source.txt"
        run_command(PEERS_PYTHON, "-m", "bench.peers", source)
    all_sizes = [str(mb) for mb in (ARTICLE, *sizes)]
    run_command(sys.executable, "-m", "bench.texts", source, folder, *all_sizes)


def command_of(cell: Cell, folder: Path) -> list[str]:
    """The command that measures a cell."""
    kind = "sentences" if cell.work in ON_SENTENCES else "texts"
    items = str(folder / f"{kind}-{cell.mb}.txt")
    patterns = str(folder / f"patterns-{cell.book or KEY}.tsv")
    library = cell.work.split()[0]
    if library == "tidytext":
        return ["Rscript", "--vanilla", str(HERE / "tidytext.R"), items, patterns]
    python = sys.executable if library in OWN else str(PEERS_PYTHON)
    return [python, "-m", "bench.measure", cell.work, items, patterns]


def measure(cell: Cell, folder: Path) -> dict[str, float] | str:
    """Measure a cell once: the figures from `measure.py`, or the reason why there are none."""
    try:
        done = subprocess.run(
            command_of(cell, folder),
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            timeout=2 * LIMIT,
        )
    except subprocess.TimeoutExpired:
        return f"stopped after {2 * LIMIT} s"
    if done.returncode:
        messages = done.stderr.strip().splitlines() or ["without a message"]
        return f"failed: {messages[-1]}"
    return json.loads(done.stdout)


def missing_works() -> dict[str, str]:
    """The works that cannot be run on this machine, with the reason."""
    if shutil.which("Rscript"):
        load = ["Rscript", "--vanilla", "-e", "library(tidytext); library(dplyr)"]
        if subprocess.run(load, capture_output=True).returncode == 0:
            return {}
    return {"tidytext hits": "not installed"}


class Rounds:
    """The measurements so far.

    Attributes:
        rows: one dict per measurement.
        left_out: cells that were not measured, or that failed later, with the reason.
        walls: wall seconds of each cell in the first round.
        costs: seconds that a cell costs in all, its process and its loading included.
    """

    def __init__(self, todo: list[Cell], folder: Path, n_rounds: int) -> None:
        self.todo = todo
        self.folder = folder
        self.n_rounds = n_rounds
        self.rows: list[dict] = []
        self.left_out: dict[Cell, str] = {}
        self.walls: dict[Cell, float] = {}
        self.costs: dict[Cell, float] = {}

    def run(self, end: float) -> None:
        """Measure the cells round by round until `end`, a time of the monotonic clock."""
        self._run_first_round(end)
        for number in range(2, self.n_rounds + 1):
            seconds = (end - monotonic()) / (self.n_rounds - number + 1)
            chosen = affordable(self.costs, seconds)
            for cell in self.todo:
                if cell in chosen:
                    self._measure(cell, number)

    def _run_first_round(self, end: float) -> None:
        """Measure every cell that can be run and is not predicted to take too long."""
        missing = missing_works()
        for cell in self.todo:
            reason = missing.get(cell.work, "")
            if not reason:
                reason = reason_to_skip(cell, self.todo, self.walls, end - monotonic())
            if reason:
                self._leave_out(cell, reason)
            else:
                self._measure(cell, 1)

    def _measure(self, cell: Cell, number: int) -> None:
        began = monotonic()
        found = measure(cell, self.folder)
        if isinstance(found, str):
            self._leave_out(cell, found)
            return
        self.walls.setdefault(cell, found["wall_s"])
        self.costs.setdefault(cell, monotonic() - began)
        key = {"work": cell.work, "mb": cell.mb, "book": cell.book, "round": number}
        self.rows.append(key | found)
        log(f"round {number} of {self.n_rounds}: {cell}: {found['cpu_s']:.3f} s")

    def _leave_out(self, cell: Cell, reason: str) -> None:
        self.left_out[cell] = reason
        self.costs.pop(cell, None)
        log(f"{cell}: {reason}")


def run_command(*words: str | Path) -> None:
    """Run a command. If it fails, exit with its status; it has printed why."""
    status = subprocess.run(words, env=ENVIRONMENT).returncode
    if status:
        sys.exit(status)


def log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make bench", description="Measure the package against its peers."
    )
    parser.add_argument(
        "--quick", action="store_true", help="1 MB, 10 and 100 patterns, two rounds"
    )
    parser.add_argument(
        "--texts", help="a folder of texts to measure on instead of the built-in texts"
    )
    parser.add_argument(
        "--minutes", type=float, default=25, help="time limit for everything (default: 25)"
    )
    return parser


def main(arguments: list[str] | None = None) -> None:
    """Set up, make the texts, measure, report."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.texts and not Path(given.texts).is_dir():
        parser.error(f"--texts: found {given.texts!r}; expected a folder of texts")
    end = monotonic() + given.minutes * 60 - REPORTING
    out = ROOT / "exports" / "bench"
    folder = out / "texts"
    folder.mkdir(parents=True, exist_ok=True)
    sizes = SIZES[:1] if given.quick else SIZES
    set_up()
    make_texts(folder, given.texts, sizes)
    todo = all_cells(sizes, (10, 100)) if given.quick else all_cells()
    rounds = Rounds(todo, folder, 2 if given.quick else ROUNDS)
    rounds.run(end)
    if not rounds.rows:
        reason = next(iter(rounds.left_out.values()))
        sys.exit(f"nothing could be measured: {reason}")
    from bench import report  # heavy, so not before everything is measured

    report.write(out, todo, rounds.rows, rounds.left_out)


if __name__ == "__main__":
    main()
