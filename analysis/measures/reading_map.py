"""The reading map: one text, sentence by sentence, with a lane for each family of themes."""

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.faults import Fault, InputError, nearest
from analysis.measures.carried import KEY
from analysis.measures.families import with_families
from analysis.tables import BLOCKS, TEXT


def reading_map(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    doc_id: str | None = None,
) -> pd.DataFrame:
    """Find the leading theme of each family in each sentence of one text.

    The leading theme is the one with the most hits of its own in the sentence; on a tie, it is the
    first of them in the codebook.

    Args:
        sentences: one row per sentence, as from `split_sentences`.
        hits: one row per match, as from `find_hits`.
        codebook: where the themes come from.
        doc_id: the text; by default the only one. Of several texts, one has to be named, or the
            table has no row.

    Returns:
        One row per sentence and root theme (`analysis.tables.BLOCKS`, then the columns of
        `with_families` for the root):

        - `doc_id`, `sent_id`, `section`, `paragraph`, `n_words`: the sentence;
        - `root`, `root_label`: the root theme of the family;
        - `theme`, `label`: the leading theme; `""` if the family has no hit in the sentence;
        - `n_hits`: hits of the leading theme;
        - `n_root_hits`: hits of the whole family;
        - `labels`: the labels of all themes of the family with hits of their own in the sentence,
          in the codebook's order, with `; ` between them.

    Raises:
        InputError: no sentence is of the text that was named.
    """
    doc_id = _find_text(sentences, doc_id)
    text = sentences[sentences["doc_id"] == doc_id]
    of_text = hits[hits["doc_id"].isin(text["doc_id"])]
    top = _choose_themes(of_text, codebook)
    columns = [*KEY, "section", "paragraph", "n_words"]
    lanes = _list_lanes(codebook)
    every_block = text[columns].merge(lanes, how="cross")
    blocks = every_block.merge(top, on=[*KEY, "root"], how="left")
    without_hit = {
        "theme": "",
        "label": "",
        "n_hits": 0,
        "n_root_hits": 0,
        "labels": "",
    }
    texts = dict.fromkeys(["theme", "label", "labels"], TEXT)  # without any hit they are numbers
    blocks = blocks.astype(texts).fillna(without_hit)
    return with_families(BLOCKS.frame(blocks), codebook, "root")


def _find_text(sentences: pd.DataFrame, doc_id: str | None) -> str | None:
    """Find the text that was named, or the only one; None if there are several, or none."""
    texts = sentences["doc_id"].unique()
    if doc_id is None:
        return texts[0] if len(texts) == 1 else None
    if doc_id not in texts:
        expected = nearest(doc_id, texts)
        raise InputError([Fault("reading_map, doc_id", f"the text {doc_id!r}", expected)])
    return doc_id


def _list_lanes(codebook: Codebook) -> pd.DataFrame:
    """List the roots of all families that have a coded theme: `root`, `root_label`."""
    roots = codebook.coded_themes()["root"]
    themes = codebook.themes[["theme", "label"]]
    lanes = themes[themes["theme"].isin(roots)]
    return lanes.set_axis(["root", "root_label"], axis=1)


def _choose_themes(
    hits: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Choose for each sentence and family the theme with the most hits of its own.

    One row per sentence and root with a hit: `doc_id`, `sent_id`, `root`, `theme`, `label`,
    `n_hits`, `n_root_hits`, `labels`.
    """
    counts = hits.groupby([*KEY, "theme"]).size()
    counts = counts.rename("n_hits").reset_index()
    themes = codebook.themes_with_roots()[["theme", "label", "root"]]
    rows = themes.merge(counts, on="theme")  # in the codebook's order
    in_family = rows.groupby([*KEY, "root"])
    rows["n_root_hits"] = in_family["n_hits"].transform("sum")
    rows["labels"] = in_family["label"].transform("; ".join)
    ranked = rows.sort_values("n_hits", ascending=False, kind="stable")
    return ranked.drop_duplicates([*KEY, "root"])
