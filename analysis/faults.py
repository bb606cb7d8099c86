"""Faults of the inputs: where, what was found, what is expected. Every room reports in this one shape.

A fault that makes the result wrong is collected and raised with all others as one `InputError`. A fault that a
researcher should know of, but that changes no number, is an `InputWarning`.
"""

import difflib
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class LeftOut:
    """One thing that was met in a study and not read.

    Attributes:
        path: the file, as seen from the study.
        what: what was left out of it, such as `2 footnotes`.
        line: the line (of a table the row); 0 where the whole file, or no line of it, is meant.
        n_chars: the number of characters; 0 where it is unknown.
        n_words: the number of words; 0 where it is unknown.
    """

    path: str
    what: str
    line: int = 0
    n_chars: int = 0
    n_words: int = 0


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
        return ", ".join(
            filter(None, [self.file, f"line {self.line}" if self.line else "", self.key])
        )

    def __str__(self) -> str:
        return f"{self.place}: found {self.found}; expected {self.expected}"


class InputError(ValueError):
    """The inputs are wrong; `faults` holds every fault, by file and line."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line))
        super().__init__("\n".join(map(str, self.faults)))


class InputWarning(UserWarning):
    """Something in the inputs that changes no number, but that a researcher should know of; `faults` says what.

    >>> print(InputWarning(*[Fault(f"{name}.png", "a picture", "a text") for name in "abcde"]))
    a.png and 4 more: found a picture; expected a text; `workbook check` lists all of them
    """

    def __init__(self, *faults: Fault):
        self.faults = faults

    def __str__(self) -> str:
        first, more = self.faults[0], len(self.faults) - 1
        if not more:
            return str(first)
        what = f"found {first.found}; expected {first.expected}"
        return f"{first.place} and {more:,} more: {what}; `workbook check` lists all of them"


def missing(file: str, found: str, extra: str) -> Fault:
    """The fault of a file or option that needs an extra which is not installed."""
    command = f"make env LOCK=requirements-all.lock (or: pip install 'research-workbook[{extra}]')"
    return Fault(file, found, f"the extra: {command}")


def raise_all(faults: Iterable[Fault]) -> None:
    """Raise all faults as one `InputError`; do nothing where there are none."""
    if faults := list(faults):
        raise InputError(faults)


class Report:
    """The faults and warnings of one opening, collected as its parts are read.

    It is the one argument that a function adds to. Whoever opens a study makes a report, passes it on to each reader,
    and asks it in the end whether anything was wrong.

    Attributes:
        errors: faults that make the results wrong, in the order in which they were met.
        warnings: faults that change no number but that a researcher should know of.
        left_out: what was met and not read (the rows of `analysis.tables.LEFT_OUT`).

    >>> report = Report()
    >>> with report.collecting():
    ...     raise InputError([Fault("a.txt", "an empty file", "a text")])
    >>> report.warn(Fault("b.png", "a picture", "a text"))
    >>> print(report)
    error: a.txt: found an empty file; expected a text
    warning: b.png: found a picture; expected a text
    """

    def __init__(self) -> None:
        self.errors: list[Fault] = []
        self.warnings: list[Fault] = []
        self.left_out: list[LeftOut] = []

    def error(self, *faults: Fault) -> None:
        """Add faults that make the results wrong."""
        self.errors.extend(faults)

    def warn(self, *faults: Fault) -> None:
        """Add faults that change no number."""
        self.warnings.extend(faults)

    def leave_out(self, *rows: LeftOut) -> None:
        """Add what was met and not read. It is listed; a warning about it is a separate matter."""
        self.left_out.extend(rows)

    def add(self, other: "Report") -> None:
        """Add everything that another report has collected."""
        self.errors.extend(other.errors)
        self.warnings.extend(other.warnings)
        self.left_out.extend(other.left_out)

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Add the faults of an `InputError` raised in the block, so that what comes next is read too."""
        try:
            yield
        except InputError as error:
            self.error(*error.faults)

    def raise_errors(self) -> None:
        """Raise all errors as one `InputError`; do nothing where there are none."""
        raise_all(self.errors)

    def show_warnings(self) -> None:
        """Issue the warnings as Python warnings, for someone who reads them; many of one kind as one.

        Warnings are of one kind where the same is expected; four or more of them are issued as one.
        """
        kinds: dict[str, list[Fault]] = {}
        for fault in self.warnings:
            kinds.setdefault(fault.expected, []).append(fault)
        for alike in kinds.values():
            if len(alike) > 3:
                warn(*alike)
            else:
                for fault in alike:
                    warn(fault)

    def __str__(self) -> str:
        lines = [f"error: {fault}" for fault in self.errors]
        lines += [f"warning: {fault}" for fault in self.warnings]
        return "\n".join(lines)


@contextmanager
def collected(faults: list[Fault]) -> Iterator[None]:
    """Put the faults of an `InputError` on a list instead, so that what comes next can be looked at, too."""
    try:
        yield
    except InputError as error:
        faults += error.faults


def warn(*faults: Fault) -> None:
    """Warn of a fault, or of several of one kind, at the place in the *input*: that is the same on every machine."""
    warnings.warn_explicit(InputWarning(*faults), InputWarning, faults[0].file, faults[0].line)


@contextmanager
def held(faults: list[Fault]) -> Iterator[None]:
    """Hold warnings of the inputs back: `faults` grows by what they say. All other warnings pass."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", InputWarning)
        try:
            yield
        finally:
            faults += [
                fault
                for one in caught
                if one.category is InputWarning
                for fault in one.message.faults
            ]
    for other in caught:
        if other.category is not InputWarning:
            warnings.warn_explicit(other.message, other.category, other.filename, other.lineno)


@contextmanager
def gathered() -> Iterator[None]:
    """Hold warnings back; then give those of one kind (of which the same is expected) as one, if more than three."""
    faults, kinds = [], {}
    with held(faults):
        yield
    for fault in faults:
        kinds.setdefault(fault.expected, []).append(fault)
    for alike in kinds.values():
        for some in [alike] if len(alike) > 3 else [[fault] for fault in alike]:
            warn(*some)


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
    more = f" and {len(choices) - 12} more" if len(choices) > 12 else ""
    return f"one of {', '.join(map(repr, choices[:12]))}{more}"
