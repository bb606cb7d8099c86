"""A coder's sheet that is filled in: nothing of it is lost, and nothing of others overwritten."""

import os

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_samples import make_record

from analysis import InputError, InputWarning, open_study
from analysis.coding.decisions import Decision
from analysis.coding.sample_file import identify_codebook, write_sample
from analysis.coding.sheet_form import make_sheet
from analysis.output.coding_sheets import to_csv, write_csv, write_xlsx
from analysis.output.open_sheet import ChangedElsewhereError, OpenSheet

CODEBOOK = """\
name: Small
version: "1"
themes:
  topic:
    label: Topics
    themes:
      rights: {label: Rights, patterns: ["right*"]}
      poverty: {label: Poverty, patterns: [poverty]}
  war: {label: War, patterns: [war]}
"""
TEXT = (
    '= War is no sum.\n\nThe rights, "all" of them; and more.\n\nPoverty\u00a0fell. Nothing else.\n'
)


@pytest.fixture
def study(write):
    study = open_study(write("a.txt", TEXT, "codebook.yaml", CODEBOOK))
    (study.settings.folder / "codings").mkdir()
    write_csv(path_of(study), sheet_of(study))
    return study


def path_of(study, name="A.csv"):
    return study.settings.folder / "codings" / name


def sheet_of(study, coder="A") -> pd.DataFrame:
    return make_sheet(study.sentences, study.sentences[["doc_id", "sent_id"]], coder)


def opened(study, coder="A") -> OpenSheet:
    return OpenSheet(study.settings, coder, study.sentences, study.codebook)


def changed(sheet: OpenSheet, row: int, decision: Decision) -> list[Decision]:
    rows = list(sheet.rows)
    rows[row] = decision
    return rows


FULL = Decision(("topic/rights", "war"), False, True, "a; \"b\"\n= c, 'd'")


def test_a_decision_is_in_the_file_and_all_else_stays_byte_for_byte(study):
    before = path_of(study).read_bytes().decode().split("\r\n")
    sheet = opened(study)
    sheet.write(changed(sheet, 1, FULL))
    after = path_of(study).read_bytes().decode().split("\r\n")
    assert [at for at, line in enumerate(after) if line != before[at]] == [2]
    assert after[2] == before[2].removesuffix("," * 10) + (
        ',Rights,War,,,,,,,x,"a; ""b""\n= c, \'d\'"'
    )
    assert opened(study).rows == sheet.rows == tuple(changed(sheet, 1, FULL))
    sheet.write([Decision()] * len(sheet.rows))
    assert path_of(study).read_bytes().decode().split("\r\n") == before


def test_the_codings_of_the_study_are_the_decisions(study):
    sheet = opened(study)
    sheet.write([Decision(none=True), FULL, *sheet.rows[2:]])
    keys = sheet.cells[["doc_id", "sent_id"]].astype({"sent_id": int}).to_numpy().tolist()
    with pytest.warns(InputWarning, match="2 of 4 rows not coded yet"):
        codings = open_study(study.settings.folder).codings
    expected = [[*keys[0], "A", ""], [*keys[1], "A", "topic/rights"], [*keys[1], "A", "war"]]
    columns = ["doc_id", "sent_id", "coder", "theme"]
    assert codings[columns].to_numpy().tolist() == expected
    assert codings["memo"].tolist() == ["", FULL.memo, FULL.memo]
    assert codings["unsure"].tolist() == [False, True, True]


MEMOS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=40)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """A study that all examples of a test write to."""
    folder = tmp_path_factory.mktemp("memos")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    study = open_study(folder)
    path_of(study).parent.mkdir()
    write_csv(path_of(study), sheet_of(study))
    return study


@given(st.lists(MEMOS, min_size=4, max_size=4))
@settings(max_examples=50)
def test_any_memo_is_read_as_it_was_written(lasting, memos):
    sheet = opened(lasting)
    sheet.write([Decision(memo=memo) for memo in memos])
    assert [row.memo for row in opened(lasting).rows] == memos


def test_what_a_person_wrote_stays_as_it_is_written(study):
    cells = sheet_of(study).assign(**{"B gave": ""})
    cells.loc[0, ["theme_2", "unsure", "B gave"]] = ["TOPIC/RIGHTS", "X", "War"]
    write_csv(path_of(study), cells)
    sheet = opened(study)
    assert sheet.rows[0] == Decision(("topic/rights",), unsure=True)
    sheet.write(changed(sheet, 2, Decision(("war",))))
    cells.loc[2, "theme_1"] = "War"
    assert path_of(study).read_bytes() == to_csv(cells)


