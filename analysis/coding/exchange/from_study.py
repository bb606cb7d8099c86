"""A study becomes a project: its texts, codes, metadata, and what people and patterns found."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from analysis.codebook.formats.refi import guid_of_theme
from analysis.codebook.model import Codebook
from analysis.coding.coding_files import FINAL
from analysis.coding.exchange.code_themes import unique_names
from analysis.coding.exchange.model import (
    NONE_FOUND,
    ORIGIN,
    SPAN,
    UNSURE,
    Code,
    Project,
    Selection,
    Source,
)
from analysis.coding.exchange.positions import (
    Counting,
    offsets_of_positions,
    with_line_feeds,
)
from analysis.coding.exchange.qde_writer import Guids, name_of_text
from analysis.tables import AS_WRITTEN, DOCUMENTS

PATTERNS_OF = "patterns ("  # begins the name of the user that stands for the patterns
_DECIMAL = re.compile(r"-?\d+\.\d+", re.ASCII)
OF_METADATA = ("title", "language")  # columns of `documents` that are metadata, too


class Coded(NamedTuple):
    """What a project is made of.

    Attributes:
        name: the name of the study.
        documents, sentences, codebook, hits: of the study.
        codings: what coders gave sentences (`analysis.tables.CODINGS`).
        final: what was adjudicated, as codings.
        spans: what coders gave stretches of text (`analysis.tables.SPANS`).
    """

    name: str
    documents: pd.DataFrame
    sentences: pd.DataFrame
    codebook: Codebook
    hits: pd.DataFrame
    codings: pd.DataFrame
    final: pd.DataFrame
    spans: pd.DataFrame


def make_project(study: Coded) -> Project:
    """Make a project of a study.

    The patterns are a user of their own, who comes first. Every hit is a selection. What a coder
    gave a sentence is a selection of the sentence; so is a sentence that was read and in which
    nothing was found, which has no code and says so by its name. Texts have LF as line ends.
    """
    guid = Guids(study.name)
    patterns = name_of_patterns(study.codebook)
    people = pd.concat([study.codings["coder"], study.spans["coder"]]).drop_duplicates().tolist()
    if len(study.final):
        people.append(FINAL)
    names = dict.fromkeys([patterns, *people])
    selections = _Selections(study, patterns)
    sources = []
    for row in study.documents.to_dict("records"):
        key = guid("source", row["doc_id"])
        source = Source(name=row["doc_id"], text=row["text"], key=key)
        source.variables = dict(_variables_of(row, study.documents))
        source.selections = selections.of_text(row["doc_id"], row["text"])
        sources.append(_with_line_feeds(source))
    return Project(
        name=study.name,
        origin=ORIGIN,
        users={guid("user", name): name for name in names},
        codes=list(_codes(study)),
        sources=sources,
        variables=_variable_types(study.documents),
    )


def name_of_patterns(codebook: Codebook) -> str:
    """Return the name of the user that stands for the patterns of a codebook."""
    version = f", {codebook.version}" if codebook.version else ""
    return f"{PATTERNS_OF}{codebook.name}{version})"


def _with_line_feeds(source: Source) -> Source:
    """Return a text with LF as line ends, and its selections where they are then."""
    assert source.text is not None
    if "\r" not in source.text:
        return source
    counting = Counting(mark_counts=True)
    offsets = offsets_of_positions(source.text, counting, keeps_mark=True)
    selections = []
    for one in source.selections:
        start, end = int(offsets[one.start]), int(offsets[one.end])
        selections.append(replace(one, start=start, end=end))
    return replace(source, text=with_line_feeds(source.text), selections=selections)


# -- codes -----------------------------------------------------------------------------------------


def _codes(study: Coded) -> Iterator[Code]:
    """Yield the themes as codes. Those that nobody gave and that have no patterns are headings."""
    codebook = study.codebook
    given = pd.concat([study.codings["theme"], study.final["theme"], study.spans["theme"]])
    codable = {*codebook.coded_themes()["theme"], *given}
    names = unique_names(codebook.themes)
    for row in codebook.themes.itertuples(index=False):
        yield Code(
            key=guid_of_theme(codebook.name, row.theme),
            name=names[row.theme],
            parent=guid_of_theme(codebook.name, row.parent) if row.parent else "",
            definition=_define(row.definition, row.include, row.exclude),
            color=getattr(row, "color", ""),
            is_codable=row.theme in codable,
        )


def _define(definition: str, include: str, exclude: str) -> str:
    """Put a definition and the examples into one text."""
    lines = [definition] if definition else []
    lines += [f"Include: {example}" for example in include.split("\n") if example]
    lines += [f"Exclude: {example}" for example in exclude.split("\n") if example]
    return "\n".join(lines)


# -- selections ------------------------------------------------------------------------------------


_KEY = ["start", "end", "coder", "mark", "memo"]  # what makes a selection, in one text


class _Selections:
    """Makes the selections in the texts of a study.

    Args:
        study: the study.
        patterns: the name of the user that stands for the patterns.
    """

    def __init__(self, study: Coded, patterns: str) -> None:
        self._codebook = study.codebook.name
        self._guids = {
            theme: guid_of_theme(self._codebook, theme) for theme in study.codebook.themes["theme"]
        }
        of_people = [_rows_of_codings(study), _rows_of_spans(study)]
        rows = pd.concat([_rows_of_hits(study, patterns), *of_people])
        self._rows = dict(tuple(rows.groupby("doc_id", sort=False)))

    def of_text(self, doc_id: str, text: str) -> list[Selection]:
        """Make the selections of a text, in its order.

        What one user gave one stretch of text is one selection, unless it has several memos.
        """
        if doc_id not in self._rows:
            return []
        rows = self._rows[doc_id]
        themes: dict[tuple, dict[str, None]] = {}
        cells = zip(*(rows[column] for column in (*_KEY, "theme")), strict=True)
        for *key, theme in cells:
            given = themes.setdefault(tuple(key), {})
            if theme:
                given[theme] = None
        return [self._select(key, themes[key], text) for key in sorted(themes)]

    def _select(self, key: tuple, themes: Iterable[str], text: str) -> Selection:
        start, end, coder, mark, memo = key
        codes = tuple(self._guids[theme] for theme in themes)
        name = NONE_FOUND
        if codes:
            name = name_of_text(text[start:end])
            if name.startswith((SPAN, UNSURE)):  # the text itself begins like a mark
                name = f"“{name}"
        return Selection(start, end, coder, codes, f"{mark}{name}", with_line_feeds(memo))


def _rows_of_hits(study: Coded, patterns: str) -> pd.DataFrame:
    rows = study.hits[["doc_id", "start", "end", "theme"]]
    return rows.assign(coder=patterns, mark="", memo="")


def _rows_of_codings(study: Coded) -> pd.DataFrame:
    """Put what coders gave sentences, and what was adjudicated, where the sentences are."""
    places = study.sentences[["doc_id", "sent_id", "start", "end"]]
    codings = pd.concat([study.codings, study.final.assign(coder=FINAL)])
    unsure = codings.get("unsure", pd.Series(False, codings.index)).eq(True)
    codings["mark"] = unsure.map({True: UNSURE, False: ""})
    return codings.merge(places, on=["doc_id", "sent_id"], validate="m:1")


def _rows_of_spans(study: Coded) -> pd.DataFrame:
    """Mark the spans that are the same as a sentence, for they could be codings of it."""
    place = ["doc_id", "start", "end"]
    sentences = pd.MultiIndex.from_frame(study.sentences[place])
    is_sentence = pd.MultiIndex.from_frame(study.spans[place]).isin(sentences)
    marks = pd.Series(is_sentence, study.spans.index).map({True: SPAN, False: ""})
    return study.spans.assign(mark=marks)


# -- metadata --------------------------------------------------------------------------------------


def _metadata_columns(documents: pd.DataFrame) -> list[str]:
    """List the columns that are metadata: those that were read, in their order."""
    further = [column for column in documents if column not in DOCUMENTS.columns]
    hidden = {f"{column}{AS_WRITTEN}" for column in further}
    return [*OF_METADATA, *(column for column in further if column not in hidden)]


def _variable_types(documents: pd.DataFrame) -> dict[str, str]:
    """Return the type of each variable."""
    return {column: _type_of(documents, column) for column in _metadata_columns(documents)}


def _type_of(documents: pd.DataFrame, column: str) -> str:
    cells = documents[column]
    if f"{column}{AS_WRITTEN}" in documents:
        return "Text"
    if pd.api.types.is_integer_dtype(cells):
        return "Integer"
    if pd.api.types.is_float_dtype(cells):
        written = cells.dropna().map(repr)
        return "Float" if written.map(_DECIMAL.fullmatch).all() else "Text"
    return "Date" if pd.api.types.is_datetime64_any_dtype(cells) else "Text"


def _variables_of(row: dict[Any, Any], documents: pd.DataFrame) -> Iterable[tuple[str, str]]:
    """Yield the metadata of a text that are filled, as text."""
    for column in _metadata_columns(documents):
        value = row.get(f"{column}{AS_WRITTEN}", row[column])
        if not pd.isna(value) and str(value) != "":
            yield column, _write(value)


def _write(value: Any) -> str:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return repr(value) if isinstance(value, float) else with_line_feeds(str(value))
