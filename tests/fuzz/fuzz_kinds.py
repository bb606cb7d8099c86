"""The kinds of files that are mutated, and what is done with each of them.

A mutant lies in a small study, or in the exports or tables of one. It is used as the commands use
it: read, split, searched, checked, exported, converted, compared, continued.
"""

import atexit
import io
import json
import random
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import fuzz_samples as samples
import pandas as pd
from mutate import LINES, TAGS, TREE, WORDS, mutate, mutate_json, mutate_json_lines, mutate_zip

from analysis import read_codebook
from analysis.checks.findings import Finding
from analysis.checks.terminal import last_line, table_lines
from analysis.codebook.convert import convert_codebook
from analysis.codebook.model import Codebook
from analysis.faults import Report
from analysis.large.run import write_tables
from analysis.large.store import Tables, read_tables
from analysis.output.comparison import compare_with_run_before
from analysis.output.exchange import read_project
from analysis.output.exports import export, to_csv
from analysis.output.history import TABLES, history_files
from analysis.output.notebooks import DEFAULTS, find_notebooks, read_notebook, set_parameters
from analysis.output.notebooks import to_bytes as notebook_to_bytes
from analysis.output.runs import run_study
from analysis.output.sources import folder_and_sources
from analysis.study import Study, open_study

READ, REFUSED, FAILED = "read", "refused", "a notebook failed"
UNCHANGED = "nothing"
OFTEN_ENOUGH = 0.1  # for what takes longer than all else
STUDY = {"codebook.yaml": samples.CODEBOOK, "a.txt": samples.TEXT.encode()}
CODEBOOKS = (".yaml", ".yml", ".csv", ".xlsx", ".dic", ".cat", ".lcd", ".lc3", ".ykd", ".qdc")
ZIPS = (".docx", ".odt", ".xlsx", ".qdpx")
MARKUP = (".html", ".docx", ".odt", ".xlsx", ".lcd", ".ykd", ".qdc", ".qdpx")
HAS_PARQUET = find_spec("pyarrow") is not None  # the extra `parquet`
NOTE, KEPT = b"a note of the user", b"what the user made of a table"

Mutation = Callable[[random.Random, bytes, bytes, Sequence[re.Pattern[bytes]]], tuple[bytes, str]]


class Mutant(NamedTuple):
    """A mutated file: its path in the working folder, its content, what was done to it."""

    file: str
    data: bytes
    done: str


class Kind(NamedTuple):
    """A kind of file.

    Attributes:
        name: what it is called in the tests.
        samples: lists the files that are mutated, by their paths in the working folder.
        use: writes a mutant and what belongs around it to a folder and uses it. It returns what
            came of that, and raises `InputError` if the mutant is refused.
        mutation: makes a mutant of a file, by chance; by default what its name asks for.
    """

    name: str
    samples: Callable[[], list[tuple[str, bytes]]]
    use: Callable[[random.Random, Mutant, Path], str]
    mutation: Mutation | None = None


def make_mutant(kind: Kind, seed: int) -> tuple[random.Random, Mutant]:
    """The mutant of this number, and the source of chance for what is done with it.

    Below zero are the samples themselves, unchanged: -1 is the first.
    """
    rng = random.Random(f"{kind.name} {seed}")
    found = kind.samples()
    if seed < 0:
        file, data = found[-1 - seed]
        return rng, Mutant(file, data, UNCHANGED)
    file, data = rng.choice(found)
    _, other = rng.choice(found)
    structure = (TREE, TREE, TAGS, WORDS) if file.endswith(MARKUP) else (LINES, WORDS)
    mutation = kind.mutation or _mutation_for(file)
    return rng, Mutant(file, *mutation(rng, data, other, structure))


def _mutation_for(file: str) -> Mutation:
    if file.endswith(ZIPS):
        return mutate_zip
    if file.endswith(".jsonl"):
        return mutate_json_lines
    return mutate_json if file.endswith((".json", ".ipynb")) else mutate


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


# -- texts, and what lies beside them --------------------------------------------------------------


def use_study(around: dict[str, bytes], rng: random.Random, mutant: Mutant, folder: Path) -> str:
    """Read a study, split and search its texts; now and then check it and make all its tables."""
    write(folder, {**around, mutant.file: mutant.data})
    if rng.random() < OFTEN_ENOUGH:
        return use_all_of(open_study(folder))
    study = Study(folder, None, {"codebook": codebook()})
    if mutant.file.startswith("coding"):
        to_csv(study.codings)
    to_csv(study.hits)
    "\n".join(study.documents["text"]).encode()
    return READ


def use_all_of(study: Study) -> str:
    """Do with a study what `workbook check` does, and make the tables of a run."""
    show(study.findings(), study)
    study.check().raise_errors()
    for table in (study.documents, study.sentences, study.hits, study.shares()):
        to_csv(table)
    return READ


