"""Explore a study: choose a theme, a group, a period or a word, and read the sentences.

    study.explore()            # the shares of all themes, and the sentences of the one chosen
    study.explore(chart)       # a chart whose bars, cells and points show their sentences

In JupyterLab both are panels (`analysis.display.panels`); in a saved notebook they are HTML, in
which each theme, or each mark of the chart, opens onto its first sentences.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple, Protocol

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.display.html import isolate, write_div, write_paragraph
from analysis.display.panels import Data, say_stopped, write_bundle
from analysis.display.passages import Passages, shown_text, take_passages
from analysis.faults import Fault, InputError, check_number, raise_all
from analysis.measures.carried import KEY, find_carried, is_under
from analysis.measures.concordance import concordance
from analysis.measures.groups import can_date, name_groups
from analysis.measures.selected import ALSO, CODED, PATTERN, THEME, Selector
from analysis.measures.time import name_periods
from analysis.messages import count, number, out_of, percent, say
from analysis.output.report.svg import inline_svg, parse_svg
from analysis.selection import Where, read_where
from analysis.wording import escape_html, one_line

LIMIT = 20  # sentences that are shown at first
MORE = 50  # sentences that a press of the button adds
IN_HTML = 3  # sentences of each theme, or of each mark, in HTML
MOST_IN_HTML = 40  # themes, or marks, in HTML
ALL = "*"  # the choice of no theme in particular
MARKS = ["doc_id", "sent_id", "start", "end"]


class Source(Protocol):
    """What exploring needs of a study."""

    @property
    def documents(self) -> pd.DataFrame:
        """One row per text, with its metadata."""

    @property
    def sentences(self) -> pd.DataFrame:
        """One row per sentence."""

    @property
    def hits(self) -> pd.DataFrame:
        """One row per hit."""

    @property
    def gold(self) -> pd.DataFrame:
        """What was coded by hand, one row per theme of a sentence."""

    @property
    def codebook(self) -> Codebook:
        """The codebook in use."""

    @property
    def scope(self) -> str:
        """How many texts, sentences and hits there are, or were read."""

    def column_uses(self) -> pd.DataFrame:
        """Say which columns form groups, and which dates the texts."""


def _say_texts() -> dict[str, str]:
    """Say what stands on the controls of a panel."""
    return {
        "all": say("All sentences"),
        "none": say("No theme"),
        "any": say("all"),
        "themes": say("Themes"),
        "pattern": say("Word or pattern"),
        "find": say("Find"),
        "clear": say("Clear"),
        "more": say("Show more"),
        "reading": say("Sentences"),
        "colon": say(": "),
        "marks": say("Click a mark of the chart, or move with the arrow keys and press Enter."),
        "stopped": say_stopped(),
    }


class Picture(Protocol):
    """What exploring needs of a chart."""

    title: str

    @property
    def marks(self) -> pd.DataFrame:
        """One row per mark: `where`, `words` and `n`."""

    def render(self, format: str) -> bytes:
        """Render the picture."""


class Choice(NamedTuple):
    """What a reader chose.

    Attributes:
        theme: the id of a theme, `""` for sentences without any, `ALL` for all sentences.
        columns: a group or a period, by column.
        pattern: a pattern that the sentences match; `""` for none.
        limit: the most sentences to show.
    """

    theme: str = ALL
    columns: tuple[tuple[str, str], ...] = ()
    pattern: str = ""
    limit: int = LIMIT


class Finder:
    """Finds and counts the sentences of one choice after another.

    Attributes:
        source: the study.
        themes: one row per theme, in the order of the codebook: `theme`, `label`, `depth`.
        columns: the groups or periods that can be chosen, by column.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        tables = (source.sentences, source.hits, source.documents, source.codebook)
        self.selector = Selector(*tables, source.gold)
        themes = source.codebook.themes[["theme", "label"]]
        label = themes["label"].where(themes["label"] != "", themes["theme"])
        self.themes = themes.assign(label=label, depth=themes["theme"].str.count("/"))
        self.has_headings = bool((source.sentences["section"] != "").any())

    @cached_property
    def columns(self) -> dict[str, list[str]]:
        """The groups or periods of each column that is in use."""
        uses = self.source.column_uses()
        used = uses[uses["use"] != ""]
        return {row.column: self._list_values(row.column, row.use) for row in used.itertuples()}

    def _list_values(self, column: str, use: str) -> list[str]:
        documents = self.source.documents
        if use == "time" and can_date(documents[column]):
            names, order = name_periods(documents, column)
            stated = set(names)
            return [period for period in order if period in stated]
        names = name_groups(self.source.sentences, documents, column).dropna()
        in_order = names.drop_duplicates()
        return list(in_order if column in ("section", "paragraph") else in_order.sort_values())

    @cached_property
    def _carried(self) -> tuple[np.ndarray, np.ndarray]:
        found = find_carried(self.source.sentences, self.source.hits, self.source.codebook)
        return found.sentence, found.theme

    def label(self, theme: str) -> str:
        """Return the label of a theme, and what stands for all themes or none."""
        if theme in (ALL, ""):
            return say("No theme") if theme == "" else say("All sentences")
        return self.themes.set_index("theme")["label"][theme]

    def find_matches(self, pattern: str) -> pd.DataFrame:
        """Find the matches of a pattern; no rows if it is blank.

        Raises:
            InputError: the pattern cannot be searched for.
        """
        if not pattern.strip():
            return pd.DataFrame({name: self.source.hits[name][:0] for name in MARKS})
        return concordance(self.source.sentences, pattern, width=0)[MARKS]

    def mark(self, where: Where, matches: pd.DataFrame | None = None) -> np.ndarray:
        """Mark the sentences of a selection, with one of the matches if there are any given."""
        marked = self.selector.mark(where)
        if matches is None:
            return marked
        keys = pd.MultiIndex.from_frame(self.source.sentences[KEY])
        return marked & keys.isin(pd.MultiIndex.from_frame(matches[KEY]))

    def count_themes(self, marked: np.ndarray) -> np.ndarray:
        """Count, among the sentences marked, those that carry each theme."""
        sentence, theme = self._carried
        return np.bincount(theme[marked[sentence]], minlength=len(self.themes))

    def count_without(self, marked: np.ndarray) -> int:
        """Count, among the sentences marked, those that carry no theme."""
        has_theme = np.zeros(len(marked), dtype=bool)
        has_theme[self._carried[0]] = True
        return int((marked & ~has_theme).sum())

    def take(self, marked: np.ndarray, hits: pd.DataFrame, limit: int) -> Passages:
        """Take the first of the sentences marked, in the order of the texts."""
        chosen = self.source.sentences[marked]
        return take_passages(chosen, hits[MARKS], limit, has_headings=self.has_headings)

    def hits_of(self, where: Where) -> pd.DataFrame:
        """Select the hits that a selection asks for: those of its themes and patterns, or all."""
        hits = self.source.hits
        themes = [theme for key in (THEME, ALSO, CODED) for theme in _as_list(where.get(key, []))]
        if themes:
            hits = hits[np.logical_or.reduce([is_under(hits["theme"], theme) for theme in themes])]
        patterns = _as_list(where.get(PATTERN, []))
        return hits[hits["pattern"].isin(patterns)] if patterns else hits


