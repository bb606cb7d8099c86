"""Mutated files of every kind are read or refused, within seconds and without a traceback.

`make test` tries a few of each kind. The variable FUZZ_FILES sets another number for all kinds
together, such as 100000, and FUZZ_FROM the number of the first of each kind. A failure names the
kind and the number of a mutant, and keeps its file. To try one again, or to see the counts:

    FUZZ_FILES=1 FUZZ_FROM=<number> pytest tests/fuzz -rP -k "<kind>"
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("Windows cannot end a process after its seconds", allow_module_level=True)

from fuzz_kinds import KINDS, READ

from analysis.output.exports import REDIRECT

FIRST = int(os.environ.get("FUZZ_FROM", "0"))
N_FILES = int(os.environ.get("FUZZ_FILES", "280"))
N_OF_KIND = -(-N_FILES // len(KINDS))
PATIENCE = 120  # seconds on the clock, for a process that waits and uses no processor
MOST_SHOWN = 5  # failures of a kind
HERE = Path(__file__).parent


class Worker:
    """The process that uses mutants; another one takes its place when it ends.

    Attributes:
        kept: the folder in which mutants are kept if something is wrong.
    """

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self._messages = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115
        self._process = self._start()

    def try_mutant(self, kind: str, seed: int) -> dict[str, Any]:
        """Use a mutant, and say what came of it."""
        watchdog = threading.Timer(PATIENCE, self._process.kill)
        watchdog.start()
        try:
            answer = self._ask(f"{kind} {seed}")
        finally:
            watchdog.cancel()
        if answer:
            return json.loads(answer)
        self._process.communicate()
        self._messages.seek(0)
        last = self._messages.read()[-2_000:]
        reason = f"the process ended with status {self._process.returncode}:\n{last}"
        self._process = self._start()
        return {"outcome": "fault", "reason": reason, "done": "", "seconds": 0.0, "memory": 0}

    def _ask(self, line: str) -> str:
        """Return the answer, or "" if the process has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def _start(self) -> subprocess.Popen[str]:
        places = os.pathsep.join([str(HERE), str(HERE.parent)])
        environment = {**os.environ, "PYTHONPATH": places, "OPENBLAS_NUM_THREADS": "1"}
        environment.pop(REDIRECT, None)
        return subprocess.Popen(
            [sys.executable, str(HERE / "fuzz_worker.py"), str(self.kept)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._messages,
            text=True,
            env=environment,
        )

    def stop(self) -> None:
        """End the process."""
        self._process.communicate()
        self._messages.close()


@pytest.fixture(scope="module")
def worker(tmp_path_factory):
    process = Worker(tmp_path_factory.mktemp("mutants"))
    yield process
    process.stop()


@pytest.mark.parametrize("name", KINDS)
def test_samples_are_read(name, worker):
    results = [worker.try_mutant(name, -1)]
    for number in range(2, results[0]["n_samples"] + 1):
        results.append(worker.try_mutant(name, -number))
    assert [result["reason"] for result in results if result["outcome"] != READ] == []


@pytest.mark.parametrize("name", KINDS)
def test_mutants_are_read_or_refused(name, worker):
    seeds = range(FIRST, FIRST + N_OF_KIND)
    results = {seed: worker.try_mutant(name, seed) for seed in seeds}
    print(summary(name, results))
    failed = {seed: result for seed, result in results.items() if result["reason"]}
    if failed:
        shown = [
            f"{name}, number {seed} ({result['done']}): {result['reason']}"
            for seed, result in failed.items()
        ]
        listed = "\n\n".join(shown[:MOST_SHOWN])
        pytest.fail(f"{len(failed)} mutants, kept in {worker.kept}\n\n{listed}", pytrace=False)


def summary(name: str, results: dict[int, dict[str, Any]]) -> str:
    """Count the outcomes, and name the slowest mutant and the one of the most memory."""
    outcomes = [result["outcome"] for result in results.values()]
    counts = ", ".join(f"{outcomes.count(what):,} {what}" for what in sorted(set(outcomes)))
    slow = max(results, key=lambda seed: results[seed]["seconds"])
    large = max(results, key=lambda seed: results[seed]["memory"])
    return (
        f"{name}: {len(results):,} mutants: {counts};"
        f" slowest {results[slow]['seconds']:.2f} s (number {slow});"
        f" most memory {results[large]['memory'] >> 20:,} MB (number {large})"
    )
