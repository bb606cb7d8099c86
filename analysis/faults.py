"""Faults of the inputs: where, what was found, what is expected. Every room reports in this one shape.

A fault that makes the result wrong is collected and raised with all others as one `InputError`. A fault that a
researcher should know of, but that changes no number, is an `InputWarning`.
"""

import difflib
import warnings
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with one input.

    >>> print(Fault("metadata.csv", "'geneva' as doc_id", "the id of a text, such as 'geneva-2024'", line=3))
    metadata.csv, line 3: found 'geneva' as doc_id; expected the id of a text, such as 'geneva-2024'
    """

    file: str
    found: str
    expected: str
    line: int = 0  # 0 where the whole file, or no line of it, is meant
    key: str = ""  # the path of keys in a codebook, the column of a table

    @property
    def place(self) -> str:
        """File, line and key in one phrase.

        >>> Fault("codebook.yaml", "", "", line=9, key="themes.topic").place
        'codebook.yaml, line 9, themes.topic'
        """
        return ", ".join(filter(None, [self.file, f"line {self.line}" if self.line else "", self.key]))

    def __str__(self) -> str:
        return f"{self.place}: found {self.found}; expected {self.expected}"


class InputError(ValueError):
    """The inputs are wrong; `faults` holds every fault, by file and line."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line))
        super().__init__("\n".join(map(str, self.faults)))


class InputWarning(UserWarning):
    """Something in the inputs that changes no number, but that a researcher should know of."""


def raise_all(faults: Iterable[Fault]) -> None:
    """Raise all faults as one `InputError`; do nothing where there are none."""
    if faults := list(faults):
        raise InputError(faults)


def warn(fault: Fault) -> None:
    """Warn of a fault at its place in the *input*, so that the text of the warning is the same on every machine."""
    warnings.warn_explicit(InputWarning(fault), InputWarning, fault.file, fault.line)


def nearest(found: str, choices: Iterable[str]) -> str:
    """What is expected in place of `found`: the nearest choice first, else all of them.

    >>> nearest("defintion", ["label", "definition"])
    "'definition'"
    >>> nearest("x", ["label", "definition"])
    "one of 'definition', 'label'"
    >>> nearest("x", [])
    'none, for there are none'
    """
    choices = sorted(set(map(str, choices)))
    lower = {choice.lower(): choice for choice in choices}
    if close := difflib.get_close_matches(str(found).lower(), lower, n=1):
        return repr(lower[close[0]])
    if not choices:
        return "none, for there are none"
    shown = ", ".join(map(repr, choices[:12]))
    more = f" and {len(choices) - 12} more" if len(choices) > 12 else ""
    return f"one of {shown}{more}"
