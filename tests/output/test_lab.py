"""JupyterLab on a study: what it opens, and that all of it lies below one folder."""

import json
import os

import nbformat
import pytest
from ipykernel.ipkernel import IPythonKernel

from analysis import InputError
from analysis.atomic import write_atomic
from analysis.built_in import built_in_notebooks, built_in_study
from analysis.output import lab
from analysis.output.lab import LabTarget, find_target
from analysis.output.lab_kernel import KERNEL_CLASS, LabKernel, LabKernelSpecs
from analysis.output.notebooks import find_notebooks

FIRST = find_notebooks(built_in_notebooks())[0]


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_atomic(tmp_path / "deep/s/a.txt", b"States must protect rights.")


def test_a_checkout_is_opened_on_its_first_notebook():
    target = find_target(None)
    assert target.notebook.name == "00-start-here.ipynb"
    assert target.notebook == FIRST
    assert target.root == built_in_study().parent


def test_a_study_that_was_never_run_gets_notebooks_that_are_ready_to_run(tmp_path):
    target = find_target("deep/s")
    folder = tmp_path / "exports/s/notebooks"
    assert target == LabTarget(tmp_path, folder / FIRST.name)
    names = [path.name for path in find_notebooks(built_in_notebooks())]
    assert [path.name for path in find_notebooks(folder)] == names
    notebook = nbformat.read(target.notebook, as_version=4)
    (parameters,) = [cell for cell in notebook.cells if cell.metadata.get("tags")]
    found: dict[str, str] = {}
    exec(parameters.source, found)
    assert (folder / found["STUDY"]).resolve() == tmp_path / "deep/s"
    assert (folder / found["OUT"]).resolve() == tmp_path / "exports"
    # They are not made anew once somebody has worked on them.
    target.notebook.write_text("{}")
    assert find_target("deep/s") == target
    assert target.notebook.read_text() == "{}"


def test_exports_without_notebooks_keep_the_record_of_what_they_were_made_from(tmp_path):
    find_target("deep/s")
    record = tmp_path / "exports/s/provenance.json"
    made_from = {**json.loads(record.read_bytes()), "texts": [{"doc_id": "a"}]}
    write_atomic(record, json.dumps(made_from).encode())
    for path in find_notebooks(tmp_path / "exports/s/notebooks"):
        path.unlink()
    find_target("deep/s")
    assert json.loads(record.read_bytes())["texts"] == [{"doc_id": "a"}]


def test_exports_and_their_notebooks_are_opened_as_they_are(tmp_path):
    target = find_target("deep/s", "deep/exports")
    assert target.root == tmp_path / "deep"
    assert find_target("deep/exports/s") == find_target("deep/exports/s/notebooks") == target


def test_any_folder_of_notebooks_is_opened(tmp_path):
    write_atomic(tmp_path / "mine/b.ipynb", b"{}")
    write_atomic(tmp_path / "mine/a.ipynb", b"{}")
    assert find_target("mine") == LabTarget(tmp_path / "mine", tmp_path / "mine/a.ipynb")
    assert not (tmp_path / "exports").exists()


def test_a_study_inside_the_package_is_not_a_reason_to_show_the_whole_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "is_checkout", lambda: False)
    monkeypatch.setattr(lab, "PACKAGE", built_in_study().parent)
    target = find_target(None)
    assert target == LabTarget(tmp_path, tmp_path / "exports/seeds/notebooks" / FIRST.name)


def test_what_cannot_be_opened(tmp_path):
    with pytest.raises(InputError) as error:
        find_target("deep/t")
    assert str(error.value) == "deep/t: found no such folder or file; expected a study: 's'"
    write_atomic(tmp_path / "exports/s/mine.txt", b"")
    with pytest.raises(InputError, match=r"found files, and no provenance\.json"):
        find_target("deep/s")


def test_the_options(tmp_path, monkeypatch):
    target = LabTarget(tmp_path, tmp_path / "a b/.c/é#.ipynb")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert target.options() == [
        f"--ServerApp.root_dir={tmp_path}",
        "--LabApp.default_url=/lab/tree/a%20b/.c/%C3%A9%23.ipynb",
        *lab.OPTIONS,
        "--ContentsManager.allow_hidden=True",
        "--ServerApp.allow_root=True",
    ]
    monkeypatch.delattr(os, "geteuid")  # as on Windows
    assert "--ServerApp.allow_root=True" not in target.options()


def test_the_kernel_does_not_state_its_version():
    specs = LabKernelSpecs()
    assert specs.get_kernel_spec("python3").argv[-1] == KERNEL_CLASS
    stated = IPythonKernel.language_info
    assert LabKernel.language_info == {key: stated[key] for key in stated if key != "version"}
