"""Compare two codings: which sentences carry a theme now that did not before, and the reverse.

The texts may have changed between the two, and so may the way in which they are split. Sentences
are therefore matched by their words within a text, never by their numbers.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.measures.carried import add_parents, number_sentences, number_themes
from analysis.measures.matching import (
    find_renamed_texts,
    ids_of_now,
    is_in_both,
    match_sentences,
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

CHANGES = ("gained", "lost", "came", "went")
SIGNS = {"gained": "+", "lost": "−"}


class Coded(NamedTuple):
    """Texts in which the themes of a codebook have been found.

    Attributes:
        documents: `doc_id` and `text_sha256`; the latter is `""` where it is not known.
        sentences: `doc_id`, `sent_id`, `start`, `end` and `sentence`.
        hits: `doc_id`, `sent_id`, `theme` and `pattern`.
        codebook: its `themes` and `patterns`. Without patterns no theme is known as renamed.
    """

    documents: pd.DataFrame
    sentences: pd.DataFrame
    hits: pd.DataFrame
    codebook: Codebook


@dataclass(frozen=True)
class Comparison:
    """What changed between two codings.

    Attributes:
        texts: the texts that are not the same (`analysis.tables.COMPARED_TEXTS`).
        themes: all themes, those that changed most first (`COMPARED_THEMES`).
        patterns: the patterns behind the sentences gained and lost (`COMPARED_PATTERNS`).
        sentences: the sentences behind the counts of `themes` (`COMPARED_SENTENCES`).
        n_texts_before: the number of texts before.
        n_texts: the number of texts now.
        n_sentences_before: the number of sentences before.
        n_sentences: the number of sentences now.
        n_sentences_in_both: the number of sentences that are there before and now.
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
    `n_sentences_hit` is `n_sentences_hit_before` + `n_gained` - `n_lost` + `n_came` - `n_went`.

    Themes are matched by their ids. A theme that is only before and one that is only now are taken
    for the same one, renamed, if they and all themes below them have exactly the same patterns, and
    no other theme has these patterns too.

    Texts are matched by their ids. A text that is only before and one that is only now are taken
    for the same one, renamed, if all their characters are the same. Sentences are matched by their
    words; of several alike in one text, the first is matched with the first, and so on.

    Themes that changed most come first. How much a theme changed is the larger of two numbers: the
    difference between its shares, and the share that the sentences gained and lost have in those
    that are on both sides.

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
    units = match_sentences(before.sentences, now.sentences, new_names)
    themes = match_themes(before.codebook, now.codebook)
    carried_before = _find_carried(before, units["before"], themes["theme_before"])
    carried_now = _find_carried(now, units["now"], ids_of_now(themes))
    changes = _find_changes(carried_before, carried_now, units)
    patterns = _count_patterns(changes, themes)
    themes = _count_themes(themes, carried_before, carried_now, changes, units)
    phrases = _describe_patterns(patterns)
    themes["patterns"] = [phrases.get(theme, "") for theme in themes["theme"]]
    themes = _sort_by_change(themes)
    return Comparison(
        texts=_compare_texts(before, now, units, new_names),
        themes=COMPARED_THEMES.frame(themes[list(COMPARED_THEMES.columns)]),
        patterns=patterns,
        sentences=_list_sentences(changes, themes, units, before.sentences, now.sentences),
        n_texts_before=len(before.documents),
        n_texts=len(now.documents),
        n_sentences_before=len(before.sentences),
        n_sentences=len(now.sentences),
        n_sentences_in_both=int(is_in_both(units).sum()),
    )


# -- texts ----------------------------------------------------------------------------------------


def _compare_texts(
    before: Coded,
    now: Coded,
    units: pd.DataFrame,
    new_names: dict[str, str],
) -> pd.DataFrame:
    """List the texts that are not the same (`COMPARED_TEXTS`), in the order of their ids."""
    was = before.documents[["doc_id", "text_sha256"]]
    was = was.assign(doc_id_before=was["doc_id"], doc_id=rename(was["doc_id"], new_names))
    texts = was.merge(
        now.documents[["doc_id", "text_sha256"]],
        how="outer",
        on="doc_id",
        suffixes=("_before", ""),
        indicator="side",
        sort=True,
    )
    counts = {
        "n_sentences_before": units["before"] >= 0,
        "n_sentences": units["now"] >= 0,
        "n_sentences_in_both": is_in_both(units),
    }
    for column, is_there in counts.items():
        n = units.loc[is_there, "doc_id"].value_counts()
        texts[column] = texts["doc_id"].map(n).fillna(0).astype("int64")
    texts["change"] = _name_changes_of_texts(texts)
    texts["doc_id_before"] = texts["doc_id_before"].mask(texts["change"] == "came", "")
    listed = texts[texts["change"] != ""]
    return COMPARED_TEXTS.frame(listed[list(COMPARED_TEXTS.columns)])


