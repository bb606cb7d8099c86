"""Evidence: the sentences behind a number, with the matches of a theme marked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Protocol

import numpy as np
import pandas as pd

from analysis.display.evidence_tables import KEY, SENTENCE, find_marks, sum_up_sentences
from analysis.display.html import isolate, write_div, write_paragraph
from analysis.display.marked import split_at_marks
from analysis.display.memos import by_sentence, memos_as_html, memos_as_text
from analysis.faults import Fault, check_number, nearest, raise_all
from analysis.tables import HITS, MEMOS, SENTENCES
from analysis.wording import escape_html, one_line, pluralize, text_align


class HasThemes(Protocol):
    """What `evidence` needs of a codebook: its table of themes."""

    @property
    def themes(self) -> pd.DataFrame:
        """One row per theme: `theme`, `label`."""


def evidence(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    theme: str,
    codebook: HasThemes | None = None,
    *,
    memos: pd.DataFrame | None = None,
    limit: int | None = 20,
) -> "Evidence":
    r"""Collect the sentences that carry a theme or one of its subthemes.

    Args:
        sentences: as from `split_sentences`, or some of them; they keep their order.
        hits: as from `find_hits`; hits in other sentences are ignored.
        theme: the id of a theme, such as `topic/poverty`.
        codebook: gives the label of the theme. Without a codebook, a theme without hits is unknown.
        memos: what coders noted about sentences, as from `list_memos`; shown below theirs.
        limit: the most sentences to show, evenly spread from the first to the last; None for all.
            The tables hold all of them.

    Raises:
        InputError: the theme is unknown (the nearest one is named), or a table lacks a column.

    >>> text = "The poor are not poor in spirit."
    >>> row = {"doc_id": "a", "sent_id": 1, "section": "", "paragraph": 1, "n_words": 7}
    >>> row |= {"start": 10, "end": 42, "sentence": text}
    >>> hit = {"doc_id": "a", "sent_id": 1, "theme": "topic/poverty", "pattern": "the poor"}
    >>> hit |= {"start": 10, "end": 18, "match": "The poor"}
    >>> print(evidence(SENTENCES.frame([row]), HITS.frame([hit]), "topic"))
    topic: 1 of 1 sentence, 1 match
    <BLANKLINE>
    a, sentence 1, characters 10–18
      ⟦The poor⟧ are not poor in spirit.
    """
    HITS.need(hits, [*KEY, "theme", "start", "end"])
    SENTENCES.need(sentences, SENTENCE)
    if limit is not None:
        raise_all(check_number("evidence, limit", limit, 0, "a number of sentences, or None"))
    labels = _list_labels(theme, hits, codebook)
    found = find_marks(sentences, hits, theme)
    marks = found[[*KEY, "start_hit", "end_hit", "match"]]
    table = sum_up_sentences(found)
    memos = MEMOS.empty() if memos is None else memos
    return Evidence(
        theme=theme,
        labels=labels,
        table=table,
        memos=memos.merge(table[KEY], on=KEY),
        marks=marks.rename(columns={"start_hit": "start", "end_hit": "end"}),
        n_sentences=len(sentences),
        limit=limit,
        has_headings=bool((sentences["section"] != "").any()),
    )


def _list_labels(
    theme: str,
    hits: pd.DataFrame,
    codebook: HasThemes | None,
) -> dict[str, str]:
    """List the labels of all themes, one of which is asked for; `""` without a codebook."""
    labels: dict[str, str] = {}
    if codebook is None:
        for id_ in hits["theme"].unique():
            themes_above = accumulate(id_.split("/"), "{}/{}".format)
            labels |= dict.fromkeys([*themes_above], "")
    else:
        labels = codebook.themes.set_index("theme")["label"].to_dict()
    if theme not in labels:
        raise_all([Fault("evidence", f"the theme {theme!r}", nearest(theme, labels))])
    return labels


@dataclass(frozen=True, repr=False, eq=False)
class Evidence:
    r"""The sentences that carry one theme.

    In a notebook they are shown as HTML, with the matches in `<mark>`. A browser cannot show NUL,
    so it becomes U+FFFD.

    As plain text, the matches are between ⟦ and ⟧. A text can hold such brackets itself; the
    offsets above each sentence tell where the matches are. White space becomes single spaces, and a
    control character becomes its code, such as \x1b.

    Attributes:
        theme: the id of the theme.
        labels: the labels of all themes by their ids; `""` without a codebook.
        table: one row per sentence, as from `evidence_tables.sum_up_sentences`.
        marks: one row per mark: `doc_id`, `sent_id`, `start`, `end` (offsets in the text), `match`.
            Hits that overlap or touch are one mark.
        memos: what coders noted about these sentences (`analysis.tables.MEMOS`).
        n_sentences: the number of sentences that were searched.
        limit: the most sentences to show; None for all.
        has_headings: whether a searched sentence stands below a heading; if none does, the place
            of a sentence says nothing of sections.
    """

    theme: str
    labels: dict[str, str]
    table: pd.DataFrame
    marks: pd.DataFrame
    memos: pd.DataFrame
    n_sentences: int
    limit: int | None
    has_headings: bool

    @property
    def label(self) -> str:
        """The label of the theme; `""` without a codebook."""
        return self.labels[self.theme]

    def __str__(self) -> str:
        memos = by_sentence(self.memos)
        name = f"{self.label} ({self.theme})" if self.label else self.theme
        blocks = [f"{one_line(name)}: {self._count()}"]
        for row in self._choose_shown().itertuples():
            place = _write_place(row, one_line, self.has_headings)
            sentence = _write_marked(row, one_line, "⟦", "⟧")
            lines = [sentence]
            if (row.doc_id, row.sent_id) in memos:
                lines += memos_as_text(memos[row.doc_id, row.sent_id], self.labels)
            blocks.append("\n  ".join([place, *lines]))
        blocks += self._say_more()
        return "\n\n".join(blocks)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return write_div(self._html_lines())

    def _html_lines(self) -> Iterator[str]:
        memos = by_sentence(self.memos)
        name = f"<strong>{isolate(self.label or self.theme)}</strong>"
        if self.label:
            name += f" (<code>{escape_html(self.theme)}</code>)"
        yield f"<p>{name}: {self._count()}</p>"
        for row in self._choose_shown().itertuples():
            place = _write_place(row, isolate, self.has_headings)
            sentence = _write_marked(row, escape_html, "<mark>", "</mark>")
            align = f"text-align: {text_align(row.sentence)}"
            yield f"<div><small>{place}</small></div>"
            yield f'<p dir="auto" style="{align}">{sentence}</p>'
            if (row.doc_id, row.sent_id) in memos:
                yield from memos_as_html(memos[row.doc_id, row.sent_id], self.labels)
        for line in self._say_more():
            yield write_paragraph(line)

    def _count(self) -> str:
        if not self.n_sentences:
            return "there are no sentences to search"
        sentences = f"{len(self.table):,} of {pluralize(self.n_sentences, 'sentence')}"
        if self.table.empty:
            return f"no sentence carries this theme ({sentences})"
        matches = pluralize(self.table["n_hits"].sum(), "match", "es")
        return f"{sentences}{self._count_different()}, {matches}"

    def _count_different(self) -> str:
        """Say how many sentences are different, if some recur; case and blanks do not count."""
        plain = {" ".join(sentence.lower().split()) for sentence in self.table["sentence"]}
        return f" ({len(plain):,} different)" if len(plain) < len(self.table) else ""

    def _choose_shown(self) -> pd.DataFrame:
        """Choose the rows to show, evenly spread from the first to the last."""
        n = len(self.table)
        if self.limit is None or n <= self.limit:
            return self.table
        positions = np.linspace(0, n - 1, self.limit).round().astype(int)
        return self.table.iloc[positions]

    def _say_more(self) -> list[str]:
        """Say how many sentences are not shown; no line if all are."""
        n_shown = len(self._choose_shown())
        n_more = len(self.table) - n_shown
        if not n_more:
            return []
        more = pluralize(n_more, "more sentence")
        if n_shown > 1:
            more += " between these"
        return [f"and {more}: limit=None shows all, .table holds them"]


Write = Callable[[str], str]  # makes a text safe for a terminal or a page


def _write_marked(row: Any, write: Write, opening: str, closing: str) -> str:
    """Write a sentence with its marks between `opening` and `closing`."""
    segments = [write(segment) for segment in split_at_marks(row.sentence, row.start, row.marks)]
    for at in range(1, len(segments), 2):
        segments[at] = f"{opening}{segments[at]}{closing}"
    return "".join(segments)


def _write_place(row: Any, write: Write, has_headings: bool) -> str:
    """Write where a sentence is: its text, section and number, and the offsets of its marks."""
    section = write(row.section) if row.section else "before the first heading"
    offsets = row.marks.replace(":", "–").replace(" ", ", ")
    place = f"sentence {row.sent_id}, characters {offsets}"
    return ", ".join([write(row.doc_id), *[section] * has_headings, place])
