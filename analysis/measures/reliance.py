"""Reliance: which patterns carry a theme, and what is left of it without each of them.

To leave out a pattern is more than to drop its hits. Its characters become free, and a match that
had lost to it may take their place. So the hits are selected again, from all matches of the theme
except those of the pattern.

A theme *rests on one pattern* if it has several, and only this one finds more than half of its
sentences, unless that is no surprise (`is_expected`). A theme in fewer than five sentences is not
judged. Every notebook and chart says so by this one rule, the column `rests`.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs, union_sorted
from analysis.codebook.model import Codebook
from analysis.codebook.patterns import fold
from analysis.hits.find import resolve_overlaps, theme_matches
from analysis.measures.carried import add_parents, number_themes
from analysis.measures.codebook_pairs import pattern_meanings
from analysis.measures.families import with_families
from analysis.measures.shares import divide
from analysis.tables import RELIANCE, SENTENCES, TEXT

NEEDED = ["doc_id", "sent_id", "sentence"]
HALF = 0.5  # of the sentences of a theme
FEWEST = 5  # sentences of a theme; with fewer it is not judged
EVEN = 0.5  # of two patterns, the weaker finds at least so many of what the stronger one finds
LEAST_WILD = 3  # letters of a pattern beside its wildcards
LEAST_STEM = 4  # letters that the forms of a word have in common
STEM_SHARE = 0.75  # of the letters of the shorter form
BLOCK = 1 << 21  # matches, repeated for each pattern left out, that are in memory at once


class _Hits(NamedTuple):
    """Hits; every array has one entry per hit.

    Attributes:
        sentence: the row number of the sentence.
        theme: the row number of the theme in `codebook.themes`.
        pattern: the row number of the pattern in `codebook.patterns`.
    """

    sentence: np.ndarray
    theme: np.ndarray
    pattern: np.ndarray


class _Changes(NamedTuple):
    """Where a theme's own hits appear or vanish if a pattern is left out.

    Every array has one entry per sentence, theme and pattern for which this is so.

    Attributes:
        sentence: as in `_Hits`.
        theme: as in `_Hits`.
        pattern: as in `_Hits`.
        change: -1 if the sentence has no hit of the theme without the pattern; 1 if it has hits
            only then, because the match of the pattern lost to a `not` pattern.
    """

    sentence: np.ndarray
    theme: np.ndarray
    pattern: np.ndarray
    change: np.ndarray


class Dependence(NamedTuple):
    """What each theme rests on.

    Attributes:
        table: one row per theme and pattern, as from `reliance`.
        sentence: row numbers of the sentences that only one pattern finds, in ascending order.
        row: for each of them, the row number in `table` of the theme and the pattern.
        first: for each row of `table`, the row number of the first sentence with a hit of the
            pattern; the number of sentences if there is none.
    """

    table: pd.DataFrame
    sentence: np.ndarray
    row: np.ndarray
    first: np.ndarray


def reliance(sentences: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Count, for each theme, the sentences that are left without each of its patterns.

    A theme has the patterns of the themes below it, too. A pattern that several of them have is
    left out of all of them at once. `not` patterns stay.

    Args:
        sentences: one row per sentence: `doc_id`, `sent_id` and `sentence`.
        codebook: the codebook whose patterns to search for.

    Returns:
        One row per coded theme and pattern, in the codebook's order (`analysis.tables.RELIANCE`,
        then the columns of `with_families`): `theme`, `label`, `pattern`, `n_hits` (hits of the
        pattern), `n_texts` (texts with such a hit), `n_found` (sentences with one), `n_only`
        (sentences that carry the theme only because of the pattern), `share_only` (`n_only` /
        `n_sentences_hit`; NaN if no sentence carries the theme), `n_without` (sentences that carry
        the theme if the pattern is left out), `share_without` (`n_without` / `n_sentences`),
        `n_sentences_hit` (sentences that carry the theme), `n_sentences` (all sentences), `share`
        (`n_sentences_hit` / `n_sentences`), `n_sharing` (other coded themes that have a pattern of
        the same meaning), `sharing` (their ids, one per line), `expected` (as `is_expected` says)
        and `rests` (whether the theme rests on the pattern).

    Raises:
        InputError: a column is missing, or a sentence occurs twice.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = THEMES.frame({"theme": ["rights"], "parent": "", "label": ["Rights"]})
    >>> patterns = {"theme": "rights", "pattern": ["human rights", "rights"], "excludes": False}
    >>> codebook = Codebook("Example", "1", "en", themes, PATTERNS.frame(patterns), sha256="")
    >>> texts = ["Human rights matter.", "So do rights."]
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2], "sentence": texts})
    >>> table = reliance(sentences, codebook)
    >>> table[["pattern", "n_hits", "n_only", "n_without"]].to_numpy().tolist()
    [['human rights', 1, 0, 2], ['rights', 1, 1, 1]]
    """
    return find_dependence(sentences, codebook).table


