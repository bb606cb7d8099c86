"""Compare two codings: which sentences gained a theme, and which lost one.

The texts, and the way they are split into sentences, may have changed between the two. So sentences
are matched by their words within a text, never by their numbers.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import add_parents, number_sentences, number_themes
from analysis.measures.matching import (
    align_sentences,
    find_renamed_texts,
    is_in_both,
    match_themes,
    rename,
)
from analysis.measures.shares import with_share
from analysis.tables import (
    COMPARED_PATTERNS,
    COMPARED_SENTENCES,
    COMPARED_TEXTS,
    COMPARED_THEMES,
    HITS,
    SENTENCES,
)

CHANGES = ("gained", "lost", "added", "removed")
SIGNS = {"gained": "+", "lost": "−"}
PAIR = ["sentence_row", "theme_row"]  # a row of the alignment, and one of the matched themes


class Coded(NamedTuple):
    """Texts in which the themes of a codebook have been found.

    Attributes:
        documents: `doc_id` and `text_sha256`; the latter is `""` where it is not known.
        sentences: `doc_id`, `sent_id`, `start`, `end` and `sentence`.
        hits: `doc_id`, `sent_id`, `theme` and `pattern`.
        codebook: its `themes` and `patterns`. Without patterns no theme counts as renamed.
    """

    documents: pd.DataFrame
    sentences: pd.DataFrame
    hits: pd.DataFrame
    codebook: Codebook


@dataclass(frozen=True)
class Comparison:
    """What changed between two codings.

    Attributes:
        texts: the texts that changed (`analysis.tables.COMPARED_TEXTS`).
        themes: all themes, those that changed most first (`COMPARED_THEMES`).
        patterns: the patterns behind the sentences gained and lost (`COMPARED_PATTERNS`).
        sentences: the sentences behind the counts of `themes` (`COMPARED_SENTENCES`).
        n_texts_before: the number of texts before.
        n_texts: the number of texts now.
        n_sentences_before: the number of sentences before.
        n_sentences: the number of sentences now.
        n_sentences_in_both: the number of sentences that are on both sides.
    """

    texts: pd.DataFrame
    themes: pd.DataFrame
    patterns: pd.DataFrame
    sentences: pd.DataFrame
    n_texts_before: int
    n_texts: int
    n_sentences_before: int
    n_sentences: int
    n_sentences_in_both: int


def compare(before: Coded, now: Coded) -> Comparison:
    """Compare two codings, theme by theme.

    A theme counts its own sentences and those of the themes below it, each once. For every theme,
    `n_sentences_hit` is `n_sentences_hit_before` + `n_gained` - `n_lost` + `n_added` - `n_removed`.

    Themes are matched by their ids. A theme whose id is gone counts as renamed if exactly one new
    theme has the same patterns, themes below included. If several themes on one side have these
    patterns, none of them counts as renamed.

    Texts are matched by their ids. A text whose id is gone counts as renamed if exactly one new
    text has the same characters, and no other text that is gone had them.

    Sentences are matched by their words. If a text has several sentences with the same words, the
    first is matched with the first, the second with the second, and so on.

    The themes that changed most come first. The size of a change is the larger of two numbers: the
    difference between the two shares of the theme, and the sentences that it gained or lost divided
    by the sentences that are on both sides.

    Args:
        before: the coding to compare with.
        now: the coding whose changes are described.

    Raises:
        InputError: a column is missing, or a hit names a theme that is not in its codebook.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> texts = pd.DataFrame({"doc_id": ["a"], "text_sha256": [""]})
    >>> spans = {"doc_id": "a", "sent_id": [1, 2], "start": [0, 4], "end": [3, 7]}
    >>> sentences = pd.DataFrame({**spans, "sentence": ["Tax", "Aid"]})
    >>> themes = THEMES.frame({"theme": ["money"]})
    >>> codebook = Codebook("Tiny", "1", "en", themes, PATTERNS.empty(), sha256="")
    >>> hits = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2], "theme": "money"})
    >>> hits["pattern"] = ["tax*", "aid"]
    >>> before = Coded(texts, sentences, hits.head(1), codebook)
    >>> compared = compare(before, Coded(texts, sentences, hits, codebook))
    >>> compared.themes[["n_sentences_hit_before", "n_sentences_hit", "patterns"]].to_numpy()
    array([[1, 2, '+1 "aid"']], dtype=object)
    """
    for side in (before, now):
        SENTENCES.need(side.sentences, ["doc_id", "sent_id", "start", "end", "sentence"])
        HITS.need(side.hits, ["doc_id", "sent_id", "theme", "pattern"])
    new_names = find_renamed_texts(before.documents, now.documents)
    alignment = align_sentences(before.sentences, now.sentences, new_names)
    themes = match_themes(before.codebook, now.codebook)
    carried_before = _find_carried(before, alignment["before"], themes["theme_before"])
    carried_now = _find_carried(now, alignment["now"], themes["theme_now"])
    changes = _find_changes(carried_before, carried_now, alignment)
    patterns = _count_patterns(changes, themes)
    counted = _count_themes(themes, carried_before, carried_now, changes, alignment)
    phrases = _describe_patterns(patterns)
    counted["patterns"] = [phrases.get(theme, "") for theme in counted["theme"]]
    ordered = _sort_by_change(counted)
    return Comparison(
        texts=_compare_texts(before, now, alignment, new_names),
        themes=COMPARED_THEMES.frame(ordered[list(COMPARED_THEMES.columns)]),
        patterns=patterns,
        sentences=_list_sentences(changes, ordered, alignment, before.sentences, now.sentences),
        n_texts_before=len(before.documents),
        n_texts=len(now.documents),
        n_sentences_before=len(before.sentences),
        n_sentences=len(now.sentences),
        n_sentences_in_both=int(is_in_both(alignment).sum()),
    )


# -- texts ----------------------------------------------------------------------------------------


def _compare_texts(
    before: Coded,
    now: Coded,
    alignment: pd.DataFrame,
    new_names: dict[str, str],
) -> pd.DataFrame:
    """List the texts that changed (`COMPARED_TEXTS`), in the order of their ids."""
    old_ids = before.documents["doc_id"]
    texts_before = before.documents[["text_sha256"]].assign(
        doc_id_before=old_ids,
        doc_id=rename(old_ids, new_names),
    )
    texts = texts_before.merge(
        now.documents[["doc_id", "text_sha256"]],
        how="outer",
        on="doc_id",
        suffixes=("_before", ""),
        indicator="side",
        sort=True,
    )
    counts = {
        "n_sentences_before": alignment["before"] >= 0,
        "n_sentences": alignment["now"] >= 0,
        "n_sentences_in_both": is_in_both(alignment),
    }
    for column, is_there in counts.items():
        n = alignment.loc[is_there, "doc_id"].value_counts()
        texts[column] = texts["doc_id"].map(n).fillna(0).astype("int64")
    texts["change"] = _name_changes_of_texts(texts)
    texts["doc_id_before"] = texts["doc_id_before"].mask(texts["change"] == "added", "")
    listed = texts[texts["change"] != ""]
    return COMPARED_TEXTS.frame(listed[list(COMPARED_TEXTS.columns)])


def _name_changes_of_texts(texts: pd.DataFrame) -> np.ndarray:
    """Say how each text changed; `""` if it did not. The first condition that is met counts."""
    sha256_before = texts["text_sha256_before"].fillna("")
    sha256 = texts["text_sha256"].fillna("")
    is_known = (sha256_before != "") & (sha256 != "")
    n_in_both = texts["n_sentences_in_both"]
    has_lost = texts["n_sentences_before"] != n_in_both
    has_gained = texts["n_sentences"] != n_in_both
    other_sentences = has_lost | has_gained
    conditions = {
        "added": texts["side"] == "right_only",
        "removed": texts["side"] == "left_only",
        "renamed": texts["doc_id_before"] != texts["doc_id"],
        "changed": np.where(is_known, sha256_before != sha256, other_sentences),
        "split differently": other_sentences,
    }
    return np.select(list(conditions.values()), list(conditions), default="")


# -- which sentence carries which theme ------------------------------------------------------------


def _find_carried(
    side: Coded,
    sentence_on_side: pd.Series,
    theme_on_side: pd.Series,
) -> pd.DataFrame:
    """Find the themes that the sentences of one side carry, headings included.

    Args:
        side: one of the two codings.
        sentence_on_side: for each row of the alignment, the row of its sentence on this side; -1 if
            it is not there.
        theme_on_side: for each row of the matched themes, its id on this side; `""` if it is not
            there.

    Returns:
        One row for each hit and each theme that it counts for: `sentence_row` (a row of the
        alignment), `theme_row` (a row of the matched themes) and `pattern`.
    """
    sentence = number_sentences(side.sentences, side.hits)
    theme = number_themes(side.hits["theme"], side.codebook)
    hit, theme = add_parents(np.arange(len(side.hits)), theme, side.codebook)
    is_known = sentence[hit] >= 0
    hit = hit[is_known]
    theme = theme[is_known]
    row_of_sentence = _invert(sentence_on_side)
    row_of_theme = _find_theme_rows(side.codebook, theme_on_side)
    patterns = side.hits["pattern"].to_numpy()
    columns = {
        "sentence_row": row_of_sentence[sentence[hit]],
        "theme_row": row_of_theme[theme],
        "pattern": patterns[hit],
    }
    return pd.DataFrame(columns)


def _invert(numbers: pd.Series) -> np.ndarray:
    """Return, for each number from 0 on, the row that holds it; rows with -1 hold none.

    >>> _invert(pd.Series([1, -1, 0]))
    array([2, 0])
    """
    held = numbers.to_numpy()
    rows = np.flatnonzero(held >= 0)
    order = np.argsort(held[rows])
    return rows[order]


def _find_theme_rows(codebook: Codebook, theme_on_side: pd.Series) -> np.ndarray:
    """Find the row of each theme of a codebook among the matched themes."""
    is_there = theme_on_side != ""
    rows = np.flatnonzero(is_there)
    themes = pd.Index(theme_on_side[is_there])
    position = themes.get_indexer(codebook.themes["theme"])
    return rows[position]


def _find_changes(
    before: pd.DataFrame,
    now: pd.DataFrame,
    alignment: pd.DataFrame,
) -> pd.DataFrame:
    """Find the sentences that carry a theme on one side only.

    Args:
        before: what sentences carried before, as from `_find_carried`.
        now: what they carry now.
        alignment: as from `align_sentences`.

    Returns:
        One row per sentence, theme and pattern: the columns of `_find_carried`, and `change`, one
        of `CHANGES`.
    """
    pairs_before = pd.MultiIndex.from_frame(before[PAIR])
    pairs_now = pd.MultiIndex.from_frame(now[PAIR])
    only_before = before[~pairs_before.isin(pairs_now)]
    only_now = now[~pairs_now.isin(pairs_before)]
    in_both = is_in_both(alignment).to_numpy()
    lost = np.where(in_both[only_before["sentence_row"]], "lost", "removed")
    gained = np.where(in_both[only_now["sentence_row"]], "gained", "added")
    changes = pd.concat([only_now.assign(change=gained), only_before.assign(change=lost)])
    return changes.drop_duplicates(ignore_index=True)


# -- themes ----------------------------------------------------------------------------------------


def _count_themes(
    themes: pd.DataFrame,
    before: pd.DataFrame,
    now: pd.DataFrame,
    changes: pd.DataFrame,
    alignment: pd.DataFrame,
) -> pd.DataFrame:
    """Add the counts and shares of `COMPARED_THEMES`, and `change_size`, to the matched themes."""
    n_before, n_now = (alignment[["before", "now"]] >= 0).sum()
    counts_before = _count_side(before, len(themes), n_before).add_suffix("_before")
    counts_now = _count_side(now, len(themes), n_now)
    counted = pd.concat([themes, counts_before, counts_now], axis=1)
    pairs = changes[[*PAIR, "change"]].drop_duplicates()
    for change in CHANGES:
        theme_rows = pairs.loc[pairs["change"] == change, "theme_row"]
        counted[f"n_{change}"] = np.bincount(theme_rows, minlength=len(themes))
    counted["change_size"] = _measure_change(counted, is_in_both(alignment).sum())
    return counted


def _count_side(carried: pd.DataFrame, n_themes: int, n_sentences: int) -> pd.DataFrame:
    """Count the hits and sentences of each theme on one side."""
    pairs = carried[PAIR].drop_duplicates()
    counts = {
        "n_hits": np.bincount(carried["theme_row"], minlength=n_themes),
        "n_sentences_hit": np.bincount(pairs["theme_row"], minlength=n_themes),
        "n_sentences": np.full(n_themes, n_sentences),
    }
    return with_share(pd.DataFrame(counts))


def _measure_change(themes: pd.DataFrame, n_in_both: int) -> pd.Series:
    """Measure how much each theme changed, from 0 to 1 (see `compare`)."""
    share_before = themes["share_before"].fillna(0)
    share = themes["share"].fillna(0)
    difference = (share - share_before).abs()
    n_moved = themes["n_gained"] + themes["n_lost"]
    moved = n_moved / max(1, n_in_both)
    size = np.maximum(difference, moved)
    return size.round(9)  # so that 1 - 2/3 is as large as 1/3


def _sort_by_change(themes: pd.DataFrame) -> pd.DataFrame:
    """Put the themes that changed most first; in ties, those that are new, gone or renamed."""
    numbered = themes.assign(
        is_same=themes["change"] == "",
        theme_row=np.arange(len(themes)),
    )
    order = ["change_size", "is_same", "theme_row"]
    return numbered.sort_values(order, ascending=[False, True, True])


def _count_patterns(changes: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Count the sentences gained and lost by each pattern (`COMPARED_PATTERNS`)."""
    is_moved = changes["change"].isin(SIGNS)
    per_pattern = changes[is_moved].groupby(["theme_row", "change", "pattern"])
    counts = per_pattern.size().rename("n_sentences").reset_index()
    order = ["theme_row", "change", "n_sentences", "pattern"]
    counts = counts.sort_values(order, ascending=[True, True, False, True])
    row = counts["theme_row"].astype("int64")
    counts["theme"] = themes["theme"].to_numpy()[row]
    return COMPARED_PATTERNS.frame(counts[list(COMPARED_PATTERNS.columns)])


