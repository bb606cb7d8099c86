"""Sheets that LibreOffice opened and saved: no coding moves, and no character is lost."""

import shutil
import subprocess

import pytest
from made_samples import make_record
from tiny import CODEBOOK, rows, sentences

from analysis.coding.anchoring import load_drawn
from analysis.coding.read import load_codings
from analysis.coding.sample_file import write_sample
from analysis.coding.sheet_cells import unguard
from analysis.coding.sheet_form import NO_THEME, make_sheet
from analysis.faults import Report
from analysis.output.coding_sheets import to_csv, to_xlsx
from analysis.output.sheet_additions import add_rows
from analysis.reading.settings import read_settings
from analysis.reading.table_files import read_table

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")

TEXTS = [
    "=SUM(A1:A9) of all states.",
    "+5 % more.",
    "-5 % and “quotes”, 'single', \"double\".",
    "@all: 😀👩\u200d👩\u200d👧 مرحبا بالعالم 中文句子。",
    "'= an apostrophe first. 1/2 0x1F TRUE 007",
    f"Long {'word ' * 199}end.",
    "_x0041_ is no code.",
    "A line\nend in it, e\u0301 and é.",
    "007",
    "1.50",
    "2024-03-05",
    "TRUE",
]
SENTENCES = sentences(*TEXTS)
SHEET = make_sheet(SENTENCES, SENTENCES, "A").assign(
    theme_1=["Rights", "topic/poverty", NO_THEME, "", "States", "Tone"] * 2,
    theme_2=["Tone", "", "", "", "", ""] * 2,
    unsure=["x", ""] * 6,
    memo=["=1+1", "-x", "", "😀 مذكرة", "'=y", "1.0"] * 2,
)
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1"  # commas, quotes, UTF-8
FROM_CSV = "--infilter=CSV:44,34,76,1"


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """A function that lets LibreOffice open a file and save it in another format."""
    profile = tmp_path_factory.mktemp("profile")
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]

    def _convert(path, to, *more):
        out = tmp_path_factory.mktemp("saved")
        words = [SOFFICE, *options, "--convert-to", to, *more, "--outdir", str(out), str(path)]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
        return out / f"{path.stem}.{to.partition(':')[0]}"

    return _convert


def _write(folder, name: str, content: bytes):
    path = folder / name
    path.write_bytes(content)
    return path


def _check(folder, path):
    """Check that a file reads as the sheet does, cell by cell and as codings."""
    table, _ = read_table(path.read_bytes(), path.name, ["doc_id"], "", Report())
    table = table.map(unguard)
    for column in SHEET.columns:
        assert table[column].tolist() == SHEET[column].astype(str).tolist()
    folder.joinpath("codings").mkdir()
    write_sample(folder / "codings" / "sample.json", make_record(SENTENCES))
    shutil.copy(path, folder / "codings" / f"A{path.suffix}")
    settings = read_settings(folder)
    report = Report()
    drawn = load_drawn(settings, SENTENCES, CODEBOOK, report)
    codings = load_codings(settings, SENTENCES, CODEBOOK, drawn, report).codings
    assert not report.errors
    assert [fault.found for fault in report.warnings] == [
        f"2 of 12 rows not coded yet, the first in line {table.index[3]}"
    ]
    columns = ["doc_id", "sent_id", "theme", "memo", "unsure"]
    own, _ = load_sheet(folder)
    assert rows(codings, *columns) == rows(own, *columns)
    assert len(codings) == 12


def load_sheet(folder):
    """The codings of the sheet as it was written."""
    other = folder / "other"
    other.joinpath("codings").mkdir(parents=True)
    other.joinpath("codings", "A.csv").write_bytes(to_csv(SHEET))
    report = Report()
    read = load_codings(read_settings(other), SENTENCES, CODEBOOK, None, report)
    return read.codings, report


def test_a_spreadsheet_through_ods(tmp_path, convert):
    path = _write(tmp_path, "A.xlsx", to_xlsx(SHEET, CODEBOOK))
    saved = convert(convert(path, "ods"), "xlsx")
    _check(tmp_path, saved)
    first = SHEET.head(1).assign(doc_id="b", row=13)
    added = add_rows(saved.read_bytes(), "A.xlsx", first)
    table, _ = read_table(added, "A.xlsx", ["doc_id"], "", Report())
    assert table["doc_id"].tolist() == ["a"] * 12 + ["b"]


def test_a_csv_file_through_a_spreadsheet(tmp_path, convert):
    path = _write(tmp_path, "A.csv", to_csv(SHEET))
    _check(tmp_path, convert(convert(path, "xlsx", FROM_CSV), AS_CSV))


def test_a_csv_file_saved_as_a_spreadsheet(tmp_path, convert):
    _check(tmp_path, convert(_write(tmp_path, "A.csv", to_csv(SHEET)), "xlsx", FROM_CSV))


def test_a_csv_file_opened_in_another_encoding_is_a_clear_fault(tmp_path, convert):
    path = convert(_write(tmp_path, "A.csv", to_csv(SHEET)), "xlsx", "--infilter=CSV:44,34,1,1")
    tmp_path.joinpath("codings").mkdir()
    shutil.copy(path, tmp_path / "codings" / "A.xlsx")
    report = Report()
    load_codings(read_settings(tmp_path), SENTENCES, CODEBOOK, None, report)
    assert any("open the file as UTF-8" in fault.expected for fault in report.errors)