def test_there_are_as_many_columns_as_themes(write):
    names = [f"t{n}" for n in range(10)]
    themes = "".join(f"  {name}: {{label: L{name}, patterns: [{name}]}}\n" for name in names)
    codebook = f"name: Many\nversion: '1'\nthemes:\n{themes}"
    study = open_study(write("a.txt", TEXT, "codebook.yaml", codebook))
    path_of(study).parent.mkdir()
    write_csv(path_of(study), sheet_of(study))
    sheet = opened(study)
    sheet.write(changed(sheet, 0, Decision(tuple(names))))
    header = path_of(study).read_bytes().decode("utf-8-sig").split("\r\n")[0]
    assert header.endswith("theme_8,theme_9,theme_10,unsure,memo")
    again = opened(study)
    assert again.rows[0].themes == tuple(names)
    again.write([Decision()] * len(again.rows))
    assert opened(study).rows == (Decision(),) * len(again.rows)


def test_what_others_wrote_meanwhile_is_not_overwritten(study):
    ours, theirs = opened(study), opened(study)
    theirs.write(changed(theirs, 0, FULL))
    written = path_of(study).read_bytes()
    with pytest.raises(
        ChangedElsewhereError, match=r"codings/A.csv: found a file that was changed"
    ):
        ours.write(changed(ours, 1, FULL))
    assert path_of(study).read_bytes() == written
    assert ours.rows[1] == Decision()
    ours.reload()
    assert ours.rows == theirs.rows
    ours.write(changed(ours, 1, FULL))
    assert opened(study).rows[:2] == (FULL, FULL)


def test_a_file_that_is_gone_is_not_written_anew(study):
    sheet = opened(study)
    path_of(study).unlink()
    with pytest.raises(ChangedElsewhereError):
        sheet.write(changed(sheet, 0, FULL))
    assert not path_of(study).exists()
    with pytest.raises(InputError, match="no sheet of 'A'"):
        sheet.reload()
    assert len(sheet.rows) == len(sheet.cells)


def test_two_coders_write_their_own_files(study):
    write_csv(path_of(study, "B.csv"), sheet_of(study, "B"))
    a, b = opened(study, "A"), opened(study, "B")
    a.write(changed(a, 0, FULL))
    b.write(changed(b, 1, FULL))
    a.write(changed(a, 2, FULL))
    assert opened(study, "A").rows == (FULL, Decision(), FULL, *a.rows[3:])
    assert opened(study, "B").rows == (Decision(), FULL, *b.rows[2:])
    names = sorted(path.name for path in path_of(study).parent.iterdir())
    assert names == ["A.csv", "B.csv"]  # no lock, no part of a file


def test_who_began_in_a_spreadsheet_goes_on_there(study):
    filled = sheet_of(study)
    filled.loc[0, "theme_1"] = "War"
    write_xlsx(path_of(study, "A.xlsx"), filled, study.codebook)
    before = path_of(study).read_bytes()
    with pytest.raises(InputError, match=r"codings/A.xlsx: found 1 sentence coded.*codings/A.csv"):
        opened(study)
    assert path_of(study).read_bytes() == before


def test_an_empty_spreadsheet_is_begun_from_and_stays_empty(study):
    path_of(study).unlink()
    xlsx = path_of(study, "A.xlsx")
    write_xlsx(xlsx, sheet_of(study), study.codebook)
    before = xlsx.read_bytes()
    sheet = opened(study)
    assert not path_of(study).exists()
    sheet.write(changed(sheet, 0, FULL))
    assert opened(study).rows[0] == FULL
    assert xlsx.read_bytes() == before
    filled = sheet_of(study)
    filled.loc[2, "theme_1"] = "Poverty"
    write_xlsx(xlsx, filled, study.codebook)
    with pytest.raises(InputError, match=r"A.xlsx: found 1 sentence"):
        sheet.write(changed(sheet, 1, FULL))
    assert opened_rows_of_csv(study) == [FULL.themes]