def _describe_patterns(patterns: pd.DataFrame) -> dict[str, str]:
    """Write the patterns of each theme as a phrase, by theme.

    >>> rows = [("tax", "gained", "tax*", 2), ("tax", "lost", "levy", 1)]
    >>> _describe_patterns(pd.DataFrame(rows, columns=list(COMPARED_PATTERNS.columns)))
    {'tax': '+2 "tax*", −1 "levy"'}
    """
    phrases: defaultdict[str, list[str]] = defaultdict(list)
    for theme, change, pattern, n in patterns.itertuples(index=False, name=None):
        sign = SIGNS[change]
        phrases[theme].append(f'{sign}{n:,} "{pattern}"')
    return {theme: ", ".join(of_theme) for theme, of_theme in phrases.items()}


# -- the sentences behind the counts ---------------------------------------------------------------


def _list_sentences(
    changes: pd.DataFrame,
    themes: pd.DataFrame,
    alignment: pd.DataFrame,
    before: pd.DataFrame,
    now: pd.DataFrame,
) -> pd.DataFrame:
    """List the sentences that carry a theme on one side only (`COMPARED_SENTENCES`).

    Args:
        changes: as from `_find_changes`.
        themes: the themes, in the order in which the list has them.
        alignment: as from `align_sentences`.
        before: the sentences before.
        now: the sentences now.
    """
    listed = _join_patterns(changes)
    listed = listed.join(_locate(alignment, before, now), on="sentence_row")
    listed = listed.join(themes.set_index("theme_row")[["theme", "label"]], on="theme_row")
    listed["theme_order"] = pd.Index(themes["theme_row"]).get_indexer(listed["theme_row"])
    listed["change_order"] = pd.Index(CHANGES).get_indexer(listed["change"])
    ordered = listed.sort_values(["theme_order", "change_order", "doc_id", "start"])
    return COMPARED_SENTENCES.frame(ordered[list(COMPARED_SENTENCES.columns)])


def _join_patterns(changes: pd.DataFrame) -> pd.DataFrame:
    """Put the patterns of one sentence, theme and change into one cell."""
    key = [*PAIR, "change"]
    patterns: defaultdict[tuple, list[str]] = defaultdict(list)
    rows = changes[[*key, "pattern"]]
    for *key_of_row, pattern in rows.itertuples(index=False, name=None):
        patterns[tuple(key_of_row)].append(f'"{pattern}"')
    joined = pd.DataFrame(patterns.keys(), columns=key)
    joined["patterns"] = [", ".join(of_sentence) for of_sentence in patterns.values()]
    return joined


def _locate(alignment: pd.DataFrame, before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return where each sentence of the alignment is now; if it is gone, where it was before."""
    columns = ["doc_id", "start", "end", "sentence"]
    is_there = alignment["now"] >= 0
    there = alignment.loc[is_there, "now"]
    gone = alignment.loc[~is_there, "before"]
    present = now[columns].iloc[there].set_axis(there.index)
    past = before[columns].iloc[gone].set_axis(gone.index)
    return pd.concat([present, past])
