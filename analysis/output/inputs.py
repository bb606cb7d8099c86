"""Whether the inputs of a run stayed the same while it ran.

The notebooks read the inputs one after another. If a text changed meanwhile, the sentences could
come from the old text and the hits from the new one.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.codebook.read import own_codebooks
from analysis.faults import Fault, Report, raise_all
from analysis.output.sources import beside_texts
from analysis.output.staging import sha256_of
from analysis.provenance import RECORD, tables_record
from analysis.reading.documents import name_of, text_files
from analysis.reading.settings import read_settings

Sums = dict[str, str]  # the sha256 of files, by what messages call them


class Inputs:
    """The inputs of a run as they were when they were read.

    Args:
        study: the study's folder, or its only file.
        documents: its texts, with the sha256 of each file.
        codebook: its codebook.
        codebook_files: the files of the codebook; empty for the study's own.
    """

    def __init__(
        self,
        study: str | Path,
        documents: pd.DataFrame,
        codebook: Codebook,
        codebook_files: Sequence[str] = (),
    ) -> None:
        self._study = Path(study)
        self.codebook_files = list_codebook_files(self._study, codebook_files)
        known = dict(zip(documents["path"], documents["sha256"], strict=True))
        if len(self.codebook_files) == 1:
            known[str(self.codebook_files[0])] = codebook.sha256
        self._before = self._sums(known)

    def check_unchanged(self) -> None:
        """Check that the inputs are what they were.

        Raises:
            InputError: some of them changed, are gone or are new.
        """
        now = self._sums({})
        changed = [
            name
            for name in sorted(self._before.keys() | now.keys())
            if self._before.get(name) != now.get(name)
        ]
        found = "a file that was changed during the run"
        expected = "inputs that stay the same until the end; nothing was written, so run it again"
        raise_all(Fault(name, found, expected) for name in changed)

    def _sums(self, known: Mapping[str, str]) -> Sums:
        """Compute the sha256 of every input, unless it is known."""
        return {name: known.get(name) or sha256_of(path) for name, path in self._files()}

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Yield the name and path of every file that the notebooks read."""
        for path in self.codebook_files:
            yield str(path), path
        if tables_record(self._study):
            yield RECORD, self._study / RECORD
            return
        yield from beside_texts(self._study).items()
        settings = read_settings(self._study)
        for path, _ in text_files(settings, Report()):
            yield name_of(settings, path), path


def list_codebook_files(study: Path, named: Sequence[str]) -> list[Path]:
    """List the files that a codebook is read from; none for tables, which contain it."""
    if named:
        return [Path(file) for file in named]
    if tables_record(study):
        return []
    return own_codebooks(study if study.is_dir() else study.parent)
