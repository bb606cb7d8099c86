"""Exploring in JupyterLab, as a person does it: with the mouse, with the keys, after a restart.

The notebooks are opened here too: none of them may count as changed by that.
"""

import re

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from in_browser import DARK, OPEN, PATIENCE, ROOT, TOKEN, evaluate, jupyterlab, new_page

from analysis import charts, listing, open_study
from analysis.display.panels import VIEW

pytest.importorskip("anywidget")
pytestmark = pytest.mark.browser

NAMES = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
LONG = "long" * 2500
HOSTILE = {
    "a.txt": "States say <script>window.hacked=1</script> in war.\n\n"
    "حقوق الإنسان مهمة للدول كلها.\n\n"
    f"A {LONG} word of war \u202egnitsop.\n",
    "codebook.yaml": "name: Hostile\nversion: 1\nthemes:\n"
    "  war:\n    label: '</script><img src=x onerror=\"window.hacked=1\">'\n    patterns: [war]\n"
    f"  rights:\n    label: '{LONG}'\n    patterns: [حقوق الإنسان]\n",
    "metadata.csv": 'doc_id,outlet\na,"<svg onload=""window.hacked=1"">"\nb,Post\nc,Post\n',
    "b.txt": "Nothing.\n",
    "c.txt": "War.\n",
}
CELLS = [
    "from analysis import browse, charts, open_study\nstudy = open_study('../seeds')",
    "study.explore()",
    "study.explore(charts.prevalence(study.shares()))",
    "browse(study.shares(), 'theme', 'label', 'n_sentences_hit', 'share_coded', 'share')",
    "hostile = open_study('../hostile')\nhostile.explore()",
    "hostile.explore(charts.prevalence(hostile.shares()))",
]
RUN_ALL = """async () => {
    await jupyterapp.commands.execute("notebook:run-all-cells");
    const n = panel.content.widgets.length - 1;
    const find = () => panel.node.querySelectorAll(".rw-panel").length;
    while (find() < n) { await new Promise(requestAnimationFrame); }
}"""
SAVE = "async () => { await panel.context.save(); }"
CLOSE = "async () => { await panel.sessionContext.shutdown(); panel.dispose(); }"
RESTART = "async () => { await panel.sessionContext.session.kernel.restart(); }"
OPEN_ALL = """async paths => {
    const open = async path => {
        const panel = await jupyterapp.commands.execute("docmanager:open", {path});
        await panel.context.ready;
        await panel.sessionContext.ready;
        await panel.sessionContext.session.kernel.info;
        return panel;
    };
    const panels = await Promise.all(paths.map(open));
    await new Promise(done => setTimeout(done, 500));
    return panels.map(({context}) => ({
        dirty: context.model.dirty,
        cells: context.model.cells.length,
        language: context.model.metadata.language_info.name,
    }));
}"""


@pytest.fixture(scope="module")
def lab(browser, tmp_path_factory):
    """JupyterLab on the notebooks, and on one that explores; the page holds its errors."""
    folder = tmp_path_factory.mktemp("explore")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    for name, text in HOSTILE.items():
        path = folder / "root/hostile" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with jupyterlab(folder) as url, new_page(browser, 1400, 1000) as page:
        page.errors = []
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on(
            "console",
            lambda said: page.errors.append(said.text) if said.type == "error" else None,
        )
        page.folder = folder / "root"
        page.own = url
        nbformat.write(notebook, page.folder / "notebooks/explore.ipynb")
        page.goto(f"{url}/lab?token={TOKEN}")
        page.wait_for_function("window.jupyterapp !== undefined")
        yield page


@pytest.fixture(scope="module")
def explored(lab):
    """The page with every panel drawn."""
    evaluate(lab, OPEN, "notebooks/explore.ipynb")
    evaluate(lab, RUN_ALL)
    return lab


def panel(page, number: int):
    return page.locator(".rw-panel").nth(number)


def settle(panel) -> None:
    """Wait until the kernel has answered."""
    panel.locator("xpath=self::*[not(@aria-busy)]").wait_for(timeout=PATIENCE * 1000)


def read_shares(panel) -> list[float]:
    cells = panel.locator("tbody td:last-child").all_inner_texts()
    assert all(cell.endswith("%") for cell in cells)
    return [float(cell.removesuffix("%")) for cell in cells]


def count_in(heading: str) -> int:
    return int(re.search(r": (\d+)", heading)[1])


