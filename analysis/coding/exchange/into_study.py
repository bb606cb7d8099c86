"""Plan which files of a study a project becomes. Nothing is written here, and nothing replaced.

    <texts>/<name>.txt              the texts that the study does not have
    metadata.csv                    the variables, if the study has no metadata yet
    codebook.qdc                    the codes, if the study has no codebook
    codebook.draft.<project>.qdc    else, if the codebook lacks some of them
    codings/<coder>.csv             the codings of each user (of `coding`, coding.csv)
    codings/spans.csv               the selections that are not exactly one sentence

What the study has already, word for word, is left as it is. What it has otherwise is a fault.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.codebook.formats import FORMATS
from analysis.codebook.model import Codebook
from analysis.codebook.read import load_codebook, own_codebooks
from analysis.coding.anchoring import load_drawn
from analysis.coding.coding_files import FINAL, FOLDER, ONE_READER, SAMPLE_FILE, SPANS_FILE
from analysis.coding.exchange.code_themes import Themes, codebook_of
from analysis.coding.exchange.file_names import FreeNames, safe_name
from analysis.coding.exchange.from_study import PATTERNS_OF
from analysis.coding.exchange.metadata import Metadata, gather_metadata
from analysis.coding.exchange.model import Project, count_codings
from analysis.coding.exchange.positions import Counting, settle_positions, with_line_feeds
from analysis.coding.exchange.read_spans import load_spans
from analysis.coding.exchange.rows import Rows, describe_kinds, make_rows
from analysis.coding.exchange.texts import (
    MatchedText,
    TextMatcher,
    content_of,
    differing_selections,
    documents_of_new,
    fill_in_texts,
    wrong_selections,
)
from analysis.coding.read import load_codings
from analysis.faults import Fault, InputError, Report, list_names
from analysis.paths import files_named
from analysis.reading.documents import load_documents, text_files
from analysis.reading.metadata import ENDINGS
from analysis.reading.settings import Settings, read_settings
from analysis.reading.study_files import find_files
from analysis.sentences.split import split_sentences
from analysis.tables import CODINGS, DOCUMENTS, THEMES
from analysis.wording import pluralize

KEY = ["doc_id", "sent_id", "theme"]
RESERVED = (Path(SPANS_FILE).stem, Path(SAMPLE_FILE).stem, FINAL)


class Plan(NamedTuple):
    """What reading a project comes to.

    Attributes:
        files: the content of each new file, by its path below the study, or below the folder of
            the texts if it begins with `TEXTS`.
        lines: what was read, how it maps to the study, and what was left out.
    """

    files: dict[Path, bytes]
    lines: list[str]


class StudyNow(NamedTuple):
    """A study as it is before a project is read into it."""

    settings: Settings
    documents: pd.DataFrame
    file_names: list[str]  # of its texts, without their endings
    codebook: Codebook | None
    has_metadata: bool


def open_target(folder: Path, report: Report) -> StudyNow:
    """Open the study that a project is read into. It may have no text and no codebook yet.

    Raises:
        InputError: it is no folder, or its `study.yaml` has faults.
    """
    if not folder.is_dir():
        found = "a file" if folder.exists() else "no such folder"
        expected = "the folder of a study; an empty folder will do"
        raise InputError([Fault(str(folder), found, expected)])
    settings = read_settings(folder)
    files = find_files(settings, Report())
    documents = load_documents(settings, report) if files else DOCUMENTS.empty()
    names = [doc_id for _, doc_id in text_files(settings, Report())] if files else []
    own = own_codebooks(folder)
    codebook = load_codebook(own[0], report) if len(own) == 1 else None
    if len(own) > 1:
        listed = ", ".join(path.name for path in own)
        report.error(Fault(str(folder), f"several codebooks ({listed})", "one, or none"))
    tables = files_named(folder, "metadata.*") + files_named(settings.texts, "metadata.*")
    has_metadata = any(path.suffix.lower() in ENDINGS for path in tables)
    return StudyNow(settings, documents, names, codebook, has_metadata)


def plan_import(
    project: Project, usual: Counting, study: StudyNow, file: str, report: Report
) -> Plan:
    """Plan the files that a project becomes.

    Args:
        project: the project as it was read.
        usual: how positions are usually counted in its format.
        study: the study.
        file: what messages call the file of the project.
        report: collects what is wrong. If there are errors, nothing may be written.
    """
    project = fill_in_texts(project, study.documents, file, report)
    project = _without_blank_texts(project)
    settled, counting = settle_positions(project, usual)
    matcher = TextMatcher(study.settings, study.documents, study.file_names)
    texts = matcher.match(settled)
    report.error(*wrong_selections(project, texts, file), *differing_selections(texts, file))
    metadata = gather_metadata(texts, study.documents, has_metadata=study.has_metadata)
    sentences = _sentences(study, texts, metadata, report)
    if report.errors:
        return Plan({}, [])
    themes, unknown = Themes(study.codebook).find(project.codes)
    rows = make_rows(texts, sentences, themes, is_own=project.is_own)
    planner = _Planner(study, file, report, is_own=project.is_own)
    planner.add_texts(texts)
    planner.add_metadata(metadata)
    planner.add_codes(project, unknown)
    planner.add_codings(rows, sentences)
    planner.add_spans(rows)
    lines = [
        *_describe(project, texts, themes),
        *_describe_spans(rows, counting, usual, project),
        *planner.lines,
        *_describe_left_out(project, rows, metadata),
        *project.notes,
    ]
    return Plan(planner.files, lines)


def _without_blank_texts(project: Project) -> Project:
    """Leave out texts that hold nothing but white space: they are no texts of a study."""
    kept = [source for source in project.sources if (source.text or "").strip("\ufeff \t\r\n")]
    n_codings = count_codings(project.sources) - count_codings(kept)
    left_out = project.left_out.copy()
    left_out["text without a word"] += len(project.sources) - len(kept)
    left_out["coding of a text without a word"] += n_codings
    return replace(project, sources=kept, left_out=left_out)


def _sentences(
    study: StudyNow, texts: list[MatchedText], metadata: Metadata, report: Report
) -> pd.DataFrame:
    """Split the texts of a project into sentences, as the study will."""
    new = [text for text in texts if text.file]
    made = documents_of_new(study.settings, new, metadata.cells, report)
    wanted = {text.doc_id for text in texts}
    documents = pd.concat([study.documents[study.documents["doc_id"].isin(wanted)], made])
    columns = list(DOCUMENTS.columns)
    return split_sentences(DOCUMENTS.frame(documents[columns]))


# -- files -----------------------------------------------------------------------------------------


class _Planner:
    """Gathers the new files of a study.

    Attributes:
        files: the content of each, by its path.
        lines: what is said about them.
    """

    def __init__(self, study: StudyNow, file: str, report: Report, *, is_own: bool) -> None:
        self.files: dict[Path, bytes] = {}
        self._is_own = is_own
        self.lines: list[str] = []
        self._study = study
        self._folder = study.settings.folder
        self._file = file
        self._report = report

    def _add(self, path: Path, content: bytes) -> None:
        """Add a file; it is a fault if it is there."""
        if path.exists() or path.is_symlink():
            found = "a file that is there already"
            expected = "a new file: nothing is overwritten; move it away, or rename it"
            self._report.error(Fault(str(path), found, expected))
        self.files[path] = content

    def add_texts(self, texts: list[MatchedText]) -> None:
        """Add the texts that the study does not have."""
        for text in texts:
            if text.file:
                self._add(self._study.settings.texts / text.file, content_of(text.source))

    def add_metadata(self, metadata: Metadata) -> None:
        """Add `metadata.csv`, if there is anything to state."""
        if not metadata.cells:
            return
        columns = dict.fromkeys(column for cells in metadata.cells.values() for column in cells)
        rows = [[doc_id, *map(cells.get, columns)] for doc_id, cells in metadata.cells.items()]
        self._add(self._folder / "metadata.csv", _csv(["doc_id", *columns], rows))
        for name, column in metadata.renamed.items():
            self.lines.append(f"the variable {name!r} is the metadata column {column!r}")

    def add_codes(self, project: Project, unknown: list[str]) -> None:
        """Add a codebook of the codes, if the study has none, or a draft if its own lacks some."""
        if not project.codes or not unknown:
            return
        themes, _ = Themes(None).find(project.codes)
        codebook = codebook_of(project.name or Path(self._file).stem, project.codes, themes)
        name = "codebook.qdc"
        if self._study.codebook is not None:
            name = f"codebook.draft.{safe_name(Path(self._file).stem, 'codes')}.qdc"
            lacking = f"{pluralize(len(unknown), 'code')} that the codebook lacks"
            listed = list_names(unknown)
            self.lines.append(f"{lacking} ({listed}): add them to it to count their codings")
        content = FORMATS[".qdc"].write(codebook)
        path = self._folder / name
        if not path.is_file() or path.read_bytes() != content:
            self._add(path, content)
        if self._study.codebook is None:
            self.lines.append(
                f"{name} has the codes, but no patterns: `workbook convert` makes a file to add "
                "patterns to"
            )

    def add_codings(self, rows: Rows, sentences: pd.DataFrame) -> None:
        """Add a file for each coder whose codings the study does not have."""
        codings = rows.codings_table()
        if codings.empty:
            return
        is_final = codings["coder"].str.casefold() == FINAL
        codings["coder"] = codings["coder"].mask(is_final, FINAL)
        codings = codings.drop_duplicates([*KEY, "coder"])
        texts = sentences[["doc_id", "sent_id", "sentence"]]
        has_cr = texts["sentence"].str.contains("\r", regex=False)  # it would be read as LF
        texts = texts.assign(sentence=texts["sentence"].mask(has_cr, ""))
        codings = codings.merge(texts, on=["doc_id", "sent_id"], validate="m:1")
        there = self._codings_now(codings)
        stems = [path.stem for path in files_named(self._folder / FOLDER, "*")]
        names = FreeNames([*stems, *RESERVED])
        for coder, of_coder in codings.groupby("coder", sort=True):
            known = there[there["coder"] == coder]
            if known.empty:
                self._add_coder(str(coder), of_coder, names)
            else:
                self._compare(str(coder), of_coder, known)

    def _codings_now(self, codings: pd.DataFrame) -> pd.DataFrame:
        """Read the codings that the study has, of themes of any codebook."""
        now = self._study
        if now.documents.empty:
            return CODINGS.empty()
        book = now.codebook or codebook_of("", [], {})
        further = codings.loc[~codings["theme"].isin([*book.themes["theme"], ""]), "theme"]
        further = further.drop_duplicates()
        rows = THEMES.frame({"theme": further, "label": further}).fillna("")
        every = replace(book, themes=pd.concat([book.themes, rows], ignore_index=True))
        own = Report()
        sentences = split_sentences(now.documents)
        drawn = load_drawn(now.settings, sentences, every, own)
        read = load_codings(now.settings, sentences, every, drawn, own)
        self._report.error(*own.errors)
        return pd.concat([read.codings, read.final])

    def _add_coder(self, coder: str, codings: pd.DataFrame, names: FreeNames) -> None:
        """Add the file of a coder."""
        path = self._path_of(coder, names)
        columns = ["doc_id", "sent_id", "theme", "sentence", "memo"]
        table = codings.assign(unsure=codings["unsure"].map({True: "x", False: ""}))
        if codings["unsure"].any():
            columns.append("unsure")
        if path.stem != coder:
            columns.append("coder")
            self.lines.append(f"the codings of {coder!r} are in {FOLDER}/{path.name}")
        if path.stem == FINAL:
            self.lines.append(f"the codings of {coder!r} settle what coders differ on")
        self._add(path, _csv(columns, table[columns].astype(str).to_numpy().tolist()))

    def _path_of(self, coder: str, names: FreeNames) -> Path:
        """Return the path of a coder's file, and take its name.

        What a study of this workbook had in `coding.csv` is there again: it is not of its coders.
        """
        path = self._folder / f"{ONE_READER}.csv"
        if self._is_own and coder == ONE_READER and not path.exists():
            return path
        stem = safe_name(coder, "coder")
        if coder != FINAL:
            stem = names.take(stem)
        return self._folder / FOLDER / f"{stem}.csv"

    def _compare(self, coder: str, codings: pd.DataFrame, known: pd.DataFrame) -> None:
        """Say that the study has the codings of a coder already, or how they differ."""
        columns = [*KEY, "memo"]
        new = set(codings[columns].itertuples(index=False, name=None))
        old = set(known[columns].itertuples(index=False, name=None))
        if new <= old:
            n = pluralize(len(new), "coding")
            self.lines.append(f"the {n} of {coder!r} are in the study already")
            return
        found = f"{len(new - old):,} of {pluralize(len(new), 'coding')} of {coder!r} that differ "
        found += "from those that the study has"
        expected = "a coder whom the study does not have: rename the one or the other"
        self._report.error(Fault(self._file, found, expected))

    def add_spans(self, rows: Rows) -> None:
        """Add `codings/spans.csv`, unless the study has these spans."""
        spans = rows.spans_table()
        if spans.empty:
            return
        columns = list(spans.columns)
        path = self._folder / FOLDER / SPANS_FILE
        if path.exists():
            own = Report()
            there = load_spans(self._study.settings, self._study.documents, None, own)
            self._report.error(*own.errors)
            new = set(spans.itertuples(index=False, name=None))
            old = set(there[columns].itertuples(index=False, name=None))
            if new <= old:
                self.lines.append(f"the spans are in {FOLDER}/{SPANS_FILE} already")
                return
            found = f"{len(new - old):,} of {pluralize(len(new), 'span')} that are not in "
            found += f"{FOLDER}/{SPANS_FILE}, which is there already"
            expected = "no such file, as nothing is overwritten: move it away"
            self._report.error(Fault(self._file, found, expected))
            return
        self._add(path, _csv(columns, spans.astype(str).to_numpy().tolist()))


def _csv(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> bytes:
    """Write a table as CSV: in UTF-8, with LF as line ends, also inside cells."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([with_line_feeds(cell or "") for cell in row])
    return file.getvalue().encode()


