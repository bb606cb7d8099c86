"""Sheets as they come back: saved by other programs, half filled, and wrong in many ways."""

import io
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_samples import make_record
from openpyxl import load_workbook
from openpyxl.comments import Comment
from tiny import CODEBOOK, SENTENCES_AB, codebook, rows

from analysis.coding.anchoring import load_drawn
from analysis.coding.coding_files import CodingFile
from analysis.coding.read import load_codings, read_codings
from analysis.coding.sample_file import write_sample
from analysis.coding.sheet_files import read_sheet
from analysis.coding.sheet_form import NO_THEME, make_sheet, name_themes
from analysis.faults import InputWarning, Report
from analysis.output.coding_sheets import to_csv, to_xlsx
from analysis.reading.settings import read_settings

KEY = ["doc_id", "sent_id"]
RECORD = make_record(SENTENCES_AB)

# What Ada gives the six sentences, in their order.
FILLED = make_sheet(SENTENCES_AB, SENTENCES_AB, "A").sort_values(KEY, ignore_index=True).assign(
    row=range(1, 7),
    theme_1=["States", "Poverty", NO_THEME, "Rights", "States", "Poverty"],
    theme_2=["Tone", "", "", "Poverty", "Tone", ""],
    unsure=["", "", "x", "", "", ""],
    memo=["", "", "", "- twice", "", ""],
)  # fmt: skip
CODED = [
    ["a", 1, "actor/states", "", False],
    ["a", 1, "tone", "", False],
    ["a", 2, "topic/poverty", "", False],
    ["a", 3, "", "", True],
    ["a", 4, "topic/rights", "- twice", False],
    ["a", 4, "topic/poverty", "- twice", False],
    ["b", 1, "actor/states", "", False],
    ["b", 1, "tone", "", False],
    ["b", 2, "topic/poverty", "", False],
]
COLUMNS = ["doc_id", "sent_id", "theme", "memo", "unsure"]


def load(folder, files: dict[str, str | bytes], *, record=RECORD, book=CODEBOOK, now=SENTENCES_AB):
    """Read a study of the tiny corpus with these files in `codings/`."""
    codings = folder / "codings"
    codings.mkdir(exist_ok=True)
    if record is not None:
        write_sample(codings / "sample.json", record)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        codings.joinpath(name).write_bytes(data)
    settings = read_settings(folder)
    report = Report()
    drawn = load_drawn(settings, now, book, report)
    return load_codings(settings, now, book, drawn, report), report


def change(**cells) -> pd.DataFrame:
    """The filled sheet with cells by column and row, from 0."""
    sheet = FILLED.astype({"row": object, "sent_id": object})
    for column, changed in cells.items():
        for row, cell in changed.items():
            sheet.loc[row, column] = cell
    return sheet


def csv(**cells) -> bytes:
    return to_csv(change(**cells))


def faults(folder, content, name="A.csv", **more) -> list[str]:
    _, report = load(folder, {name: content}, **more)
    return [str(fault).removeprefix("codings/") for fault in report.errors]


# -- as programs save them -------------------------------------------------------------------------

PLAIN = to_csv(FILLED).decode("utf-8-sig")
SAVED = {
    "as it was written": to_csv(FILLED),
    "without a byte-order mark": PLAIN.encode(),
    "LF": PLAIN.replace("\r\n", "\n").encode(),
    "semicolons": PLAIN.replace(",,", ";;").encode()
    and re.sub(r',(?=(?:[^"]*"[^"]*")*[^"]*$)', ";", PLAIN, flags=re.M).encode(),
    "tabs": FILLED.to_csv(sep="\t", index=False).encode(),
    "all cells quoted": FILLED.to_csv(index=False, quoting=1).encode(),
    "the delimiter named": b"sep=,\r\n" + PLAIN.encode(),
    "UTF-16": PLAIN.encode("utf-16"),
    "numbers as 1.0": FILLED.astype({"sent_id": float, "row": float}).to_csv(index=False).encode(),
    "other case": PLAIN.replace("theme_", "Theme ").replace("memo", "Memo").encode(),
    "moved columns": FILLED[FILLED.columns[::-1]].to_csv(index=False).encode(),
    "an extra column, blank": FILLED.assign(note="").to_csv(index=False).encode(),
    "without columns that are blank": FILLED.drop(columns=["theme_7", "theme_8", "before"]).to_csv(index=False).encode(),
    "sorted rows": FILLED.sort_values("sentence").to_csv(index=False).encode(),
    "blank rows at the end": PLAIN.encode() + b",,,,,,,,,,,,\r\n" * 3,
    "themes by id, in capitals": PLAIN.replace("Poverty,", "TOPIC/POVERTY,").encode(),
    "white space in a sentence": PLAIN.replace("Nothing here.", "Nothing   here. ").encode(),
    "a line end in a sentence": PLAIN.replace("Nothing here.", '"Nothing\nhere."').encode(),
}  # fmt: skip


