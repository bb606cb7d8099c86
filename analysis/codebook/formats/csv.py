"""A table of patterns as `.csv`."""

from analysis.codebook.draft import Draft
from analysis.codebook.formats._pattern_table import read_pattern_table, to_pattern_table
from analysis.codebook.model import Codebook


def read(draft: Draft) -> None:
    """Read one pattern per row."""
    read_pattern_table(draft)


def write(codebook: Codebook) -> str:
    """Write one pattern per row, and one row for each theme without patterns."""
    table = to_pattern_table(codebook)
    return table.to_csv(index=False, lineterminator="\n")