# -- what is said ----------------------------------------------------------------------------------


def _describe(project: Project, texts: list[MatchedText], themes: dict[str, str]) -> list[str]:
    """Say what was read."""
    people = [name for name in project.users.values() if not name.startswith(PATTERNS_OF)]
    n_selections = sum(len(text.source.selections) for text in texts)
    counts = [
        pluralize(len(texts), "text"),
        pluralize(len(themes), "code"),
        pluralize(len(people), "user"),
        pluralize(n_selections, "selection"),
    ]
    by = f", written by {project.origin}" if project.origin else ""
    lines = [f"read {', '.join(counts)}{by}"]
    n_new = sum(bool(text.file) for text in texts)
    lines.append(f"texts: {len(texts) - n_new:,} that the study has, {n_new:,} new")
    return lines


def _describe_spans(rows: Rows, counting: Counting, usual: Counting, project: Project) -> list[str]:
    """Say how selections map to sentences, and how positions were counted."""
    lines = []
    kinds = [f"{n:,} cover {phrase}" for phrase, n in describe_kinds(rows.kinds)]
    if kinds:
        lines.append(f"selections with a code: {', '.join(kinds)}")
    if rows.spans and not project.is_own:
        lines.append(
            f"{pluralize(len(rows.spans), 'span')} not exactly a sentence: kept in "
            f"{FOLDER}/{SPANS_FILE}, and counted for each sentence of which a letter or digit is "
            "covered"
        )
    if counting != usual and not project.is_own:
        lines.append(f"positions fit the texts as {counting}")
    if rows.codings and not project.is_own and not any(not key[3] for key in rows.codings):
        lines.append("sentences without a code are not listed: the file does not say who read them")
    return lines


def _describe_left_out(project: Project, rows: Rows, metadata: Metadata) -> list[str]:
    """Say what was left out, with counts."""
    together = project.left_out + rows.left_out + metadata.left_out
    return [f"left out: {_count(n, what)}" for what, n in together.items() if n]


def _count(n: int, what: str) -> str:
    """Count things whose noun is followed by a relative clause or the like.

    >>> _count(2, "value of a variable that differs"), _count(1, "case")
    ('2 values of a variable that differs', '1 case')
    """
    if n == 1:
        return f"1 {what}"
    noun, blank, rest = what.partition(" ")
    return f"{n:,} {noun}s{blank}{rest}"