@pytest.mark.parametrize("how", SAVED)
def test_a_sheet_reads_the_same_however_it_is_saved(tmp_path, how):
    read, report = load(tmp_path, {"A.csv": SAVED[how]})
    assert not report.errors, report
    assert not report.warnings, report
    assert sorted(rows(read.codings, *COLUMNS)) == sorted(CODED)
    assert set(read.codings["coder"]) == {"A"}


def test_a_spreadsheet_reads_the_same(tmp_path):
    read, report = load(tmp_path, {"A.xlsx": to_xlsx(FILLED, CODEBOOK), "~$A.xlsx": b"lock"})
    assert not report.errors + report.warnings
    assert rows(read.codings, *COLUMNS) == CODED


SHEETS = st.permutations(range(6))


@settings(max_examples=30)
@given(SHEETS)
def test_every_order_of_rows_reads_the_same_codings(order):
    cells = FILLED.iloc[order].astype(str).set_axis(range(2, 8))
    report = Report()
    file = CodingFile("codings/A.csv", "A", True, cells)
    sheet = read_sheet(file, None, SENTENCES_AB, name_themes(CODEBOOK), report)
    assert not report.errors
    assert sorted(rows(sheet.codings, *COLUMNS)) == sorted(CODED)


# -- what is wrong ---------------------------------------------------------------------------------

