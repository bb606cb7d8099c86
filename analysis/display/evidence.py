"""For a theme, the sentences that carry it, with the matches marked: a number's way back to the text."""

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
import pandas as pd

from analysis.display.listing import NO_MATHS
from analysis.faults import Fault, nearest, raise_all
from analysis.tables import HITS, SENTENCES, TEXT
from analysis.wording import escape_html, one_line, pluralize, text_align

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
    own = hits.loc[below, [*KEY, "start", "end"]].sort_values(["start", "end"])
    marks = _marks(sentences[PLACE].merge(own, on=KEY, validate="1:m", suffixes=("", "_hit")))
    spans = marks[[*KEY, "start_hit", "end_hit", "match"]].set_axis(
        [*KEY, "start", "end", "match"], axis=1
    )
    return Evidence(theme, label, _table(marks), spans, len(sentences), limit)


def _label(theme: str, hits: pd.DataFrame, codebook) -> str:
    """The theme's label, or `""` without a codebook; an unknown theme is an error that names the nearest."""
    if codebook is None:
        labels = {
            path: ""
            for id_ in hits["theme"].unique()
            for path in accumulate(id_.split("/"), "{}/{}".format)
        }
    else:
        labels = codebook.themes.set_index("theme")["label"].to_dict()
    if theme not in labels:
        raise_all([Fault("evidence", f"the theme {theme!r}", nearest(theme, labels))])
    return labels[theme]


def _marks(hits: pd.DataFrame) -> pd.DataFrame:
    """One row a mark, with the sentence that it is in: hits of a sentence that overlap or touch become one."""
    reach = hits.groupby(KEY, sort=False)[
        "end_hit"
    ].cummax()  # as far as the hits reach from the sentence's start on
    begins = hits["start_hit"] > reach.groupby([hits[name] for name in KEY], sort=False).shift(
        fill_value=-1
    )
    of_mark = dict.fromkeys([*PLACE, "start_hit"], "first") | {"end_hit": "max", "n_hits": "sum"}
    marks = (
        hits.assign(n_hits=1)
        .groupby(begins.cumsum(), sort=False)
        .agg(of_mark)
        .reset_index(drop=True)
    )
    cut = marks[["sentence", "start", "start_hit", "end_hit"]].itertuples(index=False, name=None)
    return marks.assign(
        match=pd.Series([text[a - at : b - at] for text, at, a, b in cut], dtype=TEXT)
    )


def _table(marks: pd.DataFrame) -> pd.DataFrame:
    """One row a sentence that carries the theme, in the order of `marks`."""
    marks = marks.assign(
        marks=marks["start_hit"].astype(TEXT) + ":" + marks["end_hit"].astype(TEXT)
    )
    of_sentence = dict.fromkeys(["section", "start", "end"], "first") | {
        "n_hits": "sum",
        "marks": " ".join,
    }
    of_sentence |= {"match": " | ".join, "sentence": "first"}
    table = (
        marks.groupby(KEY, sort=False)
        .agg(of_sentence)
        .reset_index()
        .rename(columns={"match": "matches"})
    )
    return table.astype({"marks": TEXT, "matches": TEXT})  # where there is none


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
        shown = [
            f"{_where(row)}\n  {_marked(row, one_line, '⟦', '⟧')}"
            for row in self._shown().itertuples()
        ]
        return "\n\n".join([f"{one_line(name)}: {self._count()}", *shown, *self._more()])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        name = f"<strong>{_isolated(self.label or self.theme)}</strong>"
        name += f" (<code>{escape_html(self.theme)}</code>)" if self.label else ""
        shown = [
            f"<div><small>{_where(row, _isolated)}</small></div>\n"
            f'<p dir="auto" style="text-align: {text_align(row.sentence)}">{_marked(row, escape_html, "<mark>", "</mark>")}</p>'
            for row in self._shown().itertuples()
        ]
        lines = [
            f"<p>{name}: {self._count()}</p>",
            *shown,
            *(f"<p>{escape_html(line)}</p>" for line in self._more()),
        ]
        return "\n".join([f'<div class="{NO_MATHS}">', *lines, "</div>"])

    def _count(self) -> str:
        if not self.n_sentences:
            return "there are no sentences to look in"
        of = f"{len(self.table):,} of {pluralize(self.n_sentences, 'sentence')}"
        if self.table.empty:
            return f"no sentence carries this theme ({of})"
        return f"{of}, {pluralize(self.table['n_hits'].sum(), 'match', 'es')}"

    def _shown(self) -> pd.DataFrame:
        n = len(self.table)
        few = n if self.limit is None else min(n, self.limit)
        return self.table.iloc[np.linspace(0, n - 1, few).round().astype(int)]

    def _more(self) -> list[str]:
        shown = len(self._shown())
        left = pluralize(len(self.table) - shown, "more sentence") + " between these" * (shown > 1)
        return (
            [f"and {left}: limit=None shows all, .table holds them"]
            if shown < len(self.table)
            else []
        )


def _marked(row, write, opening: str, closing: str) -> str:
    """The sentence, its marks between `opening` and `closing`, every piece written by `write`."""
    bounds = [int(at) - row.start for at in re.findall(r"\d+", row.marks)]
    pieces = [
        write(row.sentence[start:end]) for start, end in pairwise([0, *bounds, len(row.sentence)])
    ]
    pieces[1::2] = [f"{opening}{match}{closing}" for match in pieces[1::2]]
    return "".join(pieces)


def _where(row, write=one_line) -> str:
    """Text, section, sentence and offsets of a row, in a line."""
    section = write(row.section) if row.section else "before the first heading"
    spans = row.marks.replace(":", "–").replace(" ", ", ")
    return f"{write(row.doc_id)}, {section}, sentence {row.sent_id}, characters {spans}"


def _isolated(text: str) -> str:
    return f"<bdi>{escape_html(text)}</bdi>"
