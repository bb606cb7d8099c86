"""Groups of texts: which metadata columns form them, and how often each theme occurs in each."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_integer_dtype, is_string_dtype

from analysis.codebook.model import Codebook
from analysis.faults import Fault, InputError, Nearest, check_number, raise_all
from analysis.measures.carried import KEY, find_carried
from analysis.measures.comparisons import with_tests, with_tests_over_time, without_tests
from analysis.measures.differences import difference_limits
from analysis.measures.families import with_families
from analysis.measures.resampling import (
    ClusterCounts,
    check_draws,
    count_clusters,
    insert_columns,
    share_intervals,
    with_intervals,
    without_intervals,
)
from analysis.measures.shares import divide, theme_shares, with_share
from analysis.reading.column_types import FIRST_YEAR, LAST_YEAR, is_year, read_day
from analysis.reading.table_files import cell_text
from analysis.tables import (
    AS_WRITTEN,
    COLUMN_USES,
    DOCUMENTS,
    FAMILY_COLUMNS,
    GROUP_SHARES,
    SENTENCES,
    TEXT,
)
from analysis.wording import BEFORE_FIRST, UNSTATED, pluralize

MOST_GROUPS = 60  # a column with more values forms groups only if study.yaml names it
LARGEST_GROUPS = 20  # that are shown of a column that study.yaml does not name
MOST_PLACES = 3  # that a message lists
MOST_LETTERS = 100  # of a column's name that are used in the name of a file
DATES = (
    "dates (such as 2023-01-31, 2023-01, 2023-01-31T12:33Z or 20230131), "
    "or years (from 1000 to 2100), or blank cells"
)
COUNTS = ["n_hits", "n_sentences_hit", "n_sentences", "n_documents"]
# The columns of sentences that form groups of a single text, and why they are used.
PARTS_OF_TEXT = {
    "section": "the sections of the only text",
    "paragraph": "the paragraphs of the only text, which has no sections",
}
PART_FILES = {name: f"{name}-of-text" for name in PARTS_OF_TEXT}

# -- which columns ---------------------------------------------------------------------------------


def column_uses(
    documents: pd.DataFrame,
    groups: Iterable[str] = (),
    time: str = "",
    sentences: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Choose the metadata columns that put the texts into groups, and the one that dates them.

    A column of text forms groups if it has 2 to 60 values, and fewer values than texts that state
    one. In transcripts, `speaker` forms groups of sentences by the same rule. If nothing else puts
    the sentences of a study of one text into groups, its sections do, or else its paragraphs. The
    texts are dated
    by the first column of dates, or else by the first column of whole numbers whose name ends with
    "year". Both rules give way to the columns that `study.yaml` names.

    Args:
        documents: one row per text.
        groups: the columns that `study.yaml` names for groups; `language` can be one of them.
        time: the column that `study.yaml` names for time; blank for none.
        sentences: one row per sentence, if their columns `speaker`, `section` and `paragraph` can
            form groups, too.

    Returns:
        One row per column and use (`analysis.tables.COLUMN_USES`), those in use first:
        `column`, `use` (`"groups"`, `"time"`, or `""` for a column that is not used) and `why`.

    Raises:
        InputError: a named column is missing, or the one for time holds neither dates nor years.

    >>> metadata = {"outlet": ["Post", "Post", "News"], "Year": [1990, 1990, 1992]}
    >>> column_uses(pd.DataFrame({"doc_id": ["a", "b", "c"], **metadata})).to_numpy().tolist()
    [['outlet', 'groups', '2 values'], ['Year', 'time', 'years']]
    """
    named = {
        "groups": list(groups),
        "time": [time] if time else [],
    }
    columns = _list_columns(documents, sentences)
    language = pd.Series(dtype=TEXT)  # it can form groups, but it dates nothing
    _check_named_columns({"language": language, **columns}, named)
    suited = {}
    for name, column in columns.items():
        dates = name.removesuffix(AS_WRITTEN)
        if dates != name and dates in columns:
            suited[name] = ("", f"the dates of {dates!r} as they are written")
        else:
            suited[name] = _suggest_use(column)
    rows = []
    for use, chosen in named.items():
        for column in chosen:
            rows.append((column, use, "named in study.yaml"))
    for use, chosen in named.items():
        if not chosen:
            rows += _choose_columns(suited, use)
    if sentences is not None and "groups" not in {use for _, use, _ in rows}:
        rows = _choose_parts(documents, sentences) + rows
    used = {column for column, _, _ in rows}
    for column, (use, why) in suited.items():
        if column not in used:
            reason = "another column is named, or comes first" if use else why
            rows.append((column, "", reason))
    table = pd.DataFrame(rows, columns=list(COLUMN_USES.columns))
    return COLUMN_USES.frame(table)


