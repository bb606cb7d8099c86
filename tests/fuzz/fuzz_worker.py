"""A process that uses mutants, one after the other: a kind and a number in, a result out.

It is apart from the tests, so that a mutant can neither hang them nor end them. The system stops
the process if a mutant takes more than its seconds, wherever it is, and refuses it more memory than
its share. The answer to each line is a line of JSON; if the process ends without one, the mutant
was the reason.

The only argument is a folder. Each mutant is written there first, and removed if all is well.
"""

import contextlib
import faulthandler
import json
import os
import signal
import sys
import tempfile
import traceback
import warnings
from pathlib import Path
from time import process_time
from typing import Any

from analysis import InputError
from analysis.faults import Fault, InputWarning

SECONDS = 5  # of the processor, for one mutant
MEMORY = 2 << 30  # bytes more than the process has at its start
MOST_MEMORY = 1 << 30  # bytes in use; about 300 MB are Python and its packages
LONGEST_MESSAGE = 5_000  # characters
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")  # on Linux


def main() -> None:
    """Answer each line until there are no more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever is printed is no answer
    faulthandler.register(signal.SIGPROF, chain=True)  # says where it was, then the process ends
    from fuzz_kinds import KINDS

    size = _status("VmSize")
    if size:
        import resource  # Windows, where doctests are looked for here too, has none

        resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    for line in sys.stdin:
        name, _, seed = line.strip().rpartition(" ")
        result = try_mutant(KINDS[name], int(seed), Path(sys.argv[1]))
        print(json.dumps(result), file=answers, flush=True)


def try_mutant(kind: Any, seed: int, kept: Path) -> dict[str, Any]:
    """Make and use one mutant.

    Returns:
        `outcome`: what came of it, or `fault`; `reason`: what was at fault, or ""; `done`: what was
        done to the file; `seconds` of the processor; `memory`: the most bytes in use meanwhile; and
        the number of samples, `n_samples`.
    """
    from fuzz_kinds import make_mutant

    rng, mutant = make_mutant(kind, seed)
    copy = kept / f"{kind.name.replace(' ', '-')}-{seed}-{Path(mutant.file).name}"
    copy.write_bytes(mutant.data)
    _forget_peak()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        begin = process_time()
        with _limited_time(), _noticed() as noticed:
            outcome, reason = _use(kind, rng, mutant, Path(folder))
        seconds = process_time() - begin
    memory = _status("VmHWM")
    if memory > MOST_MEMORY:
        noticed.append(f"{memory >> 20:,} MB of memory")
    reasons = [reason] if reason else noticed
    if not reasons:
        copy.unlink()
    return {
        "outcome": "fault" if reasons else outcome,
        "reason": "\n".join(reasons),
        "done": mutant.done,
        "seconds": seconds,
        "memory": memory,
        "n_samples": len(kind.samples()),
    }


def _use(kind: Any, rng: Any, mutant: Any, folder: Path) -> tuple[str, str]:
    """Return what came of a mutant, and why it is a fault or ""."""
    from fuzz_kinds import REFUSED, UNCHANGED

    try:
        return kind.use(rng, mutant, folder), ""
    except InputError as error:
        if mutant.done == UNCHANGED:
            return "fault", f"a sample is refused: {error}"
        return REFUSED, "\n".join(filter(None, map(_odd_message, error.faults)))
    except Exception:  # whatever it is: this is what the tests look for
        return "fault", traceback.format_exc(limit=-6)


def _odd_message(fault: Fault) -> str:
    """Say what is wrong with a message, or ""."""
    message = str(fault)
    if len(message) > LONGEST_MESSAGE:
        return f"a message of {len(message):,} characters: {message[:100]} …"
    if not (fault.file and fault.found and fault.expected):
        return f"a message without a file, what was found or what is expected: {message}"
    return ""


@contextlib.contextmanager
def _limited_time() -> Any:
    """Let the system end the process after the seconds of one mutant."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


@contextlib.contextmanager
def _noticed() -> Any:
    """Collect every warning that is not one about the inputs, and errors that nobody could catch."""
    found: list[str] = []
    hook = sys.unraisablehook
    sys.unraisablehook = lambda error: found.append(f"{error.object!r}: {error.exc_value!r}")
    try:
        with warnings.catch_warnings(record=True, action="always") as shown:
            yield found
    finally:
        sys.unraisablehook = hook
    for warning in shown:
        message = str(warning.message)
        if not issubclass(warning.category, InputWarning):
            place = f"{warning.filename}:{warning.lineno}"
            found.append(f"{warning.category.__name__}: {message[:300]} ({place})")
        elif len(message) > LONGEST_MESSAGE:
            found.append(f"a warning of {len(message):,} characters: {message[:100]} …")


def _forget_peak() -> None:
    """Let the system measure the most memory anew."""
    if RESET.exists():
        RESET.write_text("5")


def _status(key: str) -> int:
    """A number of bytes that Linux states of this process; 0 if it states none."""
    lines = STATUS.read_text().splitlines() if STATUS.exists() else []
    stated = [line.split()[1] for line in lines if line.startswith(f"{key}:")]
    return int(stated[0]) * 1024 if stated else 0


if __name__ == "__main__":
    main()
