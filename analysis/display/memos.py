"""Memos of coders, below the sentence that they are about."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.display.html import isolate
from analysis.messages import say
from analysis.tables import MEMOS
from analysis.wording import escape_html, one_line, text_align

KEY = ["doc_id", "sent_id"]
_INDENT = "margin: 0 2em"
_WITH_SPACE = "margin: 0 2em 1em"  # with a space between it and the next sentence

Memos = Mapping[tuple[str, int], pd.DataFrame]


def by_sentence(memos: pd.DataFrame) -> Memos:
    """Sort memos by their sentence.

    Args:
        memos: one row per memo (`analysis.tables.MEMOS`).

    Returns:
        By `doc_id` and `sent_id`, the memos of the sentence; sentences without any are not there.
    """
    groups = MEMOS.need(memos, [*KEY, "coder", "themes", "memo"]).groupby(KEY, sort=False)
    return {(doc_id, sent_id): rows for (doc_id, sent_id), rows in groups}


def memos_as_html(memos: pd.DataFrame, labels: Mapping[str, str]) -> Iterator[str]:
    """Write memos as lines of HTML: who noted it about which themes, and below it the memo.

    Args:
        memos: the memos of one sentence; none give no lines.
        labels: the labels of themes by their ids; others are called by their ids.

    >>> memo = {"coder": "A", "themes": "aid", "memo": "or <loans>?"}
    >>> lines = list(memos_as_html(pd.DataFrame([memo]), {"aid": "Aid"}))
    >>> lines[0].replace(' style="margin: 0 2em"', "")
    '<div><small>Memo by <bdi>A</bdi> on <bdi>Aid</bdi></small></div>'
    >>> lines[1].endswith('">or &lt;loans&gt;?</p>')
    True
    """
    for row in memos.itertuples():
        align = f"text-align: {text_align(row.memo)}"
        style = f"{align}; {_WITH_SPACE}; white-space: pre-line"
        yield f'<div style="{_INDENT}"><small>{say_whose(row, labels, isolate)}</small></div>'
        yield f'<p dir="auto" style="{style}">{escape_html(row.memo)}</p>'


def memos_as_text(memos: pd.DataFrame, labels: Mapping[str, str]) -> Iterator[str]:
    """Write memos as lines of plain text, each on one line, with control characters as codes.

    >>> memo = {"coder": "A", "themes": "", "memo": "odd\\nbut there"}
    >>> list(memos_as_text(pd.DataFrame([memo]), {}))
    ['Memo by A: odd but there']
    """
    for row in memos.itertuples():
        yield f"{say_whose(row, labels, one_line)}: {one_line(row.memo)}"


def say_whose(row: Any, labels: Mapping[str, str], write: Callable[[str], str]) -> str:
    """Say who wrote a memo, and about which themes, with `write` for each name."""
    coder = write(row.coder)
    if not row.themes:
        return say("Memo by {coder}", coder=coder)
    names = [write(labels.get(theme) or theme) for theme in row.themes.split("\n")]
    return say("Memo by {coder} on {themes}", coder=coder, themes=", ".join(names))
