"""Codebook files of other programs, and short forms of the codebooks read from them."""

from pathlib import Path

import pytest

from analysis import InputError, read_codebook
from analysis.codebook.model import Codebook

FILES = Path(__file__).parent / "codebook" / "files"


def theme_ids(codebook: Codebook) -> list[str]:
    return codebook.themes["theme"].tolist()


def patterns_by_theme(codebook: Codebook) -> list[tuple[str, str]]:
    return list(zip(codebook.patterns["theme"], codebook.patterns["pattern"], strict=True))


def pattern_rows(codebook: Codebook) -> list[tuple]:
    """The rows of `patterns`; the weight as text, so that NaN equals NaN."""
    return [(*row[:3], str(row[3])) for row in codebook.patterns.itertuples(index=False)]


def first_fault(folder: Path, name: str, data: bytes) -> str:
    """The first fault of a file that cannot be read."""
    (folder / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_codebook(folder / name)
    return str(caught.value.faults[0])
