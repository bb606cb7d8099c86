"""The plain forms of many texts, and the way back to the characters of the texts.

Most texts are searched as they are (see `needs_plain_form`). The others are replaced by their plain
form; for each of its characters, a `PlainText` says which characters of the text it comes from.
"""

from functools import cache
from typing import NamedTuple
from unicodedata import is_normalized, normalize

import numpy as np
import pandas as pd
import regex

from analysis.arrays import MAX_CODE_POINT, CharClasses, code_points
from analysis.codebook.plain_form import CharKind, kind_of, plain_cluster, split_clusters

# Characters that are clusters by themselves, whatever is beside them, unless a mark follows.
_LONE_CLUSTER = regex.compile(r"[\p{GCB=Other}\p{GCB=Control}\p{GCB=CR}\p{GCB=LF}]")
_SYLLABLE = regex.compile(r"[\p{GCB=LV}\p{GCB=LVT}]")  # of Hangul
_LINKER = regex.compile(r"[\u1039\u17D2]")  # of letters of Myanmar and Khmer to one cluster
_MAY_CONTINUE = regex.compile(
    r"[\p{InCB=Consonant}\p{Extended_Pictographic}\p{Regional_Indicator}]"
)
_A_MARK = regex.compile(r"\p{M}")
_DECIMAL = regex.compile(r"\p{Nd}")
_NUMBER = regex.compile(r"\p{N}")

CODE_BITS = np.uint64(21)  # of a code point
LONGEST_GROUP = 3  # a letter and two marks: their code points fit into 64 bits
_MARK, _OTHER = 1, 2
_mark_classes = CharClasses(lambda char: _MARK if _A_MARK.match(char) else _OTHER)


class PlainText(NamedTuple):
    """The plain form of a text.

    Attributes:
        text: the plain form.
        start: for each of its characters, the offset in the text at which it comes from.
        end: for each of its characters, the offset in the text at which that ends.
    """

    text: str
    start: np.ndarray
    end: np.ndarray


def is_delicate(char: str) -> bool:
    """Whether a text with this character must be replaced by its plain form to be searched.

    The other characters are their own plain form, or signs (no letters) with one sign for a plain
    form. They are clusters by themselves, except marks that follow a letter.

    >>> [is_delicate(char) for char in "aé’，ﬁＡ¹…"]
    [False, False, False, False, True, True, True, True]
    """
    plain = plain_cluster(char)
    if len(plain) != 1:
        return True
    kind = kind_of(plain)
    if plain != char and kind is not CharKind.OTHER:
        return True
    if kind is CharKind.MARK:
        return bool(_LINKER.match(char))
    if _NUMBER.match(char) and not _DECIMAL.match(char):
        return True
    is_syllable = _SYLLABLE.match(char)
    is_usual = _LONE_CLUSTER.match(char) and (plain == char or kind is CharKind.OTHER)
    return not (is_syllable or is_usual) or _is_superscript(char)


def _is_superscript(char: str) -> bool:
    return char.isalnum() and kind_of(char) is CharKind.OTHER


# -- plain forms ---------------------------------------------------------------------------------


