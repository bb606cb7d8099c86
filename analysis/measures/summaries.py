"""Sentences and hits, counted: shares, sections, pairs, positions, coverage, agreement. One finished table each.

Every count starts from *sentences*, so that texts, sections and themes without a hit stay in the table. A theme
counts what it and every theme below it hits, a sentence once.
"""

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.codebook.model import Codebook
from analysis.faults import Fault, nearest, raise_all
from analysis.hits.find import theme_matches
from analysis.tables import HITS, SENTENCES, SHARES, TEXT

KEY = list(SENTENCES.key)
FIRST_SEEN = (
    "section",
    "paragraph",
)  # groups that stand in the order of the text; all others are sorted


def theme_shares(
    sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook, by=None
) -> pd.DataFrame:
    """How many sentences, of how many, carry each theme: in all, or group by group.

    Args:
        sentences: `doc_id`, `sent_id` and the columns of `by`; hits of sentences that are not among them are not
            counted, so that a part of the sentences may be given.
        hits: as from `find_hits`.
        codebook: its themes are the rows, roots and inner themes too.
        by: a column of `sentences`, or a list of them; None makes one group of all.

    Returns:
        One row a group x theme (`analysis.tables.SHARES`, the `by` columns first), by group (sections and
        paragraphs as they first appear, others sorted, missing last), then in the codebook's order.
        `share` = `n_sentences_hit` / `n_sentences`, NaN where a group has no sentence.

    Raises:
        InputError: a column is missing or is one of the result's own; a hit names a theme that the codebook lacks.
    """
    by = [] if by is None else [by] if isinstance(by, str) else list(dict.fromkeys(by))
    SENTENCES.unique(SENTENCES.need(sentences, [*KEY, *by]))
    if by:  # some of them are numbered as they stand in the text
        sentences = sentences.sort_values(KEY, kind="stable")
    taken = [f"{column!r}, a column of the result" for column in by if column in SHARES.columns]
    raise_all(Fault("theme_shares, by", found, "another column") for found in taken)
    groups, number = _groups(sentences, by)
    themes = codebook.themes[["theme", "label"]]
    at, order, n_hits = _carried(sentences, hits, codebook)
    cells, size = number[at] * len(themes) + order, len(groups) * len(themes)
    rows = groups.merge(themes, how="cross")
    rows["n_hits"] = np.bincount(cells, n_hits, size)
    rows["n_sentences_hit"] = np.bincount(cells, minlength=size)
    rows["n_sentences"] = np.repeat(np.bincount(number, minlength=len(groups)), len(themes))
    return with_share(rows).astype(SHARES.columns).reset_index(drop=True)


def with_share(rows: pd.DataFrame) -> pd.DataFrame:
    """Counts of themes, and what follows from them: `share`, NaN where there is no sentence."""
    return rows.assign(
        share=rows["n_sentences_hit"] / rows["n_sentences"].where(rows["n_sentences"] > 0)
    )


def _groups(sentences: pd.DataFrame, by: list[str]) -> tuple[pd.DataFrame, np.ndarray]:
    """The groups in order (one row each, the `by` columns), and the number of each sentence's group."""
    if not by:
        return pd.DataFrame(index=[0]), np.zeros(len(sentences), dtype=np.int64)
    ranks = {}
    for column in by:
        codes, values = pd.factorize(sentences[column], sort=column not in FIRST_SEEN)
        ranks[column] = np.where(codes < 0, len(values), codes)
    number = pd.DataFrame(ranks).groupby(by).ngroup().to_numpy()
    _, first = np.unique(number, return_index=True)
    return sentences[by].iloc[first].reset_index(drop=True), number


