"""What JupyterLab saves: a notebook that is the same file each time it is run and saved.

A panel is shown by the id of a widget, which is another one in each run, and which leads nowhere
once the kernel has ended: JupyterLab then shows an error instead of the HTML beside it. So the
server leaves these ids out of what it saves. The panels that are open stay open.

This is an extension of Jupyter's server. `workbook lab` asks for it, and whoever installs the
workbook has it in every JupyterLab of that environment (`jupyter_server.json`).
"""

from collections.abc import Iterator
from typing import Any

from analysis.display.panels import OWN, VIEW, Data


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Tell the server which module to load; it looks for a function of this name."""
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Have the server call `leave_out_panels` beside the hooks that a user has set."""
    server.contents_manager.register_pre_save_hook(leave_out_panels)


def leave_out_panels(model: Data, **_: Any) -> None:
    """Leave panels out of a notebook that is about to be saved; the HTML beside them stays.

    The widgets of other packages stay too.

    Args:
        model: a file as the server holds it; its `content` is changed in place, as the server
            expects it.

    >>> shown = {"text/html": "<p>12</p>", VIEW: {"model_id": "5f", OWN: True}}
    >>> cell = {"outputs": [{"output_type": "display_data", "data": shown}]}
    >>> leave_out_panels({"type": "notebook", "content": {"cells": [cell]}})
    >>> cell["outputs"][0]["data"]
    {'text/html': '<p>12</p>'}
    """
    if model.get("type") != "notebook" or not isinstance(model.get("content"), dict):
        return
    for shown in _list_shown(model["content"]):
        if OWN in shown.get(VIEW, {}):
            del shown[VIEW]


def _list_shown(notebook: Data) -> Iterator[Data]:
    """List what the outputs of a notebook show: data by their MIME types."""
    for cell in notebook.get("cells", []):
        for output in cell.get("outputs", []):
            yield output.get("data", {})