class _PlainCharacters:
    """The plain forms of single characters, for arrays of code points."""

    def __init__(self) -> None:
        self.length = np.full(MAX_CODE_POINT, -1, dtype=np.int8)  # by code point; -1 is not known
        self.first = np.zeros(MAX_CODE_POINT, dtype=np.int32)
        self.codes = np.zeros(0, dtype=np.uint32)  # of all plain forms, one after another

    def expand(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Replace each character by its plain form.

        Returns:
            The characters of the plain forms, and for each of them the position of the character
            that it comes from.
        """
        length = self.length[codes]
        if length.min(initial=0) < 0:
            unknown = np.unique(codes[length < 0])
            self._learn(unknown.tolist())
            length = self.length[codes]
        source = np.repeat(np.arange(len(codes)), length)
        begin = np.cumsum(length, dtype=np.int64) - length
        rank = np.arange(len(source)) - begin[source]  # within the plain form
        first = self.first[codes[source]]
        return self.codes[first + rank], source

    def _learn(self, new: list[int]) -> None:
        plain = [plain_cluster(chr(code)) for code in new]
        lengths = list(map(len, plain))
        ends = len(self.codes) + np.cumsum(lengths)
        self.length[new] = lengths
        self.first[new] = ends - lengths
        learnt = code_points("".join(plain))
        self.codes = np.append(self.codes, learnt)


_plain_characters = _PlainCharacters()


class _Plain(NamedTuple):
    """The plain forms of several texts, each with a NUL after it; as in `PlainText`."""

    text: str
    start: np.ndarray
    end: np.ndarray


def make_plain(texts: list[str]) -> list[PlainText]:
    r"""Return the plain form of each text; line ends of divided words stay.

    >>> [plain] = make_plain(["oﬃce\u00ad"])
    >>> plain.text, plain.start.tolist(), plain.end.tolist()
    ('office', [0, 1, 1, 1, 2, 3], [1, 2, 2, 2, 3, 4])
    """
    expanded = _expand(texts)
    if is_normalized("NFC", expanded.text):
        return _split(expanded, texts)
    composed = _compose_marks(expanded)
    plain = _split(composed, texts)
    suspects = set(_find_gaps(expanded, texts))
    if not is_normalized("NFC", composed.text):
        suspects.update(n for n, own in enumerate(plain) if not is_normalized("NFC", own.text))
    for n in suspects:
        plain[n] = _make_plain_alone(texts[n])
    return plain


def _make_plain_alone(text: str) -> PlainText:
    """Return the plain form of a text that lacks a character, or with long groups of marks."""
    [expanded] = _split(_expand([text]), [text])
    is_right = is_normalized("NFC", expanded.text)
    return expanded if is_right else _compose_clusters(text)


def _find_gaps(expanded: _Plain, texts: list[str]) -> list[int]:
    """Return the positions of the texts of which a character is left out.

    In these a mark can follow a letter that is not its own.
    """
    ends = np.cumsum([len(text) + 1 for text in texts])
    is_kept = np.zeros(ends[-1], dtype=bool)
    is_kept[expanded.start] = True
    gaps = np.flatnonzero(~is_kept)
    return np.unique(np.searchsorted(ends, gaps, side="right")).tolist()


def _expand(texts: list[str]) -> _Plain:
    """Replace each character by its own plain form."""
    joined = "\0".join([*texts, ""])
    codes, source = _plain_characters.expand(code_points(joined))
    return _Plain(_to_text(codes), source, source + 1)


def _to_text(codes: np.ndarray) -> str:
    data = codes.tobytes()
    return data.decode("utf-32-le", "surrogatepass")


def _split(joined: _Plain, texts: list[str]) -> list[PlainText]:
    """Return the plain form of each text; offsets are those in the text itself."""
    ends = np.cumsum([len(text) + 1 for text in texts])
    origins = [0, *ends.tolist()]
    edges = np.searchsorted(joined.start, origins).tolist()
    plain = []
    for origin, begin, after in zip(origins, edges, edges[1:], strict=False):
        own = slice(begin, after - 1)  # without the NUL
        start = joined.start[own] - origin
        end = joined.end[own] - origin
        plain.append(PlainText(joined.text[own], start, end))
    return plain


def _compose_marks(joined: _Plain) -> _Plain:
    """Compose each letter with the marks that follow it; each different group is composed once."""
    codes = code_points(joined.text)
    begin, end = _find_groups(codes)
    kind, first = _number_groups(codes, begin, end)
    composed = []
    is_changed = np.zeros(len(first), dtype=bool)
    for number, example in enumerate(first.tolist()):
        group = joined.text[begin[example] : end[example]]
        composed.append(_compose_cluster(group))
        is_changed[number] = composed[-1] != group
    chosen = is_changed[kind]
    return _replace_groups(joined, begin[chosen], end[chosen], kind[chosen], composed)


def _replace_groups(
    joined: _Plain,
    begin: np.ndarray,
    end: np.ndarray,
    kind: np.ndarray,
    composed: list[str],
) -> _Plain:
    """Put composed characters in the place of groups.

    Args:
        joined: the texts.
        begin: the start of each group.
        end: the end of each group.
        kind: the position of its composed form in `composed`.
        composed: the composed forms.
    """
    codes = code_points(joined.text)
    sizes = np.fromiter(map(len, composed), dtype=np.int64, count=len(composed))
    size = sizes[kind]
    count = np.ones(len(codes), dtype=np.int64)  # what each character becomes
    count[_positions_in(begin, end)] = 0
    count[begin] = size
    kept = np.repeat(np.arange(len(codes)), count)
    last = np.arange(len(codes))
    last[begin] = end - 1

    written = codes[kept]
    target = (np.cumsum(count) - count)[begin]
    first_of_kind = np.cumsum(sizes) - sizes  # in all composed forms, one after another
    first = first_of_kind[kind]
    in_composed = _positions_in(first, first + size)
    written[_positions_in(target, target + size)] = code_points("".join(composed))[in_composed]
    return _Plain(_to_text(written), joined.start[kept], joined.end[last[kept]])


def _find_groups(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the start and end of each group: a letter and the marks that follow it.

    Longer groups are left out: they are rare, and a text that needs them composed is composed
    cluster by cluster.
    """
    is_mark = _mark_classes(codes) == _MARK
    begins_run = np.flatnonzero(is_mark[1:] & ~is_mark[:-1]) + 1
    ends_run = np.flatnonzero(is_mark[:-1] & ~is_mark[1:]) + 1
    if len(codes) and is_mark[0]:
        ends_run = ends_run[1:]  # marks at the very beginning have no letter
    begin = begins_run - 1
    has_letter = codes[begin] != 0  # and not the NUL between two texts
    is_short = ends_run - begin <= LONGEST_GROUP
    chosen = has_letter & is_short
    return begin[chosen], ends_run[chosen]


def _number_groups(
    codes: np.ndarray, begin: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Number the different groups: the number of each, and where each number first occurs."""
    keys = np.zeros(len(begin), dtype=np.uint64)
    for offset in range(LONGEST_GROUP):
        position = begin + offset
        own_code = codes[np.minimum(position, end - 1)]
        code = np.where(position < end, own_code, 0)
        keys = (keys << CODE_BITS) | code.astype(np.uint64)
    kind, _ = pd.factorize(keys)
    highest_so_far = np.maximum.accumulate(kind)
    is_first = np.diff(highest_so_far, prepend=-1) > 0  # numbers are given in order of appearance
    return kind, np.flatnonzero(is_first)


def _positions_in(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return every position in the spans from `start` to `end`, span by span.

    >>> _positions_in(np.array([2, 7]), np.array([5, 8])).tolist()
    [2, 3, 4, 7]
    """
    size = end - start
    n_before = np.cumsum(size) - size
    shift = np.repeat(start - n_before, size)
    return shift + np.arange(size.sum())


@cache
def _compose_cluster(segment: str) -> str:
    """Compose a letter and its marks; leave what is more than one cluster as it is."""
    is_cluster = len(split_clusters(segment)) == 1
    return normalize("NFC", segment) if is_cluster else segment


def _compose_clusters(text: str) -> PlainText:
    """Return the plain form of a text cluster by cluster: always right, but slow."""
    clusters = split_clusters(text)
    plain = list(map(plain_cluster, clusters))
    size = np.fromiter(map(len, clusters), dtype=np.int64, count=len(clusters))
    plain_size = np.fromiter(map(len, plain), dtype=np.int64, count=len(plain))
    end = np.cumsum(size)
    return PlainText(
        text="".join(plain),
        start=np.repeat(end - size, plain_size),
        end=np.repeat(end, plain_size),
    )


# -- clusters ------------------------------------------------------------------------------------


class ClusterEdges:
    """Moves the ends of matches in a text out of clusters.

    Attributes:
        text: the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._edges: np.ndarray | None = None

    def start_of(self, offset: int) -> int:
        """Return the start of the cluster that the offset lies in, or the offset at an edge."""
        if self._is_edge(offset):
            return offset
        edges = self._all_edges()
        return int(edges[np.searchsorted(edges, offset, side="right") - 1])

    def end_of(self, offset: int) -> int:
        """Return the end of the cluster that the offset lies in, or the offset at an edge."""
        if self._is_edge(offset):
            return offset
        edges = self._all_edges()
        return int(edges[np.searchsorted(edges, offset)])

    def _is_edge(self, offset: int) -> bool:
        """Whether the two characters at the offset alone show that a cluster ends there."""
        if offset in (0, len(self.text)):
            return True
        return _surely_separate(self.text[offset - 1], self.text[offset])

    def _all_edges(self) -> np.ndarray:
        if self._edges is None:
            sizes = [len(cluster) for cluster in split_clusters(self.text)]
            self._edges = np.cumsum([0, *sizes])
        return self._edges


@cache
def _surely_separate(before: str, after: str) -> bool:
    """Whether two characters are in two clusters, whatever is around them."""
    if len(split_clusters(before + after)) == 1:
        return False
    return bool(_LONE_CLUSTER.match(before)) or not _MAY_CONTINUE.match(after)