def _carried(
    sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook
) -> tuple[np.ndarray, ...]:
    """Each sentence and theme that counts a hit in it (its own, or of a theme below it): the position of the sentence,
    that of the theme, and the number of hits, in this order; hits of other sentences are left out.
    """
    HITS.need(hits, [*KEY, "theme"])
    themes = pd.Index(codebook.themes["theme"])
    order = themes.get_indexer(hits["theme"])
    unknown = sorted(set(hits["theme"][order < 0]))
    raise_all(
        Fault("table hits", f"the theme {theme!r}", nearest(theme, themes)) for theme in unknown
    )
    document, _ = factorize_runs(
        pd.concat([sentences["doc_id"], hits["doc_id"]], ignore_index=True)
    )
    keys = pd.MultiIndex.from_arrays([document[: len(sentences)], sentences["sent_id"]])
    at = keys.get_indexer(pd.MultiIndex.from_arrays([document[len(sentences) :], hits["sent_id"]]))
    at, order = at[at >= 0], order[at >= 0]
    above, cells = themes.get_indexer(codebook.themes["parent"]), [np.empty(0, dtype=np.int64)]
    while len(at):
        cells.append(at * len(themes) + order)
        at, order = at[above[order] >= 0], above[order][above[order] >= 0]
    cells, n_hits = np.unique(np.concatenate(cells), return_counts=True)
    return *np.divmod(cells, len(themes)), n_hits


def sections(sentences: pd.DataFrame) -> pd.DataFrame:
    """What the texts consist of.

    Returns:
        One row a run of sentences under one heading, in the order of the text: `doc_id`, `section`,
        `n_paragraphs`, `n_sentences`, `n_words`.
    """
    SENTENCES.need(sentences, [*KEY, "section", "paragraph", "n_words"])
    ordered = sentences.sort_values(KEY)
    place = ordered[["doc_id", "section"]]
    run = place.ne(place.shift()).any(axis=1).cumsum().rename("run")
    runs = ordered.groupby([run, *place], sort=False)
    sizes = runs.agg(
        n_paragraphs=("paragraph", "nunique"),
        n_sentences=("sent_id", "size"),
        n_words=("n_words", "sum"),
    )
    return sizes.droplevel("run").reset_index()


