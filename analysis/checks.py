"""Warnings of `workbook check` about texts and codebook that no reader of a file can give alone."""

from collections.abc import Iterator
from unicodedata import is_normalized, normalize

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.faults import Fault
from analysis.languages import primary
from analysis.wording import pluralize

COMPOSED = "composed letters (Unicode NFC), because a combining mark on its own breaks a word"


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


def composition_warnings_of_texts(documents: pd.DataFrame) -> Iterator[Fault]:
    """Warn of each text in which a letter and its accent are two characters."""
    for path, text in zip(documents["path"], documents["text"], strict=True):
        if is_normalized("NFC", text):
            continue
        lines = text.split("\n")
        decomposed = [n for n, line in enumerate(lines, start=1) if not is_normalized("NFC", line)]
        found = f"decomposed letters in {pluralize(len(decomposed), 'line')}"
        # The text of a `.md` file may begin below its metadata, so its lines are not the file's.
        line = 0 if path.lower().endswith(".md") else decomposed[0]
        yield Fault(path, found, COMPOSED, line=line)


def composition_warnings_of_patterns(codebook: Codebook, codebook_file: str) -> Iterator[Fault]:
    """Warn of each pattern in which a letter and its accent are two characters."""
    patterns = codebook.patterns
    for theme, pattern in zip(patterns["theme"], patterns["pattern"], strict=True):
        if not is_normalized("NFC", pattern):
            found = f"the pattern {pattern!r} in decomposed letters"
            expected = f"{normalize('NFC', pattern)!r}, {COMPOSED}"
            yield Fault(codebook_file, found, expected, key=theme)