def _list_columns(
    documents: pd.DataFrame,
    sentences: pd.DataFrame | None,
) -> dict[str, pd.Series]:
    """List the metadata columns, and the columns of sentences that can form groups, by `doc_id`."""
    by_text = documents.set_index("doc_id")
    columns = {name: by_text[name] for name in by_text if name not in DOCUMENTS.columns}
    if sentences is not None:
        for name in SENTENCES.optional:
            if name in sentences:
                columns[name] = sentences.set_index("doc_id")[name]
    return columns


def _check_named_columns(
    known: dict[str, pd.Series],
    named: dict[str, list[str]],
) -> None:
    """Raise an `InputError` if `study.yaml` names a column that is missing or cannot date texts."""
    faults = []
    expected = Nearest(known)
    for use, columns in named.items():
        for column in columns:
            if column not in known:
                found = f"{column!r}, which is not a metadata column"
                faults.append(Fault("study.yaml", found, expected(column), key=use))
            elif use == "time" and not can_date(known[column]):
                faults.append(undated_fault(known[column], column))
    raise_all(faults)


def _suggest_use(column: pd.Series) -> tuple[str, str]:
    """Suggest a use for a column, and say why."""
    if can_date(column):
        if not is_integer_dtype(column):
            return "time", "dates"
        if str(column.name).lower().endswith("year"):
            return "time", "years"
    is_text = is_string_dtype(column)
    stated = column[column != ""] if is_text else column.dropna()
    n = stated.nunique()
    if not is_text or not 2 <= n <= MOST_GROUPS:
        return "", f"{pluralize(n, 'value')}; groups need a column of text with 2 to {MOST_GROUPS}"
    if n == len(stated):
        return "", "a different value for every text"
    return "groups", f"{n} values"


def _choose_columns(suited: dict[str, tuple[str, str]], use: str) -> list[tuple[str, str, str]]:
    """Choose the columns for a use: all that suit; for time only the first, dates before years."""
    rows = []
    for column, (suited_use, why) in suited.items():
        if suited_use == use:
            rows.append((column, use, why))
    if use == "time":
        rows.sort(key=lambda row: row[2])  # "dates" before "years"
        rows = rows[:1]
    return rows


def _choose_parts(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
) -> list[tuple[str, str, str]]:
    """Choose the sections or the paragraphs of a single text, whichever are at least two."""
    if len(documents) != 1:
        return []
    for column, why in PARTS_OF_TEXT.items():
        if column in sentences and len(sentences[column].unique()) > 1:
            return [(column, "groups", why)]
    return []


def can_date(column: pd.Series) -> bool:
    """Tell whether a column holds dates, or whole numbers that are years (1000 to 2100)."""
    stated = column.dropna()
    if stated.empty:
        return False
    if is_integer_dtype(column):
        return int(stated.min()) >= FIRST_YEAR and int(stated.max()) <= LAST_YEAR
    return is_datetime64_any_dtype(column)


def undated_fault(column: pd.Series, name: str) -> Fault:
    """Make the fault of a column that should date the texts and cannot.

    Args:
        column: the values, text or numbers, by `doc_id`.
        name: the name of the column.
    """
    cells = column.map(cell_text)
    stated = cells[cells != ""]
    is_right = _is_date_or_year if is_string_dtype(column) else is_year
    wrong = stated[~stated.map(is_right).astype(bool)]
    what = "neither a date nor a year"
    if wrong.empty:  # each is one of the two, but they are not alike
        wrong = stated[stated.map(is_year).astype(bool)]
        what = "only a year, beside dates"
    found = f"{what} in {pluralize(len(wrong), 'cell')} of the column {name!r}"
    if stated.empty:
        found = f"the column {name!r}, which is blank"
    places = [f"{doc_id}: {cell!r}" for doc_id, cell in wrong.head(MOST_PLACES).items()]
    n_wrong = max(len(wrong), 1)
    return Fault("study.yaml", found, DATES, key="time", n=n_wrong, places=tuple(places))


