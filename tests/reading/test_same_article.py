"""One article in every format: the same text, the same sections, paragraphs and sentences."""

from importlib.util import find_spec

import pandas as pd
import pytest
import same_article
from extracted import text_and_phrases
from table_samples import read_rows

from analysis import InputWarning, read_documents, split_sentences
from analysis.reading.formats import reader_for
from analysis.reading.table_files import TABLE_ENDINGS

WITHOUT_EXTRAS = [
    ending for ending in TABLE_ENDINGS if ending != ".parquet" or find_spec("pyarrow")
]


TABLES = {ending: same_article.table(ending) for ending in WITHOUT_EXTRAS}


PLACES = ["section", "paragraph", "sentence"]


def sentences(text: str) -> list[list]:
    return (
        split_sentences(pd.DataFrame({"doc_id": ["a"], "text": [text]}))[PLACES].to_numpy().tolist()
    )


@pytest.mark.parametrize(
    ("read", "data", "left_out"),
    [
        (reader_for(".html"), same_article.html(), ("1 menu",)),
        (reader_for(".docx"), same_article.docx(), ("page header ('Notes from the river')",)),
        (reader_for(".odt"), same_article.odt(), ()),
        (
            reader_for(".pdf"),
            same_article.pdf(),
            ("2 page numbers", "running header 'Notes from the river' (on 2 pages)"),
        ),
    ],
    ids=["html", "docx", "odt", "pdf"],
)
def test_the_same_article_is_the_same_text(read, data, left_out):
    assert text_and_phrases(read(data, "a.x", "")) == (same_article.markdown(), left_out)


@pytest.mark.parametrize("ending", TABLE_ENDINGS)
def test_the_same_article_in_a_table(ending):
    if ending not in TABLES:
        pytest.skip("the extra `parquet` is not installed: make env LOCK=requirements-all.lock")
    (row,) = read_rows(TABLES[ending], ending)[0].values()
    assert row == {"doc_id": "footpath", "year": "007", "text": same_article.markdown()}


def test_the_same_article_in_plain_text_has_one_difference():
    """Without markup, a heading that ends with a question mark is read as a sentence."""
    marked, plain = sentences(same_article.markdown()), sentences(same_article.plain())
    at = next(n for n, (section, *_) in enumerate(marked) if section == "Who keeps it open?")
    end = next(n for n, (section, *_) in enumerate(marked) if section == "What could be done")
    assert plain[:at] == marked[:at]
    assert plain[at] == ["Notes on a footpath", marked[at][1], "Who keeps it open?"]
    assert plain[at + 1 : end + 1] == [
        ["Notes on a footpath", n + 1, text] for _, n, text in marked[at:end]
    ]
    assert plain[end + 1 :] == [[section, n + 1, text] for section, n, text in marked[end:]]


def test_the_same_article_in_every_format_has_the_same_sentences(write):
    texts = {".md": same_article.markdown(), ".html": same_article.html(), ".docx": same_article.docx(),
             ".odt": same_article.odt(), ".pdf": same_article.pdf(), ".txt": same_article.plain()}  # fmt: skip
    tables = {ending: same_article.table(ending) for ending in (".csv", ".tsv", ".xlsx", ".jsonl")}
    files = {f"footpath{ending}": content for ending, content in texts.items()}
    files |= {f"{ending[1:]}/footpath{ending}": content for ending, content in tables.items()}
    study = write(*(part for pair in files.items() for part in pair))
    with pytest.warns(InputWarning, match="running header|page header|menu"):
        found = {file: split_sentences(read_documents(study / file)) for file in files}
    columns = ["section", "paragraph", "sentence"]
    expected = found["footpath.md"]
    assert expected["section"].unique().tolist() == [
        text for kind, text in same_article.ARTICLE if kind[0] == "h"
    ]
    for file, sentences in found.items():
        if file != "footpath.txt":
            pd.testing.assert_frame_equal(sentences[columns], expected[columns], obj=file)
    # The one difference of plain text: a line that ends in "?" is a sentence, not a heading.
    plain = found["footpath.txt"]
    assert [row for row in plain["sentence"] if row not in set(expected["sentence"])] == [
        "Who keeps it open?"
    ]
    assert plain["section"].unique().tolist() == [
        name for name in expected["section"].unique() if "?" not in name
    ]
