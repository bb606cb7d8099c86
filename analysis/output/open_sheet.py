"""A coder's sheet, opened to be filled in: it is written whole after each decision.

A sheet is `codings/A.csv`. Nothing that someone else wrote is overwritten: if the file is no longer
what was read or written last, or if the coder began to fill in `codings/A.xlsx` beside it, nothing
is written, and a message says so.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.anchoring import GONE, Drawn, load_drawn
from analysis.coding.coding_files import FINAL, FOLDER, SAMPLE_FILE, CodingFile
from analysis.coding.decisions import Decision, Decisions
from analysis.coding.sheet_cells import unguard
from analysis.coding.sheet_files import read_sheet
from analysis.coding.sheet_form import NO_THEME, UNSURE, YES, name_themes, theme_columns
from analysis.faults import Fault, InputError, Report, list_names, nearest, raise_all
from analysis.locks import exclusive
from analysis.output.coding_sheets import write_csv
from analysis.paths import files_named, read_bytes
from analysis.reading.metadata import ENDINGS
from analysis.reading.settings import Settings, first_fitting
from analysis.reading.table_files import read_table
from analysis.tables import SENTENCES, TEXT
from analysis.wording import pluralize

KEY = list(SENTENCES.key)
NEEDED = [*KEY, "sentence", "theme_1", "unsure", "memo"]
NO_CODERS = {"sample", "spans"}  # other files of the folder
WAIT = 10  # seconds for another kernel that writes the same file at this moment


class ChangedElsewhereError(InputError):
    """A sheet is not what was read or written last, so that nothing is written."""


class _Read(NamedTuple):
    """What was read of a file; see `OpenSheet`."""

    cells: pd.DataFrame
    lines: pd.Index
    rows: tuple[Decision, ...]


class OpenSheet:
    """The sheet of a coder.

    Attributes:
        coder: the name of the coder, or `final`.
        path: the file.
        name: what messages call it, such as `codings/A.csv`.
        cells: its cells as text, one row per sentence, indexed by the lines of the file.
        lines: the lines of the sentences that can be coded. Sentences that are gone since they
            were drawn, and those of texts that are left out, stay in the file as they are.
        rows: the decision in each of these lines.

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
        self._codebook = codebook
        self._folder = settings.folder / FOLDER
        self.path = self._folder / f"{coder}.csv"
        report = Report()
        self._load(report)
        report.show_warnings()

    def reload(self) -> None:
        """Read the file, and forget what was read before.

        Raises:
            InputError: there are faults in it; what was read before is kept.
        """
        self._load(Report())

    def _load(self, report: Report) -> None:
        _refuse_without_sheet(self._folder, self.coder)
        others = self._list_others()
        self._refuse_filled(others)
        known = self._read_now()
        path = self.path if known is not None else next(iter(others))
        self.cells, self.lines, self.rows = self._read(path, report)
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
            n_coded = Decisions(self._read(path, Report()).rows).n_coded
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

    def _read(self, path: Path, report: Report) -> _Read:
        """Read a sheet; the report collects warnings.

        Raises:
            InputError: with all faults of the sheet.
        """
        name = f"{FOLDER}/{path.name}"
        data = read_bytes(path, name)
        cells, _ = read_table(data, name, NEEDED, self._settings.encoding_of(name), report)
        report.raise_errors()
        cells = cells.assign(doc_id=cells["doc_id"].str.normalize("NFC")).astype(TEXT)
        drawn = load_drawn(self._settings, self._sentences, self._codebook, report)
        own = cells[self._is_of_study(cells, drawn)]
        if own.empty:
            raise InputError([Fault(name, "a sheet without sentences", "one row per sentence")])
        file = CodingFile(name, self.coder, True, own)
        codings = read_sheet(file, drawn, self._sentences, self.names, report).codings
        report.raise_errors()
        if path.suffix.lower() != ".xlsx":
            cells = cells.map(unguard)
        return _Read(cells, own.index, _to_decisions(cells.loc[own.index], codings))

    def _is_of_study(self, cells: pd.DataFrame, drawn: Drawn | None) -> pd.Series:
        """Tell which rows can be coded: not those of texts left out, or of sentences now gone."""
        doc_id = cells["doc_id"]
        leave_out = self._settings.leave_out
        is_own = doc_id.map(lambda name: not first_fitting(leave_out, name)).astype(bool)
        if self._settings.path.is_file():  # a study of one text
            is_own &= doc_id.isin(self._sentences["doc_id"])
        if drawn is not None:
            gone = drawn.rows[drawn.rows["now"] == GONE].astype({"sent_id": str})
            keys = pd.MultiIndex.from_frame(cells[KEY])
            is_own &= ~keys.isin(pd.MultiIndex.from_frame(gone[KEY]))
        return is_own

    def _fill(self, rows: Sequence[Decision]) -> pd.DataFrame:
        """Return the cells with the decisions; all other rows stay as they were written."""
        cells = self.cells.copy()
        for line, before, now in zip(self.lines, self.rows, rows, strict=True):
            if now == before:
                continue
            cells = _widen(cells, len(now.themes))
            columns = theme_columns(list(cells.columns))
            written = [NO_THEME] if now.none else [self.names.name(theme) for theme in now.themes]
            cells.loc[line, columns] = written + [""] * (len(columns) - len(written))
            cells.loc[line, ["unsure", "memo"]] = [UNSURE if now.unsure else "", now.memo]
        return cells


def _to_decisions(cells: pd.DataFrame, codings: pd.DataFrame) -> tuple[Decision, ...]:
    """Turn the cells of a sheet, and the codings in it, into a decision per row."""
    given = codings.groupby(level=0)["theme"].agg(tuple).to_dict()
    decisions = []
    for line, unsure, memo in zip(cells.index, cells["unsure"], cells["memo"], strict=True):
        themes = given.get(line, ())
        is_none = themes == ("",)
        is_unsure = unsure.strip().lower() in YES
        decisions.append(Decision(() if is_none else themes, is_none, is_unsure, memo))
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
        is_drawn = (folder / SAMPLE_FILE).is_file()
        n = "" if is_drawn else " --n 200"
        what = "gives another coder the same sentences" if is_drawn else "draws sentences to code"
        command = f"`workbook sample` {what}: workbook sample STUDY{n} --coders {coder}"
    found = f"no sheet of {coder!r}"
    expected = command
    if there:
        expected = f"{nearest(coder, there)}; {command}"
        found += f" among {list_names(there)}"
    raise_all([Fault(f"{FOLDER}/", found, expected)])