def _is_date_or_year(cell: str) -> bool:
    return is_year(cell) or read_day(cell) is not None


# -- shares ----------------------------------------------------------------------------------------


def group_of(
    documents: pd.DataFrame,
    column: str,
) -> pd.Series:
    """Name the group of each text.

    Args:
        documents: one row per text: `doc_id` and the column.
        column: the metadata column that forms the groups.

    Returns:
        One name per text, by `doc_id`: the value of the column as text, or `(not stated)`.

    Raises:
        InputError: the column is missing.

    >>> group_of(pd.DataFrame({"doc_id": ["a", "b"], "outlet": ["Post", ""]}), "outlet").to_dict()
    {'a': 'Post', 'b': '(not stated)'}
    """
    DOCUMENTS.need(documents, ["doc_id", column])
    values = documents.set_index("doc_id")[column]
    names = [name_group(value) for value in values]
    return pd.Series(names, values.index, TEXT, column)


def name_groups(
    sentences: pd.DataFrame,
    documents: pd.DataFrame,
    column: str,
) -> pd.Series:
    """Name the group of each sentence: its speaker, its section, its paragraph or that of its text.

    Args:
        sentences: one row per sentence: `doc_id`, and the column if it is one of these.
        documents: as for `group_of`.
        column: the column that forms the groups.

    Returns:
        One name per sentence, as from `group_of`; missing if its text has no row in `documents`.
    """
    if _is_of_sentences(sentences, column):
        name_value = NAMES_OF_PARTS.get(column, name_group)
        names = [name_value(value) for value in sentences[column]]
        return pd.Series(names, sentences.index, TEXT, column)
    return sentences["doc_id"].map(group_of(documents, column))


def _is_of_sentences(sentences: pd.DataFrame, column: str) -> bool:
    return column in (*SENTENCES.optional, *PARTS_OF_TEXT) and column in sentences


def _name_section(heading: str) -> str:
    return heading or BEFORE_FIRST


def _name_paragraph(number: int) -> str:
    return f"paragraph {number}"


def name_group(value: object) -> str:
    """Name the group of a value: as text, or `(not stated)`."""
    if pd.isna(value) or value == "":
        return UNSTATED
    if isinstance(value, pd.Timestamp):
        return str(value).removesuffix(" 00:00:00")
    return str(value)


NAMES_OF_PARTS: dict[str, Callable[[Any], str]] = {
    "section": _name_section,
    "paragraph": _name_paragraph,
}


