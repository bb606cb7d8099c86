"""Sheets: what a coder fills in, one row per sentence, and the codings in them.

A theme is written as people read it: by its label if no other theme has the same, else by its id. A
row whose cells of themes are all blank is not coded yet; `(no theme)` says that the coder read the
sentence and found none. Nothing in a sheet tells what the patterns found.
"""

import hashlib
import re
from collections import Counter
from unicodedata import normalize

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.sheet_cells import unguard
from analysis.faults import Fault, Nearest, Report, raise_all
from analysis.measures.carried import KEY
from analysis.tables import CODINGS, SAMPLE, SENTENCES, SHEET, TEXT

NO_THEME = "(no theme)"
UNSURE = "x"
YES = (UNSURE, "yes", "1", "true")  # what `unsure` can hold
NO = ("", "no", "0", "false")
_THEME_COLUMN = re.compile(r"theme_([1-9]\d*)")


class ThemeNames:
    """How themes are written in sheets.

    Attributes:
        choices: what a cell can hold, for a list to choose from: one name for each theme that is
            coded, in the order of the codebook. Headings can be written all the same.
    """

    def __init__(self, codebook: Codebook, older: "ThemeNames | None" = None) -> None:
        """Name the themes of a codebook.

        Args:
            codebook: the codebook in use.
            older: the names in another codebook, for cells that the one in use does not explain.
        """
        self._older = older
        ids = codebook.themes["theme"].tolist()
        labels = [" ".join(label.split()) for label in codebook.themes["label"]]
        n_labels = Counter(map(fold, labels))
        by_id = {fold(theme): theme for theme in ids}
        self._names: dict[str, str] = {}
        for theme, label in zip(ids, labels, strict=True):
            key = fold(label)
            is_clear = n_labels[key] == 1 and key not in ("", fold(NO_THEME))
            is_clear = is_clear and by_id.get(key, theme) == theme
            self._names[theme] = label if is_clear else theme
        self._exact = {NO_THEME: "", **dict(zip(ids, ids, strict=True))}
        self._folded = self._fold_names()
        self.choices = [self._names[theme] for theme in codebook.coded_themes()["theme"]]
        self._nearest = Nearest([NO_THEME, *self._names.values(), *ids])

    def _fold_names(self) -> dict[str, str]:
        """Map names and ids without their case to ids, unless several would be the same."""
        pairs = [(NO_THEME, ""), *zip(self._names, self._names, strict=True)]
        pairs += [(name, theme) for theme, name in self._names.items()]
        found: dict[str, set[str]] = {}
        for name, theme in pairs:
            found.setdefault(fold(name), set()).add(theme)
        return {name: min(themes) for name, themes in found.items() if len(themes) == 1}

    def name(self, theme: str) -> str:
        """Write a theme as a sheet does; `""`, for a sentence without any, as `(no theme)`."""
        return self._names[theme] if theme else NO_THEME

    def find(self, cell: str) -> str | None:
        """Return the id of the theme that a cell names, whatever its case.

        Returns:
            The id; `""` for `(no theme)`; None if the codebook has no such theme.
        """
        for written in (cell, unguard(cell)):
            exact = self._exact.get(written)
            found = self._folded.get(fold(written)) if exact is None else exact
            if found is not None:
                return found
        return self._older.find(cell) if self._older else None

    def expected(self, cell: str) -> str:
        """Say what is expected in place of a name that no theme has."""
        return self._nearest(cell)


def name_themes(codebook: Codebook, older: ThemeNames | None = None) -> ThemeNames:
    """Name the themes of a codebook for sheets (see `ThemeNames`).

    >>> from analysis.tables import THEMES
    >>> rows = [("aid", "", "Aid"), ("aid/food", "aid", "Food"), ("trade", "", "Food")]
    >>> themes = pd.DataFrame(rows, columns=["theme", "parent", "label"])
    >>> patterns = pd.DataFrame({"theme": [], "pattern": [], "excludes": []}, dtype=object)
    >>> book = Codebook("Small", "1", "en", THEMES.frame(themes), patterns, "")
    >>> names = name_themes(book)
    >>> names.choices, names.find("AID"), names.find("Food"), names.find("(no theme)")
    (['aid/food', 'trade'], 'aid', None, '')
    """
    return ThemeNames(codebook, older)


def fold(name: str) -> str:
    """Return a name without what does not tell themes apart: case, and how many blanks.

    >>> fold(" Human  Rights ")
    'human rights'
    """
    return " ".join(normalize("NFC", name).split()).casefold()


# -- an empty sheet --------------------------------------------------------------------------------


