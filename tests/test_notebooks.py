"""What nbval does not see in a notebook: one clean run, its form, its charts, and the studies it must run on."""

import base64
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NOTEBOOKS = {path.stem: nbformat.read(path, as_version=4) for path in PATHS}

each = pytest.mark.parametrize("name", NOTEBOOKS)


def code_cells(name: str) -> list:
    return [cell for cell in NOTEBOOKS[name].cells if cell.cell_type == "code"]


def outputs(name: str) -> list:
    return [output for cell in code_cells(name) for output in cell.outputs]


def test_the_four_questions_are_there():
    assert list(NOTEBOOKS) == ["01-sentences", "02-themes", "03-structure", "04-voice"]


@each
def test_it_is_one_clean_run_from_top_to_bottom(name):
    assert [cell.execution_count for cell in code_cells(name)] == list(range(1, len(code_cells(name)) + 1))
    assert not [output for output in outputs(name) if output.output_type == "error"]
    assert not [output for output in outputs(name) if output.get("name") == "stderr"]


@each
def test_it_holds_no_trace_of_a_machine_or_a_day(name):
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
    assert sources[-1][-1].startswith("export(OUT, STUDY, ")
    tagged = [cell.source for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    assert tagged == ['STUDY = "../seeds"\nCODEBOOK = ""\nOUT = "../exports"']


@each
def test_no_notebook_but_the_one_about_voice_names_a_theme(name):
    from analysis import read_codebook

    keys = {part for theme in read_codebook(ROOT / "seeds/codebook.yaml").themes["theme"] for part in theme.split("/")}
    named = {word for cell in code_cells(name) for word in re.findall(r'"([\w/]+)"', cell.source)} & keys
    assert named == ({"actor", "tone"} if name == "04-voice" else set())


@each
def test_charts_say_in_words_what_they_show(name):
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


@pytest.mark.parametrize("study", STUDIES)
def test_all_notebooks_run_on_other_studies(study, tmp_path, monkeypatch, capsys):
    from analysis.cli import main

    monkeypatch.delenv("WORKBOOK_OUT")
    texts, codebook = STUDIES[study]
    folder = tmp_path / "study"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"t{number}.txt").write_text(text, encoding="utf-8")
    (folder / "codebook.yaml").write_text(codebook, encoding="utf-8")
    assert main(["run", str(folder), "--out", str(tmp_path / "out")]) == 0, capsys.readouterr()
    ran = sorted((tmp_path / "out/study/notebooks").glob("*.ipynb"))
    assert [path.name for path in ran] == [path.name for path in PATHS]
