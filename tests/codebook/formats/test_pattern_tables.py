"""Tables of patterns, as `.csv` and as `.xlsx`."""

import openpyxl
import pytest
from codebook_samples import FILES, first_fault, pattern_rows, theme_ids

from analysis import read_codebook
from analysis.tables import PATTERNS

TABLE = [
    ("topic", "=SUM(A1)", False, "0.5"),
    ("topic/poverty", "poverty reduc*", False, "2.0"),
    ("topic/poverty", "poverty of imagination", True, "nan"),
    ("tone/sharp", "so-called, indeed", False, "nan"),
]


def test_a_table_of_themes_and_patterns():
    codebook = read_codebook(FILES / "table.csv")
    assert theme_ids(codebook) == ["topic", "topic/poverty", "tone", "tone/sharp"]
    assert pattern_rows(codebook) == TABLE
    assert codebook.patterns.dtypes.astype(str).to_dict() == PATTERNS.columns | {
        "weight": "float64"
    }
    assert codebook.notes == (
        "the column 'remark' is left out",
        "line 4: 'Poverty reduc*' in 'topic/poverty' is repeated in its category and read once",
        "line 8: 'topic//x, lost' is left out: expected a theme such as topic/poverty",
        "line 9: 'tone, must, perhaps' is left out: expected excludes to be true or false",
        "line 10: '* ?' in 'tone' is left out because it is blank or holds only wildcards",
        "line 11: 'tone, a, 2x' is left out: expected weight to be a number",
    )


def test_the_table_may_be_a_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["theme", "pattern", "excludes", "weight"])
    book.active.append(["topic", "x", False, 0.5])
    book.active["B2"].value, book.active["B2"].data_type = "=SUM(A1)", "s"
    for row in (
        ("topic/poverty", "poverty reduc*", None, 2),
        ("topic/poverty", "poverty of imagination", True, None),
    ):
        book.active.append(row)
    book.active.append([])
    book.active.append(["tone/sharp", "so-called, indeed"])
    book.active.append(["year", 2030])
    book.save(tmp_path / "table.xlsx")
    codebook = read_codebook(tmp_path / "table.xlsx")
    assert pattern_rows(codebook) == [*TABLE, ("year", "2030", False, "nan")]
    assert codebook.notes == ()


WRONG = [
    ("a.csv", b"", "a.csv: found an empty table; expected the columns theme, pattern"),
    ("a.csv", b"theme:pattern\na:b\n", "a.csv, line 1: found no column 'theme' among 'theme:pattern'; expected that column"),
    ("a.csv", b"theme,patern\na,b\n", "a.csv, line 1: found no column 'pattern' among 'patern', 'theme'; expected that column"),
    ("a.csv", b"theme,pattern,pattern\na,b,c\n", "a.csv, line 1: found the column 'pattern' more than once; expected each column once"),
    ("a.csv", b'theme,pattern\na,"b\n', "a.csv, line 2: found a row that cannot be read (unexpected end of data); expected a closing quote for every quoted cell"),
    ("a.csv", b"theme,pattern\na,b,c\n", "a.csv, line 2: found 3 cells; expected 2, as in the header"),
    ("a.xlsx", b"no zip", "a.xlsx: found a file that cannot be read (File is not a zip file); expected a spreadsheet (.xlsx): save it again in that format, without a password"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said"), WRONG, ids=range(len(WRONG)))
def test_a_file_that_is_not_a_table_of_patterns_is_a_fault(tmp_path, name, data, said):
    assert first_fault(tmp_path, name, data).startswith(said)
