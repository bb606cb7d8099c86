"""Coding in JupyterLab, as a person does it: with the keys alone, after a reload, after a restart.

What counts is the file: after all of it, it is compared byte for byte.
"""

import os

import nbformat
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from in_browser import DARK, OPEN, PATIENCE, TOKEN, evaluate, jupyterlab, new_page

from analysis import open_study
from analysis.coding.sheet_form import make_sheet, theme_columns
from analysis.output.coding_sheets import to_csv, write_csv

pytest.importorskip("anywidget")
pytestmark = pytest.mark.browser

THEMES = [f"Theme {name}" for name in "ABCDEFGHIJKL"]  # two more than there are number keys
ARABIC = "حقوق الإنسان مهمة للدول كلها."
LONG = "long" * 300
TEXT = "\n\n".join(
    [
        *(f"Sentence {n} says <b>something</b> about peace and war." for n in range(1, 39)),
        ARABIC,
        f"The {LONG} end.",
    ]
)
CODEBOOK = "name: Keys\nversion: '1'\nthemes:\n  all:\n    label: All\n    themes:\n" + "".join(
    f"      t{n}:\n        label: {label}\n        definition: About {label}.\n"
    f"        include: [such as {n}]\n        exclude: [not {n}]\n        patterns: [peace{n}]\n"
    for n, label in enumerate(THEMES)
)
SHEET = ["doc_id", "sent_id"]
CELLS = [
    "from analysis import open_study\nstudy = open_study('../study')",
    "study.coder('A')",
    "study.coder('B')",
]
RUN_ALL = """async () => {
    await jupyterapp.commands.execute("notebook:clear-all-cell-outputs");
    await jupyterapp.commands.execute("notebook:run-all-cells");
    const n = panel.content.widgets.length - 1;
    const find = () => panel.node.querySelectorAll(".rw-panel").length;
    while (find() < n) { await new Promise(requestAnimationFrame); }
}"""
SAVE = "async () => { await panel.context.save(); }"
RESTART = "async () => { await panel.sessionContext.session.kernel.restart(); }"
CLOSE = "async () => { await panel.sessionContext.shutdown(); panel.dispose(); }"
EXECUTE = "async code => { panel.sessionContext.session.kernel.requestExecute({code}); }"
DIE = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
# A kernel that only sleeps still answers panels, from another thread.
HALT = """import os, signal, subprocess
subprocess.Popen(["sh", "-c", f"sleep 4; kill -CONT {os.getpid()}"])
os.kill(os.getpid(), signal.SIGSTOP)
"""


@pytest.fixture(scope="module")
def lab(browser, tmp_path_factory):
    """JupyterLab on a study with sheets of two coders; the page holds its errors."""
    folder = tmp_path_factory.mktemp("coder")
    with jupyterlab(folder) as url, new_page(browser, 1280, 1000) as page:
        page.errors = []
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on(
            "console",
            lambda said: page.errors.append(said.text) if said.type == "error" else None,
        )
        page.own = url
        page.folder = folder / "root"
        make_study(page.folder / "study")
        kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        nbformat.write(notebook, page.folder / "notebooks/coder.ipynb")
        page.goto(f"{url}/lab?token={TOKEN}")
        page.wait_for_function("window.jupyterapp !== undefined")
        yield page


def make_study(folder) -> None:
    (folder / "codings").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    for coder in ("A", "B"):
        write_csv(folder / f"codings/{coder}.csv", empty_sheet(folder, coder))


def empty_sheet(folder, coder: str) -> pd.DataFrame:
    sentences = open_study(folder).sentences
    return make_sheet(sentences, sentences[SHEET], coder)


