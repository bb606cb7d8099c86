"""What a report needs of a study: tables, measures, and the sentences that describe them."""

from pathlib import Path
from typing import Protocol

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.display.main_findings import MainFindings
from analysis.reading.settings import Settings


class Source(Protocol):
    """The parts of a study that a report shows; `analysis.study` says what each of them is."""

    @property
    def path(self) -> str | Path: ...  # noqa: D102

    @property
    def settings(self) -> Settings: ...  # noqa: D102

    @property
    def documents(self) -> pd.DataFrame: ...  # noqa: D102

    @property
    def sentences(self) -> pd.DataFrame: ...  # noqa: D102

    @property
    def codebook(self) -> Codebook: ...  # noqa: D102

    @property
    def hits(self) -> pd.DataFrame: ...  # noqa: D102

    @property
    def gold(self) -> pd.DataFrame: ...  # noqa: D102

    @property
    def codings(self) -> pd.DataFrame: ...  # noqa: D102

    @property
    def coded_sample(self) -> pd.DataFrame: ...  # noqa: D102

    @property
    def has_halves(self) -> bool: ...  # noqa: D102

    @property
    def left_out(self) -> pd.DataFrame: ...  # noqa: D102

    @property
    def scope(self) -> str: ...  # noqa: D102

    def shares(self, *, draws: int = 0) -> pd.DataFrame: ...  # noqa: D102

    def forms(self) -> pd.DataFrame: ...  # noqa: D102

    def pattern_use(self) -> pd.DataFrame: ...  # noqa: D102

    def precision_recall(self) -> pd.DataFrame: ...  # noqa: D102

    def precision_by_half(self) -> pd.DataFrame: ...  # noqa: D102

    def corrected_shares(self) -> pd.DataFrame: ...  # noqa: D102

    def agreement(self) -> pd.DataFrame: ...  # noqa: D102

    def disagreements(self) -> pd.DataFrame: ...  # noqa: D102

    def memos(self) -> pd.DataFrame: ...  # noqa: D102

    def text_checks(self) -> pd.DataFrame: ...  # noqa: D102

    def pattern_checks(self) -> pd.DataFrame: ...  # noqa: D102

    def main_findings(self, *, draws: int = 2000) -> pd.DataFrame: ...  # noqa: D102

    def describe_findings(self, findings: pd.DataFrame) -> MainFindings: ...  # noqa: D102

    def describe_study(self) -> str: ...  # noqa: D102

    def describe_how_sure(self) -> str: ...  # noqa: D102

    def describe_codings(self) -> str: ...  # noqa: D102

    def describe_corrected(self) -> str: ...  # noqa: D102

    def describe_halves(self) -> str: ...  # noqa: D102

    def describe_coders(self) -> str: ...  # noqa: D102
