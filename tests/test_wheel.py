"""The wheel, installed outside a checkout: it includes the notebooks and the built-in study."""

import json
import os
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from uv import find_uv_bin

ROOT = Path(__file__).parents[1]
TOKEN = "for-these-tests-only"
PATIENCE = 90  # seconds, on a busy machine


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built as `make dist` builds it."""
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def workbook(wheel, tmp_path_factory) -> Path:
    """The command `workbook` of an environment with the wheel and the packages of the tests."""
    folder = tmp_path_factory.mktemp("installed") / "env"
    venv.create(folder, with_pip=False)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / Path(sys.executable).name
    install = [find_uv_bin(), "pip", "install", "--quiet", "--offline", "--no-deps"]
    subprocess.run([*install, "--python", python, wheel], check=True)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True)
    # This adds the packages of the tests, but not the checkout: that is named in another .pth file,
    # and Python does not read the .pth files of a folder that was itself added by one.
    borrowed = Path(packages.stdout.strip(), "borrowed.pth")
    borrowed.write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return scripts / "workbook"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """An empty working folder outside the checkout."""
    return tmp_path_factory.mktemp("work")


def environment(folder: Path) -> dict[str, str]:
    """The environment variables of a new user, with the path of the tests' JupyterLab pages."""
    left_out = ("WORKBOOK_OUT", "PYTHONPATH", "VIRTUAL_ENV")
    passed_on = {key: value for key, value in os.environ.items() if key not in left_out}
    return passed_on | {
        "JUPYTERLAB_DIR": str(Path(sys.prefix, "share/jupyter/lab")),
        "JUPYTER_CONFIG_DIR": str(folder / ".jupyter"),
        "JUPYTER_DATA_DIR": str(folder / ".jupyter"),
        "JUPYTER_RUNTIME_DIR": str(folder / ".jupyter"),
        "JUPYTER_TOKEN": TOKEN,
    }


def run(workbook: Path, folder: Path, *words: str) -> list[str]:
    """The lines that a command prints."""
    done = subprocess.run(
        [workbook, *words], cwd=folder, env=environment(folder), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_a_new_study_is_made_and_run(workbook, folder):
    said = run(workbook, folder, "new", "x")
    assert said[1:4] == ["next: put texts into x, then", "  workbook check x", "  workbook run x"]
    assert said[4:] == [
        "for themes of your own: workbook draft x proposes some from the texts",
    ]
    (folder / "x/one.txt").write_text("Experts praised the NGOs.\n\nStates must end poverty.\n")
    said = run(workbook, folder, "run", "x")
    assert [line.split()[0] for line in said[-3:]] == ["08-coders", "01-my-question", "results:"]
    assert all(line.endswith("ok") for line in said[:-1])
    exports = folder / "exports/x"
    assert "poverty" in (exports / "tables/hits.csv").read_text(encoding="utf-8")
    assert (exports / "tables/my-question.csv").stat().st_size
    record = json.loads((exports / "provenance.json").read_text())
    assert record["git"] == {"commit": None, "dirty": None}
    assert record["software"]["research-workbook"]


def test_the_built_in_study_is_run(workbook, folder):
    said = run(workbook, folder, "run", "--only", "sentences")
    assert said[-1] == "results: exports/seeds"
    assert (folder / "exports/seeds/notebooks/01-sentences.ipynb").exists()


def test_jupyterlab_opens_on_the_notebooks_of_the_study(workbook, folder):
    run(workbook, folder, "new", "y")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [workbook, "lab", "y", "--no-browser", "--port", str(port)]
    log = folder / "log.txt"
    with (
        log.open("wb") as file,
        subprocess.Popen(
            command, cwd=folder, env=environment(folder), stdout=file, stderr=file
        ) as server,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            found = ask(server, f"{address}/api/contents/exports/y/notebooks/01-sentences.ipynb")
            assert found["type"] == "notebook", log.read_text()
            assert found["writable"]
            study = ask(server, f"{address}/api/contents/y")
            names = {each["name"] for each in study["content"]}
            assert names == {"README.md", "codebook.yaml", "notebooks"}
            page = f"{address}/lab/tree/exports/y/notebooks/01-sentences.ipynb?token={TOKEN}"
            with urlopen(page, timeout=PATIENCE) as answer:
                assert b"JupyterLab" in answer.read()
        finally:
            server.terminate()


def ask(server: subprocess.Popen, address: str) -> dict:
    """JupyterLab's answer, as soon as there is one."""
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{address}?token={TOKEN}", timeout=PATIENCE) as answer:
                return json.load(answer)
        except URLError:
            time.sleep(0.3)
    return {"type": "no answer"}