def test_a_theme_shows_as_many_sentences_as_the_table_counts(explored):
    shares = open_study(ROOT / "seeds").shares()
    own = panel(explored, 0)
    own.scroll_into_view_if_needed()
    for row in shares[shares["n_sentences_hit"] > 0].iloc[::5].itertuples():
        own.locator("[role=option]").filter(has_text=row.label).first.click()
        settle(own)
        assert own.get_by_role("heading").inner_text().startswith(f"{row.label}: ")
        assert own.locator("li").count() == row.n_sentences_hit
        assert all(item.locator("mark").count() for item in own.locator("li").all())


def test_choices_are_made_with_the_keys_alone(explored):
    own = panel(explored, 0)
    own.get_by_role("button", name="Clear").click()
    settle(own)
    own.get_by_label("Word or pattern").focus()
    keys = explored.keyboard
    keys.type("advoca*")
    keys.press("Enter")
    settle(own)
    lines = open_study(ROOT / "seeds").concordance("advoca*").table
    assert own.locator("mark").all_inner_texts() == lines["match"].tolist() != []
    for _ in range(4):  # Find, section, Clear, the list of themes
        keys.press("Tab")
    assert explored.evaluate("document.activeElement.getAttribute('role')") == "option"
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert explored.evaluate(outline) == "solid"
    keys.press("Enter")
    settle(own)
    chosen = own.locator("[aria-selected=true]")
    assert chosen.count() == 1
    assert explored.evaluate("document.activeElement.getAttribute('aria-selected')") == "true"
    n = own.locator("li").count()
    n_all = len(lines.drop_duplicates("sent_id"))
    assert f": {n} of {n_all} sentences" in own.get_by_role("heading").inner_text()
    keys.press("Home")
    keys.press(" ")
    settle(own)
    assert own.locator("li").count() == n_all
    # JupyterLab took none of these keys for a command.
    assert explored.evaluate("panel.content.widgets.length") == len(CELLS)


def test_what_is_wrong_with_a_pattern_is_said_and_the_sentences_stay(explored):
    own = panel(explored, 0)
    n = own.locator("li").count()
    own.get_by_label("Word or pattern").fill("a|b")
    own.get_by_role("button", name="Find").click()
    own.get_by_role("alert").filter(has_text="regular expression").wait_for()
    assert own.locator("li").count() == n
    own.get_by_role("button", name="Clear").click()
    settle(own)
    assert own.locator("[role=alert]:visible").count() == 0


def test_a_bar_shows_its_sentences(explored):
    study = open_study(ROOT / "seeds")
    marks = charts.prevalence(study.shares()).marks
    own = panel(explored, 1)
    for mark in marks.iloc[::6].itertuples():
        drawn = own.get_by_role("button", name=mark.words, exact=True)
        assert drawn.locator("title").text_content() == mark.words
        drawn.click()
        settle(own)
        assert own.get_by_role("heading").inner_text() == mark.words
        assert own.locator("li").count() == mark.n
    drawn.focus()
    explored.keyboard.press("Home")
    explored.keyboard.press("ArrowDown")
    explored.keyboard.press("Enter")
    settle(own)
    second = own.locator("[data-where][tabindex]").nth(1)  # as drawn: bars, then dots of codings
    assert own.get_by_role("heading").inner_text() == second.locator("title").text_content()
    assert own.locator("[data-where][tabindex='0']").count() == 1  # one stop of the Tab key


def test_a_table_is_sorted_filtered_and_searched(explored):
    own = panel(explored, 2)
    own.scroll_into_view_if_needed()
    own.locator("th").last.get_by_role("button").click()
    settle(own)
    own.locator("th").last.get_by_role("button").click()
    settle(own)
    assert own.locator("th[aria-sort=descending]").inner_text().startswith("share")
    shares = read_shares(own)
    assert shares == sorted(shares, reverse=True)
    own.get_by_label("Filter: n_sentences_hit").fill("> 6")
    explored.keyboard.press("Enter")
    settle(own)
    counts = [int(text) for text in own.locator("tbody td:nth-child(3)").all_inner_texts()]
    assert min(counts) > 6
    own.get_by_role("searchbox").fill("praise")
    explored.keyboard.press("Enter")
    settle(own)
    assert own.locator("tbody tr").count() == 1
    assert own.get_by_role("status").inner_text() == "1 of 31 rows"


