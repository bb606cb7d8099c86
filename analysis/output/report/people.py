"""What the page says of people: codings, corrected shares, halves, and the agreement of coders."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.messages import bare_percent, decimal, number, out_of, percent, say
from analysis.output.report.differences import Differences, list_differences
from analysis.output.report.prose import Block, split_blocks
from analysis.output.report.selections import Rows
from analysis.output.report.source import Source
from analysis.output.report.themes import Places
from analysis.output.report.view import View
from analysis.selection import write_where
from analysis.tables import HALVES

FIGURES = ("precision", "recall", "f1")


@dataclass(frozen=True)
class Numbers:
    """A table of numbers, one row per theme.

    Attributes:
        heads: the heads of its columns, that of the themes first.
        rows: the number of a theme in the codebook (-1 if it is none), its label, and the cells.
    """

    heads: list[str]
    rows: list[tuple[int, str, list[str]]]


@dataclass(frozen=True)
class OfTheme:
    """What people coded of one theme.

    Attributes:
        where: the selection of the sentences that were coded with it.
        coded: how many these are, in words.
        figures: precision and recall, in words; `""` if it was neither found nor coded.
        corrected: its corrected share; `""` if there is no coded sample.
        interval: the interval of that; `""` if there is none.
    """

    where: str
    coded: str
    figures: str = ""
    corrected: str = ""
    interval: str = ""


@dataclass(frozen=True)
class People:
    """What the page says of people; nothing where nothing is coded by hand.

    Attributes:
        codings: how the patterns compare with people.
        precision: precision, recall and F1 of each theme.
        corrected: what corrected shares are, and which changes most.
        halves: how the halves of the sample differ.
        by_half: F1 of each theme in both halves.
        coders: how far coders agree.
        agreement: the figures of that.
        differences: sentences on which patterns and people differ.
        of_theme: what is said of each theme.
    """

    codings: list[Block] = field(default_factory=list)
    precision: Numbers | None = None
    corrected: list[Block] = field(default_factory=list)
    halves: list[Block] = field(default_factory=list)
    by_half: Numbers | None = None
    coders: list[Block] = field(default_factory=list)
    agreement: Numbers | None = None
    differences: Differences = field(default_factory=lambda: Differences([], 0))
    of_theme: Mapping[str, OfTheme] = field(default_factory=dict)


def where_coded(study: Source) -> dict[str, str]:
    """Return the selection of the sentences that people coded with each theme, by theme."""
    if study.gold.empty:
        return {}
    return {theme: write_where({"coded": theme}) for theme in study.codebook.themes["theme"]}


def describe_people(
    study: Source, rows_of: Mapping[str, Rows], places: Places, view: View
) -> People:
    """Prepare what the page says of people.

    Args:
        study: the study.
        rows_of: the sentences of each selection, those of `where_coded` among them.
        places: quotes sentences.
        view: which sentences the page holds.
    """
    parts: dict[str, Any] = {}
    if len(study.codings["coder"].unique()) > 1:
        parts["coders"] = split_blocks(study.describe_coders())
        parts["agreement"] = _list_agreement(study, study.agreement())
    if study.gold.empty:
        return People(**parts)
    compared = study.precision_recall()
    corrected = pd.DataFrame()
    if len(study.coded_sample):
        corrected = study.corrected_shares()
        parts["corrected"] = split_blocks(study.describe_corrected())
    if study.has_halves:
        parts["halves"] = split_blocks(study.describe_halves())
        parts["by_half"] = _list_halves(study, study.precision_by_half())
    return People(
        codings=split_blocks(study.describe_codings()),
        precision=_list_precision(study, compared),
        differences=list_differences(study, places, view),
        of_theme=_describe_themes(study, rows_of, compared, corrected),
        **parts,
    )


# -- tables ----------------------------------------------------------------------------------------


def _list_precision(study: Source, compared: pd.DataFrame) -> Numbers:
    heads = [
        say("Theme"),
        say("Coded"),
        say("Found"),
        say("Both"),
        say("Precision"),
        say("Recall"),
        "F1",
    ]
    cells = []
    for row in compared.to_dict("records"):
        counts = [number(row[name]) for name in ("n_coded", "n_found", "n_both")]
        cells.append([*counts, *(_say_figure(row, name) for name in FIGURES)])
    return Numbers(heads, _number_rows(study, compared, cells))


def _list_halves(study: Source, by_half: pd.DataFrame) -> Numbers:
    heads = [say("Theme"), say("F1, half to improve"), say("F1, half to report on")]
    sides = [by_half[by_half["half"] == half].set_index("theme") for half in HALVES]
    themes = by_half.drop_duplicates("theme")
    cells = []
    for theme in themes["theme"]:
        known = [side.loc[theme].to_dict() if theme in side.index else {} for side in sides]
        cells.append([_say_figure(row, "f1") if row else "" for row in known])
    return Numbers(heads, _number_rows(study, themes, cells))


def _list_agreement(study: Source, agreement: pd.DataFrame) -> Numbers:
    heads = [say("Theme"), say("Coded"), say("Agreement of pairs"), say("Alpha"), "AC1"]
    given = agreement[agreement["n_coded"] > 0]
    cells = []
    for row in given.to_dict("records"):
        alpha = _join_limits(_write(row["alpha"]), _write(row["low"]), _write(row["high"]))
        share = "" if pd.isna(row["percent"]) else percent(row["percent"], 1)
        cells.append([number(row["n_coded"]), share, alpha, _write(row["ac1"])])
    return Numbers(heads, _number_rows(study, given, cells))


def _number_rows(
    study: Source, table: pd.DataFrame, cells: Iterable[list[str]]
) -> list[tuple[int, str, list[str]]]:
    """Put the number of each theme and its label before its cells."""
    numbers = pd.Index(study.codebook.themes["theme"]).get_indexer(table["theme"])
    labels = table["label"].where(table["label"] != "", table["theme"])
    return list(zip(numbers.tolist(), labels.tolist(), cells, strict=True))


def _say_figure(row: Mapping[str, Any], name: str) -> str:
    """Say a figure with its interval; `""` if there is none."""
    if pd.isna(row[name]):
        return ""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return _join_limits(_write(row[name]), _write(low), _write(high))


def _join_limits(value: str, low: str, high: str) -> str:
    if not low:
        return value
    return say("{value} ({low} to {high})", value=value, low=low, high=high)


def _write(value: float) -> str:
    """Write a coefficient with two digits; `""` if it is unknown."""
    return "" if pd.isna(value) else decimal(round(value, 2) + 0.0, 2).replace("-", "−")


# -- themes ----------------------------------------------------------------------------------------


def _describe_themes(
    study: Source,
    rows_of: Mapping[str, Rows],
    compared: pd.DataFrame,
    corrected: pd.DataFrame,
) -> dict[str, OfTheme]:
    """Say of each theme what people coded, how the patterns compare, and its corrected share."""
    n_read = len(study.gold.drop_duplicates(["doc_id", "sent_id"]))
    figures = {row["theme"]: _say_figures(row) for row in compared.to_dict("records")}
    shares = {row["theme"]: row for row in corrected.to_dict("records")}
    described = {}
    for theme, where in where_coded(study).items():
        share, interval = _say_corrected(shares.get(theme))
        described[theme] = OfTheme(
            where,
            out_of(len(rows_of[where]), n_read, "sentence"),
            figures.get(theme, ""),
            share,
            interval,
        )
    return described


def _say_figures(row: Mapping[str, Any]) -> str:
    """Say precision and recall, each with its interval, of those that are known."""
    named = {"precision": say("precision"), "recall": say("recall")}
    said = [(name, _say_figure(row, figure)) for figure, name in named.items()]
    return ", ".join(f"{name} {value}" for name, value in said if value)


def _say_corrected(row: Mapping[str, Any] | None) -> tuple[str, str]:
    if row is None:
        return "", ""
    if pd.isna(row["corrected"]):
        return say("too few"), ""
    low, high = bare_percent(row["low"], 1), percent(row["high"], 1)
    return percent(row["corrected"], 1), say("{low} to {high}", low=low, high=high)
