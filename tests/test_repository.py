"""The repository: which module may import which, and whether the set-up files agree."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from analysis.atomic import write_atomic

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

PACKAGE = ROOT / "analysis"


def imports(path: Path) -> set[str]:
    """The top-level packages that a file imports, anywhere in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: the package never uses relative imports"
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_ipython_is_imported_nowhere_and_matplotlib_only_in_charts(path):
    assert "IPython" not in imports(path)
    assert "matplotlib" not in imports(path) or path.is_relative_to(PACKAGE / "charts")


def test_imports_run_one_way():
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == 0


def _pinned() -> dict[str, str]:
    return dict(
        re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    )


def test_the_lock_satisfies_pyproject():
    from packaging.requirements import Requirement

    pinned = _pinned()
    for line in PYPROJECT["project"]["dependencies"] + PYPROJECT["dependency-groups"]["test"]:
        requirement = Requirement(line)
        assert requirement.specifier.contains(pinned[requirement.name.replace("_", "-")]), line


def test_the_lock_has_hashes_and_names_no_host():
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text
    blocks = re.findall(
        r"^[a-z0-9-]+==.*\n(?:    --hash=sha256:[0-9a-f]{64}.*\n)+", text, re.MULTILINE
    )
    assert len(blocks) == len(_pinned()) > 100


def test_the_conda_environment_is_the_same():
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


def test_every_make_target_has_a_help_text():
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())
    explained = set(re.findall(r"^([a-z]+):.*?##", makefile, re.MULTILINE))
    assert phony <= explained | {"verify"}


HOSTILE = [
    "`touch x`",
    "$(touch x)",
    "$(shell touch x)",
    "${shell touch x}",
    "$$(touch x)",
    "a $5 $HOME b",
    "'; touch x; '",
    '"; touch x; "',
    "a' b\"",
    "a\nb\ttouch x",
    "a\n\ttouch x",
    "x & touch x",
    "a | touch x > y",
    "# a",
    "a\\",
    "a b",
    "*",
    "-rf",
]
PASSED_ON = [
    ("run", "STUDY"),
    ("run", "CODEBOOK"),
    ("check", "STUDY"),
    ("check", "CODEBOOK"),
    ("new", "DIR"),
    ("new", "FROM"),
    ("lab", "STUDY"),
    ("lab", "DIR"),
    ("bench", "TEXTS"),
]


@pytest.fixture
def made(tmp_path):
    """A function that runs make in a folder whose programs print their arguments."""
    if not shutil.which("make"):
        pytest.skip("make is not installed")
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements.lock", "pyproject.toml", ".venv/ready-requirements.lock"):
        write_atomic(tmp_path / name, b"")
    for name in ("workbook", "python"):
        command = tmp_path / ".venv/bin" / name
        write_atomic(command, b'#!/bin/sh\nprintf "%s\\0" "$@"\n')
        command.chmod(0o755)
    before = {path.name for path in tmp_path.iterdir()}

    def make(target: str, *settings: str, **environment: str) -> list[str]:
        env = {"PATH": os.environ["PATH"], **environment}
        command = ["make", "-s", target, *settings]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
        assert {path.name for path in tmp_path.iterdir()} == before, "something was run"
        return done.stdout.split("\0") if done.returncode == 0 else [done.stderr]

    return make


@pytest.mark.parametrize(("target", "variable"), PASSED_ON)
def test_make_passes_values_on_without_evaluating_them(made, target, variable):
    for value in HOSTILE:
        others = ["DIR=d"] if variable == "FROM" else []
        words = made(target, f"{variable}={value}", *others)
        options = [f"--from={value}", f"--codebook={value}"]
        assert value in words or words[1] in options, (value, words)
        if variable in ("STUDY", "DIR"):
            assert words[-3:] == ["--", value, ""]  # a value that begins with - is no option


@pytest.mark.parametrize(("target", "variable"), PASSED_ON)
def test_values_of_the_environment_are_not_evaluated_either(made, target, variable):
    others = {"DIR": "d"} if variable == "FROM" else {}
    words = made(target, **{variable: "$(shell touch x)`touch x`", **others})
    assert any(word.endswith("$(shell touch x)`touch x`") for word in words)


def test_make_runs_no_other_program_for_a_lock_or_a_python(made):
    for value in HOSTILE:
        assert "expected one of requirements.lock" in made("env", f"LOCK={value}")[0]
        made("run", f"PYTHON={value}")
    assert made("run", "LOCK=requirements.lock")[0] == "run"


def test_make_test_takes_words_but_evaluates_nothing(tmp_path):
    makefile = (ROOT / "Makefile").read_text()
    program = re.search(r"define RUN_TESTS\n(.*)\nendef", makefile, re.DOTALL)[1]
    program = program.replace(", pytest", "").replace("pytest.main", "print")
    for words, expected in [
        ("tests/a tests/b", ["tests/a", "tests/b"]),
        ("-k 'a or b'", ["-k", "a or b"]),
        ("`touch x` $(touch x); touch x", ["`touch", "x`", "$(touch", "x);", "touch", "x"]),
        ("", []),
    ]:
        command = [sys.executable, "-c", program]
        done = subprocess.run(
            command, env={"TESTS": words}, cwd=tmp_path, capture_output=True, text=True
        )
        assert done.stdout == f"{['-q', *expected]}\n"
    assert list(tmp_path.iterdir()) == []


IMPORT_ALL = """if True:
    import csv, importlib, json, pkgutil
    from matplotlib import rcParams
    from matplotlib.font_manager import fontManager
    import analysis

    def state():
        fonts = [font.fname for font in fontManager.ttflist]
        return [repr(dict(rcParams)), fonts, csv.field_size_limit()]

    before, changed = state(), []
    for module in pkgutil.walk_packages(analysis.__path__, "analysis."):
        importlib.import_module(module.name)
        if state() != before:
            changed.append(module.name)
            before = state()
    print(json.dumps(changed))
    """


def test_imports_leave_the_state_of_other_packages_unchanged():
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], check=True, capture_output=True, text=True
    )
    assert json.loads(done.stdout) == []
