"""The concordance of a study, to be worked on: sorted, grouped, ranked, drawn from, and judged.

    lines = study.concordance("right*")
    lines.sort("R1").sample(20, by="outlet")
    lines.reject([3, 7], because="about the right-hand side")

Each step returns a new `Concordance`, and its caption says what was done. The lines keep their
numbers throughout.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.display.concordance import isolated, print_concordance, write_concordance
from analysis.faults import Fault, check_number, nearest, raise_all
from analysis.measures import line_steps
from analysis.measures.collocates import SPAN
from analysis.measures.concordance import (
    WIDTH,
    Texts,
    check_query,
    check_width,
    list_parts,
    read_texts,
)
from analysis.measures.line_ranking import describe_ranking, rank_lines
from analysis.measures.lines import Query, make_lines, read_query, with_metadata
from analysis.measures.rejection import Rejection, reject_lines
from analysis.measures.resampling import check_seed
from analysis.wording import pluralize

LIMIT = 40  # lines that are shown
MOST_OF_GROUP = 4  # lines of each group that are shown, if not all can be


class Source(Protocol):
    """What a concordance needs of a study."""

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
    def codebook(self) -> Codebook:
        """The codebook in use."""


def find_lines(
    source: Source,
    query: str | Iterable[str],
    *,
    width: int = WIDTH,
    limit: int | None = LIMIT,
    themes: bool = True,
) -> "Concordance":
    """Find the lines of patterns or themes in a study.

    Args:
        source: the study.
        query: a pattern or the id of a theme, or several.
        width: the characters of context on each side.
        limit: the most lines to show; None for all.
        themes: whether what is the id of a theme stands for the theme; else it is a pattern.

    Raises:
        InputError: a pattern cannot be searched for, or there is no such theme.
    """
    check_width(width)
    _check_limit(limit)
    parts = list_parts(query)
    asked = read_query(parts, source.codebook) if themes else Query(check_query(parts), [])
    texts = read_texts(source.sentences)
    hits = source.hits if asked.themes else None
    lines = make_lines(texts, asked, hits, width)
    lines = with_metadata(lines, source.sentences, source.documents)
    return Concordance(source, texts, asked, lines, limit=limit)


def _check_limit(limit: int | None) -> None:
    if limit is not None:
        raise_all(check_number("concordance, limit", limit, 0, "a number of lines, or None"))


@dataclass(frozen=True, repr=False, eq=False)
class Concordance:
    """Lines of text with a match in the middle of each.

    Attributes:
        source: the study.
        texts: its sentences, in the order in which they are read.
        query: the patterns and themes that were asked for.
        table: one row per line (`analysis.tables.LINES`), with the metadata of its text.
        steps: what has been done so far, one phrase per step.
        limit: the most lines to show; None for all.
    """

    source: Source
    texts: Texts
    query: Query
    table: pd.DataFrame
    steps: tuple[str, ...] = ()
    limit: int | None = LIMIT

    def __len__(self) -> int:
        return len(self.table)

    # -- steps ---------------------------------------------------------------------------------

    def sort(self, *keys: str, descending: bool = False) -> "Concordance":
        """Sort the lines.

        Args:
            keys: `L1` is the first word to the left of the match, `R2` the second to the right, and
                so on to `L5` and `R5`; in texts that run from right to left, `L` is what stands
                before the match as well. `position` is the place in the texts. Any column of the
                table is a key, too, such as `match` or a metadata column. Later keys decide between
                lines that agree in the earlier ones.
            descending: whether to sort from the last to the first.
        """
        keys = keys or (line_steps.POSITION,)
        line_steps.check_keys(keys, self.table, "sort")
        lines = line_steps.sort_lines(self.texts, self.table, keys, descending=descending)
        order = ", in descending order" if descending else ""
        return self._step(lines, f"sorted by {', then '.join(keys)}{order}")

    def group(self, by: str = "R1") -> "Concordance":
        """Put the lines with the same word beside the match together, the largest group first.

        Args:
            by: the word, such as `R1` or `L2`, or a column of the table. A line without such a word
                in its sentence is in the group `(sentence start)` or `(sentence end)`.
        """
        line_steps.check_keys((by,), self.table, "group", choices=line_steps.BESIDE)
        lines = line_steps.group_lines(self.texts, self.table, by)
        n = pluralize(lines["group"].nunique(), "group")
        return self._step(lines, f"grouped by {by} ({n})")

    def sample(self, n: int, by: str | None = None, *, seed: int = 0) -> "Concordance":
        """Draw lines at random. They keep their order.

        Args:
            n: how many lines to draw.
            by: a column of the table, such as a metadata column: each of its values gets lines in
                proportion to its own, and at least one if `n` is large enough.
            seed: the seed of the draw; the same seed draws the same lines.
        """
        faults = check_number("concordance, sample", n, 1, "1 or more lines")
        raise_all([*faults, *check_seed(seed)])
        if by is not None and by not in list(self.table.columns):
            expected = nearest(str(by), self.table.columns)
            raise_all([Fault("concordance, sample", f"no column {by!r}", expected)])
        lines = line_steps.sample_lines(self.table, n, by, seed)
        step = f"{len(lines):,} of {pluralize(len(self), 'line')} drawn (seed {seed})"
        if by is not None:
            strata = line_steps.describe_strata(self.table, lines, by)
            step += f", in proportion to {by}: {strata}"
        return self._step(lines, step)

    def rank(self, span: int = SPAN) -> "Concordance":
        """Put the lines with the most typical words beside the match first.

        Typical words are the strongest collocates of these matches, up to 20: words that are more
        frequent near the matches than elsewhere in the study. The column `n_collocates` counts how
        many of them each line has; lines with equal counts keep their order.

        Args:
            span: how many words on each side count, 1 to 9.
        """
        if isinstance(span, bool) or span not in range(1, 10):
            raise_all([Fault("concordance, rank", f"a span of {span!r}", "1 to 9 words")])
        ranking = rank_lines(self.texts, self.table, self.source.sentences, span)
        return self._step(ranking.lines, describe_ranking(ranking.collocates, span))

    def show(self, limit: int | None = None) -> "Concordance":
        """Show another number of lines; all by default."""
        _check_limit(limit)
        return replace(self, limit=limit)

    def words_beside(self, *names: str) -> pd.DataFrame:
        """Return the words beside the matches: one row per line, one column per name, such as `L1`.

        They are in plain form and small letters; `""` where the text has no such word.
        """
        unknown = [name for name in names if name not in line_steps.BESIDE]
        raise_all(
            Fault("concordance, words", f"{name!r}", nearest(name, line_steps.BESIDE))
            for name in unknown
        )
        return line_steps.words_beside(self.texts, self.table, list(names))

    def _step(self, lines: pd.DataFrame, step: str) -> "Concordance":
        return replace(self, table=lines, steps=(*self.steps, step))

    # -- judging -------------------------------------------------------------------------------

    def reject(self, rows: int | Iterable[int], *, because: str) -> Rejection:
        """Say how to change the codebook, or the codings, so that lines no longer count.

        Nothing is changed: what is returned is text to paste.

        Args:
            rows: the numbers of the lines, as they are shown beside them.
            because: the reason, which goes into the text.

        Raises:
            InputError: there is no such line, or no reason is given.
        """
        numbers = list(rows) if isinstance(rows, Iterable) else [rows]
        known = self.table["line"].tolist()
        faults = [
            Fault("concordance, reject", f"the line {number!r}", "the number of a line shown here")
            for number in numbers
            if number not in known
        ]
        if not numbers:
            faults.append(Fault("concordance, reject", "no line", "the number of a line"))
        if not isinstance(because, str) or not because.strip():
            faults.append(Fault("concordance, reject", "no reason", 'because="…"'))
        raise_all(faults)
        return reject_lines(self.source, self.table, numbers, because)

    # -- reading -------------------------------------------------------------------------------

    @property
    def caption(self) -> list[str]:
        """What is shown: the query and its counts, then every step in order."""
        asked = [isolated(f"theme {theme}") for theme in self.query.themes]
        asked += [isolated(f"“{pattern}”") for pattern in self.query.patterns]
        said = [f"Concordance of {', '.join(asked)}: {self._count()}."]
        if self.steps:
            said.append(f"Steps: {'; '.join(self.steps)}.")
        return said

    def _count(self) -> str:
        n_sentences = len(self.texts.sentence)
        if not len(self):
            return f"no line ({pluralize(n_sentences, 'sentence')} searched)"
        in_sentences = len(self.table.drop_duplicates(["doc_id", "sent_id"]))
        n_texts = self.table["doc_id"].nunique()
        sentences = f"{in_sentences:,} of {pluralize(n_sentences, 'sentence')}"
        texts = pluralize(n_texts, "text")
        return f"{pluralize(len(self), 'line')} in {sentences} and in {texts}"

    def _choose_shown(self) -> pd.DataFrame:
        """Choose the first lines; of groups the first lines of each, so that several are seen."""
        if self.limit is None or len(self) <= self.limit:
            return self.table
        if "group" not in self.table:
            return self.table.head(self.limit)
        rank = self.table.groupby("group").cumcount()
        return self.table[rank < MOST_OF_GROUP].head(self.limit)

    def _say_more(self) -> str:
        """Say how many lines are not shown; `""` if all are."""
        n_more = len(self) - len(self._choose_shown())
        if not n_more:
            return ""
        return f"and {pluralize(n_more, 'more line')}: .show() shows all, .table holds them"

    def _group_sizes(self) -> dict[str, int]:
        """Count the lines of each group; empty if the lines are not grouped."""
        if "group" not in self.table:
            return {}
        return self.table["group"].value_counts().to_dict()

    def __str__(self) -> str:
        shown = self._choose_shown()
        return print_concordance(shown, self.caption, self._say_more(), self._group_sizes())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        shown = self._choose_shown()
        return write_concordance(shown, self.caption, self._say_more(), self._group_sizes())