FAULTS = {
    "a theme misspelt": (csv(theme_1={1: "Povertyy"}), ["A.csv, line 3, theme_1: found 'Povertyy'; expected 'Poverty'"]),
    "a theme of nowhere": (csv(theme_2={1: "xyz"}), ["A.csv, line 3, theme_2: found 'xyz'; expected one of '(no theme)', 'Actor', 'Poverty', 'Rights', 'States', 'Tone', 'Topic', 'actor', 'actor/states', 'tone', 'topic', 'topic/poverty' and 1 more"]),
    "the same theme twice": (csv(theme_3={0: "actor/states"}), ["A.csv, line 2, theme_3: found 'actor/states' again in the same row; expected each theme once"]),
    "no theme beside a theme": (csv(theme_3={0: NO_THEME}), ["A.csv, line 2, theme_3: found '(no theme)' beside a theme; expected one or the other"]),
    "a wrong unsure": (csv(unsure={4: "maybe"}), ["A.csv, line 6, unsure: found 'maybe'; expected 'x', or a blank cell"]),
    "another sentence": (csv(sentence={1: "Poverty rose."}), ["A.csv, line 3: found 'Poverty rose.' as sentence 2 of 'a'; expected 'Poverty fell.'"]),
    "another encoding": (csv(sentence={1: "Poverty fell…".encode().decode("cp1252")}), ["A.csv, line 3: found 'Poverty fellâ€¦' as sentence 2 of 'a'; expected 'Poverty fell.'"]),
    "a blank sentence": (csv(sentence={1: ""}), ["A.csv, line 3: found '' as sentence 2 of 'a'; expected 'Poverty fell.'"]),
    "columns sorted apart": (csv(sentence={1: "Nothing here.", 2: "Poverty fell."}), ["A.csv: found 2 sentences that read differently (line 3: the text of sentence 3 of 'a' in the row of sentence 2 of 'a'; line 4: the text of sentence 2 of 'a' in the row of sentence 3 of 'a'); expected rows that are kept together when they are sorted"]),
    "a row twice": (PLAIN + PLAIN.splitlines()[2] + "\r\n", ["A.csv, line 8: found sentence 2 of 'a' again (first in line 3); expected one row per sentence"]),
    "a sentence that was not drawn": (csv(sent_id={1: 9}, sentence={1: "New."}), ["A.csv, line 3: found sentence 9 of 'a', which was not drawn; expected the sentences in codings/sample.json"]),
    "a number that became another": (csv(sent_id={1: 12}), ["A.csv, line 3: found sentence 12 of 'a', which was not drawn; expected sentence 2 of 'a', as the text of the row says"]),
    "a number that became a date": (csv(sent_id={1: "02-Jan"}), ["A.csv, line 3: found the sent_id '02-Jan'; expected sentence 2 of 'a', as the text of the row says"]),
    "half a number": (csv(sent_id={1: "2.5"}), ["A.csv, line 3: found the sent_id '2.5'; expected sentence 2 of 'a', as the text of the row says"]),
    "no number": (csv(sent_id={1: ""}), ["A.csv, line 3: found the sent_id ''; expected sentence 2 of 'a', as the text of the row says"]),
    "an id that is no text's": (csv(doc_id={1: "A"}), ["A.csv, line 3: found sentence 2 of 'A', which was not drawn; expected sentence 2 of 'a', as the text of the row says"]),
    "no id": (csv(doc_id={1: ""}), ["A.csv, line 3: found no doc_id; expected sentence 2 of 'a', as the text of the row says"]),
    "a renamed column of themes": (to_csv(FILLED.rename(columns={"theme_2": "second"})), ["A.csv, line 1: found no column 'theme_2' among 'row', 'doc_id', 'sent_id', 'before', 'sentence', 'after', 'theme_1', 'second', 'theme_3', 'theme_4', 'theme_5', 'theme_6' and 4 more; expected that column (renamed to 'second'?)"]),
    "a renamed memo": (to_csv(FILLED.rename(columns={"memo": "memos"})), ["A.csv, line 1: found no column 'memo' among 'row', 'doc_id', 'sent_id', 'before', 'sentence', 'after', 'theme_1', 'theme_2', 'theme_3', 'theme_4', 'theme_5', 'theme_6' and 4 more; expected that column (renamed to 'memos'?)"]),
    "no sentence": (to_csv(FILLED.drop(columns="sentence")), ["A.csv, line 1: found no column 'sentence' among 'row', 'doc_id', 'sent_id', 'before', 'after', 'theme_1', 'theme_2', 'theme_3', 'theme_4', 'theme_5', 'theme_6', 'theme_7' and 3 more; expected that column"]),
    "a renamed doc_id": (to_csv(FILLED.rename(columns={"doc_id": "text"})), ["A.csv, line 1: found no column 'doc_id' among 'row', 'text', 'sent_id', 'before', 'sentence', 'after', 'theme_1', 'theme_2', 'theme_3', 'theme_4', 'theme_5', 'theme_6' and 4 more; expected that column"]),
    "a column twice": (PLAIN.replace("theme_2", "theme_1"), ["A.csv, line 1: found the column 'theme_1' more than once; expected each column once"]),
    "no header": (PLAIN.partition("\r\n")[2], ["A.csv, line 1: found no column 'doc_id'", "A.csv, line 1: found no column 'sent_id'", "A.csv, line 1: found the column '1' more"]),
    "a title above the header": ("My sheet,,,,,,,,,,,,\r\n" + PLAIN, ["A.csv, line 1: found the header in line 2; expected the header at the top: delete what is above it"]),
    "an empty file": (b"", ["A.csv: found an empty table; expected the columns doc_id, sent_id"]),
    "a text for a sheet": ("Dear all, I am done.", ["A.csv, line 1: found no column 'doc_id'", "A.csv, line 1: found no column 'sent_id'"]),
    "half a row": (PLAIN.encode()[:-30], ["A.csv, line 7: found"]),
    "Windows-1252": (PLAIN.replace("- twice", "déjà vu").encode("windows-1252"), ["A.csv, line 5: found"]),
}  # fmt: skip


@pytest.mark.parametrize("what", FAULTS)
def test_each_fault_is_clear_and_the_only_one(tmp_path, what):
    content, expected = FAULTS[what]
    found = faults(tmp_path, content)
    assert len(found) == len(expected), found
    assert all(one.startswith(other) for one, other in zip(found, expected, strict=True)), found


