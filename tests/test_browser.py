"""The pages in a real browser: the notebooks in JupyterLab, evidence of a hostile study, a notebook saved as HTML."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from html import unescape
from http.client import HTTPConnection
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import sync_playwright

from analysis import find_hits, read_codebook, read_documents, split_sentences
from analysis.display.evidence import evidence
from analysis.display.listing import listing

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
HOW_TO_GET_ONE = (
    "no Chromium or Chrome found: apt-get install chromium, or see “The browser tests” in README.md"
)
COMMANDS = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
]
USUAL = [
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
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing but this machine is reached
]
PATIENCE = 60  # seconds for one step, on a machine that does other things too


def find_browser(own: str) -> str:
    """The path of a browser: one of the system's, or else Playwright's own; `""` where there is none."""
    commands = (path for command in COMMANDS if (path := shutil.which(command)))
    return next((path for path in (*commands, *USUAL, own) if Path(path).is_file()), "")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        path = find_browser(playwright.chromium.executable_path)
        if not path:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW_TO_GET_ONE)
        with closing(playwright.chromium.launch(executable_path=path, args=FLAGS)) as browser:
            yield browser


@contextmanager
def new_page(browser, width: int, height: int):
    with closing(browser.new_context(viewport={"width": width, "height": height})) as context:
        context.set_default_timeout(PATIENCE * 1000)
        yield context.new_page()


@pytest.fixture
def page(browser):
    with new_page(browser, 1000, 800) as page:
        yield page


# -- in JupyterLab ---------------------------------------------------------------------------------

QUIET = {"fetchNews": "false", "checkForUpdates": False}
TOKEN = "for-these-tests-only"


@contextmanager
def jupyterlab(folder: Path):
    """JupyterLab on a copy of the notebooks and texts, with nothing of the user's: its address."""
    for name in ("notebooks", "seeds"):
        shutil.copytree(
            ROOT / name, folder / "root" / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints")
        )
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
        "KernelManager.transport_encryption": "auto",
        "LabApp.extension_manager": "readonly",
        "LabApp.user_settings_dir": folder / "settings",
        "LabApp.workspaces_dir": folder / "workspaces",
    }
    flags = ["--no-browser", "--allow-root", "--expose-app-in-browser"]
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        *flags,
        *(f"--{name}={value}" for name, value in options.items()),
    ]
    homes = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
        "WORKBOOK_OUT": "out",
    }
    environment = os.environ | {name: str(folder / place) for name, place in homes.items()}
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
    """Ask until the server answers."""
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
    """End the server, which ends its kernels."""
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
LOOK = """async () => {
    const cells = panel.content.widgets.filter(cell => cell.model.type === "code");
    const outputs = cells.flatMap(cell => cell.model.outputs.toJSON());
    const find = selector => cells.flatMap(cell => [...cell.outputArea.node.querySelectorAll(selector)]);
    const waits = () => !panel.node.checkVisibility() || !find("img").every(image => image.complete)
        || find(".jp-OutputArea-output").filter(node => node.isConnected).length < outputs.length;
    while (waits()) { await new Promise(requestAnimationFrame); }

    const rgb = colour => colour.match(/[\\d.]+/g).map(Number);
    const ground = node => {  // the colour behind it: of the nearest element around it that has one
        const [r, g, b, alpha = 1] = rgb(getComputedStyle(node).backgroundColor);
        return alpha === 1 || !node.parentElement ? [r, g, b] : ground(node.parentElement);
    };
    const text = node => ({
        text: node.textContent,
        shown: node.checkVisibility() && node.getBoundingClientRect().width > 0,
        side: getComputedStyle(node).textAlign,
        direction: getComputedStyle(node).direction,
        colour: rgb(getComputedStyle(node).color),
        ground: ground(node),
    });
    return {
        trusted: cells.map(cell => cell.model.trusted),
        counts: cells.map(cell => cell.model.executionCount),
        outputs: outputs,
        images: find("img").map(image => ({pixels: image.naturalWidth, shown: image.checkVisibility()})),
        marks: find("mark").map(text),
        evidence: find("p:has(mark)").map(text),
        tables: find("table").map(table => [...table.rows].map(row => [...row.cells].map(text))),
        formulas: find("mjx-container").length,
        hacked: window.hacked,
    };
}"""
STAGES = [
    "saved",
    "run",
    "dark",
]  # as a fresh clone shows it (not trusted), after a run, after that in the dark theme