def opened_rows_of_csv(study) -> list[tuple[str, ...]]:
    """The themes in A.csv, whatever lies beside it."""
    path_of(study, "A.xlsx").unlink()
    return [row.themes for row in opened(study).rows if row.is_coded]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("theme_1", "Wor", r"line 2.*theme_1: found 'Wor'; expected 'war'"),
        ("sentence", "Changed.", "line 2: found .*'Changed.'"),
        ("sent_id", "99", "line 2: found sentence 99 of 'a'"),
        ("doc_id", "b", "line 2: found the doc_id 'b'"),
        ("unsure", "perhaps", "unsure: found 'perhaps'"),
    ],
)
def test_faults_of_a_sheet_are_named(study, column, value, said):
    cells = sheet_of(study).astype(object)
    cells.loc[0, column] = value
    write_csv(path_of(study), cells)
    with pytest.raises(InputError, match=said):
        opened(study)


def test_columns_that_are_missing_and_rows_that_come_again_are_named(study):
    cells = sheet_of(study)
    write_csv(path_of(study), pd.concat([cells, cells[:1]]))
    with pytest.raises(InputError, match=r"again \(first in line 2\)"):
        opened(study)
    write_csv(path_of(study), cells[:0])
    with pytest.raises(InputError, match="without sentences"):
        opened(study)
    write_csv(path_of(study), cells.rename(columns={"memo": "note"}))
    with pytest.raises(InputError, match="memo"):
        opened(study)


def test_sentences_that_are_gone_stay_in_the_file_and_are_not_shown(study):
    record = make_record(study.sentences)._replace(codebook=identify_codebook(study.codebook))
    write_sample(path_of(study, "sample.json"), record)
    sheet = opened(study)
    sheet.write([Decision(none=True)] * 4)
    before = path_of(study).read_bytes()
    text = TEXT.replace("Poverty", "Wealth").replace("= War", "New.\n\n= War")
    (study.settings.folder / "a.txt").write_text(text, encoding="utf-8")
    later = open_study(study.settings.folder)
    with pytest.warns(InputWarning) as warned:
        sheet = opened(later)
    said = " ".join(str(warning.message) for warning in warned)
    assert "which is gone (Poverty fell.)" in said
    assert "moved since the sample was drawn" in said
    assert sheet.rows == (Decision(none=True),) * 3
    assert "Poverty\u00a0fell." not in set(sheet.cells.loc[sheet.lines, "sentence"])
    sheet.write([Decision(none=True, unsure=True), *sheet.rows[1:]])
    after = path_of(study).read_bytes()
    assert len(after) == len(before) + 1
    assert after.count(b"(no theme)") == 4


def test_texts_that_are_left_out_are_not_coded(write):
    settings = "leave_out: [b]\n"
    study = open_study(write("a.txt", TEXT, "b.txt", TEXT, "codebook.yaml", CODEBOOK))
    path_of(study).parent.mkdir()
    write_csv(path_of(study), sheet_of(study))
    assert len(opened(study).rows) == 8
    (study.settings.folder / "study.yaml").write_text(settings, encoding="utf-8")
    later = open_study(study.settings.folder)
    sheet = opened(later)
    assert set(sheet.cells.loc[sheet.lines, "doc_id"]) == {"a"}
    sheet.write([FULL] * 4)
    assert len(opened(study).rows) == 8
    of_one_text = open_study(
        study.settings.folder / "a.txt", study.settings.folder / "codebook.yaml"
    )
    assert opened(of_one_text).rows == (FULL,) * 4


def test_without_a_sheet_it_says_how_to_draw_a_sample(study):
    with pytest.raises(
        InputError, match=r"'a' among 'A'; expected 'A'; `workbook sample`.*coders a"
    ):
        opened(study, "a")
    with pytest.raises(InputError, match="`workbook adjudicate`"):
        opened(study, "final")
    path_of(study, "sample.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"the same sentences: workbook sample STUDY --coders B"):
        opened(study, "B")
    path_of(study, "sample.json").unlink()
    path_of(study).unlink()
    with pytest.raises(InputError, match=r"no sheet of '../A'; expected `workbook sample`"):
        opened(study, "../A")


def test_a_folder_that_cannot_be_written_is_a_fault(study, monkeypatch):
    sheet = opened(study)

    def refuse(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("analysis.output.open_sheet.write_csv", refuse)
    with pytest.raises(InputError, match="cannot be written"):
        sheet.write(changed(sheet, 0, FULL))
    assert sheet.rows[0] == Decision()
