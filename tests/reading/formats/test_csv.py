"""Tables as text: commas, semicolons or tabs; quotes, line ends and encodings."""

import io

from table_samples import read_rows

from analysis.faults import Report
from analysis.reading.table_files import rows_of_texts


def test_cells_are_unchanged():
    row = {"id": "007", "text": "Line,\none", "note": "NA"}
    assert read_rows('id,text,note\n\n007,"Line,\none",NA\n8,Two.,\n') == (
        {3: row, 5: {"id": "8", "text": "Two.", "note": ""}},
        [],
    )
    assert read_rows("\ufeffid\ttext\r\n007\ta,b\r\n", ".tsv") == (
        {2: {"id": "007", "text": "a,b"}},
        [],
    )
    assert read_rows("speech \nOne.", text="speech") == ({2: {"speech": "One."}}, [])
    legacy = io.BytesIO("text\ncafé".encode("cp1252"))
    assert list(rows_of_texts(legacy, "a.csv", "text", "windows-1252", Report())) == [
        (2, {"text": "café"})
    ]


def test_a_long_text_is_not_a_fault():
    assert read_rows(f"text\n{'a' * 200_000}")[0][2]["text"] == "a" * 200_000
