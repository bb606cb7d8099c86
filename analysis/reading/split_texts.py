"""One file becomes several texts: it is cut at the lines that `split:` in `study.yaml` names."""

from typing import NamedTuple

from analysis.reading.dropped_lines import FittingLine
from analysis.reading.settings import first_fitting


class Piece(NamedTuple):
    """One text of a file.

    Attributes:
        text: the text, without the lines that are left out.
        line: the number of its first line in the file's text.
    """

    text: str
    line: int


class SplitText(NamedTuple):
    """The texts of a file, and the lines that are left out.

    Attributes:
        pieces: the texts; none is blank.
        cuts: the lines at which the file is cut.
        dropped: the other lines that are left out.
    """

    pieces: tuple[Piece, ...]
    cuts: tuple[FittingLine, ...] = ()
    dropped: tuple[FittingLine, ...] = ()


def split_text(text: str, split: tuple[str, ...], drop: tuple[str, ...] = ()) -> SplitText:
    r"""Cut a text at the lines that fit a glob of `split`, and leave out those that fit `drop`.

    Blanks at the ends of a line do not count, nor does the `#` of a Markdown heading. A piece of
    blank lines only is not a text.

    >>> found = split_text("One.\nEnd of Document\n\nTwo.\nEnd of Document\n", ("End of *",))
    >>> found.pieces
    (Piece(text='One.\n', line=1), Piece(text='\nTwo.\n', line=3))
    >>> len(found.cuts)
    2
    """
    cuts = []
    dropped = []
    pieces = []
    lines: list[str] = []
    start = 1
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip()
        cut_at = first_fitting(split, bare) or first_fitting(split, bare.lstrip("# "))
        drop_at = first_fitting(drop, bare)
        if cut_at:
            cuts.append(FittingLine(number, bare, cut_at))
            pieces.append(Piece("\n".join([*lines, ""]), start))
            lines = []
            start = number + 1
        elif drop_at:
            dropped.append(FittingLine(number, bare, drop_at))
        else:
            lines.append(line)
    pieces.append(Piece("\n".join(lines), start))
    filled = tuple(piece for piece in pieces if piece.text.strip())
    return SplitText(filled, tuple(cuts), tuple(dropped))