def test_shares_are_percentages_and_are_filtered_with_the_keys_alone(explored):
    own = panel(explored, 2)
    own.get_by_role("button", name="Clear").focus()
    keys = explored.keyboard
    keys.press("Enter")
    settle(own)
    assert own.get_by_role("status").inner_text() == "31 rows"
    frame = open_study(ROOT / "seeds").shares()
    static = repr(listing(frame, "share_coded", "share")).splitlines()[1:]
    drawn = own.locator("tbody tr").all()
    cells = [row.locator("td").all_inner_texts() for row in drawn]
    assert [row[-2:] for row in cells] == [line.split() for line in static]
    for _ in range(11):  # the table, five names, five filters
        keys.press("Tab")
    active = "document.activeElement.getAttribute('{}')"
    assert explored.evaluate(active.format("aria-label")) == "Filter: share"
    assert explored.evaluate(active.format("placeholder")) == "> 5%"
    keys.type("> 5%")
    keys.press("Enter")
    settle(own)
    assert own.locator("tbody tr").count() == (frame["share"] > 0.05).sum() < 31
    assert min(read_shares(own)) >= 5
    keys.press("Shift+Home")
    keys.type("> 5 or so")
    keys.press("Enter")
    own.get_by_role("alert").filter(has_text="such as 5%, > 5%").wait_for()


def find_violations(page) -> list[tuple[str, str]]:
    found = Axe().run(page, ".rw-panel").response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_axe_finds_nothing_wrong_with_the_panels(explored):
    assert find_violations(explored) == []


def test_hostile_texts_are_shown_and_never_run(explored):
    for number in (3, 4):
        own = panel(explored, number)
        own.scroll_into_view_if_needed()
        assert own.locator("img, script, [onload], [onerror]").count() == 0
        fits = "node => node.scrollWidth <= node.clientWidth + 1"
        assert own.evaluate(fits)
    own = panel(explored, 3)
    own.locator("[role=option]").nth(2).click()
    settle(own)
    texts = own.locator("li p").all_inner_texts()
    assert texts[0] == "States say <script>window.hacked=1</script> in war."
    own.locator("[role=option]").nth(3).click()
    settle(own)
    [text] = own.locator("li p").all()
    assert text.evaluate("node => getComputedStyle(node).direction") == "rtl"
    own.get_by_label("outlet").select_option("Post")
    settle(own)
    assert own.locator("li").count() == 0
    assert own.get_by_role("heading").inner_text().endswith(": none of 2 sentences")
    assert explored.evaluate("window.hacked") is None


def test_text_has_enough_contrast_in_the_dark_theme(explored):
    evaluate(explored, DARK)
    own = panel(explored, 0)
    colours = own.evaluate(
        """node => [...node.querySelectorAll('.rw-place, h3, option, [role=option]')].map(part =>
            getComputedStyle(part).color.match(/[\\d.]+/g).slice(0, 3).map(Number))"""
    )
    assert all(min(colour) > 100 for colour in colours)  # light letters on a dark ground
    assert find_violations(explored) == []


def test_after_a_restart_the_panels_say_so_and_the_sentences_stay(explored):
    own = panel(explored, 0)
    n = own.locator("li").count()
    evaluate(explored, RESTART)
    own.get_by_role("alert").filter(has_text="Run this cell again").wait_for()
    assert own.locator("li").count() == n > 0
    assert own.get_by_role("button", name="Find").is_disabled()


def test_no_error_and_no_request_to_anywhere_else(explored):
    assert explored.errors == []
    assert all(url.startswith((explored.own, "blob:", "data:")) for url in explored.requests)


def test_a_saved_notebook_holds_html_and_is_the_same_after_each_run(explored):
    path = explored.folder / "notebooks/explore.ipynb"
    evaluate(explored, SAVE)
    saved = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    assert "widgets" not in notebook.metadata
    for cell in notebook.cells[1:]:
        [output] = cell.outputs
        assert "text/html" in output.data
        assert VIEW not in output.data
    evaluate(explored, CLOSE)
    evaluate(explored, OPEN, "notebooks/explore.ipynb")
    explored.locator(".jp-OutputArea details").first.wait_for()
    assert explored.locator(".rw-panel").count() == 0
    assert explored.get_by_text("model not found").count() == 0
    evaluate(explored, RUN_ALL)
    evaluate(explored, SAVE)
    assert path.read_bytes() == saved


def test_opening_a_notebook_does_not_change_it(lab):
    paths = [f"notebooks/{name}" for name in NAMES]
    before = [(lab.folder / path).read_bytes() for path in paths]
    seen = evaluate(lab, OPEN_ALL, paths)
    assert [notebook["dirty"] for notebook in seen] == [False] * len(paths)
    assert all(notebook["cells"] and notebook["language"] == "python" for notebook in seen)
    assert [(lab.folder / path).read_bytes() for path in paths] == before
