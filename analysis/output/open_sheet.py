"""A coder's sheet, opened to be filled in: it is written whole after each decision.

A sheet is `codings/A.csv`. Nothing that someone else wrote is overwritten: if the file is no longer
what was read or written last, or if the coder began to fill in `codings/A.xlsx` beside it, nothing
is written, and a message says so.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.coding_files import FINAL, FOLDER
from analysis.coding.decisions import Decision, Decisions
from analysis.coding.read import check_sentences
from analysis.coding.sheet_form import (
    NO_THEME,
    UNSURE,
    find_codings,
    name_themes,
    theme_columns,
)
from analysis.faults import Alike, Fault, InputError, Report, list_names, nearest, raise_all
from analysis.locks import exclusive
from analysis.output.coding_sheets import unguard, write_csv
from analysis.paths import files_named, read_bytes
from analysis.reading.metadata import ENDINGS
from analysis.reading.settings import Settings
from analysis.reading.table_files import read_table
from analysis.tables import SENTENCES, TEXT
from analysis.wording import pluralize

KEY = list(SENTENCES.key)
NEEDED = [*KEY, "sentence", "theme_1", "unsure", "memo"]
NO_CODERS = {"sample", "spans"}  # other files of the folder
WAIT = 10  # seconds for another kernel that writes the same file at this moment


class ChangedElsewhereError(InputError):
    """A sheet is not what was read or written last, so that nothing is written."""


class OpenSheet:
    """The sheet of a coder.

    Attributes:
        coder: the name of the coder, or `final`.
        path: the file.
        name: what messages call it, such as `codings/A.csv`.
        cells: its cells as text, one row per sentence, indexed by the lines of the file.
        rows: the decisions in it, in the order of the file.

    Args:
        settings: the study.
        coder: the name of the coder.
        sentences: one row per sentence of the study.
        codebook: where the themes come from.

    Raises:
        InputError: the coder has no sheet, or it cannot be gone on with.
    """

    def __init__(
        self, settings: Settings, coder: str, sentences: pd.DataFrame, codebook: Codebook
    ) -> None:
        self.coder = coder
        self.name = f"{FOLDER}/{coder}.csv"
        self.names = name_themes(codebook)
        self._settings = settings
        self._sentences = sentences
        self._folder = settings.folder / FOLDER
        self.path = self._folder / f"{coder}.csv"
        self.reload()

    def reload(self) -> None:
        """Read the file, and forget what was read before.

        Raises:
            InputError: there are faults in it; what was read before is kept.
        """
        _refuse_without_sheet(self._folder, self.coder)
        others = self._list_others()
        self._refuse_filled(others)
        known = self._read_now()
        path = self.path if known is not None else next(iter(others))
        self.cells, self.rows = self._read(path)
        self._known = known
        self._others = others

    def write(self, rows: Sequence[Decision]) -> None:
        """Write the sheet with other decisions.

        Raises:
            ChangedElsewhereError: the file was changed elsewhere.
            InputError: one of another kind was filled in, or the file cannot be written.
        """
        cells = self._fill(rows)
        try:
            with exclusive(self.path, self.name, WAIT):
                self._refuse_changed()
                write_csv(self.path, cells)
                self._known = self._read_now()
        except OSError as error:
            found = f"a file that cannot be written ({error.strerror or error})"
            raise InputError([Fault(self.name, found, "a file that can be written")]) from None
        self.cells = cells
        self.rows = tuple(rows)

    # -- the files -----------------------------------------------------------------------------

    def _read_now(self) -> bytes | None:
        """Return what the file holds now; None if there is none."""
        return read_bytes(self.path, self.name) if self.path.exists() else None

    def _list_others(self) -> dict[Path, tuple[int, int]]:
        """List the coder's files of other kinds, with what changes if they are written."""
        paths = [path for path in _sheets_in(self._folder) if path.stem == self.coder]
        states = {path: path.stat() for path in paths if path != self.path}
        return {path: (state.st_mtime_ns, state.st_size) for path, state in states.items()}

    def _refuse_filled(self, others: dict[Path, tuple[int, int]]) -> None:
        """Raise an `InputError` if the coder filled in a file of another kind."""
        faults = []
        for path in others:
            n_coded = Decisions(self._read(path)[1]).n_coded
            if n_coded:
                name = f"{FOLDER}/{path.name}"
                found = f"{pluralize(n_coded, 'sentence')} coded in this file"
                expected = (
                    f"the codings in one file: go on in this one, or save it as {self.name} and"
                    " move this one away"
                )
                faults.append(Fault(name, found, expected))
        raise_all(faults)

    def _refuse_changed(self) -> None:
        if self._read_now() != self._known:
            found = "a file that was changed elsewhere since it was read"
            expected = "the file as it was read; nothing was written"
            raise ChangedElsewhereError([Fault(self.name, found, expected)])
        others = self._list_others()
        if others != self._others:
            self._refuse_filled(others)
            self._others = others

    def _read(self, path: Path) -> tuple[pd.DataFrame, tuple[Decision, ...]]:
        """Read the cells of a sheet, and the decisions in it.

        Raises:
            InputError: with all faults of the sheet.
        """
        name = f"{FOLDER}/{path.name}"
        report = Report()
        data = read_bytes(path, name)
        cells, _ = read_table(data, name, NEEDED, self._settings.encoding_of(name), report)
        report.raise_errors()
        if cells.empty:
            raise InputError([Fault(name, "a sheet without sentences", "one row per sentence")])
        if path.suffix.lower() == ".csv":
            cells = cells.map(unguard)
        cells = cells.assign(doc_id=cells["doc_id"].str.normalize("NFC")).astype(TEXT)
        report.error(*check_sentences(cells, self._sentences, name))
        report.error(*_check_repeated(cells, name))
        codings = find_codings(cells, self.names, name, report)
        report.raise_errors()
        return cells, _to_decisions(cells, codings)

    def _fill(self, rows: Sequence[Decision]) -> pd.DataFrame:
        """Return the cells with the decisions; all other rows stay as they were written."""
        cells = self.cells.copy()
        for at, (before, now) in enumerate(zip(self.rows, rows, strict=True)):
            if now == before:
                continue
            cells = _widen(cells, len(now.themes))
            columns = theme_columns(list(cells.columns))
            written = [NO_THEME] if now.none else [self.names.name(theme) for theme in now.themes]
            line = cells.index[at]
            cells.loc[line, columns] = written + [""] * (len(columns) - len(written))
            cells.loc[line, ["unsure", "memo"]] = [UNSURE if now.unsure else "", now.memo]
        return cells