@cache
def codebook() -> Codebook:
    """The codebook of the studies in which another file is mutated."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {"codebook.yaml": samples.CODEBOOK})
        return read_codebook(Path(folder, "codebook.yaml"))


def show(findings: list[Finding], study: Study) -> None:
    """Make the lines that `workbook check` prints."""
    lines = [*table_lines(findings), last_line("s", study.size(), findings)]
    "\n".join(lines).encode("utf-8", "backslashreplace")


def kind_of_file(
    name: str, file: str, contents: Callable[[], Sequence[bytes]], use: Callable[..., str]
) -> Kind:
    """A kind whose samples are all files of one name."""
    return Kind(name, lambda: [(file, data) for data in contents()], use)


def text_kinds() -> Iterable[Kind]:
    use = partial(use_study, {"codebook.yaml": samples.CODEBOOK})
    for ending in samples.SAMPLES:
        contents = partial(samples.text_samples, ending)
        if ending != ".parquet":
            yield kind_of_file(ending, f"mutant{ending}", contents, use)
        elif HAS_PARQUET:
            kind = kind_of_file(ending, f"mutant{ending}", contents, use)
            yield kind
            yield kind._replace(name="parquet columns", mutation=mutate_columns)


def side_kinds() -> Iterable[Kind]:
    texts = {f"{name}.txt": samples.TEXT.encode() for name in "abc"}
    use = partial(use_study, {"codebook.yaml": samples.CODEBOOK, **texts})
    tables = {"metadata": samples.METADATA, "coding": samples.CODING}
    for name, table in tables.items():
        yield kind_of_file(f"{name}.csv", f"{name}.csv", lambda table=table: [table], use)
        contents = cache(partial(_spreadsheets, table))
        yield kind_of_file(f"{name}.xlsx", f"{name}.xlsx", contents, use)
    folder = {
        "codebook.yaml": samples.CODEBOOK,
        "sub/mill_2023.txt": "Caf\u00e9.\n\nPage 3\n\nThe path.\nEnd of it".encode("windows-1252"),
        "sub/river_2024.html": samples.PAGE.encode("windows-1252"),
        "sub/spare_2025.csv": b"doc_id,words,kind\na,<p>The path.,note\nspare-2,River.,\n",
    }
    use = partial(use_study, folder)
    yield kind_of_file("study.yaml", "study.yaml", lambda: [samples.SETTINGS], use)


def _spreadsheets(table: bytes) -> list[bytes]:
    return [samples.spreadsheet_of(table)]


def mutate_columns(
    rng: random.Random, data: bytes, other: bytes, structure: Sequence[re.Pattern[bytes]]
) -> tuple[bytes, str]:
    """A Parquet file with columns of odd types, values and names beside its texts."""
    import pyarrow
    from pyarrow import parquet

    columns = {"text": pyarrow.array(["The path.", "River."])}
    for _ in range(rng.choice((1, 1, 2, 4))):
        columns[rng.choice(_names())] = rng.choice(_arrays())
    table = pyarrow.table(list(columns.values()), names=list(columns))
    if rng.random() < 0.2:
        table = table.append_column(rng.choice(_names()), rng.choice(_arrays()))
    out = io.BytesIO()
    parquet.write_table(table, out)
    types = [f"{field.name[:20]!r}: {field.type}" for field in table.schema]
    return out.getvalue(), f"columns {', '.join(types)}"


@cache
def _names() -> tuple[str, ...]:
    odd = ("", "self", "doc_id", "text", "speaker", "title", "year", "\0", "n" * 250, "a\nb", " c ")
    return (*odd, "sentence", "data", "columns", "e\u0301", "=1", "\u202e")


@cache
def _arrays() -> tuple:
    import pyarrow as pa

    odd_bytes = pa.array([b"\xff\xed\xa0\x80", b""], pa.binary())
    integers = pa.array([2**62, -(2**62)], pa.int64())
    seconds = pa.array([2**53, -(2**53)], pa.int64())  # as milliseconds, they fit into 64 bits
    small = pa.array([1, None], pa.int32())
    return (
        *(integers.view(pa.timestamp(unit)) for unit in ("ms", "us", "ns")),
        seconds.view(pa.timestamp("s")),
        pa.array([0, 2**40]).view(pa.timestamp("us", tz="Europe/Paris")),
        seconds.view(pa.timestamp("s", tz="+23:59")),
        integers.view(pa.duration("s")),
        integers.view(pa.date64()),
        pa.array([2**31 - 1, -(2**31)], pa.int32()).view(pa.date32()),
        pa.array([86_400 * 10**6 - 1, 0], pa.int64()).view(pa.time64("us")),
        integers,
        pa.array([2**64 - 1, 0], pa.uint64()),
        pa.array([float("nan"), float("inf")]),
        pa.array([1e308, -0.0], pa.float64()),
        pa.array([True, None]),
        pa.nulls(2),
        odd_bytes,
        odd_bytes.view(pa.string()),
        pa.array(["\0", "a" * 5_000]),
        pa.array([10**37, None], pa.decimal128(38)),
        pa.array([["a", None], []]),
        pa.array([{"a": {"b": 1}}, None]),
        pa.array([[("k", 1)], []], pa.map_(pa.string(), pa.int32())),
        pa.array(["x", "x"]).dictionary_encode(),
        small,
        pa.array(["River.", None]),
        pa.array(["2023-02-30", "0000-00-00"]),
    )


# -- codebooks -------------------------------------------------------------------------------------


def codebook_kinds() -> Iterable[Kind]:
    for ending in CODEBOOKS:
        file = f"codebook{ending}"
        contents = partial(samples.codebook_samples, ending)
        yield kind_of_file(f"codebook {ending}", file, contents, use_codebook)


def use_codebook(rng: random.Random, mutant: Mutant, folder: Path) -> str:
    """Read a codebook, search with it, convert it; often check the study, too."""
    text = {"a.txt": samples.TEXT.encode()}
    write(folder, {**text, mutant.file: mutant.data})
    if rng.random() < OFTEN_ENOUGH:
        use_all_of(open_study(folder))
    read_codebook(folder / mutant.file)
    target = folder / f"converted{rng.choice(CODEBOOKS)}"
    convert_codebook(folder / mutant.file, target, Report())
    study = Study(folder, target)
    with Report().collecting():  # what was converted may be refused: not all formats hold all
        to_csv(study.hits)
    return READ


# -- projects of other programs --------------------------------------------------------------------


def exchange_kinds() -> Iterable[Kind]:
    yield kind_of_file("project .qdpx", "mutant.qdpx", samples.project_samples, use_project)
    for ending in (".json", ".jsonl", ".csv"):
        contents = partial(samples.span_samples, ending)
        yield kind_of_file(f"spans {ending}", f"mutant{ending}", contents, use_project)


def use_project(rng: random.Random, mutant: Mutant, folder: Path) -> str:
    """Read a project into a study, or an empty folder; then the study has no errors."""
    (folder / "s").mkdir()
    if rng.random() < 0.7:
        write(folder / "s", STUDY)
    write(folder, {mutant.file: mutant.data})
    before = sorted((folder / "s").rglob("*"))
    report = Report()
    with report.collecting():
        read_project(folder / "s", folder / mutant.file, report)
    if report.errors:
        assert sorted((folder / "s").rglob("*")) == before, "something was written"
        report.raise_errors()
    _assert_opens(folder / "s")
    again = Report()
    read_project(folder / "s", folder / mutant.file, again)
    assert not again.errors, f"cannot be read again: {again}"
    return READ


def _assert_opens(folder: Path) -> None:
    """Fail if what a project became has errors."""
    found = Study(folder)
    if not list(folder.glob("*.txt")):
        return
    if not list(folder.glob("codebook.*")):
        found = Study(folder, None, {"codebook": codebook()})
    errors = found.check().errors
    assert not errors, f"the study has errors then: {errors[0]}"


# -- records of earlier runs -----------------------------------------------------------------------


@cache
def made() -> Path:
    """The folder of a study with its exports, history and tables, made once in a process."""
    top = Path(tempfile.mkdtemp(prefix="fuzz-made-"))
    atexit.register(shutil.rmtree, top)
    write(top / "s", STUDY)
    write(top / "s", {"metadata.csv": b"doc_id,kind\na,note\n", "study.yaml": b"groups: [kind]\n"})
    study = open_study(top / "s")
    tables = {"sentences": study.sentences, "hits": study.hits, "shares": study.shares()}
    export(study, top / "exports", tables=tables)
    folder, sources = folder_and_sources(
        top / "exports", study.path, study.documents, study.codebook, {}
    )
    contents = {f"{name}.csv": to_csv(table) for name, table in tables.items()}
    assert set(contents) == set(TABLES)
    write(folder, history_files(folder, sources, contents, [top / "s" / "codebook.yaml"]))
    if HAS_PARQUET:
        write_tables(top / "s", study.codebook, top / "tables", workers=1, batch=20)
    return top


def made_files(folder: str, *, without: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The files of a folder in `made`, by their paths."""
    top = made()
    paths = sorted(path for path in (top / folder).rglob("*") if path.is_file())
    names = [path.relative_to(top).as_posix() for path in paths]
    return {name: (top / name).read_bytes() for name in names if not name.endswith(without)}