class Expected:
    """The file of a coder as it should be."""

    def __init__(self, page, coder: str) -> None:
        self.path = page.folder / f"study/codings/{coder}.csv"
        self.sheet = empty_sheet(page.folder / "study", coder)

    def put(self, row: int, *themes: str, unsure: bool = False, memo: str = "") -> None:
        columns = theme_columns(list(self.sheet.columns))
        self.sheet.loc[row, columns] = [*themes, *[""] * (len(columns) - len(themes))]
        self.sheet.loc[row, ["unsure", "memo"]] = ["x" if unsure else "", memo]

    def check(self) -> None:
        assert self.path.read_bytes() == to_csv(self.sheet)


def open_notebook(page) -> None:
    evaluate(page, OPEN, "notebooks/coder.ipynb")
    evaluate(page, RUN_ALL)


@pytest.fixture(scope="module")
def coding(lab):
    open_notebook(lab)
    lab.a = Expected(lab, "A")
    lab.b = Expected(lab, "B")
    return lab


def panel(page, number: int):
    return page.locator(".rw-panel").nth(number)


def settle(own) -> None:
    """Wait until the kernel has answered all keys."""
    own.locator("xpath=self::*[not(@aria-busy)]").wait_for(timeout=PATIENCE * 1000)


def press(own, *keys: str) -> None:
    """Press keys one after another, as fast as a person does."""
    for key in keys:
        own.page.keyboard.press(key)
        settle(own)


def enter(own) -> None:
    """Go into a panel with the Tab key, from the cell above it."""
    own.locator("[role=option][tabindex='0']").focus()


def place(own) -> str:
    return own.locator(".rw-place").inner_text().split(" · ")[0]


def test_thirty_sentences_are_coded_with_the_keys_alone(coding):
    own = panel(coding, 0)
    active = "document.activeElement.getAttribute('role')"
    assert coding.evaluate(active) == "option"  # the cell was just run
    assert not own.get_by_text("To code with the keys, click here").is_visible()
    assert panel(coding, 1).get_by_text("To code with the keys, click here").is_visible()
    assert place(own) == "1 of 40"
    for row in range(30):
        first, second = row % 10, (row + 3) % 10
        if row % 5 == 4:
            press(own, "x", "Enter")
            coding.a.put(row, "(no theme)")
        else:
            press(own, str((first + 1) % 10), str((second + 1) % 10), "n")
            coding.a.put(row, THEMES[first], THEMES[second])
    assert place(own) == "31 of 40"
    assert own.get_by_text("30 of 40 coded").count() == 1
    coding.a.check()
    # JupyterLab took none of these keys for a command: `x` cuts a cell, `0 0` restarts.
    for key in ("a", "b", "d", "d", "y", "Shift+Enter", "Control+Enter", "Alt+Enter", "Control+s"):
        press(own, key)
    assert place(own) == "31 of 40"
    assert coding.evaluate("panel.content.widgets.length") == len(CELLS)
    assert coding.evaluate("panel.content.mode") == "command"


def test_keys_pressed_at_once_count_in_their_order(coding):
    own = panel(coding, 0)
    for key in ("1", "2", "1", "q", "Enter", "3", "4", "3", "Enter", "x", "p", "5", "Enter"):
        coding.keyboard.press(key)
    settle(own)
    coding.a.put(30, THEMES[1], unsure=True)
    coding.a.put(31, THEMES[3], THEMES[4])
    coding.a.put(32, "(no theme)")
    coding.a.check()
    assert place(own) == "33 of 40"


def test_undo_takes_many_steps_back(coding):
    own = panel(coding, 0)
    before = coding.a.path.read_bytes()
    press(own, "j", "1", "2", "q", "n", "x")
    press(own, "u", "Control+z", "u", "Control+z")
    assert place(own) == "34 of 40"
    assert own.get_by_role("status").inner_text() == "Saved: one step back, now not coded yet"
    assert coding.a.path.read_bytes() == before
    press(own, "u", "u")
    assert place(own) == "33 of 40"
    coding.a.put(31, THEMES[3])
    coding.a.put(32)
    coding.a.check()
    press(own, "x", "p", "5", "j")
    assert place(own) == "34 of 40"
    assert coding.a.path.read_bytes() == before
    coding.a.put(31, THEMES[3], THEMES[4])
    coding.a.put(32, "(no theme)")


