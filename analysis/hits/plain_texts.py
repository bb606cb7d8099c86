"""The plain forms of many texts, and the way back to the characters of the texts.

Most texts are searched as they are (see `needs_plain_form`). The others are replaced by their plain
form; for each of its characters, `PlainTexts` says which characters of the text it comes from.
"""

from functools import cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import combining, is_normalized, normalize

import numpy as np
import pandas as pd
import regex

from analysis.arrays import MAX_CODE_POINT, CharClasses, code_points
from analysis.codebook.plain_form import CharKind, kind_of, plain_cluster, split_clusters
from analysis.hits.joined_texts import text_starts, texts_at

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
CODE_MASK = np.uint64((1 << 21) - 1)
LONGEST_GROUP = 3  # a letter and two marks: their code points fit into 64 bits

# Classes of characters, by what the composed form (NFC) does with them.
_OTHER = 1
_JOINING = 2  # composed with the character before it, though no mark
_MARK = 3  # never changed
_ORDERED = 4  # put in order with such marks beside it
_COMPOSABLE = 5
_MAY_COMPOSE = regex.compile(r"\p{NFC_QC=M}")


def _class_of(char: str) -> int:
    may_compose = _MAY_COMPOSE.match(char) or not is_normalized("NFC", char)
    if not _A_MARK.match(char):
        return _JOINING if may_compose else _OTHER
    if may_compose:
        return _COMPOSABLE
    return _ORDERED if combining(char) else _MARK


_classify = CharClasses(_class_of)


class PlainTexts(NamedTuple):
    """The plain forms of several texts.

    Attributes:
        texts: the plain form of each text.
        first: for each text, the position of its first character in the next two arrays.
        start: for each character of a plain form, where the characters it comes from begin.
        end: where they end. In both arrays, the characters of one text follow one another.
        origin: for each text, the number from which these two count.
    """

    texts: list[str]
    first: np.ndarray
    start: np.ndarray
    end: np.ndarray
    origin: np.ndarray


