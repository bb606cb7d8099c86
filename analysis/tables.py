"""The tables: what one row is, key, columns and dtypes, in one place. Every other room builds on these."""

from dataclasses import dataclass

import pandas as pd

from analysis.arrays import TEXT, factorize_runs, is_lexsorted
from analysis.faults import Fault, nearest, raise_all


@dataclass(frozen=True)
class Table:
    """The shape of a table: what one row is, the columns that tell rows apart, and every column's dtype."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: dict[str, object]

    def empty(self) -> pd.DataFrame:
        """No rows, the right columns and dtypes.

        >>> HITS.empty().dtypes["start"]
        dtype('int64')
        """
        return self.frame({})

    def frame(self, data) -> pd.DataFrame:
        """Make a table of `data` (a mapping or frame of columns); columns not in the schema stay behind the others."""
        frame = pd.DataFrame(data, copy=False)  # nobody else holds its arrays
        frame = frame.reindex(columns=[*self.columns, *(c for c in frame if c not in self.columns)])
        return frame.astype(self.columns).reset_index(drop=True)

    def need(self, frame: pd.DataFrame, columns: list[str] | None = None) -> pd.DataFrame:
        """Check that `frame` has the columns (all of the table's, unless named) and give it back as it is.

        Raises `InputError` that names every missing column, and the nearest one that is there.
        """
        missing = [column for column in columns or self.columns if column not in frame.columns]
        raise_all(
            Fault(
                f"table {self.name}",
                f"no column {column!r}",
                f"it, where there is {nearest(column, frame.columns)}",
            )
            for column in missing
        )
        return frame

    def unique(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Check that no row of the table stands there twice, nor without a key, and give the frame back as it is."""
        key = list(self.key)
        columns = (frame[name] for name in key)
        numbers = [
            column.to_numpy() if column.dtype == "int64" else factorize_runs(column)[0]
            for column in columns
        ]
        if is_lexsorted(*numbers) and min(column.min(initial=0) for column in numbers) >= 0:
            return frame  # so most tables are made, and it is told far faster than by what follows
        wrong = frame.loc[
            frame.duplicated(key) | frame[key].isna().any(axis=1), key
        ].drop_duplicates()
        raise_all(
            Fault(
                f"table {self.name}",
                f"{' '.join(map(repr, row))} again, or missing",
                f"each {self.row[4:]} once",
            )
            for row in wrong.itertuples(index=False, name=None)
        )
        return frame


_DOCUMENT = dict.fromkeys(["doc_id", "title", "path", "language", "sha256", "text_sha256"], TEXT)
_DOCUMENT |= {"n_chars": "int64", "text": TEXT}
DOCUMENTS = Table("documents", "one text", ("doc_id",), _DOCUMENT)
_SENTENCE = {"doc_id": TEXT, "sent_id": "int64", "section": TEXT, "paragraph": "int64"}
_SENTENCE |= {"start": "int64", "end": "int64", "n_words": "int64", "sentence": TEXT}
SENTENCES = Table("sentences", "one sentence", ("doc_id", "sent_id"), _SENTENCE)
_THEME = dict.fromkeys(["theme", "parent", "label", "definition", "include", "exclude"], TEXT)
THEMES = Table("themes", "one theme of the codebook", ("theme",), _THEME)
_PATTERN = {"theme": TEXT, "pattern": TEXT, "excludes": "bool"}
PATTERNS = Table("patterns", "one pattern of one theme", ("theme", "pattern", "excludes"), _PATTERN)
_HIT = {"doc_id": TEXT, "sent_id": "int64", "theme": TEXT, "pattern": TEXT}
_HIT |= {"start": "int64", "end": "int64", "match": TEXT}
HITS = Table("hits", "one match", ("doc_id", "theme", "start"), _HIT)
_SHARE = {"theme": TEXT, "label": TEXT}
_SHARE |= dict.fromkeys(["n_hits", "n_sentences_hit", "n_sentences"], "int64") | {
    "share": "float64"
}
SHARES = Table("shares", "one group x one theme", ("theme",), _SHARE)
CODINGS = Table(
    "codings",
    "one theme that a reader coded in one sentence; a blank theme: read, and none found",
    ("doc_id", "sent_id", "theme"),
    {"doc_id": TEXT, "sent_id": "int64", "theme": TEXT},
)
