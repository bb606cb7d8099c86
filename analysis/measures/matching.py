"""Match the texts, sentences and themes of two codings, so that they can be compared.

Texts and themes are matched by their ids. Those of one side that remain are matched with those of
the other only if nothing but the id is different. Sentences are matched by their words within a
text: their numbers and offsets change with every change of the text, or of how it is split.
"""

from collections import Counter

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.tables import TEXT

# -- texts and sentences ---------------------------------------------------------------------------


def find_renamed_texts(before: pd.DataFrame, now: pd.DataFrame) -> dict[str, str]:
    """Find texts that have another id now; the keys are their ids before."""
    went = _by_content(before[~before["doc_id"].isin(now["doc_id"])])
    came = _by_content(now[~now["doc_id"].isin(before["doc_id"])])
    return {went[sha256]: came[sha256] for sha256 in went if sha256 in came}


def _by_content(documents: pd.DataFrame) -> dict[str, str]:
    """Return the id of each text; the keys are their sha256. Texts that are alike are left out."""
    known = documents[documents["text_sha256"] != ""]
    single = known.drop_duplicates("text_sha256", keep=False)
    return dict(zip(single["text_sha256"], single["doc_id"], strict=True))


def rename(doc_ids: pd.Series, new_names: dict[str, str]) -> pd.Series:
    """Replace the ids of texts that have a new one.

    >>> rename(pd.Series(["a", "b"]), {"b": "c"}).tolist()
    ['a', 'c']
    """
    names = [new_names.get(doc_id, doc_id) for doc_id in doc_ids]
    return pd.Series(names, doc_ids.index, TEXT)


def match_sentences(
    before: pd.DataFrame,
    now: pd.DataFrame,
    new_names: dict[str, str],
) -> pd.DataFrame:
    """Match the sentences of both sides.

    Returns:
        One row per sentence of either side: `doc_id` (now; before, if the text went), and the row
        numbers of the sentence in `before` and in `now` (-1 where it is not there).
    """
    doc_ids = rename(before["doc_id"], new_names)
    left = _identify(doc_ids, before["sentence"]).assign(before=np.arange(len(before)))
    right = _identify(now["doc_id"], now["sentence"]).assign(now=np.arange(len(now)))
    units = left.merge(right, how="outer", on=["doc_id", "words", "n"])
    rows = units[["before", "now"]].fillna(-1).astype("int64")
    return rows.assign(doc_id=units["doc_id"])


def _identify(doc_ids: pd.Series, sentences: pd.Series) -> pd.DataFrame:
    """Make what identifies a sentence: its text, its words, and how many before it are alike."""
    words = [" ".join(sentence.split()) for sentence in sentences]
    keys = pd.DataFrame({"doc_id": doc_ids.to_numpy(), "words": words})
    return keys.assign(n=keys.groupby(["doc_id", "words"]).cumcount())


def is_in_both(units: pd.DataFrame) -> pd.Series:
    """Tell which units of `match_sentences` are sentences of both sides."""
    return (units["before"] >= 0) & (units["now"] >= 0)


# -- themes ----------------------------------------------------------------------------------------


def match_themes(before: Codebook, now: Codebook) -> pd.DataFrame:
    """Match the themes of both codebooks.

    Returns:
        One row per theme, in the order of `now`, then those that are only in `before`: `theme`,
        `label`, `theme_before`, `label_before` and `change`, as in `COMPARED_THEMES`.
    """
    old_names = _find_renamed_themes(before, now)
    labels_before = dict(zip(before.themes["theme"], before.themes["label"], strict=True))
    rows = []
    for theme, label in zip(now.themes["theme"], now.themes["label"], strict=True):
        theme_before = theme if theme in labels_before else old_names.get(theme, "")
        label_before = labels_before.pop(theme_before, "")
        if theme_before == theme:
            change = ""
        else:
            change = "renamed?" if theme_before else "only now"
        rows.append((theme, label, theme_before, label_before, change))
    for theme, label in labels_before.items():
        rows.append((theme, label, theme, label, "only before"))
    columns = ["theme", "label", "theme_before", "label_before", "change"]
    return pd.DataFrame(rows, columns=columns)


def ids_of_now(themes: pd.DataFrame) -> pd.Series:
    """Return the ids of the themes now; `""` for a theme that is only there before."""
    return themes["theme"].mask(themes["change"] == "only before", "")


def _find_renamed_themes(before: Codebook, now: Codebook) -> dict[str, str]:
    """Find themes that have another id but exactly the same patterns; the keys are the ids now."""
    went = _by_patterns(before, now)
    came = _by_patterns(now, before)
    return {came[patterns]: went[patterns] for patterns in came if patterns in went}


def _by_patterns(codebook: Codebook, other: Codebook) -> dict[frozenset, str]:
    """Return the themes that the other codebook lacks; the keys are their patterns.

    The patterns of the themes below a theme are among its own. Themes without any pattern, and
    themes that have the same patterns, are left out.
    """
    patterns: dict[str, set] = {}
    rows = codebook.patterns[["theme", "pattern", "excludes"]]
    for theme, pattern, excludes in rows.itertuples(index=False, name=None):
        above = theme
        while above:
            below = theme.removeprefix(above)
            patterns.setdefault(above, set()).add((below, pattern, excludes))
            above = above.rpartition("/")[0]
    known = set(other.themes["theme"])
    unknown = {theme: frozenset(own) for theme, own in patterns.items() if theme not in known}
    n_alike = Counter(unknown.values())
    return {own: theme for theme, own in unknown.items() if n_alike[own] == 1}
