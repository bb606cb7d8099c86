"""A study becomes a project and comes back: not one coding has moved.

The variable EXCHANGE_STUDIES sets how many studies are made in all, such as 2000.
"""

import io
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qde_structure import check_structure
from tiny import codebook

from analysis.coding.exchange.from_study import Coded, make_project
from analysis.coding.exchange.into_study import StudyNow, plan_import
from analysis.coding.exchange.model import Project
from analysis.coding.exchange.qdpx import read
from analysis.faults import Report
from analysis.hits.find import find_hits
from analysis.output.exchange import pack
from analysis.reading.settings import Settings
from analysis.sentences.split import split_sentences
from analysis.tables import CODINGS, DOCUMENTS, SPANS

BOOK = codebook(
    {"topic/aid": ["aid"], "topic/other": ["loan*"], "tone/other": ["good"], "tone/deep/x": ["🙂"]}
)
THEMES = BOOK.themes["theme"].tolist()
CODERS = ["Ann", "Zoë 🙂", "a/b", "名"]
WORDS = ["aid", "loans", "good", "🙂"]  # what the patterns find
SCRIPTS = {
    "Latin with combining marks": "aé\u0301e\u0308ñ&<>\"'… ",
    "emoji": "a🙂👨‍👩‍👧🏻🇫🇷\u200d\ufe0f\U0010fffd",
    "right to left": "א\u05b8بءם\u202e\u200f،؟1",
    "East Asian and Indic": "한名人ไทยนमस\u0947\u094d。、　𠀀",
    "line ends and marks": "a\ufeff\n\r\u2028\x85\u00a0🙂",
}
EXAMPLES = -(-int(os.environ.get("EXCHANGE_STUDIES", "200")) // len(SCRIPTS))
BREAKS = ["\n\n", "\n", "\ufeff", "# Head\n\n"]


def texts(letters: str) -> st.SearchStrategy[str]:
    """Texts of a script, with words that are found; CRLF is a break where there are CRs at all."""
    words = st.one_of(st.sampled_from(WORDS), st.text(letters, min_size=1, max_size=6))
    sentences = st.lists(words, min_size=1, max_size=4).map(lambda some: " ".join(some) + ". ")
    breaks = st.sampled_from([*BREAKS, "\r\n"] if "\r" in letters else BREAKS)
    pieces = st.lists(st.one_of(sentences, breaks), min_size=1, max_size=6)
    return pieces.map("".join).filter(lambda text: text.strip("\ufeff \t\r\n"))


MEMOS = st.sampled_from(["", "", 'why? <b> & "so"', "two\nlines", " 🙂 ", "\u202eא"])


@st.composite
def studies(draw, letters: str) -> Coded:
    """Studies of one to three texts with hits, codings, spans and metadata."""
    found = draw(st.lists(texts(letters), min_size=1, max_size=3, unique=True))
    documents = DOCUMENTS.frame(
        {
            "doc_id": [f"sub/t{n}" if n == 2 else f"t{n}" for n in range(len(found))],
            "title": [f"t{n}" for n in range(len(found))],
            "path": [f"t{n}.txt" for n in range(len(found))],
            "language": "en",
            "sha256": "",
            "text_sha256": "",
            "n_chars": list(map(len, found)),
            "text": found,
            "headings": "guessed",
        }
    )
    documents["year"] = draw(st.sampled_from([[2020, 2021, 2022], [7, 0, -1]]))[: len(found)]
    documents["who"] = [draw(st.sampled_from(["", "NA", "007", "a 'b' <c>"])) for _ in found]
    sentences = split_sentences(documents)
    codings = _draw_codings(draw, sentences)
    is_final = codings["coder"] == "final"
    hits = find_hits(sentences, BOOK)
    parts = (documents, sentences, BOOK, hits, codings[~is_final], codings[is_final])
    return Coded("A study", *parts, _draw_spans(draw, documents))


def _draw_codings(draw, sentences: pd.DataFrame) -> pd.DataFrame:
    rows = {}
    places = sentences[["doc_id", "sent_id"]].to_numpy().tolist()
    for doc_id, sent_id in places:
        for coder in draw(st.lists(st.sampled_from([*CODERS, "final"]), unique=True, max_size=2)):
            themes = draw(st.lists(st.sampled_from(THEMES), unique=True, max_size=2)) or [""]
            for theme in themes:
                rows[doc_id, sent_id, coder, theme] = (draw(MEMOS), draw(st.booleans()))
    table = [(*key, *cells) for key, cells in rows.items()]
    return CODINGS.frame(pd.DataFrame(table, columns=[*CODINGS.columns, "unsure"]))


def _draw_spans(draw, documents: pd.DataFrame) -> pd.DataFrame:
    rows = {}
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        for _ in range(draw(st.integers(0, 3))):
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            if "\r\n" in (text[start - 1 : start + 1], text[end - 1 : end + 1]):
                continue  # between CR and LF there is no offset that others know
            coder, theme = draw(st.sampled_from(CODERS)), draw(st.sampled_from(THEMES))
            rows[doc_id, start, end, coder, theme] = draw(MEMOS)
    return SPANS.frame(
        pd.DataFrame([(*key, memo) for key, memo in rows.items()], columns=list(SPANS.columns))
    )


def unpack(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read_back(content: bytes, folder: Path) -> Project:
    path = folder / "study.qdpx"
    path.write_bytes(content)
    report = Report()
    project, _ = read(path, report)
    assert not report.errors
    return project


def plan_for(project: Project, folder: Path, study: Coded, *, has_texts: bool):
    """What comes of a project in a study with its codebook, and with its texts or without."""
    documents = study.documents if has_texts else DOCUMENTS.empty()
    target = StudyNow(Settings(folder, folder, folder), documents, [], BOOK, False)
    report = Report()
    plan = plan_import(project, None, target, "study.qdpx", report)
    assert not report.errors, report
    return {path.relative_to(folder).as_posix(): data for path, data in plan.files.items()}


def codings_of(files: dict[str, bytes]) -> list[tuple]:
    """The codings in the planned files."""
    rows = []
    for name, data in files.items():
        if name.startswith("codings/") and name != "codings/spans.csv":
            table = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
            table["coder"] = table.get("coder", name.removeprefix("codings/").removesuffix(".csv"))
            table["unsure"] = table.get("unsure", pd.Series("", table.index)) == "x"
            columns = ["doc_id", "sent_id", "coder", "theme", "memo", "unsure"]
            rows += table[columns].itertuples(index=False, name=None)
    return sorted(rows)


def spans_of(files: dict[str, bytes]) -> list[tuple]:
    if "codings/spans.csv" not in files:
        return []
    table = pd.read_csv(io.BytesIO(files["codings/spans.csv"]), dtype=str, keep_default_na=False)
    return sorted(table.itertuples(index=False, name=None))


def rows_of(table: pd.DataFrame) -> list[tuple]:
    columns = [column for column in table if column != "unsure"]
    text = table[columns].astype(str)
    if "unsure" in table:
        text["unsure"] = table["unsure"]
    return sorted(text.itertuples(index=False, name=None))


@pytest.mark.parametrize("script", SCRIPTS)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_a_study_survives(script, data):
    study = data.draw(studies(SCRIPTS[script]))
    has_texts = data.draw(st.booleans()) or any("\r" in text for text in study.documents["text"])
    content = pack(make_project(study), "2026-03-31T00:00:00Z")
    parts = unpack(content)
    check_structure(parts["project.qde"], parts)
    with TemporaryDirectory() as name:
        folder = Path(name)
        project = read_back(content, folder)
        files = plan_for(project, folder, study, has_texts=has_texts)
    assert codings_of(files) == rows_of(pd.concat([study.codings, study.final]))
    assert spans_of(files) == rows_of(study.spans)
    assert ("t0.txt" in files) is not has_texts