def _as_list(values: str | Iterable[str]) -> list[str]:
    return [values] if isinstance(values, str) else list(values)


def say_count(n: int, n_all: int) -> str:
    """Say how many of the sentences are meant.

    >>> say_count(12, 96), say_count(0, 1), say_count(0, 0)
    ('12 of 96 sentences (12.5%)', 'none of 1 sentence', 'no sentences')
    """
    if not n_all:
        return say("no sentences")
    if not n:
        return say("none of {sentences}", sentences=count(n_all, "sentence"))
    return f"{out_of(n, n_all, 'sentence')} ({percent(n / n_all, 1)})"


def _join(heading: tuple[str, str]) -> str:
    """Join a label and what is said of it."""
    label, said = heading
    return f"{label}{say(': ')}{said}" if said else label


def _isolate(heading: tuple[str, str]) -> str:
    """Write a heading as HTML in which a label from right to left leaves the count as it is."""
    label, said = heading
    return f"{isolate(label)}{say(': ')}{escape_html(said)}" if said else isolate(label)


class _Explorer:
    """What is shown in JupyterLab as a panel, and elsewhere as HTML."""

    finder: Finder

    def setup(self) -> Data:
        """Return what a panel shows throughout."""
        raise NotImplementedError

    def start(self) -> Data:
        """Return the choice with which a panel begins."""
        raise NotImplementedError

    def answer(self, choice: Data) -> Data:
        """Return the page for a choice; the page says what is wrong with it, if anything is."""
        try:
            return self.find_page(choice)
        except InputError as error:
            said = [f"{fault.found}; expected {fault.expected}" for fault in error.faults]
            return {"fault": shown_text(". ".join(said))}

    def find_page(self, choice: Data) -> Data:
        """Return the page for a choice that can be answered."""
        raise NotImplementedError

    def html(self) -> str:
        """Write the choice with which a panel begins as HTML."""
        raise NotImplementedError

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Data:
        return write_bundle(self, repr(self))