def is_delicate(char: str) -> bool:
    """Whether a text with this character must be replaced by its plain form to be searched.

    The other characters are their own plain form, or are no letters and have a plain form of one
    character. Each is a cluster by itself, except marks that follow a letter.

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
        length = self.length.take(codes, mode="clip")
        if length.min(initial=0) < 0:
            unknown = np.unique(codes[length < 0])
            self._learn(unknown.tolist())
            length = self.length.take(codes, mode="clip")
        source = np.arange(len(codes), dtype=np.int32)
        if (length == 1).all():
            first = self.first.take(codes, mode="clip")
            return self.codes[first], source
        source = np.repeat(source, length)
        begin = np.cumsum(length, dtype=np.int32) - length
        rank = np.arange(len(source), dtype=np.int32) - begin[source]  # within the plain form
        first = self.first.take(codes, mode="clip")[source]
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


def make_plain(texts: list[str]) -> PlainTexts:
    r"""Return the plain form of each text; line ends of divided words stay.

    >>> plain = make_plain(["oﬃce\u00ad"])
    >>> plain.texts, plain.start.tolist(), plain.end.tolist()
    (['office'], [0, 1, 1, 1, 2, 3, 5], [1, 2, 2, 2, 3, 4, 6])
    """
    codes, source = _expand(texts)
    composed = _compose_marks(codes)
    unsure = source[composed.unsure]
    if len(composed.changed):
        # A mark can follow a letter that is not its own, where a character is left out.
        unsure = np.append(unsure, _find_gaps(source))
    start = source[composed.start]
    end = source[composed.end - 1] + np.int32(1)
    plain = _split(composed.codes, start, end, texts)
    suspects = np.flatnonzero(_has_any_at(unsure, texts))
    return _replace(plain, {n: _make_plain_alone(texts[n]) for n in suspects.tolist()})


class ComposedTexts(NamedTuple):
    """Texts in which letters were composed with their marks, and nothing else was changed.

    Attributes:
        plain: the texts that were changed, and the way back; None if there are none.
        changed: their positions, in order.
        unsure: the positions of other texts that may have letters to be composed, in order.
    """

    plain: PlainTexts | None
    changed: np.ndarray
    unsure: np.ndarray


def compose_texts(texts: list[str], codes: np.ndarray, left: np.ndarray) -> ComposedTexts:
    r"""Compose the letters of texts with their marks; faster than `make_plain`.

    Args:
        texts: the texts.
        codes: their code points, with a NUL after each text.
        left: the positions of texts that are not wanted.

    >>> composed = compose_texts(["as", "ne\u0301e"], code_points("as\0ne\u0301e\0"), np.arange(0))
    >>> composed.plain.texts, composed.changed.tolist(), composed.plain.origin.tolist()
    (['née'], [1], [3])
    """
    composed = _compose_marks(codes)
    is_left = np.zeros(len(texts), dtype=bool)
    is_left[left] = True
    is_unsure = _has_any_at(composed.unsure, texts) & ~is_left
    is_changed = _has_any_at(composed.changed, texts) & ~is_left & ~is_unsure
    changed = np.flatnonzero(is_changed)
    plain = None
    if len(changed):
        every = _split(composed.codes, composed.start, composed.end, texts)
        own = [every.texts[position] for position in changed.tolist()]
        plain = every._replace(texts=own, first=every.first[changed], origin=every.origin[changed])
    return ComposedTexts(plain, changed, np.flatnonzero(is_unsure))


def _has_any_at(offsets: np.ndarray, texts: list[str]) -> np.ndarray:
    """Whether any of some offsets in the joined texts lies in each text."""
    has_any = np.zeros(len(texts), dtype=bool)
    has_any[texts_at(offsets, text_starts(texts))] = True
    return has_any


def join_plain(parts: list[PlainTexts]) -> PlainTexts:
    """Put the plain forms of several lists of texts into one."""
    texts = [text for part in parts for text in part.texts]
    sizes = [len(part.start) for part in parts]
    n_before = np.cumsum([0, *sizes])[:-1].tolist()
    first = [part.first + n for part, n in zip(parts, n_before, strict=True)]
    others = zip(*((part.start, part.end, part.origin) for part in parts), strict=True)
    return PlainTexts(texts, np.concatenate(first), *map(np.concatenate, others))


def _make_plain_alone(text: str) -> PlainTexts:
    """Return the plain form of a text that lacks a character, or with long groups of marks."""
    codes, source = _expand([text])
    expanded = _split(codes, source, source + np.int32(1), [text])
    is_right = is_normalized("NFC", expanded.texts[0])
    return expanded if is_right else _compose_clusters(text)


def _replace(plain: PlainTexts, others: dict[int, PlainTexts]) -> PlainTexts:
    """Replace the plain forms of some texts, given by position, by others."""
    if not others:
        return plain
    joined = join_plain([plain, *others.values()])
    number = np.arange(len(plain.texts))
    number[list(others)] = np.arange(len(plain.texts), len(joined.texts))
    texts = [joined.texts[n] for n in number.tolist()]
    return joined._replace(texts=texts, first=joined.first[number], origin=joined.origin[number])


def _find_gaps(source: np.ndarray) -> np.ndarray:
    """Return the characters, from 0 to the last of `source`, that do not occur in it."""
    is_kept = np.zeros(source.max(initial=-1) + 1, dtype=bool)
    is_kept[source] = True
    return np.flatnonzero(~is_kept)


def _expand(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Replace each character by its own plain form.

    Returns:
        The code points of the plain forms, with a NUL after each text, and for each of them the
        offset in the joined texts of the character that it comes from.
    """
    joined = "\0".join([*texts, ""])
    return _plain_characters.expand(code_points(joined))


def _split(codes: np.ndarray, start: np.ndarray, end: np.ndarray, texts: list[str]) -> PlainTexts:
    """Divide joined plain forms, with a NUL after each, into those of each text.

    Args:
        codes: the code points of the plain forms.
        start: for each of them, where the characters it comes from begin in the joined texts.
        end: where they end.
        texts: the texts.
    """
    joined = codes.tobytes().decode("utf-32-le", "surrogatepass")
    origins = text_starts(texts)
    first = np.searchsorted(start, origins)
    own = [joined[begin : after - 1] for begin, after in pairwise(first.tolist())]  # without NUL
    return PlainTexts(own, first[:-1], start, end, origins[:-1])