def _name_changes_of_texts(texts: pd.DataFrame) -> np.ndarray:
    """Say how each text changed; `""` if it did not. The first condition that it meets counts."""
    sha256_before = texts["text_sha256_before"].fillna("")
    sha256 = texts["text_sha256"].fillna("")
    is_known = (sha256_before != "") & (sha256 != "")
    n_in_both = texts["n_sentences_in_both"]
    other_before = texts["n_sentences_before"] != n_in_both
    other_now = texts["n_sentences"] != n_in_both
    other_sentences = other_before | other_now
    conditions = {
        "came": texts["side"] == "right_only",
        "went": texts["side"] == "left_only",
        "renamed": texts["doc_id_before"] != texts["doc_id"],
        "changed": np.where(is_known, sha256_before != sha256, other_sentences),
        "split otherwise": other_sentences,
    }
    return np.select(list(conditions.values()), list(conditions), default="")


# -- which sentence carries which theme ------------------------------------------------------------


def _find_carried(
    side: Coded,
    rows_of_units: pd.Series,
    theme_ids: pd.Series,
) -> pd.DataFrame:
    """Find the themes that sentences carry, and with which patterns.

    Args:
        side: one of the two codings.
        rows_of_units: for each unit of `match_sentences`, its row in the sentences of this side.
        theme_ids: for each row of `match_themes`, its id on this side.

    Returns:
        One row per hit and theme for which it counts: `unit` and `row` (row numbers of the two
        tables), `pattern`.
    """
    is_there = rows_of_units.to_numpy() >= 0
    unit_of_sentence = np.empty(len(side.sentences), dtype=np.int64)
    unit_of_sentence[rows_of_units[is_there]] = np.flatnonzero(is_there)
    rows = {theme: row for row, theme in enumerate(theme_ids)}
    row_of_theme = np.array([rows[theme] for theme in side.codebook.themes["theme"]], np.int64)
    sentence = number_sentences(side.sentences, side.hits)
    own_theme = number_themes(side.hits["theme"], side.codebook)
    hit, theme = add_parents(np.flatnonzero(sentence >= 0), own_theme[sentence >= 0], side.codebook)
    columns = {
        "unit": unit_of_sentence[sentence[hit]],
        "row": row_of_theme[theme],
        "pattern": side.hits["pattern"].to_numpy()[hit],
    }
    return pd.DataFrame(columns)


def _find_changes(
    before: pd.DataFrame,
    now: pd.DataFrame,
    units: pd.DataFrame,
) -> pd.DataFrame:
    """Keep the rows of sentences that carry a theme on one side only; `change` says how."""
    in_both = is_in_both(units).to_numpy()
    keys = pd.MultiIndex.from_frame(before[["unit", "row"]])
    keys_now = pd.MultiIndex.from_frame(now[["unit", "row"]])
    only_before = before[~keys.isin(keys_now)]
    only_now = now[~keys_now.isin(keys)]
    lost = np.where(in_both[only_before["unit"]], "lost", "went")
    gained = np.where(in_both[only_now["unit"]], "gained", "came")
    changes = pd.concat([only_now.assign(change=gained), only_before.assign(change=lost)])
    return changes.drop_duplicates(ignore_index=True)


def _count_themes(
    themes: pd.DataFrame,
    before: pd.DataFrame,
    now: pd.DataFrame,
    changes: pd.DataFrame,
    units: pd.DataFrame,
) -> pd.DataFrame:
    """Add the counts and shares of `COMPARED_THEMES`, and what the themes are sorted by."""
    n_before, n_now = (units[["before", "now"]] >= 0).sum()
    counts_before = _count_side(before, len(themes), n_before).add_suffix("_before")
    counts_now = _count_side(now, len(themes), n_now)
    themes = pd.concat([themes, counts_before, counts_now], axis=1)
    pairs = changes[["unit", "row", "change"]].drop_duplicates()
    for change in CHANGES:
        rows = pairs.loc[pairs["change"] == change, "row"]
        themes[f"n_{change}"] = np.bincount(rows, minlength=len(themes))
    share_before, share = themes["share_before"].fillna(0), themes["share"].fillna(0)
    share_moved = (themes["n_gained"] + themes["n_lost"]) / max(1, is_in_both(units).sum())
    change_size = np.maximum((share - share_before).abs(), share_moved)
    themes["change_size"] = change_size.round(9)  # 1 - 2/3 is to be as large as 1/3
    themes["row"] = np.arange(len(themes))
    return themes


