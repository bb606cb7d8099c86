"""The tables in a folder of tables, and the names of its files."""

import re
from dataclasses import replace

from analysis.tables import DOCUMENTS, HITS, SENTENCES

WITHOUT_TEXT = {name: dtype for name, dtype in DOCUMENTS.columns.items() if name != "text"}

# The tables that are written in parts: one file per batch.
PARTS = {
    "documents": replace(DOCUMENTS, columns=WITHOUT_TEXT),
    "sentences": SENTENCES,
    "hits": HITS,
}

JOURNAL = "journal/"
SHARES_FILE = "shares.parquet"

CODEBOOK_FILES = ("themes.parquet", "patterns.parquet")
FOLDERS = (*PARTS, "journal")

ENTRY_FILE = re.compile(r"journal/(\d{5}|[1-9]\d{5,17})\.json")
_HALF_WRITTEN = re.compile(
    r"(?:(?:documents|sentences|hits)/\.part-\d+\.parquet|journal/\.\d+\.json"
    r"|\.(?:shares[^/]*|themes|patterns)\.parquet|\.provenance\.json)\.\w+\.part"
)


def name_part_file(table: str, number: int) -> str:
    """Name the file of a batch in one of the tables `PARTS`.

    >>> name_part_file("hits", 7)
    'hits/part-00007.parquet'
    """
    return f"{table}/part-{number:05}.parquet"


def name_entry_file(number: int) -> str:
    """Name the file of a batch in the journal.

    >>> name_entry_file(7)
    'journal/00007.json'
    """
    return f"{JOURNAL}{number:05}.json"


def name_group_file(column_name: str) -> str:
    """Name the file of the shares by a metadata column (see `export_names`).

    >>> name_group_file("outlet")
    'shares-by-outlet.parquet'
    """
    return f"shares-by-{column_name}.parquet"


def is_half_written(name: str) -> bool:
    """Tell whether the name is that of a file that a run was writing when it was killed.

    >>> is_half_written("hits/.part-00007.parquet.0f3a.part")
    True
    """
    return _HALF_WRITTEN.fullmatch(name) is not None
