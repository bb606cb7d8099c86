"""What is done with the lines of a concordance: they are sorted, grouped, ranked and drawn from."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.arrays import TEXT, factorize_runs
from analysis.faults import Fault, nearest, raise_all
from analysis.measures.concordance import Texts, cut_out, find_spans
from analysis.measures.terms import find_terms
from analysis.wording import UNSTATED, pluralize

MOST_BESIDE = 5  # words on each side by which lines can be sorted
POSITION = "position"  # sorts lines by where they are in the texts
SENTENCE_START = "(sentence start)"
SENTENCE_END = "(sentence end)"
CHARACTERS = 40  # of context that are read for each word beside a match

_BESIDE = re.compile("[LR][1-9]")
BESIDE = [f"{side}{n}" for side in "LR" for n in range(1, MOST_BESIDE + 1)]


# -- the words beside the matches ----------------------------------------------------------------


def words_beside(texts: Texts, lines: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return the words beside the matches, in small letters.

    Args:
        texts: the sentences that the lines are from.
        lines: the lines.
        names: which words: `L1` is the first one before the match, in the order of the text, `R2`
            the second one after it, and so on.

    Returns:
        One row per line, one column per name; `""` where the text has no such word.
    """
    depth = max((int(name[1:]) for name in names), default=0)
    context = cut_out(texts, find_spans(texts, lines), CHARACTERS * (depth + 1))
    before = _Words(context["left"])
    after = _Words(context["right"])
    columns = {}
    for name in names:
        n = int(name[1:])
        words = before.from_end(n) if name.startswith("L") else after.from_start(n)
        columns[name] = pd.Series(words, lines.index, TEXT)
    return pd.DataFrame(columns, index=lines.index)


class _Words:
    """The words of some stretches of text."""

    def __init__(self, stretches: list[str]) -> None:
        found = find_terms(pd.DataFrame({"sentence": pd.Series(stretches, dtype=TEXT)}))
        self._words = np.array([*found.terms, ""], dtype=object)
        self._term = np.append(found.term, -1)  # the last word is none
        self._n = np.bincount(found.sentence, minlength=len(stretches))
        self._first = np.cumsum(self._n) - self._n

    def from_start(self, n: int) -> np.ndarray:
        """Return the word number `n` of each stretch."""
        return self._at(self._first + n - 1, n)

    def from_end(self, n: int) -> np.ndarray:
        """Return the word number `n` of each stretch, counted from its end."""
        return self._at(self._first + self._n - n, n)

    def _at(self, position: np.ndarray, n: int) -> np.ndarray:
        return self._words[self._term[np.where(self._n >= n, position, -1)]]


def check_keys(
    keys: tuple[str, ...],
    lines: pd.DataFrame,
    what: str,
    *,
    choices: Sequence[str] = (*BESIDE, POSITION),
) -> None:
    """Raise `InputError` if a key is neither one of the choices nor a column of the lines."""
    known = [*choices, *lines.columns]
    unknown = [key for key in keys if key not in known]
    raise_all(
        Fault(f"concordance, {what}", f"the key {key!r}", _expect(key, known)) for key in unknown
    )


def _expect(key: object, known: list[str]) -> str:
    if _BESIDE.fullmatch(str(key).upper()):
        return f"a word from L1 to L{MOST_BESIDE}, or from R1 to R{MOST_BESIDE}"
    few = ["L1", "R1"]  # stand for all words beside the match
    return nearest(str(key), [name for name in known if name in few or name not in BESIDE])


# -- steps ---------------------------------------------------------------------------------------


def sort_lines(
    texts: Texts,
    lines: pd.DataFrame,
    keys: tuple[str, ...],
    *,
    descending: bool = False,
) -> pd.DataFrame:
    """Sort lines by words beside the match, by columns, or by position.

    Lines that are grouped are sorted within their groups. Lines that agree in all keys keep their
    order; missing values come last.
    """
    names = [key for key in keys if key in BESIDE]
    beside = words_beside(texts, lines, names)
    ranks = {}
    for key in keys:
        if key == POSITION:
            ranks[key] = lines["line"]
        else:
            values = beside[key] if key in names else lines[key]
            ranks[key] = _rank_values(values)
    order = pd.DataFrame(ranks, index=lines.index)
    if descending:
        order = -order
    if "group" in lines:
        group, _ = factorize_runs(lines["group"])
        order.insert(0, "", group)
    chosen = order.sort_values(list(order), kind="stable", na_position="last").index
    return lines.loc[chosen].reset_index(drop=True)


