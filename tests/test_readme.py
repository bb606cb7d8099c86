"""What the README says is true: its tables, commands, links, examples and pictures."""

import base64
import json
import re
from pathlib import Path

from analysis import (
    find_hits,
    open_study,
    read_codebook,
    read_documents,
    split_sentences,
    theme_shares,
)
from analysis.reading.settings import KEYS, read_settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows_of(frame, *columns: str) -> list[str]:
    """The rows of a table in Markdown."""
    rows = frame[list(columns)].itertuples(index=False, name=None)
    return ["| " + " | ".join(map(str, row)) + " |" for row in rows]


def test_its_tables_are_those_of_the_built_in_study():
    sentences = split_sentences(read_documents(ROOT / "seeds"))
    hits = find_hits(sentences, read_codebook(ROOT / "seeds/codebook.yaml"))
    sentence = sentences[sentences["sent_id"] == 11]
    its_hits = hits[hits["sent_id"] == 11]
    lines = README.splitlines()
    assert sentence["sentence"].item() in README.replace("\n> ", " ")
    columns = ["sent_id", "section", "paragraph", "start", "end", "n_words", "sentence"]
    for row in rows_of(sentence, *columns):
        assert row in lines
    expected = rows_of(its_hits, "sent_id", "theme", "pattern", "start", "end", "match")
    first = lines.index(expected[0])
    assert lines[first : first + len(expected) + 1] == [*expected, ""]


def test_its_targets_and_links_exist():
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
    images = [output.get("data", {}).get("image/png") for output in outputs]
    drawn = {base64.b64decode(image) for image in images if image}
    pictures = re.findall(r"!\[[^\]]+\]\((.+?)\)", README)
    assert len(pictures) == 2
    for picture in pictures:
        assert (ROOT / picture).read_bytes() in drawn, f"{picture}: make notebooks"


def test_its_examples_of_files_can_be_read(tmp_path):
    settings, codebook = re.findall(r"```yaml\n(.+?)```", README, re.DOTALL)
    (tmp_path / "codebook.yaml").write_text(codebook, encoding="utf-8")
    (tmp_path / "speeches").mkdir()
    (tmp_path / "study").mkdir()
    (tmp_path / "study/study.yaml").write_text(settings, encoding="utf-8")
    assert read_settings(tmp_path / "study").groups == ("country", "outlet")
    assert re.findall(r"^(\w+):", settings, re.MULTILINE) == list(KEYS)
    themes = read_codebook(tmp_path / "codebook.yaml").themes
    assert themes["theme"].tolist() == ["topic", "topic/poverty"]


def test_its_python_examples_run(monkeypatch):
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
    # The last example needs tables that do not exist here, so only its imports are run.
    exec(with_tables.splitlines()[0], space)


def test_its_table_of_calls_runs_on_a_study_with_metadata(tmp_path):
    calls = re.findall(r"^\| .+ \| `((?:study|theme_shares)[.(].+)` \|$", README, re.MULTILINE)
    assert len(calls) == 8
    for name in ("Norway", "Chad"):
        sentence = f"{name} fights poverty. " + "Words go on and on and on, " * 6 + "and end."
        (tmp_path / f"{name}.txt").write_text(sentence, encoding="utf-8")
    rows = "doc_id,country,year\nNorway,Norway,2020\nChad,Chad,2021\n"
    (tmp_path / "metadata.csv").write_text(rows, encoding="utf-8")
    codebook = re.findall(r"```yaml\n(.+?)```", README, re.DOTALL)[1]
    (tmp_path / "codebook.yaml").write_text(codebook, encoding="utf-8")
    space = {"study": open_study(tmp_path), "theme_shares": theme_shares}
    for call in calls:
        assert eval(call, space) is not None, call
    assert len(eval(calls[3], space)) == 2


def test_it_names_every_folder_of_the_package():
    for folder in (ROOT / "analysis").iterdir():
        if (folder / "__init__.py").is_file():
            assert f"`analysis/{folder.name}/`" in README, folder.name


def test_it_explains_every_column_of_every_table():
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


def test_it_says_what_one_row_of_every_exported_table_is():
    exported = set()
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        last = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][-1]["source"])
        of_tables = last[last.index("tables") :]
        exported.update(re.findall(r'"([a-z-]+)": ', of_tables))
    pictures = {"leading-themes", "sentence-lengths", "theme-prevalence"}  # in the export itself
    explained = set(re.findall(r"`([a-z-]+)`", "".join(re.findall(r"^\|(.+?)\|", README, re.M))))
    assert len(exported) > 30
    assert exported - pictures <= explained