def _sort_by_change(themes: pd.DataFrame) -> pd.DataFrame:
    """Put the themes that changed most first; of those alike, one that is new, gone or renamed."""
    is_same = themes["change"] == ""
    order = ["change_size", "is_same", "row"]
    return themes.assign(is_same=is_same).sort_values(order, ascending=[False, True, True])


def _count_side(carried: pd.DataFrame, n_themes: int, n_sentences: int) -> pd.DataFrame:
    """Count the hits and sentences of each theme on one side; one row per theme."""
    pairs = carried[["unit", "row"]].drop_duplicates()
    counts = {
        "n_hits": np.bincount(carried["row"], minlength=n_themes),
        "n_sentences_hit": np.bincount(pairs["row"], minlength=n_themes),
        "n_sentences": np.full(n_themes, n_sentences),
    }
    return with_share(pd.DataFrame(counts))


def _count_patterns(changes: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Count the sentences gained and lost by pattern, the most frequent ones first."""
    moved = changes[changes["change"].isin(SIGNS)]
    counts = moved.groupby(["row", "change", "pattern"]).size().rename("n_sentences").reset_index()
    order = ["row", "change", "n_sentences", "pattern"]
    counts = counts.sort_values(order, ascending=[True, True, False, True])
    counts["theme"] = themes["theme"].to_numpy()[counts["row"].astype("int64")]
    return COMPARED_PATTERNS.frame(counts[list(COMPARED_PATTERNS.columns)])


def _describe_patterns(patterns: pd.DataFrame) -> dict[str, str]:
    """Write the patterns of each theme in a phrase; the keys are the themes.

    >>> rows = [("tax", "gained", "tax*", 2), ("tax", "lost", "levy", 1)]
    >>> _describe_patterns(pd.DataFrame(rows, columns=list(COMPARED_PATTERNS.columns)))
    {'tax': '+2 "tax*", −1 "levy"'}
    """
    phrases: dict[str, list[str]] = {}
    for theme, change, pattern, n in patterns.itertuples(index=False, name=None):
        phrases.setdefault(theme, []).append(f'{SIGNS[change]}{n:,} "{pattern}"')
    return {theme: ", ".join(of_theme) for theme, of_theme in phrases.items()}


def _list_sentences(
    changes: pd.DataFrame,
    themes: pd.DataFrame,
    units: pd.DataFrame,
    before: pd.DataFrame,
    now: pd.DataFrame,
) -> pd.DataFrame:
    """List the sentences of `changes` (`COMPARED_SENTENCES`): by theme, change, text and start.

    Args:
        changes: as from `_find_changes`.
        themes: the themes in the order of the list; `row` is what `changes` calls them.
    """
    key = ["row", "change", "unit"]
    patterns: dict[tuple, list[str]] = {}
    for row, change, unit, pattern in changes[[*key, "pattern"]].itertuples(index=False, name=None):
        patterns.setdefault((row, change, unit), []).append(f'"{pattern}"')
    listed = pd.DataFrame(patterns.keys(), columns=key)
    listed["patterns"] = [", ".join(of_sentence) for of_sentence in patterns.values()]
    listed = listed.join(_locate(units, before, now), on="unit")
    listed = listed.join(themes.set_index("row")[["theme", "label"]], on="row")
    listed["place_of_theme"] = pd.Index(themes["row"]).get_indexer(listed["row"])
    listed["place_of_change"] = pd.Index(CHANGES).get_indexer(listed["change"])
    ordered = listed.sort_values(["place_of_theme", "place_of_change", "doc_id", "start"])
    return COMPARED_SENTENCES.frame(ordered[list(COMPARED_SENTENCES.columns)])


def _locate(units: pd.DataFrame, before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Say where each unit is now, or was before if it is no longer there."""
    columns = ["doc_id", "start", "end", "sentence"]
    is_now = units["now"] >= 0
    here = now[columns].iloc[units.loc[is_now, "now"]]
    there = before[columns].iloc[units.loc[~is_now, "before"]]
    found = [here.set_index(units.index[is_now]), there.set_index(units.index[~is_now])]
    return pd.concat(found).sort_index()
