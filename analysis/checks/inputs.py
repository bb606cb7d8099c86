"""What checks are given: the tables of a study."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.arrays import factorize_runs
from analysis.codebook.model import Codebook
from analysis.hits.find import Search
from analysis.measures.coverage import pattern_use
from analysis.reading.settings import Settings
from analysis.tables import SPEAKER

SHORT_LINE = 100  # characters


@dataclass(frozen=True)
class Inputs:
    """The tables of a study that were read without errors.

    Attributes:
        settings: what `study.yaml` says.
        documents: one row per text, as from `read_documents`. A folder made by `workbook tables`
            has no column `text`.
        sentences: as from `split_sentences`.
        codebook: the codebook; None if it has errors.
        search: what the search of the sentences found; None if there is no codebook.
    """

    settings: Settings
    documents: pd.DataFrame
    sentences: pd.DataFrame
    codebook: Codebook | None = None
    search: Search | None = None

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """The id and the text of each document; empty if the texts are not at hand."""
        if "text" not in self.documents:
            return []
        ids = self.documents["doc_id"].tolist()
        return list(zip(ids, self.documents["text"].tolist(), strict=True))

    @cached_property
    def running_texts(self) -> list[tuple[str, str]]:
        """The id and the text of each document; without the texts, its sentences in a row."""
        if "text" in self.documents:
            return self.texts
        sentences = self.sentences.groupby("doc_id", sort=False)["sentence"].agg("\n".join)
        return list(zip(sentences.index.tolist(), sentences.tolist(), strict=True))

    @cached_property
    def speakers(self) -> dict[str, tuple[str, ...]]:
        """Who speaks in each text that has turns of speech, by `doc_id`."""
        if SPEAKER not in self.sentences:
            return {}
        spoken = self.sentences.loc[self.sentences[SPEAKER] != "", ["doc_id", SPEAKER]]
        by_text = spoken.drop_duplicates().groupby("doc_id")[SPEAKER]
        return {str(doc_id): tuple(names) for doc_id, names in by_text}

    @cached_property
    def written(self) -> list[str]:
        """The sentences as they are written."""
        return self.sentences["sentence"].tolist()

    @cached_property
    def lines(self) -> Counter[str]:
        """How often each short line of the texts occurs, without blanks at its ends.

        Texts of a single line do not count, because that line is no part of a layout.
        """
        counts: Counter[str] = Counter()
        for _, text in self.texts:
            if "\n" in text:
                lines = map(str.strip, text.split("\n"))
                counts.update([line for line in lines if 0 < len(line) <= SHORT_LINE])
        return counts

    @cached_property
    def n_words(self) -> pd.Series:
        """The number of words of each text, by `doc_id`; headings do not count."""
        codes, doc_ids = factorize_runs(self.sentences["doc_id"])
        return self.sentences["n_words"].groupby(codes).sum().set_axis(doc_ids)


@dataclass(frozen=True)
class PatternInputs:
    """The tables by which patterns are judged.

    Attributes:
        sentences: as from `split_sentences`.
        search: what the search of the sentences found.
        codebook: the codebook whose patterns were searched for.
    """

    sentences: pd.DataFrame
    search: Search
    codebook: Codebook

    @property
    def hits(self) -> pd.DataFrame:
        """The hits, as from `find_hits`."""
        return self.search.hits

    @cached_property
    def pattern_use(self) -> pd.DataFrame:
        """What each pattern contributes, as from `pattern_use`."""
        return pattern_use(self.search, self.codebook)

    @cached_property
    def small_words(self) -> list[str]:
        """Every word that occurs in the sentences, in small letters and sorted."""
        return sorted({word.lower() for word in self.search.words})