class Explorer(_Explorer):
    """The shares of all themes, and the sentences of what a reader chooses.

    Args:
        source: the study.
        where: what is chosen at first: a theme, a group, a period.
        pattern: the word or pattern that is chosen at first.
        limit: the most sentences to show at first.

    Raises:
        InputError: there is no such theme, group or period, or the pattern cannot be searched for.
    """

    def __init__(self, source: Source, where: Where, pattern: str, limit: int) -> None:
        self.finder = Finder(source)
        values = {key: _only(key, value) for key, value in where.items()}
        theme = values.pop(THEME, ALL)
        self.choice = Choice(theme, tuple(values.items()), pattern, limit)
        self._page = self._find(self.choice)  # raises at once if there is no such choice

    def setup(self) -> Data:
        """Return what a panel shows throughout: the themes, and the values of each column."""
        return {"kind": "explore", "words": _say_texts(), **self._list_choices()}

    def _list_choices(self) -> Data:
        themes = [
            {"theme": row.theme, "label": shown_text(row.label), "depth": row.depth}
            for row in self.finder.themes.itertuples()
        ]
        columns = [
            {"column": column, "values": values} for column, values in self.finder.columns.items()
        ]
        return {"themes": themes, "columns": columns}

    def start(self) -> Data:
        """Return the choice with which a panel begins."""
        return {**self.choice._asdict(), "columns": dict(self.choice.columns)}

    def find_page(self, choice: Data) -> Data:
        """Return the counts of all themes, and the sentences of the choice."""
        columns = [(name, value) for name, value in choice.get("columns", {}).items() if value]
        chosen = Choice(
            str(choice.get("theme", ALL)),
            tuple(columns),
            str(choice.get("pattern", "")),
            int(choice.get("limit", LIMIT)),
        )
        found = self._find(chosen)
        return {
            "counts": found.counts,
            "n_without": found.n_without,
            "n_all": found.n_all,
            "heading": list(map(shown_text, found.heading)),
            "within": list(map(shown_text, found.within)),
            "sentences": found.passages.to_rows(),
            "more": found.passages.say_more(),
            "next": chosen.limit + MORE,
        }

    def _find(self, choice: Choice) -> "_Found":
        finder = self.finder
        matches = finder.find_matches(choice.pattern) if choice.pattern.strip() else None
        around = finder.mark(dict(choice.columns), matches)
        where = {} if choice.theme == ALL else {THEME: choice.theme}
        marked = around & finder.mark(where)
        hits = [matches] if matches is not None else []
        if choice.theme != ALL or matches is None:
            hits.append(finder.hits_of(where)[MARKS])
        return _Found(
            counts=finder.count_themes(around).tolist(),
            n_without=finder.count_without(around),
            n_all=int(around.sum()),
            heading=self._say_choice(choice.theme, int(marked.sum()), int(around.sum())),
            within=_say_within(choice),
            passages=finder.take(marked, pd.concat(hits), choice.limit),
        )

    def _say_choice(self, theme: str, n: int, n_all: int) -> tuple[str, str]:
        said = number(n) if theme == ALL else say_count(n, n_all)
        return self.finder.label(theme), said

    def __repr__(self) -> str:
        found = self._page
        lines = [one_line(", ".join([_join(found.heading), *found.within]))]
        if self.choice.theme == ALL:
            for (_, label, depth), n in self._list_counts(found):
                said = say_count(n, found.n_all)
                lines.append(f"{'  ' * depth}{one_line(_join((label, said)))}")
        return "\n".join(lines)

    def _list_counts(self, found: "_Found") -> list[tuple[tuple[str, str, int], int]]:
        """List the themes that occur: id, label and depth, and their count."""
        themes = self.finder.themes.itertuples(index=False, name=None)
        return [(theme, n) for theme, n in zip(themes, found.counts, strict=True) if n]

    def html(self) -> str:
        """Write the choice as HTML: each theme opens onto its first sentences."""
        return write_div(self._html_lines())

    def _html_lines(self) -> Iterator[str]:
        found = self._page
        within = "".join(f", {isolate(words)}" for words in found.within)
        yield f"<p><strong>{_isolate(found.heading)}</strong>{within}</p>"
        if self.choice.theme != ALL or self.choice.pattern:
            yield from found.passages.html_lines()
            yield write_paragraph(found.passages.say_more())
            return
        counted = self._list_counts(found)
        coded = set(self.finder.source.codebook.coded_themes()["theme"])
        shown = [(theme, label, n) for (theme, label, _), n in counted if theme in coded]
        for theme, label, n in shown[:MOST_IN_HTML]:
            choice = self.choice._replace(theme=theme, limit=IN_HTML)
            heading = (label, say_count(n, found.n_all))
            yield from _write_details(heading, self._find(choice).passages)
        yield from _write_rest(len(shown), "theme")


