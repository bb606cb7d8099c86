"""Cells of sheets: what spreadsheet programs do to texts, and how to see through it.

A spreadsheet program takes a cell of a CSV file for a formula if it begins with `=`, `+`, `-` or
`@`. Such cells get an apostrophe in front, which is taken off when they are read.
"""

import re

CUT = " … (cut here)"  # ends a text that is longer than a cell can be

_GUARDED = re.compile(r"'*[=+\-@\t]")
# What does not count when texts are compared: white space, and what a spreadsheet cannot hold.
_NOT_COMPARED = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]+")
_NUMBER = re.compile(r"0*([0-9]{1,18})(?:[.,]0+)?", re.ASCII)


def guard(cell: str) -> str:
    """Put an apostrophe in front of a cell that a spreadsheet program takes for a formula.

    >>> guard("-5 %"), guard("'-5"), guard("5 %")
    ("'-5 %", "''-5", '5 %')
    """
    return f"'{cell}" if _GUARDED.match(cell) else cell


def unguard(cell: str) -> str:
    """Take off the apostrophe that `guard` puts in front of a cell.

    >>> [unguard(guard(cell)) for cell in ("-5 %", "'-5", "'5", "")]
    ['-5 %', "'-5", "'5", '']
    """
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


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


def whole_number(cell: str) -> int | None:
    """Return the whole number from 0 that a cell means; None if it means none.

    >>> whole_number(" 12 "), whole_number("12.0"), whole_number("12.5"), whole_number("12 Mar")
    (12, 12, None, None)
    """
    match = _NUMBER.fullmatch(cell.strip())
    return int(match[1]) if match else None
