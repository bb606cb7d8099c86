"""Find notebook files, set their parameters, and clean them after a run."""

import ast
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from analysis.faults import Fault, InputError, Report, nearest, raise_all
from analysis.paths import read_bytes, relative_path
from analysis.reading.guard import describe_error

Parameters = dict[str, str | list[str]]

DEFAULTS: Parameters = {"STUDY": "../seeds", "CODEBOOK": "", "OUT": "../exports"}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
FIRST_WITH_IDS = (4, 5)  # the version of the format that gives every cell an id
KEPT_METADATA = {"tags", "jupyter", "slideshow"}  # the metadata that a clean cell may keep


# -- which notebooks -------------------------------------------------------------------------------


def find_notebooks(folder: Path) -> list[Path]:
    """Find the notebooks of a folder, in reading order; none if the folder does not exist."""
    paths = sorted(folder.glob("*.ipynb"))
    return [path for path in paths if not path.name.startswith(".")]


def choose(paths: list[Path], only: Iterable[str] = ()) -> list[Path]:
    """Choose the notebooks that `only` names, in reading order, or all if it is empty.

    `02-themes.ipynb`, `02-themes`, `02` and `themes` name the same notebook.

    Raises:
        InputError: no notebook has one of the names.
    """
    only = set(only)
    names = {path: _list_names(path) for path in paths}
    known = set().union(*names.values())
    words = [_strip_number(path) for path in paths]
    unknown = sorted(only - known)
    raise_all(Fault("--only", repr(name), nearest(name, words)) for name in unknown)
    return [path for path in paths if not only or names[path] & only]


def _strip_number(path: Path) -> str:
    """Return the name of a notebook without its number."""
    return path.stem.partition("-")[2] or path.stem


def _list_names(path: Path) -> set[str]:
    """List the names by which `only` can name a notebook."""
    number = path.stem.partition("-")[0]
    return {path.name, path.stem, number, _strip_number(path)} - {""}


def check_names(paths: list[Path]) -> None:
    """Refuse two notebooks of the same name, because they would be exported to the same file."""
    taken: dict[str, Path] = {}
    report = Report()
    for path in paths:
        other = taken.setdefault(path.name.casefold(), path)
        if other is not path:
            found = "a name that another notebook has"
            where = f"{path.parent.name}/{path.name}"
            report.error(Fault(where, found, f"another name than {other.name}"))
    report.raise_errors()