def make_sheet(
    sentences: pd.DataFrame,
    sample: pd.DataFrame,
    coder: str,
    *,
    seed: int = 0,
    first_row: int = 1,
) -> pd.DataFrame:
    """Make the empty sheet of a coder for the sentences of a sample.

    Args:
        sentences: all sentences of the study, one row each: `doc_id`, `sent_id`, `sentence`.
        sample: the sentences to code: `doc_id`, `sent_id`.
        coder: the coder's name. Each coder gets the sentences in another order.
        seed: makes the order repeatable.
        first_row: the number of the first row.

    Returns:
        One row per sentence of the sample (`analysis.tables.SHEET`).

    Raises:
        InputError: a sentence of the sample is not among `sentences`.

    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2], "sentence": ["One.", "Two."]})
    >>> sheet = make_sheet(sentences, pd.DataFrame({"doc_id": ["a"], "sent_id": [1]}), "Ada")
    >>> sheet[["row", "before", "sentence", "after", "theme_1"]].to_numpy().tolist()
    [[1, '', 'One.', 'Two.', '']]
    """
    SENTENCES.need(sentences, [*KEY, "sentence"])
    SAMPLE.need(sample, KEY)
    rows = sample[KEY].iloc[shuffle_rows(len(sample), coder, seed)].reset_index(drop=True)
    of_texts = sentences[sentences["doc_id"].isin(rows["doc_id"])]
    at = pd.MultiIndex.from_frame(of_texts[KEY])
    lacking = at.get_indexer(pd.MultiIndex.from_frame(rows)) < 0
    if lacking.any():
        first = rows[lacking].iloc[0]
        found = f"sentence {first['sent_id']} of {first['doc_id']!r}, which does not exist"
        raise_all([Fault("table sample", found, "sentences of the study", n=int(lacking.sum()))])
    texts = of_texts["sentence"].to_numpy(dtype=object)

    def neighbour(step: int) -> np.ndarray:
        keys = rows.assign(sent_id=rows["sent_id"] + step)
        position = at.get_indexer(pd.MultiIndex.from_frame(keys))
        return np.where(position < 0, "", texts[position]) if len(texts) else np.array([])

    numbers = np.arange(first_row, first_row + len(rows))
    read = {"before": neighbour(-1), "sentence": neighbour(0), "after": neighbour(1)}
    to_fill = [column for column in SHEET.columns if column.startswith(("theme_", "unsure"))]
    blank = dict.fromkeys([*to_fill, "memo"], "")
    return SHEET.frame(rows.assign(row=numbers, **read, **blank))


def shuffle_rows(n: int, coder: str, seed: int) -> np.ndarray:
    """Return the numbers from 0 to `n` - 1 in the order of a coder.

    >>> sorted(shuffle_rows(5, "Ada", 0)) == list(range(5))
    True
    >>> shuffle_rows(50, "Ada", 0).tolist() == shuffle_rows(50, "Ben", 0).tolist()
    False
    """
    digest = hashlib.sha256(coder.encode("utf-8", "surrogatepass")).digest()
    own = np.random.SeedSequence([seed, int.from_bytes(digest[:8], "big")])
    return np.random.Generator(np.random.PCG64(own)).permutation(n)


# -- codings in a sheet ----------------------------------------------------------------------------


def theme_columns(columns: list[str]) -> list[str]:
    """Select the columns that hold themes, by their numbers.

    >>> theme_columns(["memo", "theme_10", "theme_2", "theme"])
    ['theme_2', 'theme_10']
    """
    numbers = {name: int(match[1]) for name in columns if (match := _THEME_COLUMN.fullmatch(name))}
    return sorted(numbers, key=lambda name: numbers[name])


def sheet_codings(sheet: pd.DataFrame, codebook: Codebook, coder: str) -> pd.DataFrame:
    """List the codings in a sheet, in the order of its rows; rows that are not coded have none.

    Args:
        sheet: one row per sentence (`analysis.tables.SHEET`).
        codebook: where the themes come from.
        coder: the coder's name.

    Returns:
        One row per theme of a sentence: `doc_id`, `sent_id`, `coder`, `theme`, `memo`, `unsure`. A
        memo and `unsure` go with each theme of their sentence.

    Raises:
        InputError: a theme is not in the codebook or is given twice, `(no theme)` stands beside a
            theme, or `unsure` is neither `x` nor blank. Places are rows of the sheet, from 1.
    """
    SHEET.need(sheet, [*KEY, "theme_1", "unsure", "memo"])
    report = Report()
    numbered = sheet.set_axis(range(1, len(sheet) + 1))
    codings = find_codings(numbered, name_themes(codebook), "sheet", report)
    report.raise_errors()
    return codings.assign(coder=coder)


