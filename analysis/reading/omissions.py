"""What a reader leaves out of a file: counted by kind, and listed in phrases."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from analysis.languages import count_words
from analysis.wording import pluralize


class Omission(NamedTuple):
    """One kind of thing that was left out of a text.

    Attributes:
        what: the phrase for it, such as `2 footnotes`.
        n_chars: its number of characters; 0 if unknown.
        n_words: its number of words; 0 if unknown.
        line: the line of the file on which it begins; 0 if it has none.
    """

    what: str
    n_chars: int = 0
    n_words: int = 0
    line: int = 0


@dataclass
class _Count:
    n: int = 0
    n_chars: int = 0
    n_words: int = 0


class Tally:
    """Counts what a reader leaves out, by kind.

    A kind is a noun in the singular. The kind "" is counted, but not named in reports. A kind that
    ends in a bracket, such as `page header ('Annual report')`, is named without its count.

    >>> tally = Tally({"footnote": 1})
    >>> tally.add("footnote", "See page 3.")
    >>> tally.omissions()
    (Omission(what='2 footnotes', n_chars=11, n_words=3, line=0),)
    """

    def __init__(self, counts: Mapping[str, int] | None = None) -> None:
        self._counts: dict[str, _Count] = {}
        for kind, n in (counts or {}).items():
            self.add(kind, n=n)

    def add(self, kind: str, text: str = "", n: int = 1) -> None:
        """Count `n` more things of a kind, and the characters and words of their text."""
        count = self._counts.setdefault(kind, _Count())
        count.n += n
        count.n_chars += len(text.strip())
        count.n_words += count_words(text)

    def update(self, other: "Tally") -> None:
        """Add everything that another tally has counted."""
        for kind, more in other._counts.items():
            count = self._counts.setdefault(kind, _Count())
            count.n += more.n
            count.n_chars += more.n_chars
            count.n_words += more.n_words

    def counts(self) -> dict[str, int]:
        """How many things of each kind were left out."""
        return {kind: count.n for kind, count in self._counts.items()}

    def omissions(self) -> tuple[Omission, ...]:
        """List each kind that was left out and that reports name, in the order of first sight."""
        omissions = []
        for kind, count in self._counts.items():
            if kind and count.n:
                what = kind if kind.endswith(")") else pluralize(count.n, kind)
                omissions.append(Omission(what, count.n_chars, count.n_words))
        return tuple(omissions)
