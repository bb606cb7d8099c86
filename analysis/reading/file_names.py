"""Metadata in the names of files: a pattern such as `{country}_{year:d}` is fitted to a name."""

import re
from bisect import bisect_right

NOWHERE = -1
# A field in a pattern of file names: {word}, or {word:d} for a number.
FIELD = re.compile(r"\{(\w+)(:d)?\}")
_DIGITS = re.compile("[0-9]*")


def fit_name(names: str, name: str) -> dict[str, str] | None:
    """Return what the fields of a pattern stand for in the name of a file; None if it does not fit.

    `{word}` fits any text that is not empty, `{word:d}` a whole number. If there are several ways
    to fit the name, each `{word}` in turn is as short, and each number as long, as possible.

    >>> fit_name("{country}_{year:d}", "south_sudan_2011")
    {'country': 'south_sudan', 'year': '2011'}
    >>> fit_name("{country}_{year:d}", "kenya")
    """
    beginning, *fields = FIELD.split(names)  # literal text, name, `:d` or None, literal text, …
    if not name.startswith(beginning):
        return None
    keys = fields[::3]
    are_numbers = [bool(kind) for kind in fields[1::3]]
    literals = fields[2::3]
    places = _find_places(name, are_numbers, literals)
    found = {}
    at = len(beginning)
    for key, is_number, literal, possible in zip(keys, are_numbers, literals, places, strict=True):
        end = _find_end(name, at, is_number, possible)
        if end == NOWHERE:
            return None
        found[key] = name[at:end]
        at = end + len(literal)
    return found


def _find_places(name: str, are_numbers: list[bool], literals: list[str]) -> list[list[int]]:
    """Find, for each field, where it can end so that the fields after it fit the rest of the name.

    It goes from the last field to the first, so each place in the name is looked at only once per
    field, however many ways to fit the pattern there are.
    """
    last = literals[-1]
    places = [[len(name) - len(last)] if name.endswith(last) else []]
    for literal, is_number in zip(literals[-2::-1], are_numbers[:0:-1], strict=True):
        fitting = []
        for match in re.finditer(f"(?={re.escape(literal)})", name):
            begin = match.start() + len(literal)
            if _find_end(name, begin, is_number, places[-1]) != NOWHERE:
                fitting.append(match.start())
        places.append(fitting)
    return places[::-1]


def _find_end(name: str, begin: int, is_number: bool, places: list[int]) -> int:
    """Find the end of a field that begins at `begin`, among ascending places; or `NOWHERE`."""
    first = bisect_right(places, begin)
    if not is_number:
        return places[first] if first < len(places) else NOWHERE
    digits = _DIGITS.match(name, begin)
    after = bisect_right(places, digits.end()) if digits else first
    return places[after - 1] if first < after else NOWHERE
