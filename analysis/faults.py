"""Errors and warnings about the inputs, in one form: where, what was found, what was expected.

An error makes the results wrong. A warning changes no number, but a researcher should know of it.

Both are a `Fault`. Functions that read a file collect faults in the `Report` that they are given as
their last argument. At the end, all errors are raised together as one `InputError`: a notebook
shows it as a traceback, `workbook check` as a table, the other commands as a line per fault.
Python shows each warning as an `InputWarning`.
"""

import difflib
import warnings
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from numbers import Integral
from pathlib import Path
from typing import Any

MOST_NAMES = 12  # that a message lists
MOST_ALIKE = 3  # faults of one kind that are shown one by one, and places that are named
MOST_TOLD_APART = 50  # errors that expect the same and found different things
MOST_LINES = 100  # errors that are shown together
MOST_CHARACTERS = 1000  # of what was found, and of what is expected, that are shown
BEGINNING = 600  # characters that are kept of a longer text
END = 300
MOST_LETTERS = 200  # of a name that are compared with those of other names
MOST_CHOICES = 1000  # that a name is compared with
MOST_NEAREST = 20  # faults of one kind that name the nearest choice
_CHECKOUT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with one input.

    Attributes:
        file: the name of the file, as a reader of the message knows it.
        found: what is there, as the end of a sentence that begins with "found".
        expected: what should be there, as the end of one that begins with "expected".
        line: the line in the file; 0 if the fault has no line.
        key: the path of keys in a YAML file, or the column of a table; "" if the fault has none.
        n: how many such things there are.
        places: where the first of them are, if there are several; each is a short phrase.
        alone: whether it is so serious that it comes first and is never grouped with others.

    >>> print(Fault("metadata.csv", "the doc_id 'geneva'", "'geneva-2024'", line=3))
    metadata.csv, line 3: found the doc_id 'geneva'; expected 'geneva-2024'
    """

    file: str
    found: str
    expected: str
    line: int = 0
    key: str = ""
    n: int = 1
    places: tuple[str, ...] = ()
    alone: bool = False

    def __post_init__(self) -> None:
        """Cut what is too long to be read, such as a value that a file quotes from another."""
        for name in ("found", "expected", "key"):
            object.__setattr__(self, name, cut(getattr(self, name)))
        object.__setattr__(self, "places", tuple(map(cut, self.places)))

    @property
    def place(self) -> str:
        """File, line and key in one phrase.

        >>> Fault("codebook.yaml", "", "", line=9, key="themes.topic").place
        'codebook.yaml, line 9, themes.topic'
        """
        parts = [self.file]
        if self.line:
            parts.append(f"line {self.line}")
        if self.key:
            parts.append(self.key)
        return ", ".join(parts)

    def __str__(self) -> str:
        first = "; ".join(self.places[:MOST_ALIKE])
        found = f"{self.found} ({first})" if first else self.found
        return f"{self.place}: found {found}; expected {self.expected}"


@dataclass(frozen=True)
class LeftOut:
    """One thing that was found in a study and not read: a row of `analysis.tables.LEFT_OUT`.

    Attributes:
        path: the file, relative to the study.
        what: what was left out, such as `2 footnotes`.
        line: the line (in a table the row); 0 if there is none, or if the whole file is left out.
        n_chars: its number of characters; 0 if unknown.
        n_words: its number of words; 0 if unknown.
    """

    path: str
    what: str
    line: int = 0
    n_chars: int = 0
    n_words: int = 0


class InputError(ValueError):
    """The inputs are wrong.

    Attributes:
        faults: every fault, sorted by file and line.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line))
        super().__init__("\n".join(first_lines(map(str, self.faults))))


class InputWarning(UserWarning):
    """Something in the inputs that changes no number, but that a researcher should know of."""


def raise_all(faults: Iterable[Fault]) -> None:
    """Raise all faults as one `InputError`; do nothing if there are none."""
    faults = list(faults)
    if faults:
        raise InputError(faults)