def find_codings(
    sheet: pd.DataFrame,
    names: ThemeNames,
    file: str,
    report: Report,
    *,
    keep_unknown: bool = False,
) -> pd.DataFrame:
    """List the codings in a sheet as `sheet_codings` does, without `coder`.

    Args:
        sheet: `doc_id`, `sent_id`, columns of themes, and perhaps `unsure` and `memo`. Its index
            holds the lines that messages name.
        names: how themes are written.
        file: what messages call the sheet.
        report: collects the faults of cells.
        keep_unknown: whether a theme that no name fits is kept as it is written, and no fault.

    Returns:
        One row per theme of a sentence, indexed by line, without the cells that are wrong.
    """
    columns = theme_columns(list(sheet.columns))
    cells = pd.DataFrame(sheet[columns], dtype=TEXT).apply(lambda column: column.str.strip())
    number, column = np.nonzero((cells != "").to_numpy())
    written = cells.to_numpy(dtype=object)[number, column]
    found = {cell: names.find(cell) for cell in dict.fromkeys(written)}
    themes = pd.Series([found[cell] for cell in written], dtype=object)
    lines = sheet.index.to_numpy()[number]
    if keep_unknown:
        themes = themes.fillna(pd.Series(written, dtype=object))
    is_unknown = themes.isna().to_numpy()
    for at in np.flatnonzero(is_unknown):
        expected = names.expected(written[at])
        report.error(_at(file, lines[at], columns[column[at]], repr(written[at]), expected))
    sheet_rows = sheet.iloc[number]
    given = pd.DataFrame(
        {
            "doc_id": sheet_rows["doc_id"].to_numpy(),
            "sent_id": sheet_rows["sent_id"].to_numpy(),
            "theme": themes.to_numpy(),
            "memo": _memos(sheet)[number],
            "unsure": _read_unsure(sheet, file, report)[number],
            "row": number,
            "column": np.array(columns, dtype=object)[column],
            "written": written,
        },
        index=lines,
    )[~is_unknown]
    report.error(*_check_rows(given, file))
    kept = given.drop_duplicates(["row", "theme"]).drop(columns=["row", "column", "written"])
    return kept.astype({"doc_id": TEXT, "theme": TEXT, "memo": TEXT, "unsure": bool})


def _memos(sheet: pd.DataFrame) -> np.ndarray:
    memos = sheet["memo"] if "memo" in sheet else pd.Series("", sheet.index)
    return memos.to_numpy(dtype=object)


def _read_unsure(sheet: pd.DataFrame, file: str, report: Report) -> np.ndarray:
    """Tell which rows are marked as unsure."""
    cells = sheet["unsure"] if "unsure" in sheet else pd.Series("", sheet.index)
    marks = pd.Series(cells, dtype=TEXT).str.strip()
    folded = marks.str.lower()
    is_wrong = ~folded.isin([*YES, *NO])
    for line, mark in marks[is_wrong].items():
        report.error(_at(file, line, "unsure", repr(mark), f"{UNSURE!r}, or a blank cell"))
    return folded.isin(YES).to_numpy()


def _check_rows(given: pd.DataFrame, file: str) -> list[Fault]:
    """Find themes that a row gives twice, and `(no theme)` beside a theme."""
    faults = []
    is_repeated = given.duplicated(["row", "theme"])
    has_others = given.groupby("row")["theme"].transform("nunique") > 1
    is_contradictory = (given["theme"] == "") & has_others & ~is_repeated
    for line, cell in given[is_repeated].iterrows():
        found = f"{cell['written']!r} again in the same row"
        faults.append(_at(file, line, cell["column"], found, "each theme once"))
    for line, cell in given[is_contradictory].iterrows():
        found = f"{NO_THEME!r} beside a theme"
        expected = "one or the other"
        faults.append(_at(file, line, cell["column"], found, expected))
    return faults


def _at(file: str, line: object, column: str, found: str, expected: str) -> Fault:
    return Fault(file, found, expected, line=int(str(line)), key=column)


def fill_sheet(sheet: pd.DataFrame, codings: pd.DataFrame, names: ThemeNames) -> pd.DataFrame:
    """Write the codings of one coder into a sheet, in place of all that it holds.

    Args:
        sheet: one row per sentence (`analysis.tables.SHEET`).
        codings: one row per theme of a sentence; `memo` and `unsure` are optional. Codings of
            sentences that the sheet lacks are left out.
        names: how themes are written.

    Returns:
        The sheet, with further columns of themes if a sentence has more than five. Different memos
        on the themes of a sentence are joined, one a line.
    """
    CODINGS.need(codings, [*KEY, "theme"])
    at = pd.MultiIndex.from_frame(sheet[KEY])
    row = at.get_indexer(pd.MultiIndex.from_frame(codings[KEY]))
    own = codings.assign(row=row)[row >= 0]
    number = own.groupby("row").cumcount().to_numpy()
    n_columns = max(number.max(initial=-1) + 1, len(theme_columns(list(SHEET.columns))))
    cells = np.full((len(sheet), n_columns), "", dtype=object)
    cells[own["row"], number] = [names.name(theme) for theme in own["theme"]]
    memo = np.full(len(sheet), "", dtype=object)
    unsure = np.full(len(sheet), "", dtype=object)
    if "memo" in own:
        for at_row, memos in own[own["memo"] != ""].groupby("row")["memo"]:
            memo[at_row] = "\n".join(dict.fromkeys(memos))
    if "unsure" in own:
        unsure[own.loc[own["unsure"].astype(bool), "row"]] = UNSURE
    themes = {f"theme_{n + 1}": cells[:, n] for n in range(n_columns)}
    kept = [column for column in SHEET.columns if column not in {*themes, "unsure", "memo"}]
    return SHEET.frame(sheet[kept].assign(**themes, unsure=unsure, memo=memo))[
        [*kept, *themes, "unsure", "memo"]
    ]