class ChartExplorer(_Explorer):
    """A chart whose marks show the sentences that they count.

    Args:
        source: the study that the chart was made of.
        chart: the chart.
        limit: the most sentences of a mark to show at first.

    Raises:
        InputError: nothing in the chart counts sentences.
    """

    def __init__(self, source: Source, chart: Picture, limit: int) -> None:
        self.finder = Finder(source)
        self.chart = chart
        self.marks = chart.marks.drop_duplicates("where")
        self.limit = limit
        if self.marks.empty:
            found = "a chart without marks that count sentences"
            raise_all([Fault("explore", found, "another chart, such as that of the shares")])

    def setup(self) -> Data:
        """Return what a panel shows throughout: the picture."""
        words = dict(zip(self.marks["where"], self.marks["words"], strict=True))
        svg = self.chart.render("svg")
        prefix = f"s{sha256(svg).hexdigest()[:8]}"  # the ids of two charts in a page differ
        picture = inline_svg(parse_svg(svg), prefix, self.chart.title, words.get)
        return {"kind": "chart", "words": _say_texts(), "picture": str(picture)}

    def start(self) -> Data:
        """Return the choice with which a panel begins: no mark."""
        return {"where": "", "limit": self.limit}

    def find_page(self, choice: Data) -> Data:
        """Return the sentences of a mark."""
        where = str(choice.get("where", ""))
        limit = int(choice.get("limit", LIMIT))
        known = self.marks[self.marks["where"] == where]
        if known.empty:
            return {"heading": [], "within": [], "sentences": [], "more": ""}
        passages = self._take(where, limit)
        return {
            "heading": list(map(shown_text, self._split(where, known["words"].iloc[0]))),
            "within": [],
            "sentences": passages.to_rows(),
            "more": passages.say_more(),
            "next": limit + MORE,
        }

    def _split(self, where: str, words: str) -> tuple[str, str]:
        """Split what is said of a mark behind the label of its theme, if it begins with that."""
        for theme in read_where(where).get(THEME, []):
            label = self.finder.label(theme)
            if words.startswith(f"{label}{say(': ')}"):
                return label, words.removeprefix(f"{label}{say(': ')}")
        return words, ""

    def _take(self, text: str, limit: int) -> Passages:
        where = read_where(text)
        marked = self.finder.mark(where)
        return self.finder.take(marked, self.finder.hits_of(where), limit)

    def __repr__(self) -> str:
        return "\n".join([one_line(self.chart.title), *map(one_line, self.marks["words"])])

    def html(self) -> str:
        """Write the marks as HTML: each opens onto its first sentences."""
        return write_div(self._html_lines())

    def _html_lines(self) -> Iterator[str]:
        yield f"<p><strong>{isolate(self.chart.title)}</strong></p>"
        for row in self.marks.head(MOST_IN_HTML).itertuples():
            heading = self._split(row.where, row.words)
            yield from _write_details(heading, self._take(row.where, IN_HTML))
        yield from _write_rest(len(self.marks), "mark")


