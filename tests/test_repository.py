"""The house itself: which room may import which, and whether the set-up files agree."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

# Floor by floor: a room imports only from the floors below it.
FLOORS = [
    {"faults", "words", "languages", "signs"},
    {"tables", "patterns", "files", "blocks", "zips"},
    {"study", "rows", "extract", "codebooks.draft", "ends", "lines"},
    {"office", "pdf", "metadata", "sentences", "matching", "cluster"},
    {"codebooks.workbook", "codebooks.liwc", "codebooks.wordstat", "codebooks.cnodes", "codebooks.refi"},
    {"codebooks.quanteda", "codebooks.rows"},
    {"codebook"},
    {"seeds", "themes", "codebooks.convert"},
    {"summaries"},
    {"chart", "listing", "groups"},
    {"chart_layout", "evidence"},
    {"charts_of_text", "charts_of_groups"},
    {"charts", "export", "batches"},
    {"run", "folder"},
    {"parquet"},
    {"stream", "corpus"},
    {"inputs"},
    {"cli"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
PACKAGE = ROOT / "analysis"
ROOMS = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.stem != "__init__"
}


def imports(path: Path) -> set[str]:
    """The modules that a file imports, at its top or within; those of the package as `.room` or `.house.room`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            here = path.parent.relative_to(PACKAGE).parts[: -node.level + 1 or None]
            names = [alias.name for alias in node.names]
            stem = [*here, *(node.module or "").split(".")] if node.module else [*here]
            whole = ".".join(stem)
            found |= {f".{whole}"} if whole in ROOMS else {f".{'.'.join([*stem, name])}" for name in names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room):
    for name in imports(ROOMS[room]):
        if name.startswith("."):
            assert FLOOR[name[1:]] < FLOOR[room], name
        assert name != "IPython"
        assert name != "matplotlib" or room.startswith("chart")


def test_the_package_and_each_room_stay_small():
    lines = {room: len(path.read_text().splitlines()) for room, path in ROOMS.items()}
    assert max(lines.values()) <= 360, max(lines, key=lines.get)
    assert sum(lines.values()) < 8000


def _pinned() -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE))


def test_the_lock_holds_what_pyproject_asks_for():
    from packaging.requirements import Requirement

    pinned = _pinned()
    for line in PYPROJECT["project"]["dependencies"] + PYPROJECT["dependency-groups"]["test"]:
        requirement = Requirement(line)
        assert requirement.specifier.contains(pinned[requirement.name.replace("_", "-")]), line


def test_the_lock_is_hashed_and_names_no_host():
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text
    blocks = re.findall(r"^[a-z0-9-]+==.*\n(?:    --hash=sha256:[0-9a-f]{64}.*\n)+", text, re.MULTILINE)
    assert len(blocks) == len(_pinned()) > 100


def test_conda_gets_the_same_environment():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    python, pip, from_pip = environment["dependencies"]
    assert python == f"python{PYPROJECT['project']['requires-python']}"
    assert (pip, from_pip) == ("pip", {"pip": ["-r requirements.lock"]})
    assert environment["name"] == PYPROJECT["project"]["name"]


def test_the_version_is_the_same_everywhere():
    version = PYPROJECT["project"]["version"]
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text())["version"] == version
    assert f"## {version} " in (ROOT / "CHANGELOG.md").read_text()


def test_every_dependency_has_a_line_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    for line in PYPROJECT["project"]["dependencies"] + PYPROJECT["dependency-groups"]["test"]:
        name = re.match(r"[\w-]+", line)[0]
        assert re.search(rf"^\| `{name}` \| .+ \|$", readme, re.MULTILINE), name


def test_every_make_target_is_explained_and_in_the_readme_or_help():
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())
    explained = set(re.findall(r"^([a-z]+):.*?##", makefile, re.MULTILINE))
    assert phony <= explained | {"verify"}