def check_number(place: str, value: Any, least: int, expected: str) -> list[Fault]:
    """Return a fault if an argument is not a whole number of at least `least`.

    >>> check_number("n", 2, 1, "1 or more words"), len(check_number("n", 1.5, 1, "1 or more"))
    ([], 1)
    """
    is_number = isinstance(value, Integral) and not isinstance(value, bool)
    if is_number and value >= least:
        return []
    return [Fault(place, repr(value), expected)]


class Alike:
    """Faults of one kind in one file: several become one, with a count and the first places.

    >>> alike = Alike("long rows")
    >>> for line in (3, 4, 7, 9):
    ...     alike.add(Fault("a.csv", f"{line} cells", "2", line=line))
    >>> print(*alike.summed_up())
    a.csv: found 4 long rows (line 3: 3 cells; line 4: 4 cells; line 7: 7 cells); expected 2
    """

    def __init__(self, noun: str, single: str = "{}") -> None:
        """Start without faults.

        Args:
            noun: what they are, in the plural.
            single: how a single fault is worded, with {} in place of what was found.
        """
        self.noun = noun
        self.single = single
        self.n = 0
        self.first: list[Fault] = []

    def add(self, *faults: Fault) -> None:
        """Add faults: all are counted, and the first few are kept."""
        self.n += len(faults)
        self.first += faults[: MOST_ALIKE - len(self.first)]

    def merge(self, other: "Alike") -> None:
        """Add the faults of another kind, which count as this kind."""
        self.n += other.n
        both = [*self.first, *other.first]
        self.first = sorted(both, key=lambda fault: fault.line)[:MOST_ALIKE]

    def summed_up(self) -> list[Fault]:
        """Return no fault if there are none, a single one as it is, and several as one."""
        if self.n < 2:
            return [replace(fault, found=self.single.format(fault.found)) for fault in self.first]
        found = f"{self.n:,} {self.noun}"
        places = tuple(f"{_short_place(fault)}: {fault.found}" for fault in self.first)
        return [replace(self.first[0], found=found, line=0, n=self.n, places=places)]


def _short_place(fault: Fault) -> str:
    return f"line {fault.line}" if fault.line else fault.place


class Report:
    """What was noticed while a study was opened: errors, warnings, and what was left out.

    A public function such as `read_documents` makes a report, passes it to every function that
    reads a part of the study, and raises its errors at the end. A report is the only argument that
    functions change.

    Attributes:
        errors: faults that make the results wrong, in the order in which they were found.
        warnings: faults that change no number.
        left_out: what was found and not read.

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
        """Add what was found and not read. This does not warn of it."""
        self.left_out.extend(rows)

    def add(self, other: "Report") -> None:
        """Add everything that another report has collected."""
        self.errors.extend(other.errors)
        self.warnings.extend(other.warnings)
        self.left_out.extend(other.left_out)

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Turn an `InputError` raised in the block into errors of the report, and go on."""
        try:
            yield
        except InputError as error:
            self.error(*error.faults)

    def raise_errors(self) -> None:
        """Raise all errors as one `InputError`; do nothing if there are none."""
        raise_all(self.errors)

    def show_warnings(self) -> None:
        """Show the warnings as Python warnings.

        Warnings of one kind become one (see `group_alike`). Each is issued at its file and line of
        the input, which are the same on every machine.

        >>> report = Report()
        >>> report.warn(*[Fault(f"{name}.png", "a picture", "a text") for name in "abcde"])
        >>> with warnings.catch_warnings(record=True, action="always") as shown:
        ...     report.show_warnings()
        >>> print(*[warning.message for warning in shown])
        a.png; b.png; c.png and 2 more: found a picture; expected a text
        """
        for alike in group_alike(self.warnings):
            first = alike[0]
            warnings.warn_explicit(describe_alike(alike), InputWarning, first.file, first.line)

    def __str__(self) -> str:
        lines = [f"error: {line}" for line in first_lines(map(str, self.errors))]
        lines += [f"warning: {line}" for line in first_lines(map(str, self.warnings))]
        return "\n".join(lines)


