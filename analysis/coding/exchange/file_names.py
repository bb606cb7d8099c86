"""Names of files that are safe on every system, made of names that a project has."""

import re
from collections.abc import Iterable
from unicodedata import normalize

LONGEST = 120  # bytes of a name in UTF-8
_REPLACED = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_ENDING = re.compile(r"\.(txt|md|docx?|rtf|odt|pdf|html?)", re.IGNORECASE)


def safe_name(name: str, unnamed: str) -> str:
    r"""Return a name without what a file cannot have in its name; "/" becomes "∕".

    >>> safe_name(' a/b: "c".', "text"), safe_name("..", "text"), safe_name("con", "text")
    ('a∕b_ _c_', 'text', 'con_')
    """
    spaced = " ".join(normalize("NFC", name).split())
    safe = _REPLACED.sub("_", spaced).replace("/", "∕")
    safe = safe.encode()[:LONGEST].decode(errors="ignore")  # whole characters only
    safe = safe.lstrip(".~ ").rstrip(". ")
    if _RESERVED.fullmatch(safe):
        safe += "_"
    return safe or unnamed


def safe_path(name: str, unnamed: str) -> str:
    """Return a path of safe names: "/" parts folders.

    >>> safe_path("a/../b", "text")
    'a/text/b'
    """
    return "/".join(safe_name(part, unnamed) for part in name.split("/"))


def without_ending(name: str) -> str:
    """Return the name of a text without the ending of a file.

    >>> without_ending("Interview 1.docx"), without_ending("Nr. 7")
    ('Interview 1', 'Nr. 7')
    """
    ending = _ENDING.search(name, max(0, len(name) - 5))
    return name[: ending.start()] if ending and ending.end() == len(name) else name


class FreeNames:
    """Gives names that are not taken, whatever their case: a number follows where need be.

    >>> names = FreeNames(["a", "A 2"])
    >>> names.take("A"), names.take("A"), names.take("b")
    ('A 3', 'A 4', 'b')
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}
        self._last: dict[str, int] = {}  # the last number behind each name

    def take(self, name: str) -> str:
        """Return the name, or one with a number behind it, and take it."""
        n = self._last.get(name.casefold(), 1)
        free = name if n == 1 else f"{name} {n}"
        while free.casefold() in self._taken:
            n += 1
            free = f"{name} {n}"
        self._last[name.casefold()] = n
        self._taken.add(free.casefold())
        return free
