"""The inputs of a study, and everything that is wrong with them: each is read as far as the others allow."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import is_normalized, normalize

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.codebook.read import read_codebook
from analysis.coding.read import load_codings
from analysis.corpus import read_corpus, tables_record
from analysis.faults import Fault, Report, held
from analysis.languages import primary
from analysis.measures.groups import column_uses
from analysis.paths import to_path
from analysis.reading.documents import find_codebook, load_documents
from analysis.reading.settings import Settings, read_settings
from analysis.sentences.split import split_sentences
from analysis.wording import pluralize


@dataclass
class Inputs:
    """A study as read: its tables as far as they could be read, every fault and every warning."""

    documents: pd.DataFrame | None = None
    sentences: pd.DataFrame | None = None
    codebook: Codebook | None = None
    says: str = ""
    settings: Settings | None = None
    report: Report = field(default_factory=Report)

    @property
    def faults(self) -> list[Fault]:
        """What makes the results wrong."""
        return self.report.errors

    @property
    def warnings(self) -> list[Fault]:
        """What changes no number."""
        return self.report.warnings

    def summary(self) -> str:
        """What was read, in a line."""
        counts = {"text": self.documents, "sentence": self.sentences}
        if self.codebook is not None:
            counts |= {"theme": self.codebook.themes, "pattern": self.codebook.patterns}
        read = [pluralize(len(table), noun) for noun, table in counts.items() if table is not None]
        return self.says or ", ".join(read) or "nothing read"

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Put the faults and warnings of a stage on the lists, so that the next stage can go on."""
        with held(self.report.warnings), self.report.collecting():
            yield


def read_inputs(study, codebook: Sequence[str] = ()) -> Inputs:
    """Read texts, metadata, codebook and coding, each as far as the others allow, and collect all faults."""
    inputs, there = Inputs(), False
    report = inputs.report
    if tables_record(study):
        with inputs.collecting():
            corpus = read_corpus(study, codebook)
            column_uses(corpus.documents, corpus.groups, corpus.time)
            inputs.documents, inputs.codebook = corpus.documents, corpus.codebook
            inputs.says = f"tables: {' '.join(corpus.says.splitlines()).removesuffix('.')}"
        return inputs
    with inputs.collecting():
        there = to_path(study).exists()
        inputs.settings = read_settings(study)
        documents = load_documents(inputs.settings, report)
        if not report.errors:
            inputs.documents = documents
            column_uses(documents, inputs.settings.groups, inputs.settings.time)
    if there:
        with inputs.collecting():
            inputs.codebook = read_codebook(find_codebook(study, codebook))
    if inputs.documents is not None:
        with inputs.collecting():
            inputs.sentences = split_sentences(inputs.documents)
    if inputs.sentences is not None and inputs.codebook is not None:
        with inputs.collecting():
            load_codings(inputs.settings, inputs.sentences, inputs.codebook, report)
    file = ", ".join(Path(name).name for name in codebook) or "codebook.yaml"
    report.warn(*_other_languages(inputs, file), *_decomposed(inputs, file))
    return inputs


def _other_languages(inputs: Inputs, file: str) -> Iterator[Fault]:
    """Texts in other languages than the codebook's: its patterns may find words there that mean something else."""
    # Formats of other programs state no version, and no language either.
    if inputs.documents is None or inputs.codebook is None or not inputs.codebook.version:
        return
    own, spoken = primary(inputs.codebook.language), inputs.documents["language"].map(primary)
    if (other := spoken[spoken != own]).size:
        found = (
            f"{pluralize(len(other), 'text')} of {len(spoken):,} in {', '.join(sorted(set(other)))}"
        )
        yield Fault(file, found, f"texts in {own}, the codebook's language (`language:` in it)")


def _decomposed(inputs: Inputs, file: str) -> Iterator[Fault]:
    """Texts and patterns with combining marks where one letter would do: such marks are no part of a word."""
    expected = "composed letters (Unicode NFC), for a mark on its own breaks a word"
    if inputs.documents is not None:
        for path, text in zip(inputs.documents["path"], inputs.documents["text"], strict=True):
            if not is_normalized("NFC", text):
                lines = [
                    n
                    for n, line in enumerate(text.split("\n"), start=1)
                    if not is_normalized("NFC", line)
                ]
                found = f"decomposed letters in {pluralize(len(lines), 'line')}"
                whole = not path.lower().endswith(
                    ".md"
                )  # of which lines above the text may have been left out
                yield Fault(path, found, expected, line=lines[0] if whole else 0)
    if inputs.codebook is not None:
        patterns = inputs.codebook.patterns
        for theme, pattern in zip(patterns["theme"], patterns["pattern"], strict=True):
            if not is_normalized("NFC", pattern):
                composed = f"{normalize('NFC', pattern)!r}, {expected}"
                yield Fault(
                    file, f"the pattern {pattern!r} in decomposed letters", composed, key=theme
                )