def group_alike(faults: Iterable[Fault], *, same_found: bool = False) -> list[list[Fault]]:
    """Group the faults that expect the same, in the order of the first of each group.

    Up to `MOST_ALIKE` such faults are not grouped: each is in a group of its own.

    Args:
        faults: the faults.
        same_found: whether the faults of a group must also have found the same thing. Errors must,
            because each has to be corrected, unless there are more than `MOST_TOLD_APART` of them.

    >>> faults = [Fault(f"{name}.png", "a picture", "a text") for name in "abcde"]
    >>> [len(group) for group in group_alike([*faults, Fault("f.txt", "no text", "some")])]
    [5, 1]
    """
    kinds: dict[object, list[Fault]] = {}
    all_faults = list(faults)
    n_expecting = Counter(fault.expected for fault in all_faults)
    for fault in all_faults:
        is_told_apart = same_found and n_expecting[fault.expected] <= MOST_TOLD_APART
        found = fault.found if is_told_apart else ""
        kind = fault if fault.alone else (fault.expected, found)
        kinds.setdefault(kind, []).append(fault)
    groups: list[list[Fault]] = []
    for alike in kinds.values():
        if len(alike) > MOST_ALIKE:
            groups.append(alike)
        else:
            groups += [[fault] for fault in alike]
    return groups


def describe_alike(faults: Sequence[Fault]) -> str:
    """Describe faults of one kind in one line, with their number and the first places."""
    first = faults[0]
    if len(faults) == 1:
        return str(first)
    places = "; ".join(fault.place for fault in faults[:MOST_ALIKE])
    more = f"{len(faults) - MOST_ALIKE:,} more"
    found = describe_found(faults)
    return f"{places} and {more}: found {found}; expected {first.expected}"


def describe_found(faults: Sequence[Fault]) -> str:
    """Say what several faults found, with the first as an example if they found different things.

    >>> found = ["1 picture", "1 picture"]
    >>> describe_found([Fault("a.html", phrase, "text") for phrase in found])
    '1 picture'
    >>> describe_found([Fault("a.html", phrase, "text") for phrase in [*found, "2 menus"]])
    'different things, such as 1 picture'
    """
    first = faults[0].found
    is_same = all(fault.found == first for fault in faults)
    return first if is_same else f"different things, such as {first}"


def first_lines(lines: Iterable[str]) -> list[str]:
    """Keep the first lines, and say how many more there are.

    >>> first_lines(map(str, range(1200)))[-2:]
    ['99', 'and 1,100 more']
    """
    all_lines = list(lines)
    n_more = len(all_lines) - MOST_LINES
    if n_more <= 0:
        return all_lines
    return [*all_lines[:MOST_LINES], f"and {n_more:,} more"]


def cut(text: str) -> str:
    """Keep the beginning and the end of a text that is too long to be read in a message.

    >>> cut("a" * 600 + "b" * 140_000 + "c" * 300).strip("ac")
    ' … (140,000 characters) … '
    """
    if len(text) <= MOST_CHARACTERS:
        return text
    n_left_out = len(text) - BEGINNING - END
    return f"{text[:BEGINNING]} … ({n_left_out:,} characters) … {text[-END:]}"


def missing(file: str, found: str, extra: str) -> Fault:
    """Make the fault of an input that needs an optional dependency which is not installed.

    The message names the command that installs it where the program runs: `make` in a checkout,
    `pip` elsewhere.
    """
    if (_CHECKOUT / "Makefile").is_file():
        command = "make env LOCK=requirements-all.lock"
    else:
        command = f'pip install "research-workbook[{extra}]"'
    return Fault(file, found, f"the extra `{extra}`: {command}")


