"""Words to be read: counts with their noun, and any text made safe for a line, a terminal or a page."""

import re
import unicodedata
from html import escape

UNSTATED = "(not stated)"  # the name of the group of texts that state no value


def pluralize(n: int, noun: str, ending: str = "s") -> str:
    """A count and its noun.

    >>> pluralize(1, "sentence"), pluralize(1204, "match", "es")
    ('1 sentence', '1,204 matches')
    """
    return f"{n:,} {noun}{'' if n == 1 else ending}"


def plain(text: str) -> str:
    r"""Text in one line: a run of white space is one blank, a control character stands as its code.

    >>> plain("a\n b\x1b")
    'a b\\x1b'
    """
    blanks = re.sub(r"\s+", " ", text)
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", lambda sign: f"\\x{ord(sign[0]):02x}", blanks)


def html(text: str) -> str:
    """Text for HTML, shown and never run: a browser drops NUL, and reads a bare CR as a line feed.

    >>> html("<b>")
    '&lt;b&gt;'
    """
    return escape(text).replace("\x00", "\ufffd").replace("\r", "&#13;")


def side(text: str) -> str:
    r"""The side at which text begins, by its first letter that has a direction; said outright, for JupyterLab's own
    style would put all text at one side.

    >>> side("12 rights"), side("12 \u062d\u0642")
    ('left', 'right')
    """
    directions = map(unicodedata.bidirectional, text)
    return (
        "left"
        if next((kind for kind in directions if kind in ("L", "R", "AL")), "L") == "L"
        else "right"
    )
