r"""How a program counts the characters of a text, and the offsets that its positions mean.

Programs differ in three things. A line end of two characters (CRLF) counts as two, or as one. A
byte-order mark at the start counts, or not. And a character beyond U+FFFF, such as an emoji, counts
as one (code points) or as two (units of UTF-16, as in JavaScript and Java).

Each format has a way that is usual there. Another one is taken only if the file itself shows that
it counts differently: its positions would lie outside the text, the text that it states would be
another one, or a good part of its selections would begin or end inside a word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

import numpy as np

from analysis.coding.exchange.model import Project, Selection, Source

MARK = "\ufeff"  # the byte-order mark
NOWHERE = -1  # the offset of a position that is inside a character or outside the text
FEWEST_CUT = 3  # words that are cut before another way of counting is believed for that
LAST_OF_ONE_UNIT = 0xFFFF  # the last character that UTF-16 writes as one unit
SHORTEST_NAME = 3  # letters of a name that shows which text is selected


class Counting(NamedTuple):
    """A way of counting characters.

    Attributes:
        utf16: whether a character beyond U+FFFF counts as two.
        crlf_is_one: whether CRLF counts as one.
        mark_counts: whether a byte-order mark at the start counts.
    """

    utf16: bool = False
    crlf_is_one: bool = False
    mark_counts: bool = False

    def __str__(self) -> str:
        unit = "units of UTF-16" if self.utf16 else "characters (code points)"
        ends = "one" if self.crlf_is_one else "two"
        mark = "counts" if self.mark_counts else "does not count"
        return f"{unit}; CRLF counts as {ends}, a byte-order mark {mark}"


CODE_POINTS = Counting()
UTF16 = Counting(utf16=True)


def with_line_feeds(text: str) -> str:
    """Return a text with LF for every CRLF and CR."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_in_study(text: str) -> str:
    r"""Return a text as a study has it: without a byte-order mark, and with LF as line ends.

    >>> as_in_study("\ufeffone\r\ntwo\r")
    'one\ntwo\n'
    """
    return with_line_feeds(text.removeprefix(MARK))