class _Found(NamedTuple):
    """What a choice finds.

    Attributes:
        counts: the sentences of each theme, in the order of the codebook, whatever theme is chosen.
        n_without: the sentences that carry no theme.
        n_all: all sentences of the groups and the pattern that were chosen.
        heading: the label of what was chosen, and how many sentences it counts.
        within: the groups, periods and patterns that were chosen.
        passages: the first sentences.
    """

    counts: list[int]
    n_without: int
    n_all: int
    heading: tuple[str, str]
    within: list[str]
    passages: Passages


def _say_within(choice: Choice) -> list[str]:
    said = [f"{column}: {value}" for column, value in choice.columns]
    return [*said, f"“{choice.pattern.strip()}”"] if choice.pattern.strip() else said


def _only(key: str, values: str | Iterable[str]) -> str:
    """Return the one value of a key; a panel can show no more."""
    found = _as_list(values)
    if len(found) != 1:
        raise_all([Fault(f"explore, {key}", f"{len(found)} values", "one")])
    return found[0]


def _write_details(heading: tuple[str, str], passages: Passages) -> Iterator[str]:
    """Write passages that a reader opens; their number stands in the heading."""
    # Some style sheets of notebooks saved as pages take the sign away that says it opens.
    yield f'<details><summary style="display: list-item">{_isolate(heading)}</summary>'
    yield from passages.html_lines()
    if passages.say_more():
        yield write_paragraph(passages.say_more())
    yield "</details>"


def _write_rest(n: int, noun: str) -> Iterator[str]:
    if n > MOST_IN_HTML:
        yield write_paragraph(say("and {more} more", more=count(n - MOST_IN_HTML, noun)))


def explore(
    source: Source,
    chart: Picture | None = None,
    *,
    where: Where | None = None,
    pattern: str = "",
    limit: int = LIMIT,
) -> Explorer | ChartExplorer:
    """Explore a study, or a chart made of it.

    Args:
        source: the study.
        chart: a chart of the study; None for the shares of all themes.
        where: what is chosen at first, such as `{"theme": "aid", "outlet": "Post"}`.
        pattern: a word or a pattern that is chosen at first.
        limit: the most sentences to show at first.

    Raises:
        InputError: there is no such theme, group or period, the pattern cannot be searched for, or
            nothing in the chart counts sentences.
    """
    raise_all(check_number("explore, limit", limit, 1, "a number of sentences"))
    if chart is None:
        return Explorer(source, where or {}, pattern, limit)
    return ChartExplorer(source, chart, limit)
