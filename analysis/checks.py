"""Warnings of `workbook check` about texts and codebook that no reader of a file can give alone."""

from collections.abc import Iterator

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.faults import Fault
from analysis.languages import primary
from analysis.wording import pluralize


def language_warnings(
    documents: pd.DataFrame, codebook: Codebook, codebook_file: str
) -> Iterator[Fault]:
    """Warn of texts that are not in the codebook's language: its patterns may not fit them."""
    if not codebook.version:
        return  # a format of another program, which states neither a version nor a language
    own = primary(codebook.language)
    languages = documents["language"].map(primary)
    other = languages[languages != own]
    if other.empty:
        return
    named = ", ".join(sorted(set(other)))
    found = f"{pluralize(len(other), 'text')} of {len(languages):,} in {named}"
    expected = f"texts in {own}, the codebook's language (its key `language`)"
    yield Fault(codebook_file, found, expected)