def finds_most(table: pd.DataFrame) -> pd.Series:
    """Whether a pattern, one of several, is the only one to find most sentences of its theme.

    Args:
        table: one row per theme and pattern, as from `reliance`.
    """
    has_several = table.groupby("theme")["pattern"].transform("size") > 1
    is_judged = table["n_sentences_hit"] >= FEWEST
    return is_judged & has_several & (table["share_only"] > HALF)


def is_expected(table: pd.DataFrame) -> pd.Series:
    """Whether it is no surprise that most sentences of a theme hang on a pattern.

    It is none if the pattern is a word of the theme's label, or a form of one, such as `debt*` for
    “Debts”; nor if the theme has two patterns, and the one finds at least half as many sentences as
    the other.

    Args:
        table: one row per theme and pattern, as from `reliance`.
    """
    names = zip(table["pattern"], table["label"], strict=True)
    is_label = pd.Series([is_of_label(*name) for name in names], table.index, dtype=bool)
    n_found = table.groupby("theme")["n_found"]
    is_even = n_found.transform("min") >= EVEN * n_found.transform("max")
    return is_label | (is_even & (n_found.transform("size") == 2))


def is_of_label(pattern: str, label: str) -> bool:
    """Whether every word of a pattern is a form of a word of a label.

    >>> is_of_label("secur*", "Security"), is_of_label("debts", "Debt"), is_of_label("us", "USA")
    (True, True, False)
    """
    words = fold(label).casefold().split()
    own = fold(pattern).casefold().split()
    return all(any(_is_form(part, word) for word in words) for part in own)


def _is_form(part: str, word: str) -> bool:
    """Whether a word of a pattern matches a word, or begins as it does."""
    stem = part.strip("*?")
    if part == word or (len(stem) >= LEAST_WILD and fnmatchcase(word, part)):
        return True
    common = _count_common(stem, word)
    return common >= max(LEAST_STEM, STEM_SHARE * min(len(stem), len(word)))


def _count_common(a: str, b: str) -> int:
    """Count the characters with which both words begin."""
    same = [x == y for x, y in zip(a, b, strict=False)]
    return same.index(False) if False in same else len(same)


def find_dependence(sentences: pd.DataFrame, codebook: Codebook) -> Dependence:
    """Count what `reliance` counts, and keep the sentences that only one pattern finds."""
    SENTENCES.need(sentences, NEEDED)
    SENTENCES.unique(sentences)
    hits, changes = _search(sentences["sentence"].tolist(), codebook)
    rows = _Rows(codebook)
    table, first = _count_hits(rows, hits, sentences["doc_id"])
    carried = _Carried(hits, codebook, len(sentences))
    n_hit = carried.n_hit[rows.theme]
    sentence, row, change = _sum_changes(rows, changes, carried)
    is_lost = change < 0
    n_only = np.bincount(row[is_lost], minlength=len(table))
    n_more = np.bincount(row[~is_lost], minlength=len(table))
    table = table.assign(
        n_only=n_only,
        n_without=n_hit - n_only + n_more,
        n_sentences_hit=n_hit,
        n_sentences=len(sentences),
    )
    table = _add_shares(table)
    expected = is_expected(table)
    table = table.assign(expected=expected, rests=finds_most(table) & ~expected)
    table = with_families(RELIANCE.frame(table), codebook)
    return Dependence(table, sentence[is_lost], row[is_lost], first)


