"""The tables behind evidence: where a theme matches, and the sentences in which it does."""

import pandas as pd

from analysis.tables import SENTENCES, TEXT

KEY = list(SENTENCES.key)
SENTENCE = [*KEY, "section", "start", "end", "sentence"]


def find_marks(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    theme: str,
) -> pd.DataFrame:
    """Find the stretches of text that match a theme or its subthemes.

    Hits that overlap or touch within a sentence become one mark.

    Returns:
        One row per mark, in the order of the sentences: the columns of its sentence, `start_hit`
        and `end_hit` (offsets in the text), `n_hits` and `match` (the text of the mark).
    """
    is_theme = hits["theme"] == theme
    is_subtheme = hits["theme"].str.startswith(f"{theme}/")
    own = hits.loc[is_theme | is_subtheme, [*KEY, "start", "end"]]
    in_order = own.sort_values(["start", "end"])
    rows = sentences[SENTENCE].merge(
        in_order,
        on=KEY,
        suffixes=("", "_hit"),
        validate="1:m",
    )
    marks = _merge_overlapping(rows)
    return marks.assign(match=_cut_matches(marks))


def _merge_overlapping(hits: pd.DataFrame) -> pd.DataFrame:
    """Merge the hits of a sentence that overlap or touch; they are sorted by their start."""
    # How far the hits of the sentence reach, up to each hit and up to the one before it.
    reach = hits.groupby(KEY, sort=False)["end_hit"].cummax()
    keys = [hits[name] for name in KEY]
    reach_before = reach.groupby(keys, sort=False).shift(fill_value=-1)
    begins_mark = hits["start_hit"] > reach_before
    number = begins_mark.cumsum()
    rules = {
        **dict.fromkeys(SENTENCE, "first"),
        "start_hit": "first",
        "end_hit": "max",
        "n_hits": "sum",
    }
    hits = hits.assign(n_hits=1)
    marks = hits.groupby(number, sort=False).agg(rules)
    return marks.reset_index(drop=True)


def _cut_matches(marks: pd.DataFrame) -> pd.Series:
    """Cut the text of each mark out of its sentence."""
    matches = []
    for mark in marks.itertuples():
        start = mark.start_hit - mark.start
        end = mark.end_hit - mark.start
        matches.append(mark.sentence[start:end])
    return pd.Series(matches, marks.index, TEXT)


def sum_up_sentences(marks: pd.DataFrame) -> pd.DataFrame:
    """Sum up marks, as from `find_marks`, by sentence.

    Returns:
        One row per sentence that carries the theme: `doc_id`, `sent_id`, `section`, `start`, `end`,
        `n_hits`, `marks` (their offsets in the text, such as `10:18 40:52`), `matches` (their text,
        joined by ` | `) and `sentence`.
    """
    start = marks["start_hit"].astype(TEXT)
    end = marks["end_hit"].astype(TEXT)
    rules = {
        "section": "first",
        "start": "first",
        "end": "first",
        "n_hits": "sum",
        "marks": " ".join,
        "match": " | ".join,
        "sentence": "first",
    }
    marks = marks.assign(marks=start + ":" + end)
    table = marks.groupby(KEY, sort=False).agg(rules)
    table = table.reset_index().rename(columns={"match": "matches"})
    # Without marks these two columns would not be text.
    return table.astype({"marks": TEXT, "matches": TEXT})