def offsets_of_positions(text: str, counting: Counting, *, keeps_mark: bool = False) -> np.ndarray:
    r"""Return, for each position in a text as it is stored, the offset in `as_in_study(text)`.

    The position behind the last character is the last one. A position inside a character of two
    units is `NOWHERE`. One between CR and LF means the LF.

    Args:
        text: the text as it is stored.
        counting: how its positions are counted.
        keeps_mark: whether offsets count a byte-order mark, so that they are those in
            `with_line_feeds(text)`.

    >>> offsets_of_positions("a\r\nb", CODE_POINTS).tolist()
    [0, 1, 1, 2, 3]
    >>> offsets_of_positions("a\r\nb", Counting(crlf_is_one=True)).tolist()
    [0, 1, 2, 3]
    >>> offsets_of_positions("\U0001f600b", UTF16).tolist()
    [0, -1, 1, 2]
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    before_lf = np.zeros(len(codes), dtype=bool)  # the CR of each CRLF
    before_lf[:-1] = (codes[:-1] == ord("\r")) & (codes[1:] == ord("\n"))
    is_mark = np.zeros(len(codes), dtype=bool)
    is_mark[:1] = codes[:1] == ord(MARK)
    n_units = np.ones(len(codes), dtype=np.int64)
    if counting.utf16:
        n_units[codes > LAST_OF_ONE_UNIT] = 2
    if counting.crlf_is_one:
        n_units[before_lf] = 0
    if not counting.mark_counts:
        n_units[is_mark] = 0
    is_dropped = before_lf if keeps_mark else before_lf | is_mark
    n_characters = (~is_dropped).astype(np.int64)
    offset = np.cumsum(n_characters) - n_characters  # where each character begins
    position = np.cumsum(n_units) - n_units
    offsets = np.full(int(n_units.sum()) + 1, NOWHERE, dtype=np.int64)
    counts = n_units > 0
    offsets[position[counts]] = offset[counts]
    offsets[-1] = n_characters.sum()
    return offsets


def positions_of_offsets(text: str, flat: str) -> np.ndarray | None:
    r"""Return, for each offset in a text as a project has it, the position in that of a document.

    Args:
        text: the text of the document.
        flat: the same text with LF as line ends, and with or without a byte-order mark.

    Returns:
        The positions; None if both texts are the same.

    >>> positions_of_offsets("a\r\nb", "a\nb").tolist()
    [0, 1, 3, 4]
    """
    if text == flat:
        return None
    counting = Counting(mark_counts=True)
    keeps_mark = flat == with_line_feeds(text)
    offsets = offsets_of_positions(text, counting, keeps_mark=keeps_mark)
    if text.startswith(MARK) and not keeps_mark:
        offsets[0] = NOWHERE  # text begins behind the mark
    return np.searchsorted(offsets, np.arange(len(flat) + 1))


def settle_positions(project: Project, usual: Counting) -> tuple[Project, Counting]:
    """Turn the positions of all selections into offsets.

    Args:
        project: a project as it was read.
        usual: the way of counting that is usual in its format.

    Returns:
        The project, in which each text is as a study has it. A selection that lies outside its
        text, or begins or ends inside a character, begins at `NOWHERE`. And the way in which the
        project counts. A project of this workbook counts as is usual, and its texts stay as they
        are: what looks like a byte-order mark is a character of the text.
    """
    sources = [source for source in project.sources if source.text and source.selections]
    if project.is_own:
        counting = CODE_POINTS._replace(mark_counts=True)
    elif any(_depends_on_counting(source.text) for source in sources if source.text):
        counting = _choose(sources, usual)
    else:
        counting = usual
    settled = [_settle(source, counting, project.is_own) for source in project.sources]
    return replace(project, sources=settled), counting


def _depends_on_counting(text: str) -> bool:
    """Whether a text has anything that programs count differently."""
    return text.startswith(MARK) or "\r\n" in text or max(text) > chr(LAST_OF_ONE_UNIT)


def _settle(source: Source, counting: Counting, keeps_mark: bool = False) -> Source:
    if source.text is None:
        return source
    offsets = offsets_of_positions(source.text, counting, keeps_mark=keeps_mark)
    text = with_line_feeds(source.text) if keeps_mark else as_in_study(source.text)
    selections = [_move(selection, offsets) for selection in source.selections]
    return replace(source, text=text, selections=selections)


def _move(selection: Selection, offsets: np.ndarray) -> Selection:
    """Return a selection at its offsets, or at `NOWHERE`."""
    start, end = (_look_up(offsets, at) for at in (selection.start, selection.end))
    if NOWHERE in (start, end) or end < start:
        start = end = NOWHERE
    return replace(selection, start=start, end=end)


def _look_up(offsets: np.ndarray, position: int) -> int:
    return int(offsets[position]) if 0 <= position < len(offsets) else NOWHERE


# -- which way of counting -------------------------------------------------------------------------


class _Evidence(NamedTuple):
    """What speaks against a way of counting, the gravest first.

    Attributes:
        n_nowhere: selections outside the text or with half a character.
        n_other: selections of another text than is stated.
        n_unnamed: selections whose name is not how their text begins.
        n_cut: selections that begin or end inside a word.
    """

    n_nowhere: int = 0
    n_other: int = 0
    n_unnamed: int = 0
    n_cut: int = 0


def _choose(sources: Sequence[Source], usual: Counting) -> Counting:
    """Return the usual way of counting, unless another one is clearly right."""
    best, least = usual, _weigh(sources, usual)
    for counting in _others(usual):
        evidence = _weigh(sources, counting)
        if _is_clearly_better(evidence, least):
            best, least = counting, evidence
    return best


def _others(usual: Counting) -> Iterator[Counting]:
    """Yield the other ways of counting, those that differ in one thing first."""
    every = [Counting(*flags) for flags in product((False, True), repeat=3)]
    yield from sorted(every, key=lambda other: _n_differences(other, usual))[1:]


def _n_differences(some: Counting, other: Counting) -> int:
    return sum(a != b for a, b in zip(some, other, strict=True))


def _is_clearly_better(evidence: _Evidence, than: _Evidence) -> bool:
    if evidence[:-1] != than[:-1]:
        return evidence[:-1] < than[:-1]
    return than.n_cut >= FEWEST_CUT and evidence.n_cut <= than.n_cut // 10


def _weigh(sources: Sequence[Source], counting: Counting) -> _Evidence:
    """Count what speaks against a way of counting."""
    found = np.zeros(len(_Evidence._fields), dtype=np.int64)
    for source in sources:
        settled = _settle(source, counting)
        for selection in settled.selections:
            found += _objections(selection, settled.text or "")
    return _Evidence(*found.tolist())


def _objections(selection: Selection, text: str) -> tuple[bool, bool, bool, bool]:
    """Tell which of `_Evidence` a selection is."""
    if selection.start == NOWHERE:
        return True, False, False, False
    is_named = _begins_with_name(selection, text)
    return False, not states_its_text(selection, text), not is_named, _cuts_word(text, selection)


def states_its_text(selection: Selection, text: str) -> bool:
    r"""Whether a selection is of the text that it states, white space aside; or states none.

    Some programs write a line end in it as `\n`: a backslash and a letter.
    """
    if not selection.stated:
        return True
    found = "".join(text[selection.start : selection.end].split())
    stated = "".join(as_in_study(selection.stated).split())
    return found in (stated, stated.replace("\\n", ""))


def _begins_with_name(selection: Selection, text: str) -> bool:
    """Whether the name of a selection is the beginning of its text."""
    name = "".join(selection.name.rstrip(".…").split())
    found = "".join(text[selection.start : selection.end].split())
    return len(name) >= SHORTEST_NAME and found.startswith(name)


def _cuts_word(text: str, selection: Selection) -> bool:
    return any(_is_inside_word(text, at) for at in (selection.start, selection.end))


def _is_inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
