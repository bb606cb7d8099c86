"""Groups of texts: which metadata columns form them, and each theme's share in a group."""

import re
from collections.abc import Iterable

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_integer_dtype, is_string_dtype

from analysis.faults import Fault, nearest, raise_all
from analysis.measures.shares import theme_shares, with_share
from analysis.tables import DOCUMENTS, SHARES, TEXT
from analysis.wording import UNSTATED, pluralize

LARGEST = 60  # groups: the most that a column makes without being named
SPAN = 3000  # years: whole numbers further apart are no years
COUNTS = ["n_hits", "n_sentences_hit", "n_sentences", "n_documents"]


def column_uses(
    documents: pd.DataFrame, groups: Iterable[str] = (), time: str = ""
) -> pd.DataFrame:
    """Which metadata columns put the texts into groups, and which one dates them.

    `groups` and `time` are those that `study.yaml` names (`language` can be one). Where it names no groups, every text
    column makes some that has 2 to 60 values, and fewer than there are texts that state one; where it names no time,
    the first column of dates is it, else the first of whole numbers whose name ends with "year".

    Returns:
        One row a metadata column and use: `column`, `use` ("groups", "time", or blank), `why`.

    Raises:
        InputError: a named column is not there, or the one for time has no dates.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b", "c"], "outlet": ["P", "P", "Q"], "Year": [1990, 1990, 1992]})
    >>> column_uses(documents).to_numpy().tolist()
    [['outlet', 'groups', '2 values'], ['Year', 'time', 'years']]
    """
    found = {
        column: _use(documents[column]) for column in documents if column not in DOCUMENTS.columns
    }
    named = {"groups": tuple(groups), "time": (time,) if time else ()}
    choices = [*found, "language"]
    wrong = [
        (use, column, nearest(column, choices))
        for use in named
        for column in named[use]
        if column not in choices
    ]
    if time in choices and not _dates(documents[time]):
        wrong.append(("time", time, "one of dates, or of years as whole numbers"))
    raise_all(
        Fault("study.yaml", f"the column {column!r}", expected, key=use)
        for use, column, expected in wrong
    )
    fit = {use: [column for column in found if found[column][0] == use] for use in named}
    fit["time"] = sorted(fit["time"], key=lambda column: found[column][1])[:1]  # dates before years
    rows = [(column, use, "named in study.yaml") for use in named for column in named[use]]
    rows += [(column, *found[column]) for use in named if not named[use] for column in fit[use]]
    used = {column for column, _, _ in rows}
    rest = [
        (column, "", "others are named, or come first" if use else why)
        for column, (use, why) in found.items()
    ]
    rows += [row for row in rest if row[0] not in used]
    return pd.DataFrame(rows, columns=["column", "use", "why"], dtype=TEXT)


def _use(column: pd.Series) -> tuple[str, str]:
    """What a column is used for where none is named, and why."""
    number, text = is_integer_dtype(column), is_string_dtype(column)
    if _dates(column) and (not number or column.name.lower().endswith("year")):
        return "time", "years" if number else "dates"
    stated = column[column != ""] if text else column.dropna()
    n = stated.nunique()
    if not text or not 2 <= n <= LARGEST:
        return "", f"{pluralize(n, 'value')}; groups are 2 to {LARGEST} in words"
    return (
        ("", "a value of its own for every text") if n == len(stated) else ("groups", f"{n} values")
    )


def _dates(column: pd.Series) -> bool:
    """Whether it holds dates, or whole numbers that can be years."""
    stated = column.dropna()
    if len(stated) and is_integer_dtype(column):
        return int(stated.max()) - int(stated.min()) <= SPAN
    return len(stated) > 0 and is_datetime64_any_dtype(column)


def _name(value: object) -> str:
    if pd.isna(value) or value == "":
        return UNSTATED
    return str(value).removesuffix(" 00:00:00") if isinstance(value, pd.Timestamp) else str(value)


def group_of(documents: pd.DataFrame, column: str) -> pd.Series:
    """The name of each text's group, by `doc_id`: the value in words, `(not stated)` where there is none."""
    values = documents.set_index("doc_id")[column]
    return pd.Series([_name(value) for value in values], values.index, TEXT, column)


