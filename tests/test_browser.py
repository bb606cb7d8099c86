"""What a real browser shows.

These tests open a notebook in JupyterLab, the evidence of a hostile study, and a notebook saved as
HTML.
"""

import re
from html import unescape
from pathlib import Path

import nbformat
import pytest
from in_browser import (
    ADD_AND_RUN,
    DARK,
    OPEN,
    ROOT,
    RUN,
    TOKEN,
    evaluate,
    jupyterlab,
    new_page,
)
from nbconvert import HTMLExporter

from analysis import find_hits, open_study, read_codebook, read_documents, split_sentences
from analysis.display.evidence import evidence
from analysis.display.listing import listing

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser):
    with new_page(browser, 1000, 800) as page:
        yield page


# -- in JupyterLab ---------------------------------------------------------------------------------

LOOK = """async () => {
    const cells = panel.content.widgets.filter(cell => cell.model.type === "code");
    const outputs = cells.flatMap(cell => cell.model.outputs.toJSON());
    const find = selector => cells.flatMap(
        cell => [...cell.outputArea.node.querySelectorAll(selector)]);
    const waits = () => !panel.node.checkVisibility() || !find("img").every(image => image.complete)
        || find(".jp-OutputArea-output").filter(node => node.isConnected).length < outputs.length;
    while (waits()) { await new Promise(requestAnimationFrame); }

    const rgb = colour => colour.match(/[\\d.]+/g).map(Number);
    const background = node => {  // the colour of the nearest enclosing element that has one
        const [r, g, b, alpha = 1] = rgb(getComputedStyle(node).backgroundColor);
        return alpha === 1 || !node.parentElement ? [r, g, b] : background(node.parentElement);
    };
    const text = node => ({
        text: node.textContent,
        shown: node.checkVisibility() && node.getBoundingClientRect().width > 0,
        align: getComputedStyle(node).textAlign,
        direction: getComputedStyle(node).direction,
        colour: rgb(getComputedStyle(node).color),
        background: background(node),
    });
    return {
        trusted: cells.map(cell => cell.model.trusted),
        counts: cells.map(cell => cell.model.executionCount),
        outputs: outputs,
        images: find("img").map(
            image => ({pixels: image.naturalWidth, shown: image.checkVisibility()})),
        marks: find("mark").map(text),
        evidence: find("p:has(mark)").map(text),
        tables: find("table").map(table => [...table.rows].map(row => [...row.cells].map(text))),
        formulas: find("mjx-container").length,
        hacked: window.hacked,
    };
}"""
# As a fresh clone shows it (not trusted), after a run, and then in the dark theme.
STAGES = ["saved", "run", "dark"]


@pytest.fixture(scope="module")
def seen(browser, tmp_path_factory):
    """What a reader of `02-themes` sees at each stage, then of the hostile study.

    `errors` holds the errors of the console.
    """
    folder = tmp_path_factory.mktemp("lab")
    errors = []

    def on_console(message):
        if message.type == "error":
            errors.append(message.text)

    write_study(folder / "root/hostile")
    with jupyterlab(folder) as url, new_page(browser, 1200, 1000) as page:
        page.on("console", on_console)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{url}/lab?token={TOKEN}")
        page.wait_for_function("window.jupyterapp !== undefined")
        evaluate(page, OPEN, "notebooks/02-themes.ipynb")
        seen = {"saved": evaluate(page, LOOK)}
        evaluate(page, RUN)
        seen["run"] = evaluate(page, LOOK)
        evaluate(page, DARK)
        seen["dark"] = evaluate(page, LOOK)
        evaluate(page, ADD_AND_RUN, SHOW_HOSTILE)
        return seen | {"hostile": evaluate(page, LOOK), "errors": errors}


at_each_stage = pytest.mark.parametrize("stage", STAGES)


def test_the_notebook_runs_in_jupyterlab(seen):
    assert not any(seen["saved"]["trusted"])
    assert all(seen["run"]["trusted"])
    assert seen["run"]["counts"] == list(range(1, len(seen["run"]["counts"]) + 1))
    kinds = {output.get("name", output["output_type"]) for output in seen["run"]["outputs"]}
    assert kinds <= {"stdout", "display_data", "execute_result"}
    assert seen["errors"] == []


@at_each_stage
def test_every_chart_is_visible(seen, stage):
    charts = [output for output in seen[stage]["outputs"] if "image/png" in output.get("data", {})]
    assert len(charts) == len(seen[stage]["images"]) > 0
    assert all(image["pixels"] > 0 and image["shown"] for image in seen[stage]["images"])


@at_each_stage
def test_matches_are_highlighted_in_the_evidence(seen, stage):
    pages = [
        "".join(output.get("data", {}).get("text/html", "")) for output in seen[stage]["outputs"]
    ]
    marks = [unescape(mark) for page in pages for mark in re.findall(r"<mark>(.*?)</mark>", page)]
    assert [mark["text"] for mark in seen[stage]["marks"]] == marks != []
    assert all(text["shown"] for text in seen[stage]["marks"] + seen[stage]["evidence"])


