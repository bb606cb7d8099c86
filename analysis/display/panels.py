"""Panels: what is shown in JupyterLab with anywidget, and as plain HTML everywhere else.

A panel asks and Python answers: each time the reader chooses something, the panel hands over the
`choice`, and a function makes the `page` that it shows. If the reader chooses again before the
answer, only the last choice counts; where each counts, as in coding, they come as messages instead.
`panel.js` and `coder.js` draw pages; they ask for nothing from anywhere, and texts are never read
as HTML.

anywidget is an extra. It is imported only when a panel is made, and a panel is made only in a
notebook that JupyterLab runs. So a notebook that `workbook run` saves holds HTML, and no panel.
"""

import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from analysis.display.html import write_div, write_paragraph
from analysis.faults import InputError, missing
from analysis.messages import say

SESSION = "JPY_SESSION_NAME"  # JupyterLab sets it for a kernel that it starts
EXTRA = "explore"
SCRIPTS = ("panel.js", "coder.js")  # they become one module
STYLES = ("panel.css", "coder.css")
VIEW = "application/vnd.jupyter.widget-view+json"
OWN = "research_workbook"  # tells a panel from the widgets of other packages

Data = dict[str, Any]  # what JSON can express


class Shown(Protocol):
    """What can be shown in a panel and as HTML."""

    def setup(self) -> Data:
        """What a panel shows throughout: its `kind`, its `words`, and what there is to choose."""

    def start(self) -> Data:
        """Return the choice with which a panel begins."""

    def answer(self, choice: Data) -> Data:
        """Return the page for a choice."""

    def html(self) -> str:
        """Write the choice with which a panel begins as HTML."""


def say_stopped() -> str:
    """Say that nobody answers any more."""
    return say("The kernel has stopped or was restarted. Run this cell again to go on.")


def write_bundle(shown: Shown, text: str) -> Data:
    """Write what a notebook shows: plain text, HTML, and in JupyterLab a panel.

    Args:
        shown: what is shown.
        text: the same as plain text.
    """
    html = shown.html()
    if not os.environ.get(SESSION):
        return {"text/plain": text, "text/html": html}
    if find_spec("anywidget") is None:
        return {"text/plain": text, "text/html": write_div([html, write_paragraph(_say_how())])}
    view = make_panel(shown)._repr_mimebundle_()[0][VIEW]
    return {"text/plain": text, "text/html": html, VIEW: {**view, OWN: True}}


def _say_how() -> str:
    return say(
        "To choose here, install the extra “explore” (make env LOCK=requirements-all.lock), and"
        " restart JupyterLab."
    )


def make_panel(shown: Shown) -> Any:
    """Make a panel, which is a widget.

    Raises:
        InputError: anywidget is not installed.
    """
    try:
        panel = _panel_class()
    except ImportError as error:
        fault = missing("explore", "the package anywidget is not installed", EXTRA)
        raise InputError([fault]) from error

    def answer(choice: Data) -> Data:
        # With the number of the question, so that the panel sees that each of them was answered.
        return {**shown.answer(choice), "asked": choice.get("asked", 0)}

    choice = shown.start()
    return panel(answer, setup=shown.setup(), choice=choice, page=answer(choice))


@cache
def _panel_class() -> Any:
    from anywidget import AnyWidget
    from traitlets import Dict

    class Panel(AnyWidget):
        """A widget that asks a function for each page."""

        _esm = join_files(SCRIPTS)
        _css = join_files(STYLES)
        setup = Dict().tag(sync=True)
        choice = Dict().tag(sync=True)
        page = Dict().tag(sync=True)

        def __init__(self, answer: Callable[[Data], Data], **traits: Data) -> None:
            super().__init__(**traits)
            self.observe(lambda change: self._show(answer, change["new"]), "choice")
            self.on_msg(lambda _, choice, buffers: self._show(answer, choice))

        def _show(self, answer: Callable[[Data], Data], choice: Data) -> None:
            self.page = answer(choice)

    return Panel


def join_files(names: tuple[str, ...]) -> str:
    """Join files of this folder that the panels are made of."""
    folder = Path(__file__).parent
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
