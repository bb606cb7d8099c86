"""Passages: some sentences of a choice, with their marks, to be read in a page or in a panel."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.display.evidence_tables import KEY, SENTENCE, find_marks, sum_up_sentences
from analysis.display.html import isolate
from analysis.display.marked import split_at_marks
from analysis.messages import count, name_group, say
from analysis.wording import BEFORE_FIRST, escape_html, text_align

MARKED = "marked"  # the one theme under which all hits to be marked are gathered


@dataclass(frozen=True, eq=False)
class Passages:
    """The first sentences of a choice.

    Attributes:
        table: one row per sentence that is shown: `doc_id`, `sent_id`, `section`, `start`, `end`,
            `sentence`, and `marks` (offsets in the text, such as `10:18 40:52`; `""` for none).
        n: how many sentences there are, shown or not.
        has_headings: whether the texts have headings; if not, the place of a sentence names none.
    """

    table: pd.DataFrame
    n: int
    has_headings: bool

    def to_rows(self) -> list[dict[str, list[str]]]:
        """Return a dictionary per sentence, for a panel.

        `place` holds the phrases that say where the sentence is; `segments` is the sentence, cut at
        its marks: every other segment is a mark.
        """
        return [
            {"place": self._list_places(row), "segments": _cut(row)}
            for row in self.table.itertuples()
        ]

    def html_lines(self) -> Iterator[str]:
        """Write the sentences as lines of HTML."""
        for row in self.table.itertuples():
            place = ", ".join(map(isolate, self._list_places(row)))
            segments = list(map(escape_html, _cut(row)))
            for at in range(1, len(segments), 2):
                segments[at] = f"<mark>{segments[at]}</mark>"
            align = f"text-align: {text_align(row.sentence)}"
            yield f"<div><small>{place}</small></div>"
            yield f'<p dir="auto" style="{align}">{"".join(segments)}</p>'

    def say_more(self) -> str:
        """Say how many sentences are not shown; `""` if all are."""
        n_more = self.n - len(self.table)
        return say("and {more} more", more=count(n_more, "sentence")) if n_more else ""

    def _list_places(self, row: Any) -> list[str]:
        section = [shown_text(row.section) or name_group(BEFORE_FIRST)] if self.has_headings else []
        return [shown_text(row.doc_id), *section, say("sentence {number}", number=row.sent_id)]


def take_passages(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    limit: int,
    *,
    has_headings: bool,
) -> Passages:
    """Take the first sentences of a choice, and mark all of the hits given.

    Args:
        sentences: the sentences of the choice; they keep their order.
        hits: what is marked: `doc_id`, `sent_id`, `start`, `end`. Hits in other sentences are
            ignored.
        limit: the most sentences to take.
        has_headings: see `Passages`.

    >>> row = {"doc_id": "a", "sent_id": [1, 2], "section": "", "start": [0, 9], "end": [8, 14]}
    >>> sentences = pd.DataFrame({**row, "sentence": ["The poor", "Right"]})
    >>> hits = pd.DataFrame({"doc_id": ["a"], "sent_id": [1], "start": [4], "end": [8]})
    >>> passages = take_passages(sentences, hits, 1, has_headings=False)
    >>> passages.to_rows()
    [{'place': ['a', 'sentence 1'], 'segments': ['The ', 'poor', '']}]
    >>> passages.say_more()
    'and 1 sentence more'
    """
    shown = sentences[SENTENCE].head(limit)
    marks = sum_up_sentences(find_marks(shown, hits.assign(theme=MARKED), MARKED))
    table = shown.merge(marks[[*KEY, "marks"]], on=KEY, how="left", validate="1:1")
    return Passages(table.fillna({"marks": ""}), len(sentences), has_headings)


def shown_text(text: str) -> str:
    """Replace NUL, which no browser shows."""
    return text.replace("\x00", "\ufffd")


def _cut(row: Any) -> list[str]:
    segments = split_at_marks(row.sentence, row.start, row.marks)
    return list(map(shown_text, segments))
