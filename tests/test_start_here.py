"""The notebook to start from: its links, and what it says of other studies."""

import re
from pathlib import Path

import pytest
from test_notebooks import NOTEBOOKS, run_here

from analysis import open_study
from analysis.measures.main_findings import KINDS

NAME = "00-start-here"
SEVERAL = {
    "a.yaml": "name: A\nversion: 1\nthemes:\n  law: {patterns: [law*]}\n  aid: {patterns: [aid]}\n",
    "b.yaml": "name: B\nversion: 1\nthemes:\n  war: {themes: {end: {patterns: [peace]}}}\n",
}
CHINESE = {
    "a.txt": "联合国重视人权。人权和发展同样重要。\n\n各国应当合作。\n",
    "codebook.yaml": (
        "name: 人权\nversion: 1\nthemes:\n  rights: {label: 人权, patterns: [人权]}\n"
        "  cooperation: {label: 合作, patterns: [合作]}\n"
    ),
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_it_links_to_every_other_notebook_and_to_nothing_else():
    sources = [cell.source for cell in NOTEBOOKS[NAME].cells if cell.cell_type == "markdown"]
    links = set(re.findall(r"\]\(([^)]+)\)", "\n".join(sources)))
    assert links == {f"{name}.ipynb" for name in NOTEBOOKS if name != NAME}


def test_findings_link_to_notebooks_that_exist():
    assert set(KINDS.values()) <= set(NOTEBOOKS)


def test_it_says_what_the_readme_of_the_built_in_study_says():
    outputs = [cell.get("outputs", []) for cell in NOTEBOOKS[NAME].cells]
    text = " ".join(
        output.get("text", "") + "".join(output.get("data", {}).get("text/plain", ""))
        for row in outputs
        for output in row
    )
    said = " ".join(text.split())
    assert "“Praise” (11 of 17 sentences) to “Criticism” (1)" in said
    assert "so it seems to report what others say: “The accusation of" in said
    assert "“Experts” 3" in said
    assert "“United Nations” does not." in said


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (CHINESE, "- “人权” 2, “合作” 1"),
        ({"a.txt": "The law.", "metadata.csv": "doc_id,outlet\na,Post\n"}, "1 text: 1 sentence"),
    ],
)
def test_it_runs_on_small_studies(files, words, tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBOOK_OUT", raising=False)
    codebook = {} if "codebook.yaml" in files else {"codebook.yaml": SEVERAL["a.yaml"]}
    study = write(tmp_path, {"study.yaml": "language: en\n"} | codebook | files)
    shown = run_here(NAME, monkeypatch, study, tmp_path / "out")
    assert shown[-1].tables == ("main-findings",)
    assert words in open_study(study).describe_study()


def test_it_runs_with_several_codebooks(tmp_path, monkeypatch):
    codebooks = tmp_path / "codebooks"
    texts = tmp_path / "texts"
    for folder in (codebooks, texts):
        folder.mkdir()
    write(codebooks, SEVERAL)
    write(texts, {"a.txt": "The law is law. Peace.", "study.yaml": "language: en\n"})
    study = open_study(texts, [codebooks / name for name in SEVERAL])
    assert study.describe_study()
    assert repr(study.describe_findings(study.main_findings(draws=100)))
    assert study.suggest_next_steps()