def test_all_faults_at_once(tmp_path):
    content = csv(
        theme_1={0: "Statess"}, unsure={1: "?"}, sentence={2: "Something."}, sent_id={3: "x"}
    )
    assert [one.partition(": found")[0] for one in faults(tmp_path, content)] == [
        "A.csv, line 5",
        "A.csv, line 4",
        "A.csv, line 2, theme_1",
        "A.csv, line 3, unsure",
    ]


def test_a_spreadsheet_names_its_row(tmp_path):
    book = load_workbook(io.BytesIO(to_xlsx(FILLED, CODEBOOK)))
    book["coding"]["G4"] = "No theme"
    file = io.BytesIO()
    book.save(file)
    assert faults(tmp_path, file.getvalue(), "A.xlsx") == [
        "A.xlsx, line 4, theme_1: found 'No theme'; expected '(no theme)'"
    ]


def test_a_formula_without_a_value_is_said(tmp_path):
    book = load_workbook(io.BytesIO(to_xlsx(FILLED, CODEBOOK)))
    book["coding"]["M2"] = "=1+1"
    file = io.BytesIO()
    book.save(file)
    _, report = load(tmp_path, {"A.xlsx": file.getvalue()})
    assert _warnings(report) == [
        "A.xlsx: found 1 formula without a value (save the file in a spreadsheet program); "
        "expected text in every cell; these cells are left out"
    ]


BESIDE = {
    "1 group of merged cells (only the first cell of each has the value)": lambda book: book[
        "coding"
    ].merge_cells("G2:G3"),
    "1 file of comments": lambda book: setattr(
        book["coding"]["E2"], "comment", Comment("Irony?", "A")
    ),
    "the sheet 'coding Copy' (7 rows)": lambda book: book.copy_worksheet(book["coding"]),
}


@pytest.mark.parametrize("what", BESIDE)
def test_what_is_beside_the_cells_of_a_sheet_is_said(tmp_path, what):
    book = load_workbook(io.BytesIO(to_xlsx(FILLED, CODEBOOK)))
    BESIDE[what](book)
    file = io.BytesIO()
    book.save(file)
    _, report = load(tmp_path, {"A.xlsx": file.getvalue()})
    assert _warnings(report)[0] == (
        f"A.xlsx: found {what}; expected codings and memos in the cells of one sheet; this is left "
        "out"
    )


ODD = st.sampled_from(
    ["", "x", NO_THEME, "Rights", "=1", "1.0", "-", "a", "9" * 20, "nan", '"', "\x00", "😀"]
)
CHANGES = st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 12)), ODD, max_size=4)


@settings(max_examples=25)
@given(CHANGES, st.permutations(range(13)), st.integers(2, 13), st.sampled_from(["csv", "xlsx"]))
def test_whatever_a_sheet_holds_it_is_read_or_refused(
    tmp_path_factory, changes, order, n_columns, ending
):
    sheet = FILLED.astype(str)
    for (row, column), cell in changes.items():
        sheet.iloc[row, column] = cell
    sheet = sheet.iloc[:, list(order)[:n_columns]]
    content = to_csv(sheet) if ending == "csv" else to_xlsx(sheet, CODEBOOK)
    read, report = load(tmp_path_factory.mktemp("study"), {f"A.{ending}": content})
    assert read.codings.empty or not report.errors


def test_two_files_of_a_coder_that_differ(tmp_path):
    other = to_xlsx(change(theme_1={1: NO_THEME}), CODEBOOK)
    _, report = load(tmp_path, {"A.csv": to_csv(FILLED), "A.xlsx": other})
    assert [str(fault) for fault in report.errors] == [
        "codings/A.xlsx: found codings that differ from those in codings/A.csv; expected one of the"
        " two files; move the other away"
    ]


@pytest.mark.parametrize("other", ["equal", "blank"])
def test_two_files_of_a_coder_that_are_equal_or_one_blank(tmp_path, other):
    sheet = FILLED if other == "equal" else make_sheet(SENTENCES_AB, SENTENCES_AB, "A")
    read, report = load(tmp_path, {"A.csv": to_csv(FILLED), "A.xlsx": to_xlsx(sheet, CODEBOOK)})
    assert not report.errors + report.warnings
    assert sorted(rows(read.codings, *COLUMNS)) == sorted(CODED)


def _warnings(report) -> list[str]:
    return [str(fault).removeprefix("codings/") for fault in report.warnings]


