"""Which sentences a number counts, as text that can stand in a link.

A selection maps keys to the value, or the values, that a sentence must have; all keys must hold.
Each bar of a chart carries one, and so does every link of a report. `measures.selected` says what
the keys are, and finds the sentences.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, quote, urlencode

Where = Mapping[str, str | Sequence[str]]

# Signs that neither end the fragment of an address nor have a meaning in it.
UNQUOTED = "/*:"


def write_where(where: Where) -> str:
    """Write a selection as the fragment of an address; it holds no white space.

    >>> write_where({"theme": "topic/poverty", "country": ["France", "Côte d’Ivoire"]})
    'theme=topic/poverty&country=France&country=C%C3%B4te%20d%E2%80%99Ivoire'
    """
    return urlencode(where, doseq=True, safe=UNQUOTED, quote_via=quote)


def read_where(text: str) -> dict[str, list[str]]:
    """Read a selection that `write_where` wrote.

    >>> read_where("theme=topic/poverty&country=France&country=Chad")
    {'theme': ['topic/poverty'], 'country': ['France', 'Chad']}
    >>> read_where("theme=")
    {'theme': ['']}
    """
    return parse_qs(text, keep_blank_values=True, max_num_fields=None)