# -- with which parameters -------------------------------------------------------------------------


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook without its outputs.

    Raises:
        InputError: the file cannot be read, or it is no notebook, or one whose cells are not as
            the format says.
    """
    data = read_bytes(path, path.name)
    try:
        notebook = nbformat.convert(nbformat.reader.reads(data.decode()), 4)
        _add_missing_ids(notebook)
        # A key that the format does not know harms nothing: other programs add some.
        nbformat.validate(notebook, relax_add_props=True)
        to_bytes(notebook)  # fails if it contains half a character
    except Exception as error:  # nbformat raises errors of every kind on a damaged file
        reason = describe_error(error)
        raise InputError([Fault(path.name, f"no notebook ({reason})", "a notebook")]) from None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def _add_missing_ids(notebook: NotebookNode) -> None:
    """Give an id to each cell that lacks one or has that of another.

    nbformat would warn, and take ids at random: the same notebook would be exported differently.
    """
    if (notebook.nbformat, notebook.nbformat_minor) < FIRST_WITH_IDS:
        return
    taken = {cell.get("id") for cell in notebook.cells}
    seen = set()
    for cell in notebook.cells:
        if "id" not in cell or cell.id in seen:
            cell.id = next(name for name in _cell_names() if name not in taken)
            taken.add(cell.id)
        seen.add(cell.id)


def _cell_names() -> Iterator[str]:
    return (f"cell-{number}" for number in count(1))


def set_parameters(
    notebook: NotebookNode,
    parameters: Parameters,
    file: str,
) -> None:
    """Write values into the lines `NAME = …` of the cell tagged `parameters`.

    Raises:
        InputError: the notebook has no such cell or several, or the cell lacks a parameter's line.
    """
    tagged = [cell for cell in notebook.cells if is_parameters(cell)]
    if len(tagged) != 1:
        found = f"{len(tagged) or 'no'} cells tagged 'parameters'"
        raise InputError([Fault(file, found, f"one, with {', '.join(parameters)}")])
    tagged[0].source = rewrite(tagged[0].source, parameters, file)


def is_parameters(cell: NotebookNode) -> bool:
    """Whether a cell is tagged `parameters`."""
    return "parameters" in cell["metadata"].get("tags", [])


def rewrite(
    source: str,
    values: Parameters,
    file: str = "",
) -> str:
    r"""Replace the values in the lines `NAME = …` of a cell; comments and equal values stay.

    >>> print(rewrite('STUDY = "../seeds"  # a folder\nN = 1', {"STUDY": "C:\\texts"}))
    STUDY = 'C:\\texts'  # a folder
    N = 1
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        found = f"parameters that Python cannot read ({error.msg})"
        raise InputError([Fault(file, found, "NAME = value")]) from None
    assigned = _find_assigned_values(statements)
    expected = "it, in the cell tagged 'parameters'"
    missing = sorted(values.keys() - assigned.keys())
    raise_all(Fault(file, f"no line {name} = …", expected) for name in missing)
    lines = source.encode().split(b"\n")  # Python's column offsets count bytes
    for name, node in reversed(assigned.items()):  # bottom up: offsets stay valid
        if name in values and getattr(node, "value", None) != values[name]:
            _replace(lines, node, _write_literal(values[name]))
    return b"\n".join(lines).decode()


def _find_assigned_values(statements: list[ast.stmt]) -> dict[str, ast.expr]:
    """Find the value of each `NAME = value`, by name; if a name is repeated, its last value."""
    found: dict[str, ast.expr] = {}
    for node in statements:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            found.pop(name, None)
            found[name] = node.value
    return found


def _replace(
    lines: list[bytes],
    node: ast.expr,
    code: str,
) -> None:
    """Replace an expression by other code, even if it spans several lines."""
    assert node.end_lineno is not None
    first, last = node.lineno - 1, node.end_lineno - 1
    before = lines[first][: node.col_offset]
    after = lines[last][node.end_col_offset :]
    lines[first : last + 1] = [before + code.encode() + after]


def _write_literal(value: str | list[str]) -> str:
    """Write a value as Python code, in double quotes if that needs no backslash."""
    if isinstance(value, list):
        return f"[{', '.join(_write_literal(item) for item in value)}]"
    needs_escape = set(value) & {'"', "'", "\\"} or not value.isprintable()
    return repr(value) if needs_escape else f'"{value}"'


def make_parameters(
    folder: Path,
    study: str | Path,
    codebooks: Iterable[str | Path],
    out: str | Path,
) -> Parameters:
    """Make the parameters of a notebook in `folder`; all paths are relative to the folder."""
    files = [relative_path(file, folder) for file in codebooks]
    return {
        "STUDY": relative_path(study, folder),
        "CODEBOOK": files if len(files) > 1 else "".join(files),
        "OUT": relative_path(out, folder),
    }


# -- cleaning -------------------------------------------------------------------------------------


def clean(notebook: NotebookNode) -> None:
    """Remove what differs between runs and machines."""
    language = dict(notebook.metadata.get("language_info", {}))
    language.pop("version", None)
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": language})
    for cell in notebook.cells:
        for key in cell.metadata.keys() - KEPT_METADATA:
            del cell.metadata[key]


def to_bytes(notebook: NotebookNode) -> bytes:
    """Write a notebook as the content of a file."""
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode()


def count_cells(notebook: NotebookNode) -> int:
    """Count the code cells of a notebook."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return sum(bool(cell.source.strip()) for cell in code)
