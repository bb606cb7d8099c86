"""Metadata: its sources, whether they agree, and the types of its columns."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError, InputWarning, read_documents
from analysis.reading.column_types import typed
from analysis.tables import DOCUMENTS


def faults(path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_documents(path)
    return [str(fault) for fault in caught.value.faults]


def test_columns_get_types_and_no_cell_changes(write):
    study = write(
        "a.txt", "A.", "b.txt", "B.", "c.txt", "C.",
        "metadata.csv",
        "doc_id,title,language,year,code,ratio,day,outlet\n"
        "b,Bee,fr,2020,007,0.5,2024-05-01,NA\n"
        "a,,,,12,0.25,,\n",
    )  # fmt: skip
    with pytest.warns(InputWarning, match=r"metadata.csv: found no row for 1 of 3 texts \('c'\)"):
        documents = read_documents(study)
    assert documents["title"].tolist() == ["a", "Bee", "c"]
    assert documents["language"].tolist() == ["en", "fr", "en"]
    assert documents["year"].tolist() == [pd.NA, 2020, pd.NA]
    assert documents["code"].tolist() == ["12", "007", ""]
    assert documents["ratio"].tolist()[:2] == [0.25, 0.5]
    assert documents["day"].tolist()[1] == pd.Timestamp("2024-05-01")
    assert documents["outlet"].tolist() == ["", "NA", ""]
    assert documents["n_chars"].dtype == "int64"
    assert list(documents.columns) == [*DOCUMENTS.columns, "year", "code", "ratio", "day", "outlet"]


def test_a_column_may_be_called_self(write):
    documents = read_documents(write("a.txt", "A.", "metadata.csv", "doc_id,self\na,7\n"))
    assert documents["self"].tolist() == [7]


def test_a_text_and_its_name_state_metadata(write):
    study = write("CHN_007_1971.md", "---\ntitle: China speaks\ntags: [a, b]\ndate: 1971-10-25\n---\nText.", "KEN_1_1972.txt", "A.",
                  "study.yaml", "names: '{country}_{session:d}_{year:d}'",
                  "metadata.csv", "doc_id,year,region\nCHN_007_1971,1971,Asia\nKEN_1_1972,,Africa\n")  # fmt: skip
    documents = read_documents(study)
    assert documents["text"].tolist() == ["Text.", "A."]
    assert documents["title"].tolist() == ["China speaks", "KEN_1_1972"]
    assert documents[["country", "session", "year", "region", "tags"]].to_numpy().tolist() == [
        ["CHN", 7, 1971, "Asia", "a; b"], ["KEN", 1, 1972, "Africa", ""]]  # fmt: skip
    assert documents["date"][0] == pd.Timestamp("1971-10-25")
    assert documents["year"].dtype == "int64"


def test_a_language_is_a_tag(write):
    study = write(
        "a.txt",
        "A.",
        "b.md",
        "---\nlanguage: xx-Hans\n---\nB.",
        "metadata.csv",
        "doc_id,language\na,French\nb,\n",
    )
    assert faults(study) == [
        "metadata.csv, line 2: found 'French' as language; expected a BCP 47 tag, such as fr or zh-Hans"
    ]


def test_sources_that_disagree_are_an_error(write):
    study = write(
        "a_1.txt",
        "A.",
        "b.txt",
        "B.",
        "study.yaml",
        "names: '{w}_{n:d}'",
        "metadata.csv",
        "doc_id,n\na_1,2\nb,\n",
    )
    with pytest.warns(
        InputWarning,
        match=r"b.txt: found a file name that does not fit `names` in study.yaml; expected \{w\}_\{n:d\}",
    ):
        assert faults(study) == [
            "metadata.csv, line 2: found '2' as n; expected '1', as a_1.txt says"
        ]


def test_metadata_may_be_a_spreadsheet(write, tmp_path):
    pd.DataFrame({"doc_id": ["a", "b"], "year": [2020, None], "code": ["007", "NA"]}).to_excel(
        tmp_path / "metadata.xlsx", index=False
    )
    documents = read_documents(write("a.txt", "A.", "b.txt", "B."))
    assert documents["year"].tolist() == [2020, pd.NA]
    assert documents["code"].tolist() == ["007", "NA"]


@given(
    st.lists(
        st.text("0123456789-.eNnaif ", max_size=6) | st.integers().map(str) | st.floats().map(repr),
        max_size=4,
    )
)
def test_a_column_is_typed_only_if_every_cell_reads_back(cells):
    column = typed(pd.Series(cells, dtype="str"))
    if column.dtype in ("int64", "Int64"):
        assert [("" if value is pd.NA else str(value)) for value in column] == cells
    elif column.dtype == "float64":
        assert all(cell in ("", repr(value))
                   for cell, value in zip(cells, column, strict=True))  # fmt: skip
    elif column.dtype == "str":
        assert column.tolist() == cells


def test_the_source_that_states_a_value_is_named_and_not_one_that_leaves_it_blank(write):
    study = write(
        *("t_1.csv", "text,doc_id,n\nOne.,x,\n", "study.yaml", "names: '{w}_{n:d}'"),
        *("metadata.csv", "doc_id,n\nx,3\n"),
    )
    assert faults(study) == [
        "metadata.csv, line 2: found '3' as n; expected '1', as t_1.csv says",
    ]
