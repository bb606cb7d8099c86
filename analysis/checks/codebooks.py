"""Warnings about a codebook: its language, what was lost in reading it, labels without a font."""

import re
from collections.abc import Iterator

import pandas as pd

from analysis.checks.fonts import list_letters, names_lacking_letters
from analysis.codebook.model import Codebook
from analysis.faults import Fault
from analysis.languages import primary
from analysis.wording import pluralize

# What differs between notes of one kind: the line, and what is quoted from the file.
_VARYING = re.compile(r"\bline \d+|'[^']*'|\"[^\"]*\"|\d+")


def codebook_warnings(
    documents: pd.DataFrame | None, codebook: Codebook, file: str
) -> Iterator[Fault]:
    """Yield all warnings about a codebook; `file` is what messages call it."""
    if documents is not None:
        yield from language_warnings(documents, codebook, file)
    yield from note_warnings(codebook, file)
    yield from font_warnings(codebook, file)


def language_warnings(documents: pd.DataFrame, codebook: Codebook, file: str) -> Iterator[Fault]:
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
    yield Fault(file, found, expected)


def note_warnings(codebook: Codebook, file: str) -> Iterator[Fault]:
    """Warn of what could not be kept when the codebook was read: its notes."""
    expected = "a codebook of which nothing is lost; put it right in the file"
    kinds: dict[str, list[str]] = {}
    for note in codebook.notes:
        kinds.setdefault(_VARYING.sub("", note), []).append(note)
    for notes in kinds.values():
        found = notes[0]
        if len(notes) == 1:
            yield Fault(file, found, expected)
            continue
        found = f"{len(notes):,} losses of one kind, the first: {found}"
        yield Fault(file, found, expected, n=len(notes), places=tuple(notes))


def font_warnings(codebook: Codebook, file: str) -> Iterator[Fault]:
    """Warn of labels with letters that no font of the charts has: pictures show boxes for them."""
    lacking = names_lacking_letters(codebook.themes["label"])
    if lacking:
        n_labels = pluralize(len(lacking), "label")
        found = f"{n_labels} with letters that charts cannot draw: {list_letters(lacking)}"
        expected = "other labels, or the .svg files of the charts, which keep the letters as text"
        yield Fault(file, found, expected, n=len(lacking), places=tuple(lacking))
