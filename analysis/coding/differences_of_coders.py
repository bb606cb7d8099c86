"""The sentences on which coders differ, to be read again and settled."""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.sheet_form import NO_THEME, name_themes
from analysis.coding.sheets import Sheets, read_sheets
from analysis.measures.carried import KEY, number_sentences
from analysis.tables import CODER_DIFFERENCES, SENTENCES, TEXT

NOTHING_ELSE = "–"


def coder_differences(
    codings: pd.DataFrame,
    codebook: Codebook,
    sentences: pd.DataFrame,
) -> pd.DataFrame:
    """List the sentences on which the coders who read them differ, the worst first.

    Two coders differ on a theme if one gave the sentence that theme, or one below it, and the other
    did not. The themes are those that `agreement` pools for all themes, so the differences of all
    sentences are the sum of `n_only_a` and `n_only_b` there.

    Args:
        codings: one row per theme that a coder gave a sentence, as for `agreement`. The columns
            `memo` and `unsure` are optional.
        codebook: where the themes come from.
        sentences: one row per sentence, as from `split_sentences`; only these are listed.

    Returns:
        One row per sentence, by `n_differences`, largest first, then in the order of `sentences`
        (`analysis.tables.CODER_DIFFERENCES`): `doc_id`, `sent_id`, `n_coders` (who read it),
        `n_differences` (pairs of coders x themes on which they differ), `agreed` (the ids of the
        themes that all of them gave, or one below it; not those above another of them),
        `differing` (the ids of the themes that only some of them gave), `given` (each coder who
        read it, with the themes as given), `further` (the same without those that are `agreed`),
        `unsure` (the coders who were not sure), `memos` (each
        memo, with its coder) and `sentence`. In a cell, each theme, coder or memo has a line.
        The table is empty with fewer than two coders.

    Raises:
        InputError: a column is missing; a sentence occurs twice in `sentences`; the codings are
            wrong, as for `agreement`.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = {"theme": ["aid", "debt"], "parent": "", "label": ["Aid", "Debt"]}
    >>> codebook = Codebook("Tiny", "1", "en", THEMES.frame(themes), PATTERNS.empty(), sha256="")
    >>> codings = pd.DataFrame(
    ...     {
    ...         "doc_id": "a",
    ...         "sent_id": [1, 2, 1, 2],
    ...         "coder": ["A", "A", "B", "B"],
    ...         "theme": ["aid", "aid", "debt", "aid"],
    ...     }
    ... )
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2], "sentence": ["Loans.", "Aid."]})
    >>> table = coder_differences(codings, codebook, sentences)
    >>> table[["sent_id", "n_differences", "given"]].to_numpy().tolist()
    [[1, 2, 'A: Aid\\nB: Debt']]
    """
    SENTENCES.need(sentences, [*KEY, "sentence"])
    sheets = read_sheets(codings, codebook)
    n_read = sheets.is_read.sum(axis=0)
    given = _count_given(sheets, n_read)
    n_differences = np.zeros(len(n_read), dtype=np.int64)
    np.add.at(n_differences, given["unit"], given["n_differences"])
    rows = sheets.sentences.assign(unit=range(len(n_read)), n_coders=n_read)
    rows["n_differences"] = n_differences
    rows["place"] = number_sentences(sentences, rows)
    rows = rows[(rows["n_differences"] > 0) & (rows["place"] >= 0)]
    if rows.empty:
        return CODER_DIFFERENCES.empty()
    rows = rows.sort_values(["n_differences", "place"], ascending=[False, True])
    rows["sentence"] = sentences["sentence"].to_numpy()[rows["place"]]
    differing = given[given["n_differences"] > 0].groupby("unit")["theme"].agg("\n".join)
    rows["agreed"] = _list_agreed(given).reindex(rows["unit"], fill_value="").to_numpy()
    rows["differing"] = differing[rows["unit"]].to_numpy()
    written = _write_sheets(codings, codebook, rows[[*KEY, "agreed"]])
    rows = rows.merge(written, on=KEY, how="left", validate="one_to_one")
    return CODER_DIFFERENCES.frame(rows[list(CODER_DIFFERENCES.columns)])


