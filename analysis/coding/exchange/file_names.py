"""Names of files that are safe on every system, made of names that a project has."""

import re
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


def free_name(name: str, taken: set[str]) -> str:
    """Return a name that is not taken, whatever its case, with a number behind it if need be.

    >>> free_name("A", {"a", "a 2"})
    'A 3'
    """
    free, n = name, 1
    while free.casefold() in taken:
        n += 1
        free = f"{name} {n}"
    return free
