"""`make bench`: the package and its peers on the same texts, interleaved, in one run of 25 minutes at most.

    PYTHONPATH=tests .venv/bin/python -m bench.run [--quick] [--texts FOLDER] [--minutes N]

The peers have an environment of their own, `.venv/bench` (R's tidytext takes part where R has it). Each measurement is
a process of its own (`measure.py`); a round goes through all cells (`plan.py`), and the next begins when it is through.
While time is short the cells of a round are the cheapest ones; the table says how often each was measured. The runner
itself loads no library before all is measured: a process on Linux inherits its parent's peak of memory. Results are in
`exports/bench/`: `bench.md`, `bench.csv`, `measurements.csv`, `bench.png`, `bench.svg`, and the texts. Needs Linux or
macOS.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import monotonic

from bench.plan import KEY, LIMIT, ON_SENTENCES, ROUNDS, Cell, affordable, cells, why_not
from bench.texts import ARTICLE, SIZES

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PEERS = ROOT / ".venv" / "bench"
PEERS_PYTHON = PEERS / "bin" / "python"
OWN = {"analysis", "sketch", "sentencex"}  # run in the project's environment
REPORTING = 20  # seconds kept for the table and the chart
ENVIRONMENT = os.environ | {
    "PYTHONPATH": os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
}


def set_up() -> None:
    """Make the peers' environment of the versions in `peers.txt`, where it is not there yet."""
    wanted, ready = (HERE / "peers.txt"), PEERS / "ready.txt"
    if ready.is_file() and ready.read_text() == wanted.read_text():
        return
    say(f"setting up {PEERS} (once; about a minute)")
    do(sys.executable, "-m", "venv", "--clear", PEERS)
    uv = shutil.which("uv", path=Path(sys.executable).parent)
    tool = (
        [uv, "pip", "install", "--python", PEERS_PYTHON]
        if uv
        else [PEERS_PYTHON, "-m", "pip", "install"]
    )
    do(*tool, "--quiet", "-r", wanted)
    ready.write_text(wanted.read_text())


def make_texts(folder: Path, texts: str | None, sizes: tuple) -> None:
    """Write texts and codebooks into `folder`, by processes of their own."""
    source = Path(texts).absolute() if texts else folder / "source.txt"
    say("making the texts and the codebooks")
    if not texts:
        do(PEERS_PYTHON, "-m", "bench.peers", source)
    do(sys.executable, "-m", "bench.texts", source, folder, *map(str, (ARTICLE, *sizes)))


def command(cell: Cell, folder: Path) -> list[str]:
    """Give the command that measures a cell."""
    items = folder / f"{'sentences' if cell.work in ON_SENTENCES else 'texts'}-{cell.mb}.txt"
    files = [str(items), str(folder / f"patterns-{cell.book or KEY}.tsv")]
    who = cell.work.split()[0]
    if who == "tidytext":
        return ["Rscript", "--vanilla", str(HERE / "tidytext.R"), *files]
    return [
        sys.executable if who in OWN else str(PEERS_PYTHON),
        "-m",
        "bench.measure",
        cell.work,
        *files,
    ]


def measure(cell: Cell, folder: Path) -> dict | str:
    """Measure a cell once: what `measure.py` prints, or why there is nothing."""
    try:
        done = subprocess.run(
            command(cell, folder),
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            timeout=2 * LIMIT,
        )
    except subprocess.TimeoutExpired:
        return f"stopped after {2 * LIMIT} s"
    if done.returncode:
        return f"failed: {(done.stderr.strip().splitlines() or ['without a word'])[-1]}"
    return json.loads(done.stdout)


def missing() -> dict[str, str]:
    """Why whole works cannot be run here."""
    if shutil.which("Rscript"):
        found = subprocess.run(
            ["Rscript", "--vanilla", "-e", "library(tidytext); library(dplyr)"], capture_output=True
        )
        if not found.returncode:
            return {}
    return {"tidytext hits": "not installed"}


def rounds(
    todo: list[Cell], folder: Path, n_rounds: int, end: float
) -> tuple[list[dict], dict[Cell, str]]:
    """Measure all cells, round by round until `end`: one dict a measurement, and why cells were left out."""
    rows, left_out, absent = [], {}, missing()
    walls: dict[Cell, float] = {}
    costs: dict[Cell, float] = {}
    for number in range(n_rounds):
        chosen = affordable(costs, (end - monotonic()) / (n_rounds - number)) if number else todo
        for cell in [cell for cell in todo if cell in chosen]:
            began = monotonic()
            reason = (
                "" if number else absent.get(cell.work) or why_not(cell, todo, walls, end - began)
            )
            found = reason or measure(cell, folder)
            if isinstance(found, str):
                left_out[cell] = found
                costs.pop(cell, None)
                say(f"{cell}: {found}")
                continue
            walls.setdefault(cell, found["wall_s"])
            costs.setdefault(cell, monotonic() - began)
            rows.append(
                {"work": cell.work, "mb": cell.mb, "book": cell.book, "round": number + 1, **found}
            )
            say(f"round {number + 1} of {n_rounds}: {cell}: {found['cpu_s']:.3f} s")
    return rows, left_out


def do(*words) -> None:
    """Run a command; where it fails, it has said why, and that is all."""
    if status := subprocess.run(words, env=ENVIRONMENT).returncode:
        sys.exit(status)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> None:
    """Set up, make the texts, measure, report."""
    parser = argparse.ArgumentParser(
        prog="make bench", description="Measure the package against its peers."
    )
    parser.add_argument(
        "--quick", action="store_true", help="1 MB, 10 and 100 patterns, two rounds"
    )
    parser.add_argument(
        "--texts", help="a folder of texts to measure on, instead of the built-in ones"
    )
    parser.add_argument("--minutes", type=float, default=25, help="in which all has to end (25)")
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
    todo = cells(sizes, (10, 100)) if given.quick else cells()
    rows, left_out = rounds(todo, folder, 2 if given.quick else ROUNDS, end)
    if not rows:
        sys.exit(f"nothing could be measured: {next(iter(left_out.values()))}")
    from bench import report  # heavy: not before all is measured

    report.write(out, todo, rows, left_out)


if __name__ == "__main__":
    main()
