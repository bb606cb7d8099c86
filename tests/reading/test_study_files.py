"""Which files of a study are texts, and that every other entry is left out and said."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import InputError
from analysis.faults import InputWarning, Report
from analysis.reading import study_files as module
from analysis.reading.documents import load_documents, read_documents
from analysis.reading.settings import read_settings

OF_EXPORTS = {"study": "../s", "files": ["a.csv"], "earlier_files": []}
OF_TABLES = {"study": "../s", "batch": 8, "complete": True}


def opened(study):
    """The ids of the texts, what was left out of which file, and the warnings."""
    report = Report()
    documents = load_documents(read_settings(study), report)
    report.raise_errors()
    left_out = {row.path: row.what for row in report.left_out}
    return documents["doc_id"].tolist(), left_out, [fault.file for fault in report.warnings]


def ids(study):
    return opened(study)[0]


def link(study, name, target):
    (study / name).parent.mkdir(parents=True, exist_ok=True)
    (study / name).symlink_to(target)


# -- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "License fees rise.txt", "Readme or not.md", "study.txt", "codebook review.txt", "licensed.md",
        "README-2.txt", "readme_fr.html", "coding the interviews.txt", "metadata and power.txt", "study.md",
        "my codebook.txt", "unlicense.txt", "Study.yaml.txt", "sub/README.txt", "sub/LICENSE.md",
        "sub/study.txt", "sub/codebook.txt", "sub/deeper/readme.html", "notebooks.txt", "codings.txt",
        "sub/notebooks/a.txt", "sub/codings/a.txt",
    ],
)  # fmt: skip
def test_a_name_that_only_looks_like_one_of_the_studys_own_is_a_text(write, name):
    study = write("a.txt", "One.", name, "Two.")
    assert opened(study) == (sorted(["a", name.rpartition(".")[0]]), {}, [])


@pytest.mark.parametrize(
    "name",
    [
        "README", "readme.md", "ReadMe.TXT", "README.de.md", "LICENSE", "license.txt", "License.html",
        "codebook.dic", "Codebook.TXT", "codebook.old.yaml", "notebooks/a.txt", "Codings/a.csv",
        ".git/a.txt", ".ipynb_checkpoints/a-checkpoint.txt", ".DS_Store", "._a.txt", ".gitignore",
        ".~lock.a.docx#", ".empty/a.png",
    ],
)  # fmt: skip
def test_what_describes_a_study_is_never_a_text_and_not_mentioned(write, name):
    assert opened(write("a.txt", "One.", name, "Two.")) == (["a"], {}, [])


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("b.png", "a file that ends in '.png'"),
        ("sub/b.yaml", "a file that ends in '.yaml'"),
        ("study.yml", "a file that ends in '.yml'"),
        ("b", "a file without an ending"),
        ("COPYING", "a file without an ending"),
        ("sub/README", "a file without an ending"),
        ("~$b.docx", "the lock file of a text"),
        ("sub/~$b.docx", "the lock file of a text"),
    ],
)
def test_any_other_entry_is_left_out_and_said(write, name, what):
    assert opened(write("a.txt", "One.", name, "x")) == (["a"], {name: what}, [name])


@pytest.mark.parametrize(
    ("name", "path", "what"),
    [
        (".b.txt", ".b.txt", "a hidden file"),
        ("sub/.b.csv", "sub/.b.csv", "a hidden file"),
        (".old/b.txt", ".old", "a hidden folder with 1 text in it"),
    ],
)
def test_a_hidden_text_is_listed_without_a_warning(write, name, path, what):
    assert opened(write("a.txt", "One.", name, "x")) == (["a"], {path: what}, [])


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("notebooks/b.IPYNB", "a notebook that ends in '.IPYNB'"),
        ("notebooks/sub/b.ipynb", "a notebook in the folder 'sub'"),
        ("notebooks/sub/deep/b.Ipynb", "a notebook in the folder 'deep'"),
        ("Notebooks/b.ipynb", "a notebook in the folder 'Notebooks'"),
    ],
)
def test_a_notebook_that_no_run_finds_is_left_out_and_said(write, name, what):
    study = write("a.txt", "One.", name, "{}", "notebooks/b.ipynb", "{}")
    if name.startswith("N") and (study / "notebooks/B.IPYNB").exists():
        pytest.skip("the file system takes both names for one")
    assert opened(study) == (["a"], {name: what}, [name])


@pytest.mark.parametrize(
    "name",
    [
        "notebooks/b.ipynb", "notebooks/.ipynb_checkpoints/b.ipynb", "notebooks/._b.ipynb",
        "notebooks/sub/data.csv", "notebooks/here.txt",
    ],
)  # fmt: skip
def test_what_else_lies_beside_notebooks_is_not_mentioned(write, name):
    assert opened(write("a.txt", "One.", name, "{}")) == (["a"], {}, [])


def test_notebooks_are_looked_for_in_the_study_wherever_its_texts_are(write):
    study = write("s/study.yaml", "texts: ../texts", "texts/a.txt", "One.",
                  "s/notebooks/b.IPYNB", "{}", "s/notebooks/c.ipynb", "{}") / "s"  # fmt: skip
    assert opened(study)[1:] == (
        {"notebooks/b.IPYNB": "a notebook that ends in '.IPYNB'"},
        ["notebooks/b.IPYNB"],
    )


def test_the_files_of_a_saved_page_are_left_out_and_said(write):
    study = write("a.html", "<p>One.", "a_files/b.txt", "x")
    assert opened(study) == (["a"], {"a_files": "the files of a saved web page"}, ["a_files"])


def test_the_folder_of_texts_has_a_top_too(write):
    study = write("study.yaml", "texts: texts", "texts/a.txt", "One.", "texts/README.md", "x",
                  "texts/metadata.csv", "doc_id\na\n", "b.txt", "beside the texts")  # fmt: skip
    assert opened(study) == (["a"], {}, [])


# -- folders of exports, ours and others' --------------------------------------------------------


@pytest.mark.parametrize("record", [OF_EXPORTS, OF_TABLES, OF_EXPORTS | {"unfinished": True}])
def test_a_folder_with_our_record_holds_no_texts(write, record):
    study = write("a.txt", "One.", "out/b.txt", "Two.", "out/provenance.json", json.dumps(record))
    assert opened(study) == (["a"], {}, [])


@pytest.mark.parametrize(
    "record",
    [
        "{}", "[]", "", "{", "null", "[" * 100_000, "\xff", '{"study": "trial 12"}', '{"files": []}',
        '{"study": "trial", "files": 5}', '{"study": 3, "files": [], "earlier_files": []}',
        '{"study": "trial", "batch": "B"}',
    ],
)  # fmt: skip
def test_a_folder_with_somebodys_record_is_read(write, record):
    study = write("a.txt", "One.", "out/b.txt", "Two.", "out/provenance.json", record)
    found, left_out, _ = opened(study)
    assert found == ["a", "out/b"]
    assert left_out == {"out/provenance.json": "a file that ends in '.json'"}


def test_a_record_that_is_a_pipe_is_nobodys(write):
    study = write("a.txt", "One.", "out/b.txt", "Two.")
    os.mkfifo(study / "out/provenance.json")
    assert ids(study) == ["a", "out/b"]


# -- links ---------------------------------------------------------------------------------------


def test_linked_files_and_folders_outside_are_read(write):
    study = (
        write("s/a.txt", "One.", "out/b.txt", "Two.", "out/deep/c.txt", "Three.", "d.txt", "Four.")
        / "s"
    )
    link(study, "linked", "../out")
    link(study, "sub/d.txt", "../../d.txt")
    assert opened(study) == (["a", "linked/b", "linked/deep/c", "sub/d"], {}, [])


@pytest.mark.parametrize(
    ("name", "target", "what"),
    [
        ("again", "sub", "a link to a folder that is read already"),
        ("self", ".", "a link to a folder that is read already"),
        ("sub/up", "..", "a link to a folder that is read already"),
        ("0.txt", "sub/b.txt", "a link to a text that is read already"),
        ("sub/z.md", "b.txt", "a link to a text that is read already"),
    ],
)
def test_what_is_read_anyway_is_not_read_again(write, name, target, what):
    study = write("a.txt", "One.", "sub/b.txt", "Two.")
    link(study, name, target)
    assert opened(study) == (["a", "sub/b"], {name: what}, [name])


def test_two_links_to_one_text_are_one_text(write):
    study = write("s/a.txt", "One.", "b.txt", "Two.", "out/c.txt", "Three.") / "s"
    for name in ("b1.txt", "b2.txt"):
        link(study, name, "../b.txt")
    for name in ("c1", "c2"):
        link(study, name, "../out")
    link(study, "c3.txt", "../out/c.txt")
    found, left_out, _ = opened(study)
    assert found == ["a", "b1", "c1/c"]
    assert sorted(left_out) == ["b2.txt", "c2", "c3.txt"]


def test_links_in_a_circle_end(write):
    study = write("s/a.txt", "One.", "x/b.txt", "Two.", "y/c.txt", "Three.") / "s"
    link(study, "x", "../x")
    link(study.parent, "x/y", "../y")
    link(study.parent, "y/x", "../x")
    link(study.parent, "y/s", "../s")
    found, left_out, _ = opened(study)
    assert found == ["a", "x/b", "x/y/c"]
    assert sorted(left_out) == ["x/y/s", "x/y/x"]


def test_a_link_to_the_folder_around_the_study_does_not_read_the_study_again(write):
    study = write("s/a.txt", "One.", "b.txt", "Two.") / "s"
    link(study, "up", "..")
    found, left_out, _ = opened(study)
    assert (found, left_out) == (["a", "up/b"], {"up/s": "a folder that is read already"})


def test_hard_links_are_texts_of_their_own(write):
    study = write("a.txt", "One.")
    os.link(study / "a.txt", study / "b.txt")
    assert ids(study) == ["a", "b"]


def test_a_linked_folder_of_exports_holds_no_texts(write):
    study = (
        write("s/a.txt", "One.", "out/b.txt", "x", "out/provenance.json", json.dumps(OF_EXPORTS))
        / "s"
    )
    link(study, "out", "../out")
    assert opened(study) == (["a"], {}, [])


def test_a_folder_of_texts_that_is_a_link_is_read(write):
    study = write("s/study.yaml", "texts: texts", "out/b.txt", "Two.") / "s"
    link(study, "texts", "../out")
    assert ids(study) == ["b"]


@pytest.mark.parametrize(
    ("name", "target", "said"),
    [
        (
            "b.txt",
            "nowhere.txt",
            "b.txt: found a file that cannot be read (No such file or directory)",
        ),
        (
            "b.txt",
            "b.txt",
            "b.txt: found a file that cannot be read (Too many levels of symbolic links)",
        ),
        ("b.csv", "nowhere", "b.csv: found a file that cannot be read (No such file or directory)"),
    ],
)
def test_a_link_to_nowhere_is_a_fault(write, name, target, said):
    study = write("a.txt", "One.")
    link(study, name, target)
    with pytest.raises(InputError) as caught:
        read_documents(study)
    assert [str(fault) for fault in caught.value.faults] == [f"{said}; expected a readable file"]


def test_links_give_the_same_order_each_time(write, monkeypatch):
    study = (
        write("s/a.txt", "One.", *[part for n in range(5) for part in (f"out{n}/b.txt", "Two.")])
        / "s"
    )
    for n in range(5):
        link(study, f"z{n}", f"../out{4 - n}")
    expected = ids(study)
    scan = os.scandir

    class Backwards:
        def __init__(self, folder):
            with scan(folder) as entries:
                self.entries = list(entries)[::-1]

        def __enter__(self):
            return iter(self.entries)

        def __exit__(self, *_):
            pass

    monkeypatch.setattr(os, "scandir", Backwards)
    assert ids(study) == expected


# -- folders without end, names that are no text -------------------------------------------------


def make_deep(folder, levels):
    """Make folders that lie deeper than any path can name."""
    script = f"import os\nfor _ in range({levels}): os.mkdir('d'); os.chdir('d')\nopen('z.txt', 'w').close()"
    subprocess.run([sys.executable, "-c", script], cwd=folder, check=True)


@pytest.mark.parametrize("levels", [101, 1100, 5000])
def test_folders_without_end_are_a_fault(write, levels):
    study = write("a.txt", "One.")
    make_deep(study, levels)
    try:
        with pytest.raises(InputError, match=r"d/d/d/…: found more than 100 folders inside one a"):
            read_documents(study)
    finally:
        subprocess.run(["rm", "-rf", str(study / "d")], check=True)  # pytest cannot


def test_a_hundred_folders_inside_one_another_are_read(write):
    assert ids(write("d/" * 100 + "a.txt", "One.")) == ["d/" * 100 + "a"]


def test_names_that_are_not_utf8_are_faults_and_can_be_shown(write):
    study = write("a.txt", "One.")
    for name in (b"caf\xe9.txt", b"caf\xe9.png", b"d\xe9/b.txt"):
        path = study / os.fsdecode(name)
        path.parent.mkdir(exist_ok=True)
        path.write_text("Text.")
    report = Report()
    load_documents(read_settings(study), report)
    assert list(map(str, report.errors)) == [
        r"caf\xe9.txt: found a file name that is not UTF-8; expected another name: rename the file",
        r"d\xe9/b.txt: found a file name that is not UTF-8; expected another name: rename the file",
    ]
    assert [row.path for row in report.left_out] == [r"caf\xe9.png"]


# -- entries that are no files -------------------------------------------------------------------


@pytest.mark.parametrize("ending", [*module.ENDINGS])
def test_a_pipe_is_a_fault_at_once(write, ending):
    study = write("a.txt", "One.")
    os.mkfifo(study / f"b{ending}")
    with pytest.raises(InputError) as caught:
        read_documents(study)
    assert str(caught.value) == f"b{ending}: found a pipe; expected a regular file"


@pytest.mark.parametrize("ending", [*module.ENDINGS])
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/random", "/dev/tty"])
def test_a_device_behind_a_link_is_a_fault_at_once(write, ending, device):
    if not Path(device).exists():
        pytest.skip("no such device here")
    study = write("a.txt", "One.")
    link(study, f"b{ending}", device)
    with pytest.raises(InputError) as caught:
        read_documents(study)
    assert str(caught.value) == f"b{ending}: found a device; expected a regular file"


def test_a_socket_is_a_fault(write, monkeypatch):
    study = write("a.txt", "One.")
    monkeypatch.chdir(study)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("b.txt")
        with pytest.raises(InputError, match=r"b.txt: found a socket; expected a regular file"):
            read_documents(study)


@pytest.mark.parametrize("name", ["study.yaml", "metadata.csv", "metadata.xlsx"])
def test_a_pipe_in_place_of_a_file_of_the_study_is_a_fault(write, name):
    study = write("a.txt", "One.")
    os.mkfifo(study / name)
    with pytest.raises(InputError, match=f"{name}: found a pipe; expected a regular file"):
        read_documents(study)


def test_a_pipe_under_another_name_is_left_out(write):
    study = write("a.txt", "One.")
    os.mkfifo(study / "pipe")
    assert opened(study) == (["a"], {"pipe": "a file without an ending"}, ["pipe"])


# -- large files ---------------------------------------------------------------------------------


def sparse(path, size):
    with path.open("wb") as file:
        file.truncate(size)


@pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".docx", ".odt", ".pdf"])
def test_a_file_without_end_is_a_fault_at_once(write, ending):
    study = write("a.txt", "One.")
    sparse(study / f"b{ending}", 10**12)
    with pytest.raises(InputError) as caught:
        read_documents(study)
    assert str(caught.value) == (
        f"b{ending}: found a file of 1,000,000 MB; expected at most 100 MB, "
        "or a larger `largest_file` in study.yaml, such as `largest_file: 2 GB`"
    )


def test_the_settings_say_how_large_a_file_may_be(write):
    study = write("a.txt", "One. " * 400_000, "study.yaml", "largest_file: 1 MB")
    with pytest.raises(InputError, match=r"a.txt: found a file of 2 MB; expected at most 1 MB, or"):
        read_documents(study)
    (study / "study.yaml").write_text("largest_file: 2 MB")
    assert ids(study) == ["a"]


@pytest.mark.parametrize("size", ["5", "big", "5 TB", "-1 MB", "0 MB", "1.5 GB", "[1 MB]", "''"])
def test_a_size_that_is_none_is_a_fault(write, size):
    with pytest.raises(
        InputError, match=r"study.yaml, line 1, largest_file: found .*; expected a "
    ):
        read_settings(write("study.yaml", f"largest_file: {size}"))


def test_the_settings_themselves_are_small(write):
    with pytest.raises(
        InputError, match=r"study.yaml: found a file of 2 MB; expected at most 1 MB"
    ):
        read_settings(write("study.yaml", "# " + "x" * 1_500_000))


def test_left_out_files_are_shown_as_warnings(write):
    with pytest.warns(
        InputWarning, match=r"b.png: found a file that ends in '.png'; expected a te"
    ):
        read_documents(write("a.txt", "One.", "b.png", "x"))
