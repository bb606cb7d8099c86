"""Saving a notebook: its panels are left out, and nothing else is."""

import json
from copy import deepcopy

import nbformat

from analysis.built_in import PACKAGE
from analysis.display.panels import OWN, VIEW
from analysis.output import lab_saving
from analysis.output.lab_saving import leave_out_panels

PANEL = {"text/html": "<p>12</p>", "text/plain": "12", VIEW: {"model_id": "5f", OWN: True}}
SLIDER = {"text/html": "<p>7</p>", "text/plain": "7", VIEW: {"model_id": "6a"}}


def make_notebook() -> dict:
    cells = [
        nbformat.v4.new_markdown_cell("Text"),
        nbformat.v4.new_code_cell(
            outputs=[
                nbformat.v4.new_output("stream", text="a line"),
                nbformat.v4.new_output("execute_result", data=deepcopy(PANEL)),
                nbformat.v4.new_output("display_data", data=deepcopy(SLIDER)),
            ]
        ),
    ]
    return nbformat.v4.new_notebook(cells=cells)


def test_panels_are_left_out_and_widgets_of_others_stay():
    before = make_notebook()
    saved = deepcopy(before)
    leave_out_panels({"type": "notebook", "content": saved}, path="a.ipynb", contents_manager=None)
    assert saved.cells[1].outputs[1].data == {"text/html": "<p>12</p>", "text/plain": "12"}
    before.cells[1].outputs[1].data.pop(VIEW)
    assert saved == before


def test_what_is_no_notebook_stays_as_it_is():
    for model in (
        {"type": "file", "content": "text"},
        {"type": "directory"},
        {"type": "notebook", "content": None},
    ):
        before = deepcopy(model)
        leave_out_panels(model)
        assert model == before


def test_the_file_that_is_installed_names_the_extension():
    config = json.loads((PACKAGE / "output/jupyter_server.json").read_bytes())
    (name,) = config["ServerApp"]["jpserver_extensions"]
    assert lab_saving._jupyter_server_extension_points() == [{"module": name}]