def _made_kind(name: str, folder: str, pattern: str, use: Callable[..., str]) -> Kind:
    """A kind whose samples are those files of a folder in `made` whose paths match a pattern."""

    @cache
    def found() -> list[tuple[str, bytes]]:
        return [
            (file, data) for file, data in made_files(folder).items() if re.search(pattern, file)
        ]

    return Kind(name, found, use)


def record_kinds() -> Iterable[Kind]:
    yield _made_kind("record of exports", "exports", "s/provenance.json$", use_exports)
    yield _made_kind("history", "exports", "/history/", use_history)
    if not HAS_PARQUET:
        return
    yield _made_kind("record of tables", "tables", "provenance.json$", use_tables)
    yield _made_kind("journal", "tables", "/journal/", use_tables)
    yield _made_kind("parts of tables", "tables", "parquet$", use_tables)


def use_exports(rng: random.Random, mutant: Mutant, folder: Path) -> str:
    """Write exports under a mutated record; what the user wrote there is kept."""
    shutil.copytree(made() / "s", folder / "s")
    of_user = {"exports/s/notes.txt": NOTE, "exports/s/tables/hits.csv": KEPT}
    write(folder, {**made_files("exports"), **of_user, mutant.file: mutant.data})
    study = open_study(folder / "s")
    tables = {"hits": study.hits, "shares": study.shares()}
    try:
        export(study, folder / "exports", tables=tables)
    finally:
        there = [path.read_bytes() for path in (folder / "exports").rglob("*") if path.is_file()]
        assert NOTE in there, "a file of the user is gone"
        assert KEPT in there or not _knows(mutant.data, "tables/hits.csv"), "a change is gone"
    return READ