class _Composed(NamedTuple):
    """Characters, some of which were letters with their marks and are composed now.

    Attributes:
        codes: the code points of the characters.
        start: for each of them, the offset of the characters it comes from.
        end: where they end.
        changed: the offsets of the last mark of each letter that was composed.
        unsure: the offsets at which there may still be letters to be composed: those of long groups
            of marks and of characters that are no marks but can be composed. Both are rare, and
            texts with them are composed cluster by cluster.
    """

    codes: np.ndarray
    start: np.ndarray
    end: np.ndarray
    changed: np.ndarray
    unsure: np.ndarray


def _compose_marks(codes: np.ndarray) -> _Composed:
    """Compose each letter with the marks that follow it; each different group is composed once."""
    classes = _classify(codes)
    begin, end = _find_groups(codes, classes)
    is_short = end - begin <= LONGEST_GROUP
    unsure = np.append(np.flatnonzero(classes == _JOINING), end[~is_short] - 1)
    begin = begin[is_short]
    end = end[is_short]
    kind, different = _number_groups(codes, begin, end)
    composed = list(map(_compose_cluster, different))
    is_changed = []
    is_composed = []
    for old, new in zip(different, composed, strict=True):
        is_changed.append(new != old and len(new) <= len(old))
        is_composed.append(is_changed[-1] or is_normalized("NFC", old))
    unsure = np.append(unsure, end[~np.array(is_composed, dtype=bool)[kind]] - 1)
    chosen = np.array(is_changed, dtype=bool)[kind]
    changed = end[chosen]
    replaced, start = _replace_groups(codes, begin[chosen], changed, kind[chosen], composed)
    return _Composed(replaced, start[:-1], start[1:], changed - 1, unsure)


def _replace_groups(
    codes: np.ndarray,
    begin: np.ndarray,
    end: np.ndarray,
    kind: np.ndarray,
    composed: list[str],
) -> tuple[np.ndarray, np.ndarray]:
    """Put composed characters in the place of groups.

    Args:
        codes: the code points of the characters.
        begin: the start of each group.
        end: the end of each group.
        kind: the position of its composed form in `composed`.
        composed: the composed forms, none of which is longer than its group.

    Returns:
        The characters, and where each of them began, with one entry more for the end of the last.
    """
    if len(begin) == 0:
        return codes, np.arange(len(codes) + 1, dtype=np.int32)
    sizes = np.fromiter(map(len, composed), dtype=np.int64, count=len(composed))
    size = sizes[kind]
    first_of_kind = np.cumsum(sizes) - sizes  # in all composed forms, one after another
    first = first_of_kind[kind]
    in_composed = _positions_in(first, first + size)

    changed = codes.copy()
    changed[_positions_in(begin, begin + size)] = code_points("".join(composed))[in_composed]
    is_kept = np.ones(len(codes) + 1, dtype=bool)
    is_kept[_positions_in(begin + size, end)] = False
    return changed[is_kept[:-1]], np.flatnonzero(is_kept).astype(np.int32)


