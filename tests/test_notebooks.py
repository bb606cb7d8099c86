"""What nbval does not check in a notebook.

These tests check that it was saved after one clean run, its form, its charts, and that it runs on
other studies.
"""

import ast
import base64
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from analysis import read_codebook
from analysis.cli import main

ROOT = Path(__file__).parents[1]
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NOTEBOOKS = {path.stem: nbformat.read(path, as_version=4) for path in PATHS}

each = pytest.mark.parametrize("name", NOTEBOOKS)


def code_cells(name: str) -> list:
    return [cell for cell in NOTEBOOKS[name].cells if cell.cell_type == "code"]


def outputs(name: str) -> list:
    return [output for cell in code_cells(name) for output in cell.outputs]


def test_the_questions_are_there_in_order():
    assert list(NOTEBOOKS) == [
        "00-start-here",
        "01-sentences",
        "02-themes",
        "03-structure",
        "04-voice",
        "05-groups",
        "06-words",
        "07-how-sure",
        "08-coders",
    ]


@each
def test_it_was_run_once_from_top_to_bottom_without_errors(name):
    assert [cell.execution_count for cell in code_cells(name)] == list(
        range(1, len(code_cells(name)) + 1)
    )
    assert not [output for output in outputs(name) if output.output_type == "error"]
    assert not [output for output in outputs(name) if output.get("name") == "stderr"]


@each
def test_it_contains_no_path_or_date_of_the_machine_it_was_run_on(name):
    notebook = NOTEBOOKS[name]
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert "version" not in notebook.metadata.get("language_info", {})
    assert "widgets" not in notebook.metadata
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)
    text = nbformat.writes(notebook)
    assert not re.search(r"(?<![\w.])/(home|Users|root|tmp|work|usr|var|mnt)/|[A-Z]:\\\\", text)
    assert not re.search(r"application/vnd.jupyter.widget|\b0x[0-9a-f]{8,}\b", text)


@each
def test_it_is_written_for_a_reader(name):
    cells = NOTEBOOKS[name].cells
    assert cells[0].cell_type == "markdown"
    assert cells[0].source.startswith("# ")
    assert "?" in cells[0].source  # one question
    sources = [cell.source.splitlines() for cell in code_cells(name)]
    lengths = sorted(map(len, sources))
    assert len(sources) <= 25
    assert lengths[len(lengths) // 2] <= 3
    assert lengths[-1] <= 12
    assert not any(line.lstrip().startswith("def ") for source in sources for line in source)
    assert sources[-1][-1].startswith("export(study, OUT, ")
    assert sources[0] == [ast.unparse(ast.parse(sources[0][0]))]  # one line of imports
    assert len(ast.parse(sources[0][0]).body[0].names) <= 4
    tagged = [cell.source for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    assert tagged == ['STUDY = "../seeds"\nCODEBOOK = ""\nOUT = "../exports"']


@each
def test_no_notebook_but_the_one_about_voice_names_a_theme(name):
    keys = {
        part
        for theme in read_codebook(ROOT / "seeds/codebook.yaml").themes["theme"]
        for part in theme.split("/")
    }
    named = {
        word for cell in code_cells(name) for word in re.findall(r'"([\w/]+)"', cell.source)
    } & keys
    assert named == ({"actor", "tone"} if name == "04-voice" else set())


@each
def test_charts_have_an_alt_text_and_state_n(name):
    charts = [output for output in outputs(name) if "image/png" in output.get("data", {})]
    assert charts
    for output in charts:
        assert output.metadata["image/png"]["alt"]
        assert re.search(r"\bn = \d", output.data["text/plain"])
        assert base64.b64decode(output.data["image/png"]).startswith(b"\x89PNG")


STUDIES = {
    "one sentence, a flat codebook": (
        ["Rights matter."],
        "name: F\nversion: 1\nthemes:\n  rights: {patterns: [rights]}\n  law: {patterns: [law]}\n",
    ),
    "no headings, no hits": (
        ["Nothing here. Nor there.\n\nThe end."],
        "name: N\nversion: 1\nthemes:\n  actor:\n    themes:\n      states: {patterns: [state*]}\n",
    ),
    "two texts, markup, right to left": (
        [
            "Aims\n\n<script>alert(1)</script> States must act. $x$ is <b>bold</b>.",
            "العنوان\n\nحقوق الإنسان مهمة. States praise states.",
        ],
        "name: M\nversion: 1\nthemes:\n  actor: {themes: {s: {label: '<i>S</i>', patterns: [states]}}}\n"
        "  tone: {patterns: [must, praise]}\n  topic: {themes: {h: {patterns: [حقوق الإنسان]}}}\n",
    ),
}


def run_here(name: str, monkeypatch, study, out) -> list:
    """Run a notebook's cells in this process, in which a warning is an error.

    Returns everything that the notebook shows.
    """
    shown = []

    def show(*things):
        for thing in things:
            shown.append(thing)
            html = getattr(thing, "_repr_html_", None) or getattr(thing, "_repr_mimebundle_", None)
            assert repr(thing)
            assert html is None or html()

    monkeypatch.chdir(ROOT / "notebooks")
    space = {"display": show}  # which IPython puts into every notebook
    for cell in code_cells(name):
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), space)
        if "parameters" in cell.metadata.get("tags", []):
            space.update(STUDY=str(study), OUT=str(out))
        if last is not None:
            thing = eval(compile(ast.Expression(last.value), name, "eval"), space)
            show(thing) if thing is not None else None
    return shown


@pytest.mark.parametrize("study", STUDIES)
@each
def test_it_runs_on_other_studies(name, study, tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBOOK_OUT")
    texts, codebook = STUDIES[study]
    files = {f"t{number}.txt": text for number, text in enumerate(texts)} | {
        "codebook.yaml": codebook
    }
    for file, text in files.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    shown = run_here(name, monkeypatch, tmp_path, tmp_path / "out")
    charts = shown[-1].charts  # the names of what was exported
    assert all(
        (tmp_path / f"out/{tmp_path.name}/charts/{chart}.svg").stat().st_size for chart in charts
    )
    # tests/measures/test_groups.py runs the notebook on studies with groups, and
    # tests/test_notebook_of_coders.py the other one on studies with coders.
    has_charts = {
        "05-groups": study == "no headings, no hits",
        "08-coders": False,
    }
    assert bool(charts) == has_charts.get(name, True)


def test_one_command_runs_a_new_study(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("WORKBOOK_OUT")
    monkeypatch.chdir(tmp_path)
    assert main(["new", "mine"]) == 0
    (tmp_path / "mine/one.txt").write_text("Experts praised the NGOs.\n", encoding="utf-8")
    (tmp_path / "mine/two.md").write_text("# Aims\n\nStates must end poverty.\n", encoding="utf-8")
    assert main(["run", "mine"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "results: exports/mine"
    made = {path.name for path in (tmp_path / "exports/mine/notebooks").iterdir()}
    assert made == {path.name for path in PATHS} | {"01-my-question.ipynb"}
    assert "poverty" in (tmp_path / "exports/mine/tables/hits.csv").read_text(encoding="utf-8")

    # An exported notebook can be run again in its folder, and exports the same bytes.
    exports = tmp_path / "exports/mine"
    before = files_of(exports)
    exported = exports / "notebooks/02-themes.ipynb"
    notebook = nbformat.read(exported, as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(exported.parent)}}).execute()
    assert files_of(exports) == before


def files_of(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