def test_themes_without_a_number_are_found_by_their_letters(coding):
    own = panel(coding, 0)
    find = own.get_by_label("Find a theme")
    press(own, "/")
    coding.keyboard.type("EMÉ l")
    assert own.locator("[role=option]:visible").all_inner_texts() == ["Theme L All"]
    assert own.get_by_role("status").inner_text() == "Enter: Theme L"
    press(own, "Enter")
    assert find.input_value() == ""
    assert own.locator("[role=option]:visible").count() == len(THEMES)
    press(own, "ArrowUp", " ")
    coding.a.put(33, "Theme L", "Theme K")
    coding.a.check()
    assert own.locator("[aria-selected=true]").all_inner_texts() == ["Theme K", "Theme L"]
    press(own, "/")
    coding.keyboard.type("13")
    assert own.get_by_role("status").inner_text() == "No theme has these letters."
    press(own, "Enter", "Escape")
    assert own.get_by_role("status").inner_text() == ""
    coding.a.check()
    assert coding.evaluate("document.activeElement.getAttribute('role')") == "option"


def test_enter_gives_the_theme_that_is_marked_among_those_found(coding):
    own = panel(coding, 0)
    status = own.get_by_role("status")
    press(own, "/")
    coding.keyboard.type("t")
    press(own, "ArrowDown", "ArrowDown", "ArrowUp")
    assert own.locator(".rw-target").all_inner_texts() == ["2\nTheme B All"]
    assert status.inner_text() == "Enter: Theme B"
    here = place(own)
    press(own, "Enter")
    assert (status.inner_text(), place(own)) == ("Saved: Theme B", here)
    assert own.locator(".rw-target").count() == 0
    press(own, "2", "/")
    coding.keyboard.type("e")  # begins a word of one label, and is in all
    found = own.locator("[role=option]:visible").all_inner_texts()
    assert [name.split("\n")[-1] for name in found[:2]] == ["Theme E All", "Theme A All"]
    assert len(found) == len(THEMES)
    press(own, "Escape", "/")
    coding.keyboard.type("al th")  # the group, and the label
    assert own.locator("[role=option]:visible").count() == len(THEMES)
    press(own, "Escape")
    assert status.inner_text() == ""
    coding.a.check()


def test_the_definition_of_the_theme_in_focus_is_shown(coding):
    own = panel(coding, 0)
    press(own, "Home", "ArrowDown")
    lines = own.locator(".rw-definition").inner_text().split("\n")
    assert list(filter(None, lines)) == [
        *("Theme B", "About Theme B."),
        *("Include, such as", "such as 1", "Leave out, such as", "not 1"),
    ]


def test_letters_of_a_memo_are_no_commands(coding):
    own = panel(coding, 0)
    press(own, "m")
    coding.keyboard.type("x 1 n? u/j: dd")
    press(own, "Shift+Enter")
    coding.keyboard.type("end")
    press(own, "Enter")
    coding.a.put(33, "Theme L", "Theme K", memo="x 1 n? u/j: dd\nend")
    coding.a.check()
    assert coding.evaluate("document.activeElement.getAttribute('role')") == "option"
    press(own, "Enter", "m")
    coding.keyboard.type("left unfinished")
    own.page.wait_for_timeout(1000)  # a coder who pauses
    settle(own)
    coding.a.put(34, memo="left unfinished")
    coding.a.check()


