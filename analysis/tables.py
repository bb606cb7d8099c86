"""The schema of every table of the project: what one row is, its key, its columns and their dtypes.

A new measure adds its table here. (A table that only selects or counts rows of another has none:
its docstring says what its columns are.)

>>> SHARES.row
'one group x one theme'
>>> SHARES.columns["n_sentences"]
'int64'

Ids of sentences, paragraphs, offsets and counts are `int64`; other numbers are `float64`.
Everything else is text (`TEXT`), and absent text is `""`. Offsets count characters (Unicode code
points) from 0 and are half-open: a sentence is `text[start:end]`. A frame may have further columns;
every function ignores them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from analysis.arrays import TEXT, factorize_runs, is_lexsorted
from analysis.faults import Fault, raise_all, similar_first
from analysis.wording import pluralize


@dataclass(frozen=True)
class Table:
    """The schema of one table.

    Attributes:
        name: what messages and files call the table.
        row: what one row is.
        key: the columns that identify a row; empty if the table has no key.
        columns: the dtype of each column, in the order of the columns.
        optional: the dtype of columns that only some tables of this kind have.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: dict[str, Any]
    optional: dict[str, Any] = field(default_factory=dict)

    def empty(self) -> pd.DataFrame:
        """Make a table without rows, with the right columns and dtypes.

        >>> HITS.empty().dtypes["start"]
        dtype('int64')
        """
        return self.frame({})

    def frame(self, data: pd.DataFrame | Mapping[str, Any]) -> pd.DataFrame:
        """Make a table of columns, without copying them; further columns follow at the end.

        >>> HITS.frame({"year": [], "doc_id": []}).columns.tolist()[-3:]
        ['end', 'match', 'year']
        """
        frame = pd.DataFrame(data, copy=False)
        further = [column for column in frame if column not in self.columns]
        frame = frame.reindex(columns=[*self.columns, *further])
        optional = {name: dtype for name, dtype in self.optional.items() if name in frame}
        return frame.astype({**self.columns, **optional}).reset_index(drop=True)

    def need(
        self,
        frame: pd.DataFrame,
        columns: list[str] | None = None,
        *,
        groups: Iterable[str] = (),
    ) -> pd.DataFrame:
        """Check that a frame has the columns it needs, and return it as it is.

        A value of the key can be of any type, but it cannot be missing. Of other columns that the
        table has, text has to be text, and a whole number one.

        Args:
            frame: the frame to check.
            columns: the columns it needs; by default all columns of the table.
            groups: the columns it needs to form groups. They can hold any values, or none.

        Raises:
            InputError: names every missing column and those that exist, similar ones first; and
                every column that holds something else.
        """
        if not isinstance(frame, pd.DataFrame):
            raise_all([Fault(f"table {self.name}", f"a {type(frame).__name__}", "a data frame")])
        faults = []
        needed = list(columns or self.columns)
        for column in dict.fromkeys([*needed, *groups]):
            n = list(frame.columns).count(column)
            if n == 1:
                faults += self._check_cells(frame[column]) if column in needed else []
            elif n:
                found = f"{n} columns {column!r}"
                faults.append(Fault(f"table {self.name}", found, "one such column"))
            else:
                others = similar_first(str(column), map(str, frame.columns))
                found = f"no column {column!r} among {others}"
                faults.append(Fault(f"table {self.name}", found, "that column"))
        raise_all(faults)
        return frame

    def _check_cells(self, column: pd.Series) -> list[Fault]:
        """Return what is wrong with the cells of a column, at most one fault."""
        dtype = self.columns.get(str(column.name))
        if dtype == TEXT:
            expected = "text"
            is_right = column.name in self.key or _is_text(column)
        elif dtype == "int64":
            expected = "whole numbers"
            is_right = _is_whole(column)
        else:
            return []
        place = f"table {self.name}, column {column.name!r}"
        n_missing = int(column.isna().sum())
        if n_missing:
            return [Fault(place, pluralize(n_missing, "missing value"), f"{expected} in every row")]
        return [] if is_right else [Fault(place, f"values of type {column.dtype}", expected)]

    def unique(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Check that every row has a key and no key occurs twice, and return the frame as it is.

        Raises:
            InputError: names every key that is incomplete or occurs more than once.

        >>> twice = pd.DataFrame({"doc_id": ["a", "a"], "sent_id": [1, 1]})
        >>> SENTENCES.unique(twice)  # doctest: +ELLIPSIS
        Traceback (most recent call last):
            ...
        analysis.faults.InputError: table sentences: found the key 'a' 1 more than once; expected...
        """
        key = list(self.key)
        if _is_ascending(frame[key]):  # true of most tables, and much faster than what follows
            return frame
        incomplete = frame[key].isna().any(axis=1)
        wrong = frame.loc[incomplete | frame.duplicated(key), key].drop_duplicates()
        faults = []
        for row in wrong.itertuples(index=False, name=None):
            values = " ".join(map(repr, row))
            if pd.isna(list(row)).any():
                found, expected = f"the incomplete key {values}", "a key in every row"
            else:
                found, expected = f"the key {values} more than once", "each key once"
            faults.append(Fault(f"table {self.name}", found, expected))
        raise_all(faults)
        return frame


def _is_text(column: pd.Series) -> bool:
    """Whether the values of a column without gaps are text."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.cat.categories.to_series()
    return column.empty or pd.api.types.is_string_dtype(column)


def _is_whole(column: pd.Series) -> bool:
    """Whether the values of a column without gaps are whole numbers, of whatever type."""
    if column.empty or pd.api.types.is_integer_dtype(column):
        return True
    if pd.api.types.is_float_dtype(column):
        return bool((column.dropna() % 1 == 0).all())
    return pd.api.types.infer_dtype(column) == "integer"


def _is_ascending(key: pd.DataFrame) -> bool:
    """Whether every key is complete and greater than the key of the row before.

    Text is compared by where it first occurs, so documents can be in any order.
    """
    codes = [_codes(key[name]) for name in key]
    complete = all(column.min(initial=0) >= 0 for column in codes)
    return complete and is_lexsorted(*codes)


def _codes(column: pd.Series) -> np.ndarray:
    """Whole numbers as they are; other values numbered as they first occur, a missing one as -1."""
    if column.dtype == "int64":
        return column.to_numpy()
    codes, _ = factorize_runs(column)
    return codes


# Who speaks: a column of `sentences` if a text is a transcript. A metadata column with that name is
# then renamed.
SPEAKER = "speaker"
STATED_SPEAKER = "speaker_stated"

AS_WRITTEN = "_as_written"  # ends the name of a column that keeps how dates are written

# -- texts and sentences -------------------------------------------------------------------------

DOCUMENTS = Table(
    name="documents",
    row="one text",
    key=("doc_id",),
    columns={
        "doc_id": TEXT,  # the path below the study without its ending
        "title": TEXT,  # from the metadata, else the stem of the file's name
        "path": TEXT,  # relative to the study
        "language": TEXT,  # a BCP 47 tag
        "sha256": TEXT,  # of the bytes of the file
        "text_sha256": TEXT,  # of the text in UTF-8
        "n_chars": "int64",  # characters of the text
        "text": TEXT,
        "headings": TEXT,  # which headings count: "guessed", "marked" or "none"
    },
)
SENTENCES = Table(
    name="sentences",
    row="one sentence",
    key=("doc_id", "sent_id"),
    columns={
        "doc_id": TEXT,
        "sent_id": "int64",  # 1, 2, … within the text
        "section": TEXT,  # its heading; "" before the first heading
        "paragraph": "int64",  # 1, 2, … within the text
        "start": "int64",  # offsets in the text
        "end": "int64",
        "n_words": "int64",  # characters, in languages without spaces between words
        "sentence": TEXT,
    },
    optional={
        SPEAKER: TEXT,  # if a text is a transcript; "" outside labelled turns
    },
)
LEFT_OUT = Table(
    name="left_out",
    row="one thing that was met and not read",
    key=("path", "line", "what"),
    columns={
        "path": TEXT,  # relative to the study
        "line": "int64",  # 0 where it has no line
        "what": TEXT,
        "n_chars": "int64",  # 0 where it is unknown
        "n_words": "int64",  # 0 where it is unknown
    },
)
SECTIONS = Table(
    name="sections",
    row="one run of sentences under one heading",
    key=(),  # a heading can occur twice in a text
    columns={
        "doc_id": TEXT,
        "section": TEXT,
        "n_paragraphs": "int64",
        "n_sentences": "int64",
        "n_words": "int64",
    },
)
COLUMN_USES = Table(
    name="column_uses",
    row="one metadata column x one use",
    key=("column", "use"),
    columns={
        "column": TEXT,
        "use": TEXT,  # "groups", "time" or ""
        "why": TEXT,
    },
)

CHECKS = Table(
    name="checks",
    row="one thing that `workbook check` found",
    key=(),
    columns={
        "severity": TEXT,  # "error", "warning" or "note"
        "subject": TEXT,  # where it was found: texts, patterns, or a file with its line
        "n": "int64",  # how many there are
        "found": TEXT,
        "places": TEXT,  # where they are, one place per line; at most the first 1,000
        "advice": TEXT,  # what to do
        "setting": TEXT,  # the line for study.yaml that follows the advice; "" if there is none
    },
)

# -- codebook and codings ------------------------------------------------------------------------

THEMES = Table(
    name="themes",
    row="one theme of the codebook",
    key=("theme",),
    columns={
        "theme": TEXT,  # the path of its ids: topic/poverty
        "parent": TEXT,  # "" for a root
        "label": TEXT,
        "definition": TEXT,
        "include": TEXT,  # examples, one per line
        "exclude": TEXT,
    },
)
PATTERNS = Table(
    name="patterns",
    row="one pattern of one theme",
    key=("theme", "pattern", "excludes"),
    columns={
        "theme": TEXT,
        "pattern": TEXT,
        "excludes": "bool",  # True for a `not` pattern
    },
)
CODINGS = Table(
    name="codings",
    row="one theme that one coder gave one sentence; a blank theme: read, and none found",
    key=("doc_id", "sent_id", "coder", "theme"),
    columns={
        "doc_id": TEXT,
        "sent_id": "int64",
        "coder": TEXT,
        "theme": TEXT,
        "memo": TEXT,  # what the coder noted
    },
    optional={"unsure": "bool"},  # whether the coder marked the sentence as unsure
)

# What charts know of a theme beside its id and label. Measures add these columns to their tables of
# themes; a table of pairs has them twice, with the suffixes _a and _b. Exports leave them out.
FAMILY_COLUMNS = {
    "family": TEXT,  # the id of the root theme; "" for a root without subthemes
    "family_label": TEXT,  # the label of the root theme; "" where `family` is ""
    "family_order": "int64",  # the number of the family in the codebook; it decides the colour
    "theme_order": "int64",  # the position of the theme in the codebook
    "coded": "bool",  # whether it has patterns of its own or no subthemes
    "has_subthemes": "bool",
}

# -- hits and measures ---------------------------------------------------------------------------

HITS = Table(
    name="hits",
    row="one match",
    key=("doc_id", "theme", "start"),
    columns={
        "doc_id": TEXT,
        "sent_id": "int64",
        "theme": TEXT,
        "pattern": TEXT,
        "start": "int64",  # offsets in the text
        "end": "int64",
        "match": TEXT,  # the characters of the text from start to end
    },
)
# What a table of shares has besides if the texts were drawn anew for intervals.
INTERVAL_COLUMNS = {
    "low": "float64",  # the 95 % interval of `share`; NaN where there is none
    "high": "float64",
    "resampled": TEXT,  # "texts", or "paragraphs" if there is only one text
    "n_resampled": "int64",  # how many of them the group has
    "n_carrying": "int64",  # how many of these carry the theme
}
# What the shares of all sentences have besides if a reader coded some of them by hand.
CODED_COLUMNS = {
    "n_read": "int64",  # sentences that the reader has read
    "n_coded": "int64",  # those of them in which the reader coded the theme
    "share_coded": "float64",  # n_coded / n_read; NaN where none was read
}
SHARES = Table(
    name="shares",
    row="one group x one theme",
    key=("theme",),  # and the columns that make the groups
    columns={
        "theme": TEXT,
        "label": TEXT,
        "n_hits": "int64",
        "n_sentences_hit": "int64",
        "n_sentences": "int64",  # of the group
        "share": "float64",  # n_sentences_hit / n_sentences; NaN without sentences
    },
    optional={**INTERVAL_COLUMNS, **CODED_COLUMNS},
)
GROUP_SHARES = Table(
    name="group_shares",
    row="one group of texts x one theme",
    key=("theme",),  # and the column that makes the groups
    columns={
        **SHARES.columns,
        "n_documents": "int64",  # texts of the group
        "share_of_all": "float64",  # the share in all groups together
        "n_more": "float64",  # sentences beyond those that share_of_all would give
    },
    optional={
        **INTERVAL_COLUMNS,
        "difference": "float64",  # share - share_of_all
        "difference_low": "float64",  # its 95 % interval; NaN where there is none
        "difference_high": "float64",
        "difference_z": "float64",  # in standard deviations, if texts were dealt out at random
        "difference_p": "float64",  # the chance that the largest of all comparisons is as large
        "n_compared": "int64",  # comparisons that were tested together
        "dated_by": TEXT,  # of periods: the metadata column that dates the texts
        "change": "float64",  # of periods: share - the share of the period before
        "change_low": "float64",
        "change_high": "float64",
        "change_z": "float64",
        "change_p": "float64",
        "trend": "float64",  # of all periods: by how much the share rises a period
        "trend_low": "float64",
        "trend_high": "float64",
        "trend_first": "float64",  # the share on this line in the first period
        "trend_last": "float64",
        "trend_without": TEXT,  # the periods on which the trend hinges most
        "trend_rest": "float64",  # the trend without these periods
        "trend_rest_low": "float64",
        "trend_rest_high": "float64",
        "trend_z": "float64",
        "trend_p": "float64",
    },
)
INTERVALS = Table(
    name="intervals",
    row="one theme",
    key=("theme",),
    columns={
        **SHARES.columns,
        **INTERVAL_COLUMNS,
        "naive_low": "float64",  # as if every sentence were a text of its own
        "naive_high": "float64",
        "times_as_wide": "float64",  # the interval against the naive one; NaN where it is missing
    },
)
# What `analysis.measures.ranking` adds to shares by group and over time.
RANKED = {
    "strength": "float64",  # of the difference: above 1, its interval excludes 0
    "change_strength": "float64",  # of the change against the period before
    "trend_strength": "float64",  # of the trend
    "n_compared": "int64",  # differences, changes and trends that were tested together
    "stands_out": "bool",  # whether the difference would be rare as the largest of so many
    "change_stands_out": "bool",
    "trend_stands_out": "bool",
    "trend_is_jump": "bool",  # rare by chance, but no trend without `trend_without`
    "theme_rank": "int64",  # 1 for the theme that differs most; 0 if it is not to be drawn
}
TRENDS = Table(
    name="trends",
    row="one coded theme",
    key=("theme",),
    columns={
        "theme": TEXT,
        "label": TEXT,
        "first_period": TEXT,
        "last_period": TEXT,
        "trend_first": "float64",  # the share on the line in the first period
        "trend_last": "float64",
        "trend": "float64",  # by how much the share rises a period, on a straight line
        "trend_low": "float64",  # its 95 % interval
        "trend_high": "float64",
        "trend_z": "float64",
        "trend_p": "float64",  # the chance that the largest of all comparisons is as large
        "trend_without": TEXT,  # the periods on which the trend hinges most
        "trend_rest": "float64",  # the trend without these periods
        "trend_rest_low": "float64",
        "trend_rest_high": "float64",
        "n_compared": "int64",
        "trend_stands_out": "bool",
        "trend_is_jump": "bool",  # rare by chance, but no trend without these periods
    },
)
POSITIONS = Table(
    name="positions",
    row="one sentence x one theme that occurs in it",
    key=("doc_id", "sent_id", "theme"),
    columns={
        "doc_id": TEXT,
        "sent_id": "int64",
        "theme": TEXT,
        "label": TEXT,
        "n_hits": "int64",
        "n_sentences": "int64",  # of the text
        "position": "float64",  # the middle of the sentence in its text, from 0 to 1
    },
)
TENTHS = Table(
    name="tenths",
    row="one tenth of the texts x one theme",
    key=("tenth", "theme"),  # and the column that makes the groups, if any
    columns={
        "tenth": "int64",  # 1 to 10, from the start to the end of each text
        **SHARES.columns,
        "share_of_all": "float64",  # the share in all tenths together
        "n_more": "float64",  # sentences beyond those that share_of_all would give
    },
    optional={
        **INTERVAL_COLUMNS,
        "difference_z": "float64",  # in standard deviations, if tenths of a text changed places
        "difference_p": "float64",  # the chance that the largest of all comparisons is as large
        "n_compared": "int64",  # comparisons that were tested together
    },
)
MEAN_POSITIONS = Table(
    name="mean_positions",
    row="one theme",
    key=("theme",),
    columns={
        "theme": TEXT,
        "label": TEXT,
        "n_sentences_hit": "int64",
        "n_texts": "int64",  # texts that carry it
        "position": "float64",  # mean over these texts of its mean position, from 0 to 1
        "low": "float64",  # the 95 % interval of `position`; NaN with fewer than five texts
        "high": "float64",
    },
)
PAIRS = Table(
    name="pairs",
    row="one pair of themes",
    key=("theme_a", "theme_b"),
    columns={
        "theme_a": TEXT,
        "label_a": TEXT,
        "theme_b": TEXT,
        "label_b": TEXT,
        "n_a": "int64",  # sentences that carry theme_a
        "n_b": "int64",
        "n_both": "int64",
        "n_sentences": "int64",
        "expected": "float64",  # among_n_a * among_n_b / among_n; NaN without sentences
        "log_odds": "float64",  # natural log; NaN if a theme is in no sentence or in every one
        "low": "float64",  # the 95 % interval of log_odds; NaN with fewer than five clusters
        "high": "float64",
        "association": TEXT,  # clearly "more" or "less" often than expected, or ""
        "n_overlaps": "int64",  # sentences in which both themes find the same characters
        "by_codebook": "bool",  # whether they do, or share a pattern
        "clusters": TEXT,  # what the interval is made from: "texts" or "paragraphs"
        "n_clusters": "int64",
    },
    optional={
        "among_n": "int64",  # sentences among which the two are compared; see `cooccurrence`
        "among_n_a": "int64",  # those of them that carry theme_a
        "among_n_b": "int64",
        "all_expected": "float64",  # n_a * n_b / n_sentences: the comparison among all sentences
        "all_log_odds": "float64",
        "all_low": "float64",
        "all_high": "float64",
        "stands_out": "bool",  # whether the association is clear among all that were compared
    },
)
SEQUENCES = Table(
    name="sequences",
    row="one theme x one theme that can follow it in the next sentence",
    key=("theme_a", "theme_b"),
    columns={
        "theme_a": TEXT,
        "label_a": TEXT,
        "theme_b": TEXT,
        "label_b": TEXT,
        "n_a": "int64",  # sentences that carry theme_a and are followed by another
        "n_b": "int64",  # sentences that carry theme_b and follow another
        "n_followed": "int64",  # sentences with theme_a of which the next one carries theme_b
        "n_steps": "int64",  # pairs of neighbouring sentences in all texts
        "expected": "float64",  # with the sentences of each text in random order
        "log_odds": "float64",  # natural log; NaN if the themes cannot follow each other
        "low": "float64",  # the 95 % interval of log_odds; NaN with fewer than five clusters
        "high": "float64",
        "association": TEXT,  # clearly "more" or "less" often than expected, or ""
        "clusters": TEXT,  # what the interval is made from: "texts" or "paragraphs"
        "n_clusters": "int64",
    },
    optional={"stands_out": "bool"},  # whether it is clear among all that were compared
)
CROSSED = Table(
    name="crossed",
    row="one theme of a family with one theme of another",
    key=PAIRS.key,
    columns=PAIRS.columns
    | {
        "among_n": "int64",  # sentences that carry some theme of both families
        "among_n_a": "int64",  # those of them that carry theme_a
        "among_n_b": "int64",
        "share": "float64",  # n_both / n_a
        "share_low": "float64",  # its 95 % interval
        "share_high": "float64",
        "rows": TEXT,  # the family, or the theme, to which every theme_a belongs
        "n_rows": "int64",  # sentences that carry it or any theme below it
        "n_rows_b": "int64",  # those of them that carry theme_b
    },
    optional={"stands_out": "bool"},
)
CODEBOOK_PAIRS = Table(
    name="codebook_pairs",
    row="one pair of themes that the codebook makes co-occur",
    key=("theme_a", "theme_b"),
    columns={
        "theme_a": TEXT,
        "theme_b": TEXT,
        "n_patterns": "int64",  # of the same meaning, that both have
        "n_overlaps": "int64",  # sentences in which hits of both overlap
    },
)
REPORTING = Table(
    name="reporting",
    row="one theme",
    key=("theme",),
    columns={
        "theme": TEXT,
        "label": TEXT,
        "n_sentences_hit": "int64",  # in English texts
        "n_reported": "int64",  # of these, sentences that hold a word of reporting
        "words": TEXT,  # found in them, the most frequent first: said, according to
        "sentence": TEXT,  # the only sentence with the theme; "" if there are others or none
    },
)
BLOCKS = Table(
    name="blocks",
    row="one sentence of one text x one root theme",
    key=("doc_id", "sent_id", "root"),
    columns={
        "doc_id": TEXT,
        "sent_id": "int64",
        "section": TEXT,
        "paragraph": "int64",
        "n_words": "int64",
        "root": TEXT,
        "root_label": TEXT,
        "theme": TEXT,  # the most frequent theme below the root; "" if there is none
        "label": TEXT,
        "n_hits": "int64",  # of that theme
        "n_root_hits": "int64",  # of all themes below the root
    },
    optional={
        "labels": TEXT,  # of all themes below the root with hits of their own, with "; " between
    },
)
PATTERN_USE = Table(
    name="pattern_use",
    row="one pattern of one theme",
    key=PATTERNS.key,
    columns={
        **PATTERNS.columns,
        "n_matches": "int64",  # before overlaps are resolved
        "n_hits": "int64",
        "status": TEXT,  # "hit", "shadowed", "never matches" or "excludes"
    },
)
CONCORDANCE = Table(
    name="concordance",
    row="one match of one pattern of the query",
    key=("doc_id", "start", "pattern"),
    columns={
        "doc_id": TEXT,
        "start": "int64",  # offsets in the text
        "pattern": TEXT,  # as it was asked for
        "sent_id": "int64",
        "end": "int64",
        "left": TEXT,  # what stands before the match, with single spaces
        "match": TEXT,
        "right": TEXT,  # what follows it
    },
)
LINES = Table(
    name="lines",
    row="one line of a concordance: a match of a pattern, or a hit of a theme",
    key=("doc_id", "start", "pattern", "theme"),
    columns={
        "line": "int64",  # 1, 2, … in the order of the texts; it never changes
        **CONCORDANCE.columns,
        "theme": TEXT,  # of the hit; "" for a match of a pattern
        "section": TEXT,  # of the sentence
    },
    optional={
        SPEAKER: TEXT,
        "n_collocates": "int64",  # how many of the strongest collocates are beside the match
        "group": TEXT,  # the word by which the lines are grouped
    },
)
PARTS = Table(
    name="parts",
    row="one part of the study whose words are compared with those of the other parts",
    key=("part",),
    columns={
        "part": TEXT,  # the name of a group of texts, of a text, of a section, or of a half
        "kind": TEXT,  # a metadata column, "text", "section", "half", or "" if there is one part
        "n_texts": "int64",
        "n_sentences": "int64",
        "n_words": "int64",
    },
)
FORMS = Table(
    name="forms",
    row="one form that carried a theme",
    key=("theme", "form"),
    columns={
        "theme": TEXT,
        "form": TEXT,  # the plain form of a match; case is kept
        "n_hits": "int64",
        "n_texts": "int64",  # texts with such a hit
    },
)
RELIANCE = Table(
    name="reliance",
    row="one theme x one pattern of it or of a theme below it",
    key=("theme", "pattern"),
    columns={
        "theme": TEXT,
        "label": TEXT,
        "pattern": TEXT,
        "n_hits": "int64",  # of the pattern
        "n_texts": "int64",  # texts with a hit of the pattern
        "n_found": "int64",  # sentences with a hit of the pattern
        "n_only": "int64",  # sentences that carry the theme only because of the pattern
        "share_only": "float64",  # n_only / n_sentences_hit; NaN if no sentence carries the theme
        "n_without": "int64",  # sentences that carry the theme if the pattern is left out
        "share_without": "float64",  # n_without / n_sentences; NaN without sentences
        "n_sentences_hit": "int64",  # sentences that carry the theme
        "n_sentences": "int64",
        "share": "float64",  # n_sentences_hit / n_sentences; NaN without sentences
        "n_sharing": "int64",  # other themes that have a pattern of the same meaning
        "sharing": TEXT,  # their ids, one per line
        "expected": "bool",  # whether it is no surprise if most sentences hang on the pattern
        "rests": "bool",  # whether the theme rests on it; `analysis.measures.reliance` says when
    },
)
SPLITS = Table(
    name="splits",
    row="one theme x one pattern x one word that many of its hits stand beside",
    key=("theme", "pattern", "side", "word"),
    columns={
        "theme": TEXT,
        "label": TEXT,
        "pattern": TEXT,
        "side": TEXT,  # "L1": the word is before the hits; "R1": it is behind them
        "word": TEXT,
        "phrase": TEXT,  # the word with a hit, as they are most often together
        "n_beside": "int64",  # hits beside the word
        "n_hits": "int64",  # hits of the pattern
        "share": "float64",  # n_beside / n_hits
    },
)
NEAR_MISSES = Table(
    name="near_misses",
    row="one theme x one sentence like those that carry it, which does not carry it",
    key=("theme", "doc_id", "sent_id"),
    columns={
        "theme": TEXT,
        "label": TEXT,
        "doc_id": TEXT,
        "sent_id": "int64",
        "score": "float64",  # how much it is like them
        "likeness": "float64",  # share of the theme's own sentences that are no more alike
        "words": TEXT,  # those that make it alike, the weightiest first
        "sentence": TEXT,
    },
)
LEFTOVER_WORDS = Table(
    name="leftover_words",
    row="one word or phrase that is more frequent in sentences without a theme",
    key=("term",),
    columns={
        "term": TEXT,  # see `analysis.measures.terms`
        "n": "int64",  # occurrences in sentences without a theme
        "n_texts": "int64",  # texts with such an occurrence
        "dp_norm": "float64",  # 0: evenly spread over these; 1: in one text; NaN with one text
        "n_covered": "int64",  # occurrences in sentences with a theme
        "log_ratio": "float64",  # how many times as frequent without a theme, to base 2
        "low": "float64",  # the 95 % interval of `log_ratio`
        "high": "float64",
    },
)
LENGTH_EFFECTS = Table(
    name="length_effects",
    row="one coded theme",
    key=("theme",),
    columns={
        "theme": TEXT,
        "label": TEXT,
        "n_texts": "int64",
        "n_carrying": "int64",  # texts that carry the theme
        "rho": "float64",  # Spearman's, of its share in a text with the words of the text
        "low": "float64",  # the 95 % interval of `rho`
        "high": "float64",
    },
)
READ_FIRST = Table(
    name="read_first",
    row="one theme, pattern or sentence x one reason to have a look at it",
    key=("reason", "theme", "pattern", "doc_id", "sent_id"),
    columns={
        "severity": "float64",  # from 0 to 1
        "reason": TEXT,
        "theme": TEXT,
        "label": TEXT,
        "pattern": TEXT,  # "" if it is about none
        "found": TEXT,  # what was found, in words of the language of captions
        "doc_id": TEXT,  # of a sentence that shows it; "" if there is none
        "sent_id": "int64",  # 0 if there is none
        "sentence": TEXT,
        "run": TEXT,  # the line of code that shows more
    },
)
LEAST_COUNTED = 10  # sentences; a precision, recall or F1 of fewer has no interval
HALVES = ("improve", "report")  # of a sample: to improve the patterns on, and to report
PRECISION_RECALL = Table(
    name="precision_recall",
    row="one theme",
    key=("theme",),
    columns={
        "theme": TEXT,
        "label": TEXT,
        "n_read": "int64",  # sentences that were coded by hand
        "n_coded": "int64",  # of these, those that were coded with it
        "n_found": "int64",  # of these, those in which its patterns found it
        "n_both": "int64",
        "precision": "float64",  # n_both / n_found, weighted by the sample; NaN if nothing is found
        "recall": "float64",  # n_both / n_coded, weighted likewise; NaN if nothing is coded
        "precision_low": "float64",  # 95 % interval; NaN if fewer than LEAST_COUNTED are found
        "precision_high": "float64",
        "recall_low": "float64",  # NaN if fewer than LEAST_COUNTED are coded
        "recall_high": "float64",
        "f1": "float64",  # their harmonic mean: 2 n_both / (n_found + n_coded)
        "f1_low": "float64",  # NaN if fewer than LEAST_COUNTED are found or coded
        "f1_high": "float64",
        "in_sample": "bool",  # whether the patterns may have been improved on these sentences
    },
)
PRECISION_BY_HALF = Table(
    name="precision_by_half",
    row="one half of a sample x one theme",
    key=("half", "theme"),
    columns={
        "half": TEXT,  # one of HALVES
        **PRECISION_RECALL.columns,
    },
)
COMPARED_CODEBOOKS = Table(
    name="compared_codebooks",
    row="one theme x one of precision, recall and F1, by two codebooks on the same codings",
    key=("theme", "figure"),
    columns={
        "theme": TEXT,
        "label": TEXT,
        "n_read": "int64",  # sentences that were coded by hand
        "n_coded": "int64",  # of these, those that were coded with the theme
        "n_only_before": "int64",  # of these, those that only the codebook before gets right
        "n_only_now": "int64",
        "figure": TEXT,  # precision, recall or f1
        "before": "float64",  # weighted by the sample; NaN where nothing is found or coded
        "now": "float64",
        "difference": "float64",  # now - before
        "low": "float64",  # its 95 % interval; NaN if it rests on too few sentences
        "high": "float64",
    },
)
DIFFERING_CODEBOOKS = Table(
    name="differing_codebooks",
    row="one sentence x one theme that one of two codebooks gets right, and the other one wrong",
    key=("doc_id", "sent_id", "theme"),
    columns={
        "doc_id": TEXT,
        "sent_id": "int64",
        "theme": TEXT,
        "label": TEXT,
        "right": TEXT,  # the codebook that people agree with: "before" or "now"
        "is_coded": "bool",  # whether the sentence was coded with the theme by hand
        "sentence": TEXT,
    },
)
SAMPLE = Table(
    name="sample",
    row="one sentence that was drawn to be coded by hand",
    key=("doc_id", "sent_id"),
    columns={
        "doc_id": TEXT,
        "sent_id": "int64",
        "stratum": TEXT,  # the part of all sentences that it was drawn from
        "weight": "float64",  # how many sentences of the stratum it stands for
    },
    optional={"half": TEXT},  # "improve" or "report", of a sample that was split
)
SAMPLE_ROWS = Table(
    name="sample_rows",
    row="one sentence that was drawn, as it was then",
    key=("doc_id", "sent_id"),
    columns={
        "doc_id": TEXT,
        "sent_id": "int64",
        "start": "int64",
        "end": "int64",
        "sentence": TEXT,
        "stratum": TEXT,
        "weight": "float64",
        "half": TEXT,  # "improve" or "report"; "" if the draw was not split
        "draw": "int64",  # 1, 2, …
    },
)
SHEET = Table(
    name="sheet",
    row="one sentence that a coder reads; the order is the coder's own",
    key=("doc_id", "sent_id"),
    columns={
        "row": "int64",  # 1, 2, …
        "doc_id": TEXT,
        "sent_id": "int64",
        "before": TEXT,  # the sentence before it in the text; "" if it is the first one
        "sentence": TEXT,
        "after": TEXT,  # the sentence after it; "" if it is the last one
        "theme_1": TEXT,  # label or id of a theme, or "(no theme)"; all blank: not coded yet
        "theme_2": TEXT,
        "theme_3": TEXT,
        "theme_4": TEXT,
        "theme_5": TEXT,
        "theme_6": TEXT,
        "theme_7": TEXT,
        "theme_8": TEXT,  # a sheet can have further columns of this kind
        "unsure": TEXT,  # "x", or ""
        "memo": TEXT,
    },
)
CORRECTED = Table(
    name="corrected",
    row="one group x one theme",
    key=("theme",),  # and the columns that make the groups
    columns={
        "theme": TEXT,
        "label": TEXT,
        "n_sentences": "int64",  # of the group
        "n_sample": "int64",  # of these, those that were drawn and coded
        "share": "float64",  # of sentences with a hit
        "precision": "float64",  # weighted by the sample; NaN where it has no hit
        "recall": "float64",  # weighted by the sample; NaN where nothing was coded
        "corrected": "float64",  # NaN where too few sentences of the group were coded
        "low": "float64",  # its 95 % interval
        "high": "float64",
    },
)
LEAST_CODED = 10  # sentences with the theme, by any coder; with fewer, alpha has no interval
# What Krippendorff asks of alpha: the least for tentative conclusions, and for firm ones.
# Krippendorff 2004, "Reliability in content analysis: some common misconceptions and
# recommendations", Human Communication Research 30, 411-433
LEAST_ALPHA = 0.667
RELIABLE_ALPHA = 0.8
AGREEMENT = Table(
    name="agreement",
    row="one theme; the last row is all of them, where a unit is a sentence x theme",
    key=("theme",),
    columns={
        "theme": TEXT,  # "" for all
        "label": TEXT,
        "n_coders": "int64",
        "n_units": "int64",  # sentences that two coders or more read
        "n_coded": "int64",  # of these, those to which one coder at least gave the theme
        "percent": "float64",  # share of pairs of coders who agree, the mean of the units
        "kappa": "float64",  # Cohen's for two coders, Fleiss' for more
        "alpha": "float64",  # Krippendorff's, nominal
        "ac1": "float64",  # Gwet's
        "low": "float64",  # the 95 % interval of `alpha`; NaN where the theme is too rare for one
        "high": "float64",
    },
)
AGREEMENT_COUNTS = Table(
    name="agreement_counts",
    row="one theme x two coders",
    key=("theme", "coder_a", "coder_b"),
    columns={
        "theme": TEXT,  # "" for all, as in `agreement`
        "label": TEXT,
        "coder_a": TEXT,
        "coder_b": TEXT,
        "n_units": "int64",  # that both read
        "n_both": "int64",  # to which both gave the theme
        "n_only_a": "int64",
        "n_only_b": "int64",
        "n_neither": "int64",
    },
)
CONFUSIONS = Table(
    name="confusions",
    row="one pair of themes that coders confuse, the most frequent first",
    key=("theme_a", "theme_b"),
    columns={
        "theme_a": TEXT,  # the first of the two in the codebook
        "label_a": TEXT,
        "theme_b": TEXT,
        "label_b": TEXT,
        "n_units": "int64",  # sentences that two coders or more read
        "n_confused": "int64",  # one gave theme_a and not theme_b, another the reverse
        "expected": "float64",  # the same by chance, see `analysis.coding.confusions`
        "n_agreed_a": "int64",  # to which two coders or more gave theme_a
        "n_agreed_b": "int64",
        "n_differing_a": "int64",  # to which one coder gave theme_a and another did not
        "n_differing_b": "int64",
        "definition_a": TEXT,
        "definition_b": TEXT,
    },
)
CODER_DIFFERENCES = Table(
    name="coder_differences",
    row="one sentence on which the coders who read it differ, the worst first",
    key=("doc_id", "sent_id"),
    columns={
        "doc_id": TEXT,
        "sent_id": "int64",
        "n_coders": "int64",  # who read it
        "n_differences": "int64",  # pairs of coders x themes on which they differ
        "agreed": TEXT,  # ids of the themes that all gave, one per line
        "differing": TEXT,  # ids of the themes that only some gave, one per line
        "given": TEXT,  # one line per coder who read it: "A: Poverty; Trade", "B: (no theme)"
        "further": TEXT,  # the same without the themes that all gave: "A: Trade", "B: –"
        "unsure": TEXT,  # the coders who were not sure, one per line
        "memos": TEXT,  # one line per memo: "A: …"
        "sentence": TEXT,
    },
)
SPANS = Table(
    name="spans",
    row="one stretch of a text that one coder gave one theme",
    key=("doc_id", "start", "end", "coder", "theme"),
    columns={
        "doc_id": TEXT,
        "start": "int64",
        "end": "int64",
        "coder": TEXT,
        "theme": TEXT,
        "memo": TEXT,
    },
)
MEMOS = Table(
    name="memos",
    row="one memo of one coder on a sentence, on codings of it, or on a span",
    key=("doc_id", "start", "end", "coder", "memo"),
    columns={
        "doc_id": TEXT,
        "sent_id": "int64",  # of a span, the sentence in which it begins
        "start": "int64",  # of the span, or of the sentence
        "end": "int64",
        "coder": TEXT,
        "themes": TEXT,  # ids, one per line; "" for a memo on the sentence
        "memo": TEXT,
        "sentence": TEXT,
    },
)
DISAGREEMENTS = Table(
    name="disagreements",
    row="one sentence x one theme that only the reader or only the patterns found",
    key=("doc_id", "sent_id", "theme"),
    columns={
        "doc_id": TEXT,
        "sent_id": "int64",
        "theme": TEXT,
        "label": TEXT,
        "who": TEXT,  # "missed by the patterns" or "found by the patterns only"
        "sentence": TEXT,
    },
    optional={"memos": TEXT},  # one line per memo: "A: …"
)
DISPERSION = Table(
    name="dispersion",
    row="one term",
    key=("term",),
    columns={
        "term": TEXT,  # words in plain form and small letters, see `analysis.measures.terms`
        "n": "int64",
        "n_texts": "int64",  # texts in which it occurs
        "dp": "float64",  # 0: evenly spread over the texts; near 1: in few; NaN with one text
        "dp_norm": "float64",  # the same, from 0 to 1
        "d": "float64",  # 1: evenly spread; 0: in one text; NaN with one text
    },
)
# What a table of terms has besides, so that a chart can lead to the sentences with a term.
TARGET_COLUMNS = {
    "n_sentences_target": "int64",  # sentences of the target in which it occurs
    "target": TEXT,  # which sentences the target is, as `analysis.selection` writes it
}
SPREAD_COLUMNS = {
    "n_texts_target": "int64",  # texts of the target in which it occurs
    "n_texts_reference": "int64",
    "dp_norm": "float64",  # as in `dispersion`, on the side where it is the more frequent
}
KEYNESS = Table(
    name="keyness",
    row="one term",
    key=("term",),
    columns={
        "term": TEXT,  # words in plain form and small letters, see `analysis.measures.terms`
        "n_target": "int64",
        "n_reference": "int64",
        "size_target": "int64",  # all terms of as many words in the target
        "size_reference": "int64",
        "expected": "float64",  # of `n_target`, if both had the same rate
        "g2": "float64",  # below 0 where the term is rarer in the target; NaN without a reference
        "p": "float64",  # of `g2`
        "p_adjusted": "float64",  # for the number of terms (Benjamini and Hochberg)
        "log_ratio": "float64",  # how many times as frequent, to base 2
        "low": "float64",  # the 95 % interval of `log_ratio`
        "high": "float64",
        "n_texts": "int64",  # texts in which it occurs, of target and reference
    },
    optional={**SPREAD_COLUMNS, **TARGET_COLUMNS},
)
ENGLISH_KEYNESS = Table(
    name="english_keyness",
    row="one word",
    key=("term",),
    columns={
        "term": TEXT,  # a word in plain form and small letters, see `analysis.measures.terms`
        "n_target": "int64",
        "size_target": "int64",  # all words of the texts
        "frequency": "float64",  # share in general English; 0: not listed; NaN: not comparable
        "expected": "float64",  # of `n_target`, at that frequency
        "g2": "float64",  # below 0 where the word is rarer in the texts
        "p": "float64",  # of `g2`
        "p_adjusted": "float64",  # for the number of words (Benjamini and Hochberg)
        "log_ratio": "float64",  # how many times as frequent, to base 2
        "low": "float64",  # the 95 % interval of `log_ratio`
        "high": "float64",
        "n_texts": "int64",  # texts in which it occurs
        "dp_norm": "float64",  # as in `dispersion`
    },
    optional=TARGET_COLUMNS,
)
READABILITY = Table(
    name="readability",
    row="one group of sentences, by default one text",
    key=(),  # the columns that make the groups
    columns={
        "n_sentences": "int64",  # with a word
        "n_words": "int64",
        "words_per_sentence": "float64",
        "syllables_per_word": "float64",  # NaN if not all are in English
        "long_words": "float64",  # share of words of more than six letters
        "flesch_kincaid": "float64",  # years at an American school
        "lix": "float64",
        "note": TEXT,  # why a measure is NaN; "" if none is
    },
)
DIVERSITY = Table(
    name="diversity",
    row="one group of sentences, by default one text",
    key=(),  # the columns that make the groups
    columns={
        "n_texts": "int64",
        "n_words": "int64",
        "n_types": "int64",  # different words
        "n_measured": "int64",  # texts that are long enough, of which these are the means:
        "mattr": "float64",  # moving-average type-token ratio
        "mtld": "float64",  # measure of textual lexical diversity, in words
        "hdd": "float64",  # hypergeometric distribution D
        "note": TEXT,  # why they are NaN; "" if they are not
    },
)

RECURRING_PHRASES = Table(
    name="recurring_phrases",
    row="one phrase of two words",
    key=("term",),
    columns={
        "term": TEXT,  # in plain form and small letters
        "n": "int64",
        "n_texts": "int64",
        "npmi": "float64",  # 0: as often as by chance; 1: the words occur only together
        "part": TEXT,  # the part of the study that it is peculiar to; "" if to none
        "low": "float64",  # at least so much more frequent there (log ratio); NaN if to none
    },
)
PART_WORDS = Table(
    name="part_words",
    row="one part of the study x one term that is more frequent there",
    key=("part", "term"),
    columns={"part": TEXT, **KEYNESS.columns, **SPREAD_COLUMNS},  # as in `parts` and `keyness`
)
MAIN_FINDINGS = Table(
    name="main_findings",
    row="one kind of finding",
    key=("kind",),
    columns={
        "kind": TEXT,  # see `analysis.measures.main_findings`
        "rank": "int64",  # 1 for the first finding; 0 where there is none of this kind
        "outcome": TEXT,  # "found", "not clear", "no interval" or "no data"
        "notebook": TEXT,  # the name of the notebook that shows more
        "theme": TEXT,
        "label": TEXT,
        "theme_b": TEXT,  # the other theme, if the finding is about two
        "label_b": TEXT,
        "family_label": TEXT,  # of a contrast
        "column": TEXT,  # that makes the groups or periods
        "group": TEXT,  # the group or period
        "group_b": TEXT,  # the period before; of a trend, the first one
        "n_sentences_hit": "int64",  # sentences (of the group) that carry the theme
        "n_sentences": "int64",  # of a pair: those that were compared; 0 for all
        "share": "float64",
        "low": "float64",  # the 95 % interval of `share`; NaN where there is none
        "high": "float64",
        "n_sentences_hit_b": "int64",  # that carry theme_b, or theme in the period before
        "n_both": "int64",  # sentences with both themes, or steps from one to the other
        "expected": "float64",  # of `n_both`, by chance
        "share_b": "float64",  # what `share` is compared with
        "low_b": "float64",  # the 95 % interval of `share_b`; NaN where there is none
        "high_b": "float64",
        "effect": "float64",  # a difference of shares, log odds or a position
        "effect_low": "float64",  # its 95 % interval; NaN where there is none
        "effect_high": "float64",
        "strength": "float64",  # see `analysis.measures.strength`; NaN without an interval
        "what": TEXT,  # of a group, change or trend: "difference", "change" or "trend"
        "also": TEXT,  # other comparisons that stand out, one per line, in the language of captions
        "without": TEXT,  # the periods on which a trend hinges most
        "rest": "float64",  # the trend without these periods
        "rest_low": "float64",  # its 95 % interval
        "rest_high": "float64",
        "z": "float64",  # the same in standard deviations under permutation
        "p": "float64",  # the chance that the largest of all comparisons is as large
        "n_compared": "int64",  # estimates of which this is the strongest
        "n_set_aside": "int64",  # pairs that the codebook itself makes co-occur
        "resampled": TEXT,  # what the intervals are made from: "texts" or "paragraphs"
        "n_resampled": "int64",
        "n_carrying": "int64",  # how many of these carry the theme (both themes, of a pair)
        "pattern": TEXT,  # the pattern on which most sentences of the theme hang
        "pattern_label": TEXT,  # the label of that theme: the one, or the other of a pair
        "n_only": "int64",  # sentences that carry the theme only because of the pattern
        "n_theme": "int64",  # sentences of all texts that carry the theme
        "n_patterns": "int64",  # of the theme
        "rests": "int64",  # 1 if the theme rests on the pattern, by `analysis.measures.reliance`
        "n_hits": "int64",  # hits of a pattern that is split by a neighbouring word
    },
)

PHRASES = Table(
    name="phrases",
    row="one word or phrase that stands out",
    key=("phrase",),
    columns={
        "phrase": TEXT,  # in plain form and small letters, as a pattern finds it
        "form": TEXT,  # as the texts mostly spell it
        "n_words": "int64",  # 1 to 3; up to 6 where each letter is a word
        "n": "int64",  # occurrences outside longer phrases of the table
        "n_sentences": "int64",
        "n_texts": "int64",
        "group": "int64",  # of phrases that share sentences: 1, 2, …; 0 if it is in none
    },
)

# -- what changed --------------------------------------------------------------------------------

COMPARED_TEXTS = Table(
    name="compared_texts",
    row="one text that changed",
    key=("doc_id",),
    columns={
        "doc_id": TEXT,  # now; the one before, if the text was removed
        "doc_id_before": TEXT,  # "" if the text was added
        "change": TEXT,  # "added", "removed", "renamed", "changed" or "split differently"
        "n_sentences_before": "int64",
        "n_sentences": "int64",
        "n_sentences_in_both": "int64",
    },
)
COMPARED_THEMES = Table(
    name="compared_themes",
    row="one theme of either codebook",
    key=("theme",),
    columns={
        "theme": TEXT,  # now; before, if it is only there
        "label": TEXT,
        "coded": "bool",  # False for a heading, which only has the sentences of its subthemes
        "theme_before": TEXT,  # "" if the theme is only there now
        "label_before": TEXT,
        "change": TEXT,  # of the theme itself: "", "only now", "only before" or "renamed?"
        "n_hits_before": "int64",
        "n_hits": "int64",
        "n_sentences_hit_before": "int64",
        "n_sentences_before": "int64",
        "share_before": "float64",  # NaN without sentences
        "n_sentences_hit": "int64",
        "n_sentences": "int64",
        "share": "float64",
        "n_gained": "int64",  # sentences on both sides that carry the theme only now
        "n_lost": "int64",  # sentences on both sides that carried it only before
        "n_added": "int64",  # sentences that carry it and are new
        "n_removed": "int64",  # sentences that carried it and are gone
        "patterns": TEXT,  # of the sentences gained and lost: +2 "civil societ*", −1 "NGO*"
    },
)
COMPARED_PATTERNS = Table(
    name="compared_patterns",
    row="one theme x one change x one pattern responsible for it",
    key=("theme", "change", "pattern"),
    columns={
        "theme": TEXT,
        "change": TEXT,  # "gained" or "lost"
        "pattern": TEXT,  # of the theme or of one below it
        "n_sentences": "int64",
    },
)
COMPARED_SENTENCES = Table(
    name="compared_sentences",
    row="one theme x one sentence that carries it only now, or carried it only before",
    key=("theme", "change", "doc_id", "start"),
    columns={
        "theme": TEXT,
        "label": TEXT,
        "change": TEXT,  # "gained", "lost", "added" or "removed", as in `compared_themes`
        "doc_id": TEXT,  # these three as they are now; as they were, if the sentence is gone
        "start": "int64",
        "end": "int64",
        "patterns": TEXT,  # of its hits: "civil societ*", "NGO*"
        "sentence": TEXT,
    },
)


def without_family_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Remove the family columns of a table of themes, or of pairs (`_a`, `_b`), if all are there.

    The table `themes` holds what they say, so exported tables and the numbers of charts go without.

    >>> family = dict.fromkeys(FAMILY_COLUMNS, "")
    >>> without_family_columns(pd.DataFrame([{"theme": "tone", **family}])).columns.tolist()
    ['theme']
    """
    for suffix in ("", "_a", "_b"):
        columns = [f"{column}{suffix}" for column in FAMILY_COLUMNS]
        if set(columns) <= set(table):
            table = table.drop(columns=columns)
    return table


def standing_out(pairs: pd.DataFrame) -> pd.Series:
    """Tell which pairs have an association that is clear among all that were compared.

    A table without the column `stands_out` does not say; then all with an association have one.

    >>> pairs = pd.DataFrame({"association": ["more", "less", ""]})
    >>> standing_out(pairs).tolist()
    [True, True, False]
    >>> standing_out(pairs.assign(stands_out=[False, True, False])).tolist()
    [False, True, False]
    """
    is_marked = pairs["association"] != ""
    return is_marked & pairs["stands_out"] if "stands_out" in pairs else is_marked