def _add_shares(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(
        share_only=divide(table["n_only"], table["n_sentences_hit"]),
        share_without=divide(table["n_without"], table["n_sentences"]),
        share=divide(table["n_sentences_hit"], table["n_sentences"]),
    )


# -- hits, and what changes without a pattern ------------------------------------------------------


def _search(texts: list[str], codebook: Codebook) -> tuple[_Hits, _Changes]:
    """Find the hits of all themes, and what changes in them without each pattern."""
    hits = []
    changes = []
    for block in theme_matches(texts, codebook):
        matches = _number_cells(block, len(codebook.themes))
        is_hit = resolve_overlaps(matches)
        hits.append(_Hits(*_take(matches, is_hit)))
        has_not = _is_with_not(matches)
        changes.append(_find_lost(matches[~has_not]))
        cells = union_sorted(matches["cell"].to_numpy()[is_hit])
        changes += _find_changed(matches[has_not], cells)
    return _Hits(*_join(hits)), _Changes(*_join(changes))


def _join(parts: list) -> Iterator[np.ndarray]:
    return map(np.concatenate, zip(*parts, strict=True))


def _number_cells(matches: pd.DataFrame, n_themes: int) -> pd.DataFrame:
    """Add a column `cell`, which numbers the sentence and the theme of each match together."""
    cell = matches["text"].to_numpy(dtype=np.int64) * n_themes + matches["theme"].to_numpy()
    return matches.assign(cell=cell)


def _take(matches: pd.DataFrame, rows: np.ndarray) -> list[np.ndarray]:
    """Take the sentence, the theme and the pattern of some matches."""
    names = ("text", "theme", "pattern")
    return [matches[name].to_numpy(dtype=np.int64)[rows] for name in names]


def _is_with_not(matches: pd.DataFrame) -> np.ndarray:
    """Whether a `not` pattern matches in the cell of each match."""
    cell = matches["cell"].to_numpy()
    with_not = union_sorted(cell[matches["excludes"].to_numpy()])
    return _is_in(cell, with_not)


def _is_in(numbers: np.ndarray, in_order: np.ndarray) -> np.ndarray:
    """Whether each number is one of others, which are in ascending order."""
    position = np.searchsorted(in_order, numbers)
    return np.append(in_order, -1)[position] == numbers


def _find_lost(matches: pd.DataFrame) -> _Changes:
    """Find the changes in cells without a match of a `not` pattern.

    There, any match of another pattern makes a hit, so a sentence is lost if there is none.
    """
    n_patterns = int(matches["pattern"].max()) + 1 if len(matches) else 1
    key = matches["cell"].to_numpy() * n_patterns + matches["pattern"].to_numpy()
    _, row = np.unique(key, return_index=True)  # one per cell and pattern, cell by cell
    _, first, n = np.unique(matches["cell"].to_numpy()[row], return_index=True, return_counts=True)
    lost = row[first[n == 1]]
    sentence, theme, pattern = _take(matches, lost)
    return _Changes(sentence, theme, pattern, np.full(len(lost), -1))


def _find_changed(matches: pd.DataFrame, cells_with_hit: np.ndarray) -> Iterator[_Changes]:
    """Find the changes in other cells: select the hits again, without each pattern in turn.

    Args:
        matches: the matches of these cells, `not` patterns included.
        cells_with_hit: the cells that have a hit, in ascending order.
    """
    matches = matches.sort_values("cell", kind="stable", ignore_index=True)
    cell = matches["cell"].to_numpy()
    cells, first, size = np.unique(cell, return_index=True, return_counts=True)
    included = matches[~matches["excludes"]]
    tried = included.drop_duplicates(["cell", "pattern"])
    position = np.searchsorted(cells, tried["cell"])
    n_rows = np.cumsum(size[position])
    for block in np.split(np.arange(len(tried)), _find_breaks(n_rows)):
        at = position[block]
        left_out = tried.iloc[block]
        remaining = _leave_out(matches, first[at], size[at], left_out["pattern"].to_numpy())
        carried = remaining["text"].to_numpy()[resolve_overlaps(remaining)]
        has_hit = np.zeros(len(block), dtype=bool)
        has_hit[carried] = True
        had_hit = _is_in(cells[at], cells_with_hit)
        changed = np.flatnonzero(has_hit != had_hit)
        change = np.where(has_hit[changed], 1, -1)
        sentence, theme, pattern = _take(left_out, changed)
        yield _Changes(sentence, theme, pattern, change)


def _find_breaks(n_rows: np.ndarray) -> np.ndarray:
    """Return where blocks of about `BLOCK` rows end, given the running total of rows."""
    return np.flatnonzero(np.diff(n_rows // BLOCK)) + 1


def _leave_out(
    matches: pd.DataFrame,
    first: np.ndarray,
    size: np.ndarray,
    pattern: np.ndarray,
) -> pd.DataFrame:
    """Repeat the matches of a cell for each pattern to leave out, without those of the pattern.

    Args:
        matches: the matches, those of a cell together.
        first: for each pattern to leave out, the position of the first match of its cell.
        size: the number of matches of that cell.
        pattern: the patterns to leave out.

    Returns:
        The matches; `text` is the position of the pattern that was left out.
    """
    number = np.repeat(np.arange(len(first)), size)
    rank = np.arange(len(number)) - np.repeat(np.cumsum(size) - size, size)
    repeated = matches.iloc[first[number] + rank].assign(text=number)
    return repeated[repeated["pattern"].to_numpy() != pattern[number]]


# -- counts by theme and pattern -------------------------------------------------------------------


class _Rows:
    """The rows of the table: a coded theme, and a pattern of it or of a theme below it.

    Attributes:
        codebook: the codebook.
        theme: the row number of the theme of each row.
        pattern: the row number of the first such pattern of each row.
    """

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        patterns = codebook.patterns
        self._wording, self._wordings = pd.factorize(patterns["pattern"])
        includes = np.flatnonzero(~patterns["excludes"].to_numpy())
        own = number_themes(patterns["theme"].iloc[includes], codebook, "patterns")
        pattern, theme = add_parents(includes, own, codebook)
        coded = codebook.themes["theme"].isin(codebook.coded_themes()["theme"]).to_numpy()
        pattern, theme = pattern[coded[theme]], theme[coded[theme]]
        order = np.lexsort((pattern, theme))
        pattern, theme = pattern[order], theme[order]
        key = self._number(theme, pattern)
        _, first = np.unique(key, return_index=True)
        first.sort()
        self.theme = theme[first]
        self.pattern = pattern[first]
        self._index = pd.Index(key[first])

    def _number(self, theme: np.ndarray, pattern: np.ndarray) -> np.ndarray:
        return theme * max(1, len(self._wordings)) + self._wording[pattern]

    def find(self, theme: np.ndarray, pattern: np.ndarray) -> np.ndarray:
        """Return the row of each theme and pattern; -1 if the theme is not coded."""
        return self._index.get_indexer(self._number(theme, pattern))

    def repeat(
        self,
        theme: np.ndarray,
        pattern: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the rows that each own theme and pattern counts for: its theme, and those above.

        Returns:
            The positions of the pairs, and a row for each.
        """
        at, theme = add_parents(np.arange(len(theme)), theme, self.codebook)
        row = self.find(theme, pattern[at])
        known = row >= 0
        return at[known], row[known]


def _count_hits(
    rows: _Rows,
    hits: _Hits,
    doc_id: pd.Series,
) -> tuple[pd.DataFrame, np.ndarray]:
    """Count the hits of each pattern, and list the themes that have a pattern like it.

    Returns:
        The counts, and the first sentence of each row, as in `Dependence`.
    """
    codebook = rows.codebook
    themes = codebook.themes.iloc[rows.theme].reset_index(drop=True)
    pattern = codebook.patterns["pattern"].iloc[rows.pattern].reset_index(drop=True)
    at, row = rows.repeat(hits.theme, hits.pattern)
    sentence = hits.sentence[at]
    document, _ = factorize_runs(doc_id)
    first = np.full(len(themes), len(doc_id))
    np.minimum.at(first, row, sentence)
    sharing = _list_sharing(rows)
    table = pd.DataFrame(
        {
            "theme": themes["theme"],
            "label": themes["label"],
            "pattern": pattern,
            "n_hits": np.bincount(row, minlength=len(themes)),
            "n_texts": _count_different(row, document[sentence], len(themes)),
            "n_found": _count_different(row, sentence, len(themes)),
            "n_sharing": [len(others) for others in sharing],
            "sharing": pd.Series(["\n".join(others) for others in sharing], dtype=TEXT),
        }
    )
    return table, first


def _count_different(row: np.ndarray, value: np.ndarray, n_rows: int) -> np.ndarray:
    """Count the different values of each row."""
    n_values = value.max(initial=0) + 1
    pairs = union_sorted(row * n_values + value)
    return np.bincount(pairs // n_values, minlength=n_rows)


def _list_sharing(rows: _Rows) -> list[list[str]]:
    """List the other themes of each row that have a pattern of the same meaning.

    Themes above or below the theme of the row are no other themes.
    """
    meanings = pattern_meanings(rows.codebook).to_numpy()[rows.pattern]
    theme_ids = rows.codebook.themes["theme"].to_numpy()[rows.theme]
    themes_of: dict[str, list[str]] = {}
    for meaning, theme in zip(meanings, theme_ids, strict=True):
        themes_of.setdefault(meaning, []).append(theme)
    sharing = []
    for meaning, theme in zip(meanings, theme_ids, strict=True):
        others = dict.fromkeys(themes_of[meaning])
        sharing.append([other for other in others if not _is_related(theme, other)])
    return sharing


def _is_related(theme: str, other: str) -> bool:
    """Whether two themes are the same, or one is below the other."""
    return f"{theme}/".startswith(f"{other}/") or f"{other}/".startswith(f"{theme}/")


class _Carried:
    """Which sentence carries which theme, of its own or through the themes below it."""

    def __init__(self, hits: _Hits, codebook: Codebook, n_sentences: int) -> None:
        own = union_sorted(hits.theme * n_sentences + hits.sentence)
        theme, sentence = np.divmod(own, max(1, n_sentences))
        sentence, theme = add_parents(sentence, theme, codebook)
        key = theme * n_sentences + sentence
        self._key, self._n_own = np.unique(key, return_counts=True)
        self._n_sentences = n_sentences
        theme_of_key = self._key // max(1, n_sentences)
        self.n_hit = np.bincount(theme_of_key, minlength=len(codebook.themes))  # by theme

    def count(self, theme: np.ndarray, sentence: np.ndarray) -> np.ndarray:
        """Count the themes with own hits in a sentence: the theme, and those below it."""
        key = theme * self._n_sentences + sentence
        position = np.searchsorted(self._key, key)
        key_there = np.append(self._key, -1)[position]
        return np.where(key_there == key, np.append(self._n_own, 0)[position], 0)


def _sum_changes(
    rows: _Rows,
    changes: _Changes,
    carried: _Carried,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the sentences that begin or cease to carry the theme of a row without its pattern.

    Returns:
        The sentence, the row, and 1 or -1, ordered by sentence.
    """
    n_rows = max(1, len(rows.theme))
    at, row = rows.repeat(changes.theme, changes.pattern)
    keys, group = np.unique(changes.sentence[at] * n_rows + row, return_inverse=True)
    sentence, row = np.divmod(keys, n_rows)
    n_changed = np.bincount(group, changes.change[at], minlength=len(keys))
    n_before = carried.count(rows.theme[row], sentence)
    change = np.sign(n_before + n_changed) - np.sign(n_before)
    is_change = change != 0
    return sentence[is_change], row[is_change], change[is_change]