def test_after_a_reload_nothing_is_lost(coding):
    coding.keyboard.type(", and then the tab is closed")
    evaluate(coding, SAVE)
    coding.reload()
    coding.wait_for_function("window.jupyterapp !== undefined")
    coding.a.put(34, memo="left unfinished, and then the tab is closed")
    coding.a.check()
    open_notebook(coding)
    own = panel(coding, 0)
    enter(own)
    assert place(own) == "35 of 40"
    assert own.get_by_label("Memo").input_value() == coding.a.sheet.loc[34, "memo"]
    press(own, "7")
    coding.a.put(34, "Theme G", memo=coding.a.sheet.loc[34, "memo"])
    coding.a.check()


def test_two_coders_at_once_each_write_their_own_file(coding):
    own, other = panel(coding, 0), panel(coding, 1)
    for row in range(3):
        enter(other)
        press(other, str(row + 1), "Enter")
        coding.b.put(row, THEMES[row])
        enter(own)
        press(own, "Enter", "8")
        coding.a.put(35 + row, "Theme H")
    coding.a.check()
    coding.b.check()
    folder = coding.a.path.parent
    assert sorted(path.name for path in folder.iterdir()) == ["A.csv", "B.csv"]


def test_what_is_written_elsewhere_is_not_overwritten(coding):
    own = panel(coding, 0)
    coding.a.put(38, "Theme A", memo="by another hand")
    coding.a.path.write_bytes(to_csv(coding.a.sheet))
    enter(own)
    press(own, "2")
    own.get_by_role("alert").filter(has_text="codings/A.csv was changed elsewhere").wait_for()
    coding.a.check()
    press(own, "m")
    coding.keyboard.type("a draft")
    press(own, "Enter", "Enter")
    coding.a.check()
    assert place(own) == "38 of 40"  # nothing written is left behind
    assert own.locator("[aria-selected=true] span").all_inner_texts() == ["Theme H"]
    own.get_by_label("Memo").focus()
    own.get_by_role("button", name="Read the file again").click()
    settle(own)
    assert own.locator(".rw-fault:visible").count() == 0
    enter(own)
    press(own, "Enter")
    coding.a.put(37, "Theme H", memo="a draft")
    coding.a.check()
    assert own.get_by_label("Memo").input_value() == "by another hand"
    press(own, "2")
    coding.a.put(38, "Theme A", "Theme B", memo="by another hand")
    coding.a.check()


@pytest.mark.skipif(os.name == "nt", reason="Windows halts no process")
def test_while_the_kernel_is_busy_keys_do_not_count(coding):
    own = panel(coding, 0)
    enter(own)
    evaluate(coding, EXECUTE, HALT)
    coding.wait_for_timeout(1000)
    coding.keyboard.press("3")
    coding.wait_for_timeout(1500)
    coding.keyboard.press("4")
    assert own.get_by_role("status").inner_text().startswith("The kernel is busy.")
    settle(own)
    coding.a.put(38, "Theme A", "Theme B", "Theme C", memo="by another hand")
    coding.a.check()
    assert own.get_by_role("status").inner_text() == "Saved: Theme C"


def test_after_a_restart_of_the_kernel_nothing_is_lost(coding):
    own = panel(coding, 0)
    before = own.locator(".rw-sentence").inner_text()
    evaluate(coding, RESTART)
    own.get_by_role("alert").filter(has_text="Run this cell again").wait_for()
    assert own.locator(".rw-sentence").inner_text() == before
    assert own.get_by_role("button", name="Undo").is_disabled()
    coding.keyboard.press("3")
    said = "The kernel has stopped or was restarted. Run this cell again to go on."
    assert own.get_by_role("alert").all_inner_texts() == [said]  # and nothing beside it
    assert own.get_by_role("status").inner_text() == ""
    coding.a.check()
    coding.b.check()
    evaluate(coding, RUN_ALL)
    own = panel(coding, 0)
    enter(own)
    assert place(own) == "40 of 40"
    press(own, "x")
    coding.a.put(39, "(no theme)")
    coding.a.check()
    assert own.get_by_text("all 40 coded").count() == 1
    press(own, "j")
    assert own.get_by_role("status").inner_text() == "All sentences are coded."


