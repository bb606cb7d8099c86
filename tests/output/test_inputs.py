"""A run whose inputs were changed meanwhile."""

import shutil
from pathlib import Path

import pytest

from analysis import InputError, read_codebook, read_documents
from analysis.output.inputs import Inputs

BOOK = 'name: Small\nversion: "1"\nthemes: {rights: {patterns: ["right*"]}}\n'
OTHER = BOOK.replace("Small", "Other")


@pytest.fixture
def inputs(write, monkeypatch):
    """The inputs of a study in `s`, whose texts are in `t`."""
    folder = write("s/codebook.yaml", BOOK, "s/study.yaml", "texts: ../t\n", "other.yaml", OTHER)
    write(
        "t/a.txt", "Rights.", "t/deep/b.txt", "More.", "s/metadata.csv", "doc_id,y\na,1\ndeep/b,2\n"
    )
    monkeypatch.chdir(folder)
    return Inputs("s", read_documents("s"), read_codebook("s/codebook.yaml"))


def test_nothing_was_changed(inputs):
    Path("t/.hidden").write_text("x")
    Path("t/README.md").write_text("x")
    Path("other.yaml").write_text("x")
    Path("t/a.txt").write_text("Rights.")  # written again
    inputs.check_unchanged()


CHANGES = [
    ("../t/a.txt", lambda: Path("t/a.txt").write_text("Other rights.")),
    ("../t/deep/b.txt", lambda: Path("t/deep/b.txt").unlink()),
    ("../t/c.txt", lambda: Path("t/c.txt").write_text("New.")),
    ("../t/a.txt", lambda: Path("t/a.txt").write_text("rights.")),  # of the same size
    ("s/codebook.yaml", lambda: Path("s/codebook.yaml").write_text(BOOK + "\n")),
    ("metadata.csv", lambda: Path("s/metadata.csv").write_text("doc_id,y\na,2\n")),
    ("study.yaml", lambda: Path("s/study.yaml").write_text("texts: ../t\nlanguage: fr\n")),
    ("coding.csv", lambda: Path("s/coding.csv").write_text("doc_id,sent_id,theme\n")),
]


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_what_was_changed_is_named(inputs, name, change):
    change()
    with pytest.raises(InputError) as error:
        inputs.check_unchanged()
    assert str(error.value) == (
        f"{name}: found a file that was changed during the run; expected inputs that stay the "
        "same until the end; nothing was written, so run it again"
    )


def test_all_changes_are_named_at_once(inputs):
    shutil.rmtree("t/deep")
    Path("t/a.txt").write_text("x")
    with pytest.raises(InputError) as error:
        inputs.check_unchanged()
    assert [fault.file for fault in error.value.faults] == ["../t/a.txt", "../t/deep/b.txt"]


def test_a_change_between_reading_and_the_run_is_found_too(inputs):
    documents, codebook = read_documents("s"), read_codebook("s/codebook.yaml")
    Path("t/a.txt").write_text("x")
    Path("s/codebook.yaml").write_text(BOOK + "\n")
    with pytest.raises(InputError) as error:
        Inputs("s", documents, codebook).check_unchanged()
    assert [fault.file for fault in error.value.faults] == ["../t/a.txt", "s/codebook.yaml"]


def test_one_file_and_named_codebooks(inputs):
    files = ["other.yaml", "s/codebook.yaml"]
    inputs = Inputs("t/a.txt", read_documents("t/a.txt"), read_codebook(files), files)
    Path("t/deep/b.txt").unlink()  # no part of it
    inputs.check_unchanged()
    Path("other.yaml").write_text("x")
    with pytest.raises(InputError, match=r"^other\.yaml: "):
        inputs.check_unchanged()