def test_a_sheet_half_filled_counts_what_is_missing(tmp_path):
    content = csv(theme_1={1: "", 4: ""}, theme_2={4: ""})
    read, report = load(tmp_path, {"A.csv": content})
    assert len(read.codings) == 6
    assert _warnings(report) == [
        "A.csv: found 2 of 6 rows not coded yet, the first in line 3; expected a theme, or (no "
        "theme), in every row; these rows are left out"
    ]


def test_memos_on_rows_that_are_not_coded_are_not_lost_in_silence(tmp_path):
    content = csv(theme_1={1: "", 3: ""}, theme_2={3: ""}, memo={1: " "})
    _, report = load(tmp_path, {"A.csv": content})
    assert _warnings(report)[0].endswith("these rows are left out, with 1 memo")


def test_rows_that_were_deleted_are_counted(tmp_path):
    read, report = load(tmp_path, {"A.csv": to_csv(FILLED.drop(index=[1, 4]))})
    assert len(read.codings) == 6
    assert _warnings(report) == [
        "A.csv: found 2 sentences of the sample without a row; expected a row for each; `workbook "
        "sample STUDY --coders NAME` adds those that lack"
    ]


def test_a_pair_of_blank_sheets_is_said_once(tmp_path):
    blank = make_sheet(SENTENCES_AB, SENTENCES_AB, "A")
    read, report = load(tmp_path, {"A.csv": to_csv(blank), "A.xlsx": to_xlsx(blank, CODEBOOK)})
    assert read.codings.empty
    assert _warnings(report) == [
        "A.csv: found 6 of 6 rows not coded yet; expected a theme, or (no theme), in every row; "
        "these rows are left out"
    ]


def test_notes_in_a_column_of_their_own_are_not_lost_in_silence(tmp_path):
    _, report = load(tmp_path, {"A.csv": to_csv(FILLED.assign(notes="odd"))})
    assert _warnings(report) == [
        "A.csv, line 1: found 1 column that no sheet has ('notes'); expected notes in `memo`; these"
        " columns are not read"
    ]


LAST = ["theme_6", "theme_7", "theme_8"]


@pytest.mark.parametrize("column", ["theme_2", "theme_3", "unsure", "memo"])
def test_a_deleted_column_is_not_lost_in_silence(tmp_path, column):
    _, report = load(tmp_path, {"A.csv": to_csv(FILLED.drop(columns=column))})
    assert not report.errors
    assert _warnings(report) == [
        f"A.csv, line 1: found no column {column!r}; expected all columns of a sheet; what was in a"
        " column that was deleted is lost"
    ]


def test_without_its_first_column_of_themes_a_sheet_is_not_read(tmp_path):
    assert len(faults(tmp_path, to_csv(FILLED.drop(columns="theme_1")))) == 1


def test_a_column_of_notes_takes_no_column_of_themes_away(tmp_path):
    sheet = FILLED.drop(columns=LAST).assign(notes="odd")
    read, report = load(tmp_path, {"A.csv": to_csv(sheet)})
    assert rows(read.codings, *COLUMNS) == CODED
    assert len(report.warnings) == 1


# -- what changed since ----------------------------------------------------------------------------

SHIFTED = SENTENCES_AB.assign(
    sent_id=[2, 3, 4, 5, 1, 2], start=SENTENCES_AB["start"] + 5, end=SENTENCES_AB["end"] + 5
)


def test_codings_follow_sentences_that_moved(tmp_path):
    read, report = load(tmp_path, {"A.csv": to_csv(FILLED)}, now=SHIFTED)
    assert not report.errors
    assert rows(read.codings, "doc_id", "sent_id", "theme")[:3] == [
        ["a", 2, "actor/states"],
        ["a", 2, "tone"],
        ["a", 3, "topic/poverty"],
    ]


def test_codings_of_sentences_that_are_gone_are_left_out(tmp_path):
    now = SENTENCES_AB[SENTENCES_AB["doc_id"] == "b"]
    read, report = load(tmp_path, {"A.csv": to_csv(FILLED)}, now=now)
    assert not report.errors
    assert set(read.codings["doc_id"]) == {"b"}
    assert len(report.warnings) == 4


