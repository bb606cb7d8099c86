"""`split:` cuts one file into several texts."""

import hashlib

import pytest
import same_article
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError, read_documents
from analysis.faults import LeftOut, Report
from analysis.reading.documents import load_documents
from analysis.reading.settings import read_settings
from analysis.reading.split_texts import split_text

END = "End of Document"
SETTINGS = f'split: ["{END}"]\nlanguage: en\n'


def load(folder):
    report = Report()
    return load_documents(read_settings(folder), report), report


def test_a_file_of_a_hundred_articles_becomes_a_hundred_texts(write):
    whole = "".join(f"Article {n} begins.\n\nIt ends.\n  {END} \n\n" for n in range(1, 101))
    documents, report = load(write("deep/a.txt", whole, "study.yaml", SETTINGS))
    assert not report.errors
    assert not report.warnings
    assert set(documents["doc_id"]) == {f"deep/a-{n}" for n in range(1, 101)}
    first = documents.set_index("doc_id").loc["deep/a-2"]
    assert first["text"] == "\nArticle 2 begins.\n\nIt ends.\n"
    assert first["n_chars"] == len(first["text"])
    assert set(documents["path"]) == {"deep/a.txt"}
    assert set(documents["sha256"]) == {hashlib.sha256(whole.encode()).hexdigest()}
    assert len(report.left_out) == 100
    what = f"line that fits '{END}' in `split` of study.yaml"
    assert report.left_out[1] == LeftOut("deep/a.txt", what, 9, len(END), 3)


def test_a_word_document_is_cut_too(tmp_path):
    document = Document()
    for n in range(3):
        document.add_paragraph(f"Article {n} is here.")
        document.add_paragraph(END)
    document.save(tmp_path / "a.docx")
    (tmp_path / "study.yaml").write_text(SETTINGS)
    documents, report = load(tmp_path)
    assert documents["doc_id"].tolist() == ["a-1", "a-2", "a-3"]
    assert documents["text"].str.strip().tolist() == [f"Article {n} is here." for n in range(3)]
    what = f"line that fits '{END}' in `split` of study.yaml"
    assert report.left_out == [LeftOut("a.docx", what, 0, 3 * len(END), 9)]


def test_a_heading_can_be_the_line_at_which_a_text_ends(write):
    documents, _ = load(write("a.html", "<p>One.<h2>Next</h2><p>Two.", "study.yaml", "split: Next"))
    assert documents["text"].str.strip().tolist() == ["One.", "Two."]


def test_front_matter_belongs_to_every_text_of_a_file(write):
    folder = write(
        *("a.md", "---\noutlet: Post\n---\nOne.\n=====\nTwo.\n", "b.md", "Three.\n=====\n"),
        *("study.yaml", 'split: "====="', "metadata.csv", "doc_id,page\na-1,1\na-2,2\nb,3\n"),
    )
    documents, report = load(folder)
    assert not report.errors
    assert documents["doc_id"].tolist() == ["a-1", "a-2", "b"]
    assert documents["text"].tolist() == ["One.\n", "Two.\n", "Three.\n"]
    assert documents["outlet"].tolist() == ["Post", "Post", ""]
    assert documents["page"].tolist() == [1, 2, 3]


def test_lines_that_are_dropped_make_no_text(write):
    text = f"Page 1\nOne.\n{END}\nPage 2\nTwo.\n{END}\nPage 3\n"
    folder = write("a.txt", text, "study.yaml", SETTINGS + 'drop: ["Page *"]\n')
    documents, report = load(folder)
    assert documents["text"].tolist() == ["One.\n", "Two.\n"]
    lines = [(row.line, "drop" in row.what) for row in report.left_out]
    assert sorted(lines) == [(1, True), (3, False), (4, True), (6, False), (7, True)]
    assert not report.warnings


def test_a_file_of_such_lines_only_is_an_error(write):
    folder = write("a.txt", f"{END}\n\n{END}\n", "study.yaml", SETTINGS)
    with pytest.raises(
        InputError, match="found no text but the lines that `split` and `drop` name"
    ):
        read_documents(folder)


def test_a_glob_that_fits_no_line_is_warned_of(write):
    _, report = load(write("a.txt", "One.\nend of document", "study.yaml", SETTINGS))
    assert [str(fault) for fault in report.warnings] == [
        f"study.yaml, split: found '{END}', which fits no line; expected a line of a text, in which * is anything"
    ]


def test_rows_of_tables_are_not_cut(write):
    folder = write(
        "t.csv", f'text\n"One.\n{END}\nTwo."\n', "a.txt", f"x\n{END}", "study.yaml", SETTINGS
    )
    documents, _ = load(folder)
    assert documents["doc_id"].tolist() == ["a", "t-1"]
    assert END in documents["text"][1]


def test_the_ids_of_pieces_may_not_be_those_of_other_texts(write):
    folder = write("a.txt", f"One.\n{END}\nTwo.", "a-2.txt", "Three.", "study.yaml", SETTINGS)
    with pytest.raises(InputError, match="found the id 'a-2', which another text also has"):
        read_documents(folder)


@given(st.lists(st.sampled_from(["One.", " ", "", END, f" {END}\t", "## " + END, "Page 1"])))
def test_nothing_is_lost_when_a_text_is_cut(lines):
    found = split_text("\n".join(lines), (END,), ("Page *",))
    words = "\n".join(piece.text for piece in found.pieces).split()
    left = " ".join(line.line for line in (*found.cuts, *found.dropped)).split()
    assert sorted(words + left) == sorted("\n".join(lines).split())
    for piece in found.pieces:
        assert piece.text.strip()
        first = piece.text.split("\n")[0]
        assert first in lines[piece.line - 1 :]


def test_without_split_nothing_changes(write):
    article = same_article.plain()
    assert read_documents(write("a.txt", article))["text"].tolist() == [article]