def group_shares(sentences, hits, codebook, documents: pd.DataFrame, column: str) -> pd.DataFrame:
    """How many sentences of each group of texts carry each theme: sentences, hits, codebook as for `theme_shares`.

    Returns:
        One row a group x theme, as from `theme_shares` by this column, the groups sorted, `(not stated)` last. Besides:
        `n_documents` (texts of the group), `share_of_all` (the theme's share in all groups together) and `n_more` (how
        many sentences more carry it than with that share: n_sentences_hit - n_sentences x share_of_all).
    """
    names = group_of(documents.sort_values(column), column)
    return shares_of_groups(sentences, hits, codebook, names, names)


def shares_of_groups(
    sentences, hits, codebook, names: pd.Series, order: Iterable[str]
) -> pd.DataFrame:
    """The shares by group, in this order, whether a group has sentences or not; `names` is of the texts' groups."""
    by, label = names.name, codebook.themes.set_index("theme")["label"]
    placed = sentences[["doc_id", "sent_id"]].merge(
        names.reset_index(), on="doc_id", validate="m:1"
    )
    order = sorted(dict.fromkeys(order), key=UNSTATED.__eq__)
    grid = pd.MultiIndex.from_product([order, label.index], names=[by, "theme"])
    rows = (
        theme_shares(placed, hits, codebook, by)
        .set_index([by, "theme"])
        .reindex(grid)
        .reset_index()
    )
    sizes = {"n_sentences": placed[by].value_counts(), "n_documents": names.value_counts()}
    rows = rows.assign(
        label=rows["theme"].map(label), **{size: rows[by].map(sizes[size]) for size in sizes}
    )
    return with_shares(rows, by)


def with_shares(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Counts by group and theme, summed where a group has several rows or none, and the shares that follow."""
    rows = with_share(
        rows.groupby([by, "theme", "label"], sort=False, as_index=False)[COUNTS].sum()
    )
    k, n = rows["n_sentences_hit"], rows["n_sentences"]
    all_k, all_n = (column.groupby(rows["theme"]).transform("sum") for column in (k, n))
    some = all_n.where(all_n > 0)
    rows = rows.assign(share_of_all=all_k / some, n_more=(k * all_n - n * all_k) / some)
    table = rows[[by, *SHARES.columns, "n_documents", "share_of_all", "n_more"]]
    return table.astype({by: TEXT, **SHARES.columns, "n_documents": "int64"}).reset_index(drop=True)


def top_groups(shares: pd.DataFrame, by: str, limit: int = 12) -> pd.DataFrame:
    """The groups with the most sentences, these first, and all others together as the last, such as `48 others`.

    Its counts are summed, and its shares are of these; a single other group stays as it is. `n_groups` counts them.
    """
    sizes = shares.drop_duplicates(by).sort_values("n_sentences", ascending=False, kind="stable")[
        by
    ]
    rest = sizes[limit:] if len(sizes) > limit + 1 else sizes[:0]
    names = sizes.mask(sizes.isin(rest), f"{len(rest)} others")
    rows = shares.assign(**{by: shares[by].map(dict(zip(sizes, names, strict=True)))})
    rows = with_shares(
        rows.sort_values(by, key=pd.Index(names.unique()).get_indexer, kind="stable"), by
    )
    return rows.assign(n_groups=rows[by].map(names.value_counts()).astype("int64"))


def export_names(columns: Iterable[str]) -> dict[str, str]:
    """A name for the files of each column: letters a to z, digits, - and _, and each once in any case.

    >>> export_names(["outlet", "Outlet", "kind of text", "国"])
    {'outlet': 'outlet', 'Outlet': 'Outlet_', 'kind of text': 'kind-of-text', '国': 'column'}
    """
    names: dict[str, str] = {}
    taken = {"section"}  # shares-by-section is another table
    for column in columns:
        names[column] = re.sub(r"[^A-Za-z0-9_-]+", "-", column).strip("-") or "column"
        while names[column].lower() in taken:
            names[column] += "_"
        taken.add(names[column].lower())
    return names
