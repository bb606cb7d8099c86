"""A study that a file of another program is read into, through the command line."""

import csv
import io
from pathlib import Path
from typing import NamedTuple

import pytest

from analysis.cli import main


class Study(NamedTuple):
    """A study folder, and what belongs to it."""

    folder: Path

    def table(self, name: str) -> list[dict[str, str]]:
        """The rows of a table in the study."""
        text = (self.folder / name).read_text(encoding="utf-8")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def codings(self, coder: str = "Ann") -> list[tuple]:
        """The codings of a coder: text, sentence and theme."""
        rows = self.table(f"codings/{coder}.csv")
        return [(row["doc_id"], row["sent_id"], row["theme"]) for row in rows]

    def spans(self) -> list[tuple]:
        """The spans: offsets, coder and theme."""
        rows = self.table("codings/spans.csv")
        return [(int(row["start"]), int(row["end"]), row["coder"], row["theme"]) for row in rows]


@pytest.fixture
def study(tmp_path):
    """An empty study."""
    folder = tmp_path / "s"
    folder.mkdir()
    return Study(folder)


@pytest.fixture
def exchange(study, capsys):
    """Read a file into the study; returns the status, the lines on stdout and those on stderr."""

    def _exchange(content: bytes | str, name: str = "p.qdpx", **files: str):
        for path, text in files.items():
            (study.folder / path.replace("__", ".")).write_text(text, encoding="utf-8")
        path = study.folder.parent / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        status = main(["exchange", str(study.folder), str(path)])
        return status, *capsys.readouterr()

    return _exchange