def test_without_a_sample_a_sheet_is_held_against_the_sentences(tmp_path):
    read, report = load(tmp_path, {"A.csv": to_csv(FILLED)}, record=None)
    assert not report.errors + report.warnings
    assert rows(read.codings, *COLUMNS) == CODED
    assert faults(tmp_path, csv(sent_id={1: 7}, sentence={1: "No."}), record=None) == [
        "A.csv, line 3: found sentence 7 of 'a', which does not exist; expected a sentence of the "
        "study"
    ]


def test_somebody_who_got_no_sheet_may_code_any_sentence(tmp_path):
    rows_of_sample = RECORD.rows.iloc[:2].assign(weight=3.0)
    record = RECORD._replace(
        rows=rows_of_sample,
        strata=RECORD.strata.assign(n_drawn=2),
        draws=(RECORD.draws[0]._replace(n=2),),
    )
    _, report = load(tmp_path, {"C.csv": to_csv(FILLED)}, record=record)
    assert not report.errors
    assert len(faults(tmp_path, to_csv(FILLED), record=record)) == 1


def test_a_copy_of_a_sheet_is_no_coder_of_the_sample(tmp_path):
    files = {"A.csv": to_csv(FILLED), "A (1).csv": to_csv(FILLED)}
    read, report = load(tmp_path, files)
    assert set(read.codings["coder"]) == {"A", "A (1)"}
    assert _warnings(report) == [
        "A (1).csv: found a sheet of 'A (1)', a coder whom the sample gave none; expected one of "
        "'A', 'B'; it counts as another coder's"
    ]


def test_accents_in_names_of_files_may_be_apart(tmp_path):
    record = make_record(SENTENCES_AB, coders=["Zoé"])
    read, report = load(tmp_path, {"Zoe\u0301.csv": to_csv(FILLED)}, record=record)
    assert not report.warnings
    assert set(read.codings["coder"]) == {"Zoé"}


def test_with_another_codebook_themes_that_it_lacks_are_counted(tmp_path):
    tmp_path.joinpath("codebook.yaml").write_text(
        "name: T\nversion: '1'\nthemes:\n  topic:\n    themes:\n"
        "      poverty: {label: Poverty, patterns: [poverty]}\n"
    )
    other = codebook({"topic/poverty": ["poverty"], "tone": ["must"]})
    renamed = other.themes.assign(label=other.themes["label"].replace("Poverty", "Being poor"))
    other = type(other)(**{**vars(other), "sha256": "1" * 64, "themes": renamed})
    read, report = load(tmp_path, {"A.csv": to_csv(FILLED)}, book=other)
    assert not report.errors
    assert rows(read.codings, "doc_id", "sent_id", "theme") == [
        ["a", 1, "tone"],
        ["a", 2, "topic/poverty"],
        ["a", 3, ""],
        ["a", 4, "topic/poverty"],
        ["b", 1, "tone"],
        ["b", 2, "topic/poverty"],
    ]
    assert "found 2 themes that the codebook lacks, in 3 rows ('Rights', 'States')" in str(
        report.warnings[-1]
    )


def test_what_was_settled_has_the_ids_of_now_or_of_the_sample(tmp_path):
    now = make_sheet(SHIFTED, SHIFTED, "final").sort_values(KEY).assign(theme_1="Tone")
    then = FILLED[FILLED["doc_id"] == "b"]
    now = now[now["doc_id"] == "a"]
    read, report = load(tmp_path, {"final.csv": to_csv(pd.concat([now, then]))}, now=SHIFTED)
    assert not report.errors
    settled = rows(read.gold, "doc_id", "sent_id", "theme")
    assert settled[:4] == [["a", 2, "tone"], ["a", 3, "tone"], ["a", 4, "tone"], ["a", 5, "tone"]]
    assert settled[4:] == [
        ["b", 1, "actor/states"],
        ["b", 1, "tone"],
        ["b", 2, "topic/poverty"],
    ]


def test_rows_without_room_for_a_further_theme_are_counted(write):
    few = FILLED.drop(columns=[f"theme_{n}" for n in range(3, 9)])
    folder = write("codings/A.csv", few.to_csv(index=False))
    said = (
        r"codings/A\.csv: found 3 rows with every column of themes filled, the first in line 2;"
        r" expected room for every theme that fits: if some were left out there, add a column"
        r" theme_3, for a theme that is not named counts as not given"
    )
    with pytest.warns(InputWarning, match=said):
        read_codings(folder, SENTENCES_AB, CODEBOOK)
