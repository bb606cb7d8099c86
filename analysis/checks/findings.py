"""A finding: one line of `workbook check`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from analysis.reading.settings import Settings
from analysis.tables import CHECKS

Severity = Literal["error", "warning", "note"]
SEVERITIES = ("error", "warning", "note")

FEW_PLACES = 3  # that the terminal shows
MOST_PLACES = 1000  # that the table holds

# The ranks of findings of one severity. What readers left out is seldom urgent.
URGENT, USUAL, LESS_URGENT = 0, 1, 2

SettingLines = Mapping[str, tuple[str, ...]]  # key of study.yaml -> its values


@dataclass(frozen=True)
class Finding:
    """One thing that was found, how often, where, and what to do about it.

    Attributes:
        severity: an `error` makes the results wrong; a `warning` is something to do before the
            results are trusted; a `note` is worth knowing, and needs no action.
        subject: where it was found: `texts`, `patterns`, or a file with its line.
        n: how many there are.
        found: what was found, with its count, as a phrase.
        advice: what to do, as a phrase.
        places: where the first of them are; each is a short phrase.
        settings: the values to add to keys of study.yaml in order to follow the advice.
        n_shown: how many places the terminal shows.
        rank: its order among findings of the same severity; the lowest rank comes first.
    """

    severity: Severity
    subject: str
    n: int
    found: str
    advice: str
    places: tuple[str, ...] = ()
    settings: SettingLines = field(default_factory=dict)
    n_shown: int = FEW_PLACES
    rank: int = USUAL


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings: errors first, notes last, each by rank; otherwise they keep their order."""
    return sorted(findings, key=_severity_and_rank)


def _severity_and_rank(finding: Finding) -> tuple[int, int]:
    return SEVERITIES.index(finding.severity), finding.rank


def to_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """Turn findings into the table `analysis.tables.CHECKS`.

    >>> finding = Finding("note", "texts", 2, "2 URLs", "nothing", ("a: http://b",))
    >>> to_table([finding])[["severity", "n", "places"]].to_dict("records")
    [{'severity': 'note', 'n': 2, 'places': 'a: http://b'}]
    """
    rows = [
        {
            "severity": finding.severity,
            "subject": finding.subject,
            "n": finding.n,
            "found": finding.found,
            "places": "\n".join(finding.places[:MOST_PLACES]),
            "advice": finding.advice,
            "setting": "\n".join(setting_lines(finding.settings)),
        }
        for finding in findings
    ]
    return CHECKS.frame(pd.DataFrame(rows, columns=list(CHECKS.columns)))


def setting_lines(settings: SettingLines) -> list[str]:
    """Write values as lines of study.yaml.

    >>> setting_lines({"drop": ("Page *",), "html": ("text",)})
    ['drop: ["Page *"]', 'html: text']
    """
    lines = []
    for key, values in settings.items():
        listed = ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
        if key == "html":
            listed = ", ".join(values)
        is_single = key == "html" and len(values) == 1
        lines.append(f"{key}: {listed}" if is_single else f"{key}: [{listed}]")
    return lines


def merge_settings(findings: Iterable[Finding], stated: Settings | None) -> SettingLines:
    """Add the values that findings advise to those that study.yaml states, key by key.

    A key may occur only once in study.yaml, so the merged line replaces the one that is there.
    """
    merged: dict[str, tuple[str, ...]] = {}
    for finding in findings:
        for key, values in finding.settings.items():
            before = merged.get(key, getattr(stated, key, ()))
            merged[key] = tuple(dict.fromkeys([*before, *values]))
    return merged