def _knows(record: bytes, name: str) -> bool:
    """Whether a record states the sha256 of a file, so that a change of the user can be seen."""
    return name in json.loads(record).get("sha256", ())


def use_history(rng: random.Random, mutant: Mutant, folder: Path) -> str:
    """Compare a study with a mutated run before."""
    shutil.copytree(made() / "s", folder / "s")
    write(folder, {**made_files("exports"), mutant.file: mutant.data})
    write(folder, {"s/b.txt": b"A new text on the river."})
    study = open_study(folder / "s")
    lines = compare_with_run_before(
        study, study.coded, study.shares(), folder / "exports", Report()
    )
    "\n".join(lines).encode("utf-8", "backslashreplace")
    return READ


def use_tables(rng: random.Random, mutant: Mutant, folder: Path) -> str:
    """Open tables, or continue them. They are refused, or they are what they were."""
    top = made()
    shutil.copytree(top / "s", folder / "s")
    write(folder, {**made_files("tables", without=(".lock",)), mutant.file: mutant.data})
    if rng.random() < 0.3:
        write_tables(folder / "s", codebook(), folder / "tables", workers=1, batch=20)
        assert_same_tables(read_tables(folder / "tables"))
        return READ
    study = open_study(folder / "tables")
    if rng.random() < OFTEN_ENOUGH:
        use_all_of(study)
    to_csv(study.hits)
    if mutant.file.endswith(".parquet"):
        assert_same_tables(read_tables(folder / "tables"))
    return READ


@cache
def _tables() -> Tables:
    return read_tables(made() / "tables")


def assert_same_tables(found: Tables) -> None:
    for name in ("documents", "sentences", "hits", "shares"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(_tables(), name))


# -- notebooks -------------------------------------------------------------------------------------


def use_notebook(rng: random.Random, mutant: Mutant, folder: Path) -> str:
    """Read a notebook and set its parameters; run it now and then, as a kernel takes a second."""
    write(folder, {**{f"s/{name}": data for name, data in STUDY.items()}, mutant.file: mutant.data})
    (path,) = find_notebooks(folder / "notebooks")
    notebook = read_notebook(path)
    set_parameters(notebook, DEFAULTS, path.name)
    notebook_to_bytes(notebook)
    if rng.random() > 0.03:
        return READ
    study = open_study(folder / "s")
    outcomes = run_study(
        folder / "s",
        study.documents,
        study.codebook,
        out=folder / "exports",
        notebooks=folder / "notebooks",
    )
    return FAILED if any(outcome.error for outcome in outcomes) else READ


def notebook_kinds() -> Iterable[Kind]:
    file = "notebooks/01-mutant.ipynb"
    yield kind_of_file("notebook", file, samples.notebook_samples, use_notebook)


KINDS = {
    kind.name: kind
    for kinds in (
        text_kinds,
        side_kinds,
        codebook_kinds,
        exchange_kinds,
        record_kinds,
        notebook_kinds,
    )
    for kind in kinds()
}
