"""Match the texts, sentences and themes of two codings, so that they can be compared.

One is called `before`, the other `now`. Texts and themes are matched by their ids. A text or theme
whose id is on one side only is matched with one on the other side if only the ids differ. Sentences
are matched by their words, because their numbers and offsets change whenever the text before them
changes.
"""

from collections import Counter

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.tables import TEXT

# -- texts and sentences ---------------------------------------------------------------------------


def find_renamed_texts(before: pd.DataFrame, now: pd.DataFrame) -> dict[str, str]:
    """Find the texts whose id has changed; the keys are their old ids, the values the new ones."""
    is_gone = ~before["doc_id"].isin(now["doc_id"])
    is_new = ~now["doc_id"].isin(before["doc_id"])
    removed = _ids_by_content(before[is_gone])
    added = _ids_by_content(now[is_new])
    in_both = removed.keys() & added.keys()
    return {removed[sha256]: added[sha256] for sha256 in in_both}


def _ids_by_content(documents: pd.DataFrame) -> dict[str, str]:
    """Return the id of each text by its `text_sha256`; texts with the same content are left out."""
    is_known = documents["text_sha256"] != ""
    known = documents[is_known]
    single = known.drop_duplicates("text_sha256", keep=False)
    return dict(zip(single["text_sha256"], single["doc_id"], strict=True))


def rename(doc_ids: pd.Series, new_names: dict[str, str]) -> pd.Series:
    """Replace the ids of texts that have a new one.

    >>> rename(pd.Series(["a", "b"]), {"b": "c"}).tolist()
    ['a', 'c']
    """
    names = [new_names.get(doc_id, doc_id) for doc_id in doc_ids]
    return pd.Series(names, doc_ids.index, TEXT)


def align_sentences(
    before: pd.DataFrame,
    now: pd.DataFrame,
    new_names: dict[str, str],
) -> pd.DataFrame:
    """Match the sentences of both sides by their words, text by text.

    Args:
        before: the sentences before: `doc_id` and `sentence`.
        now: the sentences now.
        new_names: the new ids of renamed texts, as from `find_renamed_texts`.

    Returns:
        One row per sentence of either side: `doc_id` (the new one if the text was renamed), and
        `before` and `now` (the row number of the sentence in each table; -1 if it is not there).

    >>> before = pd.DataFrame({"doc_id": "a", "sentence": ["One.", "Two."]})
    >>> now = pd.DataFrame({"doc_id": "a", "sentence": ["New.", "One."]})
    >>> align_sentences(before, now, {}).to_numpy().tolist()
    [['a', -1, 0], ['a', 0, 1], ['a', 1, -1]]
    """
    left = _identify(rename(before["doc_id"], new_names), before["sentence"])
    right = _identify(now["doc_id"], now["sentence"])
    left["before"] = np.arange(len(before))
    right["now"] = np.arange(len(now))
    alignment = left.merge(right, how="outer", on=["doc_id", "words", "n"])
    rows = alignment[["before", "now"]].fillna(-1).astype("int64")
    return pd.concat([alignment["doc_id"], rows], axis=1)


def _identify(doc_ids: pd.Series, sentences: pd.Series) -> pd.DataFrame:
    """Make the key of each sentence: its text, its words, and how many equal ones precede it."""
    words = [" ".join(sentence.split()) for sentence in sentences]
    keys = pd.DataFrame({"doc_id": doc_ids.to_numpy(), "words": words})
    equal = keys.groupby(["doc_id", "words"])
    keys["n"] = equal.cumcount()
    return keys


def is_in_both(alignment: pd.DataFrame) -> pd.Series:
    """Mask of the rows of an alignment whose sentence is on both sides."""
    return (alignment["before"] >= 0) & (alignment["now"] >= 0)


# -- themes ----------------------------------------------------------------------------------------


def match_themes(before: Codebook, now: Codebook) -> pd.DataFrame:
    """Match the themes of two codebooks.

    Returns:
        One row per theme of either codebook, those of `now` first: `theme` (its id now; its id
        before if it is gone), `theme_now` and `theme_before` (its id on each side; `""` if it is
        not there), `label`, `label_before`, `change` and `coded` (see
        `analysis.tables.COMPARED_THEMES`).
    """
    old_ids = _find_renamed_themes(before, now)
    labels_before = dict(zip(before.themes["theme"], before.themes["label"], strict=True))
    rows = []
    for theme, label in zip(now.themes["theme"], now.themes["label"], strict=True):
        theme_before, change = "", "only now"
        if theme in labels_before:
            theme_before, change = theme, ""
        elif theme in old_ids:
            theme_before, change = old_ids[theme], "renamed?"
        label_before = labels_before.get(theme_before, "")
        rows.append((theme, theme, theme_before, label, label_before, change))
    matched = {row[2] for row in rows}
    for theme, label in labels_before.items():
        if theme not in matched:
            rows.append((theme, "", theme, label, label, "only before"))
    columns = ["theme", "theme_now", "theme_before", "label", "label_before", "change"]
    matched_themes = pd.DataFrame(rows, columns=columns)
    is_there = matched_themes["theme_now"] != ""
    is_coded_now = matched_themes["theme_now"].isin(now.coded_themes()["theme"])
    was_coded = matched_themes["theme_before"].isin(before.coded_themes()["theme"])
    return matched_themes.assign(coded=is_coded_now.where(is_there, was_coded))


def _find_renamed_themes(before: Codebook, now: Codebook) -> dict[str, str]:
    """Find the themes whose id has changed, but no pattern.

    The keys are their new ids, the values the old ones.
    """
    removed = _themes_by_patterns(before, now)
    added = _themes_by_patterns(now, before)
    in_both = removed.keys() & added.keys()
    return {added[patterns]: removed[patterns] for patterns in in_both}


def _themes_by_patterns(codebook: Codebook, other: Codebook) -> dict[frozenset, str]:
    """Return the themes that the other codebook lacks, by their patterns.

    Themes without any pattern, and themes that have the same patterns, are left out.
    """
    known = set(other.themes["theme"])
    unknown = {}
    for theme, patterns in _collect_patterns(codebook).items():
        if theme not in known:
            unknown[theme] = frozenset(patterns)
    n_themes = Counter(unknown.values())
    return {patterns: theme for theme, patterns in unknown.items() if n_themes[patterns] == 1}


def _collect_patterns(codebook: Codebook) -> dict[str, set]:
    """Collect the patterns of each theme and of all themes below it.

    A pattern is a tuple: the path from the theme down to the subtheme that has it (`""` for the
    theme itself), the pattern as written, and whether it is a `not` pattern.
    """
    patterns: dict[str, set] = {}
    rows = codebook.patterns[["theme", "pattern", "excludes"]]
    for theme, pattern, excludes in rows.itertuples(index=False, name=None):
        above = theme
        while above:
            below = theme.removeprefix(above)
            own = patterns.setdefault(above, set())
            own.add((below, pattern, excludes))
            above, _, _ = above.rpartition("/")
    return patterns
