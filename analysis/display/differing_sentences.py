"""The sentences on which coders differ, with what each of them gave."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.display.evidence import HasThemes
from analysis.display.html import isolate, write_div, write_paragraph
from analysis.display.passages import shown_text
from analysis.faults import check_number, raise_all
from analysis.messages import count, join, say
from analysis.tables import CODER_DIFFERENCES
from analysis.wording import escape_html, one_line, text_align

KEY = ["doc_id", "sent_id"]
NO_THEME = "(no theme)"  # as in the sheets of coders
Write = Callable[[str], str]  # makes a text safe for a terminal or a page


def show_differences(
    differences: pd.DataFrame,
    codebook: HasThemes,
    final: pd.DataFrame,
    limit: int = 20,
) -> "DifferingSentences":
    r"""Show the sentences on which coders differ.

    Args:
        differences: as from `analysis.coding.differences_of_coders`.
        codebook: gives the labels of themes.
        final: what was settled, as codings.
        limit: the most sentences to show.

    Raises:
        InputError: a column is missing, or the limit is no such number.

    >>> from types import SimpleNamespace
    >>> codebook = SimpleNamespace(themes=pd.DataFrame({"theme": ["aid"], "label": ["Aid"]}))
    >>> row = {"doc_id": "a", "sent_id": 7, "n_coders": 2, "n_differences": 1, "agreed": "aid"}
    >>> row |= {"differing": "war", "given": "A: Aid; War\nB: Aid", "further": "A: War\nB: –"}
    >>> row |= {"unsure": "B", "memos": "B: war is history here", "sentence": "Arms were sent."}
    >>> final = {"doc_id": ["a"], "sent_id": [7], "theme": ["aid"]}
    >>> show_differences(CODER_DIFFERENCES.frame([row]), codebook, pd.DataFrame(final))
    a, sentence 7: 1 difference
      Arms were sent.
      agreed: Aid
      A: War
      B: –
      unsure: B
      memo of B: war is history here
      settled: Aid
    """
    CODER_DIFFERENCES.need(differences)
    raise_all(check_number("differing_sentences, limit", limit, 0, "a number of sentences"))
    labels = codebook.themes.set_index("theme")["label"].to_dict()
    settled = final.groupby(KEY)["theme"].agg(list).to_dict()
    return DifferingSentences(differences, labels, settled, limit)


@dataclass(frozen=True, repr=False, eq=False)
class DifferingSentences:
    """The sentences on which coders differ, as HTML in a notebook or as plain text.

    Attributes:
        table: one row per sentence, all of them (`analysis.tables.CODER_DIFFERENCES`).
        labels: the label of each theme, by its id.
        settled: the ids of the themes that were settled on, by `doc_id` and `sent_id`.
        limit: the most sentences to show.
    """

    table: pd.DataFrame
    labels: dict[str, str]
    settled: dict[tuple[str, int], list[str]]
    limit: int

    def __repr__(self) -> str:
        blocks = []
        for row in self.table.head(self.limit).itertuples():
            lines = [one_line(row.sentence), *self._list_lines(row, one_line)]
            blocks.append("\n  ".join([_write_place(row, one_line), *lines]))
        return "\n\n".join([*blocks, *self._say_more()])

    def _repr_html_(self) -> str:
        return write_div(self._html_lines())

    def _html_lines(self) -> Iterator[str]:
        for row in self.table.head(self.limit).itertuples():
            align = f"text-align: {text_align(row.sentence)}"
            sentence = escape_html(shown_text(row.sentence))
            yield f"<div><small>{_write_place(row, isolate)}</small></div>"
            yield f'<div dir="auto" style="{align}">{sentence}</div>'
            yield "<ul>"
            yield from (f"<li>{line}</li>" for line in self._list_lines(row, isolate))
            yield "</ul>"
        yield from map(write_paragraph, self._say_more())

    def _list_lines(self, row: Any, write: Write) -> Iterator[str]:
        """Say what all gave, what else each coder gave, who was unsure, and what was settled."""
        if row.agreed:
            yield say("agreed: {themes}", themes=write(self._name(row.agreed.split("\n"))))
        yield from map(write, row.further.split("\n"))
        unsure = list(filter(None, row.unsure.split("\n")))
        if unsure:
            yield say("unsure: {coders}", coders=write(join(unsure)))
        for memo in filter(None, row.memos.split("\n")):
            yield say("memo of {memo}", memo=write(memo))
        settled = self.settled.get((row.doc_id, row.sent_id))
        if settled is not None:
            yield say("settled: {themes}", themes=write(self._name(settled)))

    def _name(self, themes: list[str]) -> str:
        """Name themes by their labels; a blank one says that there is none."""
        return "; ".join(self.labels.get(theme, theme) or NO_THEME for theme in themes)

    def _say_more(self) -> list[str]:
        """Say how many sentences are not shown, or that there are none."""
        n_more = len(self.table) - self.limit
        if self.table.empty:
            return [say("There is no sentence on which coders differ.")]
        return [say("and {more} more", more=count(n_more, "sentence"))] if n_more > 0 else []


def _write_place(row: Any, write: Write) -> str:
    """Say where a sentence is, and how many differences there are."""
    sentence = say("sentence {number}", number=row.sent_id)
    place = f"{write(shown_text(row.doc_id))}, {sentence}"
    differences = count(row.n_differences, "difference")
    return say("{place}: {differences}", place=place, differences=differences)
