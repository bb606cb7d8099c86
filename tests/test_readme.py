"""What the README says is so: its tables, its commands, its links, its codebook."""

import base64
import json
import re
from pathlib import Path

from analysis import find_hits, read_codebook, read_documents, split_sentences
from analysis.reading.settings import KEYS, read_settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows_of(frame, *columns: str) -> list[str]:
    return [
        "| " + " | ".join(map(str, row)) + " |"
        for row in frame[list(columns)].itertuples(index=False, name=None)
    ]


def test_the_tables_before_and_after_are_those_of_the_built_in_study():
    sentences = split_sentences(read_documents(ROOT / "seeds"))
    hits = find_hits(sentences, read_codebook(ROOT / "seeds/codebook.yaml"))
    after = sentences[sentences["sent_id"] == 11]
    lines = README.splitlines()
    assert after["sentence"].item() in README.replace("\n> ", " ")
    for row in rows_of(
        after, "sent_id", "section", "paragraph", "start", "end", "n_words", "sentence"
    ):
        assert row in lines
    expected = rows_of(
        hits[hits["sent_id"] == 11], "sent_id", "theme", "pattern", "start", "end", "match"
    )
    at = lines.index(expected[0])
    assert lines[at : at + len(expected) + 1] == [*expected, ""]


def test_every_target_and_link_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE)) <= targets
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / link).exists(), link


def test_its_pictures_are_those_of_the_notebooks():
    notebooks = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in (ROOT / "notebooks").glob("*.ipynb")
    ]
    outputs = [
        output
        for notebook in notebooks
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
    ]
    drawn = {
        base64.b64decode(o["data"]["image/png"])
        for o in outputs
        if "image/png" in o.get("data", {})
    }
    pictures = re.findall(r"!\[[^\]]+\]\((.+?)\)", README)
    assert len(pictures) == 2
    for picture in pictures:
        assert (ROOT / picture).read_bytes() in drawn, f"{picture}: make notebooks"


def test_its_codebook_and_its_study_yaml_can_be_read(tmp_path):
    settings, codebook = re.findall(r"```yaml\n(.+?)```", README, re.DOTALL)
    (tmp_path / "codebook.yaml").write_text(codebook, encoding="utf-8")
    (tmp_path / "speeches").mkdir()
    (tmp_path / "study").mkdir()
    (tmp_path / "study/study.yaml").write_text(settings, encoding="utf-8")
    assert read_settings(tmp_path / "study").groups == ("country", "outlet")
    assert re.findall(r"^(\w+):", settings, re.MULTILINE) == list(KEYS)
    assert read_codebook(tmp_path / "codebook.yaml").themes["theme"].tolist() == [
        "topic",
        "topic/poverty",
    ]


def test_its_lines_of_python_run(monkeypatch):
    monkeypatch.chdir(ROOT)
    with_a_study, with_functions, with_tables = re.findall(
        r"```python\n(.+?)```", README, re.DOTALL
    )
    space = {}
    exec(with_a_study, space)
    assert len(space["study"].sentences) == 17
    *lines, last = with_functions.splitlines()
    exec("\n".join(lines), space)
    assert len(eval(last, space)) == 4 * len(space["codebook"].themes)
    # The tables of the last example are not there, but what it imports is.
    exec(with_tables.splitlines()[0], space)


def test_it_names_every_folder_of_the_package():
    for folder in (ROOT / "analysis").iterdir():
        if (folder / "__init__.py").is_file():
            assert f"`analysis/{folder.name}/`" in README, folder.name


def test_every_column_of_every_table_is_explained():
    from analysis import tables

    for table in (
        tables.DOCUMENTS,
        tables.SENTENCES,
        tables.THEMES,
        tables.PATTERNS,
        tables.HITS,
        tables.SHARES,
    ):
        line = next(line for line in README.splitlines() if line.startswith(f"| `{table.name}` |"))
        assert all(f"`{column}`" in line for column in table.columns), table.name