def within(page, script: str, argument=None):
    """The value of a script; a promise that takes too long is an error."""
    late = f"new Promise((_, no) => setTimeout(() => no(new Error('not within {PATIENCE} s')), {PATIENCE * 1000}))"
    return page.evaluate(f"argument => Promise.race([({script})(argument), {late}])", argument)


@pytest.fixture(scope="module")
def seen(browser, tmp_path_factory):
    """What a reader of `02-themes` sees at each stage, of the hostile study at last, and the console's errors."""
    folder, errors = tmp_path_factory.mktemp("lab"), []
    write_study(folder / "root/hostile")
    with jupyterlab(folder) as url, new_page(browser, 1200, 1000) as page:
        page.on(
            "console",
            lambda message: errors.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{url}/lab?token={TOKEN}")
        page.wait_for_function("window.jupyterapp !== undefined")
        within(page, OPEN, "notebooks/02-themes.ipynb")
        seen = {"saved": within(page, LOOK)}
        within(page, RUN)
        seen["run"] = within(page, LOOK)
        within(page, DARK)
        seen["dark"] = within(page, LOOK)
        within(page, ADD_AND_RUN, SHOW_HOSTILE)
        return seen | {"hostile": within(page, LOOK), "errors": errors}


at_each_stage = pytest.mark.parametrize("stage", STAGES)


def test_the_notebook_runs_in_jupyterlab(seen):
    assert not any(seen["saved"]["trusted"])
    assert all(seen["run"]["trusted"])
    assert seen["run"]["counts"] == list(range(1, len(seen["run"]["counts"]) + 1))
    kinds = {output.get("name", output["output_type"]) for output in seen["run"]["outputs"]}
    assert kinds <= {"stdout", "display_data", "execute_result"}
    assert seen["errors"] == []


@at_each_stage
def test_every_chart_is_seen(seen, stage):
    charts = [output for output in seen[stage]["outputs"] if "image/png" in output.get("data", {})]
    assert len(charts) == len(seen[stage]["images"]) > 0
    assert all(image["pixels"] > 0 and image["shown"] for image in seen[stage]["images"])


@at_each_stage
def test_the_matches_are_marked_in_the_evidence(seen, stage):
    pages = [
        "".join(output.get("data", {}).get("text/html", "")) for output in seen[stage]["outputs"]
    ]
    marks = [unescape(mark) for page in pages for mark in re.findall(r"<mark>(.*?)</mark>", page)]
    assert [mark["text"] for mark in seen[stage]["marks"]] == marks != []
    assert all(text["shown"] for text in seen[stage]["marks"] + seen[stage]["evidence"])


@at_each_stage
def test_text_stands_at_the_left_and_numbers_at_the_right(seen, stage):
    tables = [table for table in seen[stage]["tables"] if table[1][0]["text"] != "no rows"]
    columns = [column for table in tables for column in zip(*table, strict=True)]
    sides = {(is_numbers(column), cell["side"]) for column in columns for cell in column}
    assert sides == {(True, "right"), (False, "left")}


def is_numbers(column) -> bool:
    return all(re.fullmatch(r"–|-?[\d,]+(\.\d+)?", cell["text"]) for cell in column[1:])


def test_an_empty_table_says_so_at_the_left(seen):
    said = seen["hostile"]["tables"][-1][1][0]
    assert (said["text"], said["side"]) == ("no rows", "left")


@at_each_stage
def test_words_stand_out_from_their_ground(seen, stage):
    cells = [cell for table in seen[stage]["tables"] for row in table for cell in row]
    assert all(
        contrast(text) >= 4.5 for text in seen[stage]["marks"] + seen[stage]["evidence"] + cells
    )  # WCAG 2, AA
    assert (seen[stage]["evidence"][0]["ground"] > [127] * 3) == (stage != "dark")


def contrast(text: dict) -> float:
    """The contrast ratio of a text and its ground as WCAG 2.2 defines it, from 1 to 21."""
    *colour, alpha = text["colour"] if len(text["colour"]) == 4 else [*text["colour"], 1]
    ink = [alpha * a + (1 - alpha) * b for a, b in zip(colour, text["ground"], strict=True)]
    dark, light = sorted(map(luminance, (ink, text["ground"])))
    return (light + 0.05) / (dark + 0.05)


def luminance(rgb: list[float]) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (value / 255 for value in rgb)
    ]
    return sum(
        weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


# -- a hostile study -------------------------------------------------------------------------------

ENGLISH = [
    "States say <script>window.hacked=1</script> in the script.",
    'The state shows <img src=x onerror="window.hacked=1"> once more.',
    'A mark ends </mark> here, the states write &lt; and $x$ and \\(y\\), and "quote" it.',
]
ARABIC = ["حقوق الإنسان مهمة للدول كلها.", "تقول الدول إن حقوق الإنسان أولوية."]
LABEL = '<img src=x onerror="window.hacked=1"></bdi>&lt;$x$'
STUDY = {
    "t.txt": " ".join(ENGLISH) + "\n\n" + " ".join(ARABIC) + "\n",
    "codebook.yaml": "name: Hostile\nversion: 1\nthemes:\n  all:\n"
    f"    label: '{LABEL}'\n    patterns: [state*, script, onerror, mark, lt, x, حقوق الإنسان]\n",
}
MATCHES = [
    *("States", "script", "script", "script"),
    *("state", "x", "onerror"),
    *("mark", "mark", "states", "lt", "x"),
    *("حقوق الإنسان", "حقوق الإنسان"),
]
SHOW_HOSTILE = """from IPython.display import display
from analysis import find_hits, read_codebook, read_documents, split_sentences
from analysis.display.evidence import evidence
from analysis.display.listing import listing

study = "../hostile"
codebook = read_codebook(study + "/codebook.yaml")
sentences = split_sentences(read_documents(study))
hits = find_hits(sentences, codebook)
display(evidence(sentences, hits, "all", codebook), listing(sentences), listing(hits), listing(codebook.themes))
listing(hits.head(0))
"""


def write_study(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, text in STUDY.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_hostile_study_is_shown_and_never_run(page, tmp_path):
    study = write_study(tmp_path / "hostile")
    codebook = read_codebook(study / "codebook.yaml")
    sentences = split_sentences(read_documents(study))
    hits = find_hits(sentences, codebook)
    tables = [sentences, hits, codebook.themes]
    shown = [evidence(sentences, hits, "all", codebook), *map(listing, tables)]
    page.set_content("\n".join(part._repr_html_() for part in shown))

    assert page.evaluate("window.hacked") is None
    assert page.locator("img, script").count() == 0
    lines = page.locator("p[dir=auto]")
    assert lines.all_inner_texts() == ENGLISH + ARABIC
    assert (
        lines.evaluate_all("all => all.map(p => getComputedStyle(p).direction)")
        == ["ltr"] * 3 + ["rtl"] * 2
    )
    assert page.locator("mark").all_inner_texts() == MATCHES
    assert page.locator("strong").all_inner_texts() == [LABEL]
    cells = [[str(cell) for cell in row] for table in tables for row in table.to_numpy()]
    assert (
        page.locator("tbody tr").evaluate_all(
            "all => all.map(r => [...r.cells].map(c => c.textContent))"
        )
        == cells
    )

    page.set_content(STUDY["t.txt"])  # the study is hostile indeed
    assert page.evaluate("window.hacked") == 1


def test_a_hostile_study_is_shown_and_never_run_in_jupyterlab(seen):
    before, after = seen["dark"], seen["hostile"]
    assert after["hacked"] is None
    assert after["formulas"] == 0
    assert len(after["images"]) == len(before["images"])
    assert [mark["text"] for mark in after["marks"][len(before["marks"]) :]] == MATCHES
    lines = after["evidence"][len(before["evidence"]) :]
    assert [line["text"] for line in lines] == ENGLISH + ARABIC
    assert [line["direction"] for line in lines] == ["ltr"] * 3 + ["rtl"] * 2
    assert [line["side"] for line in lines] == ["left"] * 3 + ["right"] * 2


# -- saved as HTML ---------------------------------------------------------------------------------


# The template `lab`, with which JupyterLab exports HTML, leaves out the alt texts (nbconvert 7.17).
@pytest.mark.parametrize(("template", "keeps_alt"), [("lab", False), ("classic", True)])
def test_a_notebook_saved_as_html_can_be_read(page, template, keeps_alt):
    notebook = nbformat.read(ROOT / "notebooks/03-structure.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    alts = [
        output.metadata["image/png"]["alt"]
        for output in outputs
        if "image/png" in output.get("data", {})
    ]
    page.set_content(HTMLExporter(template_name=template).from_notebook_node(notebook)[0])

    images = page.locator("img[src^='data:image/png']")
    assert images.count() == len(alts) > 0
    assert (images.evaluate_all("all => all.map(image => image.alt)") == alts) == keeps_alt
    assert images.evaluate_all("all => all.every(image => image.naturalWidth > 0)")
    assert (
        images.evaluate_all(
            "all => Math.max(...all.map(image => image.getBoundingClientRect().right))"
        )
        <= 1000
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 1000
    assert page.locator("h1").count() == 1