def group_shares(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    documents: pd.DataFrame,
    column: str,
    *,
    draws: int = 0,
    seed: int = 0,
) -> pd.DataFrame:
    """Count the sentences of each group of texts that carry each theme.

    Args:
        sentences: one row per sentence, as for `theme_shares`.
        hits: one row per match, as for `theme_shares`.
        codebook: as for `theme_shares`.
        documents: one row per text: `doc_id` and the column. A text without a row is not counted.
        column: the metadata column that forms the groups, or `speaker`, `section` or `paragraph`.
        draws: how many times the texts are drawn anew for the intervals; 0 for no intervals.
        seed: makes the draws repeatable.

    Returns:
        One row per group and theme: the column, then `analysis.tables.GROUP_SHARES`, then the
        columns of `with_families`. Groups are sorted, `(not stated)` last; sections and paragraphs
        come in the order of the text. The columns are those
        of `theme_shares`, and:

        - `n_documents`: texts of the group, or texts in which the speaker speaks;
        - `share_of_all`: the theme's share in all groups together;
        - `n_more`: how many more sentences of the group carry the theme than if its share were
          `share_of_all`: `n_sentences_hit` - `n_sentences` * `share_of_all`.

        With `draws`, there are also the columns of intervals (see `theme_shares`), and
        `difference`: `share` - `share_of_all`, with `difference_low` and `difference_high`, its
        95 % interval (`analysis.measures.differences` says how); NaN if the group, or all other
        groups together, have fewer than five texts. `difference_z` and `difference_p` judge it by
        a permutation test of all `n_compared` differences together
        (`analysis.measures.permutation`): `difference_p` is the chance that the largest of them is
        as large if no group differs.

    Raises:
        InputError: a column is missing, `column` is one of the result's own, a hit names a theme
            that is not in the codebook, or `draws` or `seed` is out of range, as in `theme_shares`.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = {"theme": ["poverty"], "parent": "", "label": ["Poverty"]}
    >>> codebook = Codebook("Tiny", "1", "en", THEMES.frame(themes), PATTERNS.empty(), sha256="")
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "outlet": ["Post", "News"]})
    >>> sentences = pd.DataFrame({"doc_id": ["a", "a", "b"], "sent_id": [1, 2, 1]})
    >>> hits = pd.DataFrame({"doc_id": ["a"], "sent_id": [2], "theme": ["poverty"]})
    >>> shares = group_shares(sentences, hits, codebook, documents, "outlet")
    >>> shares[["outlet", "n_sentences_hit", "n_sentences", "share"]].to_numpy().tolist()
    [['News', 0, 1, 0.0], ['Post', 1, 2, 0.5]]
    """
    if _is_of_sentences(sentences, column):
        names = name_groups(sentences, documents, column)
        in_groups = sentences[_list_needed(sentences)].assign(**{column: names})
        texts = in_groups.drop_duplicates(["doc_id", column])
        n_documents = texts[column].value_counts()
        order = names.unique() if column in PARTS_OF_TEXT else sorted(set(names))
        shares, counts = _count_groups(in_groups, n_documents, hits, codebook, order, draws, seed)
        return shares if counts is None else with_tests(shares, counts, column, draws, seed)
    DOCUMENTS.need(documents, ["doc_id", column])
    names = group_of(documents.sort_values(column), column)
    return shares_of_groups(sentences, hits, codebook, names, names, draws=draws, seed=seed)


def _list_needed(sentences: pd.DataFrame) -> list[str]:
    """List the columns of sentences that are needed: the key, and what can be resampled."""
    return [*KEY, *sentences.columns.intersection(["paragraph"])]


def shares_of_groups(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    names: pd.Series,
    order: Iterable[str],
    *,
    draws: int = 0,
    seed: int = 0,
    over_time: bool = False,
) -> pd.DataFrame:
    """Count the sentences of each named group that carry each theme, as `group_shares` does.

    Args:
        sentences: as for `theme_shares`.
        hits: as for `theme_shares`.
        codebook: as for `theme_shares`.
        names: the name of each text's group, by `doc_id`. The name of this series becomes the name
            of the column.
        order: the names of all groups in order, including those without texts. `(not stated)` comes
            last in any case.
        draws: as for `group_shares`.
        seed: as for `group_shares`.
        over_time: whether the groups are periods in order, so that changes and trends are tested.
    """
    in_groups = sentences[_list_needed(sentences)].merge(
        names.reset_index(),
        on="doc_id",
        validate="m:1",
    )
    n_documents = names.value_counts()
    shares, counts = _count_groups(in_groups, n_documents, hits, codebook, order, draws, seed)
    if counts is None:
        return shares
    if over_time:
        return with_tests_over_time(shares, counts, draws, seed)
    return with_tests(shares, counts, str(names.name), draws, seed)


