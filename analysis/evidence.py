"""For a theme, the sentences that carry it, with the matches marked: a number's way back to the text."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .faults import Fault, nearest, raise_all
from .listing import NO_MATHS
from .tables import HITS, SENTENCES, TEXT
from .words import counted, html, plain, side

KEY = list(SENTENCES.key)
PLACE = [*KEY, "section", "start", "end", "sentence"]


def evidence(theme, hits, sentences, codebook=None, *, limit=20) -> "Evidence":
    r"""Collect the sentences that carry a theme or any theme below it.

    Args:
        theme: a theme's id, such as `topic/poverty`.
        hits: as from `find_hits`; those of sentences that are not among `sentences` are left out.
        sentences: as from `split_sentences`, or a part of them; they keep their order.
        codebook: gives the theme's label, and tells a theme without hits from one that does not exist.
        limit: how many sentences to show, of more than these some at even distances, from the first to the last (the
            tables hold all); None shows all.

    Raises:
        InputError: there is no such theme (the nearest one is named), or a table lacks a column.

    >>> from analysis.tables import HITS, SENTENCES
    >>> sentence = "The poor are not poor in spirit."
    >>> row = dict(doc_id="a", sent_id=1, section="", paragraph=1, start=10, end=42, n_words=7, sentence=sentence)
    >>> hit = dict(doc_id="a", sent_id=1, theme="topic/poverty", pattern="the poor", start=10, end=18, match="")
    >>> print(evidence("topic", HITS.frame([hit]), SENTENCES.frame([row])))
    topic: 1 of 1 sentence, 1 match
    <BLANKLINE>
    a, before the first heading, sentence 1, characters 10–18
      ⟦The poor⟧ are not poor in spirit.
    """
    HITS.need(hits, [*KEY, "theme", "start", "end"])
    SENTENCES.need(sentences, PLACE)
    label = _label(theme, hits, codebook)
    below = (hits["theme"] == theme) | hits["theme"].str.startswith(f"{theme}/")
    own = hits.loc[below, [*KEY, "start", "end"]].merge(sentences[KEY], on=KEY, validate="m:1")
    marks = _marks(own, sentences)
    return Evidence(theme, label, _table(sentences, own, marks), marks, len(sentences), limit)


@dataclass(frozen=True, repr=False, eq=False)
class Evidence:
    """The sentences that carry one theme; in a notebook they show with the matches in `<mark>`.

    As plain text a match stands in ⟦ ⟧. A text may hold such brackets itself: the offsets in the line above the
    sentence, `text[start:end]` of each mark, tell which are the workbook's. There, too, a run of white space is one
    blank and a control character is written as its code, such as \\x1b. In HTML nothing but NUL is changed, which
    HTML cannot hold: it shows as U+FFFD.

    `table` is one row a sentence: `doc_id`, `sent_id`, `section`, `start`, `end`, `n_hits` (of the theme and all below
    it), `marks` (offsets in the text, such as `10:18 40:52`), `matches` (their text), `sentence`. `marks` is one row a
    mark: `doc_id`, `sent_id`, `start`, `end`, `match`. Hits that overlap or touch are one mark.
    """

    theme: str
    label: str  # "" where no codebook was given
    table: pd.DataFrame
    marks: pd.DataFrame
    n_sentences: int  # of how many sentences these are
    limit: int | None  # how many are shown

    def __str__(self) -> str:
        name = f"{self.label} ({self.theme})" if self.label else self.theme
        shown = [f"{_where(row)}\n  {_marked(row, plain, '⟦', '⟧')}" for row in self._shown().itertuples()]
        return "\n\n".join([f"{plain(name)}: {self._count()}", *shown, *self._more()])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        name = f"<strong>{_isolated(self.label or self.theme)}</strong>"
        name += f" (<code>{html(self.theme)}</code>)" if self.label else ""
        shown = [
            f"<div><small>{_where(row, _isolated)}</small></div>\n"
            f'<p dir="auto" style="text-align: {side(row.sentence)}">{_marked(row, html, "<mark>", "</mark>")}</p>'
            for row in self._shown().itertuples()
        ]
        lines = [f"<p>{name}: {self._count()}</p>", *shown, *(f"<p>{html(line)}</p>" for line in self._more())]
        return "\n".join([f'<div class="{NO_MATHS}">', *lines, "</div>"])

    def _count(self) -> str:
        if not self.n_sentences:
            return "there are no sentences to look in"
        of = f"{len(self.table):,} of {counted(self.n_sentences, 'sentence')}"
        if self.table.empty:
            return f"no sentence carries this theme ({of})"
        return f"{of}, {counted(self.table['n_hits'].sum(), 'match', 'es')}"

    def _shown(self) -> pd.DataFrame:
        n = len(self.table)
        few = self.limit is not None and self.limit < n
        return self.table.iloc[np.linspace(0, n - 1, self.limit).round().astype(int)] if few else self.table

    def _more(self) -> list[str]:
        more = len(self.table) - len(self._shown())
        left = counted(more, "more sentence") + " between these" * (len(self._shown()) > 1)
        return [f"and {left}: limit=None shows all, .table holds them"] if more else []


def _label(theme: str, hits: pd.DataFrame, codebook) -> str:
    """The theme's label, or `""` without a codebook; an unknown theme is an error that names the nearest."""
    if codebook is None:
        paths = [id_.split("/") for id_ in hits["theme"].unique()]
        labels = {"/".join(path[:depth]): "" for path in paths for depth in range(1, len(path) + 1)}
    else:
        labels = codebook.themes.set_index("theme")["label"].to_dict()
    if theme not in labels:
        raise_all([Fault("evidence", f"the theme {theme!r}", nearest(theme, labels))])
    return labels[theme]


