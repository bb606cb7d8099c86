"""What the page says of each theme: definition, share, forms, patterns, and sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isnan

import numpy as np
import pandas as pd
from markupsafe import Markup

from analysis.codebook.model import Codebook
from analysis.display.html import isolate
from analysis.display.memos import by_sentence, say_whose
from analysis.measures.carried import is_under
from analysis.messages import bare_percent, count, number, out_of, percent, say
from analysis.output.report.selections import Rows
from analysis.output.report.source import Source
from analysis.output.report.texts import Marked
from analysis.output.report.view import View, measure_bytes, spread
from analysis.selection import write_where

MOST_SENTENCES = 25  # of a theme that stand in its section
ROOM = 300_000  # bytes for these sentences of all themes, beside those of the texts once more
MOST_FORMS = 12


@dataclass(frozen=True)
class Quoted:
    """A sentence that stands in the section of a theme."""

    id: str
    places: list[str]  # its text, its section and its position
    text: Markup
    language: str
    memos: list[tuple[Markup, str]]  # who noted it, and what


@dataclass(frozen=True)
class Entry:
    """The section of one theme.

    Attributes:
        theme: its id.
        where: the selection of its sentences.
        number: its number in the codebook, from 0.
        depth: how many themes are above it.
        label, definition, include, exclude: as in the codebook.
        is_coded: whether it has patterns of its own, or no themes below it.
        n: the sentences that carry it.
        counted: the same of all sentences, in words.
        share: the same as a percentage.
        interval: the interval of the share; `""` if there is none.
        width: the share as a number from 0 to 100, for a bar.
        forms: its most frequent forms, with how often each occurs.
        n_forms: how many forms it has.
        patterns: its patterns: the pattern, what it found, and whether it excludes.
        quoted: some of its sentences, or all.
        anchors: selections of marks that lead here without a script, with their words.
    """

    theme: str
    where: str
    number: int
    depth: int
    label: str
    definition: str
    include: list[str]
    exclude: list[str]
    is_coded: bool
    n: int
    counted: str
    share: str
    interval: str
    width: float
    forms: list[tuple[str, int]]
    n_forms: int
    patterns: list[tuple[str, str, bool]]
    quoted: list[Quoted]
    anchors: list[tuple[str, str]] = field(default_factory=list)


def list_entries(
    study: Source,
    shares: pd.DataFrame,
    rows_of: Mapping[str, Rows],
    marked: Marked,
    view: View,
    anchors: Mapping[str, list[tuple[str, str]]],
) -> list[Entry]:
    """Prepare the sections of all themes, in the order of the codebook.

    Args:
        study: the study.
        shares: one row per theme, with intervals.
        rows_of: the sentences of each selection, those of all themes among them.
        marked: writes sentences.
        view: which sentences the page holds.
        anchors: by theme, the selections of marks that lead to it without a script.
    """
    coded = dict(zip(study.codebook.themes["theme"], _coded(study.codebook), strict=True))
    rows_by_theme = shares.set_index("theme")
    forms = dict(list(study.forms().groupby("theme", sort=False)))
    patterns = dict(list(study.pattern_use().groupby("theme", sort=False)))
    place = Places(study, marked)
    sizes = measure_bytes(study.sentences)
    room = (ROOM + int(sizes.sum())) // max(1, sum(coded.values()))
    entries = []
    for n, theme in enumerate(study.codebook.themes.itertuples()):
        where = write_where({"theme": theme.theme})
        rows = view.rows[view.positions(rows_of[where])]
        own = frozenset(numbers_under(study.codebook, theme.theme))
        is_coded = coded[theme.theme]
        quoted = choose_quoted(rows, sizes, room) if is_coded else []
        own_forms = forms.get(theme.theme, pd.DataFrame(columns=["form", "n_hits"]))
        share = rows_by_theme.loc[theme.theme]
        entries.append(
            Entry(
                theme.theme,
                where,
                n,
                theme.theme.count("/"),
                theme.label or theme.theme,
                theme.definition,
                theme.include.splitlines(),
                theme.exclude.splitlines(),
                is_coded,
                n=int(share["n_sentences_hit"]),
                counted=_count(share),
                share=_say_share(share),
                interval=say_interval(share),
                width=0 if isnan(share["share"]) else round(100 * share["share"], 2),
                forms=_pairs(own_forms.head(MOST_FORMS)),
                n_forms=len(own_forms),
                patterns=_list_patterns(patterns.get(theme.theme)),
                quoted=[place.quote(row, own) for row in quoted],
                anchors=anchors.get(theme.theme, []),
            )
        )
    return entries


def choose_quoted(rows: Rows, sizes: np.ndarray, room: int) -> list[int]:
    """Choose the sentences that stand in the section of a theme, evenly spread.

    Args:
        rows: the sentences.
        sizes: the bytes of each sentence of the study.
        room: the most bytes; a sentence that would take more is passed over.
    """
    chosen = []
    for row in spread(rows, MOST_SENTENCES).tolist():
        if sizes[row] <= room:
            chosen.append(row)
            room -= sizes[row]
    return chosen


class Places:
    """Says where sentences stand, and quotes them."""

    def __init__(self, study: Source, marked: Marked) -> None:
        documents, sentences = study.documents, study.sentences
        titles = documents["title"].where(documents["title"] != "", documents["doc_id"])
        self._titles = titles.tolist()
        self._languages = documents["language"].tolist()
        self._sections = sentences["section"].tolist()
        counts = sentences.groupby("doc_id", observed=True).size()
        self._counts = documents["doc_id"].map(counts).fillna(0).astype(int).tolist()
        self._marked = marked
        self._doc_ids = documents["doc_id"].tolist()
        self._labels = study.codebook.themes.set_index("theme")["label"].to_dict()
        self._memos = by_sentence(study.memos())

    def quote(self, row: int, themes: frozenset[int]) -> Quoted:
        """Quote a sentence, with the matches of some themes marked."""
        text = self._marked.document[row] - 1
        position = say(
            "sentence {k} of {n}",
            k=number(self._marked.sent_id(row)),
            n=number(self._counts[text]),
        )
        places = [self._titles[text], self._sections[row], position]
        return Quoted(
            self._marked.id_of(row),
            [place for place in places if place],
            Markup(self._marked.write(row, themes)),
            self._languages[text],
            self._list_memos(self._doc_ids[text], self._marked.sent_id(row)),
        )

    def _list_memos(self, doc_id: str, sent_id: int) -> list[tuple[Markup, str]]:
        if (doc_id, sent_id) not in self._memos:
            return []
        return [
            (Markup(say_whose(memo, self._labels, isolate)), memo.memo)
            for memo in self._memos[doc_id, sent_id].itertuples()
        ]


def numbers_under(codebook: Codebook, theme: str) -> list[int]:
    """Return the numbers of a theme and of the themes below it."""
    return [n for n, below in enumerate(is_under(codebook.themes["theme"], theme)) if below]


def say_interval(share: pd.Series) -> str:
    """Say the interval of a share; `""` if there is none."""
    if "low" not in share or isnan(share["low"]):
        return ""
    return say("{low} to {high}", low=bare_percent(share["low"], 1), high=percent(share["high"], 1))


def _coded(codebook: Codebook) -> list[bool]:
    return codebook.themes_with_roots()["coded"].tolist()


def _count(share: pd.Series) -> str:
    return out_of(int(share["n_sentences_hit"]), int(share["n_sentences"]), "sentence")


def _say_share(share: pd.Series) -> str:
    return "" if isnan(share["share"]) else percent(share["share"], 1)


def _pairs(forms: pd.DataFrame) -> list[tuple[str, int]]:
    return list(zip(forms["form"], forms["n_hits"].astype(int), strict=True))


def _list_patterns(patterns: pd.DataFrame | None) -> list[tuple[str, str, bool]]:
    if patterns is None:
        return []
    listed = []
    for row in patterns.itertuples():
        found = count(int(row.n_hits), "match") if row.n_hits else say(STATUS[row.status])
        listed.append((row.pattern, found, bool(row.excludes)))
    return listed


STATUS = {
    "hit": "found",
    "shadowed": "shadowed by others",
    "never matches": "never matches",
    "excludes": "excludes",
}