def _count_groups(
    in_groups: pd.DataFrame,
    n_documents: pd.Series,
    hits: pd.DataFrame,
    codebook: Codebook,
    order: Iterable[str],
    draws: int,
    seed: int,
) -> tuple[pd.DataFrame, ClusterCounts | None]:
    """Count the sentences of each group that carry each theme; with `draws`, cluster by cluster.

    Args:
        in_groups: one row per sentence: its key, its paragraph if known, and the name of its group.
        n_documents: the number of texts of each group. The name of its index names the column.
        hits: as for `theme_shares`.
        codebook: as for `theme_shares`.
        order: the names of all groups in order.
        draws: as for `group_shares`.
        seed: as for `group_shares`.
    """
    check_draws(draws, seed)
    by = str(n_documents.index.name)
    if by in GROUP_SHARES.optional:
        found = f"{by!r}, a column of the result"
        raise InputError([Fault("group_shares, column", found, "another column")])
    counts = theme_shares(in_groups, hits, codebook, by)
    groups = sorted(dict.fromkeys(order), key=lambda name: name == UNSTATED)
    labels = codebook.themes.set_index("theme")["label"]
    key = [by, "theme"]
    every_row = pd.MultiIndex.from_product([groups, labels.index], names=key)
    rows = counts.set_index(key).reindex(every_row).reset_index()
    n_sentences = in_groups[by].value_counts()
    rows["label"] = rows["theme"].map(labels)
    rows["n_sentences"] = rows[by].map(n_sentences)
    rows["n_documents"] = rows[by].map(n_documents)
    shares = with_families(pool_shares(rows, by), codebook)
    if not draws:
        return shares, None
    group = pd.Index(groups).get_indexer(in_groups[by])
    n_themes = len(codebook.themes)
    carried = find_carried(in_groups, hits, codebook)
    counts = count_clusters(in_groups, group, len(groups), carried, n_themes)
    return _with_differences(shares, counts, draws, seed), counts