def _check_repeated(cells: pd.DataFrame, file: str) -> list[Fault]:
    """Find sentences that have several rows."""
    again = Alike("rows about sentences that have one already")
    for line, row in cells[cells.duplicated(KEY)].iterrows():
        found = f"sentence {row['sent_id']} of {row['doc_id']!r} again"
        again.add(Fault(file, found, "one row per sentence", line=int(str(line))))
    return again.summed_up()


def _to_decisions(cells: pd.DataFrame, codings: pd.DataFrame) -> tuple[Decision, ...]:
    """Turn the cells of a sheet, and the codings in it, into a decision per row."""
    given = codings.groupby(level=0)["theme"].agg(tuple).to_dict()
    decisions = []
    for line, unsure, memo in zip(cells.index, cells["unsure"], cells["memo"], strict=True):
        themes = given.get(line, ())
        is_none = themes == ("",)
        own = () if is_none else themes
        decisions.append(Decision(own, is_none, bool(unsure.strip()), memo))
    return tuple(decisions)


def _widen(cells: pd.DataFrame, n: int) -> pd.DataFrame:
    """Add columns for themes, behind the last of them, until there are `n`."""
    columns = theme_columns(list(cells.columns))
    while len(columns) < n:
        name = f"theme_{int(columns[-1].removeprefix('theme_')) + 1}"
        cells = cells.copy()
        cells.insert(cells.columns.get_loc(columns[-1]) + 1, name, "")
        columns.append(name)
    return cells


def _sheets_in(folder: Path) -> list[Path]:
    """List the tables in the folder of codings, without those that spreadsheets hide."""
    paths = [path for path in files_named(folder, "*") if not path.name.startswith((".", "~$"))]
    return [path for path in paths if path.suffix.lower() in ENDINGS]


def _refuse_without_sheet(folder: Path, coder: str) -> None:
    """Raise an `InputError` if a coder has no sheet, with the sheets that there are."""
    if not isinstance(folder, Path):
        raise_all([Fault(f"{FOLDER}/{coder}.csv", "a study at an address", "one on this machine")])
    there = sorted({path.stem for path in _sheets_in(folder)} - NO_CODERS)
    if coder in there:
        return
    if coder == FINAL:
        command = "`workbook adjudicate` makes it from the sheets of the coders"
    else:
        command = "`workbook sample` draws sentences to code: workbook sample STUDY --n 200"
        command += f" --coders {coder}"
    found = f"no sheet of {coder!r}"
    expected = command
    if there:
        expected = f"{nearest(coder, there)}; {command}"
        found += f" among {list_names(there)}"
    raise_all([Fault(f"{FOLDER}/", found, expected)])
