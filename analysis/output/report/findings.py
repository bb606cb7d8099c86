"""The main findings, each with links to the sentences behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.display.main_findings import MainFindings
from analysis.messages import say
from analysis.selection import Where, write_where


@dataclass(frozen=True)
class Finding:
    """One finding: what was found, how sure it is, and where its sentences are."""

    sentence: str
    remarks: list[str]
    links: list[tuple[str, str]]  # a selection, and what it holds


def list_findings(findings: pd.DataFrame, described: MainFindings) -> list[Finding]:
    """Join the findings with their words.

    Args:
        findings: one row per kind of finding, as from `main_findings`.
        described: the same in sentences, those that count as main findings.
    """
    main = findings[findings["rank"].between(1, len(described.findings))]
    listed = []
    for row, finding in zip(main.itertuples(), described.findings, strict=True):
        links = [(write_where(where), words) for where, words in _list_links(row)]
        listed.append(Finding(finding.sentence, finding.remarks, links))
    return listed


def _list_links(row: Any) -> Iterator[tuple[Where, str]]:
    """Yield the selections that show a finding."""
    first, second = row.label, row.label_b
    if row.kind == "contrast":
        yield {"theme": row.theme}, first
        yield {"theme": row.theme_b}, second
    elif row.kind in ("group", "change") and row.column and row.group:
        of_group = {"theme": row.theme, row.column: row.group}
        yield of_group, say("{theme}, {group}", theme=first, group=row.group)
        yield {"theme": row.theme}, first
    elif row.kind == "pair":
        both = {"theme": row.theme, "also": row.theme_b}
        yield both, say("{first} and {second}", first=first, second=second)
    elif row.kind == "sequence":
        then = {"theme": row.theme, "then": row.theme_b}
        yield then, say("{first}, then {second}", first=first, second=second)
    elif row.kind == "pattern" and row.pattern:
        by_pattern = {"theme": row.theme, "pattern": row.pattern}
        yield by_pattern, say("{theme}, found by {pattern}", theme=first, pattern=row.pattern)
    elif row.theme:
        yield {"theme": row.theme}, first
