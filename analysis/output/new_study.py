"""Start a study: a folder with a README, a copy of the built-in codebook and a notebook."""

import json
import shlex
from pathlib import Path
from string import Template

from analysis.atomic import write_folder
from analysis.built_in import built_in_study, is_checkout
from analysis.faults import Fault, InputError
from analysis.output.notebooks import is_parameters, make_parameters, rewrite
from analysis.paths import relative_path

TEMPLATES = Path(__file__).with_name("templates")
NOTEBOOK = "notebooks/01-my-question.ipynb"


def make_study(folder: str, texts: str = "") -> list[str]:
    """Make the folder of a new study.

    Args:
        folder: the folder to make.
        texts: the folder of the texts, which stay there; "" if texts will be put into the study.

    Returns:
        Lines that say what was made and what to do next.

    Raises:
        InputError: the folder contains files, or the folder of texts does not exist.
    """
    _check(folder, texts)
    path = Path(folder)
    files = {
        "README.md": _write_readme(path, texts),
        "codebook.yaml": (built_in_study() / "codebook.yaml").read_bytes(),
        NOTEBOOK: _make_notebook(path),
    }
    if texts:
        stated = json.dumps(relative_path(texts, path), ensure_ascii=False)
        files["study.yaml"] = f"texts: {stated}\n".encode()
    write_folder(path, files)
    return _list_next_steps(folder, list(files), bool(texts))


def _check(folder: str, texts: str) -> None:
    path = Path(folder)
    expected = "a new or empty folder"
    if path.is_dir() and any(path.iterdir()):
        raise InputError([Fault(folder, "a folder that has files in it", expected)])
    if path.exists() and not path.is_dir():
        raise InputError([Fault(folder, "a file", expected)])
    if texts and not Path(texts).is_dir():
        expected = "the folder that holds the texts"
        raise InputError([Fault(texts, "no such folder", expected, key="--from")])


def _write_readme(folder: Path, texts: str) -> bytes:
    """Write the study's README."""
    where = "put them here, in folders if you like"
    if texts:
        there = relative_path(texts, folder)
        where = f"they are in `{there}`, and are read from there"
    then = "Then check the inputs and run the notebooks; STUDY is the path of this folder:"
    commands = [
        "    workbook draft STUDY     proposes a codebook from the texts, to edit",
        "    workbook check STUDY     lists what is wrong, or may be, with texts and codebook",
        "    workbook run STUDY       runs the notebooks, exports charts and tables",
        "    workbook lab STUDY       opens the notebooks in JupyterLab",
    ]
    if is_checkout():
        then = "Then, in the workbook's folder, with the path of this folder in place of `...`:"
        commands = [
            "    make check STUDY=...     lists what is wrong, or may be, with texts and codebook",
            "    make run STUDY=...       runs the notebooks, exports charts and tables",
            "    make lab STUDY=...       opens the notebooks in JupyterLab",
            "",
            "Without make: `workbook check`, `workbook run` or `workbook lab`, then the path.",
            "`workbook draft`, then the path, proposes a codebook from the texts, to edit.",
        ]
    template = Template((TEMPLATES / "README.md").read_text(encoding="utf-8"))
    name = folder.resolve().name
    readme = template.substitute(name=name, texts=where, then=then, commands="\n".join(commands))
    return readme.encode()


def _make_notebook(folder: Path) -> bytes:
    """Make the notebook to start from; its parameters suit the current working folder."""
    notebook = json.loads((TEMPLATES / "my-question.json").read_text(encoding="utf-8"))
    there = Path(folder, NOTEBOOK).parent
    parameters = make_parameters(there, folder, [], "exports")
    for cell in notebook["cells"]:
        if is_parameters(cell):
            source = rewrite("".join(cell["source"]), parameters)
            cell["source"] = source.splitlines(keepends=True)
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()


def _list_next_steps(
    folder: str,
    names: list[str],
    has_texts: bool,
) -> list[str]:
    """List what was made and what to do next, as lines."""
    shown = shlex.quote(folder)
    steps = {"check": f"make check STUDY={shown}", "run": f"make run STUDY={shown}"}
    width = max(map(len, steps.values()))
    lines = [f"made {shown}: {', '.join(names)} (the codebook is a copy of the built-in one)"]
    lines.append("next:" if has_texts else f"next: put texts into {shown}, then")
    for command, target in steps.items():
        own = f"workbook {command} {shown}"
        lines.append(
            f"  {target:<{width}}    (without make: {own})" if is_checkout() else f"  {own}"
        )
    lines.append(f"for themes of your own: workbook draft {shown} proposes some from the texts")
    return lines