class Nearest:
    """Says what is expected in place of a name: the most similar choice, or else all of them.

    Comparing a name with many others takes long. So if there are very many choices, it is compared
    only with those that begin or end like it; and only the first faults of a kind name the most
    similar one.

    >>> expected = Nearest(["label", "definition"])
    >>> expected("defintion"), expected("x")
    ("'definition'", "one of 'definition', 'label'")
    """

    def __init__(self, choices: Iterable[str]) -> None:
        """Prepare the choices.

        Args:
            choices: the names that exist.
        """
        self._names = sorted({str(choice) for choice in choices})
        self._alike = _AlikeNames(self._names)
        self._n_asked = 0

    def __call__(self, found: str) -> str:
        """Say what is expected in place of `found`."""
        self._n_asked += 1
        if not self._names:
            return "nothing, because there is nothing to choose from"
        if self._n_asked <= MOST_NEAREST:
            close = self._alike.closest(str(found))
            if close:
                return repr(close)
        if len(self._names) == 1:
            return repr(self._names[0])
        return f"one of {list_names(self._names)}"


def nearest(found: str, choices: Iterable[str]) -> str:
    """Say what is expected in place of `found`: the most similar choice, or else all of them.

    For more than one fault of a kind, use `Nearest`.

    >>> nearest("defintion", ["label", "definition"])
    "'definition'"
    >>> nearest("x", ["label", "definition"])
    "one of 'definition', 'label'"
    >>> nearest("x", ["label"])
    "'label'"
    >>> nearest("x", [])
    'nothing, because there is nothing to choose from'
    """
    return Nearest(choices)(found)


def similar_first(found: str, names: Iterable[str]) -> str:
    """List names for a message: those similar to `found` first, then the others as they come.

    >>> similar_first("text", ["id", "year", "Text", "by"])
    "'Text', 'id', 'year', 'by'"
    >>> similar_first("text", [])
    'no others'
    """
    different = list(dict.fromkeys(map(str, names)))
    alike = _AlikeNames(sorted(different)).similar(found)
    is_alike = set(alike)
    rest = [name for name in different if name not in is_alike]
    return list_names([*alike, *rest]) or "no others"


class _AlikeNames:
    """Finds names that are similar to a name, without regard to case.

    Args:
        names: the names, sorted.
    """

    def __init__(self, names: list[str]) -> None:
        self._by_start = {_comparable(name): name for name in names}
        self._starts = sorted(self._by_start)
        self._ends = sorted(name[::-1] for name in self._starts)

    def closest(self, found: str) -> str:
        """Return the most similar name, or `""` if none is similar."""
        name = _comparable(found)
        close = difflib.get_close_matches(name, self._candidates(name), n=1)
        return self._by_start[close[0]] if close else ""

    def similar(self, found: str) -> list[str]:
        """Return the names that are similar to a name, the most similar first."""
        name = _comparable(found)
        candidates = self._candidates(name)
        close = difflib.get_close_matches(name, candidates, n=max(1, len(candidates)))
        return [self._by_start[other] for other in close]

    def _candidates(self, name: str) -> list[str]:
        """Return all names; or, of very many, those that begin or end most like this name."""
        if len(self._starts) <= MOST_CHOICES:
            return self._starts
        same_end = [other[::-1] for other in _neighbours(self._ends, name[::-1])]
        return sorted({*_neighbours(self._starts, name), *same_end})


def _comparable(name: str) -> str:
    return name[:MOST_LETTERS].lower()


def _neighbours(ordered: list[str], name: str) -> list[str]:
    """Return the names around the place that a name would have among them."""
    at = bisect_left(ordered, name)
    around = MOST_CHOICES // 4
    return ordered[max(0, at - around) : at + around]


def list_names(names: Sequence[str]) -> str:
    """List names for a message, and say how many more there are.

    >>> list_names([f"n{number}" for number in range(14)]).split(", ")[-1]
    "'n11' and 2 more"
    """
    listed = ", ".join(map(repr, names[:MOST_NAMES]))
    if len(names) > MOST_NAMES:
        listed += f" and {len(names) - MOST_NAMES:,} more"
    return listed
