"""A sheet of the sentences on which coders differ, to settle what counts: `codings/final.csv`."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.atomic import write_atomic
from analysis.codebook.model import Codebook
from analysis.coding.coding_files import FINAL, FOLDER
from analysis.coding.differences_of_coders import coder_differences
from analysis.coding.sheet_files import GAVE
from analysis.coding.sheet_form import ThemeNames, make_sheet, name_themes
from analysis.faults import Fault, InputError, list_names
from analysis.locks import exclusive
from analysis.measures.carried import KEY
from analysis.output.coding_sheets import to_csv, to_xlsx
from analysis.output.sample_sheets import files_of_coders, write_changed
from analysis.output.sheet_additions import add_rows, missing_rows
from analysis.paths import read_bytes
from analysis.tables import SHEET, TEXT
from analysis.wording import pluralize

FILES = tuple(f"{FOLDER}/{FINAL}.{ending}" for ending in ("csv", "xlsx"))
AFTER = "after"  # the column of a sheet that those of coders follow


def write_adjudication(
    folder: Path,
    sentences: pd.DataFrame,
    codings: pd.DataFrame,
    codebook: Codebook,
    study: str,
    *,
    more: bool = False,
) -> list[str]:
    """Write the sheet in which to settle what coders differ on, as CSV and as XLSX.

    Args:
        folder: the folder of the study.
        sentences: its sentences.
        codings: what people coded.
        codebook: the codebook in use.
        study: the study as it was named.
        more: whether to add the sentences that are not there yet to the sheets that are.

    Returns:
        Lines that say what was made and what to do next.

    Raises:
        InputError: there are codings of fewer than two coders; or there is such a file, and `more`
            is false or the file cannot take rows.
    """
    coders = sorted(set(codings["coder"]))
    if len(coders) < 2:
        found = f"codings of {list_names(coders)} only" if coders else "no codings"
        expected = "two coders at least; `workbook sample` makes sheets for them"
        raise InputError([Fault(FOLDER, found, expected)])
    sheet = make_final_sheet(sentences, codings, codebook)
    with exclusive(folder / FOLDER, FOLDER):
        there = files_of_coders(folder)
        files = [file for name in there if name.lower() == FINAL for file in there[name]]
        if files and not more:
            found = "a file that is there, which is never overwritten"
            expected = "--more, which adds the sentences that it lacks, or that file moved away"
            raise InputError([Fault(files[0], found, expected)])
        if sheet.empty:
            return [f"nothing to settle: {' and '.join(coders)} agree on what more than one read"]
        if files:
            return _add_to(folder, files, sheet, study)
        (folder / FOLDER).mkdir(exist_ok=True)
        for file, content in zip(FILES, (to_csv(sheet), to_xlsx(sheet, codebook)), strict=True):
            write_atomic(folder / file, content)
    n = pluralize(len(sheet), "sentence")
    return [
        f"made {' and '.join(FILES)}: {n} on which coders differ, the worst first",
        *_list_next_steps(study),
    ]


def _add_to(folder: Path, files: Sequence[str], sheet: pd.DataFrame, study: str) -> list[str]:
    changed: dict[str, tuple[bytes, bytes]] = {}
    lines = []
    for file in files:
        data = read_bytes(folder / file, file)
        rows = missing_rows(data, file, sheet)
        if len(rows):
            changed[file] = data, add_rows(data, file, rows)
            lines.append(f"added {pluralize(len(rows), 'row')} at the end of {file}")
    write_changed(folder, changed)
    if not lines:
        return [f"nothing to do: {files[0]} has every sentence on which coders differ"]
    return [*lines, *_list_next_steps(study)]


def _list_next_steps(study: str) -> list[str]:
    return [
        "next:",
        "  read each sentence again, together if you can, and write what counts into the columns "
        "of themes",
        "  fill in one of the two files, or the first by keyboard in JupyterLab, with "
        'study.coder("final"); rows that stay blank are not settled',
        f"  workbook check {shlex.quote(study)} reads it; study.gold then has what was settled",
    ]


def make_final_sheet(
    sentences: pd.DataFrame,
    codings: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """Make the sheet of the sentences on which coders differ.

    Returns:
        One row per sentence, the worst first, as from `coder_differences`: the columns of a sheet
        (`analysis.tables.SHEET`), and after the sentences around it a column for each coder, such
        as `A gave`: the themes, `unsure`, and the memo, each on a line; blank if the coder did not
        read the sentence.
    """
    chosen = coder_differences(codings, codebook, sentences)[KEY]
    if chosen.empty:
        return SHEET.empty()
    sheet = make_sheet(sentences, chosen, FINAL).drop(columns="row")
    sheet = chosen.merge(sheet, on=KEY, how="left", validate="one_to_one")
    sheet.insert(0, "row", range(1, len(sheet) + 1))
    names = name_themes(codebook)
    own = codings.merge(chosen, on=KEY)
    at = sheet.columns.get_loc(AFTER)
    for coder, given in sorted(_list_given(own, names).items(), reverse=True):
        keys = pd.MultiIndex.from_frame(sheet[KEY])
        cells = given.reindex(keys, fill_value="").to_numpy()
        sheet.insert(at + 1, f"{coder}{GAVE}", pd.Series(cells, dtype=TEXT))
    return sheet


def _list_given(codings: pd.DataFrame, names: ThemeNames) -> Mapping[str, pd.Series]:
    """Write for each coder what each sentence was given, by `doc_id` and `sent_id`."""
    return {
        str(coder): pd.Series(
            {key: _write_given(of_sentence, names) for key, of_sentence in of_coder.groupby(KEY)}
        )
        for coder, of_coder in codings.groupby("coder")
    }


def _write_given(codings: pd.DataFrame, names: ThemeNames) -> str:
    lines = ["; ".join(names.name(theme) for theme in codings["theme"])]
    if "unsure" in codings and codings["unsure"].eq(True).any():
        lines.append("unsure")
    memos = codings.get("memo", [])
    return "\n".join([*lines, *dict.fromkeys(filter(None, memos))])