def _find_groups(codes: np.ndarray, classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the start and end of each letter and its marks that may have to be composed.

    Marks at the beginning of a text have no letter: the NUL before it takes its place.
    """
    is_ordered = classes >= _ORDERED
    matters = classes == _COMPOSABLE
    matters[1:] |= is_ordered[1:] & is_ordered[:-1]
    if not matters.any():
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)

    is_mark = np.zeros(len(codes) + 2, dtype=bool)
    is_mark[1:-1] = classes >= _MARK
    edges = np.flatnonzero(is_mark[1:] != is_mark[:-1])
    begin = np.maximum(edges[::2] - 1, 0)
    end = edges[1::2]
    is_chosen = np.zeros(len(begin), dtype=bool)
    is_chosen[np.searchsorted(end, np.flatnonzero(matters), side="right")] = True
    return begin[is_chosen], end[is_chosen]


def _number_groups(
    codes: np.ndarray, begin: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, list[str]]:
    """Number the different groups, none of which is long: the number of each, and the groups."""
    keys = np.zeros(len(begin), dtype=np.uint64)
    for offset in range(LONGEST_GROUP):
        position = begin + offset
        own_code = codes[np.minimum(position, end - 1)]
        code = np.where(position < end, own_code + 1, 0)  # 0 is no character
        keys = (keys << CODE_BITS) | code.astype(np.uint64)
    kind, different = pd.factorize(keys)
    shifts = CODE_BITS * np.arange(LONGEST_GROUP, dtype=np.uint64)[::-1]
    of_groups = (different[:, np.newaxis] >> shifts) & CODE_MASK
    return kind, ["".join(chr(code - 1) for code in group if code) for group in of_groups.tolist()]


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


def _compose_clusters(text: str) -> PlainTexts:
    """Return the plain form of a text cluster by cluster: always right, but slow."""
    clusters = [*split_clusters(text), "\0"]
    plain = list(map(plain_cluster, clusters))
    size = np.fromiter(map(len, clusters), dtype=np.int64, count=len(clusters))
    plain_size = np.fromiter(map(len, plain), dtype=np.int64, count=len(plain))
    end = np.cumsum(size)
    own = "".join(plain[:-1])
    start = np.repeat(end - size, plain_size)
    zero = np.zeros(1, dtype=np.int64)
    return PlainTexts([own], zero, start, np.repeat(end, plain_size), zero)


# -- clusters ------------------------------------------------------------------------------------


def move_to_clusters(
    texts: list[str], text: np.ndarray, start: np.ndarray, end: np.ndarray
) -> None:
    r"""Widen spans that begin or end inside a cluster to the whole cluster, in place.

    Args:
        texts: the texts.
        text: for each span, the position of its text.
        start: the offset in the text at which it starts.
        end: the offset at which it ends.

    >>> start, end = np.array([1]), np.array([2])
    >>> move_to_clusters(["ne\u0301e"], np.array([0]), start, end)
    >>> start.tolist(), end.tolist()
    ([1], [3])
    """
    different, number = np.unique(text, return_inverse=True)
    own = [texts[position] for position in different.tolist()]
    codes = code_points("\0".join(["", *own, ""]))  # a NUL is a cluster by itself
    origin = 1 + text_starts(own)[number]
    edges: dict[int, np.ndarray] = {}
    for offset, is_end in ((start, False), (end, True)):
        inside = np.flatnonzero(~_are_edges(codes, origin + offset))
        for span in inside.tolist():
            position = int(number[span])
            if position not in edges:
                edges[position] = _cluster_edges(own[position])
            own_edges = edges[position]
            if is_end:
                nearest = np.searchsorted(own_edges, offset[span])
            else:
                nearest = np.searchsorted(own_edges, offset[span], side="right") - 1
            offset[span] = own_edges[nearest]


def _are_edges(codes: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Whether the two characters at each offset alone show that a cluster ends there."""
    before = codes[offsets - 1].astype(np.uint64)
    pairs = (before << CODE_BITS) | codes[offsets]
    kind, different = pd.factorize(pairs)
    is_edge = []
    for pair in different.tolist():
        first, second = divmod(pair, 1 << int(CODE_BITS))
        is_edge.append(_surely_separate(chr(first), chr(second)))
    return np.array(is_edge, dtype=bool)[kind]


def _cluster_edges(text: str) -> np.ndarray:
    """Return the offsets at which clusters begin or end."""
    sizes = [len(cluster) for cluster in split_clusters(text)]
    return np.cumsum([0, *sizes])


@cache
def _surely_separate(before: str, after: str) -> bool:
    """Whether two characters are in two clusters, whatever is around them."""
    if len(split_clusters(before + after)) == 1:
        return False
    return bool(_LONE_CLUSTER.match(before)) or not _MAY_CONTINUE.match(after)
