"""Sheets as files: text comes back as it was, lists cover all rows, a write is whole or not at all."""

from io import BytesIO

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from tiny import CODEBOOK, SENTENCES_AB

from analysis.coding.sheet_cells import guard, unguard
from analysis.coding.sheet_form import NO_THEME, make_sheet
from analysis.faults import Report
from analysis.messages import speaking
from analysis.output.coding_sheets import (
    fit_cell,
    list_rules,
    list_themes,
    to_csv,
    to_xlsx,
    write_csv,
    write_xlsx,
)
from analysis.reading.table_files import read_table
from analysis.tables import SHEET

ODD = [
    "=1+1",
    "+ one",
    "- two",
    "@all",
    "'=quoted",
    'say "no"',
    "😀 مرحبا 中文",
    "_x0041_",
    "a\nb",
    "007",
    "1/2",
    "'1.50",
]
SHEET_OF_ODD = SHEET.frame(
    make_sheet(SENTENCES_AB, SENTENCES_AB, "Ada").assign(sentence=ODD[:6], memo=ODD[6:])
)


def _read(content: bytes, file: str) -> pd.DataFrame:
    table, _ = read_table(content, file, ["doc_id"], "", Report())
    return table.map(unguard)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_odd_text_comes_back(ending):
    written = to_csv(SHEET_OF_ODD) if ending == "csv" else to_xlsx(SHEET_OF_ODD, CODEBOOK)
    read = _read(written, f"A.{ending}")
    assert read.columns.tolist() == list(SHEET.columns)
    for column in SHEET.columns:
        assert read[column].tolist() == SHEET_OF_ODD[column].astype(str).tolist()


@given(st.text())
def test_a_guard_can_always_be_taken_off(text):
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t"))


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")), min_size=1)
)
def test_any_text_comes_back_from_csv(texts):
    sheet = pd.DataFrame({"doc_id": [f"d{n}" for n in range(len(texts))], "sentence": texts})
    assert _read(to_csv(sheet), "A.csv")["sentence"].tolist() == texts


def test_lists_cover_all_rows_and_only_cells_to_fill():
    book = load_workbook(BytesIO(to_xlsx(SHEET_OF_ODD, CODEBOOK)))
    page = book["coding"]
    ranges = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert ranges == {
        " ".join(f"{column}2:{column}7" for column in "GHIJKLMN"): "themes!$A$2:$A$6",
        "O2:O7": '"x"',
    }
    choices = [cell.value for cell in book["themes"]["A"][1:]]
    assert choices == [NO_THEME, "Rights", "Poverty", "States", "Tone"]
    assert page.freeze_panes == "A2"
    assert all(cell.alignment.wrap_text for row in page["A1:P7"] for cell in row)
    assert not [cell for row in page for cell in row if cell.data_type == "f"]


def test_themes_are_listed_with_what_they_mean():
    table = list_themes(CODEBOOK)
    assert table.columns.tolist() == ["theme", "id", "definition", "include", "exclude"]
    assert table["id"].tolist() == ["", "topic/rights", "topic/poverty", "actor/states", "tone"]


def test_what_no_cell_can_hold_is_replaced_or_cut():
    assert fit_cell("a\x01b") == "a�b"
    cut = fit_cell("😀" * 20_000)
    assert cut.endswith("… (cut here)")
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767


def test_the_rules_speak_the_language_of_the_study():
    with speaking("fr"):
        french = list_rules()
    assert "(no theme)" in " ".join(french)
    assert not set(french) & set(list_rules())


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_interrupted_write_leaves_the_file_before(tmp_path, monkeypatch, ending):
    def stop(*_):
        raise KeyboardInterrupt

    def write() -> None:
        if ending == "csv":
            write_csv(path, SHEET_OF_ODD)
        else:
            write_xlsx(path, SHEET_OF_ODD, CODEBOOK)

    path = tmp_path / f"A.{ending}"
    write()
    before = path.read_bytes()
    monkeypatch.setattr("analysis.atomic.Path.replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write()
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