@at_each_stage
def test_text_is_left_aligned_and_numbers_are_right_aligned(seen, stage):
    tables = [table for table in seen[stage]["tables"] if table[1][0]["text"] != "no rows"]
    columns = [column for table in tables for column in zip(*table, strict=True)]
    alignments = {(is_numbers(column), cell["align"]) for column in columns for cell in column}
    assert alignments == {(True, "right"), (False, "left")}


def is_numbers(column) -> bool:
    return all(re.fullmatch(r"–|<?-?[\d,]+(\.\d+)?(%| pp)?", cell["text"]) for cell in column[1:])


def test_an_empty_table_says_so_left_aligned(seen):
    cell = seen["hostile"]["tables"][-1][1][0]
    assert (cell["text"], cell["align"]) == ("no rows", "left")


@at_each_stage
def test_text_has_enough_contrast(seen, stage):
    shown = seen[stage]
    cells = [cell for table in shown["tables"] for row in table for cell in row]
    texts = shown["marks"] + shown["evidence"] + cells
    assert all(contrast(text) >= 4.5 for text in texts)  # WCAG 2, level AA
    is_light = shown["evidence"][0]["background"] > [127] * 3
    assert is_light == (stage != "dark")


def contrast(text: dict) -> float:
    """The contrast ratio of a text and its background as WCAG 2.2 defines it, from 1 to 21."""
    colour = text["colour"]
    background = text["background"]
    alpha = colour[3] if len(colour) == 4 else 1
    pairs = zip(colour[:3], background, strict=True)
    seen_colour = [alpha * front + (1 - alpha) * back for front, back in pairs]
    darker, lighter = sorted([luminance(seen_colour), luminance(background)])
    return (lighter + 0.05) / (darker + 0.05)


def luminance(rgb: list[float]) -> float:
    """The relative luminance of a colour, from 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = (linear(value / 255) for value in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel: float) -> float:
    if channel <= 0.04045:
        return channel / 12.92
    return ((channel + 0.055) / 1.055) ** 2.4


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
display(evidence(sentences, hits, "all", codebook))
display(listing(sentences), listing(hits), listing(codebook.themes))
listing(hits.head(0))
"""


def write_study(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, text in STUDY.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_markup_in_a_study_is_shown_and_never_run(page, tmp_path):
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
    directions = lines.evaluate_all("all => all.map(p => getComputedStyle(p).direction)")
    assert directions == ["ltr"] * 3 + ["rtl"] * 2
    assert page.locator("mark").all_inner_texts() == MATCHES
    assert page.locator("strong").all_inner_texts() == [LABEL]
    expected = [[str(cell) for cell in row] for table in tables for row in table.to_numpy()]
    rows = page.locator("tbody tr")
    cells = rows.evaluate_all("all => all.map(r => [...r.cells].map(c => c.textContent))")
    assert cells == expected

    page.set_content(STUDY["t.txt"])  # without escaping, the script does run
    assert page.evaluate("window.hacked") == 1


def test_the_matches_of_a_concordance_are_below_one_another_and_mirrored(page, tmp_path):
    lines = open_study(write_study(tmp_path / "hostile")).concordance("all")
    page.set_content(lines._repr_html_())
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, script").count() == 0
    assert page.locator("mark").all_inner_texts() == MATCHES
    shown = page.locator("tbody tr").evaluate_all(
        """all => all.map(row => {
            const match = row.querySelector('mark').getBoundingClientRect();
            const sides = [...row.querySelectorAll('span[dir]')];
            const boxes = sides.map(side => side.getBoundingClientRect());
            return {rtl: sides[0].dir == 'rtl', left: match.left, right: match.right,
                    before: boxes[0].right, after: boxes[1].left, height: row.offsetHeight};
        })"""
    )
    assert [line["rtl"] for line in shown] == [False] * (len(MATCHES) - 2) + [True] * 2
    middle = shown[0]["left"]
    for line in shown:
        inner = line["right"] if line["rtl"] else line["left"]
        assert abs(inner - middle) < 1  # pixel
        assert abs(line["before"] - middle) < 1
        assert abs(line["after"] - middle) < 1
    assert len({line["height"] for line in shown}) == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_markup_in_a_study_is_shown_and_never_run_in_jupyterlab(seen):
    before, after = seen["dark"], seen["hostile"]
    assert after["hacked"] is None
    assert after["formulas"] == 0
    assert len(after["images"]) == len(before["images"])
    assert [mark["text"] for mark in after["marks"][len(before["marks"]) :]] == MATCHES
    lines = after["evidence"][len(before["evidence"]) :]
    assert [line["text"] for line in lines] == ENGLISH + ARABIC
    assert [line["direction"] for line in lines] == ["ltr"] * 3 + ["rtl"] * 2
    assert [line["align"] for line in lines] == ["left"] * 3 + ["right"] * 2


# -- saved as HTML ---------------------------------------------------------------------------------


# The template `lab`, with which JupyterLab exports HTML, leaves out the alt texts (nbconvert 7.17).
@pytest.mark.parametrize(("template", "keeps_alt"), [("lab", False), ("classic", True)])
def test_a_notebook_saved_as_html_is_readable(page, template, keeps_alt):
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
    right_edges = "all => all.map(image => image.getBoundingClientRect().right)"
    assert max(images.evaluate_all(right_edges)) <= 1000
    assert page.evaluate("document.documentElement.scrollWidth") <= 1000
    assert page.locator("h1").count() == 1
