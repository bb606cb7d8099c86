"""Lines that `drop:` in `study.yaml` leaves out of texts, such as page headers."""

from typing import NamedTuple

from analysis.reading.settings import first_fitting


class FittingLine(NamedTuple):
    """One line that fits a glob of `study.yaml`.

    Attributes:
        number: its number in the text, from 1.
        line: the line, without blanks at its ends.
        glob: the glob that it fits.
    """

    number: int
    line: str
    glob: str


class KeptText(NamedTuple):
    """A text without the lines that fit a glob, and those lines."""

    text: str
    dropped: tuple[FittingLine, ...] = ()


def drop_lines(text: str, globs: tuple[str, ...]) -> KeptText:
    r"""Leave out the lines that fit one of the globs; blanks at their ends do not count.

    >>> kept = drop_lines("To see\nPage 3\nand act.", ("Page *",))
    >>> kept.text
    'To see\nand act.'
    >>> kept.dropped
    (FittingLine(number=2, line='Page 3', glob='Page *'),)
    """
    if not globs:
        return KeptText(text)
    kept = []
    dropped = []
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip()
        glob = first_fitting(globs, bare)
        if glob:
            dropped.append(FittingLine(number, bare, glob))
        else:
            kept.append(line)
    return KeptText("\n".join(kept), tuple(dropped))
