"""One guard around every reader: whatever it raises about a file becomes a fault of that file.

A damaged file can make the library of its format raise almost anything: errors of arithmetic, of
memory, of depth, of Unicode, or its own. Readers word the faults that they expect. The guard words
all others, so that no reader has to know every error of its library.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.faults import Fault, InputError

LONGEST_REASON = 200  # characters


@contextmanager
def guard(file: str) -> Iterator[None]:
    """Turn every error in the block into the fault of a file that cannot be read.

    An `InputError` passes as it is, and so does an interrupt.

    Args:
        file: what messages call the file.

    >>> with guard("a.docx"):
    ...     1 / 0
    Traceback (most recent call last):
    analysis.faults.InputError: a.docx: found a file that cannot be read (division by zero); \
expected an undamaged .docx file: save it again with the program that made it
    """
    try:
        yield
    except InputError:
        raise
    except Exception as error:  # the libraries of formats raise errors of every kind
        found = f"a file that cannot be read ({describe_error(error)})"
        kind = f"{Path(file).suffix.lower()} file".strip()
        expected = f"an undamaged {kind}: save it again with the program that made it"
        raise InputError([Fault(file, found, expected)]) from error


def describe_error(error: Exception) -> str:
    r"""Say in a short phrase, on one line, what an error is about.

    >>> describe_error(RecursionError()), describe_error(ValueError("no\nnumber"))
    ('it is nested too deeply', 'no number')
    """
    if isinstance(error, MemoryError):
        return "there is not enough memory for it"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, UnicodeEncodeError):
        return f"it contains half a character, U+{ord(error.object[error.start]):04X}"
    reason = " ".join(str(error).split()) or type(error).__name__
    if len(reason) > LONGEST_REASON:
        return f"{reason[:LONGEST_REASON]}…"
    return reason
