"""A study, opened once: each of its tables is made when it is first asked for, and kept.

    study = open_study("seeds")
    study.sentences                      # a table
    study.shares(by="section")           # a measure of these tables
    study.evidence("topic/poverty")      # the sentences behind a number
    study.where(language="en")           # the same study, on some of its texts

A method is a line or two that call a function of tables in `measures`, `coding` or `display`. That
function says what the columns of the result are, and can be called without a `Study`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.checks.all_checks import check_patterns, check_texts
from analysis.checks.codebooks import codebook_warnings
from analysis.checks.findings import Finding, by_severity, to_table
from analysis.checks.inputs import Inputs
from analysis.checks.report import findings_of_report
from analysis.codebook.model import Codebook
from analysis.codebook.read import find_codebook, load_codebook, read_codebook
from analysis.coder import Coder, open_coder
from analysis.coding.agreement import agreement, agreement_counts
from analysis.coding.anchoring import Drawn, load_drawn
from analysis.coding.coded_sample import keep_half
from analysis.coding.coded_shares import with_coded
from analysis.coding.confusions import confusions
from analysis.coding.corrected_shares import corrected_shares
from analysis.coding.differences_of_coders import coder_differences
from analysis.coding.exchange.from_study import Coded as CodedByPeople
from analysis.coding.exchange.read_spans import load_spans
from analysis.coding.memos import list_memos, with_memos
from analysis.coding.precision import disagreements, precision_by_half, precision_recall
from analysis.coding.read import load_codings
from analysis.coding.two_codebooks import Compared, Found, compare_with_people
from analysis.concordancer import LIMIT, Concordance, find_lines
from analysis.display.differing_sentences import DifferingSentences, show_differences
from analysis.display.evidence import Evidence, evidence
from analysis.display.findings import (
    of_agreement,
    of_corrected,
    of_groups,
    of_how_sure,
    of_people,
    of_sentences,
    of_start,
    of_structure,
    of_study,
    of_themes,
    of_voice,
    of_words,
)
from analysis.display.forms import forms_by_theme
from analysis.display.main_findings import MainFindings
from analysis.explorer import LIMIT as SENTENCES_SHOWN
from analysis.explorer import ChartExplorer, Explorer, Picture, explore
from analysis.faults import Fault, InputError, Report, nearest, raise_all
from analysis.hits.find import search_sentences
from analysis.measures.carried import number_themes
from analysis.measures.codebook_pairs import codebook_pairs
from analysis.measures.collocates import collocates
from analysis.measures.compare import Coded, Comparison, compare
from analysis.measures.concordance import WIDTH
from analysis.measures.cooccurrence import cooccurrence
from analysis.measures.coverage import (
    pattern_status,
    pattern_use,
    sentences_with,
    sentences_without,
    uncovered,
)
from analysis.measures.crossed import cross_families
from analysis.measures.dispersion import dispersion
from analysis.measures.distinctive_words import with_groups, words_of_group, words_of_period
from analysis.measures.diversity import diversity
from analysis.measures.families import (
    leading_themes,
    select_families,
    top_theme_per_family,
    with_families,
)
from analysis.measures.forms import forms
from analysis.measures.general_english import english_only, keyness_against_english
from analysis.measures.groups import (
    LARGEST_GROUPS,
    MOST_GROUPS,
    PARTS_OF_TEXT,
    column_uses,
    export_names,
    group_differences,
    group_shares,
    top_groups,
    without_differences,
)
from analysis.measures.keyness import distinctive_terms
from analysis.measures.leftover_words import leftover_words
from analysis.measures.length_effects import length_effects
from analysis.measures.main_findings import Measures, main_findings
from analysis.measures.naive import compare_intervals
from analysis.measures.near_misses import near_misses
from analysis.measures.parts import (
    Parts,
    choose_parts,
    describe_parts,
    where_of_part,
    words_of_part,
    words_of_parts,
)
from analysis.measures.phrase_groups import phrase_groups
from analysis.measures.positions import mean_positions, positions
from analysis.measures.ranking import check_named_themes, list_trends, rank_differences
from analysis.measures.read_first import read_first
from analysis.measures.readability import languages_of, readability
from analysis.measures.reading_map import reading_map
from analysis.measures.recurring_phrases import recurring_phrases
from analysis.measures.reliance import reliance
from analysis.measures.reporting import reporting
from analysis.measures.resampling import without_intervals
from analysis.measures.sections import sections
from analysis.measures.selected import select_sentences
from analysis.measures.sequences import sequences
from analysis.measures.shares import theme_shares
from analysis.measures.splits import split_patterns
from analysis.measures.tenths import tenth_shares
from analysis.measures.texts import matches_offsets, text_overview
from analysis.measures.time import sentences_of, shares_over_time, with_periods
from analysis.messages import count, say, speak
from analysis.output.exchange import write_project
from analysis.paths import to_path
from analysis.provenance import tables_record
from analysis.reading.documents import load_documents
from analysis.reading.settings import Settings, read_settings
from analysis.selection import Where, write_where
from analysis.sentences.split import split_sentences
from analysis.tables import HALVES, KEYNESS, LEFT_OUT, PRECISION_BY_HALF, SAMPLE
from analysis.wording import pluralize

# The most sentences and hits of large tables that are read: about 1.6 GB in a notebook.
MOST_ROWS = 2_000_000
ENOUGH_GROUPS = 0.5  # the share of groups with corrected shares, from which on these are shown
MANY_TEXTS = 10  # from which on what they have in common is shown, not each of them
DRAWS = 2000  # for the intervals in the sentences that describe a study, and in its exports

CodebookFiles = str | Path | Sequence[str | Path] | None


def open_study(path: str | Path, codebook: CodebookFiles = None) -> "Study":
    """Open a study. Charts from here on speak the language of its captions.

    Args:
        path: a study folder, one text, the address of either (such as `s3://bucket/study`), or a
            folder made by `workbook tables`.
        codebook: a codebook file to use instead of the study's own, or several. A folder made by
            `workbook tables` has its own codebook; naming another one is an error.

    Raises:
        InputError: there is no such study, its `study.yaml` has faults, or the tables in the folder
            are incomplete or were made with another codebook. Faults of the texts and of the
            codebook are raised later, when these are first asked for.
    """
    study = Study(path, codebook)
    speak(study.settings.captions)  # raises at once without such a study
    return study


class Study:
    """A study: its texts, the tables made of them, and a method for each measure.

    A table is made when it is first asked for, kept, and never changed. If its inputs are wrong, an
    `InputError` is raised then; warnings are shown at the same time.

    Attributes:
        path: the study as it was named.
        codebook_files: the codebook files that were named, if any.
        report: the warnings so far, and what was left out.
    """

    def __init__(
        self,
        path: str | Path,
        codebook: CodebookFiles = None,
        parts: dict[str, Any] | None = None,
    ) -> None:
        self.path = path
        self.codebook_files: list[str | Path] = _as_list(codebook)
        self.report = Report()
        self._parts = dict(parts or {})

    # -- tables --------------------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        """The settings in `study.yaml`."""
        return self._part("settings")

    @property
    def documents(self) -> pd.DataFrame:
        """One row per text (`analysis.tables.DOCUMENTS`), with its metadata."""
        return self._part("documents")

    @property
    def sentences(self) -> pd.DataFrame:
        """One row per sentence (`analysis.tables.SENTENCES`)."""
        return self._part("sentences")

    @property
    def codebook(self) -> Codebook:
        """The codebook in use."""
        return self._part("codebook")

    @property
    def hits(self) -> pd.DataFrame:
        """One row per match (`analysis.tables.HITS`)."""
        return self._part("hits")

    @property
    def codings(self) -> pd.DataFrame:
        """One row per theme that a coder gave a sentence (`analysis.tables.CODINGS`)."""
        return self._part("codings")

    @property
    def gold(self) -> pd.DataFrame:
        """The codings that count when patterns are held against people, as from `settle`.

        They are made of the files in `codings/`, if anything is coded there, else of `coding.csv`.
        """
        self._part("codings")
        return self._parts["gold"]

    @property
    def drawn(self) -> Drawn | None:
        """The sample as `codings/sample.json` records it, and where its sentences are now."""
        return self._part("drawn")

    @property
    def sample(self) -> pd.DataFrame:
        """One row per sentence that was drawn to be coded by hand (`analysis.tables.SAMPLE`)."""
        if "sample" not in self._parts:
            self._part("drawn")
        return self._parts["sample"]

    @property
    def final(self) -> pd.DataFrame:
        """What was adjudicated, as in `codings`; its coder is "final"."""
        self._part("codings")
        return self._parts["final"]

    @property
    def coded_sample(self) -> pd.DataFrame:
        """The rows of `sample`, if what counts (`gold`) was coded in its sheets; else none."""
        is_of_sheets = len(self.gold) and self._parts["gold_of_folder"]
        return self.sample if is_of_sheets else SAMPLE.empty()

    def _is_codebook_newer(self) -> bool:
        """Whether the codebook changed since the sample was drawn, and so may fit the sample."""
        drawn = self._part("drawn")
        return drawn is None or drawn.record.codebook["sha256"] != self.codebook.sha256

    @property
    def spans(self) -> pd.DataFrame:
        """One row per stretch of text that a coder gave a theme (`analysis.tables.SPANS`)."""
        return self._part("spans")

    @property
    def left_out(self) -> pd.DataFrame:
        """One row per thing that was found and not read (`analysis.tables.LEFT_OUT`)."""
        self._part("documents")
        return LEFT_OUT.frame(pd.DataFrame(self.report.left_out, columns=list(LEFT_OUT.columns)))

    def where(self, /, **values: Any) -> "Study":
        """Return the study of only those texts whose metadata have these values.

        A list of values means any of them: `study.where(outlet=["Post", "News"], year=2024)`.
        None means a cell that is missing, such as a number that was not given.

        Raises:
            InputError: there is no such column, or no text has such a value.
        """
        chosen = self.documents
        for column, value in values.items():
            chosen = chosen[_has_value(chosen, column, value)]
        parts = {
            "settings": self.settings,
            "codebook": self.codebook,
            "documents": chosen.reset_index(drop=True),
        }
        for name in ("sentences", "hits", "codings", "gold", "final", "sample", "spans"):
            table = getattr(self, name)
            of_chosen = table["doc_id"].isin(chosen["doc_id"])
            parts[name] = table[of_chosen].reset_index(drop=True)
        parts |= {name: self._parts[name] for name in ("drawn", "gold_of_folder")}
        part = Study(self.path, self.codebook_files, parts)
        part.report = self.report
        return part

    def write_project(self, target: str | Path) -> list[str]:
        """Write the study as a REFI-QDA project (`.qdpx`), which other programs read.

        Returns:
            Lines that say what was written.

        Raises:
            InputError: the file exists, or cannot be written.
        """
        name = self.settings.title or Path(self.path).resolve().name
        tables = (self.documents, self.sentences, self.codebook, self.hits, self.codings)
        coded = CodedByPeople(name, *tables, self.final, self.spans)
        return write_project(coded, Path(target), self.settings.date)

    def with_codebook(self, codebook: CodebookFiles) -> "Study":
        """Return the study of the same texts with another codebook, or with several."""
        parts = {name: self._part(name) for name in ("settings", "documents", "sentences")}
        other = Study(self.path, codebook, parts)
        other.report = self.report
        return other

    @property
    def coded(self) -> Coded:
        """The tables by which two studies are compared."""
        return Coded(self.documents, self.sentences, self.hits, self.codebook)

    # -- measures ------------------------------------------------------------------------------

    def overview(self) -> pd.DataFrame:
        """One row per text, with its metadata."""
        return text_overview(self.documents)

    def sections(self) -> pd.DataFrame:
        """Count the paragraphs, sentences and words of each section."""
        return sections(self.sentences)

    def shares(
        self, by: str | list[str] | None = None, *, draws: int = 0, seed: int = 0
    ) -> pd.DataFrame:
        """Count the sentences that carry each theme, and those that a reader coded, if any.

        Args:
            by: a column of `sentences`, such as `section`, or several, that form groups; by default
                all sentences are one group.
            draws: how many times the texts are drawn anew for the intervals of the shares, such as
                2000; 0 for no intervals. If only some of the texts of large tables were read, the
                shares cover all texts, and there are no intervals.
            seed: makes the draws repeatable.
        """
        if by is None and "shares" in self._parts and not (draws and self._is_read_whole()):
            table = self._parts["shares"]  # of all texts, even if only some of the tables were read
            if draws:
                table = without_intervals(table)
        else:
            self._refuse_metadata(by)
            tables = (self.sentences, self.hits, self.codebook)
            table = theme_shares(*tables, by, draws=draws, seed=seed)
        if by is None and self._is_read_whole() and self._is_evenly_coded():
            table = with_coded(table, self.sentences, self.codebook, self.gold)
        return with_families(table, self.codebook)

    def _refuse_metadata(self, by: str | list[str] | None) -> None:
        """Name the method that groups sentences by metadata, if a column is of the texts only."""
        columns = [by] if isinstance(by, str) else list(by or ())
        faults = []
        for column in columns:
            if column in self.documents and column not in self.sentences:
                expected = f'a column of the sentences; use study.group_shares("{column}")'
                faults.append(Fault("shares, by", f"the metadata column {column!r}", expected))
        raise_all(faults)

    def _is_evenly_coded(self) -> bool:
        """Whether anything is coded by hand, and no part of the sentences more than another.

        In a sample with strata, the plain share of coded sentences would be off.
        """
        strata = self.coded_sample["stratum"].drop_duplicates()
        return len(self.gold) > 0 and len(strata) <= 1

    def compare_intervals(self, *, draws: int = 2000, seed: int = 0) -> pd.DataFrame:
        """Put the naive interval of each share beside the one by texts."""
        return compare_intervals(self.shares(draws=draws, seed=seed))

    def _is_read_whole(self) -> bool:
        """Whether the sentences are those of all texts; only some of large tables are read."""
        of_all_texts = self._parts.get("shares")
        return of_all_texts is None or len(self.sentences) == of_all_texts["n_sentences"].max()

    def group_shares(self, column: str, *, draws: int = 0, seed: int = 0) -> pd.DataFrame:
        """Count the sentences that carry each theme in each group of texts.

        Args:
            column: the metadata column that forms the groups, `speaker` in transcripts, or
                `section` or `paragraph` in a study of one text.
            draws: as for `shares`.
            seed: as for `shares`.
        """
        of_all_texts = self._parts.get("group_shares", {})
        if column in of_all_texts and not (draws and self._is_read_whole()):
            table = of_all_texts[column]
            return with_families(without_differences(table) if draws else table, self.codebook)
        tables = (self.sentences, self.hits, self.codebook, self.documents)
        return group_shares(*tables, column, draws=draws, seed=seed)

    def largest_groups(
        self, column: str, limit: int | None = None, *, draws: int = 0, seed: int = 0
    ) -> pd.DataFrame:
        """Keep the shares of the groups with the most sentences, pool all others, and rank themes.

        Args:
            column: as for `group_shares`.
            limit: how many groups are kept; by default 20, or 60 of a column that is named as
                `groups:` in `study.yaml`.
            draws: as for `shares`.
            seed: as for `shares`.
        """
        if limit is None:
            limit = MOST_GROUPS if column in self.settings.groups else LARGEST_GROUPS
        groups = top_groups(self.group_shares(column, draws=draws, seed=seed), column, limit)
        return self._ranked(groups, column)

    def group_differences(self, column: str, *, draws: int = 0, seed: int = 0) -> pd.DataFrame:
        """Rank the groups and coded themes by how much they differ from all groups together."""
        return group_differences(self.ranked_groups(column, draws=draws, seed=seed))

    def ranked_groups(self, column: str, *, draws: int = 0, seed: int = 0) -> pd.DataFrame:
        """Count as `group_shares` does, rank themes, and say what stands out."""
        return self._ranked(self.group_shares(column, draws=draws, seed=seed), column)

    def shares_over_time(self, column: str, *, draws: int = 0, seed: int = 0) -> pd.DataFrame:
        """Count the sentences that carry each theme in each period, and rank themes.

        Args:
            column: the metadata column of dates or years.
            draws: as for `shares`.
            seed: as for `shares`.
        """
        tables = (self.sentences, self.hits, self.codebook, self.documents)
        shares = shares_over_time(*tables, column, draws=draws, seed=seed)
        return self._ranked(shares, "period")

    def trends(self, column: str, *, draws: int = 2000, seed: int = 0) -> pd.DataFrame:
        """Say by how much the share of each coded theme rises or falls from period to period.

        Args:
            column: the metadata column of dates or years.
            draws: as for `shares`; they decide which trends stand out.
            seed: as for `shares`.

        Returns:
            One row per coded theme, the clearest trend first (`analysis.tables.TRENDS`); none if
            the texts are of fewer than three periods, or are fewer than five.
        """
        return list_trends(self.shares_over_time(column, draws=draws, seed=seed))

    def _ranked(self, shares: pd.DataFrame, by: str) -> pd.DataFrame:
        return rank_differences(shares, self.codebook, by, self.settings.themes)

    def positions(self) -> pd.DataFrame:
        """Locate every occurrence of every coded theme in its text."""
        return positions(self.sentences, self.hits, self.codebook)

    def tenths(self, by: str | None = None, *, draws: int = 0, seed: int = 0) -> pd.DataFrame:
        """Count the sentences of each tenth of the texts that carry each theme.

        Args:
            by: the metadata column that forms groups, or `speaker`; by default there is one group.
            draws: as for `shares`.
            seed: as for `shares`.
        """
        tables = (self.sentences, self.hits, self.codebook, self.documents)
        return tenth_shares(*tables, by, draws=draws, seed=seed)

    def through_texts(self, *, draws: int = 0, seed: int = 0) -> pd.DataFrame:
        """Find where in the texts each theme occurs: sentence by sentence, or tenth by tenth.

        With ten texts or more, the table is that of `tenths`, otherwise that of `positions`.
        """
        if self.sentences["doc_id"].nunique() < MANY_TEXTS:
            return self.positions()
        return self.tenths(draws=draws, seed=seed)

    def mean_positions(self) -> pd.DataFrame:
        """Average the positions of each theme, text by text."""
        return mean_positions(self.positions())

    def cooccurrence(self) -> pd.DataFrame:
        """Count the sentences that carry both of two themes."""
        return cooccurrence(self.sentences, self.hits, self.codebook)

    def codebook_pairs(self) -> pd.DataFrame:
        """Find the pairs of themes that share a pattern, or whose hits overlap."""
        return codebook_pairs(self.hits, self.codebook)

    def cross(self, rows: str, columns: str) -> pd.DataFrame:
        """Count the sentences that carry both a theme of one family and a theme of another.

        Whether two go together is judged among the sentences that carry some theme of both.
        """
        return cross_families(self.sentences, self.hits, self.codebook, rows, columns)

    def sequences(self) -> pd.DataFrame:
        """Count how often each theme follows another in the next sentence."""
        return sequences(self.sentences, self.hits, self.codebook)

    def reporting(self) -> pd.DataFrame:
        """Count the sentences of each theme that hold a word of reporting, such as "said"."""
        return reporting(self.sentences, self.hits, self.codebook, self.documents)

    def reading_map(self, doc_id: str | None = None) -> pd.DataFrame:
        """Find the leading theme of each family in each sentence of one text."""
        return reading_map(self.sentences, self.hits, self.codebook, doc_id)

    def top_themes(self) -> pd.DataFrame:
        """Choose the most frequent theme of each family."""
        return top_theme_per_family(self.shares(), self.codebook)

    def of_families(self, table: pd.DataFrame, *names: str) -> pd.DataFrame:
        """Select the rows of a table whose theme belongs to a family of this name, such as `tone`.

        If the codebook has no such family, no row is selected for it.
        """
        return select_families(table, *map(self.codebook.family, names))

    def leading_themes(self, limit: int = 3, *, draws: int = 0, seed: int = 0) -> pd.DataFrame:
        """Keep the most frequent themes of each family, with the headings above them.

        Args:
            limit: how many themes of each family are kept.
            draws: as for `shares`.
            seed: as for `shares`.
        """
        return leading_themes(self.shares(draws=draws, seed=seed), limit)

    def sentences_with(self, *themes: str) -> pd.DataFrame:
        """Select the sentences that carry every one of these themes."""
        return sentences_with(self.sentences, self.hits, *themes)

    def sentences_without(self, theme: str, sentences: pd.DataFrame | None = None) -> pd.DataFrame:
        """Select the sentences, of all or of those given, that do not carry a theme."""
        chosen = self.sentences if sentences is None else sentences
        return sentences_without(chosen, self.hits, theme)

    def sentences_of(self, column: str, group: object) -> pd.DataFrame:
        """Select the sentences of one group of texts.

        Args:
            column: the metadata column that forms the groups, or `speaker` in transcripts.
            group: the name of the group, such as `"Post"`, or a number or date; or a period, such
                as 2024 or `"2024-03"`.

        Raises:
            InputError: no text is of that group or period, or the column is missing.
        """
        of_all_texts = self._parts.get("group_shares", {})
        known = of_all_texts[column][column] if column in of_all_texts else ()
        return sentences_of(self.sentences, self.documents, column, group, known)

    def sentences_where(self, where: Where) -> pd.DataFrame:
        """Select the sentences that a number counts, such as `{"theme": "aid", "year": "2024"}`.

        Args:
            where: as for `analysis.measures.selected.select_sentences`; links of charts hold one
                (see `analysis.selection.read_where`).
        """
        tables = (self.sentences, self.hits, self.documents, self.codebook)
        return select_sentences(*tables, where, self.gold)

    def phrase_groups(self) -> pd.DataFrame:
        """Find the phrases that stand out, grouped by the sentences that they share."""
        return phrase_groups(self.sentences)

    def uncovered(self) -> pd.DataFrame:
        """Select the sentences that carry no theme."""
        return uncovered(self.sentences, self.hits)

    def leftover_words(self) -> pd.DataFrame:
        """Find the words and phrases that are more frequent in sentences without any theme."""
        return leftover_words(self.sentences, self.hits)

    def forms(self) -> pd.DataFrame:
        """Count the forms that carried each theme: its matches, as the texts spell them."""
        return forms(self.hits, self.codebook)

    def pattern_use(self) -> pd.DataFrame:
        """Count the matches and hits of each pattern, and say what it contributes."""
        return pattern_use(self._part("search"), self.codebook)

    def reliance(self) -> pd.DataFrame:
        """Count, for each theme, the sentences that are left without each of its patterns."""
        return reliance(self.sentences, self.codebook)

    def length_effects(self) -> pd.DataFrame:
        """Correlate the share of each theme in a text with the length of the text."""
        return length_effects(self.sentences, self.hits, self.codebook)

    def near_misses(self, *themes: str, limit: int = 20) -> pd.DataFrame:
        """Find the sentences most like those of a theme among those that do not carry it.

        Args:
            themes: the ids of themes; by default all coded themes.
            limit: the most sentences to list for each theme.
        """
        return near_misses(self.sentences, self.hits, self.codebook, *themes, limit=limit)

    def read_first(self) -> pd.DataFrame:
        """List the themes and sentences that are worth a look, and why."""
        precision = self.precision_recall() if len(self.gold) else None
        differences = self.disagreements() if len(self.gold) else None
        return read_first(self.sentences, self.hits, self.codebook, precision, differences)

    def pattern_status(self) -> pd.DataFrame:
        """Count the patterns of each theme by what they contribute."""
        return pattern_status(self.pattern_use())

    def precision_recall(self) -> pd.DataFrame:
        """Compare what the patterns found with what people coded, theme by theme.

        Figures are weighted by the sample, if the sentences were drawn by `workbook sample`. If the
        codebook has changed since then, only the half that was held out counts, if there is one.
        """
        tables = (self.sentences, self.hits, self.codebook, self.gold)
        if self.coded_sample.empty:
            return precision_recall(*tables)
        half = self._held_out
        in_sample = self._is_codebook_newer() and not half
        return precision_recall(*tables, self.coded_sample, half=half, in_sample=in_sample)

    @property
    def has_halves(self) -> bool:
        """Whether the coded sample has a half that was held out."""
        sample = self.coded_sample
        return "half" in sample and bool((sample["half"] == HALVES[1]).any())

    @property
    def _held_out(self) -> str:
        """The half of the sample that counts, since the codebook changed; `""` for all of it."""
        return HALVES[1] if self.has_halves and self._is_codebook_newer() else ""

    def precision_by_half(self) -> pd.DataFrame:
        """Compare patterns and people in the half of the sample to improve on, and in the other.

        The table is empty if no half was held out (`workbook sample … --holdout`).
        """
        if not self.has_halves:
            return PRECISION_BY_HALF.empty()
        tables = (self.sentences, self.hits, self.codebook, self.gold, self.coded_sample)
        return precision_by_half(*tables, in_sample=self._is_codebook_newer())

    def corrected_shares(self, by: str | None = None) -> pd.DataFrame:
        """Correct the shares of themes for what the patterns get wrong, by the coded sample.

        If the codebook has changed since the sample was drawn, only the half that was held out
        counts, if there is one.

        Args:
            by: a metadata column, or `section`, `paragraph` or `speaker`, that forms groups; of the
                column that dates the texts (`dated_by`), the groups are periods, in a column
                `period`.
        """
        sentences, gold, sample = self.sentences, self.gold, self.coded_sample
        if self._held_out:
            gold = keep_half(gold, sample, self._held_out)
        tables = (self.hits, self.codebook, gold, sample)
        if by is None:
            return with_families(corrected_shares(sentences, *tables), self.codebook)
        uses = self.column_uses()
        if by in set(uses.loc[uses["use"] == "time", "column"]):
            sentences = with_periods(sentences, self.documents, by)
            table = corrected_shares(sentences, *tables, "period").assign(dated_by=by)
        else:
            sentences = with_groups(sentences, self.documents, by)
            table = corrected_shares(sentences, *tables, by)
        return with_families(table, self.codebook)

    def corrected_by_group(self) -> dict[str, pd.DataFrame]:
        """Correct the shares by each column that puts the sentences into groups or periods.

        Columns are left out if more than half of the groups have too few coded sentences. The first
        column of each table names the groups.
        """
        if self.coded_sample.empty:
            return {}
        uses = self.column_uses()
        columns = uses.loc[uses["use"] != "", "column"].unique()
        tables = {column: self.corrected_shares(column) for column in columns}
        return {
            column: table
            for column, table in tables.items()
            if table["corrected"].notna().mean() >= ENOUGH_GROUPS
        }

    def disagreements(self) -> pd.DataFrame:
        """List the themes on which the patterns and people differ, with memos where there are."""
        table = disagreements(self.sentences, self.hits, self.codebook, self.gold)
        return with_memos(table, self.memos())

    def memos(self) -> pd.DataFrame:
        """List what coders noted, and who settled their differences, each memo once."""
        return list_memos(pd.concat([self.codings, self.final]), self.sentences, self.spans)

    def agreement(self, *, draws: int = 1000, seed: int = 0) -> pd.DataFrame:
        """Compute how far coders agree on each theme, and on all.

        Args:
            draws: how many times the sentences get other weights for the interval of alpha.
            seed: makes the draws repeatable.
        """
        return agreement(self.codings, self.codebook, draws=draws, seed=seed)

    def agreement_counts(self) -> pd.DataFrame:
        """Count, for each two coders, the sentences to which both, one or neither gave a theme."""
        return agreement_counts(self.codings, self.codebook)

    def confusions(self) -> pd.DataFrame:
        """Count the sentences in which coders confuse two themes, pair by pair."""
        return confusions(self.codings, self.codebook)

    def coder_differences(self) -> pd.DataFrame:
        """List the sentences on which the coders who read them differ, the worst first."""
        return coder_differences(self.codings, self.codebook, self.sentences)

    def main_findings(self, *, draws: int = 2000, seed: int = 0) -> pd.DataFrame:
        """Choose the main findings: at most one of each kind, the strongest by its interval.

        Args:
            draws: how many times the texts are drawn anew for the intervals.
            seed: makes the draws repeatable.
        """
        uses = self.column_uses()
        groups = uses.loc[uses["use"] == "groups", "column"]
        times = uses.loc[uses["use"] == "time", "column"]
        measures = Measures(
            shares=self.shares(draws=draws, seed=seed),
            groups={name: self.ranked_groups(name, draws=draws, seed=seed) for name in groups},
            over_time={name: self.shares_over_time(name, draws=draws, seed=seed) for name in times},
            pairs=self.cooccurrence(),
            reliance=self.reliance(),
            splits=split_patterns(self.sentences, self.hits, self.codebook),
            sequences=self.sequences(),
            mean_positions=self.mean_positions(),
        )
        return main_findings(measures)

    def compare(self, before: "Study | Coded") -> Comparison:
        """Say which sentences carry a theme here and not in another study, and the reverse.

        Args:
            before: the study to compare with, such as `study.with_codebook("old.yaml")`.
        """
        other = before.coded if isinstance(before, Study) else before
        return compare(other, self.coded)

    def compare_with_people(self, before: "Study") -> Compared:
        """Compare the codebook with that of another study of the same texts, by what people coded.

        If half of the sample was held out, only that half counts, once a codebook has changed.

        Args:
            before: the same study with another codebook, as from `with_codebook`. Themes that only
                one of the two codebooks has are left out.
        """
        sides = Found(before.hits, before.codebook), Found(self.hits, self.codebook)
        codings = pd.concat([before.gold, self.gold], ignore_index=True)
        codings = codings.drop_duplicates(["doc_id", "sent_id", "theme"])
        sample = None if self.coded_sample.empty else self.coded_sample
        half = self._held_out or before._held_out
        return compare_with_people(self.sentences, *sides, codings, sample, half=half)

    def column_uses(self) -> pd.DataFrame:
        """Choose the columns that group the texts, and the one that dates them."""
        settings = self.settings
        return column_uses(self.documents, settings.groups, settings.time, self.sentences)

    def keyness(self, target: Any, *, n: int = 1, min_n: int = 1) -> pd.DataFrame:
        """Compare the terms of some sentences with those of all others.

        Args:
            target: one boolean per sentence, such as `study.sentences["section"] == "Aims"`.
            n: the number of words in a term.
            min_n: leave out terms that occur less often than this.
        """
        return distinctive_terms(self.sentences, target, n=n, min_n=min_n)

    def distinctive_words(
        self, column: str, group: object, *, n: int = 1, min_n: int = 1
    ) -> pd.DataFrame:
        """Compare the terms of one group with those of all other groups.

        Args:
            column: the metadata column that forms the groups, or `speaker` or `section`.
            group: the name of the group, such as `Post`.
            n: the number of words in a term.
            min_n: leave out terms that occur less often than this.
        """
        table = words_of_group(self.sentences, self.documents, column, group, n=n, min_n=min_n)
        return table.assign(target=write_where({column: str(group)}))

    def new_words(self, column: str, period: object, *, n: int = 1, min_n: int = 1) -> pd.DataFrame:
        """Compare the terms of one period with those of the period before it.

        Args:
            column: the metadata column of dates or years.
            period: the period, as `shares_over_time` names it, such as 2024 or `2024-03`.
            n: the number of words in a term.
            min_n: leave out terms that occur less often than this.
        """
        table = words_of_period(self.sentences, self.documents, column, period, n=n, min_n=min_n)
        return table.assign(target=write_where({column: str(period)}))

    def words_against_english(self, *, min_n: int = 1) -> pd.DataFrame:
        """Compare the words of the English texts with general English (the extra `english`)."""
        english = english_only(self.sentences, self.documents)
        table = keyness_against_english(english, min_n=min_n)
        of_english = self.documents["doc_id"].isin(english["doc_id"])
        languages = self.documents.loc[of_english, "language"].unique().tolist()
        where = {} if of_english.all() else {"language": languages}
        return table.assign(target=write_where(where))

    def collocates(self, theme: str, span: int = 5, *, min_n: int = 1) -> pd.DataFrame:
        """Compare the words near the hits of a theme with all others.

        Args:
            theme: the id of a theme, such as `topic/poverty`.
            span: how many words are near, on each side of a hit.
            min_n: leave out words that occur less often than this.
        """
        number_themes(pd.Series([theme]), self.codebook, "collocates")
        return collocates(self.sentences, self.hits, theme, span, min_n=min_n)

    def dispersion(self, *, n: int = 1) -> pd.DataFrame:
        """Measure how evenly each term of `n` words is spread over the texts."""
        return dispersion(self.sentences, n=n)

    def readability(self, by: str | None = None) -> pd.DataFrame:
        """Measure how hard each text, or each group, is to read.

        Args:
            by: the metadata column that forms the groups, or `speaker` or `section`; by default,
                each text is one.
        """
        column = by or "doc_id"
        sentences = with_groups(self.sentences, self.documents, column)
        return readability(sentences, languages_of(self.documents), column)

    def diversity(self, by: str | None = None) -> pd.DataFrame:
        """Measure the lexical diversity of each text or group (`by` as in `readability`)."""
        column = by or "doc_id"
        sentences = with_groups(self.sentences, self.documents, column)
        return diversity(sentences, languages_of(self.documents), column)

    def recurring_phrases(self) -> pd.DataFrame:
        """Find pairs of words that the texts use together again and again.

        Those that are peculiar to one part of the study come first.
        """
        return recurring_phrases(self.sentences, self._choose_parts().names)

    def parts(self) -> pd.DataFrame:
        """List the parts of the study whose words can be compared.

        They are groups of texts, or else single texts; of one text its sections, or its halves.
        """
        return describe_parts(self.sentences, self._choose_parts())

    def words_of_part(self, part: str, *, n: int = 1) -> pd.DataFrame:
        """Compare the terms of one part with those of all other parts.

        Args:
            part: the name of the part, as in `parts`.
            n: the number of words in a term.
        """
        parts = self._choose_parts()
        table = words_of_part(self.sentences, parts, part, n=n)
        where = where_of_part(parts, part)
        return table if where is None else table.assign(target=write_where(where))

    def words_of_parts(self, *, n: int = 1) -> pd.DataFrame:
        """List the terms that are clearly more frequent in one part than in all other parts."""
        return words_of_parts(self.sentences, self._choose_parts(), n=n)

    def _choose_parts(self) -> Parts:
        uses = self.column_uses()
        columns = uses.loc[uses["use"] == "groups", "column"]
        stated = [column for column in columns if column not in PARTS_OF_TEXT]
        return choose_parts(self.sentences, self.documents, stated)

    def file_names(self, columns: Sequence[str]) -> dict[str, str]:
        """Make a name for the exported files of each metadata column."""
        return export_names(columns)

    # -- to be read ----------------------------------------------------------------------------

    def evidence(
        self, theme: str, sentences: pd.DataFrame | None = None, *, limit: int | None = 20
    ) -> Evidence:
        """Show the sentences that carry a theme, with its matches marked and coders' memos.

        Args:
            theme: the id of a theme, such as `topic/poverty`.
            sentences: the sentences to choose from; by default all.
            limit: the most sentences to show; None for all.
        """
        chosen = self.sentences if sentences is None else sentences
        memos = self.memos()
        return evidence(chosen, self.hits, theme, self.codebook, memos=memos, limit=limit)

    def differing_sentences(self, limit: int = 20) -> DifferingSentences:
        """Show the sentences on which coders differ, with what each of them gave, the worst first.

        Args:
            limit: the most sentences to show.
        """
        return show_differences(self.coder_differences(), self.codebook, self.final, limit)

    def concordance(
        self,
        query: str | Iterable[str],
        *,
        width: int = WIDTH,
        limit: int | None = LIMIT,
        themes: bool = True,
    ) -> Concordance:
        """Show every match of a pattern, or every hit of a theme, with the words on both sides.

        Args:
            query: a pattern or the id of a theme, or several.
            width: the characters of context on each side.
            limit: the most lines to show; None for all.
            themes: whether what is the id of a theme stands for the theme; else it is a pattern.
        """
        return find_lines(self, query, width=width, limit=limit, themes=themes)

    def explore(
        self,
        chart: Picture | None = None,
        *,
        where: Where | None = None,
        pattern: str = "",
        limit: int = SENTENCES_SHOWN,
    ) -> Explorer | ChartExplorer:
        """Choose a theme, a group, a period or a word, and read the sentences that are counted.

        In JupyterLab this is a panel (the extra `explore`); in a saved notebook, HTML in which each
        theme opens onto its sentences.

        Args:
            chart: a chart of this study, whose marks then show their sentences.
            where: what is chosen at first, such as `{"theme": "aid", "outlet": "Post"}`.
            pattern: a word or a pattern that is chosen at first.
            limit: the most sentences to show at first.
        """
        return explore(self, chart, where=where, pattern=pattern, limit=limit)

    def coder(self, name: str) -> Coder:
        """Code the sentences of a coder's sheet by hand, with the keys.

        In JupyterLab this is a panel (the extra `explore`), which writes `codings/<name>.csv` after
        each decision; in a saved notebook it says how far the coder is.

        Args:
            name: the name of the coder, or `final` to settle what coders differ on.
        """
        return open_coder(self, name)

    def forms_by_theme(self) -> pd.DataFrame:
        """Write the most frequent forms of each theme into one cell."""
        return forms_by_theme(self.forms())

    def describe_study(self) -> str:
        """Say in a few sentences what the texts are, and what the codebook finds in them."""
        codebook = say(
            "{name}, version {version}",
            name=self.codebook.name,
            version=self.codebook.version or say("not stated"),
        )
        tables = (self.documents, self.sentences, self.column_uses(), self.shares())
        return of_study.describe_study(*tables, codebook, len(self.uncovered()))

    def describe_findings(self, findings: pd.DataFrame) -> MainFindings:
        """Put the main findings into sentences, and say how sure each is.

        Args:
            findings: as from `main_findings`.
        """
        rare = findings.loc[findings["n_sentences_hit_b"] == 1, "theme_b"]
        words = self.reporting().set_index("theme")["words"]
        quotations = {
            theme: of_start.Quotation(sentence, words[theme])
            for theme in rare
            if theme
            for sentence in self.sentences_with(theme)["sentence"].head(1)
        }
        return of_start.describe_findings(findings, quotations)

    def suggest_next_steps(self) -> str:
        """Suggest what to do next, by what the study lacks."""
        tables = (self.documents, self.sentences, self.column_uses(), self.gold, self.shares())
        return of_study.suggest_next_steps(*tables, len(self.uncovered()))

    def describe_sentences(self) -> str:
        """Say in a few sentences what the texts consist of."""
        return of_sentences.describe_sentences(self.sections(), self.sentences)

    def describe_offsets(self) -> str:
        """Say in a sentence whether the sentences match the texts at their offsets."""
        if "text" not in self.documents:
            return "The texts are not available, so the offsets cannot be checked here."
        return of_sentences.describe_offsets(matches_offsets(self.documents, self.sentences))

    def describe_themes(self) -> str:
        """Say in a few sentences what the texts are about."""
        shares = self.shares(draws=DRAWS)
        return of_themes.describe_themes(shares, self.sentences, self.uncovered())

    def describe_structure(self) -> str:
        """Say in a few sentences where themes occur and which are named together."""
        return of_structure.describe_structure(
            self.positions(), self.cooccurrence(), self.sequences()
        )

    def describe_voice(self, actor: str, tone: str) -> str:
        """Say in a few sentences who is named and in what tone.

        Args:
            actor: the name of the family of actors in the codebook.
            tone: the name of the family of tones.
        """
        shares = self.shares(draws=DRAWS)
        tone_id, actor_id = self.codebook.family(tone), self.codebook.family(actor)
        with_tone = self.sentences_with(tone_id)
        return of_voice.describe_voice(
            self.of_families(shares, actor),
            self.of_families(shares, tone),
            self.cross(actor_id, tone_id),
            self.of_families(self.reporting(), tone),
            len(with_tone),
            len(self.sentences_without(actor_id, with_tone)),
        )

    def describe_groups(
        self,
        groups: dict[str, pd.DataFrame] | None = None,
        over_time: dict[str, pd.DataFrame] | None = None,
    ) -> str:
        """Say in a few sentences how the groups of texts differ, and how themes change over time.

        Args:
            groups: by column, tables as from `largest_groups`; by default, made without intervals.
            over_time: by column, tables as from `shares_over_time`; by default, made likewise.
        """
        uses = self.column_uses()
        if groups is None:
            columns = uses.loc[uses["use"] == "groups", "column"]
            groups = {column: self.largest_groups(column) for column in columns}
        if over_time is None:
            columns = uses.loc[uses["use"] == "time", "column"]
            over_time = {column: self.shares_over_time(column) for column in columns}
        return of_groups.describe_groups(uses, groups, over_time)

    def describe_words(self) -> str:
        """Say in a few sentences which words set parts of the study apart."""
        leading = self.top_themes().nlargest(1, "n_sentences_hit")
        beside = pd.DataFrame()
        near = KEYNESS.empty()
        for theme, label in leading[["theme", "label"]].itertuples(index=False):
            beside = self.concordance(theme).words_beside("L1", "R1").assign(label=label)
            near = self.collocates(theme)
        phrases = self.recurring_phrases()
        return of_words.describe_words(phrases, self.parts(), self.words_of_parts(), beside, near)

    def describe_how_sure(self) -> str:
        """Say in a few sentences how far the counts can be relied on."""
        reliance = self.reliance()
        return of_how_sure.describe_how_sure(
            self.compare_intervals(),
            reliance,
            self.uncovered(),
            self.leftover_words(),
            self.read_first(),
        )

    def describe_codings(self) -> str:
        """Say in a few sentences how the patterns compare with what a reader coded."""
        tables = (self.gold, self.precision_recall(), self.sentences)
        return of_people.describe_codings(*tables, self.coded_sample, self._held_out)

    def describe_halves(self) -> str:
        """Say how much worse the patterns are in the half of the sample that was held out."""
        return of_people.describe_halves(self.precision_by_half())

    def describe_corrected(self) -> str:
        """Say what corrected shares are, and which share changes most."""
        in_sample = self._is_codebook_newer() and not self._held_out
        return of_corrected.describe_corrected(self.corrected_shares(), in_sample)

    def describe_coders(self) -> str:
        """Say in a few sentences how far coders agree, and where they differ."""
        tables = (self.agreement(), self.confusions(), self.coder_differences())
        return of_agreement.describe_coders(self.codings, *tables, self.final)

    def __repr__(self) -> str:
        name = Path(str(self.path)).resolve().name
        return say(
            "{study}: {scope}; codebook: {name}, version {version}",
            study=name,
            scope=self.scope,
            name=self.codebook.name,
            version=self.codebook.version or say("not stated"),
        )

    @property
    def scope(self) -> str:
        """The number of texts, sentences and hits.

        If the tables are too large to read whole, it says how much of them was read.
        """
        if "scope" in self._parts:
            return self._parts["scope"]
        tables = {"text": self.documents, "sentence": self.sentences, "hit": self.hits}
        return ", ".join(count(len(table), noun) for noun, table in tables.items())

    # -- what is wrong with it -----------------------------------------------------------------

    def check(self, *, texts_only: bool = False, codings: bool = True) -> Report:
        """Report what is wrong with the inputs, as far as their readers see it.

        A part that needs another one, such as the sentences the texts, is read only if that has no
        errors. `findings` also judges texts and patterns against each other.

        Args:
            texts_only: whether to leave out the codebook and the codings, which need not exist.
            codings: whether to read what people coded; else only the sample is read.
        """
        report = Report()
        settings = self._read("settings", report)
        if settings is None and tables_record(self.path):
            return report  # the other tables would only repeat what is wrong
        documents = self._read("documents", report) if settings is not None else None
        has_codebook = to_path(self.path).exists() and not texts_only
        codebook = self._read("codebook", report) if has_codebook else None
        sentences = self._read("sentences", report) if documents is not None else None
        if documents is not None:
            with report.collecting():
                column_uses(documents, settings.groups, settings.time, sentences)
        if sentences is not None and codebook is not None:
            self._read("codings" if codings else "drawn", report)
            self._read("spans", report)
        if codebook is not None:
            report.warn(*codebook_warnings(documents, codebook, self._codebook_name()))
            if settings is not None:
                with report.collecting():
                    check_named_themes(codebook, settings.themes)
        return report

    def findings(self) -> list[Finding]:
        """List what `workbook check` shows: errors first, then warnings, then notes.

        Texts and patterns are judged as far as they have no errors.
        """
        findings = findings_of_report(self.check())
        if "sentences" in self._parts:
            inputs = self._inputs()
            findings += check_texts(inputs)
            findings += check_patterns(inputs)
        return by_severity(findings)

    def text_checks(self) -> pd.DataFrame:
        """List what is wrong with the texts, and what to do (`analysis.tables.CHECKS`)."""
        self.sentences  # noqa: B018  (raises if the texts have errors)
        return to_table(by_severity(check_texts(self._inputs())))

    def pattern_checks(self) -> pd.DataFrame:
        """List what is wrong with the patterns, and what to do (`analysis.tables.CHECKS`)."""
        self.hits  # noqa: B018  (raises if texts or codebook have errors)
        return to_table(by_severity(check_patterns(self._inputs())))

    def _inputs(self) -> Inputs:
        """Make what checks are given, of the parts that have no errors."""
        codebook = self._parts.get("codebook")
        search = self._part("search") if codebook is not None else None
        return Inputs(self.settings, self.documents, self.sentences, codebook, search)

    def input_paths(self) -> list[str | Path]:
        """List the study, the folder of its texts and its codebook files, as far as known."""
        with Report().collecting():
            return [self.path, *self.codebook_files, self.settings.texts]
        return [self.path, *self.codebook_files]

    def _codebook_name(self) -> str:
        """Name the codebook in messages."""
        if tables_record(self.path):
            return self.codebook.name
        return ", ".join(Path(file).name for file in self.codebook_paths())

    def codebook_paths(self) -> list[str]:
        """List the codebook files in use: those that were named, or the study's own."""
        if tables_record(self.path):
            return [f"{self.path}: {self.codebook.name}"]
        found = find_codebook(self.path, self.codebook_files)
        return list(map(str, found if isinstance(found, list) else [found]))

    def size(self) -> str:
        """Say in a phrase what has been read of the inputs so far."""
        if "scope" in self._parts:
            return f"tables: {' '.join(self.scope.splitlines()).removesuffix('.')}"
        counts = {"documents": "text", "sentences": "sentence"}
        read = [
            pluralize(len(self._parts[name]), noun)
            for name, noun in counts.items()
            if name in self._parts
        ]
        if "codebook" in self._parts:
            n_themes = len(self.codebook.coded_themes())
            n_headings = len(self.codebook.themes) - n_themes
            under = f" under {pluralize(n_headings, 'heading')}" if n_headings else ""
            read.append(f"{pluralize(n_themes, 'theme')}{under}")
            read.append(pluralize(len(self.codebook.patterns), "pattern"))
        return ", ".join(read) or "nothing read"

    # -- how its parts are made ----------------------------------------------------------------

    def _part(self, name: str) -> Any:
        """Return a part, made now if it is not there; raise its errors and show its warnings."""
        report = Report()
        part = self._read(name, report)
        report.raise_errors()
        report.show_warnings()
        self.report.add(report)
        return part

    def _read(self, name: str, report: Report) -> Any:
        """Return a part, made now if it is not there; None if it has errors, which are reported."""
        if name in self._parts:
            return self._parts[name]
        own = Report()
        with own.collecting():
            made = self._make(name, own)
            if not own.errors:
                self._parts.update(made)
        report.add(own)
        return self._parts.get(name)

    def _make(self, name: str, report: Report) -> dict[str, Any]:
        """Make a part. If the study is a folder of tables, all of them are read at once."""
        if name == "codings":
            return self._read_hand_codings(report)
        if name == "drawn":
            drawn = load_drawn(self.settings, self.sentences, self.codebook, report)
            return {"drawn": drawn, "sample": drawn.sample() if drawn else SAMPLE.empty()}
        if name == "spans":
            return {"spans": load_spans(self.settings, self.documents, self.codebook, report)}
        if name == "search":
            made: Any = search_sentences(self.sentences, self.codebook)
        elif tables_record(self.path):
            return self._read_large_tables(report)
        elif name == "settings":
            made = read_settings(self.path)
        elif name == "documents":
            made = load_documents(self.settings, report)
        elif name == "sentences":
            made = split_sentences(self.documents)
        elif name == "codebook":
            made = load_codebook(find_codebook(self.path, self.codebook_files), report)
        else:
            made = self._part("search").hits
        return {name: made}

    def _read_hand_codings(self, report: Report) -> dict[str, Any]:
        drawn = self._read("drawn", report)
        made = load_codings(self.settings, self.sentences, self.codebook, drawn, report)
        return {
            "codings": made.codings,
            "gold": made.gold,
            "final": made.final,
            "gold_of_folder": made.of_folder,
        }

    def _read_large_tables(self, report: Report) -> dict[str, Any]:
        from analysis.large.store import load_tables

        own = tables_record(self.path)["codebook"]
        if self.codebook_files:
            named = read_codebook(find_codebook(self.path, self.codebook_files))
            if named.sha256 != own["sha256"]:
                sha256 = f"sha256 {own['sha256'][:16]} …"
                found = f"tables made with another codebook ({own['name']}, {sha256})"
                expected = "that codebook, or none named; make other tables for another codebook"
                raise InputError([Fault(str(self.path), found, expected)])
        tables = load_tables(self.path, None, MOST_ROWS, report)
        settings = replace(read_settings(self.path), groups=tables.groups, time=tables.time)
        return {
            "settings": settings,
            "documents": tables.documents,
            "sentences": tables.sentences,
            "codebook": tables.codebook,
            "hits": tables.hits,
            "shares": tables.shares,
            "group_shares": tables.by_group,
            "scope": tables.scope,
        }


def _as_list(files: CodebookFiles) -> list[str | Path]:
    if not files:
        return []
    if isinstance(files, (str, Path)):
        return [files]
    return list(files)


def _has_value(documents: pd.DataFrame, column: str, value: Any) -> pd.Series:
    """Tell which texts have the value, or one of the values, in a column."""
    if column not in documents:
        found = f"no column {column!r}"
        raise InputError([Fault("where", found, nearest(column, documents.columns))])
    wanted = list(value) if pd.api.types.is_list_like(value) else [value]
    cells = documents[column]
    chosen = cells.isin(wanted)
    if any(pd.api.types.is_scalar(item) and pd.isna(item) for item in wanted):
        chosen |= cells.isna()
    if not chosen.any():
        found = f"no text with {column} = {value!r}"
        choices = cells.dropna().unique()
        expected = nearest(str(value), choices)
        if str(value) in map(str, choices):  # the two differ only in their types
            expected = f"a value of the column's type, {cells.dtype}"
        raise InputError([Fault("where", found, expected)])
    return chosen