def _rank_values(values: pd.Series) -> pd.Series:
    """Number values in sorted order; a missing one has no number."""
    if values.dtype == TEXT:
        values = values.map(_collate)
    return values.rank(method="dense")


def _collate(text: str) -> str:
    """Write text so that it sorts as in a dictionary: `é` beside `e`, and `E` beside `e`.

    >>> sorted(["Zoo", "été", "ezra", "Egg"], key=_collate)
    ['Egg', 'ezra', 'été', 'Zoo']
    """
    return unicodedata.normalize("NFD", text.lower())


def group_lines(texts: Texts, lines: pd.DataFrame, by: str) -> pd.DataFrame:
    """Put lines with the same word beside the match, or the same value, together.

    A word beside the match is one of its sentence: without one, the group is `(sentence start)` or
    `(sentence end)`.

    Returns:
        The lines with a column `group`: the largest group first, groups of one size by their name.
    """
    if by in BESIDE:
        apart = texts._replace(follows=np.zeros_like(texts.follows))
        group = words_beside(apart, lines, [by])[by]
        group = group.mask(group == "", SENTENCE_START if by.startswith("L") else SENTENCE_END)
    else:
        group = name_values(lines[by])
    size = group.map(group.value_counts())
    order = pd.DataFrame({"size": -size, "name": group.map(_collate), "group": group})
    chosen = order.sort_values(["size", "name", "group"], kind="stable").index
    return lines.assign(group=group).loc[chosen].reset_index(drop=True)


def sample_lines(
    lines: pd.DataFrame,
    n: int,
    by: str | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Draw lines at random; they keep their order.

    With `by`, each value of that column gets lines in proportion to its own, by largest remainders,
    and at least one if `n` is large enough. The draw depends on the lines and the seed, not on the
    order of the lines.
    """
    drawn = np.random.default_rng(seed).permutation(len(lines))
    by_number = lines.sort_values("line").iloc[drawn]
    if by is None:
        chosen = by_number["line"].head(n)
    else:
        stratum = name_values(by_number[by])
        quota = share_out(stratum.value_counts().sort_index(), n)
        rank = stratum.groupby(stratum).cumcount()
        chosen = by_number.loc[rank < stratum.map(quota), "line"]
    return lines[lines["line"].isin(chosen)].reset_index(drop=True)


def name_values(column: pd.Series) -> pd.Series:
    """Write the values of a column as text; one that is missing or `""` is "(not stated)"."""
    names = [UNSTATED if pd.isna(value) else str(value) or UNSTATED for value in column]
    dates = [name.removesuffix(" 00:00:00") for name in names]
    return pd.Series(dates, column.index, TEXT)


def share_out(sizes: pd.Series, n: int) -> pd.Series:
    """Share `n` lines out among groups by their sizes; if possible, each gets one at least.

    >>> share_out(pd.Series({"a": 90, "b": 9, "c": 1}), 10).to_dict()
    {'a': 8, 'b': 1, 'c': 1}
    """
    n = min(n, int(sizes.sum()))
    exact = sizes * n / max(1, sizes.sum())
    at_least = int(n >= len(sizes))
    quota = np.floor(exact).astype("int64").clip(lower=at_least)
    while quota.sum() < n:
        quota[(exact - quota).idxmax()] += 1
    while quota.sum() > n:
        quota[(quota - exact).where(quota > at_least).idxmax()] -= 1
    return quota


def describe_strata(lines: pd.DataFrame, drawn: pd.DataFrame, by: str) -> str:
    """Say how many lines of each value were drawn, such as `FRA 3 of 12`; at most a few of them."""
    most = 6
    sizes = name_values(lines[by]).value_counts()
    n_drawn = name_values(drawn[by]).value_counts()
    parts = [f"{name} {n_drawn.get(name, 0):,} of {size:,}" for name, size in sizes.items()]
    if len(parts) > most:
        parts[most:] = [f"and {pluralize(len(parts) - most, 'more value')}"]
    return ", ".join(parts)