def test_a_panel_is_entered_left_and_used_with_the_tab_key(coding):
    own = panel(coding, 1)
    own.get_by_role("option").first.focus()
    names = []
    for _ in range(9):
        coding.keyboard.press("Tab")
        active = "document.activeElement"
        assert coding.evaluate(f"getComputedStyle({active}).outlineStyle") == "solid"
        names.append(coding.evaluate(f"{active}.innerText || {active}.tagName"))
    words = [" ".join(name.split()) for name in names]
    assert words[1:] == [
        *("Previous p", "Next n", "Next not coded j", "No theme x", "Unsure q", "Undo u"),
        *("TEXTAREA", words[-1]),
    ]
    inside = "document.activeElement.closest('.rw-panel') !== null"
    assert not coding.evaluate(inside)
    own.get_by_role("button", name="Unsure").focus()
    press(own, " ")
    assert own.get_by_role("button", name="Unsure").get_attribute("aria-pressed") == "true"
    press(own, "Enter")
    coding.b.check()


def find_violations(page) -> list[tuple[str, str]]:
    found = Axe().run(page, ".rw-panel").response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_axe_finds_nothing_wrong_in_either_theme(coding):
    assert find_violations(coding) == []
    evaluate(coding, DARK)
    assert find_violations(coding) == []


def test_texts_are_shown_as_they_are_and_nothing_is_too_wide(coding):
    own = panel(coding, 0)
    enter(own)
    texts = coding.a.sheet["sentence"]
    odd = texts.index[(texts == ARABIC) | texts.str.contains(LONG)].tolist()
    shown = []
    for row in (*odd, 0):
        while place(own) != f"{row + 1} of 40":
            press(own, "n" if row + 1 > int(place(own).split()[0]) else "p")
        sentence = own.locator(".rw-sentence")
        direction = sentence.evaluate("node => getComputedStyle(node).direction")
        shown.append((sentence.inner_text(), direction))
        assert own.evaluate("node => node.scrollWidth <= node.clientWidth + 1")
    assert [text for text, _ in shown] == texts[[*odd, 0]].tolist()
    assert {text for text, direction in shown if direction == "rtl"} == {ARABIC}
    assert own.locator("b").count() == 0


def test_no_error_and_no_request_to_anywhere_else(coding):
    assert coding.errors == []
    assert all(url.startswith((coding.own, "blob:", "data:")) for url in coding.requests)


def test_a_saved_notebook_says_where_the_codings_are(coding):
    path = coding.folder / "notebooks/coder.ipynb"
    evaluate(coding, CLOSE)
    open_notebook(coding)
    evaluate(coding, SAVE)
    saved = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    assert "widgets" not in notebook.metadata
    said = [cell.outputs[0].data["text/html"] for cell in notebook.cells[1:]]
    assert "<bdi>Coder A: what is coded is in codings/A.csv.</bdi>" in said[0]
    assert "<bdi>Coder B: what is coded is in codings/B.csv.</bdi>" in said[1]
    assert str(coding.folder).encode() not in saved
    evaluate(coding, CLOSE)
    open_notebook(coding)
    evaluate(coding, SAVE)
    assert path.read_bytes() == saved


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_when_the_kernel_dies_it_says_what_is_not_saved(coding):
    own = panel(coding, 1)
    enter(own)
    press(own, "m")
    evaluate(coding, EXECUTE, DIE)
    coding.keyboard.type("too late")
    own.get_by_role("alert").filter(has_text="Run this cell again").wait_for()
    said = own.get_by_role("alert").inner_text()
    assert said.startswith("What you did last is not saved. The kernel has stopped")
    assert own.get_by_label("Memo").input_value() == "too late"  # to be copied
    assert own.get_by_label("Memo").get_attribute("readonly") is not None
    coding.b.check()
