"""Cells of sheets: what spreadsheet programs do to texts, and how to see through it.

A spreadsheet program takes a cell of a CSV file for a formula if it begins with `=`, `+`, `-` or
`@`, and for a number or a date if it looks like one: then `007` becomes 7. Such cells get an
apostrophe in front, which is taken off when they are read.
"""

import re

CUT = " … (cut here)"  # ends a text that is longer than a cell can be

# What would be changed; any number of apostrophes may be in front of it already.
_CHANGED = re.compile(
    r"""'*(?:[=+\-@\t]                        # a formula
    |(?:0[0-9]+                            # zeros in front
    |[0-9]{16,}                            # more digits than a number keeps
    |[0-9]+[.,:/eE\ -][0-9.,:/eE\ -]*  # a fraction, a date, a time
    |[tT][rR][uU][eE]|[fF][aA][lL][sS][eE])\Z)
    """,
    re.VERBOSE,
)
# What does not count when texts are compared: white space, and what a spreadsheet cannot hold.
_NOT_COMPARED = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]+")
_NOT_ASCII = re.compile(r"[^\x21-\x7e]+")
_NUMBER = re.compile(r"0*([0-9]{1,18})(?:[.,]0+)?", re.ASCII)


def guard(cell: str) -> str:
    """Put an apostrophe in front of a cell that a spreadsheet program would change.

    >>> [guard(cell) for cell in ("-5 %", "'-5", "5 %", "007", "1/2", "2024")]
    ["'-5 %", "''-5", '5 %', "'007", "'1/2", '2024']
    """
    return f"'{cell}" if _CHANGED.match(cell) else cell


def guard_guarded(cell: str) -> str:
    """Put an apostrophe in front of a cell that looks as if `guard` had put one there.

    This is enough where text is marked as text, so that both can be read in the same way.

    >>> guard_guarded("-5 %"), guard_guarded("'-5")
    ('-5 %', "''-5")
    """
    return f"'{cell}" if unguard(cell) != cell else cell


def unguard(cell: str) -> str:
    """Take off the apostrophe that `guard` puts in front of a cell.

    >>> [unguard(guard(cell)) for cell in ("-5 %", "'-5", "'5", "007", "")]
    ['-5 %', "'-5", "'5", '007', '']
    """
    return cell[1:] if cell.startswith("'") and _CHANGED.match(cell) else cell


def comparable(text: str) -> str:
    """Return what counts of a text when it is compared.

    >>> comparable("One  two.\\n") == comparable("One two.")
    True
    """
    return _NOT_COMPARED.sub("", text)


def reads_as(cell: str, sentence: str) -> bool:
    """Whether a cell holds a sentence, but for white space and what a spreadsheet cannot hold.

    >>> reads_as("One  two.", "One two."), reads_as("One", "One two.")
    (True, False)
    """
    if cell == sentence:
        return True
    held = comparable(cell)
    mark = comparable(CUT)
    if held.endswith(mark) and not comparable(sentence).endswith(mark):
        return comparable(sentence).startswith(held.removesuffix(mark))
    return held == comparable(sentence)


def reads_as_garbled(cell: str, sentence: str) -> bool:
    """Whether a cell holds a sentence whose letters were read in another encoding.

    >>> reads_as_garbled("CafÃ©.", "Café."), reads_as_garbled("Tea.", "Café.")
    (True, False)
    """
    return not cell.isascii() and _NOT_ASCII.sub("", cell) == _NOT_ASCII.sub("", sentence)


def whole_number(cell: str) -> int | None:
    """Return the whole number from 0 that a cell means; None if it means none.

    >>> whole_number(" 12 "), whole_number("12.0"), whole_number("12.5"), whole_number("12 Mar")
    (12, 12, None, None)
    """
    match = _NUMBER.fullmatch(cell.strip())
    return int(match[1]) if match else None
