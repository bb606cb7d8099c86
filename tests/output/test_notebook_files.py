"""Notebook files: which are chosen, and what is written into their cell of parameters."""

import json
import os

import nbformat
import pytest
from nbformat import v4

from analysis import InputError
from analysis.atomic import write_atomic
from analysis.output.notebooks import (
    DEFAULTS,
    check_names,
    choose,
    find_notebooks,
    make_parameters,
    read_notebook,
    rewrite,
    set_parameters,
)


@pytest.mark.parametrize("only", ["02-themes", "02", "themes", "02-themes.ipynb"])
def test_a_notebook_by_any_of_its_names(tmp_path, only):
    for name in ("03-voice", "02-themes"):
        write_atomic(tmp_path / f"{name}.ipynb", b"")
    paths = find_notebooks(tmp_path)
    assert [path.stem for path in choose(paths, [only])] == ["02-themes"]
    assert [path.stem for path in choose(paths)] == ["02-themes", "03-voice"]


def test_unknown_notebooks_and_none_at_all(tmp_path):
    assert find_notebooks(tmp_path) == find_notebooks(tmp_path / "nowhere") == []
    write_atomic(tmp_path / "02-themes.ipynb", b"")
    write_atomic(tmp_path / ".03-hidden.ipynb", b"")
    with pytest.raises(InputError) as error:
        choose(find_notebooks(tmp_path), ["02", "themse", "x"])
    assert str(error.value) == (
        "--only: found 'themse'; expected 'themes'\n--only: found 'x'; expected 'themes'"
    )


def test_two_notebooks_of_one_name_are_refused(tmp_path):
    paths = [tmp_path / name for name in ("a/01-x.ipynb", "a/02-x.ipynb", "b/01-X.ipynb")]
    with pytest.raises(InputError) as error:
        check_names(paths)
    assert str(error.value) == (
        "b/01-X.ipynb: found a name that another notebook has; expected another name than 01-x.ipynb"
    )
    check_names(paths[:2])


@pytest.mark.parametrize("content", ["", "{", "[]", "<<<<<<< HEAD", '{"cells": 5}'])
def test_a_file_that_is_no_notebook(tmp_path, content):
    (tmp_path / "x.ipynb").write_text(content)
    with pytest.raises(InputError, match=r"x\.ipynb: found no notebook"):
        read_notebook(tmp_path / "x.ipynb")


@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_no_file_is_no_notebook(tmp_path, kind):
    path = tmp_path / "x.ipynb"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    with pytest.raises(InputError) as error:
        read_notebook(path)
    assert str(error.value) == f"x.ipynb: found a {kind}; expected a regular file"


CELL = {"cell_type": "code", "metadata": {}, "source": "", "outputs": [], "execution_count": None}


def write_notebook(path, *cells):
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    path.write_text(json.dumps(content))
    return path


@pytest.mark.parametrize(
    "change",
    [
        {"metadata": []},
        {"metadata": {"tags": "parameters"}},
        {"cell_type": None},
        {"cell_type": "cell"},
        {"source": "\ud800"},
        {"source": 5},
        {"outputs": {}},
        {"id": ["a"]},
        {"id": ""},
    ],
)
def test_a_cell_that_is_not_as_the_format_says(tmp_path, change):
    path = write_notebook(tmp_path / "x.ipynb", CELL | {"id": "a"} | change)
    with pytest.raises(InputError, match=r"x\.ipynb: found no notebook"):
        read_notebook(path)


def test_cells_without_an_id_of_their_own_get_one(tmp_path):
    cells = [CELL, CELL | {"id": "cell-1"}, CELL | {"id": "a"}, CELL | {"id": "a", "more": 1}]
    notebook = read_notebook(write_notebook(tmp_path / "x.ipynb", *cells))
    assert [cell.id for cell in notebook.cells] == ["cell-2", "cell-1", "a", "cell-3"]


def test_paths_are_as_seen_from_the_notebook(tmp_path):
    notebooks, study = tmp_path / "exports/s/notebooks", tmp_path / "s"
    assert make_parameters(notebooks, study, [], tmp_path / "exports") == {
        "STUDY": "../../../s",
        "CODEBOOK": "",
        "OUT": "../..",
    }
    one, two = tmp_path / "a.dic", tmp_path / "b.dic"
    assert make_parameters(notebooks, study, [one], ".")["CODEBOOK"] == "../../../a.dic"
    both = make_parameters(notebooks, study, [one, two], ".")["CODEBOOK"]
    assert both == ["../../../a.dic", "../../../b.dic"]


@pytest.mark.parametrize(
    "value", ["../texts", "a'b", 'a"b', "a\\b", "a\nb", "é 😀", "{x}", "\udc80", "'''\\\"", ""]
)
def test_any_path_can_be_written_into_a_cell(value):
    source = 'A = 1\nSTUDY = "é"  # a folder\nOUT = ("x"\n   "y")\nB = 2'
    rewritten = rewrite(source, {"STUDY": value, "OUT": value})
    found = {}
    exec(rewritten, found)
    assert (found["STUDY"], found["OUT"], found["A"], found["B"]) == (value, value, 1, 2)
    assert "# a folder" in rewritten


def test_a_value_that_stays_the_same_leaves_the_line_as_it_is():
    assert rewrite("STUDY = '../seeds'", {"STUDY": "../seeds"}) == "STUDY = '../seeds'"
    assert rewrite("STUDY = '../seeds'", {"STUDY": "../texts"}) == 'STUDY = "../texts"'


def test_a_notebook_without_its_parameters_is_an_error():
    bare = v4.new_notebook(cells=[v4.new_code_cell("1")])
    with pytest.raises(
        InputError, match=r"x\.ipynb: found no cells tagged 'parameters'; expected one, with STUDY"
    ):
        set_parameters(bare, DEFAULTS, "x.ipynb")
    with pytest.raises(InputError) as error:
        rewrite('STUDY = ""', {"STUDY": "", "LEVEL": "", "BY": ""}, "01-first.ipynb")
    assert str(error.value) == (
        "01-first.ipynb: found no line BY = …; expected it, in the cell tagged 'parameters'\n"
        "01-first.ipynb: found no line LEVEL = …; expected it, in the cell tagged 'parameters'"
    )
    with pytest.raises(InputError, match="parameters that Python cannot read"):
        rewrite("%matplotlib inline", {})


def test_outputs_are_taken_off(tmp_path):
    cell = v4.new_code_cell("1", execution_count=7, outputs=[v4.new_output("stream", text="old")])
    nbformat.write(v4.new_notebook(cells=[cell]), tmp_path / "x.ipynb")
    read = read_notebook(tmp_path / "x.ipynb").cells[0]
    assert (read.outputs, read.execution_count, read.source) == ([], None, "1")
