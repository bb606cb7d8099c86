"""Words for readers: counts with their noun, and text made safe to show.

Texts, names and themes come from a user's files, so they can hold any character. Before they are
shown in a line, a terminal or a web page, they pass through one of these functions.
"""

import re
import unicodedata
from html import escape

LEFT_TO_RIGHT = {"L"}  # Unicode's bidirectional classes
RIGHT_TO_LEFT = {"R", "AL"}

UNSTATED = "(not stated)"  # the name of the group of texts that state no value


def pluralize(n: int, noun: str, ending: str = "s") -> str:
    """Write a count with its noun.

    >>> pluralize(1, "sentence"), pluralize(1204, "match", "es")
    ('1 sentence', '1,204 matches')
    """
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}{ending}"


def one_line(text: str) -> str:
    r"""Write text on one line, with single spaces and with control characters as their codes.

    >>> one_line("a\n b\x1b")
    'a b\\x1b'
    """
    spaced = re.sub(r"\s+", " ", text)
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", _escape_control, spaced)


def _escape_control(match: re.Match[str]) -> str:
    return f"\\x{ord(match[0]):02x}"


def printable(text: str) -> str:
    r"""Write text on one line, with escapes for what a terminal would obey instead of showing.

    Unlike `one_line`, it changes no space, so paths stay as they are.

    >>> print(printable("a  b\n\x1b[2Jc"))
    a  b\n\x1b[2Jc
    """
    return "".join(map(_escape_unprintable, text))


def _escape_unprintable(character: str) -> str:
    return character if character.isprintable() else repr(character)[1:-1]


def escape_html(text: str) -> str:
    """Escape text for HTML, so that a browser shows it and runs nothing.

    A browser would drop NUL and turn a carriage return into a line feed, so both are replaced.

    >>> escape_html("<b>")
    '&lt;b&gt;'
    """
    return escape(text).replace("\x00", "\ufffd").replace("\r", "&#13;")


def text_align(text: str) -> str:
    r"""Return the side on which text begins: that of its first letter with a direction.

    HTML has to state the side, because JupyterLab's style sheet puts all text on the same one.

    >>> text_align("12 rights"), text_align("12 \u062d\u0642")
    ('left', 'right')
    """
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in LEFT_TO_RIGHT:
            return "left"
        if direction in RIGHT_TO_LEFT:
            return "right"
    return "left"
