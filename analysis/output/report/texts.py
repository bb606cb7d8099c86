"""The texts as a reading view: every sentence with its id, and the matches in it marked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from markupsafe import Markup

from analysis.arrays import factorize_runs
from analysis.codebook.model import Codebook
from analysis.measures.carried import number_sentences
from analysis.output.report.markup import clean, write_attribute, write_text
from analysis.output.report.view import View
from analysis.tables import DOCUMENTS

MOST_DETAILS = 8  # metadata columns of a text that are shown


@dataclass(frozen=True)
class Part:
    """A run of sentences of a text under one heading: its paragraphs, ready for the page."""

    heading: str
    paragraphs: list[Markup]


@dataclass(frozen=True)
class Text:
    """One text of the reading view.

    Attributes:
        number: 1 for the first text of the study, and so on.
        doc_id: its id.
        title: its title.
        language: its language, as a tag.
        details: its metadata, as pairs of column and value.
        n_sentences: all its sentences, in the page or not.
        parts: its sections.
    """

    number: int
    doc_id: str
    title: str
    language: str
    details: list[tuple[str, str]]
    n_sentences: int
    parts: list[Part]


class Marked:
    """Writes sentences with their matches marked, and the ids of sentences.

    Args:
        sentences: all sentences.
        hits: all hits.
        codebook: the codebook; its themes are numbered in their order.
        documents: the texts, which are numbered in their order.
    """

    def __init__(
        self,
        sentences: pd.DataFrame,
        hits: pd.DataFrame,
        codebook: Codebook,
        documents: pd.DataFrame,
    ) -> None:
        self._text = sentences["sentence"].tolist()
        self._start = sentences["start"].tolist()
        self._sent_id = sentences["sent_id"].tolist()
        number_of = {doc_id: n for n, doc_id in enumerate(documents["doc_id"], start=1)}
        self.document = sentences["doc_id"].map(number_of).tolist()
        self.numbers = {theme: n for n, theme in enumerate(codebook.themes["theme"])}
        self._spans = self._find_spans(number_sentences(sentences, hits), hits)

    def _find_spans(self, rows: np.ndarray, hits: pd.DataFrame) -> dict[int, list[tuple]]:
        """Collect the matches of each sentence: start and end in it, and the number of a theme."""
        spans: dict[int, list[tuple]] = defaultdict(list)
        themes = hits["theme"].map(self.numbers)
        for row, start, end, theme in zip(rows, hits["start"], hits["end"], themes, strict=True):
            if row >= 0:
                at = self._start[row]
                spans[row].append((start - at, end - at, theme))
        return spans

    def id_of(self, row: int) -> str:
        """Return the id of a sentence in the page."""
        return f"s-{self.document[row]}-{self._sent_id[row]}"

    def sent_id(self, row: int) -> int:
        """Return the number of a sentence in its text."""
        return self._sent_id[row]

    def write(self, row: int, themes: frozenset[int] | None = None) -> str:
        """Write a sentence with its matches marked: all of them, or those of some themes.

        Matches that overlap are cut where one begins or ends, so that each stretch knows all
        themes that it belongs to.
        """
        text = self._text[row]
        spans = self._spans.get(row, [])
        if themes is not None:
            spans = [span for span in spans if span[2] in themes]
        if not spans:
            return str(write_text(text))
        cuts = sorted({0, len(text), *(cut for start, end, _ in spans for cut in (start, end))})
        written = []
        for start, end in pairwise(cuts):
            own = sorted({theme for first, last, theme in spans if first <= start and end <= last})
            stretch = str(write_text(text[start:end]))
            if own:
                names = " ".join(f"t{theme}" for theme in own)
                stretch = f'<mark class="{names}">{stretch}</mark>'
            written.append(stretch)
        return "".join(written)


def list_texts(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    marked: Marked,
    view: View,
    anchors: Mapping[int, Sequence[str]],
) -> Iterator[Text]:
    """Prepare the texts of the reading view, those with sentences in the page.

    Args:
        documents: all texts.
        sentences: all sentences.
        marked: writes sentences.
        view: which sentences the page holds.
        anchors: by row of `sentences`, the selections of marks that lead there without a script.
    """
    counts = sentences.groupby("doc_id", observed=True).size()
    shown = sentences.iloc[view.rows]
    code, _ = factorize_runs(shown["doc_id"])
    of_text = pd.Series(view.rows).groupby(code, sort=False)
    rows_of = {shown["doc_id"].iloc[part.index[0]]: part.tolist() for _, part in of_text}
    details = [name for name in documents if name not in DOCUMENTS.columns][:MOST_DETAILS]
    for number, document in enumerate(documents.to_dict("records"), start=1):
        rows = rows_of.get(document["doc_id"], [])
        if not rows:
            continue
        stated = [(name, str(document[name])) for name in details if _is_stated(document[name])]
        yield Text(
            number,
            document["doc_id"],
            document["title"] or document["doc_id"],
            document["language"],
            stated,
            int(counts[document["doc_id"]]),
            _list_parts(sentences, marked, rows, anchors),
        )


def _is_stated(value: object) -> bool:
    return not pd.isna(value) and str(value) != ""


def _list_parts(
    sentences: pd.DataFrame,
    marked: Marked,
    rows: list[int],
    anchors: Mapping[int, Sequence[str]],
) -> list[Part]:
    """List the sections of a text. A paragraph without text says that sentences are missing."""
    own = sentences.iloc[rows]
    begins_part = _differs(own["section"])
    follows_gap = (own["sent_id"].diff().fillna(own["sent_id"]) != 1).tolist()
    begins_paragraph = _differs(own["paragraph"])
    is_apart = (own["start"] > own["end"].shift()).tolist()
    parts: list[tuple[str, list[list[str]]]] = []
    for n, (row, section) in enumerate(zip(rows, own["section"], strict=True)):
        if begins_part[n]:
            parts.append((clean(section), []))
        _, paragraphs = parts[-1]
        if follows_gap[n]:
            paragraphs.append([])
        if begins_part[n] or follows_gap[n] or begins_paragraph[n]:
            paragraphs.append([])
        elif is_apart[n]:
            paragraphs[-1].append(" ")
        paragraphs[-1] += _write_sentence(row, marked, anchors.get(row, ()))
    return [
        Part(heading, [Markup("".join(paragraph)) for paragraph in paragraphs])
        for heading, paragraphs in parts
    ]


def _differs(column: pd.Series) -> list[bool]:
    """Tell for each row whether its value differs from that of the row before."""
    return (column != column.shift()).tolist()


def _write_sentence(row: int, marked: Marked, anchors: Sequence[str]) -> Iterator[str]:
    for where in anchors:
        yield f'<i class="where" id="{write_attribute(where)}"></i>'
    yield f'<span id="{marked.id_of(row)}">{marked.write(row)}</span>'