def theme_sentences(
    sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """Which sentence carries which theme, inner themes and roots too.

    Returns:
        One row a sentence x theme hit in it: `at` (the position of the sentence in `sentences`), `order` (of the
        theme in the codebook), `doc_id`, `sent_id`, `theme`, `label`, `n_hits`.
    """
    at, order, n_hits = _carried(sentences, hits, codebook)
    keys = sentences[KEY].iloc[at].reset_index(drop=True)
    themes = codebook.themes[["theme", "label"]].iloc[order].reset_index(drop=True)
    places = pd.DataFrame({"at": at, "order": order})
    return pd.concat([places, keys, themes, pd.Series(n_hits, name="n_hits")], axis=1)


def hit_positions(sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Where in the text each theme that is looked for occurs.

    Returns:
        One row a sentence x theme (of `Codebook.coded_themes`) hit in it, by text and sentence: `doc_id`, `sent_id`,
        `theme`, `label`, `n_hits`, `n_sentences` (of that text), `position` (the middle of the sentence, 0 to 1,
        counted in sentences).
    """
    rows = theme_sentences(sentences, hits, codebook)
    rows = rows[rows["theme"].isin(codebook.coded_themes()["theme"])].sort_values([*KEY, "order"])
    n_sentences = rows["doc_id"].map(sentences.groupby("doc_id").size()).astype("int64")
    rows = rows.assign(n_sentences=n_sentences, position=(rows["sent_id"] - 0.5) / n_sentences)
    return rows.drop(columns=["at", "order"]).reset_index(drop=True)


def theme_pairs(sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """How many sentences name both of two themes.

    Returns:
        One row an unordered pair of themes that are looked for (see `Codebook.families`), zero or not, in the
        codebook's order; but no theme with one below it, which it counts. `theme_a`, `label_a`, `theme_b`, `label_b`,
        `n_a`, `n_b` (sentences that name the one, the other), `n_both`, `n_sentences`.
    """
    single = codebook.coded_themes()
    rows = theme_sentences(sentences, hits, codebook)
    found = pd.DataFrame(
        {"at": rows["at"], "single": pd.Index(single["theme"]).get_indexer(rows["theme"])}
    )
    found = found[found["single"] >= 0]
    met = found.merge(
        found, on="at"
    )  # only sentences that carry a theme: there may be millions that carry none
    n = len(single)
    both = np.bincount(met["single_x"] * n + met["single_y"], minlength=n * n).reshape(n, n)
    pairs = np.triu(np.ones((n, n), dtype=bool), k=1)
    for at in np.flatnonzero(single["theme"].isin(codebook.themes["parent"])):
        pairs[at] &= ~_under(single["theme"], single["theme"][at]).to_numpy()
    a, b = pairs.nonzero()
    counts = {
        "n_a": both[a, a],
        "n_b": both[b, b],
        "n_both": both[a, b],
        "n_sentences": len(sentences),
    }
    named = single[["theme", "label"]]
    sides = [
        named.iloc[at].reset_index(drop=True).add_suffix(side)
        for side, at in {"_a": a, "_b": b}.items()
    ]
    return pd.concat([*sides, pd.DataFrame(counts)], axis=1)


def cross(pairs: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """The pairs of one family's themes (`theme_a`) with another's (`theme_b`), for a table of the two.

    Returns:
        Rows of `theme_pairs`, turned so that `theme_a` lies under `rows` and `theme_b` under `columns`.
    """
    names = {"theme_a": "theme_b", "label_a": "label_b", "n_a": "n_b"}
    turned = pairs.rename(columns=names | {new: old for old, new in names.items()})
    both = pd.concat([pairs, turned[pairs.columns]])
    return both[_under(both["theme_a"], rows) & _under(both["theme_b"], columns)].reset_index(
        drop=True
    )


def _under(themes: pd.Series, theme: str) -> pd.Series:
    """Whether each of the themes is this one, or lies below it."""
    return (themes == theme) | themes.str.startswith(f"{theme}/")


def reading_map(
    sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook, doc_id=None
) -> pd.DataFrame:
    """One text, sentence by sentence: which theme leads within each family, under its root (see `Codebook.families`).

    Args:
        doc_id: the text; where it is not given, the one with most hits (then the first).

    Returns:
        One row a sentence x root: `doc_id`, `sent_id`, `section`, `paragraph`, `n_words`, `root`,
        `root_label`, `theme`, `label`, `n_hits` (of the theme with most hits, then the first in the codebook; blank
        and 0 where the root has no hit) and `n_root_hits` (of all themes of the root).
    """
    if doc_id is None:
        count = hits["doc_id"].value_counts()
        doc_id = max(
            sorted(set(sentences["doc_id"])), key=lambda text: count.get(text, 0), default=None
        )
    text = sentences[sentences["doc_id"] == doc_id]
    families = codebook.families()
    roots = families.loc[
        families["theme"].isin(codebook.coded_themes()["root"]), ["theme", "label"]
    ]
    roots = roots.rename(columns={"theme": "root", "label": "root_label"})
    own = (
        hits[hits["doc_id"].isin(text["doc_id"])]
        .groupby([*KEY, "theme"])
        .size()
        .rename("n_hits")
        .reset_index()
    )
    own = families[["theme", "label", "root"]].merge(own, on="theme")
    own["n_root_hits"] = own.groupby([*KEY, "root"])["n_hits"].transform("sum")
    leading = own.sort_values("n_hits", ascending=False, kind="stable").drop_duplicates(
        [*KEY, "root"]
    )
    grid = text[[*KEY, "section", "paragraph", "n_words"]].merge(roots, how="cross")
    grid = grid.merge(leading, on=[*KEY, "root"], how="left")
    grid = grid.fillna({"theme": "", "label": "", "n_hits": 0, "n_root_hits": 0})
    return grid.astype({"n_hits": "int64", "n_root_hits": "int64"})


def leading(shares: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The theme with most sentences within each family (then the first in the codebook), where there is one.

    Args:
        shares: of one group, as from `theme_shares` with `by=None`.

    Returns:
        Rows of `shares`, in the order of the roots.
    """
    rows = shares.merge(codebook.coded_themes()[["theme", "root"]], on="theme")
    rows = rows[rows["n_sentences_hit"] > 0].sort_values(
        "n_sentences_hit", ascending=False, kind="stable"
    )
    return rows.drop_duplicates("root").sort_index().drop(columns="root").reset_index(drop=True)


def naming(sentences: pd.DataFrame, hits: pd.DataFrame, *themes: str) -> pd.DataFrame:
    """The rows of `sentences` that carry every one of the themes (each itself or any theme below it)."""
    for theme in themes:
        sentences = sentences.merge(
            hits.loc[_under(hits["theme"], theme), KEY].drop_duplicates(), on=KEY
        )
    return sentences.reset_index(drop=True)


def uncovered(sentences: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """The rows of `sentences` that no theme touches."""
    touched = pd.MultiIndex.from_frame(sentences[KEY]).isin(pd.MultiIndex.from_frame(hits[KEY]))
    return sentences[~touched].reset_index(drop=True)


def pattern_use(sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """What each pattern does: which never match, and which are shadowed by others.

    Returns:
        One row a pattern (`theme`, `pattern`, `excludes`) with `n_matches` (before any is selected), `n_hits` and
        `status`: "hit", "shadowed" (matches, and no hit), "never matches", or "excludes" for a `not` pattern that
        matches.
    """
    patterns = codebook.patterns
    blocks = theme_matches(sentences["sentence"].tolist(), codebook)
    n_matches = sum(np.bincount(matches["pattern"], minlength=len(patterns)) for matches in blocks)
    n_hits = hits.groupby(["theme", "pattern"]).size().rename("n_hits").reset_index()
    use = patterns.assign(n_matches=n_matches).merge(n_hits, on=["theme", "pattern"], how="left")
    use["n_hits"] = use["n_hits"].where(~use["excludes"], 0).fillna(0).astype("int64")
    kinds = {
        "never matches": use["n_matches"] == 0,
        "excludes": use["excludes"],
        "shadowed": use["n_hits"] == 0,
    }
    return use.assign(status=pd.Series(np.select([*kinds.values()], [*kinds], "hit"), dtype=TEXT))


def agreement(
    sentences: pd.DataFrame, hits: pd.DataFrame, codebook: Codebook, coding: pd.DataFrame
) -> pd.DataFrame:
    """The patterns measured against what a reader coded, on the sentences that the reader read.

    Returns:
        One row a theme that was coded there, or is looked for and was found: `theme`, `label`, `n_coded`, `n_found`,
        `n_both` (sentences), `precision` = n_both / n_found and `recall` = n_both / n_coded (NaN where there is none).
    """
    compared = _compared(sentences, hits, codebook, coding)
    counts = (
        compared.groupby("theme")[["coded", "found", "both"]].sum().astype("int64").add_prefix("n_")
    )
    rows = codebook.themes[["theme", "label"]].merge(counts, on="theme")
    rows["precision"] = rows["n_both"] / rows["n_found"].where(rows["n_found"] > 0)
    rows["recall"] = rows["n_both"] / rows["n_coded"].where(rows["n_coded"] > 0)
    return rows


def disagreements(sentences, hits, codebook, coding) -> pd.DataFrame:
    """Where the patterns and the reader differ.

    Returns:
        One row a sentence x theme: `doc_id`, `sent_id`, `theme`, `label`, `who` ("missed by the patterns" or
        "found by the patterns only") and `sentence`, in the order of the text.
    """
    rows = _compared(sentences, hits, codebook, coding)
    rows = rows[~rows["both"]].merge(sentences[[*KEY, "sentence"]], on=KEY)
    who = np.where(rows["coded"], "missed by the patterns", "found by the patterns only")
    rows = rows.assign(who=pd.Series(who, dtype=TEXT)).sort_values([*KEY, "theme"])
    return rows[[*KEY, "theme", "label", "who", "sentence"]].reset_index(drop=True)


def _compared(sentences, hits, codebook, coding) -> pd.DataFrame:
    """What was coded beside what was found, in the sentences that were read.

    One row a sentence x theme that is looked for or was coded anywhere: `doc_id`, `sent_id`, `theme`, `label`, and
    whether it was `coded` there, `found`, `both`.
    """
    read = sentences.merge(coding[KEY].drop_duplicates(), on=KEY)
    asked = set(codebook.coded_themes()["theme"]) | set(coding["theme"])
    carried = (
        theme_sentences(read, named, codebook) for named in (coding[coding["theme"] != ""], hits)
    )
    coded, found = (
        rows.loc[rows["theme"].isin(asked), [*KEY, "theme", "label"]] for rows in carried
    )
    rows = coded.merge(found, how="outer", indicator="who")
    who = rows.pop("who")
    return rows.assign(coded=who != "right_only", found=who != "left_only", both=who == "both")
