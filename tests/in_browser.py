"""A browser and JupyterLab, for tests of what a person sees."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from analysis.output.lab import OPTIONS

ROOT = Path(__file__).parents[1]
NO_BROWSER = (
    "no Chromium or Chrome found: apt-get install chromium, or see “The browser tests” in README.md"
)
BROWSER_COMMANDS = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
]
USUAL_PATHS = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    *(
        f"{os.environ[base]}/{program}"
        for base in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        if base in os.environ
        for program in (
            "Google/Chrome/Application/chrome.exe",
            "Microsoft/Edge/Application/msedge.exe",
        )
    ),
]
FLAGS = [
    *("--disable-gpu", "--disable-quic", "--disable-sync", "--no-first-run", "--no-proxy-server"),
    *("--disable-background-networking", "--disable-component-update"),
    # Only this machine can be reached.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE = 60  # seconds for one step, on a busy machine


def find_browser(own: str) -> str:
    """The path of a browser of the system, or else of Playwright's own; `""` if there is none."""
    on_path = [shutil.which(command) or "" for command in BROWSER_COMMANDS]
    for path in [*on_path, *USUAL_PATHS, own]:
        if Path(path).is_file():
            return path
    return ""


@contextmanager
def open_browser():
    """A browser of the system, or else of Playwright's own; without any, the test is skipped."""
    with sync_playwright() as playwright:
        path = find_browser(playwright.chromium.executable_path)
        if not path:
            refuse = pytest.fail if os.environ.get("CI") else pytest.skip
            refuse(NO_BROWSER)
        with closing(playwright.chromium.launch(executable_path=path, args=FLAGS)) as browser:
            yield browser


@contextmanager
def new_page(browser, width: int, height: int):
    with closing(browser.new_context(viewport={"width": width, "height": height})) as context:
        context.set_default_timeout(PATIENCE * 1000)
        yield context.new_page()


# -- JupyterLab ------------------------------------------------------------------------------------

QUIET = {"fetchNews": "false", "checkForUpdates": False}
TOKEN = "for-these-tests-only"


@contextmanager
def jupyterlab(folder: Path):
    """JupyterLab on a copy of the notebooks and texts, without the user's settings; its address."""
    ignore = shutil.ignore_patterns(".ipynb_checkpoints")
    for name in ("notebooks", "seeds"):
        shutil.copytree(ROOT / name, folder / "root" / name, ignore=ignore)
    settings = folder / "settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(QUIET), encoding="utf-8")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": folder / "root",
        "IdentityProvider.token": TOKEN,
        "LabApp.extension_manager": "readonly",
        "LabApp.user_settings_dir": folder / "settings",
        "LabApp.workspaces_dir": folder / "workspaces",
    }
    flags = ["--no-browser", "--allow-root", "--expose-app-in-browser"]
    arguments = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "jupyterlab", *flags, *OPTIONS, *arguments]
    homes = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
        "WORKBOOK_OUT": "out",
    }
    own_folders = {variable: str(folder / name) for variable, name in homes.items()}
    environment = os.environ | own_folders
    log = folder / "log.txt"
    with (
        log.open("wb") as file,
        subprocess.Popen(command, env=environment, stdout=file, stderr=file) as server,
    ):
        try:
            wait_for(server, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            stop(server)


def wait_for(server: subprocess.Popen, port: int, log: Path) -> None:
    """Ask the server until it answers."""
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
            try:
                connection.request("GET", f"/api/status?token={TOKEN}")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.05)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


def stop(server: subprocess.Popen) -> None:
    """Stop the server, which stops its kernels."""
    server.terminate()
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        raise


OPEN = """async path => {
    const app = window.jupyterapp;
    await app.restored;
    window.panel = await app.commands.execute("docmanager:open", {path});
    await panel.context.ready;
    await panel.revealed;
    await panel.sessionContext.ready;
}"""
RUN = """async () => {
    await jupyterapp.commands.execute("notebook:run-all-cells");
    while (panel.sessionContext.session.kernel.status !== "idle") {
        await new Promise(done => panel.sessionContext.statusChanged.connect(done));
    }
}"""
ADD_AND_RUN = """async source => {
    panel.content.model.sharedModel.addCell({cell_type: "code", source});
    panel.content.activeCellIndex = panel.content.widgets.length - 1;
    await jupyterapp.commands.execute("notebook:run-cell");
}"""
DARK = """async () => {
    const sheet = () => getComputedStyle(document.body).getPropertyValue("--jp-layout-color0");
    const light = sheet();
    await jupyterapp.commands.execute("apputils:change-theme", {theme: "JupyterLab Dark"});
    while (["", light].includes(sheet())) { await new Promise(requestAnimationFrame); }
}"""


def evaluate(page, script: str, argument=None):
    """The value of a script; a promise that takes too long is an error."""
    fail = f"no(new Error('not within {PATIENCE} s'))"
    late = f"new Promise((_, no) => setTimeout(() => {fail}, {PATIENCE * 1000}))"
    return page.evaluate(f"argument => Promise.race([({script})(argument), {late}])", argument)
