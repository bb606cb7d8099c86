"""Panels: made in JupyterLab only, with anywidget only, and HTML everywhere else."""

import sys

import pytest

from analysis import InputError
from analysis.display import panels
from analysis.display.panels import SESSION, VIEW, make_panel, write_bundle


class Shown:
    def setup(self):
        return {"kind": "browse", "words": {}}

    def start(self):
        return {"n": 1}

    def answer(self, choice):
        return {"twice": 2 * choice["n"]}

    def html(self):
        return "<p>static</p>"


def test_outside_jupyterlab_there_is_html_and_no_panel(monkeypatch):
    monkeypatch.delenv(SESSION, raising=False)
    monkeypatch.delattr(panels, "make_panel")
    assert write_bundle(Shown(), "text") == {"text/plain": "text", "text/html": "<p>static</p>"}


def test_without_anywidget_jupyterlab_shows_html_and_what_to_install(monkeypatch):
    monkeypatch.setenv(SESSION, "a.ipynb")
    monkeypatch.setattr(panels, "find_spec", lambda name: None)
    bundle = write_bundle(Shown(), "text")
    assert list(bundle) == ["text/plain", "text/html"]
    assert bundle["text/html"].startswith('<div class="tex2jax_ignore')
    assert "<p>static</p>\n<p>To choose here, install the extra “explore”" in bundle["text/html"]


def test_without_anywidget_a_panel_that_is_asked_for_is_a_fault(monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)  # importing it is an ImportError
    panels._panel_class.cache_clear()
    with pytest.raises(InputError, match="anywidget is not installed; expected the extra"):
        make_panel(Shown())


def test_a_panel_answers_each_choice():
    pytest.importorskip("anywidget")
    panel = make_panel(Shown())
    assert panel.page == {"twice": 2, "asked": 0}
    panel.choice = {"n": 5, "asked": 1}
    assert panel.page == {"twice": 10, "asked": 1}


def test_in_jupyterlab_the_html_stays_beside_the_panel(monkeypatch):
    pytest.importorskip("anywidget")
    monkeypatch.setenv(SESSION, "a.ipynb")
    bundle = write_bundle(Shown(), "text")
    assert list(bundle) == ["text/plain", "text/html", VIEW]
    assert bundle["text/html"] == "<p>static</p>"
    assert bundle[VIEW]["model_id"]


def test_the_script_reads_no_text_as_html_and_asks_nobody():
    script = panels.join_files(panels.SCRIPTS)
    for word in (
        *("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("),
        *("fetch", "XMLHttpRequest", "WebSocket", "import(", "http:", "https:", "srcdoc"),
    ):
        assert word not in script
    assert "url(" not in panels.join_files(panels.STYLES)
