"""Memos: what coders noted about a sentence, a coding or a stretch of text.

A memo on a theme as a whole has its place in the codebook: in the definition of the theme.
"""

import pandas as pd

from analysis.measures.carried import KEY
from analysis.tables import CODINGS, MEMOS, SENTENCES, SPANS, TEXT

_MEMO = [*KEY, "coder", "memo"]
_PLACE = ["start", "end"]


def list_memos(
    codings: pd.DataFrame,
    sentences: pd.DataFrame,
    spans: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the memos of coders, each once, with the sentence that it is about.

    A sheet has one memo per sentence, which its codings repeat for each theme. This is one memo
    with several themes. A memo of a span that is a coding of the sentence, too, is listed with the
    span.

    Args:
        codings: one row per theme that a coder gave a sentence (`analysis.tables.CODINGS`).
        sentences: one row per sentence, as from `split_sentences`; memos on others are left out.
        spans: one row per stretch of text that a coder gave a theme (`analysis.tables.SPANS`).

    Returns:
        One row per memo, in the order of the texts and then of the coders' names
        (`analysis.tables.MEMOS`): `doc_id`, `sent_id` (of a span, where it begins), `start`, `end`
        (of the span, or of the sentence), `coder`, `themes` (their ids, one per line; `""` for a
        memo on the sentence), `memo`, `sentence`.

    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2], "start": [0, 7]})
    >>> sentences = sentences.assign(end=[6, 11], sentence=["Loans.", "Aid."])
    >>> codings = pd.DataFrame({"doc_id": "a", "sent_id": [2, 2], "coder": "A", "memo": "odd"})
    >>> codings["theme"] = ["aid", "debt"]
    >>> list_memos(codings, sentences)[["sent_id", "themes", "memo"]].to_numpy().tolist()
    [[2, 'aid\\ndebt', 'odd']]
    """
    CODINGS.need(codings, list(CODINGS.columns))
    SENTENCES.need(sentences, [*KEY, *_PLACE, "sentence"])
    spans = SPANS.empty() if spans is None else SPANS.need(spans)
    spans = spans[_is_filled(spans["memo"])]
    noted = codings.loc[_is_filled(codings["memo"]), [*_MEMO, "theme"]]
    is_of_text = sentences["doc_id"].isin([*noted["doc_id"], *spans["doc_id"]])
    places = sentences.loc[is_of_text, [*KEY, *_PLACE, "sentence"]]
    rows = noted.merge(places, on=KEY, validate="many_to_one")
    of_spans = _find_sentences(spans, places)
    rows = pd.concat([_leave_out_repeated(rows, of_spans), of_spans], ignore_index=True)
    by_memo = rows.groupby([*_MEMO, *_PLACE, "sentence"], sort=False)
    memos = by_memo["theme"].agg(_list_themes).rename("themes").reset_index()
    memos = memos.sort_values(["doc_id", "sent_id", *_PLACE, "coder"], kind="stable")
    return MEMOS.frame(memos[list(MEMOS.columns)])


def with_memos(table: pd.DataFrame, memos: pd.DataFrame) -> pd.DataFrame:
    """Add to a table of sentences what coders noted about them.

    Args:
        table: rows with `doc_id` and `sent_id`.
        memos: one row per memo (`analysis.tables.MEMOS`).

    Returns:
        The table with a further column `memos`, before `sentence` if there is such a column: one
        line per memo, with its coder before it, and its line breaks as spaces; `""` for none. If
        nothing was noted about its sentences, the table as it is.
    """
    index = pd.MultiIndex.from_frame(table[KEY])
    column = _write_memos(memos).reindex(index, fill_value="").astype(TEXT).to_numpy()
    if not (column != "").any():
        return table
    at = table.columns.get_loc("sentence") if "sentence" in table else len(table.columns)
    table = table.copy()
    table.insert(at, "memos", column)
    return table


def _write_memos(memos: pd.DataFrame) -> pd.Series:
    """Write the memos of each sentence, by `doc_id` and `sent_id`."""
    lines = memos["coder"] + ": " + memos["memo"].str.split().str.join(" ")
    rows = memos[KEY].assign(line=lines.astype(TEXT)).drop_duplicates()
    return rows.groupby(KEY)["line"].agg("\n".join).astype(TEXT)


def _is_filled(memos: pd.Series) -> pd.Series:
    return memos.fillna("").str.strip() != ""


def _find_sentences(spans: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Find the sentence in which each span begins, the next one if between two."""
    ends = places.rename(columns={"start": "start_sentence", "end": "end_sentence"})
    rows = pd.merge_asof(
        spans.astype({"doc_id": object}).sort_values("start", kind="stable"),
        ends.astype({"doc_id": object}).sort_values("end_sentence", kind="stable"),
        left_on="start",
        right_on="end_sentence",
        by="doc_id",
        direction="forward",
        allow_exact_matches=False,
    )
    return rows[rows["sent_id"].notna()].astype({"sent_id": "int64"})


def _leave_out_repeated(rows: pd.DataFrame, of_spans: pd.DataFrame) -> pd.DataFrame:
    """Leave out memos on codings that are those of a span which reaches into the sentence."""
    own = ["doc_id", "coder", "memo"]
    numbered = rows[[*own, *_PLACE]].assign(row=range(len(rows)))
    pairs = numbered.merge(of_spans[[*own, *_PLACE]], on=own, suffixes=("", "_span"))
    is_inside = (pairs["start"] < pairs["end_span"]) & (pairs["start_span"] < pairs["end"])
    return rows.drop(index=rows.index[pairs.loc[is_inside, "row"].unique()])


def _list_themes(themes: pd.Series) -> str:
    return "\n".join(filter(None, dict.fromkeys(themes)))