def _count_given(sheets: Sheets, n_read: np.ndarray) -> pd.DataFrame:
    """Count how many of the coders gave a sentence a theme, and how many pairs of them differ.

    Returns:
        One row per sentence (`unit`, its number in `sheets.sentences`) and pooled theme that a
        coder gave it, by theme and then by sentence: `unit`, `theme`, `n_given`, `n_read`,
        `n_differences`.
    """
    units = sheets.cell % max(len(n_read), 1)
    themes = np.repeat(np.arange(len(sheets.ends)), np.diff(sheets.ends, prepend=0))
    is_pooled = sheets.themes["pooled"].to_numpy()[themes]
    rows = pd.DataFrame({"theme": themes[is_pooled], "unit": units[is_pooled]})
    rows = rows.groupby(["theme", "unit"]).size().rename("n_given").reset_index()
    rows["n_read"] = n_read[rows["unit"]]
    rows["n_differences"] = rows["n_given"] * (rows["n_read"] - rows["n_given"])
    rows["theme"] = sheets.themes["theme"].to_numpy()[rows["theme"]]
    return rows


def _list_agreed(given: pd.DataFrame) -> pd.Series:
    """List the themes that all gave a sentence, but not those above another of them."""
    agreed = given[given["n_differences"] == 0]
    of_sentence = agreed.groupby("unit")["theme"].agg(list)
    return of_sentence.map(_leave_out_parents).map("\n".join).astype(TEXT)


def _leave_out_parents(themes: list[str]) -> list[str]:
    return [theme for theme in themes if not any(other.startswith(f"{theme}/") for other in themes)]


def _write_sheets(
    codings: pd.DataFrame,
    codebook: Codebook,
    chosen: pd.DataFrame,
) -> pd.DataFrame:
    """Write for each chosen sentence what coders gave it, noted about it and were unsure of.

    Returns:
        One row per sentence: `doc_id`, `sent_id`, `given`, `further`, `unsure`, `memos`.
    """
    rows = codings.merge(chosen, on=KEY)
    order = {theme: n for n, theme in enumerate(codebook.themes["theme"])}
    rows = rows.assign(coder=rows["coder"].astype(TEXT), order=rows["theme"].map(order))
    rows = rows.sort_values([*KEY, "coder", "order"], kind="stable")
    names = name_themes(codebook)
    rows["given"] = [names.name(theme) if theme else "" for theme in rows["theme"]]
    cells = zip(rows["theme"], rows["agreed"].str.split("\n"), strict=True)
    is_agreed = [theme in agreed for theme, agreed in cells]
    rows["further"] = rows["given"].mask(is_agreed, "")
    by_coder = rows.groupby([*KEY, "coder"])[["given", "further"]].agg(_join_names).reset_index()
    has_further = (by_coder["further"] != NO_THEME) | (by_coder["given"] == NO_THEME)
    by_coder["further"] = by_coder["further"].where(has_further, NOTHING_ELSE)
    columns = {name: _put_on_lines(by_coder, name) for name in ("given", "further")}
    if "memo" in rows:
        rows["memo"] = rows["memo"].fillna("").str.split().str.join(" ")
        columns["memos"] = _put_on_lines(rows[rows["memo"] != ""], "memo")
    if "unsure" in rows:
        unsure = rows[rows["unsure"].fillna(False).astype(bool)]
        columns["unsure"] = unsure.groupby(KEY)["coder"].unique().map("\n".join)
    index = pd.MultiIndex.from_frame(chosen[KEY])
    written = {name: column.reindex(index, fill_value="") for name, column in columns.items()}
    blank = pd.DataFrame({"unsure": "", "memos": ""}, index)
    return blank.assign(**written).reset_index()


def _join_names(names: pd.Series) -> str:
    return "; ".join(filter(None, names)) or NO_THEME


def _put_on_lines(rows: pd.DataFrame, column: str) -> pd.Series:
    """Write what each coder says of a sentence on a line of its own, each once."""
    lines = rows.drop_duplicates([*KEY, "coder", column])
    lines = lines.assign(line=lines["coder"] + ": " + lines[column])
    return lines.groupby(KEY)["line"].agg("\n".join).astype(TEXT)