def _marks(hits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """One row a mark: hits of a sentence that overlap or touch become one."""
    ordered = hits.sort_values([*KEY, "start", "end"])
    ordered["end"] = ordered.groupby(KEY)["end"].cummax()  # as far as the hits reach from the sentence's start on
    begins = ordered["start"] > ordered.groupby(KEY)["end"].shift(fill_value=-1)
    ends = ordered["end"][begins.shift(-1, fill_value=True)]
    marks = ordered[begins].assign(end=ends.to_numpy()).reset_index(drop=True)
    rows = marks.merge(sentences[[*KEY, "start", "sentence"]], on=KEY, validate="m:1", suffixes=("", "_0")).itertuples()
    match = [row.sentence[row.start - row.start_0 : row.end - row.start_0] for row in rows]
    return marks.assign(match=pd.Series(match, dtype=TEXT))


def _table(sentences: pd.DataFrame, hits: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """One row a sentence that carries the theme, in the order of `sentences`."""
    spans = marks.assign(marks=marks["start"].astype(TEXT) + ":" + marks["end"].astype(TEXT))
    joined = spans.groupby(KEY, as_index=False).agg(marks=("marks", " ".join), matches=("match", " | ".join))
    joined = joined.astype({"doc_id": TEXT, "sent_id": "int64", "marks": TEXT, "matches": TEXT})  # where there is none
    counts = hits.groupby(KEY).size().reset_index(name="n_hits")
    table = sentences[PLACE].merge(counts, on=KEY, validate="1:1").merge(joined, on=KEY, validate="1:1")
    return table[[*KEY, "section", "start", "end", "n_hits", "marks", "matches", "sentence"]]


def _spans(row) -> list[tuple[int, int]]:
    """The marks of a row of `table`, as offsets in the text."""
    return [tuple(map(int, span.split(":"))) for span in row.marks.split()]


def _marked(row, write, opening: str, closing: str) -> str:
    """The sentence, its marks between `opening` and `closing`, every piece written by `write`."""
    pieces, at = [], 0
    for start, end in _spans(row):
        start, end = start - row.start, end - row.start
        pieces += [write(row.sentence[at:start]), opening, write(row.sentence[start:end]), closing]
        at = end
    return "".join([*pieces, write(row.sentence[at:])])


def _where(row, write=plain) -> str:
    """Text, section, sentence and offsets of a row, in a line."""
    section = write(row.section) if row.section else "before the first heading"
    spans = ", ".join(f"{start}–{end}" for start, end in _spans(row))
    return f"{write(row.doc_id)}, {section}, sentence {row.sent_id}, characters {spans}"


def _isolated(text: str) -> str:
    return f"<bdi>{html(text)}</bdi>"