def _with_differences(
    shares: pd.DataFrame,
    counts: ClusterCounts,
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Add the intervals of the shares, and the differences from all groups with theirs."""
    of_groups = share_intervals(counts, draws, seed)
    of_all = share_intervals(counts.pooled(), draws, seed)
    low, high = difference_limits(counts, of_groups, of_all)
    with_difference = _insert_differences(shares, low.ravel(), high.ravel())
    return with_intervals(with_difference, of_groups, counts.unit)


def without_differences(shares: pd.DataFrame) -> pd.DataFrame:
    """Add the columns of intervals and differences where nothing could be resampled."""
    unknown = np.full(len(shares), np.nan)
    return without_intervals(without_tests(_insert_differences(shares, unknown, unknown)))


def _insert_differences(
    shares: pd.DataFrame,
    low: np.ndarray,
    high: np.ndarray,
) -> pd.DataFrame:
    difference = shares["share"] - shares["share_of_all"]
    columns = {"difference": difference, "difference_low": low, "difference_high": high}
    return insert_columns(shares, "n_more", columns)


def pool_shares(
    counts: pd.DataFrame,
    by: str,
) -> pd.DataFrame:
    """Sum counts by group and theme, and derive the shares from the sums.

    Args:
        counts: one row per theme and group, or several for one group: `theme`, `label` and
            `COUNTS`; missing counts are 0. The columns of `with_families` are kept if present.
        by: the column that names the group.

    Returns:
        One row per group and theme, in the order of the rows, as from `group_shares`.

    >>> rows = {"outlet": "Post", "theme": "tone", "label": "Tone"}
    >>> counts = {"n_hits": [2, 1], "n_sentences_hit": 1, "n_sentences": [4, 6], "n_documents": 1}
    >>> pooled = pool_shares(pd.DataFrame({**rows, **counts}), "outlet")
    >>> pooled[["n_hits", "n_sentences_hit", "n_sentences", "share"]].to_numpy().tolist()
    [[3.0, 2.0, 10.0, 0.2]]
    """
    families = [column for column in FAMILY_COLUMNS if column in counts]
    keys = [by, "theme", "label", *families]
    sums = counts.groupby(keys, sort=False, as_index=False)[COUNTS].sum()
    rows = with_share(sums)
    of_theme = rows.groupby("theme")
    k = rows["n_sentences_hit"]
    n = rows["n_sentences"]
    all_k = of_theme["n_sentences_hit"].transform("sum")
    all_n = of_theme["n_sentences"].transform("sum")
    rows["share_of_all"] = divide(all_k, all_n)
    # n_sentences_hit - n_sentences * share_of_all, with one division only: the result is exactly 0
    # where there is one group.
    rows["n_more"] = divide(k * all_n - n * all_k, all_n)
    columns = [by, *GROUP_SHARES.columns, *families]
    dtypes = {by: TEXT, **GROUP_SHARES.columns}
    return rows[columns].astype(dtypes).reset_index(drop=True)


def top_groups(
    shares: pd.DataFrame,
    by: str,
    limit: int = LARGEST_GROUPS,
) -> pd.DataFrame:
    """Keep the groups with the most sentences, and pool the others in one, such as `48 others`.

    Args:
        shares: one row per group and theme, as from `group_shares`.
        by: the column that names the group.
        limit: how many groups are kept. If only one more is left, it is kept, too.

    Returns:
        One row per group and theme, as from `group_shares`, the largest group first. `n_groups` is
        1, or the number of groups that were pooled in the row. A pooled row has no interval.
    """
    raise_all(check_number("top_groups, limit", limit, 0, "0 or more"))
    groups = shares.drop_duplicates(by)
    largest_first = groups.sort_values("n_sentences", ascending=False, kind="stable")
    names = largest_first[by]
    others = names[limit:]
    if len(others) == 1:
        others = others[:0]
    kept = names.mask(names.isin(others), f"{len(others)} others")
    kept_name = dict(zip(names, kept, strict=True))
    renamed = shares.copy()
    renamed[by] = shares[by].map(kept_name)
    rank = pd.Index(kept.unique())
    ordered = renamed.sort_values(by, key=rank.get_indexer, kind="stable")
    rows = pool_shares(ordered, by)
    if "low" in shares:
        rows = _copy_intervals(rows, shares, by)
    n_groups = rows[by].map(kept.value_counts())
    return rows.assign(n_groups=n_groups.astype("int64"))


def _copy_intervals(
    pooled: pd.DataFrame,
    shares: pd.DataFrame,
    by: str,
) -> pd.DataFrame:
    """Add the columns of intervals of the groups that were kept; the other rows have none."""
    table = without_differences(pooled)
    limits = ["low", "high", "difference_low", "difference_high"]
    tests = ["difference_z", "difference_p"]
    limits += [name for name in tests if name in shares]
    counts = ["n_resampled", "n_carrying"]
    key = [by, "theme"]
    kept = shares.set_index(key).reindex(pd.MultiIndex.from_frame(table[key]))
    table[limits] = kept[limits].to_numpy()
    table[counts] = kept[counts].fillna(0).astype("int64").to_numpy()
    table["n_compared"] = shares["n_compared"].max() if "n_compared" in shares else 0
    table["resampled"] = pd.Series(kept["resampled"].fillna("").to_numpy(), table.index, TEXT)
    return table


def group_differences(shares: pd.DataFrame) -> pd.DataFrame:
    """Rank the groups and coded themes that differ from all groups together.

    Args:
        shares: as from `group_shares`, perhaps with the columns of `rank_differences`.

    Returns:
        The rows of `shares` of coded themes in which `n_more` is not 0, the clearest difference
        first: that with the largest `difference_z`, then `strength`, then `n_more`.

    >>> rows = {"outlet": ["P", "Q"], "theme": "aid", "coded": True, "n_more": [0.5, -2.0]}
    >>> group_differences(pd.DataFrame(rows))["outlet"].tolist()
    ['Q', 'P']
    """
    differing = shares[shares["coded"] & (shares["n_more"] != 0)]
    keys = [name for name in ("difference_z", "strength", "n_more") if name in shares]
    return differing.sort_values(keys, key=abs, ascending=False, kind="stable")


# -- names of files --------------------------------------------------------------------------------


def export_names(columns: Iterable[str]) -> dict[str, str]:
    """Make a file name for each column, of the letters a to z, digits, - and _.

    No two names differ only in case, as some file systems would take them for one. Long names are
    cut, because file systems take no more than 255 bytes, endings and all.

    >>> export_names(["outlet", "Outlet", "kind of text", "国"])
    {'outlet': 'outlet', 'Outlet': 'Outlet_', 'kind of text': 'kind-of-text', '国': 'column'}
    """
    names = {}
    taken = {"section"}  # shares-by-section is another table
    n_alike: Counter[str] = Counter()
    for column in columns:
        name = PART_FILES.get(column) or _name_file(column)
        beginning = name
        while name.lower() in taken:
            n_alike[beginning.lower()] += 1
            n = n_alike[beginning.lower()]
            name = f"{beginning}_" if n == 1 else f"{beginning}_{n}"
        taken.add(name.lower())
        names[column] = name
    return names


def _name_file(column: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", column).strip("-")[:MOST_LETTERS] or "column"
