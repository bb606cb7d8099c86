"""The texts of a project and those of a study: which is which, and what the new ones become."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from unicodedata import normalize

import pandas as pd

from analysis.coding.exchange.file_names import FreeNames, safe_name, safe_path, without_ending
from analysis.coding.exchange.model import Project, Source
from analysis.coding.exchange.positions import (
    MARK,
    NOWHERE,
    as_in_study,
    positions_of_offsets,
    states_its_text,
    with_line_feeds,
)
from analysis.faults import Alike, Fault, Report, nearest
from analysis.reading.documents import as_documents, as_rows, texts_of_file
from analysis.reading.metadata import MetadataSource
from analysis.reading.settings import Settings
from analysis.reading.study_files import is_of_the_study, name_of

ENDING = ".txt"


@dataclass(frozen=True)
class MatchedText:
    """One text of a project, with its place in the study.

    Attributes:
        source: the text; its selections are at the offsets of the study's text.
        doc_id: the id of the text in the study.
        file: its path below the folder of the texts; "" if the study has the text already.
    """

    source: Source
    doc_id: str
    file: str = ""


def fill_in_texts(project: Project, documents: pd.DataFrame, file: str, report: Report) -> Project:
    """Take the texts that a project only names from the study, by their id or title."""
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    by_name = dict(texts)
    for name, text in zip(documents["title"], documents["text"], strict=True):
        by_name.setdefault(name, text)
    unknown = Alike("texts that the study does not have", "the text {}, which is no id or title")
    sources = []
    for source in project.sources:
        name = normalize("NFC", source.name)
        text = by_name.get(name, by_name.get(without_ending(name)))
        if source.text is None and text is None:
            near = "" if unknown.n else nearest(name, texts)
            unknown.add(Fault(file, repr(source.name), near, line=source.line))
        elif source.text is None:
            source = replace(source, text=text)
        sources.append(source)
    report.error(*unknown.summed_up())
    return replace(project, sources=[one for one in sources if one.text is not None])


class TextMatcher:
    """Matches the texts of a project with those of a study, by what they say.

    Args:
        settings: the study.
        documents: its texts.
        taken: the names of its files of text, without their endings.
    """

    def __init__(self, settings: Settings, documents: pd.DataFrame, taken: Iterable[str]) -> None:
        self._settings = settings
        self._texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
        self._titles = dict(zip(documents["doc_id"], documents["title"], strict=True))
        self._ids: dict[str, list[str]] = {}
        for doc_id, text in self._texts.items():
            for flat in {with_line_feeds(text), as_in_study(text)}:
                self._ids.setdefault(flat, []).append(doc_id)
        self._names = FreeNames([*taken, *self._texts])
        self._used: set[str] = set()

    def match(self, project: Project) -> list[MatchedText]:
        """Match each text; those that the study does not have get a name for their file."""
        return [self._match_one(source, project.is_own) for source in project.sources]

    def _match_one(self, source: Source, is_own: bool) -> MatchedText:
        assert source.text is not None
        doc_id = self._find(source)
        if doc_id:
            self._used.add(doc_id)
            return MatchedText(_at_positions(source, self._texts[doc_id]), doc_id)
        name = without_ending(source.name)
        wanted = safe_path(name, "text") if is_own else safe_name(name, "text")
        if is_of_the_study(f"{wanted}{ENDING}"):
            wanted += " (text)"
        doc_id = self._names.take(wanted)
        return MatchedText(source, doc_id, f"{doc_id}{ENDING}")

    def _find(self, source: Source) -> str:
        """Return the id of the same text: one of that name, or else the first that is free."""
        candidates = self._ids.get(source.text or "", [])
        names = (source.name, without_ending(source.name))
        for doc_id in candidates:
            if doc_id in names or self._titles[doc_id] in names:
                return doc_id
        free = [doc_id for doc_id in candidates if doc_id not in self._used]
        return next(iter([*free, *candidates]), "")


def _at_positions(source: Source, text: str) -> Source:
    """Return a text whose selections are where they are in the study's text."""
    assert source.text is not None
    positions = positions_of_offsets(text, source.text)
    if positions is None:
        return source
    selections = []
    for one in source.selections:
        if one.start != NOWHERE:
            one = replace(one, start=int(positions[one.start]), end=int(positions[one.end]))
        selections.append(one)
    return replace(source, text=text, selections=selections)


def content_of(source: Source) -> bytes:
    """Return a new text as the content of its file."""
    text = source.text or ""
    mark = MARK if text.startswith(MARK) else ""  # the reader drops the first one
    return f"{mark}{text}".encode()


def documents_of_new(
    settings: Settings,
    texts: list[MatchedText],
    stated: dict[str, dict[str, str]],
    report: Report,
) -> pd.DataFrame:
    """Make `documents` of the new texts, as they will be read; an error if they are read otherwise.

    Args:
        settings: the study; its `study.yaml` may drop lines or cut texts.
        texts: the new texts.
        stated: what `metadata.csv` will state about each, by its id.
        report: collects the errors.
    """
    rows = []
    differing = Alike("texts that the study would read in another way")
    for text in texts:
        path = settings.texts / text.file
        name = name_of(settings, path)
        own = Report()
        with own.collecting():
            data = content_of(text.source)
            found = texts_of_file(settings, data, name, text.doc_id, own)
            digest = hashlib.sha256(data).hexdigest()
            read = as_rows(settings, path, text.doc_id, digest, found, own)
            rows += read
            if [row.cells["text"] for row in read] != [text.source.text]:
                expected = "a study whose study.yaml neither drops nor cuts the lines of this text"
                differing.add(Fault(name, "another text once it is read", expected))
        report.error(*own.errors)
    report.error(*differing.summed_up())
    sources = {doc_id: MetadataSource("metadata.csv", 0, cells) for doc_id, cells in stated.items()}
    return as_documents(settings, rows, sources, report)


def wrong_selections(project: Project, texts: list[MatchedText], file: str) -> list[Fault]:
    """Return the faults of selections that are nowhere in their text, or not of the stated text."""
    nowhere = Alike("selections that lie outside their text or split a character")
    for before, text in zip(project.sources, texts, strict=True):
        for stated, one in zip(before.selections, text.source.selections, strict=True):
            if one.start == NOWHERE:
                found = f"a selection from {stated.start:,} to {stated.end:,} of {before.name!r}"
                expected = f"positions in its text, from 0 to {len(before.text or ''):,}"
                nowhere.add(Fault(file, found, expected, line=one.line))
    return nowhere.summed_up()


def differing_selections(texts: list[MatchedText], file: str) -> list[Fault]:
    """Return the faults of selections whose text is not the one that the file states."""
    other = Alike("selections that read differently in the text")
    for text in texts:
        for one in text.source.selections:
            if one.start != NOWHERE and not states_its_text(one, text.source.text or ""):
                found = f"{one.stated!r} from {one.start:,} to {one.end:,} of {text.doc_id!r}"
                expected = repr((text.source.text or "")[one.start : one.end])
                other.add(Fault(file, found, expected, line=one.line))
    return other.summed_up()
