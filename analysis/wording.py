"""Words for readers: counts with their noun, and text made safe to show.

Texts, names and themes come from a user's files, so they can hold any character. Before they are
shown in a line, a terminal or a web page, they pass through one of these functions.
"""

import re
import unicodedata
from html import escape

LEFT_TO_RIGHT = {"L"}  # Unicode's bidirectional classes
RIGHT_TO_LEFT = {"R", "AL"}

MOST_MEASURED = 2000  # characters of a text; far more than fit a terminal's column
HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # half of a UTF-16 pair: UTF-8 has none
UNSTATED = "(not stated)"  # the name of the group of texts that state no value
BEFORE_FIRST = "(before the first heading)"  # the name of the section without a heading


def pluralize(n: int, noun: str, ending: str = "s") -> str:
    """Write a count with its noun.

    >>> pluralize(1, "sentence"), pluralize(1204, "match", "es")
    ('1 sentence', '1,204 matches')
    >>> pluralize(2, "table of contents"), pluralize(2, "field or button")
    ('2 tables of contents', '2 fields or buttons')
    """
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {_plural(noun, ending)}"


def _plural(noun: str, ending: str) -> str:
    head, of, what = noun.partition(" of ")
    nouns = [one + ending for one in head.split(" or ")]
    return " or ".join(nouns) + of + what


def one_line(text: str) -> str:
    r"""Write text on one line, with single spaces and with control characters as their codes.

    >>> one_line("a\n b\x1b")
    'a b\\x1b'
    """
    spaced = re.sub(r"[^\S\u00a0\u202f]+", " ", text)  # French keeps signs on the line of a word
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


def terminal_width(text: str) -> int:
    r"""Count the columns that a text takes in a terminal: two for a Chinese or a wide character.

    >>> terminal_width("rights"), terminal_width("人权"), terminal_width("e\u0301")
    (6, 4, 1)
    """
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int) -> str:
    """Fill a text with spaces up to a width in a terminal.

    >>> pad("人权", 6)
    '人权  '
    """
    return text + " " * (width - terminal_width(text))


def wrap_to_width(text: str, width: int) -> list[str]:
    """Break a text between words into lines of a width in a terminal; long words are broken too.

    >>> wrap_to_width("rights of children", 9)
    ['rights of', 'children']
    >>> wrap_to_width("人权与法治", 4)
    ['人权', '与法', '治']
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if terminal_width(longer) <= width:
            lines[-1] = longer
        else:
            lines += _break_word(word, width)
    return lines if lines[0] or len(lines) == 1 else lines[1:]


def _break_word(word: str, width: int) -> list[str]:
    parts = [""]
    for character in word:
        if parts[-1] and terminal_width(parts[-1] + character) > width:
            parts.append("")
        parts[-1] += character
    return parts


def shorten(text: str, width: int) -> str:
    """Cut a text that is wider than a terminal's column, and mark the cut.

    >>> shorten("rights of children", 11), shorten("人权与法治", 6)
    ('rights of …', '人权 …')
    """
    if len(text) <= MOST_MEASURED and terminal_width(text) <= width:
        return text
    first, *_ = _break_word(text[:MOST_MEASURED], width - 2)
    return f"{first.rstrip()} …"


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
