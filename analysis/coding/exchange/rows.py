"""Selections of a project become codings of sentences and spans."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from analysis.coding.exchange.covered import NO_SENTENCE, SentencesOfText
from analysis.coding.exchange.from_study import PATTERNS_OF
from analysis.coding.exchange.model import NONE_FOUND, SPAN, UNSURE, Selection
from analysis.coding.exchange.texts import MatchedText
from analysis.tables import CODINGS, SPANS

UNNAMED = "unnamed"  # the coder of what no user is named for
EMPTY = "selection without a character"
UNCODED = "selection without a code"
UNCODED_MEMO = "memo on a selection without a code"
BLANK_BESIDE = 'sentence that is called "read, none found" and has a code, too'
OF_PATTERNS = "coding of patterns, which the study makes itself"

CodingKey = tuple[str, int, str, str]  # doc_id, sent_id, coder, theme
SpanKey = tuple[str, int, int, str, str]  # doc_id, start, end, coder, theme


class Cell(NamedTuple):
    """What belongs to a coding besides its key."""

    memo: str
    unsure: bool


@dataclass
class Rows:
    """The codings and spans of a project.

    Attributes:
        codings: their memos, by their keys.
        spans: their memos, by their keys.
        kinds: how many selections with a code are whole sentences, parts of one, and so on.
        left_out: how many of each other thing there are.
    """

    codings: dict[CodingKey, Cell] = field(default_factory=dict)
    spans: dict[SpanKey, str] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def codings_table(self) -> pd.DataFrame:
        """Return the codings as a table (`analysis.tables.CODINGS`), in the order of the texts."""
        rows = [(*key, *cell) for key, cell in sorted(self.codings.items())]
        columns = ["doc_id", "sent_id", "coder", "theme", "memo", "unsure"]
        return CODINGS.frame(pd.DataFrame(rows, columns=columns))

    def spans_table(self) -> pd.DataFrame:
        """Return the spans as a table (`analysis.tables.SPANS`), in the order of the texts."""
        rows = [(*key, memo) for key, memo in sorted(self.spans.items())]
        return SPANS.frame(pd.DataFrame(rows, columns=list(SPANS.columns)))


def make_rows(
    texts: Iterable[MatchedText],
    sentences: pd.DataFrame,
    themes: dict[str, str],
    *,
    is_own: bool,
) -> Rows:
    """Make codings and spans of the selections of a project.

    A selection that is exactly a sentence is a coding of it. Any other one is a span; and its
    themes are those of each sentence of which it covers a letter or digit, unless the project is of
    this workbook: there, codings of sentences and spans were two things before.

    Args:
        texts: the texts, with their ids in the study.
        sentences: their sentences (`analysis.tables.SENTENCES`).
        themes: the theme of each code, by its key.
        is_own: whether this workbook wrote the project.
    """
    maker = _RowMaker(themes, is_own)
    by_text = dict(tuple(sentences.groupby("doc_id", sort=False)))
    for text in texts:
        of_text = by_text.get(text.doc_id, sentences.iloc[:0])
        maker.add_text(text, of_text)
    maker.drop_contradictions()
    return maker.rows


class _RowMaker:
    def __init__(self, themes: dict[str, str], is_own: bool) -> None:
        self.rows = Rows()
        self._themes = themes
        self._is_own = is_own

    def add_text(self, text: MatchedText, sentences: pd.DataFrame) -> None:
        """Add the selections of a text."""
        of_text = SentencesOfText(text.source.text or "", sentences)
        ids = sentences["sent_id"].tolist()
        for selection in text.source.selections:
            if selection.user.startswith(PATTERNS_OF):
                self.rows.left_out[OF_PATTERNS] += len(selection.codes)
            elif selection.start == selection.end:
                self.rows.left_out[EMPTY] += 1
            elif selection.codes:
                self._add_coded(text.doc_id, selection, of_text, ids)
            else:
                self._add_uncoded(text.doc_id, selection, of_text, ids)

    def _add_coded(
        self, doc_id: str, selection: Selection, of_text: SentencesOfText, ids: list[int]
    ) -> None:
        covered = of_text.cover(selection.start, selection.end)
        self.rows.kinds[covered.kind] += 1
        is_marked = self._is_own and selection.name.startswith(SPAN)
        is_span = is_marked or not covered.is_exact
        coder = selection.user or UNNAMED
        themes = dict.fromkeys(self._themes[code] for code in selection.codes)
        for theme in themes:
            if is_span:
                key = doc_id, selection.start, selection.end, coder, theme
                self.rows.spans[key] = _join(self.rows.spans.get(key, ""), selection.memo)
            if is_span and self._is_own:
                continue
            for row in covered.rows:
                self._add_coding((doc_id, ids[row], coder, theme), selection)

    def _add_uncoded(
        self, doc_id: str, selection: Selection, of_text: SentencesOfText, ids: list[int]
    ) -> None:
        """Add sentences that were read and in which nothing was found."""
        name = selection.name.removeprefix(UNSURE)
        if name != NONE_FOUND:
            self.rows.left_out[UNCODED] += 1
            self.rows.left_out[UNCODED_MEMO] += bool(selection.memo)
            return
        for row in of_text.cover(selection.start, selection.end).rows:
            self._add_coding((doc_id, ids[row], selection.user or UNNAMED, ""), selection)

    def _add_coding(self, key: CodingKey, selection: Selection) -> None:
        """Add a coding; what is said of it twice is joined."""
        before = self.rows.codings.get(key, Cell("", False))
        unsure = self._is_own and selection.name.startswith(UNSURE)
        memo = _join(before.memo, selection.memo)
        self.rows.codings[key] = Cell(memo, before.unsure or unsure)

    def drop_contradictions(self) -> None:
        """Drop "none found" where the coder gave the sentence a theme, too."""
        with_theme = {key[:3] for key in self.rows.codings if key[3]}
        wrong = [key for key in self.rows.codings if not key[3] and key[:3] in with_theme]
        for key in wrong:
            del self.rows.codings[key]
        self.rows.left_out[BLANK_BESIDE] += len(wrong)


def _join(memo: str, further: str) -> str:
    """Join two memos; the same one is kept once."""
    if not further or further in memo.split("\n"):
        return memo
    return f"{memo}\n{further}" if memo else further


def describe_kinds(kinds: Counter[str]) -> Iterator[tuple[str, int]]:
    """Yield how many selections are of each kind, the kinds in words."""
    words = {
        "whole": "one whole sentence",
        "part": "part of one sentence",
        "several": "several sentences",
        NO_SENTENCE: "no letter or digit of a sentence",
    }
    for kind, phrase in words.items():
        if kinds[kind]:
            yield phrase, kinds[kind]
