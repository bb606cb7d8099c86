"""Names of coders: each names a file in `codings/`, on any system."""

import re
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from analysis.coding.coding_files import FINAL
from analysis.faults import Fault

# Stems of files in `codings/` that no coder can have, and the coder of the gold standard.
RESERVED = (FINAL, "sample", "spans", "gold")
LONGEST = 100  # bytes of a name in UTF-8
NAMES = "names with commas between, such as A,B"

_NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')
_OF_WINDOWS = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)


def split_names(listed: str) -> list[str]:
    """Split a list of names with commas between.

    >>> split_names("A, B")
    ['A', 'B']
    """
    names = [normalize("NFC", name).strip() for name in listed.split(",")]
    return names if any(names) else []


def check_names(names: Sequence[str], place: str, taken: Iterable[str] = ()) -> list[Fault]:
    """Return a fault for each name that no coder can have.

    Args:
        names: the names.
        place: what messages call the place where they were stated.
        taken: names of coders that exist; they may be the same, but not differ in case only.

    >>> print(*check_names(["A", "a"], "--coders"))
    --coders: found 'a', which differs from 'A' in case only; expected another name
    """
    faults = []
    first = {name.casefold(): name for name in taken}
    seen: set[str] = set()
    for name in names:
        found = _describe_fault(name)
        other = first.setdefault(name.casefold(), name)
        if not found and name in seen:
            found = f"{name!r} twice"
        elif not found and other != name:
            found = f"{name!r}, which differs from {other!r} in case only"
        if found:
            expected = NAMES if not name or name in seen else "another name"
            faults.append(Fault(place, found, expected))
        seen.add(name)
    return faults


def _describe_fault(name: str) -> str:
    """Say why a file in `codings/` cannot have this name; "" if it can."""
    if not name:
        return "a blank name"
    characters = _NOT_IN_NAMES.search(name)
    if characters:
        return f"{name!r}, with {characters[0]!r}, which the name of a file cannot have"
    if name.startswith((".", "~")) or name.endswith("."):
        return f"{name!r}, which begins or ends with a sign that hides a file"
    if name.casefold() in RESERVED:
        return f"{name!r}, which names something else in the folder of codings"
    if _OF_WINDOWS.fullmatch(name):
        return f"{name!r}, which no file can be called in Windows"
    if name.lower().endswith((".csv", ".tsv", ".xlsx")):
        return f"{name!r}, which is the name of a file"
    if len(name.encode("utf-8", "surrogatepass")) > LONGEST:
        return f"a name of more than {LONGEST} bytes"
    return ""
